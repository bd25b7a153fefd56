from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import (
    CasualtyStatsWarning,
    InvalidTypeError,
    InvalidValueError,
    NotIdentifiedError,
)
from casualtystats.lists import OverlapTable

THREE = pd.DataFrame(
    {"a": [1, 0, 1, 1], "b": [0, 1, 1, 1], "c": [0, 0, 0, 1], "count": [50, 30, 17, 4]}
)

people = st.lists(st.integers(1, 7), min_size=1, max_size=40)


@given(people)
def test_three_ways_in_agree(cells: list[int]) -> None:
    persons = pd.DataFrame([[c >> j & 1 for j in range(3)] for c in cells], columns=list("abc"))
    grouped = persons.groupby(list("abc"), as_index=False).size().rename(columns={"size": "count"})
    identifiers = {name: persons.index[persons[name] == 1].tolist() for name in "abc"}
    by_person, by_count = OverlapTable.read(persons), OverlapTable.read(grouped)
    assert by_person == by_count == OverlapTable.read(identifiers)
    assert hash(by_person) == hash(by_count)
    assert by_person.observed == len(cells)
    assert by_person.on_list() == {n: int(persons[n].sum()) for n in "abc"}
    assert by_person.by_capture().tolist() == [
        sum(c.bit_count() == k for c in cells) for k in range(4)
    ]
    assert by_person.overlap(0, 2) == int((persons["a"] & persons["c"]).sum())


@given(people)
def test_a_list_left_out_takes_its_own_people_along(cells: list[int]) -> None:
    table = OverlapTable.read(
        pd.DataFrame([[c >> j & 1 for j in range(3)] for c in cells], columns=list("abc"))
    )
    only_b = int(table.counts[2])
    if table.observed == only_b:
        with pytest.raises(NotIdentifiedError):
            table.without("b")
        return
    smaller = table.without("b")
    assert smaller.lists == ("a", "c")
    assert smaller.observed == table.observed - only_b
    assert {**table.on_list(), **smaller.on_list()} == table.on_list()


def test_order_of_rows_and_split_rows_do_not_matter() -> None:
    shuffled = pd.concat([THREE.iloc[::-1], THREE.iloc[:0]])
    split = pd.concat([THREE.assign(count=THREE["count"] - 1), THREE.assign(count=1)])
    assert OverlapTable.read(shuffled) == OverlapTable.read(split) == OverlapTable.read(THREE)


def test_other_frames_and_types_of_column_are_read() -> None:
    pytest.importorskip("pyarrow", reason="Polars hands its columns over through pyarrow")
    expected = OverlapTable.read(THREE)
    assert OverlapTable.read(pl.from_pandas(THREE)) == expected
    assert OverlapTable.read(THREE.astype({"a": bool, "b": "Int64", "count": float})) == expected
    assert OverlapTable.read(THREE.rename(columns={"count": "n"}), count="n") == expected
    assert OverlapTable.read(expected) is expected


def test_round_trip() -> None:
    table = OverlapTable.read(THREE)
    assert OverlapTable.read(table.to_frame()) == table
    assert repr(table) == "OverlapTable(101 people on 3 lists: a, b, c)"
    assert not table.counts.flags.writeable


def test_a_row_of_zeros_may_say_nothing_but_not_something() -> None:
    zeros = pd.DataFrame({"a": [0], "b": [0], "c": [0], "count": [np.nan]})
    known = pd.concat([THREE, zeros])
    assert OverlapTable.read(known) == OverlapTable.read(THREE)
    with pytest.raises(InvalidValueError, match="people on no list"):
        OverlapTable.read(known.fillna(12))


def test_persons_on_no_list_are_left_out_aloud() -> None:
    persons = pd.DataFrame({"a": [1, 0, 1], "b": [1, 0, 0]})
    with pytest.warns(CasualtyStatsWarning, match="1 rows are on none"):
        assert OverlapTable.read(persons).observed == 2


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        (THREE.assign(a=[1, 0, 2, 1]), InvalidValueError, "column 'a' must hold only 0 and 1"),
        (THREE.assign(a=["1", "x", "0", "1"]), InvalidValueError, "column 'a'"),
        (THREE.assign(a=[1, np.nan, 1, 0]), InvalidValueError, "column 'a'"),
        (THREE.assign(count=[1, -2, 3, 4]), InvalidValueError, "0 or more"),
        (THREE.assign(count=[1, 2.5, 3, 4]), InvalidValueError, "whole numbers"),
        (THREE.assign(count=[1, np.nan, 3, 4]), InvalidValueError, "whole numbers"),
        (THREE.assign(count=0), NotIdentifiedError, "at least one person"),
        (THREE[["a", "count"]], NotIdentifiedError, "at least two lists"),
        ({"a": [1, 2]}, NotIdentifiedError, "at least two lists"),
        ([1, 2, 3], InvalidTypeError, "0/1 column per list"),
        (
            pd.DataFrame(np.eye(17, dtype=int), columns=[f"l{i}" for i in range(17)]),
            InvalidValueError,
            "at most 16 lists",
        ),
    ],
)
def test_what_cannot_be_is_refused(table: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        OverlapTable.read(table)


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=9, unique=True),
    st.lists(
        st.sampled_from([None, float("nan"), np.float64("nan"), pd.NA, pd.NaT, "", " \t"]),
        max_size=4,
    ),
    st.data(),
)
def test_missing_identifiers_are_nobody(
    known: list[int], missing: list[object], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations([*known, *missing]))
    lists = {"A": pd.Series(mixed, dtype=object), "B": iter([3, *missing]), "C": [3, 4]}
    if not missing:
        assert OverlapTable.read(lists).on_list() == {"A": len(known), "B": 1, "C": 2}
        return
    n = len(missing)
    with pytest.raises(InvalidValueError, match="hold an identifier for everybody") as caught:
        OverlapTable.read(lists)
    assert caught.value.value == {
        "A": f"{n} of {len(mixed)} missing",
        "B": f"{n} of {n + 1} missing",
    }


def test_identifiers_may_be_anything_else() -> None:
    people = [0, "0", ("a", None), "nan", pd.Timestamp("2017-05-15")]
    table = OverlapTable.read({"A": people, "B": people[1:]})
    assert table.on_list() == {"A": 5, "B": 4}


def test_unknown_names_are_refused() -> None:
    table = OverlapTable.read(THREE)
    with pytest.raises(InvalidValueError, match="among a, b, c"):
        table.keep(["a", "z"])
    with pytest.raises(InvalidValueError, match="one of a, b, c"):
        table.without("z")
    assert table != "table"


def test_identifiers_that_differ_by_case_space_or_type_only_are_told() -> None:
    with pytest.warns(CasualtyStatsWarning, match="2 identifiers are written in several ways"):
        table = OverlapTable.read({"a": ["1", "Ali ", "b"], "b": [1, "ali", "b"]})
    assert table.observed == 5
