"""The posts of a blog in order: newest first, by term and by period."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sphinx_confblog.model.event import EventTime
from sphinx_confblog.model.source_layout import INDEX
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import RESERVED, assign_slugs, clashes, term_key
from sphinx_confblog.util.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime

    from sphinx_confblog.model.post import Post

    #: A year, or a year and a month.
    Period = tuple[int, ...]
    #: Docname and taxonomy -> where the post's file names its terms, such as ``blog/a.md:3``.
    PlaceOf = Callable[[str, str], str]


class Term(NamedTuple):
    """One value of a taxonomy that at least one listed post has."""

    taxonomy: str
    key: str
    #: Its address below the taxonomy's.
    slug: str
    #: As it is shown.
    name: str
    #: Docnames of its posts, newest first.
    posts: tuple[str, ...]
    info: TermInfo | None = None


class Catalog(NamedTuple):
    """All posts that are public (or previewed), and what follows from them.

    Posts are docnames; all sequences of posts run from the newest to the oldest,
    equal dates by title or docname. The day that is shown counts before the moment.
    """

    posts: Mapping[str, Post] = MappingProxyType({})
    #: The posts that lists may show: all but the unlisted.
    listed: tuple[str, ...] = ()
    #: Taxonomy -> term key -> term, by name. Taxonomies without a term are absent.
    taxonomies: Mapping[str, Mapping[str, Term]] = MappingProxyType({})
    #: Year, or year and month -> posts of that period, as their dates are shown.
    periods: Mapping[Period, tuple[str, ...]] = MappingProxyType({})
    #: Taxonomy -> spelling of a term -> key of the term that it means.
    spellings: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    #: Post -> the post before it in time, and the one after it.
    neighbours: Mapping[str, tuple[str | None, str | None]] = MappingProxyType({})

    def term(self, taxonomy: str, name: str) -> Term | None:
        """Return the term that *name* means, in any spelling or by its slug, if a post has it."""
        terms = self.taxonomies.get(taxonomy, {})
        key = term_key(name)
        if term := terms.get(self.spellings.get(taxonomy, {}).get(key, key)):
            return term
        return next((term for term in terms.values() if term.slug == name), None)

    def post_terms(self, post: Post, taxonomy: str) -> tuple[tuple[str, Term | None], ...]:
        """Return the names that *post* gives in *taxonomy*, each with its term if it has a page."""
        named: dict[str, Term | None] = {}
        for name in post.terms.get(taxonomy, ()):
            term = self.term(taxonomy, name)
            named.setdefault(term.name if term else name, term)
        return tuple(named.items())


def build_catalog(
    posts: Iterable[Post],
    infos: Mapping[str, Mapping[str, TermInfo]],
    titles: Mapping[str, str] = MappingProxyType({}),
) -> Catalog:
    """Put *posts* in order.

    *infos* is taxonomy -> term key -> what the site says of the term, *titles* docname -> what
    posts with equal dates are sorted by before their docnames.
    """
    place = partial(_place, titles)
    ordered = {post.docname: post for post in sorted(posts, key=place, reverse=True)}
    listed = [post for post in ordered.values() if not post.unlisted]
    spellings = {taxonomy: _spellings(terms) for taxonomy, terms in infos.items()}
    names = dict.fromkeys(taxonomy for post in listed for taxonomy in post.terms)
    taxonomies = {
        name: _terms(name, listed, infos.get(name, {}), spellings.get(name, {})) for name in names
    }
    docnames = tuple(post.docname for post in listed)
    return Catalog(
        posts=ordered,
        listed=docnames,
        taxonomies={name: terms for name, terms in taxonomies.items() if terms},
        periods=_periods(listed),
        spellings=spellings,
        neighbours=_neighbours(docnames),
    )


def _spellings(infos: Mapping[str, TermInfo]) -> dict[str, str]:
    """Return names and aliases -> the key of the term they mean.

    An alias leads to its term; another term's id wins over a name.
    """
    names = {term_key(info.name): key for key, info in infos.items() if info.name}
    aliases = {term_key(alias): key for key, info in infos.items() for alias in info.aliases}
    return {name: key for name, key in names.items() if name not in infos} | aliases


def _terms(
    taxonomy: str,
    listed: list[Post],
    infos: Mapping[str, TermInfo],
    spellings: Mapping[str, str],
) -> dict[str, Term]:
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    posts: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for post in listed:
        for name in post.terms.get(taxonomy, ()):
            key = term_key(name)
            key = spellings.get(key, key)
            names[key][name] += 1
            posts[key][post.docname] = None
    given = {key: info.slug for key in names if (info := infos.get(key)) and info.slug}
    free = names.keys() - given.keys()
    slugs = given | assign_slugs(free, {*RESERVED, *given.values()})
    terms = (
        Term(taxonomy, key, slugs[key], _name(infos.get(key), names[key]), tuple(posts[key]),
             infos.get(key))
        for key in names
    )  # fmt: skip
    return {term.key: term for term in sorted(terms, key=lambda t: (term_key(t.name), t.key))}


def _name(info: TermInfo | None, spellings: Counter[str]) -> str:
    """Return a term's configured name, else its most used spelling, ties in code-point order."""
    if info is not None:
        return info.name or info.id
    return min(spellings, key=lambda name: (-spellings[name], name))


def _place(titles: Mapping[str, str], post: Post) -> tuple[date, datetime, str, str]:
    """Return what posts are sorted by: the day that is shown, then the moment.

    These differ only where dates are in several zones. Lists and archives follow what readers see.
    """
    return post.date.date(), post.date, titles.get(post.docname, ""), post.docname


def _periods(listed: list[Post]) -> dict[Period, tuple[str, ...]]:
    periods: defaultdict[Period, list[str]] = defaultdict(list)
    for post in listed:
        month = month_of(post)
        periods[month[:1]].append(post.docname)
        periods[month].append(post.docname)
    return {period: tuple(posts) for period, posts in periods.items()}


def month_of(post: Post) -> Period:
    """Return year and month of a post, in the zone that its date is shown in."""
    return post.date.year, post.date.month


def _neighbours(docnames: tuple[str, ...]) -> dict[str, tuple[str | None, str | None]]:
    around = (None, *docnames, None)
    return {
        name: (before, after)
        for name, before, after in zip(docnames, around[2:], around, strict=False)
    }


class Remark(NamedTuple):
    """Something odd about a term: the first post that has it, its taxonomy and what to say."""

    docname: str
    taxonomy: str
    text: str
    #: Whether the term has another address than it asks for.
    moved: bool = False


def remarks(
    catalog: Catalog,
    infos: Mapping[str, Mapping[str, TermInfo]],
    unknown: str,
    place_of: PlaceOf,
) -> list[Remark]:
    """Return remarks on terms whose addresses collide, or that the site doesn't list."""
    collected = []
    for taxonomy, terms in catalog.taxonomies.items():
        listed = infos.get(taxonomy, {})
        wanted = clashes({term.key: term.slug for term in terms.values()})
        owners = {term.slug: term for term in terms.values()}
        for term in terms.values():
            if term.key in wanted and not (term.info and term.info.slug == term.slug):
                address = wanted[term.key]
                text = moved(term, address, owners.get(address), place_of)
                collected.append(Remark(term.posts[-1], taxonomy, text, moved=True))
            if unknown == "warn" and term.key not in listed:
                collected.append(Remark(term.posts[-1], taxonomy, not_listed(term, listed)))
    return collected


def moved(term: Term, wanted: str, owner: Term | None, place_of: PlaceOf) -> str:
    """Say that a term has another address than its name asks for, and which term has that one."""
    if owner is None:
        return (
            f"{term.taxonomy}: the URL {wanted!r} of {term.name!r} is reserved for other pages; "
            f"its page is {term.slug!r}"
        )
    return (
        f"{term.taxonomy}: {term.name!r} has the same URL {wanted!r} as {owner.name!r} in "
        f"{place_of(owner.posts[-1], term.taxonomy)}; its page is {term.slug!r}. Spell both "
        "the same way, make one an alias of the other in confblog_terms, or give one a slug there"
    )


def not_listed(term: Term, listed: Mapping[str, TermInfo]) -> str:
    """Say that a term is not among those that the site lists."""
    return (
        f"{term.taxonomy}: {term.name!r} is not listed in confblog_terms"
        f"{did_you_mean(term.key, listed)} It is used as it is."
    )


class NamedLink(NamedTuple):
    """A link as readers see it."""

    name: str
    url: str


class TermInfo(NamedTuple):
    """The details of one term in ``confblog_terms``."""

    id: str
    name: str | None = None
    description: str | None = None
    #: Its page below the taxonomy's, instead of one that is made from its id.
    slug: str | None = None
    url: str | None = None
    email: str | None = None
    #: A picture: a URL, or a path that begins with a slash and runs below the source folder.
    avatar: str | None = None
    #: Where else the term is found, in this order.
    links: tuple[NamedLink, ...] = ()
    #: Other spellings that mean this term.
    aliases: tuple[str, ...] = ()
    #: Every other key, for templates.
    extra: Mapping[str, Any] = MappingProxyType({})


def post_names(catalog: Catalog, path: str) -> dict[str, str]:
    """Return the names of posts -> docnames.

    These are the docname below the blog's folder and, where no two posts share them, the
    file name and the slug.
    """
    names = {name.removeprefix(f"{path}/"): name for name in catalog.posts}
    for name, post in catalog.posts.items():
        if post.source is not None:
            names.setdefault(post.source, name)
            names.setdefault(post.source.removeprefix(f"{path}/"), name)
    short = {name: short_names(post) for name, post in catalog.posts.items()}
    counts = Counter(chain.from_iterable(short.values()))
    for name, aliases in short.items():
        for alias in aliases:
            if counts[alias] == 1:
                names.setdefault(alias, name)
    return names


def short_names(post: Post) -> list[str]:
    """Return the last parts of a post's names; posts may share them. A bundle has its folder's."""
    docnames = [post.docname] if post.source is None else [post.docname, post.source]
    parts = [name.removesuffix(f"/{INDEX}").rpartition("/")[2] for name in docnames]
    return list(dict.fromkeys([*parts, post.slug]))


def event_posts(catalog: Catalog, when: EventTime, now: datetime) -> tuple[str, ...]:
    """Return the listed posts about upcoming or past events, those closest to *now* first."""
    is_past = when is EventTime.PAST
    starts = {
        name: event.start
        for name in catalog.listed
        if (event := catalog.posts[name].event) and event.is_past(now) is is_past
    }
    return tuple(sorted(starts, key=starts.__getitem__, reverse=is_past))
