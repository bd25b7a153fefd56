"""Unlike scopes are refused by name; what is unstated is compatible, and said."""

from __future__ import annotations

import pickle
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import InvalidTypeError, InvalidValueError, ScopeError
from casualtystats.evidence.report import Report
from casualtystats.evidence.scope import SCOPE_FIELDS, check_scopes, scope_of, unstated
from casualtystats.text.claim import Claim
from casualtystats.toll.toll import Toll
from tests.evidence.strategies import figure

texts = st.sampled_from([None, "killed", "Killed ", "injured"])
victims = st.sampled_from([None, ("civilians",), ("women", "children"), ("children", "women")])
scopes: Any = st.fixed_dictionaries(
    {name: victims if name == "victims" else texts for name in SCOPE_FIELDS}
)


@pytest.mark.parametrize("field", SCOPE_FIELDS)
def test_each_field_is_refused_by_name_and_can_be_waived(field: str) -> None:
    one, other = ({field: ("civilians",)}, {field: ("children",)})
    if field != "victims":
        one, other = ({field: "x"}, {field: "y"})  # type: ignore[dict-item]
    named = [("ministry", one), ("monitor", other)]
    with pytest.raises(
        ScopeError, match=f"not differ in {field}; got .*ministry.*monitor"
    ) as found:
        check_scopes(named, argument="tolls")
    assert found.value.fields == (field,)
    assert found.value.argument == "tolls"
    assert repr((field,)) in found.value.hint
    assert pickle.loads(pickle.dumps(found.value)).fields == (field,)  # noqa: S301 -- our own
    assert check_scopes(named, ignore=field)[field] is None
    assert check_scopes(named, ignore=[field])[field] is None


@given(st.lists(scopes, min_size=1, max_size=4))
def test_the_verdict_does_not_depend_on_the_order(found: list[Any]) -> None:
    def verdict(order: Any) -> Any:
        try:
            merged = check_scopes([(str(i), scope) for i, scope in enumerate(order)])
        except ScopeError as problem:
            return problem.fields
        return {
            k: sorted(v) if isinstance(v, tuple) else (v or "").casefold().strip()
            for k, v in merged.items()
        }

    assert all(verdict(order) == verdict(found) for order in permutations(found))


@given(scopes)
def test_nothing_differs_from_itself_or_from_the_unstated(scope: Any) -> None:
    merged = check_scopes([("a", scope), ("b", scope), ("c", {})])
    assert merged == {name: scope[name] or None for name in SCOPE_FIELDS}


def test_spelling_of_case_and_spaces_does_not_set_apart() -> None:
    named = [("a", {"place": "Al-Bukamal  town"}), ("b", {"place": "al-bukamal town"})]
    assert check_scopes(named)["place"] == "Al-Bukamal  town"


def test_several_fields_are_named_together() -> None:
    named = [
        ("a", {"outcome": "killed", "period": "2014–2017"}),
        ("b", {"outcome": "casualties", "period": "2017"}),
    ]
    with pytest.raises(ScopeError, match="outcome and period") as found:
        check_scopes(named)
    assert found.value.fields == ("outcome", "period")
    assert "Killed is not injured" in found.value.hint
    with pytest.raises(ScopeError) as rest:
        check_scopes(named, ignore="period")
    assert rest.value.fields == ("outcome",)


def test_unknown_fields_cannot_be_ignored() -> None:
    with pytest.raises(InvalidValueError, match="ignore must name fields of a scope"):
        check_scopes([], ignore=("outcomes",))


def test_what_was_assumed_is_said() -> None:
    civilians = {"victims": ("civilians",)}
    said = unstated([("wire", civilians), ("ministry", {}), ("activists", {})])
    assert len(said) == 1
    assert said[0].startswith("victims: civilians according to wire; 2 others do not say, and are")
    assert unstated([("wire", civilians), ("wire 2", civilians)]) == ()
    assert unstated([("wire", civilians), ("ministry", {})], ignore="victims") == ()


def test_scope_of_a_report_adds_to_its_claim() -> None:
    report = Report(figure(42, outcome="killed", victims=("women", "children")), place="Raqqa")
    assert scope_of(report) == {
        "outcome": "killed",
        "victims": ("children", "women"),
        "actor": None,
        "place": "Raqqa",
        "period": None,
        "standard": None,
    }


def test_scope_of_a_toll_is_that_of_its_inputs() -> None:
    killed, injured = figure(3, outcome="killed"), figure(4, outcome="injured")
    assert scope_of(Toll.exact(3, claims=(killed,)))["outcome"] == "killed"
    reports = (Report(killed, place="Raqqa"), Report(killed))
    fused = Toll.exact(3, claims=(killed,), inputs=reports)
    assert scope_of(fused)["place"] == "Raqqa"
    total = Toll.exact(6, inputs=(fused, Toll.exact(3, claims=(injured,)), 0.3))
    assert scope_of(total)["outcome"] is None
    assert scope_of(total)["place"] == "Raqqa"
    assert set(scope_of(Toll.exact(1)).values()) == {None}


def test_other_things_have_no_scope() -> None:
    with pytest.raises(InvalidTypeError, match="x must be a Claim, a Report or a Toll"):
        scope_of(31)  # type: ignore[arg-type]
    assert scope_of(Claim(low=1, high=1, best=1))["victims"] is None
