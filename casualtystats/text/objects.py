"""Where people stand behind their verb: its object, a list of objects, or past time and place."""

from __future__ import annotations

import re
from typing import Final

from casualtystats.text.quantities import Skeleton

__all__ = [
    "HURT",
    "MARKED_OBJECT",
    "OBJECT",
    "OBJECT_AHEAD",
    "OBJECT_LIST",
    "OWN_VERB",
    "PEOPLE_BEHIND",
    "TAKEN",
    "behind_circumstances",
]

OBJECT: Final = re.compile(r"(?:[&|][aeg]{0,2}[TE]){0,2}[agde(]{0,3}(?=Q)")
HURT: Final = re.compile(r"[agde(]{0,3}(?=O)")  # there died three wounded
TAKEN: Final = re.compile(r"[agde(]{0,3}(?=[QO])")
#: An active verb may mark its people: "mató el lunes a tres", "coûte la vie à trois".
MARKED_OBJECT: Final = re.compile(r"(?:[&|][aeg]{0,2}[TE]){0,2}[agde(]{0,3}t[agde]{0,2}(?=Q)")
OBJECT_LIST: Final = re.compile(
    r"(?:[&|][TE])?t?[dxXVKjmoae]{1,8}(?:,[dxXVKjmoae]{1,8}){0,3}(?:,?&|,)t?[aed]{0,2}(?=Q)"
)
OBJECT_AHEAD: Final = re.compile(
    r"(?:[&|][aeg]{0,2}E)?t?[ade]{0,2}(?:[QOmX]|d(?:[xXjVag]|KV)|[KV](?=[,&]))"
)
#: Where the people may follow their verb, circumstances may come first: "погибли в Киеве трое".
_CIRCUMSTANCES: Final = re.compile(
    r"(?:p[dxXKj]{1,4}|a[xXKj]{0,4}){1,2}(?:[dxXVKjmoae]{1,8}&)?[aed]{0,3}(?=Q)"
)
#: Where the verb comes first: behind its agent, its day and its place.
PEOPLE_BEHIND: Final = re.compile(
    r"(?:,[adexXKpo]{1,9},)?[adxXVKj]{0,7}(?:[pwf][dxXVKja]{1,6}){0,3}(?:\(K\))?(?:,?[&w])?[agde(]{0,3}(?=Q)"
)
OWN_VERB: Final = re.compile(r"(?:,(?:i[^,;]{1,12}|Qi),)?[aegn]{0,3}[bBhEISPTMvJ]")


def behind_circumstances(skeleton: Skeleton, at: int) -> re.Match[str] | None:
    """Find people behind time and place: "погибли за сутки 12 человек"."""
    if skeleton.scan.lexicon.subject != "either":
        return None
    match = _CIRCUMSTANCES.match(skeleton.letters, at + 1)
    return match if match and not OWN_VERB.match(skeleton.letters, match.end() + 1) else None
