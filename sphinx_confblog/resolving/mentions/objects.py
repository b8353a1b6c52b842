"""Lists the objects of a site that posts may refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.domains.std import StandardDomain

from sphinx_confblog.discovery.project import cached
from sphinx_confblog.domain import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment


@cached
def all_objects(env: BuildEnvironment) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return docname, id, domain, type and name of each object but the blog's."""
    return tuple(
        (docname, anchor, domain.name, kind, name)
        for domain in env.domains.values()
        if domain.name != NAME
        for docname, anchor, kind, name in objects_of(domain)
    )


def objects_of(domain: Domain) -> Iterator[tuple[str, str, str, str]]:
    """Yield docname, id, type and name of each object of a domain."""
    if type(domain) is not StandardDomain:
        for name, _, kind, docname, anchor, _ in domain.get_objects():
            yield docname, anchor, kind, name
        return
    # The same without the titles of documents, which take most of the time (Sphinx 8.2, 9.0).
    for docname in domain.env.all_docs:
        yield docname, "", "doc", docname
    for (program, option), place in domain.progoptions.items():
        yield *place, "cmdoption", f"{program}.{option}" if program else option
    for (kind, name), place in domain.objects.items():
        yield *place, kind, name
    for name, label in {**domain.anonlabels, **domain.labels}.items():
        yield label[0], label[1], "label", name
