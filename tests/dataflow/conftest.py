"""Flows made in a line, and the shipped rules on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ddq.dataflow.model import Flow, Transfer
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.registers import Registers

FLOW = Flow(
    question="flows",
    row="1",
    number=1,
    name="Content",
    data=("content",),
    origins=("DE",),
    sender="",
    country="US",
    holder="Host",
    access="storage",
    keys="vendor",
    mechanism="contract_clauses",
    purpose="",
    personal="ordinary",
    people=(1_000, 100_000),
    relied_on=True,
    sure=True,
)
Judge = Callable[..., Transfer]


def place(code: str | None) -> str:
    return code or "a place that is not known"


@pytest.fixture(scope="session")
def registers() -> Registers:
    return load_registers(shipped_registers())


@pytest.fixture(scope="session")
def judge(registers: Registers) -> Judge:
    """What the shipped rules of a day say of the flow with some of its fields changed."""
    from ddq.dataflow.judging import transfer

    readings: dict[date, object] = {}

    def judged(day: str = "2026-06-30", **changed: object) -> Transfer:
        on = date.fromisoformat(day)
        rules = readings.setdefault(on, registers.read(on).transfers)
        return transfer(replace(FLOW, **changed), rules, place)  # type: ignore[arg-type]

    return judged
