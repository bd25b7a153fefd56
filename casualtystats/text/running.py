"""Running tolls: "the death toll rose by 12 to 120 from 108", "bringing the total to 38"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casualtystats.text.quantities import give

if TYPE_CHECKING:
    from casualtystats.text.claim import Outcome
    from casualtystats.text.quantities import Quantity, Skeleton

__all__ = ["read_toll"]

_SET_AGAINST = {"f": "prior", "q": "prior", "y": "added"}  # from 98, up from 98, by 22
_REACH = 40
_MOVED = re.compile(r"[MbBt:Lhfqy][adegzp:]{0,3}$")
_MAY_YET = re.compile(r"[zZ](?!h)")  # could rise to 200, is expected to reach 200
_NEAR = re.compile(r"o?[adeg:,(]{0,3}")
_ITS_PLACE = re.compile(r"(?:[pfo][dxXKVj]{1,4}){1,2}[adeg]{0,3}")
_TOTAL = re.compile(r"a?[MtbBo,:]{0,3}[adeg]{0,3}")


def read_toll(  # one loop over one clause, told apart by what stands before each
    skeleton: Skeleton, standing: dict[int, Quantity], at: int
) -> None:
    """Attach the figures of a running toll, the new one and those it is set against.

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    standing : dict of int to Quantity
        The counted phrases by place.
    at : int
        Where the toll noun stands.
    """
    letters = skeleton.letters
    sense = skeleton.sense(at)
    if sense is None:
        return
    outcome = sense.outcome or _last_outcome(skeleton, at)
    stop = letters.find(";", at)
    stop = min(len(letters) if stop < 0 else stop, at + _REACH)
    main = False
    for place in range(at + 1, stop):
        if letters[place] == "G" and not main:
            return
        if letters[place] not in "QO":
            continue
        quantity = standing[place]
        if quantity.via in ("left", "of", "right", "noun") or "subset" in quantity.tags:
            if main:
                return
            continue
        if _ends(letters, at, place, open_toll=sense.outcome is None, main=main):
            return
        if main or _is_its_figure(letters, at, place, quantity):
            give(skeleton, quantity, at, "toll", outcome)
            quantity.tag(
                sense.tag if sense.tag == "prior" else _SET_AGAINST.get(letters[place - 1])
            )
            if not main:
                _exceeded(skeleton, quantity, at)
            main = True


def _exceeded(skeleton: Skeleton, quantity: Quantity, at: int) -> None:
    """Read a verb before the toll noun, as where the verb comes first: "exceeded the toll 900"."""
    sense = skeleton.sense(at - 1) if at else None
    if sense is None or sense.entry != "hedges.more_than.verb" or quantity.form != "exact":
        return
    quantity.form, quantity.high = "more_than", None
    quantity.evidence.append(("hedge", skeleton.words_at(at - 1), sense.entry))


def _ends(letters: str, at: int, place: int, *, open_toll: bool, main: bool) -> bool:
    """Whether what the toll noun says ends before a figure."""
    if main:
        return letters[place - 1] not in "tfqy"
    if open_toll and not _TOTAL.fullmatch(letters, at + 1, place):
        return True
    return _MAY_YET.search(letters, at + 1, place) is not None


def _is_its_figure(letters: str, at: int, place: int, quantity: Quantity) -> bool:
    """Whether a figure is what the toll noun says: it rose to it, stands at it, is put at it."""
    if _MOVED.search(letters, max(at + 1, place - 5), place) or _NEAR.fullmatch(
        letters, at + 1, place
    ):
        return True
    if "M" in letters[max(0, at - 4) : at] and (
        letters[place - 1] in "pt" or _ITS_PLACE.fullmatch(letters, at + 1, place)
    ):
        return True
    return any(entry == "hedges.more_than.verb" for _, _, entry in quantity.evidence)


def _last_outcome(skeleton: Skeleton, at: int) -> Outcome | None:
    """Name the outcome spoken of before "the total", which has none of its own."""
    for quantity in reversed(skeleton.quantities):
        if quantity.at < at and quantity.outcome is not None:
            return quantity.outcome
    return None
