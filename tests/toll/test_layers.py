"""Which of what was said, meant, erred and unseen a toll holds: every step keeps or adds to it."""

from __future__ import annotations

import copy
import pickle

import pytest

import casualtystats as cs
from casualtystats.errors import InvalidValueError
from casualtystats.toll.layers import checked_layers, joined
from casualtystats.toll.mixture import mixture

MEANT = ("said", "meant: documented")


def test_an_estimate_names_its_reading() -> None:
    assert cs.estimate("at least 31").layers == MEANT
    assert cs.estimate(31, reading="ferson").layers == ("said", "meant: ferson")
    assert cs.estimate("dozens", scheme="acled").layers == ("said", "meant: acled")


def test_a_bare_distribution_claims_no_layer() -> None:
    assert cs.Toll.exact(31).layers == ()
    assert "holds what was" not in cs.Toll.exact(31).summary()


def test_the_summary_and_the_card_say_it() -> None:
    toll = cs.estimate(31)
    assert "holds what was      said; meant: documented" in toll.summary()
    assert "meant: documented" in toll._repr_html_()


@pytest.mark.parametrize("bias", [cs.bias.Undercount(), cs.bias.Heaping()])
def test_a_bias_adds_the_layer_of_errors(bias: cs.bias.Undercount | cs.bias.Heaping) -> None:
    (added,) = set(bias(cs.estimate(31)).layers) - set(MEANT)
    assert added == f"erred: {type(bias).__name__.lower()}"


def test_a_bias_of_the_users_own_is_named_even_if_it_forgets_everything() -> None:
    def doubled(toll: cs.Toll, _report: object) -> cs.Toll:
        return cs.Toll.from_pmf(2 * toll.values, toll.probs)

    fused = cs.fuse([cs.Report("31", source="A"), cs.Report("42", source="B")], bias=doubled)
    assert fused.layers == (*MEANT, "erred: doubled")


def test_fuse_and_total_hold_what_their_parts_hold() -> None:
    told = [cs.Report("31, including 12 women", source="A"), cs.Report("dozens", source="B")]
    fused = cs.fuse(told)
    assert fused.layers == MEANT
    biased = cs.bias.Undercount()(cs.estimate(7))
    for correlation in (0, 0.3, 1):
        added = cs.total([fused, biased, cs.Toll.exact(3)], correlation=correlation)
        assert added.layers == (*MEANT, "erred: undercount")
    assert cs.total([fused, biased], correlation="unknown").layers == (*MEANT, "erred: undercount")


def test_copies_keep_it() -> None:
    toll = cs.estimate(31)
    again = pickle.loads(pickle.dumps(toll))  # noqa: S301 -- just pickled
    assert again.layers == MEANT
    assert copy.deepcopy(toll).replace(label="x").layers == MEANT
    assert toll.replace(layers=["unseen: a list"]).layers == ("unseen: a list",)
    assert mixture([toll, toll], layers=toll.layers).layers == MEANT


def test_the_order_of_parts_does_not_matter_to_the_order_of_layers() -> None:
    assert joined([("unseen",), ("erred: a",), ("said",)]) == ("said", "erred: a", "unseen")


def test_other_names_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="layers must start with one of said meant"):
        checked_layers(["guessed"])
    with pytest.raises(InvalidValueError, match="layers"):
        cs.Toll.exact(3, layers="Meant: documented")
