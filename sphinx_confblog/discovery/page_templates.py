"""The templates that generated pages are rendered from: the package's, or the site's own."""

from __future__ import annotations

import re
import traceback
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from sphinx_confblog.discovery.generated_pages import Page, PageKind
from sphinx_confblog.frontmatter.records import Problem, not_text
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_confblog.config.options import BlogConfig


#: The folder of the templates that the package ships, and that of the user's below a
#: folder of ``templates_path``.
SHIPPED = Path(__file__).parents[1] / "templates" / "pages"
OVERRIDES = "confblog"
#: By this name templates reach the package's own: ``{% extends "shipped/term.md" %}``.
SHIPPED_PREFIX = "shipped"
#: What a template can raise: Jinja's own errors, and those of Python's expressions.
ERRORS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
#: Some editors begin a file with a byte order mark, which would make text of a heading.
ENCODING = "utf-8-sig"
#: White space that means something in Markdown; other spaces are ordinary characters.
_BLANKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029 ]+")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class Source(str):
    """Text that is Markdown already and is not to be escaped."""

    __slots__ = ()


def escape_markdown(value: object) -> object:
    """Make any text safe in a line of Markdown: it is shown as it is, never markup.

    Every ASCII punctuation character gets a backslash (CommonMark 0.31, section 2.4).
    """
    if isinstance(value, Source) or not isinstance(value, str):
        return value
    return _PUNCTUATION.sub(r"\\\1", _BLANKS.sub(" ", value).strip(" "))


class RenderedPage(NamedTuple):
    """The Markdown source of a generated page."""

    text: str
    #: The template that it was made from.
    path: Path
    #: Why that is not the template of the user's.
    problem: Problem | None = None
    #: The template that the problem is in.
    place: Path | None = None

    @property
    def is_shipped(self) -> bool:
        """Whether the template is the package's own."""
        return is_shipped(self.path)


@lru_cache(maxsize=64)
def is_shipped(template: Path) -> bool:
    """Return whether a template is the package's own."""
    return template.is_relative_to(SHIPPED)


class Templates(NamedTuple):
    """The templates of a site: the user's own, and the package's where there is none."""

    folders: tuple[Path, ...]
    environment: jinja2.Environment

    def paths(self, pages: Mapping[str, Page]) -> dict[str, Path]:
        """Return docname -> the file that the page is made from."""
        kinds = {(page.kind, page.taxonomy) for page in pages.values()}
        files = {kind: self.path(*kind) for kind in kinds}
        return {name: files[page.kind, page.taxonomy] for name, page in pages.items()}

    def path(self, kind: str, taxonomy: str | None) -> Path:
        """Return the file for pages of a kind: the user's for the taxonomy, the user's, ours."""
        names = [f"{kind}.md"]
        if taxonomy is not None:
            names.insert(0, f"{taxonomy}/{kind}.md")
        candidates = (folder / name for folder in self.folders for name in names)
        return next(path for path in candidates if path.is_file())

    def render(self, path: Path, page: Page, config: BlogConfig) -> str:
        """Return the Markdown source of *page*. Raises one of :data:`ERRORS`."""
        template = self.environment.get_template(template_name(self.folders, path))
        return template.render(context(page, config))


@lru_cache(maxsize=64)
def template_name(folders: tuple[Path, ...], path: Path) -> str:
    """Return what Jinja calls a template in one of the folders of templates."""
    folder = next(folder for folder in folders if path.is_relative_to(folder))
    prefix = f"{SHIPPED_PREFIX}/" if folder == SHIPPED else ""
    return prefix + path.relative_to(folder).as_posix()


def render_page(templates: Templates, path: Path, page: Page, config: BlogConfig) -> RenderedPage:
    """Render a page from the template *path*, or from the package's own if that fails."""
    try:
        return RenderedPage(templates.render(path, page, config), path)
    except ERRORS as error:
        own = [folder for folder in templates.folders if folder != SHIPPED]
        line = not_text(error).line if isinstance(error, UnicodeDecodeError) else 1
        place, line = error_place(error, own) or (path, line)
        name = "" if place == path else f" {template_name(templates.folders, path)!r}"
        what = f"the template{name} cannot be rendered: {fault(error)}"
        problem = Problem("template", line, f"{what}; the package's own template is used")
        shipped = SHIPPED / f"{page.kind}.md"
        text = templates.render(shipped, page, config)
        return RenderedPage(text, shipped, problem, place)


def fault(error: BaseException) -> str:
    """Return in one line what went wrong in a template."""
    if isinstance(error, UnicodeDecodeError):
        return str(not_text(error))
    if type(error) is jinja2.TemplateNotFound:
        return f"there is no template {error.name!r}"  # Jinja says the name alone
    return " ".join(str(error).split()) or type(error).__name__


def error_place(error: BaseException, folders: Iterable[Path]) -> tuple[Path, int] | None:
    """Return the template in *folders* and the line where rendering went wrong.

    That template may be one that another includes.
    """
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        return Path(error.filename), error.lineno
    starts = tuple(map(str, folders))
    frames = traceback.extract_tb(error.__traceback__)
    within = [frame for frame in frames if frame.filename.startswith(starts)] if starts else []
    return (Path(within[-1].filename), within[-1].lineno or 1) if within else None


def load_templates(templates_path: Iterable[Path]) -> Templates:
    """Prepare the templates; *templates_path* are the site's folders, the first one winning."""
    folders = (*(path / OVERRIDES for path in templates_path), SHIPPED)
    # A template of the user's can extend the one that it takes the place of.
    shipped = jinja2.PrefixLoader({SHIPPED_PREFIX: jinja2.FileSystemLoader(SHIPPED)})
    environment = jinja2.Environment(  # noqa: S701  the output is Markdown, escaped below
        loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(folders, ENCODING), shipped]),
        undefined=jinja2.StrictUndefined,
        finalize=escape_markdown,
        keep_trailing_newline=True,
        # A build reads them once; there are hundreds of pages, not hundreds of moments.
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = Source
    return Templates(folders, environment)


def heading_of(page: Page, config: BlogConfig) -> str:
    """Return the heading of a page: on a term's, its long title or its name, by option."""
    is_long = config.term_heading == "title"
    return (page.long_title if is_long else "") or page.title


def list_style(kind: PageKind, config: BlogConfig) -> str:
    """Return the style in which pages of a kind list their posts."""
    styles = {
        PageKind.INDEX: config.index_style,
        PageKind.TERM: config.term_style,
        PageKind.PERIOD: config.archive_style,
    }
    return styles.get(kind, "list")


def shown_by_shipped(page: Page, config: BlogConfig) -> tuple[object, ...]:
    """Return all that the package's own templates show of a page, and its long title."""
    titles = page.title, heading_of(page, config), page.long_title
    return *titles, page.children, page.sections, list_style(page.kind, config)


def context(page: Page, config: BlogConfig) -> dict[str, Any]:
    """Return the variables of a template: the page, and the names that it is about."""
    return {
        "page": page,
        "title": page.title,
        "heading": heading_of(page, config),
        "children": [Source(f"/{docname}") for docname in page.children],
        "term": page.term,
        "info": page.term.info if page.term else None,
        "blog_title": config.title,
        "style": list_style(page.kind, config),
    }
