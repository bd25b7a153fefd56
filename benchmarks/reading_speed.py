"""How fast `casualtystats.parse` reads, beside the number parsers that install, and how it grows.

    python benchmarks/reading_speed.py

The same 10,000 sentences, made here from a fixed seed, go through every reader in one run on one
core; CPU time is counted. A quarter of the sentences state casualties, a third hold other numbers,
the rest hold none, as in a newspaper. Peers are used if they are installed, and named if not:
text2num, number-parser, numerizer, quantulum3, recognizers-text-number. Then texts of 1 KB to
10 MB are read, ordinary and hostile, and the growth exponent is fitted to the last decades.
The installed package is measured: as source, or with its reading of text compiled.
"""

from __future__ import annotations

import argparse
import importlib
import math
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from casualtystats.text import grammar
from casualtystats.text.parse import parse

Reader = Callable[[str], Any]
ROUNDS = 5

_PLACES = ["Dorun", "the port of Asra", "eastern Velia", "Kemmar province", "the old town", "Tal"]
_PEOPLE = ["civilians", "soldiers", "people", "villagers", "migrants", "police officers", "miners"]
_CAUSES = [
    "an air strike",
    "a roadside bomb",
    "a landslide",
    "a ferry accident",
    "clashes",
    "a fire",
]
_FIGURES = ["at least {n}", "{n}", "more than {n}", "about {n}", "up to {n}", "dozens of", "{w}"]
_WORDS = ["two", "seven", "eleven", "twenty-three", "forty", "a dozen", "several", "sixty-one"]
_STATED = [
    "{F} {p} were killed and {f} wounded in {c} near {l}, officials said.",
    "{C} in {l} killed {f} {p} and left {f} missing, according to the regional governor.",
    "The death toll from {c} rose to {n} on Tuesday, up from {n} a day earlier, the ministry said.",
    "{F} {p}, including {w} children, died when {c} hit {l}, a hospital spokesman told reporters.",
    "Rescuers have recovered the bodies of {f} {p} after {c} struck {l} late on Sunday.",
]
_NUMBERED = [
    "The council approved a budget of ${n} million for {l}, with {n} votes in favour.",
    "Temperatures in {l} are expected to reach {n} degrees on {n} August, the forecaster said.",
    "The company, founded in 19{y}, employs {n} workers at {w} plants across {l}.",
    "The train from {l} was delayed by {n} minutes after a signal failure at 7.{y} am.",
    "In the second half the home side scored {w} goals and won 3-1 before {n} spectators.",
]
_PLAIN = [
    "The committee will meet again next week to discuss the plan, its chairman said in {l}.",
    "Farmers in {l} have long complained about the state of the roads and the price of seed.",
    "She began her career as a teacher before moving into local politics with a small party.",
    "The museum, which reopened in spring, shows paintings that have rarely left {l}.",
    "Neither side has commented on the report, and a spokeswoman declined to answer questions.",
]


def sentence(rng: random.Random) -> str:
    """Make one sentence of a newspaper that does not exist."""
    kind = rng.random()
    source = _STATED if kind < 0.25 else _NUMBERED if kind < 0.58 else _PLAIN
    text = rng.choice(source)

    def number() -> str:
        return f"{int(math.exp(rng.uniform(0.7, 8))):,}"

    def figure() -> str:
        return rng.choice(_FIGURES).format(n=number(), w=rng.choice(_WORDS))

    while "{" in text:
        head, _, rest = text.partition("{")
        key, _, tail = rest.partition("}")
        values: dict[str, Callable[[], str]] = {
            "F": lambda: figure().capitalize(),
            "f": figure,
            "n": number,
            "w": lambda: rng.choice(_WORDS),
            "p": lambda: rng.choice(_PEOPLE),
            "c": lambda: rng.choice(_CAUSES),
            "C": lambda: rng.choice(_CAUSES).capitalize(),
            "l": lambda: rng.choice(_PLACES),
            "y": lambda: str(rng.randint(10, 59)),
        }
        value = values[key]()
        text = head + value + tail
    return text


def peers() -> tuple[dict[str, Reader], list[str]]:
    """Load the readers that are installed; name those that are not."""
    found: dict[str, Reader] = {}
    absent: list[str] = []

    def add(name: str, module: str, make: Callable[[Any], Reader]) -> None:
        try:
            found[name] = make(importlib.import_module(module))
            found[name]("Thirty-one people and 3,200 others.")
        except Exception:  # noqa: BLE001  # whatever a peer raises, it cannot be measured here
            found.pop(name, None)
            absent.append(name)

    add("text2num", "text_to_num", lambda m: lambda t: m.alpha2digit(t, "en"))
    add("number-parser", "number_parser", lambda m: lambda t: m.parse(t, language="en"))
    add("numerizer", "numerizer", lambda m: m.numerize)
    add("quantulum3", "quantulum3.parser", lambda m: m.parse)
    add(
        "recognizers-text-number",
        "recognizers_number",
        lambda m: lambda t: m.recognize_number(t, "en-us"),
    )
    return found, absent


def cpu(reader: Reader, texts: Sequence[str]) -> float:
    """CPU seconds that a reader takes for the texts."""
    begun = time.process_time()
    for text in texts:
        reader(text)
    return time.process_time() - begun


def side_by_side(texts: Sequence[str], rounds: int) -> None:
    """Print sentences per second of every reader on the same sentences.

    The readers take turns, and of each the fastest round counts: what else the machine does then
    falls on all of them alike. All sentences are a turn, so that it hardly counts what the reader
    before left in the processor's caches.
    """
    found, absent = peers()
    readers: dict[str, Reader] = {"casualtystats": parse, **found}
    best = dict.fromkeys(readers, math.inf)
    parse("Twelve people were killed.")  # loads the lexicon; the peers were tried out above
    for turn in range(rounds):
        for name, reader in readers.items():
            if not turn or best[name] < 10:  # a peer this slow is measured once
                best[name] = min(best[name], cpu(reader, texts))
    stated = sum(bool(parse(text)) for text in texts)
    numbered = sum(any(c.isdigit() for c in text) for text in texts)
    print(f"{len(texts):,} sentences of {sum(map(len, texts)) / len(texts):.0f} characters;")
    print(f"{stated / len(texts):.0%} state casualties, {numbered / len(texts):.0%} hold digits")
    ours = best["casualtystats"]
    for name, seconds in sorted(best.items(), key=lambda item: item[1]):
        print(
            f"{name:24} {len(texts) / seconds:10,.0f} sentences/s   "
            f"{seconds / ours:7.2f} × our time"
        )
    form = "its source" if grammar.__file__.endswith(".py") else "compiled"
    print(f"casualtystats ran as {form}")
    if absent:
        print(f"not installed, so not measured: {', '.join(absent)}")


_HOSTILE = {
    "digits": "7",
    "digits and commas": "1,",
    "hyphens": "-",
    "hundred thousand": "hundred thousand ",
    "one hundred and": "one hundred and ",
    "brackets": "(",
    "commas": ", ",
    "spaces": " ",
    "killed": "killed ",
    "twelve killed": "twelve killed ",
    "at least": "at least ",
    "people killed and": "people killed and ",
    "twelve people who were": "twelve people who were ",
    "people, twelve (killed": "people, twelve (killed ",
    "people who, twelve, killed": "12 people who, 12 people, and 12 of 12, " * 8 + "killed ",
    "one in": "one in ",
    "death toll": "death toll rose to 12 from ",
    "a": "a",
    "a man,": "a man, ",
    "number of": "number of ",
    "full stops": ". ",
    "both men and": "both men and ",
    "of the dead, one in Tal": "of the dead, one in Tal, ",
    "wounded, 12, 12 men": "wounded, 12, 12 men, ",
    "killed since 2014 to": "number of people killed since 2014 to ",
    "said to have been": "were said to have been ",
    "suffered severe": "suffered severe ",
    "severe injuries": "severe head injuries ",
    "officials said": "12 died, officials said, ",
    "not 12 but": "not 12 but ",
    "does not include": "does not include the 12, ",
    "in another development": "in another development, ",
    "men who had left": "12 men who had left, ",
    "a shot killed": "a shot killed ",
    "fell 30 m": "fell 30 m killed ",
    "who hit 12 people died": "12 men who hit 12 people died ",
    "combining marks": "e\u0301",
}


def growth(sizes: Sequence[int], make: Callable[[int], str]) -> tuple[list[float], float]:
    """CPU seconds per size, and the exponent of growth fitted to the sizes from 100 KB on.

    Below that, what fits into the processor's caches decides, not what the reader does.
    """
    texts = [make(size) for size in sizes]
    seconds = [math.inf] * len(sizes)
    for _ in range(ROUNDS):  # size after size, so that a slow moment falls on one of the rounds
        for place, text in enumerate(texts):
            repeats = max(1, 200_000 // len(text))
            seconds[place] = min(seconds[place], cpu(parse, [text] * repeats) / repeats)
    points = [
        (math.log(n), math.log(s)) for n, s in zip(sizes, seconds, strict=True) if n >= 100_000
    ]
    if len(points) < 2:
        return seconds, math.nan
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum(
        (x - mean_x) ** 2 for x, _ in points
    )
    return seconds, slope


def main() -> None:
    """Read the command line and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sentences", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--largest", type=int, default=10_000_000, help="of the ordinary texts")
    parser.add_argument("--hostile", type=int, default=1_000_000, help="the largest hostile text")
    options = parser.parse_args()
    rng = random.Random(20170517)  # noqa: S311  # a seed, not a secret
    texts = [sentence(rng) for _ in range(options.sentences)]
    side_by_side(texts, options.rounds)
    print("\nonly the sentences that state casualties")
    side_by_side([text for text in texts if parse(text)], options.rounds)

    article = " ".join(texts)
    sizes = [n for n in (1_000, 10_000, 100_000, 1_000_000, 10_000_000) if n <= options.largest]
    seconds, slope = growth(sizes, lambda n: (article * (n // len(article) + 1))[:n])
    print("\nordinary text")
    for size, second in zip(sizes, seconds, strict=True):
        print(f"{size:12,} characters {second * 1000:12.2f} ms {size / second / 1e6:8.2f} MB/s")
    print(f"fitted exponent {slope:.3f}")

    print("\nhostile text, in MB/s, and the fitted exponent")
    sizes = [n for n in (10_000, 100_000, 300_000, 1_000_000) if n <= options.hostile]
    for name, unit in _HOSTILE.items():

        def make(n: int, unit: str = unit) -> str:
            return "12 killed " + (unit * (n // len(unit) + 1))[:n] + " 12 killed"

        seconds, slope = growth(sizes, make)
        rates = "  ".join(f"{n / s / 1e6:7.2f}" for n, s in zip(sizes, seconds, strict=True))
        print(f"{name:24} {rates}   {slope:6.3f}")


if __name__ == "__main__":
    main()
