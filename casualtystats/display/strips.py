"""Dots and intervals for the cells of a table, all on one scale."""

from __future__ import annotations

import math
from collections.abc import Iterable

from casualtystats.display.bins import Scale
from casualtystats.display.html import escape
from casualtystats.display.wording import count, span

__all__ = ["strip_axis", "strip_scale", "strip_svg"]

_WIDTH, _EDGE = 240, 7


def strip_scale(ends: Iterable[float]) -> Scale | None:
    """Return a scale for numbers of people, or None if none of them is finite.

    Parameters
    ----------
    ends : iterable of float
        Every end and median that is to be drawn.

    Returns
    -------
    Scale or None
        From 0, straight; logarithmic where the largest is more than 40 times the smallest.
    """
    known = [x for x in ends if math.isfinite(x)]
    if not known:
        return None
    low, high = min(known), max(known)
    if high > 40 * max(low, 1.0):
        return Scale(max(low * 0.8, 0.0), high * 1.1, log=True)
    return Scale(0.0 if low < 0.6 * high else low - 0.1 * (high - low + 1), high * 1.03 + 1, False)


def strip_svg(scale: Scale, low: float, median: float, high: float, *, heavy: bool = False) -> str:
    """Return one interval as inline SVG with a text alternative.

    Parameters
    ----------
    scale : Scale
        The scale shared by the column.
    low, median, high : float
        In people; `high` may be infinite, which is drawn as an arrow.
    heavy : bool
        Whether it is the result of the rows above it.

    Returns
    -------
    str
        SVG in ``currentColor``.
    """
    open_end = high > scale.high
    left, dot, right = (_x(scale, x) for x in (low, median, min(high, scale.high)))
    words = f"median {count(median)}, interval {span(low, high)}"
    head = (
        f'<path d="M{right - 5:.1f} 4 L{right + 2:.1f} 9 L{right - 5:.1f} 14" fill="none" '
        'stroke="currentColor" stroke-width="2"/>'
        if open_end
        else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDTH} 18" '
        f'width="{_WIDTH}" height="18" aria-label="{escape(words)}">'
        f'<line x1="{_EDGE}" x2="{_WIDTH - _EDGE}" y1="9" y2="9" stroke="currentColor" '
        'stroke-opacity=".2"/>'
        f'<line x1="{left:.1f}" x2="{right:.1f}" y1="9" y2="9" stroke="currentColor" '
        f'stroke-width="{4 if heavy else 2.5}" stroke-linecap="round"/>{head}'
        f'<circle cx="{dot:.1f}" cy="9" r="{6 if heavy else 5}" fill="currentColor"/></svg>'
    )


def strip_axis(scale: Scale) -> str:
    """Return the axis of a column of strips."""
    shapes = []
    last = -math.inf
    for tick in scale.ticks(5):
        x, words = _x(scale, tick), count(tick)
        half = 3.2 * len(words)
        middle = min(max(x, half), _WIDTH - half)
        if middle - half <= last + 4:
            continue
        last = middle + half
        shapes.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="4" stroke="currentColor"/>'
            f'<text x="{middle:.1f}" y="16" text-anchor="middle" font-size="11" '
            f'fill="currentColor">{words}</text>'
        )
    kind = "Logarithmic" if scale.log else "Straight"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDTH} 20" '
        f'width="{_WIDTH}" height="20" aria-label="{kind} axis of people">'
        f'<line x1="{_EDGE}" x2="{_WIDTH - _EDGE}" y1="0.5" y2="0.5" stroke="currentColor" '
        f'stroke-opacity=".5"/>{"".join(shapes)}</svg>'
    )


def _x(scale: Scale, x: float) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * float(scale.position(x))
