"""What the registers say of one jurisdiction, law, regime or group on a day, as lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ddq.registers.citing import described
from ddq.registers.model import Fact, Group, Jurisdiction, Law, Regime, Verification
from ddq.registers.reading import Reading
from ddq.registers.registers import Registers

_VERIFIED = {
    Verification.checked: "checked",
    Verification.mixed: "partly checked",
    Verification.unchecked: "not checked",
}


def names(registers: Registers) -> list[str]:
    """Every id that can be shown."""
    laws = [law.id for state in registers.jurisdictions for law in state.laws]
    states = [state.code for state in registers.jurisdictions]
    return [*states, *laws, *(regime.id for regime in registers.regimes), *(group.id for group in registers.groups)]


def shown(registers: Registers, identifier: str, day: date) -> tuple[str, ...] | None:
    """What is known of it on `day`; None where the registers do not hold it."""
    reading = registers.read(day)
    for state in registers.jurisdictions:
        if state.code == identifier:
            return tuple(_state(state, reading))
        for law in state.laws:
            if law.id == identifier:
                return tuple(_dated(law, reading, day))
    for regime in registers.regimes:
        if regime.id == identifier:
            return tuple(_dated(regime, reading, day))
    for group in registers.groups:
        if group.id == identifier:
            return tuple(_group(group, reading))
    return None


def _state(state: Jurisdiction, reading: Reading) -> Iterator[str]:
    read = reading.states[state.code]
    yield f"{state.code} {state.name}, verified through {state.verified_through}"
    for name, feature in read.features.items():
        laws = f" by {', '.join(feature.laws)}" if feature.laws else ""
        note = f" ({feature.note})" if feature.note else ""
        yield f"  {name}: {feature.value.value}{laws}{note}"
    yield f"reading of the features: {_verification(state.reading)}"
    sure, unsure = {law.id for law in read.laws}, {law.id for law in read.laws_unknown}
    for law in state.laws:
        force = "in force" if law.id in sure else "force not known" if law.id in unsure else "not in force"
        yield f"{law.id}: {law.name}, {law.citation}; {force}; {_verification(law)}"
    if state.notes:
        yield state.notes


def _dated(fact: Law | Regime, reading: Reading, day: date) -> Iterator[str]:
    if fact.begins_after(day):
        yield f"{fact.id}: not in force on {day}: {fact.in_force}"
        return
    name, parts = described(reading, fact.id)
    if name == fact.id:
        yield f"{fact.id}: no longer in force on {day}: {fact.in_force}"
        return
    yield f"{fact.id} {name}"
    yield from (f"{heading}: {text}" for heading, text in parts)
    yield f"Source: {fact.source}" + (f" ({fact.place})" if fact.place else "")
    yield f"Verification: {_verification(fact)}; confidence {fact.confidence}"


def _group(group: Group, reading: Reading) -> Iterator[str]:
    yield f"{group.id} {group.name}, {group.citation}"
    yield f"Members on the day: {', '.join(sorted(reading.groups[group.id])) or 'none surely'}"
    yield f"Source: {group.source}" + (f" ({group.place})" if group.place else "")
    yield f"Verification: {_verification(group)}; confidence {group.confidence}"


def _verification(fact: Fact) -> str:
    day = f" on {fact.checked_on}" if fact.checked_on else ""
    return f"{_VERIFIED[fact.basis]}{day}"
