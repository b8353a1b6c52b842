"""Loads the options of `conf.py`, and reports wrong values with their line."""

from __future__ import annotations

import ast
from copy import deepcopy
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from sphinx.config import CONFIG_FILENAME

from sphinx_confblog.config.comments import read_comments
from sphinx_confblog.config.options import PREFIX, TAXONOMIES, BlogConfig, default_of
from sphinx_confblog.config.terms import find_picture, read_terms
from sphinx_confblog.config.validators import ALL, CARD_PARTS, WILDCARDS
from sphinx_confblog.frontmatter.keys import (
    FLAGS,
    VISIBILITY_KEYS,
    ReadingRules,
    default_keys,
    taxonomy_keys,
)
from sphinx_confblog.frontmatter.records import Entry, FrontMatter
from sphinx_confblog.frontmatter.values import IGNORED, REMOVED, WITHHELD, FrontMatterValues
from sphinx_confblog.model.post_reader import closest, foreign_state
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import did_you_mean, may_mean, nearest, shorten
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set
    from dataclasses import Field
    from pathlib import Path
    from typing import Literal

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_confblog.frontmatter.records import Value

    #: Takes the name of an option, its default, what a change rebuilds, and its types.
    Add = Callable[[str, Any, Literal[""], type], None]


def place_of(option: str, path: Path) -> str:
    """Return the place of the last assignment to *option* in a Python file, as ``file:line``.

    The first line counts if the file assigns no such name, or cannot be read.
    """
    return f"{path}:{assignments(path).get(option, 1)}"


def assignments(path: Path) -> dict[str, int]:
    """Return the names that a Python file assigns, each with the last line that does."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return {}
    names = (
        (node.lineno, node.id)
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    return {name: line for line, name in sorted(names)}


#: What the default image can be.
IMAGES = "a URL, or the path of a file below the source folder"
#: Options with parts that are checked on their own.
NESTED = frozenset({"terms", "comments", "page_paths", "image", "card_parts", "defaults"})
#: Options that are the same in all languages of a blog.
NOT_BY_LANGUAGE = (NESTED - {"card_parts"}) | {
    *("language", "languages", "posts", "permalink"),
    # Files are read, and drafts sorted out, before their language is determined.
    *("timezone", "drafts", "future"),
}


def register_options(app: Sphinx) -> None:
    """Register every option with Sphinx; what a change affects is decided by comparing pages."""
    declare_options(app.add_config_value)


def declare_options(add: Add) -> None:
    """Declare every option, without types.

    Sphinx then checks none, else a wrong value would be reported twice.
    """
    for declared in fields(BlogConfig):
        add(PREFIX + declared.name, default_of(declared), "", cast("type", Any))


def read_blogs(config: Config, confdir: Path, srcdir: Path) -> dict[str, BlogConfig]:
    """Return the options of all blogs by name; the name of the site's first blog is empty.

    A value that is not accepted is reported and its default taken: for a blog's own options,
    that is the site's.
    """
    reader = Reader(config, confdir, srcdir)
    reader.report_unknown()
    values = {f.name: reader.checked(f, config[PREFIX + f.name]) for f in fields(BlogConfig)}
    main = reader.made(values, NESTED)
    blogs = {"": main}
    shared = values | {name: getattr(main, name) for name in NESTED - {"page_paths"}}
    for name, own in main.blogs.items():
        title = name.replace("-", " ").replace("_", " ").capitalize()
        usual = {"posts": None, "languages": None, "path": name, "title": title}
        options = usual | reader.own_options(values | usual, own, "blogs", name)
        made = reader.made(shared | options, NESTED & options.keys(), name)
        if made.path in {other.path for other in blogs.values()}:
            what = f"{PREFIX}blogs[{name!r}] has the same path as another blog, {made.path!r}"
            reader.report("blogs", f"{what}; give it a path of its own. It is ignored.")
        else:
            blogs[name] = made
    return blogs


class Reader(NamedTuple):
    """Checks what one ``conf.py`` sets."""

    config: Config
    confdir: Path
    srcdir: Path

    def report(self, option: str, message: str, place: str | None = None) -> None:
        """Warn where an option is set."""
        warn(Kind.CONFIG, message, place or location(option, self.config, self.confdir))

    def report_unknown(self) -> None:
        """Warn of each ``confblog_…`` name in ``conf.py`` that is not an option."""
        known = [PREFIX + declared.name for declared in fields(BlogConfig)]
        path = self.confdir / CONFIG_FILENAME
        for name, line in assignments(path).items():
            if name.startswith(PREFIX) and name not in known and name not in self.config:
                text = f"{name!r} is not an option{did_you_mean(name, known)} It is ignored."
                self.report(name, text, f"{path}:{line}")

    def checked(self, declared: Field[Any], value: Any) -> Any:
        """Return the checked value of one option, or its default."""
        check: Callable[[Any], Any] = declared.metadata["check"]
        try:
            return check(value)
        except ValueError as error:
            default, instead = default_of(declared), declared.metadata["instead"]
            name = PREFIX + declared.name
            used = f"The default, {default!r}," if instead is None else repr(instead)
            text = f"{name} is {value!r}, but should be {error}. {used} is used."
            self.report(declared.name, text)
            return check(default if instead is None else instead)

    def made(self, values: Mapping[str, Any], nested: Set[str], name: str = "") -> BlogConfig:
        """Return the options of a blog from values that are checked one by one.

        The options *nested* have parts that are still to be checked.
        """
        values = dict(values)
        if "terms" in nested:
            taxonomies = (*values["taxonomies"], *TAXONOMIES)
            report = partial(self.report, "blogs" if name else "terms")
            values["terms"] = read_terms(
                values["terms"], taxonomies, self.confdir, self.srcdir, report
            )
        for option, wrong in (("page_paths", wrong_paths), ("defaults", wrong_defaults)):
            if option in nested:
                values[option] = deepcopy(values[option])
                for problem in wrong(values[option], tuple(values["taxonomies"])):
                    self.report("blogs" if name else option, problem)
        if "card_parts" in nested:
            parts, taxonomies = values["card_parts"], tuple(values["taxonomies"])
            values["card_parts"] = tuple(part for part in parts if part in CARD_PARTS + taxonomies)
            for problem in wrong_parts(parts, taxonomies):
                self.report("blogs" if name else "card_parts", problem)
        if "image" in nested and values["image"] is not None:
            values["image"] = self.found_image(values["image"], "blogs" if name else "image")
        if "comments" in nested:
            report = partial(self.report, "blogs" if name else "comments")
            values["comments"] = read_comments(values["comments"], report)
        if values["languages"] is not None:
            values["languages"] = {
                tag: self.own_options(
                    values, own, *(("blogs", name) if name else ()), "languages", tag
                )
                for tag, own in values["languages"].items()
            }
        return BlogConfig(**values)

    def found_image(self, image: str, option: str) -> str | None:
        """Return the default image, or None if there is none; an *option* sets it."""
        try:
            return find_picture(image, self.srcdir)
        except ValueError:
            what = f"{PREFIX}image is {image!r}, but should be {IMAGES}. It is ignored."
            self.report(option, what)
            return None

    def own_options(
        self, values: Mapping[str, Any], own: Mapping[str, Any], option: str, *keys: str
    ) -> dict[str, Any]:
        """Return the checked values of the options of one blog, or of one of its languages.

        *option* and *keys* are where these are set.
        """
        where = PREFIX + option + "".join(f"[{key!r}]" for key in keys)
        left_out = NOT_BY_LANGUAGE if "languages" in {option, *keys} else frozenset()
        declared = {
            f.name: f
            for f in fields(BlogConfig)
            if not f.metadata["whole"] and f.name not in left_out
        }
        checked = {}
        for key, value in own.items():
            if key not in declared:
                hint = did_you_mean(key, declared)
                what = f"{where}: {key!r} is not an option of a single blog{hint}"
                self.report(option, f"{what} It is ignored.")
                continue
            try:
                checked[key] = declared[key].metadata["check"](value)
            except ValueError as error:
                what = f"{where}[{key!r}] is {value!r}, but should be {error}"
                instead = declared[key].metadata["instead"]
                if instead is not None:
                    checked[key] = declared[key].metadata["check"](instead)
                used = values[key] if instead is None else instead
                self.report(option, f"{what}. {used!r} is used.")
        return checked


def wrong_paths(paths: dict[str, str], taxonomies: Iterable[str]) -> Iterator[str]:
    """Describe what cannot be in ``confblog_page_paths``, and take it out."""
    usual = dict.fromkeys((*taxonomies, "archive"))
    known = dict.fromkeys((*usual, "year", "month", "releases", "events", *TAXONOMIES))
    for name in [name for name in paths if name not in known]:
        accepted = ", ".join(known)
        del paths[name]
        hint = did_you_mean(name, known)
        yield f"confblog_page_paths: {name!r} is not one of: {accepted}{hint} It is ignored."
    # A path that is taken out may leave its pages where those of another one want to be.
    while taken := next((name for name in paths if is_taken(paths, name, usual)), None):
        what = f"confblog_page_paths[{taken!r}] is {paths[taken]!r}, the path of other pages"
        yield f"{what}; choose another one. It is ignored."
        del paths[taken]


def is_taken(paths: Mapping[str, str], name: str, kinds: Iterable[str]) -> bool:
    """Return whether pages of another one of *kinds* have the path that *name* has in *paths*."""
    others = {paths.get(kind, kind).casefold() for kind in kinds if kind != name}
    return paths[name].casefold() in others


def wrong_parts(parts: Iterable[str], taxonomies: Iterable[str]) -> Iterator[str]:
    """Describe what cannot be in ``confblog_card_parts``."""
    known = (*CARD_PARTS, *taxonomies)
    for part in parts:
        if part not in known:
            what = f"{part!r} is not one of: {', '.join(known)}{did_you_mean(part, known)}"
            yield f"confblog_card_parts: {what} It is ignored."


#: What becomes of posts if a default may be meant to withhold them.
AS_DRAFTS: Mapping[str, Value] = {"draft": "true"}
DRAFTS = "Posts that do not set 'draft' are drafts."


def wrong_defaults(
    defaults: dict[str, dict[str, Value]], taxonomies: tuple[str, ...]
) -> Iterator[str]:
    """Describe what cannot be in ``confblog_defaults``, and take it out.

    Where it may be meant to withhold posts, they become drafts.
    """
    rules = ReadingRules(zone=None, taxonomies=tuple(dict.fromkeys((*taxonomies, *TAXONOMIES))))
    known = default_keys(rules.taxonomies)
    everywhere = defaults.setdefault(ALL, {})
    for name in sorted(known.intersection(defaults)):  # {"draft": {"blog/ideas/**": True}}
        everywhere[name] = defaults.pop(name)
    for name in [name for name in everywhere if WILDCARDS.intersection(name)]:
        del everywhere[name]
        defaults.setdefault(name, {}).update(AS_DRAFTS)
        yield f"{PREFIX}defaults[{name!r}] should be a dict of front matter. {DRAFTS}"
    for pattern, given in defaults.items():
        where = f"{PREFIX}defaults" + (f"[{pattern!r}]" if pattern != ALL else "")
        for key, value in list(given.items()):
            meant: str | None = key
            if key not in known:
                meant = foreign_state(key, value) or closest(key, rules.taxonomies)
                meant = meant or nearest(key, sorted(known))
                problem = f"{shorten(key)!r} is not a key that can be set for several posts"
                problem += may_mean(meant if meant in known else None) or "."
            elif not (problem := wrong_value(key, value, rules)):
                continue
            del given[key]
            is_pattern = isinstance(value, dict) or WILDCARDS.intersection(key)
            hides = meant in VISIBILITY_KEYS or (key not in known and is_pattern)
            given.update(AS_DRAFTS if hides else {})
            yield f"{where}: {problem} {DRAFTS if hides else 'It is ignored.'}"
    if not everywhere:
        del defaults[ALL]


def wrong_value(key: str, value: Value, rules: ReadingRules) -> str:
    """Return what is wrong with the value of a key in front matter; nothing if it is valid."""
    values = FrontMatterValues(FrontMatter({key: Entry(value, 1)}), rules)
    if key in FLAGS:
        values.flag(key)
    elif key in taxonomy_keys(rules.taxonomies):
        values.all_terms()
    else:
        values.language(key)
    found = next((problem.text for problem in values.problems), "")
    for outcome in (WITHHELD, IGNORED, REMOVED):
        found = found.removesuffix(outcome).rstrip()
    return found


def location(name: str, config: Config, confdir: Path) -> str | None:
    """Return where an option is set, or None if the command line sets it."""
    option = PREFIX + name
    return None if option in config.overrides else place_of(option, confdir / CONFIG_FILENAME)
