"""What is fitted for the reading ``ferson``: what hedged numbers mean to readers."""

from __future__ import annotations

from calibration.fitting import Model

__all__ = ["BORROWED", "ferson_model"]

ASKED = ("exact", "about", "at_least", "more_than", "at_most", "less_than", "nearly")
NEVER = {"at_least": "below", "more_than": "below", "at_most": "above"}  # by their meaning

# Hard by its meaning as well, but fitted as soft: one reader of "below" in 40 went above the
# number, and "up to", which was not asked about, borrows from them how it gives way.
WRITTEN_HARD = ("less_than",)

# Forms that were not asked about, and the parameter each of theirs stands on.
BORROWED = {
    "up_to.stays": "at_most.stays",
    "up_to.up": "less_than.up",
    "up_to.spread_below": "at_most.spread_below",
    "up_to.spread_above": "less_than.spread_above",
    "range.stays": "exact.stays",
    "range.up": "exact.up",
    "range.spread_below": "exact.spread_below",
    "range.spread_above": "exact.spread_above",
}


def ferson_model() -> Model:
    """Return the model: each form has its own parameters, size and digits work alike in all."""
    slopes = ("stays_size", "stays_digits", "spread_size", "spread_digits")
    free = dict.fromkeys(slopes, 0.0)
    sums: dict[str, tuple[str | float, ...]] = {f"shared.{name}": (name,) for name in slopes}
    sums["shared.up_small"] = (0.0,)
    for form in ASKED:
        hard = NEVER.get(form)
        start = {"stays": 2.0 if form == "exact" else -1.0}
        if hard is None:
            start["up"] = -2.0 if form in ("less_than", "nearly") else 0.0
        start |= {f"spread_{side}": -1.5 for side in ("below", "above") if side != hard}
        free |= {f"{form}.{name}": value for name, value in start.items()}
        sums |= {f"{form}.{name}": (f"{form}.{name}",) for name in start}
    sums |= {name: (lender,) for name, lender in BORROWED.items()}
    sums |= {"range.stays_size": (0.0,), "range.stays_digits": (0.0,)}
    sums |= {"vague.peak": (2.0,), "vague.spread_below": (0.2,), "vague.spread_above": (0.3,)}
    return Model(free, sums, {}, NEVER, WRITTEN_HARD)
