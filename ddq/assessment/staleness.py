"""Whether a decision still rests on what it was made on, and if not, why: a sentence for each reason.

A decision is stale as soon as anything that it rests on is another: an answer, a verdict, the vendor or the purchase,
the questionnaire, the registers, the buyer profile, the method, what the method says, a piece of evidence; or as soon
as its last day, or the day of an open condition, has passed. What is on disk and in the registers comes in as `Facts`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import orjson

from ddq.assessment.deciding import conditions
from ddq.assessment.decision import Decision, RestsOn
from ddq.assessment.model import Assessment, Event, EventKind
from ddq.assessment.readings import effective_grade
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.text import visible_text
from ddq.sentence import Number, numeric, say

_SHOWN = 5
"""How many subjects a sentence names."""


_DAMAGE: Mapping[str, str] = {
    str(words): words for words in (say("is missing"), say("was changed"), say("was changed since it was attached"))
}


@dataclass(frozen=True, slots=True)
class Facts:
    """How things are now."""

    now: RestsOn
    """What a decision made now would rest on."""
    today: date
    damaged_evidence: Mapping[str, str] = field(default_factory=dict[str, str])
    """By evidence id, what is wrong with the file: `is missing`, `was changed`."""


def inputs_digest(assessment: Assessment) -> str:
    """SHA-256 in hex of what people put in: answers, verdicts, vendor, engagement and as-of date."""
    parts = {"answers", "verdicts", "vendor", "engagement", "as_of"}
    said = orjson.loads(assessment.model_dump_json(include=parts, exclude_defaults=True))
    for verdict in said.get("verdicts", {}).values():
        verdict.pop("by", None)
        verdict.pop("at", None)
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def staleness(
    assessment: Assessment, loaded: LoadedQuestionnaire, facts: Facts, events: Iterable[Event] = ()
) -> tuple[str, ...]:
    """Why the last decision is stale, a sentence each; nothing where it is not, or where there is none.

    Args:
        assessment: as it stands.
        loaded: its questionnaire.
        facts: how things are now.
        events: of the assessment; with them, the sentence about changed inputs names what was changed.
    """
    decision = assessment.decision
    if decision is None:
        return ()
    return (
        *_inputs(decision, facts, events),
        *_surroundings(decision, facts),
        *_result(decision, facts),
        *_evidence(assessment, loaded, decision, facts),
        *_dates(assessment, decision, facts),
    )


def _inputs(decision: Decision, facts: Facts, events: Iterable[Event]) -> Iterator[str]:
    if facts.now.inputs == decision.rests_on.inputs:
        return
    kinds = (EventKind.answered, EventKind.reviewed, EventKind.changed)
    later = (one for one in events if one.seq > decision.rests_on.seq and one.kind in kinds and one.subject != "title")
    changed = list(dict.fromkeys(visible_text(one.subject) for one in later))
    if changed:
        named = _first(changed)
        yield say("What was answered or reviewed has changed since the decision: {subjects}.", subjects=named)
    else:
        yield say("What was answered or reviewed has changed since the decision.")


def _first(subjects: Sequence[str]) -> str:
    """The first of them by name, and whether there are others."""
    named = ", ".join(subjects[:_SHOWN])
    return say("{subjects} and others", subjects=named) if len(subjects) > _SHOWN else named


def _surroundings(decision: Decision, facts: Facts) -> Iterator[str]:
    then, now = decision.rests_on, facts.now
    if now.questionnaire != then.questionnaire:
        yield say("The questionnaire is not the one that the decision rests on.")
    if now.registers != then.registers:
        yield say("The registers of laws and regimes are not those that the decision rests on.")
    if now.profile != then.profile:
        yield say("The buyer profile is not the one that the decision rests on.")
    if now.method != then.method:
        yield say("The method is {now}; the decision rests on {then}.", now=now.method, then=then.method)


def _result(decision: Decision, facts: Facts) -> Iterator[str]:
    then, now = decision.rests_on, facts.now
    if now.outcome != then.outcome:
        yield say("The method now says {now}; it said {then}.", now=now.said, then=then.said)
    if now.figure != then.figure:
        if now.is_percentage or then.is_percentage:
            yield say("The figure is now {now}; it was {then}.", now=now.figure, then=then.figure)
        else:
            yield say("Trust is now {now}; it was {then}.", now=_both(now.trust), then=_both(then.trust))


def _both(ends: tuple[str, str]) -> str:
    low, high = map(Number, ends)
    return say("{low} to {high}", low=low, high=high)


def _evidence(assessment: Assessment, loaded: LoadedQuestionnaire, decision: Decision, facts: Facts) -> Iterator[str]:
    named = {digest for answer in assessment.answers.values() for digest in answer.basis.evidence}
    for digest, file in assessment.evidence.items():
        if digest not in named:
            continue
        if digest in facts.damaged_evidence:
            name, damage = visible_text(file.name), facts.damaged_evidence[digest]
            damage = _DAMAGE.get(damage, damage)
            yield say("The evidence file {file} {damage}.", file=name, damage=damage)
        if file.expires is not None and file.expires < facts.today:
            name, day = visible_text(file.name), numeric(file.expires)
            yield say("The evidence file {file} expired on {day}.", file=name, day=day)
    decided_on = decision.at.date() if decision.at else decision.rests_on.as_of
    aged = [visible_text(subject) for subject in _aged(assessment, loaded, decided_on, facts.today)]
    if aged:
        yield say("The evidence is older than its question lets it be: {subjects}.", subjects=_first(aged))


def _aged(assessment: Assessment, loaded: LoadedQuestionnaire, then: date, today: date) -> Iterator[str]:
    """The answers whose evidence counted in full, or one grade more, on the day of the decision."""
    for subject, answer in assessment.answers.items():
        question = loaded.questions.get(subject.partition("/")[0])
        if question is not None and question.valid_for is not None:
            before, after = (effective_grade(question, answer, day) for day in (then, today))
            if after.value > before.value:
                yield subject


def _dates(assessment: Assessment, decision: Decision, facts: Facts) -> Iterator[str]:
    if decision.expires is not None and decision.expires < facts.today:
        yield say("The approval held until {day}.", day=numeric(decision.expires))
    for one in conditions(assessment):
        if one.is_overdue(facts.today):
            text = visible_text(" ".join(one.condition.text.split()))
            text = text if len(text) <= 120 else f"{text[:119]}…"
            yield say(
                "Condition {number} was due on {day} and is not met: {text}",
                number=one.number,
                day=numeric(one.condition.due),
                text=text,
            )
