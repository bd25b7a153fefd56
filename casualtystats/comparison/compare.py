"""compare: an official figure against a monitor's, whatever form each comes in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from casualtystats.comparison.codebooks import under_codebooks
from casualtystats.comparison.comparison import Comparison
from casualtystats.comparison.joint import check_correlation
from casualtystats.comparison.side import Side, Within, agree
from casualtystats.toll.interval import check_level

__all__ = ["compare"]


def compare(
    official: Any,
    monitor: Any,
    *,
    level: float = 0.95,
    correlation: float = 0.0,
    within: Within = None,
    reading: Any = "documented",
    scheme: str | None = None,
    schemes: str | Iterable[str] | None = None,
    ignore: str | Collection[str] = (),
) -> Comparison:
    """Set an official figure against a monitor's.

    Each side may be a whole number, words, a `Claim`, a `Report`, a ``(low, high)`` pair, a
    `Toll`, an estimate from lists, an `OfficialSeries` (its last cumulative figure), or a
    collection of these (a list or a Series, one entry per incident), which is summed first.

    Parameters
    ----------
    official, monitor : int, str, Claim, Report, Toll, (int, int) or a collection of these
        The two figures, in people. Whole numbers and words are *read*: ``352`` stands for
        what careful documentation ends up recording where 352 was stated, as in
        `casualtystats.estimate`. ``Toll.exact(352)`` stands for the number 352 itself.
    level : float
        Default probability of the result's intervals, a fraction.
    correlation : float
        How the errors of the two sides go together, from -1 to 1 (a Gaussian copula).
        0, the default, is independence, and the result's notes say so.
    within : float or "unknown", optional
        How the errors of incidents within one side go together, as `correlation` of
        `casualtystats.total`. Needed if a side is a collection; it has no default there.
    reading : str or Reading
        What words mean in numbers, as in `casualtystats.estimate`.
    scheme : str, optional
        Read both sides by this codebook instead.
    schemes : "all" or iterable of str, optional
        Repeat the comparison under these codebooks; the result's ``codebooks`` says which
        conclusions flip, and where a codebook has no rule for the words.
    ignore : str or collection of str
        Fields of the scope in which the two may differ: any of ``outcome victims actor place
        period standard``.

    Returns
    -------
    Comparison
        Ratio, difference, probabilities, break-even; a sentence, a table and a picture.

    Raises
    ------
    ScopeError
        If the two sides count different things; ``error.fields`` names in what they differ.
    InvalidValueError, InvalidTypeError, UnreadableError
        If a side cannot be read, or is a collection of figures of which some count again what
        others count (parts, superseded, running figures): see `casualtystats.total`.

    Notes
    -----
    A field that a side leaves unstated is compatible with anything, and the notes say so.

    Examples
    --------
    >>> from casualtystats.toll.toll import Toll
    >>> result = compare(official=Toll.exact(352), monitor=Toll.exact(3_200))
    >>> print(result)
    The monitor's figure (3,200) is 9.1 times the official one (352); \
for the official figure to hold, 89% of the deaths the monitor counts would have to be wrong.
    """
    level, correlation = check_level(level), check_correlation(correlation)

    options = {"level": level, "reading": reading, "scheme": scheme, "within": within}
    first, second = Side.of("official", official, **options), Side.of("monitor", monitor, **options)
    notes = [*agree(first, second, ignore), *first.toll.notes, *second.toll.notes]
    notes.append(
        "the two sides' errors are taken as independent"
        if correlation == 0
        else f"the two sides' errors are tied with correlation {correlation:g}"
    )
    result = Comparison(
        first.toll,
        second.toll,
        official_words=first.words,
        monitor_words=second.words,
        official_name=first.name,
        monitor_name=second.name,
        level=level,
        correlation=correlation,
        notes=tuple(dict.fromkeys(notes)),
        official_stated=first.stated,
        monitor_stated=second.stated,
    )
    return result if schemes is None else under_codebooks(result, first, second, schemes)
