"""The how-tos on hosting and preview: their configurations, and what they say of builds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from conftest import Site

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
QUIET = ["toc"]


def configurations() -> dict[str, Any]:
    """The examples in YAML, by the heading that they stand below, in order."""
    found: dict[str, Any] = {}
    for part in (HOW_TO / "hosting.md").read_text("utf-8").split("\n## ")[1:]:
        heading = part.partition("\n")[0]
        for number, text in enumerate(re.findall(r"```yaml\n(.*?)```", part, re.DOTALL)):
            # Not as PyYAML would: to hosts, `on` is a key like any other.
            found[f"{heading} {number}"] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    return found


def fields(crons: str) -> list[str]:
    """The five fields of a schedule."""
    return crons.split()


def test_read_the_docs() -> None:
    """The file has what Read the Docs demands, and the request asks for a build on schedule."""
    site, asking = (configurations()[f"Read the Docs {number}"] for number in (0, 1))
    assert site["version"] == "2"
    assert {"os", "tools"} <= site["build"].keys()
    assert site["sphinx"]["configuration"] == "docs/conf.py"
    assert [len(fields(entry["cron"])) for entry in asking["on"]["schedule"]] == [5]
    step = asking["jobs"]["build"]["steps"][0]
    assert "/api/v3/projects/PROJECT/versions/latest/builds/" in step["run"]
    assert step["env"].keys() == {"RTD_TOKEN"}


def test_github_pages() -> None:
    """The site is built for each change and on schedule, and may be deployed by the job."""
    flow = configurations()["GitHub Pages 0"]
    assert flow["on"].keys() == {"push", "schedule", "workflow_dispatch"}
    assert [len(fields(entry["cron"])) for entry in flow["on"]["schedule"]] == [5]
    assert flow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    steps = flow["jobs"]["build"]["steps"]
    command = next(step["run"] for step in steps if step.get("name") == "Build")
    (upload,) = [s for s in steps if "upload-pages-artifact" in s.get("uses", "")]
    assert command.split()[-1] == upload["with"]["path"]
    assert flow["jobs"]["deploy"]["needs"] == "build"


def test_gitlab_pages() -> None:
    """The job's name and its artifact are those that GitLab publishes."""
    job = configurations()["GitLab Pages 0"]["pages"]
    assert job["artifacts"]["paths"] == ["public"]
    assert job["script"][-1].split()[-1] == "public"


def test_options_of_the_commands(site: Site) -> None:
    """The way in which the examples give options to a build is one that it accepts."""
    site.post("2020-01-01-a", title="A", draft="true")
    site.write("blog/2020-01-02-b.md", "# B\n")
    built = site.build(confblog_drafts="1", confblog_future="1", suppress_warnings=QUIET)
    assert "2 posts published (of which 1 draft)" in built.status


@pytest.mark.slow
def test_drafts_by_environment(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later build with the variable reads the drafts alone, and one without drops them."""
    site.write(
        "conf.py",
        'import os\n\nextensions = ["sphinx_confblog"]\n'
        'confblog_drafts = confblog_future = os.environ.get("BLOG_PREVIEW") == "1"\n',
    )
    site.post("2020-01-01-a", title="A")
    site.post("2020-01-02-b", title="B", draft="true")
    assert not site.build(suppress_warnings=QUIET).exists("blog/2020-01-02-b.html")
    monkeypatch.setenv("BLOG_PREVIEW", "1")
    built = site.build(suppress_warnings=QUIET)
    assert built.exists("blog/2020-01-02-b.html")
    assert "1 added, 0 changed, 0 removed" in built.status
    monkeypatch.delenv("BLOG_PREVIEW")
    assert not site.build(suppress_warnings=QUIET).exists("blog/2020-01-02-b.html")


def test_a_build_leaves_the_source_folder_alone(site: Site) -> None:
    """Nothing in it is new or changed, so that nothing that watches it goes in circles."""
    site.post("2020-01-01-a", "![x](x.gif)\n", title="A", tags="x", aliases="/old/")
    site.write("blog/x.gif", b"GIF89a")

    def state() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in site.srcdir.rglob("*")}

    before = state()
    for _ in range(2):
        site.build(suppress_warnings=QUIET, html_baseurl="https://example.org/")
        assert state() == before


@pytest.mark.parametrize(("date", "said"), [("2020-02-01", True), ("2999-01-01", False)])
def test_the_clock_of_a_commit(
    site: Site, monkeypatch: pytest.MonkeyPatch, date: str, *, said: bool
) -> None:
    """A post whose hour has come stays out where SOURCE_DATE_EPOCH is earlier, and is told of."""
    moment = datetime(2020, 1, 15, tzinfo=UTC).timestamp()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{moment:.0f}")
    site.post("a", title="A", date=date)
    built = site.build(suppress_warnings=QUIET)
    assert f"withheld: 1 scheduled for {date}" in built.status
    assert ("; SOURCE_DATE_EPOCH sets the current date to 2020-01-15" in built.status) is said
