"""Print the claims read from every golden sentence, and from it again with its words moved about.

Two installations of the package that print the same read alike. The last line says whether the
reading of text is compiled there.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from casualtystats.text import grammar
from casualtystats.text.parse import parse

GOLDEN = Path(__file__).resolve().parent / "golden"
TIMES = 4


def texts() -> Iterator[tuple[str, str]]:
    """Yield texts with their language: golden sentences, whole, joined and disordered."""
    rng = random.Random(20170331)
    for path in sorted(GOLDEN.glob("*.jsonl")):
        rows = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
        yield path.stem, " ".join(rows)
        for text in rows:
            yield path.stem, text
            for _ in range(TIMES):
                words = text.split()
                i, j = sorted(rng.choices(range(len(words)), k=2))
                rng.shuffle(part := words[i : j + 1])
                yield path.stem, " ".join([*words[:i], *part, *words[j + 1 :]])


def main() -> None:
    """Print one line for each text, and one for how it was read."""
    for lang, text in texts():
        print(lang, json.dumps([asdict(claim) for claim in parse(text, lang=lang)]))
    print("source" if grammar.__file__.endswith(".py") else "compiled")


if __name__ == "__main__":
    main()
