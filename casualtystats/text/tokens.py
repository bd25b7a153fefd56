"""From a sentence to one letter per word.

Every repetition below is capped or matches one class of characters only, and a text is taken
sentence by sentence, so the cost grows linearly whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import compress
from typing import Final

from casualtystats.text.gaps import Phrase, close_gaps, in_order
from casualtystats.text.lexicon import Known, Lexicon, Sense
from casualtystats.text.pieces import Piece, take_apart, unbind
from casualtystats.text.scan import Scan

__all__ = ["scan"]

_MARKS: Final = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640"
_LONG_WORD: Final = 60
_GROUPS: Final = 8
_LAST_ASCII: Final = "\x7f"
#: What may stand behind a word and is a word of its own.
_BEHIND: Final = (",", ".")


def _token(marks: str, particles: str, flags: re.RegexFlag) -> re.Pattern[str]:
    """Write what a word is, given the marks on letters and what is written onto digits.

    Most words are letters before a space or a comma; nothing else is tried for them. What stands
    before a word is matched with it, so that no place in a text is tried in vain.
    """
    word = rf"[\w{marks}]{{1,60}}"
    return re.compile(
        r"([\s_\"“”'‘’«»]{0,8})([a-z]{1,60}(?=[ ,])|"
        rf"{particles}[^\W\d_](?:{word}(?:['’\-]{word}){{0,6}}"  # also COVID-19
        r"|(?:\.[^\W\d_](?!\w)){1,5}\.?"  # U.S.
        rf"|(?:['’\-]{word}){{0,6}})"
        r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\d)"  # 2017-10-05
        r"|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}(?!\d)){1,4}(?![.,]?\d)"  # 1 200
        r"|\d+(?:[.,'’٬٫]\d+){0,8}(?:-?[^\W\d_][\w’'\-]{0,40})?"  # 1,200 and 61k and 12-year-old
        r"|(?<=[^\s])\[(?:\d{1,3}|[a-z]|note \d{1,2})\]"  # 31[12] has a footnote
        r"|-{2,3}|[^\w\s\"“”'‘’«»])",
        flags,
    )


#: Arabic particles are written onto digits. A text of ASCII is cut faster, and alike.
_TOKEN: Final = _token(_MARKS, r"[\u0620-\u0652]{1,5}(?=\d)|", re.UNICODE)
_TOKEN_ASCII: Final = _token("", "", re.ASCII)
#: The words of a sentence, where they start and end, and what the lexicon has of them.
Words = tuple[list[str], list[int], list[int], list[Known | None]]
#: How phrases go on behind their first two words, longest first.
Longer = tuple[tuple[tuple[str, ...], Sense], ...]
#: Where two words stand that open phrases, and how these go on.
Opening = tuple[int, Longer]
_DIGITS: Final = Sense("0", "digits")
_NONE: Final[Mapping[int, Sense]] = {}


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
    cut = _cut(low[start:end], start, lexicon)
    words, starts, ends, found = cut
    letters, senses, unknown, opening, closing = _look_up(words, found)
    glued = [i for i in unknown if _is_glued(words[i], lexicon)]
    given: Mapping[int, Sense] = _NONE
    if glued or lexicon.clitics or lexicon.direction == "rtl":
        given = _apart(cut, glued, lexicon)
        letters, senses, unknown, opening, closing = _look_up(words, found)
    phrases = _phrases(words, opening, given, lexicon)
    for i in unknown:
        word = words[i]
        if word[0].isdigit():
            letters[i], senses[i] = "0", _DIGITS
        elif word == ".":
            letters[i] = ";" if _ends_sentence(words, i, phrases, lexicon) else ""
        elif word[0].isalpha():
            letters[i] = "X" if _is_capital(text[starts[i]], word) else _ending(word, lexicon)
    for i in given:
        letters[i], senses[i] = given[i].letter, given[i]
    if closing and (gapped := close_gaps(words, letters, closing, lexicon.gapped)):
        phrases = in_order([*phrases, *gapped])
    for first, stop, sense in reversed(phrases):
        ends[first] = ends[stop - 1]
        words[first] = low[starts[first] : ends[first]]
        letters[first], senses[first] = sense.letter, sense
        others = slice(first + 1, stop)
        del words[others], starts[others], ends[others], letters[others], senses[others]
    if not all(letters):  # what means nothing, such as the full stop of an abbreviation
        words, senses = list(compress(words, letters)), list(compress(senses, letters))
        starts, ends = list(compress(starts, letters)), list(compress(ends, letters))
    return Scan(text, lexicon, words, starts, ends, "".join(letters), senses)


def _is_capital(letter: str, word: str) -> bool:
    """Whether a word that is lower-cased here began with a capital."""
    return letter.isupper() if letter > _LAST_ASCII else letter != word[0]


def _ends_sentence(words: list[str], i: int, phrases: list[Phrase], lexicon: Lexicon) -> bool:
    """Whether a full stop belongs to no abbreviation; a phrase of the lexicon is none."""
    before = words[i - 1] if i else ""
    if not (0 < len(before) <= 2 or before in lexicon.abbreviations):
        return True
    return any(stop == i for _, stop, _ in phrases)


def _look_up(
    words: list[str], found: list[Known | None]
) -> tuple[list[str], list[Sense | None], list[int], list[Opening], list[int]]:
    """Tell what each word is and means, which are unknown, and which open or close phrases."""
    letters: list[str] = []
    senses: list[Sense | None] = []
    unknown: list[int] = []
    opening: list[Opening] = []
    closing: list[int] = []
    opened = None  # how the phrases go on that the word before opens
    for i, entry in enumerate(found):
        if opened is not None and words[i] in opened:
            opening.append((i - 1, opened[words[i]]))
        if entry is None:
            opened = None
            unknown.append(i)
            letters.append("")
            senses.append(None)
            continue
        letter, sense, opened, closes = entry
        if closes:
            closing.append(i)
        if not letter:
            unknown.append(i)
        letters.append(letter)
        senses.append(sense)
    return letters, senses, unknown, opening, closing


def _phrases(
    words: list[str], opening: list[Opening], given: Mapping[int, Sense], lexicon: Lexicon
) -> list[Phrase]:
    """Find the phrases of the lexicon: where each begins, where it ends, what it means."""
    found: list[Phrase] = []
    done = 0
    for i, longer in opening:
        if i < done or i in given:
            continue
        for rest, sense in longer:
            stop = i + 2 + len(rest)
            if rest and (words[i + 2 : i + 3] != [rest[0]] or tuple(words[i + 2 : stop]) != rest):
                continue
            last = _opened_at(stop - 1, opening)
            if last and _yields(words, i, stop, (longer, last), lexicon):
                continue
            found.append((i, stop, sense))
            done = stop
            break
    return found


def _opened_at(at: int, opening: list[Opening]) -> Longer:
    """Tell how the phrases go on that a word opens with the next."""
    for i, longer in opening:
        if i == at:
            return longer
    return ()


def _yields(
    words: list[str], i: int, stop: int, opened: tuple[Longer, Longer], lexicon: Lexicon
) -> bool:
    """Whether a phrase leaves its last word to a hedge: "reached | at least 300"."""
    own, last = opened
    hedged = any(
        sense.letter == "<" and tuple(words[stop + 1 : stop + 1 + len(rest)]) == rest
        for rest, sense in last
    )
    shorter = tuple(words[i + 2 : stop - 1])
    if not hedged or stop - i == 2:
        return hedged and lexicon.sense(words[i]) is not None
    return any(rest == shorter for rest, _ in own)


def _cut(sentence: str, start: int, lexicon: Lexicon) -> Words:
    """Cut a sentence into words, tell where each starts and ends, and look it up.

    Most words are letters or digits between spaces, with a comma or a full stop behind them or
    not. Only for what stands between them is it asked what a word is: a token holds no space,
    unless there are digits before and behind it. What the lexicon has need not be asked either.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    found: list[Known | None] = []
    known, plain = lexicon.known, lexicon.plain
    at, odd = start, -1  # where a chunk starts; where those do that are more than a word
    for chunk in sentence.split(" "):
        stop, mark = at + len(chunk), ""
        entry = plain.get(chunk)
        if entry is None and chunk[-1:] in _BEHIND:
            chunk, mark = chunk[:-1], chunk[-1]  # noqa: PLW2901  # the word and its mark
            entry = plain.get(chunk)
        simple = entry is not None or (chunk.isalpha() and len(chunk) <= _LONG_WORD)
        if not simple and odd < 0:
            entry = known.get(chunk)
            behind = sentence[stop - start + 1 : stop - start + 2]
            simple = not behind.isdecimal() if chunk.isdecimal() else _is_grouped(chunk)
        if not simple:
            odd = at if odd < 0 else odd
            at = stop + 1
            continue
        if odd >= 0:
            _tokens(sentence[odd - start : at - start], odd, words, starts, ends)
            found += map(known.get, words[len(found) :])
            odd = -1
        words.append(chunk)
        starts.append(at)
        found.append(entry)
        if mark:
            ends.append(stop - 1)
            words.append(mark)
            starts.append(stop - 1)
            found.append(known.get(mark))
        ends.append(stop)
        at = stop + 1  # behind the space
    if odd >= 0:
        _tokens(sentence[odd - start :], odd, words, starts, ends)
        found += map(known.get, words[len(found) :])
    return words, starts, ends, found


def _is_grouped(chunk: str) -> bool:
    """Whether all between two spaces is one number, its digits grouped by commas: "1,234"."""
    return "," in chunk and all(map(str.isdecimal, chunk.split(",", _GROUPS)))


def _tokens(text: str, at: int, words: list[str], starts: list[int], ends: list[int]) -> None:
    """Add the words of a part of a sentence, and where each starts and ends.

    Splitting on groups gives all that stands there: what is no word, what stands before a word,
    the word, and so on.
    """
    parts = (_TOKEN_ASCII if text.isascii() else _TOKEN).split(text)
    for k in range(2, len(parts), 3):
        at += len(parts[k - 2]) + len(parts[k - 1])
        starts.append(at)
        at += len(parts[k])
        ends.append(at)
        words.append(parts[k])


def _is_glued(word: str, lexicon: Lexicon) -> bool:
    """Whether a word that the lexicon doesn't have may be several: "12-year-old", "61k"."""
    if len(word) == 1 or word[0] == "[" or (word[0].isdigit() and word[-1].isdigit()):
        return False
    return not word.isalpha() and word not in lexicon.words


def _apart(words: Words, glued: list[int], lexicon: Lexicon) -> dict[int, Sense]:
    """Take apart what is written together, and tell which parts have their sense already."""
    given: dict[int, Sense] = {}
    more = 0  # words than there were before
    for place in glued:
        i = place + more
        pieces = take_apart(words[0][i], words[1][i], lexicon)
        given |= {i + k: piece[3] for k, piece in enumerate(pieces) if piece[3] is not None}
        _put(words, slice(i, i + 1), pieces, lexicon)
        more += len(pieces) - 1
    if lexicon.clitics or lexicon.direction == "rtl":
        senses = map(given.get, range(len(words[0])))
        pieces = unbind(list(zip(words[0], words[1], words[2], senses, strict=True)), lexicon)
        given = {i: piece[3] for i, piece in enumerate(pieces) if piece[3] is not None}
        _put(words, slice(None), pieces, lexicon)
    return given


def _put(words: Words, place: slice, pieces: list[Piece], lexicon: Lexicon) -> None:
    """Put words in the place of others."""
    words[0][place] = [piece[0] for piece in pieces]
    words[1][place] = [piece[1] for piece in pieces]
    words[2][place] = [piece[2] for piece in pieces]
    words[3][place] = [lexicon.known.get(piece[0]) for piece in pieces]


def _ending(word: str, lexicon: Lexicon) -> str:
    """Give a letter to a lower-case word that the lexicon doesn't have, by how it ends."""
    if len(word) > 4:
        if lexicon.adverb_endings and word.endswith(lexicon.adverb_endings):
            return "a"
        if lexicon.verb_endings and word.endswith(lexicon.verb_endings):
            return "v"
    return "x"
