"""Which figures run on: over a period, a war or an epidemic, in their own clause."""

from __future__ import annotations

import pytest

from casualtystats.text.parse import parse


def _running(text: str) -> list[int | None]:
    return [claim.best for claim in parse(text) if "cumulative" in claim.tags]


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("Raids have killed 352 civilians and injured 90 since 2014.", [352, 90]),
        ("Clashes killed 90 people in three months.", [90]),
        ("The insurgency has killed 1,900 people.", [1900]),
        ("He was tried over the war, in which 300 villagers were killed.", [300]),
        ("Cholera has killed 590 villagers.", [590]),
        ("Two died on Friday, bringing the number killed since March to 61.", [61]),
        ("This year 46 women were killed, 12 of them in May.", [46, 12]),
    ],
)
def test_a_period_tags_the_figure_of_its_clause(text: str, running: list[int]) -> None:
    assert _running(text) == running


@pytest.mark.parametrize(
    "text",
    [
        "The blast, the third such attack this year, killed six people.",
        "It was the deadliest raid since 2014, and it killed six people.",
        "Six people died of cholera.",
        "Six people were killed in an outbreak of violence.",
        "Six people were killed at a campaign rally.",
        "Six people have been missing since 2019.",
        "Six people have since died.",
        "A kayaker was killed, the first this year.",
        "The ministry recorded 40 covid deaths in the past 24 hours.",
        "A bomb killed six men in Dorun, where troops have been stationed since 2006.",
    ],
)
def test_a_record_an_illness_or_a_day_is_no_period(text: str) -> None:
    assert parse(text) != []  # the figure is read, and does not run on
    assert _running(text) == []


def test_months_of_war_are_a_period_and_a_record_is_none() -> None:
    assert _running("Some 1,300 people have been wounded in more than 14 months of war.") == [1300]
    record = "The fire left 85 dead, to date the deadliest in the province."
    assert [claim.best for claim in parse(record)] == [85]
    assert _running(record) == []
