"""XLSForm's expressions (ODK's XPath), read into the tree that all formats share.

An empty answer, hidden or not given, is an empty text there: it equals '', is no number, and no order holds with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ddq.authoring.converters.conditions import (
    Arithmetic,
    Branch,
    Called,
    Compared,
    Comparison,
    Constant,
    Filled,
    Holds,
    Joined,
    Name,
    Node,
    Not,
    Several,
    Today,
    Untranslatable,
)

MAX_CHARACTERS = 20_000
MAX_DEPTH = 60
SELF = "."
"""What an answer calls itself in its own constraint."""
_TOKEN = re.compile(
    r"""\s*(?:(?P<name>\$\{\s*[^{}]+?\s*\})|(?P<text>'[^']*'|"[^"]*")|(?P<number>\d+(?:\.\d+)?|\.\d+)"""
    r"""|(?P<self>\.(?![\w.]))|(?P<sign>!=|<=|>=|[=<>()+\-*,])|(?P<word>[A-Za-z_][\w:.-]*))"""
)
_COMPARISONS: dict[str, Comparison] = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def read_xpath(text: str) -> Node:
    """The tree of an expression.

    Raises:
        Untranslatable: it is no expression, or it holds what the tree has no form for.
    """
    if len(text) > MAX_CHARACTERS:
        raise Untranslatable(f"it is longer than {MAX_CHARACTERS:,} characters")
    reader = _Reader(list(_tokens(text)))
    node = reader.disjunction()
    if reader.position < len(reader.tokens):
        raise Untranslatable(f"{reader.tokens[reader.position][1]!r} stands where nothing is expected")
    return node


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position, rest = 0, text.rstrip()
    while position < len(rest):
        match = _TOKEN.match(rest, position)
        if match is None or match.lastgroup is None:
            raise Untranslatable(f"{rest[position : position + 10].strip()!r} is not understood")
        yield match.lastgroup, match.group(match.lastgroup)
        position = match.end()


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.position, self.depth = tokens, 0, 0

    def _take(self, *texts: str) -> str | None:
        if self.position < len(self.tokens):
            kind, text = self.tokens[self.position]
            if kind in ("sign", "word") and text in texts:
                self.position += 1
                return text
        return None

    def _expect(self, text: str) -> None:
        if self._take(text) is None:
            raise Untranslatable(f"{text!r} is missing")

    def disjunction(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Untranslatable("it is nested too deeply")
        parts = [self._conjunction()]
        while self._take("or"):
            parts.append(self._conjunction())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Joined("or", tuple(parts))

    def _conjunction(self) -> Node:
        parts = [self._comparison()]
        while self._take("and"):
            parts.append(self._comparison())
        return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))

    def _comparison(self) -> Node:
        node = self._sum()
        while sign := self._take(*_COMPARISONS):
            node = _compared(_COMPARISONS[sign], node, self._sum())
        return node

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._take("+", "-"):
            node = Arithmetic("+" if sign == "+" else "-", node, self._product())
        return node

    def _product(self) -> Node:
        node = self._single()
        while sign := self._take("*", "div", "mod"):
            if sign == "mod":
                raise Untranslatable("there is no 'mod' here")
            node = Arithmetic("*" if sign == "*" else "/", node, self._single())
        return node

    def _single(self) -> Node:
        if self._take("("):
            node = self.disjunction()
            self._expect(")")
            return node
        if self._take("-"):
            number = self._single()
            if isinstance(number, Constant) and isinstance(number.value, Decimal):
                return Constant(-number.value)
            return Arithmetic("-", Constant(Decimal(0)), number)
        if self.position >= len(self.tokens):
            raise Untranslatable("it ends too early")
        kind, text = self.tokens[self.position]
        self.position += 1
        match kind:
            case "name":
                return Name(text[2:-1].strip())
            case "self":
                return Name(SELF)
            case "text":
                return Constant(text[1:-1])
            case "number":
                return Constant(Decimal(text))
            case "word" if self._take("("):
                return self._call(text)
            case _:
                raise Untranslatable(f"{text!r} stands where a value is expected")

    def _call(self, function: str) -> Node:
        arguments: list[Node] = []
        while not self._take(")"):
            arguments.append(self.disjunction())
            if self._take(",") is None:
                self._expect(")")
                break
        return _called(function, arguments)


def _compared(sign: Comparison, left: Node, right: Node) -> Node:
    """A comparison; the length of a text compared with 0 asks whether there is one."""
    match left, sign, right:
        case Called("abs", (Filled() as filled,)), (">" | "!="), Constant(Decimal() as number) if number == 0:
            return filled
        case Called("abs", (Filled() as filled,)), "==", Constant(Decimal() as number) if number == 0:
            return Not(filled)
        case Called("abs", (Filled(),)), _, _:
            raise Untranslatable("it measures the length of a text")
        case _:
            return Compared(sign, left, right)


def _called(function: str, arguments: list[Node]) -> Node:
    match function, arguments:
        case "selected", [question, Constant() as value]:
            return Holds(question, Several((value,)), every=False)
        case "not", [part]:
            return Not(part)
        case "true", []:
            return Constant(True)
        case "false", []:
            return Constant(False)
        case "if", [test, then, otherwise]:
            return Branch(test, then, otherwise)
        case "count-selected", [question]:
            return Called("size", (question,))
        case "string-length", [question]:
            # Only whether it is 0 can be said; see `_compared`.
            return Called("abs", (Filled(question),))
        case (("min" | "max"), [_, _, *_]):
            return Called("min" if function == "min" else "max", tuple(arguments))
        case "round", [_, *_]:
            return Called("round", tuple(arguments))
        case "abs", [_]:
            return Called("abs", tuple(arguments))
        case (("today" | "now"), []):
            return Today()
        case (("number" | "int" | "string" | "date" | "boolean"), [part]) if function != "int":
            return part
        case _:
            raise Untranslatable(f"there is no function {function}() here")
