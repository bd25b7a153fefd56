"""Rows that add up to a figure before them: "five people, two men and three women"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.quantities import Quantity, Skeleton, inherit

__all__ = ["divide", "itemise"]

_DEAD_OR_HURT: Final = ("killed", "injured")
_KINDS_OF_HARM: Final = ("killed", "injured", "missing", "captured")
_ANYBODY: Final = ((), ("civilians",), ("passengers",))
_ANY_KIND: Final = (("men",), ("women",), ("children",), ("boys",), ("girls",), ("adults",))
_FIRST: Final = re.compile(r"(?:[pf]?[dxXVKja]{1,4})?[,:(]|[hbBga]{1,4}\(|p|,&?mb")
_NEXT: Final = re.compile(r"(?:[pf][dxXVKjao]{1,8}|[gxja]{1,2})?(?:,?&|,)")
_ENDS: Final = re.compile(r"(?:[pf][dxXVKjao]{1,8}|[gxja]{1,2})?(?:$|[,;:)&]|a?[EPSI])")
_LONGEST: Final = 12
_IN_BRACKET: Final = re.compile(r"\([QO][^()QO;]{0,6}[&,][QO][^()QO;]{0,6}\)")
#: 12 casualties, | four killed and eight injured
_DIVIDED: Final = re.compile(r"[,:][QO][^()QO;,]{0,6}(?:,?&|,)[QO][^()QO;]{0,6}")


def divide(skeleton: Skeleton) -> None:
    """Read the dead and the hurt of a toll: "335 casualties (74 killed and 261 injured)".

    Parameters
    ----------
    skeleton : Skeleton
        A sentence whose quantities have their outcomes; two behind a toll become its parts, in
        a bracket at once, and elsewhere if they add up to it.
    """
    for i, whole in enumerate(skeleton.quantities[:-2]):
        lost = whole.outcome == "killed" and whole.via == "left" and whole.lost
        if whole.outcome != "casualties" and not lost:
            continue
        bracket = _IN_BRACKET.match(skeleton.letters, whole.at + 1)
        divided = bracket or _DIVIDED.match(skeleton.letters, whole.at + 1)
        if divided is None:
            continue
        parts = skeleton.quantities[i + 1 : i + 3]
        if not all(part.outcome in _KINDS_OF_HARM and not part.tags for part in parts):
            continue
        some = all(part.outcome in _DEAD_OR_HURT for part in parts)
        if (bracket and some) or sum(part.best or 0 for part in parts) == whole.best:
            whole.outcome = "casualties"
            for part in parts:
                part.tag("subset")
                part.parent = whole


def itemise(skeleton: Skeleton) -> None:
    """Read who the people are that were counted: "five people, two men and three women".

    Parameters
    ----------
    skeleton : Skeleton
        A sentence whose quantities have their outcomes; those of a row that adds up to the
        figure before it become its parts.
    """
    some = skeleton.quantities
    for i, whole in enumerate(some[:-2]):
        if whole.best is None or whole.kind not in ("count", "article"):
            continue
        row = _row_behind(skeleton, i)
        if len(row) > 1 and sum(part.best or 0 for part in row) == whole.best:
            for part in row:
                if part.outcome != whole.outcome:
                    inherit(whole, part, "whole")  # four children: a girl and three displaced boys
                part.tag("subset")
                part.parent = whole


def _row_behind(skeleton: Skeleton, i: int) -> list[Quantity]:
    """Collect the row of people behind a figure, to its end; nothing if it tells of others."""
    some, letters = skeleton.quantities, skeleton.letters
    whole = last = some[i]
    row: list[Quantity] = []
    for part in some[i + 1 : i + 2 + _LONGEST]:
        joint = (_NEXT if row else _FIRST).fullmatch(letters, last.at + 1, part.at)
        if joint is None:
            break
        if part.best is None or not _may_be_item(skeleton, whole, part):
            return []
        alike = not part.victims or part.victims == whole.victims
        alike = alike or (part.victims in _ANY_KIND and whole.victims not in _ANY_KIND)
        if not alike and whole.victims not in _ANYBODY:
            return []  # 12 soldiers, eight guards and four nurses; three men and two children
        row.append(part)
        last = part
    return row if len(row) <= _LONGEST else []


def _may_be_item(skeleton: Skeleton, whole: Quantity, part: Quantity) -> bool:
    """Whether a phrase may name some of a whole, and has no other verb."""
    letters = skeleton.letters
    if "subset" in whole.tags and "subset" in part.tags and part.parent is not whole.parent:
        return False
    if part.outcome == whole.outcome:
        return part.noun is not None
    own = part.outcome is not None and part.via != "noun"
    bracket = letters.rfind("(", whole.at, part.at) > 0  # 35 deaths (nine confirmed and 26 likely)
    named = part.noun is not None or skeleton.has_unknown_noun(part) or bracket
    return named and not own and _ENDS.match(letters, part.at + 1) is not None
