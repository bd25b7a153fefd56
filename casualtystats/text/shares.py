"""Figures of nobody in particular: "one in three patients", "two women a week"."""

from __future__ import annotations

from typing import Final

from casualtystats.text.digits import is_year
from casualtystats.text.figures import read_figure
from casualtystats.text.heads import find_head, past_of
from casualtystats.text.quantities import Quantity
from casualtystats.text.scan import Scan

__all__ = ["is_rate", "past_share"]

_SMALL: Final = 10
_WHOLE: Final = ("0", "1")
_BEHIND_RATE: Final = frozenset([*",;().pwbBh", ""])  # and not: a week | ago


def past_share(scan: Scan, quantity: Quantity, end: int) -> int:
    """Tell where "one in three patients" ends, or "40 deaths per 100,000".

    Parameters
    ----------
    scan : Scan
        A sentence.
    quantity : Quantity
        What the figure says.
    end : int
        Index of the word behind it, a preposition.

    Returns
    -------
    int
        Index of the word behind; 0 if the figure is no share of people.
    """
    word = scan.words[end]
    if word not in scan.lexicon.ratio or scan.letters[end + 1 : end + 2] not in _WHOLE:
        return 0
    if word not in scan.lexicon.rate and not 0 < (quantity.best or 0) < _SMALL:
        return 0
    whole = read_figure(scan, end + 1)
    if whole is None or whole.quantity is None or is_year(scan.words[end + 1]):
        return 0
    begin, _ = past_of(scan, whole.end, whole.quantity.kind)
    head, _ = find_head(scan, whole.quantity, begin)
    if head < 0:
        return whole.end
    return 0 if scan.letters[head] == "K" else head + 1


def is_rate(scan: Scan, end: int) -> bool:
    """Tell whether a phrase counts whom every day or week takes: "two women a week are killed".

    Parameters
    ----------
    scan : Scan
        A sentence.
    end : int
        Index of the word behind the phrase.

    Returns
    -------
    bool
        False for "killed two men a week ago".
    """
    if end + 1 >= len(scan.words) or scan.words[end] not in scan.lexicon.rate:
        return False
    return scan.has_trait(end + 1, "age") and scan.letters[end + 2 : end + 3] in _BEHIND_RATE
