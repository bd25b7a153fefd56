"""Numbers written in digits, with the separators of a language."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.lexicon import Lexicon

__all__ = ["decimal_value", "digits_value", "grouped_value", "is_year"]

_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_DECIMALS: Final = re.compile(r"(\d{1,3})[.,٫](\d{1,2})")
_THOUSANDS: Final = re.compile(r"([1-9]\d{0,2})[.,٫](\d{3})")
_LARGEST_DIGITS: Final = 12  # a toll above a million million is a misprint, not a toll
_SEPARATORS: Final = str.maketrans(dict.fromkeys(".,'’٬٫ \u00a0\u202f\u2009", " "))


def digits_value(digits: str, lexicon: Lexicon) -> tuple[float, bool] | None:
    """Read a number written in digits, with the separators of a language.

    Parameters
    ----------
    digits : str
        Digits of any script with separators: ``"1,200"``, ``"1 200"``, ``"1,20,000"``.
    lexicon : Lexicon
        Whose separators they are.

    Returns
    -------
    tuple of (float, bool) or None
        The number (an int unless it has decimals) and whether it was written without
        separators; None if this is no number, or one too long to be a toll.

    Examples
    --------
    >>> from casualtystats.text.loading import load
    >>> digits_value("1,20,000", load("en"))
    (120000, False)
    >>> digits_value("6.5", load("en"))
    (6.5, False)
    """
    if digits.isdigit():
        readable = len(digits) <= _LARGEST_DIGITS and digits.isdecimal()
        return (int(digits), True) if readable else None
    if digits[-4:-3] in lexicon.group:  # below a million, as most that have separators are
        thousands, rest = digits[:-4], digits[-3:]
        if len(thousands) <= 3 and thousands.isdecimal() and rest.isdecimal():
            return int(thousands + rest), False
    groups = digits.translate(_SEPARATORS).split()
    if sum(map(len, groups)) > _LARGEST_DIGITS:
        return None
    marks = [c for c in digits if not c.isdigit()]
    decimals = ""
    if marks[-1] == lexicon.decimal and marks.count(lexicon.decimal) == 1:
        decimals = groups.pop()
        marks.pop()
    if marks and not (
        len(set(marks)) == 1
        and marks[0] in lexicon.group
        and len(groups[0]) <= 3
        and len(groups[-1]) == 3
        and len({len(g) for g in groups[1:-1]} | {3}) <= 2
        and all(2 <= len(g) <= 3 for g in groups[1:])
    ):
        return None
    whole = int("".join(groups))
    if decimals:
        return float(f"{whole}.{int(decimals):0{len(decimals)}d}"), False
    return whole, False


def decimal_value(digits: str) -> tuple[float, bool] | None:
    """Read decimals behind the mark that the language groups by: before a scale word it is 1,5.

    Parameters
    ----------
    digits : str
        Digits with a mark.

    Returns
    -------
    tuple of (float, bool) or None
        As `digits_value`; None if they are no decimals.
    """
    match = _DECIMALS.fullmatch(digits)
    return None if match is None else (float(f"{match[1]}.{match[2]}"), False)


def grouped_value(digits: str) -> int | None:
    """Read thousands behind the mark of decimals, as another language groups them: 25.000 deaths.

    Parameters
    ----------
    digits : str
        Digits with a mark; what they count has no thousandth parts.

    Returns
    -------
    int or None
        None if there are not three digits behind the mark.

    Examples
    --------
    >>> grouped_value("25.000"), grouped_value("6.5")
    (25000, None)
    """
    match = _THOUSANDS.fullmatch(digits)
    return None if match is None else int(match[1] + match[2])


def is_year(word: str) -> bool:
    """Tell whether digits look like a year between 1500 and 2099.

    Parameters
    ----------
    word : str
        Digits.

    Returns
    -------
    bool
        True for ``"1914"``.
    """
    return _YEAR.fullmatch(word) is not None
