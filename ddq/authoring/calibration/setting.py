"""A questionnaire with the registers and the buyer that made-up vendors meet, and what in it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ddq.assessment.model import Answer, Assessment, Engagement, QuestionnaireReference, Vendor
from ddq.assessment.readings import readings, states
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.countries import is_country
from ddq.questionnaire.model import (
    GroupQuestion,
)
from ddq.questionnaire.sites import sites
from ddq.registers.model import Profile
from ddq.registers.profiles import trust_in
from ddq.registers.reading import Reading as Registers
from ddq.scoring.compulsion import compulsion
from ddq.scoring.prepared import Prepared, prepare
from ddq.scoring.scenario import Inputs, Scenario, scenario
from ddq.scoring.standing import standings


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
        """Where the buyer is at home; in a union, a state that it trusts wholly; else that whose law compels least."""
        countries = (code for code in self.profile.home if is_country(code))
        trusted = (code for code in self._by_law if trust_in(self.profile, code, self.registers)[0] == 1)
        return next(countries, None) or next(trusted, None) or self._by_law[0]

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
