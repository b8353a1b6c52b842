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
from sphinx_confblog.util.builders import Addresses, makes_site
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.model.post import Post


class Inserts(NamedTuple):
    """What came of a template."""

    #: Docname -> HTML, without blanks around it; nothing for pages that it failed for.
    made: dict[str, str]
    #: What is wrong with it -> ``file:line``; None if there is no such file.
    faults: dict[str, str | None]


def render_inserts(
    folders: Sequence[Path], name: str, pages: Mapping[str, Mapping[str, Any]]
) -> Inserts:
    """Render a template, the first of its name in *folders*, with what it knows for each page."""
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
    """The line of a template in *folders* where rendering went wrong."""
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
    """Docname -> the comments of a post, as HTML; posts without comments are left out."""
    blogs, builder = blogs_of(env), builder_of(env)
    found: dict[str, str] = {}
    for blog in blogs.all if makes_site(builder) else ():
        if blog.config.comments:
            found |= make_sections(blog, subjects(env, blog), builder)
    return found


def subjects(env: BuildEnvironment, blog: Blog) -> list[Subject]:
    """The posts of a blog that readers can comment on."""
    addresses = Addresses(builder_of(env))
    return [
        Subject(name, words(env.titles[name]), addresses.page(name), blog.language.name)
        for name, post in blog.catalog.posts.items()
        if has_comments(post, blog) and name in env.titles
    ]


def has_comments(post: Post, blog: Blog) -> bool:
    """Whether a post asks for comments; one that is only previewed shall start no thread."""
    wanted = blog.config.comments_default if post.comments is None else post.comments
    return wanted and not blog.marks(post)


def make_sections(blog: Blog, found: Iterable[Subject], builder: Builder) -> dict[str, str]:
    """The sections of all posts with comments."""
    comments = blog.config.comments
    assert comments is not None
    if comments.provider == TEMPLATE:
        return own_sections(blog, found, builder)
    _ = blog.language.translate
    words = Words(
        heading=_("Comments"),
        no_script=_("The comments need scripts, which are turned off in your browser."),
        failed=_("The comments could not be loaded."),
    )
    return {subject.docname: section(comments, subject, words) for subject in found}


def own_sections(blog: Blog, found: Iterable[Subject], builder: Builder) -> dict[str, str]:
    """The sections that a template of the user's makes; it may leave posts out."""
    assert blog.config.comments is not None
    settings = dict(blog.config.comments.settings)
    name = settings.pop("template")
    folders = [Path(builder.confdir, folder) for folder in builder.config.templates_path]
    pages = {subject.docname: own_values(blog, subject, settings) for subject in found}
    inserts = render_inserts(folders, name, pages)
    conf = location("comments", builder.config, builder.confdir)
    for text, place in inserts.faults.items():
        message = f"the template {name!r} {text}; the posts concerned have no comments"
        warn(Kind.TEMPLATE, message, place or conf)
    return {docname: wrapped(html) for docname, html in inserts.made.items() if html}


def own_values(blog: Blog, subject: Subject, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What a template of the user's knows."""
    return {
        "post": plain(blog.catalog.posts[subject.docname]),
        "url": subject.url,
        "title": subject.title,
        "identifier": subject.docname,
        "language": subject.language,
        "settings": settings,
    }


def wrapped(html: str) -> str:
    """What a template made, where it can be styled as other comments are."""
    return f'\n<section class="confblog-comments">\n{html}\n</section>\n'


def own_state(env: BuildEnvironment) -> dict[str, str]:
    """What a template of the user's makes: no option and no source tells that it has changed."""
    if not any(
        b.config.comments and b.config.comments.provider == TEMPLATE for b in blogs_of(env).all
    ):
        return {}
    return sections(env)


def add_comments(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Put the comments at the end of a post (``html-page-context``)."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or "body" not in context:
        return
    if html := sections(app.env).get(pagename):
        context["body"] += html
        if needs_script(blog_of(app.env, pagename)):
            builder.add_js_file(SCRIPT, defer="defer")


def copy_script(app: Sphinx, builder: Builder) -> None:
    """Put the script where pages will look for it, if one does (``write-started``)."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    path = Path(builder.outdir, "_static", SCRIPT)
    if sections(app.env) and any(map(needs_script, blogs_of(app.env).all)):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(STATIC / SCRIPT, path)
    else:
        path.unlink(missing_ok=True)


def needs_script(blog: Blog) -> bool:
    """Whether the comments come by our script."""
    return blog.config.comments is not None and blog.config.comments.provider != TEMPLATE
