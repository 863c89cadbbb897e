"""What is at one place of an open assessment. Nothing is changed here."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.assessment.answer_words import answer_words
from ddq.assessment.interview import Interview, Item, Row
from ddq.assessment.model import Answer, Assessment
from ddq.assessment.provenance import Provenance, provenance
from ddq.assessment.subjects import complete_subject, row_subject
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.evaluate import Evaluation
from ddq.questionnaire.formatting import fill, format_value
from ddq.questionnaire.model import AnyQuestion, Choice, GroupQuestion
from ddq.questionnaire.values import NA, U
from ddq.workspace.opened import OpenAssessment


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is: at a question; at the list of a group; at one field of one of its rows."""

    question: str
    row: str | None = None
    field: str | None = None


class Here:
    """What stands at a place of an open assessment: the question, its answer, its choices, where it is."""

    def __init__(self, opened: OpenAssessment, place: Place | None = None) -> None:
        self.opened = opened
        if place is None or place.question not in self.interview.items:
            place = Place(self.interview.next_open() or self.interview.next(None) or next(iter(self.interview.items)))
        self.place = place

    @property
    def interview(self) -> Interview:
        return self.opened.interview

    @property
    def assessment(self) -> Assessment:
        return self.opened.assessment

    @property
    def item(self) -> Item:
        """The question, or the group, at the place."""
        return self.interview.items[self.place.question]

    @property
    def group(self) -> GroupQuestion | None:
        """The group at the place; None where a plain question is."""
        question = self.item.question
        return question if isinstance(question, GroupQuestion) else None

    @property
    def at_list(self) -> bool:
        """Whether the place is the list of a group."""
        return self.group is not None and self.place.row is None

    @property
    def question(self) -> AnyQuestion:
        """What is asked here: the question itself, or the field of a row."""
        if self.group is not None and self.place.field is not None:
            return next(field for field in self.group.fields if field.id == self.place.field)
        return self.item.question

    @property
    def row(self) -> Row | None:
        """The row at the place; None where there is none yet."""
        return next((row for row in self.item.rows if row.id == self.place.row), None)

    @property
    def subject(self) -> str:
        """What an answer given here is an answer to."""
        row = self.place.row
        return self.place.question if row is None else row_subject(self.place.question, row)

    @property
    def answer(self) -> Answer | None:
        """The answer that stands here; in a row, the row's."""
        return self.assessment.answers.get(self.subject)

    @property
    def standing_subject(self) -> str:
        """Whose basis and note are meant here: at a list that was declared complete, the declaration's."""
        declared = self.item.complete is not None and self.answer is None
        return complete_subject(self.place.question) if self.at_list and declared else self.subject

    @property
    def standing_answer(self) -> Answer | None:
        """The answer whose basis and note are shown here."""
        return self.assessment.answers.get(self.standing_subject)

    @property
    def provenance(self) -> Provenance | None:
        """Where the answer that stands here comes from."""
        return provenance(self.opened.history(), self.standing_subject)

    @property
    def carried_words(self) -> str | None:
        """The value that was carried over, where another one stands now."""
        given = self.provenance
        if given is None or given.before is None or self.place.row is not None:
            return None
        try:
            return format_value(self.question, parse_value(self.question, given.before))
        except ValueProblem:
            return str(given.before)

    @property
    def raw(self) -> object:
        """The raw answer to what is asked here; of a computed question, its value in words."""
        if self.question.kind == "computed":
            reading = self._evaluation.reading.get(self.question.id, U)
            return None if reading is U or reading is NA else format_value(self.question, reading)
        answer = self.answer
        value = None if answer is None else answer.value
        if self.place.field is not None:
            value = value.get(self.place.field) if isinstance(value, dict) else None
        if self.question.kind == "evidence" and isinstance(value, list):
            return [self.file_names.get(str(part), str(part)) for part in value]
        return value

    @property
    def standing_words(self) -> str:
        """What stands here, in one line of words."""
        return self.words_of(self.answer)

    def words_of(self, answer: Answer | None) -> str:
        """An answer to what is asked here, in one line of words."""
        if answer is None:
            return "no answer"
        words = answer_words(self.item.question, self.subject, answer)
        return f"{words}: {answer.reason}" if answer.reason else words

    @property
    def file_names(self) -> dict[str, str]:
        """The names of the attached evidence files by id."""
        return {file.id: file.name for file in self.assessment.evidence.values()}

    @property
    def _evaluation(self) -> Evaluation:
        row = self.row
        return self.interview.evaluation if row is None or row.evaluation is None else row.evaluation

    @property
    def offered(self) -> tuple[Choice, ...]:
        """The choices that the question has here; one that may not apply is offered, one that does not is left out."""
        shown = self._evaluation.choices.get(self.question.id, {})
        choices = self.opened.loaded.choices(self.question)
        return tuple(choice for choice in choices if shown.get(choice.code, True) is not False)

    def said(self, text: str) -> str:
        """A text of the questionnaire with the answers that it quotes."""
        return fill(text, self.opened.loaded.questions, self.interview.evaluation.reading)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the row that apply, in order."""
        assert self.group is not None
        evaluation = None if self.row is None else self.row.evaluation
        return tuple(
            field.id
            for field in self.group.fields
            if (field.visible_if is None if evaluation is None else evaluation.visible[field.id] is not False)
        )

    @property
    def is_required(self) -> bool:
        """Whether the questionnaire asks for an answer here."""
        if self.place.field is None:
            return self.item.required
        row = self.row
        if row is None or row.evaluation is None:
            return self.question.required
        return row.evaluation.required[self.place.field]

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the answer that stands here, in sentences."""
        if self.place.field is None:
            return tuple(problem.message for problem in self.item.problems)
        row = self.row
        return () if row is None else tuple(p.message for p in row.problems if p.question == self.place.field)

    @property
    def position(self) -> tuple[int, int]:
        """Which question of its section this is, and how many are put there."""
        put = [item.id for item in self._section_items() if item.visible is not False]
        return (put.index(self.item.id) + 1 if self.item.id in put else 0), len(put)

    def _section_items(self) -> tuple[Item, ...]:
        questions = self.opened.loaded.sections[self.item.section].questions
        return tuple(self.interview.items[question.id] for question in questions)

    @property
    def section_title(self) -> str:
        return self.opened.loaded.sections[self.item.section].title

    @property
    def breadcrumb(self) -> tuple[str, ...]:
        """Where this is, from the section inward."""
        number, of = self.position
        crumbs = [self.section_title, f"{number} of {of}"]
        if self.place.row is not None:
            ids = [row.id for row in self.item.rows]
            entry = ids.index(self.place.row) + 1 if self.place.row in ids else len(ids) + 1
            at = self.fields.index(self.place.field) + 1 if self.place.field in self.fields else 0
            crumbs += [f"entry {entry} of {max(len(ids), entry)}", f"{at} of {len(self.fields)}"]
        return tuple(crumbs)


def needed_fields(row: Row) -> tuple[str, ...]:
    """The fields of a row that are required and have no value."""
    if row.evaluation is None:
        return ()
    return tuple(name for name in row.open_fields if row.evaluation.required[name])
