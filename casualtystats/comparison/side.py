"""One side of a comparison: its toll, its words, who states it, and what it counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from casualtystats.comparison.series import OfficialSeries
from casualtystats.display.wording import count, span
from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.evidence.additive import check_additive
from casualtystats.evidence.report import Report
from casualtystats.evidence.scope import Scope, check_scopes, scope_of, unstated
from casualtystats.lists.estimate import ListEstimate
from casualtystats.text.claim import Claim
from casualtystats.toll.constraints import constrain
from casualtystats.toll.estimate import estimate
from casualtystats.toll.toll import Toll

__all__ = ["Side", "Within", "agree"]

Within = float | Literal["unknown"] | None


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
        What it counts, as far as it is stated.
    claim : Claim or None
        The claim, if it is a single one in words or figures.
    stated : bool
        Whether someone stated `words`; if not, they describe the side.
    """

    role: str
    toll: Toll
    words: str
    name: str
    scope: Scope
    claim: Claim | None = None
    stated: bool = True

    @classmethod
    def of(
        cls,
        role: str,
        x: Any,
        *,
        level: float,
        reading: Any,
        scheme: str | None,
        within: Within,
    ) -> Side:
        """Return the side that `x` states."""
        how = {"level": level, "reading": reading, "scheme": scheme}
        if isinstance(x, OfficialSeries):
            x = x.latest().report()
        if isinstance(x, ListEstimate):
            words = f"{x.method} on {len(x.lists)} lists"
            return cls(role, _of_lists(role, x), words, "", {}, stated=False)
        if isinstance(x, Report):
            toll = constrain(_read(role, x.claim, how), x.sub)
            return cls(role, toll, _said(x.claim), x.source, scope_of(x), x.claim)
        if _is_collection(x):
            return cls._summed(role, x, how, within)
        toll = _read(role, x, how)
        claim = toll.claims[0] if not isinstance(x, Toll) and toll.claims else None
        words = x if isinstance(x, str) else _said(claim) if claim else _described(toll)
        stated = isinstance(x, str) or claim is not None
        return cls(role, toll, words, "", scope_of(claim or toll), claim, stated)

    @classmethod
    def _summed(
        cls, role: str, figures: Iterable[Any], how: dict[str, Any], within: Within
    ) -> Side:
        from casualtystats.evidence.total import total

        parts = [cls.of(role, x, within=within, **how) for x in figures]
        if not parts:
            raise InvalidValueError(role, "hold at least one figure", figures)
        check_additive([part.toll for part in parts], argument=role)
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
        name = names.pop() if len(names) == 1 else ""
        words = f"the sum of {len(parts)} figures" if len(parts) > 1 else parts[0].words
        return cls(role, toll, words, name, scope_of(toll), stated=False)


def agree(official: Side, monitor: Side, ignore: str | Collection[str]) -> list[str]:
    """Refuse sides that count different things; return notes on what was taken for granted."""
    named = [(side.name or f"the {side.role} side", side.scope) for side in (official, monitor)]
    check_scopes(named, ignore=ignore, argument="monitor")
    waived = (ignore,) if isinstance(ignore, str) else tuple(ignore)
    let = [f for f in waived if official.scope.get(f) and monitor.scope.get(f)]
    differ = [f for f in let if official.scope[f] != monitor.scope[f]]
    running = [
        f"the {side.role} figure is cumulative and is read as one incident's would be"
        for side in (official, monitor)
        if side.claim is not None and "cumulative" in side.claim.tags
    ]
    ignored = [
        f"{f} differs ({_shown(official.scope[f])} ↔ {_shown(monitor.scope[f])}), ignored"
        for f in differ
    ]
    return [*unstated(named), *ignored, *running]


def _read(role: str, x: Any, how: dict[str, Any]) -> Toll:
    """Return what a figure stands for; a refusal names the side and not an inner argument."""
    try:
        return estimate(x, **how)
    except (InvalidValueError, InvalidTypeError) as error:
        if error.argument not in ("x", "figure"):
            raise
        raise type(error)(role, error.rule, error.value, error.hint) from None


def _of_lists(role: str, estimate: ListEstimate) -> Toll:
    """Return the distribution that an estimate from lists gives, if it gives one."""
    if estimate.toll is None:
        raise InvalidValueError(
            role,
            "come as a distribution",
            estimate,
            f"{estimate.method} gives an interval only: try cs.lists.decomposable.",
        )
    return estimate.toll


def _said(claim: Claim) -> str:
    """Return the words of a claim; a bare figure gets its separators."""
    return count(int(claim.text)) if claim.text.isdecimal() else claim.text


def _described(toll: Toll) -> str:
    return toll.label or span(*toll.interval())


def _shown(value: str | tuple[str, ...] | None) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _is_collection(x: Any) -> bool:
    """Tell a collection of figures from one figure; a pair of numbers is a range."""
    if isinstance(x, tuple) and len(x) == 2:
        return not all(isinstance(end, (int, float, np.number)) for end in x)
    return isinstance(x, (pd.Series, np.ndarray, list, tuple))
