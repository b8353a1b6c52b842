"""Labels for `ref` that the blog provides: of posts, terms and generated pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.discovery.generated_pages import (
    archive_docname,
    events_docname,
    period_docname,
    releases_docname,
    taxonomy_docname,
)
from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.domain import blog_domain, role_of
from sphinx_confblog.model.catalog import short_names
from sphinx_confblog.nodes import words
from sphinx_confblog.util.slugs import label_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog


#: The extension that gives every heading a label.
SECTION_LABELS = "sphinx.ext.autosectionlabel"
#: Where the titles of the document that is being read are kept while they are hidden.
TITLES = "confblog_titles"
#: Taxonomies whose names are not those of their labels: for one term, and for all.
SINGULARS = {"languages": "language", "locations": "location"}
PLURALS = {"language": "languages", "location": "locations"}


def drop_labels(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Forget the labels of the last build, before others define theirs (``env-get-outdated``).

    The standard domain has a method to add a label, but none to take one away, or to ask whether
    there is one: its two mappings are public (Sphinx 8.2, 9.0 and 9.2).
    """
    standard, domain = env.domains.standard_domain, blog_domain(env)
    for name in domain.labels:
        standard.labels.pop(name, None)
        standard.anonlabels.pop(name, None)
    domain.labels.clear()
    return []


def hide_titles(app: Sphinx, doctree: nodes.document) -> None:
    """Hide the titles of a generated page from ``autosectionlabel`` (``doctree-read``, before it).

    It would give them the labels of the user's own headings, such as ``tags``, and warn of two.
    """
    env = app.env
    if SECTION_LABELS in app.extensions and env.docname in blogs_of(env).pages:
        titles = [s[0] for s in doctree.findall(nodes.section) if isinstance(s[0], nodes.title)]
        env.current_document[TITLES] = [(title, title.rawsource) for title in titles]
        for number, title in enumerate(titles):
            title.rawsource = hidden_title(env.docname, number)


def show_titles(app: Sphinx, doctree: nodes.document) -> None:
    """Show the titles again, and drop their labels (``doctree-read``, after others)."""
    env, standard = app.env, app.env.domains.standard_domain
    for number, (title, source) in enumerate(env.current_document.get(TITLES) or ()):
        title.rawsource = source
        name = hidden_title(env.docname, number)
        for label in (name, f"{env.docname}:{name}"):
            standard.labels.pop(nodes.fully_normalize_name(label), None)
            standard.anonlabels.pop(nodes.fully_normalize_name(label), None)


def hidden_title(docname: str, number: int) -> str:
    """Return a title that no author writes, for a section of a page."""
    return f"confblog {docname} {number}"


def give_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """Give labels when all documents have been read (``env-updated``)."""
    blogs = blogs_of(env)
    if not blogs.main.config.labels:
        return
    standard, domain = env.domains.standard_domain, blog_domain(env)
    labels = (label for blog in blogs.all for label in wanted(env, blog))
    for name, docname, text in labels:
        if docname in env.found_docs and name not in standard.anonlabels:
            standard.anonlabels[name] = docname, ""
            standard.labels[name] = docname, "", text
            domain.labels.add(name)


def wanted(env: BuildEnvironment, blog: Blog) -> Iterator[tuple[str, str, str]]:
    """Yield label, document and text; of two with the same label, the first keeps it."""
    config, catalog = blog.config, blog.catalog
    pages = {"blog-posts": "index", "blog-post": "index", "blog-drafts": "index"}
    labels = [(label, config.below(name)) for label, name in pages.items()]
    labels.append(("blog-archives", archive_docname(config)))
    for taxonomy in config.taxonomies:
        plural = PLURALS.get(taxonomy, taxonomy)
        labels.append((f"blog-{plural}", taxonomy_docname(config, taxonomy)))
    if releases := releases_docname(config):
        labels.append(("blog-releases", releases))
    if events := events_docname(config):
        labels.append(("blog-events", events))
    labels += [
        (f"archive-{period[0]:04}", period_docname(config, period))
        for period in catalog.periods
        if len(period) == 1
    ]
    for label, docname in labels:
        yield label, docname, title(env, docname)
    for docname, post in catalog.posts.items():
        for name in short_names(post):
            yield name.lower(), docname, title(env, docname)
    yield from of_terms(blog)


def title(env: BuildEnvironment, docname: str) -> str:
    """Return the title of a document; an empty string if there is no such document."""
    return words(env.titles[docname]) if docname in env.titles else ""


def of_terms(blog: Blog) -> Iterator[tuple[str, str, str]]:
    """Yield the labels of terms, one for each spelling."""
    for (taxonomy, key), docname in blog.objects.term_pages.items():
        term = blog.catalog.taxonomies[taxonomy][key]
        prefix = SINGULARS.get(taxonomy, role_of(taxonomy))
        meant = blog.catalog.spellings.get(taxonomy, {})
        spellings = (name for name, known in meant.items() if known == key)
        for name in dict.fromkeys(map(label_name, (key, term.slug, term.name, *spellings))):
            yield f"{prefix}-{name}", docname, term.name
