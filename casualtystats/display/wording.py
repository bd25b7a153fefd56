"""How numbers are written for people: the only place where they are rounded."""

from __future__ import annotations

import math
from decimal import Decimal

__all__ = ["count", "figure", "percent", "span"]

UNKNOWN = "unknown"
_DIGITS = 4  # significant digits of a figure


def count(x: float) -> str:
    """Write a number of people: whole, with thousands separators.

    Parameters
    ----------
    x : float
        People; infinite means no bound, and NaN means unknown, which is never written as 0.

    Returns
    -------
    str
        For instance ``"3,200"``, ``"∞"``, ``"−12"`` or ``"unknown"``.

    Examples
    --------
    >>> count(3200.0), count(float("inf")), count(float("nan"))
    ('3,200', '∞', 'unknown')
    """
    if math.isnan(x):
        return UNKNOWN
    if math.isinf(x):
        return "∞" if x > 0 else "−∞"
    return _signed(f"{x:,.0f}")


def figure(x: float) -> str:
    """Write a number that need not be whole, with four significant digits and no exponent.

    Parameters
    ----------
    x : float
        A ratio, a mean, a rate.

    Returns
    -------
    str
        Thousands separated, trailing zeros of the fraction dropped.

    Examples
    --------
    >>> figure(8.52272), figure(83_194), figure(0.000117333), figure(-0.5)
    ('8.523', '83,190', '0.0001173', '−0.5')
    """
    if not math.isfinite(x) or x == 0:
        return count(x)
    rounded = Decimal(f"{x:.{_DIGITS - 1}e}")
    text = f"{rounded:,f}"
    return _signed(text.rstrip("0").rstrip(".") if "." in text else text)


def span(low: float, high: float) -> str:
    """Write two ends as one range.

    Parameters
    ----------
    low, high : float
        People. An infinite `high` is written as "or more"; equal ends are written once.

    Returns
    -------
    str
        For instance ``"31–44"``, ``"31"``, ``"31 or more"`` or ``"−5 to 12"``.

    Examples
    --------
    >>> span(31, 44), span(31, 31), span(1200, float("inf")), span(-5, 12)
    ('31–44', '31', '1,200 or more', '−5 to 12')
    """
    first, last = count(low), count(high)
    if first == last:
        return first
    if math.isnan(low) or math.isnan(high):
        return f"{first} to {last}"
    if math.isinf(high) and not math.isinf(low):
        return f"{first} or more"
    return f"{first} to {last}" if low < 0 else f"{first}–{last}"


def percent(x: float) -> str:
    """Write a share or a probability in percent, never rounding it to certainty.

    Parameters
    ----------
    x : float
        A fraction: 0.95 for 95 %.

    Returns
    -------
    str
        One decimal in the middle, two significant digits near 0 and near 1. Only 0 and 1
        themselves are written ``"0%"`` and ``"100%"``.

    Examples
    --------
    >>> percent(0.95), percent(0.258), percent(0.00242), percent(0.9994), percent(1e-9)
    ('95%', '25.8%', '0.24%', '99.94%', '<0.01%')
    """
    if not math.isfinite(x):
        return count(x) if math.isnan(x) else f"{count(x)}%"
    if 0 < x < 0.0001:
        return "<0.01%"
    if 0.9999 < x < 1:
        return ">99.99%"
    near = min(abs(x), abs(1 - x)) * 100
    decimals = 2 if 0 < near < 1 else 1
    text = f"{x * 100:,.{decimals}f}"
    return _signed(text.rstrip("0").rstrip(".")) + "%"


def _signed(text: str) -> str:
    if text.lstrip("-").strip("0.,") == "":
        return text.lstrip("-")
    return text.replace("-", "−")
