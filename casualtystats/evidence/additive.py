"""Additive: which figures are no summands, because they count again what others count."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from casualtystats.errors import InvalidValueError, ScopeError
from casualtystats.text.claim import Claim
from casualtystats.toll.toll import Toll

__all__ = ["REASONS", "check_additive", "no_summands", "shared_tags"]

REASONS = {
    "denied": "A denied figure is no count of its own.",
    "prior": "A prior figure is superseded.",
    "subset": "A subset is in its whole already.",
    "cumulative": "A cumulative figure holds earlier dead again: "
    "compare such figures date by date, with casualtystats.comparison.gap.gap.",
    "added": "What was added is in the total it led to already.",
}
"""Why a figure with a tag cannot be added, as errors and tables say it."""

_WITHDRAWN = ("denied", "prior")
_TOLD_APART = {"prior", "subset", "added"}  # what a text tells apart from its whole figure
_APART = {"subset": "victims", "cumulative": "period", "added": "period"}


def shared_tags(claims: Collection[Claim]) -> frozenset[str]:
    """Return the tags of a toll: those that all claims it rests on have.

    Parameters
    ----------
    claims : collection of Claim
        What the toll was made from. A denied or superseded one is set aside when others stand.

    Returns
    -------
    frozenset of str
        Tags, as `Claim.tags` names them.

    Examples
    --------
    >>> part, whole = Claim(low=11, tags=("subset",)), Claim(low=42)
    >>> sorted(shared_tags([part])), sorted(shared_tags([part, whole]))
    (['subset'], [])
    """
    tags = [frozenset(claim.tags) for claim in claims]
    if not any(tags):
        return frozenset()
    standing = [some for some in tags if not some.intersection(_WITHDRAWN)]
    return frozenset.intersection(*(standing or tags))


def no_summands(
    tags: Sequence[Collection[str]],
    *,
    parts: Collection[int] = (),
    texts: Sequence[Any] | None = None,
    waived: Collection[str] = (),
) -> dict[int, str]:
    """Return which of several figures cannot be added to the others, and by which tag.

    A denied or superseded figure never can. A part cannot where whole figures, or its own whole,
    are among the others; nor can a running total beside others, of whichever kind; nor an
    increment beside a figure that may be the total it led to.

    Parameters
    ----------
    tags : sequence of collection of str
        The tags of each figure.
    parts : collection of int
        Positions of figures whose own whole is among the figures.
    texts : sequence, optional
        The text each figure stands in, if known: an increment then stands back only behind a
        figure of its own text. Without it any other figure may be its total.
    waived : collection of str
        Fields of the scope in which the figures may differ: ``"victims"`` lets parts, and
        ``"period"`` running totals and increments, be added. A part is still not added to its
        own whole.

    Returns
    -------
    dict of int to str
        Positions, in order, with the tag that is the reason; see `REASONS`.

    Examples
    --------
    >>> no_summands([(), ("subset",), ("prior",)])
    {1: 'subset', 2: 'prior'}
    >>> no_summands([("subset",), ("subset",)])
    {}
    >>> no_summands([("cumulative",), ("cumulative",)])
    {0: 'cumulative', 1: 'cumulative'}
    """
    if not any(tags):
        return {}
    found = {i: tag for tag in reversed(_WITHDRAWN) for i, some in enumerate(tags) if tag in some}
    found |= {i: "subset" for i in parts if i not in found}
    for tag, field in _APART.items():
        if field in waived:
            continue
        rest = [i for i in range(len(tags)) if i not in found]
        tagged = [i for i in rest if tag in tags[i]]
        whole = [i for i in rest if tag not in tags[i]]
        if tag == "added" and texts is not None:
            beside = {texts[i] for i in whole}
            tagged = [i for i in tagged if texts[i] in beside]
        if whole or (tag == "cumulative" and len(tagged) > 1):
            found |= dict.fromkeys(tagged, tag)
    return dict(sorted(found.items()))


def check_additive(
    tolls: Sequence[Toll], *, ignore: str | Collection[str] = (), argument: str = "tolls"
) -> None:
    """Refuse to add tolls of which some count again what others count.

    Parameters
    ----------
    tolls : sequence of Toll
        What is to be added.
    ignore : str or collection of str
        Fields of the scope that may differ; see `no_summands`.
    argument : str
        The name of the argument at fault, for the error.

    Raises
    ------
    ScopeError
        If parts, running totals or increments would be added to figures that may hold them;
        its ``fields`` say what to ignore if they belong together all the same.
    InvalidValueError
        If all that is wrong is denied, superseded, or the part of another of the tolls.

    Examples
    --------
    >>> check_additive([Toll.exact(9, claims=[Claim(low=9, text="9", tags=("prior",))])])
    Traceback (most recent call last):
    casualtystats.errors.InvalidValueError: tolls must not add up prior figures; got {'prior': ...
    """
    waived = frozenset((ignore,) if isinstance(ignore, str) else ignore)
    parts = _parts(tolls)
    found = no_summands(
        [shared_tags(toll.claims) if toll.claims else () for toll in tolls],
        parts=parts,
        waived=waived,
    )
    if not found:
        return
    shown: dict[str, list[str]] = {tag: [] for tag in REASONS if tag in found.values()}
    for i, tag in found.items():
        shown[tag].append(tolls[i].label or repr(tolls[i]))
    fields = tuple(dict.fromkeys(_APART[tag] for tag in shown if tag in _APART))
    if parts:
        fields = tuple(field for field in fields if field != "victims")
    rule = f"not add up {' and '.join(shown)} figures"
    if list(shown) == ["cumulative"] and len(found) == len(tolls):
        rule += ", which count the same dead again"
    hint = " ".join(REASONS[tag] for tag in shown)
    if not _TOLD_APART.isdisjoint(shown):
        hint += (
            " Add the whole figures only, or one cs.Report per text, which keeps its parts apart."
        )
    if fields:
        hint += (
            " If they are of different people all the same, "
            f"add them with cs.total(…, ignore={fields!r})."
        )
        raise ScopeError(argument, rule, shown, hint, fields)
    raise InvalidValueError(argument, rule, shown, hint)


def _parts(tolls: Sequence[Toll]) -> list[int]:
    """Return which tolls state a part of what another one states."""
    alone = [toll.claims[0] if len(toll.claims) == 1 else None for toll in tolls]
    wholes = {claim.parent for claim in alone if claim is not None and claim.parent is not None}
    if not wholes:
        return []
    stated = {claim for toll in tolls for claim in toll.claims if claim in wholes}
    return [i for i, claim in enumerate(alone) if claim is not None and claim.parent in stated]
