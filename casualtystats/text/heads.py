"""Which noun a figure counts: "12 of the off-duty police officers", "six Xanthians"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.lexicon import Sense
from casualtystats.text.quantities import Quantity
from casualtystats.text.scan import Scan

__all__ = ["find_head", "is_behind_others", "past_of", "take_unknown_noun"]

_NOUNS: Final = frozenset("VKDWYN")
_PREMODIFIERS: Final = frozenset("xXjegaESP/")
_OBJECT: Final = ("d", "2")
#: two | 737 | MAX crashes, 149 | Covid | deaths
_BESIDE: Final = ("0X", "cD", "cV", "cY", "cK")
_LISTED: Final = (",", "&")
_PEOPLES: Final = re.compile(r"[VX](?:,[VX]){0,3}&[VX](?=V)")


def find_head(scan: Scan, quantity: Quantity, begin: int) -> tuple[int, Sense | None]:
    """Find the head noun behind its modifiers, and a participle of harm among them.

    Parameters
    ----------
    scan : Scan
        A sentence.
    quantity : Quantity
        The figure; words such as "more" tag it.
    begin : int
        Index of the word behind the figure.

    Returns
    -------
    tuple of (int, Sense or None)
        Index of the noun, -1 if the lexicon has none there; and the participle.
    """
    letters, n = scan.letters, len(scan.letters)
    harmed: Sense | None = None
    k = begin
    while k < n and k - begin < 7:
        letter = letters[k]
        if letter in "VX" and letters[k + 1 : k + 2] in _LISTED:
            k += _past_peoples(letters, k)
            letter = letters[k]
        if letter in _NOUNS:
            first = scan.lexicon.head_noun == "first"  # жители дома: the house is not counted
            head = _first_noun(letters, k) if first else _last_noun(letters, k)
            return head + 2 * _is_adjective(scan, quantity, head), harmed
        if letter in "01c":
            between = _beside_the_noun(letters, k)
        elif letter in _PREMODIFIERS:
            between = 1
        else:
            break
        sense = scan.senses[k]
        if letter in "ESP":
            if letter != "S" or (sense is not None and sense.outcome != "displaced"):
                harmed = sense
            things = letters[k + 1 : k + 2] == "K" and scan.words[k + 1].endswith(
                scan.lexicon.plural_endings
            )
            between = things or _leads_to_noun(letters, k + 1)
        elif letter == "e" and sense is not None:
            quantity.tag(sense.tag)
        if not between:
            break
        k += between
    return -1, None


def _past_peoples(letters: str, k: int) -> int:
    """Count the words before the noun of "British, Indian and Australian troops"."""
    near = letters[k : k + 12]
    row = _PEOPLES.match(near) if "&" in near else None
    return 0 if row is None else row.end()


def _beside_the_noun(letters: str, k: int) -> int:
    """Count the words that stand between a figure and its noun and belong to neither."""
    pair = letters[k] + letters[k + 1 : k + 2]
    if pair in ("0A", "1A"):
        return 2  # a 9 year old boy
    return 1 if pair in _BESIDE else 0


def _is_adjective(scan: Scan, quantity: Quantity, head: int) -> bool:
    """Whether a noun only says whose a thing is: "an Israeli air assault", "a police dog team"."""
    thing = quantity.kind == "article" and scan.letters[head + 1 : head + 3] == "xK"
    return thing and (scan.has_trait(head, "adjective_too") or scan.has_trait(head + 2, "body"))


def is_behind_others(scan: Scan, begin: int, head: int, *, none: bool) -> bool:
    """Tell whether others than the harmed are counted, by a noun that the lexicon doesn't have.

    Parameters
    ----------
    scan : Scan
        A sentence.
    begin, head : int
        Index of the word behind the figure, and of the noun.
    none : bool
        Whether the figure is one of nobody, whom no verb need follow.

    Returns
    -------
    bool
        True for what counts papers: "two papers reported deaths", "none of the papers mentioned
        casualties", "no paper reported casualties".
    """
    plural, letters = scan.lexicon.plural_endings, scan.letters
    for at in range(begin, head):
        several = letters[at] in "xX" and scan.words[at].endswith(plural)
        says = letters[at] in "xX" and letters[at + 1] == "g"
        if (several and says) or (none and (several or says)):
            return True
    return False


def _last_noun(letters: str, k: int) -> int:
    """Find the last noun of a row: "police special forces officers"."""
    n = len(letters)
    while k + 1 < n:
        if letters[k] == "V" and letters[k + 1] == "K" and letters[k + 2 : k + 3] in _OBJECT:
            break  # two gunmen attack a mosque
        if letters[k] == "N" or letters[k : k + 2] == "DV":
            break  # 26 bodies of migrants; no injuries aboard
        if letters[k + 1] in _NOUNS:
            k += 1
        elif letters[k + 1] in "Xj" and k + 2 < n and letters[k + 2] in _NOUNS:
            k += 2
        else:
            break
    return k


def _first_noun(letters: str, k: int) -> int:
    """Find the head of a row in a language whose heads come first, or the harm it tells of."""
    return k + 1 if letters[k : k + 2] == "VD" else k


def past_of(scan: Scan, end: int, kind: str) -> tuple[int, bool]:
    """Step over "of" and what follows it: "dozens of", "three of the", "12 of the 20".

    Parameters
    ----------
    scan : Scan
        A sentence.
    end : int
        Index of the word behind the figure.
    kind : str
        The figure's kind.

    Returns
    -------
    tuple of (int, bool)
        Index of the word behind, and whether the figure counts a part of what follows.
    """
    letters, n = scan.letters, len(scan.letters)
    k = end
    while k < n and letters[k] == "e":
        k += 1
    if kind == "vague" and k == end and letters[k : k + 1] == "d" and letters[k - 1] == "7":
        return end + 1, True  # an unknown number of | his men
    if k + 1 >= n or letters[k] != "o":
        return end, False
    if letters[k + 1] in "dms":
        k += 2
        while k < n and letters[k] in "ej01":
            k += 1
        return k, True
    if letters[k + 1] == "V" and kind in ("count", "zero"):
        return k + 1, True  # один из нападавших
    if kind == "vague" or letters[end - 1] == "8":
        k += 1
        while k < n and letters[k] in "e2":
            k += 1
        return k, False
    return end, False


def _leads_to_noun(letters: str, k: int) -> bool:
    for letter in letters[k : k + 3]:
        if letter in "VD":
            return True
        if letter not in "xXje":
            return False
    return False


def take_unknown_noun(scan: Scan, quantity: Quantity, end: int) -> int:
    """Take a noun that the lexicon doesn't have: "six Xanthians", "12 gold panners".

    Parameters
    ----------
    scan : Scan
        A sentence.
    quantity : Quantity
        The figure, whose end moves behind the noun.
    end : int
        Index of the word behind the figure.

    Returns
    -------
    int
        Index of the word behind the noun.
    """
    letters, n = scan.letters, len(scan.letters)
    k = end
    while k < n and letters[k] in "jeg" and k - end < 2:
        k += 1
    last = -1
    while k < n and letters[k] in "xX" and k - end < 5:
        plural = scan.words[k].endswith(scan.lexicon.plural_endings)
        if letters[k] == "X" or (plural and not quantity.single):  # one swims ashore
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
