from __future__ import annotations

import builtins
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from casualtystats.display.axes import headline, new_axes, people, plain, quiet
from casualtystats.display.bins import Scale
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
    ax = people(quiet(new_axes()), Scale(0, 5000, log=False), label="people killed")
    assert dict(mpl.rcParams) == before
    assert "1,000" in [t.get_text() for t in ax.get_xticklabels()]
    plt.close("all")


def test_a_logarithmic_axis_says_so() -> None:
    ax = new_axes()
    people(ax, Scale(0, 50_000, log=True), label="people killed")
    assert "logarithmic" in ax.get_xlabel()
    at = ax.transData.transform([(0, 0), (9, 0), (99, 0)])[:, 0]
    assert at[2] - at[1] == pytest.approx(at[1] - at[0])
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


def test_dollars_are_not_mathematics() -> None:
    ax = headline(new_axes(), "aid of $5 for $31 dead, $x_{\\infty}$")
    ax.figure.canvas.draw()
    assert plain("$5\nand  more") == "\\$5 and more"
    assert ax.get_title(loc="left").count("\\$") == 4
    plt.close("all")
