"""Numerals with their hedges and their nouns: "at least 31 people", "no casualties", "a soldier".

`fold` turns the letters of a sentence into its skeleton, in which each counted phrase is one
letter: ``Q`` counts people, ``O`` counts deaths, injuries and the like, ``K`` anything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casualtystats.text.numerals import Numeral, read_numeral

if TYPE_CHECKING:
    from casualtystats.text.claim import Claim, Form, Outcome
    from casualtystats.text.lexicon import Sense
    from casualtystats.text.tokens import Scan

__all__ = ["Quantity", "Skeleton", "fold"]

_STARTS = frozenset("0123456789<~")
_NUMERAL = frozenset("0123456789")
_NOUNS = frozenset("VKDWY")
_PREMODIFIERS = frozenset("xXjegaESP/")
_HARMED = frozenset("ESP")
_LEFTOVER = {"<": "p", "~": "p", "2": "d", "3": "d", "-": ",", ">": "x", "/": "|", "0": "K"}
_LEFTOVER |= dict.fromkeys("1456789", "j")
_PLAIN_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(slots=True, eq=False)
class Quantity:
    """One counted phrase, with what the grammar finds out about it.

    Parameters
    ----------
    start, end : int
        Where it stands in the text.
    low, high, best, form, unit, tags
        As in `casualtystats.text.claim.Claim`.
    kind : str
        ``count``, ``vague``, ``article``, ``zero`` or ``ordinal``.
    noun : Sense or None
        What it counts, if the lexicon knows the noun.
    evidence : list of tuple
        Part, words and lexicon entry, for `Claim.evidence`.
    """

    start: int
    end: int
    low: int | None = None
    high: int | None = None
    best: int | None = None
    form: Form = "exact"
    unit: int | None = None
    tags: list[str] = field(default_factory=list)
    kind: str = "count"
    noun: Sense | None = None
    victims: tuple[str, ...] = ()
    evidence: list[tuple[str, str, str]] = field(default_factory=list)
    at: int = 0
    outcome: Outcome | None = None
    via: str = ""
    parent: Quantity | None = None
    attribution: str | None = None
    claim: Claim | None = None

    @property
    def single(self) -> bool:
        """Whether it counts one person, and so takes a singular verb."""
        return self.high == 1 and self.form == "exact"


@dataclass(slots=True)
class Skeleton:
    """A sentence after folding: one letter per word or counted phrase, and what stands there."""

    letters: str
    words: list[int]
    quantities: list[Quantity]
    scan: Scan

    def sense(self, at: int) -> Sense | None:
        """Look up what stands at a place of the skeleton."""
        return self.scan.senses[self.words[at]]


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
    letters = scan.letters
    out: list[str] = []
    words: list[int] = []
    quantities: list[Quantity] = []
    i, n = 0, len(letters)
    while i < n:
        letter = letters[i]
        if letter in _STARTS:
            quantity, end, symbol = _counted(scan, i)
            if quantity is not None:
                quantity.at = len(out)
                quantities.append(quantity)
            words.append(i)
            out.append(symbol)
            i = end
            continue
        if letter == "V" or letter == "D":
            sense = scan.senses[i]
            if sense is not None and sense.value is not None:  # a dual counts itself
                quantity = _built(scan, i, i, i + 1, Numeral(i + 1, int(sense.value)), [])
                _add_noun(quantity, scan, i, i + 1)
                quantity.at = len(out)
                quantities.append(quantity)
                letter = "O" if letter == "D" else "Q"
        words.append(i)
        out.append(_LEFTOVER.get(letter, letter))
        i += 1
    return Skeleton("".join(out), words, quantities, scan)


def _counted(scan: Scan, i: int) -> tuple[Quantity | None, int, str]:
    """Read one counted phrase: the quantity if it may count people, its end and its letter."""
    letters, n = scan.letters, len(scan.letters)
    hedges: list[Sense] = []
    tags: list[str] = []
    j = i
    between = False
    while j < n and j - i < 6 and letters[j] in "<~ed":
        sense = scan.senses[j]
        if letters[j] == "~":
            between = True
        elif letters[j] == "<" and sense is not None:
            hedges.append(sense)
        j += 1
    if j < n and letters[j] == "2":
        sense = scan.senses[j]
        if sense is not None and sense.tag:
            tags.append(sense.tag)
        for skip in (1, 2, 3):  # a record 39 deaths; another at least 12
            if j + skip < n and letters[j + skip] in "0179":
                middle = letters[j + 1 : j + skip]
                if all(letter in "ejxg<" for letter in middle):
                    hedges += [s for s in scan.senses[j + 1 : j + skip] if s and s.letter == "<"]
                    if any(s and s.tag for s in scan.senses[j + 1 : j + skip]) and not tags:
                        tags.append("added")
                    j += skip
                break
    if j >= n or letters[j] not in _NUMERAL:
        return None, i + 1, _LEFTOVER.get(letters[i], letters[i])
    numeral = read_numeral(scan, j)
    if numeral is None:
        return None, j + 1, "K"
    quantity, end = _with_range(scan, i, j, numeral, hedges, between=between)
    if quantity is None:
        return None, end, "K"
    quantity.tags += tags
    return _with_noun(scan, quantity, i, j, end)


def _with_range(
    scan: Scan, i: int, j: int, numeral: Numeral, hedges: list[Sense], *, between: bool
) -> tuple[Quantity | None, int]:
    """Read on to the other end of a range, if there is one, and to hedges behind the figure."""
    letters, n = scan.letters, len(scan.letters)
    end = numeral.end
    if numeral.kind in ("count", "vague") and end + 1 < n:
        k = end + 1
        joint = letters[end]
        if joint in "-t|/" or (joint == "&" and between):
            while k < n and letters[k] == "<" and joint != "-":
                k += 1
            other = read_numeral(scan, k) if k < n and letters[k] in "01789" else None
            if other is not None and not (joint == "t" and letters[i - 1 : i] == ["f"]):
                ranged = _range(scan, i, j, numeral, other, joint)
                if ranged is not None:
                    return ranged, other.end
                if joint in "-/" and letters[end + 1] in "01":
                    return None, other.end  # a score, a date, a season
        elif joint in "&,<" and letters[k - 1 + (joint != "<")] == "<":
            k = end + (joint != "<")
            sense = scan.senses[k]
            widens = sense is not None and (
                sense.entry == "hedges.perhaps" or (joint == "&" and sense.form == "at_most")
            )
            if widens and k + 1 < n and letters[k + 1] in "01789":
                other = read_numeral(scan, k + 1)
                if other is not None:
                    ranged = _range(scan, i, j, numeral, other, "-")
                    if ranged is not None:
                        return ranged, other.end
    while end < n and letters[end] == ">":
        sense = scan.senses[end]
        if sense is not None:
            hedges.append(sense)
        end += 1
    if end < n and letters[end] == "<":  # "or more", "or so" may stand before a number, too
        sense = scan.senses[end]
        if (
            sense is not None
            and (end + 1 == n or letters[end + 1] not in _NUMERAL)
            and (sense.entry == "hedges.at_least" or sense.entry == "hedges.at_most")
            and scan.words[end].startswith("at ")
        ):
            hedges.append(sense)
            end += 1
    return _built(scan, i, j, end, numeral, hedges), end


def _range(
    scan: Scan, i: int, j: int, first: Numeral, second: Numeral, joint: str
) -> Quantity | None:
    """Join two figures into a range; None if they are no range of people."""
    start, end = scan.starts[i], scan.ends[second.end - 1]
    words = scan.text[scan.starts[j] : end]
    if first.kind == "vague" or second.kind == "vague":
        vague = first if first.kind == "vague" else second
        quantity = Quantity(start, end, form="vague", unit=vague.unit, kind="vague")
        quantity.evidence.append(("figure", words, _entry(scan, j)))
        return quantity
    low, high = first.value, second.value
    if low is None or high is None:
        return None
    if second.scaled > 1 and first.scaled <= 1 and low < 1000 and joint != "|":
        low *= second.scaled  # 3-5 million
    if low >= high or (joint in "-/" and first.plain and second.plain and _is_year(scan, j)):
        return None
    quantity = Quantity(start, end, low=low, high=high, form="range")
    quantity.evidence.append(("range", words, _entry(scan, j)))
    return quantity


def _is_year(scan: Scan, j: int) -> bool:
    return _PLAIN_YEAR.fullmatch(scan.words[j]) is not None


def _entry(scan: Scan, j: int) -> str:
    sense = scan.senses[j]
    return "" if sense is None else sense.entry


def _built(scan: Scan, i: int, j: int, end: int, numeral: Numeral, hedges: list[Sense]) -> Quantity:
    """Give a figure the form that its hedges say."""
    quantity = Quantity(scan.starts[i], scan.ends[end - 1], kind=numeral.kind, unit=numeral.unit)
    words = scan.text[scan.starts[j] : scan.ends[numeral.end - 1]]
    quantity.evidence.append(("figure", words, _entry(scan, j)))
    hedge = next((h for h in hedges if h.form != "exact"), None)
    for one in hedges:
        quantity.evidence.append(
            ("hedge", scan.text[scan.starts[i] : scan.ends[end - 1]], one.entry)
        )
        if one.tag:
            quantity.tags.append(one.tag)
    if numeral.kind == "vague":
        quantity.form = "vague"
        return quantity
    value = numeral.value
    form: Form = "exact" if hedge is None or hedge.form is None else hedge.form
    if numeral.kind in ("article", "zero"):
        form = "exact"
    quantity.form = form
    quantity.best = value
    quantity.low = None if form in ("at_most", "less_than") else value
    quantity.high = None if form in ("at_least", "more_than") else value
    return quantity


def _with_noun(
    scan: Scan, quantity: Quantity, i: int, j: int, end: int
) -> tuple[Quantity | None, int, str]:
    """Find the noun that is counted and say whether the phrase may count people."""
    letters, n = scan.letters, len(scan.letters)
    kind = quantity.kind
    if kind == "article" and end < n and letters[end] == "6":  # a third protester
        kind = quantity.kind = "ordinal"
        quantity.tags.append("added")
        quantity.low = quantity.high = quantity.best = 1
        end += 1
    elif kind == "ordinal":
        return _ordinal(scan, quantity, i, end)
    k, partitive = _past_of(scan, end, kind)
    head = -1
    harmed: Sense | None = None
    while k < n and k - end < 7:
        letter = letters[k]
        if letter in _NOUNS:
            head = k
            k += 1
            while k < n and letters[k] in _NOUNS:
                head = k
                k += 1
            if k < n and letters[k] in "xXj" and k + 1 < n and letters[k + 1] in _NOUNS:
                k += 1  # police special forces officers
                continue
            break
        if letter not in _PREMODIFIERS:
            break
        if letter in _HARMED:
            harmed = scan.senses[k]
            if not _leads_to_noun(letters, k + 1):
                break
        elif letter == "e":
            sense = scan.senses[k]
            if sense is not None and sense.tag and sense.tag not in quantity.tags:
                quantity.tags.append(sense.tag)
        k += 1
    if head >= 0:
        sense = scan.senses[head]
        if letters[head] == "K" or sense is None:
            return None, head + 1, "K"
        if letters[head] == "D" and head + 1 < n and letters[head + 1] == "K":
            return None, head + 1, "K"
        _add_noun(quantity, scan, head, head + 1)
        if letters[head] == "D" and kind == "article" and letters[head - 1] in "xX":
            return None, i + 1, "d"
        if harmed is not None and letters[head] == "V":
            quantity.outcome = harmed.outcome
            quantity.via = "noun"
            quantity.evidence.append(
                ("outcome", scan.text[quantity.start : quantity.end], harmed.entry)
            )
            return quantity, head + 1, "O"
        return quantity, head + 1, "O" if letters[head] == "D" else "Q"
    if kind == "article" and not (quantity.tags or partitive):
        return None, i + 1, "d"
    if _is_name(scan, quantity, i, j, end):
        return None, end, "K"
    end = _unknown_noun(scan, quantity, end)
    if partitive:
        quantity.tags.append("of")
    return quantity, end, "Q"


def _past_of(scan: Scan, end: int, kind: str) -> tuple[int, bool]:
    """Step over "of" and what follows it: "dozens of", "three of the", "12 of the 20"."""
    letters, n = scan.letters, len(scan.letters)
    k = end
    while k < n and letters[k] == "e":
        k += 1
    if k + 1 >= n or letters[k] != "o":
        return end, False
    after = letters[k + 1]
    if after == "d" or after == "m":
        k += 2
        while k < n and letters[k] in "ej01":
            k += 1
        return k, True
    if kind == "vague" or scan.senses[end - 1] is None or letters[end - 1] in "8":
        k += 1
        while k < n and letters[k] in "e2":
            k += 1
        return k, False
    return end, False


def _leads_to_noun(letters: list[str], k: int) -> bool:
    for letter in letters[k : k + 3]:
        if letter in "VD":
            return True
        if letter not in "xXje":
            return False
    return False


def _add_noun(quantity: Quantity, scan: Scan, head: int, end: int) -> None:
    sense = scan.senses[head]
    if sense is None:
        return
    quantity.noun = sense
    quantity.end = scan.ends[end - 1]
    quantity.evidence.append(("victims", scan.words[head], sense.entry))
    if sense.victims:
        quantity.victims = (sense.victims,)
    if sense.letter == "D":
        quantity.outcome = sense.outcome
        quantity.via = "noun"
    if sense.tag and sense.tag not in quantity.tags:
        quantity.tags.append(sense.tag)


def _ordinal(scan: Scan, quantity: Quantity, i: int, end: int) -> tuple[Quantity | None, int, str]:
    """Read an ordinal that implies a toll: "the 105th death"."""
    letters, n = scan.letters, len(scan.letters)
    k = end
    while k < n and k - end < 3 and letters[k] in "xXjg":
        k += 1
    if k < n and letters[k] == "D" and i > 0 and letters[i - 1] in "dj":
        _add_noun(quantity, scan, k, k + 1)
        quantity.tags.append("cumulative")
        return quantity, k + 1, "O"
    return None, i + 1, "j"


def _unknown_noun(scan: Scan, quantity: Quantity, end: int) -> int:
    """Take a noun that the lexicon doesn't have: "six Xanthians", "12 gold panners"."""
    letters, n = scan.letters, len(scan.letters)
    k = end
    while k < n and letters[k] in "jeg" and k - end < 2:
        k += 1
    last = -1
    while k < n and letters[k] in "xX" and k - end < 5:
        if letters[k] == "X" or scan.words[k].endswith("s"):
            last = k
        k += 1
    if last < 0:
        if end < n and letters[end] == "e":
            quantity.end = scan.ends[end]
            sense = scan.senses[end]
            if sense is not None and sense.tag and sense.tag not in quantity.tags:
                quantity.tags.append(sense.tag)
            return end + 1
        return end
    quantity.end = scan.ends[last]
    return last + 1


def _is_name(scan: Scan, quantity: Quantity, i: int, j: int, end: int) -> bool:
    """Whether a figure is a year, an age, a date, a label or money, and counts nobody."""
    letters, words, n = scan.letters, scan.words, len(scan.letters)
    before = words[i - 1] if i else ""
    after = words[end] if end < n else ""
    if letters[j] != "0":
        if letters[j] == "1" and before in scan.lexicon.labels and quantity.form == "exact":
            return True
        return before == "$" or bool(i and letters[i - 1] == "$")
    if i and letters[i - 1] == "$":
        return True
    if quantity.form != "exact" or end - j != 1:
        return False
    if before in scan.lexicon.labels or before in scan.lexicon.months:
        return True
    if after in scan.lexicon.months or after == ":":
        return True
    says = end < n and letters[end] in "bBhESPI"
    if _is_year(scan, j) and not says:
        return True
    value = quantity.best or 0
    if i and letters[i - 1] in ",(" and value <= 120 and (end == n or letters[end] in ",);"):
        return i > 1 and letters[i - 2] in "XV"  # Jane Roe, 34,
    if i and letters[i - 1] == "p" and before == "at" and not says:
        return True
    return bool(
        i and letters[i - 1] == "X" and not says and (end == n or letters[end] not in "xXe")
    )
