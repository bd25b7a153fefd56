"""Data flows one way: a module imports only from earlier rooms."""

from __future__ import annotations

import ast
from pathlib import Path

import casualtystats

PACKAGE = Path(casualtystats.__file__).parent
ROOMS = [
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
]


def room_of(module: str) -> str:
    """The room a dotted module name belongs to."""
    return module.split(".")[1]


def imports_of(path: Path) -> set[str]:
    """Every module of this package that a file imports, wherever in the file it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path.name}: relative import"
            if node.module == "casualtystats":
                found |= {f"casualtystats.{alias.name}" for alias in node.names}
            else:
                found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.startswith("casualtystats.")}


def modules() -> list[tuple[str, Path]]:
    """Every module of the package but its front door."""
    paths = sorted(PACKAGE.rglob("*.py"))
    names = [(".".join(p.relative_to(PACKAGE.parent).with_suffix("").parts), p) for p in paths]
    return [
        (n, p) for n, p in names if n not in {"casualtystats.__init__", "casualtystats.__main__"}
    ]


def test_every_room_is_known() -> None:
    assert {room_of(name) for name, _ in modules()} <= set(ROOMS)


def test_imports_flow_one_way() -> None:
    wrong = [
        f"{name} imports {other}"
        for name, path in modules()
        for other in imports_of(path)
        if other != "casualtystats.__version__"
        and ROOMS.index(room_of(other)) > ROOMS.index(room_of(name))
    ]
    assert not wrong


def test_no_import_circles_within_a_room() -> None:
    graph = {name.removesuffix(".__init__"): imports_of(path) for name, path in modules()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name in done or name not in graph:
            return
        for other in graph[name]:
            visit(other, (*trail, name))
        done.add(name)

    for name in graph:
        visit(name, ())


def test_heavy_libraries_load_when_used() -> None:
    heavy = {"scipy", "matplotlib", "rapidfuzz", "polars", "pyarrow", "dask", "pyspark", "tqdm"}
    top = {
        f"{name}: {alias}"
        for name, path in modules()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
        )
        if alias.split(".")[0] in heavy
    }
    assert not top
