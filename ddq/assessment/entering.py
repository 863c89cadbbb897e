"""Entering what a file answers: a case, or a file of answers, becomes checked events, each problem at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import JsonValue

from ddq.assessment import record
from ddq.assessment.case import Answers, AnswersFile, Case, WrittenAnswer, WrittenEntry
from ddq.assessment.checking import usual_grade
from ddq.assessment.fold import apply, fold
from ddq.assessment.model import (
    Answer,
    AnswerState,
    Assessment,
    Basis,
    Beginning,
    Engagement,
    Event,
    QuestionnaireReference,
    Source,
    VendorPosition,
)
from ddq.assessment.next_event import Stamp
from ddq.assessment.subjects import NotAccepted, complete_subject, row_subject
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import read_source
from ddq.questionnaire.model import GroupQuestion, Question
from ddq.questionnaire.positions import Document
from ddq.questionnaire.positions import Path as Place
from ddq.questionnaire.problems import Problem, SourceError, did_you_mean, respelled
from ddq.questionnaire.shapes import validate

Content_co = TypeVar("Content_co", bound=Answers, covariant=True)


@dataclass(frozen=True, slots=True)
class AnsweredFile(Generic[Content_co]):
    """A file of answers, with its positions."""

    document: Document
    content: Content_co
    at: Place = ()
    """Where the answers stand in it, if not at its top."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer, and where it stands in its file."""

    subject: str
    answer: Answer
    place: Place = ()


def load_case(path: Path) -> AnsweredFile[Case]:
    """The case in the file `path`.

    Raises:
        SourceError: with every place where the file is not a case.
    """
    document = read_source(path, str(path)).document
    data = document.data
    kind = cast(dict[str, Any], data).get("ddq") if isinstance(data, dict) else None
    if isinstance(kind, str) and not kind.startswith("case/"):
        what = kind.partition("/")[0]
        raise SourceError(
            [document.problem(("ddq",), "C006", f"this is of the kind {what}, not a case", "name a case")]
        )
    return AnsweredFile(document, validate(document, Case))


def load_answers(path: Path) -> AnsweredFile[Answers]:
    """The answers in the file `path`: `answers/1`, or those of a case.

    Raises:
        SourceError: with every place where the file is neither.
    """
    document = read_source(path, str(path)).document
    data = document.data
    kind = cast(dict[str, Any], data).get("ddq") if isinstance(data, dict) else None
    return AnsweredFile(document, validate(document, Case if kind == "case/1" else AnswersFile))


def entries(file: AnsweredFile[Answers], loaded: LoadedQuestionnaire) -> tuple[Entry, ...]:
    """The answers of a file in the order of the questionnaire, those to the declaration after the rows.

    Raises:
        SourceError: a question or a source that does not exist.
    """
    reader = _Reader(file, loaded)
    found = [entry for name in file.content.answers for entry in reader.entries(name)]
    if reader.problems:
        raise SourceError(reader.problems)
    order = {name: number for number, name in enumerate(loaded.questions)}
    return tuple(sorted(found, key=lambda entry: order[entry.subject.partition("/")[0]]))


def enter(
    assessment: Assessment,
    loaded: LoadedQuestionnaire,
    given: Iterable[Entry],
    stamps: Iterator[Stamp],
    document: Document | None = None,
) -> tuple[Event, ...]:
    """The events of entering the answers one after the other, all or none.

    Raises:
        SourceError: with every answer that is not accepted, where `document` says where it stands.
        NotAccepted: without `document`, the first that is not accepted.
    """
    events: list[Event] = []
    problems: list[Problem] = []
    for entry in given:
        try:
            event = record.answer(assessment, loaded, entry.subject, entry.answer, next(stamps))
        except NotAccepted as refused:
            if document is None:
                raise
            problems.append(_problem(document, entry, refused))
            continue
        if event.new != event.old:
            events.append(event)
            assessment = apply(assessment, event)
    if problems:
        raise SourceError(problems)
    return tuple(events)


def enter_case(case: AnsweredFile[Case], loaded: LoadedQuestionnaire, identifier: str) -> tuple[Event, ...]:
    """All events of a case, with its own times and names; the same bytes each time.

    Raises:
        SourceError: with every answer that is not accepted, every source without a date, and everything later than the
            case's date.
    """
    content = case.content
    problems = list(_later(case))
    if problems:
        raise SourceError(problems)
    stamps = _seconds(content)
    created = record.begin(identifier, _beginning(content, loaded), next(stamps))
    answered = enter(fold([created]), loaded, entries(case, loaded), stamps, case.document)
    return (created, *answered)


def _beginning(case: Case, loaded: LoadedQuestionnaire) -> Beginning:
    questionnaire = loaded.questionnaire
    return Beginning(
        title=case.title,
        vendor=case.vendor,
        engagement=Engagement(profile=case.profile, **dict(case.engagement)),
        questionnaire=QuestionnaireReference(id=questionnaire.id, version=questionnaire.version, digest=loaded.digest),
        as_of=case.as_of,
        case=case.id,
    )


def _seconds(case: Case) -> Iterator[Stamp]:
    at = case.at
    while True:
        yield Stamp(at, case.by)
        at += timedelta(seconds=1)


def _later(case: AnsweredFile[Case]) -> Iterator[Problem]:
    """A snapshot holds nothing that was not known on its day."""
    day: date = case.content.as_of
    if case.content.at.date() > day:
        message = f"the answers are given on {case.content.at.date()}, after the case's date {day}"
        yield case.document.problem(("at",), "C001", message, "let them be given on that day")
    for key, source in case.content.sources.items():
        if source.dated is None:
            message = f"the source {key} has no date, so nothing says that it was known on {day}"
            yield case.document.problem(
                ("sources", key), "C007", message, "give `dated`, the day of the source", key=True
            )
        elif source.dated > day:
            message = f"the source {key} is dated {source.dated}, after the case's date {day}"
            yield case.document.problem(("sources", key, "dated"), "C001", message, "use what was known on that day")


def _problem(document: Document, entry: Entry, refused: NotAccepted) -> Problem:
    place = (*entry.place, "value", refused.field) if refused.field else entry.place
    field = f"{refused.field}: " if refused.field else ""
    message = f"{entry.subject}: {field}{refused.message}"
    return document.problem(place, "C002", message, refused.hint, key=not refused.field)


class _Reader:
    """Turns what is written into answers, and collects what is wrong."""

    def __init__(self, file: AnsweredFile[Answers], loaded: LoadedQuestionnaire) -> None:
        self.document, self.sources, self.answers = file.document, file.content.sources, file.content.answers
        self.at = file.at
        self.loaded = loaded
        self.problems: list[Problem] = []

    def entries(self, name: str) -> Iterator[Entry]:
        place: Place = (*self.at, "answers", name)
        question = self.loaded.questions.get(name)
        written = self.answers[name]
        if question is None:
            hint = did_you_mean(name, self.loaded.questions)
            fix = respelled(name, self.loaded.questions)
            message = f"there is no question {name}"
            self.problems.append(self.document.problem(place, "C003", message, hint, key=True, fix=fix))
        elif not isinstance(written, WrittenEntry):
            value: JsonValue = [*written] if isinstance(written, tuple) else written
            yield Entry(name, Answer(value=value, basis=Basis(grade=usual_grade(question))), place)
        elif isinstance(question, GroupQuestion):
            yield from self._group(question, written, place)
        elif written.rows is not None or written.complete is not None:
            message = f"{name} is no group and has no rows"
            self.problems.append(self.document.problem(place, "C004", message, "give its value", key=True))
        else:
            yield Entry(name, self._answer(question, written, place), place)

    def _group(self, group: GroupQuestion, written: WrittenEntry, place: Place) -> Iterator[Entry]:
        if written.state is not AnswerState.answered or written.value is not None:
            yield Entry(group.id, self._answer(group, written, place), place)
        for row, answer in (written.rows or {}).items():
            here = (*place, "rows", row)
            yield Entry(row_subject(group.id, row), self._answer(group, answer, here), here)
        if written.complete is not None:
            here = (*place, "complete")
            yield Entry(complete_subject(group.id), self._answer(group, written.complete, here), here)

    def _answer(self, question: Question, written: WrittenAnswer, place: Place) -> Answer:
        position = written.vendor_position
        said = None
        if position is not None:
            found = self._sources((position.source,), (*place, "vendor_position", "source"))
            said = VendorPosition(text=position.text, source=found[0]) if found else None
        return Answer(
            state=written.state,
            value=written.value,
            basis=Basis(
                grade=written.grade or usual_grade(question, written.state),
                sources=tuple(self._sources(written.sources, (*place, "sources"))),
                evidence=written.evidence,
                confidence=written.confidence,
            ),
            note=written.note,
            reason=written.reason,
            law=written.law,
            allegation=written.allegation,
            vendor_position=said,
        )

    def _sources(self, keys: Sequence[str], place: Place) -> list[Source]:
        found: list[Source] = []
        for number, key in enumerate(keys):
            source = self.sources.get(key)
            if source is None:
                at = (*place, number) if self.document.place((*place, number)) else place
                hint = did_you_mean(key, self.sources)
                message, fix = f"there is no source {key!r}", respelled(key, self.sources)
                self.problems.append(self.document.problem(at, "C005", message, hint, fix=fix))
            else:
                found.append(source)
        return found
