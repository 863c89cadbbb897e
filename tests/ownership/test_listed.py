"""The owners that a list names: as a structure that the readings understand, and as a tree through whom they hold."""

from datetime import date
from decimal import Decimal
from typing import Any

from ddq.drawing.branches import ASCII
from ddq.ownership.listed import listed_structure, listed_tree
from ddq.ownership.owner_rows import TARGET
from ddq.ownership.reading import OwnershipReading, read_ownership
from ddq.questionnaire.values import Entity

DAY = date(2026, 3, 1)


def row(name: object, **fields: Any) -> dict[str, Any]:
    return {
        "name": name,
        **{key: Decimal(value) if key in ("votes", "capital") else value for key, value in fields.items()},
    }


def read(*rows: dict[str, Any]) -> OwnershipReading:
    return read_ownership(listed_structure("Acme", rows), TARGET, DAY)


def test_shares_are_those_of_the_list_and_the_rest_is_undisclosed() -> None:
    reading = read(
        row("Ada", holder_kind="person", country="NO", votes="60", capital="20"),
        row("Public", holder_kind="public", votes="30", capital="70"),
    )
    assert str(reading.capital.figure("holder 1").listed) == "20 %"
    assert "10 %" in str(reading.votes.undisclosed)
    assert [one.parties for one in reading.control.controllers if one.sure] == [("holder 1",)]


def test_a_share_that_is_not_known_stays_open_and_a_majority_is_more_than_half() -> None:
    unknown = read(row("Ada", country="NO"))
    assert str(unknown.votes.listed["holder 1"]) == "unknown"
    majority = read(row("Ada", country="NO", control="majority"))
    assert [one.sure for one in majority.control.controllers] == [True]


def test_a_state_stands_behind_whom_it_controls() -> None:
    reading = read(row("Fund", holder_kind="fund", country="CN", votes="51", capital="51", state_controlled=True))
    assert ("state CN",) in [one.parties for one in reading.control.controllers if one.sure]


def test_a_state_that_a_link_names_is_not_put_there_a_second_time() -> None:
    fund = row("Fund", holder_kind="fund", country="CN", votes="51", capital="51", state_controlled=True)
    named = row("Treasury", holder_kind="state", country="CN", held="Fund", votes="100")
    of_another = row("Treasury", holder_kind="state", country="NO", held="Fund", votes="1")
    assert "state CN" not in listed_structure("Acme", [fund], [named]).parties
    assert "state CN" in listed_structure("Acme", [fund], [of_another]).parties


def test_the_tree_goes_through_those_that_hold_in_between() -> None:
    rows = [
        row("Ada", holder_kind="person", country="NO", votes="60", capital="60", held_through="Top GmbH, Mid AS"),
        row(Entity("Bo", "person", None, ()), votes="10", control="veto", held_through="Top GmbH"),
        row("Cy", state_controlled=True),
        row("Top GmbH", holder_kind="company", country="DE"),
    ]
    assert list(listed_tree("Acme", rows, ASCII)) == [
        "Acme",
        "|- Top GmbH (company, DE): not known how much",
        "|  |- Mid AS",
        "|  |  `- Ada (person, NO): 60 %",
        "|  `- Bo: 10 % votes, veto",
        "`- Cy: state-controlled",
    ]


def test_two_entries_of_one_name_are_two_and_one_without_a_name_is_there() -> None:
    lines = list(listed_tree("Acme", [row("Ada", votes="1"), row("Ada", votes="2"), {"votes": Decimal(3)}], ASCII))
    assert lines[1:] == ["|- Ada: 1 % votes", "|- Ada: 2 % votes", "`- Not named (owner not known): 3 % votes"]


def test_who_stands_behind_a_holder_is_put_over_it_in_whatever_order() -> None:
    rows = [row("Top", holder_kind="company", country="DE", votes="60")]
    links = [
        row("Ada", holder_kind="person", country="NO", control="majority", held="Mid"),
        row("Mid", holder_kind="company", country="KY", votes_from=Decimal(50), votes_to=Decimal(75), held="Top"),
        row("Bo", votes="5", held="Nobody"),
        row("Top", votes="1", held="Ada"),
    ]
    assert list(listed_tree("Acme", rows, ASCII, links)) == [
        "Acme",
        "|- Top (company, DE): 60 % votes",
        "|  `- Mid (company, KY): 50 % to 75 % votes",
        "|     `- Ada (person, NO): majority of votes",
        "|        `- Top: 1 % votes",
        "`- Bo: 5 % votes of Nobody, whom no entry names",
    ]
    reading = read_ownership(listed_structure("Acme", rows, links[:1] + links[2:3]), TARGET, DAY)
    assert ("holder 1",) in [one.parties for one in reading.control.controllers if one.sure]
    behind = [row("Ada", holder_kind="person", country="NO", control="majority", held="Top")]
    reading = read_ownership(listed_structure("Acme", rows, behind), TARGET, DAY)
    assert ("link 1",) in [one.parties for one in reading.control.controllers if one.sure and one.ultimate]


def test_what_stands_in_a_chain_is_not_counted_a_second_time() -> None:
    """A person that controls from behind has an entry without a share among the holders, and its links."""
    rows = [
        row("Holding", holder_kind="company", country="DE", votes="60", capital="60"),
        row("Ada", holder_kind="person", control="majority", held_through="Holding"),
    ]
    links = [row("Ada", holder_kind="person", held="Holding", votes="100", capital="100")]
    reading = read_ownership(listed_structure("Acme", rows, links), TARGET, DAY)
    assert str(reading.capital.listed["holder 2"]) == "60 %"
    assert not [one for one in reading.findings if one.kind == "over"]
    assert list(listed_tree("Acme", rows, ASCII, links)) == [
        "Acme",
        "`- Holding (company, DE): 60 %",
        "   `- Ada (person): 100 %",
    ]


def test_two_holders_without_a_name_are_two() -> None:
    links = [{"held": "Top", "votes": Decimal(10)}, {"held": "Top", "votes": Decimal(20)}]
    structure = listed_structure("Acme", [row("Top", votes="60")], links)
    assert {"link 1", "link 2"} <= set(structure.parties)


def test_a_holder_that_is_the_vendor_has_shares_in_itself() -> None:
    structure = listed_structure("Acme", [row("ACME", votes="5")])
    assert {(one.holder, one.held) for one in structure.relations} == {(TARGET, TARGET)}
