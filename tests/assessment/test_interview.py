"""The interview says how each question stands, what comes next, and what an answer would hide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ddq.assessment import record, reviewing
from ddq.assessment.attention import Matter, attention
from ddq.assessment.fold import apply
from ddq.assessment.interview import Interview
from ddq.assessment.items import Standing, progress_in_full, progress_words
from ddq.assessment.model import Answer, AnswerState, Assessment, Basis, EvidenceFile, Source, Verdict
from ddq.assessment.next_event import Stamp
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import Grade
from ddq.questionnaire.values import NA, Rows, U

TODAY = date(2026, 3, 1)


@pytest.fixture
def ana() -> Stamp:
    from datetime import UTC, datetime

    return Stamp(datetime(2026, 3, 1, 12, 0, tzinfo=UTC), "ana")


class Told:
    """An assessment that is answered step by step."""

    def __init__(self, loaded: LoadedQuestionnaire, assessment: Assessment, stamp: Stamp) -> None:
        self.loaded, self.assessment, self.stamp = loaded, assessment, stamp

    def say(self, subject: str, value: Any, grade: Grade = Grade.D, **more: Any) -> Told:
        given = Answer(value=value, basis=Basis(grade=grade, **more))
        return self.give(subject, given)

    def give(self, subject: str, given: Answer) -> Told:
        event = record.answer(self.assessment, self.loaded, subject, given, self.stamp)
        self.assessment = apply(self.assessment, event)
        return self

    def interview(self, today: date = TODAY) -> Interview:
        return Interview(self.loaded, self.assessment, today)

    def standing(self, question: str) -> Standing:
        return self.interview().items[question].standing


@pytest.fixture
def told(loaded: LoadedQuestionnaire, blank: Assessment, ana: Stamp) -> Told:
    return Told(loaded, blank, ana)


def test_a_blank_interview_asks_what_applies_and_shows_what_may(told: Told) -> None:
    interview = told.interview()
    assert interview.order == ("personal", "users", "officer", "breach", "tested_on", "holders")
    assert interview.next_open() == "personal"
    assert interview.items["officer"].standing is Standing.may_apply
    assert interview.items["officer"].hidden_because == "depends on personal"
    assert interview.items["twice"].standing is Standing.computed
    assert (interview.progress.answered, interview.progress.applicable, interview.progress.may_apply) == (0, 3, 3)
    assert interview.progress.required_open == 1


def test_what_has_no_value_is_never_counted_as_answered(told: Told) -> None:
    """A reason is no answer, and neither is a list that nobody declared complete; all counts add up to what applies."""
    told.say("personal", "yes")
    told.give("users", Answer(state=AnswerState.pending, reason="asked on 1 March"))
    told.say("holders/1", {"name": "Ana"})
    progress = told.interview().progress
    assert (progress.answered, progress.explained, progress.undeclared) == (1, 1, 1)
    assert progress.answered + progress.explained + progress.undeclared + progress.open == progress.applicable
    assert progress_words(progress).endswith("answered, 1 explained")
    assert "1 explained (no value, and a reason why), 1 list not declared complete" in progress_in_full(progress)
    assert told.say("holders/complete", True).interview().progress.undeclared == 0


def test_an_answer_opens_a_section_and_another_hides_it_with_its_reason(told: Told) -> None:
    told.say("personal", "yes")
    assert told.standing("officer") is Standing.open
    told.say("personal", "no")
    interview = told.interview()
    assert interview.items["officer"].standing is Standing.hidden
    assert interview.items["officer"].hidden_because == "does not apply because personal is “no”"
    assert [section.section.id for section in interview.sections] == ["triage", "owners"]


def test_what_a_change_would_hide_is_said_before_and_kept_after(told: Told) -> None:
    """A branch change never deletes answers: they are set apart, and back when the branch comes back."""
    told.say("personal", True).say("officer", "Ms Moe").say("breach", "tested").say("tested_on", "2026-01-31")
    assert told.interview().hidden_by("personal", Answer(value=False)) == ("officer", "breach", "tested_on")
    assert told.interview().hidden_by("breach", None) == ("tested_on",)
    told.say("personal", False)
    assert told.interview().set_apart() == ("officer", "breach", "tested_on")
    assert told.interview().readings["officer"] == "Ms Moe"
    assert told.interview().evaluation.reading["officer"] is NA
    told.say("personal", True)
    assert told.standing("officer") is Standing.answered


def test_next_goes_round_and_previous_stops(told: Told) -> None:
    told.say("users", 5)
    interview = told.interview()
    assert interview.next_open("personal") == "holders"
    assert interview.next_open("holders") == "personal"
    assert interview.next(None) == "personal"
    assert interview.previous("personal") is None
    assert interview.next("holders") is None
    told.say("personal", False)
    assert told.interview().next("breach") == "holders", "also from a question that has just been hidden"


def test_each_state_shows_as_itself(told: Told) -> None:
    for state in AnswerState:
        if state is not AnswerState.answered:
            law = "§ 203" if state is AnswerState.legally_barred else None
            told.give("users", Answer(state=state, reason="told so", law=law))
            assert told.standing("users").value == state.value
            assert told.interview().readings["users"] is U


def test_not_applicable_counts_only_once_a_reviewer_accepted_it(told: Told) -> None:
    told.give("users", Answer(state=AnswerState.not_applicable, reason="a device without users"))
    assert told.interview().readings["users"] is U
    verdict = Verdict(verdict="not_applicable_accepted")
    told.assessment = apply(
        told.assessment, reviewing.review(told.assessment, told.loaded, "users", verdict, told.stamp)
    )
    assert told.interview().readings["users"] is NA
    assert reviewing.reviewed_own_answer(told.assessment, "users")


def test_evidence_ages_by_one_grade(told: Told) -> None:
    """A vendor's word that is older than the question allows has no basis any more."""
    told.say("personal", True).say("breach", "written", sources=(Source(title="letter", dated=date(2025, 2, 28)),))
    assert told.interview(date(2026, 2, 28)).readings["breach"] == "written"
    assert told.interview(date(2026, 3, 1)).readings["breach"] is U


def test_a_file_that_is_gone_or_changed_needs_a_look(told: Told) -> None:
    """What is on disk is passed in: nothing here reads a file."""
    file = EvidenceFile(id="ab" * 32, name="policy.pdf", size=3)
    told.assessment = told.assessment.model_copy(update={"evidence": {file.id: file}})
    interview = told.say("users", 1, evidence=(file.id,)).interview()
    assert Matter.damaged not in {one.matter for one in attention(interview)}
    found = [one for one in attention(interview, {file.id: "is missing"}) if one.matter is Matter.damaged]
    assert [(one.question, one.text) for one in found] == [("users", "policy.pdf is missing.")]


def test_a_document_grade_without_a_document_needs_evidence(told: Told) -> None:
    told.say("users", 5, Grade.B)
    assert told.standing("users") is Standing.needs_evidence
    told.say("users", 5, Grade.B, sources=(Source(title="Annual report 2025"),))
    assert told.standing("users") is Standing.answered
    told.say("personal", True, Grade.A)
    assert told.standing("personal") is Standing.answered, "the buyer is its own source"


def test_a_group_is_open_until_it_is_declared_complete(told: Told) -> None:
    told.say("holders/1", {"name": "Ana Holding", "country": "NO", "votes": 60})
    told.say("holders/2", {"name": "Fund", "votes": 0})
    item = told.interview().items["holders"]
    assert item.standing is Standing.invalid
    assert [row.label for row in item.rows] == ["Ana Holding (NO)", "Fund (…)"]
    assert [row.open_fields for row in item.rows] == [(), ("country", "veto")]
    assert [failed.message for failed in item.rows[1].problems] == ["A holder has votes."]
    assert [subject for subject, _ in told.interview().problems()] == ["holders/2"]
    told.say("holders/2", {"name": "Fund", "votes": 40})
    assert told.standing("holders") is Standing.open
    told.say("holders/complete", True)
    assert told.standing("holders") is Standing.answered
    reading = told.interview().readings["holders"]
    assert isinstance(reading, Rows)
    assert reading.complete
    assert reading.ids == ("1", "2")


def test_a_declaration_without_any_basis_does_not_close_a_list(told: Told) -> None:
    told.say("holders/complete", True, Grade.E)
    reading = told.interview().readings["holders"]
    assert isinstance(reading, Rows)
    assert not reading.complete


def test_a_flag_shows_first_and_the_answer_stays(told: Told) -> None:
    told.say("users", 5)
    told.assessment = apply(
        told.assessment, record.flag(told.assessment, told.loaded, "users", "ask again", told.stamp)
    )
    item = told.interview().items["users"]
    assert (item.standing, item.flag, item.done) == (Standing.flagged, "ask again", True)
