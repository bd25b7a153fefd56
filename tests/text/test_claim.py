"""A Claim is a value: frozen, comparable, picklable, and it explains itself safely."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import InvalidValueError
from casualtystats.text.claim import Claim
from casualtystats.text.parse import parse

CLAIMS = parse("At least 42 people, including 11 children, were killed, officials said.")
WORDS = [
    "between",
    "40",
    "and",
    "12",
    "-5",
    "-",
    "0",
    "no",
    "hundreds",
    "people",
    "killed,",
    "died",
]


def test_claims_are_values() -> None:
    for claim in CLAIMS:
        assert pickle.loads(pickle.dumps(claim)) == claim  # noqa: S301  # our own bytes
        assert copy.deepcopy(claim) == claim
        assert hash(claim) == hash(copy.deepcopy(claim))
        with pytest.raises(dataclasses.FrozenInstanceError):
            claim.low = 3  # type: ignore[misc]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_a_claim_that_is_read_is_one_that_could_be_made(text: str) -> None:
    for claim in parse(text):
        assert type(claim) is Claim
        fields = {field.name: getattr(claim, field.name) for field in dataclasses.fields(Claim)}
        assert Claim(**fields) == claim  # every field is set, and stands the checks


def test_explain_names_words_and_entries() -> None:
    whole, part = CLAIMS
    assert "hedge    'At least' (hedges.at_least)" in whole.explain()
    assert "outcome  'killed' (verbs.kill)" in whole.explain()
    assert "part of  'At least 42 people'" in part.explain()
    assert "officials said" in part.explain()
    assert whole.explain().endswith("at_least 42 killed")
    assert "nouns.children" in part.rule


def test_a_notebook_shows_hostile_words_as_words() -> None:
    claim = Claim(low=1, high=1, text="<script>1</script>", attribution="<b>", rule="x")
    html = claim._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "&lt;b&gt;" in html


def test_repr_fits_a_line() -> None:
    assert repr(CLAIMS[1]) == "Claim('11 children': exact 11 killed [subset])"
    assert repr(Claim(form="vague", unit=1000)) == "Claim('': vague units of 1000)"
    assert "31–40" in repr(Claim(low=31, high=40, form="range"))


@pytest.mark.parametrize(
    "fields",
    [
        {"low": 5, "high": 3},
        {"low": -1},
        {"form": "maybe"},
        {"outcome": "sad"},
    ],
)
def test_impossible_claims_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        Claim(**fields)  # type: ignore[arg-type]
