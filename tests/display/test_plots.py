"""Pictures are read as a reader would: no words over words, none cut off, none tiny."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, cast

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from scipy import stats

from casualtystats.display import plots
from casualtystats.display.axes import ACCENT, SECOND
from casualtystats.errors import InvalidValueError

mpl.use("Agg")
V = np.arange(0, 40_000)


def shape(probs: Any, label: str) -> plots.Shape:
    p = np.asarray(probs, dtype=float)
    kept = np.flatnonzero(p > 1e-9)
    inside = slice(kept[0], kept[-1] + 1)
    return plots.Shape(V[inside], p[inside] / p.sum(), label)


def at_least(n: int, label: str = "", spike: float = 0.65, scale: float = 12) -> plots.Shape:
    p = (1 - spike) * stats.lognorm(1, scale=scale, loc=n).pdf(V + 0.5)
    p[n] += spike
    return shape(p, label or f"at least {n}")


SEVERAL = shape(stats.lognorm(0.6, scale=3500).pdf(V + 0.5), "several thousand")
NARROW = shape(stats.norm(42, 3).pdf(V), "42")
LONG = shape(
    stats.lognorm(1.6, scale=300).pdf(V + 0.5),
    "as many as several hundred, if the count that residents of the quarter gave is right",
)
SOURCED = plots.ForestRow(
    "over $40", 47, 41, 96, source="a news agency with a rather long name, wire"
)
DAYS = ["2016-12-31", "2017-01-31", "2017-02-28", "2017-03-31"]
OFFICIAL = plots.Line(DAYS, [188, 199, 229, 352], label="official")
MONITOR = plots.Line(DAYS[::2], [2041, 2463], [1800, 2200], [2400, 2900], label="monitor")
LISTS = ["ministry", "a monitor with a long name", "hospitals", "graves"]
PATTERNS = [p for p in itertools.product((0, 1), repeat=4) if any(p)]

PICTURES: dict[str, Callable[..., Axes]] = {
    "density of a spike": lambda ax=None: plots.density(
        at_least(31).values, at_least(31).probs, label="at least 31", xlabel="killed", ax=ax
    ),
    "density of a long tail": lambda ax=None: plots.density(
        LONG.values, LONG.probs, label=LONG.label, ax=ax
    ),
    "density of several spikes": lambda ax=None: plots.density(
        np.arange(20, 90),
        np.where(np.isin(np.arange(20, 90), (31, 40, 42)), 0.2, 0.4 / 67),
        label="three reports",
        ax=ax,
    ),
    "forest": lambda ax=None: plots.forest(
        [at_least(31), SOURCED, NARROW, plots.ForestRow("together", 40, 20, 79, result=True)],
        title="Four figures for one night, and what they say together when all are heard",
        ax=ax,
    ),
    "forest of unlike sizes": lambda ax=None: plots.forest(
        [at_least(31), SEVERAL, plots.ForestRow("some", 50, 20, np.inf)], ax=ax
    ),
    "ridgeline": lambda ax=None: plots.ridgeline([at_least(31), NARROW, LONG, SEVERAL], ax=ax),
    "strip": lambda ax=None: plots.strip(
        at_least(352, scale=50),
        SEVERAL,
        note="9.2 times (95% interval 2.9–28)",
        title="The monitor counts more",
        ax=ax,
    ),
    "gap over time": lambda ax=None: plots.gap_over_time(OFFICIAL, MONITOR, title="The gap", ax=ax),
    "gap over time, logarithmic": lambda ax=None: plots.gap_over_time(
        OFFICIAL, MONITOR, log=True, step=True, ax=ax
    ),
    "gap, lines that end together": lambda ax=None: plots.gap_over_time(
        OFFICIAL, plots.Line(DAYS, [200, 210, 300, 355], label="monitor"), ax=ax
    ),
    "reliability": lambda ax=None: plots.reliability(
        [0.5, 0.8, 0.95], [0.55, 0.83, 0.94], n=311, title="Coverage", ax=ax
    ),
    "reliability of several": lambda ax=None: plots.reliability(
        [0.5, 0.8, 0.95], {"at least": [0.55, 0.83, 0.94], "about": [0.35, 0.6, 0.8]}, n=80, ax=ax
    ),
    "nested": lambda ax=None: plots.nested(
        {0.5: (31, 44), 0.8: (24, 60), 0.95: (20, 900)},
        label="A sum",
        xlabel="people killed",
        ax=ax,
    ),
    "overlap": lambda ax=None: plots.overlap(
        LISTS, PATTERNS, range(900, 150, -50), title="Four lists", ax=ax
    ),
    "overlap, the smallest summed": lambda ax=None: plots.overlap(
        LISTS, PATTERNS, range(1, 16), most=6, ax=ax
    ),
}


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def texts(ax: Axes) -> list[Text]:
    """Every text a reader sees, laid out."""
    ax.figure.canvas.draw()
    found = cast(list[Text], ax.figure.findobj(Text))
    low, high = sorted(ax.get_xlim())
    bottom, top = sorted(ax.get_ylim())
    hidden = {
        t
        for axis, first, last in ((ax.xaxis, low, high), (ax.yaxis, bottom, top))
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        for t in (tick.label1, tick.label2)
        if not first - 1e-9 <= tick.get_loc() <= last + 1e-9
    }
    return [t for t in found if t.get_visible() and t.get_text().strip() and t not in hidden]


@pytest.mark.parametrize("name", PICTURES)
def test_words_are_apart_whole_and_large_enough(name: str) -> None:
    ax = PICTURES[name]()
    seen = texts(ax)
    page = ax.figure.bbox
    boxes = [(t.get_text(), t.get_window_extent()) for t in seen]
    for words, box in boxes:
        assert box.x0 >= page.x0 - 1, f"{words!r} is cut off on the left"
        assert box.x1 <= page.x1 + 1, f"{words!r} is cut off on the right"
        assert box.y0 >= page.y0 - 1, f"{words!r} is cut off below"
        assert box.y1 <= page.y1 + 1, f"{words!r} is cut off above"
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        if "as promised" in (one, other):
            continue  # it runs along the diagonal, and its box is that of its slope
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 1 or down <= 2, f"{one!r} is over {other!r}"
    assert min(float(t.get_fontsize()) for t in seen) >= 8


@pytest.mark.parametrize("name", PICTURES)
def test_axes_in_axes_out_and_settings_untouched(name: str) -> None:
    before = dict(mpl.rcParams)
    _, ax = plt.subplots()
    assert PICTURES[name](ax=ax) is ax
    assert dict(mpl.rcParams) == before
    assert len(plt.get_fignums()) == 1


def test_the_two_colours_are_told_apart_on_a_grey_print() -> None:
    def grey(color: str) -> float:
        return float(np.array([0.2126, 0.7152, 0.0722]) @ np.array(to_rgb(color)))

    assert abs(grey(ACCENT) - grey(SECOND)) > 0.25


def test_the_words_the_source_and_the_figures_stand_beside_their_row() -> None:
    said = {t.get_text() for t in texts(plots.forest([SOURCED, NARROW]))}
    assert {r"“over \$40”", "“42”", "47  (41–96)", "42  (36–48)"} <= said
    assert any(words.startswith("a news agency") for words in said)


def test_a_strip_of_near_figures_begins_at_nobody() -> None:
    ax = plots.strip(at_least(352, scale=50), SEVERAL)
    assert ax.get_xlim()[0] == 0
    assert "logarithmic" not in ax.get_xlabel()


def test_a_strip_of_far_figures_says_it_is_logarithmic() -> None:
    assert "logarithmic" in plots.strip(at_least(31), SEVERAL).get_xlabel()


def test_an_unknown_interval_end_is_written_as_open() -> None:
    said = [t.get_text() for t in texts(plots.forest([plots.ForestRow("some", 50, 20, np.inf)]))]
    assert "50  (20 or more)" in said


def test_intervals_of_the_observed_shares_are_drawn() -> None:
    levels = [0.5, 0.9]
    ax = plots.reliability(levels, [0.6, 0.85], low=[0.5, 0.8], high=[0.7, 0.9])
    (drawn,) = ax.collections
    ends = sorted(np.asarray(path.vertices)[:, 1].round(6).tolist() for path in drawn.get_paths())
    assert ends == [[0.5, 0.7], [0.8, 0.9]]


def test_equal_figures_have_no_gap_to_mark() -> None:
    same = plots.Line(DAYS, [188, 199, 229, 352], label="monitor")
    ax = plots.gap_over_time(OFFICIAL, same)
    assert not any(t.get_text().startswith("gap") for t in texts(ax))


def test_a_series_that_begins_after_the_other_ends_has_no_gap() -> None:
    late = plots.Line(["2018-01-31"], [4000], label="monitor")
    ax = plots.gap_over_time(OFFICIAL, late)
    assert not any(t.get_text().startswith("gap") for t in texts(ax))


def test_near_figures_fill_the_axis_and_far_ones_begin_at_nobody() -> None:
    near = plots.forest(
        [plots.ForestRow("a", 1000, 980, 1020), plots.ForestRow("b", 1010, 990, 1030)]
    )
    far = plots.forest([plots.ForestRow("a", 100, 90, 120), plots.ForestRow("b", 900, 700, 990)])
    assert near.get_xlim()[0] > 900
    assert far.get_xlim()[0] == 0


def test_a_line_breaks_where_a_figure_is_unknown() -> None:
    ax = plots.gap_over_time(plots.Line(DAYS, [188, np.nan, 229, 352], label="official"), MONITOR)
    drawn = [np.asarray(line.get_ydata(), dtype=float) for line in ax.lines]
    assert any(np.isnan(y).any() for y in drawn)
    assert not any((y == 0).any() for y in drawn)


def test_the_gap_is_that_of_the_last_common_date() -> None:
    late = plots.Line(["2017-01-31", "2017-06-30"], [2041, 4354], label="monitor")
    said = [t.get_text() for t in texts(plots.gap_over_time(OFFICIAL, late))]
    assert "gap 1,689" in said  # 2,041 still stands on 31 March, when 352 were stated


def test_the_order_of_dates_does_not_matter() -> None:
    turned = plots.Line(DAYS[::-1], [352, 229, 199, 188], label="official")
    one = [t.get_text() for t in texts(plots.gap_over_time(OFFICIAL, MONITOR))]
    other = [t.get_text() for t in texts(plots.gap_over_time(turned, MONITOR))]
    assert one == other


def test_people_on_no_list_are_not_drawn() -> None:
    ax = plots.overlap(["a", "b"], [[0, 0], [1, 0], [1, 1]], [99, 5, 7])
    said = " ".join(t.get_text() for t in texts(ax))
    assert "99" not in said
    assert "12 in all" in said


def test_what_is_left_out_of_an_overlap_is_added_up() -> None:
    said = " ".join(t.get_text() for t in texts(PICTURES["overlap, the smallest summed"]()))
    assert f"{sum(range(1, 10))} more in 9 smaller combinations" in said


@given(
    start=st.integers(0, 5000),
    weights=st.lists(st.floats(0, 1), min_size=1, max_size=200).filter(lambda w: sum(w) > 0.1),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_distribution_draws(start: int, weights: list[float]) -> None:
    p = np.array(weights) / sum(weights)
    values = start + np.arange(p.size)
    ax = plots.density(values, p)
    low, high = plots.Shape(values, p).interval(0.95)
    left, right = ax.get_xlim()
    assert left <= low
    assert high <= right
    plt.close("all")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plots.forest([]),
        lambda: plots.forest([plots.ForestRow("x", np.inf, np.inf, np.inf)]),
        lambda: plots.ridgeline([]),
        lambda: plots.ridgeline([NARROW], labels=["a", "b"]),
        lambda: plots.reliability([0.5, 0.8], [0.5]),
        lambda: plots.reliability([0.5], [0.5], n=0),
        lambda: plots.overlap(["a", "b"], [[1, 0, 1]], [3]),
        lambda: plots.overlap(["a", "b"], [[1, 2]], [3]),
        lambda: plots.Line(DAYS, [1, 2]),
        lambda: plots.Line(DAYS, [1, 2, 3, 4], low=[1, 2, 3, 4]),
        lambda: plots.gap_over_time(plots.Line(DAYS[:1], [np.nan]), MONITOR),
        lambda: plots.density([1, 2], [0.5]),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw: Callable[[], Any]) -> None:
    with pytest.raises(InvalidValueError):
        draw()
