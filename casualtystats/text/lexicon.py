"""A language's words, as the tables that the scanner reads.

Python knows the mechanics: what a hedge, a scale or a verb of harm does. Which words do it, on
whose authority and with what example, is in ``casualtystats/data/lexicons/*.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from casualtystats.text.claim import Form, Outcome
from casualtystats.text.guard import Guard

__all__ = ["LETTERS", "MARKS", "OPENING", "TRAITS", "Continuations", "Known", "Lexicon", "Sense"]

#: The part of speech of each role, as one letter: a sentence becomes a string of letters, and
#: the grammar is a handful of regular expressions over that string.
LETTERS: Final[Mapping[str, str]] = {
    # numerals
    "addend": "1",
    "scale": "9",
    "suffix": "9",
    "collective": "8",
    "vague": "7",
    "ordinal": "6",
    "fraction": "5",
    "both": "4",
    "zero": "3",
    "article": "2",
    # hedges
    "hedge": "<",
    "hedge_after": ">",
    "between": "~",
    # nouns
    "victim": "V",
    "held": "W",
    "thing": "K",
    "outcome": "D",
    "lives": "Y",
    "toll": "G",
    "deverbal": "N",
    # verbs of harm, by what they do with the people harmed
    "active": "T",
    "either": "E",
    "passive": "P",
    "intransitive": "I",
    "state": "S",
    "of_these": "R",
    "take": "k",
    "lose": "J",
    "force": "F",
    # the words in between
    "be": "b",
    "be_one": "B",
    "have": "h",
    "modal": "z",
    "threat": "Z",
    "status": "g",
    "adverb": "a",
    "not": "n",
    "and": "&",
    "or": "|",
    "preposition": "p",
    "with": "w",
    "of": "o",
    "by": "y",
    "from": "f",
    "to": "t",
    "including": "i",
    "of_whom": "H",
    "relative": "r",
    "subordinate": "s",
    "determiner": "d",
    "pronoun": "m",
    "more": "e",
    "adjective": "j",
    "leave": "L",
    "move": "M",
    "prior": "q",
    "cumulative": "c",
    "say": "u",
    "verb": "v",
    "void": "x",
    "age": "A",
    "currency": "$",
    "figure_of": "$",
}
#: What some words of a role do besides, by section: an entry has one ``trait`` or none.
TRAITS: Final[Mapping[str, Mapping[str, str]]] = {
    "numerals": {
        "also_one": "is the numeral one behind hundreds: cent un",
        "also_length": "a suffix that is a unit of length too: 3m people, 30m deep",
        "multiplied": "a vague word that a number may multiply: dos docenas",
        "with_article": "half of a scale before it with an article only: a million and a half",
        "pronoun": "a zero that stands without a noun: nobody",
    },
    "hedges": {
        "either_side": "stands before its figure or behind it: 12 people at least",
        "unsure": "doubts its figure, and widens one before it: dozens, perhaps hundreds",
        "says_how_many": "leads from a toll to its figure: the toll exceeds 300",
        "as_one": "its people may be one in grammar: a family of five was killed",
    },
    "verbs": {
        "feared": "behind a modal verb it is only feared: thousands could die",
        "to_death": "of two verbs joined it ends both in death: stabbed or hacked to death",
        "of_the_dead": "done by people, it is done to the dead: villagers buried 40",
        "passive": "its people may stand before it: двое боевиков ликвидированы",
        "passive_after_be": 'its people may stand before it and a "be": 12 soldiers were lost',
        "passive_nearby": 'its people may stand before it, with "be" or close by: 12 men seized',
        "drives": "moves people out of a place by itself: drove 9,000 across the river",
        "costs": "who lost them stands before them: cost France 53 soldiers",
        "holds": "those whom people do it to are captured: rebels are holding 59 aid workers",
        "if_many": "done by hundreds it is flight: 70,000 people crossed into a country",
        "of_fighters": "of them it is death: 14 militants, but not 14 teams, were eliminated",
        "of_people": "of things it says something else: six people, but not six papers, burned",
        "noun_too": "a noun behind an article or an adjective: a shot, but: was shot",
        "kills_if_illness": "done by an illness it kills: cholera carried off 200",
    },
    "nouns": {
        "dead_if_claimed": "they are dead if something claims them: claimed 12 victims",
        "counts_behind": "a toll of what the words behind it name: the number of troops killed",
        "statement": "names what was said: a figure, a claim, reports",
        "adjective_too": "an adjective before a thing: an Israeli air assault",
        "body": "people as one, and nobody by itself: a civilian firefighting team",
        "alive": "they live, whoever died beside them: two deaths and three survivors",
        "sought": "they are missing, unless they are wanted: a search for two hikers",
        "wanted": "people whom the law seeks: suspects, gunmen",
        "age": "measures time, and so may say an age: children of 4 and 6 years",
    },
    "particles": {
        "what_was_said": "denies only what was said before: questioned the figures",
        "unreal": "behind it and a perfect it did not happen: could have killed 500",
        "by_alone": 'says by how much a toll rose, or, before a "to", from where',
        "falls": "says that a toll went down: the toll dropped by 60 to 120",
        "contrast": "sets the second against the first: not 31 but 42",
        "at_first": "says what was thought at first: initially 50 were reported dead",
        "untrue": "says of a claim before it that it is not so: the claim that 50 died is false",
        "illness": "who dies of it is no running toll, and whom it kills is one",
        "dates": "says when one event was, or how long many went on: a blast last year",
        "recount": "says that a body was counted more than once",
        "answers_for": "leads to somebody's share of a toll: rebels responsible for 2,057",
        "takes_number": "a number before it says how long: three days after the attack",
        "found_alive": "whom it is said of is neither dead nor missing: found alive",
        "besides": "behind no deaths it says that there were some before: beyond the 12",
        "stands_at": "leads from a toll to its figure: death toll at 29",
        "alone": "of a place it makes a part of the toll: 12 in the north alone",
        "within": "opens a clause of what happened in it: a war in which 12 died",
        "away": "leads out of a place: across the border",
        "if_negated": "counts nobody behind a verb that is denied: did not kill any civilians",
        "in_turn": "gives each of two figures its own of two verbs: killed and hurt respectively",
        "thing": "a pronoun that may stand for a toll: by nightfall it was 61",
        "reflexive": "turns a verb on its subject: killing themselves and 27 others",
        "survives": "those of whom nobody does it are dead: none of the seven survived",
    },
}
#: Vowel signs, tatweel and other marks that a word is the same without.
MARKS: Final = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640]")
_LONGEST_FIGURE: Final = 24  # words of a text that is nothing but a figure and its parts
_LONGEST_OPENER: Final = 8  # words of a hedge
#: Letters that a figure may begin with.
OPENING: Final = frozenset("0123456789<~")


@dataclass(frozen=True, slots=True)
class Sense:
    """What one word or phrase of a lexicon means.

    Parameters
    ----------
    letter : str
        Its part of speech, one of `LETTERS`.
    entry : str
        Where it stands, as ``section.id``: evidence for the reader, and nothing that is asked.
    value : float or None
        What a numeral is worth, or how many a dual noun counts.
    form, outcome : str or None
        What a hedge does; what a verb or noun of harm says happened.
    victims : str or None
        Whom a noun counts.
    tag : str or None
        A tag that the word brings.
    trait : str or None
        What it does besides, one of `TRAITS`.
    """

    letter: str
    entry: str
    value: float | None = None
    form: Form | None = None
    outcome: Outcome | None = None
    victims: str | None = None
    tag: str | None = None
    trait: str | None = None


#: The longer phrases that begin with a word, longest first, by their second word.
Continuations = Mapping[str, tuple[tuple[tuple[str, ...], Sense], ...]]
#: What the scanner asks of a word: its letter, its sense, the phrases that it opens, and whether
#: it may stand behind the gap of one.
Known = tuple[str, Sense | None, dict[str, tuple[tuple[tuple[str, ...], Sense], ...]] | None, bool]
#: The phrases with a gap by the word behind it and the word before it: what stands before the
#: gap, longest first.
Gapped = Mapping[str, Mapping[str, tuple[tuple[tuple[str, ...], Sense], ...]]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled words of one language.

    Parameters
    ----------
    lang, name : str
        BCP 47 code and English name.
    words : dict
        Word to its sense and to the longer phrases that begin with it.
    known : dict of str to tuple
        For each word and sign its letter, its sense, by their second word how the phrases go on
        that it opens, and whether it may stand behind the gap of one.
    plain : dict of str to tuple
        The same of the words that are letters only.
    gapped : dict of str to dict
        The phrases with a gap ("suffered ... injuries") by the words around it.
    guard : Guard
        Tells whether a text could state an outcome at all.
    openers : frozenset of str
        Words that a figure may begin with.
    opening : dict of str to dict
        By first and second word, how the phrases go on that a figure may begin with.
    duals : bool
        Whether it has nouns that count themselves.
    rough : bool
        Whether it has numerals that are approximate by themselves (French "une vingtaine").
    subject : str
        Where the people stand who died: ``before`` the verb, ``after`` it or ``either``.
    head_noun : str
        Which of nouns in a row is counted: the ``last`` (police officers) or the ``first``.
    inverted : frozenset of str
        Nouns before their number, which is then a rough one (Russian "человек двадцать").
    fold : dict
        Letters that are read as another, for `str.translate`: the spellings of an alif.
    """

    lang: str
    name: str
    words: Mapping[str, tuple[Sense | None, Continuations | None]]
    known: dict[str, Known]
    plain: dict[str, Known]
    gapped: Gapped
    guard: Guard
    duals: bool
    rough: bool
    openers: frozenset[str]
    opening: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]
    subject: str
    head_noun: str
    inverted: frozenset[str]
    fold: Mapping[int, str]
    decimal: str
    group: frozenset[str]
    months: frozenset[str]
    labels: frozenset[str]
    abbreviations: frozenset[str]
    ordinal_endings: frozenset[str]
    adverb_endings: tuple[str, ...]
    verb_endings: tuple[str, ...]
    person_endings: tuple[str, ...]
    plural_endings: tuple[str, ...]
    possessive_endings: tuple[str, ...]
    at_age: frozenset[str]
    clitics: tuple[tuple[str, Sense], ...]
    and_joins: frozenset[str]
    according: tuple[str, ...]
    ratio: frozenset[str]
    rate: frozenset[str]
    among: frozenset[str]
    superlatives: frozenset[str]
    detect: frozenset[str]
    direction: str
    raw: Mapping[str, Any] = field(repr=False)

    def sense(self, word: str) -> Sense | None:
        """Look up what a word or a sign means.

        Parameters
        ----------
        word : str
            Lower-cased.

        Returns
        -------
        Sense or None
            None if the lexicon doesn't have it, or only as the beginning of phrases.
        """
        known = self.known.get(word)
        return None if known is None else known[1]

    def bare(self, low: str) -> str:
        """Write a text as the words of the lexicon are written.

        Parameters
        ----------
        low : str
            Lower-cased text.

        Returns
        -------
        str
            Without marks above and below the letters, in a script that leaves them out.
        """
        if self.direction == "rtl":
            low = MARKS.sub("", low)
        return low.translate(self.fold) if self.fold else low

    def may_state(self, low: str) -> bool:
        """Tell whether a text could state what happened to anybody.

        Parameters
        ----------
        low : str
            Lower-cased text.

        Returns
        -------
        bool
            False for most sentences of a newspaper, at the cost of one look at their words.
        """
        if self.guard.pattern is not None:
            return self.guard.lets_through(self.bare(low))
        return self.guard.lets_through(low.translate(self.fold) if self.fold else low)

    def opens_figure(self, low: str) -> bool:
        """Tell whether a lower-cased text begins as a figure does.

        Parameters
        ----------
        low : str
            Any text.

        Returns
        -------
        bool
            False at once for nearly every sentence.
        """
        if self.fold or self.direction == "rtl":
            low = self.bare(low)
        first, _, behind = low.lstrip().partition(" ")
        if first.isalpha():
            if first not in self.openers and first not in self.opening:
                return False
            return low.count(" ") <= _LONGEST_FIGURE and self._opens(first, behind)
        if not first or low.count(" ") > _LONGEST_FIGURE:
            return False
        if not first[0].isalpha() or any(c.isdigit() for c in first):
            return any(c.isdigit() for c in low)
        return "-" in first or self._opens(first.strip(".,;:!?"), behind)

    def _opens(self, word: str, behind: str) -> bool:
        """Whether a figure may begin with a word, or with a phrase that the word begins."""
        if word in self.openers:
            return True
        opened = self.opening.get(word)
        if opened is None:
            return False
        second = behind.split(None, 1)[:1]
        if not second or second[0] not in opened:
            return False
        following = behind.split(None, _LONGEST_OPENER)
        return any(tuple(following[: len(rest)]) == rest for rest in opened[second[0]])
