"""The view model: what the score says, in words, in the order of weight, and no figure of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import orjson
from pydantic import TypeAdapter

from ddq.assessment.model import Answer, AnswerState, Basis, Source, Status
from ddq.questionnaire.model import Grade
from ddq.report.builder import build_view
from ddq.report.inputs import ReportInputs
from ddq.report.view import ReportView
from ddq.scoring.model import OutcomeKind


def test_the_interval_is_shown_as_the_score_shows_it(inputs: ReportInputs) -> None:
    view = build_view(inputs)
    assert view.outcome.trust.shown == " to ".join(inputs.score.shown)
    assert view.cover.outcome == inputs.score.outcome.value
    assert view.cover.digest == inputs.score.digest


def test_the_view_survives_the_way_to_the_rendering_process(inputs: ReportInputs) -> None:
    view = build_view(inputs)
    assert TypeAdapter(ReportView).validate_json(orjson.dumps(view)) == view


def test_findings_are_the_established_concerns_the_heaviest_first(inputs: ReportInputs) -> None:
    view = build_view(inputs)
    weights = {item.id: item.concern.lo for item in inputs.score.indicators}
    told = [weights[finding.id] for finding in view.findings]
    assert told == sorted(told, reverse=True)
    assert all(told)
    assert len(view.findings) + len(view.doubts) + len(view.unanswered) == len(inputs.score.indicators)
    assert [doubt.title for doubt in view.unanswered] == ["Releases are not independently tested"]


def test_slices_add_up_to_the_whole_bar(inputs: ReportInputs) -> None:
    assert abs(sum(piece.share for piece in build_view(inputs).attribution) - 1) < 1e-12


def test_an_allegation_is_marked_and_the_vendor_is_heard(inputs: ReportInputs) -> None:
    """In the finding, with the answer, and with the listing."""
    view = build_view(inputs)
    finding = next(item for item in view.findings if item.id == "misleading")
    assert finding.allegation
    position = finding.basis[0].answer.position
    assert position is not None
    assert position.text == "We deny the claims and will defend ourselves in court."
    listing = next(bar for bar in view.bars if bar.id == "GL-01/l1")
    assert listing.allegation
    assert listing.position == "The order names no incident; we have asked the court to review it."
    assert listing.ground == "Risk that updates could be commanded from abroad"


def test_what_nobody_can_change_is_what_has_no_remedy(inputs: ReportInputs) -> None:
    fixed = build_view(inputs).summary.fixed
    assert fixed[0] == "The law of China (mainland) can reach message content (law)."
    assert "What a law can compel stays as it is, whatever a contract says." in fixed
    assert not any("veto" in line for line in fixed)


def test_when_nothing_reaches_what_is_required_the_summary_says_so(inputs: ReportInputs) -> None:
    change = build_view(inputs).summary.change
    assert change[0].startswith("Nothing on offer: with every remedy and the best answer to every question")


def test_a_law_is_told_once_with_its_state(inputs: ReportInputs) -> None:
    view = build_view(inputs)
    finding = next(item for item in view.findings if item.id == "law:CN")
    state = next(item for item in view.states if item.anchor == finding.state)
    assert finding.basis == ()
    assert len(finding.because) == len(state.paths)
    assert "Intelligence Support Act, ss 7, 14 (in force since 1 January 2017)" in state.laws


def test_a_home_state_is_shown_and_not_scored(inputs: ReportInputs) -> None:
    home = next(state for state in build_view(inputs).states if state.code == "DE")
    assert home.home
    assert not home.scored
    assert home.standing == "the buyer's home: shown, and scored 0"


def test_not_applicable_is_not_accepted_until_a_reviewer_says_so(
    inputs: ReportInputs, inputs_with: Callable[..., ReportInputs]
) -> None:
    def state(view: ReportView) -> str:
        questions = (question for section in view.sections for question in section.questions)
        answer = next(question for question in questions if question.id == "GL-03").answer
        assert answer is not None
        return answer.state

    assert state(build_view(inputs)) == "not applicable, accepted by a reviewer"
    waiting = inputs_with(score=replace(inputs.score, not_applicable=()))
    assert state(build_view(waiting)) == "not applicable, not yet accepted by a reviewer: reads as unknown"


def test_only_a_value_has_an_evidence_grade(inputs: ReportInputs, inputs_with: Callable[..., ReportInputs]) -> None:
    """A reason why there is no value may name its sources, and nobody's word was taken."""
    source = Source(title="Hearing of the committee", dated=date(2024, 1, 9))
    unknown = Answer(state=AnswerState.unknown, reason="Not published", basis=Basis(grade=Grade.D, sources=(source,)))
    answers = {**inputs.assessment.answers, "CT-01": unknown}
    changed = inputs_with(assessment=inputs.assessment.model_copy(update={"answers": answers}))
    questions = [question for section in build_view(changed).sections for question in section.questions]
    told = next(question for question in questions if question.id == "CT-01").answer
    assert told is not None
    assert (told.grade, told.grade_words, len(told.sources)) == (None, None, 1)


def test_hidden_questions_are_not_printed(inputs: ReportInputs, inputs_with: Callable[..., ReportInputs]) -> None:
    view = build_view(inputs_with(hidden=frozenset({"CT-04"})))
    told = {question.id for section in view.sections for question in section.questions}
    assert "CT-04" not in told
    assert "CT-04" in {question.id for section in build_view(inputs).sections for question in section.questions}


def test_an_approved_report_is_no_draft(inputs: ReportInputs, inputs_with: Callable[..., ReportInputs]) -> None:
    approved = inputs.assessment.model_copy(update={"status": Status.approved})
    assert build_view(inputs).cover.draft
    assert not build_view(inputs_with(assessment=approved)).cover.draft


def test_if_shown_to_be_names_the_answers_that_remove_the_concern(inputs: ReportInputs) -> None:
    first = build_view(inputs).open_questions[0]
    assert (first.id, first.if_shown, first.asked_of) == ("CT-04", "“Yes”", "the vendor")


def test_every_event_is_told(inputs: ReportInputs) -> None:
    history = build_view(inputs).history
    assert [line.seq for line in history] == [event.seq for event in inputs.events]
    assert history[1].what == "Answered OC-01: In part"
    assert history[2].what == "Answered OC-02, 北风云计算有限公司 (CN)"
    assert history[2].at == "2024-05-02 08:51"


def test_nothing_known_is_told_as_such(empty_inputs: ReportInputs) -> None:
    view = build_view(empty_inputs)
    assert view.outcome.kind == OutcomeKind.not_rated.value
    assert view.findings == view.states == view.bars == view.history == ()
    assert "0 are answered, 0 explained" in view.coverage.stands
