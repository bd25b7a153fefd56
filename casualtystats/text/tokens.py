"""From text to sentences, and from a sentence to one letter per word.

Every repetition below is capped or matches one class of characters only, and a text is taken
sentence by sentence, so the cost grows linearly whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, repeat

from casualtystats.text.lexicon import Lexicon, Sense
from casualtystats.text.pieces import Piece, take_apart, unbind
from casualtystats.text.scan import Scan

__all__ = ["lowered", "scan", "sentences"]

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640"
_BREAK = re.compile(r"[.!?…؟。]{1,3}[\"”’'»)\]]{0,3}(?=\s)|\n|\r")
_LAST_WORD = re.compile(r"([^\W\d_]{1,12})\.?$")
_LONGEST = 3_000
_TOKEN = re.compile(
    r"([\u0620-\u0652]{1,5}(?=\d)"  # Arabic particles are written onto digits
    rf"|[^\W\d_](?:[\w{_MARKS}]{{1,60}}(?:['’\-][\w{_MARKS}]{{1,60}}){{0,6}}"  # also COVID-19
    rf"|(?:\.[^\W\d_](?!\w)){{1,5}}\.?"  # U.S.
    rf"|(?:['’\-][\w{_MARKS}]{{1,60}}){{0,6}})"
    r"|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}(?!\d)){1,4}(?![.,]?\d)"  # 1 200
    r"|\d+(?:[.,'’٬٫]\d+){0,8}(?:-?[^\W\d_][\w’'\-]{0,40})?"  # 1,200 and 61k and 12-year-old
    r"|-{2,3}|[^\w\s\"“”'‘’«»])"
)

_NOTHING = (None, None)
_DIGITS = Sense("0", "digits")
_CLAUSE_MARKS = {
    ",": ",", "،": ",", ";": ";", "؛": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")",
    "--": ",", "---": ",",
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
    words, starts, ends, given = _pieces(low, start, end, lexicon)
    out = Scan(text, lexicon, [], [], [], [], [])
    add_word, add_start, add_end = out.words.append, out.starts.append, out.ends.append
    add_letter, add_sense = out.letters.append, out.senses.append
    get = lexicon.words.get
    i, n = 0, len(words)
    while i < n:
        word, first, last = words[i], i, i
        sense = given.get(i) if given else None
        i += 1
        if sense is None:
            sense, longer = get(word, _NOTHING)
            if longer is not None and i < n and words[i] in longer:
                for rest, meaning in longer[words[i]]:
                    stop = i + len(rest)
                    if tuple(words[i:stop]) == rest:
                        sense, last, i = meaning, stop - 1, stop
                        word = low[starts[first] : ends[last]]
                        break
        if sense is not None:
            letter = sense.letter
        else:
            letter, sense = _unknown(word, text[starts[first]], out, lexicon)
            if not letter:
                continue
        add_word(word)
        add_start(starts[first])
        add_end(ends[last])
        add_letter(letter)
        add_sense(sense)
    return out


def _pieces(
    low: str, start: int, end: int, lexicon: Lexicon
) -> tuple[list[str], list[int], list[int], dict[int, Sense]]:
    """Cut a sentence into words, and apart what is written together.

    Splitting on a group gives the words between what separates them, so that the places of all
    words are the running sums of the lengths.
    """
    parts = _TOKEN.split(low[start:end])
    edges = list(accumulate(map(len, parts), initial=start))
    words, starts, ends = parts[1::2], edges[1:-1:2], edges[2::2]
    table = lexicon.words
    glued = [
        i
        for i, word in enumerate(words)
        if not word.isalpha() and len(word) > 1 and word not in table and not word.isdecimal()
    ]
    if not glued and not lexicon.clitics and lexicon.direction == "ltr":
        return words, starts, ends, {}
    pieces: list[Piece] = []
    done = 0
    for i in glued:
        pieces += zip(words[done:i], starts[done:i], ends[done:i], repeat(None))
        pieces += take_apart(words[i], starts[i], lexicon)
        done = i + 1
    pieces += zip(words[done:], starts[done:], ends[done:], repeat(None))
    if lexicon.clitics or lexicon.direction == "rtl":
        pieces = unbind(pieces, lexicon)
    given = {i: piece[3] for i, piece in enumerate(pieces) if piece[3] is not None}
    return [p[0] for p in pieces], [p[1] for p in pieces], [p[2] for p in pieces], given


def _unknown(word: str, first: str, out: Scan, lexicon: Lexicon) -> tuple[str, Sense | None]:
    """Give a letter to what the lexicon doesn't have; an empty one to what means nothing."""
    if word[0].isalpha():
        if first.isupper():
            return "X", None
        adverb = lexicon.adverb_endings and len(word) > 4 and word.endswith(lexicon.adverb_endings)
        verb = lexicon.verb_endings and len(word) > 4 and word.endswith(lexicon.verb_endings)
        return ("a" if adverb else "v" if verb else "x"), None
    if word[0].isdigit():
        return "0", _DIGITS
    sign = _SIGNS.get(word)
    if sign is not None:
        return sign.letter, sign
    if word == ".":
        last = out.words[-1] if out.words else ""
        short = 0 < len(last) <= 2 or last in out.lexicon.abbreviations
        return ("" if short else ";"), None
    return _CLAUSE_MARKS.get(word, ""), None
