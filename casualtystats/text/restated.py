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
_REVISED: Final = re.compile(r"[EPS]?(?:h?[bB][ahg]{0,2}|[,(][ac]{0,2})M")
#: First reports of | nine dead; nine deaths
_IT_IS: Final = re.compile(r"(?:^|[;:,])[dxXj]{0,2}(?:([qGK])o)?$")
_OPENED: Final = re.compile(r"[bB]?[EPSI]?\(")
#: 31 killed, | possibly 44
_SAID_AND: Final = re.compile(r"[bB]?[EPSI]?(?:,&?|\()")
_CLOSED: Final = ("", ",", ";", ")")
_OPEN: Final = ("at_least", "more_than")
_MAY_BE: Final = ("about", "at_most", *_OPEN)
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
        elif told is not None and _is_changed(skeleton, told, quantity):
            continue
        elif told is not None and (
            _is_bare(skeleton, quantity) or _is_next_share(skeleton, last, quantity)
        ):
            inherit(told, quantity, "restated")
            last = quantity


def _is_changed(skeleton: Skeleton, told: Quantity, quantity: Quantity) -> bool:
    """Let a figure change the one before it: it was revised, or may be more, or has two ends."""
    if _is_revised(skeleton, told, quantity):
        inherit(told, quantity, "restated")
        told.tag("prior")
    elif _are_ends(skeleton, told, quantity):
        told.form, told.low, told.high = "range", quantity.low, quantity.high
        told.evidence += quantity.evidence
    elif _widens(skeleton, told, quantity):
        open_top = quantity.form in _OPEN
        told.form, told.high = ("at_least", None) if open_top else ("range", quantity.best)
        told.best, told.end = (told.low if open_top else None), quantity.end
        told.evidence += quantity.evidence
    else:
        return False
    return True


def _is_revised(skeleton: Skeleton, told: Quantity, quantity: Quantity) -> bool:
    """Whether a toll was made another: "reports of 12 dead were revised to 31"."""
    if quantity.noun is not None or skeleton.has_unknown_noun(quantity):
        return False
    letters = skeleton.letters
    if _REVISED.fullmatch(letters, told.at + 1, quantity.at) is None:
        return False
    ahead = _IT_IS.search(letters, max(0, told.at - 6), told.at)
    if ahead is None:
        return False  # bail for the two men who killed 12 was raised to 31,000
    named = ahead[1] is None or letters[ahead.start(1)] in "qG"
    return named or skeleton.has_trait(ahead.start(1), "statement")


def _are_ends(skeleton: Skeleton, told: Quantity, quantity: Quantity) -> bool:
    """Whether a bracket holds the ends of a best figure: "31 killed (20-44)"."""
    letters = skeleton.letters
    if quantity.form != "range" or quantity.noun is not None or told.form != "exact":
        return False
    inside = (quantity.low or 0) <= (told.best or 0) <= (quantity.high or 0)
    bracket = _OPENED.fullmatch(letters, told.at + 1, quantity.at) is not None
    return inside and bracket and letters[quantity.at + 1 : quantity.at + 2] == ")"


def _widens(skeleton: Skeleton, told: Quantity, quantity: Quantity) -> bool:
    """Whether a figure says how many they may be: "31 killed, possibly 44"."""
    if quantity.noun is not None or not quantity.perhaps or quantity.form not in _MAY_BE:
        return False
    if told.form != "exact" or (told.low or 0) >= (quantity.best or 0):
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
