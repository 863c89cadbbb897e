"""Worlds for the method `weighted/1`, made by chance: questions with points, answers, and what else there is to answer.

A world is a `World` as any other, so that what changes one thing in it is the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from ddq.assessment.model import Answer, Verdict
from ddq.scoring.weighted.method import score
from ddq.scoring.weighted.model import WeightedScore
from tests.property.generated_questionnaires import load
from tests.property.worlds import DAY, STATE_NAMES, World, basis, make_world

CODES = "abc"
_CONDITIONS = {"yes_no": ("{}", "not {}"), "choice": ("{} == 'a'",), "choices": ("'b' in {}",)}
"""What a question can hang on, by the kind of the earlier one."""


def right(world: World) -> WeightedScore:
    """The method itself."""
    return score(world.assessment, world.loaded, world.reading, world.profile, DAY)


def weighted_worlds() -> st.SearchStrategy[World]:
    """Worlds by seed and size."""
    return st.builds(weighted_world, st.integers(0, 1_000_000), st.integers(1, 8))


@lru_cache(maxsize=512)
def weighted_world(seed: int, size: int = 6) -> World:
    """The world of a seed: registers and buyer are those of any other world."""
    rnd = random.Random(seed)
    loaded = load(document := _document(rnd, size))
    base = make_world(seed % 50, 1)
    world = replace(base, seed=seed, size=size, written=replace(base.written, document=document), loaded=loaded)
    completeness = rnd.choice([0.3, 0.7, 1.0])
    answers = dict(_answers(rnd, world, completeness))
    verdicts = {
        name: Verdict(verdict="not_applicable_accepted")
        for name, answer in answers.items()
        if answer.state == "not_applicable" and rnd.random() < 0.6
    }
    return world.with_answers(answers).with_verdicts(verdicts)


def _document(rnd: random.Random, size: int) -> dict[str, Any]:
    questions: list[dict[str, Any]] = []
    for number in range(size):
        questions.append(_question(rnd, number, questions))
    half = rnd.randint(0, size - 1)
    sections = [
        {"id": name, "title": name, "domain": name, "questions": some}
        for name, some in (("one", questions[:half]), ("two", questions[half:]))
        if some
    ]
    return {
        "ddq": "questionnaire/1",
        "id": "generated",
        "version": "1.0.0",
        "title": "Generated",
        "method": "weighted/1",
        "percentage": {"required": rnd.choice([0, 50, 66.7, 80, 100])},
        "sections": sections,
        "bars": [],
    }


def _question(rnd: random.Random, number: int, earlier: list[dict[str, Any]]) -> dict[str, Any]:
    kind = rnd.choice(["yes_no", "yes_no", "choice", "choices"])
    codes = ("yes", "no") if kind == "yes_no" else CODES
    question: dict[str, Any] = {"id": f"q{number}", "kind": kind, "text": f"Question {number}?"}
    if rnd.random() < 0.9:
        question["points"] = {code: rnd.choice([0, 0, 1, 2.5, 5, 10, 0.1]) for code in codes}
    if kind != "yes_no":
        question["choices"] = [{"code": code, "label": code} for code in CODES]
    if kind == "choices":
        question["none_of_these"] = rnd.random() < 0.7
    if earlier and rnd.random() < 0.35:
        gate = rnd.choice(earlier)
        question["visible_if"] = rnd.choice(_CONDITIONS[gate["kind"]]).format(gate["id"])
    return question


def any_answer(rnd: random.Random, world: World, question: str, grade: str = "A") -> Answer:
    """Any value that a question can have."""
    asked = world.loaded.questions[question]
    if asked.kind == "yes_no":
        return Answer(value=rnd.random() < 0.5, basis=basis(grade))
    if asked.kind == "choice":
        return Answer(value=rnd.choice(CODES), basis=basis(grade))
    chosen = [code for code in CODES if rnd.random() < 0.5]
    needed = not getattr(asked, "none_of_these", True)
    return Answer(value=chosen or ([rnd.choice(CODES)] if needed else []), basis=basis(grade))


def _answers(rnd: random.Random, world: World, completeness: float) -> Iterator[tuple[str, Answer]]:
    for name in world.loaded.questions:
        if rnd.random() < completeness:
            yield name, any_answer(rnd, world, name, rnd.choice("AABCDE"))
        elif (state := rnd.choice(STATE_NAMES)) != "open":
            yield name, Answer.model_validate_json(f'{{"state": "{state}", "reason": "so it is"}}')


def completed(rnd: random.Random, world: World) -> World:
    """Every open question answered by chance, or accepted as not applicable; what was refused stays so."""
    answers, verdicts = dict(world.answers), dict(world.assessment.verdicts)
    for name in world.loaded.questions:
        given = answers.get(name)
        is_open = given is None or (given.state == "answered" and given.basis.grade == "E")
        if is_open or (given is not None and given.state not in ("answered", "refused") and name not in verdicts):
            answers[name] = any_answer(rnd, world, name)
            if rnd.random() < 0.2:
                answers[name] = Answer.model_validate_json('{"state": "not_applicable", "reason": "so it is"}')
                verdicts[name] = Verdict(verdict="not_applicable_accepted")
    return world.with_answers(answers).with_verdicts(verdicts)
