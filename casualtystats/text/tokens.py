"""From text to sentences, and from a sentence to one letter per word.

Every repetition below is capped or matches one class of characters only, and a text is taken
sentence by sentence, so the cost grows linearly whatever the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from casualtystats.text.lexicon import LETTERS, Lexicon, Sense
from casualtystats.text.numerals import digits_value

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
_NUMBER = re.compile(r"\d+(?:[.,'’٬٫]\d+){0,8}")
_DIACRITICS = re.compile(f"[{_MARKS}]")

_DIGITS = Sense("0", "digits")
_PUNCTUATION = {
    ",": ",",
    "،": ",",
    ";": ";",
    "؛": ";",
    ":": ":",
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    "-": "-",
    "–": "-",
    "—": "-",
    "‒": "-",
    "−": "-",
    "‑": "-",
    "/": "/",
    "&": "&",
    "?": ";",
    "!": ";",
    "…": ";",
}
_SIGNS = {
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
    "$": Sense("$", "signs.currency"),
    "€": Sense("$", "signs.currency"),
    "£": Sense("$", "signs.currency"),
    "¥": Sense("$", "signs.currency"),
    "₹": Sense("$", "signs.currency"),
    "°": Sense("K", "signs.degree"),
}
_JOINS = _SIGNS | {"&": Sense("&", "signs.and")}
_UNIT_LETTERS = frozenset("1")


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
    >>> from casualtystats.text.lexicon import load
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
    raw_spans = [match.span() for match in _TOKEN.finditer(low, start, end)]
    spans: list[tuple[int, int]] = []
    found: list[Sense | None] = []
    words: list[str] = []
    table = lexicon.words
    for a, b in raw_spans:
        word = low[a:b]
        if word in table or not (word[0].isdigit() or "-" in word or "’" in word):
            words.append(word)
            spans.append((a, b))
            found.append(None)
        else:
            for piece, piece_start, piece_end, sense in _pieces(word, a, lexicon):
                words.append(piece)
                spans.append((piece_start, piece_end))
                found.append(sense)
    if lexicon.clitics or lexicon.direction == "rtl":
        words, spans, found = _unbound(words, spans, found, lexicon)

    out = Scan(text, lexicon, [], [], [], [], [])
    out_words, starts, ends = out.words, out.starts, out.ends
    letters, senses = out.letters, out.senses
    i, n = 0, len(words)
    endings = lexicon.adverb_endings
    while i < n:
        word = words[i]
        a, b = spans[i]
        sense = found[i]
        i += 1
        if sense is None:
            hit = table.get(word)
            if hit is not None:
                sense, longer = hit
                for rest, meaning in longer:
                    stop = i + len(rest)
                    if tuple(words[i:stop]) == rest:
                        sense = meaning
                        word = " ".join((word, *rest))
                        i = stop
                        b = spans[stop - 1][1]
                        break
        if sense is not None:
            letter = sense.letter
        elif word[0].isdigit():
            letter, sense = "0", _DIGITS
        elif word[0].isalpha():
            if text[a].isupper():
                letter = "X"
            elif endings and word.endswith(endings) and len(word) > 4:
                letter = "a"
            else:
                letter = "x"
        elif word in _JOINS:
            sense = _JOINS[word]
            letter = sense.letter
        elif word == ".":
            if letters and len(out_words[-1]) <= 2:
                continue
            letter = ";"
        else:
            letter = _PUNCTUATION.get(word, "")
            if not letter:
                continue
        out_words.append(word)
        starts.append(a)
        ends.append(b)
        letters.append(letter)
        senses.append(sense)
    return out


def _pieces(
    word: str, start: int, lexicon: Lexicon
) -> Iterator[tuple[str, int, int, Sense | None]]:
    """Take apart what stands together: ``61k``, ``12-year-old``, ``twenty-one``, ``army's``."""
    end = start + len(word)
    table = lexicon.words
    if word[0].isdigit():
        match = _NUMBER.match(word)
        if match is None or word[-1].isdigit():
            yield word, start, end, None
            return
        rest = word[match.end() :]
        if not rest:
            yield word, start, end, None
            return
        sense = table.get(rest, (None, ()))[0]
        middle = start + match.end()
        if sense is not None and sense.letter in "9>":
            yield match[0], start, middle, None
            yield rest, middle, end, sense
        elif sense is not None:
            yield word, start, end, sense
        elif rest in lexicon.raw["lexicon"].get("ordinal_endings", ()):
            value, _ = digits_value(match[0], lexicon) or (None, False)
            yield word, start, end, Sense("6", "digits.ordinal", value=value)
        else:
            yield word, start, end, Sense("j", "digits.compound")
        return
    if word.endswith(("’s", "'s")):
        yield word, start, end, Sense("j", "words.possessive")
        return
    plain = word.replace("’", "'")
    if plain in table:
        yield plain, start, end, None
        return
    parts = word.split("-")
    known = [table.get(part, (None, ()))[0] for part in parts]
    if len(parts) <= 3 and all(s is not None and s.letter in "1908" for s in known):
        for part, sense in zip(parts, known, strict=True):
            yield part, start, start + len(part), sense
            start += len(part) + 1
        return
    first, last = known[0], known[-1]
    if len(parts) > 1 and first is not None and first.letter in "189":
        tail = table.get(word[len(parts[0]) :], (None, ()))[0]
        yield word, start, end, tail or Sense("j", "words.compound")
    elif len(parts) > 1 and last is not None and last.letter in "VK":
        yield word, start, end, last
    else:
        yield word, start, end, None


def _unbound(
    words: list[str],
    spans: list[tuple[int, int]],
    found: list[Sense | None],
    lexicon: Lexicon,
) -> tuple[list[str], list[tuple[int, int]], list[Sense | None]]:
    """Separate words that are written together with the next: Arabic wa-, French l'."""
    out: tuple[list[str], list[tuple[int, int]], list[Sense | None]] = ([], [], [])

    def put(word: str, span: tuple[int, int], sense: Sense | None) -> None:
        out[0].append(word)
        out[1].append(span)
        out[2].append(sense)

    for word, (a, b), sense in zip(words, spans, found, strict=True):
        rest, at = word, a
        if sense is None and rest not in lexicon.words and not rest[0].isdigit():
            if not rest.isascii():
                bare = _DIACRITICS.sub("", unicodedata.normalize("NFC", rest))
                if bare in lexicon.words:
                    put(bare, (a, b), None)
                    continue
                rest = bare if len(bare) == len(rest) else rest
            for _ in range(3):
                for prefix, meaning in lexicon.clitics:
                    if rest.startswith(prefix) and len(rest) > len(prefix):
                        tail = rest[len(prefix) :]
                        if tail in lexicon.words or tail.isdigit() or "'" in prefix:
                            put(prefix, (at, at + len(prefix)), meaning)
                            rest, at = tail, at + len(prefix)
                            break
                else:
                    break
                if rest in lexicon.words:
                    break
        put(rest, (at, b), sense)
    return out
