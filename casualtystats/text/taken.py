"""Whom a cause, a war or a captor took: "claimed 12 lives", "lost nine soldiers"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casualtystats.text.joint import AUXILIARIES
from casualtystats.text.objects import (
    OBJECT,
    OBJECT_LIST,
    PEOPLE_BEHIND,
    TAKEN,
    behind_circumstances,
)
from casualtystats.text.quantities import give

if TYPE_CHECKING:
    from casualtystats.text.claim import Outcome
    from casualtystats.text.lexicon import Sense
    from casualtystats.text.quantities import Quantity, Skeleton

__all__ = ["read_taken"]


def read_taken(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read "claimed 12 lives", "lost nine soldiers", "12 lives were lost"."""
    letters = skeleton.letters
    match = (TAKEN if letters[at] == "k" else OBJECT).match(letters, at + 1)
    if match is None and letters[at] == "J":
        verb_first = skeleton.scan.lexicon.subject == "after"
        match = (PEOPLE_BEHIND if verb_first else OBJECT_LIST).match(letters, at + 1)
        match = match or behind_circumstances(skeleton, at)
    if match is not None:
        quantity = standing[match.end()]
        noun = quantity.noun
        taken = _outcome_taken(noun, letters[at])
        if letters[match.end() + 1 : match.end() + 3] == "dY":
            give(skeleton, quantity, at, "left", "killed")  # cost 167 men their lives
        elif taken is not None:
            give(skeleton, quantity, at, "left", taken)
        elif letters[at] == "J" and noun is not None and noun.letter == "V":
            give(skeleton, quantity, at, "left")
        elif noun is None and letters[at] == "J" and _lost_before(skeleton, at):
            give(skeleton, quantity, at, "left")
        return
    for back in range(at - 1, max(-1, at - 6), -1):
        if letters[back] == "Q":
            quantity = standing[back]
            if quantity.noun is not None and quantity.noun.letter == "Y":
                give(skeleton, quantity, at, "right", quantity.noun.outcome)
            elif quantity.counts_people and not quantity.via and _is_passive_loss(skeleton, at):
                give(skeleton, quantity, at, "right")
            return
        if letters[back] not in AUXILIARIES:
            return


def _lost_before(skeleton: Skeleton, at: int) -> bool:
    """Whether another side lost people: "lost 1,216 men, and the rebels lost some 3,000"."""
    return any(
        quantity.outcome == "killed" and quantity.at < at and "J" in skeleton.letters[: quantity.at]
        for quantity in skeleton.quantities
    )


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
