"""What punctuation is: marks that end a clause, and signs that say something of a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from casualtystats.text.lexicon import Sense

__all__ = ["CLAUSE_MARKS", "SIGNS"]

#: Marks between words, each with its letter in the skeleton of a sentence.
CLAUSE_MARKS: Final[Mapping[str, str]] = {
    ",": ",", "،": ",", ";": ";", "؛": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")",
    "--": ",", "---": ",",
    "-": "-", "–": "-", "—": "-", "‒": "-", "−": "-", "‑": "-", "/": "/", "?": ";", "!": ";",
    "…": ";", "|": ";",
}  # fmt: skip
#: Signs with a meaning of their own.
SIGNS: Final[Mapping[str, Sense]] = {
    "&": Sense("&", "signs.and"),
    "+": Sense(">", "signs.plus", form="at_least"),
    ">": Sense("<", "signs.more", form="more_than"),
    "<": Sense("<", "signs.less", form="less_than"),
    "≥": Sense("<", "signs.at_least", form="at_least"),
    "≤": Sense("<", "signs.at_most", form="at_most"),
    "~": Sense("<", "signs.about", form="about"),
    "≈": Sense("<", "signs.about", form="about"),
    "±": Sense("<", "signs.about", form="about"),
    "%": Sense("K", "signs.percent"),
    "٪": Sense("K", "signs.percent"),
    "°": Sense("K", "signs.degree"),
} | {sign: Sense("$", "signs.currency") for sign in "$€£¥₹"}
