"""Laws of the transfer rules over generated flows: knowledge narrows, names do not matter, limits only add."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ddq.dataflow.judging import transfer
from ddq.dataflow.model import Flow, Ruling
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.transfers import MECHANISMS, Area, RuleReading, TransferReading
from tests.dataflow.conftest import FLOW, place

STATES = ("DE", "FR", "GB", "CH", "CN", "IN", "RU", "US", "JP", "AU", "BR", "KR", "KE")
DAYS = (date(2019, 1, 1), date(2021, 4, 10), date(2022, 3, 1), date(2024, 3, 22), date(2026, 6, 30), date(2027, 8, 1))
UNKNOWN: dict[str, Any] = {"country": None, "mechanism": None, "personal": None, "people": (0, None)}


@lru_cache(maxsize=len(DAYS))
def rules(day: date) -> TransferReading:
    return load_registers(shipped_registers()).read(day).transfers


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A flow of which everything is known."""
    people = draw(st.sampled_from([0, 1, 99, 100, 999, 1_000, 9_999, 10_000, 99_999, 100_000, 999_999, 1_000_000]))
    return replace(
        FLOW,
        origins=(draw(st.sampled_from(STATES)),),
        country=draw(st.sampled_from(STATES)),
        mechanism=draw(st.sampled_from(MECHANISMS)),
        personal=draw(st.sampled_from(["none", "ordinary", "sensitive"])),
        people=(people, people),
    )


@settings(max_examples=150)
@given(flows(), st.sampled_from(DAYS), st.sets(st.sampled_from(sorted(UNKNOWN))))
def test_knowledge_narrows_what_is_possible(flow: Flow, day: date, hidden: set[str]) -> None:
    """Whatever is left out, what the whole flow turns out to be was possible before."""
    known = transfer(flow, rules(day), place)
    less = transfer(replace(flow, **{name: UNKNOWN[name] for name in hidden}), rules(day), place)
    assert set(known.possible) <= set(less.possible)


@settings(max_examples=80)
@given(flows(), st.sampled_from(DAYS), st.permutations(STATES))
def test_other_names_for_the_states_change_nothing(flow: Flow, day: date, others: list[str]) -> None:
    new = dict(zip(STATES, others, strict=True))

    def named(codes: frozenset[str]) -> frozenset[str]:
        return frozenset(new.get(code, code) for code in codes)

    renamed: dict[str, tuple[RuleReading, ...]] = {
        new.get(state, state): tuple(
            replace(
                one,
                origin=named(one.origin),
                destination=None if one.destination is None else named(one.destination),
                but_not=named(one.but_not),
            )
            for one in found
        )
        for state, found in rules(day).items()
    }
    before = transfer(flow, rules(day), place)
    assert flow.country is not None
    moved = replace(flow, origins=(new[flow.origins[0]],), country=new[flow.country])
    after = transfer(moved, renamed, place)
    assert (after.ruling, after.possible, after.conditions) == (before.ruling, before.possible, before.conditions)


ORDER = [Ruling.allowed, Ruling.allowed_with, Ruling.barred]


@settings(max_examples=80)
@given(flows(), st.sampled_from(DAYS), st.sampled_from(ORDER[1:]))
def test_a_limit_only_makes_it_stricter(flow: Flow, day: date, gives: Ruling) -> None:
    known = rules(day)
    found = known.get(flow.origins[0], ())
    default = next((one for one in found if one.rule.role == "default"), None)
    if default is None:
        return
    limit = replace(
        default,
        rule=default.rule.model_copy(
            update={
                "id": "LIMIT",
                "role": "limit",
                "under": default.rule.id,
                "data": "any",
                "gives": gives.value,
                "conditions": ("a condition",) if gives is Ruling.allowed_with else (),
                "origin": Area(states=flow.origins),
            }
        ),
        but_not=frozenset(),
        destination=None,
    )
    limited = {**known, flow.origins[0]: (*found, limit)}
    before, after = transfer(flow, known, place), transfer(flow, limited, place)
    assert all(max(map(ORDER.index, after.possible)) >= ORDER.index(one) for one in before.possible)
    assert min(map(ORDER.index, after.possible)) >= min(map(ORDER.index, before.possible))


@settings(max_examples=50)
@given(flows(), st.sampled_from(DAYS), st.randoms())
def test_the_order_of_the_rules_does_not_matter(flow: Flow, day: date, chance: Any) -> None:
    mixed = {state: tuple(chance.sample(found, len(found))) for state, found in rules(day).items()}
    before, after = transfer(flow, rules(day), place), transfer(flow, mixed, place)
    assert (after.possible, set(after.conditions)) == (before.possible, set(before.conditions))
