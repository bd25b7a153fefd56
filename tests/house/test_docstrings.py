"""Public docstrings are numpydoc: what they take, give and raise is said."""

from __future__ import annotations

import inspect
import tomllib
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from numpydoc.validate import validate

import casualtystats as cs

ROOT = Path(__file__).resolve().parents[2]
CHECKS = set(
    tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["numpydoc_validation"][
        "checks"
    ]
)


def public() -> Iterator[str]:
    """Dotted names of every public function, class and method."""
    for name in cs.__all__:
        value = getattr(cs, name)
        if isinstance(value, types.ModuleType):
            owners = [(f"{value.__name__}.{n}", getattr(value, n)) for n in value.__all__]
        else:
            owners = [(f"{getattr(value, '__module__', '')}.{name}", value)]
        for dotted, owner in owners:
            if not callable(owner):
                continue
            yield dotted
            if inspect.isclass(owner):
                for member, method in vars(owner).items():
                    if not member.startswith("_") and isinstance(
                        method, types.FunctionType | classmethod | staticmethod | property
                    ):
                        yield f"{dotted}.{member}"


@pytest.mark.parametrize("dotted", sorted(set(public())))
def test_docstring_follows_numpydoc(dotted: str) -> None:
    found = validate(dotted)
    wrong = [f"{code}: {text}" for code, text in found["errors"] if code in CHECKS]
    # A property's type is its annotation; an exception's parameters are its base's.
    if "." in dotted and found["type"] == "property":
        wrong = [line for line in wrong if not line.startswith(("RT", "YD"))]
    assert not wrong
