"""Rules on the transfer of data out of a state: whose data may go where, by which mechanism, under which conditions.

A law is told by one rule, its `default`: what holds for the data that it governs where nothing else is met. `ground`s
under it permit; a `limit` prevails over whatever ground is met. Countries stand in the file alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from ddq.questionnaire.model import Code, Model
from ddq.registers.model import Dated, StateCode, in_force

Mechanism = Literal[
    "domestic",
    "adequacy",
    "contract_clauses",
    "binding_rules",
    "certification",
    "assessment",
    "consent",
    "derogation",
    "none",
]
MECHANISMS: tuple[Mechanism, ...] = get_args(Mechanism)
"""By which a flow may be said to be lawful; `assessment` is the approval of an authority, case by case."""
Gives = Literal["allowed", "allowed_with", "barred"]
"""What a rule gives: the flow is allowed, allowed under conditions, or barred."""
People = Annotated[int, Field(ge=1)]


class Area(Model):
    """States, by themselves and by the groups whose members they are on the day."""

    states: tuple[StateCode, ...] = ()
    groups: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _names_any(self) -> Self:
        if not self.states and not self.groups:
            raise ValueError("name at least one state or group")
        return self

    def members(self, groups: Mapping[str, frozenset[str]]) -> frozenset[str]:
        """The states in it, by the memberships of the day."""
        return frozenset(self.states).union(*(groups.get(group, frozenset()) for group in self.groups))


class TransferRule(Dated):
    """One rule."""

    id: Code
    jurisdiction: StateCode
    """Whose law it is."""
    regime: Code | None = None
    """The regime of the register of regimes to which it belongs."""
    role: Literal["default", "ground", "limit"]
    under: Code | None = None
    """The default rule of the same law; None for a default itself."""
    origin: Area
    """Whose data it governs when it leaves."""
    destination: Area | None = None
    """Where the data goes; None: anywhere."""
    but_not: Area | None = None
    """Not there: for a default, where going is no transfer under this law."""
    data: Literal["any", "personal", "ordinary", "sensitive"]
    """`ordinary` is personal data that is not sensitive."""
    people_from: People | None = None
    """Of so many people or more."""
    people_from_latest: People | None = None
    """Where the number differs with the kind of data: from so many on it surely holds."""
    people_below: People | None = None
    """Of fewer people than that."""
    mechanisms: tuple[Mechanism, ...] = ()
    """It needs one of these; none: whatever the mechanism."""
    gives: Gives
    conditions: tuple[str, ...] = ()
    effect: str

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.role == "default") != (self.under is None):
            raise ValueError("a ground or a limit names the default rule that it stands under; a default names none")
        if (self.gives == "allowed_with") != bool(self.conditions):
            raise ValueError("what is allowed_with has conditions, and nothing else has")
        if self.role == "default" and self.mechanisms:
            raise ValueError("a default holds whatever the mechanism; write a ground for a mechanism")
        if self.people_from_latest is not None and (self.people_from or 0) > self.people_from_latest:
            raise ValueError("people_from_latest is not below people_from")
        return self


class Transfers(Model):
    """The file of all transfer rules."""

    ddq: Literal["transfers/1"]
    rules: tuple[TransferRule, ...]


@dataclass(frozen=True, slots=True)
class RuleReading:
    """A rule that is or may be in force on the day, with the states of its areas."""

    rule: TransferRule
    sure: bool
    """False where the register cannot say whether it is in force."""
    origin: frozenset[str]
    destination: frozenset[str] | None
    but_not: frozenset[str]
    notes: Mapping[str, str]
    """By destination, what the register notes of its membership, such as the decision by which it was taken in."""

    def leads_to(self, state: str | None) -> bool | None:
        """Whether data that goes to the state falls under it; None where that rests on a place that is not known."""
        if state is None:
            return None if self.but_not or self.destination is not None else True
        return state not in self.but_not and (self.destination is None or state in self.destination)


Notes = Mapping[str, Mapping[str, str]]
"""By group and member, what the register notes of the membership of the day."""
TransferReading = Mapping[str, tuple[RuleReading, ...]]
"""By the state that the data leaves, the rules that govern it, in order of their ids."""


def read_transfers(
    rules: Iterable[TransferRule], groups: Mapping[str, frozenset[str]], notes: Notes, day: date
) -> dict[str, tuple[RuleReading, ...]]:
    """The rules on `day`, by the state that the data leaves."""
    found: dict[str, list[RuleReading]] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        force = in_force(rule.force, day)
        if force is False:
            continue
        origin = rule.origin.members(groups)
        destination = None if rule.destination is None else rule.destination.members(groups)
        but_not = frozenset[str]() if rule.but_not is None else rule.but_not.members(groups)
        noted = {} if rule.destination is None else _noted(rule.destination, notes)
        reading = RuleReading(rule.read_on(day), force is True, origin, destination, but_not, noted)
        for state in origin:
            found.setdefault(state, []).append(reading)
    return {state: tuple(found[state]) for state in sorted(found)}


def _noted(area: Area, notes: Notes) -> dict[str, str]:
    return {state: note for group in area.groups for state, note in notes.get(group, {}).items()}
