"""A questionnaire that was loaded: its parts by id, its expressions compiled when they are first read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter
from typing import TypeVar

from ddq.questionnaire.expression import compile_expression
from ddq.questionnaire.kinds import CONDITION, DATE, NUMBER, TEXT, Compiled, Environment, Kind, Sort
from ddq.questionnaire.model import (
    AnyQuestion,
    Check,
    Choice,
    ChoiceQuestion,
    ChoicesQuestion,
    ComputedQuestion,
    GroupQuestion,
    Questionnaire,
    Section,
)
from ddq.questionnaire.positions import Document
from ddq.questionnaire.yaml_reader import load_yaml

Groups = tuple[str, ...]
"""Ids of the groups around a field, outermost first; empty at the top."""

_KINDS = {
    "text": TEXT,
    "long_text": TEXT,
    "integer": NUMBER,
    "decimal": NUMBER,
    "percent": NUMBER,
    "money": Kind(Sort.money),
    "date": DATE,
    "yes_no": CONDITION,
    "country": Kind(Sort.country),
    "countries": Kind(Sort.countries),
    "entity": Kind(Sort.entity),
    "evidence": Kind(Sort.files),
}


@dataclass(frozen=True)
class SourceFile:
    """One file that a questionnaire is made of."""

    name: str
    """The path as it is named in messages."""
    text: str
    sha256: str

    @cached_property
    def document(self) -> Document:
        """The parsed file with its positions."""
        return load_yaml(self.text, self.name)


@dataclass(frozen=True, slots=True)
class Step:
    """One question, ready to be evaluated."""

    id: str
    question: AnyQuestion
    section: str | None
    """Id of its section; None for a field of a group."""
    visible_if: Compiled | None
    calc: Compiled | None
    choices: tuple[tuple[str, Compiled], ...]
    """The choices that have a condition, by code."""
    requires: bool
    """Whether it is, or may be, required."""
    required_if: Compiled | None
    checks: tuple[tuple[Check, Compiled], ...]


class _Kinds(Mapping[str, Kind]):
    """The kinds of questions by id, found when they are asked for: that of a computed one needs its expression."""

    def __init__(self, questions: Mapping[str, AnyQuestion], kind_of: Callable[[AnyQuestion], Kind]) -> None:
        self._questions = questions
        self._kind_of = kind_of
        self._known: dict[str, Kind] = {}

    def __getitem__(self, key: str) -> Kind:
        known = self._known.get(key)
        if known is None:
            # Within a cycle of computed questions, which the loader reports, any kind will do.
            self._known[key] = NUMBER if self._questions[key].kind == "computed" else TEXT
            known = self._known[key] = self._kind_of(self._questions[key])
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)


Item = TypeVar("Item")


class Nested(Mapping[str, Item]):
    """What a row names, and behind it what stands around the row. Read only."""

    def __init__(self, inner: Mapping[str, Item], outer: Mapping[str, Item]) -> None:
        self._inner, self._outer = inner, outer

    def __getitem__(self, key: str) -> Item:
        return self._inner[key] if key in self._inner else self._outer[key]

    def __iter__(self) -> Iterator[str]:
        yield from self._inner
        yield from (key for key in self._outer if key not in self._inner)

    def __len__(self) -> int:
        return len(set(self._inner) | set(self._outer))


# Compared by identity: what is derived from a questionnaire is kept per loaded object.
@dataclass(frozen=True, eq=False)
class LoadedQuestionnaire:
    """A questionnaire with all its modules, and everything that is derived from it."""

    questionnaire: Questionnaire
    """Resolved: the sections, rules, bars and lists of included modules are part of it."""
    sources: tuple[SourceFile, ...]
    """The files that it was made of, the questionnaire's own first."""
    digest: str
    """SHA-256 in hex over the content of all files, in that order."""
    country_sets: frozenset[str] = frozenset()
    """Names of shared sets of countries that expressions may use."""
    _compiled: dict[tuple[str, Groups], Compiled] = field(default_factory=lambda: {}, repr=False, compare=False)
    _programs: dict[Groups, tuple[Step, ...]] = field(default_factory=lambda: {}, repr=False, compare=False)
    _environments: dict[Groups, Environment] = field(default_factory=lambda: {}, repr=False, compare=False)

    _graphs: dict[Groups, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: {}, repr=False, compare=False)

    @cached_property
    def questions(self) -> Mapping[str, AnyQuestion]:
        """Every question by id, in order; the fields of groups are not among them."""
        return {question.id: question for question in self.questionnaire.questions()}

    def domain_title(self, domain: str) -> str:
        """What readers see in place of a domain, in the language that the questionnaire was read in."""
        titles = (section.domain_title for section in self.questionnaire.sections if section.domain == domain)
        return next((title for title in titles if title), domain)

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """Every section by id, in order."""
        return {section.id: section for section in self.questionnaire.sections}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """By question id."""
        return {question.id: section for section in self.questionnaire.sections for question in section.questions}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The questions' ids, each after those that it depends on."""
        return self._order(())

    @cached_property
    def dependencies(self) -> Mapping[str, frozenset[str]]:
        """By question id, the questions on which its visibility, its choices or its computed value depends."""
        return {identifier: self._depends_on(question, ()) for identifier, question in self.questions.items()}

    @cached_property
    def deciding(self) -> Mapping[str, tuple[str, ...]]:
        """By question id, the questions that its own condition and its section's name, in order of the conditions."""
        found: dict[str, tuple[str, ...]] = {}
        for section in self.questionnaire.sections:
            around = sorted(self.compiled(section.visible_if).names) if section.visible_if else []
            for question in section.questions:
                own = sorted(self.compiled(question.visible_if).names) if question.visible_if else []
                named = dict.fromkeys((*around, *own))
                found[question.id] = tuple(name for name in named if name in self.questions)
        return found

    @cached_property
    def decisive(self) -> frozenset[str]:
        """The questions whose answers can show or hide others, directly or through computed ones."""
        return self.closure(self.gates & self.questions.keys())

    def closure(self, names: Iterable[str]) -> frozenset[str]:
        """The questions and everything that they depend on, directly or not."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.dependencies[name])
        return frozenset(found)

    @cached_property
    def gates(self) -> frozenset[str]:
        """The questions that some visibility depends on."""
        sections = [section.visible_if for section in self.questionnaire.sections]
        own = [question.visible_if for question in self.questions.values()]
        return frozenset(name for text in (*sections, *own) if text for name in self.compiled(text).names)

    @cached_property
    def concepts(self) -> Mapping[str, tuple[AnyQuestion, ...]]:
        """By concept that several questions ask, these in order: one answer serves them all."""
        found: dict[str, list[AnyQuestion]] = {}
        for question in self.questions.values():
            if question.concept is not None:
                found.setdefault(question.concept, []).append(question)
        return {concept: tuple(members) for concept, members in found.items() if len(members) > 1}

    @cached_property
    def own_sets(self) -> Mapping[str, frozenset[str]]:
        """The sets of countries that its files declare, with their members."""
        return {name: frozenset(shared.countries) for name, shared in self.questionnaire.country_sets.items()}

    def fields(self, groups: Groups) -> Mapping[str, AnyQuestion]:
        """The fields of a group by id; of no group, the questions."""
        found = self.questions
        for group in groups:
            question = found[group]
            assert isinstance(question, GroupQuestion)
            found = {inner.id: inner for inner in question.fields}
        return found

    def level(self, name: str, groups: Groups) -> Groups:
        """The groups around what `name` means within `groups`: the innermost that have such a field."""
        while groups and name not in self.fields(groups):
            groups = groups[:-1]
        return groups

    def choices(self, question: AnyQuestion) -> tuple[Choice, ...]:
        """The options of a question with choices (the loader resolved shared lists); empty for any other."""
        if not isinstance(question, ChoiceQuestion | ChoicesQuestion) or isinstance(question.choices, str):
            return ()
        return question.choices

    def compiled(self, text: str, groups: Groups = ()) -> Compiled:
        """An expression of this questionnaire; within `groups` it sees the fields of the row before the questions.

        Raises:
            ExpressionError: never for an expression of the questionnaire itself, which the loader checked.
        """
        key = (text, groups)
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = compile_expression(text, self.environment(groups))
        return found

    def environment(self, groups: Groups = ()) -> Environment:
        """The names that an expression may use."""
        found = self._environments.get(groups)
        if found is None:
            kinds = _Kinds(self.fields(groups), lambda question: self.kind(question, groups))
            names = Nested(kinds, self.environment(groups[:-1]).names) if groups else kinds
            found = self._environments[groups] = Environment(names, self.country_sets | self.own_sets.keys())
        return found

    def kind(self, question: AnyQuestion, groups: Groups = ()) -> Kind:
        """What a question is in expressions."""
        if isinstance(question, ChoiceQuestion | ChoicesQuestion):
            sort = Sort.choice if isinstance(question, ChoiceQuestion) else Sort.choices
            return Kind(sort, frozenset(choice.code for choice in self.choices(question)))
        if isinstance(question, ComputedQuestion):
            return self.compiled(question.calc, groups).kind
        if isinstance(question, GroupQuestion):
            inner = (*groups, question.id)
            fields = {item.id: item for item in question.fields}
            return Kind(Sort.group, None, _Kinds(fields, lambda item: self.kind(item, inner)))
        return _KINDS[question.kind]

    def program(self, groups: Groups = ()) -> tuple[Step, ...]:
        """The questions, or a group's fields, each after those that it depends on, with their expressions."""
        found = self._programs.get(groups)
        if found is None:
            questions = self.fields(groups)
            order = self._order(groups) if groups else self.order
            found = self._programs[groups] = tuple(self._step(questions[name], groups) for name in order)
        return found

    def steps(self, only: Iterable[str]) -> tuple[Step, ...]:
        """Of the program, the steps of these questions."""
        program, ranks = self.program(), self._ranks
        return tuple(program[rank] for rank in sorted(ranks[name] for name in only))

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        """By question id, its place in the program."""
        return {step.id: rank for rank, step in enumerate(self.program())}

    def _step(self, question: AnyQuestion, groups: Groups) -> Step:
        def compiled(text: str | None) -> Compiled | None:
            return None if text is None else self.compiled(text, groups)

        return Step(
            question.id,
            question,
            None if groups else self.section_of[question.id].id,
            compiled(question.visible_if),
            compiled(question.calc) if isinstance(question, ComputedQuestion) else None,
            tuple(
                (choice.code, self.compiled(choice.visible_if, groups))
                for choice in self.choices(question)
                if choice.visible_if is not None
            ),
            question.required or question.required_if is not None,
            compiled(question.required_if),
            tuple((check, self.compiled(check.must, groups)) for check in question.check),
        )

    def _order(self, groups: Groups) -> tuple[str, ...]:
        return tuple(TopologicalSorter(self.graph(groups)).static_order())

    def graph(self, groups: Groups = ()) -> Mapping[str, tuple[str, ...]]:
        """By question id, or by field of a group, those of the same level that it depends on, in order."""
        found = self._graphs.get(groups)
        if found is None:
            questions = self.fields(groups)
            index = {name: number for number, name in enumerate(questions)}
            found = self._graphs[groups] = {
                name: tuple(sorted(self._depends_on(question, groups) & index.keys(), key=index.__getitem__))
                for name, question in questions.items()
            }
        return found

    def _depends_on(self, question: AnyQuestion, groups: Groups) -> frozenset[str]:
        """The names that the reading of a question rests on; for a group, those that its fields read outside of it."""
        names: set[str] = set()
        section = None if groups else self.section_of[question.id]
        for text in (
            section and section.visible_if,
            question.visible_if,
            question.calc if isinstance(question, ComputedQuestion) else None,
        ):
            if text:
                names |= self.compiled(text, groups).names
        for choice in self.choices(question):
            if choice.visible_if is not None:
                names |= self.compiled(choice.visible_if, groups).names
        if isinstance(question, GroupQuestion):
            own = {item.id for item in question.fields}
            for item in question.fields:
                names |= self._depends_on(item, (*groups, question.id)) - own
        return frozenset(names)
