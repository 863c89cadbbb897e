"""The laws of `weighted/1`, each as a check over a world and a scorer, as those of `trust/1` are (`laws.py`)."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from ddq.assessment.model import Answer, AnswerState, Verdict
from ddq.questionnaire.model import Grade
from ddq.scoring.export import digest, to_json
from ddq.scoring.model import OutcomeKind
from ddq.scoring.presence import UnmappedAnswer
from ddq.scoring.weighted.model import WeightedScore
from ddq.scoring.weighted.points import exact, weights
from tests.property.laws import Silent
from tests.property.weighted_worlds import CODES, any_answer, completed
from tests.property.worlds import DAY, World, basis

Scorer = Callable[[World], WeightedScore]
Law = Callable[[Scorer, World], None]

REFUSED = Answer(state=AnswerState.refused, reason="r")
NOT_APPLICABLE = Answer(state=AnswerState.not_applicable, reason="r")
ACCEPTED = Verdict(verdict="not_applicable_accepted")
ORDER = [OutcomeKind.do_not_proceed, OutcomeKind.defer, OutcomeKind.proceed]
MOST_OPEN = 3


def open_questions_never_raise_the_lower_end(scorer: Scorer, world: World) -> None:
    """Law 1: leaving a question open, or refusing it, never raises the lower end."""
    before = scorer(world)
    if not before.weight:
        raise Silent
    for name, answer in _some(world, [name for name in world.answers if world.answers[name].state != "refused"]):
        assert scorer(world.with_answer(name, None)).trust.lo <= before.trust.lo
        if answer.state is AnswerState.answered:
            assert scorer(world.with_answer(name, REFUSED)).trust.lo <= before.trust.lo


def a_question_without_points_changes_nothing(scorer: Scorer, world: World) -> None:
    """Law 2: whether it has none, or every answer earns 0."""
    before = scorer(world)
    for points in (None, {"yes": 0, "no": 0}):
        document = copy.deepcopy(world.written.document)
        note = {"id": "note", "kind": "yes_no", "text": "Note?", **({"points": points} if points else {})}
        document["sections"][0]["questions"].append(note)
        asked = world.with_document(document)
        for after in (scorer(asked), scorer(asked.with_answer("note", Answer(value=True, basis=basis("A"))))):
            assert (after.trust, after.earned, after.weight, after.rated) == (
                before.trust,
                before.earned,
                before.weight,
                before.rated,
            )


def nothing_known_is_not_rated(scorer: Scorer, world: World) -> None:
    """Law 3: without an answer there is no figure and no outcome."""
    found = scorer(world.with_answers({}))
    assert found.outcome is OutcomeKind.not_rated
    assert not found.has_figure


def points_add_up(scorer: Scorer, world: World) -> None:
    """Law 4: questions to categories, these to the whole, exactly; and the figure is what is earned of what weighs."""
    found = scorer(world)
    if any(one.applies is None for one in found.questions):
        raise Silent
    counted = [one for one in found.questions if one.applies]
    for parts in (counted, found.categories):
        assert sum((exact(one.weight) for one in parts), Fraction(0)) == exact(found.weight)
        assert sum((exact(one.earned.hi) for one in parts), Fraction(0)) == exact(found.earned.hi)
    if found.earned.lo == found.earned.hi and counted and all(one.answered for one in counted):
        assert found.trust.lo == found.trust.hi == pytest.approx(100 * found.earned.lo / found.weight, abs=2e-6)


def the_best_answers_give_everything(scorer: Scorer, world: World) -> None:
    """Law 6: 100 with the best answer to every question."""
    found = scorer(world.with_answers({name: _best(world, name) for name in world.loaded.questions}).with_verdicts({}))
    if found.weight:
        assert found.trust == (100.0, 100.0)
        assert found.shown == ("100.0", "100.0")


def choosing_more_does_not_change_the_weight(scorer: Scorer, world: World) -> None:
    """Law 7: a question with several choices weighs the same however many are chosen, and more never earn less."""
    several = [one.question.id for one in weights(world.loaded) if one.question.kind == "choices"]
    if not several:
        raise Silent
    name = several[0]
    results = [
        scorer(world.with_answer(name, Answer(value=list(CODES[:count]), basis=basis("A")))) for count in (1, 2, 3)
    ]
    found = [next(one for one in result.questions if one.question == name) for result in results]
    assert len({one.weight for one in found}) == 1
    assert [one.earned.hi for one in found] == sorted(one.earned.hi for one in found)
    assert all(one.earned.hi <= one.weight for one in found)
    if found[0].applies and not _gates(world, name):
        assert len({result.weight for result in results}) == 1


def hidden_answers_never_score(scorer: Scorer, world: World) -> None:
    """Law 8: what is said behind a branch that is closed changes nothing."""
    before, rnd = scorer(world), world.random("8")
    hidden = [one.question for one in before.questions if one.applies is False]
    hidden = [name for name in hidden if name not in before.not_applicable and not _gates(world, name)]
    if not hidden:
        raise Silent
    for name in hidden:
        for answer in (None, any_answer(rnd, world, name), REFUSED):
            after = scorer(world.with_answer(name, answer))
            assert (after.trust, after.earned, after.weight) == (before.trust, before.earned, before.weight)


def not_applicable_leaves_both_sums_once_accepted(scorer: Scorer, world: World) -> None:
    """Law 9: accepted, it is as if the question were not there; until then it reads as unknown."""
    names = [one.question.id for one in weights(world.loaded) if not _gates(world, one.question.id)]
    if not names:
        raise Silent
    name = world.random("9").choice(names)
    verdicts = {key: value for key, value in world.assessment.verdicts.items() if key != name}
    without = world.with_verdicts(verdicts).with_answer(name, None)
    claimed = without.with_answer(name, NOT_APPLICABLE)
    assert scorer(claimed).trust == scorer(without).trust
    accepted = claimed.with_verdicts({**verdicts, name: ACCEPTED})
    document = copy.deepcopy(world.written.document)
    for section in document["sections"]:
        for question in section["questions"]:
            if question["id"] == name:
                question.pop("points")
    gone = without.with_document(document)
    after, expected = scorer(accepted), scorer(gone)
    assert (after.trust, after.earned, after.weight) == (expected.trust, expected.earned, expected.weight)


def better_answers_and_bases_never_lower_the_figure(scorer: Scorer, world: World) -> None:
    """Law 10: an answer that earns more, or the same on a better basis, never lowers the lower end."""
    counted = [one for one in weights(world.loaded) if not _gates(world, one.question.id)]
    if not counted:
        raise Silent
    rnd = world.random("10")
    one = rnd.choice(counted)
    name = one.question.id
    given = any_answer(rnd, world, name, "D")
    lower = scorer(world.with_answer(name, given))
    based = scorer(world.with_answer(name, given.model_copy(update={"basis": basis("A")})))
    best = scorer(world.with_answer(name, _best(world, name)))
    assert lower.trust.lo <= based.trust.lo <= best.trust.lo
    assert lower.trust.hi <= best.trust.hi
    none = scorer(world.with_answer(name, given.model_copy(update={"basis": basis("E")})))
    assert none.trust.lo <= lower.trust.lo


def what_is_learned_stays_within(scorer: Scorer, world: World) -> None:
    """Law 10: whatever the open questions turn out to say, "not applicable" among it, the figure stays within."""
    before = scorer(world)
    for number in range(3):
        later = completed(world.random(f"learned {number}"), world)
        after = scorer(later)
        if after.weight:
            assert before.trust.lo <= after.trust.lo <= after.trust.hi <= before.trust.hi


def an_exact_interval_is_reached(scorer: Scorer, world: World) -> None:
    """Law 10: both ends of an exact interval are what some answers give: found by trying all of them."""
    before = scorer(world)
    opened = [name for name in world.loaded.questions if _is_open(world, name)]
    refused = any(answer.state is AnswerState.refused for answer in world.answers.values())
    if not before.exact or not before.weight or refused or not 0 < len(opened) <= MOST_OPEN:
        raise Silent
    results = [scorer(one) for one in _completions(world, opened)]
    found = [one.trust for one in results if one.weight]
    if not found:
        raise Silent
    assert (min(one.lo for one in found), max(one.hi for one in found)) == before.trust


def a_refusal_earns_at_most_half(scorer: Scorer, world: World) -> None:
    """Law 10: what is refused could still be learned, and until then it earns no more than half of its points."""
    counted = [one for one in weights(world.loaded) if not _gates(world, one.question.id)]
    if not counted:
        raise Silent
    name = world.random("refused").choice(counted).question.id
    after = scorer(world.with_answer(name, REFUSED))
    found = next(one for one in after.questions if one.question == name)
    if found.applies is not False:
        assert found.earned == (0, found.weight / 2)
    assert after.trust.hi <= scorer(world.with_answer(name, None)).trust.hi


def order_does_not_matter(scorer: Scorer, world: World) -> None:
    """Law 11: neither of sections nor of questions."""
    document = copy.deepcopy(world.written.document)
    rnd = world.random("11")
    rnd.shuffle(document["sections"])
    for section in document["sections"]:
        rnd.shuffle(section["questions"])
    before, after = scorer(world), scorer(world.with_document(document))
    assert (before.trust, before.earned, before.weight) == (after.trust, after.earned, after.weight)
    assert before.questions == after.questions
    assert before.open_questions == after.open_questions
    assert {one.domain: one for one in before.categories} == {one.domain: one for one in after.categories}


def an_unmapped_answer_is_an_error(scorer: Scorer, world: World) -> None:
    """Law 12: never a default."""
    before = scorer(world)
    named = [one for one in before.questions if one.applies and one.answered and _is_answered(world, one.question)]
    if not named:
        raise Silent
    name = named[0].question
    given = world.answers[name].value
    code = {True: "yes", False: "no"}[given] if isinstance(given, bool) else given
    if isinstance(code, list):
        if not code:
            raise Silent
        code = code[0]
    document = copy.deepcopy(world.written.document)
    for section in document["sections"]:
        for question in section["questions"]:
            if question["id"] == name:
                question["points"] = {**question["points"], "c": 1, "other": 7}
                del question["points"][code]
    with pytest.raises(UnmappedAnswer):
        scorer(world.with_document(document))


def the_same_inputs_give_the_same_bytes(scorer: Scorer, world: World) -> None:
    """Law 13."""
    assert to_json(scorer(world)) == to_json(scorer(world))


def a_result_names_its_method(scorer: Scorer, world: World) -> None:
    """Law 14: name and version, and a digest of everything that it was made from."""
    found = scorer(world)
    assert found.method == "weighted/1"
    made = digest(world.assessment, world.loaded, world.reading, world.profile, DAY, method="weighted/1")
    assert found.digest == made


def a_percentage_is_an_interval(scorer: Scorer, world: World) -> None:
    """Law 16: `0 ≤ lo ≤ hi ≤ 100`, for the whole and every category; no part earns more than it weighs."""
    found = scorer(world)
    for one in (found.trust, *(each.percentage for each in found.categories if each.percentage)):
        assert 0 <= one.lo <= one.hi <= 100
    assert float(found.shown[0]) <= float(found.shown[1])
    for part in (found, *found.questions, *found.categories):
        assert 0 <= part.earned.lo <= part.earned.hi <= part.weight


def a_worse_answer_never_gives_a_better_outcome(scorer: Scorer, world: World) -> None:
    """Law 19: of a question on which no other hangs."""
    counted = [one for one in weights(world.loaded) if not _gates(world, one.question.id)]
    if not counted:
        raise Silent
    rnd = world.random("19")
    one = rnd.choice(counted)
    given = [any_answer(rnd, world, one.question.id) for _ in range(4)]
    given.sort(key=lambda answer: one.of(_value(answer)))
    outcomes = [scorer(world.with_answer(one.question.id, answer)).outcome for answer in given]
    ranks = [ORDER.index(outcome) for outcome in outcomes if outcome is not OutcomeKind.not_rated]
    assert ranks == sorted(ranks)


def _some(world: World, names: list[str]) -> Iterator[tuple[str, Answer]]:
    if not names:
        raise Silent
    for name in world.random("some").sample(names, min(2, len(names))):
        yield name, world.answers[name]


def _gates(world: World, name: str) -> bool:
    """Whether another question hangs on it."""
    questions = [one for section in world.written.document["sections"] for one in section["questions"]]
    return any(name in one.get("visible_if", "") for one in questions)


def _is_answered(world: World, name: str) -> bool:
    given = world.answers.get(name)
    return given is not None and given.state is AnswerState.answered and given.basis.grade is not Grade.E


def _is_open(world: World, name: str) -> bool:
    accepted = name in world.assessment.verdicts
    return not _is_answered(world, name) and not accepted


def _value(answer: Answer) -> Any:
    return tuple(answer.value) if isinstance(answer.value, list) else answer.value


def _best(world: World, name: str) -> Answer:
    points = getattr(world.loaded.questions[name], "points", None) or {}
    kind = world.loaded.questions[name].kind
    if kind == "choices":
        return Answer(value=list(CODES), basis=basis("A"))
    best = max(points, key=lambda code: points[code], default="yes" if kind == "yes_no" else "a")
    return Answer(value=best == "yes" if kind == "yes_no" else best, basis=basis("A"))


def _completions(world: World, opened: list[str]) -> Iterator[World]:
    """Every way in which open questions can be answered, or accepted as not applicable."""
    options: list[list[Any]] = []
    for name in opened:
        asked = world.loaded.questions[name]
        if asked.kind == "yes_no":
            values: list[Any] = [True, False]
        elif asked.kind == "choice":
            values = list(CODES)
        else:
            values = [[code for bit, code in enumerate(CODES) if number >> bit & 1] for number in range(8)]
            values = [value for value in values if value or getattr(asked, "none_of_these", True)]
        options.append([*(Answer(value=value, basis=basis("A")) for value in values), NOT_APPLICABLE])
    for chosen in product(*options):
        answers = dict(zip(opened, chosen, strict=True))
        accepted = {name: ACCEPTED for name, answer in answers.items() if answer is NOT_APPLICABLE}
        found = world.with_answers({**world.answers, **answers})
        yield found.with_verdicts({**world.assessment.verdicts, **accepted})
