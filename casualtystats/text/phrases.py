"""Figures with their nouns: "at least 31 people", "no casualties", "a soldier", "12 of them".

`fold` turns the letters of a sentence into its skeleton, in which each counted phrase is one
letter, and leaves out what counts nobody: years, ages, dates, labels, money and things.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casualtystats.text.figures import Figure, is_year, opens_range, read_figure
from casualtystats.text.nouns import add_noun, past_hedge, read_counting_noun
from casualtystats.text.quantities import Quantity, Skeleton

if TYPE_CHECKING:
    from casualtystats.text.lexicon import Sense
    from casualtystats.text.scan import Scan

__all__ = ["fold"]

_STARTS = re.compile(r"[0-9<~f]")
_STARTS_OR_DUALS = re.compile(r"[0-9<~fVD]")
#: An article that may count somebody, or belongs to a numeral.
_ARTICLE = re.compile(r"2(?:[xXjegaESP/01AK]{0,7}[VDWYN]|[ejxg<]{0,2}[0179]|[89567])")
_NOUNS = frozenset("VKDWYN")
_PREMODIFIERS = frozenset("xXjegaESP/")
#: What a letter becomes that begins no counted phrase.
_LEFTOVER = str.maketrans("<~23->/01456789", "ppdd,x|Kjjjjjjj")
_SAYS = frozenset("bBhESPI")
#: It rose, or rose from a figure: what comes next is where it rose to.
_MOVED = re.compile(r"(?:M|f[QO][xX]{0,2})[ade]{0,2}$")
_OLDEST = 120
_SMALL = 10
_OBJECT = (["d"], ["2"])
_WHOLE = (["0"], ["1"])
Read = tuple[Quantity | None, int, str]


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
    letters = "".join(scan.letters)
    out: list[str] = []
    words: list[int] = []
    quantities: list[Quantity] = []
    starts = _STARTS_OR_DUALS if scan.lexicon.duals else _STARTS
    i = 0
    while (match := starts.search(letters, i)) is not None:
        start = match.start()
        out.append(letters[i:start].translate(_LEFTOVER))
        words += range(i, start)
        if letters[start] == "<" and _reaches(scan, start, out):
            quantity, i, letter = None, start + 1, "t"
        else:
            quantity, i, letter = _at(scan, letters, start)
        if quantity is not None:
            quantity.at = len(words)
            quantities.append(quantity)
        out.append(letter)
        words.append(start)
    out.append(letters[i:].translate(_LEFTOVER))
    words += range(i, len(letters))
    return Skeleton("".join(out), words, quantities, scan)


def _reaches(scan: Scan, i: int, out: list[str]) -> bool:
    """Whether "up to" says how far a toll rose, and hedges nothing."""
    sense = scan.senses[i]
    if sense is None or sense.tag != "up_to":
        return False
    return _MOVED.search("".join(out[-6:])) is not None


def _at(scan: Scan, letters: str, i: int) -> Read:
    """Read the counted phrase that may begin at a word."""
    letter = letters[i]
    if letter in "VD":
        return read_counting_noun(scan, i, letter)
    sense = scan.senses[i]
    tagged = sense is not None and sense.tag  # another
    article = letter == "2" and not tagged and _ARTICLE.match(letters, i) is None
    if article or (letter == "f" and not opens_range(scan.letters, i)):
        return None, i + 1, letter.translate(_LEFTOVER)
    return _counted(scan, i)


def _counted(scan: Scan, i: int) -> Read:
    """Read one counted phrase: the quantity if it may count people, its end and its letter."""
    figure = read_figure(scan, i)
    if figure is None:
        letter = scan.letters[i]
        return None, i + 1, letter.translate(_LEFTOVER)
    quantity = figure.quantity
    money = i > 0 and scan.letters[i - 1] == "$"
    if quantity is None or money:
        return None, figure.end, "K"
    if quantity.kind == "ordinal":
        return _ordinal(scan, quantity, figure)
    if scan.letters[figure.end : figure.end + 1] == ["p"]:
        share = _share(scan, quantity, figure)
        if share:
            return None, share, "K"
    if quantity.kind == "article" and scan.letters[figure.end : figure.end + 1] == ["6"]:
        if scan.letters[figure.end + 1 : figure.end + 2] in (["o"], ["i"]):
            return None, figure.end + 1, "K"  # a third of whom
        quantity.kind = "ordinal"  # a third protester
        quantity.tag("added")
        quantity.end = scan.ends[figure.end]
        figure.end += 1
    return _with_noun(scan, quantity, figure)


def _share(scan: Scan, quantity: Quantity, figure: Figure) -> int:
    """Tell where "one in three patients" ends; 0 if the figure is no share of people."""
    end = figure.end
    if scan.words[end] not in scan.lexicon.ratio:
        return 0
    if not 0 < (quantity.best or 0) < _SMALL or scan.letters[end + 1 : end + 2] not in _WHOLE:
        return 0
    whole = read_figure(scan, end + 1)
    if whole is None or whole.quantity is None:
        return 0
    begin, _ = _past_of(scan, whole.end, whole.quantity.kind)
    head, _ = _head(scan, whole.quantity, begin)
    if head < 0:
        return whole.end
    return 0 if scan.letters[head] == "K" else head + 1


def _with_noun(scan: Scan, quantity: Quantity, figure: Figure) -> Read:
    """Find the noun that is counted and say whether the phrase may count people."""
    begin, partitive = _past_of(scan, figure.end, quantity.kind)
    head, harmed = _head(scan, quantity, begin)
    if head < 0:
        return _without_noun(scan, quantity, figure, partitive=partitive)
    letters = scan.letters
    letter, end = letters[head], head + 1
    if letter == "K" or (letter == "D" and letters[end : end + 1] == ["K"]):
        return None, end, "K"
    if letter in "DN" and quantity.kind == "article" and letters[head - 1] in "xX":
        return None, figure.first + 1, "d"
    add_noun(quantity, scan, head)
    while scan.lexicon.subject == "after" and letters[end : end + 1] == ["V"]:
        end += 1  # 12 dead Syrian civilians, where the head comes first
    end = past_hedge(scan, quantity, end)
    if harmed is not None and letter == "V":
        quantity.outcome = harmed.outcome
        quantity.via = "noun"
        words = scan.text[quantity.start : quantity.end]
        quantity.evidence.append(("outcome", words, harmed.entry))
        return quantity, end, "O"
    return quantity, end, "O" if letter in "DN" else "Q"


def _head(scan: Scan, quantity: Quantity, begin: int) -> tuple[int, Sense | None]:
    """Find the head noun behind its modifiers, and a participle of harm among them."""
    letters, n = scan.letters, len(scan.letters)
    harmed: Sense | None = None
    k = begin
    while k < n and k - begin < 7:
        letter = letters[k]
        if letter in _NOUNS:
            heads_first = scan.lexicon.subject == "after"
            return _first_noun(letters, k) if heads_first else _last_noun(letters, k), harmed
        if letter in "01" and letters[k + 1 : k + 2] == ["A"]:
            k += 2  # a 9 year old boy
            continue
        if letter not in _PREMODIFIERS:
            break
        sense = scan.senses[k]
        if letter in "ESP":
            if letter != "S" or (sense is not None and sense.outcome != "displaced"):
                harmed = sense
            if not _leads_to_noun(letters, k + 1):
                break
        elif letter == "e" and sense is not None:
            quantity.tag(sense.tag)
        k += 1
    return -1, None


def _last_noun(letters: list[str], k: int) -> int:
    """Find the last noun of a row: "police special forces officers"."""
    n = len(letters)
    while k + 1 < n:
        if letters[k] == "V" and letters[k + 1] == "K" and letters[k + 2 : k + 3] in _OBJECT:
            break  # two gunmen attack a mosque
        if letters[k] == "N":
            break  # 26 bodies of migrants
        if letters[k + 1] in _NOUNS:
            k += 1
        elif letters[k + 1] in "Xj" and k + 2 < n and letters[k + 2] in _NOUNS:
            k += 2
        else:
            break
    return k


def _first_noun(letters: list[str], k: int) -> int:
    """Find the head of a row in a language whose heads come first, or the harm it tells of."""
    return k + 1 if letters[k : k + 2] == ["V", "D"] else k


def _past_of(scan: Scan, end: int, kind: str) -> tuple[int, bool]:
    """Step over "of" and what follows it: "dozens of", "three of the", "12 of the 20"."""
    letters, n = scan.letters, len(scan.letters)
    k = end
    while k < n and letters[k] == "e":
        k += 1
    if k + 1 >= n or letters[k] != "o":
        return end, False
    if letters[k + 1] in "dm":
        k += 2
        while k < n and letters[k] in "ej01":
            k += 1
        return k, True
    if kind == "vague" or letters[end - 1] == "8":
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


def _ordinal(scan: Scan, quantity: Quantity, figure: Figure) -> Read:
    """Read an ordinal that implies a toll: "the 105th death"."""
    letters, n, k = scan.letters, len(scan.letters), figure.end
    while k < n and k - figure.end < 3 and letters[k] in "xXjg":
        k += 1
    before = letters[figure.first - 1] if figure.first else ""
    sense = scan.senses[k] if k < n else None
    harm = sense is not None and sense.letter in "DN" and sense.outcome != "casualties"
    if harm and before in ("d", "j"):
        add_noun(quantity, scan, k)
        quantity.tag("cumulative")
        return quantity, k + 1, "O"
    return None, figure.first + 1, "j"


def _without_noun(scan: Scan, quantity: Quantity, figure: Figure, *, partitive: bool) -> Read:
    """Read a figure that stands alone, or before a noun that the lexicon doesn't have."""
    ordinal = quantity.kind == "ordinal"
    if quantity.kind == "article" and not (quantity.tags or partitive):
        return None, figure.first + 1, "d"
    if ordinal:
        quantity.low = quantity.high = quantity.best = 1
    elif _is_name(scan, quantity, figure):
        return None, figure.end, "K"
    end = _unknown_noun(scan, quantity, figure.end)
    determiner = quantity.kind == "zero" and quantity.evidence[0][2] != "numerals.zero.pronoun"
    if determiner and end == figure.end and not partitive:
        return None, figure.first + 1, "d"  # "no number" is not 0
    return quantity, end, "Q"


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
    if last >= 0:
        quantity.end = scan.ends[last]
        return last + 1
    if end < n and letters[end] == "e":
        sense = scan.senses[end]
        quantity.end = scan.ends[end]
        quantity.tag(None if sense is None else sense.tag)
        return end + 1
    return end


def _is_name(  # noqa: PLR0911  # one return per way of counting nobody
    scan: Scan, quantity: Quantity, figure: Figure
) -> bool:
    """Whether a figure is a year, an age, a date, a label or money, and counts nobody."""
    letters, words, n = scan.letters, scan.words, len(scan.letters)
    i, j, end = figure.first, figure.number, figure.end
    before, letter_before = (words[i - 1], letters[i - 1]) if i else ("", "")
    after, letter_after = (words[end], letters[end]) if end < n else ("", ";")
    if letters[j] != "0" or quantity.form != "exact" or end - j != 1:
        return letters[j] == "1" and quantity.form == "exact" and before in scan.lexicon.labels
    if before in scan.lexicon.labels or before in scan.lexicon.months:
        return True
    if after in scan.lexicon.months or letter_after == "A":
        return True
    if letter_after == ":" and end + 1 < n and scan.starts[end + 1] == scan.ends[end]:
        return True  # 10:15
    if letter_before == "&" and i > 2 and words[i - 3] in scan.lexicon.labels:
        return letters[i - 2] == "0"  # aged 4 and 6
    if letter_after in _SAYS or letter_before == "G":
        return False
    if is_year(words[j]):
        return True
    if letter_before in ("(", ",") and (quantity.best or 0) <= _OLDEST and letter_after in ",);":
        return i > 1 and letters[i - 2] in "XVx"  # Jane Roe, 34,
    if before == "at":  # died at 96; but: the toll stands at 96
        return not set(letters[max(0, i - 4) : i]) & {"G", "M"}
    return letter_before == "X" and letter_after not in "xXe"
