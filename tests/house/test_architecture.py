"""The module map of docs/architecture.md is the code's own."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import casualtystats

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(casualtystats.__file__).parent
PAGE = ROOT / "docs" / "architecture.md"
MARKS = re.compile(r"(<!-- module map: begin -->\n)(.*?)(<!-- module map: end -->)", re.DOTALL)
ROOMS = (
    "errors",
    "display",
    "text",
    "toll",
    "evidence",
    "lists",
    "comparison",
    "tables",
    "io",
    "cli",
)


def map_of_the_code() -> str:
    """The table as the code stands: each module, what it holds, which rooms it draws on."""
    rows = ["| module | holds | draws on |", "|---|---|---|"]
    for room in ROOMS:
        folder = PACKAGE / room
        paths = sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{room}.py"]
        for path in paths:
            if path.name == "__init__.py" and not path.read_text("utf-8").strip():
                continue
            tree = ast.parse(path.read_text("utf-8"))
            text = ast.get_docstring(tree) or ""
            assert text, f"{path.name}: no module docstring"
            first = text.split("\n\n")[0].replace("\n", " ").rstrip(".")
            imported = {
                (node.module or "").split(".")[1]
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom)
                and (node.module or "").startswith("casualtystats.")
            }
            drawn = " ".join(name for name in ROOMS if name in imported) or "–"
            rows.append(f"| `{path.relative_to(PACKAGE).as_posix()}` | {first} | {drawn} |")
    return "\n".join(rows) + "\n"


def test_module_map_is_the_codes_own() -> None:
    page = PAGE.read_text("utf-8")
    found = MARKS.search(page)
    assert found is not None
    if os.environ.get("CASUALTYSTATS_REGENERATE"):
        PAGE.write_text(MARKS.sub(lambda m: m[1] + map_of_the_code() + m[3], page), "utf-8")
        return
    assert found[2] == map_of_the_code(), (
        "regenerate: CASUALTYSTATS_REGENERATE=1 pytest " + __file__
    )
