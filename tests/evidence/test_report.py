"""A report keeps the words, reads the figure once and says what is wrong with its arguments."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pickle
from typing import Any

import numpy as np
import pytest

from casualtystats.errors import (
    CasualtyStatsError,
    InvalidTypeError,
    InvalidValueError,
    UnreadableError,
)
from casualtystats.evidence.report import ROLES, Report
from tests.evidence.strategies import figure


def test_words_are_read_and_kept() -> None:
    report = Report("at least 31", "ministry")
    assert (report.claim.low, report.claim.high, report.claim.form) == (31, None, "at_least")
    assert report.words == "at least 31"
    assert report.name == "ministry"
    assert Report("at least 31").name == "'at least 31'"


def test_whole_numbers_of_any_kind_are_read() -> None:
    numbers: list[Any] = [42, np.int64(42)]
    for n in numbers:
        report = Report(n)
        assert (report.claim.low, report.claim.high) == (42, 42)


def test_claims_are_taken_as_they_are() -> None:
    claim, part = figure(42), figure(11, victims=("children",))
    report = Report(claim, sub=[part])
    assert report.claim is claim
    assert report.sub == (part,)


@pytest.mark.parametrize("n", [True, None, 3.5, float("nan"), [31]])
def test_what_is_no_figure_is_refused(n: Any) -> None:
    with pytest.raises(InvalidTypeError, match="claim must be a Claim, words or a whole number"):
        Report(n)


def test_negative_and_unreadable_figures_are_refused() -> None:
    with pytest.raises(CasualtyStatsError):
        Report(-3)
    with pytest.raises(UnreadableError):
        Report("the figure is unknown")


def test_dates_are_dates() -> None:
    day = dt.date(2017, 5, 15)
    stamp = dt.datetime(2017, 5, 15, 20, 30, tzinfo=dt.UTC)
    for given in (day, stamp, "2017-05-15", " 2017-05-15 "):
        assert Report(3, date=given).date == day
        assert type(Report(3, date=given).date) is dt.date
    with pytest.raises(InvalidValueError, match="date must be a date as YYYY-MM-DD; got '15 May'"):
        Report(3, date="15 May")
    with pytest.raises(InvalidTypeError, match="date must be a date"):
        Report(3, date=20170515)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["source", "incident", "origin", "actor", "place", "url"])
def test_texts_are_texts(name: str) -> None:
    with pytest.raises(InvalidTypeError, match=f"{name} must be a text"):
        Report(3, **{name: float("nan")})  # type: ignore[arg-type]


def test_roles_are_the_four() -> None:
    assert [Report(3, role=role).role for role in ROLES] == list(ROLES)
    with pytest.raises(InvalidValueError, match="role must be one of official monitor party media"):
        Report(3, role="government")  # type: ignore[arg-type]


def test_reports_are_values() -> None:
    report = Report(figure(42), "activists", "monitor", date="2017-05-15", incident="x")
    assert report == Report(figure(42), "activists", "monitor", date="2017-05-15", incident="x")
    assert hash(report) == hash(pickle.loads(pickle.dumps(report)))  # noqa: S301 -- our own
    assert dataclasses.replace(report, origin="wire").origin == "wire"
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.source = "other"  # type: ignore[misc]


def test_repr_fits_a_line() -> None:
    report = Report("at least 31", "ministry", "party", date="2017-05-15", url="https://a.example")
    assert repr(report) == (
        "Report('at least 31', source='ministry', role='party', date='2017-05-15')"
    )
