"""The comments section of posts, and the script that fills it."""

from __future__ import annotations

import shutil
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jinja2
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.config.comments import TEMPLATE
from sphinx_confblog.config.loader import location
from sphinx_confblog.discovery.generated_pages import ERRORS
from sphinx_confblog.discovery.project import blog_of, blogs_of, builder_of, cached
from sphinx_confblog.html.comment_embeds import Subject, Words, section
from sphinx_confblog.model.post import plain
from sphinx_confblog.nodes import words
from sphinx_confblog.resolving.byline import COMMENTS
from sphinx_confblog.util.builders import Addresses, makes_site
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog


class Inserts(NamedTuple):
    """The results of rendering one template for many pages."""

    #: Docname -> HTML, stripped; pages that failed are left out.
    made: dict[str, str]
    #: Problem -> ``file:line``; None if there is no such file.
    faults: dict[str, str | None]


def render_inserts(
    folders: Sequence[Path], name: str, pages: Mapping[str, Mapping[str, Any]]
) -> Inserts:
    """Render the first template of that name in *folders* once for each page's variables."""
    inserts = Inserts({}, {})
    if not any((folder / name).is_file() for folder in folders):
        inserts.faults["is in no folder of templates_path"] = None
        return inserts
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders), autoescape=True, undefined=jinja2.StrictUndefined
    )
    for docname, values in pages.items():
        try:
            inserts.made[docname] = environment.get_template(name).render(values).strip()
        except ERRORS as error:
            text = " ".join(str(error).split()) or type(error).__name__
            inserts.faults.setdefault(f"cannot be rendered: {text}", place(error, folders))
    return inserts


def place(error: Exception, folders: Sequence[Path]) -> str | None:
    """Return ``file:line`` of the template in *folders* that raised an error."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}"
    starts = tuple(map(str, folders))
    frames = traceback.extract_tb(error.__traceback__)
    within = [f"{f.filename}:{f.lineno}" for f in frames if f.filename.startswith(starts)]
    return within[-1] if within else None


SCRIPT = "confblog-comments.js"
STATIC = Path(__file__).parents[1] / "static"


@cached
def sections(env: BuildEnvironment) -> dict[str, str]:
    """Return docname -> HTML of a post's comments; posts without comments are left out."""
    blogs, builder = blogs_of(env), builder_of(env)
    html_of: dict[str, str] = {}
    for blog in blogs.all if makes_site(builder) else ():
        if blog.config.comments:
            html_of |= make_sections(blog, subjects(env, blog), builder)
    return html_of


def subjects(env: BuildEnvironment, blog: Blog) -> list[Subject]:
    """Return the posts of a blog that readers can comment on."""
    addresses = Addresses(builder_of(env))
    return [
        Subject(name, words(env.titles[name]), addresses.page(name), blog.language.name)
        for name, post in blog.catalog.posts.items()
        if blog.has_comments(post) and name in env.titles
    ]


def make_sections(blog: Blog, posts: Iterable[Subject], builder: Builder) -> dict[str, str]:
    """Return docname -> comments section, for all *posts*."""
    comments = blog.config.comments
    assert comments is not None
    if comments.provider == TEMPLATE:
        return own_sections(blog, posts, builder)
    _ = blog.language.translate
    words = Words(
        heading=_("Comments"),
        no_script=_("The comments need scripts, which are turned off in your browser."),
        failed=_("The comments could not be loaded."),
    )
    return {subject.docname: section(comments, subject, words) for subject in posts}


def own_sections(blog: Blog, posts: Iterable[Subject], builder: Builder) -> dict[str, str]:
    """Return docname -> comments section from the user's template; it may leave posts out."""
    assert blog.config.comments is not None
    settings = dict(blog.config.comments.settings)
    name = settings.pop("template")
    folders = [Path(builder.confdir, folder) for folder in builder.config.templates_path]
    pages = {subject.docname: own_values(blog, subject, settings) for subject in posts}
    inserts = render_inserts(folders, name, pages)
    conf = location("comments", builder.config, builder.confdir)
    for text, place in inserts.faults.items():
        message = f"the template {name!r} {text}; the posts concerned have no comments"
        warn(Kind.TEMPLATE, message, place or conf)
    return {docname: wrapped(html) for docname, html in inserts.made.items() if html}


def own_values(blog: Blog, subject: Subject, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables of the user's template."""
    return {
        "post": plain(blog.catalog.posts[subject.docname]),
        "url": subject.url,
        "title": subject.title,
        "identifier": subject.docname,
        "language": subject.language,
        "settings": settings,
    }


def wrapped(html: str) -> str:
    """Return rendered HTML in the same section element as other comments."""
    start = f'<section class="confblog-comments headerlink" id="{COMMENTS}">'
    return f"\n{start}\n{html}\n</section>\n"


def own_state(env: BuildEnvironment) -> dict[str, str]:
    """Return the sections from a user's template: no option shows that the file has changed."""
    if not any(
        b.config.comments and b.config.comments.provider == TEMPLATE for b in blogs_of(env).all
    ):
        return {}
    return sections(env)


def add_comments(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Append the comments section to a post (``html-page-context``)."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or "body" not in context:
        return
    if html := sections(app.env).get(pagename):
        context["body"] += html
        if needs_script(blog_of(app.env, pagename)):
            builder.add_js_file(SCRIPT, defer="defer")


def copy_script(app: Sphinx, builder: Builder) -> None:
    """Copy the script to the output if a page uses it (``write-started``)."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    path = Path(builder.outdir, "_static", SCRIPT)
    if sections(app.env) and any(map(needs_script, blogs_of(app.env).all)):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(STATIC / SCRIPT, path)
    else:
        path.unlink(missing_ok=True)


def needs_script(blog: Blog) -> bool:
    """Return whether the comments are loaded by our script."""
    return blog.config.comments is not None and blog.config.comments.provider != TEMPLATE
