"""Scope: what a figure counts, and the refusal to mix figures that count different things."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias, runtime_checkable

from casualtystats.errors import InvalidTypeError, InvalidValueError, ScopeError
from casualtystats.text.claim import Claim
from casualtystats.toll.toll import Toll

__all__ = [
    "SCOPE_FIELDS",
    "Scope",
    "Scoped",
    "check_scopes",
    "scope_of",
    "unstated",
    "waived_fields",
]

Scope: TypeAlias = dict[str, str | tuple[str, ...] | None]

SCOPE_FIELDS = ("outcome", "victims", "actor", "place", "period", "standard")

_HINTS = {
    "outcome": "Killed is not injured, and casualties may be either.",
    "victims": "Civilians are not all the dead, and children are not all civilians.",
    "actor": "Who did it may be contested where the number of dead is not.",
    "place": "Spell one place one way.",
    "period": "2014–2017 is not 2017.",
    "standard": "Reported is not confirmed.",
}


@runtime_checkable
class Scoped(Protocol):
    """Anything that can say what it counts, such as a `Report`."""

    def scope(self) -> Scope:
        """Return what is counted, as far as it is stated."""
        ...


def scope_of(x: Claim | Scoped | Toll) -> Scope:
    """Return what a claim, a report or a toll counts, as far as it is stated.

    Parameters
    ----------
    x : Claim, Report or Toll
        Whose scope to tell. A toll counts what it was made from counts; where its inputs
        were let differ, that field is unstated.

    Returns
    -------
    dict
        For each of `SCOPE_FIELDS` a text, for ``victims`` a sorted tuple of texts, and None
        for what is unstated.

    Raises
    ------
    InvalidTypeError
        If `x` is none of these.

    Examples
    --------
    >>> scope_of(Claim(low=31, best=31, outcome="killed", victims=("civilians",)))["victims"]
    ('civilians',)
    """
    if isinstance(x, Claim):
        scope: Scope = dict.fromkeys(SCOPE_FIELDS)
        scope["outcome"] = x.outcome
        scope["victims"] = tuple(sorted(x.victims)) or None
        return scope
    if isinstance(x, Toll):
        made_from: Iterable[object] = getattr(x, "inputs", ()) or x.claims
        known = [scope_of(part) for part in made_from if isinstance(part, Claim | Toll | Scoped)]
        return _merge(known, _differences(known))
    if isinstance(x, Scoped):
        return x.scope()
    raise InvalidTypeError("x", "be a Claim, a Report or a Toll", x)


def check_scopes(
    named: Sequence[tuple[str, Mapping[str, str | tuple[str, ...] | None]]],
    *,
    ignore: str | Collection[str] = (),
    argument: str = "reports",
) -> Scope:
    """Return the common scope of several figures, or refuse to mix them.

    What one figure states and another leaves unstated does not set them apart: see `unstated`
    for a sentence that says so.

    Parameters
    ----------
    named : sequence of (str, mapping)
        A name for each figure, used in the error, and its scope (see `scope_of`).
    ignore : str or collection of str
        Fields of the scope that may differ.
    argument : str
        The name of the argument at fault, for the error.

    Returns
    -------
    dict
        The merged scope: what is stated by any and contradicted by none, None elsewhere.

    Raises
    ------
    ScopeError
        If stated scopes differ in a field that is not ignored; its ``fields`` names them.
    InvalidValueError
        If `ignore` names something that is not a field of a scope.

    Examples
    --------
    >>> killed, injured = {"outcome": "killed"}, {"outcome": "injured"}
    >>> check_scopes([("ministry", killed), ("monitor", injured)])
    Traceback (most recent call last):
    casualtystats.errors.ScopeError: reports must count the same thing, not differ in outcome; ...
    >>> check_scopes([("ministry", killed), ("monitor", {})])["outcome"]
    'killed'
    """
    waived = waived_fields(ignore)
    scopes = [scope for _, scope in named]
    differing = _differences(scopes)
    refused = tuple(field for field in differing if field not in waived)
    if refused:
        shown = {field: _by_value(named, field) for field in refused}
        hints = " ".join(_HINTS[field] for field in refused)
        raise ScopeError(
            argument,
            f"count the same thing, not differ in {' and '.join(refused)}",
            shown,
            f"{hints} If they belong together all the same, say ignore={refused!r}.",
            refused,
        )
    return _merge(scopes, differing)


def unstated(
    named: Sequence[tuple[str, Mapping[str, str | tuple[str, ...] | None]]],
    *,
    ignore: str | Collection[str] = (),
) -> tuple[str, ...]:
    """Return a sentence for each field that some figures state and others leave open.

    Parameters
    ----------
    named : sequence of (str, mapping)
        A name for each figure, and its scope.
    ignore : str or collection of str
        Fields that may differ, of which nothing is assumed.

    Returns
    -------
    tuple of str
        What was assumed in taking the figures to count the same thing.

    Examples
    --------
    >>> unstated([("wire", {"victims": ("civilians",)}), ("ministry", {"outcome": "killed"})])[1]
    'victims: civilians according to wire; ministry does not say, and is taken to count the same'
    """
    sentences = []
    waived = waived_fields(ignore)
    for field in (field for field in SCOPE_FIELDS if field not in waived):
        silent = [name for name, scope in named if not scope.get(field)]
        stated = _by_value(named, field)
        if silent and stated:
            said = ", ".join(f"{value} according to {name}" for value, name in stated.items())
            others = f"{len(silent)} others do not" if len(silent) > 1 else f"{silent[0]} does not"
            verb = "are" if len(silent) > 1 else "is"
            sentences.append(f"{field}: {said}; {others} say, and {verb} taken to count the same")
    return tuple(sentences)


def waived_fields(ignore: str | Collection[str]) -> frozenset[str]:
    """Return the fields of a scope that may differ.

    Parameters
    ----------
    ignore : str or collection of str
        One field or several.

    Returns
    -------
    frozenset of str
        Them.

    Raises
    ------
    InvalidTypeError
        If `ignore` is neither.
    InvalidValueError
        If it names something that is not a field of a scope.
    """
    if not isinstance(ignore, Iterable):
        raise InvalidTypeError("ignore", "be a field of the scope or several", ignore)
    names = frozenset((ignore,) if isinstance(ignore, str) else ignore)
    if unknown := sorted(names - set(SCOPE_FIELDS)):
        rule = f"name fields of a scope: {' '.join(SCOPE_FIELDS)}"
        raise InvalidValueError("ignore", rule, tuple(unknown))
    return names


def _comparable(value: str | tuple[str, ...] | None) -> object:
    """Return what must be equal for two stated values to be the same."""
    if isinstance(value, str):
        return " ".join(value.casefold().split()) or None
    return frozenset(part.casefold() for part in value) if value else None


def _differences(
    scopes: Sequence[Mapping[str, str | tuple[str, ...] | None]],
) -> tuple[str, ...]:
    def differs(field: str) -> bool:
        return len({_comparable(scope.get(field)) for scope in scopes} - {None}) > 1

    return tuple(field for field in SCOPE_FIELDS if differs(field))


def _merge(
    scopes: Sequence[Mapping[str, str | tuple[str, ...] | None]], differing: Collection[str]
) -> Scope:
    merged: Scope = dict.fromkeys(SCOPE_FIELDS)
    for field in SCOPE_FIELDS:
        if field not in differing:
            merged[field] = next((s[field] for s in scopes if s.get(field)), None)
    return merged


def _by_value(
    named: Sequence[tuple[str, Mapping[str, str | tuple[str, ...] | None]]], field: str
) -> dict[str, str]:
    """Return each stated value, written out, with the first figure that states it."""
    first: dict[str, str] = {}
    for name, scope in named:
        value = scope.get(field)
        if value:
            written = value if isinstance(value, str) else " and ".join(value)
            first.setdefault(written, name)
    return first
