"""Maps ABlog's options in ``conf.py`` to ``confblog_…`` options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from sphinx_confblog.cli.ablog.post_options import KEYS, as_value
from sphinx_confblog.cli.ablog.records import FOLDERS, TAXONOMIES
from sphinx_confblog.util.slugs import (
    RESERVED,
    assign_slugs,
    is_slug,
    label_name,
    slugify,
    term_key,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from sphinx_confblog.cli.ablog.records import OldPost, Settings

    #: Label -> what ``confblog_terms`` says of it.
    Said: TypeAlias = dict[str, dict[str, Any]]


#: Options whose values mean the same under another name.
RENAMED = {
    "blog_path": "confblog_path",
    "blog_title": "confblog_title",
    "blog_baseurl": "html_baseurl",
    "blog_feed_length": "confblog_feed_length",
    "blog_feed_subtitle": "confblog_description",
    "post_date_format": "confblog_date_format",
    "post_auto_excerpt": "confblog_excerpt_paragraphs",
}
#: Options whose values posts get.
DEFAULTS = ("blog_default_author", "blog_default_location", "blog_default_language")
#: Options whose values are converted, and notes about some of them.
REPLACED: dict[str, str] = {
    "blog_archive_titles": "",
    "blog_post_pattern": "",
    "blog_authors": "",
    "blog_locations": "",
    "blog_languages": "",
    "blog_feed_fulltext": "",
    "blog_feed_archives": "",
    "blog_feed_titles": "feeds contain at least the excerpt",
    "blog_feed_templates": "feeds contain the text or the excerpt of each post, without templates",
    **dict.fromkeys(DEFAULTS, ""),
    "disqus_shortname": "",
    "post_auto_image": "the image's path is added to posts that have such an image",
}
_STYLESHEET = "the blog uses no icons; if your own pages do, add the file to html_css_files"
#: Options without a replacement, and why.
GONE = {
    "ablog_builder": "use sphinx-build -b",
    "ablog_doctrees": "use sphinx-build -d",
    "ablog_website": "pass the folder to sphinx-build",
    "disqus_drafts": "drafts are not built",
    "disqus_pages": "only posts have comments",
    "fontawesome_css_file": _STYLESHEET,
    "fontawesome_included": "the blog uses no icons",
    "fontawesome_link_cdn": _STYLESHEET,
    "post_always_section": "a post is a whole page",
    "post_auto_orphan": "posts need no toctree",
    "post_date_format_short": "lists use confblog_date_format",
    "post_redirect_refresh": "redirects are immediate",
    "post_show_prev_next": "the theme's links lead to the earlier and later post",
    "skip_injecting_base_ablog_templates": "the blog does not replace theme templates",
}
OPTIONS = (*RENAMED, *REPLACED, *GONE)


def is_nothing(value: Any) -> bool:
    """Tell whether an option is unset or off."""
    return value is None or value is False or value == ""


def new_options(
    settings: Settings, terms: dict[str, Any], redirects: dict[str, str],
    taxonomies: Container[str], *, covers: bool, has_ties: bool,
) -> dict[str, Any]:  # fmt: skip
    """Return options that keep what ABlog did; *taxonomies* are those that posts use."""
    own = {"location": "Locations", "languages": "Languages"}
    options: dict[str, Any] = {}
    extra = {name: title for name, title in own.items() if name in taxonomies}
    usual = {"tags": "Tags", "authors": "Authors", "categories": "Categories"}
    if extra:
        options["confblog_taxonomies"] = usual | extra
    options["confblog_defaults"] = {
        KEYS[option]: as_value(labels)
        for option, taxonomy in TAXONOMIES.items()
        if taxonomy in taxonomies and (labels := settings.default(option))
    }
    options["confblog_terms"] = terms
    shown = (*usual, *extra)
    options["confblog_page_paths"] = {
        **{name: FOLDERS[name] for name in shown if FOLDERS[name] != name},
        "year": "{year}",
    }
    options["confblog_labels"] = True
    old = {
        name: settings.below("index") for name in (settings.path, settings.below("drafts")) if name
    }
    for name in shown:
        if name in taxonomies:
            old[settings.below(f"{FOLDERS[name]}")] = settings.below(f"{FOLDERS[name]}/index")
    options["confblog_redirects"] = old | redirects | _old_feeds(settings)
    if str(settings.get("language") or "en").startswith("en"):
        # Names of months are English ones with ABlog; other languages have forms of their own.
        options["confblog_date_format"] = settings.date_format
    options |= _lists(settings, has_ties=has_ties)
    options |= _feeds(settings)
    if not is_nothing(name := settings.get("disqus_shortname")):
        options["confblog_comments"] = {"provider": "disqus", "shortname": name}
    if covers:
        options["confblog_covers"] = ["cards"]
    return {name: value for name, value in options.items() if value not in ({}, None)}


def _lists(settings: Settings, *, has_ties: bool) -> dict[str, Any]:
    """Return the options of the index and of other lists: all posts are on one page."""
    options: dict[str, Any] = {"confblog_posts_per_page": 0, "confblog_term_posts_per_page": 0}
    if settings.get("blog_archive_titles"):
        options["confblog_index_style"] = "list"
    else:
        options |= {"confblog_term_style": "cards", "confblog_archive_style": "cards"}
    return options | ({"confblog_ties": "title"} if has_ties else {})


def _feeds(settings: Settings) -> dict[str, Any]:
    """Return the options of feeds."""
    full = settings.get("blog_feed_fulltext") and not settings.get("blog_feed_titles")
    options: dict[str, Any] = {} if full else {"confblog_feed_content": "excerpt"}
    if not is_nothing(settings.get("blog_baseurl")):
        options["confblog_feed_discovery"] = "site"
    if settings.get("blog_feed_archives"):
        options["confblog_feed_years"] = True
    if is_nothing(settings.get("blog_feed_length")):
        options["confblog_feed_length"] = 0
    return options


def _old_feeds(settings: Settings) -> dict[str, str]:
    """Return redirects for the feeds of ``blog_feed_templates``: old address -> new one."""
    templates = settings.get("blog_feed_templates")
    names: Iterable[str] = templates if isinstance(templates, dict) else ()
    every = settings.get("blog_feed_archives")
    folder = "**/" if every else settings.below("")
    return {f"{folder}{name}.xml": f"{folder}atom.xml" for name in names if name != "atom"}


def labels_in(posts: Iterable[OldPost], *, public: bool) -> dict[str, dict[str, None]]:
    """Return taxonomy -> labels of the *public* posts, or of all."""
    labels_by_taxonomy: dict[str, dict[str, None]] = {name: {} for name in TAXONOMIES.values()}
    for post in posts:
        for taxonomy, labels in post.terms.items() if post.public or not public else ():
            labels_by_taxonomy[taxonomy].update(dict.fromkeys(labels))
    return labels_by_taxonomy


def terms_of(posts: list[OldPost], settings: Settings) -> tuple[dict[str, Said], dict[str, str]]:
    """Return the value of ``confblog_terms``, and redirects of pages that move.

    A term gets a slug where its page would have another address than with ABlog.
    """
    terms: dict[str, Said] = {}
    redirects: dict[str, str] = {}
    labels = labels_in(posts, public=True)
    for option, taxonomy in TAXONOMIES.items():
        known = settings.known(option)
        said, moved = slugs_of(labels[taxonomy], known)
        folder = settings.below(f"{FOLDERS[taxonomy]}")
        redirects |= {f"{folder}/{old}": f"{folder}/{new}" for old, new in moved.items()}
        if said:
            terms[taxonomy] = said
    return terms, redirects


def slugs_of(
    labels: Iterable[str], known: Mapping[str, tuple[str, str | None]]
) -> tuple[Said, dict[str, str]]:
    """Return the entries of one taxonomy in ``confblog_terms``, and old page -> new page.

    *known* is label -> name and address.
    """
    said: Said = {
        label: {"name": name} | ({"url": url} if url else {})
        for label, (name, url) in known.items()
    }
    ids = {term_key(label): label for label in known}
    names = {term_key(name): term_key(label) for label, (name, _) in known.items()}
    olds: dict[str, list[str]] = {}
    for label in labels:
        key = names.get(term_key(label), term_key(label))
        ids.setdefault(key, label)
        olds.setdefault(key, []).append(label_name(known.get(label, (label,))[0]))
    for key, others in spellings(olds.keys() - set(map(term_key, known))).items():
        said.setdefault(ids[key], {})["aliases"] = [ids[other] for other in others]
        olds[key] += [page for other in others for page in olds.pop(other)]
    given = given_slugs(olds)
    for key, slug in given.items():
        said.setdefault(ids[key], {})["slug"] = slug
    slugs = given | assign_slugs(olds.keys() - given.keys(), {*RESERVED, *given.values()})
    there = set(slugs.values())
    moved = {
        old: slugs[key] for key, pages in olds.items() for old in pages if old and old not in there
    }
    # The list of all terms is there.
    moved.pop("index", None)
    return said, moved


def spellings(keys: Iterable[str]) -> dict[str, list[str]]:
    """Return terms that have one page, such as ``big data`` and ``big-data``: key -> the others."""
    found: dict[str, list[str]] = {}
    for key in sorted(keys, key=lambda key: (slugify(key) != key, key)):
        found.setdefault(slugify(key), []).append(key)
    return {first: others for first, *others in found.values() if others}


def given_slugs(olds: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the slugs that terms must be given; *olds* is term key -> names of its old pages."""
    own = assign_slugs(olds)
    taken = {own[key] for key, pages in olds.items() if own[key] in pages}
    given: dict[str, str] = {}
    for key, pages in olds.items():
        free = [old for old in pages if is_slug(old) and old not in taken]
        if own[key] not in pages and free:
            given[key] = free[0]
            taken.add(free[0])
        elif set(RESERVED).intersection(pages):
            # A slug that is set needs no warning.
            given[key] = own[key]
    return given
