"""Nouns that are counted, and nouns that count themselves: Arabic duals, "31 people at least"."""

from __future__ import annotations

from typing import Final

from casualtystats.text.figures import build
from casualtystats.text.numerals import Numeral, read_numeral
from casualtystats.text.quantities import Figure, Quantity, Read
from casualtystats.text.scan import Scan

__all__ = [
    "add_noun",
    "none_besides",
    "none_survived",
    "past_hedge",
    "past_second_harm",
    "read_counting_noun",
]

_WHOLE: Final = ("0", "1")
_COUNTED: Final = frozenset("01dm2")
_ONSET: Final = frozenset("0123456789<~")
_MODIFIERS_BEHIND: Final = 2
_TO_THE_VERB: Final = 8  # words between how many they were and whether they lived


def read_counting_noun(scan: Scan, i: int, letter: str) -> Read:
    """Read a noun that may count itself, as Arabic duals do.

    Parameters
    ----------
    scan : Scan
        A sentence.
    i : int
        Where the noun stands.
    letter : str
        ``V`` for people, ``D`` for harm.

    Returns
    -------
    tuple of (Quantity or None, int, str)
        What it counts, the word behind it, and its letter in the skeleton.
    """
    sense = scan.senses[i]
    value = None if sense is None else sense.value
    if value == 1 and scan.letters[i - 1 : i] == "d":
        value = None  # the soldier is not one soldier
    if value is None:
        return _numbered(scan, i, letter)
    end = i + 1
    while end < len(scan.letters) and _agrees(scan, end, value):
        end += 1
    kind = "article" if value == 1 else "count"
    quantity = build(scan, Figure(i, i, end), Numeral(i + 1, int(value), kind))
    add_noun(quantity, scan, i)
    quantity.end = scan.ends[end - 1]
    end = past_hedge(scan, quantity, end)
    return quantity, end, "O" if letter == "D" else "Q"


def _numbered(scan: Scan, i: int, letter: str) -> Read:
    """Read a noun whose number follows it as an adjective: Arabic "the passengers the 66"."""
    letters = scan.letters
    behind = i + 2 if letters[i + 1 : i + 2] == "d" else i + 1
    numeral = read_numeral(scan, behind) if letters[behind : behind + 1] in _WHOLE else None
    small = numeral is not None and numeral.value in (1, 2)
    if scan.lexicon.subject != "after" or numeral is None or not (small or behind == i + 2):
        return None, i + 1, letter
    quantity = build(scan, Figure(i, behind, numeral.end), numeral)
    quantity.start = scan.starts[i]
    add_noun(quantity, scan, i)
    quantity.end = scan.ends[numeral.end - 1]
    return quantity, numeral.end, "O" if letter == "D" else "Q"


def _agrees(scan: Scan, i: int, value: float) -> bool:
    """Whether a word only says more of a noun that counts itself: "two soldiers, Syrians, two"."""
    sense = scan.senses[i]
    return scan.letters[i] == "V" or (
        scan.letters[i] == "1" and sense is not None and sense.value == value
    )


def past_hedge(scan: Scan, quantity: Quantity, end: int) -> int:
    """Take a hedge behind the noun: "31 people at least".

    Parameters
    ----------
    scan : Scan
        A sentence.
    quantity : Quantity
        Changed in place.
    end : int
        The word behind its noun.

    Returns
    -------
    int
        The word behind the hedge, or `end`.
    """
    letters, n, k = scan.letters, len(scan.letters), end
    while k < n and k - end < _MODIFIERS_BEHIND and letters[k] in "xXje":
        k += 1
    sense = scan.senses[k] if k < n and letters[k] in "<>" else None
    if sense is None or sense.form is None or quantity.form != "exact" or quantity.kind == "zero":
        return end
    if letters[k] == "<" and (sense.trait != "either_side" or letters[k + 1 : k + 2] in _ONSET):
        return end
    quantity.hedge(sense, scan.text[scan.starts[k] : scan.ends[k]])
    quantity.end = scan.ends[k]
    return k + 1


def add_noun(quantity: Quantity, scan: Scan, head: int) -> None:
    """Write the noun that is counted into a quantity.

    Parameters
    ----------
    quantity : Quantity
        Changed in place.
    scan : Scan
        A sentence.
    head : int
        Where the noun stands.
    """
    sense = scan.senses[head]
    if sense is None:
        return
    quantity.noun = sense
    quantity.end = scan.ends[head]
    if sense.letter == "N":  # "26 bodies of": without its "of"
        words = scan.text[scan.starts[head] : scan.ends[head]]
        quantity.end = scan.starts[head] + len(words.split()[0])
    quantity.evidence.append(("victims", scan.words[head], sense.entry))
    if sense.victims:
        quantity.victims = (sense.victims,)
    if sense.letter in "DN":
        quantity.outcome = sense.outcome
        quantity.via = "noun"
    quantity.tag(sense.tag)


def past_second_harm(scan: Scan, quantity: Quantity, end: int) -> int:
    """Read "40 deaths and injuries", where one figure counts the dead and the hurt.

    Parameters
    ----------
    scan : Scan
        A sentence.
    quantity : Quantity
        What was read up to the first noun; changed in place.
    end : int
        Where the "and" behind it stands.

    Returns
    -------
    int
        Index of the word behind the second noun, or `end`.
    """
    letters = scan.letters
    second = scan.senses[end + 1] if letters[end + 1 : end + 2] == "D" else None
    if second is None or second.value is not None or quantity.kind == "zero":
        return end
    if letters[end + 2 : end + 3] in ("t", ":"):
        return end  # 12 deaths and injuries to 30 others
    if {quantity.outcome, second.outcome} != {"killed", "injured"}:
        return end
    quantity.outcome = "casualties"
    quantity.end = scan.ends[end + 1]
    quantity.evidence.append(("outcome", scan.words[end + 1], second.entry))
    return end + 2


def none_besides(scan: Scan, figure: Figure, end: int) -> bool:
    """Tell whether nobody is meant but those counted before: "no further deaths", "no others".

    Parameters
    ----------
    scan : Scan
        A sentence.
    figure : Figure
        The zero.
    end : int
        Index of the word behind the phrase.

    Returns
    -------
    bool
        True for "no deaths other than those" and "no deaths beyond the 12".
    """
    zero = scan.senses[figure.number]
    if zero is not None and zero.tag is not None:
        return True
    if "e" in (scan.letters[end : end + 1], scan.letters[figure.end : figure.end + 1]):
        return True
    besides = scan.letters[end : end + 1] == "p" and scan.has_trait(end, "besides")
    return besides and scan.letters[end + 1 : end + 2] in _COUNTED


def none_survived(scan: Scan, quantity: Quantity, at: int) -> int:
    """Read how many died where none lived: "none of the seven people on board survived".

    Parameters
    ----------
    scan : Scan
        A sentence.
    quantity : Quantity
        What was read as none; changed in place if all died.
    at : int
        Index of the "of" behind it.

    Returns
    -------
    int
        Index of the word behind the phrase; 0 if nobody is said to have died.
    """
    letters = scan.letters
    k = at + 2 if letters[at + 1 : at + 2] == "d" else at + 1
    numeral = read_numeral(scan, k) if letters[k : k + 1] in _WHOLE else None
    if numeral is None or not numeral.value:
        return 0
    for place in range(numeral.end, min(numeral.end + _TO_THE_VERB, len(letters))):
        sense = scan.senses[place]
        if letters[place] in ",;":
            return 0
        if sense is not None and sense.trait == "survives":
            quantity.low = quantity.high = quantity.best = numeral.value
            quantity.kind, quantity.via, quantity.outcome = "count", "noun", "killed"
            words = scan.text[scan.starts[place] : scan.ends[place]]
            quantity.evidence.append(("outcome", words, sense.entry))
            quantity.start, quantity.end = scan.starts[k], scan.ends[numeral.end - 1]
            if letters[numeral.end : numeral.end + 1] == "V":
                add_noun(quantity, scan, numeral.end)
            return place + 1
    return 0
