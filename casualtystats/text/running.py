"""Running tolls: "the death toll rose by 12 to 120 from 108", "bringing the total to 38"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.claim import Outcome
from casualtystats.text.lexicon import Sense
from casualtystats.text.quantities import Quantity, Skeleton, give

__all__ = ["read_toll"]

_SET_AGAINST: Final = {"f": "prior", "q": "prior", "y": "added"}  # from 98, up from 98, by 22
_REACH: Final = 40
_HARM: Final = re.compile(r"[DESPI]")
_MOVED: Final = re.compile(r"(?:[MbBt:Lhfqy][adegzp:]{0,3}|[bB]a?oa?)$")  # "is now of 12"
_AND: Final = ("&", "|")
_OF: Final = ("o", "Q")
_HARMED: Final = ("S", "E", "P", "D")
_MIXED: Final = frozenset({"killed", "injured", "missing"})
_OF_OTHERS: Final = re.compile(r"&[jxXvEPSag]{0,2}[VK]t$")
_STOPS: Final = ("", ",", ";", ")")
_MAY_YET: Final = re.compile(r"[zZ](?!h)")  # could rise to 200, is expected to reach 200
_NEAR: Final = re.compile(r"o?[adeg:,(]{0,3}")
#: "bringing to 454 the number of", "asciende a 43 la cifra de muertos", "rebajaron de 22 a 17 la".
_AHEAD: Final = re.compile(r"(?:M[aceghz]{0,3}(?:fQ)?[tp]?|[bB]a?)Qd?$")
#: put the death toll at 65 | and the number of wounded at 140
_PUT_BEFORE: Final = re.compile(r"Md?G[pt]Q,?&d?$")
_HAS_MOVED: Final = re.compile(
    r"(?:[pf][dxXVKj]{1,4})?,r[ah]{0,3}[MbB][tp]?[ad]{0,2}Q[pacdxXVKj]{0,5},[ah]{0,3}MQ"
    r"|,g{1,2}Q,[ah]{0,2}[bB]?MQ"  # The toll, | originally 31, was raised to 44
    r"|oQ[ah]{0,2}MQ"  # The toll | of 31 rose to 44
    r"|[bB]Q[ac]{1,2}&Q(?=[ac])"  # The toll | was 31 on Monday and 44 on Tuesday
)
_ROW: Final = 10
#: the number of | reports of deaths: it counts reports
_REPORTS_OF: Final = re.compile(r"[dj]{0,2}Ko[dxXVj]{0,4}D")
_ITS_PLACE: Final = re.compile(r"(?:[pfo][dxXKVj]{1,4}){1,2}[adeg]{0,3}")
_TOTAL: Final = re.compile(r"a?(?:c[dxXK]{0,3})?h?[MtbBo,:]{0,3}[adeg]{0,3}")


def read_toll(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Attach the figures of a running toll, the new one and those it is set against.

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    standing : dict of int to Quantity
        The counted phrases by place.
    at : int
        Where the toll noun stands.
    """
    letters = skeleton.letters
    sense = skeleton.sense(at)
    if sense is None or _REPORTS_OF.match(letters, at + 1) is not None:
        return
    counts = sense.trait == "counts_behind"  # the number of whatever stands behind it
    outcome = _outcome(skeleton, at, sense)
    if outcome is None or _have_moved(skeleton, standing, at, outcome):
        return
    stop = letters.find(";", at)
    stop = min(len(letters) if stop < 0 else stop, at + _REACH)
    main = _stands_ahead(skeleton, standing, at, outcome)
    another = -1 if main else letters.find("G", at + 1, stop)
    for place in range(at + 1, stop):
        quantity = standing.get(place)
        if quantity is None:
            continue
        if not main and 0 <= another < place:
            return
        if quantity.via in ("left", "of", "right", "noun") or "subset" in quantity.tags:
            if main:
                return
            continue
        open_toll = sense.outcome is None and not counts
        if _ends(letters, at, place, open_toll=open_toll, main=main):
            return
        by_one = quantity.kind == "article" and letters[place - 1] == "y"  # put at 7 by a doctor
        if not by_one and (main or _is_its_figure(skeleton, at, place, quantity)):
            give(skeleton, quantity, at, "toll", outcome)
            # had previously been put at 802
            at_first = skeleton.has_trait_in(at + 1, place, "at_first")
            earlier = at_first or sense.tag == "prior" or letters[at - 1 : at] == "q"
            against = "prior" if earlier else _set_against(skeleton, place)
            quantity.tag(against)
            main = main or (against is None and _is_main(skeleton, quantity, at))


def _have_moved(
    skeleton: Skeleton, standing: dict[int, Quantity], at: int, outcome: Outcome
) -> bool:
    """Attach what a toll was and is: "the toll, which stood at 31, has risen to 44"."""
    match = _HAS_MOVED.match(skeleton.letters, at + 1)
    if match is None:
        return False
    earlier, now = standing[skeleton.letters.index("Q", at)], standing[match.end() - 1]
    if earlier.via or now.via:
        return False
    for quantity in (earlier, now):
        give(skeleton, quantity, at, "toll", outcome)
    earlier.tag("prior")
    return True


def _outcome(skeleton: Skeleton, at: int, toll: Sense) -> Outcome | None:
    """Name what a toll counts: "the death toll", "the number of dead and wounded", "the total"."""
    if toll.outcome is None:
        counts = toll.trait == "counts_behind"
        return _outcome_behind(skeleton, at) if counts else _last_outcome(skeleton, at)
    letters = skeleton.letters
    both = letters[at + 1 : at + 2] in _AND and letters[at + 2 : at + 3] in _HARMED
    second = skeleton.sense(at + 2) if both else None
    if second is not None and second.outcome != toll.outcome:
        return "casualties" if {toll.outcome, second.outcome} <= _MIXED else toll.outcome
    return toll.outcome


def _stands_ahead(
    skeleton: Skeleton, standing: dict[int, Quantity], at: int, outcome: Outcome | None
) -> bool:
    """Attach the figures that stand before a toll noun; say whether there are any."""
    letters = skeleton.letters
    ahead = _AHEAD.search(letters, max(0, at - 10), at)
    if ahead is None or _MAY_YET.search(letters, max(0, ahead.start() - 3), ahead.start()):
        return False
    for place in range(ahead.start(), at):
        if letters[place] == "Q" and standing[place].via in ("", "right"):
            give(skeleton, standing[place], at, "toll", outcome)
            standing[place].tag(_SET_AGAINST.get(letters[place - 1]))
    return True


def _is_main(skeleton: Skeleton, quantity: Quantity, at: int) -> bool:
    """Take a figure as the toll itself; a verb may stand before both: "exceeded the toll 900"."""
    sense = skeleton.sense(at - 1) if at else None
    if sense is not None and sense.letter == "<" and skeleton.letters[at + 1 : at + 2] in _OF:
        if quantity.form == "exact" and quantity.kind == "count":  # an estimated toll of 1,864
            quantity.hedge(sense, skeleton.words_at(at - 1))
        return True
    if sense is None or sense.trait != "says_how_many" or sense.form != "more_than":
        return True
    if quantity.form == "exact":
        quantity.form, quantity.high = "more_than", None
        quantity.evidence.append(("hedge", skeleton.words_at(at - 1), sense.entry))
    return True


def _ends(letters: str, at: int, place: int, *, open_toll: bool, main: bool) -> bool:
    """Whether what the toll noun says ends before a figure."""
    if main:  # and not: the toll rose to 68 and arrests to 35
        return (
            letters[place - 1] not in "tfqy"
            or _OF_OTHERS.search(letters, max(0, place - 6), place) is not None
        )
    put = place == at + 2 and letters[at + 1] in "pt" and "M" in letters[max(0, at - 3) : at]
    if open_toll and not put and not _TOTAL.fullmatch(letters, at + 1, place):
        return True
    return _MAY_YET.search(letters, at + 1, place) is not None


def _is_its_figure(skeleton: Skeleton, at: int, place: int, quantity: Quantity) -> bool:
    """Whether a figure is what the toll noun says: it rose to it, stands at it, is put at it."""
    letters = skeleton.letters
    if _MOVED.search(letters, max(at + 1, place - 5), place):
        # dropped by 60: the 60 are no longer dead
        fell = skeleton.has_trait_in(place - 2, place, "falls")
        return not (letters[place - 1] == "y" and fell)
    if letters[at] == "G" and _NEAR.fullmatch(letters, at + 1, place):
        return True
    link = letters[at + 1 : place]
    linked = link == "s" or (link == "p" and skeleton.has_trait(at + 1, "stands_at"))
    if linked and letters[place + 1 : place + 2] in _STOPS:
        return True  # given the death toll as 174; death toll at 29
    if "M" in letters[max(0, at - 4) : at] and _ITS_PLACE.fullmatch(letters, at + 1, place):
        return True
    set_to = letters[place - 1] in "pt" or quantity.form in ("more_than", "range")
    put = {"M", "k"} & set(letters[max(0, at - 4) : at]) or _is_estimated(skeleton, at)
    if set_to and (put or _PUT_BEFORE.search(letters, max(0, at - _ROW), at)):
        return True
    return skeleton.has_trait(place, "says_how_many")  # exceeds 300; range from 200 to 300


def _is_estimated(skeleton: Skeleton, at: int) -> bool:
    """Whether a hedge before a toll is a verb: "officials estimated the toll at 300"."""
    before = at - 2 if skeleton.letters[at - 1 : at] == "d" else at - 1
    sense = skeleton.sense(before) if before > 0 else None
    return sense is not None and sense.letter == "<" and sense.form == "about"


def _set_against(skeleton: Skeleton, place: int) -> str | None:
    """Tag a figure that the toll is set against: "from 98", "up from 98", "by 22"."""
    letters = skeleton.letters
    alone = letters[place - 1] == "f" and letters[place + 1 : place + 2] != "t"
    if alone and skeleton.has_trait(place - 1, "by_alone"):
        return "added"  # augmenté de 14 pour atteindre 212
    return _SET_AGAINST.get(letters[place - 1])


def _outcome_behind(skeleton: Skeleton, at: int) -> Outcome | None:
    """Name the outcome of "the number of troops who have died"."""
    stop = skeleton.letters.find(",", at + 1, at + 9)
    match = _HARM.search(skeleton.letters, at + 1, at + 9 if stop < 0 else stop)
    sense = None if match is None else skeleton.sense(match.start())
    return None if sense is None else sense.outcome


def _last_outcome(skeleton: Skeleton, at: int) -> Outcome | None:
    """Name the outcome spoken of before "the total", which has none of its own."""
    for quantity in reversed(skeleton.quantities):
        if quantity.at < at and quantity.outcome is not None:
            return quantity.outcome
    return None
