"""Python knows what a word does by its role, form, tag and trait, never by its entry's name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import casualtystats.text
from casualtystats.text.lexicon import TRAITS
from casualtystats.text.loading import available, load

ROOT = Path(__file__).resolve().parents[2]
TEXT = Path(str(casualtystats.text.__file__)).parent
SECTIONS = tuple(TRAITS)


def entries() -> set[str]:
    """Every entry of every lexicon, as ``section.id``."""
    return {
        f"{section}.{entry['id']}"
        for lang in available()
        for section in SECTIONS
        for entry in load(lang).raw.get(section, ())
    }


def asked_for(source: str) -> Iterator[str]:
    """Find where code spells an entry, or asks a sense for its entry."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            section, dot, name = node.value.partition(".")
            if dot and section in SECTIONS and name.replace(".", "").replace("_", "").isalnum():
                yield f"line {node.lineno}: {node.value!r}"
        elif isinstance(node, ast.Compare):
            for part in (node.left, *node.comparators):
                if isinstance(part, ast.Attribute) and part.attr == "entry":
                    yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Attribute | ast.Subscript):
            inner = node.value
            if isinstance(inner, ast.Attribute) and inner.attr == "entry":
                yield f"line {node.lineno}: {ast.unparse(node)}"


def test_no_entry_of_a_lexicon_is_asked_for_by_name() -> None:
    found = {
        path.name: places
        for path in sorted(TEXT.rglob("*.py"))
        if (places := list(asked_for(path.read_text("utf-8"))))
    }
    assert not found


def test_the_search_finds_what_it_looks_for() -> None:
    name = min(entries())
    for code in (
        f"buried = sense.entry == {name!r}",
        f"dead = frozenset([{name!r}])",
        "same = sense.entry in some",
        "kind = sense.entry.startswith(start)",
        "section = sense.entry[:5]",
    ):
        assert list(asked_for(code)), code
    assert not list(asked_for('evidence.append(("hedge", words, sense.entry))'))


def test_every_trait_is_used_by_a_lexicon_and_asked_for() -> None:
    given = {
        (section, entry["trait"])
        for lang in available()
        for section in SECTIONS
        for entry in load(lang).raw.get(section, ())
        if "trait" in entry
    }
    assert given == {(section, trait) for section in SECTIONS for trait in TRAITS[section]}
    spelt = {
        node.value
        for path in TEXT.rglob("*.py")
        if path.name != "lexicon.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {trait for _, trait in given} <= spelt


def test_no_two_sections_share_a_trait() -> None:
    names = [trait for traits in TRAITS.values() for trait in traits]
    assert len(names) == len(set(names))


def test_the_page_on_lexicons_lists_the_traits() -> None:
    page = (ROOT / "casualtystats" / "data" / "lexicons" / "README.md").read_text("utf-8")
    rows = [
        f"| `{section}` | `{trait}` | {meaning} |"
        for section, traits in TRAITS.items()
        for trait, meaning in traits.items()
    ]
    assert rows == [line for line in page.splitlines() if line in set(rows)]
    start = page.index(rows[0])
    assert page[start:].split("\n\n")[0].splitlines() == rows
