"""Bad input is refused by name: the argument, the rule, the value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from scipy import stats

import casualtystats as cs
from casualtystats.errors import InvalidTypeError, InvalidValueError

TWO = (cs.Report(12, source="A"), cs.Report(26, source="B"))
ANY: Any = cs  # what a type checker would refuse already


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: cs.estimate(10**30), "x"),
        (lambda: cs.Toll.exact(10**30), "start"),
        (lambda: cs.Toll.from_pmf([1e30], [1]), "values"),
        (lambda: cs.estimate(31).rvs(size=-1), "size"),
        (lambda: cs.estimate(31).rvs(size="x"), "size"),
        (lambda: ANY.estimate(31).moment("x"), "order"),
        (lambda: cs.bias.Heaping(lowest=-5), "lowest and highest"),
        (lambda: cs.bias.Heaping(lowest=50, highest=10), "lowest and highest"),
        (lambda: ANY.Reading.from_dict({"shared": 3}), "reading"),
    ],
)
def test_impossible_values(call: Callable[[], Any], argument: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        call()
    assert refused.value.argument == argument
    assert str(refused.value).startswith(f"{argument} must ")


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: ANY.Toll(0, "abc"), "probs"),
        (lambda: ANY.Toll.from_pmf([3], "x"), "probs"),
        (lambda: ANY.Toll.from_scipy(stats.poisson), "frozen"),
        (lambda: ANY.estimate(31).ppf("x"), "q"),
        (lambda: ANY.estimate(31).cdf("x"), "k"),
        (lambda: cs.estimate(31).replace(notes=3), "notes"),
        (lambda: cs.estimate(31).replace(labl="x"), "changes"),
        (lambda: ANY.bias.Undercount()(3), "toll"),
        (lambda: ANY.bias.Heaping()(3), "toll"),
        (lambda: ANY.bias.Heaping(to_ten="x"), "to_ten"),
        (lambda: ANY.fuse(None), "reports"),
        (lambda: ANY.fuse(31), "reports"),
        (lambda: ANY.fuse(TWO, weights=3), "weights"),
        (lambda: ANY.fuse(TWO, weights={"A": "x"}), "weights"),
        (lambda: ANY.fuse(TWO, bias=3), "bias"),
        (lambda: ANY.Reading.from_dict(3), "content"),
    ],
)
def test_wrong_types(call: Callable[[], Any], argument: str) -> None:
    with pytest.raises(InvalidTypeError) as refused:
        call()
    assert refused.value.argument == argument
    assert str(refused.value).startswith(f"{argument} must ")


def test_the_largest_figure_does_not_overflow() -> None:
    largest = 10**10
    assert cs.total([cs.Toll.exact(largest)] * 3, correlation=0).median() == 3 * largest
    assert cs.estimate(largest).median() > 0
