"""Which figures are no summands: laws of the rule, and what the verbs say when they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.comparison.compare import compare
from casualtystats.errors import InvalidValueError, ScopeError
from casualtystats.evidence.additive import check_additive, no_summands, shared_tags
from casualtystats.evidence.contradictions import contradictions
from casualtystats.evidence.fuse import fuse
from casualtystats.evidence.report import Report
from casualtystats.evidence.total import total
from casualtystats.text.claim import Claim
from casualtystats.text.parse import parse
from casualtystats.toll.estimate import estimate
from casualtystats.toll.toll import Toll

ARTICLE = "42 people were killed, including 11 children. The toll was up from 31."
DENIAL = "The ministry denied that 40 civilians had been killed."
TAGS = ("denied", "prior", "subset", "cumulative", "added", "total", "claimed")

tags = st.lists(st.sets(st.sampled_from(TAGS), max_size=2), max_size=8)


def tagged(n: int, *tags: str) -> Toll:
    """A toll whose claim has these tags."""
    return Toll.exact(n, label=str(n), claims=[Claim(low=n, high=n, best=n, tags=tags)])


# ------------------------------------------------------------------------- laws


@given(tags, st.permutations(range(8)))
def test_the_order_of_figures_decides_nothing(some: list[set[str]], order: list[int]) -> None:
    places = [i for i in order if i < len(some)]
    moved = no_summands([some[i] for i in places])
    assert {places[i]: tag for i, tag in moved.items()} == no_summands(some)


@given(tags, st.sets(st.sampled_from(["victims", "period"])))
def test_what_is_left_may_be_added(some: list[set[str]], waived: set[str]) -> None:
    found = no_summands(some, waived=waived)
    left = [some[i] for i in range(len(some)) if i not in found]
    assert no_summands(left, waived=waived) == {}
    assert all(tag in some[i] for i, tag in found.items())


@given(tags)
def test_whole_figures_stay_and_withdrawn_ones_never_do(some: list[set[str]]) -> None:
    found = no_summands(some)
    for i, own in enumerate(some):
        if not own & set(TAGS[:5]):
            assert i not in found
        if own & {"denied", "prior"}:
            assert found[i] in own


@given(tags)
def test_every_waiver_lets_more_be_added_and_none_the_withdrawn(some: list[set[str]]) -> None:
    strict = no_summands(some)
    free = no_summands(some, waived=("victims", "period"))
    assert set(free) <= set(strict)
    assert set(free) == {i for i, own in enumerate(some) if own & {"denied", "prior"}}


@given(st.lists(st.sampled_from(["", "added"]), max_size=6), st.data())
def test_known_texts_set_an_increment_behind_a_total_of_its_own_text_only(
    some: list[str], data: st.DataObject
) -> None:
    texts = data.draw(st.lists(st.integers(0, 2), min_size=len(some), max_size=len(some)))
    wanted = {
        i
        for i, tag in enumerate(some)
        if tag and any(texts[j] == texts[i] and not some[j] for j in range(len(some)))
    }
    assert set(no_summands([tag.split() for tag in some], texts=texts)) == wanted


def test_a_toll_has_the_tags_that_all_its_standing_claims_have() -> None:
    prior, part, whole = (Claim(low=9, tags=t) for t in (("prior",), ("subset",), ()))
    assert shared_tags([prior, part]) == {"subset"}
    assert shared_tags([prior, whole]) == frozenset() == shared_tags([])
    assert shared_tags([prior]) == {"prior"}


# ------------------------------------------------------------------------- refusals


def test_the_claims_of_an_article_are_not_added_up() -> None:
    with pytest.raises(InvalidValueError) as caught:
        total(parse(ARTICLE), correlation=0)
    assert caught.value.value == {"prior": ["31"], "subset": ["11 children"]}
    assert "cs.Report" in caught.value.hint
    assert "ignore" not in caught.value.hint  # nothing makes 42 + 11 + 31 right
    for waived in ("victims", ("victims", "period")):
        with pytest.raises(InvalidValueError, match="prior and subset"):
            total(parse(ARTICLE), correlation=0, ignore=waived)
    # What the error advises works.
    assert total([Report(ARTICLE)], correlation=0).median() == estimate(42).median()
    whole = [c for c in parse(ARTICLE) if not {"subset", "prior"} & set(c.tags)]
    assert total(whole, correlation=0).median() == estimate(42).median()


def test_parts_may_be_added_to_parts_and_where_asked_to_the_wholes_of_others() -> None:
    children = [parse(f"{n} people were killed, including {n - 9} children.")[1] for n in (12, 19)]
    assert total([Toll.exact(3, claims=children[:1]), children[1]], correlation=0).mean() > 3
    mixed = [tagged(3, "subset"), tagged(40)]
    with pytest.raises(ScopeError, match="not add up subset figures") as caught:
        total(mixed, correlation=0)
    assert caught.value.fields == ("victims",)
    assert total(mixed, correlation=0, ignore="victims").mean() == 43


def test_a_part_of_a_part_is_not_added_to_it() -> None:
    part = Claim(low=11, tags=("subset",), text="11", parent=Claim(low=42, text="42"))
    lesser = Claim(low=3, tags=("subset",), text="3", parent=part)
    with pytest.raises(InvalidValueError) as caught:
        total([part, lesser], correlation=0, ignore="victims")
    assert caught.value.value == {"subset": ["3"]}


def test_increments_are_added_to_increments_only() -> None:
    with pytest.raises(ScopeError, match="not add up added figures") as caught:
        total(parse("The death toll rose by 14 to 212."), correlation=0)
    assert caught.value.fields == ("period",)
    assert caught.value.value == {"added": ["14"]}
    assert total([tagged(2, "added"), tagged(5, "added")], correlation=0).mean() == 7
    assert total([tagged(2, "added"), 5], correlation=0, ignore="period").mean() > 2


def test_running_totals_are_added_to_nothing() -> None:
    words = ["31 killed since 2014", "40 killed since 2014"]
    for figures in (words, [estimate(x) for x in words], [Report(x) for x in words]):
        with pytest.raises(ScopeError, match="add up cumulative figures, which count the same"):
            total(figures, correlation=0)
    with pytest.raises(ScopeError, match="not add up cumulative figures; got"):
        total([words[0], "5 killed"], correlation=0)
    assert total(words[:1], correlation=0).median() == estimate(words[0]).median()
    assert total([tagged(31, "cumulative"), tagged(9, "cumulative")], correlation=1,
                 ignore="period").mean() == 40  # fmt: skip


@given(st.lists(st.sampled_from(["", "subset", "cumulative", "added"]), min_size=2, max_size=6))
def test_what_is_refused_at_once_is_refused_in_parts(some: list[str]) -> None:
    tolls = [tagged(i + 1, *tag.split()) for i, tag in enumerate(some)]

    def adds(parts: list[Toll]) -> Toll | None:
        try:
            return total(parts, correlation=0)
        except ScopeError:
            return None

    halves = [adds(tolls[:1]), adds(tolls[1:])]
    in_parts = None if None in halves else adds([x for x in halves if x is not None])
    assert (adds(tolls) is None) == (in_parts is None)


def test_a_fused_toll_is_added_whatever_was_set_aside_in_it() -> None:
    fused = fuse([Report(Claim(low=31, best=31, tags=("prior",))), Report("42 killed")])
    assert total([fused, 7], correlation=0).median() > fused.median()


def test_a_comparison_refuses_what_a_total_refuses() -> None:
    parts = parse("42 people were killed, including 11 children.")
    with pytest.raises(InvalidValueError, match="official must not add up subset") as caught:
        compare(parts, 60, within=0)
    assert caught.value.argument == "official"
    with pytest.raises(InvalidValueError, match="monitor must not add up prior and subset"):
        compare(60, parse(ARTICLE), within=0)
    with pytest.raises(ScopeError, match=r"add them with cs\.total\(…, ignore=\('period',\)\)"):
        compare([tagged(31, "cumulative"), 4], 60, within=0)


# ------------------------------------------------------------------------- denied figures


@pytest.mark.parametrize("x", [DENIAL, parse(DENIAL)[0]])
def test_a_denied_figure_is_no_estimate_sum_or_side(x: Any) -> None:
    with pytest.raises(InvalidValueError, match="x must state a figure that is not denied"):
        estimate(x)
    with pytest.raises(InvalidValueError, match="not denied"):
        estimate(x, scheme="ucdp")
    for entry in (x, Report(x)):
        with pytest.raises(InvalidValueError, match="tolls must state a figure that is not denied"):
            total([entry, "12 killed"], correlation=0)
        with pytest.raises(InvalidValueError, match=r"monitor must state a figure .* not denied"):
            compare(12, entry)
    with pytest.raises(InvalidValueError, match="not denied or superseded"):
        fuse([Report(x)])
    with pytest.raises(InvalidValueError, match="not add up denied figures"):
        check_additive([tagged(40, "denied"), tagged(12)])


def test_a_denied_figure_contradicts_nobody() -> None:
    reports = [Report(DENIAL, source="ministry"), Report("400 killed", source="monitor")]
    assert contradictions(reports).empty
    assert contradictions(reports[:1]).empty
    assert len(contradictions([*reports, Report("40 killed", source="wire")])) == 1
