"""Ordinals that imply a toll: "the 105th death", "its 62nd victim", "Third death confirmed"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.nouns import add_noun
from casualtystats.text.quantities import Figure, Quantity, Read
from casualtystats.text.scan import Scan

__all__ = ["read_ordinal"]

_TO_DIE: Final = re.compile(r"V[pdxXVKj]{0,6}tI")
_BEFORE: Final = ("d", "j", "g", "c", "X")


def read_ordinal(scan: Scan, quantity: Quantity, figure: Figure) -> Read:
    """Read an ordinal that implies a toll: "the 105th death".

    Parameters
    ----------
    scan : Scan
        A sentence.
    quantity : Quantity
        What the ordinal says; changed in place.
    figure : Figure
        Where it stands.

    Returns
    -------
    tuple of (Quantity or None, int, str)
        The phrase if it implies a toll, the word behind it, and its letter in the skeleton.
    """
    letters, n, k = scan.letters, len(scan.letters), figure.end
    while k < n and k - figure.end < 3 and letters[k] in "xXjgc":
        k += 1
    before = letters[figure.first - 1] if figure.first else ""
    sense = scan.senses[k] if k < n else None
    claimed = letters[max(0, figure.first - 2) : figure.first] == "kd"  # its 62nd victim
    harm = sense is not None and sense.letter in "DN"
    if harm and sense is not None and sense.outcome == "casualties":
        harm = claimed
    if quantity.best != 1 and before == "d" and _TO_DIE.match(letters[k : k + 10]):
        add_noun(quantity, scan, k)  # the ninth detainee to die
        quantity.tag("cumulative")
        return quantity, k + 1, "Q"
    if harm and scan.words[k].endswith(scan.lexicon.plural_endings) and quantity.best == 1:
        return None, figure.first + 1, "j"  # the first executions since 1990
    if harm and (before in _BEFORE or _opens_headline(scan, figure, k)):
        add_noun(quantity, scan, k)
        quantity.tag("cumulative")
        if claimed:
            quantity.outcome = "killed"
        return quantity, k + 1, "O"
    return None, figure.first + 1, "j"


def _opens_headline(scan: Scan, figure: Figure, k: int) -> bool:
    """Whether an ordinal is the first word of all and numbers one harm: "Third death confirmed"."""
    return figure.first == 0 and not scan.words[k].endswith(scan.lexicon.plural_endings)
