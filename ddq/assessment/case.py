"""A case: a shipped, sourced assessment as one file (`ddq: case/1`), and a file of answers (`answers/1`).

Both say what was answered under `answers`, by question; the sources stand once under `sources`, by key.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import AwareDatetime, Field, JsonValue

from ddq.assessment.model import AnswerState, Confidence, Purchase, Source, Vendor
from ddq.questionnaire.model import Code, Grade, Model

CASE_FORMAT = "case/1"
ANSWERS_FORMAT = "answers/1"

RowId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=60)]


class WrittenPosition(Model):
    """What the vendor says to an allegation, with the key of its source."""

    text: Annotated[str, Field(min_length=1, max_length=5_000)]
    source: Code


class WrittenAnswer(Model):
    """An answer as a file has it: sources by key, the value as it would be typed."""

    value: JsonValue = None
    """Of a row: field to value; an absent field is unknown."""
    state: AnswerState = AnswerState.answered
    grade: Grade | None = None
    """Absent: the grade that an answer to this question usually has."""
    sources: tuple[Code, ...] = ()
    confidence: Confidence | None = None
    note: str | None = None
    reason: str | None = None
    """Required where the state is not `answered`."""
    law: str | None = None
    """The law that bars the answer, where the state is `legally_barred`."""
    allegation: bool = False
    vendor_position: WrittenPosition | None = None
    evidence: tuple[str, ...] = ()
    """Ids of attached evidence files."""


class WrittenEntry(WrittenAnswer):
    """What a file says to one question; of a group, its rows by their ids and whether the list is complete."""

    rows: dict[RowId, WrittenAnswer] | None = None
    complete: WrittenAnswer | None = None
    """The value true declares that the list is complete; its basis is what that rests on."""


Written: TypeAlias = WrittenEntry | bool | int | float | str | tuple[str, ...]
"""`DA-02: yes` is short for `DA-02: {value: yes}`."""


class Answers(Model):
    """What a file answers."""

    sources: dict[Code, Source] = {}
    answers: dict[str, Written]
    """By question id."""


class AnswersFile(Answers):
    """A file that `ddq answer ID FILE` reads."""

    ddq: Literal["answers/1"]


class Case(Answers):
    """A shipped, sourced assessment."""

    ddq: Literal["case/1"]
    id: Code
    title: Annotated[str, Field(min_length=1, max_length=300)]
    as_of: date
    """The date whose facts and laws count; nothing in the case is later."""
    questionnaire: Code
    profile: Code
    vendor: Vendor
    engagement: Purchase = Purchase()
    by: Annotated[str, Field(min_length=1, max_length=100)]
    """Who answered it."""
    at: AwareDatetime
    """When the first event happened; each further one is a second later."""
