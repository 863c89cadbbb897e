"""Whether a transfer rule applies to a flow: surely, perhaps, or not; and on which open field that rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ddq.dataflow.model import Flow, RuleMet, Ruling
from ddq.registers.transfers import RuleReading

Truth = bool | None
"""None: not known."""


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that applies, or may."""

    reading: RuleReading
    sure: bool
    open: tuple[str, ...]
    """The fields, not known, by which it may not apply."""

    @property
    def ruling(self) -> Ruling:
        """What the rule gives."""
        return Ruling(self.reading.rule.gives)

    def met(self, flow: Flow) -> RuleMet:
        """The rule with what the register notes of the place."""
        note = None if flow.country is None else self.reading.notes.get(flow.country)
        return RuleMet(self.reading.rule, self.sure, note)


def match(flow: Flow, reading: RuleReading) -> Match | None:
    """The rule, where it applies or may; None where it surely does not."""
    rule = reading.rule
    tests: list[tuple[str, Truth]] = [
        ("", True if reading.sure else None),
        ("country", reading.leads_to(flow.country)),
        ("personal", _of_kind(flow, rule.data)),
        ("people", _of_people(flow, rule.people_from, rule.people_from_latest, rule.people_below)),
        ("mechanism", _by(flow, rule.mechanisms)),
    ]
    if any(truth is False for _, truth in tests):
        return None
    open_fields = tuple(name for name, truth in tests if truth is None and name)
    return Match(reading, all(truth is True for _, truth in tests), open_fields)


def _of_kind(flow: Flow, data: str) -> Truth:
    if data == "any":
        return True
    if flow.personal is None:
        return None
    return flow.personal != "none" if data == "personal" else flow.personal == data


def _of_people(flow: Flow, least: int | None, surely: int | None, below: int | None) -> Truth:
    low, high = flow.people
    if least is not None:
        if high is not None and high < least:
            return False
        return True if low >= (surely or least) else None
    if below is not None:
        if low >= below:
            return False
        return True if high is not None and high < below else None
    return True


def _by(flow: Flow, mechanisms: Sequence[str]) -> Truth:
    if not mechanisms:
        return True
    return None if flow.mechanism is None else flow.mechanism in mechanisms
