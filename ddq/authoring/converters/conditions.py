"""Conditions of other tools as one small tree, and that tree in our expression language.

The other tools know two values: a question that is not answered, or hidden, reads as empty there, and every comparison
with it is decided. In ours a hidden question reads as not applicable, which decides the same way, and an unanswered one
as unknown, which decides nothing. So whatever ours decides, the source decides alike; what ours leaves open ("may
apply"), the source decided in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal, TypeAlias

from ddq.questionnaire.kinds import Sort

Comparison: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
_MIRRORED: dict[Comparison, Comparison] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Untranslatable(Exception):
    """A condition, or a part of one, that our language has no words for."""


@dataclass(frozen=True, slots=True)
class Name:
    """A question, as the source calls it."""

    path: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, a number or a truth."""

    value: str | Decimal | bool


@dataclass(frozen=True, slots=True)
class Several:
    """A list of literals."""

    members: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The day of reading."""


@dataclass(frozen=True, slots=True)
class Not:
    """The negation."""

    part: Node


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions joined by `and` or `or`."""

    word: Literal["and", "or"]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison."""

    sign: Comparison
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Holds:
    """Whether a question's several choices hold one, or every one, of some values; of one choice, whether it is one."""

    question: Node
    members: Several
    every: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """Whether a question has a value."""

    question: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One of + - * /."""

    sign: Literal["+", "-", "*", "/"]
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Branch:
    """One of two, by a condition."""

    test: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Called:
    """A function that both languages have, by our name."""

    function: Literal["min", "max", "round", "abs", "size", "years_between", "days_between"]
    arguments: tuple[Node, ...]


Node: TypeAlias = (
    Name | Constant | Several | Today | Not | Joined | Compared | Holds | Filled | Arithmetic | Branch | Called
)


def all_of(parts: Sequence[Node]) -> Node | None:
    """The conjunction; None of nothing."""
    return None if not parts else parts[0] if len(parts) == 1 else Joined("and", tuple(parts))


@dataclass(frozen=True, slots=True)
class Term:
    """What a name of the source became."""

    id: str
    sort: Sort
    codes: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of choices: the source's value to our code. Of a yes-or-no question: to `yes` or `no`."""
    hideable: bool = True
    """Whether it can be hidden, and so read as not applicable."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the source reads what is empty, where languages differ."""

    empty_is_zero: bool = False
    """Whether an empty number counts as 0 in arithmetic."""
    folds_case: bool = False
    """Whether texts are compared without regard to case."""


PLAIN = Dialect()


def _text(value: str) -> str:
    if "\\" in value or "\n" in value or ("'" in value and '"' in value) or "ː" in value:
        raise Untranslatable(f"the text {value!r} has signs that no expression may hold")
    return f'"{value}"' if "'" in value else f"'{value}'"


def _number(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


_SIMPLE = re.compile(r"[A-Za-z0-9_.-]+\Z|'[^']*'\Z|\"[^\"]*\"\Z|[a-z_]+\([^()]*\)\Z")


_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_LOOSER = re.compile(r"\b(and|or|if|not)\b")
_JOINED = re.compile(r"\b(and|or|if)\b")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def _outermost(text: str) -> str:
    """The text without quoted words and without what stands in parentheses."""
    text, count = _QUOTED.sub("_", text), 1
    while count:
        text, count = _PARENTHESES.subn("_", text)
    return text


def _inner(text: str) -> str:
    """A part, in parentheses where it is not plain."""
    return text if _SIMPLE.match(text) or _outermost(text) == "_" else f"({text})"


def _joined(text: str) -> str:
    """A part of `and` or `or`, in parentheses where it is itself joined."""
    return f"({text})" if _JOINED.search(_outermost(text)) else text


def _compared(text: str) -> str:
    """A side of a comparison, in parentheses where it binds more loosely."""
    return f"({text})" if _LOOSER.search(_outermost(text)) else text


@dataclass
class Writer:
    """Writes conditions over the questions that the source's names became."""

    find: Callable[[str], Term | None]
    dialect: Dialect = PLAIN
    notes: list[str] = field(default_factory=list[str])
    """What the written condition means otherwise than the source's."""

    def condition(self, node: Node) -> str:
        """A condition.

        Raises:
            Untranslatable: our language cannot say it.
        """
        match node:
            case Constant(bool() as value):
                return "True" if value else "False"
            case Not(Not(part)):
                return self.condition(part)
            case Not(part):
                return f"not {_inner(self.condition(part))}"
            case Joined(word, parts):
                # `x or false` says no more than `x`.
                told = [part for part in parts if part != Constant(word == "and")] or [parts[0]]
                if len(told) == 1:
                    return self.condition(told[0])
                return f" {word} ".join(_joined(self.condition(part)) for part in told)
            case Compared(sign, left, right):
                return self._comparison(sign, left, right)
            case Holds():
                return self._holds(node)
            case Filled(Name(path)):
                return self._filled(self._term(path))
            case Name(path):
                return self._truth(self._term(path))
            case Branch(test, then, otherwise):
                parts = (self.condition(then), self.condition(test), self.condition(otherwise))
                return f"{_inner(parts[0])} if {_inner(parts[1])} else {_inner(parts[2])}"
            case _:
                raise Untranslatable("a figure stands where a condition is needed")

    def value(self, node: Node) -> str:
        """What a computed question gives: a number, a text, or a condition."""
        match node:
            case Constant(str() as text):
                return _text(text)
            case Branch(test, then, otherwise):
                parts = (self.value(then), self.condition(test), self.value(otherwise))
                return f"{_inner(parts[0])} if {_inner(parts[1])} else {_inner(parts[2])}"
            case Name(path):
                return self._term(path).id
            case Constant(Decimal()) | Arithmetic() | Called():
                return self.number(node)
            case _:
                return self.condition(node)

    def number(self, node: Node, *, inside: bool = False) -> str:
        """A figure; `inside` arithmetic, where an empty number may count as 0."""
        match node:
            case Constant(Decimal() as number):
                return _number(number)
            case Constant(str() as text) if (number := _as_number(text)) is not None:
                return _number(number)
            case Name(path):
                return self._figure(self._term(path), inside)
            case Arithmetic(sign, left, right):
                parts = _inner(self.number(left, inside=True)), _inner(self.number(right, inside=True))
                return f"{parts[0]} {sign} {parts[1]}"
            case Called("size", (Name(path),)):
                return self._size(self._term(path))
            case Called("years_between" | "days_between" as function, (one, other)):
                return f"{function}({self._day(one)}, {self._day(other)})"
            case Called(function, arguments):
                return f"{function}({', '.join(self.number(each, inside=True) for each in arguments)})"
            case Branch(test, then, otherwise):
                parts = self.number(then, inside=inside), self.number(otherwise, inside=inside)
                return f"{_inner(parts[0])} if {_inner(self.condition(test))} else {_inner(parts[1])}"
            case _:
                raise Untranslatable("a condition stands where a figure is needed")

    def _term(self, path: str) -> Term:
        found = self.find(path)
        if found is None:
            raise Untranslatable(f"it reads {path!r}, which is no question of the result")
        return found

    def _figure(self, term: Term, inside: bool) -> str:
        if term.sort is not Sort.number:
            raise Untranslatable(f"it calculates with {term.id}, which is no number")
        if inside and self.dialect.empty_is_zero and term.hideable:
            return f"({term.id} if {term.id} == {term.id} else 0)"
        return term.id

    def _size(self, term: Term) -> str:
        if term.sort is not Sort.choices and term.sort is not Sort.countries:
            raise Untranslatable(f"it counts in {term.id}, which has no several choices")
        size = f"size({term.id})"
        return f"({size} if {size} >= 0 else 0)" if term.hideable else size

    def _day(self, node: Node) -> str:
        match node:
            case Today():
                return "today"
            case Name(path):
                term = self._term(path)
                if term.sort is Sort.date:
                    return term.id
                raise Untranslatable(f"it reads {term.id} as a date")
            case _:
                raise Untranslatable("a date is needed")

    def _filled(self, term: Term) -> str:
        """True once there is a value, false where it is hidden, unknown until it is answered."""
        match term.sort:
            case Sort.choices | Sort.countries:
                return f"size({term.id}) > 0"
            case Sort.condition:
                return f"{term.id} in ['yes', 'no']"
            case Sort.choice if term.codes:
                return f"{term.id} in [{', '.join(map(_text, dict.fromkeys(term.codes.values())))}]"
            case Sort.number | Sort.date | Sort.text | Sort.country:
                return f"{term.id} == {term.id}"
            case Sort.money:
                return f"amount({term.id}) == amount({term.id})"
            case Sort.files:
                return f"size({term.id}) > 0"
            case _:
                raise Untranslatable(f"it asks whether {term.id} is filled in, which is {term.sort}")

    def _truth(self, term: Term) -> str:
        if term.sort is Sort.condition:
            return term.id
        if term.sort is Sort.number:
            return f"{term.id} > 0 or {term.id} < 0"
        return self._filled(term)

    def _comparison(self, sign: Comparison, left: Node, right: Node) -> str:
        if isinstance(left, Constant | Today) and not isinstance(right, Constant):
            left, right, sign = right, left, _MIRRORED[sign]
        if isinstance(right, Constant) and right.value == "" and isinstance(left, Name) and sign in ("==", "!="):
            filled = self._filled(self._term(left.path))
            return filled if sign == "!=" else f"not {_inner(filled)}"
        if isinstance(left, Name):
            if isinstance(right, Name):
                return self._two_names(sign, self._term(left.path), self._term(right.path))
            if isinstance(right, Constant):
                return self._with_literal(sign, self._term(left.path), right.value)
            if isinstance(right, Several):
                return self._with_list(sign, self._term(left.path), right)
            if self._term(left.path).sort is Sort.date:
                return f"{self._term(left.path).id} {sign} {self._day(right)}"
        if isinstance(right, Constant) and isinstance(right.value, bool) and sign in ("==", "!="):
            same = right.value is (sign == "==")
            return self.condition(left) if same else f"not {_inner(self.condition(left))}"
        if isinstance(left, Branch) and isinstance(right, Constant) and isinstance(right.value, str):
            raise Untranslatable("it compares a text that it chooses itself")
        return f"{_compared(self.number(left))} {sign} {_compared(self.number(right))}"

    def _two_names(self, sign: Comparison, one: Term, other: Term) -> str:
        texts = {Sort.text, Sort.choice, Sort.country}
        if one.sort is not other.sort and not {one.sort, other.sort} <= texts:
            raise Untranslatable(f"it compares {one.id} with {other.id}, and the two are of different kinds")
        if one.sort not in (Sort.number, Sort.date) and sign not in ("==", "!="):
            raise Untranslatable(f"it orders {one.id} and {other.id}, which have no order here")
        if sign in ("==", "!=") and one.hideable and other.hideable:
            # Two empty values are the same in the source; two that are not applicable are not, here.
            empty = f"(not ({self._filled(one)}) and not ({self._filled(other)}))"
            same = f"{one.id} == {other.id} or {empty}"
            return same if sign == "==" else f"not ({same})"
        return f"{one.id} {sign} {other.id}"

    def _with_literal(self, sign: Comparison, term: Term, value: str | Decimal | bool) -> str:
        match term.sort:
            case Sort.condition | Sort.choice if sign in ("==", "!="):
                return f"{term.id} {sign} {_text(self._code(term, value))}"
            case Sort.choice:
                return self._ordered_codes(sign, term, value)
            case Sort.choices | Sort.countries:
                if sign not in ("==", "!="):
                    raise Untranslatable(f"it orders {term.id}, which has several choices")
                return self._with_list(sign, term, Several((Constant(value),)))
            case Sort.number:
                number = value if isinstance(value, Decimal) else _as_number(str(value))
                if number is None or isinstance(value, bool):
                    raise Untranslatable(f"it compares the number {term.id} with {value!r}")
                return f"{term.id} {sign} {_number(number)}"
            case Sort.date:
                return f"{term.id} {sign} {_text(_a_day(term, value))}"
            case Sort.text | Sort.country if sign in ("==", "!="):
                if self.dialect.folds_case and term.sort is Sort.text:
                    self.notes.append(f"{term.id} is compared with regard to case here")
                return f"{term.id} {sign} {_text(_word(value))}"
            case _:
                raise Untranslatable(f"it compares {term.id} ({term.sort}) by {sign}")

    def _with_list(self, sign: Comparison, term: Term, several: Several) -> str:
        """Equality with a list: the same choices, in whatever order."""
        if term.sort not in (Sort.choices, Sort.countries) or sign not in ("==", "!="):
            raise Untranslatable(f"it compares {term.id} ({term.sort}) with a list")
        codes = [self._code(term, member.value) for member in several.members]
        same = " and ".join([*(f"{_text(code)} in {term.id}" for code in codes), f"size({term.id}) == {len(codes)}"])
        return same if sign == "==" else f"not ({same})"

    def _ordered_codes(self, sign: Comparison, term: Term, value: str | Decimal | bool) -> str:
        """An order over choices whose values are numbers: the choices for which it holds."""
        limit = _as_number(_word(value))
        numbers = {code: _as_number(foreign) for foreign, code in term.codes.items()}
        if limit is None or any(number is None for number in numbers.values()):
            raise Untranslatable(f"it orders {term.id} by {sign}, and its choices are no numbers")
        tests: dict[str, Callable[[Decimal, Decimal], bool]] = {
            "<": lambda one, other: one < other,
            "<=": lambda one, other: one <= other,
            ">": lambda one, other: one > other,
            ">=": lambda one, other: one >= other,
        }
        held = [code for code, number in numbers.items() if number is not None and tests[sign](number, limit)]
        if not held:
            raise Untranslatable(f"no choice of {term.id} is {sign} {_word(value)}")
        return f"{term.id} in [{', '.join(map(_text, held))}]"

    def _holds(self, node: Holds) -> str:
        if not isinstance(node.question, Name):
            raise Untranslatable("it looks for a value in what is no question")
        term = self._term(node.question.path)
        values = [member.value for member in node.members.members]
        if term.sort in (Sort.choices, Sort.countries):
            word = " and " if node.every else " or "
            return word.join(f"{_text(self._code(term, value))} in {term.id}" for value in values)
        if term.sort in (Sort.choice, Sort.country, Sort.condition, Sort.text):
            codes = list(dict.fromkeys(self._code(term, value) for value in values))
            if len(codes) == 1:
                return f"{term.id} == {_text(codes[0])}"
            if node.every:
                raise Untranslatable(f"{term.id} would have to be {len(codes)} things at once")
            return f"{term.id} in [{', '.join(map(_text, codes))}]"
        if term.sort is Sort.number and not node.every:
            return " or ".join(self._with_literal("==", term, value) for value in values)
        raise Untranslatable(f"it looks for a value in {term.id}, which is {term.sort}")

    def _code(self, term: Term, value: str | Decimal | bool) -> str:
        word = _word(value)
        if term.sort in (Sort.country, Sort.countries, Sort.text):
            return word
        found = term.codes.get(word)
        if found is None and self.dialect.folds_case:
            folded = word.casefold()
            found = next((code for foreign, code in term.codes.items() if foreign.casefold() == folded), None)
        if found is None and term.sort is Sort.condition and word.casefold() in _TRUTHS:
            found = _TRUTHS[word.casefold()]
        if found is None:
            raise Untranslatable(f"it compares {term.id} with {word!r}, which is none of its choices")
        return found


_TRUTHS = {"true": "yes", "yes": "yes", "false": "no", "no": "no"}


def _word(value: str | Decimal | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _number(value) if isinstance(value, Decimal) else value


def _as_number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10**15) else None


def _a_day(term: Term, value: str | Decimal | bool) -> str:
    text = _word(value)[:10]
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Untranslatable(f"it compares the date {term.id} with {_word(value)!r}, which is no day") from None
