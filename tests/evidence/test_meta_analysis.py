"""Pooled counts against R's metafor, statsmodels and brute force."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import InvalidValueError
from casualtystats.evidence.meta_analysis import pool_counts

# Invented reports, kept apart from the reference files so that this much runs without them.
Y = np.log([31.0, 38.0, 42.0, 45.0, 35.0, 60.0])
V = np.array([0.0144, 0.0170, 0.0102, 0.0259, 0.0189, 0.0853])
# metafor stops its iterations for PM and REML at a step of 1e-5 or so; DL is closed form.
METAFOR = {"DL": 1e-11, "PM": 1e-3, "REML": 1e-4}

studies = st.lists(
    st.tuples(st.floats(0.5, 6.0), st.floats(0.005, 0.5)), min_size=3, max_size=8
).map(lambda pairs: np.array(pairs).T)


@pytest.mark.parametrize("method", ["DL", "PM", "REML"])
@pytest.mark.parametrize("test", ["z", "knha", "adhoc"])
@pytest.mark.parametrize("data", ["range", "poisson"])
def test_agrees_with_metafor(shared_path: Path, data: str, method: Any, test: Any) -> None:
    folder = shared_path / "reference"
    rows = pd.read_csv(folder / "pool_input.csv")
    results = json.loads((folder / "pool_R.json").read_text("utf-8"))["results"]
    theirs = next(
        r for r in results if (r["data"], r["method"], r.get("test")) == (data, method, test)
    )
    y, v = (rows["yi"], rows["vi"]) if data == "range" else (np.log(rows["best"]), 1 / rows["best"])
    ours = pool_counts(y, v, method=method, test=test)
    names = ("tau2", "est", "se", "I2", "Q", "lo", "hi", "pi_lo", "pi_hi")
    found = [ours.tau2, ours.estimate, ours.standard_error, 100 * ours.i2, ours.q]
    found += [*ours.interval(), *ours.prediction()]
    np.testing.assert_allclose(found, [theirs[n] for n in names], rtol=METAFOR[method])


def test_agrees_with_the_tighter_reml_of_pymare(shared_path: Path) -> None:
    folder = shared_path / "reference"
    rows = pd.read_csv(folder / "pool_input.csv")
    found = json.loads((folder / "pool_py.json").read_text("utf-8"))
    for data, y, v in (
        ("range", rows["yi"], rows["vi"]),
        ("poisson", np.log(rows["best"]), 1 / rows["best"]),
    ):
        theirs = next(r for r in found if r["data"] == data and "'REML'" in r["method"])
        ours = pool_counts(y, v, method="REML")
        np.testing.assert_allclose(ours.tau2, theirs["tau2"], rtol=2e-5)
        np.testing.assert_allclose(ours.log_mean, theirs["re"][0], rtol=1e-6)


@pytest.mark.parametrize(("method", "name"), [("DL", "dl"), ("PM", "iterated")])
def test_agrees_with_statsmodels(method: Any, name: str) -> None:
    meta = pytest.importorskip("statsmodels.stats.meta_analysis")
    theirs = meta.combine_effects(Y, V, method_re=name, use_t=True, atol=1e-12)
    ours = pool_counts(Y, V, method=method, test="knha")
    low, high = theirs.conf_int(use_t=True)[3]  # random effects, Hartung–Knapp
    np.testing.assert_allclose(ours.tau2, theirs.tau2, rtol=1e-6)
    np.testing.assert_allclose(ours.log_mean, theirs.mean_effect_re, rtol=1e-8)
    np.testing.assert_allclose(np.log([*ours.interval()]), [low, high], rtol=1e-7)


@given(studies)
def test_paule_mandel_solves_its_equation(found: Any) -> None:
    y, v = found
    ours = pool_counts(y, v, method="PM")
    w = 1 / (v + ours.tau2)
    q = float(w @ (y - np.average(y, weights=w)) ** 2)
    if ours.tau2 > 0:
        assert q == pytest.approx(y.size - 1, rel=1e-9)
    else:
        assert q <= y.size - 1 + 1e-12


@given(studies)
def test_reml_is_the_peak_of_the_restricted_likelihood(found: Any) -> None:
    y, v = found

    def deviance(tau2: float) -> float:
        total = v + tau2
        w = 1 / total
        mean = np.average(y, weights=w)
        return float(np.log(total).sum() + math.log(w.sum()) + w @ (y - mean) ** 2)

    ours = pool_counts(y, v, method="REML").tau2
    others = np.concatenate([[0.0], np.geomspace(1e-6, 50, 400)])
    assert deviance(ours) <= min(map(deviance, others)) + 1e-9


@given(studies, st.floats(0.3, 30.0))
def test_a_unit_changes_the_estimate_and_nothing_else(found: Any, unit: float) -> None:
    y, v = found
    one, scaled = pool_counts(y, v), pool_counts(y + math.log(unit), v)
    assert scaled.estimate == pytest.approx(one.estimate * unit, rel=1e-7)
    assert scaled.tau2 == pytest.approx(one.tau2, abs=1e-7)


@given(studies, st.sampled_from(["DL", "PM", "REML"]))
def test_prediction_holds_the_interval_and_intervals_nest(found: Any, method: Any) -> None:
    ours = pool_counts(*found, method=method, test="adhoc")
    narrow, wide = ours.interval(0.5), ours.interval(0.9)
    assert wide.low <= narrow.low <= ours.estimate <= narrow.high <= wide.high
    assert ours.prediction(0.9).width >= wide.width


def test_bad_arguments_are_named() -> None:
    with pytest.raises(InvalidValueError, match="log_counts must be two or more"):
        pool_counts([3.4], [0.1])
    with pytest.raises(InvalidValueError, match="variances must be one number above 0"):
        pool_counts([3.4, 3.5], [0.1, 0.0])
    with pytest.raises(InvalidValueError, match="method must be one of PM"):
        pool_counts(Y, V, method="pm")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="test must be one of z"):
        pool_counts(Y, V, test="t")  # type: ignore[arg-type]
