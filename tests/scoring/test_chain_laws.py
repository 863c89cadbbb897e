"""Laws of control through chains over generated holdings, beside a plain simulation of what each party can decide."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ddq.scoring.chains import read_chains
from ddq.scoring.holdings import VENDOR, Holding
from ddq.scoring.nexus import CONTROL, HOLDING

PARTIES = ("a", "b", "c", "d", "e")
VOTES = ("0", "10", "24.99", "25", "30", "50", "50.01", "60", "100")
CODES = ("none", "none", "none", "veto", "contract", "board_appointment", "")
STATES = ("AT", "BR", "CH")


@st.composite
def holdings(draw: st.DrawFn, *, exact: bool = False) -> Holding:
    """A holding between two of a few parties, or in the vendor."""
    holder, held = draw(st.sampled_from(PARTIES)), draw(st.sampled_from((VENDOR, *PARTIES)))
    ends = sorted(Decimal(draw(st.sampled_from(VOTES))) for _ in range(2))
    return Holding(
        entry=draw(st.integers(0, 3)),
        holder=holder,
        held=(held,),
        perhaps=(),
        votes=(ends[1], ends[1]) if exact else (ends[0], ends[1]),
        control=draw(st.sampled_from(CODES[:-1] if exact else CODES)),
        sure=exact or draw(st.booleans()),
        state=draw(st.sampled_from([True, False, None])),
        country=draw(st.sampled_from(STATES)),
    )


LISTS = st.lists(holdings(), min_size=1, max_size=7).map(tuple)


@settings(max_examples=150)
@given(LISTS, holdings())
def test_one_more_holding_lowers_nothing(listed: tuple[Holding, ...], more: Holding) -> None:
    """Neither end, of no party and of no state; so taking one away raises nothing."""
    before, after = read_chains(listed), read_chains((*listed, more))
    for name, nexus in before.nexus.items():
        assert after.nexus[name].lo >= nexus.lo
        assert after.nexus[name].hi >= nexus.hi
    for code, state in before.states.items():
        assert after.states[code].nexus.lo >= state.nexus.lo
        assert after.states[code].nexus.hi >= state.nexus.hi


@settings(max_examples=100)
@given(LISTS, st.data())
def test_knowing_more_stays_within(listed: tuple[Holding, ...], data: st.DataObject) -> None:
    """An end of a range moved in, a right that becomes known, a list that turns out to apply."""
    place = data.draw(st.integers(0, len(listed) - 1))
    one = listed[place]
    learned = [
        replace(one, votes=(one.votes[1], one.votes[1])),
        replace(one, votes=(one.votes[0], one.votes[0])),
        replace(one, sure=True),
        replace(one, control=data.draw(st.sampled_from(CODES[:-1])) if one.control == "" else one.control),
    ]
    known = data.draw(st.sampled_from(learned))
    before, after = read_chains(listed), read_chains((*listed[:place], known, *listed[place + 1 :]))
    for name, nexus in before.nexus.items():
        assert nexus.lo <= after.nexus[name].lo <= after.nexus[name].hi <= nexus.hi


@settings(max_examples=50)
@given(LISTS, st.permutations(PARTIES), st.permutations(STATES), st.randoms())
def test_names_states_and_order_do_not_matter(
    listed: tuple[Holding, ...], parties: list[str], states: list[str], chance: Any
) -> None:
    party, state = dict(zip(PARTIES, parties, strict=True)), dict(zip(STATES, states, strict=True))
    renamed = [
        replace(
            one,
            holder=party[one.holder],
            held=tuple(party.get(held, held) for held in one.held),
            country=state[one.country or ""],
        )
        for one in listed
    ]
    chance.shuffle(renamed)
    before, after = read_chains(listed), read_chains(tuple(renamed))
    assert {party[name]: nexus for name, nexus in before.nexus.items()} == after.nexus
    assert {state[code]: (one.nexus, one.votes) for code, one in before.states.items()} == {
        code: (one.nexus, one.votes) for code, one in after.states.items()
    }


@settings(max_examples=100)
@given(st.lists(holdings(exact=True), min_size=1, max_size=7).map(tuple))
def test_where_all_is_known_it_is_what_a_plain_simulation_finds(listed: tuple[Holding, ...]) -> None:
    found = read_chains(listed)
    for name, nexus in found.nexus.items():
        assert nexus == (simulated(name, listed),) * 2


def simulated(name: str, listed: tuple[Holding, ...]) -> float:
    """The nexus of a party, by asking again and again until nothing changes."""
    over = {VENDOR}
    while True:
        more = {one.holder for one in listed if _level({one.holder}, over, listed) == CONTROL} - over
        if not more:
            return _level({name}, over, listed)
        over |= more


def _level(members: set[str], over: set[str], listed: tuple[Holding, ...]) -> float:
    while True:
        more = {one.held[0] for one in listed if _takes(one.held[0], members, listed)} - members
        if not more:
            break
        members = members | more
    rights = {one.control for one in listed if one.holder in members and one.held[0] in over}
    if members & over or "veto" in rights:
        return CONTROL
    if "board_appointment" in rights or any(_votes(members, company, listed) >= 25 for company in over):
        return HOLDING
    return 0.0


def _takes(company: str, members: set[str], listed: tuple[Holding, ...]) -> bool:
    by_contract = any(one.control == "contract" and one.holder in members and one.held[0] == company for one in listed)
    return by_contract or _votes(members, company, listed, of_itself=True) > 50


def _votes(members: set[str], company: str, listed: tuple[Holding, ...], *, of_itself: bool = False) -> Decimal:
    return sum(
        (
            one.votes[0]
            for one in listed
            if one.held[0] == company and one.holder in members and (of_itself or one.holder != company)
        ),
        Decimal(0),
    )
