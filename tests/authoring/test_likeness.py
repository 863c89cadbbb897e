"""Texts that read alike are found as a comparison of each with each would find them."""

from __future__ import annotations

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from ddq.authoring.likeness import ALIKE, Alike

TITLES = st.lists(st.text("abE ", min_size=1, max_size=14) | st.sampled_from(["Shared keys", "shared Key", "Keys"]))


def test_a_title_in_nearly_the_same_words_is_told_with_the_first_of_them() -> None:
    titles = Alike()
    assert titles.add("The owner is not known") is None
    assert titles.add("Encryption keys are shared") is None
    assert titles.add("The owners are not known") == 0
    assert titles.add("Keys encryption shared are") is None, "the same letters in another order are another text"


@given(TITLES)
def test_nothing_is_overlooked(titles: list[str]) -> None:
    alike = Alike()
    for number, title in enumerate(titles):
        ratios = [SequenceMatcher(None, other.casefold(), title.casefold()).ratio() for other in titles[:number]]
        expected = next((place for place, ratio in enumerate(ratios) if ratio >= ALIKE), None)
        assert alike.add(title) == expected
