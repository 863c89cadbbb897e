"""The tests of a questionnaire or a module as they are written: answers step by step, and what must follow from them.

They stand in a side file, `tests/NAME.yaml` beside `NAME.yaml`, and can grow without changing what was released.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from ddq.assessment.case import Written
from ddq.questionnaire.model import Code, FieldName, IndicatorId, Model
from ddq.scoring.model import OutcomeKind

FOLDER = "tests"

Name = Annotated[
    str,
    Field(
        min_length=1,
        max_length=300,
        description="a question, `GROUP/ROW.FIELD`, a section, or a choice as `QUESTION.CODE`",
    ),
]
ShareOrReading = Annotated[float, Field(ge=0, le=1)] | Literal["unknown", "not_applicable"]
Points = Annotated[float, Field(ge=0, le=100)]


class ExpectedTrust(Model):
    """Where the trust interval must lie, in points of 100."""

    min: Points | None = None
    """The lower end is not below."""
    max: Points | None = None
    """The upper end is not above."""
    contains: Points | None = None
    """A figure that is still possible."""


class Expected(Model):
    """What must follow from the answers so far; what is not named may be anything."""

    visible: tuple[Name, ...] = ()
    hidden: tuple[Name, ...] = ()
    may_apply: tuple[Name, ...] = ()
    """Neither visible nor hidden yet: what decides it is not known."""
    required: tuple[Name, ...] = ()
    optional: tuple[Name, ...] = ()
    """Not required, whether or not it is visible."""
    failing: tuple[Name, ...] = ()
    """Some check of it fails."""
    passing: tuple[Name, ...] = ()
    """No check of it fails."""
    values: dict[Name, bool | int | float | str | tuple[str, ...]] = {}
    """What a question, a computed one above all, reads as; also `unknown` and `not_applicable`."""
    presence: dict[IndicatorId, ShareOrReading] = {}
    """By indicator, the presence that the answers say, whatever their evidence."""
    mitigations: dict[Code, ShareOrReading] = {}
    """By mitigation, the same."""
    bars: dict[Code, Literal["yes", "no", "unknown"]] = {}
    """By bar, whether its condition holds, whomever its regime binds."""
    outputs: dict[FieldName, bool | int | float | str] = {}
    """By output, what it reads as; also `unknown` and `not_applicable`."""
    trust: ExpectedTrust | None = None
    outcome: OutcomeKind | None = None


class Step(Model):
    """Some answers, on top of those of the steps before, and what must follow."""

    answers: dict[str, Written | None] = {}
    """By question, as in a file of answers; null takes an answer back."""
    accepted: tuple[str, ...] = ()
    """Questions answered not applicable, which a reviewer accepts as such."""
    expect: Expected = Expected()


class WrittenTest(Model):
    """One test: a short story in steps."""

    id: Code
    title: Annotated[str, Field(min_length=1, max_length=300)]
    """What it shows, in one sentence."""
    profile: Code | None = None
    as_of: date | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


class WrittenTests(Model):
    """The tests of one questionnaire or module."""

    ddq: Literal["tests/1"]
    profile: Code | None = None
    """The buyer with whose eyes trust and outcome are read, where a test names no other."""
    as_of: date
    """The day that counts, where a test names no other."""
    without: tuple[Code, ...] = ()
    """Tests of the base, or of included modules, that do not hold here: an extension changes what they show."""
    tests: tuple[WrittenTest, ...] = ()


def side_file(path: Path) -> Path:
    """Where the tests of a file are."""
    return path.parent / FOLDER / f"{path.stem}.yaml"


def subject_of(path: Path) -> Path:
    """The file whose tests the file `path` holds."""
    return path.parent.parent / path.name
