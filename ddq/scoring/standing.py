"""How far each answer can be relied on: its state, and its evidence grade on the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ddq.assessment.model import AnswerState, Assessment
from ddq.assessment.readings import effective_grade
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import Grade
from ddq.scoring.arithmetic import HIDDEN


@dataclass(frozen=True, slots=True)
class Standing:
    """How an answer stands: its state, its grade on the day, and what a value on that grade leaves open."""

    state: AnswerState
    grade: Grade
    aged: bool
    """Whether the grade was lowered because the evidence is older than the question lets it be."""

    @property
    def hidden(self) -> float | None:
        """`u` of the value; None where there is no value that can be relied on."""
        return HIDDEN.get(self.grade) if self.state is AnswerState.answered else None


def standings(assessment: Assessment, loaded: LoadedQuestionnaire, day: date) -> Mapping[str, Standing]:
    """How every answer stands, by subject: `QUESTION`, `GROUP/ROW` or `GROUP/complete`."""
    found: dict[str, Standing] = {}
    for subject, answer in assessment.answers.items():
        question = loaded.questions.get(subject.partition("/")[0])
        if question is not None:
            grade = effective_grade(question, answer, day)
            found[subject] = Standing(answer.state, grade, grade is not answer.basis.grade)
    return found
