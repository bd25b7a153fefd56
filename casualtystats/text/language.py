"""Which language a text is in, told by the words that the lexicons know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from casualtystats.errors import InvalidTypeError
from casualtystats.text.lexicon import LETTERS, Lexicon
from casualtystats.text.loading import available, load

__all__ = ["detect", "lexicon_of"]

#: A word; what stands before a hyphen is often half a name (al-Bab), and is none.
_WORD: Final = re.compile(r"[^\W\d_]{1,40}+(?!-)")
_ENOUGH: Final = 2_000
_FALLBACK: Final = "en"
#: Roles of the words that figures and what happened are said in; they tell more than an article.
_TELLING: Final = frozenset(
    LETTERS[role]
    for role in (
        *("addend", "scale", "collective", "vague", "both", "zero", "hedge", "hedge_after"),
        *("between", "victim", "held", "outcome", "lives", "toll", "deverbal"),
        *("active", "either", "passive", "intransitive", "state", "lose", "force", "take"),
    )
)
_VOID: Final = LETTERS["void"]


def detect(text: str) -> str:
    """Tell the language of a text.

    Parameters
    ----------
    text : str
        The first 2,000 characters count.

    Returns
    -------
    str
        BCP 47 code of the lexicon that knows most of its words, where those for figures and for
        what happened to people count twice; ``"en"`` if English knows as many, or all of them.

    Examples
    --------
    >>> detect("At least 31 people were killed in the raid.")
    'en'
    >>> detect("42 blessés et 31 morts"), detect("352")
    ('fr', 'en')
    """
    low = text[:_ENOUGH].lower()
    first = load(_FALLBACK)
    english = _weights(_FALLBACK)
    if all(word in english for word in _WORD.findall(first.bare(low))):
        return _FALLBACK
    scores = {lang: _score(low, lang) for lang in available()}
    return max(scores, key=lambda lang: (scores[lang], lang == _FALLBACK))


def lexicon_of(text: str, lang: str) -> Lexicon:
    """Return the words to read a text with.

    Parameters
    ----------
    text : str
        The text.
    lang : str
        BCP 47 code of a lexicon that ships with the package, or ``"auto"``.

    Returns
    -------
    Lexicon
        Of that language, or of the one that the text is in.

    Raises
    ------
    InvalidTypeError
        `lang` is no str.
    InvalidValueError
        There is no lexicon for `lang`.

    Examples
    --------
    >>> lexicon_of("au moins 31 morts", "auto").name
    'French'
    """
    if not isinstance(lang, str):
        raise InvalidTypeError("lang", "be a str, such as en or auto", lang)
    return load(detect(text) if lang == "auto" else lang)


def _score(low: str, lang: str) -> int:
    weights = _weights(lang)
    return sum(weights.get(word, 0) for word in _WORD.findall(load(lang).bare(low)))


@cache
def _weights(lang: str) -> Mapping[str, int]:
    """Say how much each word tells of its language."""
    lexicon = load(lang)
    weights = {lexicon.bare(word): 1 for word in lexicon.detect}
    for word, (letter, sense, phrases, _) in lexicon.known.items():
        if (sense is not None and letter != _VOID) or phrases is not None:
            weights[word] = 2 if sense is not None and letter in _TELLING else 1
    return weights
