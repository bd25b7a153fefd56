"""Active verbs and whom they speak of: "killed at least 12", "the 30 engineers they kidnapped"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.claim import Outcome
from casualtystats.text.joint import joint_outcome
from casualtystats.text.objects import (
    HURT,
    MARKED_OBJECT,
    OBJECT,
    OBJECT_AHEAD,
    OBJECT_LIST,
    behind_circumstances,
)
from casualtystats.text.quantities import Quantity, Skeleton, give

__all__ = ["read_active", "read_if_active", "suits"]

_OF_PEOPLE: Final = frozenset({"kills_if_illness", "noun_too", "of_people"})
_WOULD_HAVE: Final = re.compile(r"zha{0,2}$")
_BY_ILLNESS: Final = re.compile(r"c[^QVmX;,]{0,8}$")
_BY_PEOPLE: Final = re.compile(r"[mV][abhg]{0,3}$")
#: "evacuated 30 wounded": the participle says who they are.
_WHO_ARE_HURT: Final = re.compile(r"[EPS](?![&|]?[dQ])")


def read_active(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Attach an active verb or a deverbal noun to the people it speaks of.

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
    before = letters[max(0, at - 2) : at]
    if letters[at] == "T" and (before.endswith(("Z", "z")) or before == "zn"):
        return  # threatened to kill, could kill
    unreal = _WOULD_HAVE.search(letters, max(0, at - 4), at)
    if unreal is not None and skeleton.has_trait(unreal.start(), "unreal"):
        return  # could have killed 500
    match = OBJECT.match(letters, at + 1)
    if match is None and letters[at] in "TE":
        match = MARKED_OBJECT.match(letters, at + 1)
    listed = match is None
    if match is None:
        match = OBJECT_LIST.match(letters, at + 1) or behind_circumstances(skeleton, at)
    if match is None:
        _without_object(skeleton, standing, at)
        return
    if "m" in letters[at + 1 : match.end()]:
        _attackers(skeleton, at)
    quantity = standing[match.end()]
    if _is_done_to(skeleton, quantity, at, listed=listed):
        outcome = _outcome_done(skeleton, quantity, at)
        give(skeleton, quantity, at, "of" if letters[at] == "N" else "left", outcome)


def _is_done_to(skeleton: Skeleton, quantity: Quantity, at: int, *, listed: bool) -> bool:
    """Whether an active verb speaks of the people that stand behind it."""
    letters, sense = skeleton.letters, skeleton.sense(at)
    if quantity.via in ("right", "left", "of") or quantity.sure:
        return False
    moved = sense is not None and sense.outcome == "displaced"
    if moved and _WHO_ARE_HURT.match(letters, quantity.at + 1):
        return False
    named = letters[quantity.at - 1] == ","  # killed Jane Roe, a journalist
    if listed and quantity.kind == "article" and (named or quantity.noun is None):
        return False
    trait = None if sense is None else sense.trait
    if trait == "noun_too" and quantity.noun is None:
        return skeleton.scan.letters[skeleton.words[quantity.at]] == "1"  # but: shot 72, at golf
    if trait == "sought":
        return _may_be_lost(skeleton, quantity, at)
    return suits(skeleton, quantity, trait)


def suits(skeleton: Skeleton, quantity: Quantity, trait: str | None) -> bool:
    """Tell whether a verb means harm to those whom a phrase counts.

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence.
    quantity : Quantity
        Whom the verb speaks of.
    trait : str or None
        The verb's trait.

    Returns
    -------
    bool
        False for 12 letters that burned, 12 teams that were eliminated.
    """
    if trait == "of_fighters":
        return quantity.fighters
    if trait == "if_many":
        return quantity.many
    return trait not in _OF_PEOPLE or not skeleton.has_unknown_noun(quantity)


def _outcome_done(skeleton: Skeleton, quantity: Quantity, at: int) -> Outcome | None:
    """Name what a verb does to people, where it is not what it always does."""
    letters, sense = skeleton.letters, skeleton.sense(at)
    trait = None if sense is None else sense.trait
    if trait == "of_the_dead" and _BY_PEOPLE.search(letters, max(0, at - 4), at):
        return "killed"  # villagers buried 40
    if trait == "kills_if_illness" and _BY_ILLNESS.search(letters, max(0, at - 9), at):
        return "killed"  # cholera carried off 200
    if letters[quantity.at + 1 : quantity.at + 2] == "S":
        end = skeleton.sense(quantity.at + 1)
        if end is not None and end.outcome == "killed":
            return "killed"  # poisoned 13 patients to death
    return joint_outcome(skeleton, at, quantity.at)


def _may_be_lost(skeleton: Skeleton, quantity: Quantity, at: int) -> bool:
    """Whether people who are looked for are missing, and not wanted by the police."""
    noun = quantity.noun
    if noun is None or noun.letter != "V" or noun.trait == "wanted" or quantity.single:
        return False
    seekers = [skeleton.sense(place) for place in range(max(0, at - 8), at)]
    return not any(sense is not None and sense.victims == "police" for sense in seekers)


def read_if_active(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> bool:
    """Read a participle that may be active, if people stand where an object does.

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    standing : dict of int to Quantity
        The counted phrases by place.
    at : int
        Where the participle stands, with no "be" before it; one that is passive alone ("taken
        hostage") may only end a relative clause.

    Returns
    -------
    bool
        Whether it is active, and so has been read.
    """
    if skeleton.letters[at] == "E" and OBJECT_AHEAD.match(skeleton.letters, at + 1):
        read_active(skeleton, standing, at)
        return True
    return _whom_they(skeleton, standing, at)


def _without_object(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read an active verb that no people follow, or people whom something befell already."""
    letters, sense = skeleton.letters, skeleton.sense(at)
    hurt = HURT.match(letters, at + 1)
    noun = None if hurt is None else standing[hurt.end()].noun
    if hurt is not None and noun is not None and not standing[hurt.end()].sure:
        if sense is not None and sense.outcome == "killed":
            give(skeleton, standing[hurt.end()], at, "left")  # executed three wounded men
    elif letters[at + 1 : at + 2] == "m":
        _attackers(skeleton, at)  # killed himself
    elif letters[max(0, at - 2) : at] == "Qt" and "F" in letters[max(0, at - 9) : at]:
        give(skeleton, standing[at - 2], at, "right")  # forced 300 residents to evacuate
    else:
        _whom_they(skeleton, standing, at)


def _whom_they(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> bool:
    """Read a relative clause without its relative: "the 30 engineers they kidnapped"."""
    letters = skeleton.letters
    does = "hab" if letters[at] == "T" else "ha"  # two men they were holding hostage
    if not letters[max(0, at - 4) : at].rstrip(does).endswith("Qm"):
        return False
    whom = standing[letters.rindex("Q", 0, at)]
    if whom.counts_people and not whom.via:
        give(skeleton, whom, at, "right")
    return True


def _attackers(skeleton: Skeleton, at: int) -> None:
    """Count those who killed themselves: "two bombers struck, killing themselves and 27"."""
    reflexive = skeleton.sense(skeleton.letters.index("m", at))
    if reflexive is None or reflexive.trait != "reflexive":
        return
    for quantity in reversed(skeleton.quantities):
        noun = quantity.noun
        if quantity.at < at and not quantity.via and noun is not None and noun.letter == "V":
            if noun.tag == "perpetrator" or quantity.at < 3:
                give(skeleton, quantity, at, "left")
            return
