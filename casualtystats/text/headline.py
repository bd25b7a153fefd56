"""One figure from a phrase: the toll as it stands, and what counts part of it."""

from __future__ import annotations

import math
import numbers
import re
from dataclasses import replace
from typing import Any, Final

from casualtystats.errors import InvalidTypeError, InvalidValueError, UnreadableError
from casualtystats.text.cell import read_cell
from casualtystats.text.claim import Claim, Form
from casualtystats.text.grammar import claim_of, stated
from casualtystats.text.language import lexicon_of
from casualtystats.text.quantities import Quantity

__all__ = ["read_one"]

_FOOTNOTES: Final = re.compile(r"(?<=\w)(?:\[[0-9a-z]{1,3}\]){1,5}\s{0,9}$")
_PLUS: Final = re.compile(r"\d\s{0,3}\+\s{0,3}\d")
_TWO_WAYS: Final = re.compile(r"[1-9]\d{0,2}\.000")
_DASHES: Final = ("-", "–", "—")  # a range whose end is not written
_MOST: Final = 10**10  # more than there are
_NO_HEADLINE: Final = frozenset({"subset", "prior", "denied"})
#: What stands beside a toll without being another one: attackers who died are not its victims.
_NO_RIVAL: Final = frozenset({*_NO_HEADLINE, "perpetrator"})
_IN_ROW: Final = frozenset({"shared", "gapped"})


def read_one(figure: str | float, lang: str = "auto") -> tuple[Claim, tuple[Claim, ...]]:
    """Read one figure: the headline claim of a phrase, and its sub-counts.

    Parameters
    ----------
    figure : str or int
        Words such as ``"at least 31"`` or ``"42, including 11 children"``, or a whole number.
        A whole float counts as its whole number.
    lang : str
        BCP 47 code of the language of the words, or ``"auto"``.

    Returns
    -------
    tuple of (Claim, tuple of Claim)
        The claim that is no part of another, not superseded and not denied, one of people
        killed if there is one, and the toll itself rather than what was added to it; and the
        claims that count part of it. Phrases that share one outcome count different people and
        are added up.

    Raises
    ------
    UnreadableError
        The words state no toll, or several: figures that are not joined, that different
        sources give, or that can't be added since one is vague. Unknown is never 0.
    InvalidTypeError, InvalidValueError
        `figure` is neither words nor a whole number of people, or there is no lexicon for `lang`.

    Examples
    --------
    >>> read_one("at least 31")
    (Claim('at least 31': at_least 31), ())
    >>> read_one("42, including 11 children")[1]
    (Claim('11 children': exact 11 [subset]),)
    >>> read_one("12 soldiers and at least four civilians were killed")[0]
    Claim('12 soldiers and at least four civilians': at_least 16 killed)
    >>> read_one("au moins 31 morts")[0]
    Claim('au moins 31': at_least 31 killed)
    >>> read_one(352)[0].best
    352
    """
    if not isinstance(figure, str):
        return _number(figure), ()
    figure = _FOOTNOTES.sub("", figure)
    digits = figure.strip()
    plain = digits.removesuffix(".0")
    if plain.isascii() and plain.isdecimal():  # 1984 is no year where a figure is asked for
        return _number(int(plain), figure), ()
    if _PLUS.search(digits):
        hint = "Of two figures with a plus between them say what they count, or their sum."
        raise UnreadableError("figure", "state one toll", figure, hint)
    if _TWO_WAYS.fullmatch(digits):
        hint = "Three zeros behind a full stop may be decimals or thousands: write 5 or 5,000."
        raise UnreadableError("figure", "state a toll", figure, hint)
    lexicon = lexicon_of(figure, lang)
    read = stated(figure, lexicon) or read_cell(figure, lexicon)
    if not read or digits[-1:] in _DASHES:
        hint = f'Write it as in "at least 31 killed"; 0 as "no deaths". Read as {lexicon.name}.'
        raise UnreadableError("figure", "state a toll", figure, hint)
    head = _head(read)
    if head.best == 0 and "added" in head.tags:
        hint = "It says that nobody was added to a toll, and not what the toll is."
        raise UnreadableError("figure", "state a toll", figure, hint)
    row = _row(head, read)
    _check_one(figure, row, read)
    claims = [claim_of(figure, quantity, lexicon) for quantity in row]
    parts = [claim_of(figure, q, lexicon) for q in read if q.parent in row]
    claim = _sum(figure, claims) or claims[0]
    return _at_least(claim) if _is_part(head) else claim, tuple(parts)


def _head(read: list[Quantity]) -> Quantity:
    """Choose the toll as it stands: no part, no earlier or denied figure, no increment."""
    whole = [q for q in read if _NO_HEADLINE.isdisjoint(q.tags)]
    whole = whole or [q for q in read if "denied" not in q.tags] or read
    head = next((q for q in whole if q.outcome in ("killed", None)), whole[0])
    if "added" not in head.tags:
        return head
    total = (q for q in whole if q.outcome == head.outcome and "added" not in q.tags)
    return next(total, head)  # rose by 14 to 212


def _row(head: Quantity, read: list[Quantity]) -> list[Quantity]:
    """Collect the phrases that share one outcome: "12 soldiers and four civilians were killed"."""
    row = [head]
    for quantity in read[read.index(head) + 1 :]:
        if quantity.outcome != head.outcome:
            break
        if _is_part(head) and _is_part(quantity):
            row.append(quantity)
            continue
        if not _NO_HEADLINE.isdisjoint(quantity.tags) or _may_be(quantity):
            continue
        same_verb = quantity.via == "left" and quantity.by == row[-1].by
        same_verb = same_verb or (quantity.via == "of" == row[-1].via and quantity.by < 0)
        if not same_verb and quantity.via not in _IN_ROW and row[-1].via != "back":
            break
        row.append(quantity)
    return row


def _is_part(quantity: Quantity) -> bool:
    """Whether a figure counts some of the harmed, of an unstated number: "the dead include six"."""
    part = "subset" in quantity.tags and quantity.parent is None
    return part and quantity.via == "whole" and quantity.kind != "zero"


def _at_least(claim: Claim) -> Claim:
    """Leave open how many more there are than the part that a claim counts."""
    if claim.low is None:
        return claim
    form: Form = "more_than" if claim.form == "more_than" else "at_least"
    why = ("part", claim.text, "coordination")
    return replace(claim, form=form, high=None, evidence=(*claim.evidence, why))


def _check_one(figure: str, row: list[Quantity], read: list[Quantity]) -> None:
    """Refuse a text that states several tolls of which none is the toll of the whole."""
    head = row[0]
    others = [q for q in read if q.outcome == head.outcome and not _is_held(q, read)]
    rivals = [q for q in others if _is_rival(q, row)]
    bare = len(row) > 1 and head.via == "back" and head.noun is None and row[1].noun is None
    if not rivals and not bare and (len(row) == 1 or all(q.form != "vague" for q in row)):
        return
    several = " and ".join(repr(figure[q.start : q.end]) for q in [*row, *rivals])
    hint = (
        f"It states {several}. Give the one that is meant, sum people who are not the same with "
        "`total`, or make a Report of each source's."
    )
    raise UnreadableError("figure", "state one toll", figure, hint)


def _is_rival(quantity: Quantity, row: list[Quantity]) -> bool:
    """Whether a figure is another toll of what a row counts, and not the same one repeated."""
    if quantity in row or not _NO_RIVAL.isdisjoint(quantity.tags) or quantity.best == 0:
        return False
    if quantity.parent is not None or _may_be(quantity):
        return False
    return not any(_is_same(quantity, other) for other in row)


def _is_held(quantity: Quantity, read: list[Quantity]) -> bool:
    """Whether an increment is in a toll that the text states: "two more died; the toll is 14"."""
    return "added" in quantity.tags and any(q.via == "toll" for q in read)


def _is_same(quantity: Quantity, other: Quantity) -> bool:
    """Whether two figures are one told twice: "12 died. All 12 were miners"."""
    if quantity.best is None or quantity.best != other.best:
        return False
    apart = quantity.victims and other.victims and quantity.victims != other.victims
    return not apart  # one civilian and one soldier are two


def _may_be(quantity: Quantity) -> bool:
    """Whether a figure says how many those before it may be: "31, and possibly as many as 50"."""
    return quantity.perhaps and "up_to" in quantity.tags


def _sum(figure: str, claims: list[Claim]) -> Claim | None:
    """Add up the phrases of a row; different people are counted."""
    lows, highs = [c.low for c in claims], [c.high for c in claims]
    low = sum(n for n in lows if n is not None) if None not in lows else None
    high = sum(n for n in highs if n is not None) if None not in highs else None
    forms = {c.form for c in claims}
    if len(claims) == 1 or (low is None and high is None):
        return None
    start, end = claims[0].span[0], claims[-1].span[1]
    bests = [c.best for c in claims]
    known = [n for n in bests if n is not None]
    added = all("added" in c.tags for c in claims)  # 12 died and another five: 17 in all
    tags = dict.fromkeys(tag for c in claims for tag in c.tags if tag != "added" or added)
    said = " + ".join(str(n) for n in known)
    return Claim(
        low=low,
        high=high,
        best=sum(known) if len(known) == len(bests) else None,
        form=_form(low, high, forms),
        outcome=claims[0].outcome,
        victims=tuple(dict.fromkeys(victim for c in claims for victim in c.victims)),
        tags=tuple(tags),
        text=figure[start:end],
        span=(start, end),
        rule="+".join(c.rule for c in claims),
        lang=claims[0].lang,
        attribution=claims[0].attribution,
        evidence=(*(part for c in claims for part in c.evidence), ("sum", said, "coordination")),
    )


def _form(low: int | None, high: int | None, forms: set[Form]) -> Form:
    """Name the form of a sum by what is left open."""
    if high is None:
        return "more_than" if "more_than" in forms else "at_least"
    if low is None:
        return "less_than" if "less_than" in forms else "at_most"
    if low < high:
        return "range"
    return "about" if "about" in forms else "exact"


def _number(figure: Any, words: str = "") -> Claim:
    """Make a claim of a bare number, of Python's or NumPy's."""
    hint = 'Give an int such as 352, or words such as "at least 352".'
    if isinstance(figure, bool) or not isinstance(figure, numbers.Real):
        raise InvalidTypeError("figure", "be words or a whole number of people", figure, hint)
    if isinstance(figure, int) and abs(figure) > _MOST:
        raise InvalidValueError("figure", "be a number of people", f"over {_MOST}", hint)
    value = float(figure)
    if not math.isfinite(value) or abs(value) > _MOST:
        raise InvalidValueError("figure", "be a known number of people", figure, hint)
    number = int(value)
    if value != number:
        raise InvalidTypeError("figure", "be words or a whole number of people", figure, hint)
    if number < 0:
        raise InvalidValueError("figure", "be 0 or more", figure, hint)
    text = words.strip() or str(number)
    start = words.find(text) if words else 0
    span = (start, start + len(text))
    return Claim(low=number, high=number, best=number, text=text, span=span, rule="number")
