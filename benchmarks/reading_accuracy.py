"""How well `casualtystats.parse` reads a hand-labelled file: precision, recall, F1, every miss.

    python benchmarks/reading_accuracy.py --gold tests/golden/en.jsonl

A labelled mention is read right when a claim's span overlaps it and low, high, form and outcome
all agree. Each claim and each mention is used once.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casualtystats.text.claim import Claim
from casualtystats.text.parse import parse

Mention = dict[str, Any]


@dataclass
class Tally:
    """Counts of one run over a labelled file."""

    right: list[tuple[Mention, Claim]] = field(default_factory=list)
    missed: list[tuple[str, str, Mention]] = field(default_factory=list)
    spurious: list[tuple[str, str, Claim]] = field(default_factory=list)
    sentences_right: int = 0
    sentences: int = 0


def agrees(mention: Mention, claim: Claim) -> bool:
    """Whether a claim reads a mention right."""
    start, end = claim.span
    return (
        start < mention["end"]
        and mention["start"] < end
        and (claim.low, claim.high, claim.form, claim.outcome)
        == (mention["low"], mention["high"], mention["form"], mention["outcome"])
    )


def score(rows: Iterable[dict[str, Any]]) -> Tally:
    """Parse every sentence and compare it with its labels."""
    tally = Tally()
    for row in rows:
        claims = parse(row["text"], lang=row.get("lang", "en"))
        left = list(row["mentions"])
        wrong: list[Claim] = []
        for claim in claims:
            mention = next((m for m in left if agrees(m, claim)), None)
            if mention is None:
                wrong.append(claim)
            else:
                left.remove(mention)
                tally.right.append((mention, claim))
        tally.missed += [(row["id"], row["text"], mention) for mention in left]
        tally.spurious += [(row["id"], row["text"], claim) for claim in wrong]
        tally.sentences += 1
        tally.sentences_right += not left and not wrong
    return tally


def rates(right: int, missed: int, spurious: int) -> tuple[float, float, float]:
    """Precision, recall and F1; nan where nothing was emitted or labelled."""
    nan = float("nan")
    precision = right / (right + spurious) if right + spurious else nan
    recall = right / (right + missed) if right + missed else nan
    f1 = 2 * right / (2 * right + missed + spurious) if right + missed + spurious else nan
    return precision, recall, f1


def table(tally: Tally) -> str:
    """Write the rates overall, per form, per outcome and per tag."""
    lines = [f"{'':26} {'labelled':>9} {'precision':>10} {'recall':>8} {'F1':>7}"]

    def line(
        name: str,
        of_mention: Callable[[Mention], Sequence[str | None]],
        of_claim: Callable[[Claim], Sequence[str | None]],
        value: str,
    ) -> None:
        right = sum(value in of_mention(m) for m, _ in tally.right)
        missed = sum(value in of_mention(m) for *_, m in tally.missed)
        spurious = sum(value in of_claim(c) for *_, c in tally.spurious)
        p, r, f = rates(right, missed, spurious)
        lines.append(f"{name:26} {right + missed:9d} {p:10.3f} {r:8.3f} {f:7.3f}")

    line("all", lambda _: ("all",), lambda _: ("all",), "all")
    every = [m for m, _ in tally.right] + [m for *_, m in tally.missed]
    for value in sorted(Counter(m["form"] for m in every)):
        line(f"form {value}", lambda m: (m["form"],), lambda c: (c.form,), value)
    for value in sorted(Counter(m["outcome"] or "none" for m in every)):
        line(
            f"outcome {value}",
            lambda m: (m["outcome"] or "none",),
            lambda c: (c.outcome or "none",),
            value,
        )
    tags = sorted({tag for m in every for tag in m.get("tags", ())})
    for value in tags:
        line(f"figures tagged {value}", lambda m: m.get("tags", ()), lambda c: c.tags, value)
    lines.append("")
    lines.append("tags themselves, on mentions read right")
    for value in tags:
        both = sum(value in m.get("tags", ()) and value in c.tags for m, c in tally.right)
        gold = sum(value in m.get("tags", ()) for m, _ in tally.right)
        ours = sum(value in c.tags for _, c in tally.right)
        p, r, f = rates(both, gold - both, ours - both)
        lines.append(f"{'tag ' + value:26} {gold:9d} {p:10.3f} {r:8.3f} {f:7.3f}")
    lines.append("")
    lines.append(f"sentences read without any fault: {tally.sentences_right} of {tally.sentences}")
    return "\n".join(lines)


def main() -> None:
    """Read the command line and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--gold", type=Path, required=True, help="a .jsonl file of labels")
    parser.add_argument("--quiet", action="store_true", help="do not list the misses")
    parser.add_argument("--first", type=int, default=0, help="skip so many sentences")
    parser.add_argument("--last", type=int, default=None, help="stop at this sentence")
    options = parser.parse_args()
    lines = options.gold.read_text(encoding="utf-8").splitlines()[options.first : options.last]
    tally = score(json.loads(line) for line in lines if line.strip())
    if not options.quiet:
        for identity, text, mention in tally.missed:
            said = f"{mention['surface']!r} {mention['form']} {mention['outcome']}"
            print(f"missed   {identity}: {said}")
            print(f"         {text}")
        for identity, text, claim in tally.spurious:
            print(f"spurious {identity}: {claim}")
            print(f"         {text}")
    print(table(tally))


if __name__ == "__main__":
    main()
