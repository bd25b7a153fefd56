"""The accessor is the frame functions under another name, and nothing else."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from casualtystats.errors import CasualtyStatsWarning, InvalidValueError
from casualtystats.tables import accessor, frames  # the import registers .toll

SAID: Any = pd.Series(["at least 31", "42 people were killed", None], index=list("abc"))
TABLE: Any = pd.DataFrame(
    {"incident": ["x", "x", "y"], "said": SAID.to_list(), "seen": [40, 45, 7]}
)

PARITY: dict[str, tuple[Any, Any]] = {
    "Series.parse": (
        SAID.toll.parse,
        lambda: frames.parse_frame(SAID.to_frame("said"), text="said"),
    ),
    "Series.estimate": (
        lambda: SAID.toll.estimate(level=0.8),
        lambda: frames.estimate_frame(SAID.to_frame("said"), figure="said", level=0.8),
    ),
    "Series.total": (
        lambda: SAID.toll.total(correlation=0),
        lambda: frames.total_frame(SAID.to_frame("said"), figure="said", correlation=0),
    ),
    "Series.compare": (
        lambda: TABLE["said"].toll.compare(TABLE["seen"]),
        lambda: frames.compare_frame(TABLE, official="said", monitor="seen"),
    ),
    "DataFrame.parse": (
        lambda: TABLE.toll.parse(text="said"),
        lambda: frames.parse_frame(TABLE, text="said"),
    ),
    "DataFrame.estimate": (
        lambda: TABLE.toll.estimate(figure="said"),
        lambda: frames.estimate_frame(TABLE, figure="said"),
    ),
    "DataFrame.fuse": (
        lambda: TABLE.toll.fuse(figure="said"),
        lambda: frames.fuse_frame(TABLE, figure="said"),
    ),
    "DataFrame.total": (
        lambda: TABLE.toll.total(figure="seen", by="incident", correlation=0.2),
        lambda: frames.total_frame(TABLE, figure="seen", by="incident", correlation=0.2),
    ),
    "DataFrame.compare": (
        lambda: TABLE.toll.compare(official="said", monitor="seen"),
        lambda: frames.compare_frame(TABLE, official="said", monitor="seen"),
    ),
}


@pytest.mark.parametrize("method", PARITY)
def test_a_method_is_its_function(method: str) -> None:
    one, other = PARITY[method]
    pd.testing.assert_frame_equal(one(), other())


def test_every_public_method_has_a_parity_case() -> None:
    methods = {
        f"{kind}.{name}"
        for kind, cls in (
            ("Series", accessor.TollSeriesAccessor),
            ("DataFrame", accessor.TollFrameAccessor),
        )
        for name in vars(cls)
        if not name.startswith("_")
    }
    assert methods == set(PARITY)


@pytest.mark.parametrize(
    "series",
    [pd.Series([True]), pd.Series(pd.to_datetime(["2017-05-15"])), pd.Series([pd.Timedelta(1)])],
)
def test_other_dtypes_have_no_toll(series: pd.Series) -> None:
    with pytest.raises(AttributeError, match="words or of numbers"):
        _ = series.toll
    assert not hasattr(series, "toll")
    assert not hasattr(series.to_frame(), "toll")


@pytest.mark.parametrize("dtype", ["object", "string", "category"])
def test_words_of_any_dtype(dtype: Any) -> None:
    result = SAID.astype(dtype).toll.estimate()
    pd.testing.assert_frame_equal(result, SAID.toll.estimate())


def test_compare_aligns_by_label_and_refuses_labels_that_do_not_tell() -> None:
    official = pd.Series(["3", "at least 31"], index=["a", "b"])
    turned: Any = pd.Series([40, 5], index=["b", "a"])
    result = official.toll.compare(turned)  # type: ignore[attr-defined]
    expected = frames.compare_frame(
        pd.DataFrame({"official": ["3", "at least 31"], "monitor": [5, 40]}, index=["a", "b"])
    )
    pd.testing.assert_frame_equal(result, expected)
    with pytest.raises(InvalidValueError, match="labels that occur once"):
        official.toll.compare(pd.Series([1, 2], index=["a", "a"]))  # type: ignore[attr-defined]
    with pytest.warns(CasualtyStatsWarning, match="1 monitor's figures have labels .* 'z'"):
        official.toll.compare(pd.Series([1, 2], index=["a", "z"]))  # type: ignore[attr-defined]
    with pytest.raises(InvalidValueError, match="monitor must have labels of the official figures"):
        official.toll.compare(pd.Series([1, 2], index=["y", "z"]))  # type: ignore[attr-defined]
