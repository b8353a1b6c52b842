"""Reads blogs made with Pelican: articles in Markdown, reStructuredText and HTML."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sphinx_confblog.importers.addresses import as_address, fill_python, set_addresses
from sphinx_confblog.importers.files import (
    Moment,
    add_article,
    below,
    pattern_in,
    propose,
    python_settings,
    stem_of,
    use_zone,
)
from sphinx_confblog.importers.front_matter import (
    Head,
    date_of,
    names,
    normalise,
    rename,
    split_head,
    text,
)
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.rst import masked_rst, split_fields, title_in
from sphinx_confblog.importers.source_tree import MARKDOWN, UnreadableError
from sphinx_confblog.util.markdown_code import replace_outside
from sphinx_confblog.util.slugs import slugify
from sphinx_confblog.util.urls import as_segment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.importers.source_tree import Tree


SUFFIXES = (*MARKDOWN, ".rst", ".html", ".htm")
KEYS = {"modified": "updated", "lang": "language"}
#: Pelican's own substitutions in names.
SUBSTITUTIONS = [(r"[^\w\s-]", ""), (r"\A\s*|\s*\Z", ""), (r"[-\s]+", "-")]
#: Common letters and symbols that have no accents to drop, as the package Unidecode spells them.
SPELLINGS = str.maketrans({
    "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "–": "-", "—": "--",
    "‘": "'", "’": "'", "“": '"', "”": '"', "„": ",,", "«": "<<", "»": ">>", "⁄": "/", "€": "EUR",
})  # fmt: skip
UNKNOWN = "the old URL is not known: the pattern is {}"
TRANSLITERATED = (
    "the old URL is not known: Pelican spells the {} in ASCII with the package Unidecode; "
    "install it and import again, or add the URL to aliases"
)
#: Patterns of metadata in the names of files, and in their paths.
PATTERNS = ("FILENAME_METADATA", "PATH_METADATA")
_FENCED = re.compile(r"---[^\n]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_META = re.compile(r"([A-Za-z][\w -]*):(?:[ \t]+(.*)|[ \t]*$)")
_LINK = re.compile(r"[{|](?:(filename|static|attach)|tag|category|author|index)[}|](.*)")
_TERM = r"[{|](?P<kind>tag|category|author)[}|](?P<term>[^\s()<>`|{}][^()<>`|{}\n]*)"
_TERM_LINK = re.compile(rf"(?<![!\\])\[(?P<words>[^\[\]<>`\\*_]+)\]\(<?{_TERM}>?\)")
_RST_TERM_LINK = re.compile(rf"`(?P<words>[^`<>\\]+?)\s*<{_TERM}>`__?")


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the articles of a site made with Pelican."""
    blog = OldBlog(zone=moment.zone, unwrap=unwrap, marks=("<!-- PELICAN_END_SUMMARY -->",))
    blog.kinds = ("pelican", "attributes", "mkdocs", "liquid")
    settings = python_settings(tree, blog, "pelicanconf.py")
    top = str(settings.get("PATH", "content")).strip("./")
    if not any(tree.below(top)):
        top = ""
    blog.roots = (top,)
    blog.url = str(settings.get("SITEURL") or "")
    propose(blog, title=settings.get("SITENAME"))
    use_zone(blog, str(settings.get("TIMEZONE") or ""))
    pages = tuple(settings.get("PAGE_PATHS") or ["pages"])
    folders = [str(path).strip("./") for path in settings.get("ARTICLE_PATHS") or [""]]
    places = [f"{top}/{folder}".strip("/") for folder in folders]
    blog.searched = [pattern_in(place, SUFFIXES) for place in places]
    _check_patterns(settings, blog)
    for path in tree.below(top, SUFFIXES):
        inner = below(path, top)
        if inner.startswith(tuple(f"{page}/" for page in pages)):
            blog.skip(path, "a page, not an article")
        elif "/" not in path and path.lower().startswith("readme"):
            blog.skip(path, "about the folder, not an article")
        elif any(not folder or inner.startswith(f"{folder}/") for folder in folders):
            _article(tree, blog, path, inner, settings)
    for article in blog.articles:
        _link_terms(article)
    return blog


def _link_terms(article: Article) -> None:
    """Write links to tags, categories and authors as roles."""
    pattern, role = _TERM_LINK, "{{blog:{}}}`{} <{}>`"
    shown = None
    if article.is_rst:
        pattern, role, shown = _RST_TERM_LINK, ":blog:{}:`{} <{}>`", masked_rst(article.body)

    def linked(match: re.Match[str], line: int) -> str:
        words = " ".join(match["words"].split())
        return role.format(match["kind"], words, unquote(match["term"]).strip())

    article.body = replace_outside(article.body, pattern, linked, shown=shown)


def _check_patterns(settings: dict[str, Any], blog: OldBlog) -> None:
    """Leave out patterns for names that cannot be used, with a note."""
    for key in [key for key in PATTERNS if settings.get(key)]:
        try:
            re.compile(settings[key])
        except (re.error, TypeError):
            blog.notes.append(f"pelicanconf.py: {key} cannot be used, so old URLs may differ")
            del settings[key]
    for key in [key for key in settings if key.endswith("_REGEX_SUBSTITUTIONS")]:
        try:
            for old, new, *_ in settings[key]:
                re.sub(old, new, "")
        except (re.error, TypeError, ValueError):
            blog.notes.append(f"pelicanconf.py: {key} cannot be used, so old URLs may differ")
            del settings[key]


def _article(tree: Tree, blog: OldBlog, path: str, inner: str, settings: dict[str, Any]) -> None:
    splits = {".rst": split_fields, ".html": split_html, ".htm": split_html}
    split = next((s for suffix, s in splits.items() if path.lower().endswith(suffix)), split_meta)
    suffix = ".rst" if split is split_fields else ".md"
    article = add_article(tree, blog, path, stem_of(inner, SUFFIXES), split, suffix=suffix)
    if article is None:
        return
    _map(article, inner, settings)
    date = date_of(article, blog.zone)
    title = text(article, "title") or (title_in(article.body) if article.is_rst else "")
    if settings.get("SLUGIFY_SOURCE") == "basename":
        title = article.name.rpartition("/")[2]
    slug = text(article, "slug")
    article.slug = slugify(slug or title or article.name)
    own = article.front.pop("url", None) or article.front.pop("save_as", None)
    if article.front.get("draft") == "true":
        return
    if isinstance(own, str):
        article.address = as_address(own)
        return
    names_of = {key: names(article.front.get(key)) for key in ("category", "authors")}
    language = text(article, "language").lower()
    default = str(settings.get("DEFAULT_LANG", "en")).lower()
    known: dict[str, str | None] = {
        "slug": as_segment(slug) or spelled(title or article.name, settings),
        "category": spelled((names_of["category"] or [""])[0], settings, "CATEGORY"),
        "lang": language or default,
        "author": spelled((names_of["authors"] or [""])[0], settings, "AUTHOR"),
    }
    pattern = pattern_of(settings, "LANG_" if language and language != default else "")
    olds = (fill_python(pattern, date, known | {"slug": s}) for s in (known["slug"], article.slug))
    set_addresses(article, *olds)
    if article.address is None:
        foreign = next((key for key, name in known.items() if name is None and key in pattern), "")
        what = "title" if foreign == "slug" else foreign
        article.note(1, TRANSLITERATED.format(what) if what else UNKNOWN.format(pattern))


def pattern_of(settings: Mapping[str, Any], language: str) -> str:
    """Return the pattern of addresses; *language* is ``LANG_`` for posts in another language."""
    keys = (f"ARTICLE_{language}URL", f"ARTICLE_{language}SAVE_AS")
    given = next((settings[key] for key in keys if settings.get(key)), None)
    return str(given or ("{slug}-{lang}.html" if language else "{slug}.html"))


def spelled(name: str, settings: Mapping[str, Any], kind: str = "") -> str | None:
    """Return a name as it is spelled in URLs; None if it needs a library that isn't installed.

    The rule is that of Pelican's ``slugify``: without tags, in compatible letters of ASCII, with
    the substitutions that are configured, in lower case.
    """
    plain = unicodedata.normalize("NFKC", unescape(re.sub("<[^>]*>", "", name)))
    text = plain if settings.get("SLUGIFY_USE_UNICODE") else in_ascii(plain)
    if text is None:
        return None
    default = settings.get("SLUG_REGEX_SUBSTITUTIONS", SUBSTITUTIONS)
    for old, new, *_ in settings.get(f"{kind}_REGEX_SUBSTITUTIONS", default):
        text = re.sub(old, new, text, flags=re.IGNORECASE)
    return (text if settings.get("SLUGIFY_PRESERVE_CASE") else text.lower()).strip()


def in_ascii(name: str) -> str | None:
    """Return a name in letters of ASCII; None if it needs a library that isn't installed."""
    if name.isascii():
        return name
    try:
        from unidecode import unidecode  # noqa: PLC0415  optional
    except ImportError:
        split = unicodedata.normalize("NFKD", name.translate(SPELLINGS))
        plain = "".join(char for char in split if unicodedata.category(char) != "Mn")
        return plain if plain.isascii() else None
    return str(unidecode(name))


def metadata_in(inner: str, settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the metadata that the configuration finds in the path of an article."""
    stem = posixpath.splitext(posixpath.basename(inner))[0]
    matches = [
        re.match(settings[key], text)
        for key, text in zip(PATTERNS, (stem, inner), strict=True)
        if settings.get(key)
    ]
    return {
        key.lower(): value
        for match in reversed(matches) if match
        for key, value in match.groupdict().items() if value is not None
    }  # fmt: skip


def _map(article: Article, inner: str, settings: dict[str, Any]) -> None:
    """Map Pelican's keys to ours, and add those that the configuration gives to all articles."""
    front = article.front
    for key, found in metadata_in(inner, settings).items():
        front.setdefault(key, found)
    for key, value in dict(settings.get("DEFAULT_METADATA") or {}).items():
        front.setdefault(str(key).lower(), str(value))
    authors, author = front.pop("authors", ""), front.pop("author", "") or settings.get("AUTHOR")
    if isinstance(authors, str):
        authors = list(names(authors, ";" if ";" in authors else ","))
    front["authors"] = authors or ([author] if author and isinstance(author, str) else author or [])
    tags = front.get("tags")
    if isinstance(tags, str) and ";" in tags:
        front["tags"] = list(names(tags, ";"))
    folder = inner.rpartition("/")[0].rpartition("/")[2]
    use_folder = settings.get("USE_FOLDER_AS_CATEGORY", True)
    fallback = folder if folder and use_folder else str(settings.get("DEFAULT_CATEGORY", ""))
    if fallback:
        front.setdefault("category", fallback)
    rename(article, KEYS)
    status = str(front.pop("status", "") or "published").strip().lower()
    if status == "hidden":
        front["unlisted"] = "true"
    elif status == "draft":
        front["draft"] = "true"
    elif status != "published":
        article.withhold(1, f"the status {status} is not known")
    normalise(article)


def split_meta(content: str) -> Head:
    """Return front matter in lines such as ``Title: …``, or in YAML."""
    if not content.startswith("---"):
        return _split_lines(content)
    try:
        head = split_head(content)
    except UnreadableError:
        # Pelican itself reads lines here, too: colons and quotes in values mean nothing.
        fenced = _FENCED.match(content)
        inner = _split_lines(fenced[1]).moved_down() if fenced else None
        if fenced is None or inner is None or inner.body.strip():
            raise
        body = content[fenced.end() :].removeprefix("\n")
        first = content.count("\n", 0, len(content) - len(body)) + 1
        return replace(inner, body=body, first=first)
    front = {key.lower(): value for key, value in head.front.items()}
    lines = {key.lower(): line for key, line in head.lines.items()}
    return Head(front, head.body, head.first, lines, head.duplicates)


def _split_lines(content: str) -> Head:
    """Return front matter in lines such as ``Title: …`` at the top of a text."""
    front, lines, last = {}, {}, ""
    rows = content.split("\n")
    duplicates = []
    number = 0
    for number, row in enumerate(rows):
        match = _META.fullmatch(row.rstrip())
        if match:
            last = match[1].strip().lower()
            if last in front:
                duplicates.append((last, number + 1))
                last = ""
                continue
            front[last], lines[last] = (match[2] or "").strip(), number + 1
        elif row.startswith("    ") and last:
            front[last] = f"{front[last]} {row.strip()}".strip()
        else:
            break
    else:
        number += 1
    body = "\n".join(rows[number:]).removeprefix("\n")
    first = number + 1 + (number < len(rows) and not rows[number].strip())
    return Head({**front}, body, first, lines, tuple(duplicates))


class _Meta(HTMLParser):
    """Collects the title and the ``<meta>`` elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.front: dict[str, str] = {}
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the name and the content of a ``<meta>`` element."""
        given = dict(attrs)
        self.open = tag
        if tag == "meta" and given.get("name"):
            self.front[str(given["name"]).lower()] = (
                given.get("content") or given.get("contents") or ""
            )

    def handle_data(self, data: str) -> None:
        """Note the title."""
        if self.open == "title" and data.strip():
            self.front.setdefault("title", data.strip())


def split_html(content: str) -> Head:
    """Return front matter in the head of a page."""
    parser = _Meta()
    parser.feed(content.replace("<![", "<?["))  # Python's parser fails of some of these
    inner = re.search(r"<body[^>]*>(.*)</body>", content, re.DOTALL | re.IGNORECASE)
    body = inner[1] if inner else content
    first = content.count("\n", 0, inner.start(1)) + 1 if inner else 1
    front = {**parser.front}
    if "keywords" in front:
        front.setdefault("tags", front.pop("keywords"))
    return Head({**front}, body, first)


def unwrap(destination: str) -> str | None:
    """Return a link's destination without ``{filename}`` and its like; None for a list's."""
    match = _LINK.match(destination)
    if match is None:
        return destination
    return match[2] if match[1] else None
