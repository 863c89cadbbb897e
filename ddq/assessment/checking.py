"""Whether an answer can be accepted: against its question, the states' rules, and the texts it carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

from pydantic import JsonValue

from ddq.assessment.model import Answer, AnswerState, Assessment, Basis, Source
from ddq.assessment.subjects import NotAccepted, Subject
from ddq.questionnaire.answers import ValueProblem, json_value, parse_value
from ddq.questionnaire.model import AnyQuestion, Grade, GroupQuestion, Question
from ddq.questionnaire.problems import did_you_mean
from ddq.questionnaire.text import clean_text

MAX_TEXT = 20_000
"""Characters of a note, a reason or a vendor's position."""
MAX_SOURCES = 50


def usual_grade(question: Question, state: AnswerState = AnswerState.answered) -> Grade:
    """The evidence grade of an answer that names none.

    What only the buyer answers is about its own purchase, which its own files show; everything else is somebody's word
    until a source is named. Where no value is given there is nothing to grade.
    """
    if state is not AnswerState.answered:
        return Grade.E
    return Grade.A if question.answered_by == ("buyer",) else Grade.D


def usual_basis(question: Question, state: AnswerState, before: Answer | None) -> Basis:
    """What an answer rests on until somebody says more: on what the answer before it rested.

    A value in place of a reason has the usual grade, as the reason had none.
    """
    usual = usual_grade(question, state)
    if before is None:
        return Basis(grade=usual)
    ungraded = before.state is not AnswerState.answered and before.basis.grade is Grade.E
    return before.basis.model_copy(update={"grade": usual}) if ungraded else before.basis


def checked(assessment: Assessment, subject: Subject, answer: Answer) -> Answer:
    """The answer as it is kept: its value in its one JSON shape, its texts cleaned.

    Raises:
        NotAccepted: the value does not fit, or the state's rules are not met.
    """
    answer = _cleaned(subject, answer)
    _check_state(subject, answer)
    _check_basis(assessment, subject, answer)
    if answer.state is not AnswerState.answered:
        return answer
    return answer.model_copy(update={"value": _value(subject, answer.value)})


def _value(subject: Subject, raw: JsonValue) -> JsonValue:
    if raw is None:
        raise NotAccepted(subject.text, "there is no value", "give one, or a state such as unknown with its reason")
    if subject.part == "complete":
        if not isinstance(raw, bool):
            raise NotAccepted(subject.text, "this is either true or false")
        return raw
    if subject.part == "row":
        assert isinstance(subject.question, GroupQuestion)
        return _row(subject, subject.question, raw)
    if isinstance(subject.question, GroupQuestion):
        raise NotAccepted(subject.text, "this is a group", f"answer its rows, such as {subject.text}/1")
    return _parsed(subject, subject.question, raw)


def _row(subject: Subject, group: GroupQuestion, raw: JsonValue) -> JsonValue:
    """The fields that have a value; at least one."""
    if not isinstance(raw, dict):
        raise NotAccepted(subject.text, "a row is a map from field to value")
    fields = {field.id: field for field in group.fields}
    for name in raw:
        if name not in fields:
            hint = did_you_mean(name, fields) or f"its fields are {', '.join(fields)}"
            raise NotAccepted(subject.text, f"there is no field {clean_text(name)[:60]!r}", hint)
    values = {name: _parsed(subject, fields[name], raw[name], name) for name in fields if raw.get(name) is not None}
    if not values:
        raise NotAccepted(subject.text, "no field of the row has a value", "fill in one, or take the row out")
    return values


def _parsed(subject: Subject, question: AnyQuestion, raw: JsonValue, field: str | None = None) -> JsonValue:
    try:
        return cast(JsonValue, json_value(parse_value(question, raw)))
    except ValueProblem as problem:
        raise NotAccepted(subject.text, problem.msg, field=field) from None


def _check_state(subject: Subject, answer: Answer) -> None:
    """Whatever is not answered says why; a legal bar names its law."""
    if answer.state is AnswerState.answered:
        if answer.law is not None:
            raise NotAccepted(subject.text, "a law is named", "set the state to legally_barred, or leave the law out")
        return
    if subject.part != "question":
        raise NotAccepted(subject.text, f"only a question can be {answer.state}", f"set it on {subject.question.id}")
    if answer.value is not None:
        raise NotAccepted(subject.text, f"what is {answer.state} has no value", "leave the value out")
    if not answer.reason:
        raise NotAccepted(subject.text, f"the state {answer.state} needs a reason", "say in a sentence why")
    if answer.state is AnswerState.legally_barred and not answer.law:
        raise NotAccepted(subject.text, "legally_barred needs the law that bars the answer", "name it")
    if answer.state is not AnswerState.legally_barred and answer.law is not None:
        raise NotAccepted(subject.text, "a law is named", "set the state to legally_barred, or leave the law out")


def _check_basis(assessment: Assessment, subject: Subject, answer: Answer) -> None:
    for digest in answer.basis.evidence:
        if digest not in assessment.evidence:
            raise NotAccepted(subject.text, f"no evidence {digest[:16]!r} is attached", "attach the file first")
    if len(answer.basis.sources) > MAX_SOURCES:
        raise NotAccepted(subject.text, f"more than {MAX_SOURCES} sources", "name those that it rests on")
    position = answer.vendor_position
    for source in (*answer.basis.sources, *((position.source,) if position else ())):
        _check_link(subject, source)


def _check_link(subject: Subject, source: Source) -> None:
    """A link ends up in a report that people click on, so it leads to the web and nowhere else."""
    if source.url is None:
        return
    try:
        scheme, host = urlsplit(source.url).scheme, urlsplit(source.url).hostname
    except ValueError:
        scheme, host = "", None
    if scheme not in ("http", "https") or not host or any(character.isspace() for character in source.url):
        raise NotAccepted(subject.text, f"{source.url[:80]!r} is not a web address", "begin it with https://")


def _cleaned(subject: Subject, answer: Answer) -> Answer:
    """Every text without control characters; a note, reason or law that is empty then is none."""
    texts = {name: _text(subject, name, getattr(answer, name)) for name in ("note", "reason", "law")}
    sources = tuple(_clean_source(subject, source) for source in answer.basis.sources)
    position = answer.vendor_position
    if position is not None:
        said = _text(subject, "vendor_position", position.text)
        if said is None:
            raise NotAccepted(subject.text, "the vendor's position is empty", "leave it out")
        source = _clean_source(subject, position.source)
        position = position.model_copy(update={"text": said, "source": source})
    basis = answer.basis.model_copy(update={"sources": sources})
    return answer.model_copy(update={**texts, "basis": basis, "vendor_position": position})


def _clean_source(subject: Subject, source: Source) -> Source:
    values = cast(Mapping[str, Any], {name: getattr(source, name) for name in ("title", "url", "place")})
    cleaned = {name: _text(subject, f"source {name}", value) for name, value in values.items()}
    if cleaned["title"] is None:
        raise NotAccepted(subject.text, "a source has no title", "name it")
    return source.model_copy(update=cleaned)


def _text(subject: Subject, name: str, text: str | None) -> str | None:
    cleaned = clean_text(text or "").strip()
    if len(cleaned) > MAX_TEXT:
        raise NotAccepted(
            subject.text, f"the {name} has {len(cleaned):,} characters", f"at most {MAX_TEXT:,}; attach it as evidence"
        )
    return cleaned or None
