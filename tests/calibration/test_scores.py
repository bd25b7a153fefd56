"""Scores against hand values, SciPy's distributions and the reference of other libraries."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from calibration.scores import (
    crps,
    interval_score,
    pit_share,
    quantile_score,
    weighted_interval_score,
)

people = st.integers(0, 500)


def test_interval_score_by_hand() -> None:
    # 25–60 at 95 %: width 35; an outcome 20 beyond costs 2 / 0.05 = 40 a person, 800 more
    assert interval_score(25, 60, [31, 42, 80, 5], 0.95) == pytest.approx([35, 35, 835, 835])
    assert interval_score(7, 12, 14, 0.8) == pytest.approx(5 + 10 * 2)


def test_quantile_score_by_hand() -> None:
    assert quantile_score(60, [31, 80], 0.975) == pytest.approx([0.025 * 29, 0.975 * 20])


def test_weighted_interval_score_by_hand() -> None:
    # median 40, 50 % 33–48, 95 % 25–60, outcome 31: (½·9 + ¼·(15 + 4·2) + 0.025·35) / 2.5
    by_hand = (0.5 * 9 + 0.25 * (15 + 4 * 2) + 0.025 * 35) / 2.5
    found = weighted_interval_score(40, [(33, 48, 0.5), (25, 60, 0.95)], 31)
    assert found == pytest.approx(by_hand)


def test_weighted_interval_score_is_the_mean_of_quantile_scores() -> None:
    # Bracher et al. (2021): with K intervals, twice the mean over the 2K + 1 quantiles
    y, spans = 31.0, [(33, 48, 0.5), (28, 52, 0.8), (25, 60, 0.95)]
    losses = [float(quantile_score(40, y, 0.5))]
    for low, high, level in spans:
        losses += [float(quantile_score(low, y, (1 - level) / 2))]
        losses += [float(quantile_score(high, y, (1 + level) / 2))]
    assert weighted_interval_score(40, spans, y) == pytest.approx(2 * np.mean(losses))


@given(people, people, st.integers(0, 100_000))
def test_scores_do_not_care_where_zero_is(y: int, low: int, shift: int) -> None:
    spans = [(low, low + 30, 0.9)]
    moved = [(low + shift, low + 30 + shift, 0.9)]
    assert weighted_interval_score(low + 9 + shift, moved, y + shift) == pytest.approx(
        weighted_interval_score(low + 9, spans, y)
    )


@given(
    st.lists(st.floats(0.01, 1), min_size=1, max_size=12), st.integers(0, 30), st.integers(0, 60)
)
def test_crps_by_brute_force(weights: list[float], start: int, y: int) -> None:
    p = np.array(weights) / sum(weights)
    k = start + np.arange(p.size)
    spread = np.abs(k[:, None] - k) @ p @ p
    by_hand = np.abs(k - y) @ p - spread / 2  # E|X − y| − ½ E|X − X′|
    assert crps(np.cumsum(p), start, y) == pytest.approx(by_hand, abs=1e-9)


@given(st.integers(0, 30), st.integers(0, 400))
def test_crps_of_a_coarse_lattice(start: int, y: int) -> None:
    p = np.array([0.2, 0.5, 0.3])
    k = start + 10 * np.arange(3)
    by_hand = np.abs(k - y) @ p - np.abs(k[:, None] - k) @ p @ p / 2
    assert crps(np.cumsum(p), start, y, step=10) == pytest.approx(by_hand)


def test_pit_share_by_hand() -> None:
    # the outcome takes the transform from 0.3 to 0.8: of that, 0.3–0.75 lies in the central half
    assert pit_share(0.3, 0.8, 0.5) == pytest.approx(0.9)
    assert pit_share([0.0, 0.99], [0.02, 1.0], 0.9).tolist() == [0.0, 0.0]
    assert pit_share([0.0, 1.0], [0.0, 1.0], 0.95).tolist() == [0.0, 0.0]  # beyond the support
    assert pit_share(0.4, 0.4, 0.95) == 1.0  # impossible, but in the middle


@given(st.floats(0.5, 60), st.floats(0.05, 0.95))
def test_a_true_forecast_has_uniform_transforms(mean: float, level: float) -> None:
    k = np.arange(400)
    law = poisson(mean)
    shares = pit_share(law.cdf(k - 1), law.cdf(k), level)
    assert law.pmf(k) @ shares == pytest.approx(level, abs=1e-9)


@pytest.mark.parametrize("outcome", [0, 31, 42, 120])
def test_reference_of_other_libraries(shared_path: Path, outcome: int) -> None:
    reference = json.loads((shared_path / "reference" / "scoring.json").read_text("utf-8"))
    found = reference[f"obs_{outcome}"]
    k = np.arange(3_000)
    assert crps(poisson(40).cdf(k), 0, outcome) == pytest.approx(found["crps_poisson(40)"])
    negative = nbinom(4, 4 / 44).cdf(k)
    assert crps(negative, 0, outcome) == pytest.approx(found["crps_negbinom(4,4/44)"])
    found_score = found["interval_score(25,60,a=.05)"]
    assert interval_score(25, 60, outcome, 0.95) == pytest.approx(found_score)
    assert quantile_score(60, outcome, 0.975) == pytest.approx(found["quantile_score(.975,60)"])
    spans = [(33, 48, 0.5), (25, 60, 0.95)]
    assert weighted_interval_score(40, spans, outcome) == pytest.approx(
        found["WIS_correct(med 40; 50% 33-48; 95% 25-60)"]
    )


@pytest.mark.parametrize("outcome", [0, 31, 42, 120])
def test_reference_ensemble(shared_path: Path, outcome: int) -> None:
    reference = json.loads((shared_path / "reference" / "scoring.json").read_text("utf-8"))
    with (shared_path / "reference" / "scoring_ensemble.csv").open(encoding="utf-8") as rows:
        drawn = [int(float(row[0])) for row in csv.reader(rows)]
    cdf = np.cumsum(np.bincount(drawn)) / len(drawn)
    assert crps(cdf, 0, outcome) == pytest.approx(reference[f"obs_{outcome}"]["sr_nrg"])
