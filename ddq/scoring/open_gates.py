"""Where visibility is unknown: the answers that the open gates could have, one combination after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations as choose
from itertools import product

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import Evaluation
from ddq.questionnaire.sides import sides
from ddq.questionnaire.values import Answered, U
from ddq.scoring.prepared import Prepared

MOST_COMBINATIONS = 81
"""Beyond this many the interval stays the outer one (four gates with three answers each)."""
MOST_CHOICES = 4
"""Of a question with several choices, every set of them is tried up to this many."""


def doubtful(prepared: Prepared, evaluation: Evaluation) -> frozenset[str]:
    """The questions that bear on the score and of which it is not known whether they apply."""
    scoring = {name for indicator in prepared.indicators for name in indicator.questions}
    scoring |= {
        name for declared in prepared.mitigations.values() for mitigation in declared for name in mitigation.feed.reads
    }
    scoring |= {group.id for groups in prepared.engines.values() for group in groups}
    return frozenset(name for name in scoring if evaluation.visible[name] is U)


def open_gates(
    prepared: Prepared, evaluation: Evaluation, values: Mapping[str, Answered], questions: Iterable[str]
) -> tuple[str, ...]:
    """The gates without an answer on which the visibility of `questions` depends, in order of id."""
    gates = frozenset[str]().union(*(prepared.gates_of[name] for name in questions))
    return tuple(sorted(name for name in gates if lacks_value(evaluation, values, name)))


def lacks_value(evaluation: Evaluation, values: Mapping[str, Answered], question: str) -> bool:
    """Whether nothing that can be used was answered.

    An answer behind an open gate reads as unknown too, but it is given: no other one may be assumed in its place.
    """
    if evaluation.reading[question] is not U:
        return False
    return values.get(question, U) is U or evaluation.visible[question] is True


def possible_answers(loaded: LoadedQuestionnaire, gate: str) -> tuple[Answered, ...] | None:
    """Answers that between them stand for all that a question could have; None where there are no few such.

    Of numbers, those beside and between the constants with which they are compared. A computed one follows from others.
    """
    question = loaded.questions[gate]
    match question.kind:
        case "yes_no":
            return (True, False)
        case "choice":
            return tuple(choice.code for choice in loaded.choices(question))
        case "choices":
            codes = [choice.code for choice in loaded.choices(question)]
            return tuple(subsets(codes)) if len(codes) <= MOST_CHOICES else None
        case "integer" | "decimal" | "percent":
            return sides(loaded, gate)
        case "computed":
            return ()
        case _:
            return None


def subsets(codes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of several, none included."""
    return (chosen for count in range(len(codes) + 1) for chosen in choose(codes, count))


def combinations(
    loaded: LoadedQuestionnaire, gates: tuple[str, ...], most: int = MOST_COMBINATIONS
) -> Iterator[Mapping[str, Answered]] | None:
    """Every combination of answers to the gates; None where there are too many, or none that can be tried out.

    A gate whose answers cannot be tried out stays open in each.
    """
    options: dict[str, tuple[Answered, ...]] = {}
    count = 1
    for gate in gates:
        answers = possible_answers(loaded, gate)
        if answers:
            options[gate] = answers
            count *= len(answers)
    if not options or count > most:
        return None
    return (dict(zip(options, chosen, strict=True)) for chosen in product(*options.values()))
