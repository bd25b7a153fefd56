"""Reported death tolls: read, estimated, fused, summed and compared.

The way of the data is ``text → Claim → Toll → fused → total → comparison``:

>>> import casualtystats as cs
>>> claim, *_ = cs.parse("At least 31 people were killed in the raid.")
>>> claim.form, claim.low, claim.high
('at_least', 31, None)

Names load when they are first used, so that importing the package costs little more than
importing pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from casualtystats.tables import accessor as _accessor  # noqa: F401  # puts .toll on pandas

if TYPE_CHECKING:
    from casualtystats import io as io
    from casualtystats import lists as lists
    from casualtystats.comparison.attribution import attribute as attribute
    from casualtystats.comparison.compare import compare as compare
    from casualtystats.comparison.comparison import Comparison as Comparison
    from casualtystats.comparison.gap import Gap as Gap
    from casualtystats.comparison.gap import dated_reports as dated_reports
    from casualtystats.comparison.gap import gap as gap
    from casualtystats.comparison.gradings import by_grading as by_grading
    from casualtystats.comparison.match import match as match
    from casualtystats.comparison.periodic import PeriodicReport as PeriodicReport
    from casualtystats.comparison.rate_ratio import RateRatio as RateRatio
    from casualtystats.comparison.rate_ratio import rate_ratio as rate_ratio
    from casualtystats.comparison.rates import Rate as Rate
    from casualtystats.comparison.rates import rate as rate
    from casualtystats.comparison.series import OfficialSeries as OfficialSeries
    from casualtystats.display import plots as plots
    from casualtystats.errors import CasualtyStatsError as CasualtyStatsError
    from casualtystats.evidence.contradictions import contradictions as contradictions
    from casualtystats.evidence.fuse import fuse as fuse
    from casualtystats.evidence.report import Report as Report
    from casualtystats.evidence.total import total as total
    from casualtystats.tables.examples import load_example as load_example
    from casualtystats.tables.frames import compare_frame as compare_frame
    from casualtystats.tables.frames import estimate_frame as estimate_frame
    from casualtystats.tables.frames import fuse_frame as fuse_frame
    from casualtystats.tables.frames import parse_frame as parse_frame
    from casualtystats.tables.frames import total_frame as total_frame
    from casualtystats.tables.page import page as page
    from casualtystats.tables.problems import failure_cases as failure_cases
    from casualtystats.text.claim import Claim as Claim
    from casualtystats.text.parse import parse as parse
    from casualtystats.toll import bias as bias
    from casualtystats.toll.columns import estimate_columns as estimate_columns
    from casualtystats.toll.estimate import estimate as estimate
    from casualtystats.toll.interval import Interval as Interval
    from casualtystats.toll.reading import Reading as Reading
    from casualtystats.toll.scheme import Scheme as Scheme
    from casualtystats.toll.toll import Toll as Toll

__version__ = "0.1.0"

_HOME = {
    "Gap": "comparison.gap",
    "OfficialSeries": "comparison.series",
    "PeriodicReport": "comparison.periodic",
    "RateRatio": "comparison.rate_ratio",
    "attribute": "comparison.attribution",
    "by_grading": "comparison.gradings",
    "compare_frame": "tables.frames",
    "dated_reports": "comparison.gap",
    "estimate_columns": "toll.columns",
    "estimate_frame": "tables.frames",
    "failure_cases": "tables.problems",
    "fuse_frame": "tables.frames",
    "gap": "comparison.gap",
    "match": "comparison.match",
    "page": "tables.page",
    "parse_frame": "tables.frames",
    "rate_ratio": "comparison.rate_ratio",
    "total_frame": "tables.frames",
    "Claim": "text.claim",
    "Comparison": "comparison.comparison",
    "CasualtyStatsError": "errors",
    "Interval": "toll.interval",
    "Rate": "comparison.rates",
    "Reading": "toll.reading",
    "Report": "evidence.report",
    "Scheme": "toll.scheme",
    "Toll": "toll.toll",
    "compare": "comparison.compare",
    "contradictions": "evidence.contradictions",
    "estimate": "toll.estimate",
    "fuse": "evidence.fuse",
    "rate": "comparison.rates",
    "load_example": "tables.examples",
    "parse": "text.parse",
    "total": "evidence.total",
}
_MODULES = {"bias": "toll.bias", "io": "io", "lists": "lists", "plots": "display.plots"}

__all__ = ["__version__", *sorted(_HOME), *sorted(_MODULES)]  # noqa: PLE0604  # names are strings


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = getattr(import_module(f"casualtystats.{_HOME[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"casualtystats.{_MODULES[name]}")
    else:
        raise AttributeError(f"module 'casualtystats' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
