"""Markdown out: a questionnaire to read, comment on and send around."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ddq.authoring.converters.losses import LossReport
from ddq.authoring.converters.telling import answer_in_words, scoring_left_out
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import AnyQuestion, GroupQuestion
from ddq.questionnaire.text import visible_text

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_AT_THE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def write_markdown(loaded: LoadedQuestionnaire, report: LossReport) -> bytes:
    """The questionnaire as a Markdown document."""
    scoring_left_out(loaded, report)
    return ("\n".join(_document(loaded)) + "\n").encode()


def escaped(text: str) -> str:
    """A text that a reader of Markdown shows as it is."""
    lines = visible_text(text).split("\n")
    return "\n".join(_AT_THE_START.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", line)) for line in lines)


def _document(loaded: LoadedQuestionnaire) -> Iterator[str]:
    questionnaire = loaded.questionnaire
    yield f"# {escaped(questionnaire.title)}"
    yield ""
    yield f"`{questionnaire.id}`, version {questionnaire.version}, {len(loaded.questions)} questions"
    if questionnaire.description:
        yield from ("", escaped(questionnaire.description))
    for section in questionnaire.sections:
        yield from ("", f"## {escaped(section.title)}", "")
        if section.visible_if:
            yield from (f"*Asked if* {_code(section.visible_if)}", "")
        if section.intro:
            yield from (escaped(section.intro), "")
        for question in section.questions:
            yield from _question(loaded, question)


def _question(loaded: LoadedQuestionnaire, question: AnyQuestion) -> Iterator[str]:
    yield from (f"### {escaped(question.id)}: {escaped(question.text)}", "")
    yield from _facts(loaded, question, "")
    if isinstance(question, GroupQuestion):
        yield ""
        for field in question.fields:
            yield f"- **{escaped(field.text)}** ({_code(field.id)})"
            yield from _facts(loaded, field, "  ")
    yield ""


def _facts(loaded: LoadedQuestionnaire, question: AnyQuestion, indent: str) -> Iterator[str]:
    yield f"{indent}- Answer: {escaped(answer_in_words(question))}{'; required' if question.required else ''}"
    for choice in loaded.choices(question):
        condition = f" (if {_code(choice.visible_if)})" if choice.visible_if else ""
        yield f"{indent}  - {escaped(choice.label)} ({_code(choice.code)}){condition}"
    for words, text in (("Asked if", question.visible_if), ("Required if", question.required_if)):
        if text:
            yield f"{indent}- {words} {_code(text)}"
    for check in question.check:
        yield f"{indent}- Must hold: {_code(check.must)}: {escaped(check.message)}"
    for words, text in (
        ("Why", question.why),
        ("Help", question.help),
        ("A good answer", question.good),
        ("A bad answer", question.bad),
        ("Not applicable when", question.not_applicable_when),
        ("Evidence", ", ".join(question.evidence)),
        ("Valid for", question.valid_for),
        ("References", ", ".join(question.references)),
    ):
        if text:
            yield f"{indent}- {words}: {escaped(' '.join(text.split()))}"


def _code(text: str) -> str:
    line = " ".join(visible_text(text).split())
    return f"`` {line} ``" if "`" in line else f"`{line}`"
