"""No page of a report is ill set: nothing runs over an edge, no heading ends a page, no row of a table is cut."""

from __future__ import annotations

import pytest

from tests.report.conftest import make_empty_inputs, make_inputs
from tests.report.large import Laid, laid, refused_inputs

MANIFEST = "ddq: report-template/1\nid: own\nversion: 1.0.0\ntitle: Own\ndescription: A test.\npage: A4\n"
FAULTY = """\
<p>begin</p><p style="white-space: nowrap">nowrap NOWRAP</p>
<div style="height: 150mm"></div><h2>A heading alone</h2><div style="break-before: page"></div>
<div style="height: 150mm"></div><table>LINES</table>
<table style="table-layout: fixed; width: 40mm">
<tr><td style="width: 10mm; white-space: nowrap">out of the cell</td><td></td></table>
""".replace("NOWRAP", "x" * 200).replace("LINES", f"<tr><td>{'<p>cut</p>' * 12}</td></tr>")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Laid]:
    """By what is laid out; all in one process."""
    folder = tmp_path_factory.mktemp("layout")
    own = folder / "own"
    own.mkdir()
    (own / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    (own / "report.html.j2").write_text(f"<html><body>{FAULTY}</body></html>", encoding="utf-8")
    (own / "style.css").write_text("@page { size: A4; margin: 40mm }", encoding="utf-8")
    reports = {
        "full": (make_inputs(), "full"),
        "brief": (make_inputs(), "brief"),
        "refused": (refused_inputs(), "full"),
        "empty": (make_empty_inputs(), "full"),
        "faulty": (make_empty_inputs(), own),
    }
    return dict(zip(reports, laid(folder, *reports.values()), strict=True))


@pytest.mark.parametrize("name", ["full", "brief", "refused", "empty"])
def test_a_report_is_well_set(found: dict[str, Laid], name: str) -> None:
    """With everything in it, in two pages, with every question refused, and with nothing answered.

    `make layout` lays out one of 500 questions, 60 owners and 40 flows, and every case.
    """
    assert found[name].faults == []
    assert found[name].pages >= 2


def test_what_is_ill_set_is_found(found: dict[str, Laid]) -> None:
    said = "\n".join(found["faulty"].faults)
    assert "page 1: text runs over the side of the page: nowrap" in said
    assert "page 1: a heading ends the page: A heading alone" in said
    assert "page 2: a row of a table is cut: cut" in said
    assert "text runs out of its cell: out of the cell" in said
