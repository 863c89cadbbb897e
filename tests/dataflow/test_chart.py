"""The map of flows: a band for each state, an arrow for flows that are alike, and who can see the data in clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ddq.dataflow.chart import MOST_STAFF, NOWHERE, FlowMap, flow_map
from ddq.dataflow.model import ClearAccess, FlowReading, FlowsReading, Reader, Ruling, Transfer
from ddq.drawing.chart import Line, Shape
from ddq.drawing.layered import draw
from tests.dataflow.conftest import FLOW

CLOSED = ClearAccess(False, (), "Only the customer holds the keys.")
SEEN = ClearAccess(
    True, (Reader("place", "Host", "US", True, "flows", "1", "seen there"),), "It is seen in clear there."
)


def reading(clear: ClearAccess = CLOSED, ruling: Ruling = Ruling.allowed, **changed: object) -> FlowReading:
    transfer = Transfer(ruling, (ruling,), (), (), (), "because")
    return FlowReading(replace(FLOW, **changed), transfer, clear)  # type: ignore[arg-type]


def drawn(*flows: FlowReading) -> FlowMap:
    found = flow_map(FlowsReading(date(2026, 6, 1), flows, True, True), "The buyer", lambda code: f"State {code}")
    assert found is not None
    return found


def test_places_are_grouped_by_state_and_the_buyer_comes_first() -> None:
    chart = drawn(reading(), reading(country="CN", holder="Lab"), reading(country=None, holder="")).chart
    assert chart.nodes[0].title == "The buyer"
    assert chart.nodes[0].subject
    assert {group.id: group.title for group in chart.groups} == {
        "DE": "State DE", "US": "State US", "CN": "State CN", NOWHERE: "Place not known",
    }  # fmt: skip
    unknown = next(node for node in chart.nodes if node.group == NOWHERE)
    assert (unknown.title, unknown.shape) == ("Holder not known", Shape.broken)


def test_clear_access_is_marked_by_shape_and_line_and_in_words() -> None:
    chart = drawn(reading(SEEN, access="clear"), reading(country="FR", holder="Vault")).chart
    nodes = {node.title: node for node in chart.nodes}
    assert nodes["Host"].strong
    assert nodes["Host"].note == "sees it in clear"
    assert not nodes["Vault"].strong
    strong = [edge for edge in chart.edges if edge.strong]
    assert [edge.target for edge in strong] == ["holder US/Host"]
    assert "Clear access: yes" in strong[0].words
    assert {"sees the data in clear", "somebody but the buyer can see it in clear"} <= {one.words for one in chart.key}


def test_how_the_data_can_be_reached_shows_in_the_kind_of_line() -> None:
    kinds = {"clear": Line.solid, "storage": Line.dashed, "transit": Line.dotted}
    for access, line in kinds.items():
        (edge,) = drawn(reading(access=access)).chart.edges
        assert edge.line is line


def test_flows_that_are_alike_share_an_arrow_and_others_do_not() -> None:
    alike = (reading(data=("content",)), reading(data=("logs", "backups"), name="Second"))
    (edge,) = drawn(*alike).chart.edges
    assert edge.label == ("2 flows: content, logs +1", "allowed")
    assert "Content:" in edge.words
    assert "Second:" in edge.words
    assert len(drawn(*alike, reading(ruling=Ruling.barred)).chart.edges) == 2


def test_staff_who_open_the_data_from_elsewhere_are_drawn_once() -> None:
    team = Reader("staff", "Support", "IN", True, "staff", "1", "staff")
    clear = ClearAccess(True, (team,), "Staff see it.")
    chart = drawn(reading(clear), reading(clear, country="FR")).chart
    (node,) = [node for node in chart.nodes if node.shape is Shape.slanted]
    assert (node.title, node.group, node.note) == ("Support", "IN", "can see it in clear")
    assert [edge.label for edge in chart.edges if edge.target == node.id] == [("remote access",)]
    many = tuple(replace(team, row=str(number)) for number in range(100))
    crowd = drawn(reading(ClearAccess(True, many, "Staff see it."))).chart
    assert sum(node.shape is Shape.slanted for node in crowd.nodes) == MOST_STAFF


def test_a_sender_who_is_a_holder_of_another_flow_is_one_place() -> None:
    chart = drawn(reading(), reading(sender="Host", origins=("US",), country="IN", holder="Helper")).chart
    assert [(edge.source, edge.target) for edge in chart.edges] == [
        ("holder DE/The buyer", "holder US/Host"), ("holder US/Host", "holder IN/Helper"),
    ]  # fmt: skip


def test_data_that_stays_where_it_is_needs_no_arrow() -> None:
    chart = drawn(reading(sender="Host", origins=("US",))).chart
    assert chart.edges == ()
    assert [node.title for node in chart.nodes] == ["Host"]


def test_the_table_has_every_flow() -> None:
    found = drawn(reading(SEEN), reading(name=""))
    assert [line.name for line in found.flows] == ["Content", "a flow of which nothing can be relied on"]
    assert found.flows[0].clear == "Yes. It is seen in clear there."
    assert found.flows[0].route == "From State DE to State US (Host)"


def test_without_flows_there_is_no_map() -> None:
    assert flow_map(FlowsReading(date(2026, 6, 1), (), False, True), "The buyer", str) is None


def test_sixty_flows_can_be_read() -> None:
    """On several sheets; every label stands free of every node."""
    flows = [
        reading(country=("US", "CN", "IN", None)[number % 4], holder=f"Host {number % 23}", data=("content", "logs"))
        for number in range(60)
    ]
    drawing = draw(drawn(*flows).chart)
    assert drawing.missing == 0
    assert min(label.size for sheet in drawing.sheets for label in sheet.labels) > 1.7
