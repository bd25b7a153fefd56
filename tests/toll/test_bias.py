"""Bias models: the published coder model to the number, and rounding undone by Bayes' rule."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import InvalidValueError
from casualtystats.toll.bias import Heaping, Undercount
from casualtystats.toll.toll import Toll
from casualtystats.toll.ucdp import (
    VIOLENCE,
    UcdpLaw,
    coder_parameters,
    coder_quantile,
    violence_type,
)

SHORT = {"sb": "state-based", "ns": "non-state", "os": "one-sided", "any": "any"}
violence = st.sampled_from(VIOLENCE)


@pytest.fixture(scope="module")
def published(shared_path: Path) -> pd.DataFrame:
    """Quantiles that the R package gives: 25 tolls of each type of violence."""
    table = pd.read_csv(shared_path / "reference" / "ucdp_quantiles.csv")
    return table.assign(violence=table["tov"].map(SHORT))


def quantiles_of(table: pd.DataFrame) -> tuple[list[str], np.ndarray[Any, Any]]:
    names = [str(name) for name in table if str(name).startswith("q")]
    return names, np.array([float(name[1:]) / 100 for name in names])


# ------------------------------------------------------------------ Undercount


def test_continuous_quantiles_are_the_published_ones(published: pd.DataFrame) -> None:
    names, q = quantiles_of(published)
    for kind in VIOLENCE:
        rows = published[published["violence"] == kind]
        ours = coder_quantile(q[:, None], rows["toll"].to_numpy(), kind).T
        np.testing.assert_allclose(ours, rows[names].to_numpy(), rtol=1e-11, atol=1e-11)


def test_whole_quantiles_are_the_published_ones_to_half_a_person(published: pd.DataFrame) -> None:
    names, q = quantiles_of(published)
    for _, row in published.iterrows():
        theirs = np.maximum(row[names].to_numpy(dtype=float), 0.0)
        ours = Undercount(row["violence"])(Toll.exact(int(row["toll"]))).ppf(q)
        assert np.abs(ours - theirs).max() <= 0.5 + 1e-9
        large = theirs > 50  # where half a person is less than 1 %
        np.testing.assert_allclose(ours[large], theirs[large], rtol=0.01)


def test_moments_and_mass_are_the_published_ones(published: pd.DataFrame) -> None:
    for _, row in published[published["toll"] > 0].iterrows():
        law = UcdpLaw(int(row["toll"]), row["violence"])
        toll = Undercount(row["violence"])(Toll.exact(int(row["toll"])))
        np.testing.assert_allclose(toll.mean(), row["mean"], rtol=1e-3)
        spike = float(law.cdf(row["toll"]) - law.cdf(row["toll"] - 1))
        assert spike >= row["w"]  # the spike, and the Gumbel's share of that person


def test_parameters_are_the_published_ones(published: pd.DataFrame) -> None:
    for kind in VIOLENCE:
        rows = published[published["violence"] == kind]
        ours = np.stack(coder_parameters(rows["toll"].to_numpy(), kind))
        np.testing.assert_allclose(ours, rows[["loc", "scale", "w"]].to_numpy().T, rtol=1e-12)


@given(kind=violence, f=st.integers(0, 5000), codes=st.booleans())
def test_the_law_is_a_distribution_over_whole_people(*, kind: Any, f: int, codes: bool) -> None:
    law = UcdpLaw(f, kind, codes)
    q = np.array([1e-6, 0.03, 0.31, 0.5, 0.77, 0.975, 1 - 1e-6])
    k = law.ppf(q)
    assert (k >= 0).all()
    assert (k == np.floor(k)).all()
    assert (np.diff(k) >= 0).all()
    assert (law.cdf(k) >= q).all()
    assert ((k == 0) | (law.cdf(k - 1) < q)).all()
    assert law.cdf(-1) == 0.0


def test_the_smooth_model_has_no_steps_where_words_were_coded() -> None:
    for kind in VIOLENCE:
        before, at, after = (UcdpLaw(n, kind, word_codes=False).ppf(0.975) for n in (23, 24, 25))
        assert before < at < after
        assert UcdpLaw(24, kind).ppf(0.975) < UcdpLaw(23, kind).ppf(0.975)


def test_word_codes_are_kept_for_a_recorded_number_only() -> None:
    certain, spread = Toll.exact(24), Toll(23, [0.2, 0.5, 0.3])
    assert Undercount()(certain).key == UcdpLaw(24).key
    assert "with word codes" in Undercount()(certain).notes[-1]
    assert "without word codes" in Undercount()(spread).notes[-1]
    smooth = Undercount(word_codes=False)(spread)
    np.testing.assert_array_equal(Undercount()(spread).probs, smooth.probs)


@given(
    kind=violence,
    start=st.integers(0, 300),
    probs=st.lists(st.floats(0.01, 1), min_size=2, max_size=8),
    codes=st.booleans(),
)
def test_undercount_mixes_the_law_over_the_toll(
    *, kind: Any, start: int, probs: list[float], codes: bool
) -> None:
    toll = Toll(start, probs)
    ours = Undercount(kind, word_codes=codes)(toll)
    k = np.arange(max(start - 3, 0), 2 * start + 40)
    laws = [UcdpLaw(int(n), kind, codes).cdf(k) for n in start + np.arange(len(probs))]
    np.testing.assert_allclose(ours.cdf(k), toll.probs @ np.array(laws), atol=2e-9)


@pytest.mark.parametrize("codes", [True, False])
def test_many_recorded_tolls_are_mixed_to_within_a_ten_thousandth(codes: bool) -> None:  # noqa: FBT001 -- pytest's
    rng = np.random.default_rng(20261123)
    probs = rng.gamma(0.5, size=3_000)
    probs[[1, 2, 1_000]] = probs.sum() / 10  # at 1001, 1002 and 2000, two of them word codes
    probs /= probs.sum()
    ours = Undercount("one-sided", word_codes=codes)(Toll(1_000, probs))
    k = np.arange(900, 6_000, 37)
    exact = np.zeros(k.size)
    for n, p in zip(range(1_000, 4_000), probs, strict=True):
        exact += p * UcdpLaw(n, "one-sided", word_codes=codes).cdf(k)
    assert np.abs(ours.cdf(k) - exact).max() < 1e-4


def test_coarse_tolls_are_undercounted_too() -> None:
    toll = Toll(100_000, [0.5, 0.5], step=64)
    ours = Undercount("any", word_codes=False)(toll)
    law = UcdpLaw(100_032, "any", word_codes=False)
    for q in (0.1, 0.6, 0.975):
        np.testing.assert_allclose(float(ours.ppf(q)), float(law.ppf(q)), rtol=2e-3)


def test_undercount_keeps_what_the_toll_remembers() -> None:
    toll = Toll(31, [0.6, 0.4], label="at least 31", notes=("read",), level=0.8)
    ours = Undercount("non-state")(toll)
    assert (ours.label, ours.level, ours.notes[0], len(ours.notes)) == (
        "at least 31",
        0.8,
        "read",
        2,
    )


def test_types_of_violence_go_by_their_codes_too() -> None:
    for code, short, name in (
        (1, "sb", "state-based"),
        (2, "NS", "non-state"),
        (3, "os", "one-sided"),
    ):
        assert violence_type(code) == violence_type(short) == violence_type(name) == name
        assert Undercount(code) == Undercount(name)


def test_missing_tolls_stay_missing() -> None:
    found = coder_quantile(0.9, [12.0, np.nan], "any")
    assert np.isfinite(found[0])
    assert np.isnan(found[1])


def test_bad_arguments_are_named() -> None:
    with pytest.raises(InvalidValueError, match="violence must be one of state-based"):
        Undercount("terrorism")
    with pytest.raises(InvalidValueError, match="violence must be one of state-based"):
        coder_parameters(31, "terrorism")  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="recorded must be 0 or more"):
        coder_quantile(0.5, -3)
    with pytest.raises(InvalidValueError, match="sum to at most 1"):
        Heaping(to_ten=0.7, to_five=0.6)


# --------------------------------------------------------------------- Heaping


def test_the_shares_follow_from_the_digits_they_were_fitted_to() -> None:
    source = files("casualtystats").joinpath("data", "readings", "heaping.toml")
    fitted = tomllib.loads(source.read_text("utf-8"))
    t, v = fitted["to_ten"], fitted["to_five"]
    plain = (1 - t - v) / 10
    assert t + v / 2 + plain == pytest.approx(fitted["ending_in_0"], abs=1e-12)
    assert v / 2 + plain == pytest.approx(fitted["ending_in_5"], abs=1e-12)


def rounded(truth: int, to_ten: float, to_five: float) -> dict[int, float]:
    """What a true toll is reported as: the forward model, by brute force."""
    out: dict[int, float] = {truth: 1.0 - to_ten - to_five}
    for base, share in ((10, to_ten), (5, to_five)):
        multiples = [base * (truth // base + k) for k in (-1, 0, 1, 2)]
        near = min(abs(truth - m) for m in multiples)
        nearest = [m for m in multiples if abs(truth - m) == near]
        for m in nearest:
            out[m] = out.get(m, 0.0) + share / len(nearest)
    return out


@given(st.integers(20, 900), st.floats(0, 0.5), st.floats(0, 0.5))
def test_heaping_inverts_the_rounding_by_bayes_rule(n: int, ten: float, five: float) -> None:
    likely = {m: rounded(m, ten, five).get(n, 0.0) for m in range(n - 20, n + 21)}
    total = sum(likely.values())
    if total == 0:
        return
    toll = Heaping(to_ten=ten, to_five=five)(Toll.exact(n))
    for m, p in likely.items():
        assert float(toll.pmf(m)) == pytest.approx(p / total, abs=1e-12)


@given(st.integers(0, 1200), st.lists(st.floats(0.01, 1), min_size=1, max_size=12))
def test_heaping_mixes_over_the_reported_tolls(start: int, probs: list[float]) -> None:
    reported = Toll(start, probs)
    ours = Heaping()(reported)
    parts = [Heaping()(Toll.exact(int(n))) for n in start + np.arange(len(probs))]
    k = np.arange(start + 30)
    expected = sum(p * part.pmf(k) for p, part in zip(reported.probs, parts, strict=True))
    np.testing.assert_allclose(ours.pmf(k), expected, atol=1e-12)


def test_only_round_figures_in_range_widen() -> None:
    heaping = Heaping()
    assert heaping(Toll.exact(40)).interval().width > heaping(Toll.exact(45)).interval().width > 0
    for n in (42, 7, 5, 2000):
        assert heaping(Toll.exact(n)).key == Toll.exact(n).key
    assert int(heaping(Toll.exact(10)).start) == 10  # one-digit tolls are not rounded up to ten
    assert heaping(Toll.exact(40)).notes[-1].startswith("heaping: 11.0% of tolls rounded to tens")


def test_figures_that_always_round_away_are_kept() -> None:
    assert Heaping(to_ten=1.0, to_five=0.0)(Toll.exact(43)).key == Toll.exact(43).key


def test_coarse_tolls_are_not_rounded_back() -> None:
    toll = Toll(100, [0.5, 0.5], step=16)
    unrounded = Heaping()(toll)
    assert unrounded.key == toll.key
    assert "no effect" in unrounded.notes[-1]
