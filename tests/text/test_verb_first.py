"""What verb-first languages and scripts with clitics ask of the grammar, with a toy language."""

from __future__ import annotations

from typing import Any

import pytest

from casualtystats.errors import LexiconError
from casualtystats.text.grammar import read
from casualtystats.text.loading import build
from casualtystats.text.parse import parse
from casualtystats.text.validate import check, reading


def toy(**head: Any) -> dict[str, Any]:
    """A language of a handful of words whose verb comes first."""
    entry = {"source": "s", "example": "starben zwei.", "reads": ["exact 2 killed"]}
    particles = {"preposition": ["in"], "not": ["nie"], "adverb": ["aus"], "determiner": ["das"]}
    return {
        "lexicon": {
            "format": 1,
            "lang": "xx",
            "name": "Test",
            "direction": "ltr",
            "subject": "after",
            "detect": ["und"],
            "source": "s",
            "clitics": {"ve": "and"},
            "fold": {"ß": "s"},
            **head,
        },
        "separators": {"decimal": ".", "group": [","], "source": "s"},
        "numerals": [
            {"id": "n", "role": "addend", "values": {"zwei": 2}, **entry},
            {"id": "m", "role": "scale", "values": {"mille": 1000}, **entry},
        ],
        "hedges": [
            {"id": "h", "form": "at_least", "words": ["mindestens"], **entry}
            | {"trait": "either_side"}
        ],
        "verbs": [
            {"id": "die", "outcome": "killed", "intransitive": ["starben", "tot veaus"], **entry}
        ],
        "nouns": [
            {"id": "man", "role": "victim", "count": 1, "words": ["mann"], **entry},
            {"id": "men", "role": "victim", "words": ["leute"], **entry},
            {"id": "hurt", "role": "outcome", "outcome": "injured", "words": ["wunde"], **entry},
        ],
        "particles": [
            {"id": role, "role": role, "words": words, **entry} for role, words in particles.items()
        ],
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("starben in aleppo zwei leute", ["exact 2 killed"]),
        ("nie starben zwei leute", []),
        ("starben zwei leute mindestens", ["at_least 2 killed"]),
        ("starben zwei leute mindestens 3 wunde", ["exact 2 killed", "at_least 3 injured"]),
        ("starben mann", ["exact 1 killed"]),
        ("starben das mann", []),
        ("starben leute das 66", ["exact 66 killed"]),
        ("starben zwei wunde", ["exact 2 killed"]),
        ("starben 1,5 mille", ["exact 1500 killed"]),
        ("starben 1,5 leute", []),
        ("tot veaus zwei", ["exact 2 killed"]),
        ("ßtarben zwei", ["exact 2 killed"]),
    ],
)
def test_the_verb_comes_first(text: str, expected: list[str]) -> None:
    lexicon = check(toy())
    assert [reading(claim) for claim in read(text, lexicon)] == expected


def test_where_the_verb_may_come_first_its_place_may_stand_between() -> None:
    claims = read("starben in aleppo zwei leute", build(toy(subject="either")))
    assert [reading(claim) for claim in claims] == ["exact 2 killed"]
    assert read("starben in aleppo zwei leute", build(toy(subject="before"))) == []


def test_letters_are_folded_one_by_one() -> None:
    with pytest.raises(LexiconError, match="one letter into one other"):
        check(toy(fold={"ß": "ss"}))


def test_a_hedge_may_stand_behind_the_noun_in_any_language() -> None:
    assert [reading(c) for c in parse("The blast killed 31 people at least.")] == [
        "at_least 31 killed"
    ]
    assert [reading(c) for c in parse("It killed 31 people, at least 3 of them children.")] == [
        "exact 31 killed",
        "at_least 3 killed",
    ]
