"""What an answer is given to: a question, a row of a group, or a group's declaration that it is complete."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ddq.assessment.model import Assessment
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import AnyQuestion, GroupQuestion
from ddq.questionnaire.problems import did_you_mean

COMPLETE = "complete"
_ROW = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")


class NotAccepted(Exception):
    """Something that the questionnaire, or the rules of an assessment, do not accept; the message says why."""

    title = "Not accepted"

    def __init__(self, subject: str, message: str, hint: str | None = None, field: str | None = None) -> None:
        self.subject = subject
        self.field = field
        """The field of a row that is meant."""
        self.message = message
        self.hint = hint
        super().__init__(self.msg)

    @property
    def msg(self) -> str:
        """One line: what is wrong and what to do."""
        where = f"{self.subject}: {self.field}: " if self.field else f"{self.subject}: "
        return where + self.message + (f"; {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an answer is given to."""

    text: str
    """As events name it: `DA-02`, `owners/1`, `owners/complete`."""
    question: AnyQuestion
    part: Literal["question", "row", "complete"]
    row: str | None = None


def row_subject(group: str, row: str) -> str:
    """How events name a row."""
    return f"{group}/{row}"


def complete_subject(group: str) -> str:
    """How events name the declaration that a list is complete."""
    return f"{group}/{COMPLETE}"


def read_subject(loaded: LoadedQuestionnaire, text: str) -> Subject:
    """The subject that `text` names.

    Raises:
        NotAccepted: there is no such question, or it takes no answer of this form.
    """
    name, slash, rest = text.partition("/")
    question = loaded.questions.get(name)
    if question is None:
        raise NotAccepted(text, "there is no such question", did_you_mean(name, loaded.questions))
    if question.kind == "computed":
        raise NotAccepted(text, "this is computed from other answers and is never asked")
    if not slash:
        return Subject(text, question, "question")
    if not isinstance(question, GroupQuestion):
        raise NotAccepted(text, "only a group has rows", f"answer {name}")
    if rest == COMPLETE:
        return Subject(text, question, "complete")
    if not _ROW.fullmatch(rest):
        raise NotAccepted(text, "the name of a row is made of letters, digits, '.', '_' and '-'")
    return Subject(text, question, "row", rest)


def rows_of(assessment: Assessment, group: str) -> Mapping[str, str]:
    """The rows of a group that stand: their ids, in order, to their subjects."""
    prefix = f"{group}/"
    subjects = (subject for subject in assessment.answers if subject.startswith(prefix))
    return {subject.removeprefix(prefix): subject for subject in subjects if subject != prefix + COMPLETE}


def next_row(assessment: Assessment, group: str) -> str:
    """A number for a new row that no row of the group ever had."""
    prefix = f"{group}/"
    used = (subject.removeprefix(prefix) for subject in assessment.revisions if subject.startswith(prefix))
    return str(1 + max((int(row) for row in used if row.isdecimal() and row.isascii()), default=0))
