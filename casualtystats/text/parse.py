"""A first door to the text room, so that the rooms behind it can be built; the grammar follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from casualtystats.errors import InvalidTypeError, InvalidValueError, UnreadableError
from casualtystats.text.claim import Claim

if TYPE_CHECKING:
    from casualtystats.text.claim import Form, Outcome

__all__ = ["parse", "read_one"]

_HEDGES = {
    "at least": "at_least",
    "more than": "more_than",
    "over": "more_than",
    "up to": "at_most",
    "as many as": "at_most",
    "fewer than": "less_than",
    "less than": "less_than",
    "nearly": "less_than",
    "about": "about",
    "some": "about",
    "around": "about",
}
_VAGUE = {"several": 1, "many": 1, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000}
_OUTCOMES = {"kill": "killed", "dead": "killed", "die": "killed", "injur": "injured"}
_FIGURE = re.compile(
    rf"(?:\b(?P<hedge>{'|'.join(_HEDGES)}) )?\b(?:(?P<vague>{'|'.join(_VAGUE)})\b(?: (?P<scale>thousand|hundred)\b)?"
    r"|(?P<zero>no) (?=casualties)"
    r"|(?P<low>\d{1,12}(?:,\d{3}){0,3})(?: ?[-–] ?(?P<high>\d{1,12}))?)"
    r"(?: (?P<noun>civilians|children|people|soldiers))?",
    re.IGNORECASE,
)


def _claim(match: re.Match[str], text: str) -> Claim:
    before, after = text[: match.start()].lower(), text[match.end() :].lower()
    outcome: Outcome | None = None
    for place in (after.split(",")[0], before):
        for stem, name in _OUTCOMES.items():
            if stem in place:
                outcome = outcome or cast("Outcome", name)
    noun = (match["noun"] or "").lower()
    tags = ("subset",) if before.endswith("including ") else ()
    low: int | None = None
    high: int | None = None
    unit = None
    form: Form = "exact"
    if match["zero"]:
        low = high = 0
        outcome = "casualties"
    elif match["vague"]:
        form = "vague"
        scale = {"thousand": 1000, "hundred": 100}.get((match["scale"] or "").lower(), 1)
        unit = _VAGUE[match["vague"].lower()] * scale
    else:
        low = high = int(match["low"].replace(",", ""))
        if match["high"]:
            form, high = "range", int(match["high"])
    best = low if form == "exact" else None
    if match["hedge"] and form == "exact":
        form = cast("Form", _HEDGES[match["hedge"].lower()])
        best = low
        if form in {"at_least", "more_than"}:
            high = None
        elif form in {"at_most", "less_than"}:
            low = None
    return Claim(
        low=low, high=high, best=best, form=form, unit=unit, outcome=outcome, tags=tags,
        victims=(noun,) if noun and noun != "people" else (),
        text=match.group(), span=match.span(), rule="en:stub",
    )  # fmt: skip


def parse(text: str, *, lang: str = "en") -> list[Claim]:
    """Read the claims of a text."""
    del lang
    claims = [_claim(match, text) for match in _FIGURE.finditer(text)]
    return [c for c in claims if c.outcome or len(text) < 40 or "subset" in c.tags]


def read_one(figure: str | int) -> tuple[Claim, tuple[Claim, ...]]:
    """Read one figure and its sub-counts."""
    if isinstance(figure, bool) or not isinstance(figure, (str, int)):
        raise InvalidTypeError("figure", "be words or a whole number", figure)
    if isinstance(figure, int):
        if figure < 0:
            raise InvalidValueError("figure", "be 0 or more", figure)
        return Claim(low=figure, high=figure, best=figure, text=str(figure)), ()
    claims = parse(figure)
    if not claims:
        raise UnreadableError("figure", "state a toll", figure, 'Write it as in "at least 31".')
    return claims[0], tuple(claim for claim in claims[1:] if "subset" in claim.tags)
