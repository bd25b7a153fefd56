"""What is claimed and what is denied, and where that ends."""

from __future__ import annotations

import pytest

from casualtystats.text.parse import parse


def _tagged(text: str, tag: str) -> list[int | None]:
    return [claim.best for claim in parse(text) if tag in claim.tags]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("The army denied that 25 villagers died, saying that four were hurt.", [25]),
        ("The rebels said 70 soldiers died, a figure the army dismissed.", [70]),
        ("The rebels said 70 soldiers died, a claim the army called fanciful.", [70]),
        ("Reports that 30 guards had been killed were rejected by the ministry.", [30]),
        ("Residents counted 50 dead, although the governor disputed the figure.", [50]),
        ("The army denied a raid and said that only three of its men had died.", []),
        ("Three people were killed after the appeal was rejected.", []),
    ],
)
def test_a_denial_ends_with_its_clause(text: str, denied: list[int]) -> None:
    assert parse(text) != []
    assert _tagged(text, "denied") == denied


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("The rebels claim to have killed 50 men, while the army admits 9 deaths.", [50]),
        ("Some 40 rebels were killed, the army claimed, while it lost two men.", [40]),
        ("A nurse accused of killing nine patients was arrested.", []),
        ("The fire claimed 12 lives.", []),
    ],
)
def test_a_claim_ends_where_somebody_else_speaks(text: str, claimed: list[int]) -> None:
    assert parse(text) != []
    assert _tagged(text, "claimed") == claimed


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (
            "Activists said 80 people died, but the army said 26 had been killed.",
            ["Activists said", "the army said"],
        ),
        (
            "A nurse reported 12 dead; the government says only three died.",
            [None, "the government says"],
        ),
        (
            "26 dead according to the army; rebels say 40 dead.",
            ["according to the army", "rebels say"],
        ),
        (
            "The official toll stands at 26 dead; activists say the real figure is closer to 80.",
            [None, "activists say"],
        ),
        (
            "The ministry said 12 people died, while monitors said at least 40 were killed.",
            ["The ministry said", "monitors said"],
        ),
        (
            "Twelve people died and 30 were hurt, police said, but residents told us of 50 dead.",
            ["police said", "police said", "residents told"],
        ),
        (
            "Twelve people died, officials said on Tuesday, and 30 were hurt.",
            ["officials said", "officials said"],
        ),
        ("Twelve people died; 30 were hurt, officials said.", ["officials said", "officials said"]),
        (
            "In Asra 12 people died, and in Velia officials said 30 were hurt.",
            [None, "officials said"],
        ),
        ("Two officials said 12 people had died.", ["Two officials said"]),
        ("The five survivors said 12 men had drowned.", ["The five survivors said"]),
        (
            "Twelve people died in the blast, a hospital official in Tal said.",
            ["a hospital official in Tal said"],
        ),
        (
            "The blast killed 32 residents, an official of the ministry said.",
            ["an official of the ministry said"],
        ),
        ("At least five guards were killed, an official said on Monday.", ["an official said"]),
    ],
)
def test_a_source_speaks_of_its_own_clause(text: str, sources: list[str | None]) -> None:
    assert [claim.attribution for claim in parse(text)] == sources
