"""What holds on a day, and what in the relations does not add up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from ddq.ownership.findings import FindingKind
from ddq.ownership.graph import graph_on
from ddq.ownership.look_through import look_through
from ddq.ownership.model import Relation, RelationKind
from ddq.ownership.reading import possible_targets, read_ownership
from ddq.ownership.share import UNKNOWN, Share, exactly, of_percent, percent
from tests.ownership.structures import DAY, graph, right, structure


def test_an_ended_relation_does_not_hold_on_the_day() -> None:
    """The last day is the first on which it no longer holds; a day that is not known bars nothing."""
    past = Relation("X", "T", share=of_percent(60), start=date(2020, 1, 1), end=date(2024, 1, 1))
    now = Relation("Y", "T", share=of_percent(60), start=date(2024, 1, 1))
    world = structure(past, now)
    assert set(graph_on(world, date(2023, 12, 31)).capital["T"]) == {"X"}
    assert set(graph_on(world, date(2024, 1, 1)).capital["T"]) == {"Y"}
    assert "T" not in graph_on(world, date(2019, 1, 1)).capital


def test_lots_of_one_source_are_added_up() -> None:
    found = graph(("X", 10, "T"), ("X", 20, "T"))
    assert found.capital["T"]["X"] == of_percent(30)
    assert found.doubts == ()


def test_the_same_holding_twice_is_counted_once_and_told() -> None:
    read = read_ownership(structure(("X", 20, "T"), ("X", 20, "T")), "T", DAY)
    assert read.capital.listed["X"] == of_percent(20)
    assert [one.sentence for one in read.findings if one.kind is FindingKind.listed_twice] == [
        "the holding of “X” in “T” is listed twice alike; it is counted once"
    ]


def test_sources_that_disagree_both_stay_possible() -> None:
    one, other = (Relation("X", "T", share=of_percent(p), source=s) for p, s in ((40, "filing"), (60, "register")))
    read = read_ownership(structure(one, other), "T", DAY)
    assert read.capital.listed["X"] == Share(Fraction(2, 5), Fraction(3, 5))
    assert FindingKind.sources_disagree in {each.kind for each in read.findings}


def test_sources_that_agree_are_one() -> None:
    pair = [Relation("X", "T", share=of_percent(40), source=source) for source in ("filing", "register")]
    assert graph(*pair).capital["T"]["X"] == of_percent(40)
    assert graph(*pair).doubts == ()


def test_a_holding_of_unknown_size_is_at_most_what_others_leave() -> None:
    found = graph(("X", 70, "T"), Relation("Y", "T"))
    assert found.capital["T"]["Y"] == Share(Fraction(0), Fraction(3, 10))


def test_an_indirect_holding_with_its_chain_is_no_second_holding() -> None:
    """The components are computed with, the primary is a check."""
    found = graph(("X", 100, "A"), ("A", 75, "T"), Relation("X", "T", share=of_percent(75), indirect=True))
    assert look_through(found, "T").listed["X"] == of_percent(75)
    assert [one.holder for one in found.indirect] == ["X"]


def test_an_indirect_holding_without_a_chain_counts_where_it_fits() -> None:
    found = graph(Relation("X", "T", share=of_percent(75), indirect=True), ("Y", 25, "T"))
    assert look_through(found, "T").listed["X"] == of_percent(75)


def test_an_indirect_holding_that_does_not_fit_is_told_and_not_added() -> None:
    read = read_ownership(structure(("A", 100, "T"), Relation("X", "T", share=of_percent(75), indirect=True)), "T", DAY)
    assert "X" not in read.capital.listed
    assert [one.parties for one in read.findings if one.kind is FindingKind.not_traced] == [("X", "T")]


def test_an_indirect_holding_that_contradicts_its_chain_is_told() -> None:
    edges = (("X", 50, "A"), ("A", 50, "T"), Relation("X", "T", share=of_percent(60), indirect=True))
    read = read_ownership(structure(*edges), "T", DAY)
    assert read.capital.listed["X"] == of_percent(25)
    assert FindingKind.contradicts_chain in {one.kind for one in read.findings}


def test_what_a_structure_is_about_is_who_holds_nobody() -> None:
    assert possible_targets(structure(("X", 50, "A"), ("A", 50, "T"), ("A", 50, "S")), DAY) == ("S", "T")
    assert possible_targets(structure(("X", 50, "T"), ("T", 5, "T")), DAY) == ("T",)


def test_special_rights_are_found_by_the_party_they_act_on() -> None:
    found = graph(("X", 60, "T"), right("S", RelationKind.golden_share, "T"), right("C", RelationKind.contract, "T"))
    assert [one.holder for one in found.influences["T"]] == ["S"]
    assert [one.holder for one in found.controls["T"]] == ["C"]


def test_a_share_is_told_in_percent() -> None:
    quarter, half = Fraction(1, 4), Fraction(1, 2)
    assert str(exactly(quarter)) == "25 %"
    assert str(Share(quarter, half)) == "25 % to 50 %"
    assert str(Share(quarter, half, over=True)) == "more than 25 % and at most 50 %"
    assert str(Share(quarter, half, under=True)) == "25 % and less than 50 %"
    assert str(Share(quarter, Fraction(1), over=True)) == "more than 25 %"
    assert str(Share(quarter, Fraction(1))) == "25 % or more"
    assert str(Share(Fraction(0), half)) == "up to 50 %"
    assert str(Share(Fraction(0), half, under=True)) == "less than 50 %"
    assert str(UNKNOWN) == "unknown"


def test_what_is_not_quite_half_never_looks_like_half() -> None:
    assert percent(Fraction(499999, 1000000)) == "just under 50"
    assert percent(Fraction(500001, 1000000)) == "just over 50"
    assert percent(Fraction(1, 100_000)) == "0.001"
    assert percent(Fraction(1, 10**8)) == "just over 0"
    assert percent(Fraction(2, 3)) == "66.67"
    assert percent(Fraction(1, 2)) == "50"
