"""Place names across alphabets, romanisations and hands: how alike two of them are."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from casualtystats.errors import MissingExtraError

__all__ = ["name_similarity", "skeleton", "spelled"]

_TOKEN = re.compile(r"[a-z]+")
_SKELETON_WEIGHT = 0.95  # equal consonants are a little less than equal spelling


@dataclass(frozen=True)
class _Names:
    articles: frozenset[str]
    generic: frozenset[str]
    sounds: tuple[tuple[str, str], ...]
    letters: dict[int, str]
    exonyms: dict[str, str]


@cache
def _names() -> _Names:
    text = files("casualtystats").joinpath("data", "places", "names.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    letters = raw["arabic"]["letters"] | raw["cyrillic"]["letters"]
    return _Names(
        articles=frozenset(raw["articles"]["words"]),
        generic=frozenset(raw["generic"]["words"]),
        sounds=tuple((one, other) for one, other in raw["sounds"]["pairs"]),
        letters=str.maketrans(letters),
        exonyms=raw["exonyms"]["names"],
    )


@lru_cache(maxsize=200_000)
def spelled(name: str) -> str:
    """Return a place name in plain Latin letters, without articles and designations.

    Parameters
    ----------
    name : str
        A name in Latin, Arabic or Cyrillic letters.

    Returns
    -------
    str
        Lower-case tokens separated by spaces.

    Examples
    --------
    >>> spelled("Ar-Raqqah city"), spelled("البوكمال"), spelled("Aleppo")
    ('raqqah', 'bukmal', 'halab')
    """
    names = _names()
    cell = unicodedata.normalize("NFKC", name).lower().translate(names.letters)
    if any("\u0600" <= c <= "\u06ff" for c in name):  # the article is written together
        cell = re.sub(r"\bal(?=\w{3})", "al ", cell)
    cell = "".join(c for c in unicodedata.normalize("NFD", cell) if not unicodedata.combining(c))
    tokens = _TOKEN.findall(re.sub(r"['’ʿʾ`ʼ]", "", cell))
    kept = [t for t in tokens if t not in names.articles and t not in names.generic] or tokens
    return " ".join(names.exonyms.get(token, token) for token in kept)


@lru_cache(maxsize=200_000)
def skeleton(name: str) -> str:
    """Return the consonants of a name, those that romanisations confuse made equal.

    Examples
    --------
    >>> skeleton("Raqqa") == skeleton("Ar-Rakkah"), skeleton("Abu Kamal") == skeleton("Boukamal")
    (True, True)
    """
    sound = spelled(name).replace(" ", "")
    for written, spoken in _names().sounds:
        sound = sound.replace(written, spoken)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhw]", "", sound)) or sound


def name_similarity(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
    """Return how alike the names are, pair by pair, from 0 to 1.

    The larger of two likenesses: of the spellings, by the share of tokens one name has of the
    other, and of the consonants, by normalised indel distance (a little less worth).

    Parameters
    ----------
    left, right : sequence of str, equal lengths
        The names.

    Returns
    -------
    numpy.ndarray of float
        One number per pair.

    Raises
    ------
    MissingExtraError
        If rapidfuzz is not installed.

    Examples
    --------
    >>> name_similarity(["Al-Bukamal", "Raqqa"], ["Abu Kamal", "Mosul"]).round(2).tolist()
    [0.95, 0.18]
    """
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        raise MissingExtraError("rapidfuzz", "match") from None
    spelling = process.cpdist(
        [spelled(name) for name in left],
        [spelled(name) for name in right],
        scorer=fuzz.token_set_ratio,
    )
    consonants = process.cpdist(
        [skeleton(name) for name in left], [skeleton(name) for name in right], scorer=fuzz.ratio
    )
    best = np.maximum(spelling, _SKELETON_WEIGHT * consonants)
    return np.asarray(best, dtype=np.float64) / 100.0
