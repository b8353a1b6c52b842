"""Generated pages take no labels from the headings of the user's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site


@pytest.mark.parametrize(
    ("prefix", "jobs"), [(True, 0), (False, 0), pytest.param(False, 2, marks=pytest.mark.slow)]
)
def test_autosectionlabel_finds_the_headings_of_the_user(
    site: Site, *, prefix: bool, jobs: int
) -> None:
    """``docker``, ``tags`` and ``archive`` are labels of the user's headings alone."""
    extensions = ["sphinx_confblog", "sphinx.ext.autosectionlabel"]
    conf = f"extensions = {extensions}\nautosectionlabel_prefix_document = {prefix}\n"
    site.write("conf.py", conf)
    start = "guide:" if prefix else ""
    links = " ".join(f"{{ref}}`{start}{name}`" for name in ("docker", "tags", "archive", "blog"))
    site.write("index.md", f"# Site\n\n{links}\n\n```{{toctree}}\nguide\n```\n")
    site.write("guide.md", "# Guide\n\n## Docker\n\n## Tags\n\n## Archive\n\n## Blog\n")
    site.post("2020-01-01-a", "## Of its own\n\nText.\n", title="A", tags="docker")
    for _ in range(2):
        built = site.build(jobs=jobs)
        for name in ("docker", "tags", "archive", "blog"):
            assert f'href="guide.html#{name}"' in built.body("index")
        labels = built.app.env.domains.standard_domain.labels
        pages = built.app.project.blogs.pages  # type: ignore[attr-defined]
        assert {docname for docname, *_ in labels.values()}.isdisjoint(pages)


def test_titles_are_translated_as_ever(site: Site) -> None:
    """Message catalogs have the titles of generated pages as they are without the extension."""
    site.post("2020-01-01-a", "Text.\n", title="A", tags="docker")
    plain = site.build("gettext", gettext_compact=False).everything()
    site.write("conf.py", 'extensions = ["sphinx_confblog", "sphinx.ext.autosectionlabel"]\n')
    labelled = site.build("gettext", out="_labelled", gettext_compact=False).everything()
    assert {name: text.partition(b"msgid")[2] for name, text in plain.items()}.keys() == (
        labelled.keys()
    )
    for name, text in plain.items():
        messages = [line for line in text.splitlines() if line.startswith(b"msgid")]
        assert messages == [x for x in labelled[name].splitlines() if x.startswith(b"msgid")]
