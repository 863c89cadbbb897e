"""Laws that hold for every structure, whatever it looks like."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ddq.ownership.blocked import blocked
from ddq.ownership.control import Controlling, control
from ddq.ownership.graph import Graph, Holdings
from ddq.ownership.look_through import look_through, of_group
from ddq.ownership.model import Relation
from ddq.ownership.reading import OwnershipReading, read_ownership
from ddq.ownership.share import NONE, Share, exactly
from ddq.ownership.walk import Walk
from ddq.ownership.weakest_link import weakest_link
from tests.ownership.structures import DAY, graph, structure, worlds

HALF = Fraction(1, 2)
few = settings(max_examples=30, deadline=None)


def figures(read: OwnershipReading) -> object:
    """What a reading says, without the order in which it is told."""
    return (
        dict(read.capital.listed),
        read.capital.undisclosed,
        {party: read.weakest.of(party) for party in read.weakest.figures},
        {(one.parties, one.sure, one.votes, one.ultimate) for one in read.control.controllers},
        {(one.kind, frozenset(one.parties)) for one in read.findings},
    )


@few
@given(worlds(ranges=True))
def test_nobody_has_more_than_the_whole(relations: list[Relation]) -> None:
    """Neither alone nor together, in cycles as well, and a range stays in the whole."""
    read = read_ownership(structure(*relations), "T", DAY)
    owners = [party for party in read.capital.listed if not read.graph.capital.get(party)]
    assert sum(read.capital.listed[party].lo for party in owners) <= 1
    assert sum(read.capital.listed[party].lo for party in owners) + read.capital.undisclosed.lo <= 1
    for party in read.capital.listed:
        figure = read.capital.figure(party)
        assert 0 <= figure.listed.lo <= figure.listed.hi <= figure.possible <= 1


@few
@given(worlds(ranges=True), st.randoms(use_true_random=False))
def test_the_order_of_the_relations_does_not_matter(relations: list[Relation], chance: random.Random) -> None:
    shuffled = list(relations)
    chance.shuffle(shuffled)
    one, other = (read_ownership(structure(*each), "T", DAY) for each in (relations, shuffled))
    assert figures(one) == figures(other)


@few
@given(worlds(ranges=True), st.permutations(range(7)))
def test_names_do_not_matter(relations: list[Relation], order: list[int]) -> None:
    """Under other ids the same parties have the same."""
    new = {"T": "T", **{f"p{number}": f"q{order[number]}" for number in range(7)}}
    renamed = [replace(one, holder=new[one.holder], held=new[one.held]) for one in relations]
    before = look_through(graph(*relations), "T").listed
    after = look_through(graph(*renamed), "T").listed
    assert {new[party]: share for party, share in before.items()} == after
    sure = {tuple(new[n] for n in c.parties): c.sure for c in control(graph(*relations), "T").controllers}
    assert sure == {c.parties: c.sure for c in control(graph(*renamed), "T").controllers}


@few
@given(worlds(ranges=True), worlds(ranges=True))
def test_a_company_that_has_nothing_to_do_with_it_changes_nothing(one: list[Relation], other: list[Relation]) -> None:
    far = [replace(each, holder=f"far {each.holder}", held=f"far {each.held}") for each in other]
    alone, beside = (read_ownership(structure(*each), "T", DAY) for each in (one, one + far))
    assert figures(alone) == figures(beside)


def by_paths(holdings: Holdings, at: str, party: str) -> Fraction:
    """The sum over all chains of the product of the shares, chain by chain."""
    total = Fraction(0)
    for holder, share in holdings.get(at, {}).items():
        total += share.lo * ((holder == party) + by_paths(holdings, holder, party))
    return total


@few
@given(worlds(cycles=False))
def test_without_cycles_it_is_the_sum_over_all_chains(relations: list[Relation]) -> None:
    found = graph(*relations)
    for party, share in look_through(found, "T").listed.items():
        assert share == exactly(by_paths(found.capital, "T", party))


@few
@given(worlds())
def test_with_cycles_it_is_where_many_walks_end(relations: list[Relation]) -> None:
    """A thousand steps of every walk at once: what has met a party by then is what it has, but for what still walks."""
    found = graph(*relations)
    seen = look_through(found, "T")
    for party, share in seen.listed.items():
        at, met = {"T": 1.0}, 0.0
        for _ in range(1000):
            onward: dict[str, float] = {}
            for name, mass in at.items():
                for holder, part in found.capital.get(name, {}).items():
                    onward[holder] = onward.get(holder, 0.0) + mass * float(part.lo)
            met += onward.pop(party, 0.0)
            at = onward
        assert met - 1e-9 <= float(share.lo) <= met + sum(at.values()) + 1e-9


@few
@given(worlds(ranges=True), st.randoms(use_true_random=False))
def test_whatever_the_shares_are_the_range_holds_the_result(relations: list[Relation], chance: random.Random) -> None:
    """Each share is chosen in its range, never more than the whole together; the exact result is in the range."""
    ranged = graph(*relations)
    chosen: list[Relation] = []
    for held, holders in ranged.capital.items():
        left = 1 - sum(share.lo for share in holders.values())
        for holder, share in sorted(holders.items(), key=lambda one: chance.random()):
            more = min(left, share.hi - share.lo) * chance.choice([Fraction(0), HALF, Fraction(1)])
            left -= more
            if share.lo + more:
                chosen.append(Relation(holder, held, share=exactly(share.lo + more)))
    result = look_through(graph(*chosen), "T")
    for party, share in look_through(ranged, "T").listed.items():
        assert share.lo <= result.listed.get(party, NONE).lo <= share.hi


@few
@given(worlds(), st.integers(0, 6), st.integers(1, 20))
def test_whoever_holds_what_is_not_listed_was_within_the_interval(
    relations: list[Relation], number: int, twentieths: int
) -> None:
    """What was possible before a holding became known still holds afterwards."""
    before = look_through(graph(*relations), "T")
    held = ["T", *(f"p{n}" for n in range(6))][number]
    left = 1 - sum((one.share.lo for one in relations if one.held == held and one.share), Fraction(0))
    part = min(left, Fraction(twentieths, 20))
    # Whoever was taken for an owner because nobody was listed to hold it is no company of which more may be known.
    if not part or not any(one.held == held for one in relations):
        return
    after = look_through(graph(*relations, Relation("late", held, share=exactly(part))), "T")
    for party in before.listed:
        interval, now = before.figure(party).share, after.figure(party).share
        assert interval.lo <= now.lo <= now.hi <= interval.hi


def simulated(holdings: Holdings, first: set[str], enough: Fraction, strictly: bool) -> set[str]:
    """Rounds over all companies until a round takes nothing in."""
    members = set(first)
    while True:
        taken = {
            company
            for company, holders in holdings.items()
            if _is_enough(sum(s.lo for h, s in holders.items() if h in members), enough, strictly)
        }
        if taken <= members:
            return members
        members |= taken


def _is_enough(part: Fraction | int, enough: Fraction, strictly: bool) -> bool:
    return part > enough if strictly else part >= enough


@few
@given(worlds())
def test_control_is_what_repeated_rounds_reach(relations: list[Relation]) -> None:
    found = graph(*relations)
    for party in {one.holder for one in relations}:
        assert Controlling(found).surely([party]) == simulated(found.votes, {party}, HALF, strictly=True)


@few
@given(worlds())
def test_what_is_blocked_is_what_repeated_rounds_reach(relations: list[Relation]) -> None:
    found = graph(*relations)
    for party in {one.holder for one in relations}:
        result = blocked(found, [party])
        assert result.sure == result.possible == simulated(found.capital, {party}, HALF, strictly=False)


@few
@given(worlds(ranges=True))
def test_what_is_sure_is_possible(relations: list[Relation]) -> None:
    found = graph(*relations)
    for party in {one.holder for one in relations}:
        assert Controlling(found).surely([party]) <= Controlling(found).possibly([party])
        assert blocked(found, [party]).sure <= blocked(found, [party]).possible


@few
@given(worlds(most=6))
def test_the_weakest_link_is_the_smallest_share_of_each_chain(relations: list[Relation]) -> None:
    found = graph(*relations)
    seen = weakest_link(found, "T")
    for party in {one.holder for one in relations} - {"T"}:
        expected = sum(
            min(share.lo, strongest_sum(found, holder, party, {"T", holder}, share.lo))
            for holder, share in found.votes.get("T", {}).items()
        )
        assert seen.of(party) == exactly(min(Fraction(1), Fraction(expected)))


def strongest_sum(found: Graph, at: str, party: str, passed: set[str], least: Fraction) -> Fraction:
    """The sum over the chains from `at` of the smallest share on each, that of the way to it among them."""
    if at == party:
        return least
    return sum(
        (
            strongest_sum(found, holder, party, passed | {holder}, min(least, share.lo))
            for holder, share in found.votes.get(at, {}).items()
            if holder not in passed
        ),
        Fraction(0),
    )


@few
@given(worlds(ranges=True), st.sets(st.sampled_from(["p0", "p1", "p2", "p3"]), min_size=1))
def test_a_group_has_at_least_what_each_member_has(relations: list[Relation], members: set[str]) -> None:
    found = graph(*relations)
    seen, together = look_through(found, "T"), of_group(found, "T", members)
    assert 0 <= together.listed.lo <= together.listed.hi <= together.possible <= 1
    for member in members:
        assert seen.listed.get(member, NONE).lo <= together.listed.lo
        assert seen.listed.get(member, NONE).hi <= together.listed.hi


def ring(size: int) -> Mapping[str, Mapping[str, Fraction]]:
    """Companies that each hold half of the next, a third of the one after, and have an owner outside."""
    weights: dict[str, dict[str, Fraction]] = {}
    for number in range(size):
        weights[f"c{number}"] = {
            f"c{(number + 1) % size}": HALF,
            f"c{(number + 2) % size}": Fraction(1, 3),
            f"o{number}": Fraction(1, 6),
        }
    return weights


def test_a_cycle_too_large_to_be_solved_gives_bounds_that_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same ring, solved and bounded: the bounds hold the solution and are all but closed."""
    exact = Walk(ring(50), "c0").met()
    values = Walk(ring(50), "c0").value({"o7": Fraction(1)})
    monkeypatch.setattr("ddq.ownership.walk.EXACT", 10)
    bounded = Walk(ring(50), "c0").met()
    assert exact.slack == 0
    assert 0 < bounded.slack < Fraction(1, 10**12)
    for number in range(50):
        name = f"o{number}"
        assert bounded.least[name] <= exact.least[name] <= bounded.highest(name)
        assert bounded.highest(name) - bounded.least[name] < Fraction(1, 10**12)
    assert bounded.least["c1"] <= exact.least["c1"] <= bounded.highest("c1")
    at_least = Walk(ring(50), "c0").value({"o7": Fraction(1)})
    assert values["c0"] - Fraction(1, 10**12) < at_least["c0"] <= values["c0"]


def test_members_of_a_middle_sized_cycle_have_bounds() -> None:
    met = Walk(ring(70), "c0").met()
    assert met.least["c1"] <= HALF <= met.highest("c1") <= 1


def test_a_share_adds_up_to_the_whole_at_most() -> None:
    """And an end that is cut is closed."""
    assert Share(HALF, Fraction(1), over=True) + exactly(HALF) == exactly(Fraction(1))
    assert Share(Fraction(1, 4), HALF, under=True) + exactly(Fraction(3, 4)) == exactly(Fraction(1))
