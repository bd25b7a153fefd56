"""From a text to its claims."""

from __future__ import annotations

from casualtystats.errors import InvalidTypeError
from casualtystats.text.claim import Claim
from casualtystats.text.grammar import read
from casualtystats.text.language import lexicon_of

__all__ = ["parse"]


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
    return read(text, lexicon_of(text, lang))
