"""Spark on a real local session: the same rows, and groups that arrive whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from casualtystats.errors import InvalidValueError
from casualtystats.tables.frames import (
    compare_frame,
    estimate_frame,
    fuse_frame,
    parse_frame,
    total_frame,
)
from casualtystats.tables.schema import CLAIMS, FUSED, TOTALS

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("default")]
pyspark = pytest.importorskip("pyspark", reason="the Spark stage installs it (435 MB)")

ROWS = 200_000
PHRASES = [
    "At least {n} people were killed and {m} wounded.",
    "{n} civilians were killed, including {m} children.",
    "Dozens were killed.",
    "No casualties were reported.",
    "Between {n} and {k} people died.",
]


def articles() -> pd.DataFrame:
    """Articles whose incidents recur every 5,000 rows: the reports of each lie far apart."""
    rng = np.random.default_rng(7)
    texts = [
        PHRASES[i % len(PHRASES)].format(n=i % 83 + 2, m=i % 7 + 1, k=i % 83 + 12)
        for i in rng.integers(0, 2000, ROWS)
    ]
    low = rng.integers(1, 60, ROWS)
    return pd.DataFrame(
        {
            "article": np.arange(ROWS),
            "text": pd.Series(texts, dtype="string").mask(rng.random(ROWS) < 0.01),
            "incident": pd.Series([f"i{i}" for i in np.arange(ROWS) % 5000], dtype="string"),
            "year": rng.integers(2014, 2018, ROWS),
            "source": pd.Series(rng.choice(["agency", "activists"], ROWS), dtype="string"),
            "low": pd.Series(low, dtype="Int64").mask(rng.random(ROWS) < 0.02),
            "high": pd.Series(low + rng.integers(0, 20, ROWS), dtype="Int64"),
        }
    )


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "6")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "1000")  # small: groups would split
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def sdf(session: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("articles")
    frame = articles()
    for part in range(8):
        some = frame.iloc[part * ROWS // 8 : (part + 1) * ROWS // 8]
        some.to_parquet(folder / f"{part}.parquet")
    return session.read.parquet(str(folder))


def collected(frame: Any, like: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Bring a result home in the order and with the dtypes of pandas' own."""
    table: pd.DataFrame = frame.toPandas().sort_values(by, kind="stable", ignore_index=True)
    return table[list(like.columns)].astype(like.dtypes.to_dict())


def test_parse_and_estimate_row_for_row(sdf: Any) -> None:
    one = parse_frame(articles(), keep=["article"])
    lazy = parse_frame(sdf, keep=["article"])
    assert tuple(lazy.columns) == (*CLAIMS.names, "article")
    two = collected(lazy, one, ["article", "claim"])
    pd.testing.assert_frame_equal(one.reset_index(drop=True), two)
    numbers = estimate_frame(articles(), keep=["article"])
    lazy_numbers = estimate_frame(sdf, keep=["article"])
    pd.testing.assert_frame_equal(numbers, collected(lazy_numbers, numbers, ["article"]))


def test_compare_row_for_row(sdf: Any) -> None:
    few = sdf.where(sdf["article"] < 40)
    one = compare_frame(articles().head(40), official="low", monitor="high", keep=["article"])
    two = compare_frame(few, official="low", monitor="high", keep=["article"])
    pd.testing.assert_frame_equal(one, collected(two, one, ["article"]))


def test_fused_incidents_are_whole(sdf: Any) -> None:
    """200 incidents of five reports each, far apart: 200 rows come back, not one for each batch."""
    chosen = [f"i{i}" for i in range(200)]
    frame = articles().query("incident in @chosen and article < 25_000")
    one = fuse_frame(frame).reset_index().sort_values("incident", ignore_index=True)
    lazy = fuse_frame(sdf.where(sdf["incident"].isin(chosen) & (sdf["article"] < 25_000)))
    assert tuple(lazy.columns) == ("incident", *FUSED.names)
    two = collected(lazy, one, ["incident"])
    assert len(two) == two["incident"].nunique() == 200
    pd.testing.assert_frame_equal(one, two)


@pytest.mark.parametrize("by", [["year"], ["year", "source"], []])
def test_totals_by_group(sdf: Any, by: list[str]) -> None:
    one = total_frame(articles().head(3000), by=by, correlation=0)
    one = one.reset_index().sort_values(by, ignore_index=True) if by else one
    lazy = total_frame(sdf.where(sdf["article"] < 3000), by=by, correlation=0)
    assert tuple(lazy.columns) == (*by, *TOTALS.names)
    two = collected(lazy, one, by or ["rows"])
    assert int(two["rows"].sum() + two["missing"].sum()) == 3000
    pd.testing.assert_frame_equal(one, two, rtol=1e-9, check_dtype=False)


@pytest.mark.parametrize("kind", ["double", "float"])
def test_rows_without_a_group_come_together(session: Any, kind: str) -> None:
    """Spark tells NaN from null, and would hash them apart; here both are missing."""
    rows = [(2016.0, 3), (None, 4), (float("nan"), 5), (None, None), (2017.0, 6), (float("nan"), 7)]
    lazy = total_frame(
        session.createDataFrame(rows, f"at {kind}, said int"), by="at", figure="said", correlation=0
    )
    table = lazy.toPandas().sort_values("at", ignore_index=True)
    assert table["at"].tolist()[:2] == [2016.0, 2017.0]
    assert table["at"].isna().tolist() == [False, False, True]
    assert table["rows"].tolist() == [1, 1, 3]
    assert table["missing"].tolist() == [0, 0, 1]


def test_rows_without_a_name_are_refused(sdf: Any) -> None:
    with pytest.raises(InvalidValueError, match="tell the rows apart"):
        parse_frame(sdf)


def test_blank_labels_meet_missing_ones_wherever_they_are(session: Any) -> None:
    labels = ["", None, " ", "x"]
    rows = [{"place": labels[i % 4], "low": i, "high": i} for i in range(24)]
    sdf = session.createDataFrame(rows, schema="place string, low int, high int").repartition(5)
    found = total_frame(sdf, by="place", correlation=0).collect()
    assert {row["place"]: row["rows"] for row in found} == {None: 18, "x": 6}
    assert len(found) == 2
    assert fuse_frame(sdf, by="place").count() == 19
