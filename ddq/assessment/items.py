"""How one question of an interview stands, with its rows, and how far several have come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ddq.assessment.model import Answer
from ddq.questionnaire.evaluate import Evaluation, FailedCheck, Truth
from ddq.questionnaire.model import AnyQuestion, GroupQuestion, Section
from ddq.questionnaire.values import U


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
    def done(self) -> bool:
        """Whether something was said to it, whatever its state; of a group, whether the list was closed."""
        if isinstance(self.question, GroupQuestion):
            if self.answer is not None or (self.complete is not None and self.complete.value is True):
                return True
            return self.question.complete is None and bool(self.rows)
        return self.answer is not None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section, or the whole, has come. Questions that may apply count only once they do."""

    answered: int
    applicable: int
    may_apply: int
    required_open: int
    flagged: int
    problems: int


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
    return Progress(
        answered=sum(item.done for item in applicable),
        applicable=len(applicable),
        may_apply=sum(item.visible is U for item in asked),
        required_open=sum(item.required and not item.done for item in applicable),
        flagged=sum(item.flag is not None for item in asked),
        problems=sum(len(item.problems) + sum(len(row.problems) for row in item.rows) for item in applicable),
    )
