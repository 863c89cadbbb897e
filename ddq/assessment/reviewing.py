"""What reviewers say to an answer."""

from __future__ import annotations

from ddq.assessment.closing import check_undecided
from ddq.assessment.model import AnswerState, Assessment, Event, EventKind, Role, Verdict
from ddq.assessment.next_event import Stamp, as_json, long_text, next_event
from ddq.assessment.roles import check_role, same_person
from ddq.assessment.subjects import NotAccepted, read_subject
from ddq.assessment.undoing import stands
from ddq.questionnaire.compiled import LoadedQuestionnaire


def review(
    assessment: Assessment, loaded: LoadedQuestionnaire, question: str, verdict: Verdict | None, stamp: Stamp
) -> Event:
    """A reviewer's verdict on the answer that stands; None withdraws it.

    Raises:
        NotAccepted: there is no such answer, somebody else reviews, or it is decided already.
    """
    read_subject(loaded, question)
    check_undecided(assessment, question)
    check_role(assessment, stamp, "review an answer", Role.reviewer)
    answered = assessment.answers.get(question)
    if verdict is None:
        if question not in assessment.verdicts:
            raise NotAccepted(question, "there is no verdict to withdraw")
        return next_event(
            assessment,
            EventKind.reviewed,
            question,
            stamp,
            old=stands(assessment, EventKind.reviewed, question),
            new=None,
        )
    if answered is None:
        raise NotAccepted(question, "there is no answer to review")
    if verdict.verdict == "not_applicable_accepted" and answered.state is not AnswerState.not_applicable:
        raise NotAccepted(
            question,
            f"the answer is {answered.state.value.replace('_', ' ')}, not “not applicable”",
            "only that can be accepted so",
        )
    given = Verdict(verdict=verdict.verdict, note=long_text(question, verdict.note) if verdict.note else None)
    return next_event(
        assessment,
        EventKind.reviewed,
        question,
        stamp,
        old=stands(assessment, EventKind.reviewed, question),
        new=as_json(given),
    )


def reviewed_own_answer(assessment: Assessment, question: str) -> bool:
    """Whether the same person answered and reviewed: four eyes are advisory on one machine, so this only warns."""
    verdict, answered_by = assessment.verdicts.get(question), assessment.answered_by.get(question)
    return verdict is not None and answered_by is not None and same_person(verdict.by, answered_by)
