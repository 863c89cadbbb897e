"""Reach over the graph of ownership: control passes through chains, a state's bodies count together, doubt widens."""

from __future__ import annotations

from typing import Any

import pytest

from ddq.questionnaire.model import GroupFeed
from ddq.scoring.model import Score, StateReach
from tests.scoring.conftest import Run, known_group, said

NOTHING = {"votes": "0", "control": "none", "state_controlled": False}
HOLDER = {"name": "Holding", "holder_kind": "company", "country": "LU", **NOTHING, "votes": "60"}
OWNER = {"name": "Owner", "held": "Holding", "holder_kind": "company", "country": "IN", **NOTHING, "votes": "100"}


def reached(run: Run, *rows: dict[str, Any], grade: str = "A") -> Score:
    """The score of holders, each with the links behind it under `chain`."""
    groups = [known_group(GroupFeed.holders), known_group(GroupFeed.chains)]
    answers = {f"{group['id']}/complete": said(True) for group in groups}
    chains = [link for row in rows for link in row.get("chain", ())]
    for group, found in (("holders", rows), ("chains", chains)):
        for number, row in enumerate(found):
            given = {name: value for name, value in row.items() if name != "chain" and value is not None}
            answers[f"{group}/{number}"] = said(given, grade)
    return run(groups, answers)


def of(score: Score, code: str = "IN") -> StateReach:
    return next(state for state in score.states if state.code == code)


def behind(*chain: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A holder of 60 %, some of it changed, with those behind it."""
    holder = {**HOLDER, **changed}
    own = [{**link, "held": holder["name"]} if link.get("held") == "Holding" else link for link in chain]
    return {**holder, "chain": own}


CASES: list[tuple[str, dict[str, Any], tuple[float, float], str]] = [
    ("control of a holder that controls", behind(OWNER), (0.9, 0.9), "control"),
    ("by a bare majority", behind({**OWNER, "votes": "50.01"}), (0.9, 0.9), "control"),
    ("half is no control, but a holding", behind({**OWNER, "votes": "50"}), (0.4, 0.4), "holding"),
    ("a quarter of who controls", behind({**OWNER, "votes": "25"}), (0.4, 0.4), "holding"),
    ("less than a quarter of it", behind({**OWNER, "votes": "24.99"}), (0.0, 0.0), "none"),
    ("a veto over who controls", behind({**OWNER, "votes": "0", "control": "veto"}), (0.9, 0.9), "control"),
    ("a golden share in it", behind({**OWNER, "votes": "0", "control": "golden_share"}), (0.9, 0.9), "control"),
    ("a contract with it", behind({**OWNER, "votes": "0", "control": "contract"}), (0.9, 0.9), "control"),
    ("seats on its board", behind({**OWNER, "votes": "0", "control": "board_appointment"}), (0.4, 0.4), "holding"),
    ("control of a holder of a third", behind(OWNER, votes="33"), (0.4, 0.4), "holding"),
    ("control of one who has a veto", behind(OWNER, votes="0", control="veto"), (0.9, 0.9), "control"),
    ("control of one who has a little", behind(OWNER, votes="10"), (0.0, 0.0), "none"),
    ("part of one who has a third", behind({**OWNER, "votes": "40"}, votes="33"), (0.0, 0.0), "none"),
    ("three steps up", behind({**OWNER, "name": "A", "country": "CH"},
     {**OWNER, "name": "B", "country": "CH", "held": "A"}, {**OWNER, "held": "B"}), (0.9, 0.9), "control"),
    ("a chain broken in the middle", behind({**OWNER, "name": "A", "country": "CH", "votes": "20"},
     {**OWNER, "held": "A"}), (0.0, 0.0), "none"),
    ("a circle", behind({**OWNER, "held": "B"}, {**OWNER, "name": "B", "country": "CH", "held": "Owner"}), (0.0, 0.0),
     "none"),
    ("votes between two ends", behind({**OWNER, "votes": None, "votes_from": "30", "votes_to": "60"}), (0.4, 0.9),
     "control"),
    ("a holder's votes between two ends", behind(OWNER, votes=None, votes_from="45", votes_to="55"), (0.4, 0.9),
     "control"),
    ("votes that are not known", behind({**OWNER, "votes": None}), (0.0, 0.9), "control"),
    ("a name that is nowhere", behind({**OWNER, "held": "Elsewhere"}), (0.0, 0.0), "none"),
    ("in whom is not known", behind({**OWNER, "held": None}), (0.0, 0.9), "control"),
    ("a kind that is not known", behind({**OWNER, "holder_kind": None}), (0.0, 0.9), "control"),
    ("a control that is not known", behind({**OWNER, "votes": "0", "control": None}), (0.0, 0.9), "control"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "nexus", "channel"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_who_stands_behind_a_holder(run: Run, row: dict[str, Any], nexus: tuple[float, float], channel: str) -> None:
    state = of(reached(run, row))
    assert (state.nexus, state.paths[0].channel) == (nexus, channel)


def test_a_holders_own_path_stays_as_it_was(run: Run) -> None:
    """Whoever stands behind it, the law of its own state counts as before."""
    alone, known = reached(run, HOLDER), reached(run, behind(OWNER))
    assert of(known, "LU") == of(alone, "LU")


def test_one_owner_of_two_holders_counts_with_both(run: Run) -> None:
    first = behind(OWNER, name="First", votes="30")
    second = behind(OWNER, name="Second", votes="30")
    assert of(reached(run, first, second)).nexus == (0.9, 0.9)
    other = behind({**OWNER, "name": "Another"}, name="Second", votes="30")
    assert of(reached(run, first, other)).nexus == (0.4, 0.4), "two owners of one state are not the state"


def test_an_owner_that_holds_by_itself_too_counts_with_both(run: Run) -> None:
    assert of(reached(run, behind(OWNER, votes="30"), {**OWNER, "votes": "21"})).nexus == (0.9, 0.9)


def test_the_bodies_of_a_state_count_together_through_chains(run: Run) -> None:
    """30 % through a company that the state owns and 21 % of a fund of the same state make control."""
    state = {**OWNER, "name": "The treasury", "holder_kind": "state"}
    fund = {**OWNER, "name": "A fund", "holder_kind": "fund", "state_controlled": True, "votes": "21"}
    found = of(reached(run, behind(state, votes="30"), fund))
    assert found.nexus == (0.9, 0.9)
    told = next(path.text for path in found.paths if "together" in path.text)
    assert told.startswith("bodies of the state hold 51 % of the votes together: “A fund”, “The treasury”")
    perhaps = {name: value for name, value in fund.items() if name != "state_controlled"}
    doubtful = of(reached(run, behind(state, votes="30"), perhaps))
    assert doubtful.nexus == (0.4, 0.9)
    told = next(path.text for path in doubtful.paths if "together" in path.text)
    assert told.startswith("holders that are, or may be, bodies of the state hold 30 % to 51 % of the votes together: ")
    assert of(reached(run, behind(state, votes="30"), {**fund, "country": "AE"})).nexus == (0.4, 0.4)


def test_an_owner_of_an_unknown_state_may_lead_anywhere(run: Run) -> None:
    unknown = {name: value for name, value in OWNER.items() if name != "country"}
    score = reached(run, behind({**unknown, "name": "Not disclosed"}))
    (found,) = [one for one in score.indicators if one.id.startswith("law:unlocated")]
    assert found.presence == (0.0, 0.9)
    assert "“Not disclosed” holds 100 % of the votes of “Holding”" in found.title


def test_dispersed_owners_command_nobody(run: Run) -> None:
    public = {"name": "Traded", "holder_kind": "public", "votes": "100", "control": "none"}
    assert [state.code for state in reached(run, behind(public)).states] == ["LU"]


def test_the_basis_of_an_entry_bears_on_all_that_stands_behind(run: Run) -> None:
    weak = behind({**OWNER, "votes": "0"})
    assert of(reached(run, weak)).nexus == (0.0, 0.0)
    assert of(reached(run, weak, grade="D")).nexus == (0.0, pytest.approx(0.09))


def test_a_chain_is_told_holding_by_holding_with_its_answers(run: Run) -> None:
    score = reached(run, behind({**OWNER, "control": "majority", "votes": "70"}))
    (path,) = of(score).paths
    assert path.text == (
        "“Owner” controls “Holding” by a majority and holds 70 % of the votes of “Holding”, "
        "which holds 60 % of the votes (link 1, answer chains)"
    )
    assert [step.text for step in path.because] == [
        "“Owner” controls “Holding” by a majority and holds 70 % of the votes of “Holding” (link 1, answer chains)",
        "“Holding” holds 60 % of the votes (holder 1, answer holders)",
    ]
    law = next(one for one in score.indicators if one.id == "law:IN")
    assert [child.question for child in law.because[0].children] == ["chains", "holders"]


def test_each_entry_of_an_owner_tells_the_way_that_begins_with_it(run: Run) -> None:
    """An owner behind two holders is told twice, each time by the holder that the entry is about."""
    other = {**OWNER, "held": "Other", "votes": None, "control": None}
    holder = {**HOLDER, "name": "Other", "votes": "5"}
    told = [path.text for path in of(reached(run, behind(OWNER), {**holder, "chain": [other]})).paths]
    assert told == [
        "“Owner” holds 100 % of the votes of “Holding”, which holds 60 % of the votes (link 1, answer chains)",
        "“Owner” holds an unknown share of the votes of “Other” (and may control it otherwise), "
        "which holds 5 % of the votes (link 2, answer chains)",
    ]


def test_a_list_of_chains_that_is_not_declared_complete_is_open(run: Run) -> None:
    groups = [known_group(GroupFeed.holders), known_group(GroupFeed.chains)]
    score = run(groups, {"holders/0": said(HOLDER), "holders/complete": said(True)})
    (open_list,) = [one for one in score.indicators if one.id == "law:unlisted"]
    assert open_list.because[1].text == "The list chains is not declared complete, so an entry may be missing."


def test_an_entry_whose_name_is_not_known_may_be_the_one_that_is_meant(run: Run) -> None:
    assert of(reached(run, behind({**OWNER, "held": "Elsewhere"}), {**HOLDER, "name": None})).nexus == (0.0, 0.9)


def test_an_entry_without_a_basis_leaves_the_lists_of_owners_open(run: Run) -> None:
    """It may stand anywhere in a chain, and so bring in more than one state."""
    groups = [known_group(GroupFeed.holders), known_group(GroupFeed.chains)]
    answers = {f"{group['id']}/complete": said(True) for group in groups}
    answers |= {"holders/0": said(HOLDER, "E"), "chains/0": said(OWNER)}
    assert any(one.id == "law:unlisted" and one.presence.hi > 0.5 for one in run(groups, answers).indicators)
