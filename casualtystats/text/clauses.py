"""Who was killed, injured, missing: predicates find the counted phrase they speak of.

The grammar works on the skeleton of a sentence (`casualtystats.text.quantities.fold`): one
letter per word or counted phrase. A predicate looks for its subject to the left or its object
to the right, stepping over what may stand between and stopping where a new clause begins;
phrases in coordination then share what one of them was given. Every walk is capped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casualtystats.text.claim import Outcome
    from casualtystats.text.quantities import Quantity, Skeleton

__all__ = ["attach"]

_PREDICATE = re.compile(r"[TEPISNkJG]")
_AUXILIARY = frozenset("abBhgntzLe")
_MODIFIER = frozenset("xXjVKDWYNoptwfydmaegckJ:i")
_OBJECT = re.compile(r"(?:[&|,]{0,2}[aeg]{0,2}[TEP]){0,3}[agde(]{0,3}(?=Q)")
_OBJECT_LIST = re.compile(
    r"(?:[&|][TE])?[dxXVjmoae]{1,6}(?:,[dxXVjmoae]{1,6}){0,3},?&[aed]{0,2}(?=Q)"
)
_OBJECT_AHEAD = re.compile(r"[ade]{0,2}(?:[QmX]|d[xXjVag])")
_JOINED = re.compile(
    r"[xXVj]{0,3}(?:\([^()]{1,12}\))?(?:[pwfo][dxXVKaje]{1,6}){0,2}(?:,&?|[&|])[aed]{0,3}"
)
_GAPPED = re.compile(r"[abBhgn]{0,4}[EPIS](?:[pwf][dxXVKajo]{1,6}){1,2}(?:,?&|,)[aed]{0,3}")
_TOLL = re.compile(
    r"(?P<gap>[^;GQO]{0,32}?)(?P<move>[MbBto:pL<hy]|of)(?P<near>[^;GQOTEPIS]{0,6})(?=[QO])"
)
_CLAUSE_SUBJECT = frozenset("bBhvTMIuz")
_WALK = 26


def attach(skeleton: Skeleton) -> None:
    """Give every counted phrase of a sentence the outcome that its clause states.

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    """
    letters = skeleton.letters
    standing = {quantity.at: quantity for quantity in skeleton.quantities}
    for match in _PREDICATE.finditer(letters):
        at, letter = match.start(), match[0]
        if letter in "TN":
            _object(skeleton, standing, at)
        elif letter in "kJ":
            _lives(skeleton, standing, at)
        elif letter == "G":
            _toll(skeleton, standing, at)
        else:
            _predicate(skeleton, standing, at)
    _share(skeleton)


def _give(
    skeleton: Skeleton, quantity: Quantity, at: int, via: str, outcome: Outcome | None = None
) -> None:
    """Write an outcome and its evidence into a quantity, unless a nearer word already did."""
    sense = skeleton.sense(at)
    if sense is None:
        return
    quantity.outcome = outcome or sense.outcome
    quantity.via = via
    scan, word = skeleton.scan, skeleton.words[at]
    words = scan.text[scan.starts[word] : scan.ends[word]]
    quantity.evidence.append(("outcome", words, sense.entry))


def _object(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> bool:
    """Attach an active verb or a deverbal noun to the phrase on its right."""
    letters = skeleton.letters
    before = letters[max(0, at - 2) : at]
    if letters[at] == "T" and (before[-1:] in "Zz" and before or before == "zn"):
        return False  # threatened to kill, could kill
    match = _OBJECT.match(letters, at + 1)
    listed = False
    if match is None:
        match = _OBJECT_LIST.match(letters, at + 1)
        listed = True
    if match is None:
        return False
    quantity = standing[match.end()]
    if quantity.kind == "article" and listed and quantity.noun is None:
        return False
    if quantity.via in ("right", "left") or _is_whole(quantity):
        return False
    _give(skeleton, quantity, at, "left", _joint_outcome(skeleton, at, match.end()))
    return True


def _is_whole(quantity: Quantity) -> bool:
    return quantity.noun is not None and quantity.noun.letter == "D"


def _joint_outcome(skeleton: Skeleton, first: int, stop: int) -> Outcome | None:
    """Name the outcome of "killed or wounded", "killing and injuring", "killed or arrested"."""
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
    if set(outcomes) == {"killed", "injured"}:
        return "casualties"
    return "other" if either else outcomes[0]


def _lives(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read "claimed 12 lives", "lost nine soldiers", "12 lives were lost"."""
    letters = skeleton.letters
    match = _OBJECT.match(letters, at + 1)
    if match is not None:
        quantity = standing[match.end()]
        noun = quantity.noun.letter if quantity.noun is not None else ""
        if noun == "Y" and quantity.noun is not None:
            _give(skeleton, quantity, at, "left", quantity.noun.outcome)
        elif letters[at] == "J" and noun == "V":
            _give(skeleton, quantity, at, "left")
        return
    for back in range(at - 1, max(-1, at - 6), -1):
        if letters[back] == "Q":
            quantity = standing[back]
            if quantity.noun is not None and quantity.noun.letter == "Y":
                _give(skeleton, quantity, at, "right", quantity.noun.outcome)
            return
        if letters[back] not in "abBhgn":
            return


def _predicate(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Attach a participle, a state or an intransitive verb to its subject."""
    letters = skeleton.letters
    letter = letters[at]
    k = at - 1
    be = have = negated = False
    aux_from = at
    while k >= 0 and at - k < 9 and letters[k] in _AUXILIARY:
        be = be or letters[k] in "bBL"
        have = have or letters[k] == "h"
        negated = negated or letters[k] == "n"
        k -= 1
        aux_from = k + 1
    after_verb = at > 1 and letters[at - 1] in "&|" and letters[at - 2] in "EPISv"
    if after_verb and letters[at - 2] != "v":
        previous = _subject(skeleton, standing, at - 2, at - 2, bare=False, found_only=True)
        if previous is not None and previous.via == "right":
            joint = _joint_outcome(skeleton, at - 2, at + 1)
            if joint is not None:
                previous.outcome = joint
            return
    if letter == "E" and not be and _OBJECT_AHEAD.match(letters, at + 1):
        following = standing.get(_OBJECT_END(letters, at + 1))
        if not (
            following is not None
            and _has_own(letters, following.at)
            and k >= 0
            and letters[k] == "Q"
        ):
            _object(skeleton, standing, at)
            return
    finite = be or (letter == "I") or (letter == "S" and have)
    subject = _subject(skeleton, standing, aux_from, k, bare=not finite)
    if subject is None and skeleton.scan.lexicon.subject != "before":
        _following(skeleton, standing, at)
        return
    if subject is None:
        _inverted(skeleton, standing, at)
        return
    if negated and subject.kind != "zero":
        return
    if be and "B" in letters[aux_from:at] and not _singular(subject):
        return
    if subject.via in ("left", "right") or (
        subject.via == "noun" and subject.outcome is not None and letters[subject.at] == "O"
    ):
        return
    joint: Outcome | None = None
    if letters[at + 1 : at + 2] in ("&", "|") and letters[at + 2 : at + 3] == "v":
        joint = _joint_outcome(skeleton, at, at + 3) if letters[at + 1] == "|" else None
    _give(skeleton, subject, at, "right", joint)


def _OBJECT_END(letters: str, start: int) -> int:
    match = _OBJECT.match(letters, start)
    return match.end() if match else -1


def _has_own(letters: str, at: int) -> bool:
    """Whether a phrase is followed by a participle of its own: "40 wounded"."""
    return letters[at + 1 : at + 2] in ("E", "S", "P")


def _singular(quantity: Quantity) -> bool:
    """Whether "was" or "is" can stand with a phrase."""
    return quantity.single or quantity.kind in ("zero", "vague") or quantity.low == 1


def _subject(
    skeleton: Skeleton,
    standing: dict[int, Quantity],
    start: int,
    k: int,
    *,
    bare: bool,
    found_only: bool = False,
) -> Quantity | None:
    """Walk left from a predicate to the counted phrase that is its subject."""
    letters = skeleton.letters
    if found_only:
        while k >= 0 and letters[k] in _AUXILIARY | {"E", "P", "S", "I"}:
            k -= 1
        start = k + 1
    stop = max(-1, start - (9 if bare else _WALK))
    needs_relative = False
    inside: Quantity | None = None
    while k > stop:
        letter = letters[k]
        if letter in "QO":
            quantity = standing[k]
            adjacent = start - k == 1
            inner = k > 0 and letters[k - 1] in "poyf" and not (adjacent and bare)
            inner = inner or (
                k > 1 and letters[k - 2 : k] in ("pd", "od", "yd") and not (adjacent and bare)
            )
            if "subset" in quantity.tags or inner:
                k -= 2 if inner else 1
                continue
            if needs_relative:
                return None
            return quantity
        if letter == ")":
            k = letters.rfind("(", max(0, k - 24), k) - 1
            if k < 0:
                return inside
            continue
        if letter == ",":
            if bare and start - k > 1:
                return None
            opening = letters.rfind(",", max(0, k - 18), k)
            if opening < 0 or ";" in letters[opening:k]:
                return None
            k = opening - 1
            bare = bare and k > 0
            continue
        if letter == "r":
            needs_relative = False
        elif (
            letter in "EP"
            and not bare
            and k > 0
            and (letters[k - 1] in "QVXxO" or _relative_before(letters, k))
        ):
            pass  # 12 people trapped in a mine were killed; 12 people who had been trapped
        elif letter in "vIShbB" and not bare and _relative_before(letters, k):
            needs_relative = True
        elif letter == "&":
            if bare:
                return None
        elif letter in "d" and bare and start - k == 1:
            return None
        elif letter not in _MODIFIER:
            return None
        elif bare and letter == "m":
            return None
        k -= 1
    return inside


def _relative_before(letters: str, k: int) -> bool:
    window = letters[max(0, k - 10) : k]
    return "r" in window.rsplit("Q", 1)[-1]


def _following(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Attach a predicate to the people that follow it, where a language puts them there."""
    match = _OBJECT.match(skeleton.letters, at + 1) or _OBJECT_LIST.match(skeleton.letters, at + 1)
    if match is not None:
        quantity = standing[match.end()]
        if not quantity.via:
            _give(skeleton, quantity, at, "left")


def _inverted(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read "also killed were two guards", "among the injured are 12", "left homeless 30"."""
    letters = skeleton.letters
    match = re.compile(r"(?:[pwf][dxXKVj]{1,4})?[bB][agd]{0,2}(?=Q)").match(letters, at + 1)
    if match is None and letters[at] == "S" and letters[at - 1 : at] == "L":
        match = re.compile(r"[agd]{0,2}(?=Q)").match(letters, at + 1)
    if match is not None and not standing[match.end()].via:
        _give(skeleton, standing[match.end()], at, "left")


def _toll(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read a running toll: "the death toll rose by 12 to 120 from 108"."""
    letters = skeleton.letters
    match = _TOLL.match(letters, at + 1)
    if match is None:
        return
    moving = "M" in letters[max(0, at - 6) : match.end()] or any(
        c in match["gap"] + match["move"] for c in "bBM<"
    )
    if not (moving or match.end() - at <= 4):
        return
    first = match.end()
    tail = letters[first : first + 24]
    parts = [first]
    for offset in range(1, len(tail)):
        if tail[offset] == ";":
            break
        if tail[offset] == "Q" and tail[offset - 1] in "tfqy" and len(parts) < 3:
            parts.append(first + offset)
    for place in parts:
        quantity = standing[place]
        if quantity.via in ("left", "right", "noun"):
            continue
        preceding = letters[place - 1] if place else ""
        _give(skeleton, quantity, at, "toll")
        if preceding == "y":
            quantity.tags.append("added")
        elif preceding in "fq":
            quantity.tags.append("prior")
        if letters[at + 1 : at + 2] == "p" or "cumulative" in quantity.tags:
            continue


def _share(skeleton: Skeleton) -> None:
    """Let phrases in coordination share an outcome: "12 soldiers and four civilians died"."""
    quantities, letters = skeleton.quantities, skeleton.letters
    for first, second in zip(quantities, quantities[1:], strict=False):
        if first.outcome is None or second.outcome is not None or second.at - first.at > 24:
            continue
        between = letters[first.at + 1 : second.at]
        after = letters[second.at + 1 : second.at + 2]
        if after in _CLAUSE_SUBJECT and after:
            continue
        if first.via in ("left", "noun", "shared") and _JOINED.fullmatch(between):
            if first.via == "noun" and second.noun is None:
                continue
            _inherit(first, second)
        elif first.via in ("right", "gapped") and (
            (after == "p" and _GAPPED.fullmatch(between))
            or (first.via == "gapped" and after == "p" and _JOINED.fullmatch(between))
        ):
            _inherit(first, second)
            second.via = "gapped"
    for first, second in reversed(list(zip(quantities, quantities[1:], strict=False))):
        if (
            second.outcome is None
            or first.outcome is not None
            or second.via not in ("right", "back")
        ):
            continue
        if second.at - first.at > 16 or (first.noun is not None and second.noun is None):
            continue
        before = letters[first.at - 1 : first.at] if first.at else ""
        if before and before in "vTxby":
            continue
        if _JOINED.fullmatch(letters, first.at + 1, second.at):
            _inherit(second, first)
            first.via = "back"


def _inherit(giver: Quantity, taker: Quantity) -> None:
    taker.outcome = giver.outcome
    taker.via = "shared"
    taker.evidence += [part for part in giver.evidence if part[0] == "outcome"]
    if "denied" in giver.tags:
        taker.tags.append("denied")
