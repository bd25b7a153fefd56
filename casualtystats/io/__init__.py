"""Read the field's files as their recorders publish them, with an account of every repair."""

from casualtystats.io.acled import read_acled
from casualtystats.io.airwars import read_airwars
from casualtystats.io.generic import read_generic
from casualtystats.io.gtd import read_gtd
from casualtystats.io.ibc import read_ibc
from casualtystats.io.loaded import Loaded
from casualtystats.io.ucdp import read_ucdp

__all__ = [
    "Loaded",
    "read_acled",
    "read_airwars",
    "read_generic",
    "read_gtd",
    "read_ibc",
    "read_ucdp",
]
