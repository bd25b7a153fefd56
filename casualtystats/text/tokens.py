"""From text to sentences, and from a sentence to one letter per word.

Every repetition below is capped or matches one class of characters only, and a text is taken
sentence by sentence, so the cost grows linearly whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casualtystats.text.lexicon import Lexicon, Sense
from casualtystats.text.pieces import Piece, take_apart, unbind

__all__ = ["Scan", "lowered", "scan", "sentences"]

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640"
_BREAK = re.compile(r"[.!?…؟。]{1,3}[\"”’'»)\]]{0,3}(?=\s)|\n|\r")
_LAST_WORD = re.compile(r"([^\W\d_]{1,12})\.?$")
_LONGEST = 3_000
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,6}}"  # U.S.
    rf"|[^\W\d_](?:[\w{_MARKS}]|['’\-](?=\w)){{0,60}}"  # words, also COVID-19
    r"|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}(?!\d)){1,4}(?![.,]?\d)"  # 1 200
    r"|\d+(?:[.,'’٬٫]\d+){0,8}(?:-?[^\W\d_][\w’'\-]{0,40})?"  # 1,200 and 61k and 12-year-old
    r"|[^\w\s\"“”'‘’«»]"
)

_DIGITS = Sense("0", "digits")
_CLAUSE_MARKS = {
    ",": ",", "،": ",", ";": ";", "؛": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")",
    "-": "-", "–": "-", "—": "-", "‒": "-", "−": "-", "‑": "-", "/": "/", "?": ";", "!": ";",
    "…": ";",
}  # fmt: skip
_SIGNS = {
    "&": Sense("&", "signs.and"),
    "+": Sense(">", "signs.plus", form="at_least"),
    ">": Sense("<", "signs.more", form="more_than"),
    "<": Sense("<", "signs.less", form="less_than"),
    "≥": Sense("<", "signs.at_least", form="at_least"),
    "≤": Sense("<", "signs.at_most", form="at_most"),
    "~": Sense("<", "signs.about", form="about"),
    "≈": Sense("<", "signs.about", form="about"),
    "±": Sense("<", "signs.about", form="about"),
    "%": Sense("K", "signs.percent"),
    "٪": Sense("K", "signs.percent"),
    "°": Sense("K", "signs.degree"),
} | {sign: Sense("$", "signs.currency") for sign in "$€£¥₹"}


@dataclass(slots=True)
class Scan:
    """One sentence as parallel lists: where each word stands, what it is, what it means.

    ``letters[i]`` is one of `casualtystats.text.lexicon.LETTERS`, a punctuation mark, or, for a
    word that the lexicon doesn't have, ``x`` (lower case) or ``X`` (capitalised).
    """

    text: str
    lexicon: Lexicon
    words: list[str]
    starts: list[int]
    ends: list[int]
    letters: list[str]
    senses: list[Sense | None]


def lowered(text: str) -> str:
    """Lower-case a text without moving any character.

    Parameters
    ----------
    text : str
        Anything.

    Returns
    -------
    str
        Of the same length: the few characters whose lower case is longer stay as they are.

    Examples
    --------
    >>> lowered("İ Killed")
    'İ killed'
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def sentences(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Cut a text into sentences, none longer than 3,000 characters.

    Parameters
    ----------
    text : str
        An article or a line.
    lexicon : Lexicon
        Whose abbreviations end no sentence.

    Yields
    ------
    tuple of int
        Start and end of a sentence.

    Examples
    --------
    >>> from casualtystats.text.loading import load
    >>> list(sentences("Gen. Ali fled. Two died.", load("en")))
    [(0, 14), (14, 24)]
    """
    start = 0
    for match in _BREAK.finditer(text):
        end = match.end()
        if text[match.start()] == "." and _goes_on(text, start, match.start(), end, lexicon):
            continue
        yield from _capped(text, start, end)
        start = end
    yield from _capped(text, start, len(text))


def _goes_on(text: str, start: int, stop: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a full stop belongs to an abbreviation or stands before a small letter."""
    following = text[end : end + 3].lstrip()[:1]
    if following.islower():
        return True
    word = _LAST_WORD.search(text[max(start, stop - 13) : stop])
    if word is None:
        return False
    return len(word[1]) == 1 or word[1].lower() in lexicon.abbreviations


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST) + 1 or start + _LONGEST
        yield start, cut
        start = cut
    if end > start:
        yield start, end


def scan(text: str, low: str, start: int, end: int, lexicon: Lexicon) -> Scan:
    """Read the words of one sentence.

    Parameters
    ----------
    text, low : str
        The whole text, and the same in lower case.
    start, end : int
        Where the sentence stands.
    lexicon : Lexicon
        Its language.

    Returns
    -------
    Scan
        Words as parallel lists; phrases of the lexicon are one word.
    """
    pieces = _pieces(low, start, end, lexicon)
    words = [piece[0] for piece in pieces]
    out = Scan(text, lexicon, [], [], [], [], [])
    add_word, add_start, add_end = out.words.append, out.starts.append, out.ends.append
    add_letter, add_sense = out.letters.append, out.senses.append
    get = lexicon.words.get
    i, n = 0, len(pieces)
    while i < n:
        word, a, b, sense = pieces[i]
        i += 1
        if sense is None:
            sense, longer = get(word, (None, None))
            if longer is not None and i < n:
                for rest, meaning in longer.get(words[i], ()):
                    stop = i + len(rest)
                    if tuple(words[i:stop]) == rest:
                        sense, i = meaning, stop
                        b = pieces[stop - 1][2]
                        word = low[a:b]
                        break
        if sense is not None:
            letter = sense.letter
        else:
            letter, sense = _unknown(word, text[a], out, lexicon)
            if not letter:
                continue
        add_word(word)
        add_start(a)
        add_end(b)
        add_letter(letter)
        add_sense(sense)
    return out


def _pieces(low: str, start: int, end: int, lexicon: Lexicon) -> list[Piece]:
    """Cut a sentence into words, and apart what is written together."""
    table = lexicon.words
    out: list[Piece] = []
    for match in _TOKEN.finditer(low, start, end):
        a, b = match.span()
        word = low[a:b]
        if word.isalpha() or b - a == 1 or word in table:
            out.append((word, a, b, None))
        else:
            out += take_apart(word, a, lexicon)
    return unbind(out, lexicon) if lexicon.clitics or lexicon.direction == "rtl" else out


def _unknown(word: str, first: str, out: Scan, lexicon: Lexicon) -> tuple[str, Sense | None]:
    """Give a letter to what the lexicon doesn't have; an empty one to what means nothing."""
    if word[0].isalpha():
        if first.isupper():
            return "X", None
        adverb = lexicon.adverb_endings and len(word) > 4 and word.endswith(lexicon.adverb_endings)
        return ("a" if adverb else "x"), None
    if word[0].isdigit():
        return "0", _DIGITS
    sign = _SIGNS.get(word)
    if sign is not None:
        return sign.letter, sign
    if word == ".":
        return ("" if out.words and len(out.words[-1]) <= 2 else ";"), None
    return _CLAUSE_MARKS.get(word, ""), None
