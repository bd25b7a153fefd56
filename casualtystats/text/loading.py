"""Lexicon files, loaded and compiled: spellings spelt out, phrases by their words, a guard."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any, Final

from casualtystats.errors import InvalidValueError, LexiconError
from casualtystats.text.gaps import GAP, compile_gaps
from casualtystats.text.guard import build_guard
from casualtystats.text.lexicon import (
    LETTERS,
    OPENING,
    Continuations,
    Gapped,
    Known,
    Lexicon,
    Sense,
)
from casualtystats.text.pieces import split_clitics
from casualtystats.text.signs import CLAUSE_MARKS, SIGNS

__all__ = ["available", "build", "expand", "load", "spellings"]

_VERB_SLOTS: Final = ("active", "either", "passive", "intransitive", "state", "of_these")
_SECTIONS: Final = ("numerals", "hedges", "verbs", "nouns", "particles")
_CHOICE: Final = re.compile(r"\(([^()]{0,9000})\)")
_NO_GUARD: Final = frozenset("kF")  # common words that state an outcome with others only
_ALONE: Final = frozenset({"drives", "holds", "costs"})


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


def spellings(raw: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    """List every spelling of a lexicon file with its sense, but for labels and clitics.

    Parameters
    ----------
    raw : mapping
        A parsed TOML file.

    Yields
    ------
    tuple of (str, Sense)
        A word or phrase, and what it means.
    """
    for section in _SECTIONS:
        for entry in raw.get(section, ()):
            yield from _entry(section, entry)


def _entry(section: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    place = f"{section}.{entry['id']}"
    shared: dict[str, Any] = {
        key: entry[key] for key in ("form", "outcome", "victims", "tag", "trait") if key in entry
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


def _by_second_word(phrases: list[tuple[tuple[str, ...], Sense]] | None) -> Continuations | None:
    if phrases is None:
        return None
    out: dict[str, tuple[tuple[tuple[str, ...], Sense], ...]] = {}
    for rest, sense in sorted(phrases, key=lambda pair: -len(pair[0])):
        out[rest[0]] = (*out.get(rest[0], ()), (rest, sense))
    return out


def _cut(spelling: str, elided: tuple[str, ...], alone: set[str]) -> list[str]:
    """Cut a phrase into words as a sentence is: "manque à l'appel" has four."""
    words = spelling.split()
    if not elided or "'" not in spelling or len(words) == 1:
        return words
    out: list[str] = []
    for word in words:
        prefix = next((p for p in elided if word.startswith(p) and word != p), None)
        out += [word] if prefix is None or word in alone else [prefix, word[len(prefix) :]]
    return out


def _held_by(spelling: str) -> str:
    """Choose by what the guard knows a phrase: one with a gap by its longer end, or its last."""
    return max(reversed(spelling.split(GAP)), key=lambda part: len(part.split()))


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
    fold = str.maketrans(head.get("fold", {}))
    senses = [(spelling.translate(fold), sense) for spelling, sense in spellings(raw)]
    elided = tuple(prefix for prefix in head.get("clitics", ()) if prefix.endswith("'"))
    alone = {spelling for spelling, _ in senses if elided}
    single: dict[str, Sense] = {}
    longer: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
    seen: dict[str, str] = {}
    gapped: dict[str, Sense] = {}
    for spelling, sense in senses:
        if not spelling or set(spelling) & set("()|"):
            raise LexiconError("lexicon", "close the brackets of every choice", spelling[:80])
        if spelling in seen:
            raise LexiconError(
                "lexicon",
                "give each spelling once",
                spelling,
                f"It stands in {seen[spelling]} and in {sense.entry}.",
            )
        seen[spelling] = sense.entry
        if GAP in spelling:
            if spelling.split()[1:].index(GAP) != len(spelling.split()) - 3:
                raise LexiconError("lexicon", "put one word behind a gap", spelling)
            gapped[spelling] = sense
            continue
        first, *rest = _cut(spelling, elided, alone)
        if rest:
            longer.setdefault(first, []).append((tuple(rest), sense))
        else:
            single[first] = sense
    words = {
        first: (single.get(first), _by_second_word(longer.get(first)))
        for first in {*single, *longer}
    }
    clitics = tuple(
        (prefix, Sense(LETTERS[role], "lexicon.clitics"))
        for prefix, role in sorted(head.get("clitics", {}).items(), key=lambda item: -len(item[0]))
    )
    harm = [
        _held_by(spelling)
        for spelling, sense in senses
        if sense.outcome and (sense.letter not in _NO_GUARD or sense.trait in _ALONE)
    ]
    common = [word for word, sense in single.items() if sense.outcome is None]
    labels = {
        spelling
        for entry in raw.get("particles", ())
        if entry["role"] == "label"
        for phrase in entry["words"]
        for spelling in expand(phrase)
    }
    lexicon = Lexicon(
        lang=head["lang"],
        name=head["name"],
        words=words,
        known={},
        plain={},
        gapped=compile_gaps(gapped),
        guard=build_guard(harm, common),
        openers=frozenset(w for w, sense in single.items() if sense.letter in OPENING),
        opening={},
        duals=bool(head.get("inverted"))
        or any(sense.value is not None and sense.letter in "VD" for _, sense in senses),
        rough=any("form" in entry for entry in raw.get("numerals", ())),
        subject=head["subject"],
        head_noun=head.get("head_noun", "last"),
        inverted=frozenset(head.get("inverted", ())),
        fold=fold,
        decimal=raw["separators"]["decimal"],
        group=frozenset(raw["separators"]["group"]),
        months=frozenset(month.translate(fold) for month in head.get("months", ())),
        labels=frozenset(label.translate(fold) for label in labels),
        abbreviations=frozenset(head.get("abbreviations", ())),
        ordinal_endings=frozenset(head.get("ordinal_endings", ())),
        adverb_endings=tuple(head.get("adverb_endings", ())),
        verb_endings=tuple(head.get("verb_endings", ())),
        person_endings=tuple(head.get("person_endings", ())),
        plural_endings=tuple(head.get("plural_endings", ())),
        possessive_endings=tuple(head.get("possessive_endings", ())),
        at_age=frozenset(head.get("at_age", ())),
        clitics=clitics,
        among=frozenset(head.get("among", ())),
        superlatives=frozenset(head.get("superlatives", ())),
        ratio=frozenset(head.get("ratio", ())),
        rate=frozenset(head.get("rate", ())),
        according=tuple(x.translate(fold) for x in head.get("according", ())) or ("\0",),
        and_joins=frozenset(head.get("and_joins", ())),
        detect=frozenset(head["detect"]),
        direction=head["direction"],
        raw=raw,
    )
    words = _cut_phrases(lexicon) if clitics else words
    known = _known(words, lexicon.gapped)
    return replace(
        lexicon,
        words=words,
        known=known,
        plain={word: entry for word, entry in known.items() if word.isalpha()},
        opening=_opening(words),
    )


def _known(
    words: Mapping[str, tuple[Sense | None, Continuations | None]], gapped: Gapped
) -> dict[str, Known]:
    """Write down what the scanner asks of each word and sign."""
    known: dict[str, Known] = {
        mark: (letter, None, None, mark in gapped) for mark, letter in CLAUSE_MARKS.items()
    }
    known |= {sign: (sense.letter, sense, None, sign in gapped) for sign, sense in SIGNS.items()}
    known |= {last: ("", None, None, True) for last in gapped if last not in known}
    for word, (own, longer) in words.items():
        letter, sense, *_ = known.get(word, ("", None, None, False))
        opened = {
            second: tuple((rest[1:], meaning) for rest, meaning in phrases)
            for second, phrases in (longer or {}).items()
        }
        if own is not None:
            letter, sense = own.letter, own
        known[word] = letter, sense, opened or None, word in gapped
    return known


def _opening(
    words: Mapping[str, tuple[Sense | None, Continuations | None]],
) -> dict[str, dict[str, tuple[tuple[str, ...], ...]]]:
    """Collect the phrases that a figure may begin with, by their first and second words."""
    found: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {}
    for word, (_, longer) in words.items():
        for second, continuations in (longer or {}).items():
            rests = tuple(rest for rest, sense in continuations if sense.letter in OPENING)
            if rests:
                found.setdefault(word, {})[second] = rests
    return found


def _cut_phrases(lexicon: Lexicon) -> dict[str, tuple[Sense | None, Continuations | None]]:
    """Cut clitics from the later words of phrases, as they are cut from the words of a text."""
    cut: dict[str, tuple[Sense | None, Continuations | None]] = {}
    for first, (sense, longer) in lexicon.words.items():
        phrases = [
            (tuple(part for word in rest for part in split_clitics(word, lexicon)), meaning)
            for group in (longer or {}).values()
            for rest, meaning in group
        ]
        cut[first] = (sense, _by_second_word(phrases or None))
    return cut


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
