"""Tables of claims: what counts again what other rows count is set aside, and listed."""

from __future__ import annotations

import warnings
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import CasualtyStatsWarning, FailedRowsError
from casualtystats.evidence.total import total
from casualtystats.tables.frames import parse_frame, total_frame
from casualtystats.tables.summands import Texts

TEXTS = {
    "42 people were killed, including 11 children, up from 31.": [42],
    "The death toll rose by 14 to 212.": [212],
    "12 more people were killed.": [12],
    "Seven people were killed.": [7],
    "The ministry denied that 40 people had been killed.": [],
    "Nobody came to the meeting.": [],
}


def claims(*texts: str, **columns: Any) -> pd.DataFrame:
    """The claims of some texts."""
    table = pd.DataFrame({"text": list(texts), **columns})
    found: pd.DataFrame = parse_frame(table, keep=list(columns))
    return found


def summed(frame: pd.DataFrame, **options: Any) -> pd.Series:
    """The one row of a total, without its warnings."""
    options = {"correlation": 0, **options}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CasualtyStatsWarning)
        found: pd.DataFrame = total_frame(frame, **options)
    return found.iloc[0]


def test_parts_earlier_figures_and_increments_are_set_aside_and_listed() -> None:
    frame = claims(*list(TEXTS)[:2])
    row = summed(frame)
    alone = total([42, 212], correlation=0)
    assert (row["rows"], row["missing"]) == (2, 3)
    assert row["median"] == alone.median()
    assert row["mean"] == pytest.approx(alone.mean())
    told = row["problem"].split("; ")
    assert [part.split(":")[0] for part in told] == [
        "1 prior set aside, the first '31'",
        "1 subset set aside, the first '11 children'",
        "1 added set aside, the first '14'",
    ]
    with pytest.warns(CasualtyStatsWarning, match="1 of 1 rows"):
        total_frame(frame, correlation=0)
    with pytest.raises(FailedRowsError, match="1 prior set aside"):
        total_frame(frame, correlation=0, errors="raise")


@given(st.lists(st.sampled_from(list(TEXTS)), min_size=1, max_size=6), st.booleans())
def test_a_table_of_claims_sums_to_the_whole_figures_of_its_texts(
    texts: list[str],
    labelled: bool,  # noqa: FBT001  # hypothesis hands it over
) -> None:
    frame = claims(*texts)
    figures = [n for text in texts for n in TEXTS[text]]
    found = summed(frame if labelled else frame.reset_index(drop=True))
    assert found["rows"] == len(figures)
    assert found["missing"] == len(frame) - len(figures)
    if figures:
        assert found["mean"] == pytest.approx(total(figures, correlation=0).mean())


def test_parts_alone_are_a_sum_of_their_own() -> None:
    frame = claims("12 killed, including 3 children.", "9 killed, including 2 children.")
    children = frame[frame["victims"] == "children"]
    row = total_frame(children, correlation=0).iloc[0]
    assert (row["rows"], row["missing"]) == (2, 0)
    assert pd.isna(row["problem"])
    by = total_frame(frame, by="victims", correlation=0)
    assert by["rows"].tolist() == [2, 2]
    assert by["problem"].isna().all()


def test_victims_may_be_let_differ_but_no_part_is_added_to_its_own_whole() -> None:
    frame = claims("12 killed, including 3 children.", "9 killed, including 2 children.")
    lone = frame[~((frame["start"] == 0) & (frame.index == 1))]
    row = summed(lone, ignore="victims")
    assert (row["rows"], row["missing"]) == (2, 1)  # 12, and the 2 whose whole is not here
    assert summed(lone)["rows"] == 1


def test_running_totals_stand_back_where_incidents_are_summed_and_are_no_sum_alone() -> None:
    frame = claims("Seven people were killed.", "31 people were killed since 2014.")
    row = summed(frame)
    assert (row["rows"], row["missing"]) == (1, 1)
    assert row["problem"].startswith("1 cumulative set aside, the first '31 people'")
    assert summed(frame, ignore=["period"])["rows"] == 2
    twice = claims("31 people were killed since 2014.", "40 people were killed since 2014.")
    row = summed(twice)
    assert (row["rows"], row["missing"]) == (0, 2)
    assert pd.isna(row["median"])


def test_columns_of_words_are_held_to_the_same_rule() -> None:
    said = pd.DataFrame({"said": ["31 killed since 2014", "the ministry denied that 4 died", 5]})
    with pytest.warns(CasualtyStatsWarning, match="1 of 1 rows"):
        row = total_frame(said, figure="said", correlation=0).iloc[0]
    assert (row["rows"], row["missing"]) == (1, 2)
    assert "1 cumulative set aside, the first '31'" in row["problem"]
    assert "not denied" in row["problem"]


def test_fused_incidents_are_held_to_the_same_rule() -> None:
    frame = claims(
        "31 people were killed since 2014.", "Seven people were killed.", event=["a", "b"]
    )
    row = summed(frame, incident="event")
    assert (row["rows"], row["missing"]) == (1, 1)
    assert "1 cumulative set aside" in row["problem"]


def test_texts_are_told_by_label_by_kept_columns_or_by_the_numbers_of_claims() -> None:
    texts = list(TEXTS)[:3]
    frame = claims(*texts, article=["a", "b", "c"])
    first = [0, 0, 0, 1, 1, 2]

    def grouped(frame: pd.DataFrame) -> list[int]:
        of = Texts(frame, claims=True).of(range(len(frame)))
        return [of.index(one) for one in of]

    wanted = [first.index(one) for one in first]
    assert grouped(frame) == wanted
    assert grouped(frame.drop(columns="article")) == wanted
    assert grouped(frame.drop(columns="article").reset_index(drop=True)) == wanted
    # Where rows have neither order nor label, what was kept tells them apart.
    mixed = frame.reset_index(drop=True).iloc[[4, 0, 5, 2, 3, 1]].reset_index(drop=True)
    assert grouped(mixed) == [0, 1, 2, 1, 0, 1]
    assert Texts(frame, claims=False).of([2, 4]) == [2, 4]


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_other_engines_set_aside_the_same(kind: str) -> None:
    texts = {"text": list(TEXTS)[:3]}
    wanted = summed(claims(*texts["text"]))
    module = pytest.importorskip(kind)
    frame = module.table(texts) if kind == "pyarrow" else module.DataFrame(texts)
    with pytest.warns(CasualtyStatsWarning, match="1 of 1 rows"):
        found = total_frame(parse_frame(frame), correlation=0).to_pandas().iloc[0]
    assert found["mean"] == wanted["mean"]
    assert found["problem"] == wanted["problem"]
