"""Whom no list has: the total, from how several lists of the dead overlap."""

from casualtystats.lists.chao import chao
from casualtystats.lists.chapman import chapman
from casualtystats.lists.decomposable import decomposable
from casualtystats.lists.estimate import ListEstimate
from casualtystats.lists.latent_class import latent_class
from casualtystats.lists.loglinear import loglinear
from casualtystats.lists.report import ListReport, report
from casualtystats.lists.table import OverlapTable

__all__ = [
    "ListEstimate",
    "ListReport",
    "OverlapTable",
    "chao",
    "chapman",
    "decomposable",
    "latent_class",
    "loglinear",
    "report",
]
