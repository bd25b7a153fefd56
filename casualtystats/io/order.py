"""Put low, best and high in order, by the way the recorder's codebook errs."""

from __future__ import annotations

import pandas as pd

from casualtystats.io.ledger import Ledger

__all__ = ["put_in_order"]


def put_in_order(
    figures: dict[str, pd.Series], group: str, policy: str, source: str, ledger: Ledger
) -> dict[str, pd.Series]:
    """Return ``low best high`` of one group in order, entering what was changed.

    Parameters
    ----------
    figures : dict of str to pandas.Series
        ``low``, ``best`` and ``high``, people, whole numbers or missing.
    group : str
        Prefix of the columns: ``""``, ``"injured_"`` or ``"conceded_"``.
    policy : {"swap", "raise high", "flag"}
        ``swap`` exchanges two ends that stand the wrong way round; ``raise high`` lifts a high
        to the largest figure stated; ``flag`` leaves them as they are. After the first two a
        best outside the range widens it.
    source : str
        Why the recorder's ranges may be inverted.
    ledger : Ledger
        Where repairs are entered.

    Returns
    -------
    dict of str to pandas.Series
        The figures under their column names.
    """
    low, best, high = figures["low"], figures["best"], figures["high"]
    names = {part: f"{group}{part}" for part in ("low", "best", "high")}
    stated = _said(low, best, high)
    inverted = (low > high).fillna(value=False)
    if policy == "swap":
        low, high = low.mask(inverted, high), high.mask(inverted, low)
    if policy != "flag":
        top = pd.concat([low, best, high], axis=1).max(axis=1)
        high, low = high.where(high.isna(), top), _at_most(low, best)
    outside = ((figures["best"] > figures["high"]) | (figures["best"] < figures["low"])).fillna(
        value=False
    ) & ~inverted
    action = "flagged" if policy == "flag" else "repaired"
    used = None if policy == "flag" else _said(low, best, high)
    ledger.note(inverted, names["low"], "inverted", action, source, found=stated, used=used)
    rule = "a best outside its range widens the range"
    ledger.note(outside, names["best"], "best outside", action, rule, found=stated, used=used)

    ranged = low.notna() | high.notna()
    if best.notna().any():  # a recorder who states a best somewhere left it out here
        rule = "a best that is not stated is not made up from the range"
        ledger.note(
            best.isna() & ranged, names["best"], "missing best", "kept missing", rule, found=stated
        )
    if not group:
        rule = "unknown is not 0"
        ledger.note(best.isna() & ~ranged, "best", "no figure", "kept missing", rule, found=best)
    return {names["low"]: low, names["best"]: best, names["high"]: high}


def _said(low: pd.Series, best: pd.Series, high: pd.Series) -> pd.Series:
    """Write the three as ``low / best / high``, a dash for what is not stated."""
    parts = [part.astype("string").fillna("–") for part in (low, best, high)]
    return parts[0] + " / " + parts[1] + " / " + parts[2]


def _at_most(low: pd.Series, best: pd.Series) -> pd.Series:
    above = (low > best).fillna(value=False)
    return low.mask(above, best)
