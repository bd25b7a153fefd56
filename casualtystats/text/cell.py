"""The cell of a table: a figure whose other words name no harm, such as "42 (11 children)"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from casualtystats.text.lexicon import Lexicon
from casualtystats.text.parts import mark_parts
from casualtystats.text.phrases import fold
from casualtystats.text.quantities import Quantity, Skeleton
from casualtystats.text.tokens import lowered, scan

__all__ = ["read_cell"]

_LONGEST: Final = 200  # a longer text is no mere figure
_OF_A_CELL: Final = frozenset("QOi,;&()VKxXjdpwG:ga")
#: More than a figure: "-5", "5 plus".
_OPEN: Final = re.compile(r"^,|[&|]$")
_HEDGES: Final = frozenset("<>")
_UNKNOWN: Final = frozenset("xX")
_BRACKET: Final = re.compile(r"\(Q(?:[,&]{1,2}Q){0,9}\)")


def read_cell(figure: str, lexicon: Lexicon) -> list[Quantity]:
    """Read the figure of a short phrase whose other words name no harm: "42 in Homs".

    Parameters
    ----------
    figure : str
        The text of a cell.
    lexicon : Lexicon
        Its language.

    Returns
    -------
    list of Quantity
        The figure and its parts; empty if there is more in the cell than is read of it.
    """
    if len(figure) > _LONGEST:
        return []
    skeleton = fold(scan(figure, lowered(figure), 0, len(figure), lexicon))
    unreadable = _OPEN.search(skeleton.letters) or set(skeleton.letters) - _OF_A_CELL
    if not skeleton.quantities or unreadable or _may_mean_more(skeleton):
        return []
    if not _take_hedges(skeleton):
        return []
    mark_parts(skeleton)
    _take_brackets(skeleton)
    for first, second in pairwise(skeleton.quantities):
        both = first.noun is not None and second.noun is not None
        if both and skeleton.letters[first.at + 1 : second.at] == "&":
            second.via = "shared"
    return [q for q in skeleton.quantities if q.kind not in ("article", "zero")]


def _may_mean_more(skeleton: Skeleton) -> bool:
    """Whether a word that is not known may hedge or count: "etwa 40", "5m 3f"."""
    scan, standing = skeleton.scan, {q.at for q in skeleton.quantities}
    for place, word in enumerate(skeleton.words):
        if place in standing:
            continue
        unknown = scan.senses[word] is None and skeleton.letters[place] in _UNKNOWN
        if (unknown and place + 1 in standing) or scan.words[word][:1].isdigit():
            return True
    return False


def _take_hedges(skeleton: Skeleton) -> bool:
    """Take hedges that stand in a bracket behind their figure; say whether none is left over."""
    scan, standing = skeleton.scan, {q.at: q for q in skeleton.quantities}
    for place, word in enumerate(skeleton.words):
        sense = scan.senses[word]
        if place in standing or sense is None or sense.letter not in _HEDGES:
            continue
        quantity = standing.get(place - 2)
        bracket = skeleton.letters[place - 1 : place] == "("
        if quantity is None or not bracket or quantity.form != "exact" or quantity.kind != "count":
            return False  # 31, at least in part
        quantity.hedge(sense, skeleton.words_at(place))
    return True


def _take_brackets(skeleton: Skeleton) -> None:
    """Read parts that stand in a bracket behind their whole: "5 (3 children)"."""
    for whole in skeleton.quantities:
        match = _BRACKET.match(skeleton.letters, whole.at + 1)
        if match is None:
            continue
        parts = [q for q in skeleton.quantities if whole.at < q.at < match.end()]
        counted = sum(part.low or 0 for part in parts if part.noun is not None)
        if all(part.noun is not None for part in parts) and counted <= (whole.best or 0):
            for part in parts:
                part.tag("subset")
                part.parent = whole
