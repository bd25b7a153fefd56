from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.display.document import definitions, document, items, link, quoted


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "file:///etc/hostname",
        "//example.org",
        "example.org",
        "https:",
        "https://",
        "https://[",
        "",
    ],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert link(url, "a <source>") == "a &lt;source&gt;"


@given(rest=st.text(max_size=40), words=st.text(max_size=20))
def test_a_link_has_its_own_attributes_and_no_others(rest: str, words: str) -> None:
    for tag, attributes in Elements(link("https://example.org/" + rest, words)).opened:
        assert tag == "a"
        assert set(attributes) == {"href", "rel"}
        assert str(attributes["href"]).startswith("https://example.org/")


def test_a_document_forbids_everything_but_its_own_style() -> None:
    html = document("<t>", "<main id='figures'></main>", lang='en"><script>')
    opened = Elements(html).opened
    policy = next(a["content"] for t, a in opened if a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy
    assert "unsafe-eval" not in policy
    assert "script" not in {tag for tag, _ in opened}
    assert "<title>&lt;t&gt;</title>" in html


def test_the_style_sheet_fetches_nothing() -> None:
    style = re.search(r"<style>(.*?)</style>", document("t", ""), re.DOTALL)
    assert style is not None
    assert "url(" not in style[1]
    assert "@import" not in style[1]
    assert "prefers-color-scheme: dark" in style[1]
    assert "@media print" in style[1]


@given(st.text(max_size=60))
def test_parts_escape_what_they_are_given(text: str) -> None:
    assert [t for t, _ in Elements(quoted(text)).opened] == ["bdi"]
    assert [t for t, _ in Elements(items([text], kind=text)).opened] == ["ul", "li"] or not text
    assert [t for t, _ in Elements(definitions([(text, text)])).opened] == ["dl", "dt", "dd"]


def test_no_lines_make_no_list() -> None:
    assert items([]) == ""
