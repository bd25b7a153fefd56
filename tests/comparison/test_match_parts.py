"""The parts of matching against brute force: candidates, marginals, assignment, names."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.comparison.match_candidates import candidates, haversine
from casualtystats.comparison.match_evidence import documented
from casualtystats.comparison.match_listing import Listing
from casualtystats.comparison.match_marginals import assign, competing, marginals
from casualtystats.comparison.match_names import name_similarity, skeleton, spelled
from casualtystats.errors import InvalidValueError


def matchings(pairs: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Every set of pairs in which no incident occurs twice."""
    found = []
    for size in range(len(pairs) + 1):
        for chosen in itertools.combinations(range(len(pairs)), size):
            left = {pairs[e][0] for e in chosen}
            right = {pairs[e][1] for e in chosen}
            if len(left) == len(right) == size:
                found.append(chosen)
    return found


def exact_marginals(pairs: list[tuple[int, int]], log_odds: list[float]) -> Any:
    weight = {m: np.exp(sum(log_odds[e] for e in m)) for m in matchings(pairs)}
    shares = [sum(w for m, w in weight.items() if e in m) for e in range(len(pairs))]
    return np.asarray(shares) / sum(weight.values())


odds = st.floats(-4, 4)


@given(st.lists(odds, min_size=1, max_size=7))
def test_marginals_are_exact_on_a_path(log_odds: list[float]) -> None:
    pairs = [((e + 1) // 2, e // 2) for e in range(len(log_odds))]
    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    found = marginals(left, right, np.array(log_odds), tolerance=1e-12)
    np.testing.assert_allclose(found, exact_marginals(pairs, log_odds), atol=1e-9)


@given(st.lists(st.floats(-8, 8), min_size=10, max_size=10), st.randoms(use_true_random=False))
def test_marginals_are_exact_on_rings(log_odds: list[float], random: Any) -> None:
    pairs = random.sample(list(itertools.product(range(4), range(3))), 10)
    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    found = marginals(left, right, np.array(log_odds))
    np.testing.assert_allclose(found, exact_marginals(pairs, log_odds), atol=1e-9)


def test_rings_within_a_large_component_are_close() -> None:
    """A chain of 12 squares, tied by pairs that are not likely: too large to count out whole."""
    generator = np.random.default_rng(5)
    squares = [(2 * k + a, 2 * k + b) for k in range(12) for a in (0, 1) for b in (0, 1)]
    ties = [(2 * k + 1, 2 * k + 2) for k in range(11)]
    left, right = (np.array(side) for side in zip(*squares, *ties, strict=True))
    log_odds = np.concatenate([generator.normal(2, 3, 48), generator.normal(-5, 1, 11)])
    found = marginals(left, right, log_odds)
    exact = transfer(left, right, np.exp(log_odds), 24)
    assert np.abs(found - exact).max() < 1e-3
    for node in (left, right):
        assert np.bincount(node, weights=found).max() <= 1 + 1e-9


def transfer(left: Any, right: Any, weight: Any, n: int) -> Any:
    """Exact probabilities of pairs along a band: each row meets columns near it only."""

    def total(w: Any) -> float:
        states: dict[tuple[int, ...], float] = {(): 1.0}
        for row in range(n):
            fresh: dict[tuple[int, ...], float] = {}
            for taken, value in states.items():
                near = tuple(c for c in taken if c >= row - 2)
                fresh[near] = fresh.get(near, 0.0) + value
                for e in np.flatnonzero(left == row):
                    if right[e] not in taken:
                        key = tuple(sorted((*near, int(right[e]))))
                        fresh[key] = fresh.get(key, 0.0) + value * w[e]
            states = fresh
        return sum(states.values())

    whole = total(weight)
    gone = [total(np.where(np.arange(weight.size) == e, 0.0, weight)) for e in range(weight.size)]
    return 1.0 - np.array(gone) / whole


@given(st.floats(0.5, 4.5))
def test_competition_reaches_the_number_of_matches(matches: float) -> None:
    pairs = np.array(list(itertools.product(range(5), range(5))))
    log_odds = np.random.default_rng(3).normal(-1, 2, 25)
    found, shift = competing(pairs[:, 0], pairs[:, 1], log_odds, matches=matches)
    assert found.sum() == pytest.approx(matches, rel=1e-3)
    exact = marginals(pairs[:, 0], pairs[:, 1], log_odds + shift)
    np.testing.assert_allclose(found, exact, atol=1e-4)


def test_competition_does_what_it_can_towards_too_many_matches() -> None:
    found, shift = competing(np.array([0, 0]), np.array([0, 1]), np.zeros(2), matches=1.7)
    assert shift == pytest.approx(10, abs=1e-3)
    assert found.sum() == pytest.approx(1, abs=1e-3)


def test_one_day_apart_is_twice_as_common_by_chance_as_none() -> None:
    _, (date, *_) = documented((4, 25, 15))
    np.testing.assert_allclose(date, [1 / 7, 2 / 7, 2 / 7, 2 / 7])


@given(st.lists(odds, min_size=9, max_size=9))
def test_assignment_is_the_best_matching(log_odds: list[float]) -> None:
    pairs = list(itertools.product(range(3), range(3)))
    left, right = (np.array(side) for side in zip(*pairs, strict=True))
    chosen = assign(left, right, np.array(log_odds), largest=10).chosen
    best = max(sum(log_odds[e] for e in m) for m in matchings(pairs))
    assert np.array(log_odds)[chosen].sum() == pytest.approx(best)


def listing(seed: int, n: int) -> Listing:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "date": pd.Timestamp(2017, 5, 1) + pd.to_timedelta(rng.integers(0, 30, n), unit="D"),
            "latitude": rng.uniform(33, 34, n),
            "longitude": rng.uniform(39, 40, n),
            "place": rng.choice(["Raqqa", "Ar-Raqqah", "Mosul, Iraq", "Iraq", ""], n),
            "low": rng.integers(1, 20, n),
        }
    )
    frame["date_end"] = frame["date"] + pd.to_timedelta(rng.integers(0, 3, n), unit="D")
    frame.loc[rng.random(n) < 0.3, "latitude"] = None
    frame.loc[rng.random(n) < 0.1, "date"] = None
    return Listing.of(frame, "official")


@pytest.mark.parametrize("days", [0, 2])
@pytest.mark.parametrize("shift", [0, 5])
@pytest.mark.parametrize(("km", "beyond"), [(15.0, 0.0), (40.0, 0.0), (40.0, 15.0)])
def test_candidates_are_all_pairs_that_pass_the_gates(
    days: int, shift: int, km: float, beyond: float
) -> None:
    one, two = listing(1, 60), listing(2, 70)
    found = candidates(one, two, days=days, km=km, shift=shift, beyond=beyond)
    expected = set()
    for i, j in itertools.product(range(60), range(70)):
        if not (one.has_day[i] and two.has_day[j]):
            continue
        gap = max(two.first[j] - one.last[i] - shift, one.first[i] + shift - two.last[j], 0)
        near: bool
        if one.has_point[i] and two.has_point[j]:
            a, b = (s.take(np.array([k])) for s, k in ((one, i), (two, j)))
            km_apart = haversine(a.latitude, a.longitude, b.latitude, b.longitude)[0]
            near = beyond <= km_apart <= km
        elif beyond:
            near = False
        else:
            parts = [{skeleton(p) for p in s.place[k].split(",") if p.strip()}
                     for s, k in ((one, i), (two, j))]  # fmt: skip
            near = not parts[0] or not parts[1] or bool(parts[0] & parts[1])
        if gap <= days and near:
            expected.add((i, j))
    assert set(zip(found.official.tolist(), found.monitor.tolist(), strict=True)) == expected
    assert len(expected) > 20


def test_too_many_pairs_are_refused() -> None:
    one = listing(1, 60)
    with pytest.raises(InvalidValueError, match="Narrow them"):
        candidates(one, one, days=30, km=500.0, most=100)


def test_haversine_against_known_distances() -> None:
    """Raqqa to Mosul by the spherical law of cosines; a degree of latitude is 111.195 km."""
    a, b, c, d = (np.radians(x) for x in (35.95, 39.01, 36.34, 43.13))
    cosines = np.arccos(np.sin(a) * np.sin(c) + np.cos(a) * np.cos(c) * np.cos(d - b)) * 6371.0088
    points = (np.array([35.95]), np.array([39.01]), np.array([36.34]), np.array([43.13]))
    assert haversine(*points)[0] == pytest.approx(cosines)
    one = haversine(np.array([35.0]), np.array([39.0]), np.array([36.0]), np.array([39.0]))
    assert one[0] == pytest.approx(111.195, abs=1e-3)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Al-Bukamal", "Abu Kamal"),
        ("Ar-Raqqah city", "Rakka"),
        ("Deir ez-Zor", "Dayr az-Zawr"),
        ("Mosul", "al-Mawsil"),
        ("الرقة", "Raqqa"),
        ("Харків", "Kharkov"),
        ("al-Ekirshi", "Akirshi"),
        ("Ash-Shaddadi", "Al Shaddadah"),
        ("Raqqa", "Raqqa countryside"),
    ],
)
def test_one_place_in_two_spellings_is_alike(one: str, two: str) -> None:
    assert name_similarity([one], [two])[0] >= 0.92
    assert name_similarity([two], [one])[0] == name_similarity([one], [two])[0]


@pytest.mark.parametrize(
    ("one", "two"), [("Raqqa", "Mosul"), ("Kharkiv", "Kherson"), ("Tal Afar", "Tel Abyad")]
)
def test_two_places_are_not(one: str, two: str) -> None:
    assert name_similarity([one], [two])[0] < 0.8


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_name_breaks_it(one: str, two: str) -> None:
    assert 0.0 <= name_similarity([one], [two])[0] <= 1.0
    assert spelled(one) == spelled(one.upper().lower()) or not one.isascii()
