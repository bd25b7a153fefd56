"""Escaped HTML and inline SVG for notebooks: no script, no style sheet, no id.

Everything is drawn in ``currentColor``, so that it reads on a dark page as on a light one.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.display.bins import Bars, Scale, Stick, choose_scale, make_bars
from casualtystats.display.wording import count, percent, span

__all__ = ["card", "escape", "svg_pmf"]

_WIDTH, _HEIGHT = 360, 100  # the picture, in px
_TOP, _BASE = 4, 72  # the y of its top and of its axis
_LEFT, _RIGHT = 8, 352  # between these x the distribution stands
_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def escape(text: object) -> str:
    """Return `text` safe to stand anywhere in HTML, attributes included.

    Besides the five characters that mean something to HTML, the invisible controls that
    reverse the direction of writing are dropped: they let hostile text reorder the words
    around it.

    Parameters
    ----------
    text : object
        Anything; its ``str`` is taken.

    Returns
    -------
    str
        The escaped text.

    Examples
    --------
    >>> escape('<b onclick="x()">31 & more</b>')
    '&lt;b onclick=&quot;x()&quot;&gt;31 &amp; more&lt;/b&gt;'
    """
    visible = "".join(c for c in str(text).translate(_CONTROLS) if c >= " " or c in "\t\n")
    return html.escape(visible, quote=True)


def card(title: str, rows: Sequence[tuple[str, str]], svg: str = "") -> str:
    """Return a small HTML card: a title, a picture, and rows of name and value.

    Parameters
    ----------
    title : str
        Escaped here.
    rows : sequence of (str, str)
        Name and value of each line, escaped here.
    svg : str
        Inline SVG made by this package (`svg_pmf`), put in as it is.

    Returns
    -------
    str
        HTML for ``_repr_html_``.

    Examples
    --------
    >>> "&lt;31&gt;" in card("<31>", [("median", "31")])
    True
    """
    lines = "".join(
        '<tr style="background:none">'
        '<th scope="row" style="text-align:left;font-weight:normal;opacity:.75;'
        'padding:1px 12px 1px 0;white-space:nowrap;vertical-align:top">'
        f"{escape(name)}</th>"
        '<td style="text-align:left;padding:1px 0;overflow-wrap:anywhere">'
        f"{escape(value)}</td></tr>"
        for name, value in rows
    )
    table = (
        '<table style="border:none;border-collapse:collapse;margin:0;font:inherit;color:inherit">'
        f"{lines}</table>"
    )
    return (
        '<div style="max-width:44em;font-family:system-ui,sans-serif;font-size:13px;'
        'line-height:1.45;margin:.4em 0">'
        f'<div dir="auto" style="font-weight:600;margin-bottom:4px">{escape(title)}</div>'
        f"{svg}{table if rows else ''}</div>"
    )


def svg_pmf(values: ArrayLike, probs: ArrayLike, low: float, median: float, high: float) -> str:
    """Return an inline SVG of a distribution with its interval and median.

    Parameters
    ----------
    values : array_like of int, shape (n,)
        Whole numbers of people.
    probs : array_like of float, shape (n,)
        Their probabilities.
    low, median, high : float
        The ends of the interval and the median, in people.

    Returns
    -------
    str
        SVG in ``currentColor``, 360 px wide, with a text alternative. Bars inside the interval
        are darker. A long tail is drawn on a logarithmic axis, which then says so.

    Examples
    --------
    >>> svg_pmf([30, 31, 32], [0.2, 0.5, 0.3], 30, 31, 32).startswith("<svg")
    True
    """
    scale = choose_scale(values, probs, low, high)
    bars = make_bars(values, probs, scale, cells=86)
    parts = [_bars(bars, scale, low, high), _line(_LEFT, _BASE, _RIGHT, _BASE, opacity=0.4)]
    parts += [_ticks(scale), _whisker(scale, low, median, high)]
    words = f"Distribution with median {count(median)} and interval {span(low, high)}"
    axis = ", logarithmic axis" if scale.log else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{_WIDTH}" '
        f'height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'aria-label="{escape(words + axis)}" '
        'style="max-width:100%;height:auto;display:block;font:11px system-ui,sans-serif">'
        f"{''.join(parts)}</svg>"
    )


def _bars(bars: Bars, scale: Scale, low: float, high: float) -> str:
    """Draw bars and spikes; what is inside the interval is darker."""
    peak = float(bars.height.max(initial=0.0))
    room = _BASE - _TOP
    hill, sticks = bars.drawn()
    shapes = []
    if peak > 0:
        across = _across(scale, bars.edges)
        tops = _BASE - room * hill * bars.height / peak
        middle = (bars.edges[:-1] + bars.edges[1:]) / 2
        inside = (middle >= low) & (middle <= high)
        for chosen, opacity in ((inside, 0.55), (~inside, 0.22)):
            outline = _outline(across, np.where(chosen, tops, _BASE))
            shapes.append(f'<path d="{outline}" fill="currentColor" fill-opacity="{opacity}"/>')
    for stick in sticks:
        x, tall = float(_across(scale, [stick.value])[0]), room * stick.height
        inside_it = low <= stick.value <= high
        # A broken stick has a gap: it would be taller than the picture.
        cut = room * (hill + stick.height) / 2 if stick.broken else tall
        shapes.append(_box(x - 1.5, _BASE - cut, 3, cut, 0.95 if inside_it else 0.45))
        if stick.broken:
            upper = max(tall - cut - 3, 0.0)
            shapes.append(_box(x - 1.5, _BASE - tall, 3, upper, 0.95 if inside_it else 0.45))
    return "".join(shapes) + _name_sticks(sticks, scale, room)


def _outline(across: NDArray[np.float64], tops: NDArray[np.float64]) -> str:
    """Return a path along the tops of bars, leaving out what does not rise from the axis."""
    steps = [f"M{across[0]:.1f} {_BASE}"]
    height = float(_BASE)
    for x, top in zip(across[:-1], tops, strict=True):
        if abs(top - height) > 0.05:  # thinner than any screen shows
            steps.append(f"H{x:.1f}V{top:.1f}")
            height = float(top)
    return "".join([*steps, f"H{across[-1]:.1f}V{_BASE}Z"])


def _name_sticks(sticks: Sequence[Stick], scale: Scale, room: float) -> str:
    """Write the probability beside each stick that has room for it, the most probable first."""
    across = {stick.value: float(_across(scale, [stick.value])[0]) for stick in sticks}
    taken: list[tuple[float, float]] = []
    shapes = []
    for stick in sorted(sticks, key=lambda stick: -stick.mass):
        x, words = across[stick.value], percent(stick.mass)
        wide = 7.0 * len(words)
        for start in (x + 4, x - 4 - wide):
            free = start >= _LEFT and start + wide <= _WIDTH
            free &= not any(start - 2 < other < start + wide + 2 for other in across.values())
            free &= not any(start < b and start + wide > a for a, b in taken)
            if free:
                taken.append((start, start + wide))
                y, end = _BASE - room * stick.height + 9, start < x
                shapes.append(_text(x - 4 if end else x + 4, y, words, end=end))
                break
    return "".join(shapes)


def _ticks(scale: Scale) -> str:
    """Write three to five round numbers under the axis."""
    shapes = []
    for tick in scale.ticks(7):
        x = float(_across(scale, [tick])[0])
        shapes.append(_line(x, _BASE, x, _BASE + 3, opacity=0.4))
        middle = min(max(x, 12), _WIDTH - 22)
        shapes.append(
            f'<text x="{middle:.1f}" y="{_HEIGHT - 4}" text-anchor="middle" '
            f'fill="currentColor" fill-opacity=".75">{count(tick)}</text>'
        )
    return "".join(shapes)


def _whisker(scale: Scale, low: float, median: float, high: float) -> str:
    """Draw the interval as a thick line on the axis, the median as a dot."""
    x0, x, x1 = _across(scale, [low, median, high])
    return (
        f'<line x1="{x0:.1f}" y1="{_BASE + 6}" x2="{x1:.1f}" y2="{_BASE + 6}" '
        'stroke="currentColor" stroke-width="3" stroke-linecap="round"/>'
        f'<circle cx="{x:.1f}" cy="{_BASE + 6}" r="4.5" fill="currentColor"/>'
    )


def _across(scale: Scale, x: ArrayLike) -> NDArray[np.float64]:
    return np.asarray(_LEFT + (_RIGHT - _LEFT) * scale.position(x))


def _box(x: float, y: float, width: float, height: float, opacity: float) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="currentColor" fill-opacity="{opacity}" shape-rendering="crispEdges"/>'
    )


def _line(x0: float, y0: float, x1: float, y1: float, *, opacity: float) -> str:
    return (
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" '
        f'stroke="currentColor" stroke-opacity="{opacity}"/>'
    )


def _text(x: float, y: float, words: str, *, end: bool) -> str:
    anchor = "end" if end else "start"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
        f'fill="currentColor">{escape(words)}</text>'
    )
