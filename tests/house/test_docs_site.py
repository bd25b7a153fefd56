"""The documentation site builds without a warning, is whole, and reads wide and narrow."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import casualtystats as cs

if TYPE_CHECKING:
    from tests.browser import Browser

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
# Elements that stick out of the page without being inside something that scrolls.
OVERFLOW = """
[...document.querySelectorAll('.bd-main *')].filter(e => {
  for (let up = e; up; up = up.parentElement)
    if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)) return false;
  const box = e.getBoundingClientRect();
  return box.width > 0 && box.right > innerWidth + 1 && !e.closest('.headerlink');
}).map(e => e.tagName + ': ' + e.textContent.trim().slice(0, 60))
"""


class Loads(HTMLParser):
    """What a page makes a browser fetch, and the pictures in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "img", "iframe", "source"} and given.get("src"):
            self.fetched.append(str(given["src"]))
        if tag == "link" and given.get("rel") in {"stylesheet", "preload", "icon", "preconnect"}:
            self.fetched.append(str(given.get("href")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the whole site once, notebooks executed, every warning an error."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return build(tmp_path_factory.mktemp("site"))
    # Every worker has its own session; the first builds, and the others wait for what it made.
    folder = tmp_path_factory.getbasetemp().parent / "site"
    ended = folder / "ended"

    def say(how: str) -> None:
        (folder / "ending").write_text(how, "utf-8")
        (folder / "ending").rename(ended)

    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + 600
        while not ended.exists():
            assert time.monotonic() < until, "the site was not built in ten minutes"
            time.sleep(0.2)
        assert ended.read_text("utf-8") == "built", "the site did not build: see the other worker"
        return folder / "html"
    try:
        made = build(folder)
    except BaseException:
        say("failed")
        raise
    say("built")
    return made


def build(folder: Path) -> Path:
    """Build the site into a folder and return where its first page is."""
    command = [sys.executable, "-m", "sphinx", "-q", "-T", "-W", "--keep-going"]
    command += ["-d", str(folder / "doctrees"), str(DOCS), str(folder / "html")]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr[-8000:]
    return folder / "html"


def public() -> set[str]:
    """Every public name of the package, methods and modules apart."""
    names = {name for name in cs.__all__ if not name.startswith("_")}
    modules = {name for name in names if inspect.ismodule(getattr(cs, name))}
    found = names - modules
    for name in modules:
        module = getattr(cs, name)
        inner = getattr(module, "__all__", [])
        found |= {n for n in inner if not inspect.ismodule(getattr(module, n))}
    return found | set(import_module("casualtystats.errors").__all__)


def test_the_reference_holds_every_public_name(site: Path) -> None:
    generated = {path.stem.rsplit(".", 1)[-1] for path in site.glob("reference/generated/*.html")}
    left_out = {"Bias"}  # a protocol: the pages of the functions say what they ask for
    missing = public() - left_out - generated
    assert missing == set()


def test_every_page_is_reached_from_the_first(site: Path) -> None:
    seen, todo = set(), [site / "index.html"]
    while todo:
        page = todo.pop()
        if page in seen or not page.is_file():
            continue
        seen.add(page)
        hrefs = re.findall(r'href="([^"#?:]+\.html)', page.read_text("utf-8"))
        todo += [(page.parent / href).resolve() for href in hrefs]
    written = {(site / path.relative_to(DOCS)).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert {p for p in written if "_build" not in p.parts} <= {p.resolve() for p in seen}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_are_shown_with_their_pictures(site: Path, name: str) -> None:
    html = (site / "notebooks" / f"{name}.html").read_text("utf-8")
    pictures = [src for src in Loads(html).fetched if src.endswith(".png")]
    assert pictures
    for src in pictures:
        assert (site / "notebooks" / src).resolve().stat().st_size > 5_000
    assert "Traceback" not in html


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        for address in Loads(page.read_text("utf-8")).fetched:
            assert "//" not in address, f"{page.name} fetches {address}"


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_read_wide_and_narrow(browser: Browser, site: Path, width: int) -> None:
    written = sorted(path.relative_to(DOCS) for path in DOCS.rglob("*.md"))
    paths = [p.with_suffix(".html") for p in written if "_build" not in p.parts]
    paths += [Path("notebooks") / f"{name}.html" for name in NOTEBOOKS]
    paths.append(Path("reference/generated/casualtystats.Toll.html"))
    for path in paths:
        browser.open(site / path, width=width)
        assert browser.run("document.documentElement.scrollWidth") <= width, path
        assert browser.run(OVERFLOW) == [], path
        assert [a for a in browser.requests() if not a.startswith("file:")] == [], path
        assert browser.happened("Runtime.exceptionThrown") == [], path


def test_search_finds_a_name(browser: Browser, site: Path) -> None:
    index = (site / "searchindex.js").read_text("utf-8")
    assert "casualtystats.estimate" in index
    browser.open(site / "index.html", width=1280)
    assert browser.run("document.querySelectorAll('a[href*=\"tutorial\"]').length") > 0
