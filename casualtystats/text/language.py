"""Which language a text is in, told by its commonest words."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.loading import available, load

__all__ = ["detect"]

_WORD: Final = re.compile(r"[^\W\d_]{1,40}")
_ENOUGH: Final = 2_000
_FALLBACK: Final = "en"


def detect(text: str) -> str:
    """Tell the language of a text.

    Parameters
    ----------
    text : str
        The first 2,000 characters count.

    Returns
    -------
    str
        BCP 47 code of the lexicon whose common words it has most of; ``"en"`` if it has none.

    Examples
    --------
    >>> detect("At least 31 people were killed in the raid.")
    'en'
    """
    words = _WORD.findall(text[:_ENOUGH].lower())
    scores = {lang: sum(word in load(lang).detect for word in words) for lang in available()}
    best = max(scores, key=lambda lang: (scores[lang], lang == _FALLBACK))
    return best if scores[best] else _FALLBACK
