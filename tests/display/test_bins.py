from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from casualtystats.display.bins import Scale, choose_scale, make_bars
from casualtystats.errors import InvalidValueError


@st.composite
def lattices(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    start = draw(st.integers(0, 2000))
    step = draw(st.sampled_from([1, 1, 1, 5, 100]))
    weights = draw(st.lists(st.floats(0.01, 1), min_size=1, max_size=400))
    p = np.array(weights)
    return start + step * np.arange(p.size), p / p.sum()


@given(lattice=lattices(), log=st.booleans(), cells=st.integers(10, 150))
def test_area_and_spikes_and_what_lies_outside_add_up_to_one(
    *, lattice: tuple[np.ndarray, np.ndarray], log: bool, cells: int
) -> None:
    values, probs = lattice
    scale = choose_scale(values, probs, log=log)
    bars = make_bars(values, probs, scale, cells=cells)
    area = float(bars.height @ np.diff(scale.position(bars.edges)))
    spiked = sum(mass for _, mass in bars.spikes)
    shown = probs[(values >= scale.low) & (values <= scale.high)].sum()
    assert shown >= 0.99 - 1e-9
    assert shown - 0.02 <= area + spiked <= shown + 0.02 + 0.25 * spiked


@given(low=st.floats(0, 100), width=st.floats(1, 1e6), log=st.booleans(), at=st.floats(0, 1))
def test_position_and_number_undo_each_other(
    *, low: float, width: float, log: bool, at: float
) -> None:
    scale = Scale(low, low + width, log)
    assert float(scale.position(scale.number(at))) == pytest.approx(at, abs=1e-6)


@given(low=st.floats(0, 1e4), width=st.floats(0.5, 1e7), log=st.booleans(), most=st.integers(3, 8))
def test_ticks_are_few_ascending_and_inside(
    *, low: float, width: float, log: bool, most: int
) -> None:
    scale = Scale(low, low + width, log)
    ticks = scale.ticks(most)
    assert ticks == sorted(set(ticks))
    slack = 1e-6 + 1e-8 * width
    assert all(scale.low - slack <= t <= scale.high + slack for t in ticks)
    assert len(ticks) <= most + 1
    assert all(t == round(t) for t in ticks)


@pytest.mark.parametrize("ends", [(-0.5, 1.6), (0.0, 1.9), (0.0, 2.0), (-0.5, 0.5), (3.4, 5.2)])
def test_few_people_have_a_tick_each(ends: tuple[float, float]) -> None:
    ticks = Scale(*ends, log=False).ticks(8)
    assert ticks == [n for n in range(6) if ends[0] <= n <= ends[1]]


def test_a_flat_distribution_has_flat_bars_whatever_the_number_of_cells() -> None:
    values, probs = np.arange(100, 1100), np.full(1000, 0.001)
    for cells in (37, 86, 250):
        scale = Scale(99.5, 1099.5, log=False)
        bars = make_bars(values, probs, scale, cells=cells)
        inside = bars.height[:-2]
        assert np.ptp(inside) < 1e-9


def test_a_spike_is_found_and_a_mode_is_not() -> None:
    values = np.arange(0, 400)
    smooth = stats.nbinom(5, 0.03).pmf(values)
    mixed = 0.4 * smooth
    mixed[[131, 242]] += [0.4, 0.2]
    scale = choose_scale(values, mixed)
    found = dict(make_bars(values, mixed, scale).spikes)
    assert set(found) == {131.0, 242.0}
    assert found[131.0] == pytest.approx(mixed[131] / mixed.sum())
    assert make_bars(values, smooth, scale).spikes == ()


def test_few_numbers_have_a_bar_each() -> None:
    values, probs = np.arange(29, 34), np.array([0.05, 0.15, 0.6, 0.15, 0.05])
    scale = choose_scale(values, probs, 29, 33)
    bars = make_bars(values, probs, scale)
    assert bars.spikes == ()
    area = bars.height * np.diff(scale.position(bars.edges))
    assert area[area > 0] == pytest.approx(probs)


def test_a_long_tail_is_logarithmic_and_can_be_told_not_to_be() -> None:
    values = np.arange(0, 60_000)
    probs = stats.lognorm(1.6, scale=300).pdf(values + 0.5)
    assert choose_scale(values, probs).log
    assert not choose_scale(values, probs, log=False).log
    assert not choose_scale(np.arange(20, 60), np.ones(40)).log


def test_negative_numbers_stay_on_a_straight_axis() -> None:
    scale = choose_scale([-40, -39, 500], [0.9, 0.05, 0.05], log=True)
    assert not scale.log
    assert scale.low < -40


def test_the_interval_is_inside_even_if_open() -> None:
    assert choose_scale([31, 32], [0.5, 0.5], 30, np.inf).high < 40
    assert choose_scale([31, 32], [0.5, 0.5], 20, 90).high >= 90


@pytest.mark.parametrize(
    ("values", "probs"),
    [([], []), ([1, 2], [1.0]), ([2, 1], [0.5, 0.5]), ([1, 2], [0.0, 0.0]), ([1, 2], [-1, 2])],
)
def test_what_is_no_distribution_is_refused(values: list[float], probs: list[float]) -> None:
    with pytest.raises(InvalidValueError):
        choose_scale(values, probs)


def with_spike(share: float) -> tuple[np.ndarray, np.ndarray]:
    values = np.arange(0, 400)
    mixed = share * stats.nbinom(5, 0.03).pmf(values)
    mixed[160] += 1 - share
    return values, mixed


def test_sticks_and_bars_share_a_scale_while_both_can_be_seen() -> None:
    values, probs = with_spike(0.95)
    bars = make_bars(values, probs, choose_scale(values, probs))
    hill, (stick,) = bars.drawn()
    assert 0.4 < hill < 1
    assert not stick.broken
    tallest_bar = bars.height.max() * bars.cell
    assert stick.height / hill == pytest.approx(stick.mass / tallest_bar)


def test_a_hill_is_drawn_lower_the_less_it_holds_and_the_stick_is_broken() -> None:
    heights = []
    for share in (0.05, 0.3, 0.4, 1.0):
        values, probs = with_spike(share)
        hill, sticks = make_bars(values, probs, choose_scale(values, probs)).drawn()
        heights.append(hill)
        assert all(stick.broken for stick in sticks)
    assert heights == sorted(heights)
    assert heights[0] == pytest.approx(0.1)
    assert heights[1] == pytest.approx(0.5 * 0.3 / 0.7, rel=0.05)
    assert heights[-1] == 1.0


@given(lattices(), st.lists(st.tuples(st.integers(0, 399), st.floats(0.01, 2)), max_size=5))
def test_a_more_probable_number_is_never_a_shorter_stick(
    lattice: tuple[np.ndarray, np.ndarray], added: list[tuple[int, float]]
) -> None:
    values, probs = lattice
    mixed = probs.copy()
    for at, mass in added:
        mixed[at % mixed.size] += mass
    hill, sticks = make_bars(values, mixed, choose_scale(values, mixed)).drawn()
    assert 0 <= hill <= 1
    ordered = sorted(sticks, key=lambda stick: stick.mass)
    assert all(0 < stick.height <= 1 + 1e-9 for stick in ordered)
    assert all(a.height <= b.height + 1e-9 for a, b in pairwise(ordered))


def test_a_certain_number_is_a_whole_stick() -> None:
    scale = Scale(0, 5000, log=False)
    hill, (stick,) = make_bars([352], [1.0], scale).drawn()
    assert (hill, stick.height, stick.broken) == (0.0, 1.0, False)
