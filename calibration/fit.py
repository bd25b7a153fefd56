"""Fit the readings that ship: ``python calibration/fit.py --tbij FILE --ferson FILE``.

Writes ``documented.toml`` and ``ferson.toml``, every parameter with its estimate, standard
error, number of cases, source and date. The rows themselves stay where they are.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from calibration.documented import PRIORS, documented_model  # noqa: E402 - after the path
from calibration.evidence import Cases, read_cases, read_ferson  # noqa: E402
from calibration.ferson import BORROWED, ferson_model  # noqa: E402
from calibration.fitting import Fit, fit  # noqa: E402
from calibration.vague import PARTS, Vague, fit_vague  # noqa: E402
from casualtystats.toll.forms import KINDS  # noqa: E402
from casualtystats.toll.reading import Reading  # noqa: E402

READINGS = HERE.parent / "casualtystats" / "data" / "readings"
TBIJ = "Bureau of Investigative Journalism, drone strikes in Pakistan, Yemen and Somalia"
FERSON = "Ferson et al. (2015), Natural language of uncertainty, IJAR 57, 19-39, experiment 2"
REPUBLISHED = "answers republished at github.com/Derek-Jones/ESEUR-code-data, developers"
LIKELIHOOD = "mean of log p(y) over the whole numbers y of each recorded range, equally weighted"
ROUGH_VAGUE = {"peak": 2.0, "spread_below": 0.2, "spread_above": 0.35}


def fit_documented(
    cases: Cases, lent: Mapping[str, float], vague: Mapping[str, float] = ROUGH_VAGUE
) -> Fit:
    """Fit what documentation ends up recording; `lent` are the parameters of ``ferson``."""
    return fit(documented_model(lent, vague), cases)


def parameter(estimate: float, se: float | None, n: int | None, source: str, date: str) -> str:
    """Return one parameter as an inline table."""
    parts = [f"estimate = {estimate:.4f}"]
    parts += [f"se = {se:.4f}"] if se is not None else []
    parts += [f"n = {n}"] if n is not None else []
    return "{ " + ", ".join([*parts, f'source = "{source}"', f"date = {date}"]) + " }"


def text_of(fitted: Fit, cases: Cases, head: str, sources: dict[str, str], vague: Vague) -> str:
    """Return a reading as TOML."""
    date = today()
    n, errors = fitted.cases_behind(cases), fitted.errors()
    lines = [head + f"fitted = {date}\n"]
    values = fitted.model.values(fitted.theta)
    hard = fitted.model.written_hard  # of these the file keeps the way down
    never = {**fitted.model.never, **dict.fromkeys(hard, "above")}
    for form in ("shared", *KINDS[:-1]):
        lines.append(f"[{form}]")
        if form in never:
            lines.append(f'never = "{never[form]}"')
        for name, value in values.items():
            owner, part = name.split(".")
            if owner != form or (form in hard and part != "spread_below"):
                continue
            parts = [p for p in fitted.model.sums[name] if isinstance(p, str)]
            told = dict.fromkeys(sources.get(p, sources["*"]) for p in parts)
            source = sources.get(name, "; ".join(told) or "set")
            se, m = (errors[name], n[name]) if parts else (None, None)
            lines.append(f"{part} = {parameter(value, se, m, source, date)}")
        lines.append("")
    return "\n".join([*lines, *_vague_lines(vague)]) + "\n"


def _vague_lines(vague: Vague) -> list[str]:
    source = "5 % point, median and 95 % point matched: see calibration/vague.py"
    return ["[vague]"] + [
        f"{part} = {parameter(vague.estimate[part], vague.se[part], vague.n, source, today())}"
        for part in PARTS
    ]


def today() -> str:
    """Return the date of the fit."""
    return dt.datetime.now(tz=dt.UTC).date().isoformat()


def show(name: str, fitted: Fit) -> None:
    """Print the free parameters of a fit with their errors."""
    print(f"{name}: log-likelihood {fitted.log_likelihood:.2f} of {fitted.n} cases")
    errors = np.sqrt(np.diag(fitted.covariance))
    for free, at, se in zip(fitted.model.free, fitted.theta, errors, strict=True):
        print(f"  {free:24s} {at:8.3f} ({se:.3f})")


def write_ferson(answers: Cases, vague: Vague, out: Path) -> None:
    """Fit what readers take hedged numbers to mean, and write it."""
    fitted = fit(ferson_model(), answers)
    show("ferson", fitted)
    head = f"""# What hedged numbers mean to readers. Written by calibration/fit.py.

name = "ferson"
title = "What the words mean to readers"
estimand = "the number a reader takes the words to stand for"
data = "{FERSON}; {REPUBLISHED}"
likelihood = "{LIKELIHOOD}; sandwich standard errors"
script = "calibration/fit.py"
"""
    sources = {"*": "ferson"}
    for name, lender in BORROWED.items():
        fitted_as = "the fit of " if lender.split(".")[0] in fitted.model.written_hard else ""
        sources[name] = f"borrowed from {fitted_as}{lender}; not asked"
    (out / "ferson.toml").write_text(text_of(fitted, answers, head, sources, vague), "utf-8")


def write_documented(strikes: Cases, codings: str | Path, out: Path) -> Vague:
    """Fit what documentation ends up recording, and write it; return what vague words mean."""
    beside = out / "ferson.toml"
    lender = Reading.load(beside if beside.is_file() else "ferson")
    lent = {name: p.estimate for name, p in lender.parameters.items()}
    vague = fit_vague(codings, fit_documented(strikes, lent))
    fitted = fit_documented(strikes, lent, vague.estimate)
    show("documented", fitted)
    head = f"""# What documentation ends up recording, given a press figure. Written by
# calibration/fit.py.

name = "documented"
title = "What careful documentation ends up recording"
estimand = "the toll that careful multi-source documentation of the same incident ends up recording"
data = "tbij: {TBIJ}; the figure in the press sentence against the recorded range. ferson: {FERSON}"
likelihood = "{LIKELIHOOD}; penalised by the normal priors named; sandwich standard errors"
script = "calibration/fit.py"
"""
    sources = {"*": "tbij"}
    for name, ((mean, sd), why) in PRIORS.items():
        sources[name] = f"tbij; prior N({mean:g}, {sd:g}): {why}"
    for form in ("more_than", "nearly"):
        sources[f"{form}.stays"] = "tbij, hedged figures; plus more_than - at_least of ferson"
    (out / "documented.toml").write_text(text_of(fitted, strikes, head, sources, vague), "utf-8")
    return vague


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write both readings."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("--tbij", required=True, help="CSV of sentences, deaths_min, deaths_max")
    command.add_argument("--ferson", help="CSV of the answers; without it, ferson.toml stays")
    command.add_argument("--codings", default=HERE / "vague_codings.csv")
    command.add_argument("--out", type=Path, default=READINGS)
    asked = command.parse_args(arguments)
    strikes = read_cases(asked.tbij)
    print(f"strikes {len(strikes)}, left out {strikes.left_out}")
    rough = Vague(dict(ROUGH_VAGUE), dict.fromkeys(PARTS, 0.0), 0)
    if asked.ferson:
        answers = read_ferson(asked.ferson)
        print(f"answers {len(answers)}, left out {answers.left_out}")
        write_ferson(answers, rough, asked.out)  # lends its differences between forms
    vague = write_documented(strikes, asked.codings, asked.out)
    if (asked.out / "ferson.toml").is_file():
        _share_vague(vague, asked.out / "ferson.toml")


def _share_vague(vague: Vague, path: Path) -> None:
    """Give a reading what vague words mean; readers were not asked about them."""
    kept = path.read_text("utf-8").split("[vague]")[0]
    path.write_text(kept + "\n".join(_vague_lines(vague)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
