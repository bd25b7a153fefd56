"""A language's words, loaded from its TOML file into the tables that the scanner reads.

Python knows the mechanics: what a hedge, a scale or a verb of harm does. Which words do it, on
whose authority and with what example, is in ``casualtystats/data/lexicons/*.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from casualtystats.errors import InvalidValueError, LexiconError
from casualtystats.text.claim import Form, Outcome

__all__ = ["LETTERS", "Lexicon", "Sense", "available", "build", "expand", "load"]

#: The part of speech of each role, as one letter: a sentence becomes a string of letters, and
#: the grammar is a handful of regular expressions over that string.
LETTERS: Mapping[str, str] = {
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
}
_VERB_SLOTS = ("active", "either", "passive", "intransitive", "state")
_SECTIONS = ("numerals", "hedges", "verbs", "nouns", "particles")
_CHOICE = re.compile(r"\(([^()]{0,2000})\)")
_NO_GUARD = frozenset("kFJ")


@dataclass(frozen=True, slots=True)
class Sense:
    """What one word or phrase of a lexicon means.

    Parameters
    ----------
    letter : str
        Its part of speech, one of `LETTERS`.
    entry : str
        Where it stands, as ``section.id``.
    value : float or None
        What a numeral is worth, or how many a dual noun counts.
    form, outcome : str or None
        What a hedge does; what a verb or noun of harm says happened.
    victims : str or None
        Whom a noun counts.
    tag : str or None
        A tag that the word brings.
    """

    letter: str
    entry: str
    value: float | None = None
    form: Form | None = None
    outcome: Outcome | None = None
    victims: str | None = None
    tag: str | None = None


Continuations = tuple[tuple[tuple[str, ...], Sense], ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled words of one language.

    Parameters
    ----------
    lang, name : str
        BCP 47 code and English name.
    words : dict
        Word to its sense and to the longer phrases that begin with it.
    guard : re.Pattern
        Finds any word that could state an outcome, in lower-cased text.
    subject : str
        Where the people stand who died: ``before`` the verb, ``after`` it or ``either``.
    """

    lang: str
    name: str
    words: Mapping[str, tuple[Sense | None, Continuations]]
    guard: re.Pattern[str]
    subject: str
    decimal: str
    group: frozenset[str]
    months: frozenset[str]
    labels: frozenset[str]
    abbreviations: frozenset[str]
    adverb_endings: tuple[str, ...]
    clitics: tuple[tuple[str, Sense], ...]
    and_joins: frozenset[str]
    detect: frozenset[str]
    direction: str
    raw: Mapping[str, Any] = field(repr=False)


def expand(phrase: str) -> Iterator[str]:
    """Spell out the choices of a phrase.

    Parameters
    ----------
    phrase : str
        Words with choices in round brackets, ``"kill(|s|ing)"``.

    Yields
    ------
    str
        Each spelling, lower-cased, with single spaces.

    Examples
    --------
    >>> list(expand("kill(|s|ing)"))
    ['kill', 'kills', 'killing']
    """
    match = _CHOICE.search(phrase)
    if match is None:
        yield " ".join(phrase.lower().split())
        return
    for choice in match[1].split("|"):
        yield from expand(phrase[: match.start()] + choice + phrase[match.end() :])


def _senses(raw: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    """Every spelling of a lexicon file with its sense, but for labels and clitics."""
    for section in _SECTIONS:
        for entry in raw.get(section, ()):
            yield from _entry(section, entry)


def _entry(section: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    place = f"{section}.{entry['id']}"
    shared: dict[str, Any] = {
        key: entry[key] for key in ("form", "outcome", "victims", "tag") if key in entry
    }
    role = entry.get("role", "hedge_after" if entry.get("place") == "after" else "hedge")
    if role == "label":
        return
    for phrase, value in entry.get("values", {}).items():
        for spelling in expand(phrase):
            yield spelling, Sense(LETTERS[role], place, value=value, **shared)
    for phrase in entry.get("words", ()):
        for spelling in expand(phrase):
            yield spelling, Sense(LETTERS[role], place, value=entry.get("count"), **shared)
    for slot in _VERB_SLOTS:
        for phrase in entry.get(slot, ()):
            for spelling in expand(phrase):
                yield spelling, Sense(LETTERS[slot], place, **shared)


def _trie(words: Iterator[str] | list[str]) -> str:
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


def _guard(senses: list[tuple[str, Sense]]) -> re.Pattern[str]:
    """One scan that tells whether a text can state an outcome at all."""
    firsts = {
        word.split()[0]
        if sense.letter in "DGYWN" or " " not in word
        else max(word.split(), key=len)
        for word, sense in senses
        if (sense.outcome and sense.letter not in _NO_GUARD)
    }
    return re.compile(_trie(sorted(firsts)))


def build(raw: Mapping[str, Any]) -> Lexicon:
    """Compile the parsed TOML of a language.

    Parameters
    ----------
    raw : mapping
        What `tomllib` read. `casualtystats.text.validate.check` says whether it keeps the rules.

    Returns
    -------
    Lexicon
        Ready to read with.

    Raises
    ------
    LexiconError
        Two entries claim one spelling.
    """
    head = raw["lexicon"]
    senses = list(_senses(raw))
    single: dict[str, Sense] = {}
    longer: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
    seen: dict[str, str] = {}
    for spelling, sense in senses:
        if spelling in seen:
            raise LexiconError(
                "lexicon",
                "give each spelling once",
                spelling,
                f"It stands in {seen[spelling]} and in {sense.entry}.",
            )
        seen[spelling] = sense.entry
        first, *rest = spelling.split()
        if rest:
            longer.setdefault(first, []).append((tuple(rest), sense))
        else:
            single[first] = sense
    words = {
        first: (
            single.get(first),
            tuple(sorted(longer.get(first, ()), key=lambda pair: -len(pair[0]))),
        )
        for first in {*single, *longer}
    }
    clitics = tuple(
        (prefix, Sense(LETTERS[role], "lexicon.clitics"))
        for prefix, role in sorted(head.get("clitics", {}).items(), key=lambda item: -len(item[0]))
    )
    labels = {
        spelling
        for entry in raw.get("particles", ())
        if entry["role"] == "label"
        for phrase in entry["words"]
        for spelling in expand(phrase)
    }
    return Lexicon(
        lang=head["lang"],
        name=head["name"],
        words=words,
        guard=_guard(senses),
        subject=head["subject"],
        decimal=raw["separators"]["decimal"],
        group=frozenset(raw["separators"]["group"]),
        months=frozenset(head.get("months", ())),
        labels=frozenset(labels),
        abbreviations=frozenset(head.get("abbreviations", ())),
        adverb_endings=tuple(head.get("adverb_endings", ())),
        clitics=clitics,
        and_joins=frozenset(head.get("and_joins", ())),
        detect=frozenset(head["detect"]),
        direction=head["direction"],
        raw=raw,
    )


@cache
def available() -> tuple[str, ...]:
    """List the languages that ship with the package.

    Returns
    -------
    tuple of str
        BCP 47 codes.

    Examples
    --------
    >>> "en" in available()
    True
    """
    folder = resources.files("casualtystats.data") / "lexicons"
    return tuple(sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".toml")))


@cache
def load(lang: str) -> Lexicon:
    """Load a language that ships with the package.

    Parameters
    ----------
    lang : str
        BCP 47 code, such as ``"en"``.

    Returns
    -------
    Lexicon
        The same object each time.

    Raises
    ------
    InvalidValueError
        There is no such language.

    Examples
    --------
    >>> load("en").name
    'English'
    """
    if lang not in available():
        raise InvalidValueError(
            "lang", f"be one of {' '.join(available())} or auto", lang, "See the page on reading."
        )
    path = resources.files("casualtystats.data") / "lexicons" / f"{lang}.toml"
    return build(tomllib.loads(path.read_text(encoding="utf-8")))
