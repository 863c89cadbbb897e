"""Calls in expressions: the functions, `state()`, and the aggregates over the rows of a group."""

from __future__ import annotations

import ast
import re
from abc import ABC, abstractmethod

from ddq.questionnaire.countries import country_called
from ddq.questionnaire.functions import AGGREGATES, FUNCTIONS, STATES, Function
from ddq.questionnaire.kinds import SEVERAL, TEXT, TEXTS, Kind, Node, Place, Row, Scope, Sort
from ddq.questionnaire.problems import did_you_mean
from ddq.questionnaire.syntax import Syntax, literal_text, name_of
from ddq.questionnaire.values import NA, Answered, Rows, U

_COUNTRY_CODE = re.compile(r"[A-Z]{2}\Z")


class Calls(ABC):
    """The part of the compiler that compiles calls."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self.nonmonotone: list[Place] = []
        self.countries: list[Place] = []
        self.row: tuple[str, str, Kind] | None = None
        """Inside an aggregate: the row variable, the group's id, the group's kind."""

    @abstractmethod
    def visit(self, node: ast.expr) -> tuple[Node, Kind]:
        """The closure and the kind of a part."""

    @abstractmethod
    def expect(self, node: ast.expr, wanted: Kind) -> Node:
        """The closure of a part that must be of a kind."""

    def known_code(self, node: ast.expr, text: str, kind: Kind) -> None:
        """Refuse a text that a choice or a country can never be."""
        if kind.sort in (Sort.country, Sort.countries):
            if not _COUNTRY_CODE.match(text):
                near = country_called(text)
                hint = f"did you mean {near!r}?" if near else "write ISO 3166-1 alpha-2, like 'NO'"
                raise self.syntax.error("E009", f"{text!r} is not a country code", node, hint)
            self.countries.append(Place(text, self.syntax.column(node)))
        elif kind.codes is not None and text not in kind.codes:
            hint = did_you_mean(text, kind.codes) or f"known: {', '.join(sorted(kind.codes))[:200]}"
            fix = self.syntax.respelling(node, text, kind.codes)
            raise self.syntax.error("E004", f"{text!r} is not one of the choices", node, hint, fix)

    def call(self, node: ast.Call) -> tuple[Node, Kind]:
        if not isinstance(node.func, ast.Name):
            raise self.syntax.error("E002", "only the known functions can be called", node)
        name = node.func.id
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            raise self.syntax.error("E002", f"{name}() takes plain arguments only", node)
        if name in AGGREGATES:
            return self.aggregate(name, node)
        if name == "state":
            return self.state(node)
        function = FUNCTIONS.get(name)
        if function is None:
            known = [*FUNCTIONS, *AGGREGATES, "state"]
            fix = self.syntax.respelling(node.func, name, known)
            raise self.syntax.error("E008", f"unknown function {name!r}", node, did_you_mean(name, known), fix)
        if not function.least <= len(node.args) <= function.most:
            wanted = f"{function.least}" if function.least == function.most else f"{function.least} to {function.most}"
            raise self.syntax.error("E008", f"{name}() takes {wanted} arguments, not {len(node.args)}", node)
        if not function.monotone:
            self.nonmonotone.append(Place(f"{name}()", self.syntax.column(node)))
        return self.apply(name, function, node)

    def apply(self, name: str, function: Function, node: ast.Call) -> tuple[Node, Kind]:
        parts: list[Node] = []
        kinds: list[Kind] = []
        for index, argument in enumerate(node.args):
            part, kind = self.visit(argument)
            accepted = function.arguments[min(index, len(function.arguments) - 1)]
            if kind.sort not in accepted:
                wanted = " or ".join(sorted(str(Kind(sort)) for sort in accepted))
                raise self.syntax.error("E005", f"{name}() needs {wanted} here, and this is {kind}", argument)
            text = literal_text(argument)
            if index and text is not None and kinds[0].sort in SEVERAL:
                self.known_code(argument, text, kinds[0])
            parts.append(part)
            kinds.append(kind)
        result = function.result
        if result is None:
            result = Kind(kinds[0].sort)
            odd = next((kind for kind in kinds if kind.sort is not result.sort), None)
            if odd is not None and not {odd.sort, result.sort} <= TEXTS:
                raise self.syntax.error(
                    "E005", f"{name}() needs values of one kind, and these are {result} and {odd}", node
                )
            result = TEXT if result.sort in TEXTS else result
        evaluate = function.apply
        return (lambda scope, row: evaluate(*[part(scope, row) for part in parts])), result

    def state(self, node: ast.Call) -> tuple[Node, Kind]:
        """`state(question)`: why it reads as it does."""
        argument = node.args[0] if len(node.args) == 1 else None
        if not isinstance(argument, ast.Name):
            raise self.syntax.error("E008", "state() takes the id of one question", node)
        part, _ = self.visit(argument)
        identifier = name_of(argument)
        self.nonmonotone.append(Place("state()", self.syntax.column(node)))

        def read(scope: Scope, row: Row) -> Answered:
            value = part(scope, row)
            if value is NA:
                return "not_applicable"
            return scope.states.get(identifier, "unanswered" if value is U else "answered")

        return read, Kind(Sort.choice, STATES)

    def aggregate(self, name: str, node: ast.Call) -> tuple[Node, Kind]:
        """`any(CONDITION for r in group)` and its like."""
        form = f"write {name}(… for r in group)"
        generator = node.args[0] if len(node.args) == 1 else None
        if not isinstance(generator, ast.GeneratorExp):
            raise self.syntax.error("E008", f"{name}() goes over the rows of a group", node, form)
        loop = generator.generators[0]
        if len(generator.generators) > 1 or loop.ifs or loop.is_async:
            raise self.syntax.error("E002", "one `for r in group` only", generator, "put the condition before `for`")
        if self.row is not None:
            raise self.syntax.error("E006", "an aggregate inside another is not part of the language", node)
        if not isinstance(loop.target, ast.Name) or not isinstance(loop.iter, ast.Name):
            raise self.syntax.error("E002", f"{name}() goes over the rows of a group", generator, form)
        _, kind = self.visit(loop.iter)
        group = name_of(loop.iter)
        if kind.sort is not Sort.group:
            raise self.syntax.error("E005", f"{group} is no group but {kind}", loop.iter)
        fold, wanted, result = AGGREGATES[name]
        self.row = (loop.target.id, group, kind)
        part = self.expect(generator.elt, wanted)
        self.row = None

        def read(scope: Scope, _row: Row) -> Answered:
            rows = scope.values.get(group, U)
            if rows is U:
                return U
            if not isinstance(rows, Rows):
                return fold((), True)
            return fold((part(scope, row) for row in rows.rows), rows.complete)

        return read, result
