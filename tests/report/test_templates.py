"""The templates that ship: each can be filled with anything, keeps its promise, and a broken one is told where."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from ddq.report.builder import build_view
from ddq.report.inputs import ReportInputs
from ddq.report.inspecting import faults, markup_faults
from ddq.report.manifest import read_manifest, template_folder, templates
from ddq.report.render import render_report
from ddq.report.template import fill
from tests.report.test_hostile_text import SCRIPTS, SHOWN, TYPED, poisoned_inputs, squeezed

SHIPPED = sorted(templates())
OF_ONE = [name for name in SHIPPED if read_manifest(templates()[name]).inputs == "assessment"]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_template_names_itself_by_its_folder(name: str) -> None:
    assert read_manifest(templates()[name]).id == name


@pytest.mark.parametrize("name", OF_ONE)
def test_a_template_can_show_everything_and_nothing(
    name: str, inputs: ReportInputs, empty_inputs: ReportInputs
) -> None:
    """Filled, its HTML has what a tagged PDF needs; the same rules as `ddq template check`."""
    hostile = poisoned_inputs(inputs, f"{TYPED} {SCRIPTS}")
    views = [(at, build_view(one)) for at, one in {"all": inputs, "none": empty_inputs, "hostile": hostile}.items()]
    assert list(faults(templates()[name], views)) == []


def test_the_brief_has_two_pages_whatever_there_is_to_tell(
    inputs: ReportInputs, empty_inputs: ReportInputs, tmp_path: Path
) -> None:
    """Also in German, which needs more letters for the same."""
    hostile = dataclasses.replace(poisoned_inputs(inputs, f"{TYPED} {SCRIPTS}"), language="de")
    for number, one in enumerate((inputs, empty_inputs, hostile)):
        result = render_report(one, tmp_path / f"{number}.pdf", "brief")
        assert (result.pages, result.warnings) == (2, ())
    text = squeezed(tmp_path / "2.pdf")
    for part in SHOWN[:3]:
        assert part in text, part


def test_the_letter_to_the_vendor_says_nothing_of_the_result(inputs: ReportInputs, tmp_path: Path) -> None:
    """It leaves the house: neither outcome nor score nor the buyer's notes, on no page and in no attached file."""
    notes = {
        subject: answer.model_copy(update={"note": "KEPTINSIDE"})
        for subject, answer in inputs.assessment.answers.items()
    }
    told = dataclasses.replace(inputs, assessment=inputs.assessment.model_copy(update={"answers": notes}))
    view = build_view(told)
    html = fill(template_folder("vendor-letter"), view).html
    result = render_report(told, tmp_path / "letter.pdf", "vendor-letter")
    pdf = PdfReader(result.path)
    assert not pdf.attachments
    for text in (html, "".join(page.extract_text() for page in pdf.pages)):
        for secret in (
            view.outcome.trust.shown,
            view.outcome.headline,
            view.outcome.band,
            view.cover.digest[:12],
            "KEPTINSIDE",
            "Trust",
        ):
            assert secret not in text, secret
    assert "What we ask you" in html
    open_to_vendor = [q.id for section in view.sections for q in section.questions if q.unsettled and q.of_vendor]
    assert open_to_vendor
    assert all(f">{identifier}<" in html for identifier in open_to_vendor)


def test_the_letter_asks_what_the_vendor_says_to_what_others_say(inputs: ReportInputs) -> None:
    view = build_view(inputs)
    html = fill(template_folder("vendor-letter"), view).html
    listed = [bar for bar in view.bars if bar.listed]
    assert listed
    assert html.count("Your position as we know it") == sum(bar.position is not None for bar in listed)
    assert html.count("We know of no reply of yours") == sum(bar.position is None for bar in listed)


def test_what_a_tagged_pdf_needs_is_missed_by_name() -> None:
    html = "<html><body><h1>a</h1><h3>b</h3><svg></svg><img src='x'><table><tr><th>c</th></tr></table></body></html>"
    assert [fault[:4] for fault in markup_faults(html)] == ["T105", "T103", "T104", "T106", "T101", "T102"]
    whole = (
        "<html lang='en'><head><title>t</title></head><body><h1>a</h1><h2>b</h2><svg><title>s</title></svg>"
        "<img alt='' src='x'><table><tr><th scope='col'>c</th></tr></table></body></html>"
    )
    assert list(markup_faults(whole)) == []


def test_a_broken_template_is_told_with_its_line(inputs: ReportInputs, tmp_path: Path) -> None:
    """Once, although every view meets it; a file that nothing includes is read too."""
    folder = tmp_path / "own"
    shutil.copytree(template_folder("brief"), folder)
    main = folder / "report.html.j2"
    main.write_text(main.read_text().replace("report.cover %}", "report.covr %}", 1))
    views = [(name, build_view(inputs)) for name in ("one", "two")]
    (fault,) = faults(folder, views)
    assert "report.html.j2" in fault
    assert "T003" in fault
    assert "ReportView has no 'covr'" in fault
    (folder / "left.html.j2").write_text("\n{% if %}")
    (fault,) = faults(folder, views)
    assert f"{folder / 'left.html.j2'}:2: T001" in fault


def test_a_workspace_has_templates_of_its_own(tmp_path: Path) -> None:
    """They come before those that ship."""
    own = tmp_path / "report_templates" / "brief"
    shutil.copytree(template_folder("full"), own)
    assert template_folder("brief", tmp_path) == own
    assert template_folder("brief") != own
    with pytest.raises(LookupError, match="did you mean"):
        template_folder("breif", tmp_path)
