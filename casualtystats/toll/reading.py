"""Reading: what each form of words means in numbers, as a file of fitted parameters.

For a stated figure of N people, with d significant digits:

    logit P(stays)   = stays + stays_size · log N + stays_digits · (d − 1)
    logit P(up)      = up + up_small / N              of what does not stay
    log spread_above = spread_above + spread_size · log N + spread_digits · (d − 1)

and `spread_below` likewise; see `casualtystats.toll.law.FigureLaw` for what they do. A range
takes each end for its own side. N counts as 1 below 1 and as 1,000 above it. "Fewer than N" that
is hard above says that the figure itself is too many: its law is what lies below N, given that
the toll does. For vague words, with u the unit they count in, the peak of
`casualtystats.toll.law.VagueLaw` is at ``peak · u``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.text.claim import Claim
from casualtystats.toll.forms import KINDS, ONE_END, has_scale, kind_of, significant_digits
from casualtystats.toll.lattice import PEOPLE
from casualtystats.toll.law import FigureLaw, VagueLaw

__all__ = ["Parameter", "Reading"]

FloatArray = NDArray[np.float64]

_FIGURE = ("stays", "stays_size", "stays_digits", "up", "up_small")
_SPREAD = ("spread_below", "spread_above", "spread_size", "spread_digits")
_LARGEST = 1_000.0  # people; beyond it nothing was fitted, and relative spreads stay as they are
_VAGUE = ("peak", "spread_below", "spread_above")
_ABOUT = ("name", "title", "estimand", "data", "likelihood", "script", "fitted")
_NEVER = {"above": -np.inf, "below": np.inf}
_MORE = KINDS.index("more_than")
_STRICT = KINDS.index("less_than")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a reading, and where it is from.

    Parameters
    ----------
    estimate : float
        The value used.
    se : float or None
        Its standard error; None if it was not estimated.
    n : int or None
        How many cases it rests on.
    source : str
        The data or the publication.
    date : str
        When it was estimated.
    """

    estimate: float
    se: float | None = None
    n: int | None = None
    source: str = ""
    date: str = ""


@dataclass(frozen=True, eq=False)
class Reading:
    """What each form of words means in numbers.

    Parameters
    ----------
    name : str
        A short name.
    about : mapping of str to str
        Title, estimand, data, likelihood, script and date of the fit.
    parameters : mapping of str to Parameter
        Every parameter by ``"<form>.<name>"``, or ``"shared.<name>"`` for all forms that do not
        set their own.
    never : mapping of str to str
        Forms that are hard on one side: ``{"at_most": "above"}``. For ``less_than`` a hard end
        excludes the figure too.

    Examples
    --------
    >>> reading = Reading.load("documented")
    >>> reading
    Reading('documented', 32 parameters)
    >>> reading.parameters["at_least.stays"].source
    'tbij; prior N(0, 3): vague'
    """

    name: str
    about: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    never: Mapping[str, str]

    def __post_init__(self) -> None:
        _ = self._table  # a parameter that is missing is an error now, not when it is needed

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the readings that ship with the package."""
        folder = files("casualtystats") / "data" / "readings"
        found = (entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
        texts = ((name, (folder / name).read_text("utf-8")) for name in found)
        return tuple(sorted(n.removesuffix(".toml") for n, text in texts if "[shared]" in text))

    @classmethod
    def load(cls, source: str | Path | Reading = "documented") -> Reading:
        """Return a reading by the name of a shipped one, or from a TOML file of your own.

        Parameters
        ----------
        source : str, pathlib.Path or Reading
            A name of `names`, the path of a TOML file, or a reading, returned as it is.

        Returns
        -------
        Reading
            The reading, checked.

        Raises
        ------
        InvalidValueError
            If there is no such reading, or the file breaks a rule of the format.

        Examples
        --------
        >>> Reading.load("ferson").about["title"]
        'What the words mean to readers'
        """
        if isinstance(source, Reading):
            return source
        if not isinstance(source, str | Path):
            raise InvalidTypeError("reading", "be a name, a path or a Reading", source)
        return _load(source)

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Reading:
        """Return the reading that the parsed content of a TOML file describes.

        Parameters
        ----------
        content : mapping
            The tables ``shared``, one per form, and the entries about the fit. A parameter is a
            number, or a table with ``estimate`` and, as far as known, ``se n source date``.

        Returns
        -------
        Reading
            The reading, checked.

        Raises
        ------
        InvalidValueError
            If a key is unknown, a parameter is missing or a number is not finite.
        """
        if not isinstance(content, Mapping):
            raise InvalidTypeError("content", "be the tables of a reading", content)
        parameters: dict[str, Parameter] = {}
        never: dict[str, str] = {}
        for form, table in content.items():
            if form in _ABOUT:
                continue
            if form not in (*KINDS, "shared"):
                raise _broken(f"hold only {' '.join((*_ABOUT, 'shared', *KINDS))}", form)
            if not isinstance(table, Mapping):
                raise _broken(f"hold a table of parameters in [{form}]", table)
            allowed = _VAGUE if form == "vague" else (*_FIGURE, *_SPREAD)
            for name, value in table.items():
                if name == "never" and form not in ("shared", "vague"):
                    if value not in _NEVER:
                        raise _broken(f"say never = above or below in [{form}]", value)
                    never[form] = value
                elif name in allowed:
                    parameters[f"{form}.{name}"] = _parameter(f"{form}.{name}", value)
                else:
                    raise _broken(f"hold only {' '.join(allowed)} in [{form}]", name)
        about = {key: str(content[key]) for key in _ABOUT if key in content}
        return cls(about.get("name", ""), about, parameters, never)

    @cached_property
    def _table(self) -> dict[str, dict[str, float]]:
        """The parameters of each form, its own or shared."""
        table: dict[str, dict[str, float]] = {}
        for form in KINDS:
            names = _VAGUE if form == "vague" else (*_FIGURE, *_SPREAD)
            side = self.never.get(form)
            fixed = {"up": _NEVER[side], "up_small": 0.0} if side else {}
            fixed |= {f"spread_{side}": -1.0} if side else {}  # of no effect: nothing goes there
            if form == "less_than" and side == "above":  # of no effect: nothing stays either
                fixed |= dict.fromkeys(("stays", "stays_size", "stays_digits"), 0.0)
            table[form] = {}
            for name in names:
                own = self.parameters.get(f"{form}.{name}")
                found = own or (None if form == "vague" else self.parameters.get(f"shared.{name}"))
                if name in fixed:
                    table[form][name] = fixed[name]
                elif found is not None:
                    table[form][name] = found.estimate
                else:
                    raise _broken(f"give {form}.{name}, or shared.{name}", self.name)
        return table

    def figure_law(
        self, kind: ArrayLike, low: ArrayLike, high: ArrayLike, best: ArrayLike | None = None
    ) -> FigureLaw:
        """Return the law of stated figures: one, or a column of them.

        Parameters
        ----------
        kind : array_like of int
            Positions in `KINDS`, all of forms that state a figure.
        low, high : array_like of float
            The ends stated, in people; equal but for ranges.
        best : array_like of float or None
            The best figures of ranges, in people; NaN where there is none.

        Returns
        -------
        FigureLaw
            The closed form, with parameters of the shape of the input.
        """
        code = np.asarray(kind)
        columns = {
            name: np.array([self._table[form].get(name, np.nan) for form in KINDS])[code]
            for name in (*_FIGURE, *_SPREAD)
        }
        p = columns.__getitem__
        low, high = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
        if np.any(some := (code == _MORE) & (high < 1.0)):  # more than nobody is somebody
            low, high = np.where(some, 1.0, low), np.where(some, 1.0, high)
        size, extra = _size(high), significant_digits(high) - 1.0
        size_low, extra_low = size, extra
        if (low != high).any():
            size_low, extra_low = _size(low), significant_digits(low) - 1.0
        stays = _expit(p("stays") + p("stays_size") * size + p("stays_digits") * extra)
        up = _expit(p("up") + p("up_small") / np.maximum(high, 1.0))
        slope, digits = p("spread_size"), p("spread_digits")
        law = FigureLaw(
            low=low,
            high=high,
            below=(1.0 - stays) * (1.0 - up),
            above=(1.0 - stays) * up,
            spread_below=np.exp(p("spread_below") + slope * size_low + digits * extra_low),
            spread_above=np.exp(p("spread_above") + slope * size + digits * extra),
            best=None if best is None else np.asarray(best, dtype=np.float64),
        )
        under = (code == _STRICT) & (self.never.get("less_than") == "above")
        return law.given_fewer(under) if np.any(under) else law

    def vague_law(self, unit: ArrayLike) -> VagueLaw:
        """Return the law of vague words that count in `unit` people.

        Parameters
        ----------
        unit : array_like of float
            1000 for "several thousand", 12 for "dozens".

        Returns
        -------
        VagueLaw
            The closed form, with a peak of the shape of `unit`.
        """
        row = self._table["vague"]
        u = np.asarray(unit, dtype=np.float64)
        return VagueLaw(row["peak"] * u, row["spread_below"], row["spread_above"])

    def law(self, claim: Claim) -> FigureLaw | VagueLaw:
        """Return the law of the toll that a claim states.

        Parameters
        ----------
        claim : Claim
            What was said.

        Returns
        -------
        FigureLaw or VagueLaw
            The closed form.

        Raises
        ------
        InvalidValueError
            If the claim states neither a figure nor a unit, fewer than 0 or at least 0.
        """
        if not has_scale(claim):
            hint = "The words give no scale. Unknown is never 0: leave this toll unknown."
            rule = "state a figure or a unit to count in"
            raise InvalidValueError("claim", rule, claim.text or claim, hint)
        if claim.form == "vague":
            return self.vague_law(float(claim.unit or 0))
        low = claim.low if claim.low is not None else claim.high
        if low is None:
            raise InvalidValueError("claim", f"state a figure to be {claim.form}", claim)
        high = claim.high if claim.form == "range" and claim.high is not None else low
        if max(low, high) > PEOPLE:
            rule = f"state at most {PEOPLE:,} people"
            raise InvalidValueError("claim", rule, claim.text or claim)
        kind = kind_of(claim)
        if kind == "less_than" and low < 1:
            hint = "No toll is below 0."
            raise InvalidValueError("claim", "leave a toll possible", claim.text or claim, hint)
        if kind == "at_least" and low < 1:
            hint = "Every toll is at least 0: unknown is neither 0 nor close to it."
            raise InvalidValueError("claim", "exclude some toll", claim.text or claim, hint)
        if claim.best is not None and kind in ONE_END and claim.best != low:
            return self.one_end_law(low, claim.best)
        best = claim.best if low < high else None
        return self.figure_law(KINDS.index(kind), low, high, best)

    def one_end_law(self, end: ArrayLike, best: ArrayLike) -> FigureLaw:
        """Return the law of best figures of which one end is stated, the other side open.

        Parameters
        ----------
        end, best : array_like of float
            The end and the best figure, in people.

        Returns
        -------
        FigureLaw
            As a range has it on the side of the end, and as an exact figure has it on the other.
        """
        end, best = np.asarray(end, dtype=np.float64), np.asarray(best, dtype=np.float64)
        kind = np.full(end.shape, KINDS.index("exact"))
        alone = self.figure_law(kind, best, best)
        low, high = np.minimum(end, best), np.maximum(end, best)
        law = self.figure_law(np.full(end.shape, KINDS.index("range")), low, high, best)
        return law.opened(alone, above=end < best)

    def __repr__(self) -> str:
        return f"Reading({self.name!r}, {len(self.parameters)} parameters)"


def _size(n: FloatArray) -> FloatArray:
    return np.asarray(np.log(np.clip(n, 1.0, _LARGEST)))


def _expit(x: FloatArray) -> FloatArray:
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(-x)))


def _parameter(name: str, value: Any) -> Parameter:
    if isinstance(value, Mapping):
        unknown = set(value) - {"estimate", "se", "n", "source", "date"}
        if unknown or "estimate" not in value:
            raise _broken(f"give {name} an estimate and only se n source date beside it", value)
        parameter = Parameter(**{**value, "date": str(value.get("date", ""))})
    else:
        parameter = Parameter(value)
    number: Any = parameter.estimate
    if isinstance(number, bool) or not isinstance(number, int | float) or not np.isfinite(number):
        raise _broken(f"give {name} a finite number", number)
    if name == "vague.peak" and number <= 0:
        raise _broken("give vague.peak a positive number of units", number)
    return parameter


def _broken(rule: str, value: Any) -> InvalidValueError:
    return InvalidValueError("reading", rule, value, "See docs/estimating.md for the format.")


def _load(source: str | Path) -> Reading:
    if str(source).endswith(".toml"):
        path = Path(source)
        if not path.is_file():
            raise InvalidValueError("reading", "be a TOML file that is there", str(source))
        return _read(path.stem, path.read_text("utf-8"))
    return _shipped(str(source))


@lru_cache(maxsize=16)
def _shipped(name: str) -> Reading:
    if name not in Reading.names():
        known = " ".join(Reading.names())
        raise InvalidValueError(
            "reading", f"be one of {known}, a Reading or the path of a .toml file", name
        )
    path = files("casualtystats") / "data" / "readings" / f"{name}.toml"
    return _read(name, path.read_text("utf-8"))


def _read(name: str, text: str) -> Reading:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise _broken(f"be valid TOML ({problem})", name) from None
    return Reading.from_dict({"name": name, **content})
