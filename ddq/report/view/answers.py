"""Answers with what they rest on, question by question."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.report.view.figures import FieldView


@dataclass(frozen=True, slots=True)
class SourceView:
    """A citation."""

    title: str
    dated: str | None
    place: str | None
    url: str | None
    """Only http, https or mailto; anything else is printed as part of `place`."""


@dataclass(frozen=True, slots=True)
class PositionView:
    """What the vendor says to an allegation."""

    text: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer, with what it rests on."""

    value: str
    """The answer in words; empty where there is none."""
    state: str
    """How the question stands, in words."""
    answered: bool
    reason: str | None
    grade: str | None
    grade_words: str | None
    confidence: str | None
    sources: tuple[SourceView, ...]
    evidence: tuple[str, ...]
    """Names of attached files with the start of their digest."""
    note: str | None
    allegation: bool
    position: PositionView | None
    carried_from: str | None
    served_by: str | None
    """The question that was answered, where this one asks the same concept."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a group."""

    label: str
    fields: tuple[FieldView, ...]
    answer: AnswerView


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with its answer, or its rows and the declaration that they are complete."""

    id: str
    text: str
    answer: AnswerView | None
    """Of a group only where the group as a whole has a state, such as refused."""
    rows: tuple[RowView, ...]
    group: bool
    complete_text: str | None
    complete: AnswerView | None
    flag: str | None
    verdict: str | None
    why: str | None
    """Why it is asked."""
    expected: tuple[str, ...]
    """The evidence that is expected."""
    asked_of: str
    """Who can answer it, such as `the vendor, desk research`."""
    unsettled: bool
    """Whether it still asks for something: no answer, an unknown one, or a list that is not declared complete."""
    of_vendor: bool
    """Whether the vendor is one of them."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the questionnaire with its visible questions."""

    anchor: str
    title: str
    questions: tuple[QuestionView, ...]
    stands: str
    """How it stands, in words."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the questions stand."""

    stands: str
    """Answered, explained, not declared complete and open, in a sentence."""
    grades: tuple[FieldView, ...]
    """Answers by evidence grade."""


@dataclass(frozen=True, slots=True)
class ListedView:
    """A question that is listed apart, and why."""

    id: str
    text: str
    reason: str
