"""The pictures of the pages show the numbers that the package ships."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from PIL import Image

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
