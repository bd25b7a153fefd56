"""total: many tolls to one, with the dependence between them said aloud."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

from casualtystats.display.wording import count as people
from casualtystats.display.wording import percent
from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.evidence.convolve import convolve
from casualtystats.evidence.report import Report
from casualtystats.evidence.scope import check_scopes, scope_of
from casualtystats.toll.estimate import estimate
from casualtystats.toll.interval import check_level
from casualtystats.toll.lattice import Lattice
from casualtystats.toll.toll import Toll

__all__ = ["total"]

_SCOPE = ("outcome", "victims", "standard")  # incidents may differ in place, period and actor


def total(
    tolls: Iterable[Any],
    *,
    correlation: float | Literal["unknown"],
    level: float = 0.95,
    ignore: str | Collection[str] = (),
    label: str = "",
) -> Toll:
    """Add the tolls of many incidents."""
    check_level(level)
    rho = _checked(correlation)
    parts = _as_tolls(tolls)
    _check_scopes(parts, ignore)
    kinds = _grouped(parts)
    lattice = convolve(kinds)
    return Toll.from_lattice(
        lattice,
        inputs=parts,
        claims=[claim for toll in parts for claim in toll.claims],
        label=label or f"total of {people(len(parts))}",
        level=level,
    )


def _checked(correlation: Any) -> float | None:
    """Return the correlation as a number, None for an unknown one, or say what it may be."""
    hint = "0 if the tolls err independently, 1 if they all err alike, 'unknown' for bounds."
    if isinstance(correlation, str) and correlation == "unknown":
        return None
    if isinstance(correlation, (bool, str)):
        raise InvalidTypeError("correlation", "be a number or 'unknown'", correlation, hint)
    try:
        rho = float(correlation)
    except (TypeError, ValueError):
        raise InvalidTypeError(
            "correlation", "be a number or 'unknown'", correlation, hint
        ) from None
    if -1.0 <= rho < 0.0:
        hint = (
            "Many tolls cannot all err against one another: with n of them no common correlation "
            "lies below -1/(n - 1). Say 0, or 'unknown' for bounds that hold for any dependence."
        )
    if not 0.0 <= rho <= 1.0:
        raise InvalidValueError("correlation", "be from 0 to 1, or 'unknown'", correlation, hint)
    return rho


def _as_tolls(tolls: Iterable[Any]) -> tuple[Toll, ...]:
    """Return the tolls, estimating what is still words, figures, claims or reports."""
    if isinstance(tolls, (str, bytes, Toll, Report, Mapping)) or not isinstance(tolls, Iterable):
        raise InvalidTypeError(
            "tolls", "be several tolls", tolls, "Give a list, even for one: [toll]."
        )
    found = tuple(x if isinstance(x, Toll) else _as_toll(x) for x in tolls)
    if not found:
        raise InvalidValueError(
            "tolls", "hold at least one toll", tolls, "No reports is unknown, not 0."
        )
    return found


def _as_toll(x: Any) -> Toll:
    if isinstance(x, Report):
        return estimate(x.claim).replace(inputs=(x,))
    return estimate(x)


def _check_scopes(tolls: tuple[Toll, ...], ignore: str | Collection[str]) -> None:
    """Refuse to add killed to injured, or civilians to combatants."""
    seen: dict[Any, tuple[str, Any]] = {}
    for i, toll in enumerate(tolls):
        if toll.claims or toll.inputs:
            brief = None
            if not toll.inputs:
                brief = frozenset((claim.outcome, claim.victims) for claim in toll.claims)
                if brief in seen:
                    continue
            scope = {field: scope_of(toll)[field] for field in _SCOPE}
            seen.setdefault(brief or tuple(scope.values()), (toll.label or f"toll {i}", scope))
    check_scopes(list(seen.values()), ignore=ignore, argument="tolls")


def _grouped(tolls: tuple[Toll, ...]) -> list[tuple[Lattice, int]]:
    """Count the tolls of each distribution."""
    counts: dict[Any, int] = {}
    first: dict[Any, Toll] = {}
    for toll in tolls:
        key = toll.key
        counts[key] = counts.get(key, 0) + 1
        first.setdefault(key, toll)
    return [(first[key].lattice, n) for key, n in counts.items()]
