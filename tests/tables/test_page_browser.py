"""The page in a real browser: layout, hostile text, keyboard, light, dark and print."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from casualtystats.tables.page import page

if TYPE_CHECKING:
    from tests.browser import Browser

COLUMNS = ["incident", "text", "source", "role", "date", "url"]
WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenversammlungsort" * 2
STORY = [
    ["The bridge", "at least 31 people", "the ministry", "party", "2017-05-15", "https://a.test/1"],
    ["The bridge", "42 killed, among them at least 11 children", "activists", "monitor", None, ""],
    ["The bridge", "over 40 civilians killed", "an agency", "media", "2017-05-16", "http://b.test"],
    ["The bridge", "42", "a daily", "media", "2017-05-17", ""],
    ["The school", "at least 26", "the ministry", "party", "2017-05-14", ""],
    [WORD, "several thousand", WORD, "monitor", "2017-05-14", "https://c.test/" + "x" * 300],
    [WORD, "more than 400", "the army", "official", "2017-05-14", ""],
    ["قرية", "12", "قناة الجسر", "media", "2017-05-14", ""],
    ["The school", "no figure yet", "a daily", "media", "2017-05-14", ""],
]
HOSTILE = (
    "<script>window.owned = 1</script>",
    '"><img src=x onerror="window.owned = 1">',
    "' autofocus onfocus='window.owned = 1",
    "</style><script>window.owned = 1</script>",
    "</title></bdi></table><svg onload='window.owned = 1'>",
    "<iframe srcdoc='<script>parent.owned = 1</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=https://evil.test'>",
    "<a href='javascript:window.owned=1'>31</a>",
    "<style>* { display: none }</style>",
    "<link rel=stylesheet href=https://evil.test/x.css>",
    "&lt;script&gt;window.owned = 1&lt;/script&gt;",
    "\u202e13 \u2066\u202d",
    "${window.owned = 1} {{window.owned = 1}}",
)
ADDRESSES = (
    "javascript:window.owned=1",
    "JaVaScRiPt:window.owned=1",
    " javascript:window.owned=1",
    "java\nscript:window.owned=1",
    "data:text/html,<script>window.owned=1</script>",
    "vbscript:x",
    "//evil.test",
    'https://evil.test/" onmouseover="window.owned=1',
    "https://evil.test/'><script>window.owned=1</script>",
    "https://[broken",
    "file:///etc/hostname",
)
# Every element that sticks out of the page, and everything that is as wide as nothing.
OVERFLOW = """
[...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  const hidden = getComputedStyle(e).position === 'absolute' || e.closest('.skip, thead');
  return !hidden && box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
}).map(e => e.tagName + ': ' + e.textContent.slice(0, 60))
"""
FOCUS = "document.activeElement.tagName + ' ' + document.activeElement.textContent.trim()"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = page(
        pd.DataFrame(STORY, columns=COLUMNS),
        title="A bridge and a school",
        correlation=0.3,
        ignore=["outcome", "victims"],
        date=dt.date(2026, 1, 31),
    )
    path = tmp_path_factory.mktemp("page") / "story.html"
    path.write_text(made, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        [text, f"at least {31 + i} killed {text}", text, "media", None, url]
        for i, (text, url) in enumerate(zip(HOSTILE, (*ADDRESSES, *ADDRESSES), strict=False))
    ]
    rows += [["plain", text, text, text, text, text] for text in (*HOSTILE, *ADDRESSES)]
    rows += [["plain", "31", "x", "media", None, url] for url in ADDRESSES]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    made = page(frame, title=" ".join(HOSTILE), note=" ".join(HOSTILE), correlation="unknown")
    path = tmp_path_factory.mktemp("page") / "hostile.html"
    path.write_text(made, encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_nothing_sticks_out(browser: Browser, story: Path, width: int) -> None:
    browser.open(story, width=width)
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.run(OVERFLOW) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_words_do_not_lie_on_one_another(browser: Browser, story: Path, width: int) -> None:
    browser.open(story, width=width)
    assert (
        browser.run("""
    (() => {
      const boxes = [...document.querySelectorAll('h1, h2, p, td, tbody th, summary, .shape')]
        .filter(e => !e.closest('thead') && e.textContent.trim())
        .map(e => [e, e.getBoundingClientRect()]).filter(([, b]) => b.width && b.height);
      const found = [];
      for (const [i, [e, a]] of boxes.entries()) for (const [f, b] of boxes.slice(i + 1)) {
        if (e.contains(f) || f.contains(e)) continue;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        const both = [e, f].map(x => x.textContent.slice(0, 40)).join(' | ');
        if (across > 1 && down > 1) found.push(both);
      }
      return found;
    })()
    """)
        == []
    )


@pytest.mark.parametrize("width", [360, 1280])
def test_hostile_text_does_nothing(browser: Browser, hostile: Path, width: int) -> None:
    browser.open(hostile, width=width)
    assert browser.run("typeof window.owned") == "undefined"
    elements = browser.run("[...document.querySelectorAll('*')].map(e => e.tagName)")
    assert not {"SCRIPT", "IMG", "IFRAME", "LINK", "FORM", "OBJECT"} & set(elements)
    assert elements.count("STYLE") == 1
    assert elements.count("META") == 4
    handlers = """[...document.querySelectorAll('*')].flatMap(e =>
        [...e.attributes].map(a => a.name)).filter(name => name.startsWith('on'))"""
    assert browser.run(handlers) == []
    assert browser.requests() == [hostile.resolve().as_uri()]
    assert not browser.happened("Page.javascriptDialogOpening", "Runtime.exceptionThrown")
    shown = " ".join(HOSTILE).translate(dict.fromkeys((0x202E, 0x2066, 0x202D)))
    assert browser.run("document.title") == " ".join(shown.split())


def test_only_web_addresses_are_links(browser: Browser, hostile: Path) -> None:
    browser.open(hostile, width=1280)
    links = browser.run("[...document.querySelectorAll('a')].map(a => a.protocol)")
    assert set(links) <= {"http:", "https:", "file:"}
    named = "[...document.querySelectorAll('a')].filter(a => a.protocol === 'file:')"
    assert browser.run(f"{named}.every(a => a.getAttribute('href').startsWith('#'))")
    for number in range(browser.run("document.querySelectorAll('a[href^=\"#\"]').length")):
        browser.run(f"document.querySelectorAll('a[href^=\"#\"]')[{number}].click()")
    assert browser.run("typeof window.owned") == "undefined"


def test_the_policy_stops_a_script_that_got_through(
    browser: Browser, story: Path, tmp_path: Path
) -> None:
    path = tmp_path / "leaky.html"
    leak = (
        "<script>window.owned = 1</script><img src='https://evil.test/x' onerror='window.owned=1'>"
    )
    path.write_text(story.read_text("utf-8").replace("</main>", leak + "</main>"), "utf-8")
    browser.open(path, width=800)
    assert browser.run("document.querySelectorAll('script').length") == 1
    assert browser.run("typeof window.owned") == "undefined"
    blocked = [e["entry"]["text"] for e in browser.happened("Log.entryAdded")]
    assert any("Content Security Policy" in text for text in blocked)


def test_the_writing_direction_of_words_stays_inside_them(browser: Browser, hostile: Path) -> None:
    browser.open(hostile, width=1280)
    controls = r"/[\u202A-\u202E\u2066-\u2069]/.test(document.body.textContent)"
    assert browser.run(controls) is False


def test_it_can_be_read_with_the_keyboard_alone(browser: Browser, story: Path) -> None:
    browser.open(story, width=1280)
    seen = []
    browser.press("Tab")
    assert browser.run(FOCUS) == "A Skip to the figures"
    browser.press("Enter")
    assert browser.run("document.activeElement.id") == "figures"
    for _ in range(40):
        browser.press("Tab")
        now = browser.run(FOCUS)
        if now.startswith("BODY") or now in seen:
            break
        seen.append(now)
        outline = browser.run("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", f"{now} does not show that it has the focus"
    assert any("the ministry" in place for place in seen)
    assert any(place.startswith("SUMMARY") for place in seen)


def test_notes_open_and_close_from_the_keyboard(browser: Browser, story: Path) -> None:
    browser.open(story, width=360)
    browser.run("document.querySelector('summary').focus()")
    opened = "document.querySelector('details').open"
    assert browser.run(opened) is False
    browser.press("Enter")
    assert browser.run(opened) is True
    browser.press(" ")
    assert browser.run(opened) is False


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_paper(browser: Browser, story: Path, scheme: str) -> None:
    browser.open(story, width=800, scheme=scheme)
    contrasts = browser.run("""
    (() => {
      const part = c => { c /= 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; };
      const light = rgb => { const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number);
        return .2126 * part(r) + .7152 * part(g) + .0722 * part(b); };
      const paper = e => { for (; e; e = e.parentElement) {
        const c = getComputedStyle(e).backgroundColor;
        if (!c.startsWith('rgba(0, 0, 0, 0')) return c; } return 'rgb(255, 255, 255)'; };
      return [...document.querySelectorAll('h1, h2, p, a, td, th, li, dt, dd, summary, .small')]
        .map(e => { const [a, b] = [light(getComputedStyle(e).color), light(paper(e))];
          return (Math.max(a, b) + .05) / (Math.min(a, b) + .05); });
    })()
    """)
    assert min(contrasts) >= 4.5  # the ratio WCAG 2 asks of text
    backgrounds = browser.run("getComputedStyle(document.body).backgroundColor")
    assert (backgrounds == "rgb(255, 255, 255)") == (scheme == "light")


def test_the_parts_are_named_for_screen_readers(browser: Browser, story: Path) -> None:
    browser.open(story, width=800)
    unnamed = browser.run(
        "[...document.querySelectorAll('svg, nav, section[id]')].filter(e =>"
        " !e.closest('[aria-hidden]') && !e.getAttribute('aria-label')"
        " && !e.getAttribute('aria-labelledby')).length"
    )
    assert unnamed == 0
    ids = browser.run("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    assert browser.run("document.documentElement.lang") == "en"
    order = browser.run("[...document.querySelectorAll('h1, h2, h3')].map(e => +e.tagName[1])")
    assert order[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(order))


def test_it_prints_with_its_notes(browser: Browser, story: Path) -> None:
    browser.open(story, width=800)
    browser.call("Emulation.setEmulatedMedia", media="print")
    heights = browser.run(
        "[...document.querySelectorAll('details ul')].map(e => e.getBoundingClientRect().height)"
    )
    browser.call("Emulation.setEmulatedMedia", media="")
    assert heights
    assert min(heights) > 0
    assert browser.pdf().startswith(b"%PDF")
