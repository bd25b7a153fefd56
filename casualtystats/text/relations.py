"""What figures of a sentence say of each other: parts inherit, later figures correct."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from casualtystats.text.coordination import share_among_parts
from casualtystats.text.items import divide, itemise
from casualtystats.text.parts import is_left_out
from casualtystats.text.periods import tag_running
from casualtystats.text.quantities import Quantity, Skeleton, give, inherit
from casualtystats.text.said import tag_said

__all__ = ["label"]

_NO_DEATHS: Final = frozenset({"injured", "captured", "missing"})
#: killing | everyone on board, including
_ALL_OF_THEM: Final = re.compile(r"(?<![bB])([TE])(?:m|[pd]{1,2})[xXVWj]{0,3}(?:p[dxXVK]{1,4})?,$")
#: of whom 300 | would be released; two attacks, one | of which killed four: one is an attack
_COUNTS_NO_DEAD: Final = ("z", "HEQ")
_TAKEN_TOO: Final = re.compile(r"kQ&Q")
_DEAD_OR_HURT: Final = ("killed", "injured")
_FOUND: Final = re.compile(r"[^;,QO&]{0,9}v")
#: initially | said that 36 had died
_SAID_AT_FIRST: Final = re.compile(r"gu[srxag]{0,3}$")
_RECOUNTED: Final = re.compile(r"[^;,QO]{0,14}n")


def label(skeleton: Skeleton) -> list[Quantity]:
    """Let parts inherit their whole's outcome, and tag what a sentence says about its figures.

    Parameters
    ----------
    skeleton : Skeleton
        A sentence whose quantities have their outcomes.

    Returns
    -------
    list of Quantity
        Those that state a toll, in the order of the text.
    """
    if "n" in skeleton.letters:
        _drop_recounted(skeleton)
    if "v" in skeleton.letters:
        _drop_found(skeleton)
    against = "q" in skeleton.letters or ",n" in skeleton.letters
    for quantity in skeleton.quantities:
        if quantity.parent is not None and quantity.parent.outcome is not None:
            quantity.tag("subset")
        if quantity.outcome is None:
            _inherit(skeleton, quantity)
        if against and skeleton.letters.endswith(("q", ",n"), 0, quantity.at):
            _set_against(skeleton, quantity)
        if quantity.outcome is None:
            _hold(skeleton, quantity)
    if len(skeleton.quantities) > 1:
        _narrow_parts(skeleton)
        share_among_parts(skeleton)
        _widen_losses(skeleton)
    stated = [quantity for quantity in skeleton.quantities if quantity.outcome is not None]
    if stated:
        _drop_both(skeleton, stated)
        _tag_corrected(skeleton, stated)
        _tag_said_before(skeleton, stated)
        tag_running(skeleton, stated)
        tag_said(skeleton, stated)
    return stated


def _inherit(skeleton: Skeleton, quantity: Quantity) -> None:
    """Read a part as its whole is read, and those whom a toll leaves out as those it counts."""
    none = quantity.kind == "zero" and quantity.noun is None
    if "subset" in quantity.tags and not none:
        _inherit_from_whole(skeleton, quantity)
    elif is_left_out(skeleton.letters, quantity.at):
        _inherit_beside(skeleton, quantity)


def _narrow_parts(skeleton: Skeleton) -> None:
    """Read a part as its whole, which says more: "six injured, including a girl who was shot"."""
    divide(skeleton)
    itemise(skeleton)
    for part in skeleton.quantities[1:]:
        whole = part.parent
        if whole is not None and part.outcome == "casualties" and whole.outcome in _DEAD_OR_HURT:
            inherit(whole, part, "whole")


def _widen_losses(skeleton: Skeleton) -> None:
    """Read a loss as dead and hurt: "lost 1,260 men, of whom 340 were killed and 920 hurt"."""
    for part in skeleton.quantities[1:]:
        whole = part.parent
        if whole is None or part.outcome not in _NO_DEATHS or whole.outcome != "killed":
            continue
        if whole.via == "left" and skeleton.letters[whole.at - 1 : whole.at] == "J":
            whole.outcome = "casualties"


def _drop_recounted(skeleton: Skeleton) -> None:
    """Drop what was a mistake: "after one body turned out to have been counted twice"."""
    for quantity in skeleton.quantities:
        match = _RECOUNTED.match(skeleton.letters, quantity.at + 1)
        if match is not None and skeleton.has_trait(match.end() - 1, "recount"):
            quantity.outcome = None


def _drop_found(skeleton: Skeleton) -> None:
    """Drop those who are alive: "the 14 missing hikers were found alive"."""
    for quantity in skeleton.quantities:
        match = _FOUND.match(skeleton.letters, quantity.at + 1)
        if match is not None and skeleton.has_trait(match.end() - 1, "found_alive"):
            quantity.outcome = None


def _tag_corrected(skeleton: Skeleton, stated: list[Quantity]) -> None:
    """Tag what the same sentence corrects: "initially 50 died, now 42", "not 31 but 42 died"."""
    letters = skeleton.letters
    for quantity, later in pairwise(stated):
        if later.outcome != quantity.outcome or "subset" in later.tags:
            continue
        not_this = letters[quantity.at - 1 : quantity.at] == "n"
        if not_this and skeleton.has_trait_in(quantity.at + 1, later.at, "contrast"):
            quantity.tag("denied")
        if later.via == "toll":  # initially 50 died, now the toll is 42
            stop = min(later.at, max(quantity.at, quantity.by) + 2)
            if skeleton.has_trait_in(max(0, quantity.at - 3), stop, "at_first"):
                quantity.tag("prior")


def _tag_said_before(skeleton: Skeleton, stated: list[Quantity]) -> None:
    """Tag what somebody no longer says: "after previously announcing that only eight died"."""
    if "gu" not in skeleton.letters:
        return
    for quantity in stated:
        said = _SAID_AT_FIRST.search(skeleton.letters, max(0, quantity.at - 6), quantity.at)
        if said is not None and skeleton.has_trait(said.start(), "at_first"):
            quantity.tag("prior")


def _drop_both(skeleton: Skeleton, stated: list[Quantity]) -> None:
    """Drop "both" where it speaks of two counted already: "two were hurt, both slightly"."""
    for quantity in stated[1:]:
        if quantity.best == 2 and _says_both(skeleton, stated, quantity):
            quantity.outcome = None
            stated.remove(quantity)


def _says_both(skeleton: Skeleton, stated: list[Quantity], quantity: Quantity) -> bool:
    """Whether a phrase is a bare "both" that speaks of two counted before it."""
    sense = skeleton.sense(quantity.at)
    if sense is None or sense.letter != "4" or quantity.noun is not None:
        return False
    before = next((q for q in reversed(stated) if q.at < quantity.at), None)
    behind = skeleton.letters[quantity.at - 1] in (",", "r")  # two guards who both fell ill
    return before is not None and before.best == 2 and behind


def _set_against(skeleton: Skeleton, quantity: Quantity) -> None:
    """Read an earlier figure: "killed 120 people, above an earlier toll of 98"."""
    first = next((q for q in skeleton.quantities if q.at == quantity.at - 2), None)
    if first is not None and first.outcome is None and quantity.outcome is not None:
        inherit(quantity, first, "back")  # 31 rather than 44 people died
    before = [q for q in skeleton.quantities if q.at < quantity.at and q.outcome is not None]
    if before and _counts_a_thing(skeleton, before[-1].at + 1, quantity.at):
        return  # 12 died and 2,793 cases were confirmed, compared with 858
    if before and quantity.outcome in (None, before[-1].outcome):
        was = quantity.best or 0
        nearest = min(before[::-1], key=lambda q: abs((q.best or 0) - was))
        quantity.outcome = nearest.outcome  # killed 32 and injured 17, an earlier count of 33
        quantity.tag("prior")


def _counts_a_thing(skeleton: Skeleton, first: int, last: int) -> bool:
    """Whether a figure that counts no people stands between two places."""
    scan, words = skeleton.scan, skeleton.words
    return any(
        skeleton.letters[at] == "K" and scan.letters[words[at]] in "01" for at in range(first, last)
    )


def _hold(skeleton: Skeleton, quantity: Quantity) -> None:
    """Read people whose noun says that they are held, unless a verb says otherwise: hostages."""
    noun = quantity.noun
    if noun is None or noun.letter != "W":
        return
    along = skeleton.letters[quantity.at - 1 : quantity.at] == "w"  # a ship with 24 hostages
    if along or not set(_around(skeleton.letters, quantity.at)) & {"v", "u"}:
        quantity.outcome = noun.outcome
        quantity.via = "noun"
        for first in skeleton.quantities:  # took 12 officers | and 160 inmates hostage
            row = first.at == quantity.at - 2 and first.outcome is None
            if row and _TAKEN_TOO.match(skeleton.letters, first.at - 1):
                inherit(quantity, first, "shared")


def _inherit_beside(skeleton: Skeleton, quantity: Quantity) -> None:
    """Read those whom a toll leaves out as harmed alike: "14, not including the attackers"."""
    before = [q for q in skeleton.quantities if q.at < quantity.at and q.outcome is not None]
    if before:
        inherit(before[-1], quantity, "whole")


def _around(letters: str, at: int) -> str:
    return letters[max(0, at - 3) : at] + letters[at + 1 : at + 3]


def _names_its_whole(skeleton: Skeleton, part: Quantity) -> bool:
    """Read a part that names its whole itself: "nine died, and two of the wounded escaped"."""
    at = part.at + 1
    sense = skeleton.sense(at) if skeleton.letters[at : at + 1] == "i" else None
    if sense is None or sense.outcome is None:
        return False
    part.outcome, part.via = sense.outcome, "whole"
    part.evidence.append(("outcome", skeleton.words_at(at), sense.entry))
    if part.parent is not None and part.parent.outcome not in (sense.outcome, "casualties"):
        part.parent = None
    return True


def _is_harmed(skeleton: Skeleton, at: int) -> bool:
    """Whether a participle or a state of harm stands at a place."""
    return skeleton.letters[at : at + 1] in ("E", "P", "S")


def _inherit_from_whole(skeleton: Skeleton, quantity: Quantity) -> None:
    """Take the outcome of the whole, or of "among the dead", or of "the dead include"."""
    whole = quantity.parent
    if skeleton.letters.startswith(_COUNTS_NO_DEAD, quantity.at + 1):
        return
    if _names_its_whole(skeleton, quantity):
        return
    if whole is not None and whole.outcome is not None:
        own = skeleton.sense(quantity.at + 1) if _is_harmed(skeleton, quantity.at + 1) else None
        if whole.outcome == "casualties" and own is not None and own.outcome in _DEAD_OR_HURT:
            give(skeleton, quantity, quantity.at + 1, "whole")  # 83 were shot, including 14 killed
        else:
            inherit(whole, quantity, "whole")
        return
    letters = skeleton.letters.replace("H", "i")
    led = letters.rfind("i", max(0, quantity.at - 8), quantity.at + 4)
    everyone = _ALL_OF_THEM.search(letters, max(0, led - 10), max(0, led))
    if everyone is not None and led < quantity.at:
        give(skeleton, quantity, everyone.start(1), "whole")
        return
    if led < 0:
        led = letters.find("i", quantity.at + 4, quantity.at + 8)
    if led < 0:
        return
    right = range(led + 1, min(len(letters), led + 5))
    for at in (led, *right, *range(led - 1, max(-1, led - 4), -1)):
        sense = skeleton.sense(at)
        if (
            sense is not None
            and sense.outcome is not None
            and (letters[at] in "iESPDG" or letters[at - 1 : at + 1] == "rI")
        ):
            quantity.outcome = sense.outcome
            quantity.evidence.append(("outcome", skeleton.words_at(at), sense.entry))
            quantity.via = "whole"
            return
