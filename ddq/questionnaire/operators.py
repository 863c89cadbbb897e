"""What the operators of the expression language do with values, unknown (U) and not applicable (NA).

`and`, `or`, `not` are strong Kleene logic with NA as false. Comparisons with NA are decided: `!=` and `not in` are
true, all others false. In arithmetic NA wins over U, and a division by zero is NA. All of it is monotone: learning
what was unknown never changes a result that is a value or NA.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, cast

from ddq.questionnaire.kinds import Node, Row, Scope
from ddq.questionnaire.values import NA, Answered, U

CONTEXT = Context(prec=28, traps=[InvalidOperation, DivisionByZero, Overflow])
"""One precision for all machines, whatever the process set for itself."""

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
}

_WHOLE: dict[str, Callable[[int, int], int]] = {"Add": operator.add, "Sub": operator.sub, "Mult": operator.mul}
_DECIMAL: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "Add": CONTEXT.add,
    "Sub": CONTEXT.subtract,
    "Mult": CONTEXT.multiply,
    "Div": CONTEXT.divide,
}
ARITHMETIC = frozenset(_DECIMAL)


def constant(value: Answered) -> Node:
    """A literal."""
    return lambda _scope, _row: value


def name(identifier: str) -> Node:
    """A question."""
    return lambda scope, _row: scope.values.get(identifier, U)


def today(scope: Scope, _row: Row) -> Answered:
    """The as-of date."""
    return scope.today


def row_field(identifier: str) -> Node:
    """A field of the current row."""
    return lambda _scope, row: row.get(identifier, U)


def fixed_set(members: frozenset[str]) -> Node:
    """A list of texts. A set travels as a reading only as far as the `in` or `includes` around it."""
    return lambda _scope, _row: cast(Answered, members)


def shared_set(identifier: str) -> Node:
    """The members of a shared set; unknown where the scope has none."""
    return lambda scope, _row: cast(Answered, scope.sets.get(identifier, U))


def conjunction(parts: Sequence[Node], decisive: bool) -> Node:
    """`or` where `decisive` is True, `and` where it is False: one such part decides, whatever is unknown."""

    def read(scope: Scope, row: Row) -> Answered:
        result: Answered = not decisive
        for part in parts:
            value = part(scope, row)
            if value is NA:
                value = False
            if value is decisive:
                return decisive
            if value is U:
                result = U
        return result

    return read


def negation(part: Node) -> Node:
    """`not`, with NA as false."""

    def read(scope: Scope, row: Row) -> Answered:
        value = part(scope, row)
        return U if value is U else value is NA or not value

    return read


def comparison(operation: str, left: Node, right: Node) -> Node:
    """`==`, `!=` and the orders."""
    compare, if_not_applicable = COMPARISONS[operation], operation == "NotEq"

    def read(scope: Scope, row: Row) -> Answered:
        one, other = left(scope, row), right(scope, row)
        if one is NA or other is NA:
            return if_not_applicable
        return U if one is U or other is U else compare(one, other)

    return read


def membership(item: Node, container: Node, negated: bool) -> Node:
    """`in` and `not in`."""

    def read(scope: Scope, row: Row) -> Answered:
        one, several = item(scope, row), container(scope, row)
        if one is NA or several is NA:
            return negated
        if one is U or several is U:
            return U
        found: bool = one in several  # pyright: ignore[reportOperatorIssue] -- the checker saw a tuple or a set
        return found is not negated

    return read


def arithmetic(operation: str, left: Node, right: Node) -> Node:
    """`+ - * /` over whole numbers and decimals; a quotient is a decimal."""

    def read(scope: Scope, row: Row) -> Answered:
        one, other = left(scope, row), right(scope, row)
        if one is NA or other is NA:
            return NA
        if operation == "Div" and other is not U and other == 0:
            return NA
        if one is U or other is U:
            return U
        return calculate(operation, one, other)

    return read


def calculate(operation: str, one: Any, other: Any) -> int | Decimal:
    """One step of arithmetic over two numbers."""
    if operation in _WHOLE and isinstance(one, int) and isinstance(other, int):
        return _WHOLE[operation](one, other)
    return _DECIMAL[operation](Decimal(one), Decimal(other))


def negative(part: Node) -> Node:
    """The minus sign."""

    def read(scope: Scope, row: Row) -> Answered:
        value = part(scope, row)
        return value if value is U or value is NA else calculate("Sub", 0, value)

    return read


def conditional(test: Node, body: Node, otherwise: Node) -> Node:
    """`x if c else y`; where `c` is unknown, what both branches agree on."""

    def read(scope: Scope, row: Row) -> Answered:
        decided = test(scope, row)
        if decided is not U:
            return body(scope, row) if decided is True else otherwise(scope, row)
        one, other = body(scope, row), otherwise(scope, row)
        return one if one is other or one == other else U

    return read
