"""What several verbs of harm say together: "killed or wounded", "abducted and later killed"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.claim import Outcome
from casualtystats.text.quantities import Quantity, Skeleton, give
from casualtystats.text.subject import find_subject

__all__ = ["AUXILIARIES", "DEAD_OR_HURT", "joins_previous", "joint_outcome"]

#: killed or wounded; abducted and later killed; killed, injured or captured.
_SECOND_OF_TWO: Final = re.compile(r"[EPIS](?:,[EPIS])?[&|]a{0,2}$|(?<=[QV])[EP],$|(?<=[baQ])E,$")
_ROW_OF_TWO: Final = re.compile(r"[xXVj]{0,3}(?:,?&)[aed]{0,3}")
_NEAR_SECOND: Final = ("&", "|", ",", "a")
DEAD_OR_HURT: Final = frozenset({"killed", "injured", "missing", "casualties"})
#: What may stand between people and their verb of harm, and belongs to the verb.
_SHOT_DEAD: Final = {"casualties", "killed"}
AUXILIARIES: Final = frozenset("abBhgntzLec")


def joint_outcome(skeleton: Skeleton, first: int, stop: int) -> Outcome | None:
    """Name the outcome of "killed or wounded", "killing and injuring", "killed or arrested".

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence.
    first, stop : int
        Where the verbs stand.

    Returns
    -------
    str or None
        None if they say one thing only.
    """
    outcomes: list[Outcome] = []
    either = False
    for at in range(first, stop):
        letter = skeleton.letters[at]
        sense = skeleton.sense(at)
        if letter in "TEPIS" and sense is not None and sense.outcome is not None:
            outcomes.append(sense.outcome)
        elif letter == "v":
            outcomes.append("other")
        either = either or letter == "|"
    if len(set(outcomes)) < 2:
        return None
    if _ends_in_death(skeleton, first, stop):
        return "killed"  # stabbed or hacked to death
    if not either and set(outcomes) == _SHOT_DEAD:
        return "killed"  # shot and beheaded
    all_of_them = not either and {"killed", "injured"} <= set(outcomes)
    if all_of_them or set(outcomes) <= DEAD_OR_HURT:
        return "casualties"  # killed, wounded and captured
    if either:
        return "other"
    return "killed" if outcomes[-1] == "killed" else outcomes[0]  # abducted and killed


def _in_turn(skeleton: Skeleton, last: Quantity, first: int, at: int) -> bool:
    """Read "12 soldiers and 30 civilians were killed and wounded respectively"."""
    behind = at + 1 + (skeleton.letters[at + 1 : at + 2] == ",")
    if skeleton.letters[behind : behind + 1] != "a" or not skeleton.has_trait(behind, "in_turn"):
        return False
    before = [quantity for quantity in skeleton.quantities if quantity.at < last.at]
    if (
        not before
        or before[-1].via
        or _ROW_OF_TWO.fullmatch(skeleton.letters, before[-1].at + 1, last.at) is None
    ):
        return False
    last.evidence = [part for part in last.evidence if part[0] != "outcome"]
    give(skeleton, before[-1], first, "right")
    give(skeleton, last, at, "right")
    return True


def _ends_in_death(skeleton: Skeleton, first: int, stop: int) -> bool:
    """Whether the last of two participles says that people died of both."""
    senses = [skeleton.sense(at) for at in range(first, stop) if skeleton.letters[at] in "EPS"]
    return bool(senses) and senses[-1] is not None and senses[-1].trait == "to_death"


def joins_previous(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> bool:
    """Read the second of two participles: "were killed or wounded", "12 killed, wounded".

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    standing : dict of int to Quantity
        The counted phrases by place.
    at : int
        Where the participle stands.

    Returns
    -------
    bool
        Whether it belongs to a predicate before it, whose people then have both.
    """
    letters = skeleton.letters
    near = letters[at - 1 : at] in _NEAR_SECOND
    joined = _SECOND_OF_TWO.search(letters, max(0, at - 9), at) if near else None
    if joined is None:
        return False
    first = k = joined.start()
    while k >= 0 and (letters[k] in AUXILIARIES or letters[k] in "EPSI"):
        k -= 1
    bare = not {"b", "B", "L"} & set(letters[k + 1 : at])
    previous = find_subject(letters, standing, k + 1, bare=bare)
    if previous is not None and _in_turn(skeleton, previous, first, at):
        return True
    if previous is not None and previous.via == "right":
        later = at - first > 2 and letters[first + 1] != ","
        if later and letters[at] == "I":
            return False  # were wounded and later died
        previous.outcome = joint_outcome(skeleton, first, at + 1) or previous.outcome
        return True
    return _spells_out_loss(skeleton, standing, first, at)


def _spells_out_loss(
    skeleton: Skeleton, standing: dict[int, Quantity], first: int, at: int
) -> bool:
    """Read what a loss was: "lost 106 men killed and wounded", "a loss of 106 killed and hurt"."""
    letters = skeleton.letters
    last = first - 3 if letters[first - 2 : first] == "&V" else first - 1  # 571 officers and men
    lost = standing.get(last)
    if lost is None or lost.via not in ("left", "of"):
        return False
    joint = joint_outcome(skeleton, first, at + 1)
    if lost.via == "of" and joint != "casualties":
        return False  # the death of 12 people injured and trapped
    if lost.via == "left" and letters[max(0, last - 1)] != "J":
        return False
    lost.outcome = joint or lost.outcome
    return True
