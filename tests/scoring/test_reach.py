"""Which rows give which state which nexus, and what the lists leave open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ddq.questionnaire.model import GroupFeed, Strength
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.arithmetic import concern
from ddq.scoring.compulsion import compulsion
from ddq.scoring.model import IndicatorResult, Interval, Score, StateReach
from tests.scoring.conftest import Run, known_group, said

HOLDER = {"name": "A fund", "holder_kind": "fund", "country": "CN", "votes": "10", "control": "none"}
FLOW = {"name": "Content", "data": ["content"], "country": "CN", "access": "clear", "keys": "vendor"}
STAFF = {"name": "Operations", "country": "CN", "sees_clear_data": False, "builds": False}
SUB = {"name": "Host", "country": "CN", "access": "none"}
SEAT = {"name": "Vendor Ltd", "role": "contracting_entity", "country": "CN"}

NEXUS: list[tuple[GroupFeed, dict[str, Any], float, str]] = [
    (GroupFeed.seats, SEAT, 1.0, "seat"),
    (GroupFeed.seats, {**SEAT, "role": "place_of_management"}, 1.0, "seat"),
    (GroupFeed.seats, {**SEAT, "role": "ultimate_parent"}, 0.9, "control"),
    (GroupFeed.seats, {**SEAT, "role": "affiliate"}, 0.0, "none"),
    (GroupFeed.holders, HOLDER, 0.0, "none"),
    (GroupFeed.holders, {**HOLDER, "votes": "25"}, 0.4, "holding"),
    (GroupFeed.holders, {**HOLDER, "votes": "50"}, 0.4, "holding"),
    (GroupFeed.holders, {**HOLDER, "votes": "50.01"}, 0.9, "control"),
    (GroupFeed.holders, {**HOLDER, "control": "golden_share", "votes": "1"}, 0.9, "control"),
    (GroupFeed.holders, {**HOLDER, "control": "board_appointment", "votes": "1"}, 0.4, "holding"),
    (GroupFeed.holders, {**HOLDER, "holder_kind": "public", "votes": "80"}, 0.0, "none"),
    (GroupFeed.flows, FLOW, 0.9, "clear access"),
    (GroupFeed.flows, {**FLOW, "access": "storage"}, 0.8, "storage"),
    (GroupFeed.flows, {**FLOW, "access": "storage", "keys": "customer_only"}, 0.0, "none"),
    (GroupFeed.flows, {**FLOW, "access": "transit"}, 0.4, "supply"),
    (GroupFeed.staff, {**STAFF, "sees_clear_data": True}, 0.9, "clear access"),
    (GroupFeed.staff, {**STAFF, "builds": True}, 0.4, "build"),
    (GroupFeed.staff, STAFF, 0.0, "none"),
    (GroupFeed.subprocessors, {**SUB, "access": "update"}, 0.4, "supply"),
    (GroupFeed.subprocessors, SUB, 0.0, "none"),
]

UNKNOWN: list[tuple[GroupFeed, dict[str, Any], str, tuple[float, float]]] = [
    (GroupFeed.seats, SEAT, "role", (0.0, 1.0)),
    (GroupFeed.holders, HOLDER, "votes", (0.0, 0.9)),
    (GroupFeed.holders, {**HOLDER, "votes": "30"}, "control", (0.4, 0.9)),
    (GroupFeed.holders, {**HOLDER, "votes": "60"}, "holder_kind", (0.0, 0.9)),
    (GroupFeed.flows, {**FLOW, "access": "storage"}, "keys", (0.0, 0.8)),
    (GroupFeed.flows, FLOW, "access", (0.0, 0.9)),
    (GroupFeed.staff, {**STAFF, "builds": True}, "sees_clear_data", (0.4, 0.9)),
    (GroupFeed.subprocessors, {**SUB, "access": "storage"}, "keys", (0.0, 0.8)),
]


def reached(run: Run, feed: GroupFeed, *rows: dict[str, Any], **more: Any) -> Score:
    answers = {f"{feed.value}/{number}": said(row, more.pop("grade", "A")) for number, row in enumerate(rows)}
    return run([known_group(feed)], {**answers, f"{feed.value}/complete": said(True)}, **more)


def china(score: Score) -> StateReach:
    return next(state for state in score.states if state.code == "CN")


def law(score: Score, identifier: str) -> IndicatorResult:
    return next(one for one in score.indicators if one.id == identifier)


@pytest.mark.parametrize(("feed", "row", "nexus", "channel"), NEXUS)
def test_the_nexus_of_a_row(run: Run, feed: GroupFeed, row: dict[str, Any], nexus: float, channel: str) -> None:
    state = china(reached(run, feed, row))
    assert state.nexus == (nexus, nexus)
    assert state.paths[0].channel == channel


@pytest.mark.parametrize(("feed", "row", "field", "nexus"), UNKNOWN)
def test_a_field_that_is_not_known_makes_the_nexus_an_interval(
    run: Run, feed: GroupFeed, row: dict[str, Any], field: str, nexus: tuple[float, float]
) -> None:
    left = {name: value for name, value in row.items() if name != field}
    assert china(reached(run, feed, left)).nexus == nexus


def test_the_basis_of_a_row_leaves_the_rest_of_its_nexus_open(run: Run) -> None:
    state = china(reached(run, GroupFeed.subprocessors, SUB, grade="D"))
    assert state.nexus == (0.0, pytest.approx(0.09))


def test_the_holdings_of_a_state_are_added_up(run: Run) -> None:
    """Three of 16.7 % make 50.1 %, exactly; those of others stand for themselves."""
    body = {**HOLDER, "holder_kind": "state", "votes": "16.7"}
    assert china(reached(run, GroupFeed.holders, body, body, body)).nexus == (0.9, 0.9)
    assert china(reached(run, GroupFeed.holders, body, body)).nexus == (0.4, 0.4)
    assert china(reached(run, GroupFeed.holders, body, {**body, "country": "IN"})).nexus == (0.0, 0.0)
    fund = {**HOLDER, "votes": "16.7"}
    perhaps = {**fund, "state_controlled": False}
    assert china(reached(run, GroupFeed.holders, body, body, perhaps)).nexus == (0.4, 0.4)
    assert china(reached(run, GroupFeed.holders, body, body, fund)).nexus == (0.4, 0.9)


def test_the_strongest_path_counts_and_the_others_are_shown(run: Run) -> None:
    weak = {**FLOW, "access": "transit"}
    score = reached(run, GroupFeed.flows, weak, FLOW, weak, weak)
    assert china(score).nexus == (0.9, 0.9)
    assert [path.nexus.hi for path in china(score).paths] == [0.9, 0.4, 0.4, 0.4]
    assert law(score, "law:CN").concern == law(reached(run, GroupFeed.flows, FLOW), "law:CN").concern


def test_a_path_is_told_in_a_sentence_with_its_answer(run: Run) -> None:
    score = reached(run, GroupFeed.staff, {**STAFF, "name": "Operations in Beijing", "sees_clear_data": True})
    words = law(score, "law:CN").because[0]
    assert words.text.startswith("China (mainland): “Operations in Beijing” sees data in clear (team 1, answer staff)")
    assert (words.question, words.row) == ("staff", "0")


def test_home_is_shown_and_counts_nothing_and_trust_halves(run: Run, authority: Profile) -> None:
    score = reached(
        run, GroupFeed.flows, {**FLOW, "country": "DE"}, {**FLOW, "country": "FR"}, {**FLOW, "country": "US"}
    )
    by_code = {state.code: state for state in score.states}
    assert (by_code["DE"].home, by_code["DE"].presence, by_code["DE"].indicator) == (True, (0.0, 0.0), None)
    assert (by_code["FR"].trusted, by_code["FR"].presence) == (1.0, (0.0, 0.0))
    united_states = by_code["US"]
    assert united_states.trusted == 0.5
    assert united_states.presence.hi == pytest.approx(0.9 * united_states.compulsion.hi * 0.5)


def test_a_row_without_a_country_may_lead_anywhere(run: Run) -> None:
    score = reached(run, GroupFeed.flows, {name: value for name, value in FLOW.items() if name != "country"})
    found = law(score, "law:unlocated:flows/0")
    assert found.presence == (0.0, 0.9)
    assert found.strength is Strength.severe
    assert not score.states


def test_a_row_without_a_basis_may_be_anything(run: Run) -> None:
    assert (
        law(reached(run, GroupFeed.subprocessors, SUB, grade="E"), "law:unlocated:subprocessors/0").presence.hi == 0.9
    )


def test_an_open_list_weighs_one_decisive_indicator_less_what_is_shown(run: Run) -> None:
    group = known_group(GroupFeed.flows)
    empty = run([group], {})
    whole = concern(Strength.decisive, 0.9)
    assert law(empty, "law:unlisted").concern == (0, whole)
    shown = run([group], {"flows/1": said(FLOW)})
    listed = law(shown, "law:CN").concern
    assert law(shown, "law:unlisted").concern == (0, whole - listed.hi)
    assert shown.trust.lo == pytest.approx(empty.trust.lo)
    assert shown.trust.hi < empty.trust.hi
    declared = run([group], {"flows/complete": said(True, "C")})
    assert law(declared, "law:unlisted").concern.hi == concern(Strength.decisive, 0.9 * 0.03)


def test_a_state_that_no_register_describes_may_compel_anything(run: Run) -> None:
    score = reached(run, GroupFeed.flows, {**FLOW, "country": "NR"})
    assert score.states[0].compulsion == (0.0, 1.0)
    assert law(score, "law:NR").presence == (0.0, 0.9)


FIRST_READING = {"CN": (1.0, 1.0), "RU": (0.73, 0.81), "IN": (0.65, 0.65), "DE": (0.31, 0.31), "CH": (0.27, 0.27)}


@pytest.mark.parametrize("code", sorted(FIRST_READING))
def test_compulsion_as_the_registers_stand(reading: Reading, code: str) -> None:
    found = compulsion(reading.states[code]).value
    assert found == pytest.approx(FIRST_READING[code], abs=0.006)


def test_compulsion_reads_every_state_alike(reading: Reading) -> None:
    state = reading.states["CN"]
    assert compulsion(replace(state, code="XX", name="Elsewhere")).value == compulsion(state).value
    assert compulsion(None).value == Interval(0.0, 1.0)


def test_beneath_the_path_of_a_flow_stand_its_transfer_and_who_sees_it(run: Run) -> None:
    """Told and never scored: the figures are those of access and keys alone."""
    row = {**FLOW, "mechanism": "contract_clauses", "personal": "ordinary"}
    barred = {**row, "mechanism": "none"}
    score, other = reached(run, GroupFeed.flows, row), reached(run, GroupFeed.flows, barred)
    (first,) = law(score, "law:CN").because[0].children[:1]
    assert first.text.startswith("Transfer: Allowed with conditions by Standard contractual clauses")
    assert law(other, "law:CN").because[0].children[0].text.startswith("Transfer: Barred by General principle")
    assert "no technical measure protects what is seen in clear" in law(score, "law:CN").because[0].children[1].text
    assert china(score).paths[0].because == law(score, "law:CN").because[0].children
    assert other.trust == score.trust
