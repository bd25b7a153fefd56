"""Every example table loads, keeps what is missing missing, and is known by name."""

from __future__ import annotations

import pandas as pd
import pytest

from casualtystats.errors import InvalidValueError
from casualtystats.tables.examples import _whole_if_whole, example_names, load_example


@pytest.mark.parametrize("name", example_names())
def test_each_example_is_a_table_with_rows_and_named_columns(name: str) -> None:
    table = load_example(name)
    assert len(table) > 0
    assert not any(str(column).startswith("Unnamed") for column in table.columns)
    assert not table.isna().all(axis=None)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(InvalidValueError, match="name must be one of") as caught:
        load_example("atlantis")
    assert all(name in str(caught.value) for name in example_names())


def test_the_path_is_not_a_name() -> None:
    with pytest.raises(InvalidValueError):
        load_example("../examples/abukamal")


def test_whole_numbers_with_gaps_stay_whole_and_missing() -> None:
    column = _whole_if_whole(pd.Series([31.0, float("nan"), 42.0]))
    assert str(column.dtype) == "Int64"
    assert column.isna().tolist() == [False, True, False]
    assert str(_whole_if_whole(pd.Series([0.24, 1.0])).dtype) == "float64"
    assert _whole_if_whole(pd.Series(["31", None])).isna().tolist() == [False, True]
