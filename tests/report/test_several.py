"""Two assessments side by side, and all of a workspace: every difference and every assessment is told."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from ddq.assessment.model import Answer, Status
from ddq.report.builder.several import Unreadable, build_comparison, build_portfolio
from ddq.report.inputs import ReportInputs, report_inputs
from ddq.report.inspecting import faults
from ddq.report.manifest import template_folder
from ddq.report.render import ReportError, render_report
from ddq.report.view.several import ComparisonView
from ddq.workspace.compared import compare_assessments
from ddq.workspace.library import Library
from ddq.workspace.snapshot import Snapshot, take_case
from tests.report.test_decision import decided
from tests.report.test_hostile_text import SCRIPTS, TYPED, poisoned

DAY = date(2026, 7, 1)


@pytest.fixture(scope="module")
def zoom(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, Snapshot]:
    library = Library(None, tmp_path_factory.mktemp("cache"))
    return take_case(library, "zoom-2021"), take_case(library, "zoom-2026")


@pytest.fixture(scope="module")
def compared(zoom: tuple[Snapshot, Snapshot]) -> ComparisonView:
    earlier, later = zoom
    return build_comparison(compare_assessments(*zoom), report_inputs(earlier), report_inputs(later))


def test_each_side_says_what_its_own_report_says(zoom: tuple[Snapshot, Snapshot], compared: ComparisonView) -> None:
    for side, snapshot in zip((compared.earlier, compared.later), zoom, strict=True):
        score = snapshot.score()
        assert side.outcome == score.outcome.value
        assert side.trust.shown == " to ".join(dict.fromkeys(score.shown))
        assert side.digest == score.digest
    assert compared.earlier.as_of == "10 April 2021"
    assert any("2026-06-30" in line for line in compared.method)


def test_every_answer_that_differs_is_told_and_no_other(
    zoom: tuple[Snapshot, Snapshot], compared: ComparisonView
) -> None:
    found = compare_assessments(*zoom)
    assert [one.id for one in compared.answers] == [one.question for one in found.facts.answers]
    assert compared.answers
    assert len(compared.moved) == len(found.scores.moved)
    for one in compared.answers:
        assert (one.before, one.basis_before) != (one.after, one.basis_after), one.id


def test_nothing_differs_from_itself(zoom: tuple[Snapshot, Snapshot]) -> None:
    inputs = report_inputs(zoom[0])
    same = build_comparison(compare_assessments(zoom[0], zoom[0]), inputs, inputs)
    assert (same.answers, same.moved, same.one_sided, same.method) == ((), (), (), ())
    assert same.same > 20


def test_a_comparison_as_a_pdf(compared: ComparisonView, tmp_path: Path) -> None:
    hostile = poisoned_strings(compared)
    assert list(faults(template_folder("comparison"), [("zoom", compared), ("hostile", hostile)])) == []
    result = render_report(compared, tmp_path / "a.pdf", "comparison")
    assert result.warnings == ()
    text = "".join(page.extract_text() for page in PdfReader(result.path).pages)
    assert compared.answers[-1].id in text
    assert compared.earlier.digest[:16] in "".join(text.split())


def poisoned_strings(view: ComparisonView) -> ComparisonView:
    from ddq.report.words import clean

    return poisoned(view, clean(f"{TYPED} {SCRIPTS}"))


def _named(inputs: ReportInputs, name: str, **more: object) -> ReportInputs:
    vendor = inputs.assessment.vendor.model_copy(update={"name": name})
    assessment = inputs.assessment.model_copy(update={"id": name, "vendor": vendor})
    return dataclasses.replace(inputs, assessment=assessment, **more)  # pyright: ignore[reportArgumentType]


def test_a_portfolio_names_every_assessment_those_that_need_somebody_first(inputs: ReportInputs) -> None:
    rated = inputs.score
    fine = dataclasses.replace(rated, outcome=type(rated.outcome).proceed)
    bars = tuple(dataclasses.replace(bar, binds=True) for bar in rated.bars)
    barred = dataclasses.replace(fine, bars=bars)
    told = [_named(inputs, "fine", score=fine), _named(inputs, "bad"), _named(inputs, "barred", score=barred)]
    view = build_portfolio(told, [Unreadable("x", "its ledger is damaged")], DAY, "All")
    assert [row.vendor for row in view.rows] == ["barred", "bad", "fine"]
    assert view.rows[0].binding == 2
    assert {one.key: one.count for one in view.outcomes} == {"do_not_proceed": 1, "proceed": 2}
    assert [one.id for one in view.unreadable] == ["x"]


def test_a_portfolio_counts_what_is_overdue_and_stale(inputs: ReportInputs) -> None:
    """A review is overdue the day after it was due, and only while the decision holds."""
    data = decided(next_review="2026-06-30").assessment
    approved = data.model_copy(update={"status": Status.approved_with_conditions})
    reopened = data.model_copy(update={"status": Status.draft})
    made = [dataclasses.replace(inputs, assessment=one, stale=("a reason",)) for one in (approved, reopened)]
    assert build_portfolio(made, (), DAY, "All").overdue == 1
    assert build_portfolio(made, (), date(2026, 6, 30), "All").overdue == 0
    assert build_portfolio(made, (), DAY, "All").stale == 2


def test_a_portfolio_as_a_pdf(inputs: ReportInputs, tmp_path: Path) -> None:
    many = [_named(inputs, f"Vendor {number:03d} 北京 مؤسسة") for number in range(60)]
    view = build_portfolio(many, (), DAY, "Everything")
    empty = build_portfolio((), (), DAY, "Nothing")
    assert list(faults(template_folder("portfolio"), [("many", view), ("none", empty)])) == []
    result = render_report(view, tmp_path / "a.pdf", "portfolio")
    assert result.warnings == ()
    text = "".join(page.extract_text() for page in PdfReader(result.path).pages)
    assert all(f"Vendor {number:03d}" in text for number in range(60))


def test_a_template_is_for_what_its_manifest_says(
    inputs: ReportInputs, compared: ComparisonView, tmp_path: Path
) -> None:
    with pytest.raises(ReportError, match="for a comparison, not for an assessment"):
        render_report(inputs, tmp_path / "a.pdf", "comparison")
    with pytest.raises(ReportError, match="for an assessment, not for a comparison"):
        render_report(compared, tmp_path / "a.pdf", "full")
    assert not list(tmp_path.iterdir())


def test_an_answer_that_was_taken_back_is_told_as_none(zoom: tuple[Snapshot, Snapshot]) -> None:
    earlier = zoom[0]
    subject = next(
        name for name, answer in earlier.assessment.answers.items() if "/" not in name and answer.value is not None
    )
    kept: dict[str, Answer] = {name: one for name, one in earlier.assessment.answers.items() if name != subject}
    later = dataclasses.replace(earlier, assessment=earlier.assessment.model_copy(update={"answers": kept}))
    view = build_comparison(compare_assessments(earlier, later), report_inputs(earlier), report_inputs(later))
    (one,) = view.answers
    assert (one.change, one.after) == ("taken out", "no answer")
