"""Phrases with a gap: what may fill it, and which of two phrases wins."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casualtystats.errors import LexiconError
from casualtystats.text.gaps import close_gaps, compile_gaps, in_order
from casualtystats.text.lexicon import Sense
from casualtystats.text.loading import build, load

_HURT = Sense("I", "verbs.suffer", outcome="injured")
_TAKEN = Sense("P", "verbs.injure", outcome="injured")
_GAPPED = compile_gaps({"suffered ... injuries": _HURT, "was taken to ... hospital": _TAKEN})


def _found(sentence: str, letters: str) -> list[tuple[int, int]]:
    words = sentence.split()
    closing = [i for i, word in enumerate(words) if word in _GAPPED]
    return [(first, stop) for first, stop, _ in close_gaps(words, [*letters], closing, _GAPPED)]


@pytest.mark.parametrize(
    ("sentence", "letters", "found"),
    [
        ("she suffered injuries", "mxx", [(1, 3)]),
        ("she suffered severe head injuries", "mxxxx", [(1, 5)]),
        ("she suffered 12 injuries", "mx0x", []),  # a figure fills no gap
        ("she suffered , injuries", "mx,x", []),
        ("she suffered a b c d e injuries", "mxxxxxxx", [(1, 8)]),
        ("she suffered a b c d e f injuries", "mxxxxxxxx", []),
        ("he was taken to Dorun hospital", "mBxtXK", [(1, 6)]),
        ("he taken to Dorun hospital", "mxtXK", []),
        ("suffered injuries suffered injuries", "xxxx", [(0, 2), (2, 4)]),
    ],
)
def test_a_gap_holds_modifiers_only(
    sentence: str, letters: str, found: list[tuple[int, int]]
) -> None:
    assert _found(sentence, letters) == found


phrases = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 5)).map(lambda p: (p[0], p[0] + p[1], _HURT)),
    max_size=12,
)


@given(phrases)
def test_kept_phrases_do_not_overlap_and_leave_no_room(found: list[tuple[int, int, Sense]]) -> None:
    kept = in_order(found)
    assert all(first[1] <= second[0] for first, second in pairwise(kept))
    for first, stop, _ in found:
        assert any(first < k[1] and k[0] < stop for k in kept)


def test_one_word_stands_behind_a_gap() -> None:
    raw = {**load("en").raw}
    raw["verbs"] = [{**raw["verbs"][0], "passive": ["taken to ... the hospital"]}]
    with pytest.raises(LexiconError, match="put one word behind a gap"):
        build(raw)
