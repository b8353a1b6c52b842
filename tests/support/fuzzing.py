"""What is fuzzed: for each target the inputs, and what must hold of any of them."""

from __future__ import annotations

import contextlib
import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from lxml import etree

from sphinx_confblog.cli.editing.page_sources import (
    directives_in_markdown,
    directives_in_rst,
    numbered,
)
from sphinx_confblog.config.comments import read_comments
from sphinx_confblog.config.options import TAXONOMIES, BlogConfig
from sphinx_confblog.config.terms import read_terms
from sphinx_confblog.feeds.portable_html import DROPPED, feed_html
from sphinx_confblog.feeds.records import legal
from sphinx_confblog.frontmatter.keys import ReadingRules
from sphinx_confblog.frontmatter.markdown import parse_head, read_head
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.model.old_addresses import alias_path
from sphinx_confblog.model.permalinks import AddressAssigner, filled, parse_permalink
from sphinx_confblog.model.post import Post, ReadResult
from sphinx_confblog.model.post_reader import read_post, unreadable
from sphinx_confblog.model.query import OPTIONS, parse_query
from sphinx_confblog.model.site_addresses import GeneratedPlaces, normal
from sphinx_confblog.util.dates import DateError, parse_date
from sphinx_confblog.util.html_fragments import open_tags, rebase
from sphinx_confblog.util.slugs import RESERVED, assign_slugs, slugify

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field

Case = TypeVar("Case")

NOW = datetime(2024, 1, 1, tzinfo=UTC)
RULES = ReadingRules(zone=ZoneInfo("Europe/Paris"), taxonomies=tuple(TAXONOMIES))
ZONES = [UTC, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/Los_Angeles")]

#: Characters that have a meaning somewhere, or none at all.
ODD = st.sampled_from(
    list("\0\t\n\r \x0b\x0c\x1b\x7f\x85\xa0\xad\u200b\u200d\u202e\u2028\u2066\ufeff\ufffe\ud800")
    + list("#-:,.?!&*|>'\"%@`{}[]()<>\\/~_^$=+;") + list("aZ0é日ß🙂İſ")
)  # fmt: skip
texts = st.text(ODD | st.characters(), max_size=30)
#: Texts that a file can hold.
file_texts = texts.map(lambda text: text.encode(errors="ignore").decode())


@dataclass(frozen=True)
class Target(Generic[Case]):
    """Something that takes what people write."""

    name: str
    cases: st.SearchStrategy[Case]
    check: Callable[[Case], None]


# Front matter.

KEYS = [
    "title", "date", "draft", "published", "expires", "unlisted", "tags", "author", "authors",
    "category", "series", "excerpt", "slug", "aliases", "image", "comments", "updated", "Draft",
    "drafts", "canonical", "external", "language", "<<", "? x", "'draft'", '"published"',
]  # fmt: skip
VALUES = [
    "true", "false", "yes", "no", "maybe", "2020-01-01", "2999-01-01", "2020-01-01 10:00 CEST",
    "[a, b]", "{a: b}", "- a", "|\n  text", ">-\n  text", "&a x", "*a", "&a [*a]", "!!str x", "~",
    '"open', "'open", '"a\n  b"', "'a'", "# nothing", "", "a: b", "@x", "%x", "C++, C#", "[a, b",
    "http://[x", "../../x",
]  # fmt: skip
values = st.sampled_from(VALUES) | file_texts
lines = st.one_of(
    st.tuples(st.sampled_from(KEYS) | file_texts, st.sampled_from([": ", ":", " : ", "="]), values)
    .map("".join),
    file_texts,
    st.sampled_from(["", "# x", "---", "...", "- a", "  x: y", "\ttab", "--- "]),
)  # fmt: skip
HIDING = [
    "draft: true", "draft:  yes", "draft: 'true'", "published: false", "published: no",
    "expires: 2001-01-01", "draft: True # not yet", '"draft": on',
]  # fmt: skip
STARTS = ["---\n", "---\r\n", "\ufeff---\n", "\n---\n", "--- # x\n", "\ufeff\ufeff---\n", " ---\n",
          "\u200b---\n", "\u2014\n", "+++\n", "----\n", ""]  # fmt: skip
heads = st.tuples(
    st.sampled_from(STARTS), st.lists(lines, max_size=6),
    st.sampled_from(["---", "...", "----", "", "--- "]), file_texts,
)  # fmt: skip


def reading_of(content: bytes, name: str = "2020-01-01-x.md") -> ReadResult:
    """What becomes of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.md")
        path.write_bytes(content)
        try:
            text = read_head(path)
            head = parse_head(text) if text is not None else None
        except FrontMatterError as error:
            return unreadable(error)
    return read_post(docname="blog/x", filename=name, head=head, rules=RULES, now=NOW)


def is_public(reading: ReadResult) -> bool:
    """Whether a reader would see it."""
    return reading.withheld is None and (reading.post is None or reading.post.withheld(NOW) is None)


def check_head(case: tuple[str, list[str], str, str]) -> None:
    """It is read or refused, twice alike, with lines of the file and aware dates."""
    start, block, end, body = case
    content = f"{start}{chr(10).join(block)}\n{end}\n{body}".encode()
    reading = reading_of(content)
    assert reading_of(content) == reading
    last = content.count(b"\n") + content.count(b"\r") + 1
    for problem in reading.problems:
        assert 1 <= problem.line <= last
        assert problem.text.isprintable()
    if (post := reading.post) is not None:
        assert all(d.utcoffset() is not None for d in (post.date, post.updated, post.expires) if d)
        check_slug(post.slug)


def check_hidden(case: tuple[tuple[str, list[str], str, str], str, int]) -> None:
    """A line that withholds a post does so, whatever stands around it."""
    (start, block, _, body), hiding, place = case
    block = [line for line in block if not ends_block(line)]
    # Any line that is indented belongs to the one above: ours must not be the first of these.
    above = block[: place % (len(block) + 1)]
    below = block[len(above) :]
    if below and below[0][:1] in {" ", "\t"}:
        below = below[1:]
    text = "\n".join([*above, hiding, *below])
    if not start.endswith("\n") and above:
        return  # no fence: text that begins with something else
    if swallows("\n".join(above)) or ends_block(text):
        return
    assert not is_public(reading_of(f"{start}{text}\n---\n{body}".encode()))


def ends_block(text: str) -> bool:
    """Whether a fence stands in a text, or what ends lines elsewhere."""
    return bool(re.search(r"(?m)^ {0,3}-{3,}|^\.\.\.|\r", text))


def swallows(text: str) -> bool:
    """Whether what follows a text may be a part of it: it is in quotes, brackets or a comment."""
    return bool(re.search(r"[\[{]", text))


hidden = st.tuples(heads, st.sampled_from(HIDING), st.integers(0, 6))


def check_bytes(content: bytes) -> None:
    """Any bytes are read or refused."""
    reading_of(content)
    reading_of(content, "page.md")


# Dates and names.

dates = st.one_of(
    texts,
    st.from_regex(
        r"[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,12})?)?)?"
        r" ?([AP]M)? ?(Z|UTC|CEST|[+-][0-9]{2}:?[0-9]{2}|Europe/Paris|[A-Z]{1,5})?",
        fullmatch=True,
    ),
)


def check_date(text: str) -> None:
    """It is an aware date that every zone can show, or an error in one printable line."""
    for zone in ZONES:
        try:
            moment = parse_date(text, zone)
        except DateError as error:
            said = str(error)
            assert said.isprintable()
        else:
            assert moment.utcoffset() is not None
            assert all(moment.astimezone(other) == moment for other in ZONES)
            if not moment.utcoffset() % timedelta(minutes=1):  # type: ignore[operator]
                assert parse_date(moment.isoformat(), UTC) == moment


def check_slug(slug: str) -> None:
    """It is one segment of a path."""
    assert slug
    assert slug not in {".", ".."}
    assert not set(slug) & set("/\\\0 %?#:")
    assert slug.isprintable()
    assert len(slug.encode()) <= 200


def check_names(names: list[str]) -> None:
    """Every name has a slug, and every term one of its own."""
    for name in names:
        check_slug(slug := slugify(name))
        assert slugify(slug) == slug
    assigned = assign_slugs(names)
    assert len(set(assigned.values())) == len(assigned)
    assert not set(assigned.values()) & set(RESERVED)


patterns = st.lists(
    st.sampled_from(["{year}", "{month}", "{slug}", "{title}", "{tags}", "{x}", "/", "..", ".", "-",
                     "{{", "}", "{}", "{slug!r}", "{slug:9}", "index", "genindex", "a"]) | texts,
    max_size=5,
).map("".join)  # fmt: skip
posts = st.builds(
    Post,
    docname=st.sampled_from(["blog/a", "blog/b/index", "blog/2020-01-01-c", "c.html"]),
    date=st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    slug=texts.map(slugify),
    title=texts,
    terms=st.fixed_dictionaries({"tags": st.lists(texts, max_size=2).map(tuple)}),
    extra=st.fixed_dictionaries({"x": texts}),
)


def check_permalinks(case: tuple[str, list[Post]]) -> None:
    """No pattern leads out of the site, and no two posts to one place."""
    pattern, found = case
    with contextlib.suppress(ValueError):
        pattern = parse_permalink(pattern)
        assigner = AddressAssigner(
            pattern=pattern, folder="blog", taxonomies=tuple(TAXONOMIES),
            generated=GeneratedPlaces(folders=frozenset({"blog/"}), names=frozenset(TAXONOMIES)),
            documents=["index", *(p.docname for p in found)],
        )  # fmt: skip
        moved, _ = assigner.assign({post.docname: post for post in found}.values())
        assert len(set(map(normal, moved.values()))) == len(moved)
        for docname in moved.values():
            parts = docname.split("/")
            assert all(part.strip(". ") for part in parts), docname
            assert "\0" not in docname
        for post in found:
            address, missing = filled(pattern, post, tuple(TAXONOMIES))
            assert missing or ".." not in address.split("/")


def check_alias(alias: str) -> None:
    """It leads to a file below the output folder, or is refused."""
    with contextlib.suppress(ValueError):
        path = alias_path(alias)
        assert not path.startswith("/")
        assert not {"", ".", ".."} & set(path.split("/"))
        assert "\\" not in path
        assert path.isprintable()


# HTML.

TAGS = [
    "<p>", "</p>", "<b>", "</b>", "<div class='confblog-footer'>", "</div>", "<script>alert(1)",
    "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "<a href='x.html'>", '<img src="a.png"',
    "<a onclick=x href=javascript:x>", "&#0;", "&#x110000;", "&#99999999999;", "&amp", "<svg>",
    "<math>", "<textarea>", "<title>", "<style>", "</body>", "<body>", "</html>", "<table><tr>",
    "<template>", "<noscript>", "<select>", "<iframe>", "srcset='a 1x, , b'", "<h1>", "<section>",
]  # fmt: skip
fragments = st.lists(st.sampled_from(TAGS) | file_texts, max_size=12).map("".join)


def check_fragment(text: str) -> None:
    """What a fragment leaves open can be ended, and moving it changes nothing else."""
    ends = "".join(f"</{name}>" for name in reversed(open_tags([text])))
    # Inside an element whose text is no markup, or a tag, nothing can be ended.
    if not re.search(r"(?is)<(script|style|textarea|title|iframe|plaintext|xmp|no|!|\?)", text):
        assert open_tags([text + ">", ends]) in ([], open_tags([text + ">" + ends]))
    assert rebase(rebase(text, "x.html"), "x.html") == rebase(text, "x.html")


def check_feed_html(text: str) -> None:
    """It runs no script, and holds what XML can hold."""
    html = feed_html(text, "https://example.org/p.html")
    assert html == legal(html)
    root = etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser())
    assert not list(root.iter(*DROPPED))
    assert not [name for element in root.iter(etree.Element) for name in element.attrib
                if name.startswith("on")]  # fmt: skip


# Options.

junk = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), texts, st.binary(max_size=5),
        st.just(object()), st.sampled_from(["blog", "year", "atom", "2020", "{slug}", "{year}/x"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(texts | st.integers() | st.none(), inner, max_size=3),
        st.sets(texts, max_size=2),
    ),
    max_leaves=6,
)  # fmt: skip


def fields_of() -> dict[str, Field[Any]]:
    """The options by name."""
    return dict(BlogConfig.__dataclass_fields__)


def check_option(case: tuple[str, object]) -> None:
    """A value is accepted, or refused with words that complete a sentence."""
    name, value = case
    try:
        fields_of()[name].metadata["check"](value)
    except ValueError as error:
        assert str(error)  # noqa: PT017  it may be accepted as well


def check_settings(value: Any) -> None:
    """Anything for terms or comments is read, and what is wrong is said."""
    said: list[str] = []
    here = Path(__file__).parents[1]
    read_terms(value, tuple(TAXONOMIES), here, here, lambda text, _place: said.append(text))
    read_terms({"tags": {"a": value}}, tuple(TAXONOMIES), here, here, lambda *_: None)
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        read_comments(value, said.append)


list_options = st.dictionaries(
    st.sampled_from([*OPTIONS, *TAXONOMIES]),
    texts | st.sampled_from(["-date", "cards", "year", "9999-12-29", "10", "+a, -b, c", "۳"]),
)


def check_list_options(options: dict[str, str]) -> None:
    """Options are read, and what is wrong is described."""
    _, problems = parse_query(options, tuple(TAXONOMIES), UTC)
    assert all(problems)


MARKS = ["```", "~~~", ":::", "{postlist}", "> ", "- ", "  ", "1. ", "<!--", "-->", ":tags: a",
         ".. postlist::", "\n", "---", "   :tags: x", "\t"]  # fmt: skip
pages = st.lists(st.sampled_from(MARKS) | file_texts, max_size=25).map("".join)


def check_spotting(text: str) -> None:
    """Directives are found without a parser, at lines of the text."""
    for found in (directives_in_markdown(numbered(text), colons=True),
                  directives_in_rst(numbered(text))):  # fmt: skip
        for directive in found:
            assert 1 <= directive.line <= len(numbered(text))


TARGETS: tuple[Target[Any], ...] = (
    Target("heads", heads, check_head),
    Target("hidden", hidden, check_hidden),
    Target("bytes", st.binary(max_size=60).map(lambda b: b"---\n" + b) | st.binary(), check_bytes),
    Target("dates", dates, check_date),
    Target("names", st.lists(texts, max_size=4), check_names),
    Target("permalinks", st.tuples(patterns, st.lists(posts, max_size=3)), check_permalinks),
    Target("aliases", texts | patterns, check_alias),
    Target("fragments", fragments, check_fragment),
    Target("feedhtml", fragments, check_feed_html),
    Target("options", st.tuples(st.sampled_from(sorted(fields_of())), junk), check_option),
    Target("settings", junk, check_settings),
    Target("lists", list_options, check_list_options),
    Target("spotting", pages, check_spotting),
)
