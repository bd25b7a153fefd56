"""The example tables of official and monitors' figures: cited, readable, and consistent."""

from __future__ import annotations

import pandas as pd
import pytest

from casualtystats.tables.examples import load_example
from casualtystats.text.headline import read_one

CITED = ("official_oir", "coalition_vs_monitors", "airwars_gradings", "seed_article")


@pytest.mark.parametrize("name", CITED)
def test_every_row_names_its_page(name: str) -> None:
    urls = load_example(name)["url"]
    assert urls.str.match(r"https?://\S+\.\S+$").all()


def test_words_say_what_the_columns_hold() -> None:
    table = load_example("coalition_vs_monitors")
    for row in table.to_dict("records"):
        claim, _ = read_one(row["phrase"])
        assert claim.low == row["low"], row["phrase"]
        if claim.form == "range":
            assert claim.high == row["high"], row["phrase"]


def test_the_story_can_be_read() -> None:
    story = load_example("seed_article")
    killed = story[story["outcome"] == "killed"]
    for row in killed.to_dict("records"):
        claim, _ = read_one(row["phrase"])
        assert claim.outcome in (None, "killed"), row["phrase"]
    assert read_one("as many as several thousand")[0].form == "vague"


def test_the_official_series_and_the_table_of_both_agree() -> None:
    series = load_example("official_oir").dropna(subset=["killed_cumulative_at_least"])
    both = load_example("coalition_vs_monitors")
    official = both[both["side"].eq("official") & both["source"].eq("CJTF-OIR")]
    merged = series.merge(official.dropna(subset=["published"]), on="published")
    assert len(merged) >= 15
    assert (merged["killed_cumulative_at_least"] == merged["low"]).all()


def test_dates_are_dates() -> None:
    for name, columns in (
        ("official_oir", ["published", "as_of", "scope_start"]),
        ("coalition_vs_monitors", ["published"]),
    ):
        for column in columns:
            pd.to_datetime(load_example(name)[column].dropna(), format="%Y-%m-%d")


def test_kosovo_is_the_published_table() -> None:
    kosovo = load_example("kosovo")
    assert kosovo["count"].sum() == 4_400
    assert {name: (kosovo[name] * kosovo["count"]).sum() for name in kosovo.columns[:-1]} == {
        "EXH": 1_910,
        "ABA": 1_528,
        "OSCE": 1_786,
        "HRW": 685,
    }
