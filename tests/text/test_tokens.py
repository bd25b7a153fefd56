"""Sentences cover the text, lower-casing moves nothing, and no pattern can run away."""

from __future__ import annotations

import importlib
import pkgutil
import re
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import casualtystats.text
from casualtystats.text import tokens
from casualtystats.text.loading import load
from casualtystats.text.parse import parse
from casualtystats.text.sentences import lowered, sentences
from casualtystats.text.tokens import scan

EN = load("en")


@given(st.text(max_size=400))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = list(sentences(text, EN))
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(b - a <= 3000 for a, b in spans)


@given(st.integers(1, 20_000))
def test_a_line_is_cut(length: int) -> None:
    assert max(b - a for a, b in sentences("x" * length, EN)) <= 3000


@given(st.text(max_size=200))
def test_lowering_keeps_every_place(text: str) -> None:
    assert len(lowered(text)) == len(text)


@given(st.text(max_size=200))
def test_words_stand_where_they_are_said_to(text: str) -> None:
    low = lowered(text)
    words = scan(text, low, 0, len(text), EN)
    assert len(words.words) == len(words.letters) == len(words.senses) == len(words.starts)
    assert words.starts == sorted(words.starts)
    assert all(0 <= a < b <= len(text) for a, b in zip(words.starts, words.ends, strict=True))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Two died. Three fled.", 2),
        ("Gen. Ali and Mr. Omar died.", 1),
        ("The U.S. army lost two men.", 1),
        ("It killed 1.5 million. No one knew.", 2),
        ("“Two died.” He left.", 2),
        ("Two died!\nThree fled?", 2),
    ],
)
def test_abbreviations_end_no_sentence(text: str, count: int) -> None:
    assert len([1 for a, b in sentences(text, EN) if text[a:b].strip()]) == count


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("At least 31 people", "<0V"),
        ("twenty-one men", "11V"),
        ("12-year-old", "V"),
        ("61k", "09"),
        ("F-16", "X"),
        ("the army's car-bomb", "djK"),
        ("3rd", "6"),
        ("10-day", "j"),
    ],
)
def test_letters(text: str, letters: str) -> None:
    assert "".join(scan(text, lowered(text), 0, len(text), EN).letters) == letters


def _patterns() -> list[Any]:
    found = []
    for info in pkgutil.iter_modules(casualtystats.text.__path__):
        module = importlib.import_module(f"casualtystats.text.{info.name}")
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found.append(pytest.param(value, id=f"{info.name}.{name}"))
    assert len(found) > 15
    return found


def _unbounded(tree: Any) -> list[Any]:
    """Repetitions without a cap, with what they repeat."""
    out = []
    for op, args in tree:
        if op in (constants.MAX_REPEAT, constants.MIN_REPEAT):
            if args[1] == constants.MAXREPEAT:
                out.append(args[2])
            out += _unbounded(args[2])
        elif op is constants.SUBPATTERN:
            out += _unbounded(args[3])
        elif op is constants.BRANCH:
            for branch in args[1]:
                out += _unbounded(branch)
    return out


@pytest.mark.parametrize("pattern", _patterns())
def test_every_repetition_is_capped_or_of_one_class(pattern: re.Pattern[str]) -> None:
    for repeated in _unbounded(parser.parse(pattern.pattern, pattern.flags)):
        assert len(repeated) == 1
        assert repeated[0][0] in (constants.IN, constants.LITERAL, constants.NOT_LITERAL)


@pytest.mark.parametrize("date", ["2017-10-05", "5/10/2017", "05.10.2017", "2017/10/05"])
def test_a_date_in_digits_is_one_word_and_no_figure(date: str) -> None:
    assert parse(date) == []
    assert [claim.text for claim in parse(f"{date}: 12 people were killed.")] == ["12 people"]


def test_a_range_in_digits_is_no_date() -> None:
    assert [(claim.low, claim.high) for claim in parse("12-15")] == [(12, 15)]


_FRAGMENTS = [
    *("a", "killed", "12", "1", "200", "1 200", "", ",", " ", ".", "-", "'", "’", "U.S.", "é"),
    *("e\u0301", "١٢", "و12", "قتل", "COVID-19", "(", ")", "\n", "\t", "\u00a0", "--", "$", "61k"),
    *("2017-10-05", "x" * 59, "x" * 61, "_", "«", "°", "½", "12-year-old", "\x00", "\ud800"),
    *("40,", "000", "3.", "²", "٢٠٠", "200.", "1,234", ",5", "1,234,567,8,9,1,2,3,4,5,6"),
]
_mixtures = st.lists(st.sampled_from(_FRAGMENTS), max_size=12)


@given(_mixtures.map("".join) | _mixtures.map(" ".join) | st.text(max_size=30))
def test_words_between_spaces_are_what_the_pattern_of_a_word_finds(text: str) -> None:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    tokens._tokens(text.lower(), 5, words, starts, ends)
    found = [load("en").known.get(word) for word in words]
    assert tokens._cut(text.lower(), 5, load("en")) == (words, starts, ends, found)
