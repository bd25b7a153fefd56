"""Forms and significant digits."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casualtystats.text.claim import Claim
from casualtystats.toll.forms import kind_of, significant_digits


@given(st.integers(1, 10**15))
@example(n=999_999_999_999)
def test_digits_are_those_left_without_closing_zeros(n: int) -> None:
    assert significant_digits(n) == len(str(n).rstrip("0"))


def test_digits_of_a_column() -> None:
    assert significant_digits([0, 7, 300, 352, 1_250_000]).tolist() == [1, 1, 1, 3, 3]


@pytest.mark.parametrize(
    ("form", "tags", "kind"),
    [
        ("at_most", ("up_to",), "up_to"),
        ("at_most", (), "at_most"),
        ("at_least", ("up_to",), "at_least"),
        ("less_than", ("nearly",), "nearly"),
        ("less_than", (), "less_than"),
        ("exact", ("cumulative",), "exact"),
    ],
)
def test_soft_words_are_forms_of_their_own(form: str, tags: tuple[str, ...], kind: str) -> None:
    assert kind_of(Claim(high=40, form=form, tags=tags)) == kind  # type: ignore[arg-type]
