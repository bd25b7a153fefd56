"""A sentence as parallel lists: its words, where they stand and what they are."""

from __future__ import annotations

from casualtystats.text.lexicon import Lexicon, Sense

__all__ = ["Scan"]


class Scan:
    """One sentence as parallel lists: where each word stands, what it is, what it means.

    ``letters[i]`` is one of `casualtystats.text.lexicon.LETTERS`, a punctuation mark, or, for a
    word that the lexicon doesn't have, ``x`` (lower case) or ``X`` (capitalised).
    """

    __slots__ = ("ends", "letters", "lexicon", "senses", "starts", "text", "words")

    def __init__(  # noqa: PLR0917  # seven lists, made in one place
        self,
        text: str,
        lexicon: Lexicon,
        words: list[str],
        starts: list[int],
        ends: list[int],
        letters: str,
        senses: list[Sense | None],
    ) -> None:
        self.text = text
        self.lexicon = lexicon
        self.words = words
        self.starts = starts
        self.ends = ends
        self.letters = letters
        self.senses = senses

    def has_trait(self, i: int, trait: str) -> bool:
        """Whether a word has a trait, one of `lexicon.TRAITS`."""
        sense = self.senses[i]
        return sense is not None and sense.trait == trait

    def entry(self, i: int) -> str:
        """Name the lexicon entry of a word; empty for one that the lexicon doesn't have."""
        sense = self.senses[i]
        return "" if sense is None else sense.entry
