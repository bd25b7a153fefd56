"""One side of a comparison: its toll, its words, who states it, and what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from casualtystats.errors import InvalidValueError, ScopeError
from casualtystats.evidence.report import Report
from casualtystats.text.claim import Claim
from casualtystats.toll.estimate import estimate
from casualtystats.toll.toll import Toll

__all__ = ["FIELDS", "Side", "agree"]

FIELDS = ("outcome", "victims", "actor", "place", "period", "standard")


@dataclass(frozen=True)
class Side:
    """One side of a comparison.

    Parameters
    ----------
    role : str
        ``"official"`` or ``"monitor"``.
    toll : Toll
        What its figure means.
    words : str
        The figure as stated.
    name : str
        Who states it, if known.
    scope : mapping of str to value
        What it counts, for each of `FIELDS` that it states.
    claim : Claim or None
        The claim, if it is a single one.
    """

    role: str
    toll: Toll
    words: str
    name: str
    scope: Mapping[str, Any]
    claim: Claim | None = None

    @classmethod
    def of(
        cls,
        role: str,
        x: Any,
        *,
        level: float,
        reading: Any,
        scheme: str | None,
        within: float | str | None,
    ) -> Side:
        """Return the side that `x` states."""
        how = {"level": level, "reading": reading, "scheme": scheme}
        if isinstance(x, Report):
            toll = estimate(x.claim, **how)
            return cls(role, toll, x.claim.text, x.source, _scope(x), x.claim)
        if _is_collection(x):
            return cls._summed(role, x, how, within)
        toll = estimate(x, **how)
        claim = toll.claims[0] if len(toll.claims) == 1 else None
        words = x if isinstance(x, str) else _words(toll, claim)
        scope = _scope(claim) if claim is not None else {}
        return cls(role, toll, words, "", scope, None if isinstance(x, Toll) else claim)

    @classmethod
    def _summed(
        cls, role: str, figures: Iterable[Any], how: dict[str, Any], within: float | str | None
    ) -> Side:
        from casualtystats.evidence.total import total

        parts = [cls.of(role, x, within=within, **how) for x in figures]
        if not parts:
            raise InvalidValueError(role, "hold at least one figure", figures)
        if within is None:
            raise InvalidValueError(
                "within",
                f"be given when {role} is a collection of incidents",
                within,
                "It says how the incidents' errors go together, and decides the width: "
                "try within=0.3.",
            )
        toll = total([part.toll for part in parts], correlation=within)
        names = {part.name for part in parts}
        shared = {
            name: parts[0].scope[name]
            for name in FIELDS
            if all(name in p.scope and p.scope[name] == parts[0].scope.get(name) for p in parts)
        }
        words = f"sum of {len(parts)} figures"
        return cls(role, toll, words, names.pop() if len(names) == 1 else "", shared)


def agree(official: Side, monitor: Side, ignore: Iterable[str]) -> list[str]:
    """Refuse sides that count different things; return notes on what was taken for granted."""
    ignored = tuple(ignore)
    unknown = [name for name in ignored if name not in FIELDS]
    if unknown:
        raise InvalidValueError("ignore", f"name only fields of {' '.join(FIELDS)}", ignored)
    notes, differing = [], []
    for name in FIELDS:
        ours, theirs = official.scope.get(name), monitor.scope.get(name)
        if ours is None and theirs is None:
            continue
        if ours is None or theirs is None:
            silent, stated = ("official", theirs) if ours is None else ("monitor", ours)
            notes.append(
                f"the {silent} figure states no {name}: taken to be the other side's, "
                f"{_shown(stated)}"
            )
        elif ours != theirs:
            if name in ignored:
                notes.append(f"{name} differs ({_shown(ours)} ↔ {_shown(theirs)}), ignored")
            else:
                differing.append(name)
    if differing:
        shown = "; ".join(
            f"{n}: {_shown(official.scope[n])} ↔ {_shown(monitor.scope[n])}" for n in differing
        )
        raise ScopeError(
            "monitor",
            f"count the same as official, which differs in {', '.join(differing)}",
            shown,
            f"If that is meant, say so with ignore={tuple(differing)!r}.",
            tuple(differing),
        )
    return notes


def _scope(x: Claim | Report) -> dict[str, Any]:
    """Return what a claim or a report states of its scope."""
    claim = x.claim if isinstance(x, Report) else x
    stated: dict[str, Any] = {"outcome": claim.outcome, "victims": claim.victims or None}
    if isinstance(x, Report):
        stated |= {name: getattr(x, name) for name in FIELDS[2:]}
    return {name: value for name, value in stated.items() if value is not None}


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _is_collection(x: Any) -> bool:
    if isinstance(x, (pd.Series, np.ndarray, list)):
        return True
    return isinstance(x, tuple) and not (
        len(x) == 2 and all(isinstance(end, (int, float, np.number)) for end in x)
    )


def _words(toll: Toll, claim: Claim | None) -> str:
    """Return a figure in its own words, or its interval if it has none."""
    from casualtystats.display.wording import span

    if claim is not None and claim.text:
        return f"{int(claim.text):,}" if claim.text.isdigit() else claim.text
    return toll.label or span(*toll.interval())
