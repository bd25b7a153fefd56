from __future__ import annotations

import json
import re
from collections import Counter
from fractions import Fraction
from itertools import permutations
from math import factorial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casualtystats.errors import InvalidValueError, NotIdentifiedError
from casualtystats.lists import OverlapTable, decomposable

# Cliques and separators of the eight graphs on three lists, written down by hand.
EIGHT: dict[str, tuple[list[set[int]], list[set[int]]]] = {
    "[1,2,3]": ([{0}, {1}, {2}], []),
    "[12,3]": ([{0, 1}, {2}], []),
    "[13,2]": ([{0, 2}, {1}], []),
    "[23,1]": ([{1, 2}, {0}], []),
    "[12,13]": ([{0, 1}, {0, 2}], [{0}]),
    "[12,23]": ([{0, 1}, {1, 2}], [{1}]),
    "[13,23]": ([{0, 2}, {1, 2}], [{2}]),
    "[123]": ([{0, 1, 2}], []),
}


def urn(margin: set[int], people: Counter[tuple[int, ...]], delta: Fraction) -> Fraction:
    """The chance of a sequence of people in a Pólya urn over the patterns of some lists."""
    share = delta * 2 ** (3 - len(margin))
    held: Counter[tuple[int, ...]] = Counter()
    chance, drawn = Fraction(1), 0
    for pattern, number in people.items():
        seen = tuple(pattern[j] for j in sorted(margin))
        for _ in range(number):
            chance *= (share + held[seen]) / (8 * delta + drawn)
            held[seen] += 1
            drawn += 1
    return chance


def by_hand(counts: list[int], delta: Fraction, most: int) -> dict[tuple[str, int], float]:
    """The posterior of graph and missing, in exact fractions."""
    patterns = [tuple(c >> j & 1 for j in range(3)) for c in range(8)]
    joint: dict[tuple[str, int], Fraction] = {}
    for missing in range(1, most + 1):
        people = Counter(dict(zip(patterns, [missing, *counts[1:]], strict=True)))
        total = people.total()
        ways = Fraction(factorial(total), factorial(missing)) / total
        for name, (cliques, separators) in EIGHT.items():
            chance = ways
            for c in cliques:
                chance *= urn(c, people, delta)
            for s in separators:
                chance /= urn(s, people, delta)
            joint[name, missing] = chance
    whole = sum(joint.values())
    return {key: float(value / whole) for key, value in joint.items()}


@given(
    st.lists(st.integers(0, 4), min_size=7, max_size=7),
    st.sampled_from([Fraction(1, 8), Fraction(1, 2), Fraction(3)]),
)
@settings(max_examples=12)
def test_equals_exact_fractions_on_three_lists(cells: list[int], delta: Fraction) -> None:
    counts = [0, *cells]
    if sum(counts[c] for c in (3, 5, 6, 7)) == 0:
        counts[3] = 1
    expected = by_hand(counts, delta, 25)
    table = OverlapTable(("a", "b", "c"), np.array(counts))
    found = decomposable(table, float(delta), 25, saturated=True)
    assert found.toll is not None
    for missing in (1, 2, 9, 25):
        mass = sum(v for (_, m), v in expected.items() if m == missing)
        assert float(found.toll.pmf(table.observed + missing)) == pytest.approx(mass, rel=1e-9)
    weights = found.models.set_index("model")["weight"]
    for name in EIGHT:
        share = sum(v for (n, _), v in expected.items() if n == name)
        assert weights[name] == pytest.approx(share, rel=1e-9)


def test_without_the_saturated_graph_the_others_keep_their_proportions() -> None:
    table = OverlapTable(("a", "b", "c"), np.array([0, 60, 49, 4, 247, 112, 142, 12]))
    some, every = (decomposable(table, max_missing=900, saturated=s) for s in (False, True))
    a, b = (e.models.set_index("model")["weight"] for e in (some, every))
    assert "[123]" not in a.index
    kept = b.drop("[123]")
    pd.testing.assert_series_equal(
        a.sort_index(), (kept / kept.sum()).sort_index(), rtol=1e-9, check_names=False
    )


def test_order_of_lists_does_not_matter() -> None:
    frame = OverlapTable(
        ("a", "b", "c", "d"), np.array([0, 30, 22, 9, 41, 6, 8, 3, 25, 5, 2, 2, 7, 1, 4, 2])
    ).to_frame()
    answers = [decomposable(frame[[*order, "count"]]) for order in list(permutations("abcd"))[::7]]
    first = answers[0].toll
    assert first is not None
    for other in answers[1:]:
        assert other.toll is not None
        assert other.point == answers[0].point
        assert other.toll.mean() == pytest.approx(first.mean(), rel=1e-9)


def test_truth_lies_within_when_the_model_holds() -> None:
    """1,000 people, lists 1 and 2 dependent, list 3 independent: 90 % intervals, 60 worlds."""
    generator = np.random.default_rng(20170515)
    joint = np.array([[0.3, 0.1], [0.15, 0.45]])
    within = 0
    for _ in range(60):
        pair = generator.multinomial(1000, joint.ravel())
        third = generator.binomial(pair, 0.4)
        counts = np.zeros(8, dtype=np.int64)
        for cell, (n, k) in enumerate(zip(pair, third, strict=True)):
            a, b = divmod(cell, 2)
            counts[a | b << 1] += n - k
            counts[a | b << 1 | 4] += k
        counts[0] = 0
        found = decomposable(OverlapTable(("a", "b", "c"), counts))
        within += 1000 in found.interval(0.9)
    assert 47 <= within <= 60  # 54 expected; 2.7 standard deviations below


def test_delta_comes_along_and_moves_the_answer() -> None:
    table = OverlapTable(("a", "b", "c"), np.array([0, 40, 30, 6, 20, 0, 0, 0]))
    found = decomposable(table)
    assert found.by_delta is not None
    assert found.by_delta["delta"].is_monotonic_increasing
    own = found.by_delta.set_index("delta").loc[0.125]
    assert own["median"] == found.point
    assert any("with delta" in w for w in found.warnings)
    assert any("nobody is on both a and c" in w for w in found.warnings)
    assert found.toll is not None
    assert "delta = 0.125" in found.toll.notes[0]
    assert found.toll.layers == ("unseen: averaged over decomposable graphs",)


def test_a_cap_that_bites_is_said() -> None:
    table = OverlapTable(("a", "b", "c"), np.array([0, 60, 49, 4, 247, 112, 142, 12]))
    capped = decomposable(table, max_missing=110)
    assert any("beyond 110 missing, max_missing" in w for w in capped.warnings)
    assert not decomposable(table).warnings
    assert decomposable(table, min_missing=0).toll.start == table.observed  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"delta": 0.0}, "delta must be positive"),
        ({"delta": float("nan")}, "delta must be positive"),
        ({"max_missing": 0}, "max_missing"),
        ({"min_missing": -1}, "min_missing"),
    ],
)
def test_arguments_out_of_range(kwargs: dict[str, float], words: str) -> None:
    table = OverlapTable(("a", "b", "c"), np.array([0, 1, 2, 3, 4, 5, 6, 7]))
    with pytest.raises(InvalidValueError, match=words):
        decomposable(table, **kwargs)  # type: ignore[arg-type]


def test_tables_that_tell_nothing() -> None:
    with pytest.raises(NotIdentifiedError, match="at least three lists"):
        decomposable({"a": [1, 2], "b": [2, 3]})
    with pytest.raises(NotIdentifiedError, match="on two lists"):
        decomposable({"a": [1, 2], "b": [3, 4], "c": [5]})
    with pytest.raises(InvalidValueError, match="at most 6 lists"):
        decomposable({name: range(i, i + 9) for i, name in enumerate("abcdefg")})


def test_reference(shared_path: Path) -> None:
    """Means, quantiles and weights of R's dga at its own settings."""
    rows = json.loads((shared_path / "reference/lists/dga.json").read_text("utf-8"))
    assert len(rows) >= 20
    for row in rows:
        if row["delta"] == 1 and row["lists"] == 5:
            continue  # nothing that the others do not show, and slow
        table = pd.read_csv(shared_path / f"data/lists/{row['dataset']}.csv")
        found = re.search(r"Nmissing=1:(\d+)", row["call"])
        assert found is not None
        estimate = decomposable(table, row["delta"], int(found[1]), saturated=True)
        toll = estimate.toll
        assert toll is not None
        assert toll.mean() == pytest.approx(row["mean"], rel=1e-9)
        assert toll.std() == pytest.approx(row["sd"], rel=1e-7)
        for quantile, key in ((0.025, "q025"), (0.05, "q05"), (0.95, "q95"), (0.975, "q975")):
            assert float(toll.ppf(quantile)) == row[key]
        assert estimate.point == row["median"]
        for i, model in enumerate(row["top_models"]):
            assert estimate.models["weight"][i] == pytest.approx(model["prob"], rel=1e-7, abs=1e-15)


def test_what_lies_beyond_the_search_enters_the_interval() -> None:
    """A graph under which a list shares nobody with the others has a tail without a mean."""
    counts = np.array([0, 40, 30, 6, 20, 0, 0, 0])
    table = OverlapTable(("a", "b", "c"), counts)
    estimate = decomposable(table, 0.01)
    assert estimate.interval().high == np.inf
    assert estimate.toll is not None
    within = estimate.toll.median()
    assert within < estimate.point < np.inf  # the median of all is not that of what was searched
    assert any("lies beyond" in note for note in estimate.warnings)
    capped = decomposable(table, 0.01, max_missing=50_000)
    assert capped.interval().high < np.inf  # a ceiling that was asked for holds
    assert estimate.by_delta is not None
    assert estimate.by_delta["upper"].iloc[0] == np.inf
    with pytest.raises(NotIdentifiedError, match="tell the total at delta"):
        decomposable(table, 1e-4)
