"""What to look at before a report: everything that is missing, wrong or doubtful, in the order of concern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ddq.assessment.attached import named_files
from ddq.assessment.interview import Interview
from ddq.assessment.items import Item, Standing
from ddq.assessment.model import Answer, AnswerState
from ddq.assessment.readings import accepted_not_applicable, effective_grade
from ddq.questionnaire.model import Level


class Matter(StrEnum):
    """Why something needs a look."""

    invalid = "to correct"
    contradictory = "contradictory"
    required = "required and open"
    undeclared = "list not declared complete"
    needs_evidence = "without a source"
    damaged = "evidence missing or changed"
    expired = "evidence expired"
    aged = "evidence too old"
    not_accepted = "not applicable, not accepted"
    unconfirmed = "carried over, not confirmed"
    flagged = "flagged"
    open = "open"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at."""

    matter: Matter
    question: str
    row: str | None
    field: str | None
    text: str
    """What is the matter, in a sentence."""


def attention(interview: Interview, damaged: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """Everything that needs a look, by matter, then in the order of the questionnaire.

    Args:
        interview: how every question stands.
        damaged: of evidence files that are not as they were attached, by id, what is wrong: `is missing`.
    """
    put = [item for item in interview.items.values() if item.visible is not False and item.question.kind != "computed"]
    found = [finding for item in put for finding in _of(interview, item, damaged or {})]
    order = list(Matter)
    return tuple(sorted(found, key=lambda one: order.index(one.matter)))


def _of(interview: Interview, item: Item, damaged: Mapping[str, str]) -> Iterator[Finding]:
    yield from _problems(item)
    if not item.done and item.visible is True:
        yield _open(item)
    if item.standing is Standing.needs_evidence:
        yield Finding(Matter.needs_evidence, item.id, None, None, "Its grade claims a document, and none is named.")
    for row, answer in _answers(item):
        yield from _evidence(interview, item, row, answer, damaged)
        if answer.carried_from is not None:
            yield Finding(Matter.unconfirmed, item.id, row, None, "It was carried over, and nobody confirmed it yet.")
    answer = item.answer
    claimed = answer is not None and answer.state is AnswerState.not_applicable
    if answer is not None and claimed and not accepted_not_applicable(interview.assessment, item.id):
        told = f"Said not to apply ({answer.reason}). It reads as unknown until a reviewer accepts it."
        yield Finding(Matter.not_accepted, item.id, None, None, told)
    if item.flag is not None:
        yield Finding(Matter.flagged, item.id, None, None, item.flag or "Flagged without a reason.")


def _open(item: Item) -> Finding:
    if item.rows:
        return Finding(Matter.undeclared, item.id, None, None, "It has entries, and nobody declared that they are all.")
    matter = Matter.required if item.required else Matter.open
    return Finding(matter, item.id, None, None, "It has no answer yet.")


def _problems(item: Item) -> Iterator[Finding]:
    for problem in item.problems:
        yield Finding(_matter(problem.level), item.id, None, None, problem.message)
    for row in item.rows:
        for problem in row.problems:
            yield Finding(_matter(problem.level), item.id, row.id, problem.question, problem.message)


def _matter(level: Level) -> Matter:
    return Matter.invalid if level is Level.error else Matter.contradictory


def _answers(item: Item) -> Iterator[tuple[str | None, Answer]]:
    if item.answer is not None:
        yield None, item.answer
    if item.complete is not None:
        yield None, item.complete
    for row in item.rows:
        yield row.id, row.answer


def _evidence(
    interview: Interview, item: Item, row: str | None, answer: Answer, damaged: Mapping[str, str]
) -> Iterator[Finding]:
    for digest in named_files(answer):
        file = interview.assessment.evidence.get(digest)
        if file is not None and digest in damaged:
            yield Finding(Matter.damaged, item.id, row, None, f"{file.name} {damaged[digest]}.")
        if file is not None and file.expires is not None and file.expires < interview.today:
            yield Finding(Matter.expired, item.id, row, None, f"{file.name} expired on {file.expires}.")
    grade = effective_grade(item.question, answer, interview.today)
    if answer.state is AnswerState.answered and grade is not answer.basis.grade:
        told = (
            f"Its source is older than the question allows, or later than the as-of date: it counts as grade {grade}."
        )
        yield Finding(Matter.aged, item.id, row, None, told)
