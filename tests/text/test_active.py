"""Active verbs: whom they speak of, and of whom they mean no harm."""

from __future__ import annotations

import pytest

import casualtystats as cs


def read(text: str) -> list[tuple[str, int | None, str | None]]:
    return [(claim.text, claim.best, claim.outcome) for claim in cs.parse(text)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("They showed the 30 engineers they kidnapped in May.", ("30 engineers", 30, "captured")),
        ("The nurse had poisoned 13 patients to death.", ("13 patients", 13, "killed")),
        ("The nurse had poisoned 13 patients.", ("13 patients", 13, "other")),
        ("Troops eliminated 12 militants.", ("12 militants", 12, "killed")),
        ("The militia pushed out 1,200 villagers.", ("1,200 villagers", 1200, "displaced")),
        ("Raiders made off with 14 workers.", ("14 workers", 14, "captured")),
    ],
)
def test_whom_a_verb_speaks_of(text: str, figure: tuple[str, int, str]) -> None:
    assert read(text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "They showed the 30 engineers they employed in May.",
        "The jury eliminated 12 finalists.",
        "Three candidates were eliminated.",
        "The board pushed out 12 directors.",
        "Raiders made off with 14 laptops.",
        "Vandals burned 12 letters, and 40 letters were burned in May.",
    ],
)
def test_of_whom_it_means_no_harm(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text", ["Both men and women were killed.", "Both the men and his dog died."]
)
def test_both_before_and_is_no_figure(text: str) -> None:
    assert read(text) == []


def test_both_of_two_groups_is_a_figure() -> None:
    assert read("Both pilots and a passenger died.") == [
        ("Both pilots", 2, "killed"),
        ("a passenger", 1, "killed"),
    ]


@pytest.mark.parametrize("since", ["since 2023", "since October 2023", "since October 7, 2023"])
def test_a_year_before_to_begins_no_range(since: str) -> None:
    text = f"It brought the number of people killed {since} to at least 48,271."
    assert read(text) == [("at least 48,271", 48271, "killed")]


def test_a_range_that_begins_with_a_number_like_a_year_is_read() -> None:
    claim = cs.parse("The quake killed 1900 to 2500 people.")[0]
    assert (claim.low, claim.high) == (1900, 2500)


def test_below_the_figure_of_last_year_is_no_hedge() -> None:
    claims = cs.parse("Storms killed 88 people, below the 140 people killed a year before.")
    assert [(claim.form, claim.best) for claim in claims] == [("exact", 88), ("exact", 140)]
