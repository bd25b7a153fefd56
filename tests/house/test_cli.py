"""The shell's door: what goes in, what comes out, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from casualtystats import __version__
from casualtystats.cli import main
from casualtystats.comparison.compare import compare
from casualtystats.io.streams import kind_of_file, read_parts, write_parts
from casualtystats.text.parse import parse
from casualtystats.toll.estimate import estimate

WORDS = "At least 31 people were killed and 12 were wounded."


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    done = capsys.readouterr()
    return code, done.out, done.err


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "reports.csv"
    frame = pd.DataFrame(
        {
            "incident": ["x", "x", "y", "z"],
            "text": ["at least 31", "42", "dozens", None],
            "source": ["ministry", "activists", "agency", "agency"],
            "official": [2, 2, 1, 1],
            "note": ["a,b", 'say "c"', "ü", None],
        }
    )
    frame.to_csv(path, index=False)
    return path


def test_parse_says_what_parse_says(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "parse", WORDS)
    claims = json.loads(out)
    assert (code, err) == (0, "")
    expected = [(c.text, c.low, c.high, c.outcome) for c in parse(WORDS)]
    assert [(c["text"], c["low"], c["high"], c["outcome"]) for c in claims] == expected


def test_estimate_says_what_estimate_says(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "estimate", "--level", "0.9", "at least 31", "352")
    assert code == 0
    figures: tuple[str | int, ...] = ("at least 31", 352)
    for row, figure in zip(json.loads(out), figures, strict=True):
        low, high = estimate(figure).interval(0.9)
        assert (row["lower"], row["upper"]) == (low, high)


def test_compare_adds_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "compare", "352", "several thousand")
    (row,) = json.loads(out)
    assert code == 0
    assert row["sentence"] == str(compare("352", "several thousand"))
    assert row["ratio_lower"] == pytest.approx(compare(352, "several thousand").ratio().low)


def test_an_unbounded_ratio_is_written_and_not_lost(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "compare", "0", "31")
    assert json.loads(out)[0]["ratio_upper"] == "inf"


def test_total_needs_a_correlation(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["total", "31", "42"])
    assert caught.value.code == 2
    assert "--correlation" in capsys.readouterr().err
    code, out, _ = run(capsys, "total", "--correlation", "unknown", "31", "42")
    assert code == 0
    wide = json.loads(out)[0]
    _, out, _ = run(capsys, "total", "--correlation", "0", "31", "42")
    assert json.loads(out)[0]["upper"] <= wide["upper"]


def test_lines_on_stdin(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{WORDS}\n\n3 people died.\n"))
    code, out, _ = run(capsys, "parse", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [row["row"] for row in rows] == ["0", "0", "1"]


def test_a_table_on_stdin(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"killed": "31"}\n{"killed": null}\n'))
    code, out, _ = run(
        capsys, "estimate", "--input", "-", "--input-format", "jsonl", "--figure", "killed"
    )
    rows = json.loads(out)
    assert code == 0
    assert rows[0]["median"] == estimate("31").median()
    assert rows[1]["median"] is None


def test_a_table_keeps_its_columns(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    code, out, _ = run(
        capsys, "estimate", "--input", str(table), "--figure", "text", "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [row["note"] for row in rows] == ["a,b", 'say "c"', "ü", ""]
    assert rows[3]["median"] == ""
    code, out, _ = run(capsys, "compare", "--input", str(table), "--monitor", "text")
    assert json.loads(out)[2]["prob_exceeds"] > 0.9


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "json"])
def test_output_files_by_their_names(
    capsys: pytest.CaptureFixture[str], table: Path, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"claims.{suffix}"
    code, shown, _ = run(
        capsys, "parse", "--input", str(table), "--keep", "incident", "--output", str(out)
    )
    assert (code, shown) == (0, "")
    text = out.read_text("utf-8")
    if suffix == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
    elif suffix == "jsonl":
        rows = [json.loads(line) for line in text.splitlines()]
    else:
        rows = json.loads(text)
    assert [row["incident"] for row in rows] == ["x", "x", "y"]


def test_totals_of_fused_reports_by_group(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    code, out, _ = run(
        capsys, "total", "--correlation", "0", "--input", str(table), "--figure", "text",
        "--incident", "incident", "--by", "official",
    )  # fmt: skip
    rows = {row["official"]: row for row in json.loads(out)}
    assert code == 0
    assert (rows["2"]["rows"], rows["1"]["rows"], rows["1"]["missing"]) == (1, 1, 1)


def test_a_blank_incident_is_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "blank.csv"
    asked = ["total", "--correlation", "0", "--input", str(path), "--figure", "text"]
    path.write_text('incident,text\n ,31\n"",12\n,12\n ,40\n', "utf-8")
    _, one, _ = run(capsys, *asked, "--incident", "incident")
    _, two, _ = run(capsys, *asked)
    assert json.loads(one) == json.loads(two)
    assert json.loads(one)[0]["rows"] == 4


def test_parquet(capsys: pytest.CaptureFixture[str], table: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the extra arrow reads Parquet")
    path = tmp_path / "reports.parquet"
    pd.read_csv(table).to_parquet(path)
    _, one, _ = run(capsys, "estimate", "--input", str(path), "--figure", "text")
    _, two, _ = run(capsys, "estimate", "--input", str(table), "--figure", "text")
    assert [r["median"] for r in json.loads(one)] == [r["median"] for r in json.loads(two)]


def test_report_writes_a_page(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    argv = ["report", "--input", str(table), "--title", "Two <strikes>", "--output", str(out)]
    assert main(argv) == 0
    html = out.read_text("utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert "Two &lt;strikes&gt;" in html
    assert "activists" in html


def test_rows_with_a_problem_make_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "estimate", "31", "no figure here")
    assert code == 1
    assert "1 row has a problem" in err
    assert json.loads(out)[1]["problem"]
    assert json.loads(out)[0]["median"] is not None


@pytest.mark.parametrize(
    "argv",
    [
        ["parse", "--input", "no such file.csv"],
        ["parse", "--input", "reports.doc"],
        ["estimate", "--level", "95", "31"],
        ["estimate", "--scheme", "no such scheme", "31"],
        ["estimate", "--input", "x.csv", "31"],
        ["compare", "31"],
        ["total", "--correlation", "often", "31"],
        ["report", "--title", "x"],
        ["parse", "--lang", "tlh", "31 killed"],
    ],
)
def test_what_cannot_run_says_why(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *argv)
    assert (code, out) == (2, "")
    assert err.startswith("casualtystats: ")
    assert "must" in err


def shell(content: bytes, *argv: str) -> tuple[int, str, str]:
    """Run the command with a pipe of bytes for its stdin, as a shell does."""
    command = [sys.executable, "-m", "casualtystats", *argv]
    done = subprocess.run(command, input=content, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "parquet"])
def test_a_table_through_a_pipe(tmp_path: Path, kind: str) -> None:
    """A pipe is not a file in memory: it has an encoding of its own, and no end to read from."""
    frame = pd.DataFrame({"killed": ["31", "over 40", None], "place": ["a,b", "ü", "c"]})
    path = tmp_path / f"table.{kind}"
    if kind == "parquet":
        pytest.importorskip("pyarrow", reason="the extra arrow reads Parquet")
        frame.to_parquet(path)
    elif kind == "jsonl":
        frame.to_json(path, orient="records", lines=True)
    else:
        frame.to_csv(path, index=False, sep="\t" if kind == "tsv" else ",")
    mark = b"" if kind == "parquet" else b"\xef\xbb\xbf"  # as spreadsheets begin text
    options = ("--input", "-", "--input-format", kind, "--figure", "killed")
    code, out, err = shell(mark + path.read_bytes(), "estimate", *options)
    rows = json.loads(out)
    assert (code, err) == (0, "")
    assert [row["place"] for row in rows] == ["a,b", "ü", "c"]
    assert rows[1]["median"] == estimate("over 40").median()
    assert rows[2]["median"] is None


@pytest.mark.parametrize(
    ("content", "kind", "match"),
    [
        (b"killed,place\n31,Raqqa,Syria\n", "csv", "more cells than the header"),
        (b"killed,place\n1,a\n31,Raqqa,Syria\n", "csv", "more cells than the header"),
        (b"killed\ncaf\xe9\n", "csv", "be a table in UTF-8"),
        (b"no parquet", "parquet", "be a Parquet file"),
        (b"no json", "jsonl", "be JSON"),
    ],
)
def test_a_broken_table_through_a_pipe_ends_with_a_sentence(
    content: bytes, kind: str, match: str
) -> None:
    options = ("--input", "-", "--input-format", kind, "--figure", "killed")
    code, out, err = shell(content, "estimate", *options)
    assert (code, out) == (2, "")
    assert match in err
    assert err.count("\n") == 1


def test_an_output_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = run(capsys, "estimate", "31", "--output", str(tmp_path / "no" / "such.csv"))
    assert code == 2
    assert "output must be a file that can be written" in err


@pytest.mark.parametrize("verb", [["estimate"], ["total", "--correlation", "0"]])
def test_the_input_is_never_overwritten(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, verb: list[str]
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("killed\n31\nat least 40\n", "utf-8")
    (tmp_path / "link.csv").symlink_to(path)
    for name in ("figures.csv", "link.csv"):
        out = ["--figure", "killed", "--output", str(tmp_path / name)]
        code, _, err = run(capsys, *verb, "--input", str(path), *out)
        assert code == 2
        assert "output must be another file than the input" in err
        assert path.read_text("utf-8") == "killed\n31\nat least 40\n"


def test_an_output_is_replaced_only_when_all_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "old.csv"
    out.write_text("what was here", "utf-8")
    path = tmp_path / "figures.csv"
    path.write_text("killed\n31\n", "utf-8")
    failing = ["estimate", "--input", str(path), "--figure", "nobody", "--output", str(out)]
    assert run(capsys, *failing)[0] == 2
    assert out.read_text("utf-8") == "what was here"
    assert run(capsys, *failing[:4], "killed", *failing[5:])[0] == 0
    assert out.read_text("utf-8").startswith("killed,lower")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["figures.csv", "old.csv"]


def test_an_output_keeps_its_links_its_rights_and_its_neighbours(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old", "utf-8")
    real.chmod(0o600)
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    neighbour = tmp_path / "real.csv.part"
    neighbour.write_text("killed\n31\n", "utf-8")
    argv = ["estimate", "--figure", "killed", "--input", str(neighbour), "--input-format", "csv"]
    assert run(capsys, *argv, "--output", str(link))[0] == 0
    assert link.is_symlink()
    assert real.read_text("utf-8").startswith("killed,lower")
    assert real.stat().st_mode & 0o777 == 0o600
    assert neighbour.read_text("utf-8") == "killed\n31\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.csv", "real.csv", "real.csv.part"]


def test_a_full_disk_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    code, _, err = run(capsys, "estimate", "31", "--output", "/dev/full")
    assert code == 2
    assert "output must be a file that can be written" in err


def test_words_of_other_languages(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "estimate", "--format", "csv", "au moins 31 morts", "al menos 31")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["upper"] for row in rows} == {str(estimate("at least 31").interval().high)}
    code, out, _ = run(capsys, "estimate", "--lang", "en", "au moins 31 morts")
    assert code == 1
    assert "Read as English" in json.loads(out)[0]["problem"]
    code, out, _ = run(capsys, "compare", "--lang", "fr", "31 morts", "plus de 40 morts")
    assert code == 0
    assert "plus de 40" in json.loads(out)[0]["sentence"]


def test_a_report_of_rows_that_cannot_be_read_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "reports.csv"
    path.write_text("text\n31 killed\nnothing is known\n\n", "utf-8")
    out = tmp_path / "page.html"
    code, _, err = run(capsys, "report", "--input", str(path), "--title", "x", "--output", str(out))
    assert code == 1
    assert "1 row has a problem" in err
    assert "nothing is known" in out.read_text("utf-8")


@pytest.mark.parametrize("verb", ["parse", "estimate", "compare", "total", "report"])
def test_help_teaches_by_examples(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([verb, "--help"])
    assert caught.value.code == 0
    assert f"casualtystats {verb} " in capsys.readouterr().out.split("examples:")[1]


def test_the_module_runs_and_stops_when_its_reader_does() -> None:
    command = [sys.executable, "-m", "casualtystats"]
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["casualtystats", __version__]
    piped = subprocess.Popen(
        [*command, "estimate", "--format", "jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert piped.stdin is not None
    assert piped.stdout is not None
    assert piped.stderr is not None
    piped.stdin.write("31\n" * 20_000)
    piped.stdin.close()
    assert json.loads(piped.stdout.readline())["figure"] == "31"
    piped.stdout.close()
    assert piped.wait(timeout=60) == 0
    assert piped.stderr.read() == ""
    piped.stderr.close()


def test_parts_of_a_file_are_the_file(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": [f"{i} killed" for i in range(23)], "n": ["007"] * 23})
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    for name in ("a.csv", "a.jsonl"):
        path = str(tmp_path / name)
        parts = list(read_parts(path, kind_of_file(path), rows=5))
        assert [len(part) for part in parts] == [5, 5, 5, 5, 3]
        whole = pd.concat(parts)
        assert whole.index.tolist() == list(range(23))
        assert whole["n"].tolist() == ["007"] * 23
        for form in ("json", "jsonl", "csv"):
            one, two = io.StringIO(), io.StringIO()
            write_parts(parts, one, form)
            write_parts([whole], two, form)
            assert one.getvalue() == two.getvalue()


def test_no_rows_are_a_table_without_rows(tmp_path: Path) -> None:
    out = io.StringIO()
    write_parts([], out, "json")
    assert json.loads(out.getvalue()) == []
    (tmp_path / "empty.csv").write_text("")
    assert list(read_parts(str(tmp_path / "empty.csv"), "csv")) == []
