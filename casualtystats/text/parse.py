"""The door of the text room: a text goes in, claims come out."""

from __future__ import annotations

import math
import numbers
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from casualtystats.errors import InvalidTypeError, InvalidValueError, UnreadableError
from casualtystats.text.claim import Claim
from casualtystats.text.clauses import attach
from casualtystats.text.coordination import share
from casualtystats.text.language import detect
from casualtystats.text.lexicon import Lexicon
from casualtystats.text.loading import load
from casualtystats.text.parts import mark_parts
from casualtystats.text.phrases import fold
from casualtystats.text.relations import label
from casualtystats.text.restated import restate
from casualtystats.text.tokens import lowered, scan, sentences

if TYPE_CHECKING:
    from casualtystats.text.quantities import Quantity

__all__ = ["parse", "read", "read_one"]

_ARTICLE = 20_000  # a longer text is looked at sentence by sentence at once
_MOST = 10**12  # more than ever lived
_BARE = 200  # a longer text is no mere figure
_ENTRY = itemgetter(2)
_NO_HEADLINE = frozenset({"subset", "prior", "denied"})
_FIGURE_ONLY = frozenset("QOi,;&()VKxXjdpwG:")


def parse(text: str, *, lang: str = "en") -> list[Claim]:
    """Read every claim about people killed, injured, missing, displaced or captured.

    A text that is nothing but a figure ("at least 31", "42, including 11 children") gives that
    figure with ``outcome=None``. Anywhere else a number is a claim only if the words say what
    happened to the people it counts.

    Parameters
    ----------
    text : str
        A phrase, a sentence or a whole article.
    lang : str
        BCP 47 code of a lexicon that ships with the package, or ``"auto"``.

    Returns
    -------
    list of Claim
        In the order of the text; each `Claim.span` slices `text` to `Claim.text`.

    Raises
    ------
    InvalidTypeError
        `text` is no str.
    InvalidValueError
        There is no lexicon for `lang`.

    Examples
    --------
    >>> claims = parse("At least 31 people were killed and scores were severely injured.")
    >>> claims[0]
    Claim('At least 31 people': at_least 31 killed)
    >>> claims[1]
    Claim('scores': vague units of 20 injured)
    >>> parse("The magnitude 6.5 quake struck at 3 am on 12 May.")
    []
    """
    if not isinstance(text, str):
        raise InvalidTypeError("text", "be a str", text)
    if not isinstance(lang, str):
        raise InvalidTypeError("lang", "be a str, such as en or auto", lang)
    return read(text, load(detect(text) if lang == "auto" else lang))


def read(text: str, lexicon: Lexicon) -> list[Claim]:
    """Read the claims of a text with a given lexicon.

    Parameters
    ----------
    text : str
        A phrase, a sentence or a whole article.
    lexicon : Lexicon
        Loaded, or built from a file of one's own.

    Returns
    -------
    list of Claim
        In the order of the text.
    """
    low = lowered(text)
    if len(text) <= _ARTICLE and not lexicon.may_state(low):
        return _figure_only(text, low, lexicon)
    claims: list[Claim] = []
    for start, end in sentences(text, lexicon):
        if end - start == len(text) or lexicon.may_state(low[start:end]):
            claims += _sentence(text, low, start, end, lexicon)
    return claims


def _sentence(text: str, low: str, start: int, end: int, lexicon: Lexicon) -> list[Claim]:
    skeleton = fold(scan(text, low, start, end, lexicon))
    if not skeleton.quantities:
        return []
    mark_parts(skeleton)
    attach(skeleton)
    share(skeleton)
    restate(skeleton)
    label(skeleton)
    return [_claim(text, q, lexicon) for q in skeleton.quantities if q.outcome is not None]


def _figure_only(text: str, low: str, lexicon: Lexicon) -> list[Claim]:
    """Read a text that is nothing but a figure, such as the cell of a table."""
    if len(text) > _BARE or not lexicon.opens_figure(low):
        return []
    skeleton = fold(scan(text, low, 0, len(text), lexicon))
    if not skeleton.quantities or skeleton.letters[0] != "Q" or skeleton.letters.strip(",;iQ"):
        return []
    mark_parts(skeleton)
    return [_claim(text, q, lexicon) for q in skeleton.quantities if _stands_alone(q)]


def _stands_alone(quantity: Quantity) -> bool:
    """Whether a phrase is a figure by itself; "no survivors" is no toll of 0."""
    return quantity.kind != "zero" or quantity.noun is None or quantity.outcome is not None


def _claim(text: str, quantity: Quantity, lexicon: Lexicon) -> Claim:
    if quantity.claim is not None:
        return quantity.claim
    parent = quantity.parent
    if parent is not None and (parent is quantity or parent.parent is quantity):
        parent = None
    quantity.claim = Claim(
        low=quantity.low,
        high=quantity.high,
        best=quantity.best,
        form=quantity.form,
        unit=quantity.unit,
        outcome=quantity.outcome,
        victims=quantity.victims,
        tags=tuple(quantity.tags),
        text=text[quantity.start : quantity.end],
        span=(quantity.start, quantity.end),
        rule=f"{lexicon.lang}:" + "+".join(map(_ENTRY, quantity.evidence)),
        lang=lexicon.lang,
        attribution=quantity.attribution,
        parent=None if parent is None else _claim(text, parent, lexicon),
        evidence=tuple(quantity.evidence),
    )
    return quantity.claim


def read_one(figure: str | float) -> tuple[Claim, tuple[Claim, ...]]:
    """Read one figure: the headline claim of a phrase, and its sub-counts.

    Parameters
    ----------
    figure : str or int
        Words such as ``"at least 31"`` or ``"42, including 11 children"``, or a whole number.
        A whole float counts as its whole number.

    Returns
    -------
    tuple of (Claim, tuple of Claim)
        The first claim that is no part of another, not superseded and not denied, one of people
        killed if there is one, and the toll itself rather than what was added to it; and the
        claims that count part of it.

    Raises
    ------
    UnreadableError
        The words state no toll. Unknown is never 0.
    InvalidTypeError, InvalidValueError
        `figure` is neither words nor a whole number of people.

    Examples
    --------
    >>> read_one("at least 31")
    (Claim('at least 31': at_least 31), ())
    >>> read_one("42, including 11 children")[1]
    (Claim('11 children': exact 11 [subset]),)
    >>> read_one(352)[0].best
    352
    """
    if not isinstance(figure, str):
        return _number(figure), ()
    claims = parse(figure)
    if not claims:
        claims = _loose(figure)
    if not claims:
        raise UnreadableError(
            "figure", "state a toll", figure, 'Write it as in "at least 31 killed"; 0 as "none".'
        )
    whole = [c for c in claims if _NO_HEADLINE.isdisjoint(c.tags)]
    whole = whole or [c for c in claims if "denied" not in c.tags] or claims
    head = next((c for c in whole if c.outcome in ("killed", None)), whole[0])
    if "added" in head.tags:  # rose by 14 to 212
        total = [c for c in whole if c.outcome == head.outcome and "added" not in c.tags]
        head = total[0] if total else head
    return head, tuple(claim for claim in claims if claim.parent is head)


def _loose(figure: str) -> list[Claim]:
    """Read the only figure of a short phrase whose other words name no harm: "42 in Homs"."""
    lexicon = load("en")
    if len(figure) > _BARE:
        return []
    skeleton = fold(scan(figure, lowered(figure), 0, len(figure), lexicon))
    unreadable = skeleton.letters[:1] == "," or set(skeleton.letters) - _FIGURE_ONLY
    if not skeleton.quantities or unreadable:
        return []
    mark_parts(skeleton)
    stated = [q for q in skeleton.quantities if q.kind not in ("article", "zero")]
    return [_claim(figure, q, lexicon) for q in stated]


def _number(figure: Any) -> Claim:
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
    words = str(number)
    return Claim(
        low=number, high=number, best=number, text=words, span=(0, len(words)), rule="number"
    )
