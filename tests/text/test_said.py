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
