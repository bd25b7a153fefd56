"""Figures: numerals with their hedges, "at least 31", "as many as 40", "12+"."""

from __future__ import annotations

from typing import Final

from casualtystats.text.claim import Form
from casualtystats.text.lexicon import Sense
from casualtystats.text.numerals import Numeral, is_scale_too, read_numeral
from casualtystats.text.quantities import Figure, Quantity
from casualtystats.text.ranges import (
    AND_A_HALF,
    spans_to,
    to_other_end,
    with_shared_scale,
)
from casualtystats.text.scan import Scan

__all__ = ["build", "read_figure"]

_NUMERAL: Final = frozenset("0123456789")
_GOES_ON: Final = frozenset("-t|/&,<>")  # what may stand between a numeral and more of its figure
_SHORT: Final = 6


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
    figure, letters = Figure(i, i, i), scan.letters
    j = i if letters[i] in _NUMERAL else _past_hedges(scan, figure)
    if j < len(letters) and letters[j] == "2":
        j = _past_article(scan, figure, j)
    if (
        j >= len(letters)
        or letters[j] not in _NUMERAL
        or (figure.hedges and _is_comparison(scan, j))
    ):
        return None
    figure.number, figure.end = j, j + 1
    if figure.between and spans_to(scan, figure):
        return figure
    halved = letters[j] == "1" and AND_A_HALF.match(letters, j) is not None
    numeral = None if halved else read_numeral(scan, j)
    if numeral is None:
        return with_shared_scale(scan, figure)
    if figure.hedges and numeral.end == j + 1 and is_scale_too(scan, j) and _counts(figure):
        numeral = Numeral(j + 1, numeral.unit)  # more than a thousand, not: thousands
    figure.end = numeral.end
    if numeral.end < len(letters) and letters[numeral.end] in _GOES_ON:
        if numeral.kind in ("count", "vague") and to_other_end(scan, figure, numeral):
            return figure
        _hedges_behind(scan, figure)
    if letters[figure.first] == "f":
        return None  # revised, from 22 to 17
    figure.quantity = build(scan, figure, numeral)
    for tag in figure.tags:
        figure.quantity.tag(tag)
    return figure


def _is_comparison(scan: Scan, j: int) -> bool:
    """Whether a hedge before a determiner compares two figures: "below the 140 of last year"."""
    if scan.letters[j - 2 : j] != "<d" or scan.letters[j + 1 : j + 2] == "x":
        return False  # passed the 7,500 mark
    sense = scan.senses[j - 2]
    return sense is not None and sense.form in ("more_than", "less_than")


def _counts(figure: Figure) -> bool:
    """Whether a hedge speaks of a number, and not of how sure the figure is."""
    return any(h.form not in (None, "exact") and not _only_doubts(h) for h in figure.hedges)


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
    quantity = Quantity(start, end)
    quantity.kind, quantity.unit, quantity.hedges = numeral.kind, numeral.unit, figure.hedges
    quantity.evidence.append(("figure", words, scan.entry(figure.number)))
    firm: list[Form] = []
    for hedge in figure.hedges:
        quantity.evidence.append(("hedge", _hedge_words(scan, figure, numeral), hedge.entry))
        quantity.tag(hedge.tag)
        if hedge.form is not None and hedge.form != "exact":
            firm.append(hedge.form)
    if numeral.kind == "vague":
        quantity.form = "vague"
        return quantity
    form: Form = "exact"
    if scan.lexicon.rough:  # une vingtaine: about 20
        for sense in scan.senses[figure.number : numeral.end]:
            if sense is not None and sense.form is not None:
                quantity.evidence.append(("hedge", words, sense.entry))
                firm.append(sense.form)
    if numeral.rough:
        quantity.evidence.append(("hedge", words, scan.entry(figure.number)))
        firm.append("about")
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
