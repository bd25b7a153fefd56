"""Figures: numerals with their hedges and ranges, "at least 31", "between 20 and 30", "12+"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casualtystats.text.numerals import Numeral, digits_value, is_scale_too, read_numeral
from casualtystats.text.quantities import Quantity

if TYPE_CHECKING:
    from casualtystats.text.claim import Form
    from casualtystats.text.lexicon import Sense
    from casualtystats.text.scan import Scan

__all__ = ["Figure", "build", "is_year", "read_figure"]

_NUMERAL = frozenset("0123456789")
_SECOND = frozenset("01789")
_GOES_ON = frozenset("-t|/&,<>")  # what may stand between a numeral and more of its figure
_BETWEEN = ("&", "t", "-", "<", ",")
_COUNTED = frozenset("VDWYNXxj")
_SHORT = 6
_JOINTS = ("t", "-")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(slots=True)
class Figure:
    """The part of a counted phrase before its noun.

    Parameters
    ----------
    first, number, end : int
        Words at which the phrase, its numeral, and what follows begin.
    quantity : Quantity or None
        None if the words are a number that counts nobody (a score, a date).
    """

    first: int
    number: int
    end: int
    quantity: Quantity | None = None
    hedges: tuple[Sense, ...] = ()
    tags: tuple[str, ...] = ()
    between: bool = False


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


def read_figure(scan: Scan, i: int) -> Figure | None:
    """Read the figure that begins at a word, with hedges before and behind it.

    Parameters
    ----------
    scan : Scan
        A sentence.
    i : int
        Index of a numeral, a hedge, or the word that opens a range.

    Returns
    -------
    Figure or None
        None if no numeral follows.
    """
    figure = Figure(i, i, i)
    j = _past_hedges(scan, figure)
    letters = scan.letters
    if j < len(letters) and letters[j] == "2":
        j = _past_article(scan, figure, j)
    if j >= len(letters) or letters[j] not in _NUMERAL or _is_comparison(scan, figure, j):
        return None
    figure.number, figure.end = j, j + 1
    numeral = read_numeral(scan, j)
    if numeral is None:
        first = _decimal_end(scan, j, between=figure.between)
        if first is not None:
            _to_other_end(scan, figure, first)
        return figure
    numeral = _in_its_figure(scan, figure, numeral)
    figure.end = numeral.end
    if numeral.end < len(letters) and letters[numeral.end] in _GOES_ON:
        if numeral.kind in ("count", "vague") and _to_other_end(scan, figure, numeral):
            return figure
        _hedges_behind(scan, figure)
    if letters[figure.first] == "f":
        return None  # revised, from 22 to 17
    figure.quantity = build(scan, figure, numeral)
    for tag in figure.tags:
        figure.quantity.tag(tag)
    return figure


def _in_its_figure(scan: Scan, figure: Figure, numeral: Numeral) -> Numeral:
    """Read a numeral as what stands before it asks: between one hundred | and one thousand."""
    j = figure.number
    if figure.between and scan.letters[numeral.end : numeral.end + 1] not in _BETWEEN:
        return read_numeral(scan, j, joins=False) or numeral
    if numeral.end == j + 1 and is_scale_too(scan, j) and _counts(figure.hedges):
        return Numeral(j + 1, numeral.unit)  # more than a thousand, not: thousands
    return numeral


def _is_comparison(scan: Scan, figure: Figure, j: int) -> bool:
    """Whether a hedge before a determiner compares two figures: "below the 140 of last year"."""
    if not figure.hedges or scan.letters[j - 2 : j] != "<d":
        return False
    sense = scan.senses[j - 2]
    return sense is not None and sense.form in ("more_than", "less_than")


def _counts(hedges: tuple[Sense, ...]) -> bool:
    """Whether a hedge speaks of a number, and not of how sure the figure is."""
    return any(h.form not in (None, "exact") and not _only_doubts(h) for h in hedges)


def _only_doubts(hedge: Sense) -> bool:
    """Whether a hedge bounds nothing: "perhaps", but not "perhaps as many as"."""
    return hedge.trait == "unsure" and hedge.form == "about"


def _past_hedges(scan: Scan, figure: Figure) -> int:
    """Collect the hedges before a numeral; return the word behind them."""
    letters, j = scan.letters, figure.first
    if letters[j] == "f":
        figure.between = True
        j += 1
    while j < len(letters) and j - figure.first < _SHORT and letters[j] in "<~ed":
        sense = scan.senses[j]
        if letters[j] == "~":
            figure.between = True
        elif letters[j] == "<" and sense is not None:
            figure.hedges += (sense,)
        elif letters[j] == "e" and sense is not None and sense.tag:
            figure.tags += (sense.tag,)
        j += 1
    return j


def _past_article(scan: Scan, figure: Figure, j: int) -> int:
    """Step over an article that belongs to a numeral: "a record 39 deaths", "another 12"."""
    letters = scan.letters
    article = scan.senses[j]
    if article is not None and article.tag:
        figure.tags += (article.tag,)
    for number in range(j + 1, min(j + 4, len(letters))):
        if letters[number + 1 : number + 2] == "A":
            return j  # a 9 year old boy
        if letters[number] in "0179":
            if all(letter in "ejxg<" for letter in letters[j + 1 : number]):
                middle = [sense for sense in scan.senses[j + 1 : number] if sense is not None]
                figure.hedges += tuple(sense for sense in middle if sense.letter == "<")
                figure.tags += tuple(sense.tag for sense in middle if sense.tag == "added")
                return number
            return j
    return j


def _hedges_behind(scan: Scan, figure: Figure) -> None:
    """Collect the hedges behind a numeral: "or more", "+", "12 at least"."""
    letters, n = scan.letters, len(scan.letters)
    end = figure.end
    while end < n and letters[end] == ">":
        sense = scan.senses[end]
        if sense is not None:
            figure.hedges += (sense,)
        end += 1
    if end < n and letters[end] == "<" and (end + 1 == n or letters[end + 1] not in _NUMERAL):
        sense = scan.senses[end]
        if sense is not None and sense.trait == "either_side":
            figure.hedges += (sense,)
            end += 1
    figure.end = end


def _to_other_end(scan: Scan, figure: Figure, numeral: Numeral) -> bool:
    """Read on to the other end of a range; say whether the figure is complete with it."""
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
        if other is None or moved or (joint == "t" and _is_date(scan, figure, numeral, other)):
            return False
        figure.quantity = _range(scan, figure, numeral, other, joint)
        years = numeral.plain and other.plain and is_year(scan.words[figure.number])
        alike = letters[end + 1] == letters[figure.number]  # 5 - 3; but: the 10 - six men, four
        if figure.quantity is None and not (years or (joint in "-/" and alike)):
            return False
        figure.end = other.end
        return True
    return joint in "&,<" and _widened(scan, figure, numeral, joint)


def _is_date(scan: Scan, figure: Figure, first: Numeral, second: Numeral) -> bool:
    """Whether a year only stands before "to": "since October 2023 to 48,271"."""
    at = figure.number
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
    letters = scan.letters
    joint, behind = letters[j + 1 : j + 2], letters[j + 2 : j + 3]
    if letters[j] != "0" or behind not in ("0", "1") or (joint not in _JOINTS and not between):
        return None
    read, other = digits_value(scan.words[j], scan.lexicon), read_numeral(scan, j + 2)
    if read is None or other is None or other.scaled <= 1:
        return None
    shared = read[0] * other.scaled
    return Numeral(j + 1, int(shared), scaled=other.scaled) if shared == int(shared) else None


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
    evidence = ("range", words, _entry(scan, figure.number))
    if first.kind == "vague" or second.kind == "vague":
        unit = first.unit if first.kind == "vague" else second.unit
        return Quantity(start, end, form="vague", unit=unit, kind="vague", evidence=[evidence])
    low, high = first.value, second.value
    if low is None or high is None:
        return None
    shared = second.scaled > 1 >= first.scaled and low < 1000 and joint != "|"
    if shared and low * second.scaled < high:
        low *= second.scaled  # 3-5 million; but: between 500 and two million
    years = first.plain and second.plain and is_year(scan.words[figure.number])
    spanned = joint in "-/" or scan.letters[second.end : second.end + 1] not in _COUNTED
    if low >= high or (years and spanned):
        return None  # between 2014 and 2018
    return Quantity(start, end, low=low, high=high, form="range", evidence=[evidence])


def _entry(scan: Scan, j: int) -> str:
    sense = scan.senses[j]
    return "" if sense is None else sense.entry


def _hedge_words(scan: Scan, figure: Figure, numeral: Numeral) -> str:
    """Cut out what stands before the numeral of a figure and what stands behind it."""
    before = scan.text[scan.starts[figure.first] : scan.starts[figure.number]]
    behind = scan.text[scan.ends[numeral.end - 1] : scan.ends[figure.end - 1]]
    return f"{before.strip()} {behind.strip()}".strip()


def build(scan: Scan, figure: Figure, numeral: Numeral) -> Quantity:
    """Give a figure the form that its hedges say.

    Parameters
    ----------
    scan : Scan
        The sentence.
    figure : Figure
        Where the figure stands, and its hedges.
    numeral : Numeral
        What it is worth.

    Returns
    -------
    Quantity
        Without a noun yet.
    """
    start, end = scan.starts[figure.first], scan.ends[figure.end - 1]
    words = scan.text[scan.starts[figure.number] : scan.ends[numeral.end - 1]]
    quantity = Quantity(start, end, kind=numeral.kind, unit=numeral.unit)
    quantity.hedges = figure.hedges
    quantity.evidence.append(("figure", words, _entry(scan, figure.number)))
    for hedge in figure.hedges:
        quantity.evidence.append(("hedge", _hedge_words(scan, figure, numeral), hedge.entry))
        quantity.tag(hedge.tag)
    if numeral.kind == "vague":
        quantity.form = "vague"
        return quantity
    form: Form = "exact"
    firm: list[Form] = [h.form for h in figure.hedges if h.form is not None and h.form != "exact"]
    if scan.lexicon.rough:  # une vingtaine: about 20
        for sense in scan.senses[figure.number : numeral.end]:
            if sense is not None and sense.form is not None:
                quantity.evidence.append(("hedge", words, sense.entry))
                firm.append(sense.form)
    if firm and numeral.kind in ("article", "zero"):
        firm = [f for f in firm if f == "at_least"]  # al menos un herido
        quantity.kind = "count" if firm else numeral.kind
    if firm:
        form = next((f for f in firm if f != "about"), firm[0])
    value = numeral.value
    quantity.form, quantity.best = form, value
    quantity.low = None if form in ("at_most", "less_than") else value
    quantity.high = None if form in ("at_least", "more_than") else value
    return quantity
