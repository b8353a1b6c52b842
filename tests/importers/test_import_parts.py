"""The parts of an import: dates, leftovers, marks, links, addresses, front matter, writing."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imports import put
from markdown_it import MarkdownIt

from sphinx_confblog.frontmatter.keys import KNOWN_KEYS, ReadingRules
from sphinx_confblog.frontmatter.markdown import parse_head
from sphinx_confblog.importers.addresses import (
    as_address,
    cut_site,
    fill_python,
    normal,
    patterns,
    permalink,
)
from sphinx_confblog.importers.config_files import python_literals, ruby_literal, script_literal
from sphinx_confblog.importers.front_matter import normal_date, split_head
from sphinx_confblog.importers.html.escaping import escaped
from sphinx_confblog.importers.html.to_markdown import markdown
from sphinx_confblog.importers.links import Links
from sphinx_confblog.importers.markdown import KINDS, is_known, map_marks, note_leftovers
from sphinx_confblog.importers.output import judge, write, yaml_head
from sphinx_confblog.importers.records import KEPT, Article, OldBlog, Outcome, Skipped
from sphinx_confblog.importers.source_tree import Tree, UnreadableError, look_through
from sphinx_confblog.model.post import Withheld

if TYPE_CHECKING:
    from pathlib import Path

ZONE = ZoneInfo("UTC")
NOW = datetime(2020, 1, 1, tzinfo=UTC)
RULES = ReadingRules(zone=ZONE, taxonomies=("tags", "authors", "categories", "series"))


def article(body: str = "", **front: Any) -> Article:
    """A post whose body begins in line 10 of its file."""
    return Article(source="posts/a.md", name="a", front=front, body=body, first=10, slug="a")


def said(post: Article) -> list[str]:
    """The remarks on a post."""
    return [f"{remark.line}: {remark.text}" for remark in sorted(post.remarks)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2014-06-30 16:16 UTC", "2014-06-30 16:16 UTC"),
        ("Jan 15, 2026", "2026-01-15"),
        ("15 January 2026", "2026-01-15"),
        ("2nd Feb. 2025 10:30", "2025-02-02 10:30"),
        ("2012/3/4 05:06", "2012-03-04 05:06"),
        ("2012-03-30 23:00:00 UTC-03:00", "2012-03-30 23:00:00 -03:00"),
        ("Mon, 30 Jun 2014 16:16:00 +0000", "2014-06-30 16:16:00 +0000"),
        ("2014-06-30 at 16:16", "2014-06-30 16:16"),
        ("someday", "someday"),
        ("Feb 30, 2014", "Feb 30, 2014"),
    ],
)
def test_dates(typed: str, read: str) -> None:
    """Dates of other generators are rewritten; what is no date stays as it was typed."""
    assert normal_date(typed) == read


LEFTOVERS = {
    "liquid": ("a {% include x.html %} b\n{{ site.title }}", [10, 11]),
    "erb": ("<%= partial 'x',\n  y: 1 %>", [10]),
    "hugo": ("{{< figure src=x >}}\n\n{{% notice %}}", [10, 12]),
    "jinja": ("{{ config.x }} {{< no >}}", [10]),
    "mdx": ("import X from 'y';\n\nimport taxes rose", [10, 12]),
    "jsx": ("<Tabs>\n<b>no</b> a <TabItem value='1' /> {/* x */}\n<a href={x}>y</a>", [10, 11, 12]),
    "colons": (":::tip Title\nx\n:::", [10]),
    "mkdocs": ('!!! note "T"\n    x\n\n??? tip\n\n=== "Tab"\n--8<-- "x.md"', [10, 13, 15, 16]),
    "attributes": ("text {: .class }\n![x](y){ .right }\n## A {#b}\n{{ .C }}", [10, 11, 12]),
    "alerts": ("> [!NOTE]\n> x\n\n> [a]", [10]),
    "emoji": ("a :smile: b:c:d 10:20:30", [10]),
    "icons": ("a :material-star: b:c:d", [10]),
    "wordpress": ("\\[gallery ids=1\\]\n\\[sic\\] [text](x)\n\\[/caption\\]", [10, 12]),
    "pelican": ("see {author}ana", [10]),
    "nikola": ("[a](link://tag/x) link:y", [10]),
    "percent": ("a\n\n% gone", [12]),
    "break": ("a\n\n+++\n", [12]),
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_leftovers_are_found(kind: str) -> None:
    """Each kind is found with its line, once for each place."""
    body, lines = LEFTOVERS[kind]
    post = article(body)
    note_leftovers(post, (kind,))
    assert sorted({remark.line for remark in post.remarks}) == lines
    assert post.body == body


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "code", ["```\n{}\n```", "~~~~ text\n{}\n~~~~", "- x\n\n  ```\n  {}\n  ```"]
)
def test_leftovers_in_code_are_none(kind: str, code: str) -> None:
    """An example of another generator's language is no leftover."""
    post = article(code.format(LEFTOVERS[kind][0].replace("\n", " ")))
    note_leftovers(post, (kind,))
    assert said(post) == []


def test_code_spans_and_directives() -> None:
    """Code spans are code over lines too; the content of a MyST directive is text."""
    post = article("`{{ a }}` ``{{ `b`\n{{ c }}`` \\`{{ d }}`\n\n```{note}\n{{ e }}\n```\n")
    note_leftovers(post, ("liquid",))
    assert said(post) == [
        "11: Liquid is left in the text: {{ d }}",
        "14: Liquid is left in the text: {{ e }}",
    ]


def test_unknown_languages_of_code() -> None:
    """Sphinx warns of a language that it cannot highlight, so it is told before."""
    post = article("```python\nx\n```\n\n```nosuchlanguage title=x\ny\n```\n\n```\nz\n```\n")
    note_leftovers(post, ())
    assert said(post) == ['14: no highlighter is known for the language "nosuchlanguage"']


def test_marks() -> None:
    """Marks of other generators become one that is read; those that are read stay, and code too."""
    post = article("A\n\nCUT\n\nCUTTER `CUT`\n\n<!--  my  mark -->\n\n<!--more-->\n")
    map_marks(post, ("CUT", "<!-- my mark -->", "<!-- more -->"))
    assert post.body == ("A\n\n<!-- more -->\n\nCUTTER `CUT`\n\n<!-- more -->\n\n<!--more-->\n")
    assert [line[:2] for line in said(post)] == ["12", "16"]
    assert is_known("<!--truncate-->")
    assert not is_known("more")


@pytest.mark.parametrize(
    ("typed", "written", "remark"),
    [
        ("[x](b.md)", "[x](b.md)", ""),
        ("[x](/old/b/)", "[x](b.md)", ""),
        ("[x](https://www.old.example/old/b/#top)", "[x](b.md#top)", "a link to a heading"),
        ("[x](<b.md> 'T')", "[x](<b.md> 'T')", ""),
        ("[![y](pic.png)](b)", "[![y](pic.png)](b.md)", ""),
        ("[x]: /old/b.html 'T'", "[x]: b.md 'T'", ""),
        ("![y](/img/a%20b.png)", "![y](assets/img/a%20b.png)", ""),
        ('<img alt="" src="/img/a b.png">', '<img alt="" src="assets/img/a%20b.png">', ""),
        ("```{figure} /img/c.png\nText\n```", "```{figure} assets/img/c.png\nText\n```", ""),
        ("`[x](/old/b/)`", "`[x](/old/b/)`", ""),
        ("\\[x](/old/b/)", "\\[x](b.md)", ""),
        ("[x](https://else.example/)", "[x](https://else.example/)", ""),
        ("![x](https://else.example/i.png)", "![x](https://else.example/i.png)", "on another site"),
        ("[x](missing.md)", "[x](missing.md)", "was not imported"),
        ("![x](../../../etc/passwd)", "![x](../../../etc/passwd)", "an image was not found"),
        ("[x](/gone/)", "[x](https://old.example/gone/)", "linked to the old site"),
        ("[x](secret)", "[x](secret.md)", "leads to a draft"),
        ("[x](mailto:a@b.example)", "[x](mailto:a@b.example)", ""),
        ("[x](#part)", "[x](#part)", "a link to a heading"),
        ("\\<a href='/old/b/'>", "\\<a href='/old/b/'>", ""),
        ("{doc}`t <b>` :doc:`b`", "{doc}`t <b>` :doc:`b`", ""),
    ],
)
def test_links(typed: str, written: str, remark: str) -> None:
    """Links lead to where things are now; what is not known stays, with a remark."""
    first, other, draft = article(typed), article(), article(draft="true")
    other.source, other.name, other.address = "posts/b.md", "b", "/old/b/"
    draft.source, draft.name = "posts/secret.md", "secret"
    blog = OldBlog(zone=ZONE, articles=[first, other, draft], url="https://old.example")
    blog.roots = ("static",)
    paths = ["posts/a.md", "posts/b.md", "posts/pic.png", "posts/secret.md", "static/img/a b.png",
             "static/img/c.png"]  # fmt: skip
    Links(Tree(None, paths), blog).rewrite(first)  # type: ignore[arg-type]
    assert first.body == written
    assert bool(remark) is bool(first.remarks)
    assert remark in "".join(said(first))


def test_two_files_never_share_a_name() -> None:
    """Files of one name from two folders are two files still."""
    post = article("![](/x.png) ![](one/x.png)")
    blog = OldBlog(zone=ZONE, articles=[post], roots=("static", "other"))
    post.body = "![](/x.png) ![](/y/../x.png) ![](/only.png)"
    links = Links(Tree(None, ["static/x.png", "other/only.png"]), blog)  # type: ignore[arg-type]
    links.rewrite(post)
    assert post.body == "![](assets/x.png) ![](assets/x.png) ![](assets/only.png)"
    assert links.claim("other/x.png", "assets/x.png") == "assets/other/x.png"


def test_addresses() -> None:
    """Addresses are cut from the old site's, and compared without what changes nothing."""
    assert cut_site("https://a.example/base/x/", "https://a.example/base") == "/x/"
    assert cut_site("https://b.example/x", "https://a.example") is None
    assert cut_site("https://a.example/other/", "https://a.example/base") is None
    assert normal("/a/index.html?x#y") == normal("/a/") == normal("/a.html") == "/a"
    assert as_address("a//b/index.html") == "/a/b/"


def test_patterns_of_pelican_are_not_format_strings() -> None:
    """A pattern reaches dates and names, and no attributes."""
    known = {"slug": "s"}
    assert fill_python("{date:%Y}/{date:%-m}/{slug}/index.html", NOW, known) == "/2020/1/s/"
    assert fill_python("{date.__class__}", NOW, known) is None
    assert fill_python("{slug!r}", NOW, known) is None
    assert fill_python("{date:%q}", NOW, known) is None


def test_one_pattern_fits_all_or_none_is_proposed() -> None:
    """A permalink pattern is proposed only if every public post keeps its address."""
    blog = OldBlog(zone=ZONE)
    for name, day in (("a", "2014-05-05"), ("b", "2015-06-07")):
        post = article(date=day)
        post.slug, post.address = name, f"/x/{day.replace('-', '/')}/{name}/"
        blog.articles.append(post)
    assert permalink(blog) == "/x/{year}/{month}/{day}/{slug}/"
    blog.articles.append(article(draft="true"))
    assert permalink(blog) == "/x/{year}/{month}/{day}/{slug}/"
    blog.articles.append(article(date="2015-01-01"))
    assert permalink(blog) is None


def test_categories_are_part_of_the_pattern_where_they_differ() -> None:
    """Addresses below categories are kept by one pattern; a post with none has it fit no longer."""
    blog = OldBlog(zone=ZONE)
    for name, category in (("a", "Garden"), ("b", "Early bulbs")):
        post = article(date="2014-05-05", categories=[category, "More"])
        post.slug, post.address = name, f"/{category.lower().replace(' ', '-')}/2014/{name}/"
        blog.articles.append(post)
    assert permalink(blog) == "/{category}/{year}/{slug}/"
    bare = article(date="2014-05-05")
    bare.slug, bare.address = "c", "/2014/c/"
    assert permalink(OldBlog(zone=ZONE, articles=[bare])) == "/{year}/{slug}/"
    blog.articles.append(bare)
    assert permalink(blog) is None


@given(st.text(alphabet="/ab01{}", max_size=20))
def test_patterns_come_back_to_the_address(path: str) -> None:
    """What a pattern is made from is what it makes."""
    held = {"year": "0101", "month": "01", "day": "10", "slug": "ab"}
    for pattern in patterns(f"/{path}", held):
        assert pattern.format_map(held) == path.lstrip("/")


@pytest.mark.parametrize(
    ("text", "front", "first"),
    [
        ("---\na: b\n---\nX", {"a": "b"}, 4),
        ('+++\na = "b"\nd = 2014-06-30\n+++\nX', {"a": "b", "d": "2014-06-30"}, 5),
        ('{\n "a": "b",\n "n": [1, true, null]\n}\nX', {"a": "b", "n": ["1", "true", ""]}, 5),
        (';;;\n"a": "b",\n"n": 1\n;;;\nX', {"a": "b", "n": "1"}, 5),
        ("# -*- coding: utf-8 -*-\n---\na: b\n---\nX", {"a": "b"}, 5),
        ("X", {}, 1),
    ],
)
def test_front_matter(text: str, front: dict[str, Any], first: int) -> None:
    """YAML, TOML and JSON come to the same, with the line where the body begins."""
    head = split_head(text)
    assert head.front == front
    assert head.body == "X"
    assert head.first == first


@pytest.mark.parametrize(
    "text",
    [
        "---\na: [\n---\n",
        "---\na: b\n",
        "+++\na\n+++\n",
        "+++\n",
        ";;;\n",
        ';;;\n"a"\n;;;',
        '{"a": }',
        '{"a": [',
    ],
)
def test_broken_front_matter_is_refused(text: str) -> None:
    """What cannot be read is refused, and not taken for text: it may say that it is a draft."""
    with pytest.raises(UnreadableError):
        split_head(text)


words = st.text(max_size=12)
values = st.recursive(
    words, lambda v: st.lists(v, max_size=3) | st.dictionaries(words, v, max_size=3), max_leaves=5
)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(sorted(KNOWN_KEYS)) | words, values, max_size=6))
def test_any_front_matter_is_judged(front: dict[str, Any]) -> None:
    """Whatever an old blog says is written so that it is read without problems, or refused."""
    post = article(**front)
    post.front = front
    drafted = str(front.get("draft")).strip().lower() in {"true", "yes", "on"}
    try:
        reading = judge(post, RULES, NOW)
    except UnreadableError:
        return
    assert reading.problems == ()
    assert reading.post is not None
    if drafted:
        assert reading.withheld is Withheld.DRAFT
    read = parse_head(yaml_head(post.front))
    assert {key: entry.value for key, entry in read.entries.items()} == post.front


def test_what_is_not_understood_is_kept() -> None:
    """A key that would be misread goes below ``imported``; one that decides makes a draft."""
    post = article(date="2014-01-01", tittle="T", published="perhaps")
    reading = judge(post, RULES, NOW)
    assert reading.withheld is Withheld.DRAFT
    assert post.front[KEPT] == {"tittle": "T", "published": "perhaps"}
    assert any("it was imported as a draft" in remark for remark in said(post))


def test_a_key_named_imported_is_kept_too() -> None:
    """An old blog may have used that key itself; neither value is lost."""
    post = article(date="2014-01-01", imported="yes", tittle="T")
    judge(post, RULES, NOW)
    assert post.front[KEPT] == {KEPT: "yes", "tittle": "T"}
    post.front["tittle"] = "U"
    post.keep("tittle")
    assert post.front[KEPT] == {KEPT: "yes", "tittle": "T", "tittle-2": "U"}


def test_settings_are_read_not_run() -> None:
    """Configuration files give their literal values, and nothing of them is run."""
    text = (
        'import os\nA = "x"\nB = os.getcwd()\nC: str = "y"\nD = E = (1, ["z"])\nraise SystemExit\n'
    )
    assert python_literals(text) == {"A": "x", "C": "y", "D": (1, ["z"]), "E": (1, ["z"])}
    with pytest.raises(UnreadableError, match="Python"):
        python_literals("A = (")
    ruby = "# blog.prefix = 'no'\n  blog.prefix = 'yes'\nblog.separator = /(CUT)/\nset :x, 'y'\n"
    assert ruby_literal(ruby, "blog.prefix") == "yes"
    assert ruby_literal(ruby, "blog.separator") == "CUT"
    assert script_literal("a: {\n  path: 'x',\n  'b': `y`\n}", "b") == "y"


@pytest.mark.parametrize(
    ("line", "name", "text"),
    [
        ("blog.permalink = ':year/:title.html'", "blog.permalink", ":year/:title.html"),
        ('blog.permalink "a.html" # no', "blog.permalink", "a.html"),
        ("blog.permalink = 'it\\'s'.freeze", "blog.permalink", "it's"),
        ('blog.permalink = "#{x}/a"', "blog.permalink", None),
        ('blog.permalink = "a" + x', "blog.permalink", None),
        ('blog.permalink = x ? "a" : "b"', "blog.permalink", None),
        ('# blog.permalink = "a"', "blog.permalink", None),
        ('blog.permalinks = "a"', "blog.permalink", None),
        ("set :source, 'src'", ":source", "src"),
        ("set(:source, 'src')", ":source", "src"),
        ("activate :blog, prefix: 'a', permalink: 'b'", "permalink:", "b"),
        ("activate :blog, :permalink => 'b'", "permalink:", "b"),
        ("blog.separator = /READMORE/", "blog.separator", "READMORE"),
        ("blog.separator = /(READMORE)/i", "blog.separator", "READMORE"),
        (r"blog.separator = /<!--\s*cut\s*-->/", "blog.separator", "<!-- cut -->"),
        (r"blog.separator = %r{<\!\-\-cut-->}", "blog.separator", "<!--cut-->"),
        (r"blog.separator = /^CUT|MORE$/", "blog.separator", None),
        (r"blog.separator = /CUT\d/", "blog.separator", None),
    ],
)
def test_texts_of_ruby(line: str, name: str, text: str | None) -> None:
    """Strings, and expressions that stand for one text; what is computed is not guessed."""
    assert ruby_literal(f"x = 1\n  {line}\n", name) == text


def test_html_keeps_what_markdown_lacks() -> None:
    """Elements without words in Markdown stay HTML; marks and code are kept as they are."""
    html = (
        "<p>a <kbd>b</kbd></p><dl><dt>x</dt><dd>y</dd></dl><pre>* <b>c</b></pre><!--more--><p>d</p>"
    )
    assert markdown(html) == (
        "a <kbd>b</kbd>\n\n<dl><dt>x</dt><dd>y</dd></dl>\n\n```\n* c\n```\n\n<!--more-->\n\nd\n"
    )
    assert markdown("a\nb\n\nc <b>d</b>\n\n<ul><li>e</li></ul>f", breaks=True) == (
        "a\\\nb\n\nc **d**\n\n- e\n\nf\n"
    )


def test_html_that_parsers_fail_of() -> None:
    """Browsers take it for a comment; what is nested too deeply is refused."""
    assert markdown("<p>a</p><![0 x><p>b</p>") == "a\n\nb\n"
    with pytest.raises(UnreadableError, match="nested too deeply"):
        markdown("<blockquote>" * 3000 + "a")


def test_writing(tmp_path: Path) -> None:
    """A file that differs is left alone unless it may be replaced; the same one is not written."""
    path = tmp_path / "x" / "a.md"
    assert write(path, b"1", force=False, dry=True) == (Outcome.IMPORTED, "")
    assert not path.parent.exists()
    assert write(path, b"1", force=False, dry=False)[0] is Outcome.IMPORTED
    assert write(path, b"1", force=False, dry=False)[0] is Outcome.UNCHANGED
    assert write(path, b"2", force=False, dry=False)[0] is Outcome.FAILED
    assert path.read_bytes() == b"1"
    assert write(path, b"2", force=True, dry=False)[0] is Outcome.IMPORTED
    assert [entry.name for entry in path.parent.iterdir()] == ["a.md"]


def test_links_of_the_file_system(tmp_path: Path) -> None:
    """Links that lead out are not followed, nor links to folders, and both are told."""
    put(tmp_path / "secret.md", "x")
    source = tmp_path / "source"
    put(source / "a.md", "x")
    put(source / "_site" / "b.md", "x")
    (source / "in.md").symlink_to("a.md")
    (source / "out.md").symlink_to(tmp_path / "secret.md")
    (source / "folder").symlink_to(tmp_path)
    (source / "broken.md").symlink_to("nothing")
    (source / "circle").symlink_to("circle")
    tree = look_through(source, tmp_path / "dest")
    assert tree.paths == ["a.md", "in.md"]
    assert sorted(skipped.path for skipped in tree.skipped) == [
        "_site/", "broken.md", "circle", "folder/", "out.md",
    ]  # fmt: skip
    assert [skipped.path for skipped in tree.skipped if skipped.failed] == ["broken.md", "out.md"]


def test_files_of_a_folder() -> None:
    """Those of folders with similar names aren't among them."""
    paths = ["a.md", "a-b/x.md", "a/x.md", "a/b/y.PNG", "a b/x.md", "a/z.md", "b/a/x.md"]
    tree = Tree(None, paths)  # type: ignore[arg-type]
    assert list(tree.below("a")) == ["a/b/y.PNG", "a/x.md", "a/z.md"]
    assert list(tree.below("a", (".png",))) == ["a/b/y.PNG"]
    assert list(tree.below("a/b")) == ["a/b/y.PNG"]
    assert [list(tree.below(name)) for name in ("a.md", "c", "a/", "")] == [[], [], [], tree.paths]
    assert all(map(tree.has, paths))
    assert not any(map(tree.has, ("a", "a/b", "a/y", "", "z", "a/x.md/")))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    """They are told, with their bytes spelled out."""
    source = tmp_path / "source"
    put(source / "a.md", "x")
    put(source / os.fsdecode(b"b\xff.md"), "x")
    put(source / os.fsdecode(b"c\xff") / "d.md", "x")
    tree = look_through(source, tmp_path / "dest")
    assert tree.paths == ["a.md"]
    assert sorted(tree.skipped) == [
        Skipped("b\\xff.md", "its name is not UTF-8; rename it", failed=True),
        Skipped("c\\xff/", "its name is not UTF-8; rename it", failed=True),
    ]


@given(st.text(alphabet="ab1 \n\\`*_[]<>#&;-+=~:%(){}.!|\"'/", max_size=40))
def test_escaped_text_is_text(text: str) -> None:
    """Markdown shows an escaped text as it was, whatever signs it holds."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    plain = "\n".join(lines)
    tokens = MarkdownIt("commonmark").enable("table").parse(escaped(plain))
    kinds = {token.type for token in tokens}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close"}
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "text_special", "softbreak"}
    shown = "".join("\n" if child.type == "softbreak" else child.content for child in children)
    assert shown == plain
