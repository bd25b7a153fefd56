"""total: many tolls to one, with the dependence between them said aloud."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

from casualtystats.display.wording import count as people
from casualtystats.display.wording import figure, percent
from casualtystats.errors import CasualtyStatsWarning, InvalidTypeError, InvalidValueError
from casualtystats.evidence.additive import check_additive
from casualtystats.evidence.bounds import envelope
from casualtystats.evidence.comonotone import Graded, comonotone, graded
from casualtystats.evidence.convolve import convolve
from casualtystats.evidence.copula import partly_alike
from casualtystats.evidence.report import Report
from casualtystats.evidence.scope import check_scopes, scope_of, waived_fields
from casualtystats.toll.constraints import constrain
from casualtystats.toll.estimate import estimate
from casualtystats.toll.interval import check_level
from casualtystats.toll.lattice import Lattice, from_law
from casualtystats.toll.layers import joined
from casualtystats.toll.toll import Toll

__all__ = ["total"]

_SPARE = 1e-6  # of the tails that all tolls together may leave out, on each side
_WORTH_SAYING = 1e-5  # of probability
_UNKNOWN = (
    "correlation unknown: each interval is the widest that any dependence can give, "
    "and its two ends do not come from the same dependence"
)
_MEAN = (
    "the mean of the sum is {} whatever the dependence; median and deviation are not known, "
    "and probabilities are of the envelope, not of a sum"
)
_SCOPE = ("outcome", "victims", "standard")  # incidents may differ in place, period and actor


def total(
    tolls: Iterable[Any],
    *,
    correlation: float | Literal["unknown"],
    level: float = 0.95,
    ignore: str | Collection[str] = (),
    label: str = "",
) -> Toll:
    """Add the tolls of many incidents.

    How far the tolls err together decides how wide the answer is, and no data in them says so;
    that is why `correlation` has no default. If each is wrong for reasons of its own, errors
    cancel and 0 is right. If one habit of reporting makes all of them too low or too high,
    nothing cancels and 1 is right.

    Parameters
    ----------
    tolls : iterable of Toll, int, str, Claim, (int, int) or Report
        One per incident. What is not yet a toll is estimated with the default reading. Of the
        claims of an article give the whole figures only, or the article as one `Report`.
    correlation : float or "unknown"
        The correlation, from 0 to 1, of the normal scores of any two tolls (a Gaussian copula
        with one common factor). 0 is independence and exact; 1 adds quantiles and is exact;
        between them one integral is done numerically. ``"unknown"`` assumes nothing: each
        equal-tailed interval of the result is the widest that any dependence can give.
    level : float
        The level of the result's intervals unless one is asked for, a fraction.
    ignore : str or collection of str
        Fields of the scope that may differ: ``"outcome"``, ``"victims"``, ``"standard"``; and
        ``"period"``, if increments and running totals are of different people all the same.
    label : str
        A name for the result.

    Returns
    -------
    Toll
        The distribution of the sum. It keeps the tolls as `inputs`, their claims, and notes on
        the correlation and the method.

    Raises
    ------
    InvalidValueError
        If there is no toll, `correlation` is not from 0 to 1, a figure is denied, superseded or a
        part of another of the figures, or a toll is a sum of unknown correlation.
    InvalidTypeError
        If `tolls` is a single toll or `correlation` is no number.
    ScopeError
        If the tolls count different things, such as killed and injured; or if parts, running
        totals or increments stand among figures that may hold them (see Notes).

    Warns
    -----
    CasualtyStatsWarning
        If two of the tolls come from reports of the same incident.

    Notes
    -----
    What a figure's tags say of it decides whether it is a summand. A part (``subset``) may be
    added to parts only, and never to its own whole; a running total (``cumulative``) to nothing;
    an increment (``added``) to increments only, since any other figure may be the total it led
    to. Denied and superseded (``prior``) figures are never added.

    Sums at correlation 0, and sums at correlation 1, may be made of partial sums in any order,
    on several machines. Between them they may not: a partial sum takes part in the next as one
    toll, with one score, so all tolls must be added at once. Nor may ``"unknown"``: its results
    are bounds and no distributions, and are refused.

    References
    ----------
    Blanchet, J., Lam, H., Liu, Y. and Wang, R. (2020). "Convolution Bounds on Quantile
    Aggregation". arXiv:2007.09320.

    Li, D. X. (2000). "On Default Correlation: A Copula Function Approach". Journal of Fixed
    Income 9(4), 43–54. doi:10.3905/jfi.2000.319253.

    Examples
    --------
    >>> incidents = [Toll(31, [0.6, 0.3, 0.1]), Toll(42, [0.5, 0.5]), Toll.exact(5)]
    >>> total(incidents, correlation=0)
    Toll('total of 3': 79, 95% 78–81)
    >>> total(incidents, correlation=0).pmf(78)
    0.3
    >>> total(incidents, correlation=1).pmf(78)
    0.5
    """
    check_level(level)
    waived_fields(ignore)
    rho = _checked(correlation)
    parts = _as_tolls(tolls)
    check_additive(parts, ignore=ignore)
    _check_scopes(parts, ignore)
    _warn_of_repeats(parts)
    counted = _grouped(parts)
    kept = {
        "inputs": parts,
        "claims": [claim for toll in parts for claim in toll.claims],
        "layers": joined(dict.fromkeys(toll.layers for toll in parts)),
        "label": label or f"total of {people(len(parts))}",
        "level": level,
    }
    alike = rho == 1.0 and len(parts) > 1
    kinds = [] if alike else [(_lattice(toll, len(parts)), n) for toll, n in counted]
    if rho is None and len(parts) > 1:
        law = envelope(kinds, level)
        notes = (_UNKNOWN, _MEAN.format(figure(law.centre)))
        return Toll.from_law(law, notes=notes, **kept)
    if alike:
        steps = ((_graded(toll), n) for toll, n in counted)
        lattice, note = comonotone(steps), "correlation 1: the tolls err alike (quantiles added)"
    elif rho is None or rho == 0.0 or len(parts) == 1:
        lattice, note = convolve(kinds), "correlation 0: the tolls err independently (convolved)"
    else:
        lattice, error = partly_alike(kinds, rho)
        note = f"correlation {rho:g}: one-factor Gaussian copula, integrated numerically"
        if error > 1e-4:
            note += f", probabilities to within {percent(error)}"
    if len(parts) == 1:
        note = "one toll: correlation plays no part"
    return Toll.from_lattice(lattice, notes=[note, *_shortfalls(lattice)], **kept)


def _shortfalls(lattice: Lattice) -> list[str]:
    """Say what a lattice leaves out or blurs, where that could be seen in a result."""
    said = []
    if lattice.step > 1:
        said.append(f"cells of {people(lattice.step)} people: quantiles are as coarse as that")
    if lattice.trimmed > _WORTH_SAYING:
        said.append(f"far tails with a probability of {figure(lattice.trimmed)} are left out")
    return said


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
    known: dict[Any, Toll] = {}  # equal words and figures are read once
    found = tuple(x if isinstance(x, Toll) else _as_toll(x, known) for x in tolls)
    if not found:
        raise InvalidValueError(
            "tolls", "hold at least one toll", tolls, "No reports is unknown, not 0."
        )
    for toll in found:
        if toll.only_bounds:
            hint = "Add all incidents at once with correlation='unknown'."
            raise InvalidValueError("tolls", "be no sums of unknown correlation", toll, hint)
    return found


def _as_toll(x: Any, known: dict[Any, Toll]) -> Toll:
    if isinstance(x, Report):
        return constrain(_estimated(x.claim), x.sub).replace(inputs=(x,))
    if type(x) not in {int, str}:
        return _estimated(x)
    if x not in known:
        known[x] = _estimated(x)
    return known[x]


def _estimated(x: Any) -> Toll:
    """Estimate one figure; a refusal names the argument of `total` and not an inner one."""
    try:
        return estimate(x)
    except (InvalidValueError, InvalidTypeError) as error:
        if error.argument not in ("x", "figure"):
            raise
        raise type(error)("tolls", error.rule, error.value, error.hint) from None


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


def _warn_of_repeats(tolls: tuple[Toll, ...]) -> None:
    """Say when one incident would be counted twice."""
    seen: dict[str, Toll] = {}
    for toll in tolls:
        named = {x.incident for x in toll.inputs if isinstance(x, Report) and x.incident}
        for incident in named:
            if seen.setdefault(incident, toll) is not toll:
                warnings.warn(
                    f"incident {incident!r} is in two of the tolls and is counted twice: "
                    "fuse the reports of one incident before adding incidents",
                    CasualtyStatsWarning,
                    stacklevel=3,
                )


def _grouped(tolls: tuple[Toll, ...]) -> list[tuple[Toll, int]]:
    """Count the tolls of each distribution, of which the first stands for all."""
    counts: dict[Any, int] = {}
    first: dict[Any, Toll] = {}
    for toll in tolls:
        key = toll.key
        counts[key] = counts.get(key, 0) + 1
        first.setdefault(key, toll)
    return [(first[key], n) for key, n in counts.items()]


def _graded(toll: Toll) -> Lattice | Graded:
    """Return a toll by its quantiles, finer than its lattice where that is coarse."""
    lattice = toll.lattice
    if toll.law is None or lattice.step == 1:
        return lattice
    return graded(toll.law, lattice.start, lattice.end)


def _lattice(toll: Toll, number: int) -> Lattice:
    """Return the lattice of a toll, with far tails where many tolls would miss them."""
    lattice = toll.lattice
    spare = max(_SPARE / number, 1e-12)
    if toll.law is not None and lattice.trimmed > 2.0 * spare:
        return from_law(toll.law, tail=spare)
    return lattice
