"""How one question of an interview stands, with its rows, and how far several have come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from ddq.assessment.model import Answer, AnswerState
from ddq.questionnaire.evaluate import Evaluation, FailedCheck, Truth
from ddq.questionnaire.model import AnyQuestion, GroupQuestion, Section
from ddq.questionnaire.values import U
from ddq.sentence import joined, say, say_many


class Standing(StrEnum):
    """How a question stands; where several apply, the one that the person should see first."""

    open = "open"
    """Not answered; of a group: not declared complete."""
    answered = "answered"
    unknown = "unknown"
    pending = "pending"
    refused = "refused"
    legally_barred = "legally_barred"
    not_applicable = "not_applicable"
    may_apply = "may_apply"
    """Whether it applies depends on answers that are not there yet."""
    hidden = "hidden"
    """Other answers make it not apply."""
    invalid = "invalid"
    """The answer fails a check, or no longer fits the question."""
    needs_evidence = "needs_evidence"
    """Answered on a grade that claims a document, and none is named."""
    flagged = "flagged"
    computed = "computed"


class Said(StrEnum):
    """What was said to a question. Everything that counts questions counts them by this."""

    answered = "answered"
    """A value; of a group: the list is declared complete."""
    explained = "explained"
    """A state such as unknown, pending or refused, with its reason, in place of a value."""
    undeclared = "undeclared"
    """Of a group: it has rows, and nobody declared that they are all."""
    nothing = "nothing"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a group."""

    id: str
    subject: str
    label: str
    answer: Answer
    evaluation: Evaluation | None
    """Of its fields: visible, required, reading; None while the group does not apply."""
    problems: tuple[FailedCheck, ...]
    """Failed checks of its fields; `question` is the field."""
    open_fields: tuple[str, ...]
    """Fields that apply and have no value."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question as it stands."""

    id: str
    section: str
    question: AnyQuestion
    standing: Standing
    visible: Truth
    required: bool
    answer: Answer | None
    flag: str | None
    """The reason of the flag, perhaps empty; None where it is not flagged."""
    problems: tuple[FailedCheck, ...]
    hidden_because: str | None
    """Why it does not apply, or may not, in a sentence."""
    rows: tuple[Row, ...] = ()
    complete: Answer | None = None
    """Of a group: the declaration that the list is complete."""

    @property
    def said(self) -> Said:
        """What was said to it."""
        if self.answer is not None:
            return Said.answered if self.answer.state is AnswerState.answered else Said.explained
        if isinstance(self.question, GroupQuestion):
            if self.complete is not None and self.complete.value is True:
                return Said.answered
            if self.rows:
                return Said.answered if self.question.complete is None else Said.undeclared
        return Said.nothing

    @property
    def done(self) -> bool:
        """Whether there is nothing more to say to it now: a value, or a reason why there is none."""
        return self.said in (Said.answered, Said.explained)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section, or the whole, has come. Questions that may apply count only once they do."""

    answered: int
    """A value was given; of a list: it is declared complete."""
    explained: int
    """A state with its reason stands in place of a value."""
    undeclared: int
    """Lists with rows that nobody declared complete."""
    open: int
    """Nothing was said yet."""
    applicable: int
    """The sum of these."""
    may_apply: int
    required_open: int
    flagged: int
    problems: int

    @property
    def done(self) -> int:
        """Answered or explained: nothing more is to be said to them now."""
        return self.answered + self.explained


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """A section with its items, in order."""

    section: Section
    items: tuple[Item, ...]
    progress: Progress


def progress_of(items: tuple[Item, ...]) -> Progress:
    """How far these questions have come."""
    asked = [item for item in items if item.question.kind != "computed"]
    applicable = [item for item in asked if item.visible is True]
    said = Counter(item.said for item in applicable)
    return Progress(
        answered=said[Said.answered],
        explained=said[Said.explained],
        undeclared=said[Said.undeclared],
        open=said[Said.nothing],
        applicable=len(applicable),
        may_apply=sum(item.visible is U for item in asked),
        required_open=sum(item.required and not item.done for item in applicable),
        flagged=sum(item.flag is not None for item in asked),
        problems=sum(len(item.problems) + sum(len(row.problems) for row in item.rows) for item in applicable),
    )


def progress_words(progress: Progress) -> str:
    """`42 of about 62 answered, 14 explained`; "about" while some questions may yet apply."""
    answered, applicable = progress.answered, progress.applicable
    if progress.may_apply:
        told = say("{answered} of about {applicable} answered", answered=answered, applicable=applicable)
    else:
        told = say("{answered} of {applicable} answered", answered=answered, applicable=applicable)
    if not progress.explained:
        return told
    return say("{progress}, {explained} explained", progress=told, explained=progress.explained)


def progress_in_full(progress: Progress) -> str:
    """The same with what is left, as a sentence without its full stop."""
    told = say(
        "Of {applicable} questions that apply, {answered}, {explained} explained (no value, and a reason why), "
        "{undeclared}, {open} open",
        applicable=progress.applicable,
        answered=say_many("{count} is answered", "{count} are answered", count=progress.answered),
        explained=progress.explained,
        undeclared=say_many(
            "{count} list not declared complete", "{count} lists not declared complete", count=progress.undeclared
        ),
        open=progress.open,
    )
    if not progress.may_apply:
        return told
    more = say_many("{count} more may apply", "{count} more may apply", count=progress.may_apply)
    return joined((told, more), "; ")
