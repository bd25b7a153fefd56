"""Codebooks: the rules that ship, what they code, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from casualtystats.errors import InvalidTypeError, SchemeError
from casualtystats.text.claim import Claim
from casualtystats.toll.scheme import Scheme

DOZENS = Claim(form="vague", unit=12, text="dozens")
HUNDREDS = Claim(form="vague", unit=100, text="hundreds")
SCORES = Claim(form="vague", unit=20, text="scores")


def ends(name: str, claim: Claim) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of a claim under a codebook."""
    coding = Scheme.load(name).code(claim)
    return coding.low, coding.best, coding.high


def test_four_codebooks_ship() -> None:
    assert Scheme.names() == ("acled", "airwars", "gtd", "ucdp")


@pytest.mark.parametrize("name", Scheme.names())
def test_every_rule_says_where_it_is_from(name: str) -> None:
    scheme = Scheme.load(name)
    for rule in (*scheme.forms.values(), *scheme.units.values()):
        assert rule.status in ("verified", "derived", "inferred")
        assert rule.source


@pytest.mark.parametrize(
    ("name", "claim", "coded"),
    [
        ("acled", DOZENS, (12, 12, 12)),
        ("acled", HUNDREDS, (100, 100, 100)),
        ("acled", Claim(low=31, form="at_least"), (31, 31, 31)),
        ("acled", Claim(low=31, high=44, form="range"), (31, 31, 31)),
        ("airwars", DOZENS, (12, None, 24)),
        ("airwars", Claim(low=31, high=44, form="range"), (31, None, 44)),
        ("airwars", Claim(high=9, form="at_most", tags=("up_to",)), (None, None, 9)),
        ("gtd", Claim(low=11, form="at_least"), (11, 11, 11)),
        ("gtd", DOZENS, (None, None, None)),
        ("ucdp", SCORES, (40, 40, 40)),
        ("ucdp", Claim(low=12, form="more_than"), (13, 13, 13)),
    ],
)
def test_codes(name: str, claim: Claim, coded: tuple[int | None, int | None, int | None]) -> None:
    assert ends(name, claim) == coded


@pytest.mark.parametrize("name", Scheme.names())
def test_a_plain_figure_is_coded_as_it_stands(name: str) -> None:
    assert ends(name, Claim(low=352, high=352, best=352)) == (352, 352, 352)


def test_inferred_rules_are_said_to_be() -> None:
    assert Scheme.load("ucdp").code(DOZENS).status == "inferred"
    assert Scheme.load("acled").code(DOZENS).status == "verified"


@pytest.mark.parametrize(
    ("name", "claim"),
    [("acled", SCORES), ("airwars", SCORES), ("gtd", Claim(low=8, high=12, form="range")),
     ("acled", Claim(form="vague", text="many")), ("ucdp", Claim(low=31, form="about"))],
)  # fmt: skip
def test_no_rule_is_an_error_not_a_guess(name: str, claim: Claim) -> None:
    with pytest.raises(SchemeError, match=f"have a rule in {name}"):
        Scheme.load(name).code(claim)


RULE = 'low = 5\nbest = 5\nhigh = 5\nstatus = "verified"\nsource = "house rules, p. 1"\n'


def written(folder: Path, text: str) -> Path:
    """A scheme file."""
    path = folder / "house.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_codebook_of_your_own(tmp_path: Path) -> None:
    scheme = Scheme.load(written(tmp_path, f"[units.1]\n{RULE}"))
    assert repr(scheme) == "Scheme('house', 1 rules)"
    assert scheme.code(Claim(form="vague", unit=1)).best == 5
    assert Scheme.load(scheme) is scheme


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[units.1]\nlow = 5\n", "a source, and a status"),
        (f"[units.dozen]\n{RULE}", "name units by whole numbers"),
        (f"[forms.exactly]\n{RULE}", "name only the forms"),
        (f"[words.several]\n{RULE}", "hold only name title about forms units"),
        (f"[units.1]\n{RULE}mean = 5\n", "hold only low best high"),
        (f"[units.1]\n{RULE}blank = true\n", "say blank = true"),
        ('[units.1]\nstatus = "verified"\nsource = "x"\n', "say blank = true"),
        (f"[units.1]\n{RULE.replace('low = 5', 'low = -5')}", "a number of people"),
        (f"[units.1]\n{RULE.replace('low = 5', 'low = true')}", "a number of people"),
        (f"[units.1]\n{RULE.replace('verified', 'certain')}", "a status of"),
        ("[units.1", "be valid TOML"),
    ],
)
def test_broken_files_are_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SchemeError, match=said):
        Scheme.load(written(tmp_path, text))


def test_unknown_codebooks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match="be one of acled airwars gtd ucdp"):
        Scheme.load("acledd")
    with pytest.raises(SchemeError, match="be a TOML file that is there"):
        Scheme.load(tmp_path / "absent.toml")
    with pytest.raises(InvalidTypeError, match="scheme must be a name"):
        Scheme.load(3)  # type: ignore[arg-type]
