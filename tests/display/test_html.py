from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.display.html import card, escape, svg_pmf

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></td></table><h1>",
    "\u202edellik 31\u202c",
    "&lt;script&gt;",
)


def parse(markup: str) -> ET.Element:
    return ET.fromstring(f"<root>{markup}</root>")  # noqa: S314  # made here, a line above


@given(st.text())
def test_escaped_text_parses_back_as_text_alone(text: str) -> None:
    root = parse(f'<p title="{escape(text)}">{escape(text)}</p>')
    (p,) = list(root)
    assert list(p) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_makes_no_elements_in_a_card(text: str) -> None:
    plain, hostile = parse(card("t", [("n", "v")])), parse(card(text, [(text, text)]))
    assert [e.tag for e in hostile.iter()] == [e.tag for e in plain.iter()]
    assert all(not name.startswith("on") for e in hostile.iter() for name in e.attrib)


def test_what_is_escaped_is_still_legible() -> None:
    root = parse(card("31 & <42>", [("words", "“at least” 'x'")]))
    assert "".join(root.itertext()) == "31 & <42>words“at least” 'x'"


def test_writing_direction_cannot_be_reversed() -> None:
    assert escape("\u202e31\u2066") == "31"
    assert escape("قُتل 31") == "قُتل 31"


def test_a_picture_has_no_id_no_script_and_takes_the_colour_of_the_page() -> None:
    drawn = svg_pmf(np.arange(20, 80), np.linspace(1, 0.1, 60), 21, 41, 77)
    root = parse(drawn)
    for element in root.iter():
        assert "id" not in element.attrib
        for paint in ("fill", "stroke"):
            assert element.attrib.get(paint, "currentColor") == "currentColor"
    assert "median 41 and interval 21–77" in drawn


def test_the_interval_is_drawn_where_it_is() -> None:
    root = parse(svg_pmf(np.arange(100, 201), np.ones(101), 120, 150, 180))
    (dot,) = [e for e in root.iter() if e.tag.endswith("circle")]
    whisker = next(e for e in root.iter() if e.attrib.get("stroke-width") == "3")
    x = float(dot.attrib["cx"])
    left, right = float(whisker.attrib["x1"]), float(whisker.attrib["x2"])
    assert x - left == pytest.approx(right - x, abs=0.3)
    assert (right - left) == pytest.approx(344 * 60 / (100 + 4), rel=0.05)


@pytest.mark.parametrize(
    ("values", "probs", "low", "median", "high"),
    [
        ([31], [1.0], 31, 31, 31),
        ([0], [1.0], 0, 0, 0),
        ([0, 1], [0.5, 0.5], 0, 0, 1),
        (list(range(0, 9_000_000, 90_000)), [0.01] * 100, 0, 4.5e6, 9e6),
        (list(range(31, 500)), [0.7, *[0.3 / 468] * 468], 31, 31, float("inf")),
    ],
)
def test_extremes_draw_inside_the_picture(
    values: list[int], probs: list[float], low: float, median: float, high: float
) -> None:
    root = parse(svg_pmf(values, probs, low, median, high))
    for element in root.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= float(element.attrib.get(name, 1)) <= 360
        for name in ("y", "y1", "y2", "cy", "height"):
            if element.tag.endswith("svg"):
                continue
            assert -0.1 <= float(element.attrib.get(name, 1)) <= 100


def test_a_spike_says_its_probability() -> None:
    probs = [0.7, *[0.3 / 468] * 468]
    assert "70%" in svg_pmf(list(range(31, 500)), probs, 31, 31, 400)
