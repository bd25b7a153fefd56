"""Whose predicate is it: a walk to the left, over what may stand between, to a counted phrase."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.quantities import Quantity

__all__ = ["Subject", "find_subject"]

_FAR, _NEAR, _BRACKETS, _COMMAS = 26, 9, 24, 18
_MODIFIERS: Final = frozenset("xXjVKDWYNoptwfydmaegckJ:iHA$")
_LINKS: Final = frozenset("poyf")
#: What follows the subject of two verbs: was hit and died, de 12 ans a été touché et est mort.
_NOT_YET: Final = re.compile(r"(?:[op][dxXVKj]{1,4}){0,2}[bBhvxrM]")
_SECOND_VERB: Final = frozenset("bBhvEPSM")
_ONSET: Final = 4  # places in which a headline names those who were counted
_CLAUSE: Final = re.compile(r"[sr][^,;QO]{0,6}[xvbBh][ad]{0,2}[QO]$")
#: a nurse who | treated | 40 people
_IN_RELATIVE: Final = re.compile(r"(?:r|(?<=Q)s(?=xt))[hba]{0,2}([xvMTEFPkJ])t?[ade]{0,2}$")
_MAY_BE_NO_VERB: Final = ("x", "v", "M")
_BEFORE_OBJECT: Final = frozenset("xvMTEFPkJtade")
_LISTED: Final = re.compile(r"[jxXV]{0,4}V")


class Subject:
    """A walk from a predicate to its subject.

    Parameters
    ----------
    letters : str
        The skeleton of the sentence.
    standing : dict of int to Quantity
        The counted phrases by place.
    start : int
        Where the predicate begins, its auxiliaries included.
    bare : bool
        Whether the predicate has no finite verb ("12 killed"), so that its subject is close by.
    """

    __slots__ = ("bare", "joined", "letters", "part", "standing", "start", "wants_relative")

    def __init__(
        self, letters: str, standing: dict[int, Quantity], start: int, *, bare: bool
    ) -> None:
        self.letters = letters
        self.standing = standing
        self.start = start
        self.bare = bare
        self.joined = False
        self.wants_relative = False
        self.part: Quantity | None = None

    def find(self) -> Quantity | None:
        """Return the counted phrase, or None if the predicate speaks of something else."""
        letters, k = self.letters, self.start - 1
        if k < 0:
            return None
        if k > 0 and letters[k] == "r":
            return self._head_of_relative(k - 1)
        self.joined = not self.bare and letters[k] == "&"
        stop = max(-1, self.start - (_NEAR if self.bare else _FAR))
        while k > stop:
            if letters[k] in "QO":
                quantity = self.standing[k]
                inside = None if self.bare else _in_relative(letters, k)
                if inside is not None:
                    head = self._head_of_relative(inside.start() - 1)
                    if (
                        head is not None
                        or inside[1] not in _MAY_BE_NO_VERB
                        or letters[self.start] == "B"
                    ):
                        return head
                if not self._passes_by(k, quantity):
                    blocked = self.wants_relative or (
                        self.joined and _NOT_YET.match(letters, k + 1) is None
                    )
                    return None if blocked else quantity
                k -= 1
                continue
            if letters[k] == "u" and letters[k - 1 : k] == "m" and not self.bare:
                return self.standing.get(k - 2)  # 40 men it says were killed
            left = self._over(k)
            if letters[k] == ")":  # what stands in brackets keeps nobody away
                stop = max(-1, stop - k + left + 1)
            k = left
        return self.part

    def _passes_by(self, k: int, quantity: Quantity) -> bool:
        """Whether a phrase is part of something else: "in two cars", "including 11 children"."""
        adjacent = self.start - k == 1
        between = self.letters[k + 1 : self.start]
        if between in ("i", "H") or (adjacent and self.letters[k - 1 : k] == "H"):
            return False  # one of them fatally; of whom 12 died
        in_row = adjacent and self.letters[k - 1 : k] in ("&", ",")
        if in_row and "H" in self.letters[max(0, k - 12) : k]:
            return False  # of whom 12 died and three wounded
        if "subset" in quantity.tags:
            whole = quantity.parent
            if self.bare and adjacent and whole is not None and whole.outcome is not None:
                return False  # 40 casualties, including 12 killed
            if self.part is None and quantity.parent is None:
                self.part = quantity
            return True
        if self.bare and adjacent:
            # 32 of 40 aboard killed; but: was one of seven people killed
            return self.letters[max(0, k - 2) : k] == "Qo" and k < _ONSET
        before = self.letters[max(0, k - 2) : k]
        return (before != "" and before[-1] in _LINKS) or before in ("pd", "od", "yd")

    def _over(self, k: int) -> int:  # noqa: PLR0911  # one return per kind of word
        """Step over one word or group to the left; -1 where a new clause begins."""
        letter = self.letters[k]
        if letter == ")":
            return self.letters.rfind("(", max(0, k - _BRACKETS), k) - 1
        if letter == ",":
            return self._over_comma(k)
        if letter == "r":
            self.wants_relative = False
            return k - 1
        if letter in "EPvIShbBZFLJ" and not self.bare:
            return self._over_verb(k)
        if letter == "&":
            listed = _LISTED.fullmatch(self.letters, k + 1, self.start) is not None
            return -1 if self.bare and not listed else k - 1
        or_others = letter == "|" and self.letters[k + 1] in "VX"
        if or_others or (self.joined and letter in _SECOND_VERB):
            return k - 1  # 11 villagers | or policemen
        if letter == "T" and not self.bare and self.letters[max(0, k - 2) : k] == "od":
            return k - 1  # victims of the stabbing died
        if letter not in _MODIFIERS:
            return -1
        if self.bare and (letter == "m" or (letter == "d" and self._begins_anew(k))):
            return -1
        return k - 1

    def _begins_anew(self, k: int) -> bool:
        """Whether a determiner begins a phrase of its own: "two of beating | a man to death"."""
        return self.start - k == 1 or self.letters[k - 1 : k] in ("x", "v", "d")

    def _over_verb(self, k: int) -> int:
        """Step over the verb of a relative clause, whole or reduced, or of a first predicate."""
        letter, before = self.letters[k], self.letters[max(0, k - 10) : k]
        if letter in "EPSv" and before.rstrip("g")[-1:] in tuple("QVXxO"):
            return k - 1  # 12 people trapped in a mine were killed
        if letter == "I" and not self.joined and before[-1:] == "Q":
            return k - 1  # thirty people fleeing the fire were killed
        if letter in "EPS" and before.endswith(("od", "oj")):
            return k - 1  # 125 of our wounded fell into enemy hands
        if "r" in before.rsplit("Q", 1)[-1]:
            self.wants_relative = letter not in "EP"
            return k - 1  # 12 people who had been trapped
        return k - 1 if self.joined and letter in _SECOND_VERB else -1

    def _over_comma(self, k: int) -> int:  # noqa: PLR0911  # one return per kind of parenthesis
        """Step over a parenthesis between commas."""
        letters = self.letters
        if letters[k + 1 : k + 2] == "i":
            return k - 1  # nine people, including five officers are killed
        if self.bare and self.start - k > 1:
            return -1
        if letters[max(0, k - 3) : k] in (",nQ", ",qQ"):
            return k - 4  # 33 people, not 39, died; rather than 39
        if k + 1 >= self.start and letters[k - 1] in "QO" and letters[k - 2 : k - 1] not in _LINKS:
            if _CLAUSE.search(letters, max(0, k - 10), k):
                return -1  # where 12 people lived, died
            return k - 1  # dozens, possibly hundreds, were killed
        opening = letters.rfind(",", max(0, k - _COMMAS), k)
        if opening < 0 or ";" in letters[opening:k]:
            return -1
        return opening - 1

    def _head_of_relative(self, k: int) -> Quantity | None:
        """Find whom "who died" speaks of: the phrase right before it, or before its place."""
        letters, stop = self.letters, max(-1, k - 8)
        if letters[k] == ",":
            k -= 1
        if letters[k - 1 : k + 1] == "&V":
            k -= 2  # 68 men and boys who
        while k > stop and letters[k] in "XKdjaep":
            k -= 1
        return self.standing[k] if k > stop and letters[k] in "QO" else None


def _in_relative(letters: str, k: int) -> re.Match[str] | None:
    """Find the relative clause whose object a phrase is: "a nurse who treated 40 people"."""
    if letters[k - 1 : k] not in _BEFORE_OBJECT:
        return None
    return _IN_RELATIVE.search(letters, max(0, k - 8), k)


def find_subject(
    letters: str, standing: dict[int, Quantity], start: int, *, bare: bool
) -> Quantity | None:
    """Find the counted phrase that a predicate speaks of.

    Parameters
    ----------
    letters : str
        The skeleton of the sentence.
    standing : dict of int to Quantity
        The counted phrases by place.
    start : int
        Where the predicate begins, its auxiliaries included.
    bare : bool
        Whether the predicate has no finite verb.

    Returns
    -------
    Quantity or None
        None if it speaks of nobody counted.
    """
    if start > 1 and letters[start - 1] == "Q" and letters[start - 2] not in "poyfd":
        quantity = standing[start - 1]
        if "subset" not in quantity.tags and _in_relative(letters, start - 1) is None:
            return quantity
    return Subject(letters, standing, start, bare=bare).find()
