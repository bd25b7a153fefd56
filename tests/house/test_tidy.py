"""Habits that a glance at the files can hold."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    """Every file of the project, as git knows it."""
    done = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a git checkout: the list of files is unknown")
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


def test_no_comparison_without_an_assert() -> None:
    bare = re.compile(r"^\s*(?:np|numpy|math)\.(?:isclose|allclose)\(", re.MULTILINE)
    assert not [
        p.name for p in tracked() if p.suffix == ".py" and bare.search(p.read_text("utf-8"))
    ]


def test_nothing_is_left_to_do() -> None:
    left = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error"]))
    assert not [
        p.name for p in tracked() if p.suffix == ".py" and left.search(p.read_text("utf-8"))
    ]


def test_files_hold_one_concept() -> None:
    long = {
        p.name: n
        for p in tracked()
        if p.suffix == ".py" and p.is_relative_to(ROOT / "casualtystats")
        if (n := p.read_text("utf-8").count("\n")) > 400
    }
    assert not long


def test_no_compiled_module_stands_before_its_source() -> None:
    built = [p.name for end in ("so", "pyd") for p in (ROOT / "casualtystats").rglob(f"*.{end}")]
    assert not built, "delete them: Python imports them instead of the source"


def test_no_machine_path() -> None:
    path = re.compile(r"(?<![\w.])/(?:w" + "ork|r" + "oot|t" + r"mp)/\w")
    texts = {".py", ".md", ".toml", ".ipynb", ".cff", ".csv", ".jsonl", ".lock", ""}
    assert not [
        p.name
        for p in tracked()
        if p.suffix in texts and path.search(p.read_text("utf-8", errors="replace"))
    ]
