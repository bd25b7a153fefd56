"""Whom a cause, a war or a captor took: "claimed 12 lives", "lost nine soldiers"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.claim import Outcome
from casualtystats.text.joint import AUXILIARIES
from casualtystats.text.lexicon import Sense
from casualtystats.text.objects import (
    OBJECT,
    OBJECT_LIST,
    PEOPLE_BEHIND,
    TAKEN,
    behind_circumstances,
)
from casualtystats.text.quantities import Quantity, Skeleton, give
from casualtystats.text.subject import find_subject

__all__ = ["read_taken"]

#: cost | France | 53 soldiers
_WHOM: Final = re.compile(r"d?[xXVj]{1,3}[aed]{0,2}(?=Q)")
#: the losses of | the army totalled 1,200 men
_LOSSES_WERE: Final = re.compile(r"[dxXVjKpo]{1,6}(?:hb|[hbB])?M[aed]{0,2}(?=Q)")
#: rebels are | holding 59 aid workers
_HOLDERS: Final = re.compile(r"[VXm][hbBag]{1,3}$")
#: drove 9,000 villagers | across; forced 600 living below it | from their homes
_OUT: Final = re.compile(r"[xXVj]{0,2}[fp]|[xXVjpdmK]{0,6}S")
_ON_TO: Final = re.compile(r"[^,;Q]{0,6}t")
_ENDS: Final = re.compile(r"$|[,;)&ps]")
#: the lives of | 31 people were taken
_LIVES_OF: Final = re.compile(r"(Y)od?$")
_BE: Final = frozenset("bB")


def read_taken(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Attach a verb of taking: "claimed 12 lives", "lost nine soldiers", "12 lives were lost".

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    standing : dict of int to Quantity
        The counted phrases by place.
    at : int
        Where the verb stands.
    """
    letters = skeleton.letters
    if letters[at] == "F":
        _driven(skeleton, standing, at)
        return
    match = (TAKEN if letters[at] == "k" else OBJECT).match(letters, at + 1)
    if match is None and letters[at] == "J":
        verb_first = skeleton.scan.lexicon.subject == "after"
        match = (PEOPLE_BEHIND if verb_first else OBJECT_LIST).match(letters, at + 1)
        match = match or behind_circumstances(skeleton, at) or _LOSSES_WERE.match(letters, at + 1)
    sense = skeleton.sense(at)
    whom = None
    if match is None and sense is not None and sense.trait == "costs":
        whom = _WHOM.match(letters, at + 1)
    if whom is not None:
        if _is_a_loss(standing[whom.end()]):
            give(skeleton, standing[whom.end()], at, "left", "killed")
    elif match is not None:
        _take(skeleton, standing[match.end()], at)
    else:
        _taken_before(skeleton, standing, at)


def _take(skeleton: Skeleton, quantity: Quantity, at: int) -> None:
    """Attach a verb of taking to the phrase behind it."""
    letters, sense, noun = skeleton.letters, skeleton.sense(at), quantity.noun
    taken = _outcome_taken(noun, letters[at])
    if letters[quantity.at + 1 : quantity.at + 3] == "dY":
        taken = "killed"  # cost 167 men their lives
    elif taken is None and sense is not None:
        if sense.trait == "holds":
            taken = sense.outcome if _may_hold(skeleton, quantity, at) else None
        elif letters[at] == "k" and noun is None and _ENDS.match(letters, quantity.at + 1):
            taken = _claimed_before(skeleton, at)
        elif letters[at] == "J":
            taken = sense.outcome if noun is not None and noun.letter == "V" else None
            if noun is None and _ENDS.match(letters, quantity.at + 1):
                taken = _lost_before(skeleton, at)
    if taken is not None:
        give(skeleton, quantity, at, "left", taken)


def _taken_before(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Attach a verb of taking to the phrase before it: "12 lives were lost"."""
    letters = skeleton.letters
    start = at
    while start > max(0, at - 6) and letters[start - 1] in AUXILIARIES:
        start -= 1
    be = not _BE.isdisjoint(letters[start:at])
    quantity = standing.get(start - 1) if letters[start - 1 : start] == "Q" else None
    if quantity is None and be:
        quantity = find_subject(letters, standing, start, bare=False)
    if quantity is None:
        return
    noun = quantity.noun
    whose = _LIVES_OF.search(letters, max(0, quantity.at - 4), quantity.at)
    lives = skeleton.sense(whose.start(1)) if whose is not None else noun
    if lives is not None and lives.letter == "Y":
        give(skeleton, quantity, at, "right", lives.outcome)
    elif not quantity.counts_people or quantity.via:
        return
    elif _is_passive_loss(skeleton, at):
        give(skeleton, quantity, at, "right")
    elif be and letters[at : at + 2] != "kt" and noun is not None and noun.outcome is not None:
        give(skeleton, quantity, at, "right", noun.outcome)  # 350 prisoners were taken


def _is_a_loss(quantity: Quantity) -> bool:
    """Whether what something cost somebody were lives: "cost France 53 soldiers"."""
    noun = quantity.noun
    return noun is not None and (noun.letter == "Y" or quantity.fighters)


def _may_hold(skeleton: Skeleton, quantity: Quantity, at: int) -> bool:
    """Whether those who hold people are their captors, and no police or hall."""
    if not quantity.counts_people or (quantity.noun and quantity.noun.trait == "wanted"):
        return False
    holder = skeleton.sense(at - 2) if skeleton.letters[at - 1 : at] in ("b", "B") else None
    captors = _HOLDERS.search(skeleton.letters, max(0, at - 4), at)
    return captors is not None and (holder is None or holder.victims != "police")


def _driven(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read people moved by force: "drove 9,000 across the river", "forced 300 from their homes"."""
    letters, sense = skeleton.letters, skeleton.sense(at)
    place = letters.index("Q", at)
    quantity = standing[place]
    if sense is None or quantity.via or not (quantity.noun is None or quantity.noun.letter == "V"):
        return
    out = _OUT.match(letters, place + 1)
    if out is None:
        return
    left = skeleton.sense(out.end() - 1)
    leaves = left is not None and (left.outcome == "displaced" or left.trait == "away")
    if letters[out.end() - 1] == "S":
        moved = leaves
    else:
        # more than a bus holds: drove two friends across the bridge
        moved = (
            sense.trait == "drives" and quantity.many and (leaves or letters[out.end() - 1] == "f")
        )
        moved = moved and _ON_TO.match(letters, out.end()) is None
    if moved:
        give(skeleton, quantity, at, "left")


def _claimed_before(skeleton: Skeleton, at: int) -> Outcome | None:
    """Name what the event before claimed: "claimed 1,400 lives, and the second claimed 2,300"."""
    for quantity in reversed(skeleton.quantities):
        if quantity.at < at:
            lives = quantity.taken and quantity.via == "left"
            return quantity.outcome if lives else None
    return None


def _lost_before(skeleton: Skeleton, at: int) -> Outcome | None:
    """Name what the other side suffered: "killed 40 soldiers, and lost 12"."""
    for quantity in reversed(skeleton.quantities):
        if quantity.at < at and quantity.outcome in ("killed", "casualties"):
            return quantity.outcome
    return None


def _outcome_taken(noun: Sense | None, letter: str) -> Outcome | None:
    """Name what befell those who were taken: 12 lives, 12 prisoners, 12 victims."""
    if noun is None or (letter == "J" and noun.letter != "Y"):
        return None
    if noun.trait == "dead_if_claimed":
        return "killed"
    return noun.outcome if noun.letter in "YV" else None


def _is_passive_loss(skeleton: Skeleton, at: int) -> bool:
    """Whether the people stand before the word: "двое боевиков ликвидированы", "12 were lost"."""
    sense = skeleton.sense(at)
    trait = None if sense is None else sense.trait
    if trait == "passive_after_be":
        return skeleton.letters[at - 1] in "bB"
    if trait == "passive_nearby":
        return skeleton.letters[at - 1] in "bBQ"
    return trait == "passive"
