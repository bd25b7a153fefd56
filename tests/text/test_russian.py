"""What Russian asks of the grammar: people behind their verb, dashes for verbs, no articles."""

from __future__ import annotations

import pytest

from casualtystats.text.loading import load, spellings
from casualtystats.text.parse import parse
from casualtystats.text.validate import reading


def readings(text: str) -> list[str]:
    return [reading(claim) for claim in parse(text, lang="ru")]


def test_a_predicate_in_front_leaves_people_alone_that_have_their_own() -> None:
    assert readings("Погиб мужчина, двое ранены.") == ["exact 2 injured"]
    assert readings("Погибли мужчина и двое детей.") == ["exact 2 killed"]


def test_two_predicates_in_front_are_read_together() -> None:
    assert readings("Погибли или ранены 15 солдат.") == ["exact 15 casualties"]


def test_the_wounded_may_die_later() -> None:
    assert readings("Двое раненых позже скончались.") == ["exact 2 killed"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Число погибших выросло до 17.", ["exact 17 killed"]),
        ("Число погибших выросло за сутки до 17.", ["exact 17 killed"]),
        ("Число погибших увеличилось на 14, до 212.", ["exact 14 killed", "exact 212 killed"]),
        ("Погибли до 17 человек.", ["at_most 17 killed"]),
    ],
)
def test_how_far_a_toll_rose_is_no_hedge(text: str, expected: list[str]) -> None:
    assert readings(text) == expected


def test_part_of_a_whole_without_a_comma() -> None:
    whole, part = parse("Из 40 погибших 25 — мирные жители.", lang="ru")
    assert part.parent == whole
    assert part.tags == ("subset",)


@pytest.mark.parametrize("text", ["Ещё не менее трёх", "Ещё трое", "Не менее ещё трёх"])
def test_another_before_a_figure_marks_an_increment(text: str) -> None:
    (claim,) = parse(f"{text} солдат погибли.", lang="ru")
    assert claim.tags == ("added",)
    assert claim.text == f"{text} солдат"


def test_one_of_the_people_without_an_article() -> None:
    (claim,) = parse("Один из нападавших убит.", lang="ru")
    assert (claim.text, claim.tags) == ("Один из нападавших", ("perpetrator",))
    assert readings("Ни один из пассажиров не погиб.") == ["exact 0 killed"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ранены двое-трое солдат.", ["range 2-3 injured"]),
        ("Ранены тридцать-сорок солдат.", ["range 30-40 injured"]),
        ("Ранены от двух до пяти солдат.", ["range 2-5 injured"]),
    ],
)
def test_two_number_words_with_a_hyphen_are_a_range(text: str, expected: list[str]) -> None:
    assert readings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Погибло человек двадцать.", ["about 20 killed"]),
        ("Человек 15 ранены.", ["about 15 injured"]),
        ("Ранены человек пять-шесть.", ["range 5-6 injured"]),
        ("Ранены 40 человек, 12 из них тяжело.", ["exact 40 injured", "exact 12 injured"]),
    ],
)
def test_a_noun_before_its_number_makes_it_rough(text: str, expected: list[str]) -> None:
    assert readings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "В Киеве погибли двое, в Харькове — трое, в Одессе — четверо.",
        "Двое погибли в Киеве, трое — в Харькове и четверо — в Одессе.",
        "Погибли двое в Киеве, трое в Харькове и четверо в Одессе.",
    ],
)
def test_a_dash_stands_for_the_verb(text: str) -> None:
    assert readings(text) == ["exact 2 killed", "exact 3 killed", "exact 4 killed"]


def test_a_dash_before_those_who_were_aboard_is_no_verb() -> None:
    assert readings("Погибли двое, на борту — 40 человек.") == ["exact 2 killed"]


def test_two_ages_are_no_toll() -> None:
    assert readings("Погибли двое детей — 4 и 6 лет.") == ["exact 2 killed"]
    assert readings("Погибли 4 и ранены 6 солдат.") == ["exact 4 killed", "exact 6 injured"]


def test_an_unknown_verb_keeps_its_people_from_the_verb_before() -> None:
    expected = ["exact 5 killed"]
    assert readings("Погибли пять человек, 40 человек удалось спасти.") == expected
    assert readings("Погибли пять человек, 40 человек позже эвакуировались.") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Информации о пострадавших нет.",
        "О погибших и пострадавших пока не сообщается.",
        "Не обошлось без жертв.",
        "У погибших нет родственников.",
        "Данных о числе пострадавших нет.",
        "Неизвестно, сколько человек погибло.",
    ],
)
def test_what_is_not_known_is_no_zero(text: str) -> None:
    assert readings(text) == []


def test_every_spelling_with_dots_on_its_vowel_is_there_without_them() -> None:
    known = {spelling for spelling, _ in spellings(load("ru").raw)}
    assert {s for s in known if "ё" in s and s.replace("ё", "е") not in known} == set()


def test_people_may_stand_before_a_word_of_loss_but_no_things() -> None:
    assert readings("Двое террористов ликвидированы.") == ["exact 2 killed"]
    assert readings("Тридцать танков уничтожены.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В Киеве погибли за сутки 76 человек.", ["exact 76 killed"]),
        ("Погибли в результате обстрела Херсона мать и двое детей.", ["exact 2 killed"]),
        ("Взрыв ранил в Херсоне троих прохожих.", ["exact 3 injured"]),
        ("Армия потеряла за день 35 солдат.", ["exact 35 killed"]),
        ("Погиб в ДТП отец троих детей.", []),
        ("Погиб в Херсоне водитель, двое ранены.", ["exact 2 injured"]),
    ],
)
def test_circumstances_may_stand_between_a_verb_and_its_people(
    text: str, expected: list[str]
) -> None:
    assert readings(text) == expected


def test_people_of_a_clause_of_their_own_are_not_the_subject_after_it() -> None:
    assert readings("Взрыв был в доме, где жили 12 человек, погибла пенсионерка.") == []


def test_the_agent_of_a_passive_is_no_victim() -> None:
    assert readings("Журналист убит двумя мужчинами.") == []


def test_minutes_of_the_hour_are_no_toll() -> None:
    assert readings("По данным на 8:00, погибли семь человек.") == ["exact 7 killed"]
