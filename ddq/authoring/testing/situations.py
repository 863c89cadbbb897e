"""What a test is about, step by step: the answers given so far, read as they would be in an assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import repeat

from ddq.assessment import record
from ddq.assessment.case import Answers
from ddq.assessment.entering import AnsweredFile, enter, entries
from ddq.assessment.fold import apply, fold
from ddq.assessment.model import Assessment, Beginning, Engagement, QuestionnaireReference, Vendor, Verdict
from ddq.assessment.next_event import Stamp
from ddq.assessment.readings import readings, states
from ddq.assessment.reviewing import review
from ddq.assessment.serving import served
from ddq.assessment.subjects import NotAccepted
from ddq.authoring.testing.model import Expected, Step, WrittenTest
from ddq.authoring.testing.reading import FileOfTests
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.problems import Problem, SourceError
from ddq.questionnaire.values import Answered
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.standing import Standing, standings


@dataclass(frozen=True, slots=True)
class World:
    """What tests are read against."""

    reading: Callable[[date], Reading]
    """The registers as they read on a day."""
    profile: Callable[[str], Profile]
    """The buyer profile of an id; a SourceError where there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """One step of a test: how every answer reads after it, and what must follow."""

    document: Document
    path: Path
    """Of the step in its file."""
    test: str
    number: int
    """Of the step in its test, from 1."""
    expect: Expected
    assessment: Assessment
    values: Mapping[str, Answered]
    states: Mapping[str, str]
    standings: Mapping[str, Standing]
    day: date
    reading: Reading
    profile: Profile | None


def situations(
    loaded: LoadedQuestionnaire, file: FileOfTests, world: World
) -> Iterator[Situation | tuple[Problem, ...]]:
    """The steps of every test of a file; in place of the rest of a test, the problems that keep it from going on."""
    for number, test in file.tests():
        try:
            yield from _steps(loaded, file, number, test, world)
        except SourceError as error:
            yield error.problems


def _steps(
    loaded: LoadedQuestionnaire, file: FileOfTests, number: int, test: WrittenTest, world: World
) -> Iterator[Situation]:
    day = test.as_of or file.content.as_of
    profile = _profile(file, number, test, world)
    stamp = Stamp(datetime.combine(day, time(), UTC), "test")
    assessment = _begun(loaded, test.id, profile.id if profile else "", day, stamp)
    for index, step in enumerate(test.steps):
        path: Path = ("tests", number, "steps", index)
        assessment = _answered(assessment, loaded, (file.document, path), step, stamp)
        whole = served(assessment, loaded)
        yield Situation(
            file.document,
            path,
            test.id,
            index + 1,
            step.expect,
            whole,
            readings(whole, loaded, day),
            states(whole),
            standings(whole, loaded, day),
            day,
            world.reading(day),
            profile,
        )


def _profile(file: FileOfTests, number: int, test: WrittenTest, world: World) -> Profile | None:
    name = test.profile or file.content.profile
    if name is None:
        return None
    try:
        return world.profile(name)
    except SourceError as error:
        path = ("tests", number, "profile") if test.profile else ("profile",)
        found = error.problems[0]
        raise SourceError([file.document.problem(path, "X001", found.message, found.hint)]) from None


def _begun(loaded: LoadedQuestionnaire, test: str, profile: str, day: date, stamp: Stamp) -> Assessment:
    questionnaire = loaded.questionnaire
    beginning = Beginning(
        title=test,
        vendor=Vendor(name="test"),
        engagement=Engagement(profile=profile),
        questionnaire=QuestionnaireReference(id=questionnaire.id, version=questionnaire.version, digest=loaded.digest),
        as_of=day,
    )
    return fold([record.begin(test, beginning, stamp)])


def _answered(
    assessment: Assessment, loaded: LoadedQuestionnaire, at: tuple[Document, Path], step: Step, stamp: Stamp
) -> Assessment:
    """The assessment with the answers of one step."""
    document, path = at
    given = {name: written for name, written in step.answers.items() if written is not None}
    for name in step.answers.keys() - given.keys():
        subjects = [subject for subject in assessment.answers if subject.partition("/")[0] == name]
        if not subjects:
            message = f"{name} has no answer that could be taken back"
            raise SourceError([document.problem((*path, "answers", name), "X001", message, "take it out", key=True)])
        for subject in subjects:
            assessment = apply(assessment, record.take_back(assessment, subject, stamp))
    file = AnsweredFile(document, Answers(answers=given), path)
    for event in enter(assessment, loaded, entries(file, loaded), repeat(stamp), document):
        assessment = apply(assessment, event)
    for index, name in enumerate(step.accepted):
        try:
            verdict = Verdict(verdict="not_applicable_accepted")
            assessment = apply(assessment, review(assessment, loaded, name, verdict, stamp))
        except NotAccepted as refused:
            problem = document.problem((*path, "accepted", index), "X001", refused.message, refused.hint)
            raise SourceError([problem]) from None
    return assessment
