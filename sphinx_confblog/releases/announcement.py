"""Announces a new post on all pages of the site."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import CONFIG_FILENAME

from sphinx_confblog.config.loader import place_of
from sphinx_confblog.config.validators import DAYS
from sphinx_confblog.discovery.project import blogs_of, cached
from sphinx_confblog.reading.list_requests import Usage, parse_postlist
from sphinx_confblog.resolving.mentions.views import selected_posts
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.builders import makes_site
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blogs import Blogs
    from sphinx_confblog.model.query import Query
    from sphinx_confblog.reading.list_requests import Complaint

#: The variable that themes with a bar read, from an option of theirs.
BAR = "theme_announcement"
#: The variable for templates; an earlier template of a page replaces it.
CONTEXT, INNER = "confblog_announcement", "confblog_template"
#: The template of a page of Immaterial.
TEMPLATE = "confblog/announced.html"


class Announcement(NamedTuple):
    """The post that all pages announce."""

    docname: str
    title: str
    #: The URL that its title leads to instead of its page.
    external: str | None


def parse_announcement(blogs: Blogs, root_doc: str) -> tuple[Query | None, list[Complaint]]:
    """Return which posts ``confblog_announce`` asks for, and what is wrong with it.

    A mistake asks for none: no page is to announce what nobody has chosen.
    """
    options = blogs.main.config.announce
    if options is None:
        return None, []
    wanted = {key: value for key, value in options.items() if key != DAYS}
    query, problems, _ = parse_postlist(blogs, root_doc, Usage(options=wanted))
    # The first release may be to come.
    problems = [problem for problem in problems if problem[0] is not Kind.TERM]
    return None if problems else query, problems


def report_announcement(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of what is wrong with ``confblog_announce`` (``env-before-read-docs``)."""
    conf = Path(app.confdir, CONFIG_FILENAME)
    report_announce_option(blogs_of(env), env.config.root_doc, conf)


def report_announce_option(blogs: Blogs, root_doc: str, conf: Path) -> None:
    """Warn of what is wrong with ``confblog_announce`` in *conf*, which is ``conf.py``."""
    for _, problem in parse_announcement(blogs, root_doc)[1]:
        place = place_of("confblog_announce", conf)
        said = problem.removesuffix(" It is ignored.").removesuffix(" Nothing is shown.")
        warn(Kind.CONFIG, f"confblog_announce: {said} Nothing is announced.", place)


@cached
def announced(env: BuildEnvironment) -> Announcement | None:
    """Return the post to announce: the newest one asked for, unless its days are over."""
    query, _ = parse_announcement(blogs_of(env), env.config.root_doc)
    if query is None:
        return None
    views = BlogViews(env, blogs_of(env).main).for_request(query)
    posts, now = views.blog.catalog.posts, views.blog.now
    chosen = selected_posts(views, query, env.config.root_doc)
    public = (posts[name] for name in chosen if posts[name].withheld(now) is None)
    post = next(public, None)
    days = timedelta(days=int((blogs_of(env).main.config.announce or {})[DAYS]))
    if post is None or now - post.date >= days:
        return None
    return Announcement(post.docname, views.title(post.docname), post.external)


def announcement_record(env: BuildEnvironment, docname: str) -> Announcement | None:
    """Return what a page announces: a post does not announce itself."""
    announcement = announced(env)
    return None if announcement and announcement.docname == docname else announcement


def announce(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> str | None:
    """Announce a post in the bar of the theme (``html-page-context``, after themes).

    A site's own announcement wins. Immaterial has no option for its bar, but a block, which a
    template fills. Other themes get a variable.
    """
    announcement = announcement_record(app.env, pagename)
    builder = app.builder
    if announcement is None or not isinstance(builder, StandaloneHTMLBuilder):
        return None
    if not makes_site(builder):
        return None
    url = announcement.external or context["pathto"](announcement.docname)
    link = Markup('<a class="confblog-announced" href="{}">{}</a>').format(url, announcement.title)
    context[CONTEXT] = {"title": announcement.title, "url": url, "html": link}
    if BAR in context:
        context[BAR] = context[BAR] or link
    elif builder.theme.name == "sphinx_immaterial":
        context[INNER] = templatename
        return TEMPLATE
    return None
