"""Generated pages are pages without a file, to whatever looks at them after Sphinx."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import plain_site
from sphinx.builders.html import StandaloneHTMLBuilder
from witness import SEEN

from sphinx_confblog.discovery.page_templates import SHIPPED
from sphinx_confblog.discovery.project import blogs_of

if TYPE_CHECKING:
    from conftest import Built, Site

CONF = """project = "Site"
extensions = ["sphinx_confblog"{extensions}]
exclude_patterns = ["t"]
templates_path = ["t"]
confblog_archives = {archives}
"""
#: Text that is wrong in several ways, each told by another part of Sphinx.
WRONG = """

{nonsense}`x` [](#nowhere)

```{image} none.png
```

```{raw} html
:file: none.html
```
"""
#: What each line of it is told as, counted from the first one with words.
KINDS = {0: {"myst.role_unknown", "myst.xref_missing"}, 2: {"image.not_readable"}, 5: {"docutils"}}
APPENDING = f"""
def append(app, docname, text):
    if not docname.startswith("blog/tags/"):
        text[0] += {WRONG!r}


def setup(app):
    app.connect("source-read", append)
"""
LOCATION = re.compile(r"^(/.+?):(\d+): .*?(?:\n[^/].*?)?\[([\w.]+)\]$", re.MULTILINE)


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with two posts."""
    set_up(site)
    site.post("2020-01-01-one", "One.\n\nREADMORE\n\nMore.\n", title="One", tags="Docker, Go")
    site.post("2021-02-02-two", "Two.\n", title="Two", tags="Docker")
    return site


def set_up(site: Site, *extensions: str, more: str = "", archives: str | None = None) -> None:
    """Write ``conf.py``, with extensions and more lines."""
    added = "".join(f', "{name}"' for name in extensions)
    site.write("conf.py", CONF.format(extensions=added, archives=repr(archives)) + more)


def outside(site: Site) -> list[str]:
    """The paths outside of the source folder that the made-up extension has met since last."""
    path = site.srcdir.parent / SEEN
    lines = path.read_text("utf-8").splitlines()
    path.unlink()
    assert {"document", "node", "source", "reporter"} <= set(lines)
    return sorted({line for line in lines if " " in line})


@pytest.mark.slow
# The other pairs are those of the extensions that ask for files.
@pytest.mark.parametrize(("builder", "jobs"), [("html", 2), ("dirhtml", 0), ("text", 2)])
def test_nothing_outside_of_the_source_folder_is_met(blog: Site, builder: str, jobs: int) -> None:
    """Other extensions reach no path outside, in a first build and in a later one."""
    set_up(blog, "witness", archives="year")
    blog.build(builder, jobs=jobs)
    assert outside(blog) == []
    blog.post("2022-03-03-three", "Three.\n", title="Three", tags="Docker, New")
    blog.build(builder, jobs=jobs)
    assert outside(blog) == []


def test_a_generated_page_has_no_file(blog: Site) -> None:
    """Its path is where a file of the user's would be, and there is none."""
    env = blog.build().app.env
    path = env.doc2path("blog/tags/docker")
    assert path == env.srcdir / "blog/tags/docker.md"
    assert not path.exists()
    assert env.path2doc(path) == "blog/tags/docker"
    assert env.get_doctree("blog/tags/docker")["source"] == str(path)


def warned_of(built: Built, path: Path) -> dict[int, set[str]]:
    """The warnings of a file: line, counted from that of the first one, -> kinds."""
    found: dict[int, set[str]] = {}
    for name, line, kind in LOCATION.findall(built.warnings):
        if name == str(path):
            found.setdefault(int(line), set()).add(kind)
    return {line - min(found): kinds for line, kinds in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [0, 2])
def test_warnings_of_templates(blog: Site, jobs: int) -> None:
    """What is wrong with a page is said of the user's template, or else of the page."""
    set_up(blog, "witness", more=APPENDING, archives="year")
    blog.post("2020-01-01-one", title="One", author="Ann", tags="Docker, Go")
    template = blog.write("t/confblog/tags/term.md", f"# {{{{ title }}}}{WRONG}")
    built = blog.build(jobs=jobs, clean=False)
    assert outside(blog) == []
    # From the package's templates; the last is a post.
    for docname in ("blog/index", "blog/archive/2020", "blog/authors/ann", "blog/2020-01-01-one"):
        assert warned_of(built, blog.srcdir / f"{docname}.md") == KINDS, docname
    assert warned_of(built, template) == KINDS
    assert f"{template}:3: " in built.warnings
    assert "tags/docker.md" not in built.warnings


@pytest.mark.slow
def test_a_template_that_comes_changes_and_goes(blog: Site) -> None:
    """The pages that are made from it are read again; others are not, nor is it for its time."""
    blog.build()
    template = blog.write("t/confblog/tags/term.md", "# {{ title }}\n\nOwn words.\n")
    built = blog.build()
    assert "0 added, 2 changed, 0 removed" in built.status
    assert "Own words." in built.text("blog/tags/docker")
    template.write_text("# {{ title }}\n\nOther words.\n")
    built = blog.build()
    assert "0 added, 2 changed, 0 removed" in built.status
    assert "Other words." in built.text("blog/tags/go")
    template.unlink()
    built = blog.build()
    assert "0 added, 2 changed, 0 removed" in built.status
    assert built.everything() == blog.build(out="clean").everything()


def test_a_template_that_takes_the_words_of_the_packages(blog: Site) -> None:
    """Whose words they are counts: translators are asked for the user's alone."""
    shipped = (SHIPPED / "archive.md").read_text()
    set_up(blog, archives="year")
    blog.build("gettext")
    template = blog.write("t/confblog/archive.md", shipped)
    os.utime(template, (1, 1))
    assert "0 added, 1 changed, 0 removed" in blog.build("gettext").status


def test_translators_are_told_of_the_template(blog: Site) -> None:
    """The words of the user's template have one place, as there is one text to translate."""
    set_up(blog, "witness")
    blog.write("t/confblog/tags/term.md", "# {{ title }}\n\nOwn words.\n")
    catalog = blog.build("gettext").read("blog.pot")
    assert outside(blog) == []
    assert catalog.count('term.md:3\nmsgid "Own words."') == 1
    assert "docker.md" not in catalog


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with two posts of a tag, whose builders share what the first of them has read."""
    site = plain_site(tmp_path_factory.mktemp("shared") / "site")
    set_up(site, more='version = copyright = "1"\n')
    for year in (2020, 2021):
        site.post(f"{year}-01-01-one", title=f"Of {year}", tags="Docker")
    return site


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "xml", "epub", "json"])
def test_an_output_that_was_removed_comes_back(shared: Site, builder: str) -> None:
    """The whole folder as a single page, as Sphinx has it for documents with files."""
    blog, first = shared, shared.build(builder)
    outputs = everything(first)
    page = next(first.outdir / name for name in outputs if re.match(r"blog/tags/docker[./]", name))
    page.unlink()
    # An epub's table of contents is made from the front page.
    assert blog.build(builder).written() - {"index"} == {"blog/tags/docker"}
    assert page.is_file()
    for path in first.outdir.iterdir():
        if path.name != ".doctrees":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert everything(blog.build(builder)) == outputs


def everything(built: Built) -> dict[str, bytes]:
    """All output files by name, but those that hold a time or an environment."""
    unlike = (".epub", ".pickle", "content.opf", ".buildinfo")
    return {n: data for n, data in built.everything().items() if not n.endswith(unlike)}


def test_a_template_of_the_theme_that_changes(blog: Site) -> None:
    """Generated pages are written again, as all pages are."""
    template = blog.write("t/page.html", '{% extends "!page.html" %}')
    blog.build()
    template.write_text('{% extends "!page.html" %}{% block body %}<hr class="new">{% endblock %}')
    later = time.time() + 60
    os.utime(template, (later, later))
    built = blog.build()
    assert built.written() == built.app.env.found_docs
    assert '<hr class="new">' in built.read("blog/tags/docker.html")


def test_the_builder_of_changes_shows_all_sources(blog: Site) -> None:
    """It opens the source of each document while it writes."""
    blog.write("api.rst", ":orphan:\n\n.. versionadded:: 1.0\n   News.\n")
    built = blog.build("changes", version="1.0")
    assert "blog:listing" in built.read("rst/blog/tags/docker.html")


def committed(site: Site) -> None:
    """Put the site into a repository of Git."""
    git = shutil.which("git") or pytest.skip("there is no Git")
    identity = {
        f"GIT_{who}_{what}": "a@b.example"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    dates = {
        "GIT_AUTHOR_DATE": "2023-01-02T03:04:05Z",
        "GIT_COMMITTER_DATE": "2023-01-02T03:04:05Z",
    }
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "All"]):
        subprocess.run(
            [git, *command], cwd=site.srcdir, env=os.environ | identity | dates, check=True
        )


@pytest.mark.slow
@pytest.mark.parametrize(("builder", "jobs"), [("html", 0), ("dirhtml", 2)])
def test_extensions_that_ask_for_files(blog: Site, builder: str, jobs: int) -> None:
    """Two that once broke off or warned: links in code, and dates of commits."""
    pytest.importorskip("sphinx_codeautolink")
    pytest.importorskip("sphinx_last_updated_by_git")
    more = 'templates_path += ["u"]\nhtml_last_updated_fmt = "%Y-%m-%d"\n'
    asking = "sphinx_codeautolink", "sphinx_last_updated_by_git"
    set_up(blog, *asking, "witness", more=more, archives="year")
    blog.post("2022-03-03-code", "```python\nimport os\n```\n", title="Code", tags="Docker")
    blog.write("u/confblog/archive.md", "# {{ title }}\n\n```python\nimport os\n```\n")
    for day in ("2022-04-04", "2022-05-05"):
        blog.post(f"{day}-new", "New.\n", title="New", tags=f"Docker, {day}")
        committed(blog)
        built = blog.build(builder, jobs=jobs)
        assert outside(blog) == []
        assert isinstance(built.app.builder, StandaloneHTMLBuilder)
        path, docnames = built.app.builder.get_outfilename, built.app.env.found_docs
        dated = {name for name in docnames if "2023-01-02" in Path(path(name)).read_text()}
        assert dated == docnames - blogs_of(built.app.env).pages.keys()
