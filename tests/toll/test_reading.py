"""Readings: the files that ship, the format, and what the numbers must obey."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.text.claim import Claim
from casualtystats.toll.forms import KINDS, has_scale
from casualtystats.toll.law import FigureLaw, VagueLaw
from casualtystats.toll.reading import Reading

FIGURES = [kind for kind in KINDS if kind != "vague"]
names = st.sampled_from(Reading.names())
sizes = st.integers(0, 10**8)


def content(name: str = "documented") -> dict[str, Any]:
    """The parsed file of a shipped reading."""
    path = files("casualtystats") / "data" / "readings" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def law(name: str, kind: str, low: int, high: int | None = None) -> FigureLaw:
    """The law of one figure."""
    return Reading.load(name).figure_law(KINDS.index(kind), low, low if high is None else high)


def test_two_readings_ship() -> None:
    assert Reading.names() == ("documented", "ferson")


@pytest.mark.parametrize("name", Reading.names())
def test_every_parameter_says_where_it_is_from(name: str) -> None:
    for key, parameter in Reading.load(name).parameters.items():
        assert parameter.source, key
        assert parameter.date, key
        assert np.isfinite(parameter.estimate), key
        if parameter.source != "set":
            assert parameter.se is not None, key
            assert parameter.se > 0, key
            assert parameter.n is not None, key
            assert parameter.n > 0, key


@given(names, st.sampled_from(FIGURES), sizes)
def test_shares_and_spreads_are_possible(name: str, kind: str, n: int) -> None:
    read = law(name, kind, n)
    below, above = float(np.asarray(read.below)), float(np.asarray(read.above))
    assert below >= 0.0
    assert above >= 0.0
    assert below + above < 1.0
    assert 0.0 < float(np.asarray(read.spread_below)) < 1.0
    assert 0.0 < float(np.asarray(read.spread_above)) < 1.0  # so that the mean is finite


@given(names, sizes)
def test_at_most_is_hard_above_and_up_to_is_not(name: str, n: int) -> None:
    assert law(name, "at_most", n).cdf(n) == 1.0
    assert law(name, "up_to", n + 1).cdf(n + 1) < 1.0


@given(names, sizes)
def test_fewer_than_excludes_the_figure_and_nearly_does_not(name: str, n: int) -> None:
    fewer = law(name, "less_than", n + 1)
    assert fewer.cdf(n) == 1.0
    assert fewer.ppf(0.5) <= law(name, "at_most", n + 1).ppf(0.5)
    assert law(name, "nearly", n + 1).cdf(n) < 1.0
    assert law(name, "nearly", n + 1).cdf(n + 1) < 1.0


@pytest.mark.parametrize("n", [1, 2, 3, 40, 352, 3000])
def test_fewer_than_is_the_way_down_of_other_words_given_that_the_toll_goes_down(n: int) -> None:
    soft = content()
    soft["less_than"] = dict(soft["nearly"])
    loose = Reading.from_dict(soft).figure_law(KINDS.index("less_than"), n, n)
    k = np.unique(np.linspace(0, n - 1, 40).round())
    given_fewer = loose.cdf(k) / loose.cdf(n - 1)
    assert law("documented", "less_than", n).cdf(k) == pytest.approx(given_fewer, rel=1e-12)


def test_a_reading_may_leave_fewer_than_soft() -> None:
    soft = content()
    soft["less_than"] = dict(soft["nearly"])
    read = Reading.from_dict(soft).figure_law(KINDS.index("less_than"), 40, 40)
    assert read.key == law("documented", "nearly", 40).key


def test_fewer_than_nobody_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="leave a toll possible; got 'fewer than 0'"):
        Reading.load().law(Claim(high=0, form="less_than", text="fewer than 0"))
    assert Reading.load().law(Claim(high=1, form="less_than")).cdf(0) == 1.0


@given(sizes)
def test_to_readers_at_least_is_hard_below(n: int) -> None:
    assert law("ferson", "at_least", n).cdf(n - 1) == 0.0


@pytest.mark.parametrize("name", Reading.names())
@pytest.mark.parametrize(("round_one", "sharp"), [(300, 352), (40, 42), (3000, 3120)])
def test_sharper_figures_have_narrower_intervals(name: str, round_one: int, sharp: int) -> None:
    for kind in ("exact", "about", "at_least", "up_to"):
        wide = law(name, kind, round_one).ppf([0.05, 0.95]) / round_one
        narrow = law(name, kind, sharp).ppf([0.05, 0.95]) / sharp
        assert np.diff(narrow) < np.diff(wide) + 0.5 / sharp


@given(st.sampled_from(FIGURES), st.integers(1_000, 10**7))
def test_beyond_what_was_fitted_relative_spreads_stay(kind: str, n: int) -> None:
    here = np.asarray(law("documented", kind, n * 10 + 1).spread_above)
    there = np.asarray(law("documented", kind, n * 1000 + 100).spread_above)
    digits = len(str(n * 1000 + 100).rstrip("0")) - len(str(n * 10 + 1).rstrip("0"))
    slope = Reading.load("documented").parameters["shared.spread_digits"].estimate
    assert there / here == pytest.approx(np.exp(slope * digits))


@pytest.mark.parametrize("name", Reading.names())
@pytest.mark.parametrize(("n", "digits"), [(3, 1), (31, 2), (352, 3), (700, 1)])
def test_a_figure_by_hand(name: str, n: int, digits: int) -> None:
    def value(part: str) -> float:
        known = Reading.load(name).parameters
        return known.get(f"about.{part}", known.get(f"shared.{part}")).estimate  # type: ignore[union-attr]

    def share(logit: float) -> float:
        return float(1.0 / (1.0 + np.exp(-logit)))

    size, extra = np.log(n), digits - 1
    stays = share(value("stays") + value("stays_size") * size + value("stays_digits") * extra)
    up = share(value("up") + value("up_small") / n)
    slopes = value("spread_size") * size + value("spread_digits") * extra
    assert law(name, "about", n).key[3:] == pytest.approx(
        (
            (1.0 - stays) * (1.0 - up),
            (1.0 - stays) * up,
            np.exp(value("spread_below") + slopes),
            np.exp(value("spread_above") + slopes),
        )
    )


def test_a_range_takes_each_end_for_its_side() -> None:
    read = law("documented", "range", 30, 352)
    assert read.spread_below == law("documented", "range", 30).spread_below
    assert read.spread_above == law("documented", "range", 352).spread_above


@given(names, st.integers(1, 10**6))
def test_vague_words_scale_with_their_unit(name: str, unit: int) -> None:
    reading = Reading.load(name)
    one = np.array([0.1, 0.5, 0.9])
    many, few = reading.vague_law(unit * 1000).ppf(one), reading.vague_law(1000).ppf(one)
    assert many == pytest.approx(few * unit, abs=unit)


def test_claims_reach_their_law() -> None:
    reading = Reading.load("documented")
    stated = reading.law(Claim(low=352, form="at_least"))
    assert stated.key == law("documented", "at_least", 352).key
    assert isinstance(reading.law(Claim(form="vague", unit=12)), VagueLaw)
    ranged = reading.law(Claim(low=31, high=44, form="range"))
    assert ranged.key == law("documented", "range", 31, 44).key
    more = reading.law(Claim(low=0, form="more_than"))
    assert more.key == law("documented", "more_than", 1).key


@pytest.mark.parametrize("claim", [Claim(form="vague", text="many"), Claim(form="exact")])
def test_claims_without_a_figure_are_refused(claim: Claim) -> None:
    with pytest.raises(InvalidValueError, match="claim must state"):
        Reading.load("documented").law(claim)


@pytest.mark.parametrize("name", ["documented", "ferson"])
def test_at_least_nobody_is_refused(name: str) -> None:
    with pytest.raises(InvalidValueError, match="exclude some toll; got 'at least 0'"):
        Reading.load(name).law(Claim(low=0, form="at_least", text="at least 0"))


def test_a_best_figure_with_one_end_keeps_both_and_is_open_on_the_other_side() -> None:
    reading = Reading.load("documented")
    alone, k = reading.law(Claim(low=22, high=22)), np.arange(23, 60)
    floor = reading.law(Claim(low=20, best=22, form="at_least"))
    assert floor.ppf(0.5) == 22
    assert floor.cdf(k) == pytest.approx(alone.cdf(k), abs=1e-12)
    ceiling = reading.law(Claim(high=60, best=22, form="at_most"))
    assert ceiling.ppf(0.5) == 22
    assert ceiling.cdf(np.arange(22)) == pytest.approx(alone.cdf(np.arange(22)), abs=1e-12)
    assert ceiling.cdf(59) < alone.cdf(59)


def test_words_without_a_scale_have_no_law() -> None:
    said = "must state a figure or a unit to count in; got 'many'. The words give no scale"
    with pytest.raises(InvalidValueError, match=said):
        Reading.load("ferson").law(Claim(form="vague", text="many"))
    assert not has_scale(Claim(form="vague"))
    assert has_scale(Claim(form="vague", unit=1))
    assert has_scale(Claim(low=3, form="at_least"))


def test_a_reading_of_your_own(tmp_path: Path) -> None:
    mine = (files("casualtystats") / "data" / "readings" / "documented.toml").read_text("utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(mine.replace('name = "documented"', 'name = "mine"'), "utf-8")
    reading = Reading.load(path)
    assert reading.name == "mine"
    assert reading.figure_law(0, 31, 31).key == law("documented", "exact", 31).key
    assert Reading.load(reading) is reading


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    text = (files("casualtystats") / "data" / "readings" / "documented.toml").read_text("utf-8")
    path.write_text(text, "utf-8")
    before = Reading.load(path).parameters["vague.peak"].estimate
    path.write_text(text.split("[vague]")[0] + "[vague]\npeak = 9\nspread_below = 0.1\n"
                    "spread_above = 0.2\n", "utf-8")  # fmt: skip
    assert Reading.load(str(path)).parameters["vague.peak"].estimate == 9 != before


def test_plain_numbers_will_do() -> None:
    plain = content()
    plain["vague"] = {"peak": 2.5, "spread_below": 0.2, "spread_above": 0.4}
    assert Reading.from_dict(plain).vague_law(100).ppf(0.5) > 200


@pytest.mark.parametrize(
    ("form", "name", "value", "said"),
    [
        ("exact", "stay", 1.0, "hold only"),
        ("exactly", "stays", 1.0, "hold only"),
        ("exact", "stays", float("nan"), "give exact.stays a finite number"),
        ("exact", "stays", "high", "give exact.stays a finite number"),
        ("exact", "stays", True, "give exact.stays a finite number"),
        ("exact", "stays", {"se": 1.0}, "give exact.stays an estimate"),
        ("exact", "stays", {"estimate": 1.0, "why": "so"}, "give exact.stays an estimate"),
        ("vague", "peak", -1.0, "give vague.peak a positive number"),
        ("at_most", "never", "upwards", "say never = above or below"),
    ],
)
def test_broken_files_are_refused(form: str, name: str, value: object, said: str) -> None:
    broken = content()
    broken.setdefault(form, {})[name] = value
    with pytest.raises(InvalidValueError, match=said):
        Reading.from_dict(broken)


def test_a_missing_parameter_is_named() -> None:
    broken = content()
    del broken["shared"]["spread_size"]
    with pytest.raises(InvalidValueError, match=r"exact\.spread_size"):
        Reading.from_dict(broken)


def test_unknown_readings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match="be one of documented ferson"):
        Reading.load("documentd")
    with pytest.raises(InvalidValueError, match="be a TOML file that is there"):
        Reading.load(tmp_path / "absent.toml")
    with pytest.raises(InvalidTypeError, match="reading must be a name"):
        Reading.load(3)  # type: ignore[arg-type]
    (tmp_path / "torn.toml").write_text("name = ", "utf-8")
    with pytest.raises(InvalidValueError, match="be valid TOML"):
        Reading.load(tmp_path / "torn.toml")
