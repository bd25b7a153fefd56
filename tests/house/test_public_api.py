"""What users may rely on: the names of the package, and that each loads and is documented."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import casualtystats as cs

SNAPSHOT = Path(__file__).with_name("public_api.txt")


def test_names_are_those_of_the_snapshot() -> None:
    assert sorted(cs.__all__) == SNAPSHOT.read_text(encoding="utf-8").split()


@pytest.mark.parametrize("name", cs.__all__)
def test_every_name_loads_and_is_documented(name: str) -> None:
    value = getattr(cs, name)
    assert name == "__version__" or inspect.getdoc(value)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'tolls'"):
        _ = cs.tolls


def test_import_loads_no_heavy_library() -> None:
    code = (
        "import sys, casualtystats; "
        "print(*sorted({'scipy', 'matplotlib', 'polars', 'dask', 'rapidfuzz'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    # pandas itself may load none of these
    assert done.stdout.split() == []
