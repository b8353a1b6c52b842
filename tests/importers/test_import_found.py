"""What other generators' own words become: marks, references, directives, pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from imports import confblog_import

from sphinx_confblog.cli.main import main
from sphinx_confblog.importers.config_files import script_literal
from sphinx_confblog.importers.generators.docusaurus import dated_name

if TYPE_CHECKING:
    from pathlib import Path

JEKYLL = "---\ntitle: A\n---\n"
NIKOLA = ".. title: {0}\n.. slug: {0}\n.. date: 2020-01-01\n\n"
POST = "_posts__2020_DASH_01_DASH_02_DASH_a_DOT_md"
HUGO = "---\ntitle: {}\ndate: 2020-01-01\n{}---\n"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The folder of an old blog."""
    return tmp_path / "old"


def brought(old: Path, kind: str, name: str, **files: str) -> tuple[str, list[str]]:
    """The text of an imported post, and the remarks on it; in names, ``__`` is a slash."""
    for key, text in files.items():
        path = old / key.replace("__", "/").replace("_DOT_", ".").replace("_DASH_", "-")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    new = old.parent / "blog"
    ran = confblog_import(kind, old, new, "--json")
    remarks = [r["text"] for file in ran.data["files"] for r in file["remarks"]]
    return (new / name).read_text("utf-8"), remarks


@pytest.mark.parametrize(
    ("mark", "new"),
    [
        (".. TEASER_END", ".. TEASER_END"),
        (".. TEASER_END: go on", ".. readmore::"),
        (".. END_TEASER", ".. readmore::"),
    ],
)
def test_marks_of_nikola_may_say_more(old: Path, mark: str, new: str) -> None:
    """The words of its link are no part of the mark here."""
    body = f"{NIKOLA.format('a')}One.\n\n{mark}\n\nTwo.\n"
    text, _ = brought(old, "nikola", "a.rst", posts__a_DOT_rst=body)
    assert text.endswith(f"One.\n\n{new}\n\nTwo.\n")


def test_marks_in_comments_of_html(old: Path) -> None:
    """The same in Markdown."""
    body = f"<!--\n{NIKOLA.format('a')}-->\nOne.\n\n<!-- TEASER_END: go on -->\n\nTwo.\n"
    text, _ = brought(old, "nikola", "a.md", posts__a_DOT_md=body)
    assert "\n<!-- more -->\n" in text


def test_marks_of_pelican_in_restructuredtext(old: Path) -> None:
    """A comment that its plugin for summaries reads."""
    body = "A\n=\n\n:date: 2020-01-01\n\nOne.\n\n.. PELICAN_END_SUMMARY\n\nTwo.\n"
    text, _ = brought(old, "pelican", "a.rst", content__a_DOT_rst=body)
    assert "One.\n\n.. readmore::\n\nTwo." in text


def test_links_of_nikola_find_posts_by_slug(old: Path) -> None:
    """What they do not find is listed."""
    body = f"<!--\n{NIKOLA.format('a')}-->\n[b](link://slug/b) [t](link://tag/t)\n"
    other = f"<!--\n{NIKOLA.format('b')}-->\nB.\n"
    text, remarks = brought(old, "nikola", "a.md", posts__a_DOT_md=body, posts__other_DOT_md=other)
    assert "[b](other.md) [t](link://tag/t)" in text
    assert remarks == ["a Nikola link is left in the text: link://tag/t"]


def test_directives_that_nothing_here_has_are_listed(old: Path) -> None:
    """They stay; those of Sphinx and of its domains are no matter."""
    body = (
        ".. youtube:: abc\n\n.. versionadded:: 1\n\n.. py:function:: f()\n\n"
        "::\n\n   .. vimeo:: x\n\n.. code:: nosuchlanguage\n\n   x\n"
    )
    text, remarks = brought(old, "nikola", "a.rst", posts__a_DOT_rst=NIKOLA.format("a") + body)
    assert text.endswith(f"\n\n{body}")
    assert remarks == [
        "an unknown directive is left in the text: .. youtube:: abc",
        'no highlighter is known for the language "nosuchlanguage"',
    ]


def test_liquid_in_links_is_left_whole(old: Path) -> None:
    """A page that was no post has no address that could be told from its file."""
    config = 'url: "https://a.org"\nbaseurl: /b\n'
    link = "[p]({{ site.baseurl }}{% link about.md %})"
    text, remarks = brought(
        old, "jekyll", "2020-01-01-a.md", _config_DOT_yml=config,
        _posts__2020_DASH_01_DASH_01_DASH_a_DOT_md=f"{JEKYLL}{link}\n",
    )  # fmt: skip
    assert link in text
    assert any(remark.startswith("the target of a link") for remark in remarks)


def test_hugo_looks_from_the_top(old: Path) -> None:
    """Where nothing is beside a post: covers in ``static``, and references to pages."""
    text, remarks = brought(
        old, "hugo", "a.md",
        content__posts__a_DOT_md=HUGO.format("A", "cover: {image: img/a.png}\n")
        + '[b]({{< relref "posts/b/index.md" >}})\n',
        content__posts__b__index_DOT_md=HUGO.format("B", ""),
        static__img__a_DOT_png="picture",
    )  # fmt: skip
    assert "\nimage: assets/img/a.png\n" in text
    assert "[b](b.md)" in text
    assert remarks == []


def test_files_of_docusaurus_by_its_own_names(old: Path) -> None:
    """Files of the site, and settings that stand in one line."""
    config = "presets: [['classic', {blog: {showReadingTime: true, routeBasePath: 'news'}}]],\n"
    text, remarks = brought(
        old, "docusaurus", "2022-01-02-x.md", docusaurus_DOT_config_DOT_js=config,
        blog__2022__01_DASH_02_DASH_x_DOT_md="---\ntitle: X\n---\n![a](@site/static/a.png)\n",
        static__a_DOT_png="picture",
    )  # fmt: skip
    assert "![a](assets/a.png)" in text
    assert "/news/2022/01/02/x" in text
    assert remarks == []


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("2022/01-02-x", "2022-01-02-x"),
        ("2022/1/2/x", "2022-01-02-x"),
        ("a/2022-01-02-x", "a/2022-01-02-x"),
        ("2022-01-02/x", "2022-01-02-x"),
        ("x", "x"),
    ],
)
def test_dates_in_paths_of_docusaurus(stem: str, name: str) -> None:
    """Slashes and dashes alike."""
    assert dated_name(stem) == name


def test_settings_in_comments_do_not_count() -> None:
    """Those of a line, and of a property within braces, do."""
    text = "// a: 1, path: 'no'\nblog: {a: 1, 'path': \"yes\"}\n"
    assert script_literal(text, "path") == "yes"


class Looked(io.StringIO):
    """A terminal that somebody looks at."""

    def isatty(self) -> bool:
        """Somebody does."""
        return True


def test_long_imports_say_how_far_they_are(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal alone, and not in the report."""
    folder = old / "_posts"
    folder.mkdir(parents=True)
    for day in range(1, 4):
        (folder / f"2020-01-0{day}-a.md").write_text(JEKYLL)
    clock = iter(range(0, 100, 2))
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))
    seen = Looked()
    monkeypatch.setattr("sys.stderr", seen)
    assert main(["import", "jekyll", str(old), str(old.parent / "blog")]) == 0
    assert "importing … 2 of 3" in seen.getvalue()
    assert "…" not in capsys.readouterr().out


def test_pelicans_lines_between_dashes(old: Path) -> None:
    """Pelican reads no YAML: a value may have a colon, and quotes are part of it."""
    head = '---\nTitle: A: b\nstatus: draft\nnote: "x": y\n---\n\nText {{a}}.\n'
    text, _ = brought(old, "pelican", "a.md", content__a_DOT_md=head)
    assert "title: 'A: b'" in text
    assert "draft: true" in text
    assert text.endswith("---\n\nText {{a}}.\n")


@pytest.mark.parametrize("head", ["", ":date: 2020-01-02\n", ":date: 2020-13-45\n"])
def test_an_impossible_date_in_the_name_of_a_file(old: Path, head: str) -> None:
    """The import ends, whatever keys the file has: no key is to blame."""
    (old / "content").mkdir(parents=True)
    (old / "pelicanconf.py").write_text("AUTHOR = 'A'\nPATH = 'content'\n")
    (old / "content" / "2020-13-45-a.rst").write_text(f"A\n=\n\n{head}:category: x\n\nText.\n")
    ran = confblog_import("pelican", old, old.parent / "blog", "--json")
    (found,) = (file for file in ran.data["files"] if file["source"].endswith(".rst"))
    if head == ":date: 2020-01-02\n":
        assert found["outcome"] == "imported"
    else:
        assert found["outcome"] == "not imported"
        assert "the date in the file name, '2020-13-45', does not exist" in found["why"]


def test_a_pelican_blog_without_authors(old: Path) -> None:
    """An empty name in the settings is nobody."""
    text, remarks = brought(
        old, "pelican", "a.rst", pelicanconf_DOT_py='AUTHOR = ""\n',
        content__a_DOT_rst="A\n=\n\n:date: 2020-01-01\n\nText.\n",
    )  # fmt: skip
    assert "author" not in text
    assert remarks == []


def test_an_image_that_is_no_path(old: Path) -> None:
    """It is kept where a build does not look for a file."""
    text, remarks = brought(
        old, "hugo", "a.md", content__posts__a_DOT_md=HUGO.format("A", "image: true\n")
    )
    assert "imported:\n  image: true\n" in text
    assert remarks == ['image: "true" is not a path; it is kept below "imported"']


@pytest.mark.parametrize(
    ("typed", "made", "said"),
    [
        ("{% highlight ruby %}\n<a_b>\n{% endhighlight %}", "```ruby\n<a_b>\n```", ""),
        ("{%- highlight c linenos=table -%}\na\n{% endhighlight %}", "```c\na\n```",
         "options of code were left out: linenos=table"),
        ("{% codeblock a.rb lang:ruby %}\n```\n{% endcodeblock %}", "````ruby\n```\n````",
         "options of code were left out: a.rb"),
        ("{% codeblock %}\na\n{% endcodeblock %}\n\n{% codeblock c lang:c %}\n{% endcodeblock %}",
         "```\na\n```\n\n```c\n```", ""),
        ("{% highlight html %}{% raw %}\n{{ a }}\n{% endraw %}{% endhighlight %}",
         "```html\n{{ a }}\n```", ""),
        ("{% highlight html %}\n{% raw %}{{ a }}{% endraw %}\n{% endhighlight %}",
         "```html\n{{ a }}\n```", ""),
        ("- a\n\n  {% highlight c %}\n  b\n  {% endhighlight %}", "- a\n\n  ```c\n  b\n  ```", ""),
        ("```\n{% highlight c %}\n{% endhighlight %}\n```",
         "```\n{% highlight c %}\n{% endhighlight %}\n```", ""),
        ("{% highlight c %}\na", "{% highlight c %}\na",
         "Liquid is left in the text: {% highlight c %}"),
    ],
)  # fmt: skip
def test_code_between_tags_of_jekyll(old: Path, typed: str, made: str, said: str) -> None:
    """It becomes a fence of as many lines, unless it is code already."""
    text, remarks = brought(old, "jekyll", "2020-01-02-a.md", **{POST: f"{JEKYLL}\n{typed}\n"})
    assert text.endswith(f"---\n\n{made}\n")
    assert remarks == [said] * bool(said)


def test_authors_that_jekyll_had_from_wordpress(old: Path) -> None:
    """Their name is shown; the rest is kept."""
    head = "---\ntitle: A\nauthor:\n  login: ann\n  display_name: Ann B\n---\nx\n"
    text, remarks = brought(
        old, "jekyll", "2020-01-02-a.md", _posts__2020_DASH_01_DASH_02_DASH_a_DOT_md=head
    )
    assert "\nauthor: Ann B\n" in text
    assert "login: ann" in text
    assert remarks == []


@pytest.mark.parametrize(("value", "wanted"), [
    ("{login: ann}", "a string or a list of strings"), ("[Bo, {login: ann}]", "a string"),
])  # fmt: skip
def test_keys_that_are_set_aside(old: Path, value: str, wanted: str) -> None:
    """The remark says what became of them, and that alone."""
    head = f"---\ntitle: A\nauthor: {value}\n---\nx\n"
    _, remarks = brought(
        old, "jekyll", "2020-01-02-a.md", _posts__2020_DASH_01_DASH_02_DASH_a_DOT_md=head
    )
    said = f"author: write {wanted} instead of a mapping without 'name'"
    assert remarks == [f'{said}; it is kept below "imported"']
