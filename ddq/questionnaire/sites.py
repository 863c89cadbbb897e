"""Where expressions stand in a questionnaire: every one of them, with its place, its role and what it must yield."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ddq.questionnaire.kinds import Sort
from ddq.questionnaire.model import (
    AnyQuestion,
    Bar,
    Choice,
    ChoiceQuestion,
    ChoicesQuestion,
    ComputedQuestion,
    GroupQuestion,
    Module,
    Questionnaire,
    Rule,
)
from ddq.questionnaire.positions import Path


class Role(StrEnum):
    """What an expression is for."""

    visible_if = "visible_if"
    required_if = "required_if"
    check = "check"
    calc = "calc"
    presence = "presence"
    when = "when"
    output = "output"

    @property
    def scores(self) -> bool:
        """Whether a score rests on it, so that it must be monotone."""
        return self not in (Role.required_if, Role.check)

    @property
    def wanted(self) -> frozenset[Sort]:
        """The sorts that it may yield."""
        if self in (Role.visible_if, Role.required_if, Role.check, Role.when):
            return frozenset({Sort.condition})
        if self is Role.presence:
            return frozenset({Sort.number, Sort.condition})
        return frozenset(Sort) - {Sort.group, Sort.set}


@dataclass(frozen=True, slots=True)
class Site:
    """One expression at its place."""

    text: str
    role: Role
    path: Path
    owner: str
    """Id of the section, question, rule, bar or output that it belongs to."""
    groups: tuple[str, ...] = ()
    """Ids of the groups whose row it reads, outermost first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question at its place; a field of a group has the group's id before it."""

    question: AnyQuestion
    path: Path
    groups: tuple[str, ...]
    section: int


def items(content: Questionnaire | Module) -> Iterator[Item]:
    """Every question and every field of a group, in order."""
    for index, section in enumerate(content.sections):
        yield from _items(section.questions, ("sections", index, "questions"), (), index)


def _items(questions: tuple[AnyQuestion, ...], path: Path, groups: tuple[str, ...], section: int) -> Iterator[Item]:
    for index, question in enumerate(questions):
        here = (*path, index)
        yield Item(question, here, groups, section)
        if isinstance(question, GroupQuestion):
            yield from _items(question.fields, (*here, "fields"), (*groups, question.id), section)


def sites(content: Questionnaire | Module) -> Iterator[Site]:
    """Every expression of a file, in the order in which it is written."""
    for name, shared in content.choices.items():
        yield from _choices(shared.choices, ("choices", name, "choices"), name, ())
    for index, section in enumerate(content.sections):
        if section.visible_if is not None:
            yield Site(section.visible_if, Role.visible_if, ("sections", index, "visible_if"), section.id)
    for item in items(content):
        yield from _question(item)
    for index, rule in enumerate(content.rules):
        yield _rule(rule, index)
    for index, bar in enumerate(content.bars):
        yield _bar(bar, index)
    for name, text in content.outputs.items() if isinstance(content, Questionnaire) else ():
        yield Site(text, Role.output, ("outputs", name), name)


def _rule(rule: Rule, index: int) -> Site:
    return Site(rule.presence, Role.presence, ("rules", index, "presence"), rule.indicator)


def _bar(bar: Bar, index: int) -> Site:
    return Site(bar.when, Role.when, ("bars", index, "when"), bar.id)


def _choices(choices: tuple[Choice, ...], path: Path, owner: str, groups: tuple[str, ...]) -> Iterator[Site]:
    for index, choice in enumerate(choices):
        if choice.visible_if is not None:
            yield Site(choice.visible_if, Role.visible_if, (*path, index, "visible_if"), owner, groups)


def _question(item: Item) -> Iterator[Site]:
    question, path, owner, groups = item.question, item.path, item.question.id, item.groups
    if question.visible_if is not None:
        yield Site(question.visible_if, Role.visible_if, (*path, "visible_if"), owner, groups)
    if isinstance(question, ChoiceQuestion | ChoicesQuestion) and not isinstance(question.choices, str):
        yield from _choices(question.choices, (*path, "choices"), owner, groups)
    if question.required_if is not None:
        yield Site(question.required_if, Role.required_if, (*path, "required_if"), owner, groups)
    for index, check in enumerate(question.check):
        yield Site(check.must, Role.check, (*path, "check", index, "must"), owner, groups)
    if isinstance(question, ComputedQuestion):
        yield Site(question.calc, Role.calc, (*path, "calc"), owner, groups)
    yield from _presences(item)


def _presences(item: Item) -> Iterator[Site]:
    question, path = item.question, item.path
    declared: list[tuple[str | dict[str, float], Path]] = []
    if question.risk is not None:
        declared.append((question.risk.presence, (*path, "risk", "presence")))
    declared += [(feed.presence, (*path, "feeds", index, "presence")) for index, feed in enumerate(question.feeds)]
    declared += [
        (mitigation.presence, (*path, "mitigations", index, "presence"))
        for index, mitigation in enumerate(question.mitigations)
    ]
    for presence, where in declared:
        if isinstance(presence, str):
            yield Site(presence, Role.presence, where, question.id, item.groups)
