"""What the registers say of one jurisdiction, law, regime, group or transfer rule on a day, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ddq.registers.citing import described
from ddq.registers.lists import Listing
from ddq.registers.model import Fact, Group, Jurisdiction, Law, Regime, Verification
from ddq.registers.reading import Reading
from ddq.registers.registers import Registers
from ddq.registers.showing_transfers import transfer_lines

_VERIFIED = {
    Verification.checked: "checked",
    Verification.mixed: "partly checked",
    Verification.unchecked: "not checked",
}


def names(registers: Registers, lists: Mapping[str, tuple[Listing, ...]]) -> list[str]:
    """Every id that can be shown."""
    listed = [row.id for rows in lists.values() for row in rows]
    laws = [law.id for state in registers.jurisdictions for law in state.laws]
    states = [state.code for state in registers.jurisdictions]
    regimes = [regime.id for regime in registers.regimes]
    others = (*registers.groups, *registers.transfers)
    return [*states, *laws, *regimes, *(one.id for one in others), *lists, *listed]


def shown(
    registers: Registers, lists: Mapping[str, tuple[Listing, ...]], identifier: str, day: date
) -> tuple[str, ...] | None:
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
    for rule in registers.transfers:
        if rule.id == identifier:
            return (*transfer_lines(rule, reading, day), *_rests_on(rule))
    if identifier in lists:
        return tuple(_list(identifier, lists[identifier], day))
    for row in (row for rows in lists.values() for row in rows):
        if row.id == identifier:
            return tuple(_listing(row, day))
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
    yield from _rests_on(group)


def _list(name: str, rows: tuple[Listing, ...], day: date) -> Iterator[str]:
    extent = (
        "whole" if rows and rows[0].extent == "whole" else "in part: a name that is not here may be listed all the same"
    )
    known = [row for row in rows if row.standing(day) != "not_yet"]
    yield f"{name}, {extent}"
    yield from dict.fromkeys(f"By: {row.authority}; {row.regime or row.citation}" for row in rows)
    for row in known:
        also = f" ({', '.join(row.aliases)})" if row.aliases else ""
        yield f"{row.id}: {row.name}{also}; {_standing(row, day)}; {_verification(row)}"
    if later := len(rows) - len(known):
        yield f"Listed after {day}: {later}"


def _listing(row: Listing, day: date) -> Iterator[str]:
    if row.standing(day) == "not_yet":
        yield f"{row.id}: not listed on {day}: {row.listed_from}"
        return
    yield f"{row.id} {row.name}"
    if row.aliases:
        yield f"Other names: {', '.join(row.aliases)}"
    yield f"A {row.kind}, named by: {row.authority} ({row.jurisdiction})"
    yield f"Citation: {row.citation}" + (f" (regime {row.regime})" if row.regime else "")
    yield f"Scope: {row.scope}"
    yield f"Ground: {row.ground or 'none given, or not seen'}"
    yield f"On {day}: {_standing(row, day)}"
    if row.next_step and row.standing(day) == row.status:
        yield "Next: " + (f"{row.next_date}: " if row.next_date else "") + row.next_step
    if row.note:
        yield f"Note{f', of {row.checked_on}' if row.checked_on else ''}: {row.note}"
    yield f"Source: {row.source}" + (f" ({row.place})" if row.place else "")
    yield f"Verification: {_verification(row)}; confidence {row.confidence}"


def _standing(row: Listing, day: date) -> str:
    """How it stands on the day and since when, with what went before."""
    standing = row.standing(day)
    steps = [f"listed {row.listed_from}"]
    if row.halted_from is not None and day >= row.halted_from:
        steps.append(f"{'suspended' if row.status == 'suspended' else 'stayed'} {row.halted_from}")
    if row.ended is not None and day >= row.ended:
        steps.append(f"{row.status} {row.ended}")
    return f"{standing.replace('_', ' ')} ({', '.join(steps)})"


def _rests_on(fact: Fact) -> Iterator[str]:
    yield f"Source: {fact.source}" + (f" ({fact.place})" if fact.place else "")
    yield f"Verification: {_verification(fact)}; confidence {fact.confidence}"


def _verification(fact: Fact) -> str:
    day = f" on {fact.checked_on}" if fact.checked_on else ""
    return f"{_VERIFIED[fact.basis]}{day}"
