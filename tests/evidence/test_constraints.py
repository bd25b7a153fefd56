"""Sub-counts tighten a total and are never added to it."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.evidence.constraints import constrain, disjoint, least_total
from casualtystats.evidence.fuse import fuse
from casualtystats.evidence.report import Report
from casualtystats.text.claim import Claim
from casualtystats.toll.toll import Toll
from tests.evidence.strategies import VICTIMS, figure, small_tolls, sub_counts

DATA = files("casualtystats").joinpath("data", "evidence", "victims.toml")
ATTRIBUTES = {
    "age": ["child", "adult"],
    "sex": ["female", "male"],
    "status": ["civilian", "fighter"],
}
KINDS: dict[str, dict[str, str]] = {
    "children": {"age": "child"},
    "girls": {"age": "child", "sex": "female"},
    "women": {"age": "adult", "sex": "female"},
    "men": {"age": "adult", "sex": "male"},
    "civilians": {"status": "civilian"},
    "soldiers": {"status": "fighter"},
    "refugees": {},
}


def part(n: int, *who: str, form: Any = "exact", **kwargs: Any) -> Claim:
    return figure(n, form, victims=who, tags=("subset",), **kwargs)


def test_the_report_of_the_activists() -> None:
    sub = [part(11, "children", form="at_least"), part(6, "women"), part(14, "refugees")]
    assert least_total(sub) == 17
    assert all(least_total(order) == 17 for order in permutations(sub))


@pytest.mark.parametrize("a", KINDS)
@pytest.mark.parametrize("b", KINDS)
def test_kinds_are_disjoint_when_no_person_can_be_both(a: str, b: str) -> None:
    people = [
        dict(zip(ATTRIBUTES, values, strict=True))
        for values in np.array(np.meshgrid(*ATTRIBUTES.values())).reshape(3, -1).T.tolist()
    ]
    both = [p for p in people if KINDS[a].items() <= p.items() and KINDS[b].items() <= p.items()]
    assert disjoint([a], [b]) == (not both)


def test_unknown_kinds_and_unstated_ones_may_overlap_with_any() -> None:
    assert not disjoint(["doctors"], ["children"])
    assert not disjoint([], ["children"])
    assert disjoint(["women", "men"], ["children"])
    assert not disjoint(["women", "refugees"], ["children"])


@given(st.lists(sub_counts, max_size=5))
def test_the_floor_never_exceeds_a_population_that_fits_the_sub_counts(sub: Any) -> None:
    """Build the smallest crowd greedily: reuse everyone who fits, add who is missing."""
    floors = [
        (c.low + (c.form == "more_than"), c.victims)
        for c in sub
        if c.low is not None and c.form != "about"
    ]
    crowd: list[dict[str, str]] = []
    for n, who in floors:
        kind = KINDS[who[0] if who else "refugees"]
        fitting = [p for p in crowd if all(p.get(a, v) == v for a, v in kind.items())][:n]
        for person in fitting:
            person.update(kind)
        crowd += [dict(kind) for _ in range(n - len(fitting))]
    assert least_total(sub) <= len(crowd)
    assert least_total(sub) >= max([n for n, _ in floors], default=0)


@given(st.lists(sub_counts, max_size=5), sub_counts)
def test_more_sub_counts_never_lower_the_floor(sub: Any, one: Any) -> None:
    assert least_total([*sub, one]) >= least_total(sub)


@given(st.integers(13, 16), st.integers(1, 9))
def test_many_sub_counts_are_not_searched_one_by_one(many: int, n: int) -> None:
    sub = [part(n, "women") for _ in range(many)] + [part(n + 1, "children")]
    assert least_total(sub) == 2 * n + 1


def test_forms_set_the_floor_they_state() -> None:
    assert least_total([part(10, form="at_least")]) == 10
    assert least_total([part(10, form="more_than")]) == 11
    assert least_total([part(10, form="about")]) == 0
    assert least_total([part(10, form="at_most")]) == 0
    assert least_total([Claim(form="vague", unit=12, victims=("women",))]) == 0
    assert least_total([Claim(low=4, high=9, form="range", victims=("women",))]) == 4
    assert least_total([]) == 0


def test_injured_children_are_not_dead_ones() -> None:
    sub = [part(11, "children", outcome="injured"), part(6, "women", outcome="killed")]
    assert least_total(sub, outcome="killed") == 6
    assert least_total(sub) == 17


@given(small_tolls, st.lists(sub_counts, max_size=3))
def test_constraining_is_conditioning(toll: Any, sub: Any) -> None:
    floor = least_total(sub)
    tighter = constrain(toll, sub)
    k = np.arange(toll.start, toll.lattice.end + 1)
    possible = k >= floor
    if not possible.any():
        assert tighter.key == toll.key
        assert tighter.notes[-1].startswith("contradictory: the sub-counts need at least")
        return
    expected = np.where(possible, toll.pmf(k), 0)
    np.testing.assert_allclose(tighter.pmf(k), expected / expected.sum(), atol=1e-12)
    assert tighter.mean() >= toll.mean() - 1e-9
    assert constrain(tighter, sub).key == tighter.key


def test_a_floor_below_the_toll_changes_nothing() -> None:
    toll = Toll(31, [0.6, 0.4])
    assert constrain(toll, [part(31, "women")]) is toll
    assert constrain(toll, [part(32, "women")]).notes == ("sub-counts: the total is at least 32",)


def test_every_kind_of_victim_that_a_lexicon_names_is_known() -> None:
    lexicons = files("casualtystats").joinpath("data", "lexicons")
    texts = [f.read_text("utf-8") for f in lexicons.iterdir() if f.name.endswith(".toml")]
    read = [tomllib.loads(text) for text in texts]
    entries = [entry for lexicon in read for entry in lexicon.get("nouns", [])]
    named = {entry["victims"] for entry in entries if "victims" in entry}
    assert {"children", "women", "refugees"} <= named
    assert named <= set(tomllib.loads(DATA.read_text("utf-8"))["kinds"])


def test_the_data_file_names_known_attributes_and_its_source() -> None:
    table = tomllib.loads(DATA.read_text("utf-8"))
    assert "SDG" in table["source"]
    assert set(VICTIMS) <= set(table["kinds"])
    for kind in table["kinds"].values():
        for attribute, values in kind.items():
            assert set(values) <= set(table["attributes"][attribute])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("12 killed, including 11 children and six women", 12),
        ("up to 12 killed, including 11 children and six women", 12),
        ("5 to 8 killed, including 11 children", 8),
        ("at least 12 killed, including 11 children and six women", None),
        ("about 12 killed, including 11 children and six women", None),
        ("18 killed, including 11 children and six women", None),
    ],
)
def test_a_report_whose_parts_exceed_its_total_contradicts_itself(
    words: str, said: int | None
) -> None:
    notes = fuse([Report(words, source="A")]).notes
    against = [note for note in notes if note.startswith("contradictory: A: the sub-counts need")]
    assert len(against) == (said is not None)
    assert all(note.endswith(f"and the words allow {said}") for note in against)
    assert any("the total is at least" in note for note in notes)


@pytest.mark.parametrize("words", ["fewer than 17", "at most 16", "<17"])
def test_parts_that_a_hard_total_excludes_are_said_to(words: str) -> None:
    toll = fuse([Report(f"{words} killed, including 11 children and six women", source="A")])
    assert toll.notes[0].endswith("need at least 17, which the total excludes")
    assert toll.interval().high == 16


def test_parts_narrow_a_total_of_fewer_than_to_what_is_left() -> None:
    toll = fuse([Report("fewer than 20 killed, including 11 children and six women", source="A")])
    assert toll.support() == (17.0, 19.0)
    soft = fuse([Report("nearly 20 killed, including 11 children and six women", source="A")])
    assert soft.sf(19) > 0.1
