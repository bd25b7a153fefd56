"""Figures that count nobody: years, ages, dates, labels and names."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.digits import is_year
from casualtystats.text.quantities import Figure, Quantity
from casualtystats.text.scan import Scan

__all__ = ["counts_nobody", "past_dates"]

_SAYS: Final = frozenset("bBhESPI")
_OLDEST: Final = 120
_FRACTION: Final = "0/0"  # and a half
_DAY: Final = 2  # digits
_SHARE_OF_THINGS: Final = ("0Kp", "1Kp")
_TO_TOLL: Final = re.compile(r"M[ad]{0,2}[yf]0t$|G[hatbBM]{1,3}$")
_NO_NOUN: Final = frozenset("xXK")
_ITS_VERB: Final = frozenset("thabBM")


def counts_nobody(  # noqa: PLR0911  # one return per way of counting nobody
    scan: Scan, quantity: Quantity, figure: Figure
) -> bool:
    """Tell whether a figure is a year, an age, a date, a label or a name.

    Parameters
    ----------
    scan : Scan
        A sentence.
    quantity : Quantity
        What the figure says.
    figure : Figure
        Where it stands.

    Returns
    -------
    bool
        True for "Flight 447", "on 12 May", "aged 4 to 11", "Jane Roe, 34,".
    """
    letters, words, n = scan.letters, scan.words, len(scan.letters)
    i, j, end = figure.first, figure.number, figure.end
    before, letter_before = (words[i - 1], letters[i - 1]) if i else ("", "")
    after, letter_after = (words[end], letters[end]) if end < n else ("", ";")
    if letter_after == "s" and scan.has_trait(end, "takes_number"):
        return True
    if letters[j] != "0" or quantity.form != "exact" or end - j != 1:
        return _counts_nobody_hedged(scan, quantity, figure)
    of_things = before in scan.lexicon.ratio and letters[max(0, i - 3) : i] in _SHARE_OF_THINGS
    if of_things or before in scan.lexicon.labels or before in scan.lexicon.months:
        return True  # 26 incidents out of | 606
    if letter_after == "A" or after in scan.lexicon.months or _is_date(scan, i, j, end):
        return True
    if _goes_on_as_time(scan, end) or (":" in (letter_before, letter_after) and _is_clock(scan, j)):
        return True
    if letter_after in _SAYS or letter_before == "G" or _is_where_toll_stands(letters, i, end):
        return False
    if is_year(words[j]) or _stands_by_a_name(
        letters, i, letter_after, counted=after.endswith(scan.lexicon.plural_endings)
    ):
        return True
    if letter_before in ("(", ",") and (quantity.best or 0) <= _OLDEST and letter_after in ",);":
        return i > 1 and letters[i - 2] in "XVx"  # Jane Roe, 34,
    if before in scan.lexicon.at_age and (quantity.best or 0) <= _OLDEST:
        # died at 96; but: the toll stands at 96
        return not set(letters[max(0, i - 4) : i]) & {"G", "M"}
    return False


def _counts_nobody_hedged(scan: Scan, quantity: Quantity, figure: Figure) -> bool:
    """Whether a figure in words, or one with a hedge, is an age, a label or a fraction."""
    letters, i = scan.letters, figure.first
    if quantity.form in ("more_than", "less_than") and _is_an_age(letters, i, figure.number):
        return (quantity.best or 0) <= _OLDEST
    labelled = i > 0 and scan.words[i - 1] in scan.lexicon.labels
    named = labelled and quantity.form in ("exact", "range")
    return named or letters[figure.end : figure.end + 3] == _FRACTION  # about 3 1/2 hours


def _is_where_toll_stands(letters: str, i: int, end: int) -> bool:
    """Whether a figure is what a toll rose to or is: "rose by 164 to 1651", "the toll was 1651"."""
    if letters[i - 1 : i] not in _ITS_VERB or letters[end : end + 1] in _NO_NOUN:
        return False
    return _TO_TOLL.search(letters, max(0, i - 6), i) is not None


def _is_an_age(letters: str, i: int, j: int) -> bool:
    """Whether "over" and digits say how old somebody is: "most of them over 75"."""
    of_them = letters[max(0, i - 2) : i]
    return (
        letters[j] == "0" and len(of_them) > 1 and of_them[1] in "miH" and of_them[0] in "xjeo017"
    )


def _is_clock(scan: Scan, j: int) -> bool:
    """Whether digits are the hours or the minutes of "10:15"."""
    letters, starts, ends = scan.letters, scan.starts, scan.ends
    if letters[j + 1 : j + 2] == ":" and j + 2 < len(letters) and starts[j + 2] == ends[j + 1]:
        return starts[j + 1] == ends[j]
    return j > 1 and letters[j - 2 : j] == "0:" and ends[j - 2] + 1 == starts[j]


def _goes_on_as_time(scan: Scan, i: int) -> bool:
    """Whether "and" and a time follow, or a fraction: "4 and 6 years old", "3 1/2 hours"."""
    if scan.letters[i : i + 3] == _FRACTION:
        return True
    if scan.letters[i : i + 2] != "&0" or i + 2 >= len(scan.letters):
        return False
    sense = scan.senses[i + 2]
    return sense is not None and (sense.letter == "A" or sense.trait == "age")


def _is_date(scan: Scan, i: int, j: int, end: int) -> bool:
    """Whether "of" or a preposition makes digits a day or a year: 12 de mayo de 2015, en 2018."""
    letters, words, months = scan.letters, scan.words, scan.lexicon.months
    if letters[end : end + 1] == "o" and end + 1 < len(words) and words[end + 1] in months:
        return True
    before = letters[i - 1] if i else ""
    if before == "o":
        return i > 1 and words[i - 2] in months and is_year(words[j])
    return before in ("p", "c") and is_year(words[j])


def _stands_by_a_name(letters: str, i: int, letter_after: str, *, counted: bool) -> bool:
    """Whether a figure belongs to a name before it: "Apollo 11", "Britain 2 Ghana 1"."""
    if letters[i - 1 : i] != "X" or letter_after in "Xe":
        return False
    if letter_after == "x" and (counted or i > 1):
        return False  # in Homs 12 gold panners; but: Soyuz 11 lost pressure
    lost = letters[max(0, i - 2) : i] == "&X" and "J" in letters[max(0, i - 9) : i]
    return not lost  # Argentina lost 649 servicemen and Britain 255


def past_dates(scan: Scan, i: int) -> int:
    """Step over "between 24 February and 17 October 2022", "between April 2014 and May 2016".

    Parameters
    ----------
    scan : Scan
        The sentence.
    i : int
        Where "between" stands.

    Returns
    -------
    int
        Index of the word behind the second date; 0 if two dates do not follow.
    """
    first = _past_date(scan, i + 1)
    return _past_date(scan, first + 1) if first and scan.letters[first : first + 1] == "&" else 0


def _past_date(scan: Scan, k: int) -> int:
    """Step over a day, a month and a year, each but the month optional; 0 if there is none."""
    words, letters, n = scan.words, scan.letters, len(scan.letters)
    if letters[k : k + 1] == "0" and len(words[k]) <= _DAY:
        k += 1
    if k >= n or words[k] not in scan.lexicon.months:
        return 0
    k += 1
    if letters[k : k + 1] == "0" and (len(words[k]) <= _DAY or is_year(words[k])):
        k += 1
    behind = k + 1 if letters[k : k + 1] == "," else k
    return behind + 1 if behind < n and is_year(words[behind]) else k
