"""SurveyJS's expressions, read into the tree that all formats share.

As in its own grammar: `or` binds loosest, then `and`, comparisons (which may be words, or stand after as `empty` and
`notempty`), `+ -`, `* / %`, `^`; `!` binds to the one operand after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<name>\{[^{}]+\})
    | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    | (?P<hex>0[xX][0-9A-Fa-f]+)
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<sign>&&|\|\||<>|!=|==|>=|<=|[=<>!()\[\],+\-*/%^])
    | (?P<word>[^\W\d][\w.$]*)
    )""",
    re.VERBOSE,
)
_COMPARISONS: dict[str, Comparison] = {
    "=": "==",
    "==": "==",
    "equal": "==",
    "<>": "!=",
    "!=": "!=",
    "notequal": "!=",
    ">": ">",
    "greater": ">",
    "<": "<",
    "less": "<",
    ">=": ">=",
    "greaterorequal": ">=",
    "<=": "<=",
    "lessorequal": "<=",
}
_HOLDINGS = {
    "contains": True,
    "contain": True,
    "notcontains": True,
    "notcontain": True,
    "allof": True,
    "anyof": False,
    "noneof": False,
}
"""By word: whether every value must be held."""
_NEGATED = frozenset({"notcontains", "notcontain", "noneof"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an expression."""

    kind: str
    text: str


def read_expression(text: str) -> Node:
    """The tree of an expression.

    Raises:
        Untranslatable: it is no expression, or it holds what the tree has no form for.
    """
    if len(text) > MAX_CHARACTERS:
        raise Untranslatable(f"it is longer than {MAX_CHARACTERS:,} characters")
    return _Reader(list(_tokens(text))).whole()


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    rest = text.rstrip()
    while position < len(rest):
        match = _TOKEN.match(rest, position)
        if match is None or match.lastgroup is None:
            raise Untranslatable(f"{rest[position : position + 10].strip()!r} is not understood")
        yield Token(match.lastgroup, match.group(match.lastgroup))
        position = match.end()


class _Reader:
    """One walk over the tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.position, self.depth = tokens, 0, 0

    def whole(self) -> Node:
        node = self._or()
        if self.position < len(self.tokens):
            raise Untranslatable(f"{self.tokens[self.position].text!r} stands where nothing is expected")
        return node

    def _peek(self) -> str:
        """The next token where it is a sign or a word, in lower case."""
        if self.position >= len(self.tokens):
            return ""
        token = self.tokens[self.position]
        return token.text.lower() if token.kind in ("sign", "word") else ""

    def _take(self, *texts: str) -> str | None:
        found = self._peek()
        if found and found in texts:
            self.position += 1
            return found
        return None

    def _expect(self, text: str) -> None:
        if self._take(text) is None:
            raise Untranslatable(f"{text!r} is missing")

    def _or(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Untranslatable("it is nested too deeply")
        parts = [self._and()]
        while self._take("or", "||"):
            parts.append(self._and())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Joined("or", tuple(parts))

    def _and(self) -> Node:
        parts = [self._comparison()]
        while self._take("and", "&&"):
            parts.append(self._comparison())
        return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))

    def _comparison(self) -> Node:
        node = self._sum()
        while True:
            if self._take("empty"):
                node = Not(Filled(node))
            elif self._take("notempty"):
                node = Filled(node)
            elif sign := self._take(*_COMPARISONS):
                node = Compared(_COMPARISONS[sign], node, self._sum())
            elif word := self._take(*_HOLDINGS):
                node = self._holding(word, node, self._sum())
            else:
                return node

    def _holding(self, word: str, left: Node, right: Node) -> Node:
        members = right if isinstance(right, Several) else Several((right,)) if isinstance(right, Constant) else None
        if members is None or not members.members:
            raise Untranslatable(f"{word} compares with another question")
        node = Holds(left, members, _HOLDINGS[word])
        return Not(node) if word in _NEGATED else node

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._take("+", "-"):
            node = Arithmetic("+" if sign == "+" else "-", node, self._product())
        return node

    def _product(self) -> Node:
        node = self._operand()
        while sign := self._take("*", "/", "%", "mod", "^", "power"):
            if sign not in ("*", "/"):
                raise Untranslatable(f"there is no {sign!r} here")
            node = Arithmetic("*" if sign == "*" else "/", node, self._operand())
        return node

    def _operand(self) -> Node:
        if self._take("!", "negate"):
            return Not(self._operand())
        if self._take("-"):
            number = self._operand()
            if isinstance(number, Constant) and isinstance(number.value, Decimal):
                return Constant(-number.value)
            raise Untranslatable("a minus stands before what is no number")
        if self._take("("):
            node = self._or()
            self._expect(")")
            return node
        if self._take("["):
            return self._list()
        return self._single()

    def _list(self) -> Several:
        members: list[Constant] = []
        while not self._take("]"):
            member = self._operand()
            if not isinstance(member, Constant):
                raise Untranslatable("a list holds another question")
            members.append(member)
            if self._take(",") is None and self._peek() != "]":
                raise Untranslatable("a list is not closed")
        return Several(tuple(members))

    def _single(self) -> Node:
        if self.position >= len(self.tokens):
            raise Untranslatable("it ends too early")
        token = self.tokens[self.position]
        self.position += 1
        match token.kind:
            case "name":
                return _name(token.text[1:-1].strip())
            case "text":
                return Constant(re.sub(r"\\(.)", r"\1", token.text[1:-1]))
            case "hex":
                return Constant(Decimal(int(token.text, 16)))
            case "number":
                return Constant(Decimal(token.text))
            case "word":
                return self._word(token.text)
            case _:
                raise Untranslatable(f"{token.text!r} stands where a value is expected")

    def _word(self, word: str) -> Node:
        if self._take("("):
            return self._call(word)
        if word.lower() in ("true", "false"):
            return Constant(word.lower() == "true")
        return Constant("" if word in ("null", "undefined") else word)

    def _call(self, function: str) -> Node:
        arguments: list[Node] = []
        while not self._take(")"):
            arguments.append(self._or())
            if self._take(",") is None and self._peek() != ")":
                raise Untranslatable(f"{function}( is not closed")
        return _called(function, arguments)


def _name(path: str) -> Node:
    if path.startswith("#"):
        path = path[1:]
    return Called("size", (Name(path.removesuffix(".length")),)) if path.endswith(".length") else Name(path)


def _called(function: str, arguments: list[Node]) -> Node:
    match function, arguments:
        case "iif", [test, then, otherwise]:
            return Branch(test, then, otherwise)
        case (("today" | "currentDate"), []):
            return Today()
        case (("min" | "max"), [_, _, *_]):
            return Called("min" if function == "min" else "max", tuple(arguments))
        case "round", [_] | [_, Constant()]:
            return Called("round", tuple(arguments))
        case "sum", [first, *rest]:
            total = first
            for each in rest:
                total = Arithmetic("+", total, each)
            return total
        case "age", [born]:
            return Called("years_between", (born, Today()))
        case (("dateDiff" | "diffDays"), [one, other, *unit]) if unit in ([], [Constant("days")]):
            return Called("days_between", (one, other))
        case _:
            raise Untranslatable(f"there is no function {function!r} here")
