"""What kind of address an address is."""

from __future__ import annotations

import pytest

from sphinx_confblog.util.urls import host, is_url, is_web_url, names_host, scheme, short


@pytest.mark.parametrize(
    ("address", "its_scheme", "own_host"),
    [
        ("https://example.org/a", "https", True),
        ("HTTP://example.org", "http", True),
        ("//example.org/a.png", "", True),
        ("mailto:ada@example.org", "mailto", False),
        ("data:image/png;base64,AA", "data", False),
        ("view-source:x", "view-source", False),
        ("/a/b", "", False),
        ("a/b:c", "", False),
        ("2026:plan", "", False),
        ("a.png", "", False),
        ("#top", "", False),
        ("", "", False),
    ],
)
def test_scheme_and_host(address: str, its_scheme: str, own_host: bool) -> None:
    """A scheme starts with a letter; a host comes after two slashes."""
    assert (scheme(address), names_host(address)) == (its_scheme, own_host)


@pytest.mark.parametrize(
    ("url", "web", "linked"),
    [
        ("https://example.org", True, True),
        ("https://", False, False),
        ("https://[::1", False, False),
        ("https://example.org:0/", False, True),
        ("https://example.org/<b>", False, True),
        ("mailto:ada@example.org", False, True),
        ("/guide.html", False, True),
        ("javascript:alert(1)", False, False),
        ("guide.html", False, False),
    ],
)
def test_urls(url: str, web: bool, linked: bool) -> None:
    """A URL of the web is complete; a page may also link to a path and to an email address."""
    assert (is_web_url(url), is_url(url)) == (web, linked)


def test_how_people_read_a_url() -> None:
    """Neither the scheme nor ``www.`` is read."""
    assert short("https://www.example.org/a/") == "example.org/a"
    assert short("mailto:ada@example.org") == "ada@example.org"
    assert host("https://www.example.org/a/") == "example.org"
    assert host("/guide.html") == "/guide.html"
