"""The readings against cases whose answers are published or were worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from ddq.ownership.blocked import blocked
from ddq.ownership.control import Controlling, control
from ddq.ownership.findings import FindingKind
from ddq.ownership.look_through import by_country, look_through, of_group
from ddq.ownership.model import PartyKind, Relation, RelationKind
from ddq.ownership.reading import read_ownership
from ddq.ownership.share import Share, of_percent
from ddq.ownership.weakest_link import weakest_link
from tests.ownership.structures import DAY, graph, right, structure

ALL = of_percent(100)


def test_half_of_half_is_blocked_though_it_is_a_quarter() -> None:
    """OFAC FAQ 401: nothing is multiplied; looking through says 25 %."""
    found = graph(("X", 50, "A"), ("A", 50, "B"))
    assert blocked(found, ["X"]).sure == {"X", "A", "B"}
    assert look_through(found, "B").listed["X"] == of_percent(25)


def test_blocked_holders_are_added_up() -> None:
    """OFAC FAQ 401: two companies that are blocked hold 25 % each of a third."""
    found = graph(("X", 50, "A"), ("X", 50, "B"), ("A", 25, "C"), ("B", 25, "C"))
    assert blocked(found, ["X"]).sure == {"X", "A", "B", "C"}


def test_a_holder_that_is_not_blocked_passes_nothing_on() -> None:
    """OFAC FAQ 401: B is held at 25 % and is not blocked, so what it holds of C does not count."""
    found = graph(("X", 50, "A"), ("X", 25, "B"), ("A", 25, "C"), ("B", 25, "C"))
    assert blocked(found, ["X"]).sure == {"X", "A"}


def test_quarters_of_two_companies_that_own_the_third_block_nothing() -> None:
    found = graph(("X", 25, "A"), ("X", 25, "B"), ("A", 50, "C"), ("B", 50, "C"))
    assert blocked(found, ["X"]).possible == {"X"}


def test_two_listed_persons_are_added_up() -> None:
    """OFAC FAQ 399."""
    found = graph(("X", 25, "A"), ("Y", 25, "A"))
    assert blocked(found, ["X", "Y"]).sure == {"X", "Y", "A"}
    assert blocked(found, ["X"]).possible == {"X"}


def test_control_without_half_is_not_blocked_and_is_told() -> None:
    """OFAC FAQ 398: ownership counts, control does not."""
    world = structure(("X", 49, "A"), right("X", RelationKind.contract, "A"))
    read = read_ownership(world, "A", DAY)
    assert blocked(read.graph, ["X"]).possible == {"X"}
    assert read.control.controllers[0].sure
    assert FindingKind.control_without_half in {one.kind for one in read.findings}


def test_a_pyramid_controls_more_than_it_owns() -> None:
    """F has 30 % of B and of C, B has 20 % of C: F decides over 50 % of the votes and owns 36 %."""
    found = graph(("F", 30, "B"), ("B", 20, "C"), ("F", 30, "C"))
    assert weakest_link(found, "C").of("F") == of_percent(50)
    assert look_through(found, "C").listed["F"] == of_percent(36)


def test_two_firms_that_hold_half_of_each_other() -> None:
    """The outside owner of one half has two thirds of the own firm and a third of the other."""
    found = graph(("A", 50, "B"), ("B", 50, "A"), ("X", 50, "A"), ("Y", 50, "B"))
    seen = look_through(found, "A")
    assert seen.listed["X"] == of_percent(Fraction(200, 3))
    assert seen.listed["Y"] == of_percent(Fraction(100, 3))
    assert seen.listed["B"] == of_percent(50)
    assert seen.undisclosed == of_percent(0)


def test_a_state_has_what_its_companies_have() -> None:
    """The state holds Suomen Kaasuverkko whole, which holds 76.5 % of Gasgrid, and 23.5 % of Gasgrid itself."""
    state = {"state": PartyKind.state}
    edges = (("state", 100, "Kaasuverkko"), ("Kaasuverkko", "76.5", "Gasgrid"), ("state", "23.5", "Gasgrid"))
    read = read_ownership(structure(*edges, kinds=state, countries={"state": "FI"}), "Gasgrid", DAY)
    assert read.capital.listed["state"] == ALL
    assert [one.parties for one in read.control.controllers if one.ultimate] == [("state",)]
    assert FindingKind.state_in_aggregate in {one.kind for one in read.findings}


def test_a_closed_cycle_has_no_outside_owner() -> None:
    """A holds B whole and B holds A whole: nobody is behind them, and nothing adds up to 200 %."""
    read = read_ownership(structure(("A", 100, "B"), ("B", 100, "A")), "A", DAY)
    assert read.capital.listed == {"B": ALL}
    assert read.capital.undisclosed == ALL
    assert {one.kind for one in read.findings} == {FindingKind.closed_cycle, FindingKind.control_cycle}
    assert not [one for one in read.control.controllers if one.ultimate]


def test_a_part_leaks_out_of_a_cycle_that_is_almost_closed() -> None:
    found = graph(("A", 100, "B"), ("B", "99.99", "A"), ("X", "0.01", "A"))
    assert look_through(found, "A").listed["X"] == ALL


def test_own_shares_belong_to_the_other_holders_in_proportion() -> None:
    read = read_ownership(structure(("T", 20, "T"), ("X", 60, "T"), ("Y", 20, "T")), "T", DAY)
    assert read.capital.listed == {"X": of_percent(75), "Y": of_percent(25)}
    assert FindingKind.own_shares in {one.kind for one in read.findings}


def test_own_shares_of_unknown_size_widen_what_the_others_have() -> None:
    """If the company holds up to 5 % of itself, a twentieth may be as much as a nineteenth."""
    found = graph(("T", (0, 5), "T"), ("X", 5, "T"))
    assert look_through(found, "T").listed["X"] == Share(Fraction(1, 20), Fraction(1, 19))


def test_a_company_that_owns_all_of_itself_has_no_owner() -> None:
    read = read_ownership(structure(("T", 100, "T")), "T", DAY)
    assert read.capital.undisclosed == ALL
    assert [one.kind for one in read.findings] == [FindingKind.closed_cycle]


def test_exactly_half_is_no_control_and_two_halves_are_joint_control() -> None:
    read = read_ownership(structure(("X", 50, "T"), ("Y", 50, "T")), "T", DAY)
    assert read.control.controllers == ()
    assert read.control.joint == (("X", "Y"),)
    assert FindingKind.joint_control in {one.kind for one in read.findings}


def test_two_halves_in_one_hand_are_control() -> None:
    found = control(graph(("X", 50, "T"), ("S", 50, "T"), ("X", 51, "S")), "T")
    assert [one.parties for one in found.controllers if one.sure] == [("X",)]
    assert found.joint == ()


def test_votes_through_what_is_controlled_count_in_full() -> None:
    """X controls A and B by 51 % each, and they together have 60 % of T; looking through says 30.6 %."""
    found = graph(("X", 51, "A"), ("X", 51, "B"), ("A", 30, "T"), ("B", 30, "T"))
    assert [(one.parties, one.votes) for one in control(found, "T").controllers] == [(("X",), of_percent(60))]
    assert look_through(found, "T").listed["X"] == of_percent("30.6")


def test_bodies_of_one_state_decide_together() -> None:
    """Neither ministry has half; together they have 60 %. Bodies of different states are not added up."""
    kinds = {"one": PartyKind.state, "two": PartyKind.state}
    same = graph(("one", 30, "T"), ("two", 30, "T"), kinds=kinds, countries={"one": "AA", "two": "AA"})
    assert [one.parties for one in control(same, "T").controllers] == [("one", "two")]
    apart = graph(("one", 30, "T"), ("two", 30, "T"), kinds=kinds, countries={"one": "AA", "two": "BB"})
    assert control(apart, "T").controllers == ()


def test_a_contract_controls_and_owns_nothing() -> None:
    """A variable interest entity: founders own it, the contract decides over it."""
    read = read_ownership(structure(("founders", 100, "T"), right("listed", RelationKind.contract, "T")), "T", DAY)
    assert {one.parties: one.sure for one in read.control.controllers} == {("founders",): True, ("listed",): True}
    assert "listed" not in read.capital.listed
    assert FindingKind.contract in {one.kind for one in read.findings}


def test_a_golden_share_is_a_say_and_no_control() -> None:
    read = read_ownership(structure(("X", 99, "T"), right("state", RelationKind.golden_share, "T", 1)), "T", DAY)
    assert [one.parties for one in read.control.controllers] == [("X",)]
    assert "state" not in read.capital.listed
    assert FindingKind.golden_share in {one.kind for one in read.findings}


def test_a_nominee_obeys_whoever_stands_behind_it() -> None:
    """The nominee is a person, yet the chain does not end there."""
    world = structure(
        right("nominee", RelationKind.nominee, "T", 80),
        right("owner", RelationKind.nominator, "nominee"),
        kinds={"nominee": PartyKind.person, "owner": PartyKind.person},
    )
    read = read_ownership(world, "T", DAY)
    assert read.capital.listed["owner"] == of_percent(80)
    assert [one.parties for one in read.control.controllers if one.ultimate] == [("owner",)]
    assert read.capital.undisclosed == of_percent(20)


def test_of_several_behind_a_nominee_none_commands_it_alone() -> None:
    found = graph(
        right("nominee", RelationKind.nominee, "T", 80),
        right("one", RelationKind.nominator, "nominee"),
        right("two", RelationKind.nominator, "nominee"),
    )
    assert look_through(found, "T").listed["one"] == Share(Fraction(0), Fraction(4, 5))
    assert {one.parties: one.sure for one in control(found, "T").controllers} == {
        ("nominee",): True,
        ("one",): False,
        ("two",): False,
    }


def test_a_nominee_without_anybody_behind_it_is_undisclosed() -> None:
    read = read_ownership(structure(right("nominee", RelationKind.nominee, "T", 100)), "T", DAY)
    assert read.capital.undisclosed == ALL
    assert FindingKind.nominee in {one.kind for one in read.findings}


def test_votes_stated_apart_leave_the_others_votes_open() -> None:
    """A founder with 10 % of the capital has 60 % of the votes: the public has at most the rest."""
    found = graph(("founder", 10, "T"), ("public", 90, "T"), right("founder", RelationKind.vote, "T", 60))
    assert found.votes["T"] == {"founder": of_percent(60), "public": Share(Fraction(0), Fraction(2, 5))}
    assert [one.parties for one in control(found, "T").controllers] == [("founder",)]
    assert look_through(found, "T").listed["founder"] == of_percent(10)


def test_own_shares_do_not_vote() -> None:
    assert "T" not in graph(("T", 60, "T"), ("X", 40, "T")).votes["T"]


def test_a_majority_of_the_board_controls_and_a_seat_does_not() -> None:
    most = control(graph(("X", 10, "T"), right("B", RelationKind.board, "T", 60)), "T")
    assert [(one.parties, one.sure) for one in most.controllers] == [(("B",), True)]
    assert control(graph(("X", 10, "T"), right("B", RelationKind.board, "T", 20)), "T").controllers == ()
    unsaid = control(graph(("X", 10, "T"), right("B", RelationKind.board, "T")), "T")
    assert [(one.parties, one.sure) for one in unsaid.controllers] == [(("B",), False)]


def test_a_veto_controls_nothing() -> None:
    assert control(graph(("X", 10, "T"), right("V", RelationKind.veto, "T")), "T").controllers == ()


def test_more_than_the_whole_is_a_finding_and_nobody_gets_more_than_is_left() -> None:
    """Of 60 % and 60 %, 20 % must be wrong, wherever: each may be as little as 40 %."""
    read = read_ownership(structure(("X", 60, "T"), ("Y", 60, "T")), "T", DAY)
    assert read.capital.listed["X"] == Share(Fraction(2, 5), Fraction(3, 5))
    assert FindingKind.over_whole in {one.kind for one in read.findings}
    assert not any(one.sure for one in read.control.controllers)


def test_a_range_goes_in_and_a_range_comes_out() -> None:
    found = graph(("X", (40, 60), "A"), ("A", 50, "T"))
    assert look_through(found, "T").listed["X"] == Share(Fraction(1, 5), Fraction(3, 10))
    assert {one.parties: one.sure for one in control(graph(("X", (40, 60), "T")), "T").controllers} == {("X",): False}


def test_more_than_a_quarter_stays_more_than_a_quarter() -> None:
    """A register's band is open at its lower end, and a rule for more than 25 % is met by it."""
    over = graph(Relation("X", "T", share=Share(Fraction(1, 4), Fraction(1), over=True)))
    listed = look_through(over, "T").listed["X"]
    assert listed.more_than(Fraction(1, 4)) is True
    assert listed.more_than(Fraction(1, 2)) is None


def test_what_is_not_listed_may_be_anybodys() -> None:
    """X has 30 % and Y has 50 %; nobody is listed for the rest, which may be X's too."""
    seen = look_through(graph(("X", 30, "T"), ("Y", 50, "T")), "T")
    assert seen.figure("X").listed == of_percent(30)
    assert seen.figure("X").share == Share(Fraction(3, 10), Fraction(1, 2))
    assert seen.undisclosed == of_percent(20)


def test_an_unknown_owner_stays_unknown_and_widens_every_interval() -> None:
    seen = look_through(graph(("?", 40, "T"), ("X", 60, "T"), kinds={"?": PartyKind.unknown}), "T")
    assert seen.undisclosed == of_percent(40)
    assert seen.figure("X").share == Share(Fraction(3, 5), Fraction(1))


def test_dispersed_holders_are_nobody_behind_whom_somebody_stands() -> None:
    seen = look_through(graph(("public", 40, "T"), ("X", 60, "T"), kinds={"public": PartyKind.dispersed}), "T")
    assert seen.undisclosed == of_percent(0)
    assert seen.figure("X").share == of_percent(60)


def test_a_company_at_the_end_of_a_chain_is_no_owner() -> None:
    read = read_ownership(structure(("Ltd", 70, "T"), kinds={"Ltd": PartyKind.company}), "T", DAY)
    assert read.capital.undisclosed == ALL
    assert {FindingKind.opaque_chain, FindingKind.unlisted} <= {one.kind for one in read.findings}


def test_a_group_is_counted_once_where_one_member_holds_the_other() -> None:
    """The reading by residence: the part counts where the chain first meets the country."""
    found = graph(("X", 80, "A"), ("A", 50, "T"), ("X", 10, "T"), countries={"X": "AA", "A": "AA"})
    assert by_country(found, "T")["AA"].listed == of_percent(60)
    assert of_group(found, "T", ["X"]).listed == of_percent(50)


def test_a_manager_is_no_holder() -> None:
    found = graph(("X", 100, "T"), right("M", RelationKind.management, "T"))
    assert "M" not in look_through(found, "T").listed
    assert [one.parties for one in control(found, "T").controllers] == [("X",)]


def test_consolidation_is_control_and_never_a_hundred_per_cent() -> None:
    found = graph(right("parent", RelationKind.consolidation, "T"))
    assert [one.parties for one in control(found, "T").controllers] == [("parent",)]
    assert look_through(found, "T").listed == {}


def test_whoever_controls_a_controller_controls() -> None:
    """A chain as long as a stack is deep: nothing recurses."""
    names = [f"n{number}" for number in range(3000)]
    edges = [(above, 51, below) for below, above in pairwise(names)]
    found = control(graph(*edges), "n0")
    assert len(found.controllers) == 2999
    assert [one.parties for one in found.controllers if one.ultimate] == [("n2999",)]


def test_controlling_is_asked_for_many_parties() -> None:
    controlling = Controlling(graph(("X", 51, "A"), ("A", 51, "B"), ("X", 50, "C")))
    assert controlling.surely(["X"]) == {"X", "A", "B"}
