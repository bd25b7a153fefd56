"""Who was killed, injured, missing: predicates find the counted phrase they speak of.

The grammar works on the skeleton of a sentence (`casualtystats.text.quantities.fold`): one
letter per word or counted phrase. A predicate looks for its subject to the left
(`casualtystats.text.subject`) or its object to the right, stepping over what may stand between
and stopping where a new clause begins; phrases in coordination then share what one of them was
given (`casualtystats.text.coordination`). Every walk and every repetition is capped.
"""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.active import read_active, read_if_active, suits
from casualtystats.text.headings import read_heading, read_slashed
from casualtystats.text.joint import AUXILIARIES, joins_previous, joint_outcome
from casualtystats.text.objects import (
    HURT,
    OBJECT,
    OBJECT_LIST,
    OWN_VERB,
    PEOPLE_BEHIND,
    behind_circumstances,
)
from casualtystats.text.quantities import Quantity, Skeleton, give
from casualtystats.text.running import read_toll
from casualtystats.text.subject import find_subject
from casualtystats.text.taken import read_taken

__all__ = ["attach"]

#: A word that may say what happened; among them: the deaths rose to 12, deaths: 12; forced 300.
_OF_HARM: Final = frozenset("TEPISNRkJGDF")
_HAS_FIGURE: Final = re.compile(
    r"D(?:[fpodjxXVKacghb]{0,8}t?[MQ]|(?:c|[pof][dxXVKcj]{1,4})?:|\(Q\))|F[aed]{0,3}Q"
)
#: The dead numbered 300; put the dead at 300.
_NUMBERED: Final = re.compile(r"[ES](?:[hbB]?Ma?Q|[pt]Q)")
_BEFORE_NUMBER: Final = ("p", "t", "M", "h", "b", "B")
_ANTECEDENT: Final = re.compile(r"Q[xXVKdjaepo&]{0,10},?$")
#: No survivors among the 132 on board.
_AMONG_THEM: Final = re.compile(r"[pfo]d?a?(?=Q)")
_BEING: Final = re.compile(r"s[bh]{1,2}[ag]?$")
_FIRST_OF_TWO: Final = re.compile(r"[bB](?:[ga]{0,2}[EPS])?[^QO,;bBEPSIT]{1,9}&[ga]{0,2}$")
#: sentenced 15 men to death, 80 supporters of the party to death
_SENTENCED: Final = re.compile(r"ZQ(?:[pof][dxXVKj]{1,5}){0,3}$")
#: were flown to Bangui | with bullet wounds; fell 500 metres | to their deaths
_CARRIED: Final = re.compile(r"(?:[bB]a?[xvEP](?:[tpf][dxXKj]{1,4}){1,2}|MK)$")
#: gunmen who came after the blast | were shot: the blast is one, and they are not
_AFTER_IT: Final = re.compile(r"Qr[^;,QOsr]{1,8}(s)(?:d[jxXV]{0,2}K|m)$")
_IS_SAID: Final = re.compile(r"[bB]u[thg]")
#: were said by the agency | to have been killed
_SAID_BY: Final = re.compile(r"b[ug][yp][dxXVjoK]{1,5}$")
_MAY_BE: Final = re.compile(r"z[an]{0,2}b")
_CLOSED: Final = ("", ",", ";", ")")
_WHEN: Final = ("a", "c", "s", "y")  # 31 dead and counting | as night fell
_MAY_HEDGE: Final = ("p", "d", "x")  # what hedges become that stand before no figure
#: expecting to find | more dead victims
_OF_A_NOUN: Final = ("e", "j", "d")
_NOUN: Final = ("D", "V")
_WOULD_HAVE_BEEN: Final = re.compile(r"zhba{0,2}$")
_PLACES: Final = frozenset("xXKVjm")
_UNREAL: Final = frozenset("nzZ")
_INVERTED: Final = re.compile(r"[dxXKVj]{0,2}(?:[pwf][dxXKVj]{1,4})?[bB][agd]{0,2}(?=Q)")
_LEFT_DEAD: Final = re.compile(r"[agd]{0,2}t?[agd]{0,2}(?=Q)")
_ROW_OF_ANOTHER: Final = re.compile(r"(?:(?:,&?|&)[aed]{0,3}Q){1,4}[aegn]{0,3}[bBhEISPTMvJ]")
_COMPANY: Final = re.compile(r"(?:[pf][dxXKVj]{1,4}(?:&X{1,2})?){0,2}[ac]?,?[w&]a?d?(?=Q)")


def attach(skeleton: Skeleton) -> None:
    """Give every counted phrase of a sentence the outcome that its clause states.

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    """
    standing = {quantity.at: quantity for quantity in skeleton.quantities}
    verb_first = skeleton.scan.lexicon.subject == "after"
    letters = skeleton.letters
    if "|" in letters:
        read_slashed(skeleton, standing)
    for at in _harms(letters):
        letter = letters[at]
        if letter in "ESPD" and read_heading(skeleton, standing, at):
            continue
        if letter in "TN":
            read_active(skeleton, standing, at)
        elif letter in "kJF":
            read_taken(skeleton, standing, at)
        elif letter == "R":
            _of_these(skeleton, standing, at)
        elif letter in "GD" or _are_numbered(letters, at):
            read_toll(skeleton, standing, at)
        elif not (verb_first and _people_behind(skeleton, standing, at)):
            _predicate(skeleton, standing, at)


def _harms(letters: str) -> list[int]:
    """Find the words that may say what happened."""
    places = [at for at, letter in enumerate(letters) if letter in _OF_HARM]
    if "D" in letters or "F" in letters:
        return [at for at in places if letters[at] not in "DF" or _HAS_FIGURE.match(letters, at)]
    return places


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
    if letters[at] not in "ES" or letters[at + 1 : at + 2] not in _BEFORE_NUMBER:
        return False
    if _NUMBERED.match(letters, at) is None:
        return False
    if letters[at + 1] in "pt":  # put the dead at 300
        return letters[max(0, at - 2) : at] == "Md"
    return letters[at - 1 : at] in ("d", "X", "j")


def _auxiliaries(letters: str, at: int) -> tuple[int, bool, bool]:
    """Find where a predicate begins with its auxiliaries, and whether they have be and have."""
    k = at - 1
    be = have = False
    while k >= 0 and at - k < 9 and (letters[k] in AUXILIARIES or _is_said(letters, k)):
        be = be or (letters[k] in "bBL" and not have)
        have = have or letters[k] == "h"
        k -= 1
    if letters[k + 1 : k + 2] in ("t", "h") and letters[k] in "xXVK":
        said = _SAID_BY.search(letters, max(0, k - 8), k + 1)
        if said is not None:
            return said.start(), True, have
    if letters[at - 1 : at] == ",":  # were, police said, killed
        opening = letters.rfind(",", max(0, at - 12), at - 1)
        if opening > 0 and letters[opening - 1] in "bB":
            return opening - 1, True, False
    return k + 1, be, have


def _is_said(letters: str, k: int) -> bool:
    """Whether a verb of saying is passive, and so belongs to a predicate: "were said to"."""
    return letters[k] == "u" and _IS_SAID.match(letters, k - 1) is not None


def _begins_before(skeleton: Skeleton, at: int, start: int, *, be: bool) -> tuple[int, bool]:
    """Find where a predicate begins that a place or a time stands in."""
    if not be and skeleton.letters[at] == "S":
        carried = _CARRIED.search(skeleton.letters, max(0, start - 10), start)
        return (start, be) if carried is None else (carried.start(), True)
    return (_before_circumstance(skeleton, start) if be else start), be


def _predicate(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Attach a participle, a state or an intransitive verb to the people it speaks of."""
    letters = skeleton.letters
    letter = letters[at]
    start, be, have = _auxiliaries(letters, at)
    if letters[start - 1 : start] in _PLACES:
        start, be = _begins_before(skeleton, at, start, be=be)
    if letter in "EP" and not be and read_if_active(skeleton, standing, at):
        return
    of_a_noun = letters[at - 1 : at] in _OF_A_NOUN and letters[at + 1 : at + 2] in _NOUN
    of_a_noun = of_a_noun and letter in "ES"
    sentenced = letter == "S" and _SENTENCED.search(letters, max(0, start - 16), start)
    shot_in_turn = be and letters[start - 1 : start] == "s" and _before_being(skeleton, at)
    if of_a_noun or sentenced or shot_in_turn or joins_previous(skeleton, standing, at):
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
    told = subject.via in ("left", "of", "right") or _is_told(skeleton, at, subject)
    if subject.sure or (told and not dies_later):
        return
    joint = joint_outcome(skeleton, at, at + 3) if letters[at + 1 : at + 3] == "|v" else None
    give(skeleton, subject, at, "right", joint)
    _hedge_behind(skeleton, subject, at + 1)
    if finite:
        _company(skeleton, standing, at)


def _hedge_behind(skeleton: Skeleton, subject: Quantity, at: int) -> None:
    """Let a hedge behind a predicate act on its subject: "31 killed at most"."""
    at += skeleton.letters[at : at + 1] in ("(", ",")  # 12 killed (at least)
    at += skeleton.letters[at : at + 1] in ("&", "|")  # 12 killed, and possibly more
    if skeleton.letters[at : at + 1] not in _MAY_HEDGE:
        return
    sense = skeleton.sense(at)
    behind = skeleton.letters[at + 1 : at + 2]
    if behind not in _CLOSED and not (behind in _WHEN and sense and sense.letter == ">"):
        return
    exact = subject.form == "exact" and subject.kind == "count"
    if exact and sense is not None and (sense.trait == "either_side" or sense.letter == ">"):
        subject.hedge(sense, skeleton.words_at(at))


def _is_told(skeleton: Skeleton, at: int, subject: Quantity) -> bool:
    """Whether a toll stands before a clause: "the toll is 10, police said, as many are trapped"."""
    return subject.via == "toll" and "," in skeleton.letters[subject.at : at]


def _before_circumstance(skeleton: Skeleton, start: int) -> int:
    """Step back over a time in a relative clause: "those who fled after the blast were shot"."""
    match = _AFTER_IT.search(skeleton.letters, max(0, start - 15), start)
    one = skeleton.letters[start] in "bh" and not skeleton.words_at(start - 1).endswith(
        skeleton.scan.lexicon.plural_endings
    )
    return match.start(1) if match is not None and one else start


def _is_unreal(skeleton: Skeleton, at: int, auxiliaries: str, subject: Quantity) -> bool:
    """Whether a predicate is denied, or only feared, or means no harm: "thousands could die"."""
    sense = skeleton.sense(at)
    if sense is None:
        return False
    if sense.outcome == "displaced" and sense.letter == "I" and subject.fighters:
        return True  # soldiers who flee
    if not suits(skeleton, subject, sense.trait):
        return True
    if "zhb" in skeleton.letters and _would_have_been(skeleton, subject):
        return True
    if sense.letter == "E" and _MAY_BE.search(auxiliaries) and sense.outcome != "casualties":
        return True  # 40 people could be killed
    feared = sense.trait == "feared"
    return (feared and auxiliaries.endswith("z")) or ("n" in auxiliaries and subject.kind != "zero")


def _would_have_been(skeleton: Skeleton, subject: Quantity) -> bool:
    """Whether it is unreal that there were people: "it could have been four people killed"."""
    being = _WOULD_HAVE_BEEN.search(skeleton.letters, max(0, subject.at - 5), subject.at)
    return being is not None and skeleton.has_trait(being.start(), "unreal")


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
    match = OBJECT.match(letters, at + 1)
    wounded = HURT.match(letters, at + 1) if letters[at] == "I" else None
    if wounded is not None and standing[wounded.end()].outcome == "injured":
        give(skeleton, standing[wounded.end()], at, "left")
        return True
    if match is None:
        before = standing.get(at - 1)
        if before is not None and not before.via:
            return False  # 12 people died in ...
        match = PEOPLE_BEHIND.match(letters, at + 1)
    if match is None or standing[match.end()].via:
        return False
    if "&" in match[0] and OWN_VERB.match(letters, match.end() + 1):
        return False
    give(skeleton, standing[match.end()], at, "left", joint_outcome(skeleton, at, match.end()))
    return True


def _without_subject(
    skeleton: Skeleton, standing: dict[int, Quantity], at: int, *, finite: bool
) -> None:
    """Attach a predicate to people behind it: by word order, by inversion, or in company."""
    letters = skeleton.letters
    if skeleton.scan.lexicon.subject != "before":
        match = OBJECT.match(letters, at + 1)
        if match is None:
            match = OBJECT_LIST.match(letters, at + 1) or behind_circumstances(skeleton, at)
            if match is not None and OWN_VERB.match(letters, match.end() + 1):
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
    match = OBJECT.match(skeleton.letters, at + 1)
    return match is not None and not standing[match.end()].via


def _company(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read who shared somebody's lot: "he was killed with two others"."""
    letters = skeleton.letters
    if letters.rfind("Q") < at:
        return  # nobody is counted behind it
    match = _COMPANY.match(letters, at + 1)
    if match is None or OWN_VERB.match(letters, match.end() + 1):
        return
    if _ROW_OF_ANOTHER.match(letters, match.end() + 1):
        return  # 40 were killed and 12 boys and three girls abducted
    quantity = standing[match.end()]
    if quantity.counts_people and not quantity.via:
        give(skeleton, quantity, at, "left")
