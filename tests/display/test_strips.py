from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.display.bins import Scale
from casualtystats.display.strips import strip_axis, strip_scale, strip_svg

people = st.integers(0, 10**7)


def numbers(svg: str, name: str) -> list[float]:
    root = ET.fromstring(svg)  # noqa: S314  # made here
    return [float(e.attrib[name]) for e in root.iter() if name in e.attrib]


@given(st.lists(st.tuples(people, people, people).map(sorted), min_size=1, max_size=5))
def test_every_strip_is_inside_and_in_order(rows: list[list[int]]) -> None:
    scale = strip_scale(x for row in rows for x in row)
    assert scale is not None
    for low, median, high in rows:
        svg = strip_svg(scale, low, median, high)
        (dot,) = numbers(svg, "cx")
        left, right = numbers(svg, "x1")[1], numbers(svg, "x2")[1]
        assert 7 - 0.1 <= left <= dot <= right <= 233.1


def test_a_length_is_a_number_of_people_on_a_straight_scale() -> None:
    scale = strip_scale([20, 31, 75])
    assert scale is not None
    assert not scale.log
    assert scale.low == 0
    (one,) = numbers(strip_svg(scale, 20, 20, 20), "cx")
    (two,) = numbers(strip_svg(scale, 40, 40, 40), "cx")
    assert two - 7 == pytest.approx(2 * (one - 7), abs=0.2)


def test_an_open_end_is_an_arrow_and_is_told() -> None:
    scale = strip_scale([20, 31, math.inf])
    assert scale is not None
    svg = strip_svg(scale, 20, 31, math.inf)
    assert "<path" in svg
    assert "20 or more" in svg
    assert "<path" not in strip_svg(scale, 20, 31, 31)


def test_nothing_known_has_no_scale() -> None:
    assert strip_scale([math.nan, math.inf]) is None


@given(st.floats(0, 1e5), st.floats(1, 1e7), st.booleans())
def test_the_words_of_an_axis_are_apart_and_inside(low: float, width: float, log: Any) -> None:
    root = ET.fromstring(strip_axis(Scale(low, low + width, log)))  # noqa: S314  # made here
    spans = sorted(
        (float(e.attrib["x"]) - 3 * len(e.text or ""), float(e.attrib["x"]) + 3 * len(e.text or ""))
        for e in root.iter()
        if e.tag.endswith("text")
    )
    assert all(a[1] < b[0] for a, b in pairwise(spans))
    assert all(a >= 0 and b <= 240 for a, b in spans)


def test_a_logarithmic_axis_tells_screen_readers() -> None:
    assert "Logarithmic" in strip_axis(Scale(1, 50_000, log=True))
    assert "Straight" in strip_axis(Scale(0, 50, log=False))
