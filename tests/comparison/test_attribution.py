"""Attribution: no contested incident is ever counted twice, and gradings stay apart."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.comparison.attributed import Attributed
from casualtystats.comparison.attribution import Attribution, attribute
from casualtystats.comparison.gradings import by_grading
from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.tables.examples import load_example
from casualtystats.toll.toll import Toll

ACTORS = ("Coalition", "Russia", "Iraq")
INCIDENTS = st.lists(
    st.tuples(st.integers(0, 50), st.lists(st.sampled_from(ACTORS), min_size=1, unique=True)),
    min_size=1,
    max_size=5,
)


def exact(incidents: list[tuple[int, list[str]]]) -> Attribution:
    return attribute([(Toll.exact(n), tuple(a)) for n, a in incidents], correlation=0)


def worlds(incidents: list[tuple[int, list[str]]]) -> list[dict[str, int]]:
    """Every way to give each incident to one of its actors, with the totals that follow."""
    found = []
    for choice in product(*(actors for _, actors in incidents)):
        totals = dict.fromkeys(ACTORS, 0)
        for (n, _), actor in zip(incidents, choice, strict=True):
            totals[actor] += n
        found.append(totals)
    return found


@given(INCIDENTS, st.sets(st.sampled_from(ACTORS), min_size=1))
def test_bounds_are_the_extremes_over_all_attributions(
    incidents: list[tuple[int, list[str]]], chosen: set[str]
) -> None:
    found = exact(incidents)
    named = sorted(chosen & set(found.actors))
    if not named:
        return
    sums = [sum(world[actor] for actor in named) for world in worlds(incidents)]
    assert tuple(found.bounds(*named)) == (min(sums), max(sums))


@given(INCIDENTS, st.permutations(ACTORS))
def test_a_scenario_is_one_of_the_worlds(
    incidents: list[tuple[int, list[str]]], preferred: list[str]
) -> None:
    found = exact(incidents)
    order = [actor for actor in preferred if actor in found.actors]
    totals = {actor: int(toll.median()) for actor, toll in found.scenario(*order).items()}
    assert dict.fromkeys(ACTORS, 0) | totals in worlds(incidents)
    assert totals[order[0]] == found.bounds(order[0]).high  # the first one preferred gets all
    assert sum(totals.values()) == sum(n for n, _ in incidents)


@given(INCIDENTS)
def test_all_actors_together_are_the_total(incidents: list[tuple[int, list[str]]]) -> None:
    found = exact(incidents)
    row = found.to_frame().iloc[-1]
    assert row["least_lower"] == row["most_upper"] == sum(n for n, _ in incidents)
    assert row["incidents"] == len(incidents)


def test_bounds_carry_the_tolls_uncertainty() -> None:
    found = attribute(
        [
            (Toll.from_pmf([30, 32], [0.5, 0.5]), "Coalition"),
            (Toll.from_pmf([10, 20], [0.5, 0.5]), ("Coalition", "Russia")),
        ],
        correlation=0,
        level=0.9,
    )
    assert tuple(found.bounds("Coalition")) == (30, 52)
    assert tuple(found.least("Coalition").interval(0.9)) == (30, 32)
    assert found.most("Coalition").mean() == pytest.approx(46)
    assert tuple(found.bounds("Russia")) == (0, 20)
    assert found.bounds("Russia").kind == "bounds over attributions"


def test_expected_is_the_mixture() -> None:
    found = attribute(
        [
            Attributed(Toll.exact(31), ("Coalition",)),
            Attributed(Toll.exact(42), ("Coalition", "Russia"), weights=(3, 1)),
        ],
        correlation=0,
    )
    toll = found.expected("Coalition")
    assert toll.pmf(31) == pytest.approx(0.25)
    assert toll.pmf(73) == pytest.approx(0.75)
    means = [found.expected(actor).mean() for actor in found.actors]
    assert sum(means) == pytest.approx(73)
    assert attribute([(3, "A"), (4, "B")], correlation=0).expected("A").pmf(0) < 1


def test_expected_needs_weights() -> None:
    found = attribute([(31, "Coalition"), (42, ("Coalition", "Russia"))], correlation=0)
    with pytest.raises(InvalidValueError, match="weights must be given"):
        found.expected("Russia")


def test_a_mixture_keeps_a_toll_that_may_be_none() -> None:
    toll = Toll.from_pmf([0, 4], [0.5, 0.5])
    one = Attributed(toll, ("A", "B"), weights=(0.5, 0.5))
    mixed = attribute([one], correlation=0).expected("A")
    assert np.allclose(mixed.pmf([0, 4]), [0.75, 0.25])


@pytest.mark.parametrize(
    ("actors", "weights", "match"),
    [
        ((), None, "actors must name at least one"),
        (("A", "A"), None, "actors must name at least one actor, each once"),
        (("A", " "), None, "actors must name"),
        (("A", "B"), (1,), "weights must be one number per actor"),
        (("A", "B"), (0, 0), "weights must be one number per actor"),
        (("A", "B"), (-1, 2), "weights must be one number per actor"),
    ],
)
def test_incidents_that_cannot_be(actors: Any, weights: Any, match: str) -> None:
    with pytest.raises(InvalidValueError, match=match):
        Attributed(Toll.exact(3), actors, weights)


def test_inputs_that_cannot_be() -> None:
    with pytest.raises(InvalidValueError, match="incidents must hold at least one"):
        attribute([], correlation=0)
    with pytest.raises(InvalidTypeError, match="hold Attributed or"):
        attribute([31], correlation=0)  # type: ignore[list-item]
    with pytest.raises(InvalidTypeError, match="incidents must be a list"):
        attribute("31", correlation=0)  # type: ignore[arg-type]
    found = attribute([(31, "Coalition")], correlation=0)
    with pytest.raises(InvalidValueError, match="actors must be among Coalition"):
        found.bounds("Russia")
    with pytest.raises(InvalidValueError, match="actors must be among Coalition"):
        found.bounds()


def test_dependence_is_passed_on() -> None:
    parts = [(Toll(10, np.ones(21)), "A") for _ in range(6)]
    apart, together = (attribute(parts, correlation=c).bounds("A") for c in (0, 1))
    assert together.width > apart.width


# ------------------------------------------------------------------- gradings


def test_the_gradings_of_airwars() -> None:
    found = by_grading(load_example("airwars_gradings"))
    table = found.to_frame()
    assert table["grading"].tolist() == ["confirmed or fair", "weak", "contested", "discounted"]
    assert table["incidents"].sum() == 3_003
    assert found.upto("confirmed or fair") == (8_249, 13_342)
    assert found.upto("discounted") == (19_217, 29_816)
    assert (table["cumulative_lower"].diff().iloc[1:] == table["lower"].iloc[1:]).all()
    with pytest.raises(InvalidValueError, match="grading must be one of"):
        found.upto("rumour")


@pytest.mark.parametrize("dtype", ["object", "string", "Int64", "category", "float64"])
def test_figures_of_any_dtype_are_added_as_numbers(dtype: str) -> None:
    cells = ["1", "9", None] if dtype in ("object", "string") else [1, 9, None]
    high = ["2", "10", "30"] if dtype in ("object", "string") else [2, 10, 30]
    frame = pd.DataFrame({"grading": ["fair", "fair ", "weak"]})
    frame["low"], frame["high"] = pd.Series(cells, dtype=dtype), pd.Series(high, dtype=dtype)
    frame["incidents"] = pd.Series(["1", "2", "1"] if dtype == "object" else [1, 2, 1], dtype=dtype)
    table = by_grading(frame).to_frame().fillna(-1)
    columns = ["grading", "incidents", "lower", "upper", "cumulative_lower", "cumulative_upper"]
    assert table[columns].to_numpy().tolist() == [
        ["fair", 3, 10, 12, 10, 12],
        ["weak", 1, -1, 30, -1, 42],  # unknown is not 0
    ]


@pytest.mark.parametrize("cell", [-5, 1.5, "about 3", True, float("inf")])
def test_what_is_no_number_of_people_is_not_added(cell: object) -> None:
    frame = pd.DataFrame({"grading": ["fair", "fair"], "low": [1, cell], "high": [2, 60]})
    with pytest.raises(
        InvalidValueError, match="hold whole numbers of people, 0 or more, in 'low'"
    ):
        by_grading(frame.astype({"low": object}))


def test_incidents_are_added_by_grading() -> None:
    frame = pd.DataFrame(
        {
            "grading": ["weak", "confirmed", "weak", "odd"],
            "low": [3, 10, 4, 1],
            "high": [5, 10, None, 2],
        }
    )
    table = by_grading(frame).to_frame().set_index("grading")
    assert table.index.tolist() == ["confirmed", "weak", "odd"]
    assert table["incidents"].tolist() == [1, 2, 1]
    assert table["lower"].to_dict()["weak"] == 7
    assert pd.isna(table["upper"].to_dict()["weak"])  # an open end stays open
    assert table["cumulative_lower"].tolist() == [10, 17, 18]


def test_gradings_of_tolls() -> None:
    tolls = [Toll.from_pmf([3, 5], [1, 1]), Toll.exact(10), Toll.exact(4)]
    frame = pd.DataFrame({"grading": ["weak", "fair", "weak"], "toll": tolls})
    table = by_grading(frame, figure="toll", correlation=0, level=0.8).to_frame()
    assert table["lower"].tolist() == [10, 7]
    assert table["cumulative_upper"].tolist() == [10, 19]
    assert table["level"].tolist() == [0.8, 0.8]
    with pytest.raises(InvalidValueError, match="correlation must be given"):
        by_grading(frame, figure="toll")


@pytest.mark.parametrize("dtype", ["float64", "Int64", "object"])
def test_bounds_the_wrong_way_round_are_refused_by_their_row(dtype: Any) -> None:
    frame = pd.DataFrame({"grading": ["weak", "weak", "fair"]})
    frame["low"] = pd.Series([3, 4, 12]).astype(dtype)
    frame["high"] = pd.Series([5, None, 9]).astype(dtype)
    said = r"frame must have 'low' at most 'high'; got \[12.*, 9.*\]. First at row 2; 1 such rows."
    with pytest.raises(InvalidValueError, match=said):
        by_grading(frame)
    frame["toll"] = [3, 4, 12]
    assert by_grading(frame, figure="toll", correlation=0).upto("weak")[0] > 0  # no bounds used


def test_gradings_that_cannot_be() -> None:
    with pytest.raises(InvalidValueError, match="frame must have the column 'low'"):
        by_grading(pd.DataFrame({"grading": ["weak"]}))
    for blank in (None, "", " "):
        with pytest.raises(InvalidValueError, match="hold at least one row, each with a grading"):
            by_grading(pd.DataFrame({"grading": ["weak", blank], "low": 1, "high": 2}))
    frame = pd.DataFrame({"grading": ["weak", None], "low": [1, 2], "high": [1, 2]})
    with pytest.raises(InvalidValueError, match="each with a grading"):
        by_grading(frame)


def test_both_draw() -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    _, axes = plt.subplots(2)
    found = attribute([(31, "Coalition"), (42, ("Coalition", "Russia"))], correlation=0)
    assert found.plot(axes[0]) is axes[0]
    words = [text.get_text() for text in axes[0].texts]
    assert "Coalition" in words
    assert "1 incident, 1 contested" in words
    assert by_grading(load_example("airwars_gradings")).plot(axes[1]) is axes[1]
    plt.close("all")
