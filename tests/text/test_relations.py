"""Parts and wholes, earlier figures, increments, who says so."""

from __future__ import annotations

import pytest

from casualtystats.text.claim import Claim
from casualtystats.text.parse import parse


def _by_low(text: str) -> dict[int | None, Claim]:
    return {claim.low: claim for claim in parse(text)}


@pytest.mark.parametrize(
    "text",
    [
        "42 people, including 11 children, were killed.",
        "42 people were killed, 11 of them children.",
        "42 people, 11 of whom were children, died.",
        "42 were killed, among them 11 children.",
        "The fire killed 42 people (including 11 children).",
        "Of 42 people killed, 11 were children.",
    ],
)
def test_a_part_knows_its_whole(text: str) -> None:
    claims = _by_low(text)
    assert claims[11].parent == claims[42]
    assert claims[42].parent is None
    assert claims[11].outcome == "killed"
    assert "subset" in claims[11].tags
    assert "subset" not in claims[42].tags


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The strike killed 12 people including women."),
        ("fr", "L'explosion a tué douze personnes dont des enfants."),
    ],
)
def test_a_whole_whose_parts_have_no_number_is_no_part(lang: str, text: str) -> None:
    (claim,) = parse(text, lang=lang)
    assert (claim.low, claim.tags) == (12, ())


def test_every_part_of_a_list_has_the_same_whole() -> None:
    claims = _by_low("42 died, including 11 children, six women and 14 refugees.")
    assert {claims[n].parent for n in (11, 6, 14)} == {claims[42]}


def test_a_part_belongs_to_the_nearest_whole() -> None:
    claims = _by_low("At least 17 people died and 12 others were injured, six of them badly.")
    assert claims[6].parent == claims[12]
    assert claims[6].outcome == "injured"


@pytest.mark.parametrize(
    "text",
    [
        "The death toll rose to 120 from 98.",
        "The death toll rose from 98 to 120.",
        "The toll is 120, up from 98.",
        "The number of dead has climbed to 120, up from 98 on Monday.",
        "The blaze killed 120 people, far above an earlier toll of 98.",
    ],
)
def test_a_superseded_figure_is_prior(text: str) -> None:
    claims = _by_low(text)
    assert "prior" in claims[98].tags
    assert "prior" not in claims[120].tags


def test_an_increment_is_told_from_the_rest_of_one_event() -> None:
    assert "added" in _by_low("A further 3 people died overnight.")[3].tags
    assert "added" not in _by_low("Four people died and 12 more were hurt.")[12].tags
    claims = _by_low("The death toll rose by 14 to 212.")
    assert "added" in claims[14].tags
    assert "added" not in claims[212].tags


@pytest.mark.parametrize(
    ("text", "cumulative"),
    [
        ("More than 300 people have been killed since 2014.", True),
        ("More than 300 people have been killed in the raid.", False),
        ("The outbreak brought the nationwide death toll to 300.", True),
        ("The death toll from the fire rose to 300.", False),
    ],
)
def test_a_running_figure_is_told_from_one_incident(text: str, *, cumulative: bool) -> None:
    (claim,) = parse(text)
    assert ("cumulative" in claim.tags) is cumulative


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The rebels claimed to have killed 60 soldiers.", "claimed"),
        ("The rebels claim that 60 soldiers were killed.", "claimed"),
        ("The army denied that 60 civilians were killed.", "denied"),
        ("Three attackers died.", "perpetrator"),
        ("Nearly 60 people died.", "nearly"),
        ("Up to 60 people died.", "up_to"),
        ("The total number of deaths is 60.", "total"),
    ],
)
def test_tags(text: str, tag: str) -> None:
    (claim,) = parse(text)
    assert tag in claim.tags


def test_claiming_lives_or_responsibility_is_no_claim() -> None:
    assert "claimed" not in parse("The storm claimed 12 lives.")[0].tags
    assert "claimed" not in parse("The group claimed responsibility for killing 12.")[0].tags


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ten people died, activists said.", "activists said"),
        ("Hospital officials said ten people died.", "Hospital officials said"),
        (
            "Ten people died, according to the Observatory for Human Rights.",
            "according to the Observatory for Human Rights",
        ),
        ("According to the ministry, ten people died.", "According to the ministry"),
        ("Ten people died.", None),
    ],
)
def test_the_source_is_kept_as_written(text: str, source: str | None) -> None:
    assert parse(text)[0].attribution == source
