"""Small tolls, claims, reports and voices for property tests of the evidence room."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from casualtystats.evidence.report import Report
from casualtystats.evidence.voices import Voice
from casualtystats.text.claim import Claim
from casualtystats.toll.toll import Toll

SOURCES = ("ministry", "activists", "daily", "wire")
ROLES: tuple[Any, ...] = ("official", "monitor", "party", "media", None)
VICTIMS = ("children", "women", "men", "girls", "refugees", "civilians", "soldiers")

probabilities = st.lists(st.floats(0.05, 1.0), min_size=1, max_size=6)
small_tolls = st.builds(Toll, st.integers(0, 12), probabilities)


def figure(n: int, form: Any = "exact", **kwargs: Any) -> Claim:
    """The claim of one figure."""
    low = None if form in {"at_most", "less_than"} else n
    high = None if form in {"at_least", "more_than"} else n
    text = kwargs.pop("text", f"{form} {n}")
    return Claim(low=low, high=high, best=n, form=form, text=text, **kwargs)


forms = st.sampled_from(["exact", "about", "at_least", "more_than", "at_most"])
figures = st.builds(figure, st.integers(1, 90), forms)
sub_counts = st.builds(
    lambda n, form, who: figure(n, form, victims=who, tags=("subset",)),
    st.integers(1, 30),
    forms,
    st.lists(st.sampled_from(VICTIMS), max_size=2, unique=True).map(tuple),
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report with or without a source, an origin, a date and sub-counts."""
    return Report(
        draw(figures),
        source=draw(st.sampled_from(["", *SOURCES])),
        role=draw(st.sampled_from(ROLES)),
        date=draw(st.sampled_from([None, dt.date(2017, 5, 15), dt.date(2017, 5, 16)])),
        origin=draw(st.sampled_from([None, None, *SOURCES])),
    )


def voice(
    toll: Toll, name: str = "someone", weight: float = 1.0, n: int = 31, **told: Any
) -> Voice:
    """A voice that says `n`, by which `toll` is meant."""
    report = Report(figure(n, text=str(n)), source=name, **told)
    return Voice(name, (report,), (toll,), weight)


@st.composite
def choruses(draw: st.DrawFn, tolls: Any = small_tolls, most: int = 4) -> list[Voice]:
    """Two or more voices with weights."""
    said = draw(st.lists(st.tuples(tolls, st.floats(0.2, 3.0)), min_size=2, max_size=most))
    return [voice(toll, f"voice {i}", weight) for i, (toll, weight) in enumerate(said)]
