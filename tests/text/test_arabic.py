"""Arabic: verbs before their people, particles written together, spans from right to left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.text.loading import load
from casualtystats.text.parse import parse
from casualtystats.text.validate import reading

_ONES = [
    *("صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"),
    *("أحد عشر", "اثنا عشر", "ثلاثة عشر", "أربعة عشر", "خمسة عشر", "ستة عشر", "سبعة عشر"),
    *("ثمانية عشر", "تسعة عشر"),
]
_TENS = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
_HUNDREDS = ["مئة", "مئتان", *(f"{x}مئة" for x in ("ثلاث", "أربع", "خمس", "ست", "سبع"))]
_HUNDREDS += ["ثمانمئة", "تسعمئة"]
_EASTERN = str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬")


def spell(number: int) -> str:
    """Write a number in Arabic words, independently of the lexicon: units before tens."""
    parts = []
    thousands, rest = divmod(number, 1000)
    if thousands == 1:
        parts.append("ألف")
    elif thousands == 2:
        parts.append("ألفان")
    elif thousands > 2:
        parts.append(spell(thousands) + (" آلاف" if thousands <= 10 else " ألف"))
    hundreds, small = divmod(rest, 100)
    if hundreds:
        parts.append(_HUNDREDS[hundreds - 1])
    if small and small < 20:
        parts.append(_ONES[small])
    elif small:
        tens, ones = divmod(small, 10)
        parts.append((f"{_ONES[ones]} و" if ones else "") + _TENS[tens - 2])
    return " و".join(parts)


@given(st.integers(3, 199_999))
def test_arabic_number_words_are_worth_what_they_say(number: int) -> None:
    assert [claim.low for claim in parse(f"قتل {spell(number)} شخصاً.", lang="ar")] == [number]


@given(st.integers(1, 10**9), st.sampled_from([_EASTERN, {}]), st.sampled_from(["و", "وَ", "والـ"]))
def test_arabic_digits_of_both_scripts_behind_a_particle(
    number: int, script: dict[int, int], particle: str
) -> None:
    digits = f"{number:,}".translate(script)
    claims = parse(f"قتل 3 جنود {particle}{digits} مدنياً", lang="ar")
    assert [claim.low for claim in claims] == [3, number]
    assert claims[1].text == f"{digits} مدنياً"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("وَقُتِلَ ١٢ مَدَنِيًّا", "١٢ مَدَنِيًّا"),
        ("فقتـــل 12 مدنياً", "12 مدنياً"),
        ("ومقتل ما لا يقلّ عن ٣١ شخصاً", "ما لا يقلّ عن ٣١ شخصاً"),
        ("واصابة 31 شخصا علي الاقل", "31 شخصا علي الاقل"),
    ],
)
def test_spans_are_verbatim_whatever_is_folded_away(text: str, said: str) -> None:
    (claim,) = parse(text, lang="ar")
    assert claim.text == said == text[slice(*claim.span)]


@given(st.text("وقتلفيمن ًَُّـ١٢3،.على الاقلجندي", max_size=60))
def test_any_arabic_is_safe(text: str) -> None:
    for claim in parse(text, lang="ar"):
        assert text[slice(*claim.span)] == claim.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قتل الجيش في غارة على حلب 12 مدنياً", ["exact 12 killed"]),
        ("قتل، اليوم الاثنين، 12 مدنياً", ["exact 12 killed"]),
        ("لم يقتل 12 مدنياً", []),
        ("قتل في هجوم نفذه 3 مسلحين", []),
        ("12 مدنياً قتلوا في غارة", ["exact 12 killed"]),
        ("مقتل الجندي", []),
        ("مقتل جندي", ["exact 1 killed"]),
        ("توفي ثلاثة جرحى", ["exact 3 killed"]),
        ("تجاوز عدد القتلى 900", ["more_than 900 killed"]),
        ("بلغ عدد القتلى في غزة 2400", ["exact 2400 killed"]),
        ("بلغ عدد القتلى 2000", ["exact 2000 killed"]),
        ("قتل الجنود الـ12", ["exact 12 killed"]),
        ("قتل 12 مدنياً سورياً على الأقل", ["at_least 12 killed"]),
        ("بين 20 و30 قتيلاً", ["range 20-30 killed"]),
        ("نزوح 1,5 مليون شخص", ["exact 1500000 displaced"]),
    ],
)
def test_the_verb_comes_first(text: str, expected: list[str]) -> None:
    assert [reading(claim) for claim in parse(text, lang="ar")] == expected


def test_a_source_behind_its_verb_ends_where_the_clause_begins() -> None:
    (claim,) = parse("أفاد مصدر طبي بمقتل 12 مدنياً.", lang="ar")
    assert claim.attribution == "أفاد مصدر طبي"
    (claim,) = parse("قال المرصد السوري إن 12 مدنياً قتلوا.", lang="ar")
    assert claim.attribution == "قال المرصد السوري"


@pytest.mark.parametrize("part", ["بينهم نساء", "، بينهم أطفال", "منهم أطفال"])
def test_a_whole_whose_parts_have_no_number_is_no_part(part: str) -> None:
    (claim,) = parse(f"قتل 12 مدنياً {part}.", lang="ar")
    assert (claim.low, claim.tags) == (12, ())


def test_arabic_is_told_from_the_others() -> None:
    (claim,) = parse("قتل 12 مدنياً في غارة على السوق.", lang="auto")
    assert (claim.lang, claim.low) == ("ar", 12)
    assert load("ar").direction == "rtl"
    assert [c.low for c in parse("ما لا يقل عن ٣١", lang="ar")] == [31]
