"""Expressions: Python's syntax, a strict part of it, checked against the questions and turned into closures.

`ast.parse` reads; nothing is ever evaluated as Python. A hyphen between letters or digits without blanks belongs to a
name (`DA-02`), so a minus is written with blanks around it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from ddq.questionnaire import operators
from ddq.questionnaire.calls import Calls
from ddq.questionnaire.kinds import (
    CONDITION,
    DATE,
    NUMBER,
    SEVERAL,
    TEXT,
    TEXTS,
    Compiled,
    Environment,
    Kind,
    Node,
    Place,
    Row,
    Scope,
    Sort,
)
from ddq.questionnaire.problems import did_you_mean
from ddq.questionnaire.syntax import Syntax, field_of, literal_text, name_of
from ddq.questionnaire.values import NA, Answered, U

MAX_NODES: Final = 400
MAX_DEPTH: Final = 40
MAX_NUMBER: Final = 10**15
MAX_LIST: Final = 200


Watch: TypeAlias = Callable[[ast.expr, Node], Node]
"""Given every condition in an expression, gives what is read in its place."""


def compile_expression(
    source: str, environment: Environment, *, syntax: Syntax | None = None, watch: Watch | None = None
) -> Compiled:
    """The expression, checked and ready to be read.

    Args:
        source: the expression.
        environment: the names that it may use.
        syntax: the source where it is parsed already.
        watch: put around every condition in it.

    Raises:
        ExpressionError: with the column of what is wrong.
    """
    return _Compiler(syntax or Syntax(source), environment, watch).compile(source)


class _Compiler(Calls):
    """One walk over one expression."""

    def __init__(self, syntax: Syntax, environment: Environment, watch: Watch | None = None) -> None:
        super().__init__(syntax)
        self.environment = environment
        self.watch = watch
        self.names: set[str] = set()
        self.fields: set[tuple[str, str]] = set()
        self.na_decides: set[str] = set()
        self.sets: list[Place] = []
        self.nodes = 0
        self.depth = 0

    def compile(self, source: str) -> Compiled:
        """The whole expression."""
        node, kind = self.visit(self.syntax.body)
        if kind.sort is Sort.set:
            raise self.syntax.error("E005", "a set alone is no result", self.syntax.body, "write: question in set")
        return Compiled(
            source,
            node,
            kind,
            frozenset(self.names),
            frozenset(self.fields),
            tuple(self.nonmonotone),
            tuple(self.countries),
            tuple(self.sets),
            frozenset(self.na_decides),
        )

    def visit(self, node: ast.expr) -> tuple[Node, Kind]:
        """The closure and the kind of a part, under the eyes of whoever watches the conditions."""
        part, kind = self.part(node)
        if self.watch is not None and kind.sort is Sort.condition:
            return self.watch(node, part), kind
        return part, kind

    def part(self, node: ast.expr) -> tuple[Node, Kind]:
        """The closure and the kind of a part."""
        self.nodes += 1
        self.depth += 1
        if self.nodes > MAX_NODES or self.depth > MAX_DEPTH:
            raise self.syntax.error("E006", "the expression is too large or too deeply nested", node, "split it")
        try:
            match node:
                case ast.Constant():
                    return self.constant(node)
                case ast.Name():
                    return self.name(node)
                case ast.Attribute():
                    return self.attribute(node)
                case ast.List() | ast.Tuple() | ast.Set():
                    return self.list(node)
                case ast.BoolOp():
                    parts = [self.expect(part, CONDITION) for part in node.values]
                    return operators.conjunction(parts, isinstance(node.op, ast.Or)), CONDITION
                case ast.UnaryOp():
                    return self.unary(node)
                case ast.BinOp():
                    return self.binary(node)
                case ast.Compare():
                    return self.compare(node)
                case ast.IfExp():
                    return self.conditional(node)
                case ast.Call():
                    return self.call(node)
                case _:
                    what = type(node).__name__
                    raise self.syntax.error("E002", f"this form ({what}) is not part of the language", node)
        finally:
            self.depth -= 1

    def expect(self, node: ast.expr, wanted: Kind) -> Node:
        """A part that must be of a kind."""
        part, kind = self.visit(node)
        if kind.sort is not wanted.sort:
            hint = None
            if wanted is CONDITION and kind.codes and isinstance(node, ast.Name):
                hint = f"compare it, as in {name_of(node)} == {min(kind.codes)!r}"
            elif kind.sort is Sort.money:
                hint = "write amount(question), and test currency(question)"
            raise self.syntax.error("E005", f"{wanted} is needed here, and this is {kind}", node, hint)
        return part

    def note_na(self, node: ast.expr) -> None:
        """Remember the questions read below a node, whose being not applicable decides something."""
        names = {name_of(part) for part in ast.walk(node) if isinstance(part, ast.Name)}
        self.na_decides |= names & self.names

    def constant(self, node: ast.Constant) -> tuple[Node, Kind]:
        value = node.value
        if isinstance(value, bool):
            return operators.constant(value), CONDITION
        if isinstance(value, int | float):
            if not abs(value) <= MAX_NUMBER:
                raise self.syntax.error("E006", "the number is too large", node)
            return operators.constant(value if isinstance(value, int) else Decimal(repr(value))), NUMBER
        if isinstance(value, str):
            return operators.constant(value), Kind(Sort.text, frozenset({value}))
        raise self.syntax.error("E002", "this literal is not part of the language", node)

    def name(self, node: ast.Name) -> tuple[Node, Kind]:
        identifier = name_of(node)
        if self.row and identifier == self.row[0]:
            raise self.syntax.error(
                "E005", f"{identifier} is a row", node, f"name a field of it, like {identifier}.name"
            )
        if identifier in self.environment.sets:
            self.sets.append(Place(identifier, self.syntax.column(node)))
            return operators.shared_set(identifier), Kind(Sort.set)
        if identifier == "today":
            return operators.today, DATE
        kind = self.environment.names.get(identifier)
        if kind is None:
            fix = self.syntax.respelling(node, identifier, self.known_names() | {"True", "False"})
            raise self.syntax.error("E003", f"unknown name {identifier!r}", node, self.name_hint(identifier), fix)
        self.names.add(identifier)
        return operators.name(identifier), kind

    def known_names(self) -> set[str]:
        """Every name that may stand here."""
        return {*self.environment.names, *self.environment.sets, "today"}

    def name_hint(self, identifier: str) -> str | None:
        """What was probably meant by an unknown name."""
        known = self.known_names()
        if identifier in ("yes", "no"):
            return f"quote it: {identifier!r}"
        if identifier in ("true", "false"):
            return f"write {identifier.capitalize()}"
        head = re.match(r"(.+?)-", identifier)
        if head and head.group(1) in known:
            return "write blanks around a minus"
        return did_you_mean(identifier, known)

    def attribute(self, node: ast.Attribute) -> tuple[Node, Kind]:
        field = field_of(node)
        variable = node.value.id if isinstance(node.value, ast.Name) else None
        if self.row is None or variable != self.row[0]:
            raise self.syntax.error("E002", "a dot may only follow the variable of a row", node)
        _, group, kind = self.row
        found = (kind.fields or {}).get(field)
        if found is None:
            hint = did_you_mean(field, kind.fields or {})
            fix = self.syntax.respelling(node, field, kind.fields or {})
            raise self.syntax.error("E007", f"the group {group} has no field {field!r}", node, hint, fix)
        self.fields.add((group, field))
        return operators.row_field(field), found

    def list(self, node: ast.List | ast.Tuple | ast.Set) -> tuple[Node, Kind]:
        texts = [literal_text(item) for item in node.elts]
        self.nodes += len(texts)
        if not 1 <= len(texts) <= MAX_LIST:
            raise self.syntax.error("E006", f"a list needs 1 to {MAX_LIST} texts", node)
        for item, text in zip(node.elts, texts, strict=True):
            if text is None:
                raise self.syntax.error("E002", "a list may only hold quoted texts", item)
        members = frozenset(text for text in texts if text is not None)
        return operators.fixed_set(members), Kind(Sort.set, members)

    def unary(self, node: ast.UnaryOp) -> tuple[Node, Kind]:
        if isinstance(node.op, ast.Not):
            part = self.expect(node.operand, CONDITION)
            self.note_na(node.operand)
            return operators.negation(part), CONDITION
        if isinstance(node.op, ast.USub):
            part = self.expect(node.operand, NUMBER)
            self.note_na(node.operand)
            return operators.negative(part), NUMBER
        raise self.syntax.error("E002", "only `not` and `-` may stand before a value", node)

    def binary(self, node: ast.BinOp) -> tuple[Node, Kind]:
        operation = type(node.op).__name__
        if operation not in operators.ARITHMETIC:
            raise self.syntax.error("E002", "only + - * / are part of the language", node)
        left, right = self.expect(node.left, NUMBER), self.expect(node.right, NUMBER)
        self.note_na(node)
        return operators.arithmetic(operation, left, right), NUMBER

    def compare(self, node: ast.Compare) -> tuple[Node, Kind]:
        if len(node.ops) != 1:
            raise self.syntax.error("E002", "one comparison at a time", node, "write a < b and b < c")
        operation = node.ops[0]
        if isinstance(operation, ast.In | ast.NotIn):
            return self.membership(node, isinstance(operation, ast.NotIn))
        name = type(operation).__name__
        if name not in operators.COMPARISONS:
            raise self.syntax.error("E002", "this comparison is not part of the language", node, "write == or !=")
        (left, one), (right, other) = self.visit(node.left), self.visit(node.comparators[0])
        left, one = self.converted(node.left, left, one, other)
        right, other = self.converted(node.comparators[0], right, other, one)
        self.comparable(node, one, other, ordered=name not in ("Eq", "NotEq"))
        if name == "NotEq":
            self.note_na(node)
        return operators.comparison(name, left, right), CONDITION

    def converted(self, node: ast.expr, part: Node, kind: Kind, other: Kind) -> tuple[Node, Kind]:
        """A quoted text as what it is compared with: a yes/no, a date, a code."""
        text = literal_text(node)
        if text is None:
            return part, kind
        if other.sort is Sort.condition:
            if text not in ("yes", "no"):
                words = ("yes", "no")
                message, fix = f"{text!r} is not one of 'yes', 'no'", self.syntax.respelling(node, text, words)
                raise self.syntax.error("E004", message, node, did_you_mean(text, words), fix)
            return operators.constant(text == "yes"), CONDITION
        if other.sort is Sort.date:
            try:
                return operators.constant(date.fromisoformat(text)), DATE
            except ValueError:
                raise self.syntax.error("E009", f"{text!r} is not a date", node, "write it like '2026-01-31'") from None
        self.known_code(node, text, other)
        return part, kind

    def comparable(self, node: ast.Compare, one: Kind, other: Kind, ordered: bool) -> None:
        sorts = {one.sort, other.sort}
        if sorts <= TEXTS and not ordered:
            return
        if len(sorts) == 2 or sorts <= TEXTS:
            message = "texts have no order" if sorts <= TEXTS else f"{one} is never compared with {other}"
            hint = "write amount(question), and test currency(question)" if Sort.money in sorts else None
            raise self.syntax.error("E005", message, node, hint)
        if sorts - {Sort.number, Sort.date, Sort.condition}:
            raise self.syntax.error("E005", f"{one} cannot be compared", node, "use in, any, all, count or size")
        if ordered and sorts == {Sort.condition}:
            raise self.syntax.error("E005", "conditions have no order", node)

    def membership(self, node: ast.Compare, negated: bool) -> tuple[Node, Kind]:
        """`in` a list, a shared set or a question with several choices."""
        item, container = node.left, node.comparators[0]
        (left, one), (right, other) = self.visit(item), self.visit(container)
        if other.sort is Sort.set:
            left = self.in_set(item, left, one, container)
        elif other.sort in SEVERAL:
            text = literal_text(item)
            if text is not None:
                self.known_code(item, text, other)
            elif one.sort not in TEXTS:
                raise self.syntax.error("E005", f"{one} is never in {other}", item)
        else:
            raise self.syntax.error(
                "E005", f"`in` needs a list, a shared set or several choices, and this is {other}", container
            )
        if negated:
            self.note_na(node)
        return operators.membership(left, right, negated), CONDITION

    def in_set(self, item: ast.expr, part: Node, kind: Kind, container: ast.expr) -> Node:
        """What is looked for in a list or a shared set, as the texts that these hold."""
        members = container.elts if isinstance(container, ast.List | ast.Tuple | ast.Set) else []
        if kind.sort is Sort.condition:
            for member in members:
                self.converted(member, part, TEXT, CONDITION)
            return _as_word(part)
        if kind.sort not in TEXTS:
            hint = "write includes(question, …)" if kind.sort in SEVERAL else None
            raise self.syntax.error("E005", f"{kind} is never in a list of texts", item, hint)
        for member in members:
            self.known_code(member, literal_text(member) or "", kind)
        return part

    def conditional(self, node: ast.IfExp) -> tuple[Node, Kind]:
        test = self.expect(node.test, CONDITION)
        (body, one), (otherwise, other) = self.visit(node.body), self.visit(node.orelse)
        if one.sort is other.sort:
            same = one.sort not in (Sort.group, Sort.set)
            kind = Kind(one.sort, one.codes | other.codes if one.codes and other.codes else None)
        else:
            same, kind = {one.sort, other.sort} <= TEXTS, TEXT
        if not same:
            raise self.syntax.error("E005", f"both results must be of one kind, and these are {one} and {other}", node)
        return operators.conditional(test, body, otherwise), kind


def _as_word(part: Node) -> Node:
    """A condition as 'yes' or 'no', to be looked for in a list of texts."""

    def read(scope: Scope, row: Row) -> Answered:
        value = part(scope, row)
        return value if value is U or value is NA else "yes" if value else "no"

    return read
