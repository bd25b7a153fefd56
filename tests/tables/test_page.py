"""The page says what fuse and total say, where it is from, and what it could not read."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import casualtystats
from casualtystats.display.wording import count, span
from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.evidence.fuse import fuse
from casualtystats.evidence.report import Report
from casualtystats.evidence.total import total
from casualtystats.tables.page import page

STORY = pd.DataFrame(
    {
        "incident": ["bridge", "bridge", "school", "school", "school"],
        "text": ["at least 31", "42", "at least 26", None, "no figure yet"],
        "source": ["ministry", "activists", "ministry", "daily", "agency"],
        "role": ["party", "monitor", "party", None, "media"],
        "date": pd.to_datetime(["2017-05-15", "2017-05-16", "2017-05-15", "NaT", "NaT"]),
        "url": ["https://example.org/a", None, None, None, None],
    },
    index=[7, 3, 9, 1, 4],
)


class Reader(HTMLParser):
    """Collects what is shown, and every element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.elements: list[str] = []
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._inside.reverse()
        self._inside.remove(tag)
        self._inside.reverse()

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self._inside):
            self.shown.append(data)

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.shown))


def test_figures_are_those_of_fuse() -> None:
    told = [
        Report("at least 31", source="ministry", role="party", date="2017-05-15"),
        Report("42", source="activists", role="monitor", date="2017-05-16"),
    ]
    toll = fuse(told, level=0.9)
    words = Reader(page(STORY, title="t", level=0.9)).words
    low, high = toll.interval(0.9)
    assert f"{count(toll.median())} 90% interval {span(low, high)}" in words


def test_the_sum_is_that_of_total_and_only_if_dependence_is_stated() -> None:
    parts = [fuse([Report("at least 26")]), fuse([Report("at least 31"), Report("42")])]
    whole = total(parts, correlation=0.7)
    said = f"{count(whole.median())} 95% interval {span(*whole.interval(0.95))}"
    assert said in Reader(page(STORY, title="t", correlation=0.7)).words
    silent = Reader(page(STORY, title="t")).words
    assert "Together 9" not in silent
    assert "not stated, so nothing is summed" in silent


def test_unlike_incidents_are_not_summed_and_the_reason_is_given() -> None:
    frame = pd.DataFrame({"incident": ["a", "b"], "text": ["31 killed", "42 injured"]})
    words = Reader(page(frame, title="t", correlation=0)).words
    assert "Not summed" in words
    assert "people killed" in words
    assert "people injured" in words


def test_an_incident_without_a_figure_is_named_beside_the_sum() -> None:
    frame = pd.DataFrame({"incident": ["a", "b"], "text": ["31", "nothing is known"]})
    words = Reader(page(frame, title="t", correlation=0)).words
    assert "1 incident without one figure: not in this sum." in words


def test_many_incidents_have_a_list_of_contents_that_leads_to_them() -> None:
    frame = pd.DataFrame({"incident": list("abcde"), "text": ["31", "42", "x", "7", "19"]})
    html = page(frame, title="t", note="Collected by hand.")
    targets = re.findall(r'href="#(incident-\d)"', html)
    assert targets == [f"incident-{i}" for i in range(1, 6)]
    assert all(f'id="{target}"' in html for target in targets)
    assert "not fused" in Reader(html).words
    assert "Collected by hand." in Reader(html).words


def test_rows_that_could_not_be_read_are_listed_and_are_not_zero() -> None:
    words = Reader(page(STORY, title="t")).words
    assert "3 reports of 2 incidents; 2 rows that could not be used" in words
    listed = words[words.index("Rows that could not be used") :]
    assert "“ no figure yet ”" in listed
    assert "daily" in listed
    assert re.search(r"\b0 \(0\)", words) is None


def test_rows_that_name_no_incident_are_never_fused() -> None:
    frame = STORY.assign(incident=["", " ", "school", "school", "school"])
    words = Reader(page(frame, title="t")).words
    assert "Incident not named (row 1)" in words
    assert "Incident not named (row 2)" in words


def test_unlike_scopes_stand_apart_with_the_reason() -> None:
    frame = pd.DataFrame({"text": ["31 people were killed", "42 people were injured"]})
    words = Reader(page(frame, title="t")).words
    assert "Not fused, the figures stand apart" in words
    assert "outcome" in words


def test_what_is_counted_is_said_where_the_words_say_it() -> None:
    said = pd.DataFrame({"incident": ["a", "a", "b"], "text": ["31 killed", "42", "12 injured"]})
    words = Reader(page(said, title="t")).words
    assert words.count("people killed") == 1
    assert words.count("people injured") == 1


def test_contradictions_are_warnings() -> None:
    frame = pd.DataFrame({"text": ["31", "2,400"], "source": ["ministry", "activists"]})
    html = page(frame, title="t")
    assert "contradictory" in html[html.index('class="warnings"') : html.index("<table")]


def test_provenance_can_be_checked() -> None:
    html = page(STORY, title="t", date=dt.date(2026, 3, 9), correlation="unknown")
    written = STORY.to_csv(index=False, lineterminator="\n").encode()
    words = Reader(html).words
    for said in (
        hashlib.sha256(written).hexdigest(),
        "2026-03-09",
        f"casualtystats {casualtystats.__version__}",
        "documented",
        "linear",
        "unknown",
    ):
        assert said in words
    changed = STORY.assign(text=["at least 32", *STORY["text"][1:]])
    assert hashlib.sha256(written).hexdigest() not in page(changed, title="t")


def test_the_same_input_gives_the_same_page_and_is_not_changed() -> None:
    before = STORY.copy(deep=True)
    day = dt.date(2026, 1, 1)
    assert page(STORY, title="t", date=day) == page(STORY, title="t", date=day)
    pd.testing.assert_frame_equal(STORY, before)


def test_columns_can_have_other_names() -> None:
    renamed = STORY.rename(columns={"text": "phrase", "incident": "about"})
    day = dt.date(2026, 1, 1)
    one = Reader(page(STORY, title="t", date=day)).words
    other = Reader(page(renamed, title="t", figure="phrase", by="about", date=day)).words
    assert one[: one.index("Provenance")] == other[: other.index("Provenance")]


def test_a_bare_number_is_a_figure_and_a_missing_one_is_not() -> None:
    frame = pd.DataFrame({"text": [31.0, np.nan], "source": ["a", "b"]})
    words = Reader(page(frame, title="t")).words
    assert "“ 31 ”" in words
    assert "1 row that could not be used" in words


@given(text=st.text(max_size=60))
@settings(max_examples=40)
def test_any_text_leaves_the_same_elements(text: str) -> None:
    frame = pd.DataFrame({"text": ["31", None], "source": ["x", "y"], "incident": ["i", "j"]})
    hostile = frame.assign(source=text, incident=["i", f"j {text}"])
    made = Reader(page(hostile, title=text, note=f"n {text}")).elements
    assert made == Reader(page(frame, title="t", note="n")).elements


def test_it_asks_for_nothing_from_elsewhere() -> None:
    html = page(STORY, title="t")
    assert "default-src 'none'" in html
    assert not re.search(r"<(script|img|link|iframe|object|embed|form)\b|@import|url\(", html)
    assert not re.search(r"\son\w+=", html)
    assert re.findall(r'src="', html) == []


@pytest.mark.parametrize(
    ("reports", "options", "error"),
    [
        ([{"text": "31"}], {}, InvalidTypeError),
        (pd.DataFrame({"text": []}), {}, InvalidValueError),
        (pd.DataFrame({"words": ["31"]}), {}, InvalidValueError),
        (STORY, {"level": 95}, InvalidValueError),
    ],
)
def test_what_cannot_be_a_page_is_refused(
    reports: pd.DataFrame, options: dict[str, float], error: type[Exception]
) -> None:
    with pytest.raises(error):
        page(reports, title="t", **options)  # type: ignore[arg-type]
