"""Figures whose noun they don't count: things, events, years, and those of a whole."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.digits import is_year
from casualtystats.text.heads import is_behind_others
from casualtystats.text.quantities import Figure, Quantity, Read
from casualtystats.text.scan import Scan

__all__ = ["counts_others"]

#: eight of the 15 people | killed by it were buried
_ENDED: Final = re.compile(r"g?[EP][^,;QsbBhz]{0,12}[bBhz]|gS[^,;QsbBhz]{0,12}[bBhz]")
_ENDING: Final = frozenset("EPg")
#: a massacre, a mass killing
_EVENT: Final = re.compile(r"[xX]D|.N")


def counts_others(
    scan: Scan, quantity: Quantity, figure: Figure, head: int, begin: int
) -> Read | None:
    """Read a figure whose noun it doesn't count: a thing, an event, a whole of its own.

    Parameters
    ----------
    scan : Scan
        A sentence.
    quantity : Quantity
        What the figure is worth.
    figure : Figure
        Where it stands.
    head, begin : int
        Index of the noun, and of the word behind the figure.

    Returns
    -------
    tuple or None
        The quantity if it counts people all the same, where the phrase ends, and its letter;
        None if it counts what its noun says.
    """
    letters, letter, end = scan.letters, scan.letters[head], head + 1
    compound = scan.lexicon.head_noun == "last" and letters[end : end + 1] == "K"
    if letter == "K" or (letter == "D" and compound):
        illness = "c" in letters[figure.end : head]  # 4,120 | cholera cases
        return None, figure.end if illness else end, "K"
    if letter == "D" and is_behind_others(scan, begin, head, none=quantity.kind == "zero"):
        return None, figure.end, "d"  # none of the papers mentioned casualties
    if _is_of_the_harmed(scan, figure.end, begin, end):
        return quantity, figure.end, "Q"  # eight of | the 15 people killed by it were buried
    if letter in "DNW" and _is_its_year(scan, figure, head):
        return None, figure.end, "K"
    if quantity.kind == "article" and _counts_no_one(scan, figure, head, begin):
        return None, figure.first + 1, "d"
    return None


def _counts_no_one(scan: Scan, figure: Figure, head: int, begin: int) -> bool:
    """Whether an article stands before what is no person: an event, a figure, a better life."""
    letters, first = scan.letters, scan.senses[begin]
    if _EVENT.fullmatch(letters[head - 1 : head + 1]) or letters[head + 1 : head + 2] == "G":
        return True  # a massacre of 12 villagers, a casualty total of 30
    if letters[figure.first - 1 : figure.first] == "f" and letters[head] == "D":
        return True  # died from an injury
    if first is not None and first.trait == "statement":
        return True  # a figure residents dispute
    return letters[head] == "Y" and _is_to_be_led(letters, figure, head)


def _is_of_the_harmed(scan: Scan, start: int, begin: int, end: int) -> bool:
    """Whether a participle tells who the whole are, of whom a part is counted."""
    letters = scan.letters
    numbered = not {"0", "1"}.isdisjoint(letters[start:begin])
    if numbered and letters[end - 1] in "DN":
        return True  # 10 of | the 26 deaths
    if end >= len(letters) or letters[end] not in _ENDING:
        return False
    return numbered and _ENDED.match(letters[end : end + 16]) is not None


def _is_to_be_led(letters: str, figure: Figure, head: int) -> bool:
    """Whether a life is no life lost: "seeking a better life"."""
    taken = letters[figure.first - 1 : figure.first] in tuple("kTJ")
    return head > figure.end and not taken and letters[head + 1 : head + 2] not in ("b", "B")


def _is_its_year(scan: Scan, figure: Figure, head: int) -> bool:
    """Whether digits say when a harm was done: "the 2019 murder of a student"."""
    alone = scan.letters[figure.first : figure.number] in ("", "2")  # a 1996 hostage siege
    if not alone or head != figure.end or scan.lexicon.subject == "after":
        return False
    one = scan.letters[head] == "N" or not scan.words[head].endswith(scan.lexicon.plural_endings)
    return one and is_year(scan.words[figure.number])
