"""Sums of many tolls, side by side with everything else that adds uncertain numbers.

    python benchmarks/totals.py                 # all of it, half an hour or more
    python benchmarks/totals.py --only peers    # one part: peers correlated growth
    python benchmarks/totals.py --one distinct 1000000 0    # one sum, as JSON: CPU seconds, MB
                                                # held before and at most, 95% interval

Peers are used if they are installed: ``pip install uncertainties squigglepy mcerp soerp pba``.
Times are CPU seconds of one process; what counts is their ratio within one run. What a peer
cannot do in the time it is given is measured on fewer tolls, and the table says on how many.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from scipy.special import ndtr

from casualtystats.evidence.total import total
from casualtystats.toll.toll import Toll

FloatArray = NDArray[np.float64]
EDGES = (0.025, 0.975)


# ---------------------------------------------------------------------- the tolls


def coder_pmf(figure: int, stretch: float = 1.0) -> FloatArray:
    """Return what one-sided violence recorded as `figure` may have been, from 0 to 5000.

    Vesco et al. 2026, doi:10.1177/00220027261423826; `stretch` scales the spread, which makes
    as many distinct distributions as one likes.
    """
    z = np.log1p(figure)
    loc = np.expm1(0.539810 + 0.939833 * z)
    scale = np.exp(-0.761970 + 0.870641 * z) * stretch
    spike = 1.0 / (1.0 + np.exp(0.341405 + 0.018062 * z))
    k = np.arange(0, 5001)
    gumbel = np.exp(-np.exp(-(k + 0.5 - loc) / max(scale, 0.25)))
    p = (1.0 - spike) * np.diff(gumbel, prepend=0.0)
    p[figure] += spike
    last = int(np.flatnonzero(p > 1e-15)[-1])
    return np.asarray(p[: last + 1])


def recorded(n: int, *, distinct: bool, seed: int = 7) -> list[Toll]:
    """Make incidents as recorded: mostly a few dead, sometimes hundreds, some figures often."""
    rng = np.random.default_rng(seed)
    figures = np.minimum(np.ceil(rng.pareto(0.9, n) * 1.5 + 1e-9), 2000).astype(int)
    if distinct:
        stretches = rng.uniform(0.8, 1.2, n)
        return [Toll(0, coder_pmf(f, s)) for f, s in zip(figures.tolist(), stretches, strict=True)]
    pmfs = {f: coder_pmf(f) for f in sorted(set(figures.tolist()))}
    return [Toll(0, pmfs[f]) for f in figures.tolist()]


def wide(n: int, seed: int = 7) -> list[Toll]:
    """Make tolls that may be anything from 0 to 5000, no two alike."""
    rng = np.random.default_rng(seed)
    k = np.arange(5001)
    return [
        Toll(0, np.exp(-0.5 * ((k - rng.uniform(0, 4000)) / rng.uniform(300, 1500)) ** 2))
        for _ in range(n)
    ]


# ---------------------------------------------------------------- a bare reference


def bare(pmfs: Sequence[tuple[int, FloatArray]], tail: float = 1e-12) -> tuple[int, FloatArray]:
    """Add by halves, convolving with the FFT and trimming: all that a straight program does."""
    if len(pmfs) == 1:
        return pmfs[0]
    half = len(pmfs) // 2
    (a, p), (b, q) = bare(pmfs[:half], tail), bare(pmfs[half:], tail)
    size = p.size + q.size - 1
    if min(p.size, q.size) <= 32:
        r = np.convolve(p, q)
    else:
        n = fft.next_fast_len(size, real=True)
        r = fft.irfft(fft.rfft(p, n) * fft.rfft(q, n), n)[:size].clip(0.0)
    first = int(np.searchsorted(np.cumsum(r), tail))
    last = r.size - int(np.searchsorted(np.cumsum(r[::-1]), tail))
    return a + b + first, r[first:last]


def by_bare(tolls: list[Toll]) -> tuple[float, float]:
    """Return the interval of the bare sum, smallest tolls first."""
    pmfs = sorted(((t.start, t.probs) for t in tolls), key=lambda pair: pair[1].size)
    start, p = bare(pmfs)
    low, high = start + np.searchsorted(np.cumsum(p) / p.sum(), EDGES)
    return float(low), float(high)


def by_draws(tolls: list[Toll]) -> tuple[float, float]:
    """Return the interval of 10,000 draws, equal distributions drawn together."""
    rng = np.random.default_rng(1)
    draws = np.zeros(10_000)
    for toll in tolls:
        draws += toll.start + np.searchsorted(np.cumsum(toll.probs), rng.random(10_000))
    low, high = np.quantile(draws, EDGES)
    return float(low), float(high)


def ours(tolls: list[Toll]) -> tuple[float, float]:
    """Return the interval of `cs.total` at correlation 0."""
    low, high = total(tolls, correlation=0).interval(0.95)
    return low, high


# -------------------------------------------------------------------------- peers


Moments = list[tuple[float, float]]  # a peer is given means and deviations, and not timed for them


def by_uncertainties(tolls: Moments) -> tuple[float, float]:
    """Add means and standard deviations; the interval takes the sum for normal."""
    ufloat = importlib.import_module("uncertainties").ufloat
    added: Any = sum(ufloat(mean, deviation) for mean, deviation in tolls)
    return added.n - 1.959964 * added.s, added.n + 1.959964 * added.s


def by_squigglepy(tolls: Moments) -> tuple[float, float]:
    """Draw from normal distributions of the same mean and deviation."""
    sq = importlib.import_module("squigglepy")
    draws = np.zeros(10_000)
    for mean, deviation in tolls:
        draws += sq.sample(sq.norm(mean=mean, sd=deviation), n=10_000)
    low, high = np.quantile(draws, EDGES)
    return float(low), float(high)


def by_mcerp(tolls: Moments) -> tuple[float, float]:
    """Draw Latin hypercubes from normal distributions of the same mean and deviation."""
    mcerp = importlib.import_module("mcerp")
    added: Any = 0
    for mean, deviation in tolls:
        added = added + mcerp.N(mean, deviation)
    low, high = np.quantile(added._mcpts, EDGES)  # noqa: SLF001 -- it has no quantile
    return float(low), float(high)


def by_soerp(tolls: Moments) -> tuple[float, float]:
    """Propagate normals to second order; the interval takes the sum for normal."""
    soerp = importlib.import_module("soerp")
    added: Any = 0
    for mean, deviation in tolls:
        added = added + soerp.N(mean, deviation)
    return added.mean - 1.959964 * added.std, added.mean + 1.959964 * added.std


def by_pba(tolls: Moments) -> tuple[float, float]:
    """Add probability boxes of normals, independent."""
    pba = importlib.import_module("pba")
    added: Any = None
    for mean, deviation in tolls:
        box = pba.N(mean, deviation)
        added = box if added is None else added.add(box, method="i")
    return float(np.min(added.left[4])), float(np.max(added.right[-5]))


PEERS: dict[str, tuple[Callable[[Moments], tuple[float, float]], int]] = {
    "uncertainties": (by_uncertainties, 10_000),
    "squigglepy": (by_squigglepy, 10_000),
    "mcerp": (by_mcerp, 500),
    "soerp": (by_soerp, 50),
    "pba": (by_pba, 300),
}


# ---------------------------------------------------------------------- the parts


def cpu(
    act: Callable[..., Any], *given: Any, best_of: int = 1, **options: Any
) -> tuple[float, Any]:
    """Return the least CPU seconds of several runs, and the answer."""
    times = []
    for _ in range(best_of):
        begun = time.process_time()
        answer = act(*given, **options)
        times.append(time.process_time() - begun)
    return min(times), answer


def row(name: str, n: int, took: tuple[float, float], answer: Any, exact: Any) -> None:
    """Print what a method took, how often ours fits in that, and how far off its ends are."""
    seconds, base = took
    low, high = answer
    off = max(abs(low - exact[0]), abs(high - exact[1]))
    print(
        f"| {name} | {n:,} | {seconds:.3f} | {seconds / base:.1f} | {low:,.0f}–{high:,.0f} "
        f"| {off:,.1f} |"
    )


def peers(n: int) -> None:
    """Run everything that adds, on the same tolls, in one run."""
    cases = {
        f"recorded, repeats ({n:,} tolls)": recorded(n, distinct=False),
        f"recorded, all distinct ({n:,} tolls)": recorded(n, distinct=True),
        f"all wide and distinct ({n:,} tolls)": wide(n),
    }
    for name, tolls in cases.items():
        kinds = len({toll.key for toll in tolls})
        print(f"\n### {name}, {kinds:,} kinds\n")
        print("| method | tolls | CPU s | × ours | 95% interval | ends off by |")
        print("|---|---|---|---|---|---|")
        ours(tolls[:50])  # load what loads once
        base, exact = cpu(ours, tolls, best_of=3)
        straight, reference = cpu(by_bare, tolls, best_of=3)
        row("casualtystats, correlation 0", n, (base, base), exact, reference)
        row("bare trimmed FFT, by halves", n, (straight, base), reference, reference)
        seconds, answer = cpu(by_draws, tolls)
        row("10,000 draws (NumPy)", n, (seconds, base), answer, reference)
        if not name.startswith("recorded, repeats"):
            continue
        for peer, (act, most) in PEERS.items():
            if importlib.util.find_spec(peer) is None:
                print(f"| {peer} | – | not installed | | | |")
                continue
            some = tolls[: min(most, n)]
            at, truth = cpu(ours, some, best_of=3)
            moments = [(toll.mean(), max(toll.std(), 1e-9)) for toll in some]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                seconds, answer = cpu(act, moments)
            row(peer, len(some), (seconds, at), answer, truth)


def correlated(n: int, draws: int) -> None:
    """Measure the cost of a correlation, and draw from the same copula."""
    print("\n### correlation\n")
    print("| tolls | correlation | CPU s | × correlation 0 | 95% interval | notes |")
    print("|---|---|---|---|---|---|")
    for name, tolls in (
        ("recorded, repeats", recorded(n, distinct=False)),
        ("recorded, distinct", recorded(n, distinct=True)),
    ):
        total(tolls[:2000], correlation=0.3)  # load what loads once
        base, _ = cpu(ours, tolls, best_of=3)
        for rho in (0, 0.1, 0.3, 0.7, 0.95, 1, "unknown"):
            seconds, found = cpu(total, tolls, correlation=rho)
            low, high = found.interval(0.95)
            note = found.notes[0].partition(", ")[2] if isinstance(rho, float) else ""
            took = f"{seconds:.2f} | {seconds / base:.1f}"
            print(f"| {name} | {rho} | {took} | {low:,.0f}–{high:,.0f} | {note} |")
    levels = np.array([0.005, 0.025, 0.1, 0.5, 0.9, 0.975, 0.995])
    for some, rho in ((12, 0.3), (300, 0.3), (300, 0.8)):
        tolls = recorded(some, distinct=True, seed=some)
        rng = np.random.default_rng(11)
        sums = np.zeros(draws)
        common = np.sqrt(rho) * rng.standard_normal(draws)
        for toll in tolls:
            reached = np.cumsum(toll.probs)
            reached[-1] = 1.0
            u = ndtr(common + np.sqrt(1 - rho) * rng.standard_normal(draws))
            sums += toll.start + np.searchsorted(reached, u)
        found = total(tolls, correlation=rho)
        at = np.quantile(sums, levels)
        seen = np.array([(sums <= x).mean() for x in at])
        scores = (found.cdf(at) - seen) / np.sqrt(seen * (1 - seen) / draws)
        print(f"\n{some} tolls, correlation {rho}, {draws:,} draws")
        print("  level        ", "  ".join(f"{q:>8.3f}" for q in levels))
        print("  total        ", "  ".join(f"{x:>8,.0f}" for x in found.ppf(levels)))
        print("  Monte Carlo  ", "  ".join(f"{x:>8,.0f}" for x in at))
        print("  in its errors", "  ".join(f"{x:>8.2f}" for x in scores))


def peak() -> float:
    """Return the most memory this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # a child's ru_maxrss begins at its parent's
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(kind: str, n: int, rho: float) -> None:
    """Run one sum in a process of its own: time and peak memory."""
    tolls = wide(n) if kind == "wide" else recorded(n, distinct=kind == "distinct")
    before = peak()
    seconds, found = cpu(total, tolls, correlation=rho)
    after = peak()
    low, high = found.interval(0.95)
    print(json.dumps([seconds, before, after, low, high]))


def growth() -> None:
    """Measure how cost and memory grow, to a million tolls."""
    print("\n### growth\n")
    print("| tolls | kinds | correlation | CPU s | exponent | tolls held, MB | peak above, MB |")
    print("|---|---|---|---|---|---|---|")
    sizes = {
        "repeats": (1_000, 10_000, 100_000, 1_000_000),
        "distinct": (1_000, 10_000, 100_000, 1_000_000),
        "wide": (1_000, 10_000),
    }
    for kind, ns in sizes.items():
        for rho in (0, 1, 0.3):
            last = None
            for n in ns:
                if rho == 0.3 and (kind == "wide" or (kind == "distinct" and n > 100_000)):
                    continue  # a quarter of an hour, if it grows on
                command = [sys.executable, __file__, "--one", kind, str(n), str(rho)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                seconds, before, after, *_ = json.loads(done.stdout)
                slope = "" if last is None else f"{np.log10(seconds / last):.2f}"
                last = seconds
                print(
                    f"| {n:,} | {kind} | {rho} | {seconds:.2f} | {slope} | {before:,.0f} "
                    f"| {after - before:,.0f} |",
                    flush=True,
                )


def main() -> None:
    """Run what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", choices=["peers", "correlated", "growth"])
    asked.add_argument("--tolls", type=int, default=10_000)
    asked.add_argument("--draws", type=int, default=1_000_000)
    asked.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        kind, n, rho = given.one
        one(kind, int(n), float(rho))
        return
    if given.only in (None, "peers"):
        peers(given.tolls)
    if given.only in (None, "correlated"):
        correlated(given.tolls, given.draws)
    if given.only in (None, "growth"):
        growth()


if __name__ == "__main__":
    main()
