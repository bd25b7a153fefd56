"""The report: any CSV in, the table out, the same numbers as by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from calibration.evidence import headline, read_cases, read_ferson
from calibration.forecasts import LEVELS, bare, codebook, coder, everyone, reader, score
from calibration.report import cross_validated, main
from casualtystats.toll.estimate import estimate

SENTENCES = """sentence,killed min,killed max
At least 31 people were killed when a market was shelled.,31,35
"The raid killed 12 people, among them four children.",12,12
Between 8 and 15 people were killed in the village.,11,15
Up to 9 people were killed.,4,9
Nothing is known of the second raid.,0,2
Six people were killed on the road.,,
"""


def write(folder: Path, text: str, name: str = "cases.csv") -> Path:
    """A CSV file."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_cases_are_read_and_counted(tmp_path: Path) -> None:
    path = write(tmp_path, SENTENCES)
    cases = read_cases(path, least="killed min", most="killed max")
    assert [claim.form for claim in cases.claims] == ["at_least", "exact", "range", "at_most"]
    assert cases.low.tolist() == [31, 12, 8, 9]
    assert cases.high.tolist() == [31, 12, 15, 9]
    assert cases.size.tolist() == [31, 12, 11.5, 9]
    assert sum(cases.left_out.values()) == 2


def test_columns_are_found_or_asked_for(tmp_path: Path) -> None:
    figures = write(tmp_path, "Figure,Min,MAX\n31,28,40\nat least 12,12,14\n")
    assert read_cases(figures).least.tolist() == [28, 12]
    strange = write(tmp_path, "wording,a,b\n31,28,40\n", "strange.csv")
    with pytest.raises(SystemExit, match="Name it with --text"):
        read_cases(strange)
    assert len(read_cases(strange, text="wording", least="a", most="b")) == 1
    with pytest.raises(SystemExit, match="text must be a column"):
        read_cases(strange, text="figure")
    with pytest.raises(SystemExit, match="at least one usable row"):
        read_cases(write(tmp_path, "figure,min,max\nmany,3,1\n", "none.csv"))


def test_outcomes_are_equally_weighted(tmp_path: Path) -> None:
    cases = read_cases(write(tmp_path, "figure,min,max\n31,28,31\n5,5,5\n"))
    case, y, weight = cases.outcomes()
    assert case.tolist() == [0, 0, 0, 0, 1]
    assert y.tolist() == [28, 29, 30, 31, 5]
    assert weight.tolist() == [0.25] * 4 + [1.0]


@pytest.mark.parametrize(
    ("cell", "low"),
    [
        ("A drone killed 7 people and wounded 30.", 7),
        ("31", 31),
        (31, 31),
        (31.0, 31),
        ("at least 31", 31),
        ("A farmer was killed in his field.", None),
        ("a dozen people were killed", 12),
        (float("nan"), None),
        (None, None),
    ],
)
def test_headlines(cell: object, low: int | None) -> None:
    claim = headline(cell)
    assert (claim.low if claim else None) == low


def test_scores_of_a_figure_by_hand(tmp_path: Path) -> None:
    cases = read_cases(write(tmp_path, "figure,min,max\n20,18,21\n"))
    found = score(bare, cases)
    assert found.plain[0].tolist() == [0.25] * 4
    # misses of 2, 1, 0 and 1 people: one on average, at 2 / (1 - level) each, over 20
    assert found.interval[0] == pytest.approx([1 * 2 / (1 - level) / 20 for level in LEVELS])
    assert found.crps[0] == pytest.approx(1 / 20)
    assert found.wis[0] == pytest.approx((0.5 + len(LEVELS)) / (len(LEVELS) + 0.5) / 20)


def test_scores_of_a_reading_by_hand(tmp_path: Path) -> None:
    cases = read_cases(write(tmp_path, "figure,min,max\n20,18,21\n"))
    toll = estimate(20)
    found = score(reader("documented"), cases)
    y = np.arange(18, 22)
    for i, level in enumerate(LEVELS):
        low, high = toll.interval(level=level)
        assert found.plain[0, i] == np.mean((y >= low) & (y <= high))
    k = np.arange(60_000)
    by_hand = [((np.asarray(toll.cdf(k)) - (k >= one)) ** 2).sum() / 20 for one in y]
    assert found.crps[0] == pytest.approx(np.mean(by_hand), abs=1e-6)


def test_every_profile_and_baseline_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, SENTENCES)
    text = main(["--data", str(path), "--min", "killed min", "--max", "killed max", "--by-form"])
    assert text in capsys.readouterr().out
    for name in (*everyone(), "documented", "bare figure", "UCDP coder model", "4 figures"):
        assert name in text


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    path = write(tmp_path, "figure,min,max\n20,18,21\n5,5,5\n")
    target = tmp_path / "reliability.png"
    main(["--data", str(path), "--picture", str(target)])
    assert target.read_bytes().startswith(b"\x89PNG")


def test_codebooks_without_a_rule_fall_back_on_the_figure(tmp_path: Path) -> None:
    cases = read_cases(write(tmp_path, "figure,min,max\nabout 31,28,40\n"))
    assert codebook("acled")(cases.claims[0]).support() == (31, 31)
    assert coder(cases.claims[0]).median() > 31


def test_cross_validation_scores_every_case_once(tmp_path: Path) -> None:
    rows = "\n".join(f"{n},{n - n // 5},{n + n // 4}" for n in range(2, 32))
    cases = read_cases(write(tmp_path, f"figure,min,max\n{rows}\n"))
    found = cross_validated(cases, 3)
    assert found.crps.shape == (30,)
    assert 0.5 < found.plain[:, -1].mean() <= 1.0


def test_answers_are_cleaned(tmp_path: Path) -> None:
    rows = [
        "Hedge,ActValue,Units,MinValue,MaxValue,Group",
        "about,30,beans,33,28,discrete",  # the wrong way round: swapped
        ",30,beans,30,30,discrete",
        "almost,30,beans,24,30,discrete",
        "over,30,beans,30,3000,discrete",  # off by more than a factor of ten
        "about,1990,year,1985,1995,timeAbs",
        "about,0.5,ounces,0.4,0.6,weight",
    ]
    cases = read_ferson(write(tmp_path, "\n".join(rows), "answers.csv"))
    assert cases.least.tolist() == [28, 30, 24]
    assert cases.most.tolist() == [33, 30, 30]
    assert [claim.form for claim in cases.claims] == ["about", "exact", "less_than"]
    assert cases.left_out == {"cleaned away": 3}
