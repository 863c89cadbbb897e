"""Carrying answers over from an earlier assessment of the same vendor, for somebody to confirm.

An answer keeps its basis and the day on which it was given, and says where it comes from. A question takes the answer
of the same id in the same questionnaire, or of a question with the same concept. What was not known then is asked anew,
and no verdict is carried: a reviewer looks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import orjson

from ddq.assessment import record
from ddq.assessment.closing import check_draft
from ddq.assessment.fold import apply
from ddq.assessment.model import Answer, AnswerState, Assessment, Event, EventKind, Role
from ddq.assessment.next_event import Stamp
from ddq.assessment.readings import effective_grade
from ddq.assessment.roles import check_role
from ddq.assessment.same_vendor import same_vendor
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.compiled import LoadedQuestionnaire

_ASKED_ANEW = {AnswerState.unknown, AnswerState.pending}


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier assessment."""

    assessment: Assessment
    events: tuple[Event, ...]
    loaded: LoadedQuestionnaire | None
    """Its questionnaire; None where it is not there any more, and then only the same questionnaire can take from it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An answer that was not carried over."""

    subject: str
    """In the earlier assessment."""
    why: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What carrying over would do."""

    events: tuple[Event, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def answers(self) -> int:
        """How many answers are carried."""
        return sum(event.kind is EventKind.answered for event in self.events)


def carry(earlier: Earlier, assessment: Assessment, loaded: LoadedQuestionnaire, stamps: Iterator[Stamp]) -> Carried:
    """The events that carry answers over; what has an answer here keeps it.

    Raises:
        NotAccepted: it is the same assessment or another vendor's, this is no draft, or others are its interviewers.
    """
    before = earlier.assessment
    if before.id == assessment.id:
        raise NotAccepted(before.id, "an assessment carries nothing over from itself", "name an earlier one")
    if not same_vendor(before.vendor, assessment.vendor):
        names = f"{before.vendor.name} and {assessment.vendor.name} are not known to be the same vendor"
        raise NotAccepted(before.id, names, "give both the same identifier, such as the LEI")
    check_draft(assessment, "carrying over")
    check_role(assessment, next(stamps), "carry answers over", Role.interviewer)
    carrying = _Carrying(earlier, assessment, loaded, stamps)
    for question, source in sources(earlier, loaded).items():
        carrying.take(question, source)
    return Carried(tuple(carrying.events), tuple(carrying.left_out))


def sources(earlier: Earlier, loaded: LoadedQuestionnaire) -> Mapping[str, str]:
    """The question of the earlier assessment whose answer each question here can take, by question, in order."""
    same = earlier.assessment.questionnaire.id == loaded.questionnaire.id
    concepts: dict[str, str] = {}
    if earlier.loaded is not None:
        for name, question in earlier.loaded.questions.items():
            if question.concept is not None:
                concepts.setdefault(question.concept, name)
    answered = {subject.partition("/")[0] for subject in earlier.assessment.answers}
    found: dict[str, str] = {}
    for name, question in loaded.questions.items():
        # Of several questions of one concept here the first takes the answer, which serves the others.
        by_concept = concepts.pop(question.concept, None) if question.concept else None
        source = name if same and name in answered else by_concept
        if question.kind != "computed" and source in answered:
            found[name] = source
    return found


def unconfirmed(assessment: Assessment) -> tuple[str, ...]:
    """The subjects whose answer was carried over and not confirmed yet."""
    return tuple(subject for subject, answer in assessment.answers.items() if answer.carried_from is not None)


def aged(assessment: Assessment, loaded: LoadedQuestionnaire, day: date) -> tuple[str, ...]:
    """The carried answers whose evidence is older than their question lets it be: to be asked again first."""
    return tuple(
        subject
        for subject in unconfirmed(assessment)
        if (question := loaded.questions.get(subject.partition("/")[0])) is not None
        and effective_grade(question, assessment.answers[subject], day) is not assessment.answers[subject].basis.grade
    )


def given_on(events: Iterable[Event]) -> Mapping[str, date]:
    """By subject, the day on which the answer that stands was first given; an undo brings that day back too."""
    first: dict[tuple[str, bytes], date] = {}
    found: dict[str, date] = {}
    for event in events:
        if event.kind is EventKind.answered and event.new is not None:
            said = (event.subject, orjson.dumps(event.new, option=orjson.OPT_SORT_KEYS))
            day = first[said] if event.undoes is not None and said in first else event.at.date()
            first[said] = found[event.subject] = day
    return found


class _Carrying:
    """The assessment as it takes one answer after the other."""

    def __init__(
        self, earlier: Earlier, assessment: Assessment, loaded: LoadedQuestionnaire, stamps: Iterator[Stamp]
    ) -> None:
        self.earlier, self.assessment, self.loaded, self.stamps = earlier, assessment, loaded, stamps
        self.given_on = given_on(earlier.events)
        self.here = {subject.partition("/")[0] for subject in assessment.answers}
        """The questions that have an answer, or a row, here already: nothing is mixed into a list."""
        self.events: list[Event] = []
        self.left_out: list[LeftOut] = []

    def take(self, question: str, source: str) -> None:
        """Carry the answer to a question, its rows and its declaration."""
        for subject, answer in self.earlier.assessment.answers.items():
            name, slash, rest = subject.partition("/")
            if name != source:
                continue
            if question in self.here:
                self.left_out.append(LeftOut(subject, f"{question} has an answer already"))
            elif answer.state in _ASKED_ANEW:
                self.left_out.append(LeftOut(subject, f"what was {answer.state.value} is asked anew"))
            else:
                self._answer(f"{question}{slash}{rest}", subject, answer)

    def _answer(self, subject: str, source: str, answer: Answer) -> None:
        marked = {
            "carried_from": self.earlier.assessment.id,
            "given_on": answer.given_on or self.given_on.get(source),
        }
        events = [*self._files(answer)]
        assessment = self.assessment
        for event in events:
            assessment = apply(assessment, event)
        try:
            event = record.answer(assessment, self.loaded, subject, answer.model_copy(update=marked), next(self.stamps))
        except NotAccepted as refused:
            self.left_out.append(LeftOut(source, refused.message))
            return
        self.assessment = apply(assessment, event)
        self.events += [*events, event]

    def _files(self, answer: Answer) -> Iterator[Event]:
        """The attachments that the answer names and that are not attached here."""
        value = answer.value if isinstance(answer.value, list) else []
        assessment = self.assessment
        for digest in dict.fromkeys((*answer.basis.evidence, *(str(one) for one in value))):
            file = self.earlier.assessment.evidence.get(digest)
            if file is not None and digest not in assessment.evidence:
                event = record.attach(assessment, file, next(self.stamps))
                assessment = apply(assessment, event)
                yield event
