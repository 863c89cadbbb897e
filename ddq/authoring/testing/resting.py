"""What a claim rests on: only where a condition is part of that can its negation make the claim fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ddq.authoring.testing.claims import About, Claim
from ddq.authoring.testing.observing import bars, indicators, mitigations
from ddq.questionnaire.compiled import Groups, LoadedQuestionnaire
from ddq.questionnaire.model import AnyQuestion, GroupQuestion
from ddq.scoring.prepared import Feed


def rests_on(loaded: LoadedQuestionnaire, claim: Claim) -> frozenset[str] | None:
    """Ids of all questions, sections, rules, bars and outputs that a claim rests on; None where it is all of them."""
    if claim.about.needs_score:
        return None
    named = frozenset(_named(loaded, claim))
    questions = loaded.closure(named & loaded.questions.keys())
    return named | questions | {loaded.section_of[name].id for name in questions}


def _named(loaded: LoadedQuestionnaire, claim: Claim) -> Iterator[str]:
    """What the claim itself names, and what the expressions name that it is about."""
    yield claim.name
    match claim.about:
        case About.bar:
            yield from bars(loaded)[claim.name].names
        case About.output:
            yield from loaded.compiled(loaded.questionnaire.outputs[claim.name]).names
        case About.presence:
            yield from _fed(indicators(loaded), claim.name)
        case About.mitigation:
            yield from _fed(mitigations(loaded), claim.name)
        case _:
            yield from _of_item(loaded, claim.name)


def _fed(known: Mapping[str, tuple[Feed, ...]], name: str) -> Iterator[str]:
    for feed in known[name]:
        yield from feed.reads
        if feed.question is not None:
            yield feed.question


def _of_item(loaded: LoadedQuestionnaire, name: str) -> Iterator[str]:
    """Of a section, its condition; of a question, a field in a row or a choice, whatever the question reads."""
    section = loaded.sections.get(name)
    if section is not None and section.visible_if is not None:
        yield from loaded.compiled(section.visible_if).names
    head = name.partition("/")[0].partition(".")[0]
    question = loaded.questions.get(head)
    if question is not None:
        yield head
        yield from _demanded(loaded, question, ())


def _demanded(loaded: LoadedQuestionnaire, question: AnyQuestion, groups: Groups) -> Iterator[str]:
    """What the requirement and the checks of a question and its fields name: its reading does not rest on these."""
    for text in (question.required_if, *(check.must for check in question.check)):
        if text is not None:
            yield from loaded.compiled(text, groups).names
    if isinstance(question, GroupQuestion):
        for field in question.fields:
            yield from _demanded(loaded, field, (*groups, question.id))
