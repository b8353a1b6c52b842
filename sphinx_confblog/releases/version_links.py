"""Links the versions that documentation pages name to the posts about their releases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.gettext import I18nBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_confblog.discovery.project import blog_of, blogs_of, builder_of, cached, home_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.model.versions import release_posts, version_key
from sphinx_confblog.releases.noted import LABEL
from sphinx_confblog.resolving.links.linker import Linker
from sphinx_confblog.resolving.mentions.views import is_documentation
from sphinx_confblog.util.builders import writes_assembled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.model.versions import VersionKey

#: What Sphinx ends its words with, before the text of a change or without one.
_END = r"(?:: |\.)?\Z"


@cached
def posts_by_version(env: BuildEnvironment, tag: str) -> Mapping[VersionKey, str]:
    """Return key of a version -> docname of the release post in a language."""
    if home := home_of(env):
        return home.releases
    return release_posts(blog.catalog for blog in blogs_of(env).all if blog.tag == tag)


def release_post(env: BuildEnvironment, version: str, docname: str) -> str | None:
    """Return the post that a version on the page *docname* leads to, if there is one."""
    return posts_by_version(env, blog_of(env, docname).tag).get(version_key(version))


def linked_versions(env: BuildEnvironment, docname: str) -> dict[str, str]:
    """Return version -> release post, for the versions that a documentation page links."""
    if not blogs_of(env).main.config.link_versions or not is_documentation(env, docname):
        return {}
    versions = sorted({change.version for change in blog_domain(env).changes.get(docname, ())})
    posts = ((version, release_post(env, version, docname)) for version in versions)
    return {version: post for version, post in posts if post}


class LinkVersions(SphinxPostTransform):
    """Links the words "Added in version 2.4" and the like to the release post."""

    # Before references are resolved (10).
    default_priority = 1

    def run(self, **kwargs: object) -> None:
        """Link the versions of a documentation page, or of several documents put together."""
        env, builder = self.env, builder_of(self.env)
        if isinstance(builder, I18nBuilder) or not blogs_of(env).main.config.link_versions:
            return
        if writes_assembled(builder) or is_documentation(env, env.docname):
            for change in list(self.document.findall(addnodes.versionmodified)):
                if post := release_post(env, change["version"], env.docname):
                    self.link(change, post)

    def link(self, change: addnodes.versionmodified, post: str) -> None:
        """Link Sphinx's words before the text of a change."""
        env, builder = self.env, builder_of(self.env)
        label = next((n for n in change.findall(nodes.inline) if LABEL in n["classes"]), None)
        if label is None:
            return
        text = label.astext()
        end = re.search(_END, text)
        assert end
        shown = nodes.Text(text[: end.start()])
        if home := home_of(env):
            link: nodes.Node = home.link(post, builder, shown)
        else:
            link = Linker(env, builder, env.docname).link(post, [shown])
        label.children = []
        label.extend([link, nodes.Text(end[0])])
