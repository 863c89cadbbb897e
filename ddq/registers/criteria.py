"""Criteria that others published for judging vendors, and what answers each of them.

They stand in a file of their own: no score rests on them, so they belong to no reading and no digest of the registers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from ddq.questionnaire.model import Code, Model
from ddq.questionnaire.positions import Document
from ddq.questionnaire.problems import Problem, SourceError
from ddq.questionnaire.shapes import validate
from ddq.questionnaire.yaml_reader import decode, load_yaml
from ddq.registers.facts import wrong_facts
from ddq.registers.model import Fact, FeatureName


class Criterion(Model):
    """One criterion of a published list, in our own words."""

    id: Code
    place: str
    """Where in the list it stands."""
    text: str
    confidence: Literal["high", "medium", "low"] | None = None
    """Where it is another than that of the list."""
    questions: tuple[Code, ...] = ()
    """The questions that answer it, any of them in part."""
    registers: tuple[FeatureName, ...] = ()
    """The features of law that it is about; the questions say which states they are read for."""
    profile: bool = False
    """Whether the buyer profile answers it, by the states that it trusts and why."""
    note: str | None = None
    """What of it is answered, where that is not all."""
    reason: str | None = None
    """Why no question asks it."""

    @model_validator(mode="after")
    def _answered_or_explained(self) -> Self:
        answered = bool(self.questions) or self.profile
        if answered == (self.reason is not None):
            raise ValueError(
                "a criterion names the questions that answer it, or the reason why none does, and not both"
            )
        if self.registers and not self.questions:
            raise ValueError("features of law are read for the states that questions name; name those questions")
        return self


class CriteriaSet(Fact):
    """A published list of criteria."""

    id: Code
    title: str
    issuer: str
    issued: str
    """The day, or the year where only that is known."""
    legal_status: str
    note: str | None = None
    criteria: tuple[Criterion, ...]


class Criteria(Model):
    """A file of such lists."""

    ddq: Literal["criteria/1"]
    sets: tuple[CriteriaSet, ...]


def load_criteria(path: Path) -> tuple[CriteriaSet, ...]:
    """The lists in the file `path`.

    Raises:
        SourceError: with every place where the file is wrong.
        OSError: the file cannot be read.
    """
    document = load_yaml(decode(path.read_bytes(), str(path)), str(path))
    sets = validate(document, Criteria).sets
    problems = [*_twice(document, sets), *wrong_facts(document, "sets")]
    if problems:
        raise SourceError(problems)
    return sets


def _twice(document: Document, sets: tuple[CriteriaSet, ...]) -> list[Problem]:
    """Ids of lists and criteria that were already given."""
    seen: set[str] = set()
    problems: list[Problem] = []
    for index, each in enumerate(sets):
        places = [(("sets", index, "id"), each.id)]
        places += [(("sets", index, "criteria", at, "id"), one.id) for at, one in enumerate(each.criteria)]
        for place, name in places:
            if name in seen:
                problems.append(document.problem(place, "R001", f"the id {name} is given twice", "give it another"))
            seen.add(name)
    return problems
