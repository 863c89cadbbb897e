"""The conditions of a questionnaire: the smallest parts of its expressions that can be true, false or unknown.

In `TR-02 != 'none' and any(r.access == 'clear' for r in DF-01)` there are two, the comparisons; in `1 if GS-05 >= 50
else 0` there is one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ddq.questionnaire.assembly.parts import Part
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.functions import FUNCTIONS
from ddq.questionnaire.kinds import Sort
from ddq.questionnaire.positions import Position
from ddq.questionnaire.sites import Item, Role, Site, items
from ddq.questionnaire.syntax import Syntax, name_of

_TAKES_CONDITIONS = ("any", "all", "count")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition at its place."""

    number: int
    """Among all of a questionnaire, from 0."""
    file: str
    position: Position
    where: str
    """What it belongs to, such as `TR-03 visible_if`."""
    text: str
    item: str | None
    """Id of the question (of a field, the outermost group around it), section, rule, bar or output; None of a list."""
    can_be_unknown: bool


def conditions_in(body: ast.expr, *, is_condition: bool) -> Iterator[ast.expr]:
    """The conditions of an expression, in order; `is_condition`: whether the whole is one, or made of some."""
    if isinstance(body, ast.BoolOp):
        for part in body.values:
            yield from conditions_in(part, is_condition=True)
    elif isinstance(body, ast.UnaryOp) and isinstance(body.op, ast.Not):
        yield from conditions_in(body.operand, is_condition=True)
    elif isinstance(body, ast.IfExp):
        yield from conditions_in(body.test, is_condition=True)
        yield from conditions_in(body.body, is_condition=is_condition)
        yield from conditions_in(body.orelse, is_condition=is_condition)
    elif (generator := _generator(body)) is not None:
        assert isinstance(body, ast.Call)
        inner = isinstance(body.func, ast.Name) and body.func.id in _TAKES_CONDITIONS
        yield from conditions_in(generator.elt, is_condition=inner)
    else:
        if (is_condition or isinstance(body, ast.Compare)) and not isinstance(body, ast.Constant):
            yield body
        for child in ast.iter_child_nodes(body):
            if isinstance(child, ast.expr):
                yield from conditions_in(child, is_condition=False)


def _generator(node: ast.expr) -> ast.GeneratorExp | None:
    if isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp):
        return node.args[0]
    return None


def is_condition(loaded: LoadedQuestionnaire, site: Site) -> bool:
    """Whether the whole of an expression is a condition."""
    if site.role in (Role.visible_if, Role.required_if, Role.check, Role.when):
        return True  # and one of a shared list of choices has no place of its own to be compiled at
    return loaded.compiled(site.text, site.groups).kind.sort is Sort.condition


def conditions_at(loaded: LoadedQuestionnaire, part: Part, site: Site, first: int) -> Iterator[Condition]:
    """The conditions of one expression, numbered from `first`."""
    syntax = Syntax(site.text)
    known = _known_by_then(loaded, part, site)
    for number, node in enumerate(conditions_in(syntax.body, is_condition=is_condition(loaded, site)), first):
        column = syntax.column(node)
        width = syntax.column_after(node) - column
        yield Condition(
            number,
            part.document.file_of(site.path),
            part.document.inside(site.path, column),
            f"{'/'.join((*site.groups, site.owner))} {site.role.value}",
            " ".join(site.text[column : column + width].split()),
            _item(site),
            _can_be_unknown(node, known),
        )


def _item(site: Site) -> str | None:
    if site.groups:
        return site.groups[0]
    return None if site.path[0] == "choices" else site.owner


def _known_by_then(loaded: LoadedQuestionnaire, part: Part, site: Site) -> frozenset[str]:
    """The questions that are answered whenever an expression is looked at.

    A check is not looked at before its own question is answered (a list may still hold what is unknown), and nothing
    is required or computed before it is known that the question applies.
    """
    if site.role not in (Role.check, Role.required_if, Role.calc):
        return frozenset()
    item = next(item for item in items(part.content) if _owns(item, site))
    question = item.question
    own = {question.id} if site.role is Role.check and question.kind != "group" else set[str]()
    section = None if item.groups else part.content.sections[item.section].visible_if
    deciding = (loaded.compiled(text, item.groups).names for text in (question.visible_if, section) if text)
    return frozenset(own.union(*deciding))


def _owns(item: Item, site: Site) -> bool:
    return site.path[: len(item.path)] == item.path and item.question.id == site.owner


def _can_be_unknown(node: ast.expr, known: frozenset[str]) -> bool:
    """Whether some answers leave it unknown: not where it only asks whether there is an answer."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        function = FUNCTIONS.get(node.func.id)
        if node.func.id == "state" or (function is not None and not function.monotone):
            return False
        return any(_can_be_unknown(argument, known) for argument in node.args)
    if isinstance(node, ast.Name):
        return name_of(node) not in known
    if isinstance(node, ast.Attribute | ast.GeneratorExp):
        return True
    return any(_can_be_unknown(child, known) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
