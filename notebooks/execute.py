"""Execute notebooks and leave each, its page and its pictures in ``notebooks/executed/``.

``python notebooks/execute.py`` executes all; naming files executes only those. A cell that raises
or warns ends the run with its traceback.
"""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from traitlets.config import Config

HERE = Path(__file__).resolve().parent
OUT = HERE / "executed"


def execute(path: Path) -> None:
    """Execute one notebook and write what it shows."""
    notebook = nbformat.read(path, as_version=4)
    print(f"Executing {path.name} ({len(notebook.cells)} cells) …", flush=True)
    config = Config()
    if os.name == "posix":
        config.KernelManager.transport = "ipc"  # sockets of files, not of the network
    NotebookClient(notebook, timeout=600, kernel_name="python3", config=config).execute()
    OUT.mkdir(exist_ok=True)
    nbformat.write(notebook, OUT / path.name)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    (OUT / path.with_suffix(".html").name).write_text(page, encoding="utf-8")
    pictures = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            png = output.get("data", {}).get("image/png")
            if png:
                pictures += 1
                name = f"{path.stem}-{pictures:02d}.png"
                (OUT / name).write_bytes(base64.b64decode(png))
    print(
        f"  {pictures} pictures, the executed notebook and its page are in {OUT.name}/ beside it."
    )


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(p.name for p in HERE.glob("*.ipynb")):
        execute(HERE / name)
