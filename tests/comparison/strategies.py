"""Hypothesis strategies for the comparison room."""

from __future__ import annotations

from hypothesis import strategies as st

from casualtystats.toll.toll import Toll


def small_tolls(largest: int = 12) -> st.SearchStrategy[Toll]:
    """Tolls on a few whole numbers, zeros and gaps included."""
    weights = st.lists(st.integers(0, 6), min_size=1, max_size=6).filter(any)
    return st.builds(Toll, st.integers(0, largest), weights)
