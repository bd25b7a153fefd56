"""match: which incident of an official list is which incident of a monitor's."""

from __future__ import annotations

from numbers import Real

import numpy as np
import pandas as pd

from casualtystats.comparison.match_candidates import Candidates, candidates
from casualtystats.comparison.match_chance import gather
from casualtystats.comparison.match_evidence import Features
from casualtystats.comparison.match_listing import Listing
from casualtystats.comparison.match_marginals import assign, competing
from casualtystats.comparison.match_share import Network
from casualtystats.comparison.matching import Matching
from casualtystats.errors import InvalidTypeError, InvalidValueError

__all__ = ["match"]

_FAINT = 1e-4  # a pair less likely than this on its own is left out
_POSSIBLE = 0.05  # a pair less likely than this after competition is no alternative


def match(
    official: pd.DataFrame,
    monitor: pd.DataFrame,
    *,
    days: int = 3,
    km: float = 30.0,
    accept: float = 0.5,
    largest: int = 500,
) -> Matching:
    """Match two lists of incidents one to one, with a probability for every pair.

    Pairs within a window of days and kilometres are compared by date, by distance and the
    likeness of place names across transliterations, and by whether the tolls meet. What
    agreement is worth is learnt from the two lists themselves: pairs with one side's dates
    moved out of the window show how often different incidents look alike. Each pair's
    probability takes into account every other pair it competes with.

    Parameters
    ----------
    official, monitor : pandas.DataFrame
        Two lists with the columns of `casualtystats.tables.schema.INCIDENTS`, of which ``date``
        is needed and ``date_end place latitude longitude low best high`` are used where they
        are there. Every index must be unique.
    days : int
        Largest number of days between two reports of one incident.
    km : float
        Largest distance between them, in kilometres, where both points are known.
    accept : float
        The probability from which a pair counts as a match, a fraction of at least 0.5.
    largest : int
        Components of more incidents than this are not assigned but reported as ambiguous.

    Returns
    -------
    Matching
        The matched pairs with their reasons, the ambiguous ones, the unmatched of both sides,
        and the share of the monitor's incidents and deaths that the official list acknowledges.

    Raises
    ------
    InvalidValueError
        If a list has no dates or repeated labels, a cell holds no date (texts as YYYY-MM-DD) or
        no number of people, the window leaves too many pairs, or a number is out of its range.
    InvalidTypeError
        If a list is no DataFrame, or a number no number.
    MissingExtraError
        If rapidfuzz is not installed (extra ``match``).

    References
    ----------
    Fellegi & Sunter, A Theory for Record Linkage, Journal of the American Statistical
    Association 64 (1969), doi 10.1080/01621459.1969.10501049. Crouse, On implementing 2D
    rectangular assignment algorithms, IEEE Transactions on Aerospace and Electronic Systems 52
    (2016), doi 10.1109/TAES.2016.140952.

    Examples
    --------
    >>> official = pd.DataFrame(
    ...     {"date": ["2017-05-15", "2017-06-01"], "place": ["Abu Kamal", "Mosul"], "low": [3, 1]}
    ... )
    >>> monitor = pd.DataFrame(
    ...     {"date": ["2017-05-15", "2017-05-20"], "place": ["Al-Bukamal", "Tabqa"], "low": [31, 4]}
    ... )
    >>> matching = match(official, monitor)
    >>> matching.pairs[["official", "monitor"]].to_numpy().tolist()
    [[0, 0]]
    >>> matching.unmatched_monitor["why"].tolist()
    ['no official incident within the window']
    """
    _check(official, monitor, days=days, km=km, accept=accept, largest=largest)
    left, right = Listing.of(official, "official"), Listing.of(monitor, "monitor")
    pairs = candidates(left, right, days=days, km=km)
    evidence = gather(left, right, pairs, days=days, km=km)
    weights = evidence.learn()
    alone = weights.log_odds(evidence.pairs)
    kept = alone > np.log(_FAINT)
    network = Network(
        pairs=_part(pairs, kept),
        features=_part_features(evidence.pairs, kept),
        weights=weights,
        evidence=evidence,
    )
    left_row, right_row = network.pairs.official, network.pairs.monitor
    matches = weights.share * len(pairs)
    probability, shift = competing(left_row, right_row, alone[kept], matches=matches)
    possible = probability >= _POSSIBLE
    chosen = np.zeros(len(probability), dtype=bool)
    oversized = np.zeros(len(probability), dtype=bool)
    assignment = assign(
        left_row[possible],
        right_row[possible],
        (alone[kept] + shift)[possible],
        largest=largest,
    )
    chosen[possible], oversized[possible] = assignment.chosen, assignment.oversized
    return Matching(
        official=official,
        monitor=monitor,
        listings=(left, right),
        network=network,
        probability=probability,
        shift=shift,
        matched=chosen & (probability >= accept),
        possible=possible,
        oversized=oversized,
        window=(days, km),
        accept=accept,
    )


def _part(pairs: Candidates, kept: np.ndarray) -> Candidates:
    return Candidates(pairs.official[kept], pairs.monitor[kept], pairs.days[kept], pairs.km[kept])


def _part_features(agreement: Features, kept: np.ndarray) -> Features:
    return Features(
        date=agreement.date[kept],
        place=agreement.place[kept],
        toll=agreement.toll[kept],
        name=agreement.name[kept],
        sizes=agreement.sizes,
    )


def _check(
    official: pd.DataFrame,
    monitor: pd.DataFrame,
    *,
    days: int,
    km: float,
    accept: float,
    largest: int,
) -> None:
    for name, frame in (("official", official), ("monitor", monitor)):
        if not isinstance(frame, pd.DataFrame):
            raise InvalidTypeError(name, "be a DataFrame of incidents", frame)
        if not frame.index.is_unique:
            raise InvalidValueError(
                name, "have a unique index", frame.index[:5], "Use reset_index(drop=True)."
            )
    numbers = {"days": days, "km": km, "accept": accept, "largest": largest}
    for name, value in numbers.items():
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, (Real, np.number)):
            raise InvalidTypeError(name, "be a number", value)
    for name, value in (("days", days), ("largest", largest)):
        if not (value >= 0 and np.isfinite(value) and value == int(value)):
            raise InvalidValueError(name, "be a whole number, 0 or more", value)
    if not km > 0:
        raise InvalidValueError("km", "be more than 0 kilometres", km)
    if not 0.5 <= accept <= 1:
        raise InvalidValueError(
            "accept", "be a fraction from 0.5 to 1", accept, "Below 0.5 two pairs could clash."
        )
