"""The cell of a table: a figure whose other words name no harm, such as "42 (11 children)"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.digits import is_year
from casualtystats.text.items import itemise
from casualtystats.text.lexicon import Lexicon
from casualtystats.text.parts import mark_parts
from casualtystats.text.phrases import fold
from casualtystats.text.quantities import Quantity, Skeleton
from casualtystats.text.sentences import lowered
from casualtystats.text.tokens import scan

__all__ = ["read_cell"]

_LONGEST: Final = 200  # a longer text is no mere figure
_OF_A_CELL: Final = frozenset("QOi,;&()VKxXjdpwG:gt")
#: More than a figure: "-5", "5 plus".
_OPEN: Final = re.compile(r"^,|[&|]$")
_HEDGES: Final = frozenset("<>")
_LAST_JOINTS: Final = ("&", ",&", "&d", ",&d")  # a mother and her two children
_UNKNOWN: Final = frozenset("xX")


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
    _take_ends(skeleton)
    itemise(skeleton)
    row = [q for q in _in_row(skeleton) if "subset" not in q.tags]
    return [q for q in skeleton.quantities if q.kind not in ("article", "zero") or q in row]


def _in_row(skeleton: Skeleton) -> list[Quantity]:
    """Join what is counted in one row: "a soldier and two civilians", "11 men, 12 women and 8"."""
    some, letters = skeleton.quantities, skeleton.letters
    ends = [q for q in some[1:] if q.noun and letters[: q.at].rstrip("d").endswith("&")]
    row: list[Quantity] = []
    for last in ends:
        place = some.index(last)
        row.append(last)
        while place and some[place - 1].noun is not None:
            path = letters[some[place - 1].at + 1 : some[place].at]
            if path not in (_LAST_JOINTS if some[place] is last else (",",)):
                break
            some[place].via = "shared"
            place -= 1
            row.append(some[place])
    return row if len(row) > 1 else []


def _take_ends(skeleton: Skeleton) -> None:
    """Read a best figure and its ends, one in a bracket: "31 (20-40)", "20-40 (31)"."""
    if len(skeleton.quantities) != 2 or skeleton.letters[:4] != "Q(Q)":
        return
    first, second = skeleton.quantities
    best, ends = (first, second) if second.form == "range" else (second, first)
    if ends.form != "range" or best.form != "exact" or best.best is None:
        return
    bare = ends.noun is None and best.noun is None  # 20 men (20-40) are of those ages
    if not bare or ends.low is None or ends.high is None:
        return
    if ends.low <= best.best <= ends.high:
        first.low, first.high, first.best, first.form = ends.low, ends.high, best.best, "range"
        first.end = second.end + 1
        first.evidence += second.evidence
        skeleton.quantities.remove(second)


def _may_mean_more(skeleton: Skeleton) -> bool:
    """Whether a word that is not known may hedge or count: "etwa 40", "5m 3f"."""
    scan, standing = skeleton.scan, {q.at for q in skeleton.quantities}
    for place, word in enumerate(skeleton.words):
        if place in standing:
            continue
        unknown = scan.senses[word] is None and skeleton.letters[place] in _UNKNOWN
        counts = scan.words[word][:1].isdigit() and not is_year(scan.words[word])
        if (unknown and place + 1 in standing) or counts:
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
        if quantity is None or not bracket:
            if sense.trait == "either_side":
                return False  # 31, at least in part
            continue  # 40 near the bridge
        if quantity.form != "exact" or quantity.kind != "count":
            return False
        quantity.hedge(sense, skeleton.words_at(place))
    return True
