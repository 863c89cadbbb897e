"""The facts of the registers: what one needs before it counts as checked, and how many of them are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.problems import Problem
from ddq.registers.model import Fact, Verification
from ddq.registers.registers import Registers

TRANSFERS = "transfers.yaml"
"""The file of transfer rules, which a folder of registers may lack."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many facts of a file were compared with a public source."""

    file: str
    checked: int
    mixed: int
    unchecked: int

    @property
    def facts(self) -> int:
        """All of them."""
        return self.checked + self.mixed + self.unchecked


def shares(registers: Registers, criteria: Iterable[Fact] = ()) -> tuple[Share, ...]:
    """The share of each file, in the order in which they are loaded; `criteria` are the lists of criteria.

    The facts of a jurisdiction are its laws and the reading of its features, where any feature was read. A list of
    criteria is one fact: it is compared with one document.
    """
    listed = (_share("criteria.yaml", criteria),) if criteria else ()
    return (
        *listed,
        _share("groups.yaml", registers.groups),
        _share("regimes.yaml", registers.regimes),
        *([_share(TRANSFERS, registers.transfers)] if registers.transfers else []),
        *(
            _share(f"jurisdictions/{state.code}.yaml", (*((state.reading,) if state.is_read else ()), *state.laws))
            for state in registers.jurisdictions
        ),
    )


def shares_of_lists(lists: Mapping[str, Iterable[Fact]]) -> tuple[Share, ...]:
    """The share of each list of names, in order."""
    return tuple(_share(f"lists/{name}.csv", rows) for name, rows in lists.items())


def total(parts: Iterable[Share], name: str) -> Share:
    """Several shares as one."""
    every = tuple(parts)
    return Share(
        name,
        sum(part.checked for part in every),
        sum(part.mixed for part in every),
        sum(part.unchecked for part in every),
    )


def _share(file: str, facts: Iterable[Fact]) -> Share:
    every = tuple(facts)
    checked = sum(fact.is_checked for fact in every)
    unchecked = sum(fact.basis is Verification.unchecked for fact in every)
    return Share(file, checked, len(every) - checked - unchecked, unchecked)


def wrong_facts(document: Document, *keys: str) -> Iterator[Problem]:
    """Facts under the keys that cite nothing, or that say of their verification what they cannot show."""
    for key in keys:
        held: dict[str, Any] | list[dict[str, Any]] = document.data.get(key, [])
        if isinstance(held, dict):
            yield from _wrong_fact(document, (key,), held)
        else:
            for index, fact in enumerate(held):
                yield from _wrong_fact(document, (key, index), fact)


def _wrong_fact(document: Document, path: Path, fact: dict[str, Any]) -> Iterator[Problem]:
    name = fact.get("id", "the reading")
    for key, hint in (
        ("citation", "cite the law itself: its number, article or section"),
        ("source", "name where it can be read, or say that it is from general knowledge"),
        ("place", "name the article, section or page of the source"),
    ):
        if key in fact and not str(fact[key] or "").strip():
            yield document.problem((*path, key), "R005", f"{name} has an empty {key}", hint)
    missing = [key for key in ("place", "checked_on") if fact.get(key) is None]
    if fact["basis"] == Verification.checked and missing:
        message = f"{name} says that it is checked, without {' and '.join(missing)}"
        hint = "say where in the source it stands and on which day that was looked at, or write mixed"
        yield document.problem((*path, "basis"), "R006", message, hint)
    if fact["basis"] == Verification.unchecked and fact.get("checked_on") is not None:
        message = f"{name} says that it is unchecked, and on which day it was checked"
        yield document.problem((*path, "checked_on"), "R006", message, "write checked or mixed, or take off the day")


def duplicates(document: Document, key: str) -> Iterator[Problem]:
    """Entries of the list `key` whose id was already given in the same file."""
    lines: dict[str, int] = {}
    for index, entry in enumerate(document.data.get(key, [])):
        place = (key, index, "id")
        if entry["id"] in lines:
            message = f"the id {entry['id']} was already given in line {lines[entry['id']]}"
            yield document.problem(place, "R001", message, "give each entry an id of its own")
        lines.setdefault(entry["id"], document.position(place)[0])
