"""Phrases with a gap: "suffered severe head injuries", "taken to Dorun General Hospital"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from casualtystats.text.lexicon import Gapped, Sense

__all__ = ["GAP", "Phrase", "close_gaps", "compile_gaps", "in_order"]

#: How a lexicon file writes a gap.
GAP: Final = "..."
#: Where a phrase begins among words, where it ends, and what it means.
Phrase = tuple[int, int, Sense]
#: Letters of what may stand in a gap: modifiers, names and "and", but no figure and no clause.
_MODIFIERS: Final = frozenset("xXjaegESPTKVYd27&|")
_LONGEST: Final = 5


def compile_gaps(phrases: Mapping[str, Sense]) -> Gapped:
    """Sort phrases with a gap by the word behind it.

    Parameters
    ----------
    phrases : dict of str to Sense
        ``"suffered ... injuries"`` and the like; one word stands behind the gap.

    Returns
    -------
    dict of str to dict
        By that word, and by the word before the gap; longer beginnings first.
    """
    found: dict[str, dict[str, list[tuple[tuple[str, ...], Sense]]]] = {}
    for phrase, sense in sorted(phrases.items(), key=lambda item: -len(item[0].split())):
        *opening, _, last = phrase.split()
        found.setdefault(last, {}).setdefault(opening[-1], []).append((tuple(opening), sense))
    return {
        last: {word: tuple(openings) for word, openings in by_word.items()}
        for last, by_word in found.items()
    }


def close_gaps(
    words: list[str], letters: list[str], closing: list[int], gapped: Gapped
) -> list[Phrase]:
    """Find the phrases with a gap in a sentence.

    Parameters
    ----------
    words, letters : list of str
        The sentence word by word.
    closing : list of int
        Where words stand that may end such a phrase.
    gapped : dict of str to dict
        What `compile_gaps` made.

    Returns
    -------
    list of tuple of (int, int, Sense)
        None overlaps another.
    """
    found: list[Phrase] = []
    done = 0
    for last in closing:
        phrase = _opened(words, letters, gapped[words[last]], last, done)
        if phrase is not None:
            found.append(phrase)
            done = last + 1
    return found


def in_order(phrases: list[Phrase]) -> list[Phrase]:
    """Sort phrases by where they begin, and leave out those that begin within another.

    Parameters
    ----------
    phrases : list of tuple of (int, int, Sense)
        Of two that begin together the longer is kept.

    Returns
    -------
    list of tuple of (int, int, Sense)
        None overlaps another.
    """
    kept: list[Phrase] = []
    done = 0
    for phrase in sorted(phrases, key=lambda phrase: (phrase[0], -phrase[1])):
        if phrase[0] >= done:
            kept.append(phrase)
            done = phrase[1]
    return kept


def _opened(
    words: list[str],
    letters: list[str],
    openings: Mapping[str, tuple[tuple[tuple[str, ...], Sense], ...]],
    last: int,
    done: int,
) -> Phrase | None:
    """Find the phrase that ends with a word, over a gap as short as may be."""
    behind = last
    while behind > done:
        for opening, sense in openings.get(words[behind - 1], ()):
            first = behind - len(opening)
            if first >= done and tuple(words[first:behind]) == opening:
                return first, last + 1, sense
        behind -= 1
        if last - behind > _LONGEST or letters[behind] not in _MODIFIERS:
            return None
    return None
