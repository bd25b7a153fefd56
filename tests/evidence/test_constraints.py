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

from casualtystats.evidence.fuse import fuse
from casualtystats.evidence.report import Report
from casualtystats.text.claim import Claim
from casualtystats.text.loading import available, expand, load, spellings
from casualtystats.text.parse import parse
from casualtystats.toll.constraints import constrain, disjoint, least_total
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


def floor(words: str, lang: str = "en") -> int:
    """The floor that the sub-counts of a sentence set for its first total."""
    whole, *others = parse(words, lang=lang)
    return least_total([c for c in others if c.parent is whole], outcome=whole.outcome)


@pytest.mark.parametrize(
    ("lang", "words", "people"),
    [
        ("en", "Seven people were killed, including four boys and three girls.", 7),
        ("en", "42 killed, including at least four Boys, three teenage girls and a woman", 8),
        ("en", "12 killed, including three sons and a daughter", 4),
        ("en", "12 killed, including a 7-year-old girl and her two sons", 3),
        ("fr", "42 personnes ont été tuées, dont quatre garçons et trois petites filles.", 7),
        ("fr", "42 morts, dont deux fils et une fillette", 3),
        ("ru", "Погибли 42 человека, в том числе четыре мальчика и три девочки.", 7),
        ("ru", "Погибли 42 человека, в том числе один мальчик и пять девочек.", 6),
        ("ar", "قتل 42 شخصا بينهم أربعة فتيان وثلاث فتيات", 7),
        ("ar", "قتل 42 شخصا بينهم صبي وطفلتان", 3),
    ],
)
def test_boys_and_girls_are_children_and_different_people(
    lang: str, words: str, people: int
) -> None:
    others = parse(words, lang=lang)[1:]
    assert {c.victims for c in others} <= {("children",), ("women",)}
    assert floor(words, lang) == people


@pytest.mark.parametrize(
    ("lang", "words", "people"),
    [
        ("en", "20 killed, including 11 children and three girls", 11),
        ("en", "20 killed, including 11 children, including three girls", 11),
        ("en", "20 killed, including five girls and three daughters", 5),
        ("en", "20 killed, including four soldiers and three marines", 4),
        ("en", "20 killed, including four children and three infants", 4),
        ("es", "Murieron 42 personas, entre ellas cuatro niños y tres niñas.", 4),
        ("ar", "قتل 42 شخصا بينهم أربعة أولاد وثلاث فتيات", 4),
    ],
)
def test_what_may_be_the_same_people_is_not_added(lang: str, words: str, people: int) -> None:
    assert floor(words, lang) == people


def test_a_report_is_tightened_by_boys_and_girls() -> None:
    toll = fuse([Report("7 killed, including four boys and three girls", source="A")])
    assert toll.start == 7
    assert toll.notes == ("A: sub-counts: the total is at least 7",)


def nouns() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = tomllib.loads(DATA.read_text("utf-8"))["nouns"]
    return read


@pytest.mark.parametrize("entry", nouns(), ids=lambda entry: f"{entry['lang']}-{entry['kind']}")
def test_a_finer_noun_is_one_that_the_lexicon_reads(entry: dict[str, Any]) -> None:
    assert entry["source"]
    assert entry["lang"] in available()
    read = {word: sense.victims for word, sense in spellings(load(entry["lang"]).raw)}
    for word in (word for words in entry["words"] for word in expand(words)):
        assert read.get(word) == entry["of"], word
    kinds = tomllib.loads(DATA.read_text("utf-8"))["kinds"]
    assert kinds[entry["of"]].items() < kinds[entry["kind"]].items()


def test_no_noun_names_two_finer_kinds() -> None:
    named = [(e["lang"], e["of"], w) for e in nouns() for ws in e["words"] for w in expand(ws)]
    assert len(named) == len(set(named))


NAMED = {"boys": "boys", "sons": "boys", "girls": "girls", "minors": "children"}


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from(sorted(NAMED))), max_size=5))
def test_a_noun_counts_as_the_kind_that_it_names(counted: list[tuple[int, str]]) -> None:
    read = [
        part(n, "children", evidence=(("victims", noun, "nouns.children"),)) for n, noun in counted
    ]
    assert least_total(read) == least_total([part(n, NAMED[noun]) for n, noun in counted])
    most = dict.fromkeys(NAMED.values(), 0)
    for n, noun in counted:
        most[NAMED[noun]] = max(most[NAMED[noun]], n)
    assert least_total(read) == max(most["boys"] + most["girls"], most["children"])


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
