"""A site with all that the blog writes, built and killed in another process."""

from __future__ import annotations

import base64
import shutil
import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apart import sphinx_build
from killer import Killer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Site

CONF = """
project = "Site"
extensions = ["sphinx_confblog"]
html_baseurl = "https://example.org/"
confblog_feeds = ["atom", "rss", "json"]
confblog_redirect_lists = ["netlify"]
confblog_permalink = "{year}/{slug}"
html_sidebars = {"**": ["confblog/recent.html", "confblog/tagcloud.html", "confblog/archive.html"]}
"""
INDEX = "# Site\n\n```{postlist}\n:style: cards\n```\n\n{blog:post}`a`\n"
PLAIN = "# Page\n\nNothing of the blog.\n"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg"
    "=="
)


def begin(site: Site) -> None:
    """Write the sources as they are at first."""
    site.write("conf.py", CONF)
    site.write("index.md", INDEX)
    site.write("plain.md", "---\norphan: true\n---\n\n" + PLAIN)
    for day, name in enumerate("abc", 1):
        write_post(site, day, name, "One")


def write_post(site: Site, day: int, name: str, word: str, **front: str) -> None:
    """Write a post about an event, with a picture, an old address, and a part below the cut."""
    site.write(f"blog/{name}.png", PNG + name.encode())
    site.post(
        f"2020-01-0{day}-{name}", f"Text {word}.\n\nREADMORE\n\nMore {word}. ![]({name}.png)\n",
        title=f"Post {name} {word}", tags=f"all, {name}", author="ann", image=f"{name}.png",
        aliases=f"[/old/{name}.html]", event=f"2026-06-1{day}", **front,
    )  # fmt: skip


def nothing(site: Site) -> None:
    """Change nothing."""


def edit(site: Site) -> None:
    """Change one post, delete one, withdraw one, write one, and change a page without a blog."""
    write_post(site, 1, "a", "Two")
    write_post(site, 2, "b", "Two", draft="true")
    (site.srcdir / "blog/2020-01-03-c.md").unlink()
    write_post(site, 4, "d", "Two")
    site.write("plain.md", "---\norphan: true\n---\n\n" + PLAIN + "\nMore.\n")


def withdraw(site: Site) -> None:
    """Withdraw the post that a killed build may have written already."""
    write_post(site, 4, "d", "Two", draft="true")


@dataclass
class Stage:
    """Kills builds of one change, each beginning with the same output."""

    site: Site
    #: What the author does before the build that is killed, and thereafter.
    change: Callable[[Site], None]
    then: Callable[[Site], None] = nothing
    #: The files of a clean build in the end.
    clean: dict[str, bytes] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """Where the builds leave their output."""
        return self.site.srcdir.parent / "_build"

    def prepare(self) -> None:
        """Build the site as it is at first, unless it is to be killed in its first build."""
        begin(self.site)
        if self.change is not nothing:
            self.built(self.out)
        # Copies keep their times: to Sphinx, nothing has happened.
        shutil.copytree(self.site.srcdir.parent, self.spare, dirs_exist_ok=True)
        self.change(self.site)
        self.then(self.site)
        self.clean = self.built(self.spare / "clean")

    @property
    def spare(self) -> Path:
        """Where the beginning is kept."""
        return self.site.srcdir.parent.with_name(self.site.srcdir.parent.name + "-spare")

    def restore(self) -> None:
        """Bring the beginning back, and make the change."""
        shutil.rmtree(self.site.srcdir.parent)
        shutil.copytree(self.spare, self.site.srcdir.parent)
        self.change(self.site)

    def run(self, out: Path, killer: Killer | None = None) -> tuple[int, str]:
        """Build in another process; return its exit code and what it wrote."""
        out.mkdir(exist_ok=True)
        options = ["-q", "-d", out / "doctrees"]
        return sphinx_build(*options, self.site.srcdir, out / "html", hook=killer)

    def built(self, out: Path) -> dict[str, bytes]:
        """Build to the end, without a word; return the files of the output."""
        assert self.run(out) == (0, "")
        html = out / "html"
        return {
            path.relative_to(html).as_posix(): path.read_bytes()
            for path in html.rglob("*")
            if path.is_file()
        }

    def count(self) -> int:
        """How many moments there are."""
        self.restore()
        killer = Killer(str(self.out))
        assert self.run(self.out, killer) == (0, "")
        return killer.count.value

    def differences(self, moment: int, *, begin: bool) -> list[str]:
        """The files that are not those of a clean build, after one was killed and another ended."""
        self.restore()
        code, said = self.run(self.out, Killer(str(self.out), moment, begin))
        assert code == -signal.SIGKILL, said
        self.then(self.site)
        return sorted(name for name, _ in self.built(self.out).items() ^ self.clean.items())

    def leftovers(self) -> list[str]:
        """What a killed build has left beside the doctrees, of documents that are gone."""
        there = (path.name for path in (self.out / "doctrees").rglob("*.*"))
        return [name for name in there if name.startswith(("b.", "c.", "d."))]
