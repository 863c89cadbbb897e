"""Each regime's threshold is tested by its own operator and its own way of adding up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ddq.ownership.model import PartyKind, Relation, RelationKind
from ddq.ownership.reading import OwnershipReading, read_ownership
from ddq.ownership.share import of_percent
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.model import OwnershipTest, Period, Regime, Verification
from tests.ownership.structures import DAY, Edge, right, structure


def regime(test: OwnershipTest, name: str = "R") -> Regime:
    """A regime with one test."""
    return Regime(
        id=name,
        jurisdiction="XX",
        kind="ownership_rule",
        name="Rule",
        citation="Art 1",
        force=(Period(start=date(2020, 1, 1)),),
        in_force="2020",
        status="in_force",
        effect="…",
        ownership_tests=(test,),
        source="…",
        confidence="high",
        basis=Verification.checked,
        source_type="official_text",
    )


def rule(bound: str, percent: int, counted: str = "direct", by: str = "holder", of: str = "capital") -> Regime:
    """A regime with one test in a few words."""
    return regime(
        OwnershipTest.model_validate({bound: Decimal(percent), "of": of, "counted": counted, "by": by, "means": "…"})
    )


def met(read: OwnershipReading) -> set[tuple[tuple[str, ...], bool]]:
    return {(one.parties, one.sure) for one in read.thresholds if one.parties}


def hidden(read: OwnershipReading) -> list[str]:
    """What somebody undisclosed may have, where that reaches the bound."""
    return [str(one.share) for one in read.thresholds if not one.parties]


def reading_by(
    one: Regime, *edges: Edge | Relation, force: bool | None = True, **more: dict[str, object]
) -> OwnershipReading:
    return read_ownership(structure(*edges, **more), "T", DAY, [(one, force)])  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(("bound", "reached"), [("more_than", False), ("at_least", True)])
def test_a_quarter_is_at_least_a_quarter_and_not_more(bound: str, reached: bool) -> None:
    assert bool(met(reading_by(rule(bound, 25), ("X", 25, "T")))) is reached


def test_a_range_across_the_bound_leaves_it_open() -> None:
    assert met(reading_by(rule("at_least", 25), ("X", (20, 30), "T"))) == {(("X",), False)}


def test_a_third_of_three_quarters_is_exactly_a_quarter() -> None:
    """As a binary fraction 1/3 of 0.75 need not be 0.25; as a fraction it is."""
    third = Relation("X", "A", share=of_percent("100/3"))
    assert met(reading_by(rule("at_least", 25, "multiplied"), third, ("A", 75, "T"))) == {
        (("A",), True),
        (("X",), True),
    }


def test_ways_of_counting_differ() -> None:
    """X has 60 % of A, and A has 30 % of T."""
    edges: tuple[Edge, ...] = (("X", 60, "A"), ("A", 30, "T"))
    assert met(reading_by(rule("at_least", 30, "direct"), *edges)) == {(("A",), True)}
    assert met(reading_by(rule("at_least", 30, "multiplied"), *edges)) == {(("A",), True)}
    assert met(reading_by(rule("at_least", 30, "controlled"), *edges)) == {(("A",), True), (("X",), True)}
    assert met(reading_by(rule("at_least", 30, "half_counts_whole"), *edges)) == {(("A",), True), (("X",), True)}


def test_half_is_enough_for_one_way_of_counting_and_not_for_the_other() -> None:
    edges: tuple[Edge, ...] = (("X", 50, "A"), ("A", 50, "T"))
    assert met(reading_by(rule("at_least", 50, "half_counts_whole"), *edges)) == {(("A",), True), (("X",), True)}
    assert met(reading_by(rule("at_least", 50, "controlled"), *edges)) == {(("A",), True)}


def test_a_state_is_counted_with_all_its_bodies() -> None:
    kinds = {"fund": PartyKind.state, "ministry": PartyKind.state}
    countries = {"fund": "AA", "ministry": "AA"}
    edges: tuple[Edge, ...] = (("fund", 15, "T"), ("ministry", 15, "T"), ("X", 70, "T"))
    read = reading_by(rule("at_least", 25, "controlled", "state"), *edges, kinds=kinds, countries=countries)
    assert [(one.country, one.share) for one in read.thresholds if one.parties] == [("AA", of_percent(30))]


def test_a_country_is_counted_with_all_who_are_seated_there() -> None:
    countries = {"X": "AA", "Y": "AA", "Z": "BB"}
    edges: tuple[Edge, ...] = (("X", 12, "T"), ("Y", 12, "T"), ("Z", 19, "T"))
    read = reading_by(rule("at_least", 20, "controlled", "country"), *edges, countries=countries)
    assert [(one.country, one.parties) for one in read.thresholds if one.parties] == [("AA", ("X", "Y"))]


def test_somebody_undisclosed_may_reach_a_bound_too() -> None:
    """Never surely, and with all that is not listed or not traced."""
    known: tuple[Edge, ...] = (("X", 70, "T"),)
    assert hidden(reading_by(rule("at_least", 30), *known)) == ["up to 30 %"]
    assert hidden(reading_by(rule("more_than", 30), *known)) == []
    assert not [one for one in reading_by(rule("at_least", 30), *known).thresholds if not one.parties and one.sure]


def test_what_is_undisclosed_counts_as_the_rule_counts() -> None:
    """60 % of A is not listed, and A has 51 % of T: multiplied that is 30.6 %, and whoever has it controls 51 %."""
    edges: tuple[Edge, ...] = (("X", 40, "A"), ("A", 51, "T"), ("Y", 49, "T"))
    assert hidden(reading_by(rule("at_least", 5, "direct"), *edges)) == []
    assert hidden(reading_by(rule("at_least", 5, "multiplied"), *edges)) == ["up to 30.6 %"]
    assert hidden(reading_by(rule("at_least", 5, "controlled"), *edges)) == ["up to 51 %"]


def test_a_small_undisclosed_part_of_a_holder_decides_over_nothing() -> None:
    """Of A, 5 % is not listed: whoever has that does not decide over what A has. Half counts where half is enough."""
    small: tuple[Edge, ...] = (("X", 95, "A"), ("A", 100, "T"))
    assert hidden(reading_by(rule("at_least", 1, "controlled"), *small)) == []
    half: tuple[Edge, ...] = (("X", 50, "A"), ("A", 40, "B"), ("Y", 60, "B"), ("B", 1, "T"), ("A", 99, "T"))
    assert hidden(reading_by(rule("at_least", 1, "controlled"), *half)) == []
    assert hidden(reading_by(rule("at_least", 1, "half_counts_whole"), *half)) == ["up to 99 %"]


def test_a_company_with_nobody_behind_it_is_somebody_undisclosed() -> None:
    edges: tuple[Edge, ...] = (("Ltd", 60, "A"), ("X", 40, "A"), ("A", 30, "T"), ("Y", 70, "T"))
    found = reading_by(rule("at_least", 1, "controlled"), *edges, kinds={"Ltd": PartyKind.company})
    assert hidden(found) == ["up to 30 %"]


def test_a_rule_for_persons_counts_whoever_may_be_one() -> None:
    """A company is no beneficial owner; of a party without a kind and without owners nobody knows better."""
    kinds = {"Jo": PartyKind.person, "Ltd": PartyKind.company}
    edges: tuple[Edge, ...] = (("Jo", 30, "T"), ("Ltd", 30, "T"), ("X", 30, "T"))
    found = reading_by(rule("at_least", 25, "multiplied", "person"), *edges, kinds=kinds)
    assert met(found) == {(("Jo",), True), (("X",), True)}


def test_votes_count_where_the_rule_counts_votes() -> None:
    edges = (("X", 10, "T"), right("X", RelationKind.vote, "T", 60))
    assert met(reading_by(rule("more_than", 50), *edges)) == set()
    assert met(reading_by(rule("more_than", 50, of="votes"), *edges)) == {(("X",), True)}
    assert met(reading_by(rule("more_than", 50, of="either"), *edges)) == {(("X",), True)}


def test_the_public_reaches_no_threshold() -> None:
    edges: tuple[Edge, ...] = (("public", 90, "T"),)
    assert met(reading_by(rule("at_least", 50), *edges, kinds={"public": PartyKind.dispersed})) == set()


@pytest.mark.parametrize(("force", "expected"), [(True, True), (None, False)])
def test_whether_the_regime_is_in_force_is_told(force: bool | None, expected: bool) -> None:
    read = reading_by(rule("at_least", 25), ("X", 50, "T"), force=force)
    assert {one.in_force for one in read.thresholds} == {expected}


def test_a_regime_that_is_not_in_force_is_not_tested() -> None:
    assert met(reading_by(rule("at_least", 25), ("X", 50, "T"), force=False)) == set()


def test_the_shipped_register_is_tested_as_of_the_day() -> None:
    """The rule for beneficial owners changes its operator on a day of 2027."""
    registers = load_registers(shipped_registers())
    world = structure(("X", 25, "T"))

    def of(day: date) -> set[str]:
        found = [
            (one.regime, one.in_force) for one in registers.read(day).regimes.values() if one.regime.id == "EU-AML"
        ]
        return {one.test.words for one in read_ownership(world, "T", day, found).thresholds if one.parties}

    assert of(date(2026, 1, 1)) == set()
    assert of(date(2027, 8, 1)) == {"at least 25 % of the capital or the votes"}


def test_every_shipped_test_has_one_bound_and_a_regime_with_a_citation() -> None:
    tests = [one for one in load_registers(shipped_registers()).regimes if one.ownership_tests]
    assert len(tests) >= 12
    assert all(one.citation for one in tests)
    assert {test.by for one in tests for test in one.ownership_tests} == {"holder", "person", "state", "country"}


def test_a_test_with_two_bounds_or_none_is_refused() -> None:
    for bounds in ({}, {"more_than": Decimal(25), "at_least": Decimal(25)}):
        with pytest.raises(ValueError, match="either"):
            OwnershipTest.model_validate({**bounds, "of": "votes", "counted": "direct", "by": "holder", "means": "…"})


def test_the_register_is_where_it_says() -> None:
    assert (Path(shipped_registers()) / "regimes.yaml").is_file()
