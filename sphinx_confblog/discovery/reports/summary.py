"""Tells how many posts were published and withheld, and why."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinx_confblog.discovery.project import blogs_of, home_of
from sphinx_confblog.discovery.unread_files import has_date
from sphinx_confblog.frontmatter.formats import known_format
from sphinx_confblog.model.post import Withheld
from sphinx_confblog.util.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs


logger = logging.getLogger(__name__)


def summarize(app: Sphinx, exception: Exception | None) -> None:
    """Print how many posts were published and withheld, and why (``build-finished``)."""
    if exception is not None:
        return
    home = home_of(app.env)
    away = [f"blog: not in this build; its posts are at {home.url} (confblog_home)"] if home else []
    for line in away or summaries(blogs_of(app.env)):
        logger.info("%s", line)


def summaries(blogs: Blogs) -> list[str]:
    """Return a line for each blog; the site's first may have no posts if others do."""
    used = [blog for blog in blogs.configured if blog.key or blog.exists] or [blogs.main]
    return [summary(blogs, blog, blogs.languages_of(blog)) for blog in used]


def summary(blogs: Blogs, blog: Blog, languages: Iterable[Blog] = ()) -> str:
    """Return a line with the numbers of published and withheld posts, in all *languages*."""
    posts = [post for each in (blog, *languages) for post in each.catalog.posts.values()]
    name = f"blog {blog.key}" if blog.key else "blog"
    if not blog.exists:
        return f"{name}: {no_posts(blogs, blog)}"
    published = counted(len(posts), "post") + " published"
    previewed = Counter(mark for post in posts for mark in blog.marks(post))
    if previewed:
        kinds = ", ".join(f"{previewed[mark]} {mark.value}" for mark in Withheld if previewed[mark])
        published += f" (of which {kinds})"
    if not blog.withheld:
        return f"{name}: {published}"
    return f"{name}: {published}; withheld: {', '.join(reasons(blog))}{overdue(blog)}"


def no_posts(blogs: Blogs, blog: Blog) -> str:
    """Return the message about a blog without posts."""
    folder = f"in {blog.config.path}/" if blog.config.path else "in the source folder"
    where = folder if blog.config.posts is None else f"match {', '.join(blog.config.posts)}"
    if (path := left_out(blogs, blog)) is not None:
        return f"no posts {where}; {path} is left out, for example by exclude_patterns"
    return f'no posts {where} (create one with confblog new "Title")'


def left_out(blogs: Blogs, blog: Blog) -> str | None:
    """Return a file in the folder of a blog without posts that would be one, or None."""
    srcdir, setup = blogs.setup.srcdir, blogs.setup
    for path in sorted((srcdir / blog.config.path).rglob("*")) if blog.config.path else ():
        name = path.relative_to(srcdir).as_posix()
        form, stem = known_format(path.name, blog.suffixes), name.removesuffix(path.suffix)
        owner = setup.blog_for_file(stem, name) if form and stem not in blogs.files else None
        if owner is not None and owner.key == blog.key and has_date(stem):
            return name
    return None


def overdue(blog: Blog) -> str:
    """Return the reason why a post whose date has passed is still scheduled, if there is one.

    It never appears if the environment sets the time of builds to that of a commit.
    """
    if not any(date.timestamp() <= time.time() for date in blog.scheduled):
        return ""
    return f"; SOURCE_DATE_EPOCH sets the current date to {blog.now.date().isoformat()}"


def reasons(blog: Blog) -> Iterator[str]:
    """Return the number of withheld posts for each reason."""
    counts = Counter(blog.withheld.values())
    for reason in Withheld:
        if count := counts[reason]:
            draft = reason is Withheld.DRAFT
            name = counted(count, "draft") if draft else f"{count} {reason.value}"
            if reason is Withheld.SCHEDULED:
                first = min(blog.scheduled).date().isoformat()
                name += f" for {first}" if count == 1 else f", the first for {first}"
            yield name
