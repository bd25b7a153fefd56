"""Write the outputs of the examples anew: ``python docs/refresh.py docs/tutorial.md …``.

Numbers in the pages are what the code gave. When a reading is fitted anew they move; this runs
every example and writes what it gives now. Read the difference before committing it: an output
that should not have moved is a bug, not a number to refresh.
"""

from __future__ import annotations

import doctest
import sys
from pathlib import Path
from typing import Any


class Recorder(doctest.DocTestRunner):
    """Runs examples and keeps what each gave."""

    def __init__(self) -> None:
        super().__init__(verbose=False)
        self.got: dict[int, str] = {}

    def report_success(self, _out: Any, _test: Any, example: doctest.Example, _got: str) -> None:
        """Keep the wanted output: it may hold an ellipsis."""
        self.got[example.lineno] = example.want

    def report_failure(self, _out: Any, _test: Any, example: doctest.Example, got: str) -> None:
        """Keep what came out; of an error its name and words, not where it was raised."""
        lines = got.splitlines(keepends=True)
        if got.startswith("Traceback"):
            lines = lines[:1] + [line for line in lines[1:] if not line.startswith(" ")]
        self.got[example.lineno] = "".join(lines)

    def report_unexpected_exception(
        self, _out: Any, _test: Any, example: doctest.Example, exc_info: Any
    ) -> None:
        """Keep the error as doctest writes it."""
        kind, error = exc_info[:2]
        said = f"{kind.__module__}.{kind.__name__}: {error}"
        self.got[example.lineno] = f"Traceback (most recent call last):\n{said}\n"


def refresh(path: Path) -> bool:
    """Run a page's examples in order and write their outputs; tell whether any moved."""
    text = path.read_text("utf-8")
    test = doctest.DocTestParser().get_doctest(text, {}, path.name, str(path), 0)
    recorder = Recorder()
    recorder.run(test, out=lambda _: None, clear_globs=False)
    lines = text.splitlines(keepends=True)
    for example in reversed(test.examples):
        first = example.lineno + example.source.count("\n")
        last = first + example.want.count("\n")
        pad = " " * example.indent
        got = recorder.got[example.lineno]
        lines[first:last] = [pad + line for line in got.splitlines(keepends=True)]
    made = "".join(lines)
    if made != text:
        path.write_text(made, "utf-8")
    return made != text


if __name__ == "__main__":
    for name in sys.argv[1:]:
        if refresh(Path(name)):
            sys.stdout.write(f"{name} moved\n")
