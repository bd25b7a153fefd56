"""From a text and the words of its language to what it claims."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final

from casualtystats.text.claim import Claim, Draft
from casualtystats.text.clauses import attach
from casualtystats.text.coordination import share
from casualtystats.text.lexicon import Lexicon
from casualtystats.text.parts import mark_parts
from casualtystats.text.phrases import fold
from casualtystats.text.quantities import Quantity
from casualtystats.text.relations import label
from casualtystats.text.restated import restate
from casualtystats.text.sentences import is_one, lowered, sentences
from casualtystats.text.tokens import scan

__all__ = ["claim_of", "read", "stated"]

_ARTICLE: Final = 20_000  # a longer text is looked at sentence by sentence at once
_HARDLY_EVER: Final = 1_000_000_000
_BARE: Final = 200  # a longer text is no mere figure
_MISSING: Final = "none"  # what Python writes where nothing is known


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
    if len(text) <= _ARTICLE:
        return [claim_of(text, quantity, lexicon) for quantity in _told(text, lexicon)]
    with _only_new_objects_collected():
        return [claim_of(text, quantity, lexicon) for quantity in _told(text, lexicon)]


def stated(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Find the counted phrases of a text that state a toll.

    Parameters
    ----------
    text : str
        A phrase, a sentence or a whole article.
    lexicon : Lexicon
        Its language.

    Returns
    -------
    list of Quantity
        In the order of the text, with how the outcome of each was found.
    """
    return list(_told(text, lexicon))


@contextmanager
def _only_new_objects_collected() -> Iterator[None]:
    """Keep the garbage collector from going over all claims made so far, again and again.

    It would for every few thousand new ones. Reading leaves no cycles, so nothing waits for it.
    Where two threads read, the first to begin sets the thresholds back.
    """
    thresholds = gc.get_threshold()
    if thresholds[1] == _HARDLY_EVER:
        yield
        return
    gc.set_threshold(thresholds[0], _HARDLY_EVER, *thresholds[2:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def _told(text: str, lexicon: Lexicon) -> Iterable[Quantity]:
    """Find them sentence by sentence, so that what reading one needs is gone with the next."""
    low = lowered(text)
    if len(text) <= _ARTICLE and not lexicon.may_state(low):
        return _figure_only(text, low, lexicon)
    if is_one(text):
        return _sentence(text, low, 0, len(text), lexicon)
    return _by_sentence(text, low, lexicon)


def _by_sentence(text: str, low: str, lexicon: Lexicon) -> Iterator[Quantity]:
    for start, end in sentences(text, lexicon):
        if end - start == len(text) or lexicon.may_state(low[start:end]):
            yield from _sentence(text, low, start, end, lexicon)


def _sentence(text: str, low: str, start: int, end: int, lexicon: Lexicon) -> list[Quantity]:
    skeleton = fold(scan(text, low, start, end, lexicon))
    if not skeleton.quantities:
        return []
    mark_parts(skeleton)
    attach(skeleton)
    if len(skeleton.quantities) > 1:
        share(skeleton)
        restate(skeleton)
    return label(skeleton)


def _figure_only(text: str, low: str, lexicon: Lexicon) -> list[Quantity]:
    """Read a text that is nothing but a figure, such as the cell of a table."""
    if len(text) > _BARE or not lexicon.opens_figure(low):
        return []
    skeleton = fold(scan(text, low, 0, len(text), lexicon))
    if not skeleton.quantities or skeleton.letters[0] != "Q" or skeleton.letters.strip(",;iQ"):
        return []
    mark_parts(skeleton)
    return [quantity for quantity in skeleton.quantities if _stands_alone(quantity, low)]


def _stands_alone(quantity: Quantity, low: str) -> bool:
    """Whether a phrase is a figure by itself; "no survivors" and "None" are no tolls of 0."""
    if quantity.kind != "zero" or quantity.outcome is not None:
        return True
    return quantity.noun is None and low[quantity.start : quantity.end] != _MISSING


def claim_of(text: str, quantity: Quantity, lexicon: Lexicon) -> Claim:
    """Make a claim of a counted phrase, once.

    Parameters
    ----------
    text : str
        The whole text.
    quantity : Quantity
        What the grammar read there.
    lexicon : Lexicon
        With which it read.

    Returns
    -------
    Claim
        The same object whenever the same phrase is asked for.
    """
    if quantity.claim is not None:
        return quantity.claim
    parent = quantity.parent
    if parent is not None and (parent is quantity or parent.parent is quantity):
        parent = None
    draft = Draft()
    draft.low, draft.high, draft.best = quantity.low, quantity.high, quantity.best
    draft.form, draft.unit, draft.outcome = quantity.form, quantity.unit, quantity.outcome
    draft.victims, draft.tags = quantity.victims, tuple(quantity.tags)
    draft.span = (quantity.start, quantity.end)
    draft.text = text[quantity.start : quantity.end]
    draft.rule = _rule(lexicon.lang, tuple([part[2] for part in quantity.evidence]))
    draft.lang = lexicon.lang
    draft.attribution = quantity.attribution
    draft.parent = None if parent is None else claim_of(text, parent, lexicon)
    draft.evidence = tuple(quantity.evidence)
    draft.__class__ = Claim
    claim: Claim = draft
    quantity.claim = claim
    return claim


@lru_cache(maxsize=4_096)
def _rule(lang: str, entries: tuple[str, ...]) -> str:
    """Name the entries of a lexicon that read a claim; most claims are read by the same few."""
    return f"{lang}:{'+'.join(entries)}"
