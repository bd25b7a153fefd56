"""Scheme: the fixed numbers that a recorder's codebook gives to words.

A codebook's rules are data, each with its source and how sure we are of it: ``verified`` (text
or data read), ``derived`` (counted by us from the recorder's records) or ``inferred`` (our
reading of something published). Words that a codebook has no rule for give an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from casualtystats.errors import InvalidTypeError, SchemeError
from casualtystats.text.claim import Claim
from casualtystats.toll.forms import KINDS, kind_of

__all__ = ["Coding", "Rule", "Scheme"]

STATUS = ("verified", "derived", "inferred")
_ENDS = ("low", "best", "high")
_TAKES = ("low", "high", "figure", "figure + 1")


@dataclass(frozen=True, slots=True)
class Coding:
    """What a codebook writes for some words; None is blank, or left to other sources.

    Parameters
    ----------
    low, best, high : int or None
        The coded figures, in people.
    status : str
        ``verified``, ``derived`` or ``inferred``.
    source : str
        Where the rule is from.
    """

    low: int | None
    best: int | None
    high: int | None
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: for each of low, best and high a number, or which stated figure to take."""

    low: int | str | None
    best: int | str | None
    high: int | str | None
    status: str
    source: str


@dataclass(frozen=True, eq=False)
class Scheme:
    """A codebook's rules from words to numbers.

    Parameters
    ----------
    name : str
        A short name: ``acled airwars gtd ucdp``.
    about : mapping of str to str
        Title and summary.
    forms : mapping of str to Rule
        Rules for stated figures, by form.
    units : mapping of int to Rule
        Rules for vague words, by the unit they count in.

    Examples
    --------
    >>> acled = Scheme.load("acled")
    >>> acled
    Scheme('acled', 7 rules)
    >>> acled.units[12].best, acled.units[12].status
    (12, 'verified')
    """

    name: str
    about: Mapping[str, str]
    forms: Mapping[str, Rule]
    units: Mapping[int, Rule]

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the schemes that ship with the package."""
        folder = files("casualtystats") / "data" / "schemes"
        found = (entry.name for entry in folder.iterdir())
        return tuple(sorted(n.removesuffix(".toml") for n in found if n.endswith(".toml")))

    @classmethod
    def load(cls, source: str | Path | Scheme) -> Scheme:
        """Return a scheme by the name of a shipped one, or from a TOML file of your own.

        Parameters
        ----------
        source : str, pathlib.Path or Scheme
            A name of `names`, the path of a TOML file, or a scheme, returned as it is.

        Returns
        -------
        Scheme
            The scheme, checked.

        Raises
        ------
        SchemeError
            If there is no such scheme, or the file breaks a rule of the format.
        """
        if isinstance(source, Scheme):
            return source
        if not isinstance(source, str | Path):
            raise InvalidTypeError("scheme", "be a name, a path or a Scheme", source)
        if str(source).endswith(".toml"):
            path = Path(source)
            if not path.is_file():
                raise SchemeError("scheme", "be a TOML file that is there", str(source))
            return _read(path.stem, path.read_text("utf-8"))
        return _shipped(str(source))

    def code(self, claim: Claim) -> Coding:
        """Return what the codebook writes for a claim.

        Parameters
        ----------
        claim : Claim
            What was said.

        Returns
        -------
        Coding
            Low, best and high; None where the codebook leaves the field blank or to other
            sources.

        Raises
        ------
        SchemeError
            If the codebook has no rule for these words.

        Examples
        --------
        >>> from casualtystats.text.claim import Claim
        >>> coding = Scheme.load("airwars").code(Claim(form="vague", unit=12, text="dozens"))
        >>> coding.low, coding.best, coding.high
        (12, None, 24)
        """
        kind = kind_of(claim)
        rule = self.units.get(claim.unit or 0) if kind == "vague" else self.forms.get(kind)
        if rule is None:
            words = claim.text or repr(claim)
            known = ", ".join((*self.forms, *(f"units of {unit}" for unit in self.units)))
            raise SchemeError(
                "claim",
                f"have a rule in {self.name}",
                words,
                f"It has rules for {known}; it does not guess, and neither do we.",
            )
        low, best, high = (_taken(end, claim) for end in (rule.low, rule.best, rule.high))
        return Coding(low, best, high, rule.status, rule.source)

    def __repr__(self) -> str:
        return f"Scheme({self.name!r}, {len(self.forms) + len(self.units)} rules)"


def _taken(end: int | str | None, claim: Claim) -> int | None:
    if end is None or isinstance(end, int):
        return end
    low = claim.low if claim.low is not None else claim.high
    high = claim.high if claim.high is not None else claim.low
    if low is None or high is None:
        raise SchemeError("claim", "state a figure", claim.text)
    return {"low": low, "high": high, "figure": low, "figure + 1": low + 1}[end]


@lru_cache(maxsize=16)
def _shipped(name: str) -> Scheme:
    if name not in Scheme.names():
        known = " ".join(Scheme.names())
        raise SchemeError("scheme", f"be one of {known}, or the path of a .toml file", name)
    path = files("casualtystats") / "data" / "schemes" / f"{name}.toml"
    return _read(name, path.read_text("utf-8"))


def _read(name: str, text: str) -> Scheme:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise _broken(f"be valid TOML ({problem})", name) from None
    unknown = set(content) - {"name", "title", "about", "forms", "units"}
    if unknown:
        raise _broken("hold only name title about forms units", sorted(unknown))
    forms = {form: _rule(f"forms.{form}", rule) for form, rule in content.get("forms", {}).items()}
    strange = set(forms) - set(KINDS)
    if strange:
        raise _broken(f"name only the forms {' '.join(KINDS)}", sorted(strange))
    units: dict[int, Rule] = {}
    for unit, rule in content.get("units", {}).items():
        if not unit.isdecimal() or int(unit) < 1:
            raise _broken("name units by whole numbers of people", unit)
        units[int(unit)] = _rule(f"units.{unit}", rule)
    about = {key: str(content.get(key, "")) for key in ("title", "about")}
    return Scheme(str(content.get("name", name)), about, forms, units)


def _rule(place: str, rule: Any) -> Rule:
    if not isinstance(rule, Mapping) or set(rule) - {*_ENDS, "words", "blank", "status", "source"}:
        raise _broken(f"hold only low best high words blank status source in [{place}]", rule)
    if rule.get("status") not in STATUS or not rule.get("source"):
        raise _broken(f"give [{place}] a source, and a status of {' '.join(STATUS)}", dict(rule))
    ends = [rule.get(end) for end in _ENDS]
    if bool(rule.get("blank", False)) == any(end is not None for end in ends):
        raise _broken(f"give [{place}] numbers, or say blank = true", dict(rule))
    for end in ends:
        counted = isinstance(end, int) and not isinstance(end, bool) and end >= 0
        if not (end is None or counted or end in _TAKES):
            raise _broken(f"take {', '.join(_TAKES)} or a number of people in [{place}]", end)
    low, best, high = ends
    return Rule(low, best, high, rule["status"], rule["source"])


def _broken(rule: str, value: Any) -> SchemeError:
    return SchemeError("scheme", rule, value, "See docs/estimating.md for the format.")
