"""Save a picture of the pages with a mark of the numbers that it was drawn from.

When a reading is fitted anew the pictures move with it. The mark is a digest of the fitted numbers
and the example data; a test compares it with theirs, so that no page shows an old picture.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from matplotlib.figure import Figure

__all__ = ["IMAGES", "MARK", "drawn_from", "save"]

DOCS = Path(__file__).resolve().parent
IMAGES = DOCS / "images"
MARK = "Source"  # a keyword that the PNG standard names
_FOLDERS = ("readings", "examples")


def drawn_from() -> str:
    """Return the digest of the numbers that the pictures show."""
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        for path in sorted((DOCS.parent / "casualtystats" / "data" / folder).iterdir()):
            digest.update(path.name.encode() + b"".join(path.read_bytes().split(b"\r")))
    return digest.hexdigest()[:16]


def save(figure: Figure, name: str, dpi: int) -> None:
    """Write a figure as a PNG file beside the pages."""
    IMAGES.mkdir(exist_ok=True)
    figure.savefig(IMAGES / f"{name}.png", dpi=dpi, metadata={MARK: drawn_from()})
