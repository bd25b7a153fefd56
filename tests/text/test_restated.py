"""Tolls that somebody states otherwise: a bare figure takes the outcome it is set against."""

from __future__ import annotations

import pytest

from casualtystats.text.parse import parse


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("At dawn they spoke of 19 drowned; by noon it was 34.", [19, 34]),
        ("The clinic reported 41 deaths; the ministry admits to only nine.", [41, 9]),
        ("Police put the dead at 28, while the mayor had confirmed 35.", [28, 35]),
        ("The army killed 50 rebels and puts its losses at eight.", [50, 8]),
        (
            "It lists 900 deaths, with rebels responsible for 640 and the army for 210.",
            [900, 640, 210],
        ),
    ],
)
def test_a_bare_figure_is_what_somebody_says_the_toll_is(text: str, killed: list[int]) -> None:
    claims = parse(text)
    assert [(claim.best, claim.outcome) for claim in claims] == [(n, "killed") for n in killed]


@pytest.mark.parametrize(
    "text",
    [
        "Six people were killed, and officials confirmed 30 arrests.",
        "Six people were killed, and the mayor acknowledged two errors.",
        "Six people were killed, and by nightfall it was 30 degrees.",
        "Six people were killed, and the airline was blamed for two delays.",
        "Six people were killed, and the minister cited 12 witnesses.",
        "Six people were killed, and the police said 12 of their cars were hit.",
    ],
)
def test_a_figure_of_something_else_is_not(text: str) -> None:
    assert [(claim.best, claim.outcome) for claim in parse(text)] == [(6, "killed")]


def test_dead_and_hurt_before_it_leave_it_open() -> None:
    claims = parse("Three were killed and seven wounded; a witness spoke of 20.")
    assert [claim.best for claim in claims] == [3, 7]
