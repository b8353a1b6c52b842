"""Sites of posts that hold anything: made by chance, built, and looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from fuzzing import HIDING, KEYS, TAGS, VALUES
from sphinx.errors import SphinxError

if TYPE_CHECKING:
    from random import Random

    from conftest import Built, Site

CONF = """
project = "Site"
extensions = ["sphinx_confblog"]
html_baseurl = "https://example.org/"
confblog_feeds = ["atom", "rss", "json"]
confblog_feed_length = 0
confblog_posts_per_page = 0
confblog_permalink = "{year}/{slug}"
confblog_aliases = ["{tags}/{slug}.html"]
confblog_redirect_lists = ["netlify", "nginx"]
confblog_comments = {"provider": "utterances", "repo": "a/b"}
myst_enable_extensions = ["colon_fence", "attrs_block", "deflist", "dollarmath", "substitution"]
suppress_warnings = ["confblog.address", "confblog.term"]
html_sidebars = {"blog/index": ["confblog/recent.html", "confblog/tagcloud.html"]}
"""
ODD = list("\t\x00\x0b\x0c\x1b\x85\xa0\xad\u200b\u202e\u2028\u2066\ufeff\ufffe") + list("é日ß🙂İſא")
PIECES = [
    "READMORE", "<!-- more -->", "<!-- more", "-->", "# A", "## B", "##### C", "A\n===", "---",
    "+++", "- a\n- b", "1. a", "> q", "> > q", "    code", "```\nREADMORE\n```",
    "```{note}\nREADMORE\n```", ":::{warning} x\nt\n:::", "```{postlist}\n:tags: a\n```",
    "```{postlist}\n:limit: x\n```", "{blog:post}`x`", "{blog:tag}`a`", "{doc}`/index`",
    "{ref}`nowhere`", "[a](b.md)", "[a]: b", "[a][]", "![x](http://[x)", "![x](pic.png)",
    "<img src='a.png'>", "[^1]", "[^1]: note", "*a", "**b**", "`c`", "$x$", "$$\ny\n$$",
    "| a | b |\n|---|---|\n| 1 | 2 |", "| a |", "term\n: def", "{#id .c}", "(label)=", "{{ x }}",
    "{{", "{% x %}", "% comment", "\\", "\\\n", "a  \nb", "&amp; &#0; &x;", "<",
    "```{toctree}\n/index\n```", "```{include} nothing.md\n```",
    "```{eval-rst}\n.. note:: x\n```", "```{figure} pic.png\ncap\n```",
    "```{math}\n:label: e\nx\n```", "http://x.org", "~~s~~", "{x}`y`", "```{x}\n```", "``````",
    "```{code-block} python\nx\n```", "```{index} a; b\n```", "word " * 30,
]  # fmt: skip


def post(random: Random) -> str:
    """A file that may be a post."""
    keys = [
        f"{key}: {random.choice(VALUES)}" for key in random.choices(KEYS, k=random.randrange(4))
    ]
    if random.random() < 0.7:
        # Most heads shall be read: what is refused has no body to look at.
        keys = [f"{key}: {quoted(words(random))}" for key in ("title", "tags", "author", "series")]
        keys += random.choices(
            ["pinned: yes", "image: pic.png", "unlisted: yes", "comments: no"], k=1
        )
    if random.random() < 0.1:
        keys.insert(random.randrange(len(keys) + 1), random.choice(HIDING))
    block = "\n".join(["---", *keys, "---", ""])
    return block + text(random)


def quoted(value: str) -> str:
    """A value as YAML has it."""
    inner = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in value)
    return '"' + inner.replace('"', "'") + '"'


def words(random: Random) -> str:
    """A short text with odd characters."""
    return "".join(random.choices(["a", "b", "C++", " ", ",", "/", "..", "<b>", "&", "'", "%", "#",
                                   "x" * 90, *ODD], k=random.randrange(1, 6)))  # fmt: skip


def text(random: Random) -> str:
    """A body: pieces of Markdown, put together rightly and wrongly."""
    pieces = [random.choice(PIECES + TAGS + ODD) for _ in range(random.randrange(12))]
    ends = random.choices(["\n\n", "\n", " ", ""], [8, 4, 2, 1], k=len(pieces))
    indents = random.choices(["", "  ", "> ", "- "], [20, 1, 1, 1], k=len(pieces))
    made = "".join(map("".join, zip(indents, pieces, ends, strict=True)))
    return made + "\n"


def look(site: Site, contents: list[str]) -> list[str]:
    """Build a site of posts; return what is wrong with what it came to."""
    site.write("conf.py", CONF)
    for number, content in enumerate(contents):
        site.write(f"blog/2020-01-01-p{number}.md", content)
    try:
        built = site.build(clean=False, fresh=True)
    except (SphinxError, Exception) as error:  # noqa: BLE001  it is what is looked for
        return [f"{type(error).__name__}: {error}"]
    return [*pages(built, contents), *feeds(built), *places(built)]


def pages(built: Built, contents: list[str]) -> list[str]:
    """Every post has its page, or is withheld; a list shows each in a card of its own."""
    blogs = built.app.project.blogs  # type: ignore[attr-defined]
    faults = []
    sources = {post.source_docname: name for name, post in blogs.posts.items()}
    for number, content in enumerate(contents):
        name = f"blog/2020-01-01-p{number}"
        public = name in sources
        if public == (name in blogs.withheld):
            faults.append(f"{name} is neither published nor withheld")
        elif public and not built.exists(f"{sources[name]}.html"):
            faults.append(f"{name} has no page")
        if public and any(line in HIDING for line in head_of(content)):
            faults.append(f"{name} is published")
    return faults


def head_of(content: str) -> list[str]:
    """The lines of front matter."""
    return content.split("---\n")[1].splitlines()


def feeds(built: Built) -> list[str]:
    """Feeds are well-formed."""
    faults = []
    for path in built.outdir.rglob("*.xml"):
        try:
            ET.parse(path)  # noqa: S314  ours
        except ET.ParseError as error:
            faults.append(f"{path.name}: {error}")
    return faults


def places(built: Built) -> list[str]:
    """The blog's warnings say where something is wrong."""
    wrong = (line for line in built.warnings.splitlines() if "[confblog." in line)
    return [line for line in wrong if not re.match(r"\S.*?:\d+: WARNING: ", line)]


def smallest(site_of: object, contents: list[str]) -> list[str]:
    """As few of the files as it takes for something to be wrong; *site_of* makes an empty site."""
    assert callable(site_of)
    parts = 2
    while len(contents) > 1:
        size = max(len(contents) // parts, 1)
        chunks = [contents[n : n + size] for n in range(0, len(contents), size)]
        found = next((chunk for chunk in chunks if look(site_of(), chunk)), None)
        if found is None:
            return contents
        contents = found
    return contents
