"""Phrases in a row share an outcome: "12 soldiers and four civilians died", "five in Homs"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from casualtystats.text.quantities import Quantity, Skeleton, inherit

__all__ = ["ROW_OF_PARTS", "share", "share_among_parts"]

_JOINED: Final = re.compile(
    r"[xXVj]{0,3}(?:,p?[jxXV]{0,2}K(?=,))?(?:\([^()]{1,12}\))?(?:[pwfot][dxXVKaje]{1,6}){0,2}(?:,d[xXVj]{1,3}){0,2}"
    r"(?:,&?|[&|])[aed]{0,3}"
)
_GAPPED: Final = re.compile(
    r"[abBhgn]{0,4}[EPIS](?:a|[pwfty][dxXVKajo]{1,6}){1,2}(?:,?&|,)[aed]{0,3}"
)
#: 31 died according to the ministry, | 44 according to activists
_OF_A_SOURCE: Final = re.compile(r"[abBhgn]{0,4}[EPIS](?:u[dxXVKjo]{1,5})?(?:,?[&|]|,|\()[ad]{0,2}")
#: six deaths | in Asra, | four in Velia
_PLACED: Final = re.compile(r"[hbgv]{0,4}p[dxXVKajo]{1,6}(?:\([^()]{1,12}\))?(?:,?&|,)[aed]{0,3}")
#: among the dead, nine boys | and four girls
ROW_OF_PARTS: Final = re.compile(r"i?[xXVj]{0,3}(?:,&?|&)[aed]{0,3}")
#: among the dead, six | were in Asra, | one in Velia
_PLACED_PART: Final = re.compile(r"[bB]?p[dxXVKajo]{1,6}(?:,?&|,)")
#: All 59 aboard were killed, as were eleven residents.
_AS_WERE: Final = re.compile(r"[abBhgn]{0,4}[EPIS](?:[pwft][dxXVKajo]{1,6}){0,2},?s[bB]a?d?")
#: Britain lost 255 and Argentina 649.
_OTHER_SIDE: Final = re.compile(r"(?:p[dxXVKajo]{1,6})?,?&d?[xXVjK]{1,3}")
#: Argentina lost about 650 soldiers; Britain | around 250
_NEXT_SIDE: Final = re.compile(r";d?X{1,3}")
_BEHIND_PART: Final = re.compile(r"[jxa]{0,2}[p,&;)(r]")
#: A dash for the verb: "two died in Homs, in Idlib — three".
_DASHED: Final = re.compile(
    r"(?:[abBhgn]{0,4}[EPIS])?[xXVj]{0,3}(?:[pwf][dxXVKajo]{1,6}){0,2}(?:,&?|&)p[jK]?X{1,3}"
    r"(,)[aed]{0,3}"
)
#: 334 deaths, 186 of whom were children, | as well as 31
_PAST_PART: Final = re.compile(
    r"[Hi]?[bB]?a?[dxXVjKS]{0,3}(?:,[pf][dxXVKjo]{1,6})?(?:,&|\),?&?)[aed]{0,2}"
)
#: a soldier guarding a church | and at least 19 others died
_DOING: Final = re.compile(r"[xv]d[xXjVK]{1,4}(?:p[dxXVKj]{1,6}){0,2},?&[aed]{0,3}")
_GUARDS: Final = re.compile(r"d|x[d2Qp0mXtxa]")
#: died in the blast, an official of the ministry | said
_SPEAKS: Final = re.compile(r"[^,;:QO]{0,9}u(?![^,;]*,&)")
_KILLS: Final = re.compile(r"(?:p[dxXVKj]{1,4})?[ae]{0,2}[TEk][ade]{0,2}Q")
_OUT_OF: Final = re.compile(r"(?:^|[,:&;])o[djxX]{0,3}$")
_OF_A_VERB: Final = frozenset({"left", "right", "gapped"})
_DASHES: Final = frozenset("-–—")
_SPELLS_OUT: Final = frozenset("-–—:")
_MARK: Final = re.compile(r"[,:]")
_NEW_CLAUSE: Final = re.compile(r"[ae]{0,3}[bBhvTMIuzJ]")
_OF_ANOTHER_VERB: Final = frozenset("vTxbyh")
#: three more | on Tuesday, in Homs
_OF_ITS_OWN: Final = ("a", "p")
_OBJECTS: Final = ("left", "of", "noun", "shared")
_WIDEST: Final = 24


def share(skeleton: Skeleton) -> None:
    """Let phrases in coordination share what one of them was given.

    Parameters
    ----------
    skeleton : Skeleton
        A sentence whose predicates are attached; its quantities are changed in place.
    """
    quantities = skeleton.quantities
    if None in [quantity.outcome for quantity in quantities]:
        _share_along(skeleton)
    for index, whole in enumerate(quantities[:-2]):
        part = quantities[index + 1]
        if whole.outcome is None or not whole.best:
            continue
        if part.outcome is None or (part.via == "shared" and _may_be_spelt_out(skeleton, whole)):
            _add_up(skeleton, whole, quantities[index + 1 :])


def _share_along(skeleton: Skeleton) -> None:
    """Hand an outcome on to the phrases behind one that has it, then back to those before."""
    letters = skeleton.letters
    for first, second in pairwise(skeleton.quantities):
        if first.outcome is not None and second.outcome is None:
            _forward(skeleton, first, second)
        if first.parent is not None and second.outcome is None:
            _past_part(letters, first, second)
    for second, first in pairwise(skeleton.quantities[::-1]):
        if second.outcome is not None and first.outcome is None:
            _share_back(letters, first, second)


def _may_be_spelt_out(skeleton: Skeleton, whole: Quantity) -> bool:
    """Whether parts may follow that name the people of a phrase: "three bodies, two women and"."""
    named = whole.victims != () or skeleton.has_unknown_noun(whole)
    return not named or _is_spelt_out(skeleton, whole)


def _is_spelt_out(skeleton: Skeleton, whole: Quantity) -> bool:
    """Whether a dash or a colon follows a phrase: "10 dead - six men and four women"."""
    mark = _MARK.search(skeleton.letters, whole.at, whole.at + 4)
    return mark is not None and skeleton.words_at(mark.start()) in _SPELLS_OUT


def _add_up(skeleton: Skeleton, whole: Quantity, following: list[Quantity]) -> None:
    """Read parts that add up to their whole: "22 dead: 16 in Homs, four in Hama, two in Idlib".

    Behind a dash or a colon they may add up to less: some of the dead were not told of.
    """
    letters = skeleton.letters
    left, parts = whole.best or 0, []
    for part in following:
        ends = part.at + 1 == len(letters) or _BEHIND_PART.match(letters, part.at + 1)
        if part.outcome is not None and part.via != "shared":
            break  # the wounded were 12
        if part.best is None or not ends:
            return
        left -= part.best
        parts.append(part)
        if left <= 0:
            break
    if len(parts) > 1 and (left == 0 or (left > 0 and _is_spelt_out(skeleton, whole))):
        for part in parts:
            if part.outcome is None:
                inherit(whole, part, "whole")
            part.tag("subset")
            part.parent = whole


def _forward(skeleton: Skeleton, first: Quantity, second: Quantity) -> None:
    """Hand on an object's outcome: "killed 12 soldiers and four civilians"."""
    letters = skeleton.letters
    after = letters[second.at + 1 : second.at + 2]
    between = letters[first.at + 1 : second.at]
    # the bodies of a woman and two children were found; la muerte de cuatro y de un niño
    if first.via == "of" and between in ("&", "&o"):
        inherit(first, second, "of")
        return
    if letters[second.at + 1 : second.at + 2] == "u" and _is_of_a_source(skeleton, second, between):
        inherit(first, second, "restated")
        return
    if second.at - first.at > _WIDEST or _NEW_CLAUSE.match(letters, second.at + 1):
        return
    speaks = between.endswith(",") and _SPEAKS.match(letters, second.at + 1) is not None
    if speaks or _KILLS.match(letters, second.at + 1):
        return  # killed 12, and another killed three
    dashed = _DASHED.fullmatch(between) if first.via in _OF_A_VERB and "X," in between else None
    if dashed is not None and skeleton.words_at(first.at + 1 + dashed.start(1)) in _DASHES:
        inherit(first, second, "gapped")
        return
    if first.via == "noun" and _is_set_against(skeleton, first, second):
        return  # a wounded rebel, but seven others with weapons
    if _shares(letters, first, second, between):
        inherit(first, second, "restated" if _are_reckoned(skeleton, first, second) else "shared")
    elif (
        first.via in ("right", "gapped", "noun", "toll")
        and (after in ("p", "t", "f", "y", "a") or letters[second.at + 1 : second.at + 3] == ",p")
        and _goes_on(skeleton, first, second, between)
    ):
        # five in Homs and three in Idlib; but: 31 by one count, 44 by another
        inherit(first, second, "restated" if _are_reckoned(skeleton, first, second) else "gapped")


def _are_reckoned(skeleton: Skeleton, first: Quantity, second: Quantity) -> bool:
    """Whether two figures are two counts of the same: "31 killed per officials, 44 per"."""
    if second.noun is not None:
        return False
    behind = second.at + 1
    if behind >= len(skeleton.words):
        return False
    if skeleton.words_at(behind).lower() in skeleton.scan.lexicon.rate:
        return True
    scan, words = skeleton.scan, skeleton.words
    comma = skeleton.letters.find(",", second.at)
    stop = words[min(second.at + 5, len(words) - 1, comma if comma > 0 else second.at + 5)]
    return any(scan.has_trait(i, "statement") for i in range(words[first.at + 1], stop + 1))


def _is_of_a_source(skeleton: Skeleton, second: Quantity, between: str) -> bool:
    """Whether a figure is another source's: "31 died, 44 according to the opposition"."""
    if second.noun is not None or _OF_A_SOURCE.fullmatch(between) is None:
        return False
    words = skeleton.words_at(second.at + 1).lower()
    return words.startswith(skeleton.scan.lexicon.according)


def _is_set_against(skeleton: Skeleton, first: Quantity, second: Quantity) -> bool:
    """Whether a word such as "but" stands between two phrases."""
    at = skeleton.letters.rfind("&", first.at, second.at)
    return at >= 0 and skeleton.has_trait(at, "contrast")


def _goes_on(skeleton: Skeleton, first: Quantity, second: Quantity, between: str) -> bool:
    """Whether a phrase leaves out what the one before it said: "five died in Homs and three in"."""
    if first.via == "gapped":
        return bool(
            _GAPPED.fullmatch(between) or _JOINED.fullmatch(between.removeprefix(",").lstrip("a"))
        )
    if first.via == "right":
        return _GAPPED.fullmatch(between) is not None
    if second.noun is not None or skeleton.has_unknown_noun(second):
        return False
    return _PLACED.fullmatch(between) is not None


def _back_past_part(letters: str, part: Quantity, second: Quantity) -> None:
    """Hand a subject's outcome back past a part: "12 men, two of them boys, and a guard died"."""
    whole = part.parent
    if whole is None or second.via not in ("right", "back") or second.parent is whole:
        return
    if whole.noun is not None and _PAST_PART.fullmatch(letters, part.at + 1, second.at):
        inherit(second, whole, "back")


def _past_part(letters: str, part: Quantity, second: Quantity) -> None:
    """Hand on the whole's outcome past a part of it: "12, two of them women, and 31 guards"."""
    whole = part.parent
    behind = letters[second.at + 1 : second.at + 2]
    given = ("left", "of", "noun", "shared", "right") if behind in _OF_ITS_OWN else _OBJECTS
    if whole is None or whole.outcome is None or whole.via not in given:
        return
    ended = not _NEW_CLAUSE.match(letters, second.at + 1) and behind not in ("E", "S", "P")
    if ended and _PAST_PART.fullmatch(letters, part.at + 1, second.at):
        inherit(whole, second, "shared")


def _shares(letters: str, first: Quantity, second: Quantity, between: str) -> bool:
    """Whether two phrases share what the first was given, with no place of its own behind."""
    if first.via == "right":
        return "s" in between and _AS_WERE.fullmatch(between.lstrip("&dxXV")) is not None
    if first.via == "toll":
        return second.noun is not None and between in ("&", ",&")
    # after a bomb killed nine people, 30 officers guard the gate
    acts = between == "," and _GUARDS.match(letters, second.at + 1) is not None
    if first.via not in _OBJECTS or acts:
        return False
    harmed = first.via == "noun" and first.noun is not None
    if harmed and second.noun is not None and letters[second.at + 1 : second.at + 2] == "x":
        return False  # 2,100 injuries, 43,400 people affected
    if second.noun is None:
        verb = first.via == "left" and letters[first.at - 1] in "JTE"
        other_side = _OTHER_SIDE.fullmatch(between) is not None or (
            second.hedges != () and _NEXT_SIDE.fullmatch(between) is not None
        )
        if first.via == "noun" or (verb and other_side):
            return other_side
    return _JOINED.fullmatch(between) is not None


def _share_back(letters: str, first: Quantity, second: Quantity) -> None:
    """Hand back to a phrase what a later one was given, by its noun or by its verb."""
    if second.via == "noun":
        if first.noun is None and letters[first.at + 1 : second.at] == "g&":
            inherit(second, first, "back")  # 12 confirmed and five unconfirmed deaths
    elif first.parent is not None and first.parent.outcome is None:
        _back_past_part(letters, first, second)
    else:
        _backward(letters, first, second)


def _backward(letters: str, first: Quantity, second: Quantity) -> None:
    """Hand back a subject's outcome: "12 soldiers and four civilians were killed"."""
    if second.via not in ("right", "back") or second.at - first.at > 16:
        return
    whole = first.parent
    if whole is not None and whole.outcome is not None and second.parent is None:
        return  # 45 were killed, 36 in Asra alone, and dozens injured
    if second.parent is first:
        return  # the five, one of whom suffered burns, were flown home
    also = second.perhaps or "added" in second.tags  # 2,000 people and another 4,000
    may_be = first.perhaps and letters[first.at - 1] == ","  # 12 died, possibly 20, and 31 ...
    if may_be or (first.noun is not None and second.noun is None and not also):
        return
    if _OUT_OF.search(letters, max(0, first.at - 5), first.at):
        return  # of 40 defenders, three were taken alive
    if letters[max(0, first.at - 1) : first.at] in _OF_ANOTHER_VERB:
        return
    opens = first.at == 0 or letters[first.at - 1] in ",;:("
    doing = opens and _DOING.fullmatch(letters, first.at + 1, second.at)
    if doing or _JOINED.fullmatch(letters, first.at + 1, second.at):
        inherit(second, first, "back")


def share_among_parts(skeleton: Skeleton) -> None:
    """Let parts in coordination share what one of them has of the dead or the injured.

    Parameters
    ----------
    skeleton : Skeleton
        A sentence whose parts know their wholes; its quantities are changed in place.
    """
    letters, quantities = skeleton.letters, skeleton.quantities
    if "whole" not in [quantity.via for quantity in quantities]:
        return
    for second, first in pairwise(quantities[::-1]):
        row = first.outcome is None and second.via == "whole" and "subset" in first.tags
        if row and ROW_OF_PARTS.fullmatch(letters, first.at + 1, second.at):
            inherit(second, first, "whole")
    for first, second in pairwise(quantities):
        if first.via != "whole" or second.outcome is not None or second.noun is not None:
            continue
        placed = letters[second.at + 1 : second.at + 2] in ("p", "b")
        if not placed or skeleton.has_unknown_noun(second):
            continue
        if _PLACED_PART.fullmatch(letters, first.at + 1, second.at):
            inherit(first, second, "whole")
            second.tag("subset")
            second.parent = first.parent
