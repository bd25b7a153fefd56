"""Dask on a real local cluster: the same rows, the same groups, and nothing lost with a worker."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from casualtystats.tables.frames import (
    compare_frame,
    estimate_frame,
    fuse_frame,
    parse_frame,
    total_frame,
)
from casualtystats.tables.schema import CLAIMS, ESTIMATES, FUSED, TOTALS

dask = pytest.importorskip("dask")
dd = pytest.importorskip("dask.dataframe")
distributed = pytest.importorskip("distributed")

ROWS = 200_000
PHRASES = [
    "At least {n} people were killed and {m} wounded.",
    "{n} civilians were killed, including {m} children.",
    "Dozens were killed.",
    "No casualties were reported.",
    "Between {n} and {k} people died.",
]


def articles(rows: int = ROWS) -> pd.DataFrame:
    """Articles whose incidents recur every 250 rows: the reports of each lie far apart."""
    rng = np.random.default_rng(7)
    texts = [
        PHRASES[i % len(PHRASES)].format(n=i % 83 + 2, m=i % 7 + 1, k=i % 83 + 12)
        for i in rng.integers(0, 2000, rows)
    ]
    stated = rng.integers(1, 60, rows)
    frame = pd.DataFrame(
        {
            "row": np.arange(rows),
            "text": pd.Series(texts, dtype="string").mask(rng.random(rows) < 0.01),
            "incident": pd.Series([f"i{i}" for i in np.arange(rows) % 250], dtype="string"),
            "year": rng.integers(2014, 2018, rows),
            "source": pd.Series(
                rng.choice(["agency", "activists", "ministry"], rows), dtype="string"
            ),
            "low": pd.Series(stated, dtype="Int64").mask(rng.random(rows) < 0.02),
            "high": pd.Series(stated + rng.integers(0, 20, rows), dtype="Int64"),
        }
    )
    return frame.set_index(pd.Index(np.arange(rows) * 3, name="label"))


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 10}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", processes=True
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of Parquet files: a cluster is handed paths, not frames."""
    folder = tmp_path_factory.mktemp("articles")
    frame = articles()
    for part in range(8):
        frame.iloc[part * ROWS // 8 : (part + 1) * ROWS // 8].to_parquet(folder / f"{part}.parquet")
    return folder


@pytest.fixture(scope="module")
def ddf(client: Any, parquet: Path) -> Any:
    return dd.from_map(pd.read_parquet, sorted(parquet.iterdir()))


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, other.astype(one.dtypes.to_dict()), check_index_type=False)


def test_parse_and_estimate_row_for_row(ddf: Any) -> None:
    frame = articles()
    claims = parse_frame(ddf, keep=["row"])
    assert tuple(claims.columns) == (*CLAIMS.names, "row")
    same(parse_frame(frame, keep=["row"]), claims.compute().sort_index(kind="stable"))
    numbers = estimate_frame(ddf)
    assert numbers.dtypes.astype(str).to_dict() == dict(ESTIMATES.columns)
    same(estimate_frame(frame), numbers.compute().sort_index())


def test_compare_row_for_row(ddf: Any) -> None:
    few = 40
    one = compare_frame(articles().query("row < @few"), official="low", monitor="high")
    lazy = compare_frame(ddf[ddf["row"] < few], official="low", monitor="high")
    same(one, lazy.compute().sort_index())


def test_fused_incidents_are_whole(ddf: Any) -> None:
    """Every incident comes back once, with all its reports, and with the same numbers."""
    few = 1_000
    one = fuse_frame(articles().query("row < @few"))
    lazy = fuse_frame(ddf[ddf["row"] < few])
    assert tuple(lazy.columns) == ("incident", *FUSED.names)
    two = lazy.compute().set_index("incident")
    assert two.index.is_unique
    same(one.sort_index(), two.sort_index())


@pytest.mark.parametrize("by", [["year"], ["year", "source"], []])
def test_totals_by_group(ddf: Any, by: list[str]) -> None:
    few = 3_000
    one = total_frame(articles().query("row < @few"), by=by, correlation=0)
    lazy = total_frame(ddf[ddf["row"] < few], by=by, correlation=0)
    assert tuple(lazy.columns) == (*by, *TOTALS.names)
    two = lazy.compute()
    two = two.set_index(by).sort_index() if by else two
    assert int(one["rows"].sum() + one["missing"].sum()) == few
    assert two["rows"].tolist() == one.sort_index()["rows"].tolist()
    numbers = ["mean", "lower", "median", "upper"]
    np.testing.assert_allclose(
        two[numbers].astype(float), one.sort_index()[numbers].astype(float), rtol=1e-9
    )


@pytest.mark.parametrize("parts", [2, 5])
def test_rows_without_a_group_come_together_from_all_partitions(parts: int) -> None:
    at = [2016.0, None, float("nan"), 2017.0] * 5
    columns = {
        "float64": pd.Series(at, dtype="float64"),
        "object": pd.Series(["x", None, float("nan"), "None"] * 5, dtype=object),
        "arrow": pd.Series(pd.arrays.ArrowExtensionArray(pa.array(at))),
    }
    here = {"scheduler": "synchronous", "dataframe.shuffle.method": "tasks"}
    for kind, column in columns.items():
        frame = pd.DataFrame({"at": column, "low": range(20), "high": range(20)})
        with dask.config.set({**here, "dataframe.convert-string": False}):
            lazy = total_frame(dd.from_pandas(frame, npartitions=parts), by="at", correlation=0)
            two = lazy.compute()
        assert len(two) == 3, kind
        assert two.loc[two["at"].isna(), "rows"].tolist() == [10], kind


def test_blank_labels_meet_missing_ones_wherever_they_are(client: Any) -> None:
    labels = pd.Series(["", None, " ", "x"] * 6, dtype="string")
    frame = pd.DataFrame({"place": labels, "low": range(24), "high": range(24)})
    lazy = total_frame(dd.from_pandas(frame, npartitions=6), by="place", correlation=0)
    two = lazy.compute()
    assert sorted(two["rows"].tolist()) == [6, 18]
    assert two.set_index("rows")["place"].isna().to_dict() == {18: True, 6: False}
    fused = fuse_frame(dd.from_pandas(frame, npartitions=6), by="place").compute()
    assert len(fused) == 19


def test_the_other_engine_is_lazy(ddf: Any) -> None:
    assert type(parse_frame(ddf)).__name__ == "DataFrame"
    assert hasattr(parse_frame(ddf), "compute")


def test_a_worker_killed_in_the_middle_loses_nothing(client: Any, ddf: Any) -> None:
    lazy = estimate_frame(ddf.map_partitions(_slowly, meta=ddf._meta), keep=["row"])
    future = client.compute(lazy)
    time.sleep(1.0)
    victim = next(iter(client.run(os.getpid).values()))
    os.kill(victim, signal.SIGKILL)
    result = future.result(timeout=120).sort_index()
    same(estimate_frame(articles(), keep=["row"]), result)
    assert victim not in client.run(os.getpid).values()


def _slowly(part: pd.DataFrame) -> pd.DataFrame:
    time.sleep(0.4)
    return part
