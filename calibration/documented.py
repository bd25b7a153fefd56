"""What is fitted for the reading ``documented``: which parameters, tied how, with which priors."""

from __future__ import annotations

from collections.abc import Mapping

from calibration.fitting import Model

__all__ = ["PRIORS", "documented_model"]

# Normal priors, (mean, standard deviation), each with the evidence behind it. The press sentences
# fix the levels; nine in ten of their figures are below 20, so that the slopes by which the law
# travels to larger ones are mostly borrowed, and the priors on them are tight.
DIRECTED = ("at_least", "more_than", "up_to", "nearly", "range")
NEVER = {"at_most": "above", "less_than": "above"}  # by their meaning

PRIORS: dict[str, tuple[tuple[float, float], str]] = {
    "exact.up": (
        (0.0, 0.25),
        "no direction known for large figures: they may fall as well as rise",
    ),
    "exact.stays": ((0.0, 3.0), "vague"),
    "hedged.stays": ((0.0, 3.0), "vague"),
    "lower.up": ((2.0, 1.0), "readers never take such words downwards (Ferson et al. 2015)"),
    "upper.up": ((-2.0, 1.0), "readers seldom take such words upwards (Ferson et al. 2015)"),
    "up_small": ((0.0, 10.0), "vague"),
    "range.stays": ((2.0, 1.0), "ends of ranges are exceeded now and then"),
    "range.up": ((0.0, 1.0), "vague"),
    "stays_size": (
        (-0.5, 0.25),
        "logit of one-figure records on log size, UCDP GED 23.1, 894 events: -0.62 (0.12)",
    ),
    "stays_digits": (
        (0.3, 0.35),
        "logit of one-figure records on digits, UCDP GED 23.1, 894 events: 0.28 (0.35)",
    ),
    "spread_size": (
        (-0.01, 0.05),
        "UCDP GED 23.1, 900 ranges: 0.04 (0.06); UCDP coder model, which asks else: -0.15 (0.1)",
    ),
    "spread_digits": (
        (-0.14, 0.11),
        (
            "UCDP GED 23.1, 900 ranges: 0.14 (0.23); none to all of what readers mean, -0.45 "
            "(Ferson et al. 2015): -0.22 (0.13)"
        ),
    ),
}


def documented_model(ferson: Mapping[str, float], vague: Mapping[str, float]) -> Model:
    """Return the model; `ferson` lends the differences between forms that the press lacks."""
    free = {
        "exact.stays": -1.0,
        "hedged.stays": -1.6,
        "range.stays": 2.3,
        "stays_size": -0.3,
        "stays_digits": 0.0,
        "exact.up": -0.5,
        "up_small": 6.0,
        "lower.up": 0.7,
        "upper.up": -1.9,
        "range.up": 0.4,
        "spread_below": -0.9,
        "spread_above": -0.9,
        "spread_size": -0.2,
        "spread_digits": -0.1,
    }
    shared = ("stays_size", "stays_digits", "up_small", "spread_below", "spread_above")
    sums: dict[str, tuple[str | float, ...]] = {
        f"shared.{name}": (name,) for name in (*shared, "spread_size", "spread_digits")
    }
    stricter = ferson["more_than.stays"] - ferson["at_least.stays"]
    lower, upper = ("lower.up",), ("upper.up",)  # such words state the direction, at any size
    sums |= {
        "exact.stays": ("exact.stays",),
        "exact.up": ("exact.up",),
        "about.stays": ("hedged.stays",),
        "about.up": ("exact.up",),
        "at_least.stays": ("hedged.stays",),
        "at_least.up": lower,
        "more_than.stays": ("hedged.stays", stricter),
        "more_than.up": lower,
        "at_most.stays": ("hedged.stays",),
        "up_to.stays": ("hedged.stays",),
        "up_to.up": upper,
        "nearly.stays": ("hedged.stays", stricter),
        "nearly.up": upper,
        "range.stays": ("range.stays",),
        "range.up": ("range.up",),
        "range.stays_size": (0.0,),
        "range.stays_digits": (0.0,),
        **{f"{form}.up_small": (0.0,) for form in DIRECTED},
        **{f"vague.{name}": (value,) for name, value in vague.items()},
    }
    return Model(free, sums, {n: prior for n, (prior, _) in PRIORS.items()}, NEVER)
