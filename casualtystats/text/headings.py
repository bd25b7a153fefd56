"""Headings and their figures: "Killed: 12", "Dead or missing: 31", "killed/injured 12/30"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.claim import Outcome
from casualtystats.text.joint import DEAD_OR_HURT
from casualtystats.text.objects import OWN_VERB
from casualtystats.text.quantities import Quantity, Skeleton, give

__all__ = ["read_heading", "read_slashed"]

_OPENS_ROW: Final = (",", "Q", "(")
#: Deaths 14; wounded, 15 officers, 210 men;
_HEADED: Final = re.compile(
    r"(?:(?<![^;:(])[ESPD],?Q(?:(?:,&?|&)Q){0,4}|(?<=,)[SPD]Q)(?=[;)]|,[ESPDQ]|,?$)"
    r"|D\(Q(?=\))"  # the most deaths (3,587)
    r"|(?<=d)[ES],-?Q(?:(?:,&?|&)Q){1,4}(?=,)"  # the dead, four brothers and a cousin, had
)
_HEADING: Final = re.compile(r"(?:c|[pof][dxXVKcj]{1,4})?:")
#: Dead or missing: | 31; Dead, hurt: | 12, 30; but: five were killed, injured: | 12
_ROW_OF_HARM: Final = re.compile(r"(?<![QObBhga])[ESPD](?:(?:,|,?[&|])[ESPD]){1,3}$")
_ROW_OF_FIGURES: Final = re.compile(r"Q(?:[,|]Q){1,3}(?=;|$)")
_LONG_ROW: Final = 12
_TWO_OF_TWO: Final = re.compile(r"Q\|Q[ESPD]\|[ESPD]|[ESPD]\|[ESPD]Q\|Q")


def read_heading(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> bool:
    """Read the figures of a word of harm that heads them.

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    standing : dict of int to Quantity
        The counted phrases by place.
    at : int
        Where the word stands.

    Returns
    -------
    bool
        False for a word that heads no figures.
    """
    letters = skeleton.letters
    if ":" in letters and _is_heading(letters, at):
        _listed(skeleton, standing, at)
        return True
    row = _HEADED.match(letters, at) if letters[at + 1 : at + 2] in _OPENS_ROW else None
    if row is not None:
        _headed(skeleton, standing, at, row.end())
    return row is not None


def read_slashed(skeleton: Skeleton, standing: dict[int, Quantity]) -> None:
    """Read two figures of two harms, in turn: "killed/injured 12/30", "12/30 dead/hurt".

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    standing : dict of int to Quantity
        The counted phrases by place.
    """
    match = _TWO_OF_TWO.search(skeleton.letters)
    if match is None or not _are_set_apart(skeleton, match.start(), match.end()):
        return
    harms = [at for at in range(match.start(), match.end()) if skeleton.letters[at] in "ESPD"]
    figures = [at for at in range(match.start(), match.end()) if skeleton.letters[at] == "Q"]
    for harm, place in zip(harms, figures, strict=True):
        give(skeleton, standing[place], harm, "left")


def _is_heading(letters: str, at: int) -> bool:
    """Whether a word of harm heads a list, and says nothing of a figure before it: "Killed: 12"."""
    if not letters.startswith(":", _colon(letters, at)):
        return False
    figure = letters.rfind("Q", letters.rfind(";", 0, at) + 1, at)
    return figure < 0 or letters[figure - 1 : figure] == ":" or letters[at - 1 : at] == ")"


def _colon(letters: str, at: int) -> int:
    """Tell where a heading has its colon, if it has one: "Deaths:", "Deaths due to the flu:"."""
    match = _HEADING.match(letters, at + 1)
    return at + 1 if match is None else match.end() - 1


def _listed(skeleton: Skeleton, standing: dict[int, Quantity], at: int) -> None:
    """Read a heading and its figure: "Killed: 12", "Dead or missing: 31", "Dead, hurt: 12, 30"."""
    letters = skeleton.letters
    colon = _colon(letters, at)
    quantity = standing.get(colon + 1)
    if quantity is None or quantity.via or OWN_VERB.match(letters, colon + 2):
        return
    row = _ROW_OF_HARM.search(letters, max(0, at - _LONG_ROW), at + 1)
    if row is None:
        give(skeleton, quantity, at, "left")
        return
    harms = [place for place in range(row.start(), at + 1) if letters[place] in "ESPD"]
    figures = _ROW_OF_FIGURES.match(letters, colon + 1)
    places = [] if figures is None else list(range(colon + 1, figures.end(), 2))
    bare = all(standing[place].noun is None for place in places)  # but: 12 officers, 210 men
    if len(places) == len(harms) and bare and _are_set_apart(skeleton, harms[0], places[-1]):
        for harm, place in zip(harms, places, strict=True):
            give(skeleton, standing[place], harm, "left")
    else:
        senses = [skeleton.sense(place) for place in harms]
        outcomes = {sense.outcome for sense in senses if sense is not None}
        joint: Outcome = "casualties" if outcomes <= DEAD_OR_HURT else "other"
        give(skeleton, quantity, at, "left", joint if len(outcomes) > 1 else None)


def _are_set_apart(skeleton: Skeleton, first: int, stop: int) -> bool:
    """Whether marks alone stand between harms and between figures: no "and", no "or"."""
    joints = [at for at in range(first, stop) if skeleton.letters[at] in "&|"]
    return all(skeleton.words_at(at) == "/" for at in joints)


def _headed(skeleton: Skeleton, standing: dict[int, Quantity], at: int, end: int) -> None:
    """Read a return of losses: "killed, 54 officers, 179 men; missing, 12"."""
    for place in range(at + 1, end):
        if skeleton.letters[place] == "Q":
            give(skeleton, standing[place], at, "left")
