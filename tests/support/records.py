"""Records for tests of pure logic, made with few words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sphinx_confblog.model.catalog import Catalog, build_catalog
from sphinx_confblog.model.post import Post

#: The date of post number 0; each further one is a day later.
FIRST_DAY = datetime(2020, 1, 1, 12, tzinfo=UTC)


def post(name: str, day: int = 0, *, tags: str = "", **values: Any) -> Post:
    """A post below ``blog``, so many days after the first."""
    terms = {"tags": tuple(tags.split(", "))} if tags else {}
    values = {"date": FIRST_DAY + timedelta(day), "slug": name, "terms": terms, **values}
    return Post(docname=f"blog/{name}", **values)


def catalog(*posts: Post, infos: Any = None) -> Catalog:
    """The catalog of some posts."""
    return build_catalog(posts, infos or {})
