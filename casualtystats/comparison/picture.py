"""A comparison as a picture: two tolls on one axis of people, each with its interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from casualtystats.comparison import sentence
from casualtystats.display import html
from casualtystats.display.wording import count, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from casualtystats.comparison.comparison import Comparison
    from casualtystats.toll.toll import Toll

__all__ = ["draw", "svg"]

_WIDTH, _ROW, _LEFT, _RIGHT = 360, 34, 8, 352


def _sides(comparison: Comparison) -> list[tuple[str, str, Toll]]:
    return [
        ("Monitor", comparison.monitor_name or comparison.monitor_words, comparison.monitor),
        ("Official", comparison.official_name or comparison.official_words, comparison.official),
    ]


def draw(comparison: Comparison, ax: Axes | None = None, **kwargs: Any) -> Axes:
    """Draw both tolls with their intervals on one axis of people.

    The thick bar holds half of the probability, the thin one the comparison's level, the dot
    is the median. The axis is logarithmic where the tolls lie more than tenfold apart, and
    says so.

    Parameters
    ----------
    comparison : Comparison
        What to draw.
    ax : Axes, optional
        Where to draw; new axes by default.
    **kwargs
        Passed to ``Axes.plot`` for the bars, such as ``color``.

    Returns
    -------
    Axes
    """
    from casualtystats.display.axes import new_axes

    ax = new_axes(ax, figsize=(7.2, 2.6))
    style = {"color": "0.15", "solid_capstyle": "butt", **kwargs}
    low, high = _extent(comparison)
    wide = low > 0 and high > 10 * low
    for y, (role, words, toll) in enumerate(reversed(_sides(comparison))):
        height = 1 - y
        outer, inner = toll.interval(comparison.level), toll.interval(0.5)
        median = float(toll.median())
        ax.plot([outer.low, outer.high], [height] * 2, lw=2, **style)
        ax.plot([inner.low, inner.high], [height] * 2, lw=8, **style)
        ax.plot([median], [height], "o", ms=9, mfc="white", mec=style["color"], mew=2, zorder=3)
        label = span(outer.low, outer.high)
        if outer.low < outer.high:
            label = f"{count(median)}  ({label})"
        ax.annotate(
            f"{role}: {words}",
            (outer.low, height),
            xytext=(0, 11),
            textcoords="offset points",
            fontsize=11,
            fontweight="bold",
        )
        ax.annotate(
            label,
            (outer.low, height),
            xytext=(0, -20),
            textcoords="offset points",
            fontsize=10,
            color="0.3",
        )
    ratio = comparison.ratio()
    ax.set_title(
        f"The monitor's figure is {sentence.times(ratio.low, ratio.high)} the official one",
        loc="left",
        fontsize=12,
    )
    if wide:
        ax.set_xscale("log")
        ax.set_xlim(low / 1.3, high * 1.3)
    else:
        ax.set_xlim(0 if low < 0.5 * high else low - 0.2 * (high - low + 1), high * 1.08 + 1)
    ax.xaxis.set_major_formatter(lambda x, _position: count(x))
    ax.xaxis.set_minor_formatter(lambda _x, _position: "")
    ax.set_ylim(-0.6, 1.6)
    ax.set_yticks([])
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.set_xlabel(
        f"people{', logarithmic' if wide else ''} (dot: median, thick bar: 50%, "
        f"thin bar: {comparison.level:.0%})",
        fontsize=9,
    )
    return ax


def svg(comparison: Comparison) -> str:
    """Return the same picture as a small inline SVG in ``currentColor``.

    Parameters
    ----------
    comparison : Comparison
        What to draw.

    Returns
    -------
    str
        SVG, 360 px wide, with a text alternative.
    """
    low, high = _extent(comparison)
    wide = low > 0 and high > 10 * low
    ends = (math.log(low), math.log(high)) if wide else (min(low, 0.0), high)

    def x(value: float) -> float:
        at = math.log(max(value, low)) if wide else value
        return _LEFT + (_RIGHT - _LEFT) * (at - ends[0]) / ((ends[1] - ends[0]) or 1.0)

    parts = []
    for row, (role, words, toll) in enumerate(_sides(comparison)):
        y = _ROW * row + 24
        outer, inner = toll.interval(comparison.level), toll.interval(0.5)
        for (left, right), width in ((outer, 1.5), (inner, 6)):
            parts.append(
                f'<line x1="{x(left) - 0.75:.1f}" x2="{x(right) + 0.75:.1f}" y1="{y}" y2="{y}" '
                f'stroke="currentColor" stroke-width="{width}"/>'
            )
        text = html.escape(f"{role}: {span(outer.low, outer.high)}")
        right_half = x(outer.low) > _WIDTH / 2
        anchor, at = ("end", x(outer.high)) if right_half else ("start", x(outer.low))
        parts.append(
            f'<text x="{at:.1f}" y="{y - 8}" text-anchor="{anchor}" '
            f'fill="currentColor">{text}<title>{html.escape(words)}</title></text>'
        )
    scale = "logarithmic scale" if wide else "linear scale"
    height = 2 * _ROW + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" aria-label="{html.escape(sentence.say(comparison))}" '
        'style="max-width:100%;height:auto;display:block;font:11px system-ui,sans-serif">'
        f"{''.join(parts)}"
        f'<text x="{_RIGHT}" y="{height - 2}" text-anchor="end" fill="currentColor" '
        f'opacity="0.6" font-size="9">people, {scale}</text></svg>'
    )


def _extent(comparison: Comparison) -> tuple[float, float]:
    """Return the smallest and the largest end of both intervals."""
    intervals = [toll.interval(comparison.level) for _, _, toll in _sides(comparison)]
    return min(i.low for i in intervals), max(i.high for i in intervals)
