"""Layered charts on sheets: all of it, readable, nothing over anything else, the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ddq.drawing.chart import Chart, Edge, Group, Node, Shape
from ddq.drawing.geometry import Rect
from ddq.drawing.layered import draw
from ddq.drawing.sheet import ROOM, Label, Sheet
from ddq.drawing.splitting import parts
from ddq.drawing.svg import sheet_body, svg_document
from tests.drawing.charts import chart

SVG = "{http://www.w3.org/2000/svg}"
LEAST_LETTERS = 1.74
"""Millimetres: 4.9 points."""


def box(label: Label) -> Rect:
    return Rect(label.x, label.y, label.width, label.height)


def overlap(one: Rect, other: Rect, by: float = 0.05) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    along = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > by and along > by


def nodes_of(sheet: Sheet) -> list[Rect]:
    """The outlines of the chart, without those of the key under it."""
    return [one.rect for one in sheet.outlines if one.shape is not Shape.frame and one.rect.width > 8]


@pytest.mark.parametrize("size", [5, 20, 60])
def test_up_to_60_nodes_one_sheet_is_enough_and_can_be_read(size: int) -> None:
    drawing = draw(chart(size))
    (sheet,) = drawing.sheets
    assert drawing.missing == 0
    assert len(nodes_of(sheet)) == size
    assert min(label.size for label in sheet.labels) >= LEAST_LETTERS
    assert sheet.width <= ROOM[sheet.page][0]
    assert sheet.height <= ROOM[sheet.page][1]


@pytest.mark.parametrize("size", [5, 20, 60, 200])
def test_nothing_lies_over_anything_else(size: int) -> None:
    """No node over a node; no label of an edge over a node or another label; nothing over the end of the sheet."""
    for sheet in draw(chart(size)).sheets:
        nodes = nodes_of(sheet)
        beside = [box(label) for label in sheet.labels if label.backed and not label.lines[0].startswith("→")]
        assert not any(overlap(one, other) for at, one in enumerate(nodes) for other in nodes[at + 1 :])
        assert not any(overlap(label, node) for label in beside for node in nodes)
        assert not any(overlap(one, other) for at, one in enumerate(beside) for other in beside[at + 1 :])
        for rect in (*nodes, *beside):
            assert -0.1 <= rect.x <= rect.x + rect.width <= sheet.width + 0.1
            assert -0.1 <= rect.y <= rect.y + rect.height <= sheet.height + 0.1


@pytest.mark.parametrize("whole", [chart(20), chart(60), chart(40, depth=5, seed=39)], ids=("20", "60", "across"))
def test_no_line_runs_through_a_node(whole: Chart) -> None:
    """Not through its own either, where lines to one node come from several layers."""
    for sheet in draw(whole).sheets:
        inner = [Rect(one.x + 0.4, one.y + 0.4, one.width - 0.8, one.height - 0.8) for one in nodes_of(sheet)]
        for stroke in sheet.strokes:
            for (ax, ay), (bx, by) in zip(stroke.points, stroke.points[1:], strict=False):
                line = Rect(min(ax, bx), min(ay, by), abs(ax - bx) + 0.02, abs(ay - by) + 0.02)
                assert not any(overlap(line, node, 0.01) for node in inner)


def test_every_line_begins_at_its_source_and_ends_at_its_target() -> None:
    """However lines were gathered and room was taken out."""
    whole = chart(60)
    (sheet,) = draw(whole).sheets
    at = dict(zip((node.id for node in whole.nodes), nodes_of(sheet), strict=True))
    for edge, stroke in zip(whole.edges, sheet.strokes, strict=False):
        for (x, y), rect in ((stroke.points[0], at[edge.source]), (stroke.points[-1], at[edge.target])):
            across = min(abs(x - rect.x), abs(x - rect.x - rect.width))
            along = min(abs(y - rect.y), abs(y - rect.y - rect.height))
            inside = rect.x - 0.1 <= x <= rect.x + rect.width + 0.1 and rect.y - 0.1 <= y <= rect.y + rect.height + 0.1
            assert inside
            assert min(across, along) < 0.1


@given(st.integers(1, 80), st.integers(2, 30), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_in_parts_every_edge_is_drawn_once_and_no_part_is_too_large(size: int, most: int, seed: int) -> None:
    whole = chart(size, seed=seed)
    found = parts(whole, most)
    assert Counter(edge for part in found for edge in part.edges) == Counter(whole.edges)
    assert {node for part in found for node in part.nodes} == set(whole.nodes)
    assert all(len(part.nodes) <= most for part in found)
    for part in found:
        ids = {node.id for node in part.nodes}
        assert all(edge.source in ids and edge.target in ids for edge in part.edges)


def test_beyond_60_nodes_sheets_refer_to_each_other() -> None:
    sheets = draw(chart(150)).sheets
    assert len(sheets) > 1
    assert [sheet.number for sheet in sheets] == list(range(1, len(sheets) + 1))
    for sheet in sheets:
        references = [label.lines[0] for label in sheet.labels if label.lines[0].startswith("→ sheet")]
        assert references, "every sheet has nodes that go on on another one"
        assert all(f"→ sheet {sheet.number}" != reference for reference in references)
        assert f"Sheet {sheet.number} of {len(sheets)}." in sheet.words


def test_what_needs_more_sheets_than_there_may_be_is_counted() -> None:
    whole = chart(200)
    all_of_it, some = draw(whole, 100), draw(whole, 2)
    assert all_of_it.missing == 0
    assert len(some.sheets) == 2
    assert 0 < some.missing < len(whole.edges)


def test_hundreds_of_holders_of_one_company_go_on_many_sheets() -> None:
    nodes = tuple(Node(f"n{number}", f"Holder {number}") for number in range(301))
    star = Chart("Star", nodes, tuple(Edge(f"n{number}", "n0", ("0.3 %",)) for number in range(1, 301)))
    drawing = draw(star, 100)
    assert drawing.missing == 0
    assert sum(len(sheet.strokes) for sheet in drawing.sheets) == 300


def test_a_circle_of_companies_is_drawn_as_one() -> None:
    nodes = tuple(Node(name, name) for name in "abc")
    edges = (Edge("a", "b", ("100 %",)), Edge("b", "c", ("100 %",)), Edge("c", "a", ("100 %",), backward=True))
    (sheet,) = draw(Chart("Circle", nodes, edges)).sheets
    assert len(sheet.strokes) == 3


def test_a_node_without_edges_and_an_empty_chart() -> None:
    (sheet,) = draw(Chart("Alone", (Node("a", "a"),), ())).sheets
    assert len(sheet.outlines) == 1
    assert draw(Chart("Nothing", (), ())).sheets == ()


def test_groups_stand_in_frames_with_their_titles() -> None:
    nodes = tuple(replace(node, group="DE" if number % 2 else "SG") for number, node in enumerate(chart(8).nodes))
    grouped = replace(chart(8), nodes=nodes, groups=(Group("DE", "Germany"), Group("SG", "Singapore")))
    (sheet,) = draw(grouped).sheets
    frames = [one.rect for one in sheet.outlines if one.shape is Shape.frame]
    assert len(frames) == 2
    assert not overlap(*frames)
    assert {"Germany", "Singapore"} <= {line for label in sheet.labels for line in label.lines}


HOSTILE = (
    "<script>alert(1)</script>", "]]>&\"'", "x" * 5000, "\x00\x1b[2J\x9b", "a\u202eb\u2066c", "👩‍👩‍👧‍👦🏴‍☠️" * 20,
    "\ud800 half a pair", "\ufffe\uffff", "e\u0301" * 200, "", "\n\n\t", "שלום العالم नमस्ते 世界" * 10,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_the_file_or_leaves_its_box(text: str) -> None:
    nodes = (Node("a", text, text, text), Node("b", text, text, text, Shape.hexagon, strong=True))
    hostile = Chart(text, nodes, (Edge("a", "b", (text, text), words=text),), (), ())
    drawing = draw(hostile)
    root = ElementTree.fromstring(svg_document(drawing.sheets).encode())
    assert {element.tag for element in root.iter()} <= {
        SVG + tag for tag in ("svg", "g", "path", "rect", "text", "title", "desc")
    }
    (sheet,) = drawing.sheets
    assert max(one.rect.height for one in sheet.outlines) < 20
    for words in (element.text or "" for element in root.iter(f"{SVG}text")):
        assert len(words) < 200
        assert not any(ord(character) < 32 or 0x202A <= ord(character) <= 0x2069 for character in words)


def test_a_sheet_for_a_report_has_no_text_and_no_name_in_it() -> None:
    """Text in an SVG would be laid out letter by letter there; an id would be an anchor of the whole document."""
    (sheet,) = draw(chart(20)).sheets
    body = sheet_body(sheet)
    assert "<text" not in body
    assert " id=" not in body
    assert "url(" not in body


def test_the_bytes_are_the_same_whatever_the_hash_seed() -> None:
    script = (
        "import sys\nfrom tests.drawing.charts import chart\nfrom ddq.drawing.layered import draw\n"
        "from ddq.drawing.svg import svg_document\nsys.stdout.write(svg_document(draw(chart(90)).sheets))"
    )
    digests = {
        hashlib.sha256(
            subprocess.run(
                [sys.executable, "-c", script],
                env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
                cwd=Path(__file__).parents[2],
                capture_output=True,
                check=True,
            ).stdout
        ).hexdigest()
        for seed in ("0", "4711")
    }
    assert len(digests) == 1


def test_a_sheet_says_in_words_what_it_shows() -> None:
    (sheet,) = draw(chart(5)).sheets
    assert sheet.words.startswith("Owners of Nimbus. n")
    assert all(edge.words in sheet.words for edge in chart(5).edges)
    (large,) = draw(chart(60)).sheets
    assert "more, all of them in the table" in large.words
