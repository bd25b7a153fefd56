"""Numbers in words and digits, against a speller of the tests' own."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casualtystats.text.digits import digits_value
from casualtystats.text.loading import load
from casualtystats.text.parse import parse

_ONES = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(number: int, joiner: str) -> str:
    """Write a number in English words, independently of the lexicon."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_ONES[rest]}" if rest else "")
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            head, rest = divmod(number, size)
            tail = ""
            if rest:
                tail = (joiner if rest < 100 else " ") + spell(rest, joiner)
            return f"{spell(head, joiner)} {name}{tail}"
    raise AssertionError


@given(st.integers(1, 999_999_999), st.sampled_from([" ", " and "]))
def test_number_words_are_worth_what_they_say(number: int, joiner: str) -> None:
    text = f"{spell(number, joiner)} people were killed."
    assert [claim.low for claim in parse(text)] == [number]


@given(st.integers(1, 999), st.integers(100, 999), st.sampled_from([" ", " and "]))
def test_a_comma_may_follow_thousands_in_words(head: int, rest: int, joiner: str) -> None:
    text = f"{spell(head, joiner)} thousand, {spell(rest, joiner)} people were killed."
    assert [claim.low for claim in parse(text)] == [1000 * head + rest]


def written(number: int, way: str) -> str:
    """Write a number in digits, or in words with a joiner."""
    return f"{number:,}" if way == "digits" else spell(number, way)


#: Above these, three "and" in a row can be cut in more than one way.
_tolls = st.integers(10, 99_999) | st.builds(
    lambda head, size: head * size, st.integers(1, 40), st.sampled_from([10, 100, 1000, 10**6])
)


@given(
    _tolls,
    _tolls,
    st.sampled_from(["digits", " ", " and "]),
    st.sampled_from(["digits", " ", " and "]),
)
def test_a_range_keeps_its_two_ends(one: int, two: int, way: str, other: str) -> None:
    """The "and" between the ends belongs to neither: between one hundred and two hundred."""
    low, high = sorted((one, two))
    assume(low < high)
    # "between twenty and thirty thousand" means 20,000
    assume(not any(high % scale == 0 and low * scale < high for scale in (100, 1000, 10**6)))
    text = f"Between {written(low, way)} and {written(high, other)} people were killed."
    assert [(claim.low, claim.high) for claim in parse(text)] == [(low, high)]


@given(st.integers(0, 10**12 - 1), st.sampled_from([",", "\u00a0", "\u202f", "'", "’"]))
def test_grouped_digits(number: int, mark: str) -> None:
    written = f"{number:,}".replace(",", mark)
    assert digits_value(written, load("en")) == (number, number < 1000)
    assert [claim.low for claim in parse(f"{written} people died.")] == [number]


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("1,20,000", 120_000),
        ("12,34,567", 1_234_567),
        ("1,234.5", 1234.5),
        ("6.5", 6.5),
        ("0.05", 0.05),
        ("1,2", None),
        ("1,2345", None),
        ("12,15", None),
        ("1.2.3", None),
        ("1234567890123", None),
    ],
)
def test_separators_must_stand_where_groups_end(digits: str, value: float | None) -> None:
    read = digits_value(digits, load("en"))
    assert (None if read is None else read[0]) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("61k", 61_000),
        ("1.5 million", 1_500_000),
        ("1.5m", 1_500_000),
        ("2bn", 2_000_000_000),
        ("2.1 lakh", 210_000),
        ("3 crore", 30_000_000),
        ("half a million", 500_000),
        ("half a dozen", 6),
        ("a quarter of a million", 250_000),
        ("two and a half million", 2_500_000),
        ("fifteen hundred", 1500),
        ("a hundred", 100),
        ("a hundred and one", 101),
        ("two dozen", 24),
        ("three score", 60),
        ("a dozen", 12),
        ("10 thousand", 10_000),
        ("two thousand and six", 2006),
        ("one hundred thousand", 100_000),
        ("Both", 2),
    ],
)
def test_scales_fractions_and_collectives(words: str, value: int) -> None:
    assert [claim.best for claim in parse(f"{words} people were killed.")] == [value]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("several", 1),
        ("a handful of", 1),
        ("dozens of", 12),
        ("scores of", 20),
        ("hundreds of", 100),
        ("several hundred", 100),
        ("several dozen", 12),
        ("tens of thousands of", 10_000),
        ("hundreds of thousands of", 100_000),
        ("a few thousand", 1000),
        ("many hundreds of", 100),
        ("dozens, possibly hundreds of", 12),
    ],
)
def test_vague_words_keep_the_unit_they_count_in(words: str, unit: int) -> None:
    (claim,) = parse(f"In all {words} people were killed.")
    assert (claim.form, claim.unit, claim.low, claim.high) == ("vague", unit, None, None)


@pytest.mark.parametrize("words", ["6.5", "1.25", "thirty percent of", "$40", "3,5"])
def test_what_is_no_whole_number_of_people(words: str) -> None:
    assert parse(f"{words} people were killed.") == []
