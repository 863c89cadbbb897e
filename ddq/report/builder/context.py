"""What the builders look up: questions by id, laws and regimes by id, and how things are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ddq.questionnaire.model import Actor, AnyQuestion, Origin
from ddq.registers.model import Law, Regime
from ddq.report.inputs import ReportInputs
from ddq.report.language import tell, written
from ddq.report.printed import begun, clean
from ddq.report.words import country, since
from ddq.scoring.model import StateReach
from ddq.sentence import country as named
from ddq.sentence import say

ORIGINS: dict[Origin | None, tuple[str, str, str]] = {
    Origin.conduct: ("conduct", say("Conduct"), say("what the vendor does or did")),
    Origin.control: ("control", say("Control"), say("who owns or commands it")),
    Origin.law: ("law", say("Law"), say("what a state can compel")),
    Origin.state_action: ("state_action", say("State action"), say("what governments decided about it")),
    None: ("unknown", say("Not yet known"), say("what open answers could still hide")),
}
"""Key, name and meaning of each slice; the last two are to be told."""

ACTORS = {
    Actor.vendor: say("The vendor"),
    Actor.owners: say("The vendor's owners"),
    Actor.buyer: say("The buyer"),
    Actor.nobody: say("Nobody at the table"),
}

EFFORTS = {1: say("very low"), 2: say("low"), 3: say("medium"), 4: say("high"), 5: say("very high")}


@dataclass(frozen=True, slots=True)
class Context:
    """The inputs with their indexes."""

    inputs: ReportInputs
    questions: Mapping[str, AnyQuestion]
    laws: dict[str, Law]
    regimes: dict[str, Regime]

    def asked(self) -> tuple[AnyQuestion, ...]:
        """The questions that are put to people, in order."""
        return tuple(question for question in self.questions.values() if question.id not in self.inputs.hidden)

    def question_text(self, subject: str) -> str:
        """The text of the question that a subject (`Q`, `GROUP/ROW`, `GROUP/complete`) belongs to."""
        question = self.questions.get(subject.partition("/")[0])
        return clean(question.text) if question else clean(subject)

    def domain_title(self, domain: str) -> str:
        """The name of a domain as readers see it, with a capital first letter."""
        title = self.inputs.questionnaire.domain_title(domain)
        return clean(begun(title).replace("_", " "))

    def law(self, identifier: str) -> str:
        """A law in full: name, citation and since when, as it was on the as-of date."""
        law = self.laws.get(identifier)
        if law is None:
            return clean(identifier)
        name, citation = clean(law.name), clean(law.citation)
        force = since(law.force, self.inputs.score.as_of)
        return tell("{name}, {citation} (in force {since})", name=name, citation=citation, since=force)

    def law_title(self, identifier: str) -> str:
        """A law by name alone."""
        law = self.laws.get(identifier)
        return clean(law.name) if law else clean(identifier)

    def law_name(self, identifier: str) -> str:
        """A law by name and citation."""
        law = self.laws.get(identifier)
        return f"{clean(law.name)}, {clean(law.citation)}" if law else clean(identifier)

    def reference(self, identifier: str) -> str:
        """A regime or a law by name and citation; a criterion by its id."""
        if identifier in self.laws:
            return self.law_name(identifier)
        regime = self.regimes.get(identifier)
        return f"{clean(regime.name)} ({clean(regime.citation)})" if regime else clean(identifier)

    def state_name(self, code: str) -> str:
        """A state or union by the register's name."""
        found = self.inputs.reading.states.get(code)
        return f"{written(named(code, clean(found.name)))} ({clean(code)})" if found else country(code)

    def state_title(self, state: StateReach) -> str:
        """A state by its name alone."""
        return written(named(state.code, clean(state.name)))

    def counts(self, identifier: str) -> bool:
        """Whether a law or regime may be named: it did not surely begin only after the as-of date."""
        regime = self.regimes.get(identifier)
        return regime is None or not regime.begins_after(self.inputs.score.as_of)

    def rows(self, group: str) -> tuple[str, ...]:
        """The subjects of a group's rows, in order."""
        prefix = f"{group}/"
        return tuple(
            subject
            for subject in self.inputs.assessment.answers
            if subject.startswith(prefix) and subject != f"{prefix}complete"
        )


def context(inputs: ReportInputs) -> Context:
    """The inputs with their indexes."""
    states = inputs.reading.states.values()
    return Context(
        inputs,
        inputs.questionnaire.questions,
        {law.id: law for state in states for law in (*state.laws, *state.laws_unknown)},
        {identifier: reading.regime for identifier, reading in inputs.reading.regimes.items()},
    )


def anchor(kind: str, identifier: str) -> str:
    """A name for a place in the document: ASCII letters, digits, dots and hyphens only."""
    return f"{kind}-{re.sub(r'[^A-Za-z0-9.-]', '_', identifier)}"
