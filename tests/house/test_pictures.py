"""The pictures of the pages show the numbers that the package ships."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest
from PIL import Image

import casualtystats as cs

ROOT = Path(__file__).resolve().parents[2]
PICTURES = sorted((ROOT / "docs" / "images").glob("*.png"))


def test_there_are_pictures() -> None:
    assert len(PICTURES) > 5


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_drawn_from_the_numbers_of_today(path: Path) -> None:
    made = runpy.run_path(str(ROOT / "docs" / "picture.py"))
    with Image.open(path) as image:
        mark = image.info.get(made["MARK"])
    assert mark == made["drawn_from"](), "Draw it anew: docs/draw_*.py, calibration/pictures.py"


def test_every_picture_is_shown() -> None:
    pages = "".join(page.read_text("utf-8") for page in (ROOT / "docs").rglob("*.md"))
    assert [path.name for path in PICTURES if f"images/{path.name}" not in pages] == []


def test_the_title_of_the_gap_names_its_official_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line bears the issuer's own name, which a reader would not know for the Coalition's."""
    drawn: dict[str, Any] = {}
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    made = runpy.run_path(str(ROOT / "docs" / "draw_comparing.py"))
    made["main"].__globals__["save"] = lambda figure, name, **_: drawn.update({name: figure})
    made["main"]()
    (ax,) = drawn["comparing_gap"].axes
    issuers = set(cs.load_example("official_oir")["issuer"])
    title = "".join(ax.get_title(loc=loc) for loc in ("left", "center", "right"))
    words = [text.get_text() for text in ax.texts]
    for issuer in issuers:
        assert issuer in title
        assert any(word.startswith(issuer) for word in words)
    assert "Coalition" in title
    for figure in drawn.values():
        plt.close(figure)
