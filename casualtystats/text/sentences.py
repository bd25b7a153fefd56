"""From a text to its sentences, each cheap to find and short enough to read at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from casualtystats.text.lexicon import Lexicon

__all__ = ["is_one", "lowered", "sentences"]

#: What both ends have begins the pattern, so that `re` looks for one set of characters.
_BREAK: Final = re.compile(
    r"[.!?…؟。\n\r](?:(?<=[\n\r])|[.!?…؟。]{0,2}[\"”’'»)\]]{0,3}(?:\[[\w ]{1,9}\]){0,4}(?=\s))"
)
_LAST_WORD: Final = re.compile(r"([^\W\d_]{1,12})\.?$")
_LONGEST: Final = 3_000


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


def sentences(text: str, lexicon: Lexicon) -> Iterable[tuple[int, int]]:
    """Cut a text into sentences, none longer than 3,000 characters.

    Parameters
    ----------
    text : str
        An article or a line.
    lexicon : Lexicon
        Whose abbreviations end no sentence.

    Returns
    -------
    iterable of tuple of int
        Start and end of each sentence.

    Examples
    --------
    >>> from casualtystats.text.loading import load
    >>> list(sentences("Gen. Ali fled. Two died.", load("en")))
    [(0, 14), (14, 24)]
    """
    if is_one(text) or (len(text) <= _LONGEST and _BREAK.search(text) is None):
        return ((0, len(text)),) if text else ()
    return _broken(text, lexicon)


def is_one(text: str) -> bool:
    """Tell whether a text is one sentence for sure, which is all that most texts are asked.

    Parameters
    ----------
    text : str
        A line, an article.

    Returns
    -------
    bool
        False if a sentence may end within the text.

    Examples
    --------
    >>> is_one("Two died in Dorun."), is_one("Gen. Ali fled."), is_one("Two died. Ali fled.")
    (True, False, False)
    """
    body = text[:-1]
    if len(body) >= _LONGEST or not body.isascii():
        return False
    ends = "." in body or "?" in body or "!" in body
    return not (ends or "\n" in body or "\r" in body)


def _broken(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
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
