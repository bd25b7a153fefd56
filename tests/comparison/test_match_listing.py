"""A list for matching: what is read, and what is refused rather than left out unseen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from casualtystats.comparison.match_listing import Listing
from casualtystats.errors import InvalidValueError

DAY = 17_301  # days from 1970-01-01 to 2017-05-15


@pytest.mark.parametrize(
    "day",
    [
        "2017-05-15",
        " 2017-05-15 ",
        "2017-05-15T23:30:00",
        "2017-05-15 23:30-05:00",
        "2017-05-15T01:30:00+03:00",
        dt.date(2017, 5, 15),
        pd.Timestamp(2017, 5, 15, 23),
    ],
)
def test_days_in_every_form_that_says_which_day(day: Any) -> None:
    frame = pd.DataFrame({"date": pd.Series([day, None], dtype=object), "date_end": [None, ""]})
    listing = Listing.of(frame, "official")
    assert listing.first[0] == listing.last[0] == DAY
    assert listing.has_day.tolist() == [True, False]


def test_a_column_with_a_time_zone_keeps_its_days() -> None:
    local = pd.Series(pd.to_datetime(["2017-05-15 01:30"])).dt.tz_localize("Asia/Baghdad")
    assert Listing.of(pd.DataFrame({"date": local}), "official").first.tolist() == [DAY]


@pytest.mark.parametrize(
    "day", ["05/06/2017", "15.05.2017", "2017", "2017-05", "15 May", 20170515, "9999-12-31"]
)
@pytest.mark.parametrize("column", ["date", "date_end"])
def test_days_that_could_be_others_are_refused(column: str, day: Any) -> None:
    frame = pd.DataFrame({"date": ["2017-05-14"] * 2, column: ["2017-05-15", day]})
    with pytest.raises(InvalidValueError, match="monitor must have dates, or texts as YYYY-MM-DD"):
        Listing.of(frame, "monitor")


@pytest.mark.parametrize(("column", "cell"), [("latitude", 91), ("longitude", float("inf"))])
def test_points_off_the_globe_are_refused(column: str, cell: float) -> None:
    frame = pd.DataFrame({"date": "2017-05-15", column: [35.0, cell]})
    with pytest.raises(
        InvalidValueError, match=f"monitor must have degrees up to .* in '{column}'"
    ):
        Listing.of(frame, "monitor")


@pytest.mark.parametrize("cell", [-3, 1.5, "about 3", "1,200", float("inf"), 10**12])
def test_what_is_no_number_of_people_is_refused(cell: Any) -> None:
    frame = pd.DataFrame({"date": "2017-05-15", "low": pd.Series([4, cell], dtype=object)})
    with pytest.raises(InvalidValueError, match="First at row 1; 1 such rows"):
        Listing.of(frame, "official")


def test_ends_the_wrong_way_round_are_refused() -> None:
    frame = pd.DataFrame({"date": "2017-05-15", "low": [4, 9], "high": [5, 2]})
    with pytest.raises(InvalidValueError, match="official must have low at most high; got 9"):
        Listing.of(frame, "official")


@pytest.mark.parametrize("dtype", ["object", "string", "Int64", "float64", "category"])
def test_figures_of_any_dtype(dtype: str) -> None:
    text = dtype in ("object", "string")
    low = pd.Series(["4", None] if text else [4, None], dtype=dtype)
    listing = Listing.of(pd.DataFrame({"date": "2017-05-15", "low": low}), "official")
    assert listing.low[0] == 4
    assert np.isinf(listing.high[0])
    assert np.isnan([listing.low[1], listing.high[1]]).all()
