"""Fills lists of changes from the doctrees of the pages that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.builders.gettext import I18nBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_confblog.discovery.project import blog_of, builder_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.model.changes import ChangeKind
from sphinx_confblog.model.versions import nearest_version
from sphinx_confblog.nodes import block, changes_list, heading
from sphinx_confblog.reading.foreign_nodes import whole_copy
from sphinx_confblog.releases.gathered import changes_in, grouped, known_versions
from sphinx_confblog.releases.noted import texts_of_changes
from sphinx_confblog.resolving.links.excerpts import rebase_links
from sphinx_confblog.resolving.links.linker import Linker
from sphinx_confblog.util.builders import writes_assembled
from sphinx_confblog.util.text import did_you_mean, may_mean
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from sphinx_confblog.i18n import Language
    from sphinx_confblog.releases.gathered import Gathered, Group


class FillChanges(SphinxPostTransform):
    """Replaces each list of changes with what the pages of the site say about them."""

    # Before references are resolved (10).
    default_priority = 1

    def run(self, **kwargs: object) -> None:
        """Fill the lists of a document, or of several that were put together."""
        builder, docname = builder_of(self.env), self.env.docname
        lists = docname in blog_domain(self.env).queries or writes_assembled(builder)
        if lists and not isinstance(builder, I18nBuilder):
            linker = Linker(self.env, builder, docname)
            for placed in list(self.document.findall(changes_list)):
                self.fill(placed, linker)

    def fill(self, placed: changes_list, linker: Linker) -> None:
        """Put in the changes of a version, or warn that there are none."""
        version = placed["request"].version
        changes = changes_in(self.env, version, placed["docname"])
        if changes:
            language = blog_of(self.env, placed["docname"]).language
            made = ChangesBuilder(linker, language, level_of(placed)).listed(changes)
            self.give_ids(made, version)
            placed.replace_self(made)
            return
        if not placed.children:
            known = known_versions(self.env)
            hint = may_mean(nearest_version(version, known)) or did_you_mean(version, known)
            text = f"blog:changes: no page has changes for version {version!r}{hint}"
            warn(Kind.CHANGES, text, placed)
        placed.replace_self(placed.children)

    def give_ids(self, made: nodes.Element, version: str) -> None:
        """Give the headings of kinds ids that one can link to, once each on a page."""
        if writes_assembled(builder_of(self.env)):
            return
        titles = list(made.findall(heading))
        for title in titles:
            name = nodes.make_id(f"changes {version} {title.astext()}")
            if title["tag"] == titles[0]["tag"] and name not in self.document.ids:
                title["ids"] = [name]
                self.document.ids[name] = title


def level_of(node: nodes.Node) -> int:
    """Return the level of a heading in the place of a node."""
    level = 1
    while (parent := node.parent) is not None:
        level, node = level + isinstance(parent, nodes.section), parent
    return level


class ChangesBuilder:
    """Makes the nodes of a list of changes."""

    def __init__(self, linker: Linker, language: Language, level: int) -> None:
        self.linker = linker
        self.language = language
        #: The level of its headings.
        self.level = level

    def listed(self, changes: tuple[Gathered, ...]) -> nodes.Element:
        """Return changes under the headings of their kinds, and of modules or pages."""
        children: list[nodes.Node] = []
        kind: ChangeKind | None = None
        for group in grouped(changes):
            if group.kind is not kind:
                kind = group.kind
                children.append(self.heading(self.level, nodes.Text(self.word(kind))))
            children.append(self.heading(self.level + 1, self.place(group)))
            items = [self.item(gathered, group) for gathered in group.changes]
            children.append(nodes.bullet_list("", *items))
        return block("div", "confblog-changes no-search", *children)

    def word(self, kind: ChangeKind) -> str:
        """Return what changes of a kind are called."""
        _ = self.language.translate
        return {
            ChangeKind.ADDED: _("New"),
            ChangeKind.CHANGED: _("Changed"),
            ChangeKind.DEPRECATED: _("Deprecated"),
            ChangeKind.REMOVED: _("Removed"),
        }[kind]

    def place(self, group: Group) -> nodes.Node:
        """Return a link to the page of a group, with the name of its module or its title."""
        if group.module:
            return self.linker.link(group.docname, [nodes.literal("", group.module)])
        return self.linker.titled(group.docname)

    def heading(self, level: int, content: nodes.Node) -> nodes.Element:
        """Return a heading that starts no section of the document."""
        node = heading("", "", content, classes=["confblog-heading"])
        node["tag"] = f"h{min(level, 6)}"
        return node

    def item(self, gathered: Gathered, group: Group) -> nodes.list_item:
        """Return a change: a link to its object or section, and its text.

        The heading of a page links to it already.
        """
        docname, change = gathered
        text = self.text(gathered)
        if text and not group.module and not change.name:
            return nodes.list_item("", block("div", "confblog-excerpt", *text))
        if change.is_object:
            name: list[nodes.Node] = [nodes.literal("", change.name)]
        else:
            name = [nodes.Text(change.name)] if change.name else self.linker.title(docname)
        link = self.linker.link(docname, name, anchor=change.anchor)
        line = nodes.paragraph("", "", link)
        if text and isinstance(first := text[0], nodes.paragraph):
            line += [nodes.Text(": "), *first.children]
            text = text[1:]
        # Pages tell of what is wrong in their own texts, as those of posts do of excerpts.
        return nodes.list_item("", block("div", "confblog-excerpt", line, *text))

    def text(self, gathered: Gathered) -> list[nodes.Node]:
        """Return the text of a change, with links for the page that lists it."""
        docname, change = gathered
        env, linker = self.linker.env, self.linker
        text = cast("nodes.Element", whole_copy(texts_of_changes(env, docname)[change.number]))
        rebase_links(text, docname, linker.docname, env, linker.builder)
        return list(text.children)
