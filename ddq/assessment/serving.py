"""One answer for all questions of a concept: a question without an answer takes that of the first that has one.

Nothing is copied into the ledger. The answer that is served says whose it is; a question's own answer comes first.
"""

from __future__ import annotations

from ddq.assessment.model import AnswerState, Assessment
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import AnyQuestion


def served(assessment: Assessment, loaded: LoadedQuestionnaire) -> Assessment:
    """The assessment in which each question of a concept has the concept's answer, and the verdict that it has."""
    answers, verdicts, by = dict(assessment.answers), dict(assessment.verdicts), dict(assessment.answered_by)
    for identifier, source in serving(assessment, loaded).items():
        answers[identifier] = assessment.answers[source].model_copy(update={"served_by": source})
        if source in verdicts:
            verdicts[identifier] = verdicts[source]
        if source in by:
            by[identifier] = by[source]
    if len(answers) == len(assessment.answers):
        return assessment
    return assessment.model_copy(update={"answers": answers, "verdicts": verdicts, "answered_by": by})


def serving(assessment: Assessment, loaded: LoadedQuestionnaire) -> dict[str, str]:
    """By question without an answer of its own, the question whose answer serves it."""
    found: dict[str, str] = {}
    for members in loaded.concepts.values():
        source = next((question.id for question in members if question.id in assessment.answers), None)
        if source is not None:
            found |= {
                question.id: source
                for question in members
                if question.id not in assessment.answers and _takes(question, assessment, source)
            }
    return found


def _takes(question: AnyQuestion, assessment: Assessment, source: str) -> bool:
    """Whether the question accepts the value: its own range may be narrower."""
    answer = assessment.answers[source]
    if answer.state is not AnswerState.answered:
        return True
    try:
        parse_value(question, answer.value)
    except ValueProblem:
        return False
    return True
