"""Layers: which of what was said, meant, erred and unseen a toll holds, and by what.

Four things stand between a sentence and the dead: what was *said*, what the words *meant*, how
reports *err*, and whom *no list* has. A toll that mixes two of them must say so. Each layer is
written as its name, or as its name and what answered for it: ``"meant: documented"``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casualtystats.errors import InvalidValueError

__all__ = ["LAYERS", "checked_layers", "joined"]

LAYERS = ("said", "meant", "erred", "unseen")


def _name(layer: str) -> str:
    return layer.partition(":")[0]


def checked_layers(layers: Iterable[str] | str) -> tuple[str, ...]:
    """Return layers as a tuple, in the order of `LAYERS`, each once.

    Parameters
    ----------
    layers : iterable of str
        Each a name of `LAYERS`, alone or followed by a colon and what answered for it.

    Returns
    -------
    tuple of str
        The same layers, in order.

    Raises
    ------
    InvalidValueError
        If one has no name of `LAYERS`.

    Examples
    --------
    >>> checked_layers(["meant: documented", "said"])
    ('said', 'meant: documented')
    """
    found: dict[Any, None] = dict.fromkeys((layers,) if isinstance(layers, str) else layers)
    for layer in found:
        if not isinstance(layer, str) or _name(layer) not in LAYERS:
            rule = f"start with one of {' '.join(LAYERS)}"
            raise InvalidValueError("layers", rule, layer, 'For instance "meant: documented".')
    return tuple(sorted(found, key=lambda layer: LAYERS.index(_name(layer))))


def joined(several: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return the layers of a result that was made from several.

    Parameters
    ----------
    several : iterable of iterable of str
        The layers of each part.

    Returns
    -------
    tuple of str
        All of them, each once.

    Examples
    --------
    >>> joined([("said", "meant: documented"), ("said", "meant: acled")])
    ('said', 'meant: documented', 'meant: acled')
    """
    return checked_layers(layer for layers in several for layer in layers)
