"""Two lists of incidents with a known truth: one official, one a monitor's, both in error.

Towns stand in a box of 600 × 600 km and have skewed shares of the incidents, which come in
bursts, as campaigns do, so that different incidents of one town and week are common. Each side
errs on its own in the date, the coordinates, the spelling and the toll.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

__all__ = ["Truth", "make"]

CONSONANTS = [
    "b",
    "d",
    "f",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "q",
    "r",
    "s",
    "sh",
    "t",
    "kh",
    "gh",
    "z",
]
SPELLINGS = {"q": ["q", "k", "g"], "kh": ["kh", "h", "k"], "gh": ["gh", "g"], "sh": ["sh", "ch"]}
VOWELS = {"a": ["a", "e"], "i": ["i", "ee", "e"], "u": ["u", "ou", "o"], "aa": ["a", "aa"]}


@dataclass(frozen=True)
class Truth:
    """The two lists, and which row of one is which of the other (-1: on one list only)."""

    official: pd.DataFrame
    monitor: pd.DataFrame
    partner: np.ndarray  # of each monitored incident, its official row


def make(
    n: int, *, overlap: float = 0.6, days: int = 1826, towns: int = 4000, seed: int = 0
) -> Truth:
    """Draw two lists of `n` incidents each, `overlap` of which are on both."""
    rng = np.random.default_rng(seed)
    both = int(n * overlap)
    total = 2 * n - both
    share = np.exp(rng.normal(0.0, 1.0, towns))
    town = rng.choice(towns, size=total, p=share / share.sum())
    centre = np.column_stack([rng.uniform(33.0, 38.4, towns), rng.uniform(37.0, 44.0, towns)])
    burst = rng.integers(0, days, size=max(total // 8, 1))
    day = np.clip(rng.choice(burst, total) + rng.integers(-4, 5, total), 0, days)
    where = centre[town] + rng.normal(0, 0.03, (total, 2))
    deaths = np.maximum(1, np.exp(rng.normal(0.9, 1.1, total)).astype(int))
    names = [_name(rng) for _ in range(towns)]
    first, second = np.arange(n), np.arange(total - n, total)
    official, monitor = (
        _list(rng, (day[rows], where[rows], town[rows], deaths[rows]), names, shrink=shrink)
        for rows, shrink in ((first, 0.75), (second, 1.0))
    )
    shuffle = rng.permutation(n)
    monitor = monitor.iloc[shuffle].reset_index(drop=True)
    return Truth(official, monitor, np.where(second < n, second, -1)[shuffle])


def _list(
    rng: np.random.Generator,
    drawn: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    names: list[list[list[tuple[str, str]]]],
    *,
    shrink: float,
) -> pd.DataFrame:
    """Write down incidents as one side would: with slips, and deaths it does not count."""
    day, where, town, deaths = drawn
    n = len(day)
    slip = rng.choice([0, 1, -1, 2, -2, 5], size=n, p=[0.84, 0.06, 0.05, 0.02, 0.02, 0.01])
    point = where + rng.normal(0, 1, (n, 2)) * rng.choice([0.01, 0.06], size=(n, 1), p=[0.85, 0.15])
    point[rng.random(n) < 0.06] = np.nan
    place = [" ".join(_spell(rng, part) for part in names[t]) for t in town]
    unnamed = rng.random(n) < 0.03
    best = np.maximum(1, rng.binomial(deaths, shrink) + rng.poisson(0.1 * deaths))
    low = np.maximum(0, best - rng.poisson(0.15 * best))
    high = best + rng.poisson(0.2 * best)
    date = pd.Timestamp(2014, 8, 8) + pd.to_timedelta(day + slip, unit="D")
    return pd.DataFrame(
        {
            "date": date,
            "place": pd.Series(place, dtype="string").mask(unnamed),
            "latitude": point[:, 0],
            "longitude": point[:, 1],
            "low": low,
            "high": high,
        }
    )


def _name(rng: np.random.Generator) -> list[list[tuple[str, str]]]:
    """Draw a name: one or two parts of two to three syllables."""
    return [
        [(rng.choice(CONSONANTS), rng.choice(list(VOWELS))) for _ in range(rng.integers(2, 4))]
        for _ in range(rng.integers(1, 3))
    ]


def _spell(rng: np.random.Generator, part: list[tuple[str, str]]) -> str:
    """Write a part as one of many hands would."""
    letters = "".join(rng.choice(SPELLINGS.get(c, [c])) + rng.choice(VOWELS[v]) for c, v in part)
    return ("al-" if rng.random() < 0.15 else "") + letters + ("h" if rng.random() < 0.2 else "")
