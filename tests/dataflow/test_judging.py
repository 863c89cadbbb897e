"""What the shipped rules say of flows, case by case: the ruling, the rule behind it, and what is left open."""

from __future__ import annotations

from typing import Any

import pytest

from ddq.dataflow.model import Ruling
from tests.dataflow.conftest import Judge

CASES: list[tuple[str, dict[str, Any], Ruling, str]] = [
    ("inside one state", {"country": "DE"}, Ruling.allowed, "stays in DE"),
    ("inside the Union", {"country": "FR"}, Ruling.allowed, "goes there"),
    ("to an adequate state", {"country": "JP", "mechanism": "none"}, Ruling.allowed, "2019/419"),
    ("clauses", {}, Ruling.allowed_with, "2021/914"),
    ("clauses of 2010", {"day": "2021-04-10"}, Ruling.allowed_with, "2010/87/EU"),
    ("certified company", {"mechanism": "adequacy"}, Ruling.allowed_with, "2023/1795"),
    ("between two frameworks", {"mechanism": "adequacy", "day": "2021-04-10"}, Ruling.barred, "Art 44"),
    ("the Privacy Shield", {"mechanism": "adequacy", "day": "2020-07-15"}, Ruling.allowed_with, "2016/1250"),
    ("without a mechanism", {"country": "CN", "mechanism": "none"}, Ruling.barred, "Art 44"),
    ("no personal data", {"country": "CN", "mechanism": "none", "personal": "none"}, Ruling.allowed,
     "no personal data"),
    ("bridged", {"country": "GB", "mechanism": "none", "day": "2021-06-27"}, Ruling.allowed, "goes there"),
    ("adequate since", {"country": "GB", "mechanism": "none", "day": "2021-06-28"}, Ruling.allowed, "2021/1772"),
    ("from the Kingdom", {"origins": ("GB",), "country": "KR", "mechanism": "none"}, Ruling.allowed, "UK GDPR Arts 45"),
    ("before its regulations", {"origins": ("GB",), "country": "KR", "mechanism": "none", "day": "2022-12-18"},
     Ruling.barred, "UK GDPR Art 44"),
    ("Swiss list", {"origins": ("CH",), "country": "AR", "mechanism": "none"}, Ruling.allowed, "Annex 1"),
    ("Swiss certified", {"origins": ("CH",), "mechanism": "adequacy", "day": "2024-09-14"}, Ruling.barred, "Art 16"),
    ("small export", {"origins": ("CN",), "mechanism": "none", "people": (1, 99_999)}, Ruling.allowed_with, "Order 16"),
    ("large export", {"origins": ("CN",), "mechanism": "none", "people": (100_000, 200_000)}, Ruling.barred, "38-40"),
    ("export under contract", {"origins": ("CN",), "people": (100_000, 200_000)}, Ruling.allowed_with,
     "Order 16 Art 8"),
    ("too large for it", {"origins": ("CN",), "people": (1_000_000, None)}, Ruling.barred, "38-40"),
    ("assessed", {"origins": ("CN",), "mechanism": "assessment", "people": (1_000_000, None)},
     Ruling.allowed_with, "40"),
    ("Indian sensitive data", {"origins": ("IN",), "personal": "sensitive"}, Ruling.allowed_with, "Rule 7"),
    ("Indian ordinary data", {"origins": ("IN",)}, Ruling.allowed, "governs it"),
    ("two laws, one strict", {"origins": ("RU",)}, Ruling.allowed_with, "18(5)"),
    ("bulk data", {"origins": ("US",), "country": "CN", "personal": "sensitive", "people": (10_001, None)},
     Ruling.allowed_with, "202.401"),
    ("bulk data to others", {"origins": ("US",), "country": "DE", "personal": "sensitive", "people": (10_001, None)},
     Ruling.allowed, "28 CFR Part 202"),
    ("not bulk", {"origins": ("US",), "country": "CN", "personal": "sensitive", "people": (1, 100)},
     Ruling.allowed, "202"),
    ("Japan to the Union", {"origins": ("JP",), "country": "FR", "mechanism": "none"}, Ruling.allowed, "2019-01-23"),
    ("Australia", {"origins": ("AU",), "mechanism": "none"}, Ruling.allowed_with, "APP 8"),
    ("Brazil to the Union", {"origins": ("BR",), "country": "FR", "mechanism": "none"}, Ruling.allowed, "33(I)"),
    ("Brazil before", {"origins": ("BR",), "country": "FR", "mechanism": "none", "day": "2026-01-25"},
     Ruling.barred, "33"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "ruling", "says"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_the_rules_say(judge: Judge, changed: dict[str, Any], ruling: Ruling, says: str) -> None:
    found = judge(**changed)
    assert (found.ruling, found.open) == (ruling, ())
    assert says in found.why
    assert bool(found.conditions) is (ruling is Ruling.allowed_with)


OPEN: list[tuple[str, dict[str, Any], set[str], tuple[str, ...]]] = [
    ("the mechanism", {"mechanism": None}, {"allowed_with", "barred"}, ("mechanism",)),
    ("the place", {"country": None}, {"allowed", "allowed_with"}, ("country",)),
    ("personal or not", {"mechanism": "none", "personal": None}, {"allowed", "barred"}, ("personal",)),
    ("how many", {"origins": ("CN",), "mechanism": "none", "people": (1, None)},
     {"allowed_with", "barred"}, ("people",)),
    ("bulk or not", {"origins": ("US",), "country": "CN", "personal": "sensitive", "people": (100, 9_999)},
     {"allowed", "allowed_with"}, ("people",)),
    ("the origin", {"origins": ("DE", "CN"), "mechanism": "none", "country": "JP", "people": (100_000, 200_000)},
     {"allowed", "barred"}, ("origin",)),
    ("nothing of the origin", {"origins": ()}, {"allowed", "allowed_with", "barred"}, ("origin",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "possible", "turns_on"), [case[1:] for case in OPEN], ids=[case[0] for case in OPEN]
)
def test_what_is_not_known_leaves_it_open(
    judge: Judge, changed: dict[str, Any], possible: set[str], turns_on: tuple[str, ...]
) -> None:
    found = judge(**changed)
    assert found.ruling is Ruling.unknown
    assert {ruling.value for ruling in found.possible} == possible
    assert found.open == turns_on


def test_where_the_register_is_silent_the_flow_is_not_known(judge: Judge) -> None:
    """No rule is no permission: neither of a state without entries, nor on a day before the first of them."""
    for changed in ({"origins": ("KE",)}, {"day": "2018-05-24"}, {"origins": ("CH",), "day": "2023-08-31"}):
        found = judge(**changed)
        assert found.ruling is Ruling.unknown
        assert "holds no rules" in found.why


def test_what_is_open_does_not_matter_where_every_answer_leads_to_the_same(judge: Judge) -> None:
    found = judge(country="JP", mechanism=None, people=(0, None))
    assert (found.ruling, found.open) == (Ruling.allowed, ())


def test_of_two_homes_that_agree_the_ruling_is_known(judge: Judge) -> None:
    assert judge(origins=("DE", "FR"), country="JP").ruling is Ruling.allowed


def test_a_law_names_the_rules_by_which_it_is_so(judge: Judge) -> None:
    (law,) = judge(mechanism=None).laws
    assert law.law.id == "EU-GDPR-44"
    assert {met.rule.id for met in law.rules if not met.sure} >= {"EU-GDPR-46-SCC", "EU-GDPR-45-CERTIFIED"}
    (law,) = judge().laws
    assert [(met.rule.id, met.sure) for met in law.rules] == [("EU-GDPR-46-SCC", True)]
