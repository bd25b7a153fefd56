"""Who was killed, injured, missing: predicates find the counted phrase they speak of.

The grammar works on the skeleton of a sentence (`casualtystats.text.quantities.fold`): one
letter per word or counted phrase. A predicate looks for its subject to the left
(`casualtystats.text.subject`) or its object to the right, stepping over what may stand between
and stopping where a new clause begins; phrases in coordination then share what one of them was
given (`casualtystats.text.coordination`). Every walk and every repetition is capped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casualtystats.text.joint import AUXILIARIES, joins_previous, joint_outcome
from casualtystats.text.quantities import give
from casualtystats.text.running import read_toll
from casualtystats.text.subject import find_subject

if TYPE_CHECKING:
    from casualtystats.text.claim import Outcome
    from casualtystats.text.lexicon import Sense
    from casualtystats.text.quantities import Quantity, Skeleton

__all__ = ["attach"]

_PREDICATE = re.compile(r"[TEPISNRkJGD](?:(?<!D)|(?=[fpodjxXVKacghb]{0,8}[MQ]|:))")
#: The dead numbered 300; put the dead at 300.
_NUMBERED = re.compile(r"[ES](?:[hbB]?Ma?Q|[pt]Q)")
_ANTECEDENT = re.compile(r"Q[xXVKdjaepo&]{0,10},?$")
#: No survivors among the 132 on board.
_AMONG_THEM = re.compile(r"[pfo]d?a?(?=Q)")
_BEING = re.compile(r"s[bh]{1,2}[ag]?$")
_FIRST_OF_TWO = re.compile(r"[bB][^QO,;bBEPSIT]{1,9}&$")
#: sentenced 15 men to death, 80 supporters of the party to death
_SENTENCED = re.compile(r"ZQ(?:[pof][dxXVKj]{1,5}){0,3}$")
_BY_PEOPLE = re.compile(r"[mV][abhg]{0,3}$")
_UNREAL = frozenset("nzZ")
_OBJECT = re.compile(r"(?:[&|][aeg]{0,2}[TE]){0,2}[agde(]{0,3}(?=Q)")
_TAKEN = re.compile(r"[agde(]{0,3}(?=[QO])")
#: An active verb may mark its people: "mató el lunes a tres", "coûte la vie à trois".
_MARKED_OBJECT = re.compile(r"(?:[&|][aeg]{0,2}[TE]){0,2}[agde(]{0,3}t[agde]{0,2}(?=Q)")
_OBJECT_LIST = re.compile(
    r"(?:[&|][TE])?t?[dxXVKjmoae]{1,8}(?:,[dxXVKjmoae]{1,8}){0,3}(?:,?&|,)t?[aed]{0,2}(?=Q)"
)
_OBJECT_AHEAD = re.compile(
    r"(?:[&|][aeg]{0,2}E)?t?[ade]{0,2}(?:[QmX]|d(?:[xXjVag]|KV)|[KV](?=[,&]))"
)
#: Where the people may follow their verb, circumstances may come first: "погибли в Киеве трое".
_CIRCUMSTANCES = re.compile(
    r"(?:p[dxXKj]{1,4}|a[xXKj]{0,4}){1,2}(?:[dxXVKjmoae]{1,8}&)?[aed]{0,3}(?=Q)"
)
_INVERTED = re.compile(r"[dxXKVj]{0,2}(?:[pwf][dxXKVj]{1,4})?[bB][agd]{0,2}(?=Q)")
_LEFT_DEAD = re.compile(r"[agd]{0,2}t?[agd]{0,2}(?=Q)")
#: Where the verb comes first: behind its agent, its day and its place.
_PEOPLE_BEHIND = re.compile(
    r"(?:,[adexXKpo]{1,9},)?[adxXVKj]{0,7}(?:[pwf][dxXVKja]{1,6}){0,3}(?:\(K\))?(?:,?[&w])?[agde(]{0,3}(?=Q)"
)
_WOUNDED = re.compile(r"[agde(]{0,3}(?=O)")  # there died three wounded
_COMPANY = re.compile(r"(?:[pf][dxXKVj]{1,4}){0,2},?[w&]a?d?(?=Q)")
#: "evacuated 30 wounded": the participle says who they are.
_WHO_ARE_HURT = re.compile(r"[EPS](?![&|]?[dQ])")
_OWN_VERB = re.compile(r"(?:,(?:i[^,;]{1,12}|Qi),)?[aegn]{0,3}[bBhEISPTMvJ]")


def attach(skeleton: Skeleton) -> None:
    """Give every counted phrase of a sentence the outcome that its clause states.

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    """
    standing = {quantity.at: quantity for quantity in skeleton.quantities}
    verb_first = skeleton.scan.lexicon.subject == "after"
    for match in _PREDICATE.finditer(skeleton.letters):
        at, letter = match.start(), match[0]
        before = skeleton.letters[at - 1 : at]
        if skeleton.letters[at + 1 : at + 2] == ":" and letter in "ESPD" and before != "Q":
            _listed(skeleton, standing, at)
        elif letter in "TN":
            _object(skeleton, standing, at)
        elif letter in "kJ":
            _lives(skeleton, standing, at)
        elif letter == "R":
            _of_these(skeleton, standing, at)
        elif letter in "GD" or _are_numbered(skeleton.letters, at):
            read_toll(skeleton, standing, at)
        elif not (verb_first and _people_behind(skeleton, standing, at)):
            _predicate(skeleton, standing, at)


def _of_these(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read what a relative says of the phrase before it: "12 men, whose bodies were found"."""
    among = _AMONG_THEM.match(skeleton.letters, at + 1)
    match = _ANTECEDENT.search(skeleton.letters, max(0, at - 12), at)
    place = among.end() if among is not None else match.start() if match is not None else -1
    quantity = standing.get(place)
    if quantity is not None and not (quantity.via or quantity.sure):
        give(skeleton, quantity, at, "right")


def _are_numbered(letters: str, at: int) -> bool:
    """Whether "the dead", "the wounded" are what a figure is said of."""
    if letters[at] not in "ES" or _NUMBERED.match(letters, at) is None:
        return False
    if letters[at + 1] in "pt":  # put the dead at 300
        return letters[max(0, at - 2) : at] == "Md"
    return letters[at - 1 : at] in ("d", "X", "j")


def _listed(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read a heading and its figure: "Killed: 12", "The dead: four men and a boy"."""
    quantity = standing.get(at + 2)
    if quantity is None or quantity.via or _OWN_VERB.match(skeleton.letters, at + 3):
        return
    give(skeleton, quantity, at, "left")


def _object(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Attach an active verb or a deverbal noun to the phrase on its right."""
    letters = skeleton.letters
    before = letters[max(0, at - 2) : at]
    if letters[at] == "T" and (before.endswith(("Z", "z")) or before == "zn"):
        return  # threatened to kill, could kill
    match = _OBJECT.match(letters, at + 1)
    if match is None and letters[at] in "TE":
        match = _MARKED_OBJECT.match(letters, at + 1)
    listed = match is None
    if match is None:
        match = _OBJECT_LIST.match(letters, at + 1) or _behind_circumstances(skeleton, at)
    if match is None:
        _without_object(skeleton, standing, at)
        return
    if "m" in letters[at + 1 : match.end()]:
        _attackers(skeleton, at)
    sense = skeleton.sense(at)
    moved = sense is not None and sense.outcome == "displaced"
    if moved and _WHO_ARE_HURT.match(letters, match.end() + 1):
        return
    quantity = standing[match.end()]
    if quantity.via in ("right", "left", "of") or quantity.sure:
        return
    named = letters[match.end() - 1] == ","  # killed Jane Roe, a journalist
    if listed and quantity.kind == "article" and (named or quantity.noun is None):
        return
    via = "of" if letters[at] == "N" else "left"
    outcome = joint_outcome(skeleton, at, match.end())
    if (
        sense is not None
        and sense.trait == "of_the_dead"
        and _BY_PEOPLE.search(letters, max(0, at - 4), at)
    ):
        outcome = "killed"  # villagers buried 40
    give(skeleton, quantity, at, via, outcome)


def _without_object(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read an active verb that no people follow: it speaks of its subject, if of anybody."""
    letters = skeleton.letters
    if letters[at + 1 : at + 2] == "m":
        _attackers(skeleton, at)  # killed himself
    elif letters[max(0, at - 2) : at] == "Qt" and "F" in letters[max(0, at - 9) : at]:
        give(skeleton, standing[at - 2], at, "right")  # forced 300 residents to evacuate


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


def _behind_circumstances(skeleton: Skeleton, at: int) -> re.Match[str] | None:
    """Find people behind time and place: "погибли за сутки 12 человек"."""
    if skeleton.scan.lexicon.subject != "either":
        return None
    match = _CIRCUMSTANCES.match(skeleton.letters, at + 1)
    return match if match and not _OWN_VERB.match(skeleton.letters, match.end() + 1) else None


def _lives(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read "claimed 12 lives", "lost nine soldiers", "12 lives were lost"."""
    letters = skeleton.letters
    match = (_TAKEN if letters[at] == "k" else _OBJECT).match(letters, at + 1)
    if match is None and letters[at] == "J":
        verb_first = skeleton.scan.lexicon.subject == "after"
        match = (_PEOPLE_BEHIND if verb_first else _OBJECT_LIST).match(letters, at + 1)
        match = match or _behind_circumstances(skeleton, at)
    if match is not None:
        quantity = standing[match.end()]
        noun = quantity.noun
        taken = _outcome_taken(noun, letters[at])
        if taken is not None:
            give(skeleton, quantity, at, "left", taken)
        elif letters[at] == "J" and noun is not None and noun.letter == "V":
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


def _auxiliaries(letters: str, at: int) -> tuple[int, bool, bool]:
    """Find where a predicate begins with its auxiliaries, and whether they have be and have."""
    k = at - 1
    be = have = False
    while k >= 0 and at - k < 9 and letters[k] in AUXILIARIES:
        be = be or (letters[k] in "bBL" and not have)
        have = have or letters[k] == "h"
        k -= 1
    if letters[at - 1 : at] == ",":  # were, police said, killed
        opening = letters.rfind(",", max(0, at - 12), at - 1)
        if opening > 0 and letters[opening - 1] in "bB":
            return opening - 1, True, False
    return k + 1, be, have


def _predicate(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Attach a participle, a state or an intransitive verb to the people it speaks of."""
    letters = skeleton.letters
    letter = letters[at]
    start, be, have = _auxiliaries(letters, at)
    if letter == "E" and not be and _OBJECT_AHEAD.match(letters, at + 1):
        _object(skeleton, standing, at)
        return
    sentenced = letter == "S" and _SENTENCED.search(letters, max(0, start - 16), start)
    shot_in_turn = be and letters[start - 1 : start] == "s" and _before_being(skeleton, at)
    if sentenced or shot_in_turn or joins_previous(skeleton, standing, at):
        return
    to_die = letters[at - 1 : at] == "t" and not have  # one of 33 people to die
    finite = be or (letter == "I" and not to_die) or (letter in "SE" and have)
    if not finite and letters[start - 1 : start] == "&":  # were taken from a bus and shot dead
        finite = _FIRST_OF_TWO.search(letters, max(0, start - 12), start) is not None
    subject = find_subject(letters, standing, start, bare=not finite)
    if subject is None or (subject.via and _speaks_of_next(skeleton, standing, at)):
        _without_subject(skeleton, standing, at, finite=be or letter == "I")
        return
    auxiliaries = letters[start:at]
    if (
        be
        and "B" in auxiliaries
        and not (subject.takes_singular or _in_apposition(subject, letters))
    ):
        return
    sense = skeleton.sense(at)
    outcome = None if sense is None else sense.outcome
    if _is_unreal(skeleton, at, auxiliaries, subject):
        return
    dies_later = finite and outcome == "killed" and subject.outcome != "killed"
    if subject.sure or (subject.via in ("left", "of", "right") and not dies_later):
        return
    joint = joint_outcome(skeleton, at, at + 3) if letters[at + 1 : at + 3] == "|v" else None
    give(skeleton, subject, at, "right", joint)
    if finite:
        _company(skeleton, standing, at)


def _is_unreal(skeleton: Skeleton, at: int, auxiliaries: str, subject: Quantity) -> bool:
    """Whether a predicate is denied, or only feared: "did not die", "thousands could die"."""
    sense = skeleton.sense(at)
    feared = sense is not None and sense.trait == "feared"
    return (feared and auxiliaries.endswith("z")) or ("n" in auxiliaries and subject.kind != "zero")


def _in_apposition(quantity: Quantity, letters: str) -> bool:
    """Whether a phrase only says how many a singular noun is: "the town, 800 people, was"."""
    return letters[quantity.at - 1 : quantity.at + 2] == ",Q,"


def _before_being(skeleton: Skeleton, at: int) -> bool:
    """Read what came to the subject: "two gunmen opened fire before being shot dead"."""
    if not _BEING.search(skeleton.letters, max(0, at - 4), at):
        return False
    first = skeleton.quantities[0]
    noun = first.noun
    if first.at > 2 or first.via or noun is None or noun.letter != "V":
        return False
    give(skeleton, first, at, "right")
    return True


def _people_behind(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> bool:
    """Attach a verb that comes first to the people behind it; say whether that settles it."""
    letters = skeleton.letters
    start, _, _ = _auxiliaries(letters, at)
    if not _UNREAL.isdisjoint(letters[start:at]):
        return True  # did not kill, could kill, threatened to kill
    match = _OBJECT.match(letters, at + 1)
    wounded = _WOUNDED.match(letters, at + 1) if letters[at] == "I" else None
    if wounded is not None and standing[wounded.end()].outcome == "injured":
        give(skeleton, standing[wounded.end()], at, "left")
        return True
    if match is None:
        before = standing.get(at - 1)
        if before is not None and not before.via:
            return False  # 12 people died in ...
        match = _PEOPLE_BEHIND.match(letters, at + 1)
    if match is None or standing[match.end()].via:
        return False
    if "&" in match[0] and _OWN_VERB.match(letters, match.end() + 1):
        return False
    give(skeleton, standing[match.end()], at, "left", joint_outcome(skeleton, at, match.end()))
    return True


def _without_subject(
    skeleton: Skeleton, standing: dict[int, Quantity], at: int, *, finite: bool
) -> None:
    """Attach a predicate to people behind it: by word order, by inversion, or in company."""
    letters = skeleton.letters
    if skeleton.scan.lexicon.subject != "before":
        match = _OBJECT.match(letters, at + 1)
        if match is None:
            match = _OBJECT_LIST.match(letters, at + 1) or _behind_circumstances(skeleton, at)
            if match is not None and _OWN_VERB.match(letters, match.end() + 1):
                return  # погиб мужчина, двое ранены: the two have a predicate of their own
        if match is not None:
            if not standing[match.end()].via:
                joint = joint_outcome(skeleton, at, match.end())
                give(skeleton, standing[match.end()], at, "left", joint)
            return
    match = _INVERTED.match(letters, at + 1)  # killed in the raid were two guards
    if match is None and letters[at] == "S" and letters[at - 1 : at] == "L":
        match = _LEFT_DEAD.match(letters, at + 1)  # left dead two guards
    if match is not None:
        if not standing[match.end()].via:
            give(skeleton, standing[match.end()], at, "left")
        return
    if finite:
        _company(skeleton, standing, at)


def _speaks_of_next(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> bool:
    """Whether people stand behind a predicate that may stand before them."""
    if skeleton.scan.lexicon.subject == "before":
        return False
    match = _OBJECT.match(skeleton.letters, at + 1)
    return match is not None and not standing[match.end()].via


def _company(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read who shared somebody's lot: "he was killed with two others"."""
    letters = skeleton.letters
    match = _COMPANY.match(letters, at + 1)
    if match is None or _OWN_VERB.match(letters, match.end() + 1):
        return
    quantity = standing[match.end()]
    if quantity.counts_people and not quantity.via:
        give(skeleton, quantity, at, "left")
