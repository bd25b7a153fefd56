"""What numerals are worth: digits and number words of any language, with their scales."""

from __future__ import annotations

import math
import re
from typing import Final

from casualtystats.text.digits import decimal_value, digits_value, grouped_value
from casualtystats.text.scan import Scan

__all__ = ["Numeral", "is_scale_too", "read_numeral"]

_GOES_ON: Final = frozenset("15789&")
_KINDS: Final = {"3": "zero", "4": "count", "6": "ordinal"}
_SCALES: Final = frozenset("789")
_HUNDRED: Final = 100
#: one thousand, | two hundred and five; but: one thousand, five hundred of them children
_AND_HUNDREDS: Final = re.compile(r",1{1,3}9[19]{0,6}(?:&1{1,2})?(?![oiH19])")


class Numeral:
    """A numeral of a sentence.

    Parameters
    ----------
    end : int
        Index of the word after it.
    value : int or None
        How many; None for vague words.
    kind : str
        ``count``, ``vague``, ``article``, ``zero`` or ``ordinal``.
    unit : int or None
        What vague words count in.
    plain : bool
        Written in digits without separators, as years, ages and labels are.
    scaled : int
        The scale word that it ends in, as "3-5 million" does; 0 or 1 if it ends in none.
    rough : bool
        Its words mean about so many: "a couple of hundred".
    """

    __slots__ = ("end", "kind", "plain", "rough", "scaled", "unit", "value")

    def __init__(
        self,
        end: int,
        value: int | None,
        kind: str = "count",
        unit: int | None = None,
        *,
        plain: bool = False,
        scaled: int = 1,
        rough: bool = False,
    ) -> None:
        self.end = end
        self.value = value
        self.kind = kind
        self.unit = unit
        self.plain = plain
        self.scaled = scaled
        self.rough = rough


def read_numeral(  # noqa: PLR0911  # one return per kind of numeral
    scan: Scan, i: int, *, joins: bool = True
) -> Numeral | None:
    """Read the numeral that begins at a word.

    Parameters
    ----------
    scan : Scan
        A sentence.
    i : int
        Index of a word whose letter is a numeral's.
    joins : bool
        Whether "and" may stand inside it: one hundred and one thousand.

    Returns
    -------
    Numeral or None
        None if the words there are no whole number of people.
    """
    letter = scan.letters[i]
    if letter in "01" and scan.letters[i + 1 : i + 2] not in _GOES_ON:
        return _one_word(scan, i)
    if letter == "2":
        return _after_article(scan, i, joins=joins)
    if letter == "7":
        return _vague(scan, i)
    if letter in _KINDS:
        return Numeral(i + 1, int(_value(scan, i)), _KINDS[letter])
    if letter == "5":
        return _fraction(scan, i)
    if letter == "8" and (pair := _multiplied(scan, i)) is not None:
        return pair
    return _cardinal(scan, i, joins=joins)


def is_scale_too(scan: Scan, i: int) -> bool:
    """Tell whether a vague word is also the form of a scale that a number takes.

    Parameters
    ----------
    scan : Scan
        A sentence.
    i : int
        Index of a word.

    Returns
    -------
    bool
        True for the "docenas" of "dos docenas".
    """
    return scan.has_trait(i, "multiplied")


def _value(scan: Scan, i: int) -> float:
    sense = scan.senses[i]
    return 0 if sense is None or sense.value is None else sense.value


def _letter(scan: Scan, i: int) -> str:
    return scan.letters[i] if i < len(scan.letters) else ""


def _after_article(scan: Scan, i: int, *, joins: bool) -> Numeral | None:
    """Read "a dozen", "a hundred", "a few"; or the article that counts one person."""
    following = _letter(scan, i + 1)
    if following == "5":
        return _fraction(scan, i + 1)
    if following == "8" and (pair := _multiplied(scan, i + 1)) is not None:
        return pair
    if following and following in "89":
        numeral = _cardinal(scan, i + 1, joins=joins)
        if numeral is not None:
            return numeral
    return Numeral(i + 1, 1, "article")


def _multiplied(scan: Scan, i: int) -> Numeral | None:
    """Read "a couple of hundred", "a couple dozen"."""
    j = i + 2 if _letter(scan, i + 1) == "o" else i + 1
    if _letter(scan, j) not in ("8", "9"):
        return None
    scale = _value(scan, j)
    return Numeral(j + 1, int(_value(scan, i) * scale), scaled=int(scale), rough=True)


def _vague(scan: Scan, i: int) -> Numeral:
    """Read "several", "several thousand", "tens of thousands", "a few dozen"."""
    unit = _value(scan, i)
    j = i + 1
    for _ in range(3):
        k = j + 1 if _letter(scan, j) == "o" else j
        following = _letter(scan, k)
        if following in ("8", "9") or (following == "7" and _value(scan, k) > 1):
            unit *= _value(scan, k)
            j = k + 1
        else:
            break
    if _letter(scan, j) in ("&", "p") and scan.words[j + 1 : j + 2] == scan.words[i:j]:
        j += 2  # hundreds and hundreds
    return Numeral(j, None, "vague", int(unit) or None)  # no unit: said to be unknown


def _fraction(scan: Scan, i: int) -> Numeral | None:
    """Read "half a million", "half a dozen", "a quarter of a million"."""
    j = i + 1
    if _letter(scan, j) == "o":
        j += 1
    if _letter(scan, j) == "2":
        j += 1
    if not (following := _letter(scan, j)) or following not in "89":
        return None
    return Numeral(j + 1, int(_value(scan, i) * _value(scan, j)))


class _Amount:
    """A cardinal while it is read word by word."""

    __slots__ = (
        *("scan", "joins", "total", "current", "last_scale"),
        *("begun", "plain", "digits", "hundreds", "readable"),
    )

    def __init__(self, scan: Scan, *, joins: bool) -> None:
        self.scan = scan
        self.joins = joins
        self.total = 0.0
        self.current = 0.0
        self.last_scale = math.inf
        self.begun = False
        self.plain = False
        self.digits = False
        self.hundreds = False
        self.readable = True

    def take(self, j: int) -> int:
        """Take the words at j into the amount; return how many were taken."""
        letter = self.scan.letters[j]
        if letter == "0":
            taken = self._digits(j)
        elif letter == "1":
            taken = self._addend(j)
        elif letter in "89":
            taken = self._scale(j, letter)
        elif letter == "7" and self.begun and is_scale_too(self.scan, j):
            taken = self._scale(j, "9")
        elif letter == "&":
            return self._and(j)
        elif letter == "5" and self.begun:
            return self._half(j)  # два с половиной миллиона
        elif letter == ",":
            return self._comma(j)
        elif letter == "2" and self.begun and self.scan.has_trait(j, "also_one"):
            taken = self._addend(j) if self.current % 100 == 0 else 0  # cent un
        else:
            return 0
        self.begun = self.begun or taken > 0
        return taken

    def _digits(self, j: int) -> int:
        if self.begun:
            return 0
        value = _written(self.scan, j)
        if value is None and _letter(self.scan, j + 1) in _SCALES:
            value = decimal_value(self.scan.words[j])
        if value is None:
            self.readable = False
            return 0
        self.current, self.plain = value
        self.digits = True
        return 1

    def _addend(self, j: int) -> int:
        if self.digits and self.current and not self.hundreds:
            return 0  # in March 1770 | five settlers
        value = _value(self.scan, j)
        fits = not self.begun or self.current == 0 or _fits(self.current, value)
        if not fits and self.scan.letters[j - 1] != "&":
            return 0
        self.current += value
        self.plain = False
        return 1

    def _scale(self, j: int, letter: str) -> int:
        scale = _value(self.scan, j)
        if letter == "9" and scale == 100 and self.current < 100:
            self.current = round((self.current or 1) * scale, 3)
            self.hundreds = True
        elif scale < self.last_scale and (self.current or not self.begun):
            self.total += round((self.current or 1) * scale, 3)
            self.current, self.last_scale = 0.0, scale
        else:
            return 0
        self.plain = False
        return 1

    def _and(self, j: int) -> int:
        """Take "and" inside a numeral: two hundred and five, one and a half million."""
        letters = self.scan.letters
        if not self.begun or j + 1 >= len(letters):
            return 0
        if letters[j + 1] == "1":
            if self.digits or not self.joins or self._begins_anew(j + 2):
                return 0
            return 1 if self._joins(_value(self.scan, j + 1)) else 0
        article = letters[j + 1] == "2"
        half = self._half(j + 1 + article, article=article)
        return half + 1 + article if half else 0

    def _comma(self, j: int) -> int:
        """Take a comma behind thousands in words: one thousand, two hundred and five."""
        if self.digits or self.current or not 1000 <= self.last_scale < math.inf:
            return 0
        return 0 if _AND_HUNDREDS.match(self.scan.letters, j) is None else 1

    def _half(self, j: int, *, article: bool = False) -> int:
        """Take "half" of what was read: one and a half million, deux millions et demi."""
        if _letter(self.scan, j) != "5":
            return 0
        half, behind = _value(self.scan, j), _letter(self.scan, j + 1)
        scale = _value(self.scan, j + 1) if behind in ("8", "9") else 0
        scaled = scale > 0 or (behind == "7" and is_scale_too(self.scan, j + 1))
        if scaled and 0 < self.current < 100:
            self.current += half
            return 1
        if self.current or not self.total:
            return 0
        if not article and self.scan.has_trait(j, "with_article"):
            return 0  # a thousand, and half the town
        unit = int(self.last_scale)
        if unit >= _HUNDRED:
            unit = 10 ** (len(str(unit)) - 1)  # مليونان is one word of two millions
        self.total += half * unit
        return 1 + (scale == unit)  # مليونان ونصف المليون

    def _begins_anew(self, j: int) -> bool:
        """Whether a scale makes a second number of what follows "and": one hundred and two hundred.

        "One hundred and two thousand" is one number: the scale is of all before it.
        """
        if _letter(self.scan, j) not in ("8", "9"):
            return False
        scale = _value(self.scan, j)
        return scale >= self.last_scale or scale <= self.current

    def _joins(self, value: float) -> bool:
        """Whether the language writes "and" between what was read and a number word."""
        joined, current = self.scan.lexicon.and_joins, self.current
        if current >= 100 and current % 100 == 0:
            return "hundreds" in joined and value < 100
        if current == 0 and self.last_scale >= 100:
            return "hundreds" in joined and value < (1000 if "tens" in joined else 100)
        if current >= 20 and current % 10 == 0:
            return "tens" in joined and value < 10
        return "units" in joined and 0 < current % 100 < 10 and 20 <= value < 100


def _written(scan: Scan, i: int) -> tuple[float, bool] | None:
    """Read digits; without a scale behind them 25.000 people are no 25, as nobody is a part."""
    word = scan.words[i]
    if scan.lexicon.decimal in word and _letter(scan, i + 1) not in _SCALES:
        grouped = grouped_value(word)
        return None if grouped is None else (grouped, False)
    return digits_value(word, scan.lexicon)


def _one_word(scan: Scan, i: int) -> Numeral | None:
    """Read a numeral of one word, as most are."""
    if scan.letters[i] == "1":
        return Numeral(i + 1, int(_value(scan, i)))
    read = _written(scan, i)
    if read is None or read[0] != int(read[0]):
        return None
    return Numeral(i + 1, int(read[0]), plain=read[1], scaled=0)


def _cardinal(scan: Scan, i: int, *, joins: bool) -> Numeral | None:
    """Read digits or number words with their scales: "1.5 million", "fifteen hundred"."""
    amount = _Amount(scan, joins=joins)
    j = i
    while j < len(scan.letters):
        taken = amount.take(j)
        if not taken:
            break
        j += taken
    value = amount.total + amount.current
    if not amount.readable or not amount.begun or value != int(value):
        return None
    scaled = int(amount.last_scale) if amount.total and not amount.current else 0
    if not scaled and amount.hundreds and value % _HUNDRED == 0:
        scaled = _HUNDRED
    return Numeral(j, int(value), plain=amount.plain, scaled=scaled)


def _fits(current: float, value: float) -> bool:
    """Whether a number word can follow: twenty-one, hundred (and) five."""
    if current % 100 == 0:
        return value < 100
    return current % 10 == 0 and current % 100 >= 20 and value < 10
