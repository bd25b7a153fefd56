from __future__ import annotations

import builtins
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from casualtystats.display.axes import new_axes, people, quiet
from casualtystats.errors import MissingExtraError

mpl.use("Agg")


def test_axes_in_axes_out() -> None:
    _, ax = plt.subplots()
    assert new_axes(ax) is ax
    plt.close("all")


def test_a_new_figure_has_the_size_asked_for() -> None:
    ax = new_axes(figsize=(5, 2))
    bounds = ax.figure.get_window_extent()
    assert bounds.width / bounds.height == pytest.approx(2.5)
    plt.close("all")


def test_settings_of_matplotlib_are_left_alone() -> None:
    before = dict(mpl.rcParams)
    ax = people(quiet(new_axes()), label="people killed")
    ax.set_xlim(0, 5000)
    ax.figure.canvas.draw()
    assert dict(mpl.rcParams) == before
    assert "1,000" in [t.get_text() for t in ax.get_xticklabels()]
    plt.close("all")


def test_a_logarithmic_axis_says_so() -> None:
    ax = new_axes()
    ax.set_xscale("log")
    assert "logarithmic" in people(ax, label="people killed").get_xlabel()
    plt.close("all")


def test_without_matplotlib_the_command_that_adds_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def absent(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(MissingExtraError, match=r"casualtystats\[plot\]"):
        new_axes()
