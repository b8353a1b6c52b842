"""What ``confblog_comments`` accepts, and what is said of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_confblog.config.comments import PROVIDERS, TEMPLATE, Comments, read_comments
from sphinx_confblog.html.comment_embeds import EMBEDS

#: The least that each provider needs.
LEAST: dict[str, dict[str, Any]] = {
    "giscus": {"repo": "me/site", "repo_id": "R_1", "category_id": "DIC_1"},
    "utterances": {"repo": "me/site"},
    "disqus": {"shortname": "my-site"},
    "isso": {"host": "https://isso.example.org"},
    "remark42": {"host": "https://remark.example.org", "site_id": "site"},
    "template": {"template": "talk/comments.html"},
}


def read(value: dict[str, Any]) -> tuple[Comments | None, list[str]]:
    """What a dict is taken for, and what is said of it."""
    said: list[str] = []
    return read_comments(value, said.append), said


def giscus(**settings: Any) -> tuple[Comments | None, list[str]]:
    """The same for giscus, with some settings more or others."""
    return read({"provider": "giscus", **LEAST["giscus"], **settings})


def test_there_are_none_by_default() -> None:
    """Nothing set is nothing wrong."""
    assert read({}) == (None, [])


@pytest.mark.parametrize("name", PROVIDERS)
def test_the_least_that_is_needed(name: str) -> None:
    """Each provider does with its required settings, and with nothing less."""
    required = {key for key, setting in PROVIDERS[name].settings.items() if setting.required}
    assert required == LEAST[name].keys()
    assert read({"provider": name, **LEAST[name]}) == (Comments(name, LEAST[name]), [])
    for key in required:
        less = {k: v for k, v in LEAST[name].items() if k != key}
        found, said = read({"provider": name, **less})
        assert found is None
        assert len(said) == 1
        assert f"['{key}'] is missing, but {PROVIDERS[name].title} requires it" in said[0]
        assert said[0].endswith(". No comments are shown.")


def test_each_provider_can_be_embedded() -> None:
    """There is markup for all but the user's own."""
    assert {*EMBEDS, TEMPLATE} == PROVIDERS.keys()


def test_names_in_capitals() -> None:
    """Providers may be written as they write themselves."""
    assert read({"provider": "Disqus", "shortname": "s"})[0] == Comments(
        "disqus", {"shortname": "s"}
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"repo": "a/b"}, ['has no "provider"', '"giscus", "utterances", "disqus"']),
        (
            {"provider": "gisqus"},
            ["'gisqus', which does not exist; did you mean 'giscus'?", '"template"'],
        ),
        ({"provider": "wordpress"}, ["'wordpress', which does not exist. Choose one of: "]),
        ({"provider": ["giscus"]}, ["['giscus']"]),
    ],
)
def test_an_unknown_provider(value: dict[str, Any], words: list[str]) -> None:
    """The message lists those that there are, and guesses."""
    found, said = read(value)
    assert found is None
    assert len(said) == 1
    for word in ["confblog_comments", *words, "No comments are shown."]:
        assert word in said[0]


def test_an_unknown_setting() -> None:
    """With a slip in a name, comments could end up in other threads: there are none."""
    found, said = giscus(maping="title")
    assert found is None
    assert len(said) == 1
    assert "['maping'] is not a setting of giscus; did you mean 'mapping'? Settings: " in said[0]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("repo", "site", 'a repository, such as "owner/name"'),
        ("repo", "a/b c", 'a repository, such as "owner/name"'),
        ("repo_id", 3, "a string"),
        ("repo_id", " ", "a string"),
        ("mapping", "path", 'one of "pathname", "url"'),
        ("mapping", [], 'one of "pathname", "url"'),
        ("strict", "yes", "True or False"),
        ("host", "giscus.example.org", "the URL of a server without a path"),
        ("host", "https://example.org/giscus", "the URL of a server without a path"),
        ("host", "javascript:alert(1)", "the URL of a server without a path"),
    ],
)
def test_a_wrong_value(key: str, value: object, words: str) -> None:
    """The message shows the value and says what is taken."""
    found, said = giscus(**{key: value})
    assert found is None
    assert said == [s for s in said if f"[{key!r}] is {value!r}, but should be {words}" in s]
    assert len(said) == 1


@pytest.mark.parametrize(
    ("provider", "key", "value"),
    [
        ("disqus", "shortname", "example.org/x"),
        ("disqus", "shortname", "a b"),
        ("isso", "host", "javascript:alert(1)"),
        ("isso", "host", 'https://x"><script>'),
        ("isso", "max_comments_top", -1),
        ("remark42", "host", "/remark"),
        ("remark42", "host", "remark.example.org"),
        ("template", "template", "../secret.html"),
        ("template", "template", "/etc/passwd"),
        ("template", "options", {1, 2}),
        ("template", "options", [object()]),
    ],
)
def test_values_that_would_lead_elsewhere(provider: str, key: str, value: object) -> None:
    """No setting makes another server's script, or a file that is no template, of it."""
    found, said = read({"provider": provider, **LEAST[provider], key: value})
    assert found is None
    assert len(said) == 1


def test_every_problem_is_named() -> None:
    """One message each, so that all can be mended at once."""
    found, said = read({"provider": "giscus", "repo": 1, "theme": "dark"})
    assert found is None
    assert len(said) == 4


@pytest.mark.parametrize("host", ["https://isso.example.org/c/", "http://localhost:8080", "/isso/"])
def test_servers(host: str) -> None:
    """A server may have a path, or be one of the site's; a slash at its end does not count."""
    found, said = read({"provider": "isso", "host": host})
    assert said == []
    assert found is not None
    assert found.settings["host"] == host.rstrip("/")


def test_a_template_may_have_settings_of_its_own() -> None:
    """What the package does not know is for the template."""
    settings = {"template": "c.html", "server": "x", "list": [1, {"a": None}], "yes": True}
    assert read({"provider": "template", **settings}) == (Comments("template", settings), [])
