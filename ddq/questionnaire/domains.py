"""The few values of each question that decide its conditions, so that these can be tried out completely."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations as combinations_of
from math import gcd, prod

from ddq.questionnaire.compiled import Groups, LoadedQuestionnaire
from ddq.questionnaire.kinds import Kind, Sort
from ddq.questionnaire.model import AnyQuestion, DecimalQuestion, IntegerQuestion, PercentQuestion
from ddq.questionnaire.syntax import Syntax
from ddq.questionnaire.values import NA, Answered, U

MAX_COMBINATIONS = 3000
"""How many may be tried out for one expression."""
MAX_EFFORT = 50_000
"""How many may be tried out by one rule over a whole questionnaire: about half a second."""


class Effort:
    """What one rule may still try out."""

    def __init__(self) -> None:
        self._left = MAX_EFFORT

    def spend(self, tries: int = 1) -> bool:
        """Whether there is enough left; what is not tried out is not told."""
        self._left -= tries
        return self._left >= 0


def constants(texts: Iterable[str]) -> tuple[list[int | float], list[str]]:
    """The numbers and the quoted texts in some expressions."""
    numbers: list[int | float] = []
    words: list[str] = []
    for text in texts:
        for node in ast.walk(Syntax(text).body):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.append(node.value)
            elif (
                isinstance(node, ast.Constant)
                and isinstance(node.value, int | float)
                and not isinstance(node.value, bool)
            ):
                numbers.append(node.value)
    return numbers, words


def domain(
    loaded: LoadedQuestionnaire, question: AnyQuestion, groups: Groups, texts: Sequence[str]
) -> list[Answered] | None:
    """Values that between them take every side of the comparisons in `texts`; None where there are too many."""
    kind = loaded.kind(question, groups)
    numbers, words = constants(texts)
    match kind.sort:
        case Sort.condition:
            return [True, False]
        case Sort.choice:
            return [*sorted(kind.codes or ())]
        case Sort.choices:
            return _chosen(kind.codes or frozenset(), frozenset(words))
        case Sort.country:
            return [*sorted({word for word in words if len(word) == 2}), "XX"]
        case Sort.number if question.kind != "computed":
            return [*_around(question, numbers)]
        case Sort.date if question.kind != "computed":
            days = [date.fromisoformat(word) for word in words if _is_date(word)]
            return [date.min, *sorted({*days}), date.max] if days else None
        case _:
            return None


def _chosen(codes: frozenset[str], words: frozenset[str]) -> list[Answered] | None:
    """Every choice of the codes that are named, each with every number of others beside it."""
    named, others = sorted(codes & words), sorted(codes - words)
    if 2 ** len(named) * (len(others) + 1) > MAX_COMBINATIONS:
        return None
    some = (chosen for size in range(len(named) + 1) for chosen in combinations_of(named, size))
    return [(*chosen, *others[:beside]) for chosen in some for beside in range(len(others) + 1)]


def _is_date(word: str) -> bool:
    try:
        date.fromisoformat(word)
    except ValueError:
        return False
    return True


def _around(question: AnyQuestion, numbers: Iterable[int | float]) -> Iterator[Decimal]:
    """Each number, its neighbours, and the ends of the question's own range."""
    least: Decimal | int | None = 0 if isinstance(question, PercentQuestion) else None
    most: Decimal | int | None = 100 if isinstance(question, PercentQuestion) else None
    if isinstance(question, IntegerQuestion | DecimalQuestion):
        least, most = question.min, question.max
    step = 1 if isinstance(question, IntegerQuestion) else Decimal("0.001")
    found = {Decimal(0), *(Decimal(str(number)) + shift for number in numbers for shift in (-step, 0, step))}
    found |= {Decimal(end) for end in (least, most) if end is not None}
    yield from sorted(value for value in found if (least is None or value >= least) and (most is None or value <= most))


def combinations(
    loaded: LoadedQuestionnaire, names: Iterable[str], groups: Groups, texts: Sequence[str], *, hideable: bool
) -> Iterator[dict[str, Answered]] | None:
    """Every combination of the deciding values of some questions; None where these are too many or not known.

    With `hideable`, a question that has a visibility condition may also be not applicable.
    """
    ordered = sorted(names)
    domains: list[list[Answered]] = []
    for name in ordered:
        inner = loaded.level(name, groups)
        question = loaded.fields(inner)[name]
        values = domain(loaded, question, inner, texts)
        if values is None:
            return None
        if hideable and is_hideable(loaded, name, inner):
            values = [*values, NA]
        domains.append(values)
    if prod(map(len, domains)) > MAX_COMBINATIONS:
        return None
    return (dict(zip(ordered, values, strict=True)) for values in scattered(domains))


def scattered(domains: Sequence[Sequence[Answered]]) -> Iterator[list[Answered]]:
    """The product of the domains, unlike ones after each other: what differs at all differs within a few."""
    count = prod(map(len, domains))
    step = max(1, round(count * 0.618))
    while gcd(step, count) > 1:
        step += 1
    for number in range(count):
        index = number * step % count
        values: list[Answered] = []
        for possible in domains:
            index, at = divmod(index, len(possible))
            values.append(possible[at])
        yield values


def is_hideable(loaded: LoadedQuestionnaire, name: str, groups: Groups = ()) -> bool:
    """Whether a question, or its section, has a visibility condition."""
    if loaded.fields(groups)[name].visible_if is not None:
        return True
    return not groups and loaded.section_of[name].visible_if is not None


def outcomes(
    loaded: LoadedQuestionnaire, text: str, groups: Groups = (), *, hideable: bool = True
) -> list[Answered] | None:
    """Everything that an expression can yield once all that it reads is known; None where this cannot be tried out."""
    tried = _tried(loaded, text, groups, hideable=hideable)
    found = None if tried is None else list(tried)
    # What rests on the members of a shared set cannot be told without the registers.
    return None if found is None or any(value is U for value in found) else found


def constant_outcome(loaded: LoadedQuestionnaire, text: str, groups: Groups, effort: Effort) -> bool | None:
    """What a condition comes to whatever is answered; None where that changes, or cannot be tried out."""
    seen: set[bool] = set()
    for value in _tried(loaded, text, groups, hideable=True) or ():
        seen.add(value is True)
        if value is U or len(seen) > 1 or not effort.spend():
            return None
    return seen.pop() if seen else None


def _tried(loaded: LoadedQuestionnaire, text: str, groups: Groups, *, hideable: bool) -> Iterator[Answered] | None:
    """What an expression yields for each combination of what it reads; None where these cannot be tried out."""
    compiled = loaded.compiled(text, groups)
    tried = combinations(loaded, compiled.names, groups, [text], hideable=hideable)
    if tried is None or any(kind_of(loaded, name, groups).sort is Sort.group for name in compiled.names):
        return None
    if "today" in text or compiled.nonmonotone:  # which look at what is not known yet
        return None
    day = date(2000, 1, 1)
    return (compiled.evaluate(values, day) for values in tried)


def largest_outcome(loaded: LoadedQuestionnaire, text: str, groups: Groups = ()) -> float | None:
    """The largest number that an expression can yield, a condition counting as 1; None where that cannot be told.

    Told from the numbers in its branches; else by trying out all that it reads, where these are conditions and single
    choices, of which every answer is tried.
    """
    written = _largest_branch(Syntax(text).body)
    if written is not None:
        return written
    names = loaded.compiled(text, groups).names
    if not all(kind_of(loaded, name, groups).sort in (Sort.condition, Sort.choice) for name in names):
        return None
    found = outcomes(loaded, text, groups)
    numbers = [float(value) for value in found or () if isinstance(value, bool | int | Decimal)]
    return max(numbers, default=None)


def _largest_branch(node: ast.expr) -> float | None:
    match node:
        case ast.IfExp(body=one, orelse=other):
            ends = _largest_branch(one), _largest_branch(other)
            return None if None in ends else max(end for end in ends if end is not None)
        case ast.Constant(value=bool() | int() | float() as value):
            return float(value)
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return 1.0
        case _:
            return None


def kind_of(loaded: LoadedQuestionnaire, name: str, groups: Groups) -> Kind:
    """The kind of a name as an expression in `groups` sees it."""
    return loaded.environment(groups).names[name]
