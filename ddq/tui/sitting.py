"""One person at one assessment: where they are, and what they do there. Screens and line mode share it.

It holds no answer: what was acknowledged is in the store, and a place is all that is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from pydantic import JsonValue

from ddq.assessment.checking import checked, usual_grade
from ddq.assessment.interview import Interview, Item, Row
from ddq.assessment.model import Answer, AnswerState, Assessment, Basis, Event, EventKind
from ddq.assessment.subjects import NotAccepted, complete_subject, next_row, read_subject, row_subject
from ddq.questionnaire.evaluate import Evaluation
from ddq.questionnaire.formatting import fill, format_value
from ddq.questionnaire.model import AnyQuestion, Choice, GroupQuestion, Question
from ddq.questionnaire.values import NA, U
from ddq.workspace.opened import OpenAssessment


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is: at a question; at the list of a group; at one field of one of its rows."""

    question: str
    row: str | None = None
    field: str | None = None


class Sitting:
    """The place, the moves from it, and the changes made at it."""

    def __init__(self, opened: OpenAssessment, place: Place | None = None) -> None:
        self.opened = opened
        if place is None or place.question not in self.interview.items:
            place = Place(self.interview.next_open() or self.interview.next(None) or next(iter(self.interview.items)))
        self.place = place

    # What is here

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
    def raw(self) -> object:
        """The raw answer to what is asked here; of a computed question, its value in words."""
        if self.question.kind == "computed":
            reading = self._evaluation.reading.get(self.question.id, U)
            return None if reading is U or reading is NA else format_value(self.question, reading)
        answer = self.answer
        if answer is None or self.place.field is None:
            return None if answer is None else answer.value
        return answer.value.get(self.place.field) if isinstance(answer.value, dict) else None

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
        return tuple(item for item in self.interview.items.values() if item.section == self.item.section)

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

    # Moves

    def go(self, question: str, row: str | None = None, field: str | None = None) -> None:
        """To a question; to a row, at its first field unless `field` names one."""
        self.place = Place(question)
        if row is not None:
            self.place = Place(question, row)
            self.place = Place(question, row, field or self.fields[0])

    def forward(self) -> bool:
        """To the next field, then the list of the group, then the next question; False at the end."""
        if self.place.row is not None:
            fields = self.fields
            here = fields.index(self.place.field) if self.place.field in fields else len(fields)
            if here + 1 < len(fields):
                self.place = replace(self.place, field=fields[here + 1])
            else:
                self.place = Place(self.place.question)
            return True
        return self._to(self.interview.next(self.place.question))

    def backward(self) -> bool:
        """To the field before, then the list of the group, then the question before; False at the beginning."""
        if self.place.row is not None:
            fields = self.fields
            here = fields.index(self.place.field) if self.place.field in fields else 0
            self.place = replace(self.place, field=fields[here - 1]) if here > 0 else Place(self.place.question)
            return True
        return self._to(self.interview.previous(self.place.question))

    def to_open(self) -> bool:
        """To the next question that applies and is open; False if none is."""
        return self._to(self.interview.next_open(self.place.question))

    def _to(self, question: str | None) -> bool:
        if question is None:
            return False
        self.place = Place(question)
        return True

    def add_row(self) -> None:
        """To the first field of a row that does not exist until that field has an answer.

        Raises:
            NotAccepted: the list is full.
        """
        assert self.group is not None
        if len(self.item.rows) >= self.group.max:
            raise NotAccepted(self.group.id, f"the list has {self.group.max} entries, and more do not fit")
        self.go(self.place.question, next_row(self.assessment, self.group.id))

    # Changes

    def proposed(self, raw: object) -> Answer:
        """The answer that `raw` would make here, as it would be kept.

        Raises:
            NotAccepted: it does not fit the question.
        """
        standing = self.answer
        value = cast(JsonValue, raw)
        if self.place.field is not None:
            fields = standing.value if standing is not None and isinstance(standing.value, dict) else {}
            value = {**fields, self.place.field: value}
        basis = self.usual_basis if standing is None else standing.basis
        if standing is None or standing.state is not AnswerState.answered:
            note = None if standing is None else standing.note
            answer = Answer(value=value, basis=basis, note=note)
        else:
            answer = standing.model_copy(update={"value": value, "carried_from": None})
        return checked(self.assessment, read_subject(self.opened.loaded, self.subject), answer)

    @property
    def usual_basis(self) -> Basis:
        """What an answer here rests on until somebody says more."""
        return Basis(grade=usual_grade(self.item.question))

    def would_hide(self, answer: Answer | None) -> tuple[str, ...]:
        """The answered questions that this answer would hide."""
        return self.interview.hidden_by(self.subject, answer)

    def keep(self, answer: Answer) -> bool:
        """Keep an answer here; False where it stands already."""
        if answer == self.answer:
            return False
        self.opened.answer(self.subject, answer)
        return True

    def say_state(self, state: AnswerState, reason: str, law: str | None = None) -> Answer:
        """The answer that there is no answer, and why; its basis and note are kept."""
        standing = self.answer
        basis = self.usual_basis if standing is None else standing.basis
        answer = Answer(state=state, reason=reason, law=law, basis=basis, note=standing.note if standing else None)
        return checked(self.assessment, read_subject(self.opened.loaded, self.subject), answer)

    def amend(self, **changes: object) -> bool:
        """Keep the answer that stands here with another basis, note or other part; False where nothing changes.

        Raises:
            NotAccepted: there is no answer yet, or the change does not fit.
        """
        subject = self.standing_subject
        standing = self.standing_answer
        if standing is None:
            raise NotAccepted(subject, "there is no answer yet", "answer first; a flag (F6) can hold a reminder")
        amended = standing.model_copy(update=changes)
        amended = checked(self.assessment, read_subject(self.opened.loaded, subject), amended)
        if amended == standing:
            return False
        self.opened.answer(subject, amended)
        return True

    def take_back(self) -> bool:
        """Take the answer back; False where there is none."""
        if self.answer is None:
            return False
        self.opened.take_back(self.subject)
        return True

    def flag(self, reason: str | None) -> None:
        """Flag the question for later, or with None lift the flag."""
        self.opened.flag(self.place.question, reason)

    def clear(self) -> None:
        """Take back what is answered here: the answer, or the field of the row."""
        standing = self.answer
        if standing is None:
            return
        if self.place.field is None or not isinstance(standing.value, dict):
            self.opened.take_back(self.subject)
            return
        kept = {name: value for name, value in standing.value.items() if name != self.place.field}
        self.opened.answer(self.subject, standing.model_copy(update={"value": kept}))

    def duplicate_row(self, row: str) -> None:
        """Add a row like this one, and go to it."""
        answer = self.assessment.answers[row_subject(self.place.question, row)]
        group = self.place.question
        new = next_row(self.assessment, group)
        self.opened.answer(row_subject(group, new), answer)
        self.go(group, new)

    def delete_row(self, row: str) -> None:
        """Take a row out; undo brings it back."""
        self.opened.take_back(row_subject(self.place.question, row))

    def declare_complete(self, complete: bool) -> None:
        """Declare that the list at the place is complete, or take that back."""
        subject = complete_subject(self.place.question)
        standing = self.assessment.answers.get(subject)
        basis = self.usual_basis if standing is None else standing.basis
        self.opened.answer(subject, Answer(value=complete, basis=basis))

    def undo(self) -> str | None:
        """Take the last change back and go there; what was taken back, in words; None where there is nothing."""
        event = self.opened.undo()
        if event is None:
            return None
        question, _, rest = event.subject.partition("/")
        if question in self.interview.items:
            self.place = Place(question)
        return _undone(event, question, rest)


def _undone(event: Event, question: str, rest: str) -> str:
    what = f"entry {rest} of {question}" if rest and rest != "complete" else question
    if rest == "complete":
        what = f"the declaration that {question} is complete"
    if event.kind is EventKind.flagged:
        return f"Undone: the flag of {question} is {'back' if event.new is not None else 'gone'}"
    if event.kind is not EventKind.answered:
        return f"Undone: {event.kind.value} {event.subject}"
    return f"Undone: {what} {'has no answer again' if event.new is None else 'stands as before'}"


def needed_fields(row: Row) -> tuple[str, ...]:
    """The fields of a row that are required and have no value."""
    if row.evaluation is None:
        return ()
    return tuple(name for name in row.open_fields if row.evaluation.required[name])


def explanation(sitting: Sitting) -> list[tuple[str, str]]:
    """Help and why we ask, as headings with text; of a field, those of its group after its own."""
    parts = _explained(sitting.question)
    if sitting.place.field is not None:
        own = dict(parts)
        parts += [(heading, text) for heading, text in _explained(sitting.item.question) if heading not in own]
    return [(heading, sitting.said(text)) for heading, text in parts]


def _explained(question: Question) -> list[tuple[str, str]]:
    answered_by = ", ".join(who.replace("_", " ") for who in question.answered_by)
    parts = [
        ("Why we ask", question.why),
        ("Help", question.help),
        ("A good answer", question.good),
        ("A bad answer", question.bad),
        ("Not applicable when", question.not_applicable_when),
        ("Evidence expected", "; ".join(question.evidence)),
        ("Evidence counts for", question.valid_for),
        ("Usually answered by", answered_by if question.why else None),
        ("Handling", question.handling),
        ("References", ", ".join(question.references)),
    ]
    return [
        (heading, text) for heading, text in parts if text and not (heading.startswith("Usually") and not question.why)
    ]
