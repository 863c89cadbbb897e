"""Expressions: Python's syntax, a strict part of it, checked against the questions and turned into closures.

`ast.parse` reads; nothing is ever evaluated as Python. A hyphen between letters or digits without blanks belongs to a
name (`DA-02`), so a minus is written with blanks around it.
"""

from __future__ import annotations

import ast
import re
import warnings
from datetime import date
from decimal import Decimal
from typing import Final

from ddq.questionnaire import operators
from ddq.questionnaire.functions import AGGREGATES, FUNCTIONS, STATES, Function
from ddq.questionnaire.kinds import (
    CONDITION,
    DATE,
    NUMBER,
    SEVERAL,
    TEXT,
    TEXTS,
    Compiled,
    Environment,
    ExpressionError,
    Kind,
    Node,
    Place,
    Row,
    Scope,
    Sort,
)
from ddq.questionnaire.problems import did_you_mean
from ddq.questionnaire.values import NA, Answered, Rows, U

MAX_CHARACTERS: Final = 2000
MAX_NODES: Final = 400
MAX_DEPTH: Final = 40
MAX_NUMBER: Final = 10**15
MAX_LIST: Final = 200

_TOKEN = re.compile(r"""'[^'\n]*'|"[^"\n]*"|\#[^\n]*|(?<![A-Za-z0-9_])[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)+|\n""")
_HYPHEN: Final = "ː"
"""A letter to Python, and of no id: stands for the hyphens of a name while Python's parser reads it."""
_CODE = re.compile(r"[A-Z]{2}\Z")


def compile_expression(source: str, environment: Environment) -> Compiled:
    """The expression, checked and ready to be read.

    Raises:
        ExpressionError: with the column of what is wrong.
    """
    return _Compiler(environment).compile(source)


def _prepare(source: str) -> str:
    """The source as Python's parser reads it, same length: hyphens in names replaced, comments blanked."""
    for sign, what in (("\\", "a backslash"), (_HYPHEN, f"the letter {_HYPHEN}"), ("'''", "'''"), ('"""', '"""')):
        if sign in source:
            raise ExpressionError("E001", f"{what} is not part of the language", source.index(sign))

    def replaced(match: re.Match[str]) -> str:
        token = match.group()
        if token[0] in "'\"":
            return token
        return " " * len(token) if token[0] in "#\n" else token.replace("-", _HYPHEN)

    return _TOKEN.sub(replaced, source)


def _literal_text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


class _Compiler:
    """One walk over one expression."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.names: set[str] = set()
        self.fields: set[tuple[str, str]] = set()
        self.nonmonotone: list[Place] = []
        self.countries: list[Place] = []
        self.na_decides: set[str] = set()
        self.nodes = 0
        self.depth = 0
        self.prepared = ""
        self.row: tuple[str, str, Kind] | None = None
        """Inside an aggregate: the row variable, the group's id, the group's kind."""

    def compile(self, source: str) -> Compiled:
        if len(source) > MAX_CHARACTERS:
            raise ExpressionError(
                "E006", f"longer than {MAX_CHARACTERS:,} characters", hint="split it with computed questions"
            )
        self.prepared = _prepare(source)
        self.indent = len(self.prepared) - len(self.prepared.lstrip())
        node, kind = self.visit(self._parse())
        if kind.sort is Sort.set:
            raise ExpressionError("E005", "a set alone is no result", hint="write: question in set")
        return Compiled(
            source,
            node,
            kind,
            frozenset(self.names),
            frozenset(self.fields),
            tuple(self.nonmonotone),
            tuple(self.countries),
            frozenset(self.na_decides),
        )

    def _parse(self) -> ast.expr:
        text = self.prepared.strip()
        if not text:
            raise ExpressionError("E001", "the expression is empty")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(text, mode="eval").body
        except SyntaxError as error:
            message = error.msg or "invalid syntax"
            hint = "write == to compare" if "'=='" in message or re.search(r"[^=<>!]=[^=]", text) else None
            column = self.indent + max(0, (error.offset or 1) - 1)
            raise ExpressionError("E001", f"this is no expression ({message})", column, hint=hint) from None
        except (ValueError, RecursionError, MemoryError):
            raise ExpressionError("E001", "this cannot be read as an expression") from None

    def column(self, node: ast.AST) -> int:
        """The column of a node in the source, from 0, in characters (Python counts bytes)."""
        text = self.prepared.strip().encode()
        return self.indent + len(text[: getattr(node, "col_offset", 0)].decode(errors="ignore"))

    def error(self, code: str, message: str, node: ast.AST, hint: str | None = None) -> ExpressionError:
        width = (getattr(node, "end_col_offset", None) or 0) - getattr(node, "col_offset", 0)
        return ExpressionError(code, message, self.column(node), max(1, width), hint)

    def visit(self, node: ast.expr) -> tuple[Node, Kind]:
        """The closure and the kind of a part."""
        self.nodes += 1
        self.depth += 1
        if self.nodes > MAX_NODES or self.depth > MAX_DEPTH:
            raise self.error("E006", "the expression is too large or too deeply nested", node, "split it")
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
                    raise self.error("E002", f"this form ({what}) is not part of the language", node)
        finally:
            self.depth -= 1

    def expect(self, node: ast.expr, wanted: Kind) -> Node:
        """A part that must be of a kind."""
        part, kind = self.visit(node)
        if kind.sort is not wanted.sort:
            hint = None
            if wanted is CONDITION and kind.codes and isinstance(node, ast.Name):
                hint = f"compare it, as in {node.id.replace(_HYPHEN, '-')} == {min(kind.codes)!r}"
            elif kind.sort is Sort.money:
                hint = "write amount(question), and test currency(question)"
            raise self.error("E005", f"{wanted} is needed here, and this is {kind}", node, hint)
        return part

    def note_na(self, node: ast.expr) -> None:
        """Remember the questions read below a node, whose being not applicable decides something."""
        names = {part.id.replace(_HYPHEN, "-") for part in ast.walk(node) if isinstance(part, ast.Name)}
        self.na_decides |= names & self.names

    def constant(self, node: ast.Constant) -> tuple[Node, Kind]:
        value = node.value
        if isinstance(value, bool):
            return operators.constant(value), CONDITION
        if isinstance(value, int | float):
            if not abs(value) <= MAX_NUMBER:
                raise self.error("E006", "the number is too large", node)
            return operators.constant(value if isinstance(value, int) else Decimal(repr(value))), NUMBER
        if isinstance(value, str):
            return operators.constant(value), Kind(Sort.text, frozenset({value}))
        raise self.error("E002", "this literal is not part of the language", node)

    def name(self, node: ast.Name) -> tuple[Node, Kind]:
        identifier = node.id.replace(_HYPHEN, "-")
        if self.row and identifier == self.row[0]:
            raise self.error("E005", f"{identifier} is a row", node, f"name a field of it, like {identifier}.name")
        if identifier in self.environment.sets:
            return (lambda scope, _row: self_set(scope, identifier)), Kind(Sort.set)
        if identifier == "today":
            return operators.today, DATE
        kind = self.environment.names.get(identifier)
        if kind is None:
            raise self.error("E003", f"unknown name {identifier!r}", node, self._name_hint(identifier))
        self.names.add(identifier)
        return operators.name(identifier), kind

    def _name_hint(self, identifier: str) -> str | None:
        known = {*self.environment.names, *self.environment.sets, "today"}
        if identifier in ("yes", "no"):
            return f"quote it: {identifier!r}"
        if identifier in ("true", "false"):
            return f"write {identifier.capitalize()}"
        head = re.match(r"(.+?)-", identifier)
        if head and head.group(1) in known:
            return "write blanks around a minus"
        return did_you_mean(identifier, known)

    def attribute(self, node: ast.Attribute) -> tuple[Node, Kind]:
        field = node.attr.replace(_HYPHEN, "-")
        variable = node.value.id if isinstance(node.value, ast.Name) else None
        if self.row is None or variable != self.row[0]:
            raise self.error("E002", "a dot may only follow the variable of a row", node)
        _, group, kind = self.row
        found = (kind.fields or {}).get(field)
        if found is None:
            hint = did_you_mean(field, kind.fields or {})
            raise self.error("E007", f"the group {group} has no field {field!r}", node, hint)
        self.fields.add((group, field))
        return operators.row_field(field), found

    def list(self, node: ast.List | ast.Tuple | ast.Set) -> tuple[Node, Kind]:
        texts = [_literal_text(item) for item in node.elts]
        self.nodes += len(texts)
        if not 1 <= len(texts) <= MAX_LIST:
            raise self.error("E006", f"a list needs 1 to {MAX_LIST} texts", node)
        for item, text in zip(node.elts, texts, strict=True):
            if text is None:
                raise self.error("E002", "a list may only hold quoted texts", item)
        members = frozenset(text for text in texts if text is not None)
        # A set of texts travels as a value only as far as the `in` that reads it.
        return operators.constant(members), Kind(Sort.set, members)  # type: ignore[arg-type]

    def unary(self, node: ast.UnaryOp) -> tuple[Node, Kind]:
        if isinstance(node.op, ast.Not):
            part = self.expect(node.operand, CONDITION)
            self.note_na(node.operand)
            return operators.negation(part), CONDITION
        if isinstance(node.op, ast.USub):
            part = self.expect(node.operand, NUMBER)
            self.note_na(node.operand)
            return operators.negative(part), NUMBER
        raise self.error("E002", "only `not` and `-` may stand before a value", node)

    def binary(self, node: ast.BinOp) -> tuple[Node, Kind]:
        operation = type(node.op).__name__
        if operation not in operators.ARITHMETIC:
            raise self.error("E002", "only + - * / are part of the language", node)
        left, right = self.expect(node.left, NUMBER), self.expect(node.right, NUMBER)
        self.note_na(node)
        return operators.arithmetic(operation, left, right), NUMBER

    def compare(self, node: ast.Compare) -> tuple[Node, Kind]:
        if len(node.ops) != 1:
            raise self.error("E002", "one comparison at a time", node, "write a < b and b < c")
        operation = node.ops[0]
        if isinstance(operation, ast.In | ast.NotIn):
            return self.membership(node, isinstance(operation, ast.NotIn))
        name = type(operation).__name__
        if name not in operators.COMPARISONS:
            raise self.error("E002", "this comparison is not part of the language", node, "write == or !=")
        (left, one), (right, other) = self.visit(node.left), self.visit(node.comparators[0])
        left, one = self.converted(node.left, left, one, other)
        right, other = self.converted(node.comparators[0], right, other, one)
        self.comparable(node, one, other, ordered=name not in ("Eq", "NotEq"))
        if name == "NotEq":
            self.note_na(node)
        return operators.comparison(name, left, right), CONDITION

    def converted(self, node: ast.expr, part: Node, kind: Kind, other: Kind) -> tuple[Node, Kind]:
        """A quoted text as what it is compared with: a yes/no, a date, a code."""
        text = _literal_text(node)
        if text is None:
            return part, kind
        if other.sort is Sort.condition:
            if text not in ("yes", "no"):
                raise self.error("E004", f"{text!r} is not one of 'yes', 'no'", node, did_you_mean(text, ("yes", "no")))
            return operators.constant(text == "yes"), CONDITION
        if other.sort is Sort.date:
            try:
                return operators.constant(date.fromisoformat(text)), DATE
            except ValueError:
                raise self.error("E009", f"{text!r} is not a date", node, "write it like '2026-01-31'") from None
        self.known_code(node, text, other)
        return part, kind

    def known_code(self, node: ast.expr, text: str, kind: Kind) -> None:
        """Refuse a text that a choice or a country can never be."""
        if kind.sort in (Sort.country, Sort.countries):
            if not _CODE.match(text):
                raise self.error("E009", f"{text!r} is not a country code", node, "write ISO 3166-1 alpha-2, like 'NO'")
            self.countries.append(Place(text, self.column(node)))
        elif kind.codes is not None and text not in kind.codes:
            hint = did_you_mean(text, kind.codes) or f"known: {', '.join(sorted(kind.codes))[:200]}"
            raise self.error("E004", f"{text!r} is not one of the choices", node, hint)

    def comparable(self, node: ast.Compare, one: Kind, other: Kind, ordered: bool) -> None:
        sorts = {one.sort, other.sort}
        if sorts <= TEXTS and not ordered:
            return
        if len(sorts) == 2 or sorts <= TEXTS:
            message = "texts have no order" if sorts <= TEXTS else f"{one} is never compared with {other}"
            hint = "write amount(question), and test currency(question)" if Sort.money in sorts else None
            raise self.error("E005", message, node, hint)
        if sorts - {Sort.number, Sort.date, Sort.condition}:
            raise self.error("E005", f"{one} cannot be compared", node, "use in, any, all, count or size")
        if ordered and sorts == {Sort.condition}:
            raise self.error("E005", "conditions have no order", node)

    def membership(self, node: ast.Compare, negated: bool) -> tuple[Node, Kind]:
        """`in` a list, a shared set or a question with several choices."""
        item, container = node.left, node.comparators[0]
        (left, one), (right, other) = self.visit(item), self.visit(container)
        if other.sort is Sort.set:
            left = self.in_set(item, left, one, container)
        elif other.sort in SEVERAL:
            text = _literal_text(item)
            if text is not None:
                self.known_code(item, text, other)
            elif one.sort not in TEXTS:
                raise self.error("E005", f"{one} is never in {other}", item)
        else:
            raise self.error(
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
            raise self.error("E005", f"{kind} is never in a list of texts", item, hint)
        for member in members:
            self.known_code(member, _literal_text(member) or "", kind)
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
            raise self.error("E005", f"both results must be of one kind, and these are {one} and {other}", node)
        return operators.conditional(test, body, otherwise), kind

    def call(self, node: ast.Call) -> tuple[Node, Kind]:
        if not isinstance(node.func, ast.Name):
            raise self.error("E002", "only the known functions can be called", node)
        name = node.func.id
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            raise self.error("E002", f"{name}() takes plain arguments only", node)
        if name in AGGREGATES:
            return self.aggregate(name, node)
        if name == "state":
            return self.state(node)
        function = FUNCTIONS.get(name)
        if function is None:
            hint = did_you_mean(name, [*FUNCTIONS, *AGGREGATES, "state"])
            raise self.error("E008", f"unknown function {name!r}", node, hint)
        if not function.least <= len(node.args) <= function.most:
            wanted = f"{function.least}" if function.least == function.most else f"{function.least} to {function.most}"
            raise self.error("E008", f"{name}() takes {wanted} arguments, not {len(node.args)}", node)
        if not function.monotone:
            self.nonmonotone.append(Place(f"{name}()", self.column(node)))
        return self.apply(name, function, node)

    def apply(self, name: str, function: Function, node: ast.Call) -> tuple[Node, Kind]:
        parts: list[Node] = []
        kinds: list[Kind] = []
        for index, argument in enumerate(node.args):
            part, kind = self.visit(argument)
            accepted = function.arguments[min(index, len(function.arguments) - 1)]
            if kind.sort not in accepted:
                wanted = " or ".join(sorted(str(Kind(sort)) for sort in accepted))
                raise self.error("E005", f"{name}() needs {wanted} here, and this is {kind}", argument)
            text = _literal_text(argument)
            if index and text is not None and kinds[0].sort in SEVERAL:
                self.known_code(argument, text, kinds[0])
            parts.append(part)
            kinds.append(kind)
        result = function.result
        if result is None:
            result = Kind(kinds[0].sort)
            odd = next((kind for kind in kinds if kind.sort is not result.sort), None)
            if odd is not None and not {odd.sort, result.sort} <= TEXTS:
                raise self.error("E005", f"{name}() needs values of one kind, and these are {result} and {odd}", node)
            result = TEXT if result.sort in TEXTS else result
        evaluate = function.apply
        return (lambda scope, row: evaluate(*[part(scope, row) for part in parts])), result

    def state(self, node: ast.Call) -> tuple[Node, Kind]:
        """`state(question)`: why it reads as it does."""
        argument = node.args[0] if len(node.args) == 1 else None
        if not isinstance(argument, ast.Name):
            raise self.error("E008", "state() takes the id of one question", node)
        part, _ = self.visit(argument)
        identifier = argument.id.replace(_HYPHEN, "-")
        self.nonmonotone.append(Place("state()", self.column(node)))

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
            raise self.error("E008", f"{name}() goes over the rows of a group", node, form)
        loop = generator.generators[0]
        if len(generator.generators) > 1 or loop.ifs or loop.is_async:
            raise self.error("E002", "one `for r in group` only", generator, "put the condition before `for`")
        if self.row is not None:
            raise self.error("E006", "an aggregate inside another is not part of the language", node)
        if not isinstance(loop.target, ast.Name) or not isinstance(loop.iter, ast.Name):
            raise self.error("E002", f"{name}() goes over the rows of a group", generator, form)
        _, kind = self.visit(loop.iter)
        group = loop.iter.id.replace(_HYPHEN, "-")
        if kind.sort is not Sort.group:
            raise self.error("E005", f"{group} is no group but {kind}", loop.iter)
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


def self_set(scope: Scope, name: str) -> Answered:
    """The members of a shared set; unknown where the scope has none."""
    return scope.sets.get(name, U)  # type: ignore[return-value]


def _as_word(part: Node) -> Node:
    """A condition as 'yes' or 'no', to be looked for in a list of texts."""

    def read(scope: Scope, row: Row) -> Answered:
        value = part(scope, row)
        return value if value is U or value is NA else "yes" if value else "no"

    return read
