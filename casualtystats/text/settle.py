"""Words whose part in a sentence those around them decide, before any phrase is read.

"of" may mean "from", numbers in a row may be ages, and "any" behind a denial counts nobody.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from casualtystats.text.scan import Scan

__all__ = ["settle"]

#: "of" that means "from": pasó de 98 a 120; de 40 a 60 civiles.
_FROM: Final = re.compile(r"(?:^|(?<=[,;(ruM]))o(?=[01][019]{0,2}t[<a]{0,2}[01])")
#: "hommes de 20, 21 et 25 ans": the noun is that of the whole row.
_ROW: Final = re.compile(r"(?<=o)[01](?:(?:,|,?[&|])[01]){1,6}(?=K)")
#: "aged two, four and seven"
_LABELLED: Final = re.compile(r"[01](?:(?:,|,?&)[01]){1,6}(?![>019jxXVKDWYNeA]|-[01])")
#: 75,000 | total deaths
_IN_TOTAL: Final = re.compile(r"[01]9?>?(G)")
#: from one | school to another
_FROM_ONE: Final = re.compile(r"(?<=[f~])1([xXK]{1,2}t)[2<]")
#: were | shot; three men | shot; gunmen | shot three; but: a shot, a warning shot
_VERB_BEFORE: Final = frozenset("bBhngaVXm&,(|;")
_OBJECT_BEHIND: Final = frozenset("01<2m~")
#: two Border | Force | officers
_NAMED: Final = re.compile(r"(?<=[xXKVj])F(?=[VDK])")
#: 3m | people, 3m were displaced, 2m to 3m; but: 30m | deep
_SUFFIXED: Final = re.compile(r"09")
_COUNTS: Final = re.compile(r"[eg]?[jxX]{0,2}[XVDYWN]|[oESPIbBh>-]|[t&|][<a]?[01]")
#: displaced | 3m in the north, the toll rose to | 3m; but: fell | 30m
_TOLL_BEFORE: Final = re.compile(r"(?:[TEPFJkN]|G[hbad]{0,3}M?[pt]?|Mt)[<a]{0,2}$")
_ALONGSIDE: Final = frozenset("ptfwasrcx<")
#: did not kill | any civilians; were not | any injuries
_NOT_ANY: Final = re.compile(r"n[abh]{0,4}[TFwkJ]?a?(d)(?=[jxX]{0,2}[VDY])")


def settle(scan: Scan) -> None:
    """Give the words of a sentence that may be several things the letter of what they are here.

    Parameters
    ----------
    scan : Scan
        A sentence; its letters are changed in place.
    """
    if "o" in scan.letters and "t" in scan.letters:
        scan.letters = _FROM.sub("f", scan.letters)
    if "n" in scan.letters:
        _none_at_all(scan)
    if "G" in scan.letters:
        _deaths_in_total(scan)
    if "f1" in scan.letters or "~1" in scan.letters:
        scan.letters = _FROM_ONE.sub(r"j\1d", scan.letters)
    if "E" in scan.letters:
        _nouns_too(scan)
    if "F" in scan.letters:
        scan.letters = _NAMED.sub(lambda m: _as_name(scan, m), scan.letters)
    if "09" in scan.letters:
        _lengths(scan)
    if "&0" in scan.letters or "&1" in scan.letters:
        _past_rows(scan)


def _past_rows(scan: Scan) -> None:
    """Take rows of ages for words that count nobody."""
    letters = scan.letters
    labelled = [
        row
        for row in _LABELLED.finditer(letters)
        if row.start() and scan.words[row.start() - 1] in scan.lexicon.labels
    ]
    for row in [*_ROW.finditer(letters), *labelled]:
        letters = letters[: row.start()] + "j" * len(row[0]) + letters[row.end() :]
    scan.letters = letters


def _nouns_too(scan: Scan) -> None:
    """Take a verb that is a noun too for one behind an article or an adjective: "a shot"."""
    at = -1
    while (at := scan.letters.find("E", at + 1)) >= 0:
        if not scan.has_trait(at, "noun_too"):
            continue
        before, behind = scan.letters[at - 1 : at], scan.letters[at + 1 : at + 2]
        counted = before in ("0", "1") and not _is_one(scan, at - 1)
        if not (not before or before in _VERB_BEFORE or behind in _OBJECT_BEHIND or counted):
            scan.letters = scan.letters[:at] + "K" + scan.letters[at + 1 :]


def _is_one(scan: Scan, at: int) -> bool:
    """Whether a numeral counts one only, in digits or in words."""
    sense = scan.senses[at]
    return scan.words[at] == "1" or (sense is not None and sense.value == 1)


def _as_name(scan: Scan, match: re.Match[str]) -> str:
    """Take a verb with a capital between nouns for a part of a name."""
    return "X" if scan.text[scan.starts[match.start()]].isupper() else match[0]


def _lengths(scan: Scan) -> None:
    """Take a suffix for a unit where it is one of length: "fell 30m to his death"."""
    for match in _SUFFIXED.finditer(scan.letters):
        at, letters = match.end() - 1, scan.letters
        decimal = scan.lexicon.decimal in scan.words[at - 1]
        if decimal or not scan.has_trait(at, "also_length"):
            continue
        toll = _TOLL_BEFORE.search(letters, max(0, at - 8), at - 1) is not None
        fell = letters[at - 2 : at - 1] == "M"
        alongside = scan.starts[at] > scan.ends[at - 1] or letters[at + 1 : at + 2] in _ALONGSIDE
        if not toll and (fell or (alongside and _COUNTS.match(letters, at + 1) is None)):
            scan.letters = letters[:at] + "K" + letters[at + 1 :]


def _deaths_in_total(scan: Scan) -> None:
    """Take a toll behind a number for what is counted: "more than 75,000 total deaths"."""
    for match in _IN_TOTAL.finditer(scan.letters):
        at = match.start(1)
        sense = scan.senses[at]
        if sense is not None and sense.tag == "total" and sense.outcome is not None:
            scan.letters = scan.letters[:at] + "D" + scan.letters[at + 1 :]
            scan.senses[at] = replace(sense, letter="D")


def _none_at_all(scan: Scan) -> None:
    """Take "any" for a zero behind a verb that is denied: "did not kill any civilians"."""
    for match in _NOT_ANY.finditer(scan.letters):
        at = match.start(1)
        if scan.has_trait(at, "if_negated"):
            scan.letters = scan.letters[:at] + "3" + scan.letters[at + 1 :]
