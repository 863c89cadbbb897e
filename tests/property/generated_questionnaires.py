"""Questionnaires made by chance, of every kind of question, branch, group, rule, mitigation, remedy and bar.

Beside each question stand an answer at which no concern is present and one at which all of it is.
"""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass, field
from typing import Any

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.known_groups import KNOWN_FIELDS
from ddq.questionnaire.model import GroupFeed, Questionnaire

STRENGTHS = ["informational", "minor", "moderate", "major", "severe", "decisive"]
ORIGINS = ["conduct", "control", "state_action"]
GRADES = ["A", "B", "C", "D"]
DOMAINS = ["Ownership", "Data", "Conduct"]
PLAIN_KINDS = [
    "yes_no", "choice", "choices", "integer", "decimal", "percent", "money", "date", "country", "countries",
    "entity", "evidence", "text", "long_text", "computed", "group",
]  # fmt: skip

Json = Any


@dataclass
class Written:
    """A questionnaire as it would be written, with what its author knows of the answers."""

    document: dict[str, Json]
    best: dict[str, Json] = field(default_factory=dict)
    """By question, an answer at which no concern is present."""
    worst: dict[str, Json] = field(default_factory=dict)
    """By question, an answer at which each of its concerns is as present as it can be."""

    def loaded(self) -> LoadedQuestionnaire:
        return load(self.document)


def load(document: dict[str, Json]) -> LoadedQuestionnaire:
    """The questionnaire, without files."""
    text = json.dumps(document, sort_keys=True)
    questionnaire = Questionnaire.model_validate_json(text)
    return LoadedQuestionnaire(questionnaire, (), hashlib.sha256(text.encode()).hexdigest(), frozenset({"EU"}))


def write(rnd: random.Random, size: int) -> Written:
    """A questionnaire of about `size` questions beside its groups."""
    return _Author(rnd).write(size)


class _Author:
    def __init__(self, rnd: random.Random) -> None:
        self.rnd = rnd
        self.best: dict[str, Json] = {}
        self.worst: dict[str, Json] = {}
        self.indicators: list[str] = []
        self.remedies: list[str] = []
        self.closed: dict[str, list[str]] = {}
        """Earlier closed questions that can be gates, with their codes."""
        self.numbers: list[str] = []
        self.groups: list[str] = []

    def write(self, size: int) -> Written:
        rnd = self.rnd
        sections: list[dict[str, Json]] = []
        left = [self._question(f"q{number}") for number in range(size)]
        feeds = [feed for feed in GroupFeed if feed is not GroupFeed.chains and rnd.random() < 0.45]
        if GroupFeed.holders in feeds and size % 2 == 0:
            feeds.append(GroupFeed.chains)
        left += [self._known_group(feed) for feed in feeds]
        rnd.shuffle(left)
        for number in range(rnd.randint(1, 3)):
            share = left[: max(1, len(left) // 2)] if number < 2 else left
            left = left[len(share) :]
            if share:
                sections.append(
                    {"id": f"s{number}", "title": "Section", "domain": rnd.choice(DOMAINS), "questions": share}
                )
        if left:
            sections[-1]["questions"] += left
        self._gate_a_section(sections)
        document = {
            "ddq": "questionnaire/1",
            "id": "generated",
            "version": "1.0.0",
            "title": "Generated",
            "sections": sections,
            "rules": [rule for rule in (self._rule(number) for number in range(rnd.randint(0, 3))) if rule],
            "bars": self._bars(),
            "outputs": self._outputs(),
        }
        return Written(document, self.best, self.worst)

    # Questions ------------------------------------------------------------------------------------------------------

    def _question(self, identifier: str) -> dict[str, Json]:
        rnd = self.rnd
        kind = rnd.choice([*PLAIN_KINDS, "yes_no", "choice", "choice", "choices"])
        if kind == "computed" and not self.numbers:
            kind = "integer"
        made: dict[str, Json] = {"id": identifier, "kind": kind, "text": f"Question {identifier}?"}
        if rnd.random() < 0.4:
            made["valid_for"] = "12 months"
        presence = getattr(self, f"_{kind}", self._without_presence)(identifier, made)
        if presence is not None and rnd.random() < 0.85:
            self._use(identifier, made, presence)
        self._gate(identifier, made)
        if kind in ("yes_no", "choice"):
            self.closed[identifier] = ["yes", "no"] if kind == "yes_no" else ["a", "b", "c"]
        return made

    def _use(self, identifier: str, made: dict[str, Json], presence: Json) -> None:
        """The answer is a risk, feeds an indicator declared elsewhere, or mitigates one."""
        rnd = self.rnd
        use = rnd.random()
        if self.indicators and use < 0.2:
            made["feeds"] = [{"indicator": rnd.choice(self.indicators), "presence": presence}]
        elif self.indicators and use < 0.4:
            reduces = {rnd.choice([*self.indicators, "law:*"]): rnd.choice([0.25, 0.5, 1.0])}
            made["mitigations"] = [
                {"id": f"m-{identifier}", "title": "Mitigation", "reduces": reduces, "presence": presence}
            ]
        else:
            made["risk"] = {**self._indicator(f"i-{identifier}"), "presence": presence}

    def _indicator(self, identifier: str) -> dict[str, Json]:
        rnd = self.rnd
        self.indicators.append(identifier)
        return {
            "indicator": identifier,
            "title": f"Concern {identifier}",
            "strength": rnd.choice(STRENGTHS),
            "origin": rnd.choice(ORIGINS),
            "history": rnd.random() < 0.1,
            "remedies": [self._remedy(identifier, number) for number in range(rnd.choice([0, 0, 1, 1, 2]))],
        }

    def _remedy(self, indicator: str, number: int) -> dict[str, Json]:
        rnd = self.rnd
        shared = rnd.random() < 0.2
        identifier = f"shared{rnd.randint(1, 2)}" if shared else f"r-{indicator}-{number}"
        excludes = [rnd.choice(self.remedies)] if self.remedies and rnd.random() < 0.2 else []
        self.remedies.append(identifier)
        return {
            "id": identifier,
            "title": f"Do {identifier}",
            "who": "vendor" if shared else rnd.choice(["vendor", "vendor", "owners", "buyer", "nobody"]),
            "effort": rnd.randint(1, 5),
            "done": rnd.choice([0, 0, 0.1, 0.25, [0, 0.2], 0.5]),
            "grade": rnd.choice(GRADES),
            "excludes": [other for other in excludes if other != identifier],
        }

    def _gate(self, identifier: str, made: dict[str, Json]) -> None:
        gates = [name for name in self.closed if name != identifier]
        if gates and self.rnd.random() < 0.35:
            # Often the last one, so that gates stand behind gates.
            made["visible_if"] = self._condition(self.rnd.choice([self.rnd.choice(gates), gates[-1]]))
        elif self.numbers and self.rnd.random() < 0.08:
            gate = self.rnd.choice(self.numbers)
            if gate != identifier:
                made["visible_if"] = f"{gate} > 5"

    def _gate_a_section(self, sections: list[dict[str, Json]]) -> None:
        first = [made["id"] for made in sections[0]["questions"] if made["id"] in self.closed]
        if len(sections) > 1 and first and self.rnd.random() < 0.4:
            gate = self.rnd.choice(first)
            later = {made["id"] for section in sections[1:] for made in section["questions"]}
            if not self._depends_on(sections, gate) & later:
                sections[-1]["visible_if"] = self._condition(gate)

    def _depends_on(self, sections: list[dict[str, Json]], identifier: str) -> set[str]:
        made = {one["id"]: one for section in sections for one in section["questions"]}
        found: set[str] = set()
        waiting = [identifier]
        while waiting:
            text = made[waiting.pop()].get("visible_if", "")
            new = {name for name in made if name in text.split()} - found
            found |= new
            waiting += new
        return found

    def _condition(self, gate: str) -> str:
        codes = self.closed[gate]
        if codes == ["yes", "no"]:
            return self.rnd.choice([gate, f"not {gate}"])
        return self.rnd.choice([f"{gate} == 'a'", f"{gate} != 'b'", f"{gate} == 'a' or {gate} == 'c'"])

    # Presences by kind ----------------------------------------------------------------------------------------------

    def _map(self, identifier: str, codes: list[str]) -> dict[str, float]:
        """No concern at one code, the most at another."""
        largest = self.rnd.choice([1.0, 1.0, 0.5])
        values = [0.0, largest, *(self.rnd.choice([0.0, 0.25, 0.5]) * largest for _ in codes[2:])]
        self.rnd.shuffle(values)
        return dict(zip(codes, values, strict=True))

    def _yes_no(self, identifier: str, made: dict[str, Json]) -> Json:
        presence = self._map(identifier, ["yes", "no"])
        self.best[identifier] = presence["yes"] == 0.0
        self.worst[identifier] = presence["yes"] != 0.0
        if self.rnd.random() < 0.2:
            return f"{identifier}" if presence["yes"] else f"not {identifier}"
        return presence

    def _choice(self, identifier: str, made: dict[str, Json]) -> Json:
        made["choices"] = [{"code": c, "label": c} for c in "abc"]
        presence = self._map(identifier, ["a", "b", "c"])
        self.best[identifier] = min(presence, key=lambda code: presence[code])
        self.worst[identifier] = max(presence, key=lambda code: presence[code])
        return presence

    def _choices(self, identifier: str, made: dict[str, Json]) -> Json:
        made["choices"] = [{"code": c, "label": c} for c in "abc"]
        presence = self._map(identifier, ["a", "b", "c"])
        self.best[identifier] = self.rnd.choice([[], [min(presence, key=lambda code: presence[code])]])
        self.worst[identifier] = ["a", "b", "c"]
        return presence

    def _number(self, identifier: str, best: Json, worst: Json) -> Json:
        self.numbers.append(identifier)
        self.best[identifier], self.worst[identifier] = best, worst
        return f"0 if {identifier} >= 10 else 1 if {identifier} < 3 else 0.5"

    def _integer(self, identifier: str, made: dict[str, Json]) -> Json:
        return self._number(identifier, 12, 1)

    def _decimal(self, identifier: str, made: dict[str, Json]) -> Json:
        return self._number(identifier, "12.5", "0.5")

    def _percent(self, identifier: str, made: dict[str, Json]) -> Json:
        return self._number(identifier, "80", "0.5")

    def _date(self, identifier: str, made: dict[str, Json]) -> Json:
        self.best[identifier], self.worst[identifier] = "2031-01-01", "2001-01-01"
        return f"1 if {identifier} < today else 0"

    def _country(self, identifier: str, made: dict[str, Json]) -> Json:
        return f"0 if {identifier} in EU else 1"

    def _computed(self, identifier: str, made: dict[str, Json]) -> Json:
        made["calc"] = f"{self.rnd.choice(self.numbers)} * 2"
        return f"0 if {identifier} >= 20 else 1 if {identifier} < 6 else 0.5"

    def _without_presence(self, identifier: str, made: dict[str, Json]) -> Json:
        values: dict[str, Json] = {
            "money": {"amount": "5", "currency": "EUR"},
            "countries": ["FR"],
            "entity": {"name": "A company", "kind": "organisation"},
            "evidence": ["a" * 64],
            "text": "words",
            "long_text": "more words",
        }
        self.best[identifier] = self.worst[identifier] = values[made["kind"]]
        return None

    # Groups ---------------------------------------------------------------------------------------------------------

    def _group(self, identifier: str, made: dict[str, Json]) -> Json:
        presence = self._map(identifier, ["good", "bad", "ugly"])
        codes = [{"code": code, "label": code} for code in presence]
        made["fields"] = [
            {"id": "name", "kind": "text", "text": "Name"},
            {"id": "held", "kind": "yes_no", "text": "Held?"},
            {"id": "state", "kind": "choice", "text": "State?", "choices": codes, "visible_if": "held"},
        ]
        if self.rnd.random() < 0.7:
            risk = (
                presence
                if self.rnd.random() < 0.7
                else f"1 if state == '{max(presence, key=presence.__getitem__)}' else 0"
            )
            made["fields"][2]["risk"] = {**self._indicator(f"i-{identifier}-row"), "presence": risk}
        parts = self.rnd.random() < 0.5
        if parts:
            made["fields"].append(self._parts(identifier))
        self._complete(identifier, made)
        self.groups.append(identifier)
        self.best[identifier] = [{"name": "x", "held": True, "state": min(presence, key=lambda code: presence[code])}]
        self.worst[identifier] = [{"name": "x", "held": True, "state": max(presence, key=lambda code: presence[code])}]
        if parts:
            self.best[identifier][0]["parts"] = [{"flaw": False}]
            self.worst[identifier][0]["parts"] = [{"flaw": False}, {"flaw": True}]
        return None

    def _parts(self, identifier: str) -> dict[str, Json]:
        """A group within each row."""
        presence = self.rnd.choice([{"yes": 1, "no": 0}, "1 if flaw and held else 0"])
        risk = {**self._indicator(f"i-{identifier}-part"), "presence": presence}
        flaw = {"id": "flaw", "kind": "yes_no", "text": "A flaw?", "risk": risk}
        return {"id": "parts", "kind": "group", "text": "Parts?", "fields": [flaw]}

    def _complete(self, identifier: str, made: dict[str, Json]) -> None:
        made["complete"] = "This list is complete."
        if self.rnd.random() < 0.6:
            made["unlisted"] = self._indicator(f"i-{identifier}-unlisted")

    def _known_group(self, feed: GroupFeed) -> dict[str, Json]:
        made: dict[str, Json] = {
            "id": feed.value,
            "kind": "group",
            "text": f"{feed.value}?",
            "feeds_engine": feed.value,
        }
        made["fields"] = [_field(name, known.kinds[0], known.codes) for name, known in KNOWN_FIELDS[feed].items()]
        self._complete(feed.value, made)
        self._gate(feed.value, made)
        self.best[feed.value] = self.worst[feed.value] = []
        return made

    # Rules, bars, outputs -------------------------------------------------------------------------------------------

    def _rule(self, number: int) -> dict[str, Json] | None:
        rnd = self.rnd
        parts: list[str] = []
        for identifier in rnd.sample(sorted(self.closed), min(2, len(self.closed))):
            worst = self.worst[identifier]
            parts.append(
                f"{identifier} == '{worst}'" if isinstance(worst, str) else identifier if worst else f"not {identifier}"
            )
        if self.groups and rnd.random() < 0.5:
            group = rnd.choice(self.groups)
            parts.append(f"any(r.state == '{self.worst[group][0]['state']}' for r in {group})")
        if not parts:
            return None
        joined = f" {rnd.choice(['and', 'or'])} ".join(parts)
        presence = rnd.choice([f"1 if {joined} else 0", f"0.5 if {joined} else 0", joined])
        return {**self._indicator(f"i-rule{number}"), "presence": presence, "domain": rnd.choice([None, *DOMAINS])}

    def _bars(self) -> list[dict[str, Json]]:
        gates = [name for name, codes in self.closed.items() if codes == ["yes", "no"]]
        if not gates or self.rnd.random() > 0.25:
            return []
        regime = self.rnd.choice(["R1", "R2", "R3"])
        return [
            {"id": "bar", "title": "A bar", "when": self.rnd.choice(gates), "regime": regime, "scope": "everything"}
        ]

    def _outputs(self) -> dict[str, str]:
        choices = [name for name, codes in self.closed.items() if codes != ["yes", "no"]]
        if not choices or self.rnd.random() < 0.2:
            return {}
        gate = self.rnd.choice(choices)
        return {"exposure_tier": f"4 if {gate} == 'a' else 2 if {gate} == 'b' else 1"}


def _field(name: str, kind: str, codes: tuple[str, ...]) -> dict[str, Json]:
    made: dict[str, Json] = {"id": name, "kind": kind, "text": f"{name}?"}
    if codes:
        made["choices"] = [{"code": code, "label": code} for code in codes]
    return made
