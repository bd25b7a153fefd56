"""Every golden sentence reads as labelled; what is known to fail is a strict xfail."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from casualtystats.text.claim import FORMS, OUTCOMES, Claim
from casualtystats.text.loading import available
from casualtystats.text.parse import parse

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def _rows() -> list[Any]:
    params = []
    for path in sorted(GOLDEN.glob("*.jsonl")):
        known_path = path.with_suffix(".known")
        known = {}
        if known_path.exists():
            lines = known_path.read_text(encoding="utf-8").splitlines()
            known = dict(line.split(" ", 1) for line in lines if line)
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            reason = known.pop(row["id"], None)
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            params.append(pytest.param(path.stem, row, id=row["id"], marks=marks))
        assert not known, f"{known_path.name} names sentences that are not there: {known}"
    return params


def _agrees(mention: dict[str, Any], claim: Claim) -> bool:
    start, end = claim.span
    return (
        start < mention["end"]
        and mention["start"] < end
        and (claim.low, claim.high, claim.form, claim.outcome)
        == (mention["low"], mention["high"], mention["form"], mention["outcome"])
        and (claim.form != "vague" or claim.unit == mention["unit"])
    )


@pytest.mark.parametrize(("lang", "row"), _rows())
def test_sentence_reads_as_labelled(lang: str, row: dict[str, Any]) -> None:
    assert row.get("lang", "en") == lang  # what reads such a file elsewhere goes by it
    claims = parse(row["text"], lang=lang)
    assert len(claims) == len(row["mentions"]), claims
    for mention, claim in zip(row["mentions"], claims, strict=True):
        assert _agrees(mention, claim), (mention, claim)
        missing = set(mention["tags"]) - set(claim.tags)
        assert not missing, (mention, claim)


def _languages() -> list[Any]:
    known = pytest.mark.xfail(strict=True, reason="its golden sentences are still to be written")
    with_file = {path.stem for path in GOLDEN.glob("*.jsonl")}
    return [pytest.param(x, marks=[] if x in with_file else [known]) for x in available()]


@pytest.mark.parametrize("lang", _languages())
def test_golden_file_is_there_and_well_formed(lang: str) -> None:
    path = GOLDEN / f"{lang}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= (300 if lang == "en" else 60)
    assert max(Counter(row["id"] for row in rows).values()) == 1
    assert max(Counter(row["text"] for row in rows).values()) == 1
    for row in rows:
        for mention in row["mentions"]:
            assert row["text"][mention["start"] : mention["end"]] == mention["surface"]
            assert mention["form"] in FORMS
            assert mention["outcome"] in OUTCOMES


def test_english_golden_file_has_every_form_and_outcome_and_plain_sentences() -> None:
    rows = [json.loads(line) for line in (GOLDEN / "en.jsonl").read_text("utf-8").splitlines()]
    mentions = [mention for row in rows for mention in row["mentions"]]
    assert {mention["form"] for mention in mentions} == set(FORMS)
    assert {mention["outcome"] for mention in mentions} == set(OUTCOMES)
    assert sum(not row["mentions"] for row in rows) >= 40


def test_dev_labels_of_the_reference_data(shared_path: Path) -> None:
    """The first target of the project; the number itself is printed by the benchmark."""
    lines = (shared_path / "data" / "gold_dev.jsonl").read_text("utf-8").splitlines()
    right = missed = spurious = 0
    for row in map(json.loads, lines):
        left = list(row["mentions"])
        for claim in parse(row["text"]):
            hit = next((m for m in left if _agrees(m, claim)), None)
            if hit is None:
                spurious += 1
            else:
                left.remove(hit)
                right += 1
        missed += len(left)
    assert right / (right + spurious) >= 0.90
    assert right / (right + missed) >= 0.90
    assert 2 * right / (2 * right + missed + spurious) >= 0.92
