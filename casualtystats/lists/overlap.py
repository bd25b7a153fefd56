"""What makes the overlap of lists too thin to lean on."""

from __future__ import annotations

from itertools import combinations

from casualtystats.lists.table import OverlapTable

__all__ = ["without_overlap"]


def without_overlap(overlap: OverlapTable) -> tuple[str, ...]:
    """Return a warning for the pairs of lists that share nobody, if there are any.

    Parameters
    ----------
    overlap : OverlapTable
        The lists.

    Returns
    -------
    tuple of str
        One sentence, or none.
    """
    sizes = list(overlap.on_list().values())
    pairs = [
        f"{overlap.lists[a]} and {overlap.lists[b]}"
        for a, b in combinations(range(overlap.n_lists), 2)
        if sizes[a] and sizes[b] and overlap.overlap(a, b) == 0
    ]
    empty = [name for name, size in overlap.on_list().items() if size == 0]
    notes = [f"nobody is on both {'; '.join(pairs)}"] if pairs else []
    if empty:
        notes.append(f"nobody is on {', '.join(empty)}")
    return tuple(notes)
