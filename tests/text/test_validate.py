"""The lexicon files keep their rules, and the validator refuses what breaks one."""

from __future__ import annotations

import copy
import tomllib
from importlib import resources
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import LexiconError
from casualtystats.text.grammar import read
from casualtystats.text.lexicon import LETTERS
from casualtystats.text.loading import available, build, expand, load, spellings
from casualtystats.text.parse import parse
from casualtystats.text.validate import check, check_examples, check_rules, reading


def small() -> dict[str, Any]:
    """A lexicon of a handful of words that keeps every rule."""
    entry = {"source": "s", "example": "Zwei starben.", "reads": ["exact 2 killed"]}
    return {
        "lexicon": {
            "format": 1,
            "lang": "xx",
            "name": "Test",
            "direction": "ltr",
            "subject": "before",
            "detect": ["und"],
            "source": "s",
        },
        "separators": {"decimal": ",", "group": ["."], "source": "s"},
        "numerals": [{"id": "n", "role": "addend", "values": {"zwei": 2}, **entry}],
        "verbs": [{"id": "die", "outcome": "killed", "intransitive": ["starb(|en)"], **entry}],
    }


@pytest.mark.parametrize("lang", available())
def test_every_shipped_lexicon_keeps_the_rules_and_reads_its_examples(lang: str) -> None:
    lexicon = load(lang)
    check_rules(lexicon.raw)
    check_examples(lexicon)


@pytest.mark.parametrize("lang", available())
def test_separators_are_those_of_cldr(lang: str) -> None:
    symbols = Locale(lang).number_symbols["latn"]
    lexicon = load(lang)
    if lang != "ar":  # CLDR's Latin digits in Arabic follow English; its own have their own marks
        assert lexicon.decimal == symbols["decimal"]
    assert symbols["group"] in lexicon.group
    assert lexicon.decimal not in lexicon.group


@pytest.mark.parametrize("lang", available())
def test_the_guard_lets_every_word_of_harm_through(lang: str) -> None:
    lexicon = load(lang)
    for spelling, sense in spellings(lexicon.raw):
        if sense.outcome is not None and sense.letter not in "kF":
            assert lexicon.may_state(f"xx {spelling}. yy"), spelling


@pytest.mark.parametrize("lang", available())
def test_each_entry_is_cited_with_a_sentence_not_from_another_entry_alone(lang: str) -> None:
    path = resources.files("casualtystats.data") / "lexicons" / f"{lang}.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    sections = [key for key in raw if isinstance(raw[key], list)]
    entries = [entry for section in sections for entry in raw[section]]
    assert len(entries) > 30
    assert all(len(entry["source"]) > 5 for entry in entries)


def test_a_small_lexicon_passes_and_reads() -> None:
    lexicon = check(small())
    assert [reading(claim) for claim in read("Zwei starben.", lexicon)] == ["exact 2 killed"]


def _drop(raw: dict[str, Any], key: str) -> None:
    del raw["verbs"][0][key]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda raw: raw.update(extra=[]), "only known sections"),
        (lambda raw: raw["lexicon"].update(colour="red"), "only known keys"),
        (lambda raw: raw["lexicon"].update(direction="up"), "direction ltr or rtl"),
        (lambda raw: raw["lexicon"].update(subject="behind"), "subject before, either or after"),
        (lambda raw: raw["lexicon"].update(head_noun="both"), "head_noun first or last"),
        (lambda raw: raw["lexicon"].update(clitics={"l'": "nothing"}), "clitics a known role"),
        (lambda raw: raw["lexicon"].pop("detect"), "'detect'"),
        (lambda raw: raw["separators"].pop("group"), "decimal, group and source"),
        (lambda raw: raw["verbs"][0].update(colour="red"), "only known keys in verbs.die"),
        (lambda raw: _drop(raw, "source"), "'source' in every entry"),
        (lambda raw: _drop(raw, "example"), "'example' in every entry"),
        (lambda raw: _drop(raw, "reads"), "'reads' in every entry"),
        (lambda raw: _drop(raw, "outcome"), "say the outcome"),
        (lambda raw: raw["verbs"][0].update(outcome="sad"), "known outcome"),
        (lambda raw: raw["verbs"][0].update(tag="odd"), "verbs.die a tag that its section"),
        (
            lambda raw: raw["verbs"][0].update(trait="odd"),
            "verbs.die a trait that its section knows",
        ),
        (
            lambda raw: raw["verbs"][0].update(trait="pronoun"),
            "verbs.die a trait that its section knows",
        ),
        (lambda raw: raw["verbs"][0].update(trait=["feared"]), "one word as its trait"),
        (lambda raw: raw["verbs"][0].update(tag=["added"]), "one word as its tag"),
        (lambda raw: raw["numerals"][0].update(role="victim"), "role of its section"),
        (lambda raw: raw["numerals"].append(raw["numerals"][0]), "its own id"),
        (lambda raw: raw["numerals"][0].update(form="roughly"), "numerals.n a form"),
        (lambda raw: raw["verbs"][0].update(reads=["exact 3 killed"]), "read the example"),
        (lambda raw: raw["verbs"][0].update(intransitive=["zwei"]), "each spelling once"),
        (lambda raw: raw["verbs"][0].update(intransitive=["starb(en"]), "close the brackets"),
    ],
)
def test_a_broken_rule_is_refused(change: Any, message: str) -> None:
    raw = copy.deepcopy(small())
    change(raw)
    with pytest.raises(LexiconError, match=message):
        check(raw)


def test_choices_are_spelt_out() -> None:
    assert list(expand("(a|) b(c|d)")) == ["a bc", "a bd", "bc", "bd"]


@given(st.text(max_size=60))
def test_expanding_never_fails(phrase: str) -> None:
    assert all(isinstance(spelling, str) for spelling in expand(phrase))


def test_letters_of_other_roles_do_not_collide_by_accident() -> None:
    shared = {"scale", "suffix", "currency", "figure_of"}
    letters = [letter for role, letter in LETTERS.items() if role not in shared]
    assert len(set(letters) - {"x"}) == len([letter for letter in letters if letter != "x"])


def test_a_dual_counts_itself() -> None:
    raw = small()
    raw["nouns"] = [
        {
            "id": "dual",
            "role": "victim",
            "count": 2,
            "words": ["beidesoldaten"],
            "source": "s",
            "example": "Beidesoldaten starben.",
            "reads": ["exact 2 killed"],
        }
    ]
    lexicon = check(raw)
    assert [claim.low for claim in read("Beidesoldaten starben.", lexicon)] == [2]


def test_a_numeral_may_be_approximate_by_itself() -> None:
    raw = small()
    shared = {"source": "s", "example": "Ein zwanzigstel starb.", "reads": ["about 20 killed"]}
    raw["numerals"] += [
        {"id": "a", "role": "article", "values": {"ein": 1}, **shared},
        {"id": "s", "role": "collective", "form": "about", "values": {"zwanzigstel": 20}, **shared},
        {"id": "d", "role": "collective", "values": {"dutzend": 12}}
        | {"source": "s", "example": "Ein dutzend starb.", "reads": ["exact 12 killed"]},
        {"id": "v", "role": "vague", "form": "about", "values": {"hunderte": 100}}
        | {"trait": "multiplied"}
        | {"source": "s", "example": "Hunderte starben.", "reads": ["vague 100 killed"]},
    ]
    raw["hedges"] = [
        {"id": "more_than", "form": "more_than", "words": ["über"], "source": "s"}
        | {"example": "Über ein zwanzigstel starb.", "reads": ["more_than 20 killed"]}
    ]
    lexicon = check(raw)
    (claim,) = read("Zwei hunderte starben.", lexicon)
    assert (claim.form, claim.low, claim.best, claim.high) == ("about", 200, 200, 200)
    assert ("hedge", "Zwei hunderte", "numerals.v") in claim.evidence


def test_what_a_word_does_hangs_on_its_trait_and_not_on_its_name() -> None:
    raw = small()
    raw["particles"] = [
        {"id": "kann", "role": "modal", "words": ["können"], "source": "s"}
        | {"example": "Zwei können starben.", "reads": ["exact 2 killed"]}
    ]
    assert [c.low for c in read("Zwei können starben.", check(raw))] == [2]
    raw["verbs"][0]["trait"] = "feared"
    raw["particles"][0]["reads"] = []
    assert read("Zwei können starben.", check(raw)) == []


def test_a_phrase_is_cut_as_a_sentence_is() -> None:
    raw = small()
    raw["lexicon"]["clitics"] = {"l'": "determiner"}
    raw["verbs"][0]["intransitive"] = [
        "starb(|en)",
        "fehlten à l'appel",
        "l'échappa",
        "l'échappa pas",
    ]
    lexicon = check(raw)
    for words in ("fehlten à l'appel", "fehlten à l’appel", "l'échappa", "l'échappa pas"):
        assert [claim.low for claim in read(f"Zwei {words}.", lexicon)] == [2], words


def test_clitics_come_off_known_words_and_digits() -> None:
    raw = small()
    raw["lexicon"]["clitics"] = {"ve": "and"}
    raw["verbs"][0]["either"] = ["verletzt"]
    raw["verbs"][0]["outcome"] = "injured"
    raw["verbs"][0]["reads"] = raw["numerals"][0]["reads"] = ["exact 2 injured"]
    lexicon = check(raw)
    claims = read("zwei starben ve12 verletzt", lexicon)
    assert [claim.low for claim in claims] == [2, 12]
    assert [claim.text for claim in claims] == ["zwei", "12"]


def test_people_may_follow_their_verb() -> None:
    raw = small()
    assert read("starben zwei", build(raw)) == []
    raw["lexicon"]["subject"] = "either"
    assert [claim.low for claim in read("starben zwei", build(raw))] == [2]


def test_the_first_of_nouns_in_a_row_may_be_the_one_that_is_counted() -> None:
    raw = small()
    shared = {"source": "s", "example": "-", "reads": []}
    raw["nouns"] = [
        {"id": "people", "role": "victim", "words": ["bewohner"], **shared},
        {"id": "houses", "role": "thing", "words": ["haus"], **shared},
    ]
    assert read("Zwei bewohner haus starben.", build(raw)) == []
    raw["lexicon"]["head_noun"] = "first"
    assert [claim.text for claim in read("Zwei bewohner haus starben.", build(raw))] == [
        "Zwei bewohner"
    ]


@pytest.mark.parametrize(
    ("key", "text", "without", "given"),
    [
        ({"plural_endings": ["an"]}, "12 foran starben.", ["12"], ["12 foran"]),
        ({"possessive_endings": ["'s"]}, "Zwei Bo's starben.", ["Zwei Bo's"], ["Zwei"]),
        ({"at_age": ["mit"]}, "Starb mit 96.", ["96"], []),
    ],
)
def test_endings_and_words_before_an_age_are_the_languages_own(
    key: dict[str, list[str]], text: str, without: list[str], given: list[str]
) -> None:
    raw = small()
    raw["lexicon"]["subject"] = "either"
    raw["particles"] = [
        {"id": "p", "role": "adverb", "words": ["mit"], "source": "s"}
        | {"example": "Zwei starben mit.", "reads": ["exact 2 killed"]}
    ]
    assert [claim.text for claim in read(text, check(raw))] == without
    raw["lexicon"].update(key)
    assert [claim.text for claim in read(text, check(raw))] == given


def test_auto_picks_a_language_that_is_there() -> None:
    (claim,) = parse("At least 31 people were killed.", lang="auto")
    assert (claim.lang, claim.low) == ("en", 31)
    assert parse("31", lang="auto")[0].low == 31
    assert parse("", lang="auto") == []
