"""parse and read_one: what they read, what they refuse, and that no text breaks them."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casualtystats.errors import InvalidTypeError, InvalidValueError, UnreadableError
from casualtystats.text import grammar
from casualtystats.text.claim import Claim
from casualtystats.text.headline import read_one
from casualtystats.text.loading import load
from casualtystats.text.parse import parse
from casualtystats.text.validate import reading

_WORDS = sorted(load("en").words)
_MARKS = [",", ".", ";", ":", "(", ")", "-", "–", "+", "%", "$", '"', "\n", "'s", "…"]
_NUMBERS = ["1", "12", "1,200", "1 200", "61k", "2014", "6.5", "31-40", "12-year-old", "3rd", "½"]

words = st.sampled_from([*_WORDS, *_MARKS, *_NUMBERS, "Xanth", "flurble", "ß", "İ"])

#: Sentences that no editor would let pass, made of words that the grammar acts on.
word_salad = st.lists(words, max_size=40).map(" ".join)

#: Anything that fits in a str, lone surrogates included.
any_text = st.text(st.characters(), max_size=200) | st.text(
    st.characters(categories=["Nd", "Mn", "Cs", "Cf", "Cc", "Lo", "Po"]), max_size=200
)

#: Both, glued together.
texts = st.one_of(word_salad, any_text, st.tuples(any_text, word_salad, any_text).map(" ".join))


def said(text: str) -> list[str]:
    return [reading(claim) for claim in parse(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At least 31 people were killed in Al-Bukamal, and the toll is expected to climb.",
            ["at_least 31 killed"],
        ),
        (
            "At least 26 were killed in Al-Ekirshi and scores were severely injured.",
            ["at_least 26 killed", "vague 20 injured"],
        ),
        (
            "42 people were killed, among them at least 11 children, six women and 14 refugees.",
            ["exact 42 killed", "at_least 11 killed", "exact 6 killed", "exact 14 killed"],
        ),
        ("Over 40 civilians killed in raids.", ["more_than 40 killed"]),
        ("Dozens of civilians were killed.", ["vague 12 killed"]),
        (
            "At least 352 civilians were killed by the Coalition up to 31 March 2017.",
            ["at_least 352 killed"],
        ),
        ("Less than 1 percent of engagements bring a claim; 0.24 percent are credible.", []),
        ("As many as several thousand civilians have been killed.", ["vague 1000 killed"]),
        ("Up to 350,000 people are trapped in Mosul.", ["at_most 350000 other"]),
        ("Some 630,000 of over 1 million people have fled.", ["about 630000 displaced"]),
    ],
)
def test_every_figure_of_the_seed_article(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("at least 31", "at_least 31 -"),
        ("over 40 civilians", "more_than 40 -"),
        ("42, including 11 children", "exact 42 -"),
        ("scores", "vague 20 -"),
        ("several thousand", "vague 1000 -"),
        ("up to 350,000", "at_most 350000 -"),
        ("31-40", "range 31-40 -"),
        ("at least 352 killed", "at_least 352 killed"),
        ("more than 3,200", "more_than 3200 -"),
        ("72 killed, up to 120 injured", "exact 72 killed"),
        ("no casualties", "exact 0 casualties"),
        ("nobody", "exact 0 -"),
        ("1500", "exact 1500 -"),
        ("31.0", "exact 31 -"),
        ("1.200", "exact 1200 -"),
        (" 1984 ", "exact 1984 -"),
        ("31 (at least)", "at_least 31 -"),
        ("at least 5 (five)", "at_least 5 -"),
        ("31 confirmed", "exact 31 -"),
        ("c. 400", "about 400 -"),
        ("none killed", "exact 0 killed"),
        ("no deaths", "exact 0 killed"),
        ("12+", "at_least 12 -"),
        ("~30", "about 30 -"),
        ("31 or more", "at_least 31 -"),
        ("42 in Homs", "exact 42 -"),
        ("200 injured and 12 killed", "exact 12 killed"),
        ("up from 98 to 120 dead", "exact 120 killed"),
        (352, "exact 352 -"),
        (31.0, "exact 31 -"),
        (np.int64(26), "exact 26 -"),
        (0, "exact 0 -"),
    ],
)
def test_one_figure(figure: str | float, expected: str) -> None:
    assert reading(read_one(figure)[0]) == expected


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("12 soldiers and four civilians were killed", (16, 16, "exact")),
        ("killed 12 soldiers, 3 guards and between 2 and 4 villagers", (17, 19, "range")),
        ("five died in Asra and three in Velia", (8, 8, "exact")),
        ("Five died in Asra and three in Velia, a report said.", (8, 8, "exact")),
        ("10 were killed by gunfire and 3 by a bomb", (13, 13, "exact")),
        ("Seven died on Monday, four on Tuesday and three on Wednesday", (14, 14, "exact")),
        ("12 died in Asra and another five in Velia", (17, 17, "exact")),
        ("about 12 guards and four nurses died", (16, 16, "about")),
        ("12 guards and more than four nurses died", (16, None, "more_than")),
        ("fewer than 12 guards and up to 3 nurses died", (None, 15, "less_than")),
        ("12 men, two of them boys, and at least four women died", (16, None, "at_least")),
        ("12 guards and four nurses", (16, 16, "exact")),
        ("11 men, 12 women and 8 children", (31, 31, "exact")),
        ("a soldier and two civilians", (3, 3, "exact")),
        ("a mother and her two children", (3, 3, "exact")),
        ("12 soldiers, 8 guards and 4 nurses died", (24, 24, "exact")),
        ("مقتل 5 مدنيين و3 جنود", (8, 8, "exact")),
        ("12 soldiers were killed and four nurses wounded", (12, 12, "exact")),
        ("Hundreds of herders, perhaps as many as 700, died.", (None, None, "vague")),
        ("Twelve people died. All 12 were miners who died at once.", (12, 12, "exact")),
        ("At least 31 people, and possibly as many as 50, died.", (31, None, "at_least")),
    ],
)
def test_different_people_of_one_row_are_added_up(
    figure: str, expected: tuple[int | None, int | None, str]
) -> None:
    claim, _ = read_one(figure)
    assert (claim.low, claim.high, claim.form) == expected
    assert figure[claim.span[0] : claim.span[1]] == claim.text


@given(st.lists(st.integers(2, 5000), min_size=2, max_size=5))
def test_a_row_of_exact_figures_is_their_sum(counts: list[int]) -> None:
    people = ("guards", "nurses", "miners", "priests", "pilots")
    row = [f"{n} {who}" for n, who in zip(counts, people, strict=False)]
    claim, parts = read_one(f"{', '.join(row[:-1])} and {row[-1]} were killed")
    assert (claim.best, claim.form, claim.outcome, parts) == (sum(counts), "exact", "killed", ())
    assert claim.evidence[-1] == ("sum", " + ".join(map(str, counts)), "coordination")


@pytest.mark.parametrize(
    ("figure", "best"),
    [
        ("The death toll rose by 14 to 212.", 212),
        ("Another 15 people died in hospital, bringing the toll to 63.", 63),
        ("Initially 50 were reported dead, but the toll was later lowered to 42.", 42),
        ("Not 31 but 42 people died.", 42),
        ("Another 12 people were killed.", 12),
        ("At least 31 people died on Monday, bringing the death toll to 212.", 212),
        ("31 died, raising the week's toll to 212", 212),
        ("31 in 2017", 31),
        ("31[1]", 31),
        ("at least 40 near Port Asra", 40),
        ("près de 40", 40),
        ("The ministry denied that 40 villagers had been killed.", 40),
    ],
)
def test_the_headline_is_the_toll_as_it_stands(figure: str, best: int) -> None:
    assert read_one(figure)[0].best == best


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("5 (3 children)", [3]),
        ("9 (4 soldiers, 3 nurses)", [4, 3]),
        ("10 inc. 3 children", [3]),
        ("five (5)", []),
        ("5 people, 2 men and 3 women", [2, 3]),
        ("Five people from Homs, two men and three women, were killed", [2, 3]),
        ("Five children, two girls and three boys, were killed", [2, 3]),
        ("Five people, two men and three women, were killed", [2, 3]),
        ("31 civilians, 20 adults and 11 children, died", [20, 11]),
        ("Three people — a man and two women — were killed", [1, 2]),
        ("Cinq personnes, deux hommes et trois femmes, ont été tuées", [2, 3]),
    ],
)
def test_parts_of_a_cell_stand_in_a_bracket(cell: str, parts: list[int]) -> None:
    head, found = read_one(cell)
    assert [part.low for part in found] == parts
    assert all(part.parent == head for part in found)
    with pytest.raises(UnreadableError, match="state one toll"):
        read_one("5 (8 children)")  # no part of five


def test_a_best_figure_with_its_ends_in_a_bracket() -> None:
    for cell in ("31 (20-40)", "31 [20-40]", "31 killed (20-40)", "20-40 (31)", "20 to 40 (31)"):
        claim, parts = read_one(cell)
        assert (claim.low, claim.best, claim.high, claim.form, parts) == (20, 31, 40, "range", ())
        assert cell.startswith(claim.text)
    for cell in ("20-40 (50)", "20-40 (31 men)", "20-40 (31-33)", "20-40 (about 31)"):
        with pytest.raises(UnreadableError, match="state one toll"):
            read_one(cell)


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("The dead include two children.", 2),
        ("Among the dead were six soldiers and five civilians.", 11),
    ],
)
def test_some_of_the_dead_are_no_toll_but_a_floor(text: str, low: int) -> None:
    claim, parts = read_one(text)
    assert (claim.low, claim.best, claim.high, claim.form) == (low, low, None, "at_least")
    assert parts == ()
    assert ("part", claim.text, "coordination") in claim.evidence


def test_a_part_of_those_who_lived_is_the_toll() -> None:
    claim, _ = read_one("Twelve of the hostages were killed.")
    assert (claim.low, claim.high, claim.form) == (12, 12, "exact")


def test_sub_counts_come_with_the_figure() -> None:
    head, parts = read_one("42, including 11 children, six women and 14 refugees")
    assert [part.low for part in parts] == [11, 6, 14]
    assert all(part.parent == head for part in parts)
    assert [part.victims for part in parts] == [("children",), ("women",), ("refugees",)]


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ("Police say 12 died; residents say 30 died.", ("'12'", "'30'")),
        ("one nurse was killed and one guard was killed", ("'one nurse'", "'one guard'")),
        ("between 31 (radio) and 44 (wire) killed", ("'between 31'", "'44'")),
        ("31 (40-50)", ("'31'", "'40-50'")),
        ("At least 31 were killed. Two more died overnight.", ("'At least 31'", "'Two more'")),
        ("12 confirmed dead and 20 more feared dead", ("'12'", "'20 more'")),
        ("12+3 dead", ("plus between them",)),
        ("31 killed per officials, 44 per activists", ("'31'", "'44'")),
        ("31 died by one count, 44 by another", ("'31'", "'44'")),
        ("31 dead according to the ministry, 44 according to the union", ("'31'", "'44'")),
        ("Two soldiers were killed and 40 villagers died.", ("'Two soldiers'", "'40 villagers'")),
        ("dozens of guards and four nurses died", ("'dozens of guards'", "'four nurses'")),
        ("several soldiers and hundreds of villagers died", ("'hundreds of villagers'",)),
        ("A bomb killed 12 in Asra. Later scores were killed in Velia.", ("'12'", "'scores'")),
        ("31 and 42", ("'31'", "'42'")),
        ("Сначала погибли 12 человек. В Асре погибли ещё 30 солдат, а 40 ранены; 7 убиты.", ("7",)),
    ],
)
def test_a_text_of_several_tolls_is_refused_and_each_is_named(
    figure: str, told: tuple[str, ...]
) -> None:
    with pytest.raises(UnreadableError, match="figure must state one toll") as caught:
        read_one(figure)
    assert all(words in str(caught.value) for words in told)


@pytest.mark.parametrize(
    ("figure", "best"),
    [
        ("At least 23 villagers died. Two attackers were shot dead.", 23),
        ("An air strike killed 32 villagers. No fighters were killed.", 32),
        ("Twelve were killed and 30 were injured.", 12),
    ],
)
def test_what_stands_beside_a_toll_is_no_second_one(figure: str, best: int) -> None:
    assert read_one(figure)[0].low == best


@pytest.mark.parametrize(
    ("figure", "lang", "expected"),
    [
        ("Une vingtaine de personnes ont été tuées, dont 11 enfants", "fr", "about 20 killed"),
        ("42 blessés et 31 morts", "fr", "exact 31 killed"),
        ("plus de 40 morts", "fr", "more_than 40 killed"),
        ("al menos 31 muertos", "es", "at_least 31 killed"),
        ("más de 1.200", "es", "more_than 1200 -"),
        ("не менее 31 человека погибли", "ru", "at_least 31 killed"),
        ("مقتل 31 شخصا على الأقل", "ar", "at_least 31 killed"),
        ("at least 31 killed", "en", "at_least 31 killed"),
        ("42 in Homs", "en", "exact 42 -"),
        ("352", "en", "exact 352 -"),
    ],
)
def test_a_figure_is_read_in_its_own_language(figure: str, lang: str, expected: str) -> None:
    for asked in ("auto", lang):
        claim, _ = read_one(figure, asked)
        assert (claim.lang, reading(claim)) == (lang, expected)


def test_words_of_another_language_are_not_read_as_english() -> None:
    with pytest.raises(UnreadableError, match="Read as English"):
        read_one("plus de 40 morts", "en")
    with pytest.raises(InvalidValueError, match="lang must be one of"):
        read_one("plus de 40", "xx")


@pytest.mark.parametrize("figure", ["minus 40", "etwa 40", "mindestens 40 Tote", "Etwa 40 Tote"])
def test_an_unknown_word_before_a_figure_may_hedge_it(figure: str) -> None:
    with pytest.raises(UnreadableError, match="figure must state a toll"):
        read_one(figure)


@pytest.mark.parametrize(
    "figure",
    [
        "no number here",
        "",
        "  ",
        "unknown",
        "n/a",
        "-",
        "?",
        "nan",
        "-5",
        "3.5",
        "a 2014 law",
        "no survivors",
        "none",
        "None",
        "5-",
        "5.000",
        "31 –",
        "5 plus",
        "5m 3f",
        "5 each",
        "0 more deaths",
        "5 - 2 men and 3 women",
        "None of the 12 papers reported deaths",
        "31, at least in part",
        "No further deaths were reported.",
        "No one else died.",
        "No deaths other than the 12 were reported.",
        "There were no other casualties.",
        "None of the papers mentioned casualties.",
    ],
)
def test_unreadable_words_are_refused_and_never_zero(figure: str) -> None:
    with pytest.raises(UnreadableError, match="figure must state a toll"):
        read_one(figure)


@pytest.mark.parametrize("figure", [True, None, 3.5, [31], b"31", 1 + 2j, np.array([1, 2])])
def test_what_is_no_figure_is_refused_by_type(figure: object) -> None:
    with pytest.raises(InvalidTypeError, match="figure must be words or a whole number"):
        read_one(figure)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "figure", [-3, float("nan"), float("inf"), -0.5 * 4, 10**400, 10**10 + 1, "10000000001"]
)
def test_impossible_numbers_are_refused_by_value(figure: float) -> None:
    with pytest.raises(InvalidValueError, match="figure must be"):
        read_one(figure)


def test_bad_arguments() -> None:
    with pytest.raises(InvalidTypeError, match="text must be a str"):
        parse(31)  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="lang must be one of"):
        parse("31 killed", lang="xx")
    with pytest.raises(InvalidTypeError, match="lang must be a str"):
        parse("31 killed", lang=None)  # type: ignore[arg-type]


def _check(text: str, claims: list[Claim]) -> None:
    last = -1
    for claim in claims:
        start, end = claim.span
        assert text[start:end] == claim.text
        assert claim.text.strip()
        assert start > last
        last = start
        assert claim.form != "vague" or (claim.low, claim.high, claim.best) == (None, None, None)
        assert claim.form == "vague" or claim.low is not None or claim.high is not None
        assert claim.explain()
        if claim.parent is not None:
            assert claim.parent.parent is None or claim.parent.parent != claim


@given(texts)
@example("\ud800 12 killed \x00 and 3 injured")
@example("12\u0301 killed")
@example("9" * 5000 + " killed")
@example("١٢ killed and ２０ injured")
@example("killed" * 400)
@example("one in " * 700 + "killed")
@example("twelve of the " * 300 + "killed")
@example("a 9 year old " * 300 + "killed")
def test_any_text_is_safe(text: str) -> None:
    _check(text, parse(text))


@given(word_salad)
def test_words_of_the_grammar_in_any_order_are_safe(text: str) -> None:
    _check(text, parse(text))
    _check(text.upper(), parse(text.upper()))


@given(texts)
def test_reading_is_repeatable_and_read_one_refuses_or_reads(text: str) -> None:
    assert parse(text) == parse(text)
    try:
        head, parts = read_one(text)
    except InvalidValueError:  # no toll, or more people than there are
        return
    assert isinstance(head, Claim)
    assert all(part.parent is head for part in parts)


@given(word_salad)
def test_an_article_reads_as_its_sentences_do(text: str) -> None:
    first = "Twelve people were killed."
    claims = parse(f"{first}\n{text}\n{first}")
    assert claims[0].text == "Twelve people"
    assert claims[-1].text == "Twelve people"


def test_a_long_article_keeps_its_spans() -> None:
    text = "The council met on Monday. At least 12 people were killed in Tal. " * 400
    claims = parse(text)
    assert len(claims) == 400
    assert {text[slice(*claim.span)] for claim in claims} == {"At least 12 people"}


def test_a_line_without_end_is_read_in_pieces() -> None:
    text = "flurble " * 60_000 + "12 people were killed " + "flurble " * 60_000
    assert [claim.low for claim in parse(text)] == [12]


@pytest.mark.parametrize("digits", ["١٢", "۱۲", "१२", "１２"])
def test_digits_of_any_script(digits: str) -> None:
    assert said(f"{digits} people were killed") == ["exact 12 killed"]


@pytest.mark.parametrize(
    "text",
    [
        "At least 31 people were killed.",
        "AT LEAST 31 PEOPLE WERE KILLED.",
        "At  least\t31\u00a0people   were killed",
        "“At least 31” people were killed",
    ],
)
def test_case_and_white_space_do_not_matter(text: str) -> None:
    assert said(text) == ["at_least 31 killed"]


@pytest.mark.parametrize("thresholds", [(700, 10, 10), (0, 5, 5)])
def test_a_long_text_leaves_the_garbage_collector_as_it_was(
    thresholds: tuple[int, int, int],
) -> None:
    was = gc.get_threshold()
    try:
        gc.set_threshold(*thresholds)
        before = gc.get_stats()[1]["collections"]
        article = "In Dorun, 12 people were killed, two of them children. " * 2_500
        assert len(parse(article)) == 5_000
        assert gc.get_threshold() == thresholds
        assert gc.get_stats()[1]["collections"] - before <= 1
    finally:
        gc.set_threshold(*was)


def test_two_readings_at_once_leave_the_garbage_collector_as_it_was() -> None:
    was = gc.get_threshold()
    first, second = grammar._only_new_objects_collected(), grammar._only_new_objects_collected()
    first.__enter__()
    assert gc.get_threshold()[1] > was[1]
    second.__enter__()
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    assert gc.get_threshold() == was


def test_reading_leaves_no_cycles() -> None:
    golden = Path(__file__).resolve().parents[1] / "golden" / "en.jsonl"
    lines = golden.read_text(encoding="utf-8").splitlines()
    article = " ".join(json.loads(line)["text"] for line in lines)
    parse(article)
    runs = gc.isenabled()
    try:
        gc.disable()  # what it collects in between would not be seen
        gc.collect()
        assert len(parse(article)) > 1000
        assert gc.collect() == 0
    finally:
        (gc.enable if runs else gc.disable)()
