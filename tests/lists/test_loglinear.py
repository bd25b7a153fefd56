from __future__ import annotations

import json
import pickle
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import gammaln
from scipy.stats import chi2

import casualtystats as cs
from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.lists import OverlapTable, loglinear
from casualtystats.lists.hierarchy import Terms, all_models, read_model
from casualtystats.lists.profile import ProfileBounds
from casualtystats.lists.selection import judge, search

FOUR = OverlapTable(
    ("a", "b", "c", "d"), np.array([0, 110, 84, 18, 93, 21, 21, 18, 30, 10, 3, 4, 12, 4, 3, 5])
)


def fit_by_scipy(table: OverlapTable, model: str) -> tuple[float, float]:
    """Log-likelihood and missing by a general minimiser."""
    columns = Terms.of(table.n_lists, [read_model(model, table.lists)]).design()[1:]
    counts = table.counts[1:].astype(float)

    def loss(theta: np.ndarray) -> float:
        return float(np.exp(columns @ theta).sum() - counts @ (columns @ theta))

    def slope(theta: np.ndarray) -> np.ndarray:
        return np.asarray(columns.T @ (np.exp(columns @ theta) - counts))

    start = np.linalg.lstsq(columns, np.log(counts + 0.5), rcond=None)[0]
    found: Any = minimize(loss, start, jac=slope, method="BFGS", options={"gtol": 1e-9})
    return -found.fun - gammaln(counts + 1).sum(), float(np.exp(found.x[0]))


@pytest.mark.parametrize("model", ["[1,2,3,4]", "[12,3,4]", "[123,14,34]", "[12,13,14,23,24,34]"])
def test_equals_a_general_minimiser(model: str) -> None:
    height, missing = fit_by_scipy(FOUR, model)
    (judged,) = judge(FOUR, [read_model(model, FOUR.lists)])
    assert judged.log_likelihood == pytest.approx(height, rel=1e-9)
    assert judged.missing == pytest.approx(missing, rel=1e-5)


def test_closed_forms_of_three_lists() -> None:
    """[12,13]: n000 = n010·n001/n011 … Fienberg (1972), and independence by its equation."""
    counts = np.array([0, 60, 49, 4, 247, 112, 142, 12])
    table = OverlapTable(("a", "b", "c"), counts)
    told = {j.model: j.missing for j in judge(table, all_models(3, 3))}
    assert told[frozenset({3, 5})] == pytest.approx(49 * 247 / 142)
    assert told[frozenset({3, 6})] == pytest.approx(60 * 247 / 112)
    every = 12 * 60 * 49 * 247 / (4 * 112 * 142)
    assert told[frozenset({3, 5, 6})] == pytest.approx(every)
    pair = (60 + 49 + 4) * 247 / (112 + 142 + 12)
    assert told[frozenset({3})] == pytest.approx(pair)
    total = 626 + told[frozenset()]
    shares = np.array([1 - s / total for s in table.on_list().values()])
    assert total * shares.prod() == pytest.approx(told[frozenset()])


def test_profile_interval_equals_a_direct_search() -> None:
    """Independence of three lists, where the profile has a closed form."""
    counts = np.array([0, 60, 49, 4, 247, 112, 142, 12])
    table = OverlapTable(("a", "b", "c"), counts)
    sizes = np.array(list(table.on_list().values()))
    estimate = loglinear(table, model="[1,2,3]")

    def height(total: float) -> float:
        on, off = sizes * np.log(sizes / total), (total - sizes) * np.log(1 - sizes / total)
        ways = gammaln(total + 1) - gammaln(total - table.observed + 1)
        return float(ways + on.sum() + off.sum())

    grid = np.linspace(626.01, 900, 300_000)
    heights = np.array([height(t) for t in grid[::100]])
    top = max(height(t) for t in grid[::100][[heights.argmax()]])
    for level in (0.5, 0.95):
        low, high = estimate.interval(level)
        for end in (low, high):
            assert 2 * (top - height(end)) == pytest.approx(chi2(1).ppf(level), abs=2e-3)
        assert low < estimate.point < high


def test_bounds_keep_nothing_that_changes() -> None:
    estimate = loglinear(FOUR, average=True)
    bounds = estimate.bounds
    assert isinstance(bounds, ProfileBounds)
    first = bounds(0.9)
    assert bounds(0.5) != first
    assert bounds(0.9) == first
    assert len(bounds.peaks) == len(bounds.profiles)
    with pytest.raises(FrozenInstanceError):
        setattr(bounds, "observed", 1)  # noqa: B010  # as a caller might
    again = pickle.loads(pickle.dumps(bounds))  # noqa: S301 -- just pickled
    assert again(0.9) == first
    low, high = (end - bounds.observed for end in first)
    assert bounds.below(low) == pytest.approx(0.05, abs=1e-6)
    assert bounds.below(high) == pytest.approx(0.95, abs=1e-6)


@given(st.permutations([0, 1, 2, 3]))
@settings(max_examples=8)
def test_order_of_lists_does_not_matter(order: list[int]) -> None:
    frame = FOUR.to_frame()
    names = [FOUR.lists[i] for i in order]
    one, other = loglinear(FOUR), loglinear(frame[[*names, "count"]])
    assert other.point == pytest.approx(one.point, rel=1e-7)
    assert list(other.interval()) == pytest.approx(list(one.interval()), rel=1e-5)
    totals = [np.sort(e.models["total"].dropna()) for e in (one, other)]
    assert totals[0] == pytest.approx(totals[1], rel=1e-5)


def test_expected_counts_give_the_truth_back() -> None:
    """2 % to 40 % on five lists that depend in pairs: the model finds the total it was made of."""
    terms = Terms.of(5, [read_model("[12,23,45]", list("abcde"))])
    theta = np.array([np.log(400_000), -2, -1.5, -1, -2.5, -1.8, 1.2, -0.5, 0.9])
    counts = np.round(np.exp(terms.design() @ theta)).astype(np.int64)
    counts[0] = 0
    estimate = loglinear(OverlapTable(tuple("abcde"), counts))
    assert estimate.models["model"][0] == "[12,23,45]"
    assert estimate.missing == pytest.approx(400_000, rel=5e-4)


def test_climbing_finds_the_best_of_all_models() -> None:
    every = judge(FOUR, all_models(4, 3))
    climbed = search(FOUR, 3)
    least = min(j.bic(FOUR.observed) for j in every if j.told)
    assert min(j.bic(FOUR.observed) for j in climbed if j.told) == pytest.approx(least)


def test_averaging() -> None:
    estimate = loglinear(FOUR, average=True)
    models = estimate.models
    assert models["weight"].sum() == pytest.approx(1.0)
    ratio = models["weight"][1] / models["weight"][0]
    assert ratio == pytest.approx(np.exp((models["bic"][0] - models["bic"][1]) / 2))
    told = models[models["weight"] >= 1e-3 * models["weight"].max()]
    mean = (told["weight"] * told["total"]).sum() / told["weight"].sum()
    assert estimate.point == pytest.approx(mean)
    one = loglinear(FOUR, model=models["model"][0]).interval()
    low, high = estimate.interval()
    assert low < one.low or high > one.high


def test_bootstrap_reproduces_itself_and_is_wider_than_one_model() -> None:
    first, second = (loglinear(FOUR, bootstrap=199, random_state=5) for _ in range(2))
    assert first.interval() == second.interval()
    assert first.point == loglinear(FOUR).point
    low, high = first.interval(0.9)
    assert low < first.point < high
    assert first.interval(0.5).width < first.interval(0.95).width
    assert first.interval().kind.startswith("bootstrap")


def test_bootstrap_of_one_model_agrees_with_the_profile() -> None:
    """With the model fixed and many people the two intervals are the same thing."""
    table = OverlapTable(("a", "b", "c"), 50 * np.array([0, 60, 49, 4, 247, 112, 142, 12]))
    boot = loglinear(table, model="[12,3]", bootstrap=1999, random_state=1).interval()
    profile = loglinear(table, model="[12,3]").interval()
    assert boot.width == pytest.approx(profile.width, rel=0.15)
    assert boot.low == pytest.approx(profile.low, rel=0.005)


def test_a_model_without_a_total_is_listed_but_not_chosen() -> None:
    table = OverlapTable(("a", "b", "c"), np.array([0, 40, 30, 6, 20, 0, 0, 0]))
    estimate = loglinear(table)
    first = estimate.models.iloc[0]
    assert (first["model"], first["maximum"], first["weight"]) == ("[12,3]", "none", 0.0)
    assert np.isnan(first["total"])
    assert any("sets no total" in w for w in estimate.warnings)
    with pytest.raises(NotIdentifiedError, match="how many people are on no list"):
        loglinear(table, model="[12,3]")


def test_refusals() -> None:
    with pytest.raises(NotIdentifiedError, match="at least three lists"):
        loglinear({"a": [1, 2], "b": [2, 3]})
    with pytest.raises(NotIdentifiedError, match="on two lists"):
        loglinear({"a": [1, 2], "b": [3, 4], "c": [5]})
    with pytest.raises(NotIdentifiedError, match="on every list"):
        loglinear({"a": [1, 2], "b": [2, 4], "c": []})
    with pytest.raises(InvalidValueError, match="order must be"):
        loglinear(FOUR, order=4)
    with pytest.raises(InvalidValueError, match="bootstrap"):
        loglinear(FOUR, bootstrap=-1)
    with pytest.raises(InvalidValueError, match="at most 8 lists"):
        loglinear({name: range(i, i + 12) for i, name in enumerate("abcdefghi")})


def test_two_lists_under_independence() -> None:
    estimate = loglinear({"a": range(60), "b": range(40, 90)}, order=1)
    assert estimate.point == pytest.approx(60 * 50 / 20)


def test_six_lists_are_searched_and_it_is_said() -> None:
    generator = np.random.default_rng(8)
    people = (generator.random((3000, 6)) < 0.12).astype(int)
    frame = pd.DataFrame(people[people.any(axis=1)], columns=list("abcdef"))
    estimate = loglinear(frame)
    assert any("models were tried, not all" in w for w in estimate.warnings)
    assert estimate.interval(0.99).low < 3000 < estimate.interval(0.99).high


def test_estimates_can_be_kept() -> None:
    estimate = loglinear(FOUR)
    again = pickle.loads(pickle.dumps(estimate))  # noqa: S301  # our own bytes
    assert again.interval() == estimate.interval()


def test_published_kosovo() -> None:
    """10,356 (9,002–12,122) of Ball et al. (2002), by an interval of the same kind."""
    estimate = loglinear(cs.load_example("kosovo"))
    assert estimate.models["model"][0] == "[123,14,34]"
    assert int(estimate.point) == 10_356
    assert list(estimate.interval()) == pytest.approx([9_002, 12_122], rel=1.5e-3)


def test_reference_kosovo(shared_path: Path) -> None:
    row = json.loads((shared_path / "reference/lists/kosovo_loglinear.json").read_text("utf-8"))
    estimate = loglinear(pd.read_csv(shared_path / "data/lists/kosovo.csv"))
    assert len(estimate.models) == row["n_models"]
    for mine, theirs in zip(estimate.models.to_dict("records"), row["top"], strict=False):
        assert mine["model"] == theirs["model"]
        assert mine["total"] == pytest.approx(theirs["abundance"], rel=1e-8)
        assert mine["stderr"] == pytest.approx(theirs["stderr"], rel=2e-6)  # theirs stops early
        assert mine["deviance"] == pytest.approx(theirs["deviance"], rel=1e-8)
        assert mine["aic"] == pytest.approx(theirs["AIC"], rel=1e-10)
        assert mine["bic"] == pytest.approx(theirs["BIC"], rel=1e-10)
    ends = [row["ci"][0]["infCL"], row["ci"][0]["supCL"]]
    assert list(estimate.interval()) == pytest.approx(ends, rel=1e-6)


def test_reference_pairs(shared_path: Path) -> None:
    """Best models of R's Rcapture over all pairwise models, and their profile intervals."""
    done = 0
    for row in json.loads((shared_path / "reference/lists/rcapture.json").read_text("utf-8")):
        if "top5" not in row or row["dataset"] == "artificial_3":
            continue  # there the other package climbs towards infinity; we refuse that model
        table = OverlapTable.read(pd.read_csv(shared_path / f"data/lists/{row['dataset']}.csv"))
        estimate = loglinear(table, order=2)
        assert len(estimate.models) == row["n_models"]
        mine = estimate.models[estimate.models["maximum"] != "none"].reset_index()
        for i, theirs in enumerate(row["top5"]):
            named = read_model(theirs["model"], table.lists)
            assert read_model(mine["model"][i], table.lists) == named
            assert mine["total"][i] == pytest.approx(theirs["abundance"], rel=1e-7)
            assert mine["bic"][i] == pytest.approx(theirs["BIC"], rel=1e-9)
        # The other package approximates factorials, which shows with few missing people.
        ends = [row["profile_ci"]["infCL"], row["profile_ci"]["supCL"]]
        assert list(estimate.interval()) == pytest.approx(ends, rel=1e-5)
        done += 1
    assert done >= 6


def test_reference_all_models(shared_path: Path) -> None:
    """Best of all hierarchical models by MultipleSystemsEstimation, method "auto"."""
    path = shared_path / "reference/lists/multiplesystemsestimation.json"
    wanted = {"kosovo", "lesbian_allegheny", "madigan_york_5", "uk2013_5", "netherlands_5"}
    for row in json.loads(path.read_text("utf-8")):
        if 'method="auto"' in row["call"] and row["dataset"] in wanted:
            table = OverlapTable.read(pd.read_csv(shared_path / f"data/lists/{row['dataset']}.csv"))
            estimate = loglinear(table)
            assert estimate.point == pytest.approx(row["estimate"], rel=1e-7)
            assert estimate.models["bic"][0] == pytest.approx(row["out"]["BIC"], rel=1e-9)
