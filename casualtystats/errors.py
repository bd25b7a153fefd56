"""What can go wrong, and how it is said.

Every error names the argument, the rule it broke, the value that broke it and a way out:
``"{argument} must {rule}; got {value!r}. {hint}"``. Each derives from
`CasualtyStatsError` and from the builtin that Python users would catch.
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "CasualtyStatsError",
    "CasualtyStatsWarning",
    "FailedRowsError",
    "InvalidTypeError",
    "InvalidValueError",
    "LexiconError",
    "MissingExtraError",
    "NotIdentifiedError",
    "SchemeError",
    "ScopeError",
    "UnreadableError",
]

_SHOWN = 200  # characters of a value that an error repeats


def _sentence(argument: str, rule: str, value: object, hint: str) -> str:
    shown = repr(value)
    if len(shown) > _SHOWN:
        shown = shown[: _SHOWN - 1] + "…"
    return f"{argument} must {rule}; got {shown}. {hint}".strip()


class CasualtyStatsError(Exception):
    """Base of every error this package raises."""


class _RuleError(CasualtyStatsError):
    """An argument broke a rule; knows which, and says so in the house sentence."""

    def __init__(self, argument: str, rule: str, value: Any, hint: str = "") -> None:
        super().__init__(_sentence(argument, rule, value, hint))
        self.argument = argument
        self.rule = rule
        self.value = value
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.argument, self.rule, self.value, self.hint)


class InvalidValueError(_RuleError, ValueError):
    """An argument has the right type and an impossible value."""


class InvalidTypeError(_RuleError, TypeError):
    """An argument has a type the function cannot use."""


class UnreadableError(InvalidValueError):
    """A text states no toll, or not the one asked for. Unknown is never 0."""


class SchemeError(InvalidValueError):
    """A coding scheme has no rule for these words, or its file breaks a rule."""


class LexiconError(InvalidValueError):
    """A lexicon file breaks a rule of the lexicon format."""


class ScopeError(InvalidValueError):
    """Figures count different things; `fields` names in what they differ."""

    def __init__(
        self,
        argument: str,
        rule: str,
        value: Any,
        hint: str = "",
        fields: tuple[str, ...] = (),
    ) -> None:
        super().__init__(argument, rule, value, hint)
        self.fields = fields

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.argument, self.rule, self.value, self.hint, self.fields)


class FailedRowsError(InvalidValueError):
    """Rows of a table could not be used; `failure_cases` is the table of which and why."""

    def __init__(
        self, argument: str, rule: str, value: Any, hint: str = "", failure_cases: Any = None
    ) -> None:
        super().__init__(argument, rule, value, hint)
        self.failure_cases = failure_cases

    def __reduce__(self) -> tuple[Any, ...]:
        parts = (self.argument, self.rule, self.value, self.hint, self.failure_cases)
        return type(self), parts


class NotIdentifiedError(InvalidValueError):
    """The data cannot answer the question, whatever the method."""


class MissingExtraError(CasualtyStatsError, ImportError):
    """An optional library is absent; the message holds the command that adds it."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(
            f"{library} must be installed for this; it was not found. "
            f"Run: python -m pip install 'casualtystats[{extra}]' (in a clone: '.[{extra}]')"
        )
        self.library = library
        self.extra = extra

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.library, self.extra)


class CasualtyStatsWarning(UserWarning):
    """Something a careful reader of the result would want to know."""
