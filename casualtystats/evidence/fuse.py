"""fuse: many reports of one incident, one toll."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from casualtystats.errors import InvalidTypeError, InvalidValueError, ScopeError
from casualtystats.evidence import pools, rules
from casualtystats.evidence.contradictions import clashes
from casualtystats.evidence.random_effects import random_effects
from casualtystats.evidence.scope import check_scopes, unstated, waived_fields
from casualtystats.evidence.voices import Voice, Weights, check_reports, gather, weigh
from casualtystats.toll.constraints import constrain
from casualtystats.toll.estimate import estimate
from casualtystats.toll.forms import has_scale
from casualtystats.toll.interval import check_level
from casualtystats.toll.layers import joined
from casualtystats.toll.toll import Toll

if TYPE_CHECKING:
    from pathlib import Path

    from casualtystats.evidence.pools import Pool
    from casualtystats.evidence.report import Report
    from casualtystats.toll.bias import Bias
    from casualtystats.toll.reading import Reading
    from casualtystats.toll.scheme import Scheme

__all__ = ["POOLS", "fuse"]

POOLS: dict[str, Pool] = {
    "linear": pools.linear,
    "log": pools.log,
    "random_effects": random_effects,
    **rules.RULES,
}

# Tags by which a figure takes itself back, where other figures of the incident stand.
_WITHDRAWN = {
    "denied": "denies the figure, which is no count of its own",
    "prior": "calls the figure superseded",
}

# What a figure's tags say about its scope, where other figures of the incident lack them.
_APART = {
    "cumulative": "period",
    "added": "period",
    "subset": "victims",
    "perpetrator": "victims",
}


def fuse(
    reports: Iterable[Report],
    *,
    pool: str | Pool = "linear",
    weights: Weights = None,
    bias: Bias | Sequence[Bias] | None = None,
    reading: str | Path | Reading = "documented",
    scheme: str | Path | Scheme | None = None,
    level: float = 0.95,
    ignore: str | Collection[str] = (),
) -> Toll:
    """Make one toll of the reports of one incident.

    Parameters
    ----------
    reports : iterable of Report
        What is said, and by whom. Reports that copy one origin, or come from one source,
        speak with one voice (see Notes).
    pool : str or callable
        How voices become one toll: ``linear`` (keeps disagreement), ``log`` (independent
        evidence), ``random_effects`` (counts that err around one toll), a codebook's rule
        (``envelope lowest majority latest gtd hierarchy``), or any callable from voices to a
        toll.
    weights : mapping of str to float, sequence of float, or None
        Relative weights by name of an origin, source or role (others weigh 1), or one number
        per report. Equal if left out.
    bias : callable, sequence of callables, or None
        Models of how reports err, ``(Toll, Report) -> Toll``, applied to each report in this
        order. None is applied unless asked for.
    reading : str, pathlib.Path or Reading
        What the words mean in numbers, as for `estimate`.
    scheme : str, pathlib.Path, Scheme or None
        A codebook whose fixed numbers are used instead of a reading, as for `estimate`.
    level : float
        The level of the result's intervals unless one is asked for, a fraction.
    ignore : str or collection of str
        Fields of the scope in which reports may differ; a contested ``actor``, for instance.

    Returns
    -------
    Toll
        What the reports say together. It keeps them as ``inputs``; its ``notes`` tell the
        pool, the biases, copies, sub-counts, what was assumed of their scope, and which
        reports contradict each other.

    Raises
    ------
    InvalidValueError
        If there is no report, or none that gives a figure or a scale and does not deny it or
        call it superseded in its own words, the pool is unknown or cannot use these reports,
        or weights do not fit.
    ScopeError
        If reports count different things or are about different incidents.

    See Also
    --------
    casualtystats.total : The sum over incidents.

    Notes
    -----
    A voice is an origin or a source. Its own report beats the copies of it; of several dated
    reports of its own the latest stands; other figures that differ are mixed with equal
    weight, and the same figure told twice counts once. Sub-counts ("including at least 11
    children") tighten the report that states them and are never added.

    Examples
    --------
    >>> import casualtystats as cs
    >>> toll = cs.fuse(
    ...     [
    ...         cs.Report("at least 31", source="ministry", role="party"),
    ...         cs.Report("42", source="activists", role="monitor"),
    ...         cs.Report("42", source="daily", role="media", origin="activists"),
    ...     ]
    ... )
    >>> len(toll.inputs), toll.notes[0]
    (3, 'copies: daily repeat activists, whose own figure stands')
    """
    check_level(level)
    told = check_reports(reports)
    named, withdrawn = _standing(_named(told))
    waived = waived_fields(ignore)
    named_scopes = [(name, report.scope()) for name, report in named]
    check_scopes(named_scopes, ignore=waived)
    _check_incident(named)
    _check_tags(named, waived)
    chosen, biases = _pool(pool), _biases(bias)

    def toll_of(report: Report) -> Toll:
        toll = estimate(report.claim, level=level, reading=reading, scheme=scheme)
        for model in biases:
            toll = _applied(model, toll, report)
        return constrain(toll, report.sub)

    weighed = zip(told, weigh(told, weights), strict=True)
    standing, shares = zip(*((r, w) for r, w in weighed if not _withdrawn(r)), strict=True)
    voices, set_aside = gather(standing, shares, toll_of)
    alone = len(voices) == 1 and len(voices[0].reports) == 1
    pooled = voices[0].toll.replace(notes=()) if alone else chosen(voices)
    notes = [
        *withdrawn,
        *set_aside,
        *(_of(voice, note) for voice in voices for note in voice.toll.notes),
        *pooled.notes,
        *(str(clash) for clash in clashes(voices)),
        *unstated(named_scopes, ignore=waived),
        *([f"ignored: {', '.join(sorted(waived))} may differ"] if waived else []),
    ]
    return pooled.replace(
        claims=tuple(report.claim for report in told),
        inputs=told,
        label=_label(told),
        notes=tuple(dict.fromkeys(notes)),
        layers=joined(toll.layers for voice in voices for toll in voice.tolls),
        level=level,
    )


def _of(voice: Voice, note: str) -> str:
    """Say whose note it is; contradictions come first in theirs, as between voices."""
    told = note.removeprefix("contradictory: ")
    return f"{voice.name}: {note}" if told == note else f"contradictory: {voice.name}: {told}"


def _named(reports: Sequence[Report]) -> list[tuple[str, Report]]:
    """Name each report by its source, with its place where the source alone is no name."""
    times = Counter(report.source for report in reports)
    return [
        (r.source if r.source and times[r.source] == 1 else f"{r.source} reports[{i}]".strip(), r)
        for i, r in enumerate(reports)
    ]


def _withdrawn(report: Report) -> str:
    """Return how a report takes its figure back, or leaves it out, if it does."""
    if not has_scale(report.claim):
        return "gives no scale, which is neither 0 nor evidence on how many"
    return next((_WITHDRAWN[tag] for tag in report.claim.tags if tag in _WITHDRAWN), "")


def _standing(
    named: Sequence[tuple[str, Report]],
) -> tuple[list[tuple[str, Report]], list[str]]:
    """Set aside figures that are denied, superseded or left out in their own words, and say so."""
    standing = [(name, report) for name, report in named if not _withdrawn(report)]
    if not standing:
        hint = "Report what a source concedes, or its latest figure."
        rule = "hold a figure that is not denied or superseded"
        if not any(has_scale(report.claim) for _, report in named):
            hint = "The words give no scale. Unknown is never 0: leave this toll unknown."
            rule = "hold a figure, or a unit to count in"
        raise InvalidValueError("reports", rule, [report for _, report in named], hint)
    notes = [
        f"set aside: {name} ({report.words}) {how}"
        for name, report in named
        if (how := _withdrawn(report))
    ]
    return standing, notes


def _check_incident(named: Sequence[tuple[str, Report]]) -> None:
    incidents = {report.incident: name for name, report in reversed(named) if report.incident}
    if len(incidents) > 1:
        hint = "Fuse each incident by itself, then sum the tolls with cs.total."
        rule = "be about one incident"
        raise ScopeError("reports", rule, incidents, hint, ("incident",))


def _check_tags(named: Sequence[tuple[str, Report]], waived: Collection[str]) -> None:
    """Refuse to mix a part, an addition or a running total with figures that are not."""
    for tag, field in _APART.items():
        tagged = [name for name, report in named if tag in report.claim.tags]
        if tagged and len(tagged) < len(named) and field not in waived:
            rule = f"count the same thing, not differ in {field}"
            hint = (
                f"Some figures are {tag}, others not. If they belong together all the same, "
                f"say ignore={(field,)!r}."
            )
            raise ScopeError("reports", rule, {tag: tagged}, hint, (field,))


def _pool(pool: Any) -> Pool:
    if isinstance(pool, str):
        name = pool.replace("-", "_")
        if name not in POOLS:
            raise InvalidValueError("pool", f"be one of {' '.join(POOLS)}, or a callable", pool)
        return POOLS[name]
    if not callable(pool):
        raise InvalidTypeError("pool", "be a name or a callable from voices to a Toll", pool)

    def checked(voices: Sequence[Voice]) -> Toll:
        toll = pool(voices)
        if not isinstance(toll, Toll):
            raise InvalidTypeError("pool", "return a Toll", toll)
        name = getattr(pool, "__name__", None) or repr(pool)
        return toll if toll.notes else toll.replace(notes=(f"pool: {name}",))

    return checked


def _biases(bias: Any) -> tuple[Callable[[Toll, Any], Toll], ...]:
    if bias is None or callable(bias):
        models: tuple[Any, ...] = () if bias is None else (bias,)
    else:
        models = tuple(bias) if isinstance(bias, Iterable) else (bias,)
    for model in models:
        if not callable(model):
            hint = "For instance cs.bias.Undercount()."
            raise InvalidTypeError("bias", "be a callable (Toll, Report) -> Toll", model, hint)
    return models


def _applied(model: Callable[[Toll, Any], Toll], toll: Toll, report: Report) -> Toll:
    """Apply a bias model, and see to it that the result says so where it changed anything."""
    revised = model(toll, report)
    if not isinstance(revised, Toll):
        raise InvalidTypeError("bias", "return a Toll", revised)
    if revised is toll:
        return toll
    name = getattr(model, "__name__", None) or repr(model)
    if revised.notes == toll.notes or not revised.notes:
        revised = revised.replace(notes=(*toll.notes, f"bias: {name}"))
    layers = joined((toll.layers, revised.layers))
    if layers == toll.layers:
        layers = (*layers, f"erred: {name}")
    return revised.replace(claims=toll.claims, layers=layers)


def _label(reports: Sequence[Report]) -> str:
    incident = next((report.incident for report in reports if report.incident), "")
    count = f"{len(reports)} reports" if len(reports) > 1 else reports[0].words
    return f"{incident}, {count}" if incident else count
