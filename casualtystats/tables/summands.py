"""Summands: which rows of a table count again what other rows count, as claims of a text do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pandas as pd

from casualtystats.display.wording import count
from casualtystats.evidence.additive import REASONS, no_summands, shared_tags
from casualtystats.tables.schema import CLAIMS
from casualtystats.toll.toll import Toll

__all__ = ["Texts", "set_aside"]


class Texts:
    """Which rows are claims of one text, and which claim of it each is a part of.

    A table of claims as `parse_frame` returns it says so by its label, by the columns kept and
    by the number of the claim. In any other table every row is a text of its own.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    claims : bool
        Whether the rows are claims.
    """

    def __init__(self, frame: pd.DataFrame, *, claims: bool) -> None:
        self._frame = frame
        self._known = claims and "claim" in frame.columns
        self._read: tuple[list[int], list[int | None], list[int | None]] | None = None

    def of(self, rows: Sequence[int]) -> list[Any]:
        """Return for each row the text it is of, and whether it is killed or injured there."""
        if not self._known:
            return list(rows)
        said = self._frame.get("outcome")
        texts = self._columns()[0]
        return [(texts[row], None if said is None else str(said.iloc[row])) for row in rows]

    def words(self, row: int | None, toll: Toll) -> str:
        """Return the words of a row's figure, or what the toll is called."""
        if self._known and row is not None and "text" in self._frame.columns:
            words = self._frame["text"].iloc[row]
            if isinstance(words, str) and words:
                return words
        return toll.label or repr(toll)

    def parts(self, rows: Sequence[int]) -> list[int]:
        """Return which positions of `rows` hold a part of the claim of another of them."""
        if not self._known or "parent" not in self._frame.columns:
            return []
        texts, numbers, parents = self._columns()
        here = {(texts[row], numbers[row]) for row in rows}
        return [
            i
            for i, row in enumerate(rows)
            if parents[row] is not None and (texts[row], parents[row]) in here
        ]

    def _columns(self) -> tuple[list[int], list[int | None], list[int | None]]:
        if self._read is None:
            numbers, parents = (_whole(self._frame, name) for name in ("claim", "parent"))
            self._read = _texts(self._frame, numbers), numbers, parents
        return self._read


def set_aside(
    units: Sequence[tuple[int | None, Toll]], texts: Texts, ignore: str | Collection[str]
) -> tuple[list[Toll], list[str]]:
    """Part what may be summed from what counts again what the rest counts.

    Parameters
    ----------
    units : sequence of (int or None, Toll)
        What would be summed, each with its row, or None if it is of several.
    texts : Texts
        Which rows are of one text.
    ignore : str or collection of str
        Fields of the scope that may differ, as for `casualtystats.total`.

    Returns
    -------
    (list of Toll, list of str)
        What may be summed, and a sentence for each kind of figure that was set aside.
    """
    tags = [shared_tags(toll.claims) for _, toll in units]
    if not any(tags):
        return [toll for _, toll in units], []
    rows = [row for row, _ in units]
    single = [(i, row) for i, row in enumerate(rows) if row is not None]
    inside = [row for _, row in single]
    text: list[Any] = [("unit", i) for i in range(len(units))]
    for (i, _), known in zip(single, texts.of(inside), strict=True):
        text[i] = known
    found = no_summands(
        tags,
        parts=[single[k][0] for k in texts.parts(inside)],
        texts=text,
        waived=(ignore,) if isinstance(ignore, str) else tuple(ignore),
    )
    told = []
    for tag, reason in REASONS.items():
        marked = [units[i] for i, why in found.items() if why == tag]
        if marked:
            first = texts.words(*marked[0])
            told.append(f"{count(len(marked))} {tag} set aside, the first {first!r}: {reason}")
    return [toll for i, (_, toll) in enumerate(units) if i not in found], told


def _texts(frame: pd.DataFrame, numbers: Sequence[int | None]) -> list[int]:
    """Return a number for each row's text: the same for the claims of one text."""
    kept = [name for name in frame.columns if name not in CLAIMS.columns]
    cells: list[Iterable[Any]] = [frame[name].astype(object).map(repr) for name in kept]
    if not frame.index.is_unique:  # labels that never repeat may be numbers of rows
        cells.append(frame.index.map(repr))
    keys: list[Any] = list(zip(*cells, strict=True)) if cells else [()] * len(frame)
    seen: dict[Any, list[int | None]] = {}
    for key, number in zip(keys, numbers, strict=True):
        seen.setdefault(key, []).append(number)
    # Where claim numbers repeat there are several texts, and a number that falls begins one.
    several = {key for key, some in seen.items() if len(set(some)) < len(some)}
    before: dict[Any, int] = {}
    run: dict[Any, int] = {}
    known: dict[Any, int] = {}
    texts = []
    for key, number in zip(keys, numbers, strict=True):
        if key in several and number is not None:
            if number <= before.get(key, -1):
                run[key] = run.get(key, 0) + 1
            before[key] = number
        texts.append(known.setdefault((key, run.get(key, 0)), len(known)))
    return texts


def _whole(frame: pd.DataFrame, name: str) -> list[int | None]:
    if name not in frame.columns:
        return [None] * len(frame)
    cells = pd.to_numeric(frame[name], errors="coerce")
    return [None if pd.isna(cell) else int(cell) for cell in cells]
