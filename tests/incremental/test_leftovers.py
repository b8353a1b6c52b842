"""What earlier builds left, and a clean build would not make, is gone from the output."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONF, INDEXED, plain_site
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Kept, Site

#: Part of every word that only the withdrawn post has.
WORD = "zqxq"
BODY = "Body of zqxq.\n\n```{draw} zqxqdrawing\n```\n\n{index}`zqxqentry`\n"


def fill(site: Site) -> None:
    """Write two posts, one of which is to be withdrawn."""
    conf = CONF.replace('"sphinx_confblog"', '"sphinx_confblog", "drawings"')
    site.write("conf.py", conf + INDEXED)
    site.write("index.md", "# Site\n\n```{toctree}\n:glob:\nblog/*\n```\n")
    site.post("first", "Text.\n\n{index}`common`\n", title="First", date="2020-01-01", tags="a")
    publish(site)


def publish(site: Site) -> None:
    """Write the post that is to be withdrawn, with an old address."""
    front = {"title": "Zqxq", "date": "2020-01-02", "tags": "a, zqxqtag", "aliases": "/zqxqold/"}
    site.post("zqxq", BODY, **front)


def withdraw(site: Site) -> None:
    """Make the post a draft."""
    site.post("zqxq", BODY, title="Zqxq", date="2020-01-02", draft="true")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Kept]:
    """Keeps the site as a builder builds it with some options: once for all that ask."""

    @cache
    def keep(builder: str, **conf: Any) -> Kept:
        site = plain_site(tmp_path_factory.mktemp(builder) / "site")
        fill(site)
        site.build(builder, **conf)
        assert traces(site.srcdir.parent / "_build")
        return site.keep()

    return keep


def files(folder: Path) -> dict[str, bytes]:
    """The files in a folder, but for notes of how it was built.

    Sphinx computes the checksum of a script once a process, whatever builder writes it.
    """
    return {
        path.relative_to(folder).as_posix(): re.sub(rb"[?]v=[0-9a-f]+", b"", path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and not {".doctrees", ".buildinfo.bak"} & {*path.parts}
    }


def traces(folder: Path) -> list[str]:
    """The files that have the secret in their name or their content."""
    every = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*"))
    return [
        name for name, path in every
        if path.is_file() and (WORD in name or WORD.encode() in path.read_bytes().lower())
    ]  # fmt: skip


def forget_all(doctrees: Path) -> dict[str, Any]:
    """Build with ``-E``."""
    return {"fresh": True}


def lose_environment(doctrees: Path) -> dict[str, Any]:
    """Delete what Sphinx remembers."""
    (doctrees / "environment.pickle").unlink()
    return {}


@pytest.mark.parametrize("builder", ["html", "epub", "latex", "text"])
@pytest.mark.parametrize("forget", [forget_all, lose_environment])
def test_what_sphinx_has_forgotten(
    published: Callable[..., Kept], builder: str, forget: Callable[[Path], dict[str, Any]]
) -> None:
    """A post is withdrawn while nothing is remembered of it: no doctree or excerpt is left."""
    conf: dict[str, Any] = {"version": "1", "copyright": "us"}
    site = published(builder, **conf).restore()
    withdraw(site)
    site.build(builder, **conf, **forget(site.srcdir.parent / "_build/doctrees"))
    assert traces(site.srcdir.parent / "_build") == []


@pytest.mark.parametrize("forget", [lambda _: {}, forget_all, lose_environment])
def test_pictures_within_a_text(site: Site, forget: Callable[[Path], dict[str, Any]]) -> None:
    """Sphinx keeps them beside the doctrees; those of the posts that stay are there again."""
    kept = site.srcdir.parent / "_build/doctrees/images"

    def picture(name: str) -> str:
        path = f"data:image/png;base64,{b64encode(f'{name} picture'.encode()).decode()}"
        return f"![{name}]({path})\n"

    def pictures() -> set[bytes]:
        return {path.read_bytes() for path in kept.rglob("*") if path.is_file()}

    site.write("index.md", "# Site\n\n```{toctree}\n:glob:\nblog/*\n```\n")
    site.post("first", picture("first"), title="First", date="2020-01-01")
    site.post("zqxq", picture("zqxq"), title="Zqxq", date="2020-01-02")
    site.build("latex")
    assert pictures() == {b"first picture", b"zqxq picture"}
    # What was fetched is in a folder of its own; what was converted has its old name.
    for path in (kept / ("a" * 40) / "zqxq.png", kept / "zqxq.png"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"zqxq picture")
    withdraw(site)
    site.build("latex", **forget(kept.parent))
    assert pictures() == {b"first picture"}


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_pictures_of_the_user(site: Site, builder: str) -> None:
    """They stay, also if the doctrees lie between the sources; so do documents of that folder."""
    site.write("images/gallery.md", "---\norphan: true\n---\n\n# Gallery\n")
    for name in ("photo.png", "embeded/photo.png", "2020/photo.png"):
        site.write(f"images/{name}", "")
    fill(site)
    ours = {path for path in site.srcdir.rglob("images/**/*") if path.is_file()}
    for change in (None, withdraw, publish, withdraw):
        if change:
            change(site)
        with docutils_namespace():
            app = Sphinx(
                site.srcdir, site.srcdir, site.srcdir.parent / "out", site.srcdir, builder,
                status=None, warning=StringIO(), freshenv=change is publish,
            )  # fmt: skip
            app.build()
        assert app.statuscode == 0
        assert {path for path in ours if path.is_file()} == ours
        assert (site.srcdir / "images/gallery.doctree").is_file()


def test_what_a_broken_build_has_read(site: Site) -> None:
    """Another extension ends the first build; then the post is withdrawn."""
    fill(site)
    setup = "\n\ndef setup(app):\n    app.connect('env-updated', lambda app, env: 1 / 0)\n"
    conf = site.srcdir / "conf.py"
    whole = conf.read_text("utf-8")
    site.write("conf.py", whole + setup)
    with pytest.raises(Exception, match="threw an exception"):
        site.build()
    assert traces(site.srcdir.parent / "_build")
    site.write("conf.py", whole)
    withdraw(site)
    site.build()
    assert traces(site.srcdir.parent / "_build") == []


#: Options about pages, about copies of sources, and about the index: each about files of its own.
NAMES = [
    {"html_file_suffix": ".htm", "html_sourcelink_suffix": ".src", "html_split_index": False},
    {"html_sourcelink_suffix": "", "html_use_index": False},
    {"html_copy_source": False},
]


@pytest.mark.slow
@pytest.mark.parametrize("names", NAMES, ids="-".join)
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_other_names_of_files(
    published: Callable[..., Kept], builder: str, names: dict[str, Any]
) -> None:
    """A post is withdrawn in the build in which files get other names."""
    conf: dict[str, Any] = {"html_baseurl": "https://x.org/", "html_split_index": True}
    site = published(builder, **conf).restore()
    withdraw(site)
    conf |= names
    later = files(site.build(builder, **conf).outdir)
    assert traces(site.srcdir.parent / "_build") == []
    assert later == files(site.build(builder, out="clean", **conf).outdir)


@pytest.mark.parametrize("compact", [True, False])
def test_other_names_of_catalogs(site: Site, *, compact: bool) -> None:
    """A post is withdrawn in the build in which message catalogs get other names."""
    fill(site)
    site.build("gettext", gettext_compact=compact)
    withdraw(site)
    later = site.build("gettext", gettext_compact=not compact)
    assert traces(later.outdir) == []


def build_into(site: Site, builder: str, out: Path, **conf: Any) -> None:
    """Build the site into a folder, as ``sphinx-build -b`` does."""
    warnings = StringIO()
    conf = {"html_baseurl": "https://x.org/", "html_split_index": True} | conf
    with docutils_namespace():
        Sphinx(
            site.srcdir, site.srcdir, out, out / ".doctrees", builder, confoverrides=conf,
            status=None, warning=warnings,
        ).build()  # fmt: skip
    assert warnings.getvalue() == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "others"),
    [("html", ["dirhtml", "singlehtml"]), ("dirhtml", ["html"]), ("singlehtml", ["dirhtml"])],
)
def test_another_builder_takes_the_folder_over(site: Site, first: str, others: list[str]) -> None:
    """A post is withdrawn in that build; and once more, when the first builder is back."""
    fill(site)
    out = site.srcdir.parent / "out"
    build_into(site, first, out)
    with_post = files(out)
    for second in others:
        withdraw(site)
        build_into(site, second, out)
        build_into(site, second, site.srcdir.parent / f"clean-{second}")
        assert traces(out) == []
        assert files(out) == files(site.srcdir.parent / f"clean-{second}")
        publish(site)
        build_into(site, first, out)
        assert files(out) == with_post


@pytest.mark.slow
def test_builders_of_other_things_share_a_folder(site: Site) -> None:
    """Texts beside pages stay there, and each builder removes its own."""
    fill(site)
    out = site.srcdir.parent / "out"
    build_into(site, "html", out)
    build_into(site, "text", out)
    withdraw(site)
    build_into(site, "html", out)
    assert (out / "blog/first.txt").is_file()
    assert (out / "blog/zqxq.txt").is_file()
    build_into(site, "text", out)
    assert not (out / "blog/zqxq.txt").exists()
    assert (out / "blog/first.html").is_file()


@pytest.mark.slow
def test_pages_of_modules(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of viewcode show what posts document, and are gone with the last of them."""
    fill(site)
    for name in ("zqxqmodule", "module"):
        site.write(f"code/{name}.py", f'def function():\n    """What {name} does."""\n')
    monkeypatch.syspath_prepend(str(site.srcdir / "code"))
    both = ["sphinx_confblog", "drawings", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
    documented = (
        "```{{py:module}} {0}\n```\n\n```{{eval-rst}}\n.. autofunction:: {0}.function\n```\n"
    )
    site.write("api.md", "---\norphan: true\n---\n\n# API\n\n" + documented.format("module"))
    site.post("zqxq", documented.format("zqxqmodule"), title="Zqxq", date="2020-01-02")
    conf: dict[str, Any] = {"extensions": both, "exclude_patterns": ["code"]}
    assert site.build(**conf).exists("_modules/zqxqmodule.html")
    withdraw(site)
    later = site.build(**conf)
    assert later.exists("_modules/module.html")
    assert traces(later.outdir) == []
    assert later.everything() == site.build(out="clean", **conf).everything()


@pytest.mark.slow
def test_a_shared_picture_stays(site: Site) -> None:
    """A page that is not written again shows it as well; no page shows the other one."""
    fill(site)
    site.post("first", "```{draw} shared\n```\n", title="First", date="2019-01-01")
    site.post("other", "```{draw} zqxqother\n```\n\n```{draw} shared\n```\n", date="2020-01-01")
    site.post("last", title="Last", date="2020-02-01")
    assert site.build().exists("_images/drawn/zqxqother.png")
    (site.srcdir / "blog/other.md").unlink()
    later = site.build()
    assert later.exists("_images/drawn/shared.png")
    assert later.exists("_images/drawn/shared.png.map")
    assert not later.exists("_images/drawn/zqxqother.png.map")
    assert later.everything() == site.build(out="clean").everything()


#: A picture by its file, one that a page draws, and one in the text that LaTeX puts into a file.
SHOWN = (
    "![]({0}.png) ![](data:image/png;base64,{1})\n\n```{{draw}} {0}\n```\n\n{{download}}`{0}.txt`\n"
)
LEFT_OUT = "```{only} nothing\n![](a.png)\n```\n\n{download}`a.txt`\n"
#: What happens to the first of three posts, each with pictures.
ENDS: dict[str, Callable[[Site], object]] = {
    "unlisted": lambda site: show(site, "a", unlisted="true"),
    "draft": lambda site: show(site, "a", draft="true"),
    "other manual": lambda site: [
        (site.srcdir / f"blog/a.{end}").rename(site.srcdir / f"manual/a.{end}")
        for end in ("md", "png", "txt")
    ],
    "left out": lambda site: site.post("a", LEFT_OUT, title="a", date="2020-01-01"),
    "other pictures": lambda site: show(site, "a", "b"),
}


def show(site: Site, name: str, picture: str = "", **front: str) -> None:
    """Write a post that shows pictures and a file."""
    embedded = b64encode(b"\x89PNG" + (picture or name).encode()).decode()
    site.post(name, SHOWN.format(picture or name, embedded), title=name, date="2020-01-01", **front)


@pytest.fixture(scope="module")
def illustrated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Kept]:
    """Keeps a site of posts with pictures, and of two manuals, as a builder builds it."""

    @cache
    def keep(builder: str) -> Kept:
        site = plain_site(tmp_path_factory.mktemp(builder) / "site")
        fill(site)
        (site.srcdir / "blog/zqxq.md").unlink()
        for name in "abc":
            show(site, name)
            site.write(f"blog/{name}.png", b"\x89PNG" + name.encode())
            site.write(f"blog/{name}.txt", name)
        site.write("manual/index.md", "# Manual\n\n```{toctree}\n:glob:\n*\n```\n")
        site.write("manual/page.md", "# Page\n")
        site.build(builder, **manuals(builder))
        return site.keep()

    return keep


def manuals(builder: str) -> dict[str, Any]:
    """The options of a build: files of two manuals, where a builder puts documents together."""
    names = ("index", "manual/index")
    latex = [(name, f"{i}.tex", "T", "A", "manual") for i, name in enumerate(names)]
    texinfo = [(name, f"{i}", "T", "A", f"{i}", "D", "C") for i, name in enumerate(names)]
    return {
        "latex_documents": latex, "texinfo_documents": texinfo,
        "version": "1", "copyright": "us", "suppress_warnings": ["toc", "misc.copy_overwrite"],
        # Sphinx never replaces some copies of sources.
        "html_copy_source": builder != "json",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("builder", ["html", "epub", "json", "singlehtml", "latex", "texinfo"])
def test_pictures_that_are_shown_no_more(
    illustrated: Callable[[str], Kept], builder: str, end: str
) -> None:
    """A later build keeps the pictures and downloads of a clean one, and no others."""
    site = illustrated(builder).restore()
    ENDS[end](site)
    conf = manuals(builder)
    later = site.build(builder, **conf)
    clean = pictures(site.build(builder, out="clean", **conf).outdir)
    assert clean
    assert pictures(later.outdir) == clean


def pictures(folder: Path) -> set[str]:
    """The pictures and downloads of a folder, and the maps of what was drawn."""
    ends = (".png", ".png", ".map", ".txt")
    return {name for name in files(folder) if name.endswith(ends) and "_sources" not in name}


@pytest.mark.slow
def test_a_picture_that_only_lists_show(site: Site) -> None:
    """Its post is written again without the lists, and still has it in its excerpt."""
    site.write("blog/a.png", b"\x89PNG")
    site.write("index.md", "# Site\n\n```{postlist}\n:style: cards\n```\n")
    for text in ("Text.", "Other text."):
        body = f"```{{excerpt}}\n![](a.png)\n```\n\n{text}\n"
        site.post("a", body, title="A", date="2020-01-01")
        assert site.build(clean=False).exists("_images/a.png")


@pytest.mark.slow
def test_the_logo_of_a_manual_stays(site: Site) -> None:
    """A post that showed it as well becomes unlisted."""
    site.write("index.md", "# Site\n\n```{toctree}\n:glob:\nblog/*\n```\n")
    site.write("logo.png", b"\x89PNG")
    for more in ({}, {"unlisted": "true"}):
        site.post("a", "![](/logo.png)\n", title="A", date="2020-01-01", **more)
        assert site.build("latex", latex_logo="logo.png").exists("logo.png")
