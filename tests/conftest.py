"""Fixtures shared by every room's tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", max_examples=60, deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def shared_path() -> Path:
    """The folder of reference data that is not part of the project, or skip with a reason."""
    named = os.environ.get("CASUALTYSTATS_SHARED")
    path = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    if not path.is_dir():
        pytest.skip("reference data is absent: set CASUALTYSTATS_SHARED to its folder")
    return path
