"""Fixtures shared by every room's tests."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.browser import Browser

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the test skips, but in CI it fails."""
    spec = importlib.util.spec_from_file_location("browser", Path(__file__).parent / "browser.py")
    assert spec is not None
    assert spec.loader is not None
    driver = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(driver)
    found = driver.find()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium must be installed in CI: apt-get install chromium")
        pytest.skip("Chromium is absent: apt-get install chromium")
    with driver.Browser(found) as opened:
        yield opened
