"""The comparison under every codebook: numbers, flips, and words without a rule."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from casualtystats.comparison.compare import compare
from casualtystats.errors import InvalidValueError, SchemeError
from casualtystats.toll.scheme import Scheme
from casualtystats.toll.toll import Toll


def rows(official: object, monitor: object) -> dict[str, dict[str, Any]]:
    table = compare(official, monitor, schemes="all").codebooks
    assert table is not None
    assert tuple(table["scheme"]) == Scheme.names()
    return {
        str(row["scheme"]): {str(k): v for k, v in row.items()} for row in table.to_dict("records")
    }


def test_dozens_flip_a_conclusion() -> None:
    """20 against "dozens": lower under ACLED's 12, higher under UCDP's 24."""
    found = rows(20, "dozens")
    assert compare(20, "dozens").conclusion == "not settled"
    assert found["acled"]["ratio_best"] == pytest.approx(12 / 20)
    assert found["acled"]["conclusion"] == "official higher"
    assert found["acled"]["flips"] is True
    assert (found["airwars"]["ratio_lower"], found["airwars"]["ratio_upper"]) == (0.6, 1.2)
    assert found["airwars"]["flips"] is False
    assert found["ucdp"]["conclusion"] == "monitor higher"
    assert found["ucdp"]["status"] == "inferred"


def test_ends_of_the_ratio_are_bounds() -> None:
    """The monitor's low by the official high, and the other way round."""
    row = rows((20, 30), (60, 90))["airwars"]
    assert (row["ratio_lower"], row["ratio_upper"]) == (2.0, 4.5)


def test_blank_is_not_a_number() -> None:
    found = rows(20, "dozens")["gtd"]
    assert "blank" in str(found["note"])
    assert pd.isna(found["monitor_best"])
    assert pd.isna(found["flips"])


def test_no_rule_is_said_not_guessed() -> None:
    found = rows(352, "several thousand")["airwars"]
    assert "no rule for the monitor words “several thousand”" in str(found["note"])
    assert pd.isna(found["monitor_low"])
    assert pd.isna(found["ratio_lower"])


def test_a_toll_has_no_words_to_code() -> None:
    for row in rows(Toll.exact(31), "dozens").values():
        assert row["note"] == "the official side is not a single stated figure"


def test_a_chosen_few() -> None:
    table = compare(20, "dozens", schemes=["ucdp"]).codebooks
    assert table is not None
    assert table["scheme"].tolist() == ["ucdp"]
    assert compare(20, "dozens").codebooks is None
    with pytest.raises(InvalidValueError, match='schemes must be "all"'):
        compare(20, "dozens", schemes="acled")
    with pytest.raises(SchemeError):
        compare(20, "dozens", schemes=["atlantis"])


def test_the_card_names_what_flips() -> None:
    page = compare(20, "dozens", schemes="all")._repr_html_()
    assert "acled, ucdp" in page
