"""Constraints: what sub-counts of a report say about its total.

"42, including at least 11 children, six women and 14 refugees" says that the total is no less
than 17: children and women are different people, while refugees may be women or children.
"Four boys and three girls" are seven children. Sub-counts are never added to the total. Which
kinds of victims cannot overlap, and which nouns name a finer kind than the claim that they stand
in, is data (``data/evidence/victims.toml``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

import numpy as np

from casualtystats.text.claim import Claim
from casualtystats.text.loading import expand, load
from casualtystats.toll.toll import Toll

__all__ = ["Kinds", "constrain", "disjoint", "least_total"]

Kinds = dict[str, dict[str, frozenset[str]]]

_EXACT_SEARCH = 12  # sub-counts, up to which every choice of disjoint groups is tried


def disjoint(some: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether two groups of victims cannot overlap.

    Parameters
    ----------
    some, others : sequence of str
        Kinds of victims as in `Claim.victims`; several together mean any of them.

    Returns
    -------
    bool
        True only if every kind of the one differs from every kind of the other by age, sex or
        status. Kinds that are unknown, or not stated, may overlap with any.

    Examples
    --------
    >>> disjoint(["children"], ["women"]), disjoint(["children"], ["refugees"])
    (True, False)
    """
    kinds = _kinds()
    pairs = [(kinds.get(a, {}), kinds.get(b, {})) for a in some for b in others]
    return bool(pairs) and all(
        any(not values & b[attribute] for attribute, values in a.items() if attribute in b)
        for a, b in pairs
    )


def least_total(sub: Sequence[Claim], *, outcome: str | None = None) -> int:
    """Return the smallest total that leaves room for the sub-counts.

    Parameters
    ----------
    sub : sequence of Claim
        Sub-counts of one total. Only what they state as a floor counts: exactly N, at least
        N, more than N, or the lower end of a range; "about" and vague words set none.
    outcome : str, optional
        The outcome of the total. Sub-counts of another (11 of them injured) are left out.

    Returns
    -------
    int
        The largest sum over groups that cannot overlap, and at least the largest single
        sub-count; 0 if none sets a floor.

    Examples
    --------
    >>> def count(n, *victims):
    ...     return Claim(low=n, high=n, best=n, victims=victims, tags=("subset",))
    >>> least_total([count(11, "children"), count(6, "women"), count(14, "refugees")])
    17

    Boys and girls are both children in a claim, and different people by the noun it was read
    from. Children and girls may be the same.

    >>> from casualtystats.text.headline import read_one
    >>> least_total(read_one("42, including four boys and three girls")[1])
    7
    >>> least_total(read_one("42, including four children, three of them girls")[1])
    4
    """
    groups = [(_floor(c), _who(c)) for c in sub if _same(c.outcome, outcome) and _floor(c) > 0]
    groups.sort(key=lambda group: -group[0])
    if len(groups) > _EXACT_SEARCH:
        return max(_greedy(groups[k:]) for k in range(len(groups)))
    best = 0
    for size in range(1, len(groups) + 1):
        for chosen in combinations(groups, size):
            if all(disjoint(a, b) for (_, a), (_, b) in combinations(chosen, 2)):
                best = max(best, sum(number for number, _ in chosen))
    return best


def constrain(toll: Toll, sub: Sequence[Claim]) -> Toll:
    """Return a toll given that its sub-counts fit into it.

    Parameters
    ----------
    toll : Toll
        What the total means.
    sub : sequence of Claim
        Sub-counts of the same report.

    Returns
    -------
    Toll
        The toll, conditional on being no less than `least_total`; the same toll if that rules
        nothing out. Where the words state a smaller total, a note says that the report
        contradicts itself; where no toll is left, the toll is left as it is as well.

    Examples
    --------
    >>> women = Claim(low=10, high=10, best=10, victims=("women",), tags=("subset",))
    >>> girl = Claim(low=1, high=1, best=1, victims=("girls",), tags=("subset",))
    >>> tighter = constrain(Toll.from_pmf([9, 11, 12], [0.5, 0.25, 0.25]), [women, girl])
    >>> tighter.interval(), tighter.notes
    (Interval(11–12, level=0.95), ('sub-counts: the total is at least 11',))
    """
    floor = least_total(sub, outcome=toll.claims[0].outcome if toll.claims else None)
    if floor == 0 or floor <= toll.start:
        return toll
    stated = _ceiling(toll.claims[0]) if toll.claims else None
    said = [f"sub-counts: the total is at least {floor}"]
    if stated is not None and stated < floor:
        needed = f"the sub-counts need at least {floor}"
        said.insert(0, f"contradictory: {needed}, and the words allow {stated}")
    possible = toll.values >= floor
    if not possible.any():
        note = f"contradictory: the sub-counts need at least {floor}, which the total excludes"
        return toll.replace(notes=(*toll.notes, note))
    first = int(np.argmax(possible))
    return Toll(
        int(toll.values[first]),
        toll.probs[first:],
        step=toll.step,
        claims=toll.claims,
        inputs=toll.inputs,
        label=toll.label,
        notes=(*toll.notes, *said),
        layers=toll.layers,
        level=toll.level,
        trimmed=toll.trimmed,
    )


def _floor(claim: Claim) -> int:
    if claim.low is None or claim.form in {"about", "vague"}:
        return 0
    return claim.low + (claim.form == "more_than")


def _who(claim: Claim) -> tuple[str, ...]:
    """Return the kinds of victims, by the noun that was read where it names a finer one.

    Only the noun can tell. Two sub-counts of one kind in one sentence may be two groups ("four
    soldiers and three marines") or one within the other ("11 children, including three girls"):
    their claims are alike in all else, so that adding them up would invent people.
    """
    read = [words for part, words, _ in claim.evidence if part == "victims"]
    if len(read) != 1 or len(claim.victims) != 1:
        return claim.victims
    finer = _nouns(claim.lang).get((claim.victims[0], read[0]))
    return claim.victims if finer is None else (finer,)


def _ceiling(claim: Claim) -> int | None:
    """Return the largest total that words leave open; None if they leave it open upwards."""
    firm = claim.form in {"exact", "range", "at_most", "less_than"} and "nearly" not in claim.tags
    if claim.high is None or not firm:
        return None
    return claim.high - (claim.form == "less_than")


def _same(of_part: str | None, of_total: str | None) -> bool:
    return of_part is None or of_total is None or of_part == of_total


def _greedy(groups: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Return the sum of the largest groups that do not overlap, each taken as it comes."""
    taken: list[tuple[int, Sequence[str]]] = []
    for number, victims in groups:
        if all(disjoint(victims, other) for _, other in taken):
            taken.append((number, victims))
    return sum(number for number, _ in taken)


@cache
def _kinds() -> Kinds:
    return {
        kind: {attribute: frozenset(values) for attribute, values in attributes.items()}
        for kind, attributes in _data()["kinds"].items()
    }


@cache
def _nouns(lang: str) -> dict[tuple[str, str], str]:
    """Return the finer kind for a kind of victims and a noun, spelt as claims spell it."""
    entries = [entry for entry in _data()["nouns"] if entry["lang"] == lang]
    if not entries:
        return {}
    letters = str.maketrans(load(lang).raw["lexicon"].get("fold", {}))
    return {
        (entry["of"], spelling.translate(letters)): entry["kind"]
        for entry in entries
        for words in entry["words"]
        for spelling in expand(words)
    }


@cache
def _data() -> dict[str, Any]:
    source = files("casualtystats").joinpath("data", "evidence", "victims.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
