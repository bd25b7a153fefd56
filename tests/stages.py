"""The stages of the one test command, in order.

``python tests/stages.py`` runs all of them; naming some runs only those. Each is a habit of the
house; the first that fails is named at the end, and all run in any case.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
OLDEST = ["numpy==1.26.*", "pandas==2.2.*", "scipy==1.13.*"]
AWAY = ["text", "toll", "evidence", "lists", "comparison", "io"]  # rooms the bare wheel must serve


def call(*command: str, cwd: Path = ROOT, **extra: str) -> bool:
    """Run a command and tell whether it passed."""
    return (
        subprocess.run(command, cwd=cwd, env={**os.environ, **extra}, check=False).returncode == 0
    )


def lint() -> bool:
    """Check style, format and spelling."""
    return all(
        [
            call(PYTHON, "-m", "ruff", "check", "."),
            call(PYTHON, "-m", "ruff", "format", "--check", "."),
            call(PYTHON, "-m", "codespell_lib"),
        ]
    )


def types() -> bool:
    """Check types strictly, package and tests."""
    return call(PYTHON, "-m", "mypy")


def unit() -> bool:
    """Run the tests in random order, warnings as errors, with coverage."""
    return call(
        *(PYTHON, "-m", "pytest", "-q", "-n", "auto", "-m", "not spark"),
        *("--cov", "--cov-report=term:skip-covered", "tests"),
    )


def examples() -> bool:
    """Execute every example of the docstrings, the README and the documentation."""
    return all(
        [
            call(PYTHON, "-m", "pytest", "-q", "--doctest-modules", "casualtystats"),
            call(
                *(PYTHON, "-m", "pytest", "-q", "--doctest-glob=*.md", "--ignore=docs/_build"),
                *("README.md", "docs"),
            ),
        ]
    )


def notebooks() -> bool:
    """Execute every notebook."""
    return call(PYTHON, "notebooks/execute.py")


def wheel() -> bool:
    """Build the wheel and test it away from the source, with the oldest versions supported."""
    with tempfile.TemporaryDirectory() as folder:
        away = Path(folder)
        if not call(PYTHON, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(away)):
            return False
        built = next(away.glob("*.whl"))
        venv = away / "venv"
        python = str(venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
        uv = shutil.which("uv")
        installer = (
            [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
        )
        needs = [
            "pytest",
            "pytest-randomly",
            "hypothesis",
            "babel",
            "polars",
            *OLDEST,
            f"{built}[match,plot]",
        ]
        if not call(PYTHON, "-m", "venv", str(venv)) or not call(*installer, "-q", *needs):
            return False
        tests = away / "tests"
        for name in [*AWAY, "golden"]:
            shutil.copytree(ROOT / "tests" / name, tests / name)
        shutil.copy(ROOT / "tests" / "conftest.py", tests)
        shutil.copy(ROOT / "pyproject.toml", away)
        shared = os.environ.get("CASUALTYSTATS_SHARED", str(ROOT.parent / "shared"))
        return call(*(python, "-m", "pytest", "-q", "tests"), cwd=away, CASUALTYSTATS_SHARED=shared)


STAGES: dict[str, Callable[[], bool]] = {
    stage.__name__: stage for stage in (lint, types, examples, notebooks, wheel, unit)
}


def main(names: list[str]) -> int:
    """Run the named stages, or all; return how many failed."""
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        print(f"stage must be one of {' '.join(STAGES)}; got {' '.join(unknown)}.")
        return 2
    ended: list[tuple[str, bool, float]] = []
    for name in names or list(STAGES):
        print(f"\n== {name}: {STAGES[name].__doc__}", flush=True)
        started = time.monotonic()
        ended.append((name, STAGES[name](), time.monotonic() - started))
    print()
    for name, passed, seconds in ended:
        print(f"{'passed' if passed else 'FAILED'}  {name}  {seconds:.0f} s")
    return sum(not passed for _, passed, _ in ended)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
