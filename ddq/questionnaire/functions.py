"""The functions and the aggregates of the expression language, over values, U and NA."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ddq.questionnaire.kinds import CONDITION, NUMBER, SEVERAL, TEXT, TEXTS, Kind, Sort
from ddq.questionnaire.operators import CONTEXT, calculate
from ddq.questionnaire.values import NA, Answered, Money, Rows, U


@dataclass(frozen=True, slots=True)
class Function:
    """A function: what it does, takes and gives."""

    apply: Callable[..., Answered]
    arguments: tuple[frozenset[Sort], ...]
    """The sorts that each argument may have; the last repeats up to `most`."""
    result: Kind | None
    """None: the kind of the first argument."""
    least: int
    most: int
    monotone: bool = True


_NUMBER = frozenset({Sort.number})
_DATE = frozenset({Sort.date})
_MONEY = frozenset({Sort.money})
_ORDERED = _NUMBER | _DATE
_ANY = frozenset(Sort) - {Sort.set}
_SIZED = SEVERAL | {Sort.group, Sort.files}


def _strict(apply: Callable[..., Answered]) -> Callable[..., Answered]:
    """NA if an argument is NA, else U if one is U, else the function of the values."""

    def wrapped(*arguments: Answered) -> Answered:
        if any(argument is NA for argument in arguments):
            return NA
        return U if any(argument is U for argument in arguments) else apply(*arguments)

    return wrapped


def _extreme(choose: Callable[[Iterable[Any]], Any]) -> Callable[..., Answered]:
    """`min` or `max` of what is applicable; NA if nothing is."""

    def wrapped(*arguments: Answered) -> Answered:
        applicable = [argument for argument in arguments if argument is not NA]
        if not applicable:
            return NA
        return U if any(argument is U for argument in applicable) else choose(applicable)

    return wrapped


def _round(number: Any, digits: Any = 0) -> Answered:
    """Half away from zero; NA beyond nine digits."""
    if not isinstance(digits, int) or not 0 <= digits <= 9:
        return NA
    value = Decimal(number)
    if value.adjusted() > 15:
        return value
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, CONTEXT)
    return int(rounded) if digits == 0 else rounded


def _size(several: Any) -> Answered:
    """How many; of a list that is not declared complete, unknown."""
    if isinstance(several, Rows):
        return len(several.rows) if several.complete else U
    return len(several)


def _coalesce(*arguments: Answered) -> Answered:
    return next((argument for argument in arguments if argument is not U and argument is not NA), U)


def _answered(value: Answered) -> Answered:
    return value is not U and value is not NA


def _includes(several: Any, *wanted: Any) -> Answered:
    """Whether one of the wanted texts, or of the members of a wanted set, is among several."""
    if several is NA:
        return False
    if several is U:
        return U
    found: Answered = False
    for item in wanted:
        if item is U:
            found = U
        elif item in several if isinstance(item, str) else any(member in item for member in several):
            return True
    return found


def _months(start: date, end: date) -> int:
    """Whole months from start to end; negative where end is earlier."""
    if end < start:
        return -_months(end, start)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _years(start: date, end: date) -> int:
    months = _months(start, end)
    return months // 12 if months >= 0 else -(-months // 12)


def _days(start: date, end: date) -> int:
    return (end - start).days


def _amount(money: Money) -> Decimal:
    return money.amount


def _currency(money: Money) -> str:
    return money.currency


def _absolute(number: Any) -> Answered:
    return calculate("Sub", 0, number) if number < 0 else number


FUNCTIONS: dict[str, Function] = {
    "min": Function(_extreme(min), (_ORDERED,), None, 1, 20),
    "max": Function(_extreme(max), (_ORDERED,), None, 1, 20),
    "round": Function(_strict(_round), (_NUMBER, _NUMBER), NUMBER, 1, 2),
    "abs": Function(_strict(_absolute), (_NUMBER,), NUMBER, 1, 1),
    "size": Function(_strict(_size), (_SIZED,), NUMBER, 1, 1),
    "includes": Function(_includes, (SEVERAL, TEXTS | {Sort.set}), CONDITION, 2, 20),
    "years_between": Function(_strict(_years), (_DATE, _DATE), NUMBER, 2, 2),
    "months_between": Function(_strict(_months), (_DATE, _DATE), NUMBER, 2, 2),
    "days_between": Function(_strict(_days), (_DATE, _DATE), NUMBER, 2, 2),
    "amount": Function(_strict(_amount), (_MONEY,), NUMBER, 1, 1),
    "currency": Function(_strict(_currency), (_MONEY,), TEXT, 1, 1),
    "coalesce": Function(_coalesce, (_ANY - {Sort.group},), None, 1, 20, monotone=False),
    "answered": Function(_answered, (_ANY,), CONDITION, 1, 1, monotone=False),
}
"""By name; `state()` reads the scope and so is built by the compiler."""

STATES = frozenset(
    {"answered", "unanswered", "unknown", "refused", "pending", "legally_barred", "not_applicable", "expired"}
)
"""What `state()` can give."""


def _any(values: Iterable[Answered], complete: bool) -> Answered:
    result: Answered = False if complete else U
    for value in values:
        if value is True:
            return True
        if value is U:
            result = U
    return result


def _all(values: Iterable[Answered], complete: bool) -> Answered:
    result: Answered = True if complete else U
    for value in values:
        if value is False:
            return False
        if value is U:
            result = U
    return result


def _count(values: Iterable[Answered], complete: bool) -> Answered:
    counted = 0
    for value in values:
        if value is U:
            return U
        counted += value is True
    return counted if complete else U


def _sum(values: Iterable[Answered], complete: bool) -> Answered:
    total: int | Decimal = 0
    for value in values:
        if value is U:
            return U
        if value is not NA:
            total = calculate("Add", total, value)
    return total if complete else U


AGGREGATES: dict[str, tuple[Callable[[Iterable[Answered], bool], Answered], Kind, Kind]] = {
    "any": (_any, CONDITION, CONDITION),
    "all": (_all, CONDITION, CONDITION),
    "count": (_count, CONDITION, NUMBER),
    "sum": (_sum, NUMBER, NUMBER),
}
"""By name: the aggregate over (rows' values, list complete), the kind it takes and gives. NA rows are skipped."""
