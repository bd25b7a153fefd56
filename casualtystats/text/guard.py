"""Whether a text could state what happened to anybody: one cheap look at its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Guard", "build_guard"]

_LETTERS_ONLY: Final = re.compile(r"[^\W\d_]+")
#: Bytes that are no ASCII letter become spaces, so that words can be looked up as bytes.
_SPACED: Final = bytes(i if i < 128 and chr(i).isalpha() else 32 for i in range(256))


@dataclass(frozen=True, slots=True)
class Guard:
    """The words without which no text of a language states an outcome.

    Parameters
    ----------
    words : frozenset of bytes
        Words of which every such text holds one.
    sure : frozenset of bytes
        Those of them that state an outcome by themselves.
    phrases : dict of bytes to tuple of bytes
        For each of the others, the phrases that it may belong to.
    pattern : re.Pattern or None
        Finds such words in a language whose words of harm are not all ASCII.
    """

    words: frozenset[bytes]
    sure: frozenset[bytes]
    phrases: Mapping[bytes, tuple[bytes, ...]]
    pattern: re.Pattern[str] | None

    def lets_through(self, low: str) -> bool:
        """Tell whether a text could state an outcome.

        Parameters
        ----------
        low : str
            Lower-cased text.

        Returns
        -------
        bool
            False for most sentences of a newspaper.

        Examples
        --------
        >>> guard = build_guard(["killed", "from their homes"], common={"from", "their"})
        >>> [guard.lets_through(x) for x in ("12 killed", "new homes", "fled from their homes")]
        [True, False, True]
        """
        if self.pattern is not None:
            return self.pattern.search(low) is not None
        words = low.encode("utf-8", "replace").translate(_SPACED).split()
        if self.words.isdisjoint(words):
            return False
        if not self.sure.isdisjoint(words):
            return True
        line = b" ".join(words)
        found = self.phrases.keys() & words
        return any(phrase in line for word in found for phrase in self.phrases[word])


def build_guard(harm: Iterable[str], common: Iterable[str]) -> Guard:
    """Choose the words of a guard.

    Parameters
    ----------
    harm : iterable of str
        Every word and phrase that states an outcome.
    common : iterable of str
        Words that mean no harm by themselves, by which no phrase should be found.

    Returns
    -------
    Guard
        A phrase is held by a word of it that states an outcome by itself, or else by the
        longest of its words that are not common.
    """
    spelt = sorted((_LETTERS_ONLY.findall(phrase) for phrase in harm), key=len)
    sure = {words[0] for words in spelt if len(words) == 1}
    often = set(common)
    held: dict[str, dict[str, None]] = {}  # each phrase once, in order
    for words in spelt:
        if sure.isdisjoint(words):
            rarest = min(words, key=lambda word: (word in often, -len(word)))
            held.setdefault(rarest, {})[" ".join(words)] = None
    chosen = sure | set(held)
    if all(word.isascii() for words in spelt for word in words):
        return Guard(
            frozenset(word.encode() for word in chosen),
            frozenset(word.encode() for word in sure),
            {w.encode(): tuple(p.encode() for p in phrases) for w, phrases in held.items()},
            None,
        )
    return Guard(frozenset(), frozenset(), {}, re.compile(_trie(sorted(chosen))))


def _trie(words: list[str]) -> str:
    """Write words as one regular expression that shares their beginnings."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}

    def write(node: dict[str, Any]) -> str:
        if "" in node:  # a word that begins with this one is found by this one
            return ""
        branches = [re.escape(letter) + write(node[letter]) for letter in sorted(node)]
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"

    return write(root)
