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
CFLAGS = "-fvisibility=hidden"  # as docs/reading.md compiles
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
        built = build(ROOT, away)
        if built is None or not built.stem.endswith("-none-any"):
            return False  # what installs by itself is pure Python
        needs = ["pytest", "pytest-randomly", "hypothesis", "babel", "polars", *OLDEST]
        python = install(away, *needs, f"{built}[match,plot]")
        return python is not None and run_away(python, away, AWAY)


def compiled() -> bool | None:
    """Compile the reading of text; it must read as the source does, and pass its tests."""
    if not any(map(shutil.which, [os.environ.get("CC", "cc"), "gcc", "clang", "cl"])):
        print("There is no C compiler here, so nothing was compiled.")
        return None
    with tempfile.TemporaryDirectory() as folder:
        away = Path(folder)
        source = away / "source"  # compiled modules are left beside the source
        source.mkdir()
        for name in ["pyproject.toml", "README.md", "LICENSE"]:
            shutil.copy(ROOT / name, source)
        shutil.copytree(ROOT / "casualtystats", source / "casualtystats")
        built = build(source, away, HATCH_BUILD_HOOKS_ENABLE="1", CFLAGS=CFLAGS)
        if built is None:
            return False
        needs = ["pytest", "pytest-randomly", "hypothesis", "babel"]
        python = install(away, "-c", str(ROOT / "requirements.lock"), *needs, f"{built}[plot]")
        if python is None or not run_away(python, away, ["text", "toll"]):
            return False
        there, here = claims_read(python, away), claims_read(PYTHON, away)
        forms = there[-1:] + here[-1:]
        alike = there[:-1] == here[:-1] and forms == ["compiled", "source"]
        print(f"{len(there[:-1])} texts, {forms}: read", "alike." if alike else "OTHERWISE.")
        return alike


def claims_read(python: str, away: Path) -> list[str]:
    """Read the golden sentences with an interpreter's package; nothing is left if that failed."""
    command = [python, str(ROOT / "tests" / "claims_read.py")]
    return subprocess.run(
        command, cwd=away, stdout=subprocess.PIPE, text=True, check=False
    ).stdout.splitlines()


def build(source: Path, away: Path, **extra: str) -> Path | None:
    """Build the wheel; None if that failed."""
    command = [PYTHON, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(away)]
    return next(away.glob("*.whl")) if call(*command, cwd=source, **extra) else None


def install(away: Path, *needs: str) -> str | None:
    """Make an environment with what is needed; return its interpreter, None if that failed."""
    venv = away / "venv"
    python = str(venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    uv = shutil.which("uv")
    installer = (
        [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    )
    made = call(PYTHON, "-m", "venv", str(venv)) and call(*installer, "-q", *needs)
    return python if made else None


def run_away(python: str, away: Path, rooms: list[str]) -> bool:
    """Run the tests of some rooms away from the source."""
    tests = away / "tests"
    for name in [*rooms, "golden"]:
        shutil.copytree(ROOT / "tests" / name, tests / name)
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    shutil.copy(ROOT / "pyproject.toml", away)
    shared = os.environ.get("CASUALTYSTATS_SHARED", str(ROOT.parent / "shared"))
    return call(*(python, "-m", "pytest", "-q", "tests"), cwd=away, CASUALTYSTATS_SHARED=shared)


#: A stage passes or fails; None says that the machine lacks what it needs.
STAGES: dict[str, Callable[[], bool | None]] = {
    stage.__name__: stage for stage in (lint, types, examples, notebooks, wheel, compiled, unit)
}
ENDED = {True: "passed ", False: "FAILED ", None: "NOT RUN"}


def main(names: list[str]) -> int:
    """Run the named stages, or all; return how many failed."""
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        print(f"stage must be one of {' '.join(STAGES)}; got {' '.join(unknown)}.")
        return 2
    ended: list[tuple[str, bool | None, float]] = []
    for name in names or list(STAGES):
        print(f"\n== {name}: {STAGES[name].__doc__}", flush=True)
        started = time.monotonic()
        ended.append((name, STAGES[name](), time.monotonic() - started))
    print()
    for name, passed, seconds in ended:
        print(f"{ENDED[passed]}  {name}  {seconds:.0f} s")
    return sum(passed is False for _, passed, _ in ended)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
