"""The drawings in a report: each a figure with its words, labels as shaped text, and a table of the same facts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from ddq.dataflow.chart import FlowLine, FlowMap
from ddq.drawing.chart import Chart, Edge, Group, Node, Shape
from ddq.ownership.listed_chart import EnteredOwners, Holding
from ddq.report.builder import build_view
from ddq.report.inputs import ReportInputs, report_inputs
from ddq.report.manifest import template_folder
from ddq.report.render import render_report
from ddq.report.template import fill
from ddq.workspace.library import Library
from ddq.workspace.snapshot import take_case
from tests.conftest import CACHE
from tests.drawing.charts import chart
from tests.report.conftest import make_inputs

FULL = template_folder("full")
NAMES = (
    "شركة الخليج للاستثمار",
    "חברת אחזקות הצפון",
    "北京字节跳动科技有限公司",
    "कर्नाटक निवेश निगम",
    "Łódź 😀 <b>&amp;",
)


def drawn_inputs(names: tuple[str, ...] = NAMES) -> ReportInputs:
    """A report with owners and flows of these names, and a chart of 90 that needs several sheets."""
    nodes = (Node("v", "Vendor", subject=True), *(Node(name, name, name, "XX", Shape.pill) for name in names))
    edges = tuple(
        Edge(name, "v", (f"{number} %",), words=f"{name}: {number} %") for number, name in enumerate(names, 1)
    )
    holdings = tuple(Holding(name, "person", "XX", "5 %", "Vendor") for name in names)
    grouped = tuple(Node(name, name, group=f"g{number % 2}") for number, name in enumerate(("Buyer", *names)))
    arrows = tuple(Edge("Buyer", name, ("content",), strong=True, words=f"content to {name}") for name in names)
    places = Chart("Data flows", grouped, arrows, (Group("g0", names[0]), Group("g1", "Germany")))
    lines = tuple(FlowLine(name, "content", "somewhere", "stored", "unknown", "Yes.") for name in names)
    owners = EnteredOwners(Chart("Owners", nodes, edges), holdings)
    return make_inputs(owners=owners, flows=FlowMap(places, lines))


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report with these names, made once."""
    result = render_report(drawn_inputs(), tmp_path_factory.mktemp("drawn") / "report.pdf")
    assert result.warnings == ()
    return result.path


def squeezed(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_every_name_is_drawn_and_stands_in_the_table(pdf: Path) -> None:
    """In the four scripts whose letters join, stack or run from right to left, and with what looks like markup."""
    text = squeezed(pdf)
    for name in ("北京字节跳动科技有限公司", "Łódź😀<b>&amp;"):
        assert text.count(name) >= 4, "in two drawings and two tables"


def test_each_drawing_is_a_figure_with_its_words(pdf: Path) -> None:
    """What a drawing shows is its text alternative, so it is there for those who do not see it."""
    found = [str(element["/Alt"]) for element in _elements(PdfReader(pdf)) if element.get("/S") == "/Figure"]
    assert any(alt.startswith("Owners. شركة الخليج للاستثمار: 1 %") for alt in found)
    assert any(alt.startswith("Data flows. content to") for alt in found)
    assert any(alt.startswith("Nexus by state and channel.") for alt in found)


def test_the_labels_of_a_drawing_are_not_read_out_beside_its_words(pdf: Path) -> None:
    """They stand in its figure, and the text alternative is read instead of what stands in a figure."""
    elements = _elements(PdfReader(pdf))
    drawings = [found for found in elements if str(found.get("/Alt", "")).startswith(("Owners. ", "Data flows. "))]
    assert len(drawings) == 2
    for drawing in drawings:
        assert len([kid for kid in drawing["/K"] if not isinstance(kid, int)]) > len(NAMES)
        assert [kid.get_object() for kid in drawing["/P"].get_object()["/K"]] == [drawing]
    assert not any("\u2063" in str(found.get("/Alt", "")) for found in elements)


def _elements(reader: PdfReader) -> list[dict[str, object]]:
    """All structure elements of the document."""
    found: list[dict[str, object]] = []
    waiting: list[object] = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop()
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            waiting.extend(element)
        elif isinstance(element, dict):
            found.append(element)
            waiting.append(element.get("/K", []))
    return found


def test_large_drawings_have_pages_of_their_own_and_say_which_sheet_they_are() -> None:
    large = make_inputs(owners=EnteredOwners(chart(150), ()))
    view = build_view(large)
    assert view.owners is not None
    assert len(view.owners.sheets) > 1
    html = fill(FULL, view).html
    assert "Drawn on the next pages." in html
    for sheet in view.owners.sheets:
        assert f"Sheet {sheet.number} of {sheet.of}." in html
        assert f'class="sheetbox {sheet.page}"' in html


def test_a_report_without_owners_flows_and_states_has_none_of_these_parts(empty_inputs: ReportInputs) -> None:
    view = build_view(empty_inputs)
    assert (view.owners, view.flows) == (None, None)
    html = fill(FULL, view).html
    assert 'id="owners"' not in html
    assert 'id="flows"' not in html


def test_no_name_becomes_markup_or_leaves_its_label() -> None:
    hostile = drawn_inputs(("<script>alert(1)</script>", "x" * 5000, '"><svg onload=x>', "\x1b[2J\u202e\ue000 \ud800"))
    html = fill(FULL, build_view(hostile)).html
    assert "<script" not in html
    assert "onload=x>" not in html
    assert "\u202e" not in html
    labels = re.findall(r'<div class="l[^>]*>(.*?)</div>', html)
    assert labels
    assert max(map(len, labels)) < 400


def test_a_shipped_case_is_drawn_with_all_its_states(tmp_path: Path) -> None:
    inputs = report_inputs(take_case(Library(cache=CACHE), "bytedance-2021"))
    view = build_view(inputs)
    assert view.owners is not None
    assert view.flows is not None
    assert view.reach_matrix is not None
    assert len(view.flows.rows) == len(inputs.flows.flows if inputs.flows else ())
    assert [row[0] for row in view.reach_matrix.rows] == [state.name for state in view.states if state.paths]
    assert "China (mainland): Seat 1" in view.reach_matrix.sheets[0].words


@pytest.mark.parametrize("kind", ["owners", "flows", "reach_matrix"])
def test_every_table_has_a_width_for_each_column(kind: str) -> None:
    drawing = getattr(build_view(drawn_inputs()), kind)
    assert sum(column.width for column in drawing.columns) == 100
    assert all(len(row) == len(drawing.columns) for row in drawing.rows)
