"""Report: who said which figure, about what, when and on whose word."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.text.claim import Claim
from casualtystats.text.parse import read_one

__all__ = ["ROLES", "Report", "Role"]

Role = Literal["official", "monitor", "party", "media"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Report:
    """One claim with its source.

    Parameters
    ----------
    claim : Claim, str or int
        The figure: words and whole numbers are read into a `Claim`.
    source : str
        Who published it.
    role : str or None
        ``official`` (a government or force reporting), ``monitor`` (an independent recorder),
        ``party`` (a side of the conflict) or ``media``.
    date : datetime.date or None
        When it was published.
    incident : str or None
        The incident it is about; unlike incidents are never fused.
    origin : str or None
        The source it copies, if it copies one: reports with one origin count once.
    actor, place, period, standard : str or None
        Scope: who is held responsible, where, over which period, by which standard of proof.
    url : str or None
        Where it can be read.
    sub : tuple of Claim
        Sub-counts of the same sentence ("including at least 11 children").
    """

    claim: Claim
    source: str = ""
    role: Role | None = None
    date: dt.date | None = None
    incident: str | None = None
    origin: str | None = None
    actor: str | None = None
    place: str | None = None
    period: str | None = None
    standard: str | None = None
    url: str | None = None
    sub: tuple[Claim, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.claim, (str, int)):
            claim, sub = read_one(self.claim)
            object.__setattr__(self, "claim", claim)
            object.__setattr__(self, "sub", self.sub or sub)
        if not isinstance(self.claim, Claim):
            raise InvalidTypeError("claim", "be a Claim, words or a whole number", self.claim)
        if self.role is not None and self.role not in ROLES:
            raise InvalidValueError("role", f"be one of {' '.join(ROLES)}", self.role)
