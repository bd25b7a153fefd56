"""One cell of a figure column: a number, a range, a code for unknown, or a date in disguise."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from casualtystats.io.layout import load_months

__all__ = ["Cell", "read_cell"]

_DASH = r"\s*(?:-|–|—|−|to|bis|à|a)\s*"  # dashes recorders type
_NUMBER = r"\d{1,3}(?:[, .\u00a0\u202f']\d{3})+|\d+"
_RANGE = re.compile(rf"({_NUMBER}){_DASH}({_NUMBER})")
_GROUPED = re.compile(r"\d{1,3}(?:[,. \u00a0\u202f']\d{3})+")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}\.000")  # 5.000 is 5 here and 5,000 there
_DAY_MONTH = re.compile(r"(\d{1,2})[-./ ]+([^\W\d_]{3,5})\.?(?:[-./ ]+(?:\d{2}|\d{4}))?")
_MONTH_NUMBER = re.compile(r"([^\W\d_]{3,5})\.?[-./ ]+(\d{2})")
_ISO = re.compile(r"\d{4}-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(?:\d{2}|\d{4})")
_SERIAL = range(36_526, 54_789)  # days 2000-01-01 to 2049-12-31 as spreadsheets count them
_LAST_MONTH, _LAST_DAY = 12, 31
_EVERYBODY = 10**10  # people, more than are alive


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell states: two ends (equal for one number), or nothing, and why.

    `kind` is empty for a cell taken as it stands; `words` says that the cell holds words that
    only a reader of text can take further.
    """

    low: int | None = None
    high: int | None = None
    kind: str = ""
    action: str = ""
    rule: str = ""
    words: bool = False


def read_cell(text: str, unknown: frozenset[str] = frozenset(), *, incidents: bool = True) -> Cell:
    """Read one cell of a column of people.

    Parameters
    ----------
    text : str
        The cell as it stands in the file.
    unknown : frozenset of str
        Codes for unknown, in lower case.
    incidents : bool
        Whether a row is one incident, so that 42,873 dead is more likely a date than a toll.

    Returns
    -------
    Cell
        The ends it states. Nothing is invented: a cell that cannot be read states nothing.

    Examples
    --------
    >>> read_cell("5-Oct").low, read_cell("5-Oct").high
    (5, 10)
    >>> read_cell("-99", frozenset({"-99"})).kind
    'unknown code'
    >>> read_cell("3 – 7").high
    7
    """
    cell = unicodedata.normalize("NFKC", text).strip().lower()
    if not cell:
        return Cell()
    if cell in unknown or _whole(cell) in {_whole(code) for code in unknown} - {None}:
        return _none("unknown code", "kept missing", "a code for unknown is not a figure")
    number = _whole(cell)
    if number is not None:
        return _unclear_mark(cell) or _counted(number, incidents=incidents)
    if _GROUPED.fullmatch(cell):
        number = int(re.sub(r"\D", "", cell))
        rule = "a mark between groups of three digits separates thousands"
        return _believable(Cell(number, number, "thousands mark", "repaired", rule))
    if found := _RANGE.fullmatch(cell):
        low, high = (int(re.sub(r"\D", "", end)) for end in found.groups())
        return _believable(Cell(low, high))
    return _date(cell) or _otherwise(cell)


def _whole(cell: str) -> int | None:
    """Return the whole number a cell writes in digits ("12", "12.0", "-99"), or None."""
    match = re.fullmatch(r"([+-]?\d+)(?:\.0+)?", cell)
    return int(match.group(1)) if match else None


def _unclear_mark(cell: str) -> Cell | None:
    if not _TWO_WAYS.fullmatch(cell):
        return None
    rule = "three zeros behind a full stop may be decimals or thousands"
    return _none("ambiguous mark", "kept missing", rule)


def _counted(number: int, *, incidents: bool) -> Cell:
    if number < 0:
        return _none("negative", "kept missing", "people are not counted below 0")
    if incidents and number in _SERIAL:
        rule = "a five-digit figure of one incident may be the serial number of a date"
        return Cell(number, number, "serial number", "flagged", rule)
    return _believable(Cell(number, number))


def _believable(cell: Cell) -> Cell:
    """Return a cell unless it counts more people than there are, which a table cannot hold."""
    if max(cell.low or 0, cell.high or 0) <= _EVERYBODY:
        return cell
    return _none("too large", "kept missing", "more people than there are")


def _date(cell: str) -> Cell | None:
    """Undo what a spreadsheet makes of "5-10", whichever way its country writes dates.

    Typed "5-10" shows as "10-May" where months come first and as "5-Oct" where days do: in
    both the day and the month are the two numbers typed, and a range says their order. Where
    the second number cannot be a day it became a year: "5-40" shows as "May-40".
    """
    months = load_months()
    if found := _DAY_MONTH.fullmatch(cell):
        day, month = int(found.group(1)), months.get(_letters(found.group(2)))
        return None if month is None or day > _LAST_DAY else _undated(day, month)
    if found := _MONTH_NUMBER.fullmatch(cell):
        month, number = months.get(_letters(found.group(1))), int(found.group(2))
        if month is None:
            return None
        return _undated(month, number) if number > _LAST_MONTH else _unclear(cell)
    if found := _ISO.fullmatch(cell):  # the first of a month may hide a number shown as a year
        month, day = int(found.group(1)), int(found.group(2))
        return _undated(month, day) if day > 1 else _unclear(cell)
    if found := _SLASHED.fullmatch(cell):
        return _undated(int(found.group(1)), int(found.group(2)))
    return None


def _letters(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _undated(one: int, other: int) -> Cell:
    low, high = sorted((one, other))
    rule = "a spreadsheet turned a range into a date: day and month are its two ends"
    return Cell(low, high, "spreadsheet date", "repaired", rule)


def _unclear(cell: str) -> Cell:
    rule = f"a spreadsheet made a date ({cell}) of figures it no longer shows"
    return _none("spreadsheet date", "kept missing", rule)


def _otherwise(cell: str) -> Cell:
    try:
        number = float(cell)
    except ValueError:
        rule = "words are no figure; they stay in their column for parse_frame or estimate_frame"
        return Cell(None, None, "words", "kept missing", rule, words=True)
    if not math.isfinite(number) or number != int(number):
        return _none("not whole", "kept missing", "a figure counts whole people")
    if number < 0:
        return _counted(int(number), incidents=False)
    rule = "a whole number"
    return _believable(Cell(int(number), int(number), "scientific notation", "repaired", rule))


def _none(kind: str, action: str, rule: str) -> Cell:
    return Cell(None, None, kind, action, rule)
