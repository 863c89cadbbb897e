"""A flow of data as its answer tells it, what the transfer rules say of it, and who can see it in clear.

These values are all that a table, a map or an explanation of flows needs. None stands for what is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from ddq.registers.transfers import TransferRule
from ddq.sentence import say

Access = Literal["clear", "storage", "transit"]
Keys = Literal["customer_only", "vendor", "shared", "none"]
Personal = Literal["none", "ordinary", "sensitive"]


class Ruling(StrEnum):
    """What the transfer rules say of a flow."""

    allowed = "allowed"
    allowed_with = "allowed_with"
    """Allowed under conditions."""
    barred = "barred"
    unknown = "unknown"
    """More than one of these is possible by what is known."""

    @property
    def words(self) -> str:
        """As a reader meets it."""
        return _WORDS[self]


_WORDS = {
    Ruling.allowed: say("allowed"),
    Ruling.allowed_with: say("allowed with conditions"),
    Ruling.barred: say("barred"),
    Ruling.unknown: say("unknown"),
}


@dataclass(frozen=True, slots=True)
class Flow:
    """One entry of a list of flows."""

    question: str
    row: str
    """Id of the entry's answer within its question."""
    number: int
    """The place in the list, from 1."""
    name: str
    """Empty where it is not known."""
    data: tuple[str, ...]
    """The kinds of data, by code."""
    origins: tuple[str, ...]
    """The state that the data comes from, or each that it may come from; empty where that is not known."""
    sender: str
    """Who sends it; empty for the buyer."""
    country: str | None
    """Where it rests or from where it can be opened."""
    holder: str
    """Who holds or opens it there; empty where that is not known."""
    access: Access | None
    keys: Keys | None
    mechanism: str | None
    purpose: str
    personal: Personal | None
    people: tuple[int, int | None]
    """Of how many people at least and at most; the end None is open."""
    relied_on: bool
    """Whether the entry has a basis that can be relied on; else nothing of it is known."""
    sure: bool
    """Whether the list surely applies."""


@dataclass(frozen=True, slots=True)
class Team:
    """Staff of the vendor who may see data in clear."""

    question: str
    row: str
    number: int
    name: str
    country: str | None
    sees_clear_data: bool | None


@dataclass(frozen=True, slots=True)
class RuleMet:
    """A rule that decides on a flow, or may."""

    rule: TransferRule
    """As it reads on the day."""
    sure: bool
    """Whether it surely applies."""
    note: str | None
    """What the register notes of the place under this rule, such as the decision that names it."""


@dataclass(frozen=True, slots=True)
class LawReading:
    """What one law says of a flow."""

    law: TransferRule
    """Its default rule."""
    ruling: Ruling
    possible: tuple[Ruling, ...]
    """What the flow can be, by what is known: the mildest first."""
    rules: tuple[RuleMet, ...]
    """The rules by which it is so, or may be."""
    open: tuple[str, ...]
    """The fields of the entry, not known, that the ruling rests on."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Whether a flow is lawful by the rules of the register, and why."""

    ruling: Ruling
    possible: tuple[Ruling, ...]
    laws: tuple[LawReading, ...]
    """Those that govern it or may."""
    conditions: tuple[str, ...]
    """Under which it is allowed, where it is."""
    open: tuple[str, ...]
    """The fields, not known, that the ruling rests on."""
    why: str
    """In one sentence."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can see, or may be able to see, the data of a flow in clear."""

    by: Literal["place", "keys", "staff"]
    """Because it is in clear at the place, because of the keys, or as staff of the vendor."""
    name: str
    country: str | None
    sure: bool
    question: str
    row: str
    text: str


@dataclass(frozen=True, slots=True)
class ClearAccess:
    """The neutral test: who can see the data in clear, whatever the law of the place."""

    reached: bool | None
    """Whether anybody but the buyer can; None where that is not known."""
    readers: tuple[Reader, ...]
    why: str
    """In one sentence, and what technical measures can do about it."""


@dataclass(frozen=True, slots=True)
class FlowReading:
    """A flow with all that is found about it."""

    flow: Flow
    transfer: Transfer
    clear: ClearAccess


@dataclass(frozen=True, slots=True)
class FlowsReading:
    """All flows of an assessment on a day."""

    day: date
    flows: tuple[FlowReading, ...]
    complete: bool
    """Whether every list of flows is declared complete, on some basis."""
    asked: bool
    """Whether the questionnaire has a list of flows that applies or may."""

    def count(self, ruling: Ruling) -> int:
        """How many flows have the ruling."""
        return sum(one.transfer.ruling is ruling for one in self.flows)
