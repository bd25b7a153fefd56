"""Pictures: numbers or tolls in, matplotlib axes out.

Every function takes ``ax=None`` and returns the axes it drew on, writes labels beside what they
name, shows intervals, and leaves matplotlib's settings as they were. A toll is anything with
``values``, ``probs``, ``label``, ``median()`` and ``interval(level)``; `Shape` makes one from
numbers.
"""

from casualtystats.display.plots.density import density
from casualtystats.display.plots.forest import ForestRow, forest
from casualtystats.display.plots.gap import Line, gap_over_time
from casualtystats.display.plots.nested import nested
from casualtystats.display.plots.overlap import overlap
from casualtystats.display.plots.reliability import reliability
from casualtystats.display.plots.ridgeline import ridgeline
from casualtystats.display.plots.shape import Shape
from casualtystats.display.plots.strip import strip

__all__ = [
    "ForestRow",
    "Line",
    "Shape",
    "density",
    "forest",
    "gap_over_time",
    "nested",
    "overlap",
    "reliability",
    "ridgeline",
    "strip",
]
