"""What a text says about a toll: the words, and only what the words say."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from casualtystats.display.html import card
from casualtystats.errors import InvalidValueError

__all__ = ["FORMS", "OUTCOMES", "Claim", "Draft", "Form", "Outcome"]

Form = Literal["exact", "about", "at_least", "more_than", "at_most", "less_than", "range", "vague"]
Outcome = Literal["killed", "injured", "missing", "displaced", "captured", "casualties", "other"]

FORMS: Final[tuple[Form, ...]] = get_args(Form)
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)


#: Forms whose best figure, where one is given, lies between their ends.
_BEST_INSIDE = ("exact", "range", "at_least", "at_most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One figure that a text states, with the words that state it.

    A claim interprets nothing. "At least 31" has ``low=31, high=None``: the words are open
    above, and they stay open here.

    Parameters
    ----------
    low, high : int or None
        The bounds the words state, in people. None means open or unstated. Exactly N and
        about N give ``(N, N)``; at least and more than N ``(N, None)``; at most, up to, fewer
        than and nearly N ``(None, N)``; a range its two ends; vague words ``(None, None)``.
        Whether a bound itself is included stays in `form`.
    best : int or None
        The figure stated, if one is.
    form : str
        One of ``exact about at_least more_than at_most less_than range vague``.
    unit : int or None
        For vague words, the unit they count in: 1000 for "several thousand", 12 for "dozens",
        20 for "scores", 1 for "several".
    outcome : str or None
        One of ``killed injured missing displaced captured casualties other``; None if the
        words name none (a bare "at least 31").
    victims : tuple of str
        Who was counted, as far as the words say: ``("civilians",)``, ``("children",)``.
    tags : tuple of str
        Any of ``subset cumulative prior perpetrator added claimed denied total nearly up_to``.
    text : str
        The words, verbatim.
    span : tuple of int
        Where `text` stands in the input: ``input[span[0]:span[1]] == text``.
    rule : str
        Which entries of which lexicon read it.
    lang : str
        The language of the lexicon, a BCP 47 code.
    attribution : str or None
        Who is said to state it, as written ("activists said").
    parent : Claim or None
        The claim of the same text that this one counts part of ("42, including 11 children").
    evidence : tuple of (str, str, str)
        For each part read: its name, the words, and the lexicon entry that read them.

    Examples
    --------
    >>> Claim(low=31, best=31, form="at_least", outcome="killed", text="at least 31")
    Claim('at least 31': at_least 31 killed)
    """

    low: int | None = None
    high: int | None = None
    best: int | None = None
    form: Form = "exact"
    unit: int | None = None
    outcome: Outcome | None = None
    victims: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    text: str = ""
    span: tuple[int, int] = (0, 0)
    rule: str = ""
    lang: str = "en"
    attribution: str | None = None
    parent: Claim | None = None
    evidence: tuple[tuple[str, str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise InvalidValueError("form", f"be one of {' '.join(FORMS)}", self.form)
        if self.outcome is not None and self.outcome not in OUTCOMES:
            raise InvalidValueError("outcome", f"be one of {' '.join(OUTCOMES)}", self.outcome)
        for name in ("low", "high", "best", "unit"):
            number = getattr(self, name)
            if number is not None and (not _is_whole(number) or number < 0):
                raise InvalidValueError(name, "be a whole number of people, 0 or more", number)
        ends = (self.low, self.high)
        if self.low is not None and self.high is not None and self.low > self.high:
            raise InvalidValueError("low", "be at most high", ends, "Swap the ends of the range.")
        self._check_best()
        if self.form == "range" and None in ends:
            hint = "Of one end say at_least or at_most."
            raise InvalidValueError("low", "be given with high in a range", ends, hint)
        if self.form == "exact" and None not in ends and self.low != self.high:
            hint = "Of two ends say range."
            raise InvalidValueError("low", "be equal to high in an exact figure", ends, hint)

    def _check_best(self) -> None:
        best, exact = self.best, self.form == "exact"
        if best is None or self.form not in _BEST_INSIDE:
            return
        low = self.low if self.low is not None else 0
        high = self.high if self.high is not None else best
        if not low <= best <= high or (exact and best != low and self.low is not None):
            found = (self.low, best, self.high)
            raise InvalidValueError("best", "lie between low and high", found)

    def explain(self) -> str:
        """Say which words gave which part of the claim, and by which lexicon entry.

        Returns
        -------
        str
            One line per part; the entries are those of ``data/lexicons/<lang>.toml``.

        Examples
        --------
        >>> from casualtystats.text.parse import parse
        >>> print(parse("Over 40 civilians were killed.")[0].explain())
        'Over 40 civilians' at 0-17, read in en
        figure   '40' (digits)
        hedge    'Over' (hedges.more_than)
        victims  'civilians' (nouns.civilians)
        outcome  'killed' (verbs.kill)
        more_than 40 killed
        """
        lines = [f"{self.text!r} at {self.span[0]}-{self.span[1]}, read in {self.lang}"]
        lines += [f"{part:8} {words!r} ({entry})" for part, words, entry in self.evidence]
        if self.parent is not None:
            lines.append(f"part of  {self.parent.text!r}")
        if self.attribution is not None:
            lines.append(f"source   {self.attribution!r}")
        lines.append(self._said())
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Show the claim in a notebook, every part with the words that gave it."""
        rows = [("said", self._said())]
        rows += [(part, f"{words} — {entry}") for part, words, entry in self.evidence]
        if self.parent is not None:
            rows.append(("part of", self.parent.text))
        if self.attribution is not None:
            rows.append(("source", self.attribution))
        return card(self.text, rows)

    def __repr__(self) -> str:
        return f"Claim({self.text!r}: {self._said()})"

    def _said(self) -> str:
        if self.form == "vague":
            figure = f"units of {self.unit}" if self.unit is not None else "no figure"
        elif self.form == "range":
            figure = f"{self.low}–{self.high}"
        else:
            figure = str(self.low if self.low is not None else self.high)
        said = " ".join(part for part in (self.form, figure, self.outcome or "") if part)
        extra = f" [{', '.join(self.tags)}]" if self.tags else ""
        return f"{said}{extra}"


def _is_whole(number: Any) -> bool:
    return isinstance(number, numbers.Integral) and not isinstance(number, bool)


#: A claim while the grammar writes it: the same fields, not frozen yet, not checked. To make a
#: frozen one takes nine times as long, which every claim of every sentence would pay.
Draft: Any = type("Draft", (), {"__slots__": tuple(Claim.__dataclass_fields__)})
