"""One person at one assessment: where they are, and what they do there. Screens and line mode share it.

It holds no answer: what was acknowledged is in the store, and a place is all that is kept here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import cast

from pydantic import JsonValue

from ddq.assessment.cell_ranges import range_ends
from ddq.assessment.cells import meant
from ddq.assessment.checking import checked, usual_basis
from ddq.assessment.entering import Entry
from ddq.assessment.model import Answer, AnswerState, Event, EventKind
from ddq.assessment.subjects import NotAccepted, complete_subject, next_row, read_subject, row_subject
from ddq.assessment.written_rows import read_rows
from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.model import GroupQuestion
from ddq.questionnaire.text import visible_text
from ddq.tui.here import Here, Place


class Sitting(Here):
    """The moves from a place, and the changes made at it."""

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
        """The answer that `raw` would make here, as it would be kept; files that it names are attached.

        Raises:
            NotAccepted: it does not fit the question.
        """
        standing = self.answer
        if self.place.field is not None:
            fields = standing.value if standing is not None and isinstance(standing.value, dict) else {}
            value: JsonValue = {**fields, **self._parts(self.place.field, raw)}
        else:
            value = cast(JsonValue, self._meant(raw))
        basis = usual_basis(self.item.question, AnswerState.answered, standing)
        if standing is None or standing.state is not AnswerState.answered:
            note = None if standing is None else standing.note
            answer = Answer(value=value, basis=basis, note=note)
        else:
            answer = standing.model_copy(update={"value": value, "carried_from": None, "served_by": None})
        return checked(self.assessment, read_subject(self.opened.loaded, self.subject), answer)

    def _meant(self, raw: object) -> object:
        """What was written, as it is kept: files by their ids, the lines of a list within an entry as its entries."""
        question = self.question
        if question.kind == "evidence":
            return self._attached(raw)
        if isinstance(question, GroupQuestion) and isinstance(raw, str):
            try:
                return read_rows(question, raw, self.raw)
            except ValueProblem as problem:
                raise NotAccepted(self.subject, str(problem), field=question.id) from None
        return meant(question, raw) if isinstance(raw, str) else raw

    def _parts(self, name: str, raw: object) -> dict[str, JsonValue]:
        """What was written in a field of a row; of a share that was given as a range, its ends."""
        assert self.group is not None
        value = cast(JsonValue, self._meant(raw))
        try:
            if self.question.kind == "percent":
                parse_value(self.question, value)
        except ValueProblem:
            ends = range_ends(str(raw), self.question, {field.id for field in self.group.fields})
            return {name: None, **ends} if ends else {name: value}
        return {name: value}

    def _attached(self, raw: object) -> list[str]:
        """Links as they are, files by the ids under which they are kept."""
        ids = {name: identifier for identifier, name in self.file_names.items()}
        found: list[str] = []
        for part in cast(list[str], raw):
            link = part.startswith(("http://", "https://")) or part in self.assessment.evidence
            found.append(part if link else ids.get(part) or self.attach(part))
        return found

    def attach(self, path: str) -> str:
        """Keep a file as evidence; its id.

        Raises:
            NotAccepted: there is no such file.
        """
        file = Path(path).expanduser()
        if not file.is_file():
            raise NotAccepted(self.subject, f"there is no file {visible_text(path)[:200]}", "write its whole path")
        return self.opened.attach(file).id

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
        basis = usual_basis(self.item.question, state, standing)
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

    def rest_on(self, given: Answer, file: str = "") -> bool:
        """Keep the basis of `given`, with one more file attached where one is named."""
        basis = given.basis
        if file:
            basis = basis.model_copy(update={"evidence": tuple(dict.fromkeys((*basis.evidence, self.attach(file))))})
        return self.amend(basis=basis, allegation=given.allegation, vendor_position=given.vendor_position)

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

    def enter(self, entries: Iterable[Entry]) -> int:
        """Write several answers, all or none; how many. Undo takes them back in one go."""
        return len(self.opened.enter(entries))

    def declare_complete(self, complete: bool) -> None:
        """Declare that the list at the place is complete, or take that back."""
        subject = complete_subject(self.place.question)
        standing = self.assessment.answers.get(subject)
        basis = usual_basis(self.item.question, AnswerState.answered, standing)
        self.opened.answer(subject, Answer(value=complete, basis=basis))

    def undo(self) -> str | None:
        """Take the last change back and go there; what was taken back, in words; None where there is nothing."""
        events = self.opened.undo_together()
        if not events:
            return None
        event = events[-1]
        question, _, rest = event.subject.partition("/")
        if question in self.interview.items:
            self.place = Place(question)
        if len(events) > 1:
            return f"Undone: {len(events)} entries of {question}, which were given in one go, stand as before"
        return _undone(event, question, rest)


def _undone(event: Event, question: str, rest: str) -> str:
    what = f"entry {rest} of {question}" if rest and rest != "complete" else question
    if rest == "complete":
        what = f"the declaration that {question} is complete"
    if event.kind is EventKind.flagged:
        return f"Undone: the flag of {question} is {'back' if event.new is not None else 'gone'}"
    if event.kind is not EventKind.answered:
        return f"Undone: {event.kind.value} {event.subject}"
    if event.new is not None and event.old is not None and (part := _only_part(event.old, event.new)):
        return f"Undone: the {part} of {what} stands as before"
    return f"Undone: {what} {'has no answer again' if event.new is None else 'stands as before'}"


def _only_part(old: object, new: object) -> str | None:
    """What differs between two answers, where that is the note or the basis alone."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return None
    before, after = cast(dict[str, object], old), cast(dict[str, object], new)
    differ = [name for name in before | after if before.get(name) != after.get(name)]
    return differ[0] if differ in (["note"], ["basis"]) else None
