"""What is taken for the name of a country in a rule, a choice or a title, and what is not."""

from __future__ import annotations

import pytest

from ddq.questionnaire.country_words import country_as_word, country_in


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("A Chinese maker", "Chinese"),
        ("Owned by a Russian company", "Russian"),
        ("An organ of the People’s Republic", "People's Republic"),
        ("Held by the Russian Federation", "Russian Federation"),
        ("Data in South Korea", "South Korea"),
        ("Built in Iran", "Iran"),
        ("Staff in the US", None),
        ("A state can compel the vendor to give access", None),
        ("It is not finished, nor polished", None),
        ("A man in the middle", None),
    ],
)
def test_a_title_names_a_country_by_any_of_its_names(text: str, named: str | None) -> None:
    assert country_in(text) == named


@pytest.mark.parametrize(
    "word", ["CN", "CHN", "RUS", "China", "china", "south_korea", "russian-federation", "A Russian firm"]
)
def test_a_literal_that_is_a_country(word: str) -> None:
    assert country_as_word(word) is not None


@pytest.mark.parametrize("word", ["in", "no", "it", "per", "yes", "none", "clear", "EU", "under_1000", "A"])
def test_a_literal_that_is_none(word: str) -> None:
    assert country_as_word(word) is None
