"""Words written together, taken apart: ``61k``, ``twenty-one``, ``12-year-old``, ``l'attaque``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from casualtystats.text.digits import digits_value
from casualtystats.text.lexicon import MARKS, Lexicon, Sense

__all__ = ["Piece", "split_clitics", "take_apart", "unbind"]

#: A word, where it starts and ends, and its sense if that is known already.
Piece = tuple[str, int, int, Sense | None]

_NUMBER: Final = re.compile(r"\d+(?:[.,'’٬٫]\d+){0,8}")
_NUMERALS: Final = frozenset("1908")
_COMPOUND: Final = Sense("j", "words.compound")
_MOST_PARTS: Final = 8
_POSSESSIVE: Final = Sense("j", "words.possessive")


def _sense(word: str, lexicon: Lexicon) -> Sense | None:
    return lexicon.words.get(word, (None, None))[0]


def take_apart(word: str, start: int, lexicon: Lexicon) -> list[Piece]:
    """Take apart a word that holds digits, a hyphen or an apostrophe.

    Parameters
    ----------
    word : str
        Lower-cased.
    start : int
        Where it stands.
    lexicon : Lexicon
        Its language.

    Returns
    -------
    list of Piece
        One or more.

    Examples
    --------
    >>> from casualtystats.text.loading import load
    >>> [piece[0] for piece in take_apart("61k", 0, load("en"))]
    ['61', 'k']
    """
    if word[0].isdigit():
        return _with_digits(word, start, lexicon)
    end = start + len(word)
    plain = word.replace("’", "'")
    if plain in lexicon.words:
        return [(plain, start, end, None)]
    if plain.endswith(lexicon.possessive_endings):
        return [(word, start, end, _POSSESSIVE)]
    if "-" in word:
        return _hyphened(word, start, lexicon)
    return [(plain, start, end, None)]


def _with_digits(word: str, start: int, lexicon: Lexicon) -> list[Piece]:
    """Take digits from what is written onto them: a scale, an ordinal ending, a unit."""
    end = start + len(word)
    match = _NUMBER.match(word)
    if match is None or word[-1].isdigit():
        return [(word, start, end, None)]
    rest = word[match.end() :]
    sense = _sense(rest, lexicon)
    middle = start + match.end()
    if sense is not None and sense.letter in "9>":
        return [(match[0], start, middle, None), (rest, middle, end, sense)]
    if sense is None and rest in lexicon.ordinal_endings:
        value = digits_value(match[0], lexicon)
        sense = Sense("6", "digits.ordinal", value=None if value is None else value[0])
    return [(word, start, end, sense or _COMPOUND)]


def _hyphened(word: str, start: int, lexicon: Lexicon) -> list[Piece]:
    """Take apart number words; read other compounds by their first or last part."""
    end = start + len(word)
    parts = word.split("-")
    known = [_sense(part, lexicon) for part in parts[:_MOST_PARTS]]
    if len(parts) <= _MOST_PARTS and _are_a_numeral(known):
        out: list[Piece] = []
        for part, sense in zip(parts, known, strict=True):
            out.append((part, start, start + len(part), sense))
            start += len(part) + 1
        if len(out) == 2 and _ascends(known):  # двое-трое; but: twenty-one
            middle = out[0][2]
            out.insert(1, ("-", middle, middle + 1, None))
        return out
    first, last = known[0], _sense(parts[-1], lexicon)
    if first is not None and first.letter in "189":
        middle = start + len(parts[0])
        rest = word[len(parts[0]) :]
        sense = _sense(rest, lexicon)
        if sense is not None and sense.letter == ">":  # thirty-odd
            return [(parts[0], start, middle, first), (rest, middle, end, sense)]
        return [(word, start, end, sense or _COMPOUND)]
    if last is not None and last.letter in "VK":
        return [(word, start, end, last)]
    return [(word, start, end, None)]


def _are_a_numeral(known: list[Sense | None]) -> bool:
    """Whether words joined by hyphens are a number: twenty-one, cent-vingt-et-un."""
    letters = [sense.letter if sense is not None else "" for sense in known]
    inner = set(letters[1:-1]) - _NUMERALS
    return inner <= {"&"} and letters[0] in _NUMERALS and letters[-1] in _NUMERALS


def _ascends(known: list[Sense | None]) -> bool:
    """Whether two number words are the ends of a range: two-three."""
    first, second = known
    return (
        first is not None
        and second is not None
        and first.letter == second.letter == "1"
        and (first.value or 0) < (second.value or 0)
    )


def unbind(pieces: list[Piece], lexicon: Lexicon) -> list[Piece]:
    """Separate words that are written together with the next: Arabic wa-, French l'.

    Parameters
    ----------
    pieces : list of Piece
        The words of a sentence.
    lexicon : Lexicon
        Whose clitics they may begin with.

    Returns
    -------
    list of Piece
        With each clitic a word of its own, and diacritics left out of known words.
    """
    out: list[Piece] = []
    for piece in pieces:
        word, at, end, sense = piece
        if sense is not None or word in lexicon.words:
            out.append(piece)
        elif word[0].isalpha():
            out += _unbound(piece, lexicon)
        else:
            out.append((word.translate(lexicon.fold), at, end, None))
    return out


def split_clitics(word: str, lexicon: Lexicon) -> list[str]:
    """Cut a word of a phrase as `unbind` cuts the words of a text.

    Parameters
    ----------
    word : str
        A word of a phrase of the lexicon, behind its first.
    lexicon : Lexicon
        Its language.

    Returns
    -------
    list of str
        The word, or its clitics and what they come off.
    """
    return [piece[0] for piece in unbind([(word, 0, len(word), None)], lexicon)]


def _unbound(piece: Piece, lexicon: Lexicon) -> list[Piece]:
    word, at, end, _ = piece
    bare, places = _without_marks(word, lexicon)
    out: list[Piece] = []
    cut = 0
    for _ in range(3):
        rest = bare[cut:]
        if rest in lexicon.words:
            break
        prefix = next((p for p in lexicon.clitics if _comes_off(p[0], rest, lexicon)), None)
        if prefix is None:
            break
        stop = cut + len(prefix[0])
        out.append((bare[cut:stop], at + places[cut], at + places[stop], prefix[1]))
        cut = stop
    return [*out, (bare[cut:], at + places[cut], end, None)]


def _without_marks(word: str, lexicon: Lexicon) -> tuple[str, Sequence[int]]:
    """Leave out the marks of a word, and tell where its letters stand."""
    if word.isascii():
        return word, range(len(word))
    bare = MARKS.sub("", unicodedata.normalize("NFC", word)).translate(lexicon.fold)
    places = [i for i, letter in enumerate(word) if not MARKS.match(letter)]
    if not bare or len(places) != len(bare):
        return word, range(len(word))
    return bare, places


def _comes_off(prefix: str, word: str, lexicon: Lexicon) -> bool:
    """Whether a prefix is a word of its own here: what is left must be known, or digits."""
    if not word.startswith(prefix) or len(word) == len(prefix):
        return False
    rest = word[len(prefix) :]
    if prefix.endswith("'") or rest.isdigit() or rest in lexicon.words:
        return True
    return any(rest.startswith(p) and rest[len(p) :] in lexicon.words for p, _ in lexicon.clitics)
