"""Other recorders: what the ranges of GED show, and made-up recorders with given marginals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from calibration.elsewhere import airwars_like, ged_fit, ibc_like, main
from calibration.evidence import read_cases


def test_a_made_up_ibc_has_the_published_marginals() -> None:
    rows = ibc_like(200_000)
    least, most = (np.array(column) for column in zip(*(row[1:] for row in rows), strict=True))
    for low, high, share in ((1, 1, 0.014), (2, 4, 0.10), (10, 19, 0.36), (100, 3_000, 0.78)):
        here = (least >= low) & (least <= high)
        assert (least < most)[here].mean() == pytest.approx(share, abs=0.03)
    some = (least >= 20) & (least < 50) & (least < most)
    ratio = most[some] / least[some]
    assert np.median(ratio) == pytest.approx(1.24, abs=0.08)
    assert np.quantile(ratio, 0.9) == pytest.approx(4.9, rel=0.25)


def test_a_made_up_airwars_states_its_ends() -> None:
    for words, least, most in airwars_like(500):
        assert str(least) in words or str(most) in words
        assert not words.startswith("At least") or f" {least} " in words
        assert not words.startswith("Up to") or f" {most} " in words
    ranged = np.mean([a < b for _, a, b in airwars_like(20_000)])
    assert ranged == pytest.approx(1 / 3, abs=0.06)


def test_they_are_written_for_the_report(tmp_path: Path) -> None:
    main(["--out", str(tmp_path), "--rows", "300", "--least", "3"])
    for name in ("ibc_like", "airwars_like"):
        cases = read_cases(tmp_path / f"{name}.csv")
        assert len(cases) > 20
        assert cases.most.min() >= 3
        assert not cases.left_out


def test_relative_spread_does_not_shrink_with_size_at_ged(shared_path: Path) -> None:
    fitted = ged_fit(shared_path / "data" / "ucdp_ged_sample1000.csv")
    at = dict(zip(fitted.model.free, fitted.theta, strict=True))
    errors = dict(zip(fitted.model.free, np.sqrt(np.diag(fitted.covariance)), strict=True))
    assert fitted.n == 900
    # the numbers that the priors of `documented` quote
    assert at["spread_size"] == pytest.approx(0.04, abs=0.01)
    assert errors["spread_size"] == pytest.approx(0.06, abs=0.01)
    assert at["spread_digits"] == pytest.approx(0.14, abs=0.03)
    assert at["stays_size"] == pytest.approx(-0.47, abs=0.02)
