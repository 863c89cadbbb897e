"""The neutral test: who can see the data in clear, by place, keys and staff."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ddq.dataflow.clear_access import clear_access
from ddq.dataflow.model import Flow, Team
from tests.dataflow.conftest import FLOW, place

TEAM = Team("staff", "1", 1, "Operations", "IN", True)

CASES: list[tuple[dict[str, Any], bool | None, list[tuple[str, bool]]]] = [
    ({"access": "clear", "keys": None}, True, [("place", True), ("staff", True)]),
    ({"access": "clear", "keys": "customer_only"}, True, [("place", True), ("staff", True)]),
    ({"access": "storage", "keys": "customer_only"}, False, []),
    ({"access": "transit", "keys": "customer_only"}, False, []),
    ({"access": "storage", "keys": "vendor"}, True, [("keys", True), ("staff", True)]),
    ({"access": "transit", "keys": "shared"}, True, [("keys", True), ("staff", True)]),
    ({"access": "storage", "keys": "none"}, True, [("keys", True), ("staff", True)]),
    ({"access": "storage", "keys": None}, None, [("keys", False), ("staff", False)]),
    ({"access": None, "keys": "customer_only"}, None, [("place", False), ("staff", False)]),
    ({"access": None, "keys": None}, None, [("place", False), ("keys", False), ("staff", False)]),
]


@pytest.mark.parametrize(("changed", "reached", "readers"), CASES)
def test_who_can_see_it(changed: dict[str, Any], reached: bool | None, readers: list[tuple[str, bool]]) -> None:
    found = clear_access(replace(FLOW, **changed), [TEAM], place)
    assert found.reached is reached
    assert [(one.by, one.sure) for one in found.readers] == readers
    assert found.why.endswith(".")


@pytest.mark.parametrize(("sees", "sure"), [(True, [True]), (None, [False]), (False, [])])
def test_staff_count_as_far_as_they_see_clear_data(sees: bool | None, sure: list[bool]) -> None:
    found = clear_access(FLOW, [replace(TEAM, sees_clear_data=sees)], place)
    assert [one.sure for one in found.readers if one.by == "staff"] == sure
    assert found.reached is True, "the vendor holds the keys, whoever its staff are"


def _with_customer_keys(flow: Flow) -> bool | None:
    return clear_access(replace(flow, keys="customer_only"), [TEAM], place).reached


def test_keys_of_the_customer_act_on_what_is_closed_only() -> None:
    """They close storage and transit, and change nothing of what is seen in clear."""
    assert _with_customer_keys(replace(FLOW, access="clear")) is True
    assert _with_customer_keys(replace(FLOW, access="storage")) is False
    assert _with_customer_keys(replace(FLOW, access="transit")) is False


def test_an_entry_without_a_basis_says_so() -> None:
    found = clear_access(replace(FLOW, access=None, keys=None, relied_on=False), [], place)
    assert "no basis" in found.why
