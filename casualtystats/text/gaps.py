"""Phrases with a gap: "suffered severe head injuries", "taken to Dorun General Hospital"."""

from __future__ import annotations

from collections.abc import Mapping

from casualtystats.text.lexicon import Gapped, Sense

__all__ = ["GAP", "Phrase", "close_gaps", "compile_gaps", "in_order"]

#: How a lexicon file writes a gap.
GAP = "..."
#: Where a phrase begins among words, where it ends, and what it means.
Phrase = tuple[int, int, Sense]
#: Letters of what may stand in a gap: modifiers, names and "and", but no figure and no clause.
_MODIFIERS = frozenset("xXjaegESPTKVYd2&|")
_LONGEST = 5


def compile_gaps(phrases: Mapping[str, Sense]) -> Gapped:
    """Sort phrases with a gap by the word behind it.

    Parameters
    ----------
    phrases : dict of str to Sense
        ``"suffered ... injuries"`` and the like; one word stands behind the gap.

    Returns
    -------
    dict of str to tuple
        Longer beginnings first.
    """
    found: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
    for phrase, sense in phrases.items():
        *opening, _, last = phrase.split()
        found.setdefault(last, []).append((tuple(opening), sense))
    return {
        last: tuple(sorted(openings, key=lambda opening: -len(opening[0])))
        for last, openings in found.items()
    }


def close_gaps(words: list[str], letters: list[str], gapped: Gapped) -> list[Phrase]:
    """Find the phrases with a gap in a sentence.

    Parameters
    ----------
    words, letters : list of str
        The sentence word by word.
    gapped : dict of str to tuple
        What `compile_gaps` made.

    Returns
    -------
    list of tuple of (int, int, Sense)
        None overlaps another.
    """
    found: list[Phrase] = []
    done = 0
    for last, word in enumerate(words):
        for opening, sense in gapped.get(word, ()):
            first = _begin(words, letters, opening, last, done)
            if first >= 0:
                found.append((first, last + 1, sense))
                done = last + 1
                break
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


def _begin(
    words: list[str], letters: list[str], opening: tuple[str, ...], last: int, done: int
) -> int:
    """Find where a phrase begins whose last word is known; -1 if it does not stand there."""
    size = len(opening)
    behind = last  # the gap may be empty
    while behind - size >= done:
        if words[behind - 1] == opening[-1] and tuple(words[behind - size : behind]) == opening:
            return behind - size
        behind -= 1
        if last - behind > _LONGEST or letters[behind] not in _MODIFIERS:
            return -1
    return -1
