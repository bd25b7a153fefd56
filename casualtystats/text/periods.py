"""Running tolls: which figures a sentence gives for a period, a war or an epidemic.

A figure runs on if its clause says so: "since 2014", "this year", "in three months", "in the
war", "the epidemic has killed". A weekday or an hour is no period, one person is no toll, and
the worst attack since 2014 is one attack.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from casualtystats.text.quantities import Quantity, Skeleton

__all__ = ["tag_running"]

#: two have since died; a nationwide strike; missing since; killed two, since he was drunk
_NO_PERIOD: Final = re.compile(r"hc|.c:|dc[xV]|,c(?=[dV]?[xVmX]{0,3}[bBhvTE])")
_HEADING: Final = re.compile(r".c:|dc[xV]")
#: a | blast last year killed
_EVENT_DID: Final = re.compile(r"dKc[ah]{0,2}[TEk]")
#: died of | cholera, from the avian | influenza
_OF_ILLNESS: Final = re.compile(r"[of][xXj]{0,3}$")
#: Since 2014 | 12 people; The epidemic in the north has | killed 12.
_FRONTED: Final = re.compile(r"[da]?$")
_DOES: Final = re.compile(r"[cxXKj]{0,3}(?:[pof][dxXKVjc]{1,4}){0,2}[,habgzct]{0,5}$")
#: the war, | in which; the epidemic | that killed 12
_THAT: Final = re.compile(r"(?:[pof][dxXKVj]{1,4}){0,2},?([rs])[habgx]{0,4}")
#: in the two-year | war; in | three months, in the | months after
_WITHIN: Final = re.compile(r"[pc][dxXjac]{0,4}$")
_DURING: Final = re.compile(r"p[djg]{0,2}$")
_SHORT: Final = re.compile(r"[pad][djpx]{0,3}(K)")
_WITH_IT: Final = re.compile(r"[EPSIxXVj]{0,2},?[&w][ade]{0,3}")
_STATES: Final = frozenset({"missing", "captured", "displaced"})
_MODIFIED: Final = frozenset("xXKVov")
_OTHER_CLAUSE: Final = frozenset(";s:Mr")
_ELSEWHERE: Final = frozenset(";s:")
_PERIOD: Final = re.compile(r"(?<![h,])c")
#: 31 were killed, | bringing the city's death toll to 212
_BROUGHT: Final = re.compile(r",&?Md?[dxXVKj]{0,4}G(?:[pf][dxXKVj]{1,4})?[pt]?$")
_FAR, _NEAR, _ROW = 18, 12, 8


def tag_running(skeleton: Skeleton, stated: list[Quantity]) -> None:
    """Tag the figures that a word of duration speaks of, and those in a row with them.

    Parameters
    ----------
    skeleton : Skeleton
        A sentence whose quantities have their outcomes; they are changed in place.
    stated : list of Quantity
        Those that have one.
    """
    _tag_totals(skeleton, stated)
    _tag_added(skeleton.letters, stated)
    _tag_periods(skeleton, stated)
    for first, second in pairwise(stated):
        if "cumulative" not in first.tags or _is_set_against(second):
            continue
        part = second.parent is first and first.kind != "article"
        if part or _WITH_IT.fullmatch(skeleton.letters, first.at + 1, second.at):
            second.tag("cumulative")


def _tag_periods(skeleton: Skeleton, stated: list[Quantity]) -> None:
    """Tag the figure that each word of duration speaks of, and its row."""
    letters = skeleton.letters
    for at in skeleton.places("cK"):
        if (letters[at] == "K" and not _lasts(skeleton, at)) or _is_no_period(skeleton, at):
            continue
        nearest = _nearest(skeleton, stated, at)
        if nearest is None:
            continue
        for quantity in stated:
            first, last = sorted((quantity.at, nearest.at))
            row = last - first <= _ROW and _OTHER_CLAUSE.isdisjoint(letters[first:last])
            if row and _may_run(skeleton, quantity):
                quantity.tag("cumulative")


def _lasts(skeleton: Skeleton, at: int) -> bool:
    """Whether a noun names a long time or what lasts long: "in three months", "in the war"."""
    words, scan = skeleton.words, skeleton.scan
    last = (words[at + 1] if at + 1 < len(words) else len(scan.senses)) - 1
    sense = scan.senses[last]
    if sense is None or sense.tag != "cumulative":
        return False
    behind = skeleton.letters[at + 1 : at + 4]
    if behind[:1] in _MODIFIED and "c" not in behind:
        # a campaign rally, an outbreak of violence; but: of cholera, 14 months of war
        whole = skeleton.sense(at + 2) if behind[:2] == "oK" else None
        return whole is not None and whole.tag == "cumulative" and whole.trait != "age"
    if sense.trait != "age":
        return True
    if _DURING.search(skeleton.letters, max(0, at - 3), at) is None:
        return False
    return last > words[at] or scan.words[last].endswith(scan.lexicon.plural_endings)


def _is_no_period(skeleton: Skeleton, at: int) -> bool:
    """Whether a cue means something else, or says since when a record stood."""
    letters = skeleton.letters
    if letters[at] == "c":
        sense = skeleton.sense(at)
        if _dates_one_event(skeleton, at):
            return True  # a blast last year, last year's blast
        ill = sense is not None and sense.trait == "illness"
        before = skeleton.sense(at - 1) if letters[at - 1 : at] == "S" else None
        if before is not None and before.outcome in _STATES:
            return True  # missing since Friday
        if ill and _OF_ILLNESS.search(letters, max(0, at - 4), at):
            return True
        if (_HEADING if ill else _NO_PERIOD).match(letters, max(0, at - 1)):
            return True
    scan, words = skeleton.scan, skeleton.words
    superlatives = scan.lexicon.superlatives
    first = letters.rfind("Q", 0, at) + 1
    ahead = words[max(first, at - 9) : at]
    if any(scan.letters[w] == "6" for w in ahead):
        return True  # the third attack this year
    # the deadliest attack since 2014; to date the deadliest
    return any(scan.words[w] in superlatives for w in (*ahead, *words[at + 1 : at + 3]))


def _dates_one_event(skeleton: Skeleton, at: int) -> bool:
    """Whether a year stands behind one event that does not last, and before what it did."""
    scan, words = skeleton.scan, skeleton.words
    whose = scan.words[words[at]].endswith(scan.lexicon.possessive_endings)
    if whose and skeleton.letters[at + 1 : at + 2] == "K":
        event = words[at + 1]  # last month's earthquake
    elif skeleton.has_trait(at, "dates") and _EVENT_DID.match(skeleton.letters, max(0, at - 2)):
        event = words[at] - 1
    else:
        return False
    sense = scan.senses[event]
    lasts = sense is not None and sense.tag == "cumulative"
    return not lasts and not scan.words[event].endswith(scan.lexicon.plural_endings)


def _nearest(skeleton: Skeleton, stated: list[Quantity], at: int) -> Quantity | None:
    """Find the figure that a cue speaks of, in its own clause."""
    letters = skeleton.letters
    quantity = next((q for q in stated[::-1] if q.at < at), None)
    if quantity is not None and at - quantity.at <= _FAR and quantity.by < at:
        path = letters[max(quantity.at, quantity.by) + 1 : at]
        if _OTHER_CLAUSE.isdisjoint(path) and "Q" not in path:
            within = letters[at] == "c" or _WITHIN.search(letters, max(0, at - 5), at)
            return quantity if within else None
    quantity = next((q for q in stated if q.at > at), None)
    if quantity is None or quantity.at - at > _NEAR:
        return None
    if quantity.via == "toll" and quantity.by < at:
        return quantity if _ELSEWHERE.isdisjoint(letters[at : quantity.at]) else None
    if at < quantity.by < quantity.at and _DOES.fullmatch(letters, at + 1, quantity.by):
        return quantity
    that = _THAT.match(letters, at + 1)
    if that is not None and "Q" not in letters[at + 1 : quantity.at]:
        sense = skeleton.sense(that.start(1))
        if that[1] == "r" or (sense is not None and sense.trait == "within"):
            return quantity
    path = letters[at + 1 : quantity.at]
    fronted = letters[at] == "c" and (len(path) < 4 or _FRONTED.fullmatch(letters, 0, at))
    return quantity if fronted and _OTHER_CLAUSE.isdisjoint(path) else None


def _may_run(skeleton: Skeleton, quantity: Quantity) -> bool:
    """Whether a figure may be a running one: not of one person or one day, no increment."""
    if quantity.kind == "article" or quantity.best == 1 or _is_set_against(quantity):
        return False
    behind = max(quantity.at, quantity.by) + 1
    for match in _SHORT.finditer(skeleton.letters, behind, behind + _ROW):
        if "," in skeleton.letters[behind : match.start()]:
            return True
        words = skeleton.words
        end = words[match.end()] if match.end() < len(words) else len(skeleton.scan.senses)
        sense = skeleton.scan.senses[end - 1]
        if sense is not None and sense.trait == "age" and sense.tag is None:
            return False  # in 24 hours, over the past day
    return True


def _tag_totals(skeleton: Skeleton, stated: list[Quantity]) -> None:
    """Tag a running toll as a total, and as cumulative where a word of duration is near."""
    letters = skeleton.letters
    for quantity in stated:
        if quantity.via != "toll" or _is_set_against(quantity):
            continue
        at = quantity.at
        if _says_total(skeleton, at):
            quantity.tag("total")
            quantity.tag("cumulative")
        elif "c" in letters:
            first = 1 + max(letters.rfind(mark, 0, at) for mark in ";s:")
            if _PERIOD.search(letters, first, at + _NEAR):
                quantity.tag("cumulative")


def _is_set_against(quantity: Quantity) -> bool:
    """Whether a figure is an increment or an earlier one."""
    return "added" in quantity.tags or "prior" in quantity.tags


def _says_total(skeleton: Skeleton, at: int) -> bool:
    """Whether a word for a total stands before a figure: "the total death toll"."""
    first = max(0, at - _NEAR)
    place = skeleton.letters.rfind("G", first, at)
    while place >= 0:
        sense = skeleton.sense(place)
        if sense is not None and sense.tag == "total":
            return True
        place = skeleton.letters.rfind("G", first, place)
    return False


def _tag_added(letters: str, stated: list[Quantity]) -> None:
    """Tell an increment ("five more deaths") from the rest of one event ("12 more injured")."""
    toll: Quantity | None = None
    for quantity in stated:
        if quantity.via != "toll":
            continue
        brought = _BROUGHT.search(letters, max(0, quantity.at - _NEAR), quantity.at) is not None
        if "cumulative" in quantity.tags or brought:
            toll = quantity
            break
    for index, quantity in enumerate(stated):
        if "added" in quantity.tags and quantity.via != "toll":
            before = {q.outcome for q in stated[:index]}
            if before and quantity.outcome not in before and quantity.kind != "zero":
                quantity.tags.remove("added")
        if toll is None or quantity.at >= toll.at or {"cumulative", "prior"} & set(quantity.tags):
            continue
        brings = "M" in letters[quantity.at : toll.at] and quantity.outcome == toll.outcome
        if quantity.via == "noun" or (brings and quantity.via != "toll"):
            quantity.tag("added")  # two died, bringing the total this year to 61
