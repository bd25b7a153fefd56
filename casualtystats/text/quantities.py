"""What the grammar works on: counted phrases, and the skeleton of a sentence that holds them.

They are made for every phrase that is read, so they are plain classes: where the grammar is
compiled, a constructor written out is compiled too, and that of a dataclass is not.
"""

from __future__ import annotations

from typing import Final

from casualtystats.text.claim import Claim, Form, Outcome
from casualtystats.text.lexicon import Sense
from casualtystats.text.scan import Scan

__all__ = ["Figure", "Quantity", "Read", "Skeleton", "give", "inherit"]

_UNKNOWN: Final = frozenset("xX")
_HUNDRED: Final = 100
_FIGHTERS: Final = frozenset({("combatants",), ("police",)})
_UNLIKELY: Final = ("displaced", "other")


class Quantity:
    """One counted phrase, with what the grammar finds out about it.

    Parameters
    ----------
    start, end : int
        Where it stands in the text.
    low, high, best, form, unit, tags, victims, outcome, attribution
        As in `casualtystats.text.claim.Claim`.
    kind : str
        ``count``, ``vague``, ``article``, ``zero`` or ``ordinal``.
    hedges : tuple of Sense
        The hedges of its figure.
    noun : Sense or None
        What it counts, if the lexicon knows the noun.
    evidence : list of tuple
        Part, words and lexicon entry, for `Claim.evidence`.
    at : int
        Its place in the skeleton.
    by : int
        The place of the word that says its outcome; -1 if no word of its own does.
    via : str
        How its outcome was found: ``noun``, ``left``, ``of``, ``right``, ``toll``, ``shared``,
        ``back``, ``gapped``, ``restated`` or ``whole``.
    parent : Quantity or None
        The whole that it is part of.
    claim : Claim or None
        The claim made of it.
    lost : bool
        Whether they are dead because somebody lost them: prisoners lost are captured.
    """

    __slots__ = (
        *("start", "end", "low", "high", "best", "form", "unit", "tags", "kind", "hedges", "noun"),
        *(
            "victims",
            "evidence",
            "at",
            "by",
            "outcome",
            "via",
            "parent",
            "attribution",
            "claim",
            "lost",
        ),
    )

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.low: int | None = None
        self.high: int | None = None
        self.best: int | None = None
        self.form: Form = "exact"
        self.unit: int | None = None
        self.tags: list[str] = []
        self.kind = "count"
        self.hedges: tuple[Sense, ...] = ()
        self.noun: Sense | None = None
        self.victims: tuple[str, ...] = ()
        self.evidence: list[tuple[str, str, str]] = []
        self.at = 0
        self.by = -1
        self.outcome: Outcome | None = None
        self.via = ""
        self.parent: Quantity | None = None
        self.attribution: str | None = None
        self.claim: Claim | None = None
        self.lost = False

    def tag(self, tag: str | None) -> None:
        """Add a tag once."""
        if tag is not None and tag not in self.tags:
            self.tags.append(tag)

    def hedge(self, sense: Sense, words: str) -> None:
        """Let a hedge behind an exact figure say what it bounds: "31 people at least"."""
        if sense.form is None:
            return
        self.form = sense.form
        self.hedges = (*self.hedges, sense)
        if sense.form in ("at_most", "less_than"):
            self.low = None
        if sense.form in ("at_least", "more_than"):
            self.high = None
        self.evidence.append(("hedge", words, sense.entry))

    @property
    def single(self) -> bool:
        """Whether it counts exactly one person."""
        return self.high == 1 and self.form == "exact"

    @property
    def many(self) -> bool:
        """Whether it counts a hundred people or more, or does not say how many."""
        return self.best is None or self.best >= _HUNDRED

    @property
    def fighters(self) -> bool:
        """Whether it counts people who bear arms, and nobody else."""
        return self.victims in _FIGHTERS

    @property
    def takes_singular(self) -> bool:
        """Whether "was" can follow it."""
        if self.single or self.low == 1 or self.kind in ("zero", "vague"):
            return True
        return any(hedge.trait == "as_one" for hedge in self.hedges)  # a family of five

    @property
    def perhaps(self) -> bool:
        """Whether it only says how many an earlier figure may be: "dozens, perhaps hundreds"."""
        return any(hedge.trait == "unsure" for hedge in self.hedges)

    @property
    def sure(self) -> bool:
        """Whether it counts harm by its noun alone; "victims" leaves the harm open."""
        return (
            self.noun is not None
            and self.noun.letter in "DN"
            and self.via == "noun"
            and self.outcome != "casualties"
        )

    @property
    def taken(self) -> bool:
        """Whether a cause claims it, and nobody's word: "claimed 12 lives", "its 62nd victim"."""
        noun = self.noun
        if noun is None or self.outcome != "killed":
            return False
        return noun.letter == "Y" or noun.trait == "dead_if_claimed"

    @property
    def counts_people(self) -> bool:
        """Whether it has a noun for people and a number, not only an article."""
        return self.noun is not None and self.noun.letter == "V" and self.kind != "article"


class Figure:
    """The part of a counted phrase before its noun: "at least 31".

    Parameters
    ----------
    first, number, end : int
        Words at which the phrase, its numeral, and what follows begin.
    quantity : Quantity or None
        None if the words are a number that counts nobody (a score, a date).
    """

    __slots__ = ("between", "end", "first", "hedges", "number", "quantity", "tags")

    def __init__(self, first: int, number: int, end: int) -> None:
        self.first = first
        self.number = number
        self.end = end
        self.quantity: Quantity | None = None
        self.hedges: tuple[Sense, ...] = ()
        self.tags: tuple[str, ...] = ()
        self.between = False


class Skeleton:
    """A sentence with one letter per word or counted phrase, and what stands at each letter.

    Parameters
    ----------
    letters : str
        ``Q`` counts people, ``O`` counts deaths, injuries and the like, ``K`` anything else;
        the others are `casualtystats.text.lexicon.LETTERS`.
    words : list of int
        The word of the scan at which each letter begins.
    quantities : list of Quantity
        The counted phrases, in order.
    scan : Scan
        The sentence.
    """

    __slots__ = ("letters", "quantities", "scan", "words")

    def __init__(
        self, letters: str, words: list[int], quantities: list[Quantity], scan: Scan
    ) -> None:
        self.letters = letters
        self.words = words
        self.quantities = quantities
        self.scan = scan

    def places(self, either: str) -> list[int]:
        """Find where either of two letters stands."""
        found: list[int] = []
        for letter in either:
            at = self.letters.find(letter)
            while at >= 0:
                found.append(at)
                at = self.letters.find(letter, at + 1)
        if len(found) > 1:
            found.sort()
        return found

    def sense(self, at: int) -> Sense | None:
        """Look up what stands at a place."""
        return self.scan.senses[self.words[at]]

    def has_trait(self, at: int, trait: str) -> bool:
        """Whether what stands at a place has a trait, one of `lexicon.TRAITS`."""
        sense = self.scan.senses[self.words[at]]
        return sense is not None and sense.trait == trait

    def has_trait_in(self, first: int, stop: int, trait: str) -> bool:
        """Whether any of what stands from one place to before another has a trait."""
        senses, words = self.scan.senses, self.words
        for at in range(first, stop):
            sense = senses[words[at]]
            if sense is not None and sense.trait == trait:
                return True
        return False

    def has_unknown_noun(self, quantity: Quantity) -> bool:
        """Whether a counted phrase ends in a word that the lexicon doesn't have."""
        at = quantity.at + 1
        stop = self.words[at] if at < len(self.words) else len(self.scan.letters)
        return not _UNKNOWN.isdisjoint(self.scan.letters[self.words[at - 1] : stop])

    def words_at(self, at: int) -> str:
        """Cut out the words at a place."""
        word = self.words[at]
        return self.scan.text[self.scan.starts[word] : self.scan.ends[word]]


#: What reading a phrase gives: whom it counts, the word behind it, its letter in the skeleton.
Read = tuple[Quantity | None, int, str]


def _is_unsure(quantity: Quantity) -> bool:
    """Whether a phrase has no noun that the lexicon knows, and is not "another"."""
    return quantity.noun is None and not quantity.tags


def _lives(quantity: Quantity) -> bool:
    """Whether a phrase counts survivors."""
    return quantity.noun is not None and quantity.noun.trait == "alive"


def give(
    skeleton: Skeleton, quantity: Quantity, at: int, via: str, outcome: Outcome | None = None
) -> None:
    """Write an outcome into a counted phrase, with the words that say so.

    Parameters
    ----------
    skeleton : Skeleton
        The sentence.
    quantity : Quantity
        Changed in place.
    at : int
        Where the word stands that says so.
    via : str
        How it was found: ``left``, ``right`` or ``toll``.
    outcome : str or None
        The outcome, if it is not simply the word's own.
    """
    sense = skeleton.sense(at)
    if sense is None:
        return
    named = outcome or sense.outcome
    quantity.lost = sense.letter == "J" and named == "killed"
    if quantity.lost and quantity.noun is not None:
        named = quantity.noun.outcome or named  # lost 2,000 men and 500 prisoners
    if named == "killed" and via != "right" and _lives(quantity):
        return
    if quantity.kind == "article" and _is_unsure(quantity) and named in _UNLIKELY:
        return  # a theater was evacuated
    quantity.outcome = named
    quantity.by = at
    quantity.via = via
    quantity.evidence.append(("outcome", skeleton.words_at(at), sense.entry))


def inherit(giver: Quantity, taker: Quantity, via: str) -> None:
    """Hand an outcome on from one counted phrase to another, with the words that say so.

    Parameters
    ----------
    giver, taker : Quantity
        The second is changed in place.
    via : str
        How it was found: ``shared``, ``back``, ``gapped``, ``restated``, ``of`` or ``whole``.
    """
    if giver.outcome == "killed" and _lives(taker):
        return
    taker.outcome = giver.outcome
    if giver.lost and taker.noun is not None:
        taker.outcome = taker.noun.outcome or taker.outcome
    taker.via = via
    taker.evidence += [part for part in giver.evidence if part[0] == "outcome"]
