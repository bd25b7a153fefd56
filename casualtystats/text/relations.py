"""How the figures of a sentence belong together: parts and wholes, earlier figures, who says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casualtystats.text.coordination import ROW_OF_PARTS, share_among_parts
from casualtystats.text.periods import tag_running
from casualtystats.text.quantities import give, inherit
from casualtystats.text.said import tag_said

if TYPE_CHECKING:
    from casualtystats.text.quantities import Quantity, Skeleton

__all__ = ["label", "mark_parts"]

_AMONG = re.compile(r"(?:o[dxXVKj]{1,3})?(?:&[dxXVj]{1,3})?[bB]a?i")
_SOME = re.compile(r"[xXVj]{0,2}[bBhgaEPS]{0,4},Q[aV]")
_AMONG_COUNTED = re.compile(r"(?:&[dxXVj]{1,3})?[bB]a?(p)[da]{0,2}(?=[QO])")
_OF_WHOLE = re.compile(r"od?Q(?:[^;,Q]{0,14},|S)")
_WORDS = tuple("xXVjdo")
_HARMED = ("E", "P", "S", "I")
_OWN_VERB = ("b", "B", "h", "E", "I", "S", "P", "u", "v")
_NO_DEATHS = frozenset({"injured", "captured", "missing"})
_ANOTHER_HARM = re.compile(r"[bBhga]{0,3}[EPSI](?:[pwf][dxXVKj]{1,4})?(?:,?&|,)[aed]{0,3}")
#: killing | everyone on board, including
_ALL_OF_THEM = re.compile(r"(?<![bB])([TE])(?:m|[pd]{1,2})[xXVWj]{0,3}(?:p[dxXVK]{1,4})?,$")
_SAID_OF_ONE = frozenset("QiHga")
_RECOUNTED = re.compile(r"[^;,QO]{0,14}n")
#: one of them | a pregnant woman; one | a soldier
_IS_ONE = re.compile(r"Q[iH]?[ga]{0,2}$")


def mark_parts(skeleton: Skeleton) -> None:
    """Tag the phrases that count part of another: "including 11 children and six women".

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    """
    _drop_appositions(skeleton)
    letters = skeleton.letters.replace("H", "i")
    among = skeleton.scan.lexicon.among
    of_whole = "odQ" in letters
    whole: Quantity | None = None
    last: Quantity | None = None
    for quantity in skeleton.quantities:
        at = quantity.at
        before = letters[max(0, at - 3) : at].rstrip("adbBeg")
        led = before.endswith(("i", "ido")) and (
            quantity.noun is not None or letters[at - 1] not in "bB"
        )
        if led and _is_left_out(letters, at):
            continue
        follows = letters[at + 1 : at + 2] == "i" and letters[at + 2 : at + 3] not in ("Q", "O")
        follows = follows and not _opens_part(skeleton, quantity)
        if follows and whole is None and letters[at - 1 : at] != "(":
            follows = False  # two of the wounded died: no whole in this sentence
            quantity.tag("subset")
        fronted = letters[max(0, at - 2) : at] == "i,"  # of those killed, 12 were children
        chained = (
            last is not None
            and "subset" in last.tags
            and not ("added" in quantity.tags and quantity.noun is None)
            and ROW_OF_PARTS.fullmatch(letters, last.at + 1, at) is not None
            and (
                (letters[at - 1] == "&" and letters[at - 2] not in ("&", ","))
                or letters[at + 1 : at + 2] not in _OWN_VERB
            )
        ) or (last is not None and _goes_on(skeleton, last, at))
        among_whole = (
            whole is not None
            and quantity.noun is None
            and _SOME.fullmatch(letters, whole.at + 1, at + 2)
        )  # injured four, two seriously
        ten = _AMONG_COUNTED.match(letters, at + 1)
        if ten is not None and skeleton.words_at(ten.start(1)).lower() in among:
            _tag_row(skeleton, quantity, _standing_at(skeleton, ten.end()))
            last = quantity
            continue
        if led or follows or chained or fronted or among_whole:
            quantity.tag("subset")
            quantity.parent = whole
        elif of_whole and letters.startswith("odQ", at + 1):  # eight of | the 15 people killed
            quantity.parent = _standing_at(skeleton, at + 3)
        elif _AMONG.match(letters, at + 1):  # two children were among the dead
            _tag_row(skeleton, quantity, None)
        elif whole is not None and _OF_WHOLE.fullmatch(letters, 0, at):
            quantity.parent = whole  # of 40 people killed, 25 were civilians
        else:
            whole = quantity
        last = quantity


def _is_left_out(letters: str, at: int) -> bool:
    """Whether a toll does not count a phrase: "14, which does not include the two attackers"."""
    return letters[max(0, at - 4) : at].rstrip("ade").endswith("ni")


def _goes_on(skeleton: Skeleton, part: Quantity, at: int) -> bool:
    """Whether parts with their own harm go on: "of whom 340 were killed and 920 wounded"."""
    letters = skeleton.letters
    if letters[part.at - 1 : part.at] != "H" or letters[at + 1 : at + 2] not in _HARMED:
        return False
    return _ANOTHER_HARM.fullmatch(letters, part.at + 1, at) is not None


def _opens_part(skeleton: Skeleton, quantity: Quantity) -> bool:
    """Whether a part without a number follows: "12 people including women"."""
    at = quantity.at + 1
    sense = skeleton.sense(at)
    if (
        sense is None
        or sense.outcome is not None
        or skeleton.letters[at + 1 : at + 2] not in _WORDS
    ):
        return False  # 12 among the dead; 12 children among them
    verb_first = skeleton.scan.lexicon.subject == "after"
    return quantity.noun is not None or (verb_first and skeleton.letters[at] == "i")


def _standing_at(skeleton: Skeleton, at: int) -> Quantity | None:
    return next((quantity for quantity in skeleton.quantities if quantity.at == at), None)


def _tag_row(skeleton: Skeleton, part: Quantity, whole: Quantity | None) -> None:
    """Make "two men and a boy" parts: of the ten in "were among ten people killed", or of none."""
    for quantity in reversed(skeleton.quantities):
        if quantity.at > part.at:
            continue
        if quantity is not part and not ROW_OF_PARTS.fullmatch(
            skeleton.letters, quantity.at + 1, part.at
        ):
            break
        quantity.tag("subset")
        quantity.parent = whole
        part = quantity


def _drop_appositions(skeleton: Skeleton) -> None:
    """Leave out "a journalist" where it says who a named or counted person is."""
    letters = skeleton.letters
    standing = {q.at: q for q in skeleton.quantities}
    kept = []
    for quantity in skeleton.quantities:
        at = quantity.at
        if quantity.kind == "article" and letters[at - 1 : at] in _SAID_OF_ONE and at > 0:
            one = _IS_ONE.search(letters, max(0, at - 4), at)
            if one is not None and standing[one.start()].single:
                letters = letters[:at] + "V" + letters[at + 1 :]
                continue
        if quantity.kind == "article" and letters[at - 1 : at] == "," and at > 1:
            before = letters[at - 2]
            named = before in "XV" or (before == "Q" and standing[at - 2].single)
            if named and letters[at + 1 : at + 2] in (",", "p", "r", "f", "o"):
                letters = letters[:at] + "V" + letters[at + 1 :]
                continue
        kept.append(quantity)
    skeleton.quantities[:] = kept
    skeleton.letters = letters


def label(skeleton: Skeleton) -> None:
    """Let parts inherit their whole's outcome, and tag what a sentence says about its figures.

    Parameters
    ----------
    skeleton : Skeleton
        A sentence whose quantities have their outcomes.
    """
    if "n" in skeleton.letters:
        _drop_recounted(skeleton)
    for quantity in skeleton.quantities:
        if quantity.parent is not None and quantity.parent.outcome is not None:
            quantity.tag("subset")
        if quantity.outcome is None and _is_left_out(skeleton.letters, quantity.at):
            before = [q for q in skeleton.quantities if q.at < quantity.at and q.outcome]
            if before:
                inherit(before[-1], quantity, "whole")
        part = quantity.outcome is None and "subset" in quantity.tags
        if part and not (quantity.kind == "zero" and quantity.noun is None):
            _inherit_from_whole(skeleton, quantity)
        if skeleton.letters[max(0, quantity.at - 2) : quantity.at].endswith(("q", ",n")):
            _set_against(skeleton, quantity)
        noun = quantity.noun
        held = quantity.outcome is None and noun is not None and noun.letter == "W"
        if held and not set(_around(skeleton.letters, quantity.at)) & {"v", "u"}:
            quantity.outcome = None if noun is None else noun.outcome
            quantity.via = "noun"
    share_among_parts(skeleton)
    _widen_losses(skeleton)
    stated = [quantity for quantity in skeleton.quantities if quantity.outcome is not None]
    for quantity in stated[1:]:
        if quantity.best == 2 and _says_both(skeleton, stated, quantity):
            stated.remove(quantity)
    if not stated:
        return
    tag_running(skeleton, stated)
    tag_said(skeleton, stated)


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
        sense = None if match is None else skeleton.sense(match.end() - 1)
        if sense is not None and sense.trait == "recount":
            quantity.outcome = None


def _says_both(skeleton: Skeleton, stated: list[Quantity], quantity: Quantity) -> bool:
    """Drop "both" where it speaks of two counted already: "two were hurt, both slightly"."""
    sense = skeleton.sense(quantity.at)
    if sense is None or sense.letter != "4" or quantity.noun is not None:
        return False
    before = next((q for q in reversed(stated) if q.at < quantity.at), None)
    if before is None or before.best != 2 or skeleton.letters[quantity.at - 1] != ",":
        return False
    quantity.outcome = None
    return True


def _set_against(skeleton: Skeleton, quantity: Quantity) -> None:
    """Read an earlier figure: "killed 120 people, above an earlier toll of 98"."""
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


def _around(letters: str, at: int) -> str:
    return letters[max(0, at - 3) : at] + letters[at + 1 : at + 3]


def _inherit_from_whole(skeleton: Skeleton, quantity: Quantity) -> None:
    """Take the outcome of the whole, or of "among the dead", or of "the dead include"."""
    whole = quantity.parent
    if skeleton.letters[quantity.at + 1 : quantity.at + 2] == "z":
        return  # of whom 300 would be released
    if whole is not None and whole.outcome is not None:
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
