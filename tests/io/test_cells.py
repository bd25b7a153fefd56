"""One cell: what it states, and nothing that it does not state."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.io.cells import read_cell
from casualtystats.io.layout import load_months

LANGUAGES = ("en", "de", "es", "fr", "it", "pt")


@pytest.mark.parametrize(
    ("text", "low", "high", "kind"),
    [
        ("12", 12, 12, ""),
        (" 12.0 ", 12, 12, ""),
        ("", None, None, ""),
        ("3 – 7", 3, 7, ""),
        ("3-7", 3, 7, ""),
        ("7-3", 7, 3, ""),  # put in order later, with the best beside it
        ("15 to 20", 15, 20, ""),
        ("1,200–1,500", 1200, 1500, ""),
        ("1,200", 1200, 1200, "thousands mark"),
        ("1.200", 1200, 1200, "thousands mark"),
        ("5.000", None, None, "ambiguous mark"),
        ("310.000", None, None, "ambiguous mark"),
        ("5.00", 5, 5, ""),
        ("1000.000", 1000, 1000, ""),
        ("5.000–7.000", 5000, 7000, ""),
        ("1\u202f200", 1200, 1200, "thousands mark"),
        ("5-Oct", 5, 10, "spreadsheet date"),
        ("10-May", 5, 10, "spreadsheet date"),
        ("10-Mai", 5, 10, "spreadsheet date"),
        ("5-déc.", 5, 12, "spreadsheet date"),
        ("May-40", 5, 40, "spreadsheet date"),
        ("Oct-05", None, None, "spreadsheet date"),
        ("2017-10-05", 5, 10, "spreadsheet date"),
        ("2017-10-05 00:00:00", 5, 10, "spreadsheet date"),
        ("2040-05-01 00:00:00", None, None, "spreadsheet date"),
        ("05/10/2017", 5, 10, "spreadsheet date"),
        ("42873", 42873, 42873, "serial number"),
        ("-3", None, None, "negative"),
        ("1.5", None, None, "not whole"),
        ("inf", None, None, "not whole"),
        ("nan", None, None, "not whole"),
        ("1e3", 1000, 1000, "scientific notation"),
        ("dozens", None, None, "words"),
        ("40-May", None, None, "words"),
        ("5 people", None, None, "words"),
        ("31 may be dead", None, None, "words"),
    ],
)
def test_a_cell_states_two_ends_or_says_why_not(
    text: str, low: int | None, high: int | None, kind: str
) -> None:
    cell = read_cell(text)
    assert (cell.low, cell.high, cell.kind) == (low, high, kind)
    assert bool(cell.kind) == bool(cell.action) == bool(cell.rule)


def test_codes_for_unknown_are_matched_as_numbers_and_as_words() -> None:
    codes = frozenset({"-99", "unknown"})
    for text in ("-99", "-99.0", "-99.000", "Unknown", "UNKNOWN"):
        assert read_cell(text, codes).kind == "unknown code"
    assert read_cell("99", codes).low == 99


def test_years_of_war_have_no_serial_numbers() -> None:
    assert read_cell("42873", incidents=False).kind == ""


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_range_survives_the_spreadsheet_in_either_country(low: int, high: int) -> None:
    """Type "low-high" where months come first and where days do; read both back."""
    months_first = dt.date(2017, low, high)
    days_first = dt.date(2017, high, low)
    for day in (months_first, days_first):
        cell = read_cell(f"{day.day}-{calendar.month_abbr[day.month]}")
        assert (cell.low, cell.high) == (min(low, high), max(low, high))


@given(st.text(max_size=30))
def test_no_text_breaks_it_and_nothing_is_negative(text: str) -> None:
    cell = read_cell(text)
    assert (cell.low is None) == (cell.high is None)
    assert cell.low is None or cell.low >= 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_month_names_agree_with_cldr(language: str) -> None:
    dates = pytest.importorskip("babel.dates", reason="Babel holds the names CLDR publishes")
    months = load_months()
    names = dates.get_month_names("abbreviated", locale=language)
    for number in range(1, 13):
        cell = read_cell(f"9-{names[number]}")
        assert {cell.low, cell.high} == {9, number}
    assert set(months.values()) == set(range(1, 13))
