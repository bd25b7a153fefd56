"""A toll that somebody else states otherwise: "spoke of 28 dead; by nightfall it was 61"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.quantities import Quantity, Skeleton, inherit

__all__ = ["restate"]

#: confirmed | 37; admits to only | two; had spoken of almost | 20
_STATES: Final = re.compile(r"(?:u[tp]?|[hVXx]g)[ade]{0,2}$")
_IT_WAS: Final = re.compile(r"m[hz]{0,2}[bB][ade]{0,2}$")
#: A bare figure is all that was said: the clause ends behind it, or behind a time or a place.
_ENDS: Final = re.compile(
    r"[ejxa]{0,3}(?:$|[,;:)s&](?![aeg]{0,2}[bBhEPSITMv])|[pac][^Q,;bBhEPSITMv]{0,12}(?:$|[,;)s]))"
)
#: responsible for 2,057, | loyalists for | 1,027 | and the army for | 363
_AND_THEY: Final = re.compile(r"(?:,&?|&)[dxXVjK]{1,4}p")
#: reports of 12 dead | were later revised to | 31
_REVISED: Final = re.compile(r"[EPS]?[bB][ahg]{0,2}M")
#: 31 killed, | possibly 44
_SAID_AND: Final = re.compile(r"[bB]?[EPSI]?,&?")
_CLOSED: Final = ("", ",", ";", ")")
_BEFORE: Final = frozenset("utpadebBg")
_SAID: Final = frozenset({"toll", "noun", "right", "left", "of"})


def restate(skeleton: Skeleton) -> None:
    """Give a bare figure the outcome of the figure that it is set against.

    Parameters
    ----------
    skeleton : Skeleton
        A sentence whose predicates are attached; its quantities are changed in place.
    """
    for quantity in skeleton.quantities:
        if quantity.outcome is None and quantity.noun is None:
            break
    else:
        return
    told: Quantity | None = None
    last: Quantity | None = None
    for quantity in skeleton.quantities:
        if quantity.outcome is not None:
            if quantity.via not in _SAID or "subset" in quantity.tags:
                continue
            if told is not None and told.outcome != quantity.outcome:
                return  # of the dead, or of the hurt?
            told = told or quantity
        elif told is not None and _is_revised(skeleton, told, quantity):
            inherit(told, quantity, "restated")
            told.tag("prior")
        elif told is not None and _widens(skeleton, told, quantity):
            told.form, told.high, told.best, told.end = "range", quantity.best, None, quantity.end
            told.evidence += quantity.evidence
        elif told is not None and (
            _is_bare(skeleton, quantity) or _is_next_share(skeleton, last, quantity)
        ):
            inherit(told, quantity, "restated")
            last = quantity


def _is_revised(skeleton: Skeleton, told: Quantity, quantity: Quantity) -> bool:
    """Whether a toll was made another: "reports of 12 dead were revised to 31"."""
    if quantity.noun is not None or skeleton.has_unknown_noun(quantity):
        return False
    return _REVISED.fullmatch(skeleton.letters, told.at + 1, quantity.at) is not None


def _widens(skeleton: Skeleton, told: Quantity, quantity: Quantity) -> bool:
    """Whether a figure says how many they may be: "31 killed, possibly 44"."""
    if quantity.noun is not None or not quantity.perhaps or quantity.best is None:
        return False
    if told.form != "exact" or told.low is None or told.low >= quantity.best:
        return False
    if skeleton.letters[quantity.at + 1 : quantity.at + 2] not in _CLOSED:
        return False
    return _SAID_AND.fullmatch(skeleton.letters, told.at + 1, quantity.at) is not None


def _is_bare(skeleton: Skeleton, quantity: Quantity) -> bool:
    """Whether a figure without a noun is what somebody says that the toll is."""
    if quantity.noun is not None or quantity.kind not in ("count", "vague") or quantity.single:
        return False
    letters, at = skeleton.letters, quantity.at
    if letters[at - 1 : at] not in _BEFORE or _ENDS.match(letters, at + 1) is None:
        return False
    if skeleton.has_unknown_noun(quantity):
        return False  # confirmed 12 gold panners
    if _STATES.search(letters, max(0, at - 5), at) is not None:
        return True
    if _answers_for(skeleton, quantity):
        return True
    it = _IT_WAS.search(letters, max(0, at - 6), at)
    return it is not None and skeleton.has_trait(it.start(), "thing")


def _answers_for(skeleton: Skeleton, quantity: Quantity) -> bool:
    """Whether a figure is somebody's share of a toll: "with rebels responsible for 2,057"."""
    at = quantity.at - 1
    return at > 0 and skeleton.letters[at] == "p" and skeleton.has_trait(at, "answers_for")


def _is_next_share(skeleton: Skeleton, last: Quantity | None, quantity: Quantity) -> bool:
    """Whether shares of a toll go on: "responsible for 2,057, loyalists for 1,027"."""
    if last is None or quantity.noun is not None:
        return False
    row = _AND_THEY.fullmatch(skeleton.letters, last.at + 1, quantity.at) is not None
    return row and any(_answers_for(skeleton, q) for q in skeleton.quantities)
