"""Plans the move of a site from ABlog: what changes in each file."""

from __future__ import annotations

import glob
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from sphinx.config import CONFIG_FILENAME
from sphinx.project import Project
from sphinx.util.matching import Matcher

from sphinx_confblog.cli.ablog.blog_page import (
    is_stub,
    note_files,
    note_kept,
    note_links,
    note_taken,
    replacement,
    repoint,
    repoint_template,
    title_and_rest,
)
from sphinx_confblog.cli.ablog.conf import move_conf, old_sidebars, sidebars_in
from sphinx_confblog.cli.ablog.lists import POSTLIST, is_old, move_lists, note_in_tables
from sphinx_confblog.cli.ablog.pages import file_text, read_notebook, read_page
from sphinx_confblog.cli.ablog.posts import POST, move_post
from sphinx_confblog.cli.ablog.records import OLD, Note, Settings
from sphinx_confblog.cli.ablog.site_code import (
    fills_in_sources,
    notes_on_module,
    notes_on_template,
    own_modules,
)
from sphinx_confblog.cli.ablog.site_options import OPTIONS, labels_in, new_options, terms_of
from sphinx_confblog.cli.ablog.updates import UPDATE
from sphinx_confblog.cli.editing.changes import Change
from sphinx_confblog.cli.editing.conf_files import BOM
from sphinx_confblog.cli.editing.page_sources import (
    directives_in,
    directives_in_markdown,
    directives_in_rst,
    lines_of_notebook,
    numbered,
    read_text,
)
from sphinx_confblog.discovery.scanner import read_file
from sphinx_confblog.frontmatter.formats import MARKDOWN, NOTEBOOK, format_of, known_format
from sphinx_confblog.frontmatter.markdown import fence_end
from sphinx_confblog.frontmatter.notebook import CELL
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.model.post_reader import read_post
from sphinx_confblog.model.source_layout import telling_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from sphinx_confblog.cli.ablog.blog_page import Moved
    from sphinx_confblog.cli.ablog.records import OldPost, Page
    from sphinx_confblog.cli.editing.page_sources import Directive, Lines
    from sphinx_confblog.cli.site import Site


#: What is to be done with directives in a notebook that the command does not convert.
OTHER_CELLS = {
    POST: "move it there, or its options to the metadata, and run this command again",
    UPDATE: "make an admonition of it, and set updated in the front matter",
}


#: The folder of a year in a path.
_YEAR = re.compile(r"(?<![^/])\d{4}(?![^/])")


def post_patterns(
    posts: Set[str], others: Set[str], settings: Settings, files: Mapping[str, str]
) -> list[str]:
    """Return patterns for ``confblog_posts``; none if the default matches all posts.

    *others* are pages that would be posts if a pattern matched them; *files* is docname -> file.
    """

    def matched(pattern: str, names: Set[str]) -> set[str]:
        matches = Matcher([pattern])
        return {name for name in names if matches(name) or matches(files[name])}

    whole = settings.below("**")
    if matched(whole, posts) == posts and not matched(whole, others):
        return []
    patterns, rest = [], set(posts)
    for pattern in (*settings.patterns, whole, *folders(posts)):
        if (some := matched(pattern, rest)) and not matched(pattern, others):
            patterns.append(pattern)
            rest -= some
    return [*patterns, *sorted(rest)]


def folders(posts: Set[str]) -> Iterator[str]:
    """Yield patterns of the folders with posts, outer folders first; not the whole site."""
    inner = {posixpath.dirname(name) for name in posts}
    every = {folder[:end] for folder in inner for end in _ends(folder)}
    for folder in sorted(every, key=lambda folder: (folder.count("/"), folder)):
        # Next year's folder is one of posts, too.
        yield f"{_YEAR.sub('[0-9]' * 4, folder)}/**"
        yield f"{folder}/**"
    for folder in sorted(inner - {""}):
        yield f"{folder}/*"


def _ends(folder: str) -> list[int]:
    """Return the lengths of the names of a folder and its parents."""
    return [n for n, char in enumerate(f"{folder}/") if char == "/" and n]


@dataclass(slots=True)
class Plan:
    """Everything that a move changes."""

    changes: list[Change] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    #: How many posts ABlog had that are ours now.
    posts: int = 0


def plan_move(site: Site, *, dirhtml: bool = False) -> Plan:
    """Return the changes to all files of a site; write nothing.

    *dirhtml* tells whether it is built by the builder of that name.
    """
    raw = site.values
    settings = Settings(raw=raw, dirhtml=dirhtml)
    plan = Plan()
    pages = list(load_pages(site, plan))
    posts = move_posts(site, settings, pages)
    move_all_lists(site, pages, posts)
    stub = stub_of(site, settings, pages, posts)
    moved = None
    if stub is not None:
        pages.remove(stub)
        moved = replacement(stub, directives_of(site, stub), settings, pages)
        plan.changes.append(Change(stub.path, stub.whole, None))
        plan.notes.append(Note(stub.path, 1, f"the list of posts is now {moved.new}"))
    conf = read_page(site.confdir / CONFIG_FILENAME, None)
    if conf is not None:
        after, own = conf.text, own_templates(site)
        has_ablog = OLD in raw.get("extensions", ()) or any(name in raw for name in OPTIONS)
        if posts or has_ablog or (settings.has_moved and old_sidebars(settings, own)):
            options = wanted(site, settings, conf, pages, posts)
            after = move_conf(conf, settings, options, {page.docname for page in pages}, own)
        add(plan, conf, after)
    for page in pages:
        add(plan, page, repointed(site, page, moved))
    for page in templates(site):
        page.notes += notes_on_template(page.path, page.text)
        add(plan, page, repoint_template(page.text, moved) if moved else page.text)
    plan.notes += other_notebooks(site)
    plan.notes += (note for path in own_modules(site) for note in notes_on_module(path))
    plan.posts = len(posts)
    return plan


def stub_of(site: Site, settings: Settings, pages: list[Page], posts: list[OldPost]) -> Page | None:
    """Return the page at ``blog_path`` if it can be deleted; note what it needs otherwise."""
    own = {post.page.docname for post in posts} | {site.config.root_doc}
    named = {page.docname: page for page in pages}
    page, index = named.get(settings.path), named.get(settings.below("index"))
    if not posts or settings.path in own:
        return None
    taken = index is not None and not has_list(site, index)
    if page is None:
        if index is not None and taken and settings.path:
            note_taken(index, settings)
        return None
    directives = directives_of(site, page)
    others = (other.text for other in pages if other is not page)
    if index is None and is_stub(title_and_rest(page, directives)[1], others):
        return page
    note_kept(page, settings, has_list=has_list(site, page), taken=taken)
    return None


def has_list(site: Site, page: Page) -> bool:
    """Tell whether a page has a list of posts."""
    return any(directive.name == POSTLIST for directive in directives_of(site, page))


def repointed(site: Site, page: Page, moved: Moved | None) -> str:
    """Return the new text of a page, with links to the page that is gone re-pointed."""
    after = page.after
    if moved is None or page.docname is None:
        return after
    note_files(page, directives_of(site, page), moved)
    for lines in left_lines(page):
        text = "\n".join(line for _, line in lines)
        note_links(page, lines, directives_of(site, page, text), moved)
    if page.is_left:
        return after
    return repoint(after, page.docname, directives_of(site, page, after), moved)


def left_lines(page: Page) -> Iterator[Lines]:
    """Yield lines that stay as they are: those of a post that is left, and of further cells."""
    if page.is_left:
        yield [(page.first + number, line) for number, line in enumerate(page.lines, start=1)]
    if page.metadata is not None:
        for lines in lines_of_notebook(page.whole.removeprefix(BOM)):
            if lines[0][0] // CELL - 1 != page.cell:
                yield lines


def add(plan: Plan, page: Page, after: str) -> None:
    """Add the changes and notes of a page to the plan."""
    plan.notes += sorted(page.notes)
    before = page.text if page.metadata is not None else page.whole.removeprefix(BOM)
    if after != before or page.new_metadata:
        plan.changes.append(Change(page.path, page.whole, file_text(page, after)))


def load_pages(site: Site, plan: Plan) -> Iterator[Page]:
    """Yield the documents of a site as pages, drafts included, in order."""
    project = Project(site.srcdir, dict(site.blog.suffixes))
    config = site.config
    assets = (*config.templates_path, *config.html_static_path, *config.html_extra_path)
    project.discover((*config.exclude_patterns, *assets), config.include_patterns)
    for docname in sorted(project.docnames):
        path = Path(project.doc2path(docname, absolute=True))
        form = known_format(path.name, site.blog.suffixes)
        page = read_notebook(path, docname) if form is NOTEBOOK else None
        if page is not None:
            note_other_cells(site, page)
            yield page
        elif form in {None, NOTEBOOK}:
            if "blogpost" in read_text(path):
                what = "a post in a format that is left as it is: use the keys of this extension"
                plan.notes.append(Note(path, 1, what, open=True))
        elif page := read_page(path, docname, markdown=form is MARKDOWN):
            yield page
        else:
            plan.notes.append(Note(path, 1, "this file cannot be read, or is not UTF-8", open=True))


def note_other_cells(site: Site, page: Page) -> None:
    """Note the directives in a notebook that are not in its first cell with text.

    A post among them is left: where it begins is not known.
    """
    for item in directives_in(site, page.path, page.whole.removeprefix(BOM)):
        if item.line // CELL - 1 == page.cell or not (item.name in OTHER_CELLS or is_old(item)):
            continue
        what = f"{item.name} is not in the first cell with text"
        todo = OTHER_CELLS.get(item.name, "give it the options of this extension")
        page.note(item.line - page.first, f"{what}: {todo}", by_hand=True)
        page.is_left = page.is_left or item.name == POST


def other_notebooks(site: Site) -> Iterator[Note]:
    """Yield a note for each notebook post that nbsphinx reads."""
    if "nbsphinx" not in site.config.extensions:
        return
    for path in sorted(site.srcdir.rglob("*.ipynb")):
        text = "" if ".ipynb_checkpoints" in path.parts else read_text(path)
        if "blogpost" in text or ".. post::" in text:
            yield Note(path, 1, "a post in a notebook: replace nbsphinx with myst_nb", open=True)


def directives_of(site: Site, page: Page, text: str | None = None) -> list[Directive]:
    """Return the directives of a page, or of another text in its format, in order."""
    text = page.text if text is None else text
    lines = numbered(text)
    if not page.markdown:
        return list(directives_in_rst(lines))
    front = text.count("\n", 0, fence_end(text) or 0)
    colons = "colon_fence" in site.config.myst_enable_extensions
    return list(directives_in_markdown(lines[front:], colons=colons))


def move_posts(site: Site, settings: Settings, pages: list[Page]) -> list[OldPost]:
    """Rewrite the posts among the pages, and return them."""
    matched = {
        PurePath(path).relative_to(site.srcdir).with_suffix("").as_posix()
        for pattern in settings.patterns
        for path in glob.glob(str(site.srcdir / pattern), recursive=True)  # noqa: PTH207  as ABlog
        if PurePath(path).is_relative_to(site.srcdir)
    }
    now = site.blog.now.astimezone(site.blog.config.zone)
    filled_in = fills_in_sources(site)
    rewritten = (
        None if page.is_left else move_post(
            page, directives_of(site, page), settings, now,
            matched=page.docname in matched, filled_in=filled_in,
        )
        for page in pages
    )  # fmt: skip
    posts = [post for post in rewritten if post is not None]
    for post in posts:
        look_again(site, post)
    return posts


def look_again(site: Site, post: OldPost) -> None:
    """Note a public post that the extension's own reader would withhold."""
    page = post.page
    assert page.docname is not None
    form = format_of(page.path.name, site.blog.suffixes)
    try:
        head = form.strip(file_text(page, page.after).removeprefix(BOM), ()).front
    except FrontMatterError as error:
        page.note(error.line, f"front matter cannot be read: {error}", by_hand=True)
        withdraw(post)
        return
    reading = read_post(
        docname=page.docname, filename=telling_name(page.path), head=head, rules=site.blog.rules,
        now=site.blog.now,
    )  # fmt: skip
    reason = reading.withheld.value if reading.withheld else ""
    if reading.post and reading.post.unlisted:
        reason = "unlisted"
    post.has_language = bool(reading.post and reading.post.language)
    if post.public and (reason or not reading.post):
        what = (
            f"ABlog shows this post, but this extension withholds it: {reason or 'it has no date'}"
        )
        page.note(post.line, what, by_hand=True)
        withdraw(post)


def withdraw(post: OldPost) -> None:
    """Mark a post as one that no list shows."""
    post.public = False
    post.years.clear()


def move_all_lists(site: Site, pages: list[Page], posts: list[OldPost]) -> None:
    """Rewrite the lists on all pages."""
    labels = labels_in(posts, public=False) if posts else None
    for page in pages:
        if not page.markdown:
            note_in_tables(page, {POST, UPDATE})
        if POSTLIST in page.text and not page.is_left:
            move_lists(page, directives_of(site, page), labels)


def wanted(
    site: Site, settings: Settings, conf: Page, pages: list[Page], posts: list[OldPost]
) -> dict[str, object]:
    """Return the options that keep the blog's behaviour and addresses."""
    if not posts:
        return {}
    terms, redirects = terms_of(posts, settings)
    listed = {str(post.front["date"])[:4] for post in posts if post.public}
    years = {year for post in posts for year in post.years} - listed
    redirects |= {settings.below(f"{year}"): settings.below("archive") for year in sorted(years)}
    taxonomies = {name for post in posts if post.public for name in post.terms}
    taxonomies |= sidebars_in(conf)
    covers = any("image" in post.front for post in posts)
    files = {page.docname: page.path for page in pages if page.docname is not None}
    # What is left to write out by hand is a post as soon as that is done.
    parts = [*(post.page for post in posts), *(page for page in pages if page.is_left)]
    own = {page.docname for page in parts if page.docname is not None}
    others = {
        name for name in files.keys() - own
        if (reading := read_file(name, files[name], site.blog.rules, site.blog.now)).post
        or reading.withheld
    }  # fmt: skip
    places = {name: path.relative_to(site.srcdir).as_posix() for name, path in files.items()}
    patterns = post_patterns(own, others, settings, places)
    option: dict[str, object] = {"confblog_posts": patterns} if patterns else {}
    if any(post.has_language for post in posts):
        option["confblog_languages"] = []
    dates = [post.front["date"] for post in posts if post.public]
    has_ties = len(dates) > len(set(map(str, dates)))
    options = new_options(settings, terms, redirects, taxonomies, covers=covers, has_ties=has_ties)
    options["confblog_redirects"] = {
        old: new for old, new in options["confblog_redirects"].items() if old not in files
    }
    return option | options


def own_templates(site: Site) -> set[str]:
    """Return the names of the site's own HTML templates that do not need ABlog."""
    folders = [Path(site.confdir, folder) for folder in site.config.templates_path]
    return {
        page.path.relative_to(folder).as_posix()
        for page in templates(site)
        for folder in folders
        if page.path.is_relative_to(folder) and not any(notes_on_template(page.path, page.text))
    }


def templates(site: Site) -> Iterator[Page]:
    """Yield the site's own HTML templates as pages."""
    for folder in site.config.templates_path:
        for path in sorted(Path(site.confdir, folder).rglob("*.html")):
            if path.is_relative_to(site.confdir) and (page := read_page(path, None)):
                yield page
