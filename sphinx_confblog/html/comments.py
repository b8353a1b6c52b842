"""The comments section of posts, and the script that fills it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.config.comments import TEMPLATE
from sphinx_confblog.config.loader import location
from sphinx_confblog.discovery.page_templates import ENCODING, ERRORS, error_place, fault
from sphinx_confblog.discovery.project import blog_of, blogs_of, builder_of, cached
from sphinx_confblog.html.comment_embeds import Subject, Words, section
from sphinx_confblog.model.post import plain
from sphinx_confblog.nodes import words
from sphinx_confblog.resolving.byline import COMMENTS
from sphinx_confblog.util.builders import Addresses, makes_site
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.config.comments import Comments
    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs


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
        inserts.faults["is not in any folder of templates_path"] = None
        return inserts
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders, ENCODING),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    for docname, values in pages.items():
        try:
            inserts.made[docname] = environment.get_template(name).render(values).strip()
        except ERRORS as error:
            what = f"cannot be rendered: {fault(error)}"
            place = error_place(error, folders)
            inserts.faults.setdefault(what, f"{place[0]}:{place[1]}" if place else None)
    return inserts


SCRIPT = "confblog-comments.js"
STATIC = Path(__file__).parents[1] / "static"


def comments_of(env: BuildEnvironment, docname: str) -> str:
    """Return the HTML of the comments on a post; "" if there are none."""
    if (shown := comments_record(env, docname)) is None:
        return ""
    return shown if isinstance(shown, str) else section(*shown)


def comments_record(
    env: BuildEnvironment, docname: str
) -> str | tuple[Comments, Subject, Words] | None:
    """Return what the comments on a post are made from, or their HTML if it is the user's own."""
    blog = blog_of(env, docname)
    if not is_commented(env, blog, docname):
        return None
    assert blog.config.comments is not None
    if blog.config.comments.provider == TEMPLATE:
        return own_sections(env).get(docname)
    return blog.config.comments, subject_of(env, blog, docname), words_of(blog)


def is_commented(env: BuildEnvironment, blog: Blog, docname: str) -> bool:
    """Return whether readers can comment on a post of a blog."""
    post = blog.catalog.posts.get(docname)
    if post is None or not blog.config.comments or not makes_site(builder_of(env)):
        return False
    return blog.has_comments(post) and docname in env.titles


def subject_of(env: BuildEnvironment, blog: Blog, docname: str) -> Subject:
    """Return what the comments on a post are about."""
    address = Addresses(builder_of(env)).page(docname)
    return Subject(docname, words(env.titles[docname]), address, blog.language.name)


def words_of(blog: Blog) -> Words:
    """Return the words around comments."""
    _ = blog.language.translate
    return Words(
        heading=_("Comments"),
        no_script=_("The comments need scripts, which are turned off in your browser."),
        failed=_("The comments could not be loaded."),
    )


@cached
def own_sections(env: BuildEnvironment) -> dict[str, str]:
    """Return docname -> comments section by the user's template; it may leave posts out.

    No option shows that the template has changed.
    """
    made: dict[str, str] = {}
    for blog in blogs_of(env).all:
        comments = blog.config.comments
        if comments and comments.provider == TEMPLATE and makes_site(builder_of(env)):
            made |= rendered_sections(env, blog, dict(comments.settings))
    return made


def rendered_sections(
    env: BuildEnvironment, blog: Blog, settings: dict[str, Any]
) -> dict[str, str]:
    """Return the comments sections of a blog by the user's template."""
    builder, name = builder_of(env), settings.pop("template")
    confdir = Path(builder.confdir)
    pages = {
        docname: own_values(blog, subject_of(env, blog, docname), settings)
        for docname in blog.catalog.posts
        if is_commented(env, blog, docname)
    }
    inserts = inserts_of_site(builder.config, confdir, name, pages)
    return {docname: wrapped(html) for docname, html in inserts.made.items() if html}


def inserts_of_site(
    config: Config, confdir: Path, name: str, pages: Mapping[str, Mapping[str, Any]]
) -> Inserts:
    """Render a template of the site for some pages, and warn of what is wrong with it."""
    inserts = render_inserts([confdir / folder for folder in config.templates_path], name, pages)
    for text, place in inserts.faults.items():
        message = f"the template {name!r} {text}; the posts affected have no comments"
        warn(Kind.TEMPLATE, message, place or location("comments", config, confdir))
    return inserts


def report_missing_templates(blogs: Blogs, config: Config, confdir: Path) -> None:
    """Warn of templates of comments that are in no folder, without rendering any."""
    for blog in blogs.all:
        comments = blog.config.comments
        if comments and comments.provider == TEMPLATE:
            inserts_of_site(config, confdir, dict(comments.settings)["template"], {})


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


def add_comments(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Append the comments section to a post (``html-page-context``)."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or "body" not in context:
        return
    if html := comments_of(app.env, pagename):
        context["body"] += html
        if needs_script(blog_of(app.env, pagename)):
            builder.add_js_file(SCRIPT, defer="defer")


def copy_script(app: Sphinx, builder: Builder) -> None:
    """Copy the script to the output if a page uses it (``write-started``)."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    path = Path(builder.outdir, "_static", SCRIPT)
    blogs = filter(needs_script, blogs_of(app.env).all)
    if any(is_commented(app.env, blog, name) for blog in blogs for name in blog.catalog.posts):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(STATIC / SCRIPT, path)
    else:
        path.unlink(missing_ok=True)


def needs_script(blog: Blog) -> bool:
    """Return whether the comments are loaded by our script."""
    return blog.config.comments is not None and blog.config.comments.provider != TEMPLATE
