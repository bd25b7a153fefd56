"""The verbs of the package on tables: a frame in, a frame of the same kind out.

Each takes a table of pandas, Polars, PyArrow, Dask or Spark and returns one of the same kind
with the columns of `casualtystats.tables.schema`. Inputs are never changed, what is missing
stays missing, and rows that cannot be used say so in the column `problem`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any, Literal

from casualtystats.comparison.compare import compare
from casualtystats.errors import InvalidTypeError
from casualtystats.evidence.fuse import fuse
from casualtystats.evidence.report import Report
from casualtystats.evidence.total import total
from casualtystats.tables.door import apply_groups, apply_rows, check_columns, kind_of
from casualtystats.tables.figures import figure_columns
from casualtystats.tables.groups import TotalOptions, fuse_groups, total_groups
from casualtystats.tables.problems import check_errors, settle
from casualtystats.tables.reports import FuseOptions
from casualtystats.tables.rows import compare_rows, estimate_rows, parse_rows
from casualtystats.tables.schema import CLAIMS, COMPARISONS, ESTIMATES, FUSED, TOTALS
from casualtystats.text.language import lexicon_of
from casualtystats.toll.interval import check_level
from casualtystats.toll.reading import Reading
from casualtystats.toll.scheme import Scheme
from casualtystats.toll.toll import Toll

__all__ = ["compare_frame", "estimate_frame", "fuse_frame", "parse_frame", "total_frame"]

Errors = Literal["collect", "raise"]


def parse_frame(
    frame: Any,
    *,
    text: str = "text",
    lang: str = "en",
    keep: Sequence[str] = (),
    errors: Errors = "collect",
) -> Any:
    """Read the claims of every text of a table.

    Parameters
    ----------
    frame : DataFrame
        A table of pandas, Polars, PyArrow, Dask or Spark.
    text : str
        The column of texts. A missing text has no claims.
    lang : str
        The language of the texts, a BCP 47 code.
    keep : sequence of str
        Columns of the input to repeat beside each claim. Spark needs at least one that names
        the row.
    errors : {"collect", "raise"}
        What to do with cells that are no text: one row whose `problem` says so, with one
        warning for the table, or `FailedRowsError`. On Dask and Spark always the first, and
        without the warning.

    Returns
    -------
    DataFrame
        One row per claim with the columns of `casualtystats.tables.schema.CLAIMS`, then those
        of `keep`. On pandas and Dask each claim stands under the label of its row, which
        therefore repeats; Polars and PyArrow get the row's number in a column ``row``.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"text": ["At least 31 people were killed.", None]}, index=["a", "b"])
    >>> claims = parse_frame(frame)
    >>> claims[["form", "low", "high", "outcome"]].to_numpy().tolist(), claims.index.tolist()
    ([['at_least', 31, <NA>, 'killed']], ['a'])
    """
    kind_of(frame)
    check_columns(frame, [text], "text")
    function = partial(parse_rows, text=text, lang=lang, keep=_listed(keep, "keep"))
    finish = partial(settle, errors=check_errors(errors))
    return apply_rows(
        frame, function, CLAIMS, keep=_listed(keep, "keep"), finish=finish, index="row"
    )


def estimate_frame(
    frame: Any,
    *,
    figure: str | None = None,
    level: float = 0.95,
    reading: Any = "documented",
    scheme: str | None = None,
    lang: str = "auto",
    keep: Sequence[str] = (),
    errors: Errors = "collect",
) -> Any:
    """Estimate the toll that every row's figure means.

    Parameters
    ----------
    frame : DataFrame
        A table of pandas, Polars, PyArrow, Dask or Spark.
    figure : str or None
        The column of words ("at least 31") or numbers. None takes the columns of claims as
        `parse_frame` returns them, or ``low best high`` as `casualtystats.io` does.
    level : float
        The level of the interval, a fraction.
    reading, scheme : str
        What words mean in numbers, as for `casualtystats.estimate`.
    lang : str
        The language of the words, a BCP 47 code; ``"auto"`` tells it cell by cell.
    keep : sequence of str
        Columns of the input to put behind the result. Spark needs one that names the row.
    errors : {"collect", "raise"}
        As for `parse_frame`.

    Returns
    -------
    DataFrame
        One row per row, under its label, with the columns ``lower median upper level problem``
        (people), then those of `keep`. A row that states no figure has no estimate.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"killed": ["at least 31", "several thousand", None]})
    >>> estimate_frame(frame, figure="killed")["lower"].notna().tolist()
    [True, True, False]
    """
    kind_of(frame)
    check_level(level)
    _check_words(reading, lang, scheme)
    figure_columns(_columns(frame), figure)
    function = partial(
        estimate_rows,
        figure=figure,
        level=level,
        reading=reading,
        scheme=scheme,
        lang=lang,
        keep=_listed(keep, "keep"),
    )
    finish = partial(settle, errors=check_errors(errors))
    return apply_rows(frame, function, ESTIMATES, keep=_listed(keep, "keep"), finish=finish)


def compare_frame(
    frame: Any,
    *,
    official: str = "official",
    monitor: str = "monitor",
    level: float = 0.95,
    correlation: float = 0.0,
    reading: Any = "documented",
    lang: str = "auto",
    keep: Sequence[str] = (),
    errors: Errors = "collect",
) -> Any:
    """Set an official against a monitor's figure in every row.

    Parameters
    ----------
    frame : DataFrame
        A table of pandas, Polars, PyArrow, Dask or Spark.
    official, monitor : str
        The two columns of words or numbers, in people.
    level : float
        The level of the intervals, a fraction.
    correlation : float
        How the errors of the two sides go together, from -1 to 1.
    reading : str
        What words mean in numbers.
    lang : str
        The language of the words, as for `estimate_frame`.
    keep : sequence of str
        Columns of the input to put behind the result. Spark needs one that names the row.
    errors : {"collect", "raise"}
        As for `parse_frame`.

    Returns
    -------
    DataFrame
        One row per row, under its label, with the columns of
        `casualtystats.tables.schema.COMPARISONS`, then those of `keep`.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"official": [352, None], "monitor": ["several thousand", "3,100"]})
    >>> compare_frame(frame)["prob_exceeds"].round(2).tolist()
    [1.0, nan]
    """
    kind_of(frame)
    check_level(level)
    compare(1, 1, correlation=correlation, reading=reading)  # refuses once, not in every row
    _check_words(reading, lang)
    check_columns(frame, [official], "official")
    check_columns(frame, [monitor], "monitor")
    function = partial(
        compare_rows,
        official=official,
        monitor=monitor,
        level=level,
        correlation=correlation,
        reading=reading,
        lang=lang,
        keep=_listed(keep, "keep"),
    )
    finish = partial(settle, errors=check_errors(errors))
    return apply_rows(frame, function, COMPARISONS, keep=_listed(keep, "keep"), finish=finish)


def fuse_frame(
    frame: Any,
    *,
    by: str | Sequence[str] = "incident",
    figure: str | None = None,
    pool: Any = "linear",
    weights: Any = None,
    bias: Any = None,
    reading: Any = "documented",
    level: float = 0.95,
    ignore: str | Collection[str] = (),
    lang: str = "auto",
    errors: Errors = "collect",
) -> Any:
    """Fuse the reports of every incident of a table.

    Parameters
    ----------
    frame : DataFrame
        One row per report. Columns ``source role date origin actor place period standard url``
        are used where they are there, as for `casualtystats.Report`.
    by : str or sequence of str
        The columns that name the incident. A row that leaves one of them missing, or blank, is
        an incident of its own.
    figure : str or None
        The column of words or numbers; None as for `estimate_frame`.
    pool, weights, bias, reading, level, ignore : optional
        As for `casualtystats.fuse`.
    lang : str
        The language of the words, as for `estimate_frame`.
    errors : {"collect", "raise"}
        As for `parse_frame`.

    Returns
    -------
    DataFrame
        One row per incident, in the order in which they first occur (on Dask and Spark in any
        order), with the columns of `casualtystats.tables.schema.FUSED`. What `by` names is the
        index on pandas, and the first columns elsewhere.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"incident": ["x", "x"], "said": ["at least 31", "42"]})
    >>> fuse_frame(frame, figure="said")["reports"].to_dict()
    {'x': 2}
    """
    kind_of(frame)
    check_level(level)
    _check_fusing(pool, reading, ignore, lang)
    figure_columns(_columns(frame), figure)
    options = FuseOptions(
        figure=figure,
        pool=pool,
        weights=weights,
        bias=bias,
        reading=reading,
        level=level,
        ignore=ignore,
        lang=lang,
    )
    function = partial(fuse_groups, options=options)
    finish = partial(settle, errors=check_errors(errors))
    return apply_groups(frame, function, FUSED, by=_listed(by, "by"), finish=finish)


def total_frame(
    frame: Any,
    *,
    correlation: float | Literal["unknown"],
    by: str | Sequence[str] = (),
    incident: str | None = None,
    figure: str | None = None,
    pool: Any = "linear",
    reading: Any = "documented",
    level: float = 0.95,
    ignore: str | Collection[str] = (),
    lang: str = "auto",
    errors: Errors = "collect",
) -> Any:
    """Sum the tolls of a table, all of them or group by group.

    Parameters
    ----------
    frame : DataFrame
        One row per incident, or per report if `incident` is given.
    correlation : float or "unknown"
        How far the tolls err together, as for `casualtystats.total`. It has no default.
    by : str or sequence of str
        The columns that name the group; without them one sum of all rows. Rows that name no
        group, or leave its name blank, are left out of none: they are a group of their own, with
        a missing name (see Notes).
    incident : str or None
        The column that names the incident of a report: reports are fused first, by `pool`.
    figure : str or None
        The column of words or numbers; None as for `estimate_frame`.
    pool, reading, level, ignore : optional
        As for `casualtystats.fuse` and `casualtystats.total`.
    lang : str
        The language of the words, as for `estimate_frame`.
    errors : {"collect", "raise"}
        As for `parse_frame`.

    Returns
    -------
    DataFrame
        One row per group with the columns of `casualtystats.tables.schema.TOTALS`. `missing`
        counts what states no figure, or none that can be used: it is not in the sum, and it is
        not 0. So do figures that count again what others in the sum count; `problem` says how
        many, and why: parts of whole figures, denied, superseded and running figures, and an
        increment whose total the same text states. If ``"victims"`` or ``"period"`` may differ
        (`ignore`), parts, or increments and running figures, are summed.

    Notes
    -----
    None, NaN, NaT, NA, null and blank texts are all missing, and one group, named NaN on pandas
    (NaT, NA by the dtype) and null elsewhere. The text "None" is a name like any other. With
    several columns in `by`, rows that leave the same ones missing and share the others are a group.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"year": [2016, 2017, 2017], "low": [3, 5, None], "high": [3, 5, None]}
    ... )
    >>> total_frame(frame, by="year", correlation=0)[["rows", "missing"]].to_dict("index")
    {2016: {'rows': 1, 'missing': 0}, 2017: {'rows': 1, 'missing': 1}}

    What is of no known year stays apart:

    >>> undated = pd.DataFrame({"year": ["2016", None, None], "low": [3, 5, 7], "high": [3, 5, 7]})
    >>> total_frame(undated, by="year", correlation=0)["rows"].to_dict()
    {'2016': 1, nan: 2}
    """
    kind_of(frame)
    check_level(level)
    _check_fusing(pool, reading, ignore, lang)
    total([Toll.exact(1)], correlation=correlation, ignore=ignore)
    figure_columns(_columns(frame), figure)
    if incident is not None:
        check_columns(frame, [incident], "incident")
    fusing = FuseOptions(
        figure=figure, pool=pool, reading=reading, level=level, ignore=ignore, lang=lang
    )
    options = TotalOptions(fusing=fusing, incident=incident, correlation=correlation, ignore=ignore)
    function = partial(total_groups, options=options)
    finish = partial(settle, errors=check_errors(errors))
    return apply_groups(frame, function, TOTALS, by=_listed(by, "by"), finish=finish)


def _check_words(reading: Any, lang: str, scheme: Any = None) -> None:
    """Refuse a reading, a language or a scheme that is none, once and not in every row."""
    Reading.load(reading)
    lexicon_of("", lang)
    if scheme is not None:
        Scheme.load(scheme)


def _check_fusing(pool: Any, reading: Any, ignore: str | Collection[str], lang: str) -> None:
    """Refuse what `fuse` refuses whatever the reports, once and not in every row."""
    _check_words(reading, lang)
    fuse([Report(1)], pool=pool, reading=reading, ignore=ignore)


def _columns(frame: Any) -> list[str]:
    return list(getattr(frame, "column_names", frame.columns))


def _listed(names: str | Sequence[str], argument: str) -> list[str]:
    """Return names as a list; one name may come alone."""
    if isinstance(names, str):
        return [names]
    try:
        return list(names)
    except TypeError:
        raise InvalidTypeError(argument, "be a column name or a list of them", names) from None
