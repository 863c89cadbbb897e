"""An archetype as answers: question by question as they come up, each as well or as badly as it can be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ddq.assessment.model import Answer, Basis
from ddq.authoring.calibration.archetypes import Archetype, Row
from ddq.authoring.calibration.setting import Setting
from ddq.questionnaire.answers import json_value
from ddq.questionnaire.domains import domain
from ddq.questionnaire.known_groups import KNOWN_FIELDS
from ddq.questionnaire.model import (
    AnyQuestion,
    CountryQuestion,
    GroupFeed,
    GroupQuestion,
)
from ddq.questionnaire.values import Reading


@lru_cache(maxsize=16)
def _harmless(setting: Setting) -> Mapping[str, Answer]:
    """Every question that comes up answered as well as it can be; found once for all archetypes."""
    return _answered(Archetype("harmless", "All favourable"), setting, {})


def answers_of(archetype: Archetype, setting: Setting) -> dict[str, Answer]:
    """What the vendor answers, until all that applies is answered but what it leaves open.

    It begins with the harmless answers, which are found once for each setting, and answers anew what this vendor
    answers badly or lists otherwise, and what comes up by that.
    """
    again = archetype.badly | {question.id for question in setting.groups if question.feeds_engine in archetype.rows}
    kept = {
        subject: answer.model_copy(update={"basis": Basis(grade=archetype.grade)})
        for subject, answer in _harmless(setting).items()
        if subject.partition("/")[0] not in again | archetype.open
    }
    return _answered(archetype, setting, kept)


def _answered(archetype: Archetype, setting: Setting, given: Mapping[str, Answer]) -> dict[str, Answer]:
    """What is given, and question by question, in order, whatever else applies."""
    found = dict(given)
    for _ in range(len(setting.loaded.questions)):
        visible = setting.inputs(found).evaluate({}).visible
        asked = next(
            (
                question
                for name, question in setting.loaded.questions.items()
                if visible[name] is True and question.kind != "computed" and name not in archetype.open
                if name not in found and f"{name}/complete" not in found
            ),
            None,
        )
        if asked is None:
            break
        found |= _answer(asked, archetype, setting, found)
    return found


def _answer(
    question: AnyQuestion, archetype: Archetype, setting: Setting, found: Mapping[str, Answer]
) -> dict[str, Answer]:
    basis = Basis(grade=archetype.grade)
    if isinstance(question, GroupQuestion):
        rows = [_row(question, row, setting) for row in _rows(question, archetype, setting)]
        given = {f"{question.id}/{number}": Answer(value=row, basis=basis) for number, row in enumerate(rows, 1)}
        return {**given, f"{question.id}/complete": Answer(value=True, basis=basis)}
    options = [Answer(value=value, basis=basis) for value in _values(question, setting)]
    if len(options) > 1 and question.id in setting.weighing:
        badly = question.id in archetype.badly
        options.sort(key=lambda option: _rank(setting, question.id, {**found, question.id: option}, badly=badly))
    return {question.id: options[0]}


def _rank(setting: Setting, question: str, answers: Mapping[str, Answer], *, badly: bool) -> tuple[int, int, int]:
    """The lower the better it suits: first by the concern, of a question that only gates first by what is asked on."""
    measured = setting.measured(answers)
    hidden = sum(measured.facts.evaluation.visible[name] is False for name in setting.telling)
    low, high = measured.concern
    concern = (-low, -high) if badly else (high, low)
    return (*concern, hidden) if question in setting.telling else (hidden, *concern)


def _rows(group: GroupQuestion, archetype: Archetype, setting: Setting) -> Sequence[Row]:
    if group.feeds_engine is None:
        return ()
    return archetype.rows.get(group.feeds_engine) or _HARMLESS.get(group.feeds_engine, ())


_HARMLESS: Mapping[GroupFeed, Sequence[Row]] = {
    GroupFeed.seats: [
        {"name": "The vendor", "role": role}
        for role in ("contracting_entity", "place_of_management", "ultimate_parent")
    ],
    GroupFeed.holders: [{"name": "Free float", "holder_kind": "public", "votes": "100", "control": "none"}],
    GroupFeed.flows: [
        {"name": "The service", "data": ["content"], "access": "storage", "keys": "customer_only"}
        | {"mechanism": "domestic"}
    ],
    GroupFeed.staff: [{"name": "Operations", "sees_clear_data": False, "builds": True}],
    GroupFeed.subprocessors: [{"name": "A data centre", "access": "storage", "keys": "customer_only"}],
}
"""Entries at the buyer's home; no listing."""


def _row(group: GroupQuestion, given: Row, setting: Setting) -> dict[str, Any]:
    """The entry, with the fields that the archetype says nothing of answered by their first value."""
    known = KNOWN_FIELDS[group.feeds_engine] if group.feeds_engine else {}
    row: dict[str, Any] = {}
    for question in group.fields:
        if question.id in given:
            row[question.id] = given[question.id]
        elif question.id == "country" and "country" in known:
            row[question.id] = setting.home
        elif question.kind not in ("computed", "group", "evidence"):
            row[question.id] = _values(question, setting, (group.id,))[0]
    return row


def _values(question: AnyQuestion, setting: Setting, groups: tuple[str, ...] = ()) -> list[Any]:
    """Answers that between them take every side of what is decided by this one; at least one."""
    if isinstance(question, CountryQuestion):
        return [setting.home, setting.middling, setting.compelling]
    texts = [text for text in setting.expressions if question.id in text]
    tried = domain(setting.loaded, question, groups, texts)
    values = [json_value(value) for value in tried or () if not isinstance(value, Reading)]  # type: ignore[arg-type]
    return values or [_NEUTRAL[question.kind]]


_NEUTRAL: Mapping[str, Any] = {
    "text": "Stated",
    "long_text": "Stated",
    "integer": 1,
    "decimal": str(Decimal(1)),
    "money": {"amount": "1", "currency": "EUR"},
    "percent": "0",
    "date": "2026-01-01",
    "countries": [],
    "entity": {"name": "Stated"},
    "evidence": [],
}
"""Where no answer decides anything."""
