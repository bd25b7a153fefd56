"""Fit the readings that ship: ``python calibration/fit.py --tbij FILE --ferson FILE``.

Writes ``documented.toml`` and ``ferson.toml``, every parameter with its estimate, standard
error, number of cases, source and date. The rows themselves stay where they are.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
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

READINGS = HERE.parent / "casualtystats" / "data" / "readings"
TBIJ = "Bureau of Investigative Journalism, drone strikes in Pakistan, Yemen and Somalia"
FERSON = "Ferson et al. (2015), Natural language of uncertainty, IJAR 57, 19-39, experiment 2"
REPUBLISHED = "answers republished at github.com/Derek-Jones/ESEUR-code-data, developers"
LIKELIHOOD = "mean of log p(y) over the whole numbers y of each recorded range, equally weighted"
ROUGH_VAGUE = {"peak": 2.0, "spread_below": 0.2, "spread_above": 0.35}


def fit_documented(cases: Cases, ferson: Fit, vague: dict[str, float] | None = None) -> Fit:
    """Fit what documentation ends up recording."""
    lent = ferson.model.values(ferson.theta)
    return fit(documented_model(lent, vague or ROUGH_VAGUE), cases)


def parameter(estimate: float, se: float | None, n: int | None, source: str, date: str) -> str:
    """Return one parameter as an inline table."""
    parts = [f"estimate = {estimate:.4f}"]
    parts += [f"se = {se:.4f}"] if se is not None else []
    parts += [f"n = {n}"] if n is not None else []
    return "{ " + ", ".join([*parts, f'source = "{source}"', f"date = {date}"]) + " }"


def text_of(fitted: Fit, cases: Cases, head: str, sources: dict[str, str], vague: Vague) -> str:
    """Return a reading as TOML."""
    date = dt.datetime.now(tz=dt.UTC).date().isoformat()
    n, errors = fitted.cases_behind(cases), fitted.errors()
    lines = [head + f"fitted = {date}\n"]
    values = fitted.model.values(fitted.theta)
    for form in ("shared", *KINDS[:-1]):
        lines.append(f"[{form}]")
        if form in fitted.model.never:
            lines.append(f'never = "{fitted.model.never[form]}"')
        for name, value in values.items():
            owner, part = name.split(".")
            if owner != form:
                continue
            parts = [p for p in fitted.model.sums[name] if isinstance(p, str)]
            told = dict.fromkeys(sources.get(p, sources["*"]) for p in parts)
            source = sources.get(name, "; ".join(told) or "set")
            se, m = (errors[name], n[name]) if parts else (None, None)
            lines.append(f"{part} = {parameter(value, se, m, source, date)}")
        lines.append("")
    lines.append("[vague]")
    source = "5 % point, median and 95 % point matched: see calibration/vague.py"
    lines += [
        f"{part} = {parameter(vague.estimate[part], vague.se[part], vague.n, source, date)}"
        for part in PARTS
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit and write both readings."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("--tbij", required=True, help="CSV of sentences, deaths_min, deaths_max")
    command.add_argument("--ferson", required=True, help="CSV of the answers of experiment 2")
    command.add_argument("--codings", default=HERE / "vague_codings.csv")
    command.add_argument("--out", type=Path, default=READINGS)
    asked = command.parse_args()

    answers, strikes = read_ferson(asked.ferson), read_cases(asked.tbij)
    print(f"answers {len(answers)} {answers.left_out}; strikes {len(strikes)} {strikes.left_out}")
    ferson = fit(ferson_model(), answers)
    documented = fit_documented(strikes, ferson)
    vague = fit_vague(asked.codings, documented)
    documented = fit_documented(strikes, ferson, vague.estimate)
    for name, fitted in (("ferson", ferson), ("documented", documented)):
        print(f"{name}: log-likelihood {fitted.log_likelihood:.2f} of {fitted.n} cases")
        errors = np.sqrt(np.diag(fitted.covariance))
        for free, at, se in zip(fitted.model.free, fitted.theta, errors, strict=True):
            print(f"  {free:24s} {at:8.3f} ({se:.3f})")

    priors = {
        name: f"tbij; prior N({mean:g}, {sd:g}): {why}"
        for name, ((mean, sd), why) in PRIORS.items()
    }
    head = f"""# What documentation ends up recording, given a press figure. Written by
# calibration/fit.py.

name = "documented"
title = "What careful documentation ends up recording"
estimand = "the toll that careful multi-source documentation of the same incident ends up recording"
data = "tbij: {TBIJ}; the figure in the press sentence against the recorded range. ferson: {FERSON}"
likelihood = "{LIKELIHOOD}; penalised by the normal priors named; sandwich standard errors"
script = "calibration/fit.py"
"""
    sources = {"*": "tbij", **priors}
    for form in ("more_than", "less_than", "nearly"):
        sources[f"{form}.stays"] = (
            "tbij, as other hedged figures, plus more_than - at_least of ferson"
        )
    written = text_of(documented, strikes, head, sources, vague)
    (asked.out / "documented.toml").write_text(written, "utf-8")

    head = f"""# What hedged numbers mean to readers. Written by calibration/fit.py.

name = "ferson"
title = "What the words mean to readers"
estimand = "the number a reader takes the words to stand for"
data = "{FERSON}; {REPUBLISHED}"
likelihood = "{LIKELIHOOD}; sandwich standard errors"
script = "calibration/fit.py"
"""
    sources = {"*": "ferson", **{a: f"borrowed from {b}; not asked" for a, b in BORROWED.items()}}
    written = text_of(ferson, answers, head, sources, vague)
    (asked.out / "ferson.toml").write_text(written, "utf-8")


if __name__ == "__main__":
    main()
