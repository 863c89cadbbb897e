"""A report is told in the reader's language: nothing that it says is left in English, and nothing is mistranslated."""

import os
import re
import shutil
import string
from dataclasses import replace
from datetime import date
from html import unescape as html_unescape
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from ddq.assessment.decision import ConditionState, Verb
from ddq.assessment.model import AnswerState, Confidence, Role, Status, Verdict
from ddq.questionnaire.model import Origin, Strength
from ddq.report.builder import build_view
from ddq.report.catalogue import catalogue
from ddq.report.inputs import ReportInputs, report_inputs
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
from ddq.report.manifest import not_told, read_manifest, templates, told_in
from ddq.report.template import environment, fill
from ddq.report.terms import TERMS
from ddq.report.translations import Untranslatable, translations, untranslated
from ddq.report.view import FieldView, SectionView
from ddq.scoring.model import Band, OutcomeKind
from ddq.sentence import Number, country, say
from ddq.workspace.library import Library
from ddq.workspace.snapshot import take_case
from tests.conftest import CACHE
from tests.report.catalogues import ROOMS, of_a_template, sentences
from tests.report.test_points import inputs as of_points

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


@pytest.fixture(scope="module")
def german() -> ReportInputs:
    """A case with owners, flows, states and listings, asked in German."""
    return report_inputs(take_case(Library(cache=CACHE), "zoom-2026", language="de"))


@pytest.mark.parametrize("template", ["full", "brief", "vendor-letter", "full of points"])
def test_nothing_that_a_report_says_itself_is_left_in_english(german: ReportInputs, template: str) -> None:
    """Neither the template nor a room says anything of its own in English, however it is put together."""
    inputs = german if template in templates() else replace(of_points(), language="de")
    folder = templates()[template.split(maxsplit=1)[0]]
    html = fill(folder, build_view(inputs, told_in(read_manifest(folder), "de"))).html
    assert '<html lang="de">' in html
    text = html_unescape(re.sub(r"<[^>]*>", " ", re.sub(r'<span lang="en">.*?</span>', "", html)))
    known = {part for name in ROOMS for found in sentences(name) for part in _fixed(found.message)}
    known |= {part for found in of_a_template(folder) for part in _fixed(found.message)}
    entered = " ".join(_entered(inputs))
    assert len(known) > 500
    assert [part for part in sorted(known) if part in text and part not in entered] == []


def _fixed(message: str | tuple[str, str]) -> list[str]:
    """What stands between the places of a message, where it is long enough to be nothing but English."""
    text = re.sub(r"<[^>]*>", "\0", message if isinstance(message, str) else message[1])
    parts = re.split(r"\{\w*\}|%\(\w+\)s|\0", text.replace("%%", "%"))
    return [part.strip() for part in parts if len(part.strip()) >= 12 and " " in part.strip()]


def _entered(inputs: ReportInputs) -> list[str]:
    """What people wrote and what the registers hold, in whatever language."""
    asked = inputs.questionnaire.questionnaire.model_dump_json()
    held = inputs.assessment.model_dump_json(), inputs.profile.model_dump_json(), asked, str(inputs.reading)
    return [text.replace("\\n", "\n") for text in held]


def test_a_language_that_a_template_does_not_have_is_said() -> None:
    manifest = read_manifest(templates()["full"])
    assert [told_in(manifest, tag) for tag in (None, "de", "de-AT", "zh")] == ["en", "de", "de", "en"]
    assert [not_told(manifest, tag) for tag in (None, "en", "de", "de-AT")] == [None] * 4
    assert not_told(manifest, "zh") == "told in en, but for the questions in zh: the template full is in en, de"
    french = manifest.model_copy(update={"languages": ("de", "fr")})
    assert told_in(french, "fr") == "fr"
    assert "ddq itself speaks en, de" in (not_told(french, "fr") or "")


@pytest.mark.parametrize("name", sorted(templates()))
def test_every_template_that_ships_is_translated(name: str) -> None:
    folder = templates()[name]
    found = [text for tag in languages()[1:] for text in untranslated(folder, tag, environment(folder))]
    assert (read_manifest(folder).languages, found) == (languages()[1:], [])


def test_the_words_of_closed_lists_are_known_to_translators() -> None:
    """A code becomes words where it is printed; what nobody declared would be printed in English for ever."""
    codes = (OutcomeKind, Band, Strength, Origin, AnswerState, Confidence, Status, Verb, ConditionState, Role)
    printed = {code.value.replace("_", " ") for listed in codes for code in listed} | {"yes", "partial", "no"}
    verdicts = get_args(Verdict.model_fields["verdict"].annotation)
    assert (printed | {verdict.replace("_", " ") for verdict in verdicts}) - set(TERMS) == set()


def test_what_a_template_does_not_say_in_a_language_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    shutil.copytree(templates()["portfolio"], folder)
    file = folder / "translations" / "de.po"
    whole = file.read_text(encoding="utf-8")
    assert list(untranslated(folder, "de", environment(folder))) == []
    file.write_text(
        whole.replace('msgstr "Nicht zu werten"', 'msgstr ""')
        .replace('msgstr "Überprüfung %(day)s"', 'msgstr "Überprüfung %(tag)s"')
        .replace('msgid "There is no assessment."', 'msgid "There was none."'),
        encoding="utf-8",
    )
    found = "\n".join(untranslated(folder, "de", environment(folder)))
    assert re.search(r"report\.html\.j2:\d+: T007 “Could not be scored” has no translation in de", found)
    assert "T007 the translation of “review %(day)s” has other places than it" in found
    assert "“There is no assessment.” has no translation" in found
    assert "“There was none.” is said nowhere" in found
    for broken in (b"\xff", b"no message\n"):
        file.write_bytes(broken)
        with pytest.raises(Untranslatable, match=r"de\.po.*T006"):
            list(untranslated(folder, "de", environment(folder)))


def test_values_in_a_sentence_of_a_template_are_text_and_never_markup(tmp_path: Path) -> None:
    texts = translations(tmp_path, "de")
    assert texts.gettext("by <b>%(name)s</b>, 5 %%", name="<i>李</i>") == (
        "by <b>&lt;i&gt;<bdi lang=zh>李</bdi>&lt;/i&gt;</b>, 5 %"
    )
    assert texts.ngettext("%(num)s row", "%(num)s rows", 2) == "2 rows"


def test_what_was_kept_of_a_catalogue_is_used_only_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ddq.report.catalogue.cache_folder", lambda: tmp_path)
    file = tmp_path / "de.po"
    shutil.copy(templates()["portfolio"] / "translations" / "de.po", file)
    for time, damage in enumerate((None, lambda whole: whole[:-1], lambda whole: b"")):
        kept = list((tmp_path / "languages").glob("*.mo"))
        assert len(kept) == (0 if damage is None else 1)
        for one in kept:
            one.write_bytes(damage(one.read_bytes()))
        os.utime(file, (time, time))
        assert catalogue(file).gettext("There is no assessment.") == "Es gibt keine Bewertung."
