"""What is different: between two days in the same registers, or between two editions of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ddq.registers.model import Law, in_force
from ddq.registers.reading import Reading, StateReading
from ddq.registers.registers import Registers

_FORCE = {True: "in force", False: "not in force", None: "not known"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different."""

    subject: str
    """The law, feature, regime, group or state that it is about."""
    what: str
    """What of it."""
    old: str | None
    """None: it was not there."""
    new: str | None
    """None: it is not there any more."""


def between_days(registers: Registers, old: date, new: date) -> tuple[Difference, ...]:
    """What the registers say otherwise of the day `new` than of the day `old`."""
    before, after = registers.read(old), registers.read(new)
    found = [
        *(one for code in before.states for one in _state(before.states[code], after.states[code])),
        *_groups(before, after),
        *_regimes(before, after),
        *_transfers(registers, old, new),
    ]
    return tuple(found)


def between_editions(old: Registers, new: Registers) -> tuple[Difference, ...]:
    """What the files of `new` say otherwise than those of `old`, fact by fact and key by key."""
    before, after = _facts(old), _facts(new)
    return tuple(one for name in dict.fromkeys((*before, *after)) for one in _fact(name, before, after))


def _state(before: StateReading, after: StateReading) -> Iterator[Difference]:
    for law in dict.fromkeys((*_laws(before), *_laws(after))):
        yield from _changed(law, "force", _force(before, law), _force(after, law))
    for name, feature in before.features.items():
        then = after.features[name].value
        yield from _changed(before.code, name, feature.value.value, then.value)


def _laws(state: StateReading) -> list[str]:
    return [law.id for law in (*state.laws, *state.laws_unknown)]


def _force(state: StateReading, law: str) -> str:
    if law in _ids(state.laws):
        return _FORCE[True]
    return _FORCE[None if law in _ids(state.laws_unknown) else False]


def _ids(laws: Iterable[Law]) -> set[str]:
    return {law.id for law in laws}


def _groups(before: Reading, after: Reading) -> Iterator[Difference]:
    for group, members in before.groups.items():
        for state in sorted(members ^ after.groups[group]):
            joined = state in after.groups[group]
            yield Difference(group, state, None if joined else "member", "member" if joined else None)


def _regimes(before: Reading, after: Reading) -> Iterator[Difference]:
    for name, regime in before.regimes.items():
        yield from _changed(name, "force", _FORCE[regime.in_force], _FORCE[after.regimes[name].in_force])


def _transfers(registers: Registers, old: date, new: date) -> Iterator[Difference]:
    for rule in registers.transfers:
        yield from _changed(rule.id, "force", _FORCE[in_force(rule.force, old)], _FORCE[in_force(rule.force, new)])


def _changed(subject: str, what: str, old: str, new: str) -> Iterator[Difference]:
    if old != new:
        yield Difference(subject, what, old, new)


Facts = Mapping[str, Mapping[str, Any]]


def _facts(registers: Registers) -> Facts:
    """Every fact by its id, as plain values."""
    found: dict[str, dict[str, Any]] = {}
    for state in registers.jurisdictions:
        whole = state.model_dump(mode="json")
        features: dict[str, Any] = whole.pop("features")
        laws: list[dict[str, Any]] = whole.pop("laws")
        found[state.code] = whole | features
        found |= {law["id"]: law for law in laws}
    found |= {rule.id: rule.model_dump(mode="json") for rule in registers.transfers}
    found |= {group.id: group.model_dump(mode="json") for group in registers.groups}
    return found | {regime.id: regime.model_dump(mode="json") for regime in registers.regimes}


def _fact(name: str, before: Facts, after: Facts) -> Iterator[Difference]:
    if name not in before:
        yield Difference(name, "entry", None, _shown(after[name].get("name")))
    elif name not in after:
        yield Difference(name, "entry", _shown(before[name].get("name")), None)
    else:
        for key in dict.fromkeys((*before[name], *after[name])):
            old, new = before[name].get(key), after[name].get(key)
            if old != new:
                yield Difference(name, key, _shown(old), _shown(new))


def _shown(value: Any) -> str | None:
    """A value on one line; what a model leaves open is left out."""
    if value is None:
        return None
    if isinstance(value, dict):
        held: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        return ", ".join(f"{key} {_shown(one)}" for key, one in held.items() if one not in (None, [], ()))
    if isinstance(value, list):
        several: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
        return "; ".join(str(_shown(one)) for one in several) or "none"
    return str(value)
