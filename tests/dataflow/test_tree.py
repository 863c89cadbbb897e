"""The flows as a tree of lines: states, holders, kinds of data, and who can see them in clear."""

from __future__ import annotations

from datetime import date

from ddq.dataflow.model import ClearAccess, FlowReading, FlowsReading, Reader, Ruling
from ddq.dataflow.tree import KEY, MOST_READERS, flow_tree
from ddq.drawing.branches import ASCII, LINES
from tests.dataflow.test_chart import SEEN, reading


def tree(*flows: FlowReading) -> list[str]:
    found = FlowsReading(date(2026, 6, 1), flows, True, True)
    return list(flow_tree(found, lambda code: f"State {code}", ASCII))


def test_flows_hang_from_state_holder_and_kinds_of_data_with_ruling_and_clear_access() -> None:
    lines = tree(
        reading(),
        reading(SEEN, number=2, name="Support", access="clear", ruling=Ruling.barred, sender="Branch"),
        reading(number=3, name="Logs", data=("logs", "metadata"), origins=("DE", "FR")),
        reading(number=4, name="", country=None, holder="", data=(), origins=(), access=None),
    )
    assert lines[1:] == [
        "|- State US",
        "|  `- Host",
        "|     |- content",
        "|     |  |-   1. Content, from State DE: stored, encrypted; transfer allowed",
        "|     |  `- ! 2. Support, from State DE (Branch): seen in clear; transfer barred",
        "|     `- logs, metadata",
        "|        `-   3. Logs, from State DE or State FR: stored, encrypted; transfer allowed",
        "`- Place not known",
        "   `- Holder not known",
        "      `- data not named",
        "         `-   4. a flow of which nothing can be relied on, from a place that is not known: "
        "how it can be reached there is not known; transfer allowed",
        KEY,
    ]
    assert KEY not in tree(reading())


def test_a_team_is_told_once_in_its_own_state_with_all_that_it_can_see() -> None:
    def seen(sure: bool) -> ClearAccess:
        return ClearAccess(sure or None, (Reader("staff", "Ops", "CN", sure, "JL-09", "1", "ops"),), "staff")

    lines = tree(reading(seen(True)), reading(seen(True), number=2))
    assert lines[-3:-1] == ["`- State CN", "   `- ! staff, Ops: can see flows 1, 2 in clear"]
    assert tree(reading(seen(False)))[-2] == "   `- ? staff, Ops: may see flow 1 in clear"


def test_of_very_many_teams_the_first_are_told_and_the_rest_counted() -> None:
    readers = tuple(Reader("staff", f"T{n}", "CN", True, "JL-09", str(n), "t") for n in range(MOST_READERS + 3))
    assert tree(reading(ClearAccess(True, readers, "staff")))[-2] == "   `- … and 3 more teams"


def test_a_line_that_is_cut_goes_on_under_its_words_beside_the_branches() -> None:
    assert LINES.wrapped("│  ├─ one two three", 12) == ["│  ├─ one", "│  │    two", "│  │    three"]
    assert ASCII.wrapped("|  `- one two", 10) == ["|  `- one", "|       two"]
    assert LINES.wrapped("  a path to it", 9) == ["  a path", "    to it"]
    assert LINES.wrapped("no branch", 40) == ["no branch"]
    assert LINES.wrapped("", 40) == [""]
