"""Columns in, columns out: schemas, labels, missing values, bad rows, and the kinds of table."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.comparison.compare import compare
from casualtystats.errors import (
    CasualtyStatsWarning,
    FailedRowsError,
    InvalidTypeError,
    InvalidValueError,
)
from casualtystats.evidence.fuse import fuse
from casualtystats.evidence.report import Report
from casualtystats.evidence.total import total
from casualtystats.tables.figures import read_figures, stated
from casualtystats.tables.frames import (
    compare_frame,
    estimate_frame,
    fuse_frame,
    parse_frame,
    total_frame,
)
from casualtystats.tables.problems import failure_cases
from casualtystats.tables.schema import CLAIMS, COMPARISONS, ESTIMATES, FUSED, TOTALS, Schema
from casualtystats.text.claim import Claim
from casualtystats.text.parse import parse
from casualtystats.toll.columns import estimate_columns
from casualtystats.toll.estimate import estimate

TEXTS = [
    "At least 31 people were killed and 12 were wounded in the town.",
    None,
    "Nothing is known yet.",
    "Dozens of civilians were killed, including 11 children.",
]


def texts() -> pd.DataFrame:
    return pd.DataFrame({"text": TEXTS, "source": list("abcd")}, index=[10, 20, 30, 40])


def reports() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "incident": ["x", "y", "x", None, "x", None],
            "said": ["at least 31", "42", "over 40", "7", None, "7"],
            "source": ["ministry", "activists", "agency", "activists", "agency", "agency"],
            "role": ["party", "monitor", "media", "monitor", None, None],
            "date": pd.to_datetime(["2017-05-15"] * 6),
            "year": [2017, 2017, 2017, 2016, 2017, 2016],
        }
    )


def assert_schema(frame: pd.DataFrame, schema: Schema) -> None:
    assert tuple(frame.columns[: len(schema.names)]) == schema.names
    assert {c: str(frame[c].dtype) for c in schema.names} == dict(schema.columns)


def test_parse_gives_the_claims_of_parse_under_the_labels_of_the_rows() -> None:
    frame = texts()
    claims = parse_frame(frame, keep=["source"])
    assert_schema(claims, CLAIMS)
    expected = [
        (label, claim)
        for label, text in zip(frame.index, TEXTS, strict=True)
        if text
        for claim in parse(text)
    ]
    assert claims.index.tolist() == [label for label, _ in expected]
    assert claims["source"].tolist() == [frame["source"][label] for label, _ in expected]
    for (_, claim), row in zip(expected, claims.itertuples(), strict=True):
        assert (row.text, row.form, row.outcome) == (claim.text, claim.form, claim.outcome)
        assert (row.start, row.end) == claim.span
        for part in ("low", "best", "high", "unit"):
            told = getattr(row, part)
            assert (None if pd.isna(told) else told) == getattr(claim, part)
        if claim.parent is not None:
            numbers = [c for label, c in expected if label == row.Index]
            assert numbers[int(row.parent)].span == claim.parent.span


def test_estimate_agrees_with_estimate_one_by_one() -> None:
    words: list[Any] = ["at least 31", "several thousand", 352, None, "up to 12", "31", 352.0]
    frame = pd.DataFrame({"killed": words}, index=list("abcdefg"))
    result = estimate_frame(frame, figure="killed", level=0.9)
    assert_schema(result, ESTIMATES)
    assert result.index.tolist() == list("abcdefg")
    for label, said in zip(frame.index, words, strict=True):
        if said is None:
            assert result.loc[label, list(ESTIMATES.names)].isna().all()
            continue
        toll = estimate(int(said) if isinstance(said, float) else said)
        low, high = toll.interval(0.9)
        numbers = [result[c][label] for c in ("lower", "median", "upper", "level")]
        assert numbers == [low, toll.median(), high, 0.9]


def test_estimates_of_parsed_claims_and_of_stated_figures() -> None:
    claims = parse_frame(texts())
    result = estimate_frame(claims)
    assert result.index.tolist() == claims.index.tolist()
    low, high = estimate(parse(TEXTS[0] or "")[0]).interval(0.95)
    assert (result["lower"].iloc[0], result["upper"].iloc[0]) == (low, high)
    table = pd.DataFrame(
        {"low": [20, None, 5, None], "best": [None, 12, 5, None], "high": [26, None, 5, None]}
    )
    numbers = estimate_frame(table)
    expected = [stated(20, None, 26), stated(None, 12, None), stated(5, 5, 5)]
    for row, claim in enumerate(expected):
        assert claim is not None
        assert numbers["median"][row] == estimate(claim).median()
    assert numbers["median"].isna().tolist() == [False, False, False, True]


def test_fuse_agrees_with_fuse_and_unnamed_rows_stay_alone() -> None:
    frame = reports()
    fused = fuse_frame(frame, figure="said")
    assert_schema(fused, FUSED)
    assert fused.index.name == "incident"
    assert fused.index.isna().tolist() == [False, False, True, True]
    toll = fuse(
        [
            Report("at least 31", source="ministry", role="party", date="2017-05-15", incident="x"),
            Report("over 40", source="agency", role="media", date="2017-05-15", incident="x"),
        ]
    )
    low, high = toll.interval(0.95)
    assert fused.loc["x", ["lower", "median", "upper"]].tolist() == [low, toll.median(), high]
    assert fused["reports"].tolist() == [2, 1, 1, 1]
    other = fuse_frame(frame, figure="said", pool="log")
    assert other.loc["x", "upper"] != high


@pytest.mark.parametrize("kind", ["object", "string", "category"])
@pytest.mark.parametrize("blank", ["", " ", "\t\u00a0"])
def test_a_blank_label_is_a_missing_one(blank: str, kind: Any) -> None:
    said = [31, 12, 12, 40]
    missing = pd.DataFrame({"incident": [None, None, None, "x"], "said": said})
    frame = pd.DataFrame({"incident": [blank, blank, None, "x"], "said": said})
    frame["incident"] = frame["incident"].astype(kind)
    fused = fuse_frame(frame, figure="said")
    assert fused.index.isna().tolist() == [True, True, True, False]
    assert fused["reports"].tolist() == [1, 1, 1, 1]
    alike = [
        total_frame(table, incident="incident", figure="said", correlation=0)
        for table in (frame, missing)
    ]
    pd.testing.assert_frame_equal(*alike)
    grouped = total_frame(frame, by="incident", figure="said", correlation=0)
    assert grouped["rows"].tolist() == [3, 1]
    assert frame["incident"].isna().tolist() == [False, False, True, False]  # as it came


def test_a_blank_source_or_role_is_a_missing_one() -> None:
    roles = pd.Series(["party", "monitor", " ", "monitor", "", None], dtype=object)
    named = pd.Series(["party", "monitor", None, "monitor", None, None], dtype=object)
    frame, plain = reports().assign(role=roles), reports().assign(role=named)
    pd.testing.assert_frame_equal(
        fuse_frame(frame, figure="said"), fuse_frame(plain, figure="said")
    )


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_blank_labels_are_missing_in_other_tables_too(kind: str) -> None:
    module = pytest.importorskip(kind)
    make = module.DataFrame if kind == "polars" else module.table
    table = make({"incident": ["", " ", None, "x"], "said": [31, 12, 12, 40]})
    fused = fuse_frame(table, figure="said")
    assert list(fused["incident"].to_pylist() if kind == "pyarrow" else fused["incident"]) == [
        *([None] * 3),
        "x",
    ]


def test_words_without_a_scale_lose_no_other_report_and_are_counted_as_missing() -> None:
    untold = "an unknown number of people were killed"
    frame = pd.DataFrame({"incident": ["x", "x", "y"], "said": [untold, "42", untold]})
    with pytest.warns(CasualtyStatsWarning):
        fused = fuse_frame(frame, figure="said")
    known = fuse_frame(frame.iloc[[1]], figure="said")
    assert (
        fused.loc["x", ["lower", "upper"]].tolist() == known.loc["x", ["lower", "upper"]].tolist()
    )
    assert "gives no scale" in fused.loc["x", "notes"]
    assert pd.isna(fused.loc["x", "problem"])
    assert pd.isna(fused.loc["y", "median"])
    assert "The words give no scale" in fused.loc["y", "problem"]
    with pytest.warns(CasualtyStatsWarning):
        summed = total_frame(frame, incident="incident", figure="said", correlation=0)
    assert summed[["rows", "missing"]].to_numpy().tolist() == [[1, 1]]
    claims = parse_frame(frame, text="said", keep=["incident"])
    lower = estimate_columns(claims["low"], claims["high"], claims["form"], claims["unit"]).lower
    assert np.isnan(lower).tolist() == [True, False, True]


def test_total_agrees_with_total_and_counts_what_is_missing() -> None:
    frame = pd.DataFrame({"said": ["at least 31", "42", None, "7"], "year": [1, 1, 1, 2]})
    totals = total_frame(frame, by="year", figure="said", correlation=0.3, level=0.8)
    assert_schema(totals, TOTALS)
    expected = total([estimate("at least 31"), estimate("42")], correlation=0.3)
    low, high = expected.interval(0.8)
    row = totals.loc[1]
    assert (row["lower"], row["upper"], row["rows"], row["missing"]) == (low, high, 2, 1)
    assert row["mean"] == pytest.approx(expected.mean())
    everything = total_frame(frame, figure="said", correlation=0)
    assert everything["rows"].tolist() == [3]
    assert everything["mean"].iloc[0] == pytest.approx(totals["mean"].sum())


def test_total_of_reports_fuses_each_incident_first() -> None:
    frame = reports()
    totals = total_frame(frame, by="year", incident="incident", figure="said", correlation=0)
    assert totals["rows"].to_dict() == {2017: 2, 2016: 2}
    pair = [Report("at least 31", "ministry", "party"), Report("over 40", "agency", "media")]
    fused = [fuse(pair), fuse([Report("42", "activists", "monitor")])]
    assert totals.loc[2017, "mean"] == pytest.approx(total(fused, correlation=0).mean())


def test_compare_agrees_with_compare() -> None:
    frame = pd.DataFrame(
        {"official": [352, 352, None], "monitor": ["several thousand", "at least 352", "31"]}
    )
    result = compare_frame(frame, level=0.9)
    assert_schema(result, COMPARISONS)
    one = compare(352, "several thousand")
    assert result.loc[0, "ratio_lower"] == one.ratio(0.9).low
    assert result.loc[0, "difference_upper"] == one.difference(0.9).high
    assert result.loc[0, "prob_exceeds"] == one.prob_exceeds
    assert result.loc[1, "ratio_median"] == compare(352, "at least 352").median_ratio
    assert result.loc[2].isna().all()


VERBS: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "parse": (parse_frame, texts, {}),
    "estimate": (estimate_frame, reports, {"figure": "said"}),
    "fuse": (fuse_frame, reports, {"figure": "said"}),
    "total": (total_frame, reports, {"figure": "said", "by": "year", "correlation": 0}),
    "compare": (compare_frame, reports, {"official": "said", "monitor": "year"}),
}


@pytest.mark.parametrize("verb", VERBS)
def test_inputs_are_untouched(verb: str) -> None:
    function, make, options = VERBS[verb]
    frame = make()
    before = pickle.dumps(frame)
    function(frame, **options)
    assert pickle.dumps(frame) == before


@pytest.mark.parametrize("verb", VERBS)
def test_no_rows_give_no_rows_with_the_same_columns(verb: str) -> None:
    function, make, options = VERBS[verb]
    full = function(make(), **options)
    empty = function(make().iloc[:0], **options)
    assert len(empty) == 0
    assert empty.columns.tolist() == full.columns.tolist()
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_polars_and_pyarrow_come_back_as_they_went_in(verb: str, kind: str) -> None:
    function, make, options = VERBS[verb]
    frame = make().reset_index(drop=True)
    expected = function(frame, **options)
    expected = expected.rename_axis("row") if verb == "parse" else expected
    expected = expected.reset_index(drop=verb in ("estimate", "compare"))
    table = pa.Table.from_pandas(frame, preserve_index=False)
    given = pl.from_arrow(table) if kind == "polars" else table
    result = function(given, **options)
    assert isinstance(result, pl.DataFrame if kind == "polars" else pa.Table)
    arrow: Any = result.to_arrow() if kind == "polars" else result
    assert arrow.column_names == expected.columns.tolist()
    theirs = arrow.to_pandas()
    for name in expected.columns:
        one, two = expected[name].astype(object), theirs[name].astype(object)
        assert one.where(one.notna(), None).tolist() == two.where(two.notna(), None).tolist()


@pytest.mark.parametrize(
    ("frame", "call", "match"),
    [
        ({"low": [9, 1], "high": [4, 2]}, estimate_frame, "Swap the ends"),
        ({"low": [2.5, 1]}, estimate_frame, "whole number"),
        ({"low": [-1, 1]}, estimate_frame, "0 or more"),
        ({"low": [True, 1]}, estimate_frame, "words or a whole number"),
        ({"text": [31, "31 were killed"]}, parse_frame, "text must be a text"),
        ({"text": [["31"], "31 were killed"]}, parse_frame, "text must be a text"),
    ],
)
def test_bad_rows_are_collected_or_raised(frame: dict[str, Any], call: Any, match: str) -> None:
    table = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in frame.items()})
    with pytest.warns(CasualtyStatsWarning, match="1 of 2 rows"):
        result = call(table)
    failed = failure_cases(result)
    assert failed.index.tolist() == [0]
    assert match in failed["problem"].iloc[0]
    assert failed.drop(columns="problem").isna().all(axis=None)
    with pytest.raises(FailedRowsError, match="failure_cases") as caught:
        call(table, errors="raise")
    pd.testing.assert_frame_equal(caught.value.failure_cases, failed)
    assert len(copy.copy(caught.value).failure_cases) == 1


def test_a_best_outside_its_range_is_a_problem_not_dropped() -> None:
    table = pd.DataFrame({"low": [5, 5, None], "best": [20, 3, 9], "high": [10, None, 4]})
    with pytest.warns(CasualtyStatsWarning, match="3 of 3"):
        result = estimate_frame(table)
    assert result["problem"].str.startswith("best must lie between low and high").all()


def test_cells_that_are_no_figures_are_shown_as_they_stand() -> None:
    cells = [[1], np.array([2]), {"a": 3}, "2017-10-05", "5/10/2017", Decimal("7.5"), Decimal(31)]
    frame = pd.DataFrame({"killed": pd.Series(cells, dtype=object)})
    with pytest.warns(CasualtyStatsWarning, match="6 of 7"):
        result = estimate_frame(frame, figure="killed")
    assert result["problem"].str.startswith("killed must be").sum() == 6
    assert "not a date; got '2017-10-05'" in result["problem"][3]
    assert result["median"][6] == estimate(31).median()


def test_a_warning_points_at_the_line_that_called() -> None:
    with pytest.warns(CasualtyStatsWarning) as caught:
        estimate_frame(pd.DataFrame({"low": [-1]}))
    assert caught[0].filename == __file__
    with pytest.warns(CasualtyStatsWarning) as caught:
        pd.DataFrame({"low": [-1]}).toll.estimate()
    assert caught[0].filename == __file__


def test_labels_of_every_kind_stay() -> None:
    index = pd.MultiIndex.from_tuples([("a", 1), ("a", 1), (None, 2)], names=["k", "n"])
    frame = pd.DataFrame(
        {"said": pd.Categorical(["at least 31", None, "at least 31"])}, index=index
    )
    result = estimate_frame(frame, figure="said")
    assert result.index.equals(index)
    assert result["median"].notna().tolist() == [True, False, True]
    claims = parse_frame(frame, text="said")
    assert claims.index.equals(index[[0, 2]])


GAPS = {
    "texts": pd.Series(["x", None, float("nan"), pd.NA, "None", "nan", " ", pd.NaT], dtype=object),
    "str": pd.Series(["x", None, None, None, "None", "nan", " ", None], dtype="str"),
    "string": pd.Series(["x", None, None, None, "None", "nan", " ", None], dtype="string"),
    "category": pd.Series(["x", None, None, None, "None", "nan", " ", None], dtype="category"),
}


@pytest.mark.parametrize("kind", GAPS)
def test_rows_without_a_group_are_one_group_that_is_called_nothing(kind: str) -> None:
    """They are dropped nowhere, and merged with no group that is named, whatever its name."""
    said = ["1", "3", "4", None, "9", "12", "15", "31"]
    frame = pd.DataFrame({"at": GAPS[kind], "said": said})
    totals = total_frame(frame, by="at", figure="said", correlation=0)
    assert totals.index.isna().tolist() == [False, True, False, False]
    assert totals.index[totals.index.notna()].tolist() == ["x", "None", "nan"]
    gap = totals[totals.index.isna()]
    assert gap[["rows", "missing"]].to_numpy().tolist() == [[4, 1]]
    expected = total([estimate(n) for n in ("3", "4", "15", "31")], correlation=0)
    assert gap["mean"].iloc[0] == pytest.approx(expected.mean())
    everything = total_frame(frame, figure="said", correlation=0)
    assert totals["mean"].sum() == pytest.approx(everything["mean"].iloc[0])
    if kind in ("texts", "str"):
        assert totals.loc[np.nan, "rows"] == 4  # None would print like the group "None"


@pytest.mark.parametrize("dtype", ["float64", "Float64", "Int64", "datetime64[ns]"])
def test_numbers_and_dates_that_are_missing_are_one_group(dtype: Any) -> None:
    at = pd.Series([2016, None, 2017, None]).astype(dtype)
    frame = pd.DataFrame({"at": at, "said": ["3", "4", "5", "6"]})
    totals = total_frame(frame, by="at", figure="said", correlation=0)
    assert totals["rows"].tolist() == [1, 2, 1]
    assert totals.index.isna().tolist() == [False, True, False]


def test_nan_beside_null_in_a_column_of_arrow_is_missing_too() -> None:
    at = pa.array([1.0, float("nan"), None, float("nan"), 2.0])
    said = ["3", "4", "5", "6", "7"]
    frame = pd.DataFrame({"at": pd.Series(pd.arrays.ArrowExtensionArray(at)), "said": said})
    totals = total_frame(frame, by="at", figure="said", correlation=0)
    assert totals["rows"].tolist() == [1, 3, 1]
    table = pa.table({"at": at, "said": said})
    for same in (table, pl.from_arrow(table)):
        result: Any = total_frame(same, by="at", figure="said", correlation=0)
        arrow = result.to_arrow() if isinstance(result, pl.DataFrame) else result
        assert arrow.column("at").to_pylist() == [1.0, None, 2.0]
        assert arrow.column("rows").to_pylist() == [1, 3, 1]


def test_of_two_names_the_missing_one_is_told_apart() -> None:
    frame = pd.DataFrame(
        {
            "year": ["2016", None, None, "2016", None, None],
            "place": ["Homs", "Homs", None, None, "Homs", None],
            "said": ["3", "4", "5", "6", "7", None],
        }
    )
    totals = total_frame(frame, by=["year", "place"], figure="said", correlation=0)
    assert totals["rows"].tolist() == [1, 2, 1, 1]
    assert totals["missing"].tolist() == [0, 0, 1, 0]
    assert totals.index.get_level_values("year").isna().tolist() == [False, True, True, False]
    assert totals.index.get_level_values("place").isna().tolist() == [False, False, True, True]


def test_a_column_twice_or_in_the_index_is_refused_with_the_way_out() -> None:
    twice = pd.DataFrame([[1, 2, 3]], columns=["low", "low", "high"])
    with pytest.raises(InvalidValueError, match=r"frame must have each column once; got \['low'\]"):
        estimate_frame(twice)
    frame = pd.DataFrame({"said": ["3"]}, index=pd.Index(["x"], name="incident"))
    with pytest.raises(InvalidValueError, match="reset_index"):
        fuse_frame(frame, figure="said")


def test_unlike_scopes_in_one_incident_are_refused_in_its_row() -> None:
    frame = pd.DataFrame(
        {
            "incident": ["x", "x", "y"],
            "said": ["31 people were killed", "31 people were injured", "7"],
        }
    )
    with pytest.warns(CasualtyStatsWarning, match="1 of 2"):
        fused = fuse_frame(frame, figure="said")
    assert "outcome" in fused.loc["x", "problem"]
    assert pd.isna(fused.loc["x", "median"])
    assert fused.loc["y", "median"] == estimate(7).median()


def test_a_date_or_role_that_cannot_be_read_costs_no_figure() -> None:
    frame = pd.DataFrame(
        {
            "incident": ["x", "x", "y"],
            "said": ["31", "at least 40", "12"],
            "role": ["witness", "monitor", None],
            "date": ["2017-05-15", "15 May", None],
        }
    )
    with pytest.warns(CasualtyStatsWarning, match="1 of 2"):
        fused = fuse_frame(frame, figure="said")
    known = fuse_frame(frame.assign(role=None, date=None), figure="said")
    assert fused["reports"].to_dict() == {"x": 2, "y": 1}
    assert fused.loc["x", "median"] == known.loc["x", "median"]
    told = fused.loc["x", "problem"]
    assert "role must be one of official monitor party media; got 'witness'" in told
    assert "date must be a date as YYYY-MM-DD; got '15 May'" in told
    assert told.count("The figure is used without it.") == 2
    assert pd.isna(fused.loc["y", "problem"])


def test_every_report_left_out_is_named() -> None:
    said = ["31", "nothing", "no word", "nothing", "killed: 5"]
    with pytest.warns(CasualtyStatsWarning, match="1 of 1"):
        fused = fuse_frame(pd.DataFrame({"incident": "x", "said": said}), figure="said")
    told = fused.loc["x", "problem"]
    assert told.startswith("3 reports left out: ")
    assert told.count("'nothing'") == 1
    assert "(2 times)" in told
    assert "'no word'" in told
    with pytest.warns(CasualtyStatsWarning, match="1 of 1"):
        summed = total_frame(pd.DataFrame({"said": said}), figure="said", correlation=0)
    assert summed["missing"].item() == 3
    assert "3 of 5 with a problem: " in summed["problem"].item()
    assert "'no word'" in summed["problem"].item()


def test_a_column_of_another_language_is_read_in_it() -> None:
    frame = pd.DataFrame({"said": ["au moins 31", "plus de 40 morts"], "monitor": ["42", "50"]})
    english = estimate_frame(pd.DataFrame({"said": ["at least 31", "over 40 dead"]}), figure="said")
    for lang in ("auto", "fr"):
        assert estimate_frame(frame, figure="said", lang=lang).equals(english)
        assert compare_frame(frame, official="said", lang=lang)["problem"].isna().all()
    with pytest.warns(CasualtyStatsWarning, match="2 of 2"):
        assert estimate_frame(frame, figure="said", lang="en")["lower"].isna().all()
    for verb in (estimate_frame, partial(total_frame, correlation=0), fuse_frame):
        with pytest.raises(InvalidValueError, match="lang must be one of"):
            verb(frame.assign(incident="x"), figure="said", lang="xx")


def test_the_best_of_low_best_high_is_the_median() -> None:
    frame = pd.DataFrame(
        {"low": [2, 20, None, 0], "best": [2, 22, 12, None], "high": [100, None, 30, None]}
    )
    found = estimate_frame(frame)
    assert found["median"].tolist()[:3] == [2, 22, 12]
    assert found["upper"].tolist()[0] > 100
    assert found["upper"].tolist()[2] > 30
    assert found.loc[3].isna().all()  # a low of 0 alone states nothing


def test_an_unreadable_report_is_left_out_and_said() -> None:
    frame = pd.DataFrame({"incident": ["x", "x"], "said": ["31", "no word of casualties"]})
    with pytest.warns(CasualtyStatsWarning, match="1 of 1"):
        fused = fuse_frame(frame, figure="said")
    assert fused.loc["x", "reports"] == 1
    assert "1 report left out" in fused.loc["x", "problem"]
    assert fused.loc["x", "median"] == estimate("31").median()


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: parse_frame([1]), InvalidTypeError),
        (lambda: parse_frame(pl.LazyFrame({"text": ["x"]})), InvalidTypeError),
        (lambda: parse_frame(texts(), text="words"), InvalidValueError),
        (lambda: parse_frame(texts(), keep=["text"]), InvalidValueError),
        (lambda: parse_frame(texts(), keep=["no"]), InvalidValueError),
        (lambda: parse_frame(texts(), errors="ignore"), InvalidValueError),  # type: ignore[arg-type]
        (lambda: estimate_frame(texts()), InvalidValueError),
        (lambda: estimate_frame(texts(), figure="said"), InvalidValueError),
        (lambda: estimate_frame(reports(), figure="said", level=95), InvalidValueError),
        (lambda: estimate_frame(reports(), figure="said", reading="no"), InvalidValueError),
        (lambda: estimate_frame(reports(), figure="said", scheme="no"), InvalidValueError),
        (
            lambda: compare_frame(reports(), official="said", monitor="year", correlation=3),
            InvalidValueError,
        ),
        (lambda: fuse_frame(reports(), figure="said", pool="no"), InvalidValueError),
        (lambda: total_frame(reports(), figure="said", correlation=7), InvalidValueError),
        (lambda: total_frame(reports(), figure="said", correlation=None), InvalidTypeError),  # type: ignore[arg-type]
        (lambda: estimate_frame(pd.Series(["31"])), InvalidTypeError),
        (lambda: fuse_frame(reports(), by="event", figure="said"), InvalidValueError),
        (
            lambda: total_frame(reports(), incident="event", figure="said", correlation=0),
            InvalidValueError,
        ),
        (lambda: compare_frame(reports(), official="said", monitor="no"), InvalidValueError),
        (lambda: failure_cases(pd.DataFrame({"a": [1]})), InvalidValueError),
    ],
)
def test_refusals(call: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        call()


def test_a_schema_declares_itself() -> None:
    assert copy.deepcopy(CLAIMS).columns == CLAIMS.columns
    assert CLAIMS.spark().startswith("claim bigint, text string")
    with pytest.raises(InvalidValueError, match="have the columns"):
        ESTIMATES.cast(pd.DataFrame({"lower": [1.0]}))
    assert ESTIMATES.cast(ESTIMATES.empty()).equals(ESTIMATES.empty())


cells = st.one_of(
    st.none(), st.integers(0, 60), st.sampled_from(["at least 31", "dozens", "7", " ", "31.0"]),
    st.floats(0, 9).map(round).map(float), st.just(float("nan")),
)  # fmt: skip


@given(st.lists(st.tuples(cells, cells), max_size=12))
def test_distinct_statements_are_read_once_and_laid_out_again(rows: list[tuple[Any, Any]]) -> None:
    frame = pd.DataFrame(
        {"said": pd.Series([a for a, _ in rows], dtype=object), "b": [str(b) for _, b in rows]}
    )
    figures = read_figures(frame, "said")
    for code, (cell, _) in zip(figures.codes, rows, strict=True):
        said = figures.said[code]
        if cell is None or cell != cell or cell == " ":  # noqa: PLR0124  # nan is unlike itself
            assert said is None
        elif isinstance(cell, str) and not cell[0].isdigit():
            assert said == cell
        else:
            assert said == int(float(cell))
    assert len(figures.said) <= len({repr(a) for a, _ in rows}) or not rows


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 50))] * 3), min_size=1, max_size=9))
def test_stated_never_invents_a_figure(rows: list[tuple[int | None, ...]]) -> None:
    for low, best, high in rows:
        ends = (0 if low is None else low, 50 if high is None else high)
        turned = low is not None and high is not None and low > high
        if turned or (best is not None and not ends[0] <= best <= ends[1]):
            with pytest.raises(InvalidValueError):
                stated(low, best, high)
            continue
        claim = stated(low, best, high)
        known = {low, best, high} - {None}
        floor_of_nobody = (low, best, high) == (0, None, None)
        assert (claim is None) == (not known or floor_of_nobody)
        if isinstance(claim, Claim):
            assert {claim.low, claim.best, claim.high} - {None} <= known


def test_the_mean_of_a_total_is_that_of_its_parts_whatever_the_dependence() -> None:
    frame = pd.DataFrame({"words": ["31 killed", "dozens killed", "7 killed"], "at": list("AAB")})
    rows = [
        total_frame(frame, figure="words", by="at", correlation=correlation)["mean"].to_list()
        for correlation in (0, 0.3, 1, "unknown")
    ]
    for row in rows[1:]:
        assert row == pytest.approx(rows[0], rel=1e-6)


def test_labels_that_differ_by_case_space_or_type_only_are_told_and_stay_apart() -> None:
    frame = pd.DataFrame({"incident": ["Tal", "tal ", "Asra"], "said": [31, 42, 5]})
    with pytest.warns(CasualtyStatsWarning, match="1 labels of 'incident' .* 'Tal' and 'tal '"):
        assert len(fuse_frame(frame, figure="said")) == 3
    years = pd.DataFrame({"year": pd.Series([2016, "2016"], dtype=object), "said": [31, 42]})
    with pytest.warns(CasualtyStatsWarning, match="1 labels of 'year' .* 2016 and '2016'"):
        assert len(total_frame(years, figure="said", by="year", correlation=0)) == 2
