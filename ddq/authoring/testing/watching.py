"""A questionnaire whose conditions are watched: what each of them came to is noted, and one of them can be negated."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import Any, cast

from pydantic import BaseModel

from ddq.authoring.testing.conditions import Condition, conditions_at, conditions_in, is_condition
from ddq.questionnaire.assembly.merging import merged, with_choices
from ddq.questionnaire.assembly.parts import Part, Parts
from ddq.questionnaire.compiled import Groups, LoadedQuestionnaire
from ddq.questionnaire.evaluate import Truth
from ddq.questionnaire.expression import compile_expression
from ddq.questionnaire.kinds import Compiled, Node, Row, Scope
from ddq.questionnaire.load import kept_parts
from ddq.questionnaire.positions import Path
from ddq.questionnaire.sites import sites
from ddq.questionnaire.syntax import Syntax
from ddq.questionnaire.values import Answered, U


class Watched(str):
    """An expression that is not the same as one of the same text elsewhere."""

    first: int
    """The number of its first condition."""
    is_condition: bool

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


@dataclass(slots=True)
class Watcher:
    """What is noted while expressions are read."""

    seen: set[tuple[int, Truth]] = field(default_factory=set[tuple[int, Truth]])
    """The conditions that were read, by number, and what they came to."""
    negated: int | None = None
    """The condition that gives the contrary."""

    def around(self, number: int, part: Node) -> Node:
        """A condition, watched."""

        def read(scope: Scope, row: Row) -> Answered:
            value = part(scope, row)
            truth: Truth = U if value is U else value is True
            self.seen.add((number, truth))
            if self.negated == number and truth is not U:
                return not truth
            return value

        return read


@dataclass(frozen=True, eq=False)
class WatchedQuestionnaire(LoadedQuestionnaire):
    """A questionnaire that reads as before, under the eyes of a watcher."""

    watcher: Watcher = field(default_factory=Watcher)
    conditions: tuple[Condition, ...] = ()

    def compiled(self, text: str, groups: Groups = ()) -> Compiled:
        """An expression of this questionnaire, its conditions watched."""
        key = (text, groups)
        found = self._compiled.get(key)
        if found is None:
            found = self._compiled[key] = self._watched(text, groups)
        return found

    def _watched(self, text: str, groups: Groups) -> Compiled:
        if not isinstance(text, Watched):
            return compile_expression(text, self.environment(groups))
        syntax = Syntax(text)
        numbers: dict[int, int] = {
            id(node): number
            for number, node in enumerate(conditions_in(syntax.body, is_condition=text.is_condition), text.first)
        }

        def watch(node: ast.expr, part: Node) -> Node:
            number = numbers.get(id(node))
            return part if number is None else self.watcher.around(number, part)

        return compile_expression(text, self.environment(groups), syntax=syntax, watch=watch)


def watched(loaded: LoadedQuestionnaire) -> WatchedQuestionnaire:
    """The questionnaire with every condition watched."""
    parts = kept_parts(loaded.sources)
    conditions: list[Condition] = []
    watching: list[Part] = []
    for part in parts.parts:
        content = part.content
        for site in sites(part.content):
            found = tuple(conditions_at(loaded, part, site, len(conditions)))
            if found:
                text = Watched(site.text)
                text.first, text.is_condition = len(conditions), is_condition(loaded, site)
                content = _replaced(content, site.path, text)
                conditions += found
        watching.append(replace(part, content=content))
    whole = with_choices(merged(Parts(tuple(watching), parts.removed)))
    return WatchedQuestionnaire(whole, loaded.sources, loaded.digest, loaded.country_sets, conditions=tuple(conditions))


def _replaced(value: Any, path: Path, text: str) -> Any:
    """A model, list or map with another text at a path."""
    if not path:
        return text
    step, *rest = path
    if isinstance(value, BaseModel):
        name = str(step)
        return value.model_copy(update={name: _replaced(getattr(value, name), tuple(rest), text)})
    if isinstance(value, dict):
        entries = cast(dict[str | int, Any], value)
        return {**entries, step: _replaced(entries[step], tuple(rest), text)}
    listed = list(value)
    listed[int(step)] = _replaced(listed[int(step)], tuple(rest), text)
    return tuple(listed)
