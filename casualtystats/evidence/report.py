"""Report: who said which figure, about what, when and on whose word."""

from __future__ import annotations

import datetime as dt
import numbers
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.evidence.scope import Scope, scope_of
from casualtystats.text.claim import Claim
from casualtystats.text.headline import read_one

__all__ = ["ROLES", "Report", "Role"]

Role = Literal["official", "monitor", "party", "media"]
ROLES: tuple[Role, ...] = get_args(Role)

_NO_DATE = ("NaTType", "NAType")  # as tables mark a missing one
_CLOCK = re.compile(r"(?<=^\d{4}-\d\d-\d\d)[T ]\d.*$")  # 2017-05-15 10:00:00 is that day
_TEXTS = ("incident", "origin", "actor", "place", "period", "standard", "url")


@dataclass(frozen=True, slots=True, init=False)
class Report:
    """One claim with its source.

    Parameters
    ----------
    claim : Claim, str or int
        The figure: words and whole numbers are read into a `Claim`, and the sub-counts that
        the words hold into `sub`.
    source : str
        Who published it.
    role : str or None
        ``official`` (a government or force reporting), ``monitor`` (an independent recorder),
        ``party`` (a side of the conflict) or ``media``.
    date : datetime.date, str or None
        When it was published; a text as YYYY-MM-DD.
    incident : str or None
        The incident it is about; unlike incidents are never fused.
    origin : str or None
        The source it copies, if it copies one: reports with one origin count once.
    actor, place, period, standard : str or None
        Scope: who is held responsible, where, over which period, by which standard of proof.
    url : str or None
        Where it can be read.
    sub : sequence of Claim
        Sub-counts of the same sentence ("including at least 11 children"), if `claim` is a
        `Claim`; read from the words otherwise.
    lang : str
        The language of the words, a BCP 47 code; ``"auto"`` tells it by the words.

    Raises
    ------
    UnreadableError
        If the words hold no figure, or several of which none is the toll of the whole.
    InvalidTypeError
        If an argument is of another type.
    InvalidValueError
        If `role` is not one of the four, or `date` no date.

    Examples
    --------
    >>> report = Report("at least 31", source="ministry", role="party", date="2017-05-15")
    >>> report
    Report('at least 31', source='ministry', role='party', date='2017-05-15')
    >>> report.claim.low, report.claim.high
    (31, None)
    """

    claim: Claim
    source: str
    role: Role | None
    date: dt.date | None
    incident: str | None
    origin: str | None
    actor: str | None
    place: str | None
    period: str | None
    standard: str | None
    url: str | None
    sub: tuple[Claim, ...]

    def __init__(
        self,
        claim: Claim | str | int,
        source: str = "",
        role: Role | None = None,
        *,
        date: dt.date | str | None = None,
        incident: str | None = None,
        origin: str | None = None,
        actor: str | None = None,
        place: str | None = None,
        period: str | None = None,
        standard: str | None = None,
        url: str | None = None,
        sub: Sequence[Claim] = (),
        lang: str = "auto",
    ) -> None:
        headline, within = _read(claim, lang)
        if not isinstance(source, str):
            raise InvalidTypeError("source", "be a text", source, "Unknown is an empty text.")
        if role is not None and role not in ROLES:
            raise InvalidValueError("role", f"be one of {' '.join(ROLES)}", role)
        texts = dict(
            zip(_TEXTS, (incident, origin, actor, place, period, standard, url), strict=True)
        )
        for name, text in texts.items():
            if text is not None and not isinstance(text, str):
                raise InvalidTypeError(name, "be a text or None", text)
        values = {
            "claim": headline,
            "source": source,
            "role": role,
            "date": _date(date),
            **texts,
            "sub": _parts(sub) or within,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @property
    def name(self) -> str:
        """The source, or the words in quotes where no source is given."""
        return self.source or repr(self.words)

    @property
    def words(self) -> str:
        """The words of the figure."""
        return self.claim.text or repr(self.claim)

    def scope(self) -> Scope:
        """Return what the report counts, as far as it is stated.

        Returns
        -------
        dict
            The fields ``outcome victims actor place period standard``; None is unstated.
        """
        scope = scope_of(self.claim)
        for field in ("actor", "place", "period", "standard"):
            scope[field] = getattr(self, field)
        return scope

    def __repr__(self) -> str:
        told = {"source": self.source, "role": self.role, "date": self.date}
        said = [f"{name}={str(value)!r}" for name, value in told.items() if value]
        return f"Report({', '.join([repr(self.words), *said])})"


def _read(claim: Any, lang: str) -> tuple[Claim, tuple[Claim, ...]]:
    if isinstance(claim, Claim):
        return claim, ()
    if isinstance(claim, str):
        return read_one(claim, lang)
    whole = isinstance(claim, numbers.Integral) or getattr(claim, "is_integer", bool)()
    if whole and not isinstance(claim, bool):
        return read_one(int(claim))
    hint = "Unknown is not 0: leave a report without a figure out."
    raise InvalidTypeError("claim", "be a Claim, words or a whole number of people", claim, hint)


def _parts(sub: Any) -> tuple[Claim, ...]:
    if not isinstance(sub, Iterable) or not all(isinstance(part, Claim) for part in sub):
        raise InvalidTypeError("sub", "be a sequence of Claims", sub)
    return tuple(sub)


def _date(date: Any) -> dt.date | None:
    if date is None or type(date).__name__ in _NO_DATE:
        return None
    if isinstance(date, dt.datetime):
        return date.date()
    if isinstance(date, dt.date):
        return date
    if isinstance(date, str):
        try:
            return dt.date.fromisoformat(_CLOCK.sub("", date.strip()))
        except ValueError:
            raise InvalidValueError("date", "be a date as YYYY-MM-DD", date) from None
    raise InvalidTypeError("date", "be a date, or a text as YYYY-MM-DD", date)
