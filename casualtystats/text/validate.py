"""Whether a lexicon file keeps the rules of its format, and reads its own examples.

python -m casualtystats.text.validate en
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from casualtystats.errors import LexiconError
from casualtystats.text.claim import FORMS, OUTCOMES, Claim
from casualtystats.text.lexicon import LETTERS, TRAITS, Lexicon
from casualtystats.text.loading import available, build, load

__all__ = ["check", "check_examples", "check_rules", "reading"]

_HEAD: Final = {
    "format": int,
    "lang": str,
    "name": str,
    "direction": str,
    "subject": str,
    "detect": list,
    "source": str,
}
_HEAD_OPTIONAL: Final = {
    "and_joins": list,
    "according": list,
    "ratio": list,
    "rate": list,
    "among": list,
    "superlatives": list,
    "ordinal_endings": list,
    "adverb_endings": list,
    "person_endings": list,
    "plural_endings": list,
    "possessive_endings": list,
    "at_age": list,
    "verb_endings": list,
    "abbreviations": list,
    "months": list,
    "clitics": dict,
    "head_noun": str,
    "inverted": list,
    "fold": dict,
}
_ALWAYS: Final = {"id", "source", "example", "reads"}
_MAY: Final = {"trait"}
_ONE_WORD: Final = {"role", "form", "place", "outcome", "tag", "trait"}
_KEYS: Final = {
    "numerals": {"role", "values", "tag", "form"},
    "hedges": {"role", "form", "place", "words", "tag"},
    "verbs": {
        "role", "outcome", "words", "tag", "active", "either", "passive", "intransitive", "state",
        "of_these",
    },
    "nouns": {"role", "outcome", "victims", "words", "tag", "count"},
    "particles": {"role", "words", "tag", "outcome"},
}  # fmt: skip
_ROLES: Final = {
    "numerals": {
        "addend", "scale", "suffix", "collective", "fraction", "both", "vague", "zero", "article",
        "ordinal",
    },
    "hedges": {"hedge", "hedge_after", "between"},
    "verbs": {"take", "lose", "force"},
    "nouns": {"victim", "outcome", "held", "lives", "toll", "deverbal", "thing"},
    "particles": {
        "be", "be_one", "have", "modal", "threat", "status", "adverb", "not", "and", "or",
        "preposition", "with", "of", "by", "from", "to", "including",
        "of_whom", "relative", "subordinate",
        "determiner", "pronoun", "more", "adjective", "leave", "move", "prior", "cumulative",
        "say", "verb", "void", "label", "age", "currency",
        "figure_of",
    },
}  # fmt: skip
_TAGS: Final = {
    "nearly",
    "up_to",
    "perpetrator",
    "added",
    "claimed",
    "denied",
    "total",
    "cumulative",
    "prior",
}


def _refuse(lang: object, rule: str, value: object, hint: str = "") -> LexiconError:
    return LexiconError(f"lexicon {lang}", rule, value, hint)


def check_rules(raw: Mapping[str, Any]) -> None:
    """Check the structure of a lexicon.

    Parameters
    ----------
    raw : mapping
        A parsed TOML file.

    Raises
    ------
    LexiconError
        Names the first rule that is broken and the entry that breaks it.
    """
    lang = _check_head(raw.get("lexicon", {}))
    unknown = set(raw) - {"lexicon", "separators", *_KEYS}
    if unknown:
        raise _refuse(lang, "have only known sections", sorted(unknown), f"Known: {sorted(_KEYS)}.")
    if set(raw.get("separators", ())) != {"decimal", "group", "source"}:
        raise _refuse(lang, "have separators with decimal, group and source", raw.get("separators"))
    for section, keys in _KEYS.items():
        seen: set[str] = set()
        for entry in raw.get(section, ()):
            _check_entry(lang, section, entry, keys | _ALWAYS | _MAY)
            if entry["id"] in seen:
                raise _refuse(lang, "give each entry of a section its own id", entry["id"])
            seen.add(entry["id"])


def _check_head(head: Mapping[str, Any]) -> str:
    """Check the head of a lexicon; return its language."""
    lang = str(head.get("lang", "?"))
    for key, kind in _HEAD.items():
        if not isinstance(head.get(key), kind):
            raise _refuse(lang, f"have {key!r} ({kind.__name__}) in its head", head.get(key))
    for key in head:
        if key not in _HEAD and not isinstance(head[key], _HEAD_OPTIONAL.get(key, ())):
            raise _refuse(lang, "have only known keys of the right type in its head", key)
    if head["subject"] not in ("before", "either", "after"):
        raise _refuse(lang, "say subject before, either or after", head["subject"])
    if head.get("head_noun", "last") not in ("first", "last"):
        raise _refuse(lang, "say head_noun first or last", head["head_noun"])
    if head["direction"] not in ("ltr", "rtl"):
        raise _refuse(lang, "say direction ltr or rtl", head["direction"])
    _check_letters(lang, head)
    return lang


def _check_letters(lang: str, head: Mapping[str, Any]) -> None:
    """Check what the head says of prefixes and single letters."""
    for prefix, role in head.get("clitics", {}).items():
        if role not in LETTERS:
            raise _refuse(lang, "give clitics a known role", {prefix: role})
    for letter, read_as in head.get("fold", {}).items():
        if len(letter) != 1 or len(str(read_as)) != 1:
            raise _refuse(lang, "fold one letter into one other", {letter: read_as})


def _check_entry(lang: str, section: str, entry: Mapping[str, Any], keys: set[str]) -> None:
    name = f"{section}.{entry.get('id', '?')}"
    for key in sorted(_ALWAYS):
        if not entry.get(key) and not (key == "reads" and entry.get(key) == []):
            raise _refuse(lang, f"give {key!r} in every entry", name, "No rule without authority.")
    unknown = set(entry) - keys
    if unknown:
        raise _refuse(lang, f"have only known keys in {name}", sorted(unknown))
    for key in sorted(_ONE_WORD & set(entry)):
        if not isinstance(entry[key], str):
            raise _refuse(lang, f"give {name} one word as its {key}", entry[key])
    _check_meaning(lang, section, name, entry)
    for key, known in (("tag", _TAGS), ("trait", TRAITS[section])):
        if key in entry and entry[key] not in known:
            rule = f"give {name} a {key} that its section knows"
            raise _refuse(lang, rule, entry[key], str(sorted(known)))


def _check_meaning(lang: str, section: str, name: str, entry: Mapping[str, Any]) -> None:
    """Check the role, the form and the outcome of an entry."""
    role = entry.get("role")
    needs_role = section in ("numerals", "nouns", "particles")
    if (needs_role or role is not None) and role not in _ROLES[section]:
        raise _refuse(
            lang, f"give {name} a role of its section", role, str(sorted(_ROLES[section]))
        )
    needs_form = section == "hedges" and role is None
    if (needs_form or "form" in entry) and entry.get("form") not in FORMS:
        raise _refuse(lang, f"give {name} a form", entry.get("form"), str(FORMS))
    outcome = entry.get("outcome")
    if outcome is not None and outcome not in OUTCOMES:
        raise _refuse(lang, f"give {name} a known outcome", outcome, str(OUTCOMES))
    needs_outcome = (section == "verbs" and role != "take") or role in (
        "outcome", "held", "lives", "deverbal",
    )  # fmt: skip
    if needs_outcome and outcome is None:
        raise _refuse(lang, f"say the outcome of {name}", outcome, str(OUTCOMES))


def reading(claim: Claim) -> str:
    """Write a claim as `reads` writes it.

    Parameters
    ----------
    claim : Claim
        What was read.

    Returns
    -------
    str
        ``"form figure outcome"``.

    Examples
    --------
    >>> reading(Claim(low=31, best=31, form="at_least", outcome="killed"))
    'at_least 31 killed'
    """
    if claim.form == "vague":
        figure = str(claim.unit)
    elif claim.form == "range":
        figure = f"{claim.low}-{claim.high}"
    else:
        figure = str(claim.low if claim.low is not None else claim.high)
    return f"{claim.form} {figure} {claim.outcome or '-'}"


def _examples(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, Sequence[str]]]:
    for section in _KEYS:
        for entry in raw.get(section, ()):
            yield f"{section}.{entry['id']}", entry["example"], entry["reads"]


def check_examples(lexicon: Lexicon) -> None:
    """Read every example of a lexicon with it.

    Parameters
    ----------
    lexicon : Lexicon
        A compiled lexicon.

    Raises
    ------
    LexiconError
        An example does not read as its entry says.
    """
    from casualtystats.text.grammar import read  # parse loads lexicons; this checks them

    for name, example, expected in _examples(lexicon.raw):
        got = [reading(claim) for claim in read(example, lexicon)]
        if got != list(expected):
            raise _refuse(
                lexicon.lang, f"read the example of {name}", example,
                f"It says {list(expected)}, and reads {got}.",
            )  # fmt: skip


def check(raw: Mapping[str, Any]) -> Lexicon:
    """Check a lexicon altogether: rules, double spellings, examples.

    Parameters
    ----------
    raw : mapping
        A parsed TOML file.

    Returns
    -------
    Lexicon
        Compiled.

    Raises
    ------
    LexiconError
        It breaks a rule.
    """
    check_rules(raw)
    lexicon = build(raw)
    check_examples(lexicon)
    return lexicon


def main() -> int:
    """Check the languages named on the command line, or all of them."""
    for lang in sys.argv[1:] or available():
        check_rules(load(lang).raw)
        check_examples(load(lang))
        sys.stdout.write(f"{lang}: every rule kept, every example read\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
