"""Hostile text in every field: printed as typed, nothing executed, every letter with its glyph."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pypdf import PdfReader

from ddq.questionnaire.text import first_unsafe
from ddq.report.builder import build_view
from ddq.report.inputs import ReportInputs
from ddq.report.render import render_report
from tests.report.conftest import Rendered

TYPED = (
    "[/foo] [@click=app.quit]x[/] \x1b]52;c;aGk=\x07 \x9b31m \u202egnp.exe\u2069 a\x00b {{7*7}} {% raw %} "
    "<script>alert(1)</script> <img src=x onerror=y> \"'` &amp; \ue000 \ufffe"
)
SHOWN = (
    "[/foo]",
    "[@click=app.quit]x[/]",
    "⟨ESC⟩]52;c;aGk=⟨BEL⟩",
    "⟨CSI⟩31m",
    "⟨U+202E⟩gnp.exe⟨U+2069⟩",
    "a⟨NUL⟩b",
    "{{7*7}}{%raw%}",
    "<script>alert(1)</script>",
    "<imgsrc=xonerror=y>\"'`&amp;",
    "⟨U+E000⟩⟨U+FFFE⟩",
)
SCRIPTS = "北京字节跳动 東京カブシキ 서울특별시 مؤسسة الأفق תאגיד बेंगलुरु Ελλάς Україна Việt Łódź 😀 🇩🇪 👩‍💻 ●○ ▼"
NAMES_OF_THINGS = frozenset(
    "id question questions row code state method digest domain domains kind ddq profile subject law laws case "  # noqa: SIM905
    "indicator evidence group member regime jurisdiction home excludes questionnaire version questionnaire_version "
    "bound_by references grade dated confidence not_applicable legally_barred".split()
)
"""Fields that hold ids and codes, which are checked where they enter."""


def poisoned(value: Any, text: str, field: str = "") -> Any:
    """The value with `text` added to every text in it."""
    if isinstance(value, Enum) or field in NAMES_OF_THINGS:
        return value
    if isinstance(value, str):
        return f"{value} {text}"
    if isinstance(value, BaseModel):
        parts = {name: poisoned(getattr(value, name), text, name) for name in type(value).model_fields}
        return value.model_copy(update=parts)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: poisoned(getattr(value, part.name), text, part.name) for part in dataclasses.fields(value)}
        return dataclasses.replace(value, **parts)
    if isinstance(value, dict):
        return {key: poisoned(inner, text, key) for key, inner in value.items()}
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(poisoned(inner, text, field) for inner in value)
    if isinstance(value, list):
        return [poisoned(inner, text, field) for inner in value]
    return value


def poisoned_inputs(inputs: ReportInputs, text: str) -> ReportInputs:
    questionnaire = inputs.questionnaire
    sections = tuple(
        section.model_copy(
            update={
                "title": f"{section.title} {text}",
                "questions": tuple(
                    question.model_copy(update={"text": f"{question.text} {text}"}) for question in section.questions
                ),
            }
        )
        for section in questionnaire.questionnaire.sections
    )
    bad = questionnaire.questionnaire.model_copy(update={"sections": sections, "title": f"Q {text}"})
    return dataclasses.replace(
        inputs,
        assessment=poisoned(inputs.assessment, text),
        score=poisoned(inputs.score, text),
        profile=poisoned(inputs.profile, text),
        reading=dataclasses.replace(
            inputs.reading,
            states={
                code: dataclasses.replace(state, laws=poisoned(state.laws, text))
                for code, state in inputs.reading.states.items()
            },
        ),
        questionnaire=dataclasses.replace(questionnaire, questionnaire=bad),
        events=tuple(poisoned(event, text) for event in inputs.events),
    )


def squeezed(path: Path) -> str:
    """All text of the PDF without white space, since lines break anywhere."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def texts(value: Any, place: str = "report") -> Iterator[tuple[str, str]]:
    """Every text of a view, with where it stands."""
    if isinstance(value, str):
        yield place, value
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from texts(getattr(value, part.name), f"{place}.{part.name}")
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner, place)


def test_no_text_of_the_view_model_has_a_control_character(inputs: ReportInputs) -> None:
    """A template may print any of them anywhere; what is unsafe was spelled out before."""
    view = build_view(poisoned_inputs(inputs, TYPED))
    assert {place for place, text in texts(view) if first_unsafe(text) is not None or "\ue000" in text} == set()


def test_hostile_text_and_every_script_in_every_field(inputs: ReportInputs, rendered: Rendered) -> None:
    """Printed as typed, and every letter has its glyph: a missing one would refuse the report.

    The letters can be copied out of the PDF again, but not all of the Arabic ones: the font builds a letter of a base
    and dots, and a reader of the PDF sees these parts.
    """
    few = dataclasses.replace(inputs, events=inputs.events[:4])
    text = squeezed(rendered(poisoned_inputs(few, f"{TYPED} {SCRIPTS}")))
    for part in (*SHOWN, "北京字节跳动", "東京カブシキ", "서울특별시", "Україна", "Việt", "●○"):
        assert text.count(part) > 40, part
    for letters in ("مسا", "תאגיד", "बेंगलुरु", "😀"):
        assert set(letters) <= set(text), letters
    assert "x49" not in text
    assert not set(text) & {chr(code) for code in (*range(32), *range(0x7F, 0xA0), 0x202E, 0x2069)}


def test_twenty_thousand_characters_in_one_answer(
    inputs: ReportInputs, empty_inputs: ReportInputs, tmp_path: Path
) -> None:
    """With and without a place to break, in an answer, a name and a reason; none is cut off."""
    told = inputs.assessment.answers
    answers = {
        "CT-02": told["CT-02"].model_copy(update={"value": "W" * 20_000}),
        "CT-05": told["CT-05"].model_copy(update={"reason": "ab " * 6_667}),
    }
    vendor = inputs.assessment.vendor.model_copy(update={"name": "Q" * 300})
    long = inputs.assessment.model_copy(update={"answers": answers, "vendor": vendor})
    result = render_report(dataclasses.replace(empty_inputs, assessment=long), tmp_path / "report.pdf")
    text = squeezed(result.path)
    assert "Q" * 300 in text
    assert text.count("W") >= 20_000
    assert text.count("ab") >= 6_667


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1", True),
        ("mailto:info@example.org", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("//example.org/x", False),
        ("\\\\server\\share", False),
        ("data:text/html,x", False),
        ("https://example.org/\"onclick='x'", False),
    ],
)
def test_only_web_and_mail_addresses_become_links(inputs: ReportInputs, url: str, linked: bool) -> None:
    """Anything else is printed, so that the reader sees what was given, and cannot be followed."""
    from ddq.assessment.model import Source
    from ddq.report.builder.answers import source_view

    view = source_view(Source(title="A page", url=url))
    assert (view.url == url) is linked
    assert linked or url in (view.place or "")


def test_what_cannot_be_printed_is_spelled_out(empty_inputs: ReportInputs, tmp_path: Path) -> None:
    """A name of controls only; and half a surrogate pair, which UTF-8 cannot write, here and in the attached inputs."""
    bare = empty_inputs.assessment
    vendor = bare.vendor.model_copy(update={"name": "\x1b\x00\u202e"})
    engagement = bare.engagement.model_copy(update={"service": "a\ud800b"})
    broken = bare.model_copy(update={"vendor": vendor, "engagement": engagement})
    result = render_report(dataclasses.replace(empty_inputs, assessment=broken), tmp_path / "report.pdf")
    assert "⟨ESC⟩⟨NUL⟩⟨U+202E⟩" in squeezed(result.path)
    assert "a⟨U+D800⟩b" in squeezed(result.path)
