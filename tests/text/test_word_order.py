"""Constructions of other languages than English, and the English ones that are built likewise."""

from __future__ import annotations

import pytest

from casualtystats.text.parse import parse
from casualtystats.text.validate import reading


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "50 people or more were killed.", ["at_least 50 killed"]),
        ("en", "There were no dead and no wounded.", ["exact 0 killed", "exact 0 injured"]),
        ("en", "A wounded kangaroo was found and no dead dogs.", []),
        ("en", "At least a soldier was killed.", ["at_least 1 killed"]),
        ("en", "A man was killed over a woman.", ["exact 1 killed"]),
        ("en", "Between a dozen and a hundred rebels were killed.", ["range 12-100 killed"]),
        ("en", "The toll was revised, from 22 to 17.", ["exact 22 killed", "exact 17 killed"]),
        ("en", "Between 2014 and 2018, 12 people died.", ["exact 12 killed"]),
        ("en", "Between 1900 and 2000 people died.", ["range 1900-2000 killed"]),
        ("en", "Three men of 20, 21 and 25 years were killed.", ["exact 3 killed"]),
        ("en", "One person in ten died.", []),
        ("en", "Three people in 2019 were killed.", ["exact 3 killed"]),
        ("en", "Three people in 12 vehicles died.", ["exact 3 killed"]),
        ("en", "A woman, a mother of three, was killed.", ["exact 1 killed"]),
        ("en", "A dozen and a half people were killed.", ["exact 18 killed"]),
        ("en", "Two dozen and a half miners died.", ["exact 30 killed"]),
        ("en", "A dozen men and a half-brother died.", ["exact 12 killed", "exact 1 killed"]),
        ("fr", "Une douzaine et demie de soldats sont morts.", ["exact 18 killed"]),
        ("es", "Murió una docena y media de personas.", ["exact 18 killed"]),
        ("es", "Entre 2014 y 2018 murieron 12 personas.", ["exact 12 killed"]),
        ("es", "El 11 de septiembre de 2001 murieron 12 personas.", ["exact 12 killed"]),
        ("es", "Mató a su mujer y a sus dos hijos.", ["exact 2 killed"]),
        ("es", "Un muerto y un herido en Madrid.", ["exact 1 killed", "exact 1 injured"]),
        ("es", "Al menos un herido grave.", ["at_least 1 injured"]),
        ("es", "De 40 a 60 civiles murieron.", ["range 40-60 killed"]),
        ("es", "Asciende a 43 la cifra de muertos.", ["exact 43 killed"]),
        ("es", "Puede que se eleve a 43 la cifra de muertos.", []),
        ("es", "La cifra de muertos subió de 98 a 120.", ["exact 98 killed", "exact 120 killed"]),
        ("es", "El tifón dejó sin hogar a 400 personas.", ["exact 400 displaced"]),
        ("es", "Un niño de 12 años fue alcanzado y murió.", ["exact 1 killed"]),
        (
            "fr",
            "Cinq personnes ont été tuées à Kirkouk, quatre à Mossoul et deux à Tikrit.",
            ["exact 5 killed", "exact 4 killed", "exact 2 killed"],
        ),
    ],
)
def test_reads(lang: str, text: str, expected: list[str]) -> None:
    assert [reading(claim) for claim in parse(text, lang=lang)] == expected


@pytest.mark.parametrize(
    ("lang", "text", "tags"),
    [
        ("es", "Cinco personas más murieron.", ("added",)),
        ("en", "Five more people died.", ("added",)),
        ("en", "Five soldiers further north were killed.", ()),
    ],
)
def test_more_may_stand_behind_its_noun(lang: str, text: str, tags: tuple[str, ...]) -> None:
    (claim,) = parse(text, lang=lang)
    assert claim.tags == tags


def test_an_earlier_figure_is_tagged_wherever_its_toll_noun_stands() -> None:
    first, second = parse("Rebajan de 22 a 17 la cifra de muertos.", lang="es")
    assert ("prior" in first.tags, "prior" in second.tags) == (True, False)
    assert (first.low, second.low) == (22, 17)
