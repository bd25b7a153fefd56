"""Which predicate speaks of which figure, and of which it does not."""

from __future__ import annotations

import pytest

from casualtystats.text.parse import parse
from casualtystats.text.validate import reading


def said(text: str) -> list[str]:
    return [reading(claim) for claim in parse(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The blast killed 12 people.",
        "12 people were killed.",
        "12 people have been killed.",
        "12 killed in blast.",
        "A blast, killing 12, shook the town.",
        "The blast left 12 dead.",
        "The blast claimed 12 lives.",
        "The blast claimed the lives of 12 people.",
        "12 people lost their lives.",
        "12 people were found dead.",
        "12 people are feared dead.",
        "12 people succumbed to their wounds.",
        "The bodies of 12 people were found.",
        "12 bodies were found.",
        "The death toll is 12.",
        "12 people in the building were killed.",
        "12 people who were in the building died.",
        "12 people, most of them miners, were killed.",
        "12 people, officials said, were killed.",
        "Killed in the raid were 12 people.",
        "Ten years after the war, 12 people were shot dead.",
        "With 12 people dead, the search went on.",
        "12 of the 30 passengers died.",
    ],
)
def test_twelve_were_killed(text: str) -> None:
    assert said(text) == ["exact 12 killed"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31 killed and 40 injured", ["exact 31 killed", "exact 40 injured"]),
        ("killed 31 and injured 40 people", ["exact 31 killed", "exact 40 injured"]),
        ("12 soldiers and four civilians died", ["exact 12 killed", "exact 4 killed"]),
        (
            "It killed six men, two women and a child.",
            ["exact 6 killed", "exact 2 killed", "exact 1 killed"],
        ),
        (
            "Five died in Homs, two in Idlib and one in Hama.",
            ["exact 5 killed", "exact 2 killed", "exact 1 killed"],
        ),
        ("15 people were killed or wounded", ["exact 15 casualties"]),
        ("The mine killed or wounded 15 people", ["exact 15 casualties"]),
        ("15 people were killed or arrested", ["exact 15 other"]),
        ("Two of the injured later died", ["exact 2 killed"]),
        ("12 people trapped in a mine were found dead", ["exact 12 killed"]),
        ("He was killed with two others", ["exact 2 killed"]),
    ],
)
def test_shared_and_joined_predicates(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Two gunmen killed the mayor.",
        "The mayor was killed by two gunmen.",
        "The two guards were not injured.",
        "The group threatened to kill 40 hostages' relatives one day.",
        "The storm could kill thousands.",
        "12 people attended the funeral of a man's killer.",
        "More than 1,000 people gathered where the leader was killed.",
        "Police arrested 12 people over the killing.",
        "Four men were sentenced to death.",
        "12 people were rescued.",
        "Jane Roe, 34, was killed.",
        "The 2014 attack killed the minister.",
        "Flight 447 crashed, killing the crew.",
        "A magnitude 7 earthquake killed livestock.",
        "Damage of $40 million killed the project.",
        "He died at 96.",
        "He died on 12 May.",
        "The team was killed off 3-1.",
        "The bill was killed by 51 votes to 48.",
        "Casualties are not yet known.",
        "An estimated 1 in 5 died.",
        "At least one in three victims was a child.",
        "The king, 78, has died.",
        "The fifth victim was identified.",
        "Only 3 of the 40 homes were spared; the dead have not been counted.",
        "Two-thirds of those killed were under 30.",
        "There was no word on casualties.",
    ],
)
def test_nobody_is_counted(text: str) -> None:
    assert [claim for claim in said(text) if "captured" not in claim] == []


def test_zero_is_stated_and_unknown_is_not_zero() -> None:
    assert said("There were no casualties.") == ["exact 0 casualties"]
    assert said("No one was hurt.") == ["exact 0 injured"]
    assert said("There were no reports of casualties.") == []
    assert said("It is not known how many died.") == []
