"""How the figures of a sentence belong together: parts and wholes, earlier figures, who says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casualtystats.text.quantities import Quantity, Skeleton

__all__ = ["label", "mark_parts"]

_CHAIN = re.compile(r"[xXVj]{0,3}(?:,&?|&)[aed]{0,3}")


def mark_parts(skeleton: Skeleton) -> None:
    """Tag the phrases that count part of another: "including 11 children and six women".

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    """
    letters = skeleton.letters
    whole: Quantity | None = None
    last: Quantity | None = None
    for quantity in skeleton.quantities:
        at = quantity.at
        before = letters[max(0, at - 3) : at].rstrip("adbBeg")
        led = before.endswith("i") and "i" in letters[max(0, at - 3) : at]
        follows = letters[at + 1 : at + 2] == "i" and letters[at + 2 : at + 3] not in ("Q", "O")
        chained = (
            last is not None
            and "subset" in last.tags
            and _CHAIN.fullmatch(letters, last.at + 1, at) is not None
            and letters[at + 1 : at + 2] not in ("b", "B", "h", "E", "I", "S", "P")
        )
        if led or follows or chained:
            quantity.tags.append("subset")
            quantity.parent = whole
        else:
            whole = quantity
        last = quantity


def label(skeleton: Skeleton) -> None:
    """Let parts inherit their whole's outcome, and tag what is claimed, denied or cumulative.

    Parameters
    ----------
    skeleton : Skeleton
        A sentence whose quantities have their outcomes.
    """
    for quantity in skeleton.quantities:
        if "subset" in quantity.tags and quantity.outcome is None and quantity.parent is not None:
            quantity.outcome = quantity.parent.outcome
            quantity.via = "whole"
            quantity.evidence += [p for p in quantity.parent.evidence if p[0] == "outcome"]
        if quantity.outcome is None and quantity.noun is not None and quantity.noun.letter == "W":
            quantity.outcome = quantity.noun.outcome
            quantity.via = "noun"
