"""What the registers say of one transfer rule on a day, as lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ddq.registers.model import in_force
from ddq.registers.reading import Reading
from ddq.registers.transfers import Area, TransferRule

_IN_FORCE = {True: "yes", False: "no", None: "not known"}
_GIVES = {"allowed": "allowed", "allowed_with": "allowed with conditions", "barred": "barred"}
_ROLES = {
    "default": "what holds where nothing else is met",
    "ground": "a ground that permits",
    "limit": "a limit that prevails over whatever ground is met",
}


def transfer_lines(rule: TransferRule, reading: Reading, day: date) -> Iterator[str]:
    """All that a reader may ask of it."""
    rule = rule.read_on(day)
    yield f"{rule.id} {rule.name}"
    yield f"Citation: {rule.citation}"
    yield f"In force on this day: {_IN_FORCE[in_force(rule.force, day)]}"
    yield f"In force: {rule.in_force}"
    yield f"Role: {_ROLES[rule.role]}" + (f", under {rule.under}" if rule.under else "")
    yield f"Leaving: {_area(rule.origin, reading)}"
    if rule.destination is not None:
        yield f"Going to: {_area(rule.destination, reading)}"
    if rule.but_not is not None:
        yield f"Not to: {_area(rule.but_not, reading)}"
    yield f"Data: {_DATA[rule.data]}{_people(rule)}"
    if rule.mechanisms:
        yield f"By: {', '.join(one.replace('_', ' ') for one in rule.mechanisms)}"
    yield f"Gives: {_GIVES[rule.gives]}"
    yield from (f"Condition: {condition}" for condition in rule.conditions)
    yield f"What it does: {rule.effect}"


_DATA = {
    "any": "any",
    "personal": "personal",
    "ordinary": "personal, not sensitive",
    "sensitive": "sensitive personal",
}


def _area(area: Area, reading: Reading) -> str:
    return ", ".join([*area.states, *(f"{reading.group_name(group)} ({group})" for group in area.groups)])


def _people(rule: TransferRule) -> str:
    if rule.people_from is not None:
        surely = f", surely from {rule.people_from_latest:,}" if rule.people_from_latest else ""
        return f", of {rule.people_from:,} people or more{surely}"
    return "" if rule.people_below is None else f", of fewer than {rule.people_below:,} people"
