"""VSAQ's conditions, read as its own engine reads them.

`&&` and `||` bind alike there, from left to right, and `!` binds to what follows: so `a || b && c` is `(a || b) && c`.
A name is a choice, a box to tick, or a question with `/yes`, `/no` or `/value`; `^` asks whether something is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ddq.authoring.converters.conditions import Constant, Joined, Node, Not, Untranslatable

MAX_CHARACTERS = 10_000
MAX_DEPTH = 60
_TOKEN = re.compile(r'\s*(&&|\|\||[!(),]|"(?:[^"\\]|\\.)*"|[^\s()!&|,"]+)')


def read_condition(text: str, name: Callable[[str], Node]) -> Node:
    """The tree of a condition; `name` gives what a name stands for.

    Raises:
        Untranslatable: it is no condition, or holds what cannot be said.
    """
    if len(text) > MAX_CHARACTERS:
        raise Untranslatable(f"it is longer than {MAX_CHARACTERS:,} characters")
    tokens: list[str] = []
    position = 0
    whole = text.rstrip()
    while position < len(whole):
        match = _TOKEN.match(whole, position)
        if match is None:
            raise Untranslatable(f"{whole[position : position + 10]!r} is not understood")
        tokens.append(match.group(1))
        position = match.end()
    reader = _Reader(tokens, name)
    node = reader.group(0)
    if reader.tokens:
        raise Untranslatable(f"{reader.tokens[0]!r} stands where nothing is expected")
    return node


class _Reader:
    def __init__(self, tokens: list[str], name: Callable[[str], Node]) -> None:
        self.tokens, self.name = tokens, name

    def group(self, depth: int) -> Node:
        """What stands up to a closing parenthesis."""
        if depth > MAX_DEPTH:
            raise Untranslatable("it is nested too deeply")
        node = self._part(depth)
        while self.tokens and self.tokens[0] in ("&&", "||"):
            word = "and" if self.tokens.pop(0) == "&&" else "or"
            right = self._part(depth)
            if isinstance(node, Joined) and node.word == word:
                node = Joined(word, (*node.parts, right))
            else:
                node = Joined(word, (node, right))
        return node

    def _part(self, depth: int) -> Node:
        if not self.tokens:
            raise Untranslatable("it ends too early")
        sign = self.tokens.pop(0)
        if sign == "!":
            return Not(self._part(depth + 1))
        if sign == "(":
            node = self.group(depth + 1)
            if not self.tokens or self.tokens.pop(0) != ")":
                raise Untranslatable("a parenthesis is not closed")
            return node
        if sign in ("&&", "||", ")", ",") or sign.startswith('"'):
            raise Untranslatable(f"{sign!r} stands where a name is expected")
        if self.tokens and self.tokens[0] == "(":
            raise Untranslatable(f"there is no function {sign!r} here: it looks into a text")
        return Constant(False) if sign == "false" else self.name(sign)
