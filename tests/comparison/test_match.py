"""Matching: against a known truth, against brute force, and what it refuses and reports."""

from __future__ import annotations

import sys
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from casualtystats.comparison.match import match
from casualtystats.comparison.match_candidates import candidates
from casualtystats.comparison.matching import Matching
from casualtystats.errors import (
    CasualtyStatsWarning,
    InvalidTypeError,
    InvalidValueError,
    MissingExtraError,
)
from casualtystats.lists import chapman
from tests.comparison.synthetic import Truth, make


@pytest.fixture(scope="module")
def truth() -> Truth:
    return make(3000, days=365, towns=1500, seed=5)


@pytest.fixture(scope="module")
def matching(truth: Truth) -> Matching:
    return match(truth.official, truth.monitor)


def test_precision_and_recall_on_a_known_truth(truth: Truth, matching: Matching) -> None:
    found = matching.pairs[["official", "monitor"]].to_numpy(dtype=np.int64)
    right = truth.partner[found[:, 1]] == found[:, 0]
    assert right.mean() > 0.95
    assert right.sum() / (truth.partner >= 0).sum() > 0.9


def test_probabilities_are_calibrated(truth: Truth, matching: Matching) -> None:
    """Among pairs said to be p likely, about a share p is true."""
    pairs = matching.network.pairs
    hit = truth.partner[pairs.monitor] == pairs.official
    bins = np.digitize(matching.probability, [0.05, 0.35, 0.65, 0.9])
    for b in range(5):
        inside = bins == b
        said, true = matching.probability[inside].mean(), hit[inside].mean()
        assert abs(said - true) < 0.06 + 2 * np.sqrt(said * (1 - said) / inside.sum())


def test_the_acknowledged_share_covers_what_the_window_holds(
    truth: Truth, matching: Matching
) -> None:
    """About 2 in 100 dates err by more than the window: those matches are out of reach."""
    share = matching.acknowledged(draws=100)
    width = share["upper"] - share["lower"]
    inside = candidates(*matching.listings, days=3, km=30.0)
    reached = inside.monitor[truth.partner[inside.monitor] == inside.official]
    both = np.zeros(len(truth.monitor), dtype=bool)
    both[reached] = True
    assert 0.95 < both.sum() / (truth.partner >= 0).sum() < 1.0
    deaths = (truth.monitor["low"] + truth.monitor["high"]) / 2
    for row, true in (
        ("incidents", both.mean()),
        ("deaths in acknowledged incidents", deaths[both].sum() / deaths.sum()),
    ):
        assert share["lower"][row] <= true <= share["upper"][row]
        assert width[row] < 0.15
    wider = matching.acknowledged(draws=100, level=0.99)
    assert (wider["lower"] <= share["lower"]).all()
    assert (wider["upper"] >= share["upper"]).all()
    pd.testing.assert_frame_equal(share, matching.acknowledged(draws=100))


def test_one_to_one_and_every_incident_accounted_for(matching: Matching) -> None:
    pairs = matching.pairs
    assert pairs["official"].is_unique
    assert pairs["monitor"].is_unique
    assert (pairs["probability"] >= 0.5).all()
    for side, frame, unmatched in (
        ("official", matching.official, matching.unmatched_official),
        ("monitor", matching.monitor, matching.unmatched_monitor),
    ):
        assert set(pairs[side]) | set(unmatched.index) == set(frame.index)
        assert not set(pairs[side]) & set(unmatched.index)
        assert unmatched["prob_matched"].between(0, 1).all()
        assert unmatched["why"].notna().all()
        assert not set(matching.ambiguous[side]) & set(pairs[side])
    with pytest.warns(CasualtyStatsWarning, match="would be matches but for others"):
        both, official, monitor = matching.overlap()["count"]
    assert both >= len(pairs)
    assert (both + official, both + monitor) == (len(matching.official), len(matching.monitor))


def test_swapping_the_lists_mirrors_the_matching(truth: Truth, matching: Matching) -> None:
    """Chance is drawn from either side, so probabilities differ a little; the pairs hardly."""
    mirrored = match(truth.monitor, truth.official)
    one = set(matching.pairs[["official", "monitor"]].itertuples(index=False, name=None))
    two = set(mirrored.pairs[["monitor", "official"]].itertuples(index=False, name=None))
    assert len(one & two) > 0.98 * max(len(one), len(two))


def strikes(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_two_equal_claims_for_one_are_ambiguous_not_forced() -> None:
    official = strikes(date=["2017-05-15"], place=["Raqqa"], low=[12], high=[12])
    monitor = strikes(date=["2017-05-15"] * 2, place=["Raqqa"] * 2, low=[12] * 2, high=[12] * 2)
    matching = match(official, monitor)
    assert len(matching.pairs) == 0
    assert matching.ambiguous["monitor"].tolist() == [0, 1]
    assert matching.ambiguous["probability"].max() < 0.5
    assert matching.unmatched_official["why"].str.startswith("ambiguous").all()


def test_a_component_beyond_the_cap_is_reported_not_assigned() -> None:
    same: dict[str, list[Any]] = {
        "date": ["2017-05-15"] * 4,
        "place": ["Raqqa"] * 4,
        "low": [1, 10, 100, 1000],
    }
    capped = match(strikes(**same), strikes(**same), largest=3)
    assert len(capped.pairs) == 0
    assert capped.ambiguous["reasons"].str.contains("too large to assign").all()


def test_labels_are_kept_and_inputs_untouched() -> None:
    official = strikes(date=["2017-05-15"], place=["Abu Kamal"], low=[31]).set_axis(["o9"])
    monitor = strikes(date=["2017-05-16"], place=["Al-Bukamal"], low=[42]).set_axis(["m7"])
    before = official.copy(), monitor.copy()
    matching = match(official, monitor)
    assert matching.pairs[["official", "monitor"]].to_numpy().tolist() == [["o9", "m7"]]
    assert "1 day apart; names 95% alike; tolls meet" in matching.pairs["reasons"].iloc[0]
    pd.testing.assert_frame_equal(official, before[0])
    pd.testing.assert_frame_equal(monitor, before[1])


def test_the_window_is_a_gate() -> None:
    official = strikes(date=["2017-05-15"], latitude=[35.0], longitude=[39.0], low=[31])
    for day, latitude, found in (("2017-05-18", 35.0, 1), ("2017-05-19", 35.0, 0),
                                 ("2017-05-15", 35.26, 1), ("2017-05-15", 35.28, 0)):  # fmt: skip
        monitor = strikes(date=[day], latitude=[latitude], longitude=[39.0], low=[31])
        assert len(match(official, monitor, days=3, km=30).probability) == found


def test_missing_things_are_said_not_guessed() -> None:
    official = strikes(date=["2017-05-15", None], place=["Raqqa", "Raqqa"], low=[12, 12])
    monitor = strikes(date=["2017-05-15", "2019-01-01"], place=[None, "Raqqa"], low=[None, 3])
    matching = match(official, monitor)
    assert matching.unmatched_official.loc[1, "why"] == "no date"
    assert matching.unmatched_monitor.loc[1, "why"] == "no official incident within the window"
    pairs = pd.concat([matching.pairs, matching.ambiguous])
    assert pairs["reasons"].str.contains("toll unknown").all()


def test_empty_lists() -> None:
    empty = strikes(date=[], place=[], low=[])
    one = strikes(date=["2017-05-15"], place=["Raqqa"], low=[12])
    for official, monitor in ((empty, one), (one, empty), (empty, empty)):
        matching = match(official, monitor)
        assert len(matching.pairs) == len(matching.ambiguous) == 0
    with pytest.raises(InvalidValueError, match="at least one incident"):
        match(one, empty).acknowledged()


def test_it_shows_itself(matching: Matching) -> None:
    assert repr(matching).startswith("Matching(")
    assert "\n" not in repr(matching)
    assert "Incidents matched one to one" in matching._repr_html_()
    assert matching.summary()["matched"] == len(matching.to_frame())


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"days": -1}, InvalidValueError),
        ({"days": 1.5}, InvalidValueError),
        ({"km": 0}, InvalidValueError),
        ({"accept": 0.4}, InvalidValueError),
        ({"official": [1]}, InvalidTypeError),
        ({"official": strikes(place=["Raqqa"])}, InvalidValueError),
        ({"official": strikes(date=["2017-05-15"] * 2).set_axis([1, 1])}, InvalidValueError),
    ],
)
def test_refusals(options: dict[str, Any], error: type[Exception]) -> None:
    one = strikes(date=["2017-05-15"], place=["Raqqa"], low=[12])
    with pytest.raises(error):
        match(**{"official": one, "monitor": one, **options})


def test_without_the_extra_the_message_has_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    one = strikes(date=["2017-05-15"], place=["Raqqa"], low=[12])
    with pytest.raises(MissingExtraError, match=r"casualtystats\[match\]"):
        match(one, one)


def ten() -> pd.DataFrame:
    """Ten incidents a month apart, each in a town of its own."""
    towns = ["Mosul", "Raqqa", "Tabqa", "Hama", "Homs", "Idlib", "Aleppo", "Daraa"]
    towns += ["Manbij", "Kobani"]
    days = pd.date_range("2017-01-15", periods=10, freq="30D")
    return pd.DataFrame({"date": days, "place": towns, "low": range(3, 13)})


def counts(matching: Matching, **options: Any) -> tuple[list[int], list[str]]:
    """The counts of the overlap, and what was said of them."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        table = matching.overlap(**options)
    return table["count"].tolist(), [str(one.message) for one in told]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_doubled_entries_are_one_incident_on_both_lists(times: int) -> None:
    o = ten()
    again = pd.concat([o.iloc[:8], *[o.iloc[2:6]] * (times - 1)], ignore_index=True)
    for matching, side in ((match(o, again), "monitor"), (match(again, o), "official")):
        found, told = counts(matching)
        assert found == ([8, 2, 0] if side == "monitor" else [8, 0, 2])
        left = 4 * (times - 1)
        assert len(told) == (times > 1)
        if told:
            assert told[0].startswith(f"{left} {side} entries say the same as another")
        apart, told = counts(matching, repeats="apart")
        assert apart == ([8, 2, left] if side == "monitor" else [8, left, 2])
        assert len(told) == (times > 1)


def test_doubled_entries_do_not_move_what_is_estimated_from_the_lists() -> None:
    o = ten()
    once = match(o, o.iloc[:8])
    twice = match(o, pd.concat([o.iloc[:8], o.iloc[2:6]], ignore_index=True))
    tables = []
    for matching in (once, twice):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CasualtyStatsWarning)
            tables.append(matching.overlap())
    assert tables[0].equals(tables[1])
    assert chapman(tables[1]).point == chapman(tables[0]).point


def test_what_both_lists_have_twice_is_two_incidents() -> None:
    o = pd.concat([ten(), ten().iloc[4:6]], ignore_index=True)
    assert counts(match(o, o.copy())) == ([12, 0, 0], [])


def test_an_entry_in_other_words_stays_an_incident_of_its_own_and_is_spoken_of() -> None:
    o = ten()
    reworded = o.iloc[2:6].assign(place=["at-Tabqa", "Hamah", "Homss", "Idleb"])
    found, told = counts(match(o, pd.concat([o.iloc[:8], reworded], ignore_index=True)))
    assert found == [8, 2, 4]
    assert len(told) == 1
    assert "4 monitor entries would be matches but for others of their list" in told[0]


def test_entries_that_do_not_say_where_or_how_many_are_no_repeats() -> None:
    o = ten()
    for lacking in ("place", "low"):
        alike = pd.concat([o, o.iloc[9:]], ignore_index=True).drop(columns=lacking)
        far = o.assign(date=o["date"] + pd.Timedelta("900D"))
        assert counts(match(alike, far)) == ([0, 11, 10], [])
    whole = pd.concat([o, o.iloc[9:]], ignore_index=True)
    assert counts(match(whole, o.assign(date=o["date"] + pd.Timedelta("900D"))))[0] == [0, 10, 10]


def test_crowded_lists_share_about_as_many_as_in_truth() -> None:
    """Pairs alone are too few where towns have several incidents a week."""
    truth = make(3000, days=365, towns=60, seed=5)
    matching = match(truth.official, truth.monitor)
    shared = (truth.partner >= 0).sum()
    found, _ = counts(matching)
    assert len(matching.pairs) < 0.9 * shared
    assert abs(found[0] - shared) < 0.5 * (shared - len(matching.pairs))


def test_repeats_are_counted_in_one_of_two_ways() -> None:
    with pytest.raises(InvalidValueError, match="repeats must be 'once' or 'apart'"):
        match(ten(), ten()).overlap(repeats="twice")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["days", "km", "accept", "largest"])
@pytest.mark.parametrize("bad", ["a", None, True, [3]])
def test_what_is_no_number_is_refused_by_name(name: str, bad: Any) -> None:
    with pytest.raises(InvalidTypeError, match=f"{name} must be a number") as caught:
        match(ten(), ten(), **{name: bad})
    assert caught.value.argument == name


@pytest.mark.parametrize("name", ["days", "largest"])
@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 2.5, -1])
def test_what_is_no_whole_number_is_refused_by_name(name: str, bad: float) -> None:
    with pytest.raises(InvalidValueError, match=f"{name} must be a whole number"):
        match(ten(), ten(), **{name: bad})  # type: ignore[arg-type]


def test_short_lists_of_few_towns_are_not_undercounted() -> None:
    """By chance, one pair in seven within three days falls on one day, not one in four."""
    off = []
    for seed in range(12):
        truth = make(200, days=30, towns=40, seed=1000 + seed)
        matching = match(truth.official, truth.monitor)
        inside = candidates(*matching.listings, days=3, km=30.0)
        reach = (truth.partner[inside.monitor] == inside.official).sum()
        off.append((matching.expected_matches - reach) / 200)
    assert abs(np.mean(off)) < 0.12
