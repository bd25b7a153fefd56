"""Who says a figure, and whether they claim it or somebody denies it."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.quantities import Quantity, Skeleton

__all__ = ["tag_said"]

#: What somebody claims ends where a clause of its own begins, or somebody else speaks.
_CLAIM_ENDS: Final = re.compile(r"[;su]")
_DENIAL_ENDS: Final = re.compile(r"[;,su]")
#: were killed, | the army claimed
_BEHIND: Final = re.compile(r",[dxXVjKpo]{1,7}$")
#: a figure that the army | denied; reports that 50 had died were | dismissed
_STATEMENT: Final = re.compile(r",d?[jx]{0,2}(K)[^Q;,]{0,8}$")
_PASSIVE: Final = re.compile(r"(K)r[^;]{2,30}[bB]a{0,2}$")
_UNTRUE: Final = re.compile(r"(K)r[^;]{2,30}$")
_THAT: Final = re.compile(r",?[sr]|[dxXV]{1,3}[sr](?=[mTEPI])")
#: disputed | the figures; but not: denied reports that 12 had died
_WHAT_WAS_SAID: Final = re.compile(r"d?[jx]?(K)(?![ro])")
#: denied | a monitor's claim that 12 had died; what is denied goes on behind it
_THEIR_CLAIM: Final = re.compile(r"[dxXVjKo]{0,5}[uk](?=[rsQOhEaeTm<]|[dxXV]{1,3}[bh])")
_ENDS: Final = ("", ",", ";", ")")
_LONG: Final = 34
#: 12 died, officials said | on Tuesday | and 30 were hurt
_ENDS_CLAUSE: Final = re.compile(r"(?:[ac]|[pt][dxXVKjc]{1,5}){0,4}(?:$|[;,()&s])")
#: Where a source begins and ends, and its words.
_Source = tuple[int, int, str]


def tag_said(skeleton: Skeleton, stated: list[Quantity]) -> None:
    """Keep who says the figures of a sentence, and tag those that are claimed or denied.

    Parameters
    ----------
    skeleton : Skeleton
        A sentence whose quantities have their outcomes; they are changed in place.
    stated : list of Quantity
        Those that have one.
    """
    sources: list[_Source] = []
    for at in skeleton.places("uk"):
        sense = skeleton.sense(at)
        tag = None if sense is None else sense.tag
        if skeleton.letters[at] == "k":
            following = next((q for q in stated if 0 < q.at - at <= 5), None)
            if tag is None or following is None or following.taken or following.by == at:
                continue
        if tag is not None:
            first, last = (_denied if tag == "denied" else _claimed)(skeleton, at)
            for quantity in stated:
                if first <= quantity.at < last:
                    quantity.tag(tag)
        source = _source(skeleton, at) if tag != "denied" else None
        if source is not None:
            sources.append(source)
    if sources:
        _attribute(skeleton.letters, stated, sources)


def _attribute(letters: str, stated: list[Quantity], sources: list[_Source]) -> None:
    """Give each figure the source of its own clause; a source behind all speaks of them all."""
    begin = 0  # where the figures begin that no source before has spoken of
    for index, (first, last, words) in enumerate(sources):
        before = [quantity for quantity in stated if quantity.at < first]
        own = before[-1] if before else None
        if own is not None and own.via == "restated" and own.at == first - 1:
            own.attribution, begin = words, last + 1  # 44 according to the opposition
            continue
        if own is not None and own.at >= begin and _ENDS_CLAUSE.match(letters, last + 1):
            stop = len(letters) if len(sources) == 1 else first
            start, begin = begin, last + 1
        else:
            start = last + 1
            begin = stop = _turn(letters, last, sources[index + 1 : index + 2])
        for quantity in stated:
            if start <= quantity.at < stop:
                quantity.attribution = quantity.attribution or words


def _turn(letters: str, last: int, following: list[_Source]) -> int:
    """Find where a source stops speaking: before the next, or before the clause that it ends."""
    if not following:
        return len(letters)
    first, end, _ = following[0]
    if _ENDS_CLAUSE.match(letters, end + 1) is None:
        return first
    clause = letters.rfind(";", last, first)
    clause = letters.rfind(",&", last, first) if clause < 0 else clause
    return first if clause < 0 else clause + 1


def _claimed(skeleton: Skeleton, at: int) -> tuple[int, int]:
    """Tell from where to where a claim goes."""
    letters = skeleton.letters
    behind = letters[at + 1 : at + 2] in _ENDS and _BEHIND.search(letters, max(0, at - 8), at)
    if behind:
        return letters.rfind(";", 0, at) + 1, at
    return _until(_CLAIM_ENDS, letters, at)


def _denied(skeleton: Skeleton, at: int) -> tuple[int, int]:
    """Tell from where to where goes what is denied."""
    letters = skeleton.letters
    start = max(0, at - _LONG)
    stated = _STATEMENT.search(letters, start, at)
    if stated is not None and skeleton.has_trait(stated.start(1), "statement"):
        return letters.rfind(";", 0, stated.start()) + 1, stated.start()
    pattern = _UNTRUE if skeleton.has_trait(at, "untrue") else _PASSIVE
    passive = pattern.search(letters, start, at)
    if passive is not None and skeleton.has_trait(passive.start(1), "statement"):
        return passive.start(), at
    said = _WHAT_WAS_SAID.match(letters, at + 1)
    if said is not None and skeleton.has_trait(said.start(1), "statement"):
        return letters.rfind(";", 0, at) + 1, at  # although the army questioned the figures
    if skeleton.has_trait(at, "what_was_said"):
        return at, at  # questioned two men
    theirs = _THEIR_CLAIM.match(letters, at + 1)
    _, last = _until(_DENIAL_ENDS, letters, at if theirs is None else theirs.end() - 1)
    return at, last


def _until(ends: re.Pattern[str], letters: str, at: int) -> tuple[int, int]:
    that = _THAT.match(letters, at + 1)
    end = ends.search(letters, at + 1 if that is None else that.end())
    return at, len(letters) if end is None else end.start()


def _source(skeleton: Skeleton, at: int) -> _Source | None:
    """Cut out "officials said" or "according to the ministry", and tell where it stands."""
    letters, scan = skeleton.letters, skeleton.scan
    words = skeleton.words
    first = last = at
    if scan.words[words[at]].startswith(scan.lexicon.according):
        while last + 1 < len(letters) and last - at < 10 and letters[last + 1] not in ",;(QO:sN":
            last += 1
        while last > at and letters[last] in "p&":
            last -= 1  # the particle of a word that is no part of it
    else:
        while first > 0 and at - first < 9 and letters[first - 1] in "dxXVjapowGK":
            first -= 1
        counted = {quantity.at: quantity.outcome for quantity in skeleton.quantities}
        if first > 0 and counted.get(first - 1, "no phrase") is None:
            first -= 1 + (letters[first - 2 : first - 1] == "d")  # a spokesman of the army said
        if letters[first] in "pa":  # in Homs | officials said
            first = letters.rfind("V", first, at) if "V" in letters[first:at] else at
        if first == at or letters[first - 1 : first] == "m":
            return None
    end = scan.ends[words[last + 1] - 1] if last + 1 < len(words) else scan.ends[-1]
    if last == at:
        end = scan.ends[words[at]]
    said = scan.text[scan.starts[words[first]] : end].rstrip(" .")
    before, _, word = said.rpartition(" ")  # rebels claimed | that
    sense = scan.lexicon.sense(word)
    return first, last, before if before and sense is not None and sense.letter in "rst" else said
