"""The door of the text room: a text goes in, claims come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casualtystats.errors import InvalidTypeError, InvalidValueError, UnreadableError
from casualtystats.text.claim import Claim
from casualtystats.text.clauses import attach
from casualtystats.text.lexicon import Lexicon, load
from casualtystats.text.quantities import Skeleton, fold
from casualtystats.text.relations import label, mark_parts
from casualtystats.text.tokens import lowered, scan, sentences

if TYPE_CHECKING:
    from casualtystats.text.quantities import Quantity

__all__ = ["parse", "read", "read_one"]


def parse(text: str, *, lang: str = "en") -> list[Claim]:
    """Read the claims of a text."""
    if not isinstance(text, str):
        raise InvalidTypeError("text", "be a str", text)
    return read(text, load(lang))


def read(text: str, lexicon: Lexicon) -> list[Claim]:
    """Read the claims of a text with a given lexicon."""
    low = lowered(text)
    guard = lexicon.guard
    if guard.search(low) is None:
        return _bare(text, low, lexicon) if len(text) < 200 else []
    claims: list[Claim] = []
    for start, end in sentences(text, lexicon):
        if guard.search(low, start, end) is not None:
            claims += _sentence(text, low, start, end, lexicon)
    return claims


def _sentence(text: str, low: str, start: int, end: int, lexicon: Lexicon) -> list[Claim]:
    skeleton = fold(scan(text, low, start, end, lexicon))
    if not skeleton.quantities:
        return []
    mark_parts(skeleton)
    attach(skeleton)
    label(skeleton)
    return [_claim(text, q, lexicon) for q in skeleton.quantities if q.outcome is not None]


def _bare(text: str, low: str, lexicon: Lexicon) -> list[Claim]:
    skeleton = fold(scan(text, low, 0, len(text), lexicon))
    if not skeleton.quantities or skeleton.letters.strip(",;iQ"):
        return []
    mark_parts(skeleton)
    return [_claim(text, q, lexicon) for q in skeleton.quantities]


def _claim(text: str, quantity: Quantity, lexicon: Lexicon) -> Claim:
    if quantity.claim is not None:
        return quantity.claim
    parent = quantity.parent
    quantity.claim = Claim(
        low=quantity.low,
        high=quantity.high,
        best=quantity.best,
        form=quantity.form,
        unit=quantity.unit,
        outcome=quantity.outcome,
        victims=quantity.victims,
        tags=tuple(dict.fromkeys(quantity.tags)),
        text=text[quantity.start : quantity.end],
        span=(quantity.start, quantity.end),
        rule=f"{lexicon.lang}:" + "+".join(entry for _, _, entry in quantity.evidence),
        lang=lexicon.lang,
        attribution=quantity.attribution,
        parent=None if parent is None or parent is quantity else _claim(text, parent, lexicon),
        evidence=tuple(quantity.evidence),
    )
    return quantity.claim


def read_one(figure: str | int) -> tuple[Claim, tuple[Claim, ...]]:
    """Read one figure and its sub-counts."""
    if isinstance(figure, bool) or not isinstance(figure, (str, int)):
        raise InvalidTypeError("figure", "be words or a whole number", figure)
    if isinstance(figure, int):
        if figure < 0:
            raise InvalidValueError("figure", "be 0 or more", figure)
        return Claim(
            low=figure, high=figure, best=figure, text=str(figure), span=(0, len(str(figure)))
        ), ()
    claims = parse(figure)
    if not claims:
        raise UnreadableError("figure", "state a toll", figure, 'Write it as in "at least 31".')
    head = next((c for c in claims if c.parent is None), claims[0])
    return head, tuple(claim for claim in claims if claim.parent == head)
