"""The few numbers that stand for all: one on each side of every constant with which an answer is ever compared."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import DecimalQuestion, IntegerQuestion, PercentQuestion
from ddq.questionnaire.sites import sites
from ddq.questionnaire.syntax import Syntax, name_of


@lru_cache(maxsize=256)
def sides(loaded: LoadedQuestionnaire, name: str) -> tuple[int | Decimal, ...] | None:
    """Numbers between which every condition on the question `name` decides; None where more than its side matters.

    That is where an expression computes with it or compares it with another answer: then each number may tell.
    """
    found: set[Decimal] = set()
    for site in sites(loaded.questionnaire):
        if name in site.text:
            constants = _compared(Syntax(site.text).body, name)
            if constants is None:
                return None
            found |= constants
    question = loaded.questions[name]
    if not found or not isinstance(question, IntegerQuestion | DecimalQuestion | PercentQuestion):
        return None
    return tuple(_between(question, sorted(found)))


def _compared(node: ast.AST, name: str) -> set[Decimal] | None:
    """The constants with which a name is compared; None where it is used in any other way."""
    if isinstance(node, ast.Name):
        return None if name_of(node) == name else set()
    if isinstance(node, ast.Compare):
        constants = [_number(side) for side in (node.left, *node.comparators)]
        names = [side for side in (node.left, *node.comparators) if isinstance(side, ast.Name)]
        if any(name_of(side) == name for side in names):
            known = {constant for constant in constants if constant is not None}
            return known if len(constants) - constants.count(None) == len(constants) - 1 else None
    found: set[Decimal] = set()
    for child in ast.iter_child_nodes(node):
        inner = _compared(child, name)
        if inner is None:
            return None
        found |= inner
    return found


def _number(node: ast.expr) -> Decimal | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        positive = _number(node.operand)
        return None if positive is None else -positive
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return Decimal(str(node.value))
    return None


def _between(
    question: IntegerQuestion | DecimalQuestion | PercentQuestion, constants: list[Decimal]
) -> Iterable[int | Decimal]:
    ends = [constants[0] - 1, *constants, constants[-1] + 1]
    tried = {*ends, *((one + other) / 2 for one, other in pairwise(ends))}
    whole = isinstance(question, IntegerQuestion)
    if whole:
        tried = {
            number.to_integral_value(rounding) for number in tried for rounding in ("ROUND_FLOOR", "ROUND_CEILING")
        }
    least, most = (0, 100) if isinstance(question, PercentQuestion) else (question.min, question.max)
    # The ends of its own range lie on a side of the constants too, where their neighbours do not.
    tried |= {Decimal(end) for end in (least, most) if end is not None}
    for number in sorted(tried):
        if (least is None or number >= least) and (most is None or number <= most):
            yield int(number) if whole else number
