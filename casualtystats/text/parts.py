"""Parts and wholes: "including 11 children and six women", "of 40 killed, 25 were civilians"."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.coordination import ROW_OF_PARTS
from casualtystats.text.quantities import Quantity, Skeleton

__all__ = ["is_left_out", "mark_parts"]

_AMONG: Final = re.compile(r"(?:o[dxXVKj]{1,3})?(?:&[dxXVj]{1,3}|,i[^,;]{1,9},)?[bB]a?i")
_SOME: Final = re.compile(r"[xXVj]{0,2}[bBhgaEPS]{0,4},Q[aV]")
_IN_SOME_WAY: Final = ("a", "V")
_BEFORE_AMONG: Final = ("b", "B", "&")
_AMONG_COUNTED: Final = re.compile(r"(?:&[dxXVj]{1,3})?[bB]a?(p)[da]{0,2}(?=[QO])")
#: Among the 121 dead | were 112 women
_AMONG_WHOLE: Final = re.compile(r"(p)[da]{0,2}Q[ESxXVjdK]{0,4}(?:p[dxXVKj]{1,4})?[bB]a?$")
_SAY_SO: Final = re.compile(r"(?:[pofw][dxXVKj]{1,6}){0,2}u")
_OF_WHOLE: Final = re.compile(r"od?Q(?:[^;,Q]{0,14},|S)")
_WORDS: Final = tuple("xXVjdo")
_HARMED: Final = ("E", "P", "S", "I")
_OWN_VERB: Final = ("b", "B", "h", "E", "I", "S", "P", "u", "v")
_ANOTHER_HARM: Final = re.compile(r"[bBhga]{0,3}[EPSI](?:[pwf][dxXVKj]{1,4})?(?:,?&|,)[aed]{0,3}")
_SAID_OF_ONE: Final = frozenset("QiHga")
#: one of them | a pregnant woman; one | a soldier
_IS_ONE: Final = re.compile(r"Q[iH]?[ga]{0,2}$")
#: Without any of these no phrase of a sentence counts part of another. The letters that they
#: begin with begin the pattern, so that `re` looks for one set of letters.
_SHOWS_PARTS: Final = re.compile(
    r"[o,(bBpw](?:(?<=o)d?[QO]|(?<=[,(])Q(?:[aV]|p[dxXVKj]{1,4}a)|(?<=[bB])a?p"
    r"|(?<=p)[da]{0,2}Q[^,;Q]{0,9}[bB]a?Q|(?<=w)QbV)"
)
_BRACKET: Final = re.compile(r"\(Q(?:[,&]{1,2}Q){0,9}\)")
_HARM_DONE: Final = ("T", "E", "k", "J")
_IN_ONE_PLACE: Final = re.compile(r"[,(]Qp[dxXVKj]{1,4}a")
_FAR: Final = 16
#: four children: a girl in Asra, | a boy in Tal
_LISTED: Final = re.compile(r"Q:Q[^;:]{0,12},$")


def mark_parts(skeleton: Skeleton) -> None:
    """Tag the phrases that count part of another: "including 11 children and six women".

    Parameters
    ----------
    skeleton : Skeleton
        A folded sentence; its quantities are changed in place.
    """
    _drop_appositions(skeleton)
    _bracket_parts(skeleton)
    letters = skeleton.letters.replace("H", "i")
    if "i" not in letters and _SHOWS_PARTS.search(letters) is None:
        return
    among = skeleton.scan.lexicon.among
    of_whole = "odQ" in letters or "odO" in letters
    whole: Quantity | None = None
    last: Quantity | None = None
    for quantity in skeleton.quantities:
        at = quantity.at
        before = letters[max(0, at - 3) : at].rstrip("adbBeg")
        led = before.endswith(("i", "ido")) and (
            quantity.noun is not None or letters[at - 1] not in "bB"
        )
        if led and is_left_out(letters, at):
            continue
        follows = letters[at + 1 : at + 2] == "i" and letters[at + 2 : at + 3] not in ("Q", "O")
        follows = follows and not _opens_part(skeleton, quantity)
        if follows and whole is None and letters[at - 1 : at] != "(":
            follows = False  # two of the wounded died: no whole in this sentence
            quantity.tag("subset")
        fronted = _is_fronted(skeleton, letters, at, among=whole is not None)
        chained = last is not None and _is_in_row(skeleton, letters, last, quantity)
        among_whole = (
            whole is not None
            and quantity.noun is None
            and letters[at + 1 : at + 2] in _IN_SOME_WAY
            and letters[at + 2 : at + 3] not in _HARMED
            and _SOME.fullmatch(letters, whole.at + 1, at + 2)
        )  # injured four, two seriously
        opens = letters[at + 1 : at + 2] in _BEFORE_AMONG
        ten = _AMONG_COUNTED.match(letters, at + 1) if opens else None
        if ten is not None and skeleton.words_at(ten.start(1)).lower() in among:
            _tag_row(skeleton, quantity, _standing_at(skeleton, ten.end()))
            last = quantity
            continue
        alone = whole is not None and _is_alone(skeleton, at)
        being = letters[at - 1 : at] == "w" and letters[at + 1 : at + 3] == "bV"  # with 3 being
        if (
            led
            or follows
            or chained
            or fronted
            or among_whole
            or alone
            or (being and whole is not None)
        ):
            quantity.tag("subset")
            quantity.parent = whole
        elif of_whole and letters.startswith(
            ("odQ", "odO"), at + 1
        ):  # eight of | the 15 people killed
            quantity.parent = _standing_at(skeleton, at + 3)
        elif _AMONG.match(letters, at + 1):  # two children were among the dead
            _tag_row(skeleton, quantity, None)
            whole = quantity if letters[at + 1] == "," else whole  # , including an infant,
        elif whole is not None and _OF_WHOLE.fullmatch(letters, 0, at):
            quantity.parent = whole  # of 40 people killed, 25 were civilians
        else:
            whole = quantity
        last = quantity


def _is_fronted(skeleton: Skeleton, letters: str, at: int, *, among: bool) -> bool:
    """Whether its whole stands before a part: "among the 121 dead were 112 women"."""
    ahead = None
    if among and letters[at - 1] in "bBa":
        ahead = _AMONG_WHOLE.search(letters, max(0, at - _FAR), at)
    if (
        ahead is not None
        and skeleton.words_at(ahead.start(1)).lower() in skeleton.scan.lexicon.among
    ):
        return True
    speaks = letters[at + 1 : at + 2] == "u"  # 12 of them, an official said
    return letters[max(0, at - 2) : at] == "i," and not speaks


def _bracket_parts(skeleton: Skeleton) -> None:
    """Tag parts that stand in a bracket behind their whole: "five people (three children)"."""
    if "(Q" not in skeleton.letters:
        return
    for whole in skeleton.quantities:
        match = _BRACKET.match(skeleton.letters, whole.at + 1)
        if match is None:
            continue
        parts = [q for q in skeleton.quantities if whole.at < q.at < match.end()]
        counted = sum(part.low or 0 for part in parts)
        if all(part.noun is not None for part in parts) and counted <= (whole.best or 0):
            for part in parts:
                part.tag("subset")
                part.parent = whole


def _is_alone(skeleton: Skeleton, at: int) -> bool:
    """Whether a phrase is said of one place among others: "45 died, 36 in Asra alone"."""
    match = _IN_ONE_PLACE.match(skeleton.letters, at - 1) if at else None
    return match is not None and skeleton.has_trait(match.end() - 1, "alone")


def _is_in_row(skeleton: Skeleton, letters: str, last: Quantity, quantity: Quantity) -> bool:
    """Whether a phrase goes on a row of parts: "including 11 children | and six women"."""
    at = quantity.at
    if _goes_on(skeleton, last, at):
        return True
    more = "added" in quantity.tags and quantity.noun is None
    if (
        "subset" not in last.tags
        or more
        or ROW_OF_PARTS.fullmatch(letters, last.at + 1, at) is None
    ):
        return False
    own = quantity.noun is None and letters[at + 1 : at + 2] in _OWN_VERB
    if letters[at - 1] == "&" and letters[at - 2] not in ("&", ","):
        return not own  # including four boys | and ten were injured
    if letters[at - 1] == "," and _SAY_SO.match(letters, at + 1):
        return False  # including three women, two officers said
    return letters[at + 1 : at + 2] not in _OWN_VERB


def _goes_on(skeleton: Skeleton, part: Quantity, at: int) -> bool:
    """Whether parts with their own harm go on: "of whom 340 were killed and 920 wounded"."""
    letters = skeleton.letters
    mixed = part.parent is not None and part.parent.outcome == "casualties"
    led = letters[part.at - 1 : part.at] == "H" or (mixed and letters[part.at - 1] == "i")
    if not led or letters[at + 1 : at + 2] not in _HARMED:
        return False  # 40 casualties, including 12 killed and 28 wounded
    return _ANOTHER_HARM.fullmatch(letters, part.at + 1, at) is not None


def is_left_out(letters: str, at: int) -> bool:
    """Tell whether a toll does not count a phrase: "14, not including the two attackers".

    Parameters
    ----------
    letters : str
        The skeleton of the sentence.
    at : int
        Where the phrase stands.

    Returns
    -------
    bool
        False for a part of the toll.
    """
    return letters[max(0, at - 4) : at].rstrip("ade").endswith("ni")


def _opens_part(skeleton: Skeleton, quantity: Quantity) -> bool:
    """Whether a part without a number follows: "12 people including women"."""
    at = quantity.at + 1
    sense = skeleton.sense(at)
    if (
        sense is None
        or sense.outcome is not None
        or skeleton.letters[at + 1 : at + 2] not in _WORDS
    ):
        return False  # 12 among the dead; 12 children among them
    verb_first = skeleton.scan.lexicon.subject == "after"
    return quantity.noun is not None or (verb_first and skeleton.letters[at] == "i")


def _standing_at(skeleton: Skeleton, at: int) -> Quantity | None:
    return next((quantity for quantity in skeleton.quantities if quantity.at == at), None)


def _tag_row(skeleton: Skeleton, part: Quantity, whole: Quantity | None) -> None:
    """Make "two men and a boy" parts: of the ten in "were among ten people killed", or of none."""
    for quantity in reversed(skeleton.quantities):
        if quantity.at > part.at:
            continue
        if quantity is not part and not ROW_OF_PARTS.fullmatch(
            skeleton.letters, quantity.at + 1, part.at
        ):
            break
        if quantity is not part and skeleton.letters[quantity.at - 1 : quantity.at] in _HARM_DONE:
            break  # killed 14 people | and several nurses are among 30 injured
        quantity.tag("subset")
        quantity.parent = whole
        part = quantity


def _drop_appositions(skeleton: Skeleton) -> None:
    """Leave out "a journalist" where it says who a named or counted person is."""
    for quantity in skeleton.quantities:
        if quantity.kind == "article":
            break
    else:
        return
    letters = skeleton.letters
    standing = {q.at: q for q in skeleton.quantities}
    kept = []
    for quantity in skeleton.quantities:
        at = quantity.at
        if quantity.kind == "article" and letters[at - 1 : at] in _SAID_OF_ONE and at > 0:
            one = _IS_ONE.search(letters, max(0, at - 4), at)
            if one is not None and standing[one.start()].single:
                letters = letters[:at] + "V" + letters[at + 1 :]
                continue
        if quantity.kind == "article" and letters[at - 1 : at] == "," and at > 1:
            before = letters[at - 2]
            named = before in "XV" or (before in "QO" and standing[at - 2].single)
            in_row = (
                before == "Q" and letters[at + 1 : at + 4] == ",&Q"
            )  # a mayor, | a clerk, and a
            in_row = in_row or _LISTED.search(letters, max(0, at - _FAR), at) is not None
            if named and not in_row and letters[at + 1 : at + 2] in (",", "p", "r", "f", "o"):
                letters = letters[:at] + "V" + letters[at + 1 :]
                continue
        kept.append(quantity)
    skeleton.quantities[:] = kept
    skeleton.letters = letters
