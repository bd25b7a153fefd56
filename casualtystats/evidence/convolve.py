"""The sum of independent tolls: convolution, exact but for tails that are cut and counted.

Equal distributions are raised to powers first. Write each count in binary and go through the
bits from the highest: square what there is, then add every distribution whose count has that
bit. A sum of ten thousand tolls of three hundred kinds takes about a thousand convolutions.
What is added is paired with what has about its own size, so that large transforms are few.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from casualtystats.toll.lattice import CELLS, Lattice, fitted, fitting_step, rebin

__all__ = ["TAIL", "convolve"]

FloatArray = NDArray[np.float64]

TAIL = 1e-12  # the probability that each convolution may cut at either end
_WORK = 4 * CELLS  # the most cells of a transform; only the final result is brought to CELLS
_DIRECT = 2**15  # products of sizes up to which summing term by term is faster, and leaves zeros 0
_EXACT = 2**13  # a transform longer than this is as long as its data, and not a batch's size
_BATCH = 2**17  # cells transformed at once: few enough to stay in the cache


def convolve(parts: Iterable[tuple[Lattice, int]], *, tail: float = TAIL) -> Lattice:
    """Return the distribution of the sum of independent tolls.

    Parameters
    ----------
    parts : iterable of (Lattice, int)
        Distinct distributions, and how many tolls have each.
    tail : float
        The probability that each convolution may cut at either end.

    Returns
    -------
    Lattice
        Of at most 65,536 cells. `trimmed` adds up what the parts had left out and what was
        cut on the way.
    """
    shift, certain, uncertain = 0, 0.0, []
    for lattice, count in parts:
        shift += count * lattice.start
        moved = Lattice(0, lattice.step, lattice.probs, lattice.trimmed)
        if lattice.probs.size > 1:
            uncertain.append((moved, count))
        else:
            certain += count * lattice.trimmed
    total: Lattice | None = None
    for bit in reversed(range(max((n for _, n in uncertain), default=0).bit_length())):
        added = [lattice for lattice, count in uncertain if count >> bit & 1]
        if total is not None:
            added.append(_pairs([(total, total)], tail)[0])
        total = _merged(added, tail)
    if total is None:
        return Lattice(shift, 1, np.ones(1), min(1.0, certain))
    total = fitted(total)
    trimmed = min(1.0, certain + total.trimmed)
    return Lattice(shift + total.start, total.step, total.probs, trimmed)


def _merged(lattices: Sequence[Lattice], tail: float) -> Lattice:
    """Sum by pairs of about equal size, smallest first."""
    classes: dict[int, list[Lattice]] = {}
    for lattice in lattices:
        classes.setdefault(lattice.probs.size.bit_length(), []).append(lattice)
    while True:
        smallest = min(classes)
        here = classes.pop(smallest)
        if len(here) == 1:
            if not classes:
                return here[0]
            classes[min(classes)].append(here[0])
            continue
        here.sort(key=lambda lattice: lattice.probs.size)
        left = [here.pop()] if len(here) % 2 else []
        for lattice in left + _pairs(zip(here[::2], here[1::2], strict=True), tail):
            classes.setdefault(lattice.probs.size.bit_length(), []).append(lattice)


def _aligned(a: Lattice, b: Lattice) -> tuple[Lattice, Lattice]:
    """Give two lattices one step, as fine as the work allows."""
    if a.step == b.step and a.probs.size + b.probs.size <= _WORK:
        return a, b
    step = math.gcd(a.step, b.step)
    step = fitting_step(a.end - a.start + b.end - b.start + 2 * max(a.step, b.step), step, _WORK)
    return rebin(a, step), rebin(b, step)


def _pairs(pairs: Iterable[tuple[Lattice, Lattice]], tail: float) -> list[Lattice]:
    """Convolve each pair: small ones term by term, large ones in batches of transforms."""
    found: list[Lattice] = []
    by_size: dict[int, list[tuple[Lattice, Lattice]]] = {}
    for pair in pairs:
        a, b = _aligned(*pair)
        if a.probs.size * b.probs.size <= _DIRECT:
            p = np.convolve(a.probs, b.probs)
            found.append(_trimmed(a, b, p, p.cumsum(), tail))
        else:
            by_size.setdefault(_transform_size(a.probs.size + b.probs.size - 1), []).append((a, b))
    for size, group in by_size.items():
        rows = max(1, _BATCH // size)
        for first in range(0, len(group), rows):
            found.extend(_transformed(group[first : first + rows], size, tail))
    return found


def _transform_size(n: int) -> int:
    """Return a fast size: of small ones few, so that batches are large, of large ones the next."""
    from scipy import fft

    if n > _EXACT:
        return fft.next_fast_len(n, real=True)
    power = 1 << (n - 1).bit_length()
    return power * 3 // 4 if power * 3 // 4 >= n else power


def _transformed(
    group: Sequence[tuple[Lattice, Lattice]], size: int, tail: float
) -> Iterator[Lattice]:
    from scipy import fft

    first = fft.rfft(_stacked([a for a, _ in group], size), axis=1, overwrite_x=True)
    if any(a is not b for a, b in group):
        first *= fft.rfft(_stacked([b for _, b in group], size), axis=1, overwrite_x=True)
    else:
        first *= first
    product = fft.irfft(first, size, axis=1, overwrite_x=True)
    np.maximum(product, 0.0, out=product)
    sums = product.cumsum(axis=1)
    for (a, b), p, reached in zip(group, product, sums, strict=True):
        yield _trimmed(a, b, p, reached, tail)


def _stacked(lattices: Sequence[Lattice], size: int) -> FloatArray:
    rows = np.zeros((len(lattices), size))
    for row, lattice in zip(rows, lattices, strict=True):
        row[: lattice.probs.size] = lattice.probs
    return rows


def _trimmed(a: Lattice, b: Lattice, p: FloatArray, reached: FloatArray, tail: float) -> Lattice:
    """Cut the tails of a sum that has these running sums, and keep count of the loss."""
    whole = float(reached[-1])
    first, last = reached.searchsorted([tail, whole - tail]).tolist()
    kept = float(reached[last]) - (float(reached[first - 1]) if first else 0.0)
    lost = min(1.0, a.trimmed + b.trimmed + max(0.0, whole - kept))
    return Lattice(a.start + b.start + a.step * first, a.step, p[first : last + 1] / kept, lost)
