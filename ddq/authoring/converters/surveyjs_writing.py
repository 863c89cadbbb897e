"""Our expressions in SurveyJS's language, as far as it has words for them."""

from __future__ import annotations

import ast

from ddq.questionnaire.compiled import Groups, LoadedQuestionnaire
from ddq.questionnaire.kinds import Kind, Sort
from ddq.questionnaire.syntax import Syntax, literal_text, name_of

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "=",
    ast.NotEq: "<>",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_OPERATORS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class Unwritable(Exception):
    """An expression that SurveyJS has no words for."""


def write_expression(text: str, loaded: LoadedQuestionnaire, groups: Groups = ()) -> str:
    """The expression in SurveyJS's language.

    Raises:
        Unwritable: SurveyJS cannot say it.
    """
    return _Writer(loaded, groups).written(Syntax(text).body)


class _Writer:
    def __init__(self, loaded: LoadedQuestionnaire, groups: Groups) -> None:
        self.groups = groups
        self.environment = loaded.environment(groups)
        self.fields: frozenset[str] = frozenset(loaded.fields(groups)) if groups else frozenset()

    def kind(self, node: ast.expr) -> Kind | None:
        """What a name is; None of anything else."""
        return self.environment.names.get(name_of(node)) if isinstance(node, ast.Name) else None

    def written(self, node: ast.expr) -> str:
        match node:
            case ast.Name():
                return self._name(node)
            case ast.Constant(value=bool() as value):
                return "true" if value else "false"
            case ast.Constant(value=str() as value):
                return _text(value)
            case ast.Constant():
                return ast.unparse(node)
            case ast.BoolOp():
                word = " and " if isinstance(node.op, ast.And) else " or "
                return word.join(self._condition(part) for part in node.values)
            case ast.UnaryOp(op=ast.Not()):
                return f"!({self._whole(node.operand)})"
            case ast.UnaryOp(op=ast.USub()):
                return f"(0 - {self._inner(node.operand)})"
            case ast.BinOp():
                return f"{self._inner(node.left)} {_OPERATORS[type(node.op)]} {self._inner(node.right)}"
            case ast.Compare():
                return self._comparison(node)
            case ast.IfExp():
                parts = (self._whole(node.test), self.written(node.body), self.written(node.orelse))
                return f"iif({', '.join(parts)})"
            case ast.Call():
                return self._call(node)
            case _:
                raise Unwritable("it goes over the rows of a group")

    def _whole(self, node: ast.expr) -> str:
        """A condition that stands alone: a yes-or-no question is compared, for it may hold text in SurveyJS."""
        kind = self.kind(node)
        return (
            f"{self.written(node)} = true" if kind is not None and kind.sort is Sort.condition else self.written(node)
        )

    def _condition(self, node: ast.expr) -> str:
        text = self._whole(node)
        return f"({text})" if isinstance(node, ast.BoolOp | ast.IfExp) else text

    def _inner(self, node: ast.expr) -> str:
        text = self.written(node)
        return f"({text})" if isinstance(node, ast.BinOp | ast.BoolOp | ast.Compare | ast.IfExp) else text

    def _name(self, node: ast.Name) -> str:
        name = name_of(node)
        if name == "today":
            return "today()"
        kind = self.environment.names.get(name)
        if kind is None:
            raise Unwritable(f"it reads {name}, a set that SurveyJS does not know")
        if kind.sort is Sort.group:
            raise Unwritable("it goes over the rows of a group")
        return f"{{panel.{name}}}" if name in self.fields else f"{{{name}}}"

    def _comparison(self, node: ast.Compare) -> str:
        left, right, operator = node.left, node.comparators[0], node.ops[0]
        if isinstance(operator, ast.In | ast.NotIn):
            return self._membership(left, right, isinstance(operator, ast.NotIn))
        same = isinstance(left, ast.Name) and isinstance(right, ast.Name) and name_of(left) == name_of(right)
        if same and isinstance(operator, ast.Eq):
            return f"{self.written(left)} notempty"
        sign = _COMPARISONS[type(operator)]
        return f"{self._side(left, right)} {sign} {self._side(right, left)}"

    def _side(self, node: ast.expr, other: ast.expr) -> str:
        """A side of a comparison; `yes` and `no` are true and false there."""
        text, kind = literal_text(node), self.kind(other)
        if text is not None and kind is not None and kind.sort is Sort.condition:
            return "true" if text == "yes" else "false"
        return self._inner(node)

    def _membership(self, item: ast.expr, container: ast.expr, negated: bool) -> str:
        if isinstance(container, ast.List | ast.Tuple | ast.Set):
            members = [literal_text(member) or "" for member in container.elts]
            kind = self.kind(item)
            if kind is not None and kind.sort is Sort.condition:
                words = ["true" if member == "yes" else "false" for member in members]
                listed = " or ".join(f"{self.written(item)} = {word}" for word in words)
                return f"!({listed})" if negated else f"({listed})"
            listed = f"{self._inner(item)} anyof [{', '.join(map(_text, members))}]"
            return f"!({listed})" if negated else listed
        if isinstance(container, ast.Name) and name_of(container) in self.environment.sets:
            raise Unwritable(f"it reads {name_of(container)}, a set that SurveyJS does not know")
        word = "notcontains" if negated else "contains"
        return f"{self.written(container)} {word} {self.written(item)}"

    def _call(self, node: ast.Call) -> str:
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        arguments = node.args
        if function in ("min", "max", "round") and not any(isinstance(each, ast.GeneratorExp) for each in arguments):
            return f"{function}({', '.join(map(self.written, arguments))})"
        if function == "answered":
            return f"{self.written(arguments[0])} notempty"
        if function == "size":
            return f"{self.written(arguments[0])[:-1]}.length}}"
        if function == "amount":
            return f"{self.written(arguments[0])[:-1]}.amount}}"
        if function == "currency":
            return f"{self.written(arguments[0])[:-1]}.currency}}"
        if function == "includes":
            texts = [literal_text(each) for each in arguments[1:]]
            if all(text is not None for text in texts):
                return f"{self.written(arguments[0])} anyof [{', '.join(_text(text or '') for text in texts)}]"
        if function in ("any", "all", "count", "sum"):
            raise Unwritable("it goes over the rows of a group")
        raise Unwritable(f"SurveyJS has no function like {function}()")


def _text(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
