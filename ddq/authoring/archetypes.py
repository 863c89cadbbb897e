"""Vendors as one might meet them, written as answers to any questionnaire: what a calibration measures.

An archetype says how a vendor answers, not what: well or badly by the origin of the concern, on which evidence grade,
and what it leaves open. No archetype names a state; the registers say which one has which law.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from ddq.assessment.model import Answer, Assessment, Basis, Engagement, QuestionnaireReference, Vendor
from ddq.assessment.readings import readings, states
from ddq.questionnaire.answers import json_value
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.domains import domain
from ddq.questionnaire.known_groups import KNOWN_FIELDS
from ddq.questionnaire.model import (
    AnyQuestion,
    CountryQuestion,
    Grade,
    GroupFeed,
    GroupQuestion,
    Origin,
    Strength,
)
from ddq.questionnaire.sites import sites
from ddq.questionnaire.values import Reading
from ddq.registers.model import Profile
from ddq.registers.profiles import trust_in
from ddq.registers.reading import Reading as Registers
from ddq.scoring.compulsion import compulsion
from ddq.scoring.prepared import DeclaredIndicator, Prepared, prepare
from ddq.scoring.scenario import Inputs, Scenario, scenario
from ddq.scoring.standing import standings

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Archetype:
    """How a vendor answers."""

    id: str
    title: str
    grade: Grade = Grade.B
    badly: frozenset[str] = frozenset()
    """The questions that are answered as badly as they can be; all others as well as they can be."""
    open: frozenset[str] = frozenset()
    """The questions that have no answer."""
    rows: Mapping[GroupFeed, Sequence[Row]] = field(default_factory=lambda: {})
    """What the lists hold that feed reach and bars, where it is not the harmless entry."""


@dataclass(frozen=True, eq=False)
class Setting:
    """A questionnaire with the registers and the buyer that an archetype meets."""

    loaded: LoadedQuestionnaire
    registers: Registers
    profile: Profile
    day: date

    @cached_property
    def prepared(self) -> Prepared:
        """What the questionnaire declares for the score."""
        return prepare(self.loaded)

    @cached_property
    def home(self) -> str:
        """The state that the buyer is at home in; without one, the state whose law can compel least."""
        return self.profile.home[0] if self.profile.home else self._by_law[0]

    @cached_property
    def compelling(self) -> str:
        """The state, neither home nor trusted, whose law surely can compel most."""
        return self._abroad[-1]

    @cached_property
    def middling(self) -> str:
        """The state in the middle of those, neither home nor trusted, of which something is known."""
        return self._abroad[len(self._abroad) // 2]

    @cached_property
    def _abroad(self) -> list[str]:
        home = self.profile.home
        found = [
            code for code in self._by_law if code not in home and not trust_in(self.profile, code, self.registers)[0]
        ]
        known = [code for code in found if compulsion(self.registers.states[code]).value.lo > 0]
        return known or found or self._by_law

    @cached_property
    def _by_law(self) -> list[str]:
        codes = self.registers.states
        return sorted(codes, key=lambda code: (compulsion(codes[code]).value.lo, code))

    @cached_property
    def weighing(self) -> frozenset[str]:
        """The questions on which an indicator, a mitigation or what applies rests."""
        prepared = self.prepared
        read = {name for indicator in prepared.indicators for name in indicator.questions}
        read |= {name for some in prepared.mitigations.values() for entry in some for name in entry.feed.reads}
        return frozenset(read).union(*(prepared.gates_of[name] for name in read))

    @cached_property
    def mitigating(self) -> frozenset[str]:
        """The questions that only mitigate."""
        read = {name for indicator in self.prepared.indicators for name in indicator.questions}
        return self.telling - read

    @cached_property
    def telling(self) -> frozenset[str]:
        """The questions whose answer is itself a concern or a mitigation, and not only decides what is asked."""
        prepared = self.prepared
        read = {name for indicator in prepared.indicators for name in indicator.questions}
        return frozenset(read.union(*(entry.feed.reads for some in prepared.mitigations.values() for entry in some)))

    @cached_property
    def expressions(self) -> tuple[str, ...]:
        """Everything that the questionnaire computes with or decides by."""
        return tuple(site.text for site in sites(self.loaded.questionnaire))

    def assessment(self, answers: Mapping[str, Answer]) -> Assessment:
        """An assessment with these answers."""
        questionnaire = self.loaded.questionnaire
        reference = QuestionnaireReference(
            id=questionnaire.id, version=questionnaire.version, digest=self.loaded.digest
        )
        return Assessment(
            id="archetype",
            title="Archetype",
            vendor=Vendor(name="Archetype"),
            engagement=Engagement(profile=self.profile.id),
            questionnaire=reference,
            answers=dict(answers),
        )

    def measured(self, answers: Mapping[str, Answer]) -> Scenario:
        """The indicators as these answers leave them."""
        return scenario(self.inputs(answers), {})

    def inputs(self, answers: Mapping[str, Answer]) -> Inputs:
        """What they are measured from."""
        assessment = self.assessment(answers)
        return Inputs(
            self.prepared,
            self.loaded,
            readings(assessment, self.loaded, self.day),
            states(assessment),
            standings(assessment, self.loaded, self.day),
            self.registers,
            self.profile,
            self.day,
        )

    @cached_property
    def groups(self) -> tuple[GroupQuestion, ...]:
        """The lists among the questions."""
        return tuple(question for question in self.loaded.questions.values() if isinstance(question, GroupQuestion))

    @cached_property
    def harmless(self) -> Mapping[str, Answer]:
        """Every question that comes up answered as well as it can be."""
        return _answered(Archetype("harmless", "All favourable"), self, {})


def archetypes(setting: Setting) -> tuple[Archetype, ...]:
    """The vendors that a calibration measures, the spotless first."""
    ours = sorted(setting.prepared.indicators, key=lambda one: one.indicator.indicator)
    conduct = [one for one in ours if one.indicator.origin is Origin.conduct and one.questions]
    moderate = [one for one in conduct if one.indicator.strength is Strength.moderate] or conduct
    three = [moderate[len(moderate) * part // 3] for part in range(3)] if moderate else []
    scored = [name for name in setting.loaded.questions if name in setting.telling]
    owning = {question.id for question in setting.groups if question.feeds_engine is GroupFeed.holders}
    opaque = owning | _asked(one for one in ours if one.indicator.origin is Origin.control)
    state = {"holder_kind": "state", "country": setting.compelling, "votes": "60", "control": "majority"}
    held = {GroupFeed.holders: [{"name": "A state", **state, "capital": "60", "state_controlled": True}]}
    there = {
        GroupFeed.staff: [
            {"name": "Operations", "country": setting.compelling, "sees_clear_data": True, "builds": True}
        ],
        GroupFeed.flows: [
            {
                "name": "The service",
                "country": setting.compelling,
                "data": ["content"],
                "access": "clear",
                "keys": "vendor",
                "mechanism": "contract_clauses",
            }
        ],
    }
    roles = ("contracting_entity", "place_of_management", "ultimate_parent")
    seat = {GroupFeed.seats: [{"name": "The vendor", "role": role, "country": setting.middling} for role in roles]}
    return (
        *(Archetype(f"favourable-{grade.value}", f"All favourable, grade {grade.value}", grade) for grade in _GRADES),
        Archetype("open-5", "All favourable, 5 % open", open=_every(scored, 20)),
        Archetype("open-10", "All favourable, 10 % open", open=_every(scored, 10)),
        Archetype("nothing", "Nothing answered", open=frozenset(setting.loaded.questions)),
        Archetype(
            "typical",
            "Three moderate concerns, a seat abroad, no mitigation",
            badly=_asked(three) | setting.mitigating,
            rows=seat,
        ),
        Archetype(
            "state-owned",
            "A state holds 60 %; teams there see data in clear",
            badly=setting.mitigating,
            rows={**held, **there},
        ),
        Archetype("good-conduct", "A state holds 60 %; good conduct, every mitigation", rows=held),
        Archetype("misconduct", "Misconduct throughout, under the buyer's own law", badly=_asked(conduct)),
        Archetype("opaque", "Spotless, but nobody says who owns it", open=frozenset(opaque)),
    )


_GRADES = (Grade.A, Grade.B, Grade.C, Grade.D)


def _asked(indicators: Iterator[DeclaredIndicator] | Sequence[DeclaredIndicator]) -> frozenset[str]:
    return frozenset(name for one in indicators for name in one.questions)


def _every(names: Sequence[str], step: int) -> frozenset[str]:
    """Every so manieth of them, from the middle of the first stretch."""
    return frozenset(names[step // 2 :: step] or names[-1:])


def answers_of(archetype: Archetype, setting: Setting) -> dict[str, Answer]:
    """What the vendor answers, until all that applies is answered but what it leaves open.

    It begins with the harmless answers, which are found once for each setting, and answers anew what this vendor
    answers badly or lists otherwise, and what comes up by that.
    """
    again = archetype.badly | {question.id for question in setting.groups if question.feeds_engine in archetype.rows}
    kept = {
        subject: answer.model_copy(update={"basis": Basis(grade=archetype.grade)})
        for subject, answer in setting.harmless.items()
        if subject.partition("/")[0] not in again | archetype.open
    }
    return _answered(archetype, setting, kept)


def _answered(archetype: Archetype, setting: Setting, given: Mapping[str, Answer]) -> dict[str, Answer]:
    """What is given, and question by question, in order, whatever else applies."""
    found = dict(given)
    for _ in range(len(setting.loaded.questions)):
        visible = setting.inputs(found).evaluate({}).visible
        asked = next(
            (
                question
                for name, question in setting.loaded.questions.items()
                if visible[name] is True and question.kind != "computed" and name not in archetype.open
                if name not in found and f"{name}/complete" not in found
            ),
            None,
        )
        if asked is None:
            break
        found |= _answer(asked, archetype, setting, found)
    return found


def _answer(
    question: AnyQuestion, archetype: Archetype, setting: Setting, found: Mapping[str, Answer]
) -> dict[str, Answer]:
    basis = Basis(grade=archetype.grade)
    if isinstance(question, GroupQuestion):
        rows = [_row(question, row, setting) for row in _rows(question, archetype, setting)]
        given = {f"{question.id}/{number}": Answer(value=row, basis=basis) for number, row in enumerate(rows, 1)}
        return {**given, f"{question.id}/complete": Answer(value=True, basis=basis)}
    options = [Answer(value=value, basis=basis) for value in _values(question, setting)]
    if len(options) > 1 and question.id in setting.weighing:
        badly = question.id in archetype.badly
        options.sort(key=lambda option: _rank(setting, question.id, {**found, question.id: option}, badly=badly))
    return {question.id: options[0]}


def _rank(setting: Setting, question: str, answers: Mapping[str, Answer], *, badly: bool) -> tuple[int, int, int]:
    """The lower the better it suits: first by the concern, of a question that only gates first by what is asked on."""
    measured = setting.measured(answers)
    hidden = sum(measured.facts.evaluation.visible[name] is False for name in setting.telling)
    low, high = measured.concern
    concern = (-low, -high) if badly else (high, low)
    return (*concern, hidden) if question in setting.telling else (hidden, *concern)


def _rows(group: GroupQuestion, archetype: Archetype, setting: Setting) -> Sequence[Row]:
    if group.feeds_engine is None:
        return ()
    return archetype.rows.get(group.feeds_engine) or _HARMLESS.get(group.feeds_engine, ())


_HARMLESS: Mapping[GroupFeed, Sequence[Row]] = {
    GroupFeed.seats: [
        {"name": "The vendor", "role": role}
        for role in ("contracting_entity", "place_of_management", "ultimate_parent")
    ],
    GroupFeed.holders: [{"name": "Free float", "holder_kind": "public", "votes": "100", "control": "none"}],
    GroupFeed.flows: [
        {"name": "The service", "data": ["content"], "access": "storage", "keys": "customer_only"}
        | {"mechanism": "domestic"}
    ],
    GroupFeed.staff: [{"name": "Operations", "sees_clear_data": False, "builds": True}],
    GroupFeed.subprocessors: [{"name": "A data centre", "access": "storage", "keys": "customer_only"}],
}
"""Entries at the buyer's home; no listing."""


def _row(group: GroupQuestion, given: Row, setting: Setting) -> dict[str, Any]:
    """The entry, with the fields that the archetype says nothing of answered by their first value."""
    known = KNOWN_FIELDS[group.feeds_engine] if group.feeds_engine else {}
    row: dict[str, Any] = {}
    for question in group.fields:
        if question.id in given:
            row[question.id] = given[question.id]
        elif question.id == "country" and "country" in known:
            row[question.id] = setting.home
        elif question.kind not in ("computed", "group", "evidence"):
            row[question.id] = _values(question, setting, (group.id,))[0]
    return row


def _values(question: AnyQuestion, setting: Setting, groups: tuple[str, ...] = ()) -> list[Any]:
    """Answers that between them take every side of what is decided by this one; at least one."""
    if isinstance(question, CountryQuestion):
        return [setting.home, setting.middling, setting.compelling]
    texts = [text for text in setting.expressions if question.id in text]
    tried = domain(setting.loaded, question, groups, texts)
    values = [json_value(value) for value in tried or () if not isinstance(value, Reading)]  # type: ignore[arg-type]
    return values or [_NEUTRAL[question.kind]]


_NEUTRAL: Mapping[str, Any] = {
    "text": "Stated",
    "long_text": "Stated",
    "integer": 1,
    "decimal": str(Decimal(1)),
    "money": {"amount": "1", "currency": "EUR"},
    "percent": "0",
    "date": "2026-01-01",
    "countries": [],
    "entity": {"name": "Stated"},
    "evidence": [],
}
"""Where no answer decides anything."""
