"""Rows that could not be used: collected in a column, or raised together."""

from __future__ import annotations

import sys
import warnings

import pandas as pd

from casualtystats.errors import CasualtyStatsWarning, FailedRowsError, InvalidValueError

__all__ = ["check_errors", "failure_cases", "settle"]


def failure_cases(result: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a result that could not be used, and why.

    Parameters
    ----------
    result : pandas.DataFrame
        What one of the verbs on tables returned.

    Returns
    -------
    pandas.DataFrame
        The rows whose `problem` is not missing.

    Examples
    --------
    >>> from casualtystats.tables.frames import estimate_frame
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     result = estimate_frame(pd.DataFrame({"low": [9, 1], "high": [4, 2]}))
    >>> failure_cases(result)["problem"].tolist()
    ['low must be at most high; got (9, 4). Swap the ends of the range.']
    """
    if "problem" not in result.columns:
        raise InvalidValueError("result", "have a column problem", list(result.columns))
    return result[result["problem"].notna()]


def check_errors(errors: str) -> str:
    """Return `errors` if it is one of the two ways to treat rows that cannot be used."""
    if errors not in ("collect", "raise"):
        raise InvalidValueError("errors", "be 'collect' or 'raise'", errors)
    return errors


def settle(result: pd.DataFrame, errors: str) -> pd.DataFrame:
    """Return a result with its failures warned of, or raise them all at once."""
    failed = failure_cases(result)
    if not len(failed):
        return result
    if errors == "raise":
        raise FailedRowsError(
            "frame",
            "have usable figures in every row",
            f"{len(failed)} of {len(result)} that fail, the first: {failed['problem'].iloc[0]}",
            "The error's failure_cases lists them; errors='collect' goes on without.",
            failure_cases=failed,
        )
    warnings.warn(
        f"{len(failed):,} of {len(result):,} rows could not be used; failure_cases(result) says "
        "which and why",
        CasualtyStatsWarning,
        stacklevel=_depth(),
    )
    return result


def _depth() -> int:
    """Return how many calls up the package was entered, for the warning to point there."""
    frame, depth = sys._getframe(1), 1  # noqa: SLF001  # as the warnings module itself does
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("casualtystats."):
        frame, depth = frame.f_back, depth + 1
    return depth
