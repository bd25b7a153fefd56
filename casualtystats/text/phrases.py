"""Figures with their nouns: "at least 31 people", "no casualties", "a soldier", "12 of them".

`fold` turns the letters of a sentence into its skeleton, in which each counted phrase is one
letter, and leaves out what counts nobody: years, ages, dates, labels, money and things.
"""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.digits import is_year
from casualtystats.text.figures import read_figure
from casualtystats.text.heads import find_head, past_of, take_unknown_noun
from casualtystats.text.labels import counts_nobody, past_dates
from casualtystats.text.lexicon import Sense
from casualtystats.text.nouns import (
    add_noun,
    none_besides,
    none_survived,
    past_hedge,
    past_second_harm,
    read_counting_noun,
)
from casualtystats.text.ordinals import read_ordinal
from casualtystats.text.others import counts_others
from casualtystats.text.quantities import Figure, Quantity, Read, Skeleton
from casualtystats.text.scan import Scan
from casualtystats.text.settle import settle
from casualtystats.text.shares import is_rate, past_share

__all__ = ["fold"]

#: Where a figure may begin; "from" opens a range at the start of a clause only.
_STARTS: Final = frozenset("0123456789<~f")
_STARTS_OR_DUALS: Final = _STARTS | {"V", "D"}
_BEFORE_RANGE: Final = frozenset([*",;(ruJTEk", ""])
#: The first places of a sentence, of which parts are copied: cheaper than to count them again.
_PLACES: Final = list(range(400))
#: An article that may count somebody, or belongs to a numeral.
_ARTICLE: Final = re.compile(
    r"2(?:[xXjegcaESP/01AK]{0,7}[VDWYN]|[ejxg<]{0,2}[0179]|[89567]|[ES]j?(?![jxXVKDWYN]))"
)
#: A participle that stands for people: un herido, no dead.
_HARMED: Final = re.compile(r"[ES]j?(?![jxXVKDWYN])")
#: What a letter becomes that begins no counted phrase.
_LEFTOVER: Final = dict(zip("<~23->/01456789", "ppdd,x|Kjjjjjjj", strict=True))
_AFTER_PHRASE: Final = frozenset([*",;)&|nabBhEPSI", ""])
#: It rose, or rose from a figure: what comes next is where it rose to.
_MOVED: Final = re.compile(
    r"(?:^[xXV]{0,2}G|MG?(?:p[dxXVK]{1,2})?|f[QO][xX]{0,2}|y[QO],?)[ade]{0,2}$"
)
_ANOTHER_CASE: Final = re.compile(r"p2xx?,")
_UNKNOWN_ONE: Final = re.compile(r"2[jXK]{0,2}x{1,3}")
_UNKNOWN: Final = frozenset("jxXK")
_HARMING: Final = ("T", "E")
_HARMED_NEXT: Final = ("b", "B", "h", "I", "S")
#: "both men and women": a conjunction, and no two
_BOTH_AND: Final = re.compile(
    r"4(?:[xXjESP]{0,3}[VKxXj]{1,2}&(?![0-9<~dm])|d[xXjESP]{0,3}[VKxXj]&)"
)
_WHOLE: Final = ("0", "1")
_BE: Final = ("b", "B", "h")
_BEFORE_OF: Final = ("o", "e")
#: 300 men | , women and children
_MEN_AND_WOMEN: Final = re.compile(r"(?:,V){1,3},?&V(?![VXKxj])")
_HARM_AND: Final = ("D&", "D|")
_WHOSE: Final = ("d", "o", "e")
_BEFORE_HEDGE: Final = frozenset("<>xXje")


def fold(scan: Scan) -> Skeleton:
    """Find the counted phrases of a sentence.

    Parameters
    ----------
    scan : Scan
        The sentence.

    Returns
    -------
    Skeleton
        Its letters with each counted phrase folded into one.
    """
    settle(scan)
    letters = scan.letters
    out: list[str] = []
    words: list[int] = []
    quantities: list[Quantity] = []
    starts = _STARTS_OR_DUALS if scan.lexicon.duals else _STARTS
    places = _PLACES if len(letters) <= len(_PLACES) else list(range(len(letters)))
    done = 0  # the word behind the last phrase
    for start, first in enumerate(letters):
        opens = start >= done and first in starts
        if not opens or (first == "f" and not _opens_range(letters, start)):
            continue
        words += places[done : start + 1]
        out.append(letters[done:start])
        if first == "<" and _reaches(scan, start, out):
            quantity, done, letter = None, start + 1, "t"
        else:
            quantity, done, letter = _at(scan, letters, start)
        if quantity is not None:
            quantity.at = len(words) - 1
            if out[-1].endswith("e"):  # ещё пятеро
                _increment(quantity, scan, start - 1)
            quantities.append(quantity)
        out.append(letter)
    words += places[done : len(letters)]
    out.append(letters[done:])
    return Skeleton(_joined(out), words, quantities, scan)


def _joined(parts: list[str]) -> str:
    """Join the parts of a skeleton; what stands between phrases holds no numeral and no hedge."""
    letters = "".join(parts)
    for letter in "->/":
        letters = letters.replace(letter, _LEFTOVER[letter])
    return letters


def _opens_range(letters: str, i: int) -> bool:
    """Whether "from" begins a clause and a range: "from 20 to 30 were killed"."""
    before = letters[i - 1] if i else ""
    return before in _BEFORE_RANGE and letters[i + 1 : i + 2] in _WHOLE


def _increment(quantity: Quantity, scan: Scan, i: int) -> None:
    """Take a word for "another" into the phrase that it stands before."""
    sense = scan.senses[i]
    quantity.tag(None if sense is None else sense.tag)
    quantity.start = scan.starts[i]


def _reaches(scan: Scan, i: int, out: list[str]) -> bool:
    """Whether "up to" says how far a toll rose, and hedges nothing."""
    sense = scan.senses[i]
    if sense is None or sense.tag != "up_to":
        return False
    return _MOVED.search(_joined(out[-6:])) is not None


def _at(scan: Scan, letters: str, i: int) -> Read:
    """Read the counted phrase that may begin at a word."""
    letter = letters[i]
    if letter == "2":
        return _article(scan, letters, i)
    if letter == "~" and (end := past_dates(scan, i)):
        return None, end, "c"
    if letter in "VD":
        return _read_noun(scan, i, letter)
    if letter == "4" and _BOTH_AND.match(letters, i) is not None:
        return None, i + 1, "a"
    return _counted(scan, i)


def _article(scan: Scan, letters: str, i: int) -> Read:
    """Read the counted phrase that an article may begin: "a soldier", "a dozen", "another"."""
    sense = scan.senses[i]
    tagged = sense is not None and sense.tag  # another
    if tagged or _ARTICLE.match(letters, i) is not None:
        return _counted(scan, i)
    unknown = letters[i + 1 : i + 2] in _UNKNOWN and "x" in letters[i + 1 : i + 4]
    if unknown and _UNKNOWN_ONE.match(letters, i) is not None:
        return _unknown_person(scan, i)
    return None, i + 1, "d"


def _unknown_person(scan: Scan, i: int) -> Read:
    """Read an article with an unknown noun that may be a person's: "killing a snorkeller"."""
    letters, k = scan.letters, i + 1
    while letters[k] in "jXK":
        k += 1
    while letters[k + 1 : k + 2] == "x":
        k += 1
    harmed = letters[i - 1 : i] in _HARMING or letters[k + 1 : k + 2] in _HARMED_NEXT
    figure = read_figure(scan, i) if harmed else None
    if figure is None or figure.quantity is None:
        return None, i + 1, "d"
    if not scan.words[k].endswith(scan.lexicon.person_endings):
        return None, i + 1, "d"
    figure.quantity.end = scan.ends[k]
    return figure.quantity, k + 1, "Q"


def _read_noun(scan: Scan, i: int, letter: str) -> Read:
    """Read a noun that counts itself, or stands before its number."""
    if scan.words[i] in scan.lexicon.inverted and scan.letters[i + 1 : i + 2] in _WHOLE:
        return _inverted(scan, i, scan.senses[i])
    return read_counting_noun(scan, i, letter)


def _inverted(scan: Scan, i: int, noun: Sense | None) -> Read:
    """Read a noun before its number, which makes a rough number of it: "человек двадцать"."""
    quantity, end, letter = _counted(scan, i + 1)
    if quantity is None or quantity.noun is not None or quantity.form not in ("exact", "range"):
        return None, i + 1, "V"
    if quantity.form == "exact":
        quantity.form = "about"
    quantity.start, quantity.noun = scan.starts[i], noun
    quantity.evidence.append(("hedge", scan.words[i], "lexicon.inverted"))
    return quantity, end, letter


def _counted(scan: Scan, i: int) -> Read:
    """Read one counted phrase: the quantity if it may count people, its end and its letter."""
    figure = read_figure(scan, i)
    if figure is None:
        letter = scan.letters[i]
        adverb = letter == "<" and scan.letters[i - 1 : i] in _BE and _is_all(scan, i)
        return None, i + 1, "a" if adverb else _LEFTOVER.get(letter, letter)  # were all killed
    quantity = figure.quantity
    money = i > 0 and scan.letters[i - 1] == "$"
    if quantity is None or money:
        end = figure.end if quantity is None else _past_whole(scan, quantity, figure)
        return None, end, "c" if _are_years(scan, figure) else "K"
    if quantity.kind == "ordinal":
        return read_ordinal(scan, quantity, figure)
    if scan.letters[figure.end : figure.end + 1] == "p":
        share = past_share(scan, quantity, figure.end)
        if share:
            return None, share, "K"
    if quantity.kind == "article" and scan.letters[figure.end : figure.end + 1] == "6":
        if scan.letters[figure.end + 1 : figure.end + 2] in ("o", "i", "H"):
            return None, figure.end + 1, "K"  # a third of whom
        quantity.kind = "ordinal"  # a third protester
        quantity.tag("added")
        quantity.end = scan.ends[figure.end]
        figure.end += 1
    zero = quantity.kind == "zero"
    read = _none(scan, quantity, figure) if zero else _with_noun(scan, quantity, figure)
    return (None, read[1] + 2, "K") if is_rate(scan, read[1]) else read


def _is_all(scan: Scan, i: int) -> bool:
    """Whether a word says that a number is exact, or that all of them are meant."""
    sense = scan.senses[i]
    return sense is not None and sense.form == "exact"


def _past_whole(scan: Scan, quantity: Quantity, figure: Figure) -> int:
    """Step over those out of whom a figure counts nobody: "all but three of the 40 passengers"."""
    if scan.letters[figure.end : figure.end + 2] != "od":
        return figure.end
    begin, _ = past_of(scan, figure.end, quantity.kind)
    head, _ = find_head(scan, quantity, begin)
    return figure.end if head < 0 else head + 1


def _none(scan: Scan, quantity: Quantity, figure: Figure) -> Read:
    """Read a zero, which may say that all died: "none of the seven survived"."""
    end = scan.ends[figure.number]
    if scan.words[figure.number] in scan.lexicon.labels and scan.text[end : end + 1] == ".":
        return None, figure.end, "d"  # No. killed: 14
    if scan.has_trait(figure.number, "if_negated"):
        denial = scan.letters.rindex("n", 0, figure.number)
        quantity.start = scan.starts[denial]
        words = scan.text[quantity.start : scan.ends[figure.number]]
        quantity.evidence[0] = ("figure", words, scan.entry(figure.number))
    of = scan.letters[figure.end : figure.end + 1] == "o"
    end = none_survived(scan, quantity, figure.end) if of else 0
    if end:
        return quantity, end, "O"
    none, end, letter = _with_noun(scan, quantity, figure)
    if none is not None and none_besides(scan, figure, end):
        none.tag("added")
    return none, end, letter


def _are_years(scan: Scan, figure: Figure) -> bool:
    """Whether a range is one of years: what happened between 1985 and 2018 is a running toll."""
    first, last = scan.words[figure.number], scan.words[figure.end - 1]
    return figure.end - figure.number > 2 and is_year(first) and is_year(last)


def _with_noun(scan: Scan, quantity: Quantity, figure: Figure) -> Read:
    """Find the noun that is counted and say whether the phrase may count people."""
    letters, begin, partitive = scan.letters, figure.end, False
    vague = quantity.kind == "vague"  # an unknown number of his men
    if letters[begin : begin + 1] in (_WHOSE if vague else _BEFORE_OF):
        begin, partitive = past_of(scan, begin, quantity.kind)
    head, harmed = find_head(scan, quantity, begin)
    if head < 0:
        return _without_noun(scan, quantity, figure, partitive=partitive)
    letter, end = letters[head], head + 1
    if letter != "V" or partitive or letters[begin] == "K":
        other = counts_others(scan, quantity, figure, head, begin)
        if other is not None:
            return other
    add_noun(quantity, scan, head)
    while scan.lexicon.subject == "after" and letters[end : end + 1] == "V":
        end += 1  # 12 dead Syrian civilians, where the head comes first
    if letters[end : end + 1] in _BEFORE_HEDGE:
        end = past_hedge(scan, quantity, end)
    if harmed is not None and letter == "V":
        quantity.outcome = harmed.outcome
        quantity.via = "noun"
        words = scan.text[quantity.start : quantity.end]
        quantity.evidence.append(("outcome", words, harmed.entry))
        return quantity, end, "O"
    if letters[end : end + 1] == "p":
        share = past_share(scan, quantity, end)
        if share:
            return None, share, "K"  # une personne sur dix
    return quantity, _behind_noun(scan, quantity, end), "O" if letter in "DN" else "Q"


def _behind_noun(scan: Scan, quantity: Quantity, end: int) -> int:
    """Take what may follow a noun: "cinco personas más", "40 deaths and injuries"."""
    listed = scan.letters[end : end + 1] == ","
    if listed and (row := _MEN_AND_WOMEN.match(scan.letters, end)) is not None:
        quantity.end = scan.ends[row.end() - 1]
        return row.end()
    if scan.letters[end - 1 : end + 1] in _HARM_AND:
        end = past_second_harm(scan, quantity, end)
    sense = scan.senses[end] if end < len(scan.senses) else None
    if sense is None or scan.letters[end + 1 : end + 2] not in _AFTER_PHRASE:
        return end
    if sense.letter != "e":
        return end
    quantity.tag(sense.tag)
    quantity.end = scan.ends[end]
    return end + 1


def _without_noun(scan: Scan, quantity: Quantity, figure: Figure, *, partitive: bool) -> Read:
    """Read a figure that stands alone, or before a noun that the lexicon doesn't have."""
    ordinal = quantity.kind == "ordinal"
    if quantity.kind in ("article", "zero") and not partitive:
        partitive = _HARMED.match(scan.letters[figure.end : figure.end + 3]) is not None
    if quantity.kind == "article" and not (quantity.tags or partitive):
        return None, figure.first + 1, "d"
    if quantity.kind == "article" and _ANOTHER_CASE.match(scan.letters, figure.first - 1):
        return None, figure.first + 1, "d"  # in another development, 12 died
    if ordinal:
        quantity.low = quantity.high = quantity.best = 1
    elif counts_nobody(scan, quantity, figure):
        return None, figure.end, "K"
    end = take_unknown_noun(scan, quantity, figure.end)
    zero = scan.senses[figure.number] if quantity.kind == "zero" else None
    determiner = zero is not None and zero.trait != "pronoun"
    if determiner and end == figure.end and not partitive:
        return None, figure.first + 1, "d"  # "no number" is not 0
    return quantity, end, "Q"
