"""What is different in fact between two assessments: the answers, whatever the method makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ddq.assessment.carrying import Earlier, sources
from ddq.assessment.model import Answer, Assessment
from ddq.questionnaire.compiled import LoadedQuestionnaire


class Change(StrEnum):
    """How an answer differs."""

    answered = "answered"
    """It has an answer now, and had none."""
    taken_out = "taken_out"
    """It had one, and has none."""
    changed = "changed"
    """It says something else."""
    basis = "basis"
    """It says the same, on another basis."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that differs."""

    question: str
    """Id of the question in the later assessment, or in the earlier where only that asks it."""
    subject: str
    change: Change
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True, slots=True)
class Differences:
    """All of them, and what cannot be compared."""

    answers: tuple[Difference, ...]
    same: int
    """How many answers are alike."""
    unconfirmed: int
    """How many of those were carried over, so that being alike says nothing yet."""
    only_earlier: tuple[str, ...]
    """Questions with an answer then that are not asked now."""
    only_later: tuple[str, ...]
    """Questions with an answer now that were not asked then."""


def differences(earlier: Earlier, assessment: Assessment, loaded: LoadedQuestionnaire) -> Differences:
    """How the answers of `assessment` differ from those of an earlier one; the order of its questionnaire."""
    before = earlier.assessment
    asked_then = set(earlier.loaded.questions) if earlier.loaded else {one.partition("/")[0] for one in before.answers}
    source_of = {name: name for name in loaded.questions if _same_id(earlier, loaded) and name in asked_then}
    source_of |= sources(earlier, loaded)
    found: list[Difference] = []
    same = unconfirmed = 0
    for question, source in source_of.items():
        for rest, one, other in _pairs(before, source, assessment, question):
            change = _change(one, other)
            if change is not None:
                found.append(Difference(question, question + rest, change, one, other))
            else:
                same += 1
                unconfirmed += other is not None and other.carried_from is not None
    answered_then = dict.fromkeys(subject.partition("/")[0] for subject in before.answers)
    answered_now = dict.fromkeys(subject.partition("/")[0] for subject in assessment.answers)
    places = {name: place for place, name in enumerate(loaded.questions)}
    return Differences(
        answers=tuple(sorted(found, key=lambda one: places[one.question])),
        same=same,
        unconfirmed=unconfirmed,
        only_earlier=tuple(name for name in answered_then if name not in source_of.values()),
        only_later=tuple(name for name in answered_now if name not in source_of),
    )


def _same_id(earlier: Earlier, loaded: LoadedQuestionnaire) -> bool:
    return earlier.assessment.questionnaire.id == loaded.questionnaire.id


def _pairs(
    before: Assessment, source: str, after: Assessment, question: str
) -> list[tuple[str, Answer | None, Answer | None]]:
    """What stood and what stands to a question, each row beside the row of the same name."""
    old = {subject[len(source) :]: one for subject, one in before.answers.items() if _belongs(subject, source)}
    new = {subject[len(question) :]: one for subject, one in after.answers.items() if _belongs(subject, question)}
    return [(rest, old.get(rest), new.get(rest)) for rest in dict.fromkeys((*old, *new))]


def _belongs(subject: str, question: str) -> bool:
    return subject.partition("/")[0] == question


def _change(before: Answer | None, after: Answer | None) -> Change | None:
    if before is None or after is None:
        return Change.answered if before is None else Change.taken_out
    if _said(before) != _said(after):
        return Change.changed
    return Change.basis if before.basis != after.basis else None


def _said(answer: Answer) -> tuple[object, ...]:
    return (answer.state, answer.value, answer.law, answer.allegation, answer.vendor_position)
