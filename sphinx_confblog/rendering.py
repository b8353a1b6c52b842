"""Page templates: the Markdown source of each generated page, rendered with Jinja."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from sphinx_confblog.frontmatter.records import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.pages import Page

#: The folder of the templates that the package ships, and that of the user's below a
#: folder of ``templates_path``.
SHIPPED = Path(__file__).parent / "templates"
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
#: White space that means something in Markdown; other blanks are characters like any.
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


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """The Markdown source of a generated page."""

    text: str
    #: The template that it was made from.
    path: Path
    #: Why that is not the template of the user's.
    problem: Problem | None = None

    @property
    def is_shipped(self) -> bool:
        """Whether the template is the package's own."""
        return self.path.is_relative_to(SHIPPED)


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of a site: the user's own, and the package's where there is none."""

    folders: tuple[Path, ...]
    environment: jinja2.Environment

    def paths(self, pages: Mapping[str, Page]) -> dict[str, Path]:
        """Docname -> the file that the page is made from."""
        kinds = {(page.kind, page.taxonomy) for page in pages.values()}
        files = {kind: self.path(*kind) for kind in kinds}
        return {name: files[page.kind, page.taxonomy] for name, page in pages.items()}

    def path(self, kind: str, taxonomy: str | None) -> Path:
        """The file for pages of a kind: the user's for the taxonomy, the user's, ours."""
        names = [f"{kind}.md"]
        if taxonomy is not None:
            names.insert(0, f"{taxonomy}/{kind}.md")
        candidates = (folder / name for folder in self.folders for name in names)
        return next(path for path in candidates if path.is_file())

    def render(self, path: Path, page: Page, config: BlogConfig) -> str:
        """The Markdown source of *page*. Raises one of :data:`ERRORS`."""
        folder = next(folder for folder in self.folders if path.is_relative_to(folder))
        prefix = f"{SHIPPED_PREFIX}/" if folder == SHIPPED else ""
        template = self.environment.get_template(prefix + path.relative_to(folder).as_posix())
        return template.render(context(page, config))


def render_page(templates: Templates, path: Path, page: Page, config: BlogConfig) -> RenderedPage:
    """Render a page from the template *path*, or from the package's own if that fails."""
    try:
        return RenderedPage(templates.render(path, page, config), path)
    except ERRORS as error:
        text = f"the template cannot be rendered: {error}; the package's own is taken"
        problem = Problem("template", error_line(error, path), text)
        shipped = SHIPPED / f"{page.kind}.md"
        return RenderedPage(templates.render(shipped, page, config), shipped, problem)


def error_line(error: BaseException, path: Path) -> int:
    """The line of a template where rendering it went wrong."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 1 for f in reversed(frames) if f.filename == str(path)), 1)


def load_templates(templates_path: Iterable[Path]) -> Templates:
    """Prepare the templates; *templates_path* are the site's folders, the first one winning."""
    folders = (*(path / OVERRIDES for path in templates_path), SHIPPED)
    # A template of the user's can extend the one that it takes the place of.
    shipped = jinja2.PrefixLoader({SHIPPED_PREFIX: jinja2.FileSystemLoader(SHIPPED)})
    environment = jinja2.Environment(  # noqa: S701  the output is Markdown, escaped below
        loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(folders), shipped]),
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


def context(page: Page, config: BlogConfig) -> dict[str, Any]:
    """What a template knows: the page, and the names that it is about."""
    return {
        "page": page,
        "title": page.title,
        "children": [Source(f"/{docname}") for docname in page.children],
        "term": page.term,
        "info": page.term.info if page.term else None,
        "blog_title": config.title,
    }
