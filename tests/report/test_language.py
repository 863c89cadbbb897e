"""A report is told in the reader's language: nothing that it says is left in English, and nothing is mistranslated."""

import re
import string
from datetime import date

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from ddq.report.language import (
    LANGUAGES,
    all_told,
    heard,
    language,
    languages,
    spoken,
    tell,
    tell_many,
    telling,
    written,
)
from ddq.report.view import FieldView, SectionView
from ddq.sentence import Number, country, say
from tests.report.catalogues import ROOMS, sentences

TRANSLATED = [(tag, name) for tag in languages()[1:] for name in ROOMS]


def test_there_is_english_and_german() -> None:
    assert languages() == ("en", "de")


@pytest.mark.parametrize(
    ("wanted", "told"), [(None, "en"), ("de", "de"), ("de-AT", "de"), ("de_CH", "de"), ("zh", "en")]
)
def test_a_language_that_is_not_there_is_english(wanted: str | None, told: str) -> None:
    assert spoken(wanted) == told
    assert (language(wanted) is None) == (told == "en")


def test_german_writes_days_figures_and_countries_in_its_own_way() -> None:
    with telling(language("de")):
        assert written(date(2021, 4, 10)) == "10. April 2021"
        assert written(Number("1,200.50")) == "1.200,50"
        assert written(country("CN", "China")) == "China"
        assert written(country("US", "United States")) == "Vereinigte Staaten"
        assert written(country("X1", "Somewhere")) == "Somewhere"
        assert written(12) == "12"


def test_english_is_the_default_and_comes_back() -> None:
    with telling(language("de")):
        pass
    assert written(date(2021, 4, 10)) == "10 April 2021"
    assert tell("in {days}", days=3) == "in 3"


def test_a_count_takes_the_form_of_the_language() -> None:
    assert [tell_many("{count} row", "{count} rows", count=count) for count in (1, 2)] == ["1 row", "2 rows"]


class Shouted:
    """A language for the test."""

    def message(self, template: str) -> str:
        return template.upper()

    def messages(self, one: str, many: str, count: int) -> str:
        return many.upper()

    def value(self, value: object) -> str:
        return str(value)


def test_sentences_are_told_wherever_they_stand() -> None:
    section = SectionView("a", say("title"), (), FieldView("name", say("value")))  # type: ignore[arg-type]
    with telling(Shouted()):
        told = all_told((section,))
        assert told == (SectionView("a", "TITLE", (), FieldView("name", "VALUE")),)  # type: ignore[arg-type]
        assert heard("as it was entered") == "as it was entered"


def read(tag: str, name: str) -> Catalog:
    with (LANGUAGES / tag / name).open("rb") as source:
        return read_po(source, locale=tag)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(("tag", "name"), TRANSLATED)
def test_every_sentence_is_translated_and_none_is_left_over(tag: str, name: str) -> None:
    """`make translations` adds what is new and takes out what is gone; the words are then for a human."""
    held = {message.id: message for message in read(tag, name) if message.id}
    source = {found.message: f"{found.file}:{found.line}" for found in sentences(name)}
    missing = {text: place for text, place in source.items() if text not in held or not _said(held[text].string)}
    assert not missing, f"not translated into {tag}: {missing}; run `make translations` and translate it"
    assert not set(held) - set(source), "no longer said anywhere; run `make translations`"
    assert not [message.id for message in held.values() if message.fuzzy]


def _said(translation: str | tuple[str, ...]) -> bool:
    return bool(translation) and (isinstance(translation, str) or all(translation))


@pytest.mark.parametrize(("tag", "name"), TRANSLATED)
def test_translations_have_the_places_of_their_sentences(tag: str, name: str) -> None:
    for message in read(tag, name):
        if not message.id:
            continue
        wanted = _places(message.id if isinstance(message.id, str) else message.id[1])
        for text in (message.string,) if isinstance(message.string, str) else message.string:
            assert _places(text) == wanted, f"{message.id!r} has other places in {tag}: {text!r}"


def test_a_sentence_of_two_rooms_is_translated_alike() -> None:
    for tag in languages()[1:]:
        first, second = ({m.id: m.string for m in read(tag, name) if m.id} for name in ROOMS)
        assert not {
            text: (first[text], second[text]) for text in first.keys() & second.keys() if first[text] != second[text]
        }


def test_no_sentence_is_put_together_where_no_translator_finds_it() -> None:
    """What is told is written out in the call: `tell(words)` would be told in English for ever."""
    assert all(
        re.search(r"\w", text if isinstance(text, str) else text[1])
        for text in (f.message for f in sentences("report.po"))
    )
