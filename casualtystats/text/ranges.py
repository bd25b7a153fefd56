"""Ranges: "between 20 and 30", "12 to 15", "3-5 million", "1,000, and possibly 3,000"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.digits import digits_value, is_year
from casualtystats.text.lexicon import Sense
from casualtystats.text.numerals import Numeral, read_numeral
from casualtystats.text.quantities import Figure, Quantity
from casualtystats.text.scan import Scan

__all__ = ["AND_A_HALF", "spans_to", "to_other_end", "with_shared_scale"]

_SECOND: Final = frozenset("01789")
_COUNTED: Final = frozenset("VDWYNXxj")
_FAR: Final = 10  # no range of people has such ends
_JOINTS: Final = ("t", "-")
_AND_MORE: Final = re.compile(r"&[<2]{0,2}[0189]")
#: one and a half | to two million
_HARMS_BEFORE: Final = re.compile(r"[ESPD]/[ESPD]:?$")
_HARMS_BEHIND: Final = re.compile(r"V?[ESPD]/[ESPD]")
AND_A_HALF: Final = re.compile(r"1&25(?=[t&-][01])")


def with_shared_scale(scan: Scan, figure: Figure) -> Figure:
    """Read a range whose first end shares the scale of the second, or a number of nobody.

    Parameters
    ----------
    scan : Scan
        A sentence.
    figure : Figure
        Its numeral by itself is no number of people: 1.5, one and a half.

    Returns
    -------
    Figure
        The same; without a quantity it counts nobody.
    """
    first = _decimal_end(scan, figure.number, between=figure.between)
    if first is not None:
        to_other_end(scan, figure, first)
    return figure


def spans_to(scan: Scan, figure: Figure) -> bool:
    """Read "between one hundred and two thousand": the "and" is no part of the first number.

    Parameters
    ----------
    scan : Scan
        A sentence.
    figure : Figure
        Opened by "between"; changed in place.

    Returns
    -------
    bool
        Whether two ends were found.
    """
    j = figure.number
    first = _decimal_end(scan, j, between=True) or read_numeral(scan, j, joins=False)
    if first is None or first.kind != "count" or scan.letters[first.end : first.end + 1] != "&":
        return False
    if not to_other_end(scan, figure, first):
        return False
    if _AND_MORE.match(scan.letters, figure.end) is None:
        return True
    figure.quantity, figure.end = None, j + 1  # one hundred and two thousand | and five million
    return False


def _in_turn(letters: str, first: int, end: int) -> bool:
    """Whether two harms are told as two figures are: "killed/injured: 12/30", "12/30 dead/hurt"."""
    if _HARMS_BEFORE.search(letters, max(0, first - 4), first) is not None:
        return True
    return _HARMS_BEHIND.match(letters, end) is not None


def to_other_end(scan: Scan, figure: Figure, numeral: Numeral) -> bool:
    """Read on to the other end of a range; say whether the figure is complete with it.

    Parameters
    ----------
    scan : Scan
        A sentence.
    figure : Figure
        Changed in place: its quantity, and where it ends.
    numeral : Numeral
        What was read as its first end.

    Returns
    -------
    bool
        Whether the figure is read to its end; without a quantity it counts nobody.
    """
    letters, n, end = scan.letters, len(scan.letters), numeral.end
    if end + 1 >= n:
        return False
    joint = letters[end]
    if joint == "-" and letters[end + 1] in "&<":
        joint = ","  # a dash that is a comma
    if joint in "-t|/" or (joint == "&" and figure.between):
        k = end + 1
        while k < n and letters[k] in "<2" and joint != "-":
            k += 1
        other = read_numeral(scan, k) if k < n and letters[k] in _SECOND else None
        moved = joint == "t" and figure.first > 0 and letters[figure.first - 1] in "fyq"
        if other is None or moved or _is_date(scan, figure, numeral, other, joint):
            return False
        if joint == "/" and _in_turn(letters, figure.first, other.end):
            return False
        part = joint == "/" and letters[other.end : other.end + 1] == "o"  # 2/3 of them
        figure.quantity = None if part else _range(scan, figure, numeral, other, joint)
        years = numeral.plain and other.plain and is_year(scan.words[figure.number])
        alike = letters[end + 1] == letters[figure.number]  # 5 - 3; but: the 10 - six men, four
        if figure.quantity is None and not (years or (joint in "-/" and alike)):
            return False
        figure.end = other.end
        return True
    return joint in "&,<" and _widened(scan, figure, numeral, joint)


def _is_date(scan: Scan, figure: Figure, first: Numeral, second: Numeral, joint: str) -> bool:
    """Whether a year only stands before "to": "since October 2023 to 48,271"."""
    at = figure.number
    if joint == "-":  # 16 May 1917 – 278,000
        much = (second.value or 0) > _FAR * (first.value or 0)
        return first.plain and not second.plain and much and is_year(scan.words[at])
    if joint != "t":
        return False
    if not (first.plain and is_year(scan.words[at])) or is_year(scan.words[second.end - 1]):
        return False
    months = scan.lexicon.months  # since October 2023, since October 7, 2023
    before = scan.words[max(0, at - 3) : at]
    return bool(before) and (
        scan.letters[at - 1] in ("c", "p", "o")
        or before[-1] in months
        or (before[-1] == "," and before[0] in months)
    )


def _decimal_end(scan: Scan, j: int, *, between: bool) -> Numeral | None:
    """Read decimals that share the scale of the range's other end: "2.1 to 3.8 million"."""
    letters, end = scan.letters, j + 1
    if AND_A_HALF.match(letters, j):
        half, end = scan.senses[j], j + 4
        value = 0.5 + ((None if half is None else half.value) or 0)
    elif letters[j] == "0" and (read := digits_value(scan.words[j], scan.lexicon)) is not None:
        value = read[0]
    else:
        return None
    joint, behind = letters[end : end + 1], letters[end + 1 : end + 2]
    if behind not in ("0", "1") or (joint not in _JOINTS and not between):
        return None
    other = read_numeral(scan, end + 1)
    if other is None or other.scaled <= 1:
        return None
    shared = value * other.scaled
    return Numeral(end, int(shared), scaled=other.scaled) if shared == int(shared) else None


def _widened(scan: Scan, figure: Figure, numeral: Numeral, joint: str) -> bool:
    """Read a second figure that widens the first: "1,000, and possibly as many as 3,000"."""
    letters, k = scan.letters, numeral.end + (joint in "&,")
    if joint == "," and letters[k : k + 1] == "&":
        k, joint = k + 1, "&"
    if letters[k : k + 1] != "<":
        return False
    both = _bounds_below(figure.hedges) and _bounds_above(scan.senses[k])
    if not both and not _widens(scan.senses[k], "&" if figure.between else joint):
        return False
    other = read_numeral(scan, k + 1) if letters[k + 1 : k + 2] in _SECOND else None
    if other is None:
        return False
    figure.quantity = _range(scan, figure, numeral, other, "-")
    if figure.quantity is None:
        return False
    closed = letters[other.end : other.end + 2] in ("-V", ",V")
    figure.end = other.end + closed
    return True


def _bounds_below(hedges: tuple[Sense, ...]) -> bool:
    return any(hedge.form in ("more_than", "at_least") for hedge in hedges)


def _bounds_above(sense: Sense | None) -> bool:
    return sense is not None and sense.form in ("less_than", "at_most")


def _widens(sense: Sense | None, joint: str) -> bool:
    """Whether a hedge between two figures makes them a range: "12 and possibly as many as 20"."""
    return sense is not None and (
        sense.trait == "unsure" or (joint == "&" and sense.form == "at_most")
    )


def _range(
    scan: Scan, figure: Figure, first: Numeral, second: Numeral, joint: str
) -> Quantity | None:
    """Join two figures into a range; None if they are no range of people."""
    start, end = scan.starts[figure.first], scan.ends[second.end - 1]
    words = scan.text[scan.starts[figure.number] : end]
    quantity = Quantity(start, end)
    quantity.evidence.append(("range", words, scan.entry(figure.number)))
    if first.kind == "vague" or second.kind == "vague":
        unit = first.unit if first.kind == "vague" else second.unit
        quantity.form, quantity.unit, quantity.kind = "vague", unit, "vague"
        return quantity
    low, high = first.value, second.value
    if low is None or high is None:
        return None
    shared = second.scaled > 1 >= first.scaled and low < 1000
    shared = shared and (joint != "|" or low * second.scaled < high)  # three or four thousand
    if shared and low * second.scaled < high:
        low *= second.scaled  # 3-5 million; but: between 500 and two million
    years = first.plain and second.plain and is_year(scan.words[figure.number])
    spanned = joint in "-/" or scan.letters[second.end : second.end + 1] not in _COUNTED
    if low >= high or (years and spanned):
        return None  # between 2014 and 2018
    quantity.form, quantity.low, quantity.high = "range", low, high
    return quantity
