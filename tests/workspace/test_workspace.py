"""A workspace keeps what people do, and everybody who opens it sees the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from ddq.assessment.decision import Condition, ConditionState, Direction, Verb
from ddq.assessment.entering import Entry, load_case
from ddq.assessment.items import Standing
from ddq.assessment.model import Answer, AnswerState, Basis, Engagement, Role, Status, Vendor
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.model import Grade
from ddq.questionnaire.problems import SourceError
from ddq.store.protocol import ClosedMeanwhile, Conflict, NotFound, StoreError
from ddq.workspace.opened import OpenAssessment
from ddq.workspace.snapshot import take_case
from ddq.workspace.surroundings import Surroundings
from ddq.workspace.workspace import Workspace
from tests.conftest import CACHE

OWN = """\
ddq: questionnaire/1
id: own
version: 1.0.0
title: Our own
sections:
  - id: all
    title: All
    domain: all
    questions:
      - {id: first, kind: yes_no, text: First?}
      - {id: second, kind: text, text: Second?, visible_if: first}
      - id: seats
        kind: group
        text: Seats?
        complete: All seats are listed.
        fields: [{id: name, kind: text, text: Name}, {id: country, kind: country, text: Country}]
"""
CASE = """\
ddq: case/1
id: acme
title: Acme in 2021
as_of: 2021-04-10
questionnaire: own
profile: de-authority
vendor: {name: Acme}
by: editor
at: 2021-04-10T09:00:00Z
answers:
  first: yes
  second: {state: refused, reason: Declined by letter}
"""


def surroundings(user: str = "ana") -> Surroundings:
    seconds, numbers = count(), count(1)
    start = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    return Surroundings(lambda: start + timedelta(seconds=next(seconds)), lambda: f"a{next(numbers)}", lambda: user)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "questionnaires"
    own.mkdir(mode=0o755)
    tmp_path.chmod(0o700)
    (own / "own.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    with Workspace(folder, surroundings(), cache=CACHE) as opened:
        yield opened


def new(workspace: Workspace) -> OpenAssessment:
    return workspace.create(Vendor(name="Acme"), "own", Engagement(profile="de-authority"))


def test_what_was_answered_is_there_when_it_is_opened_again(workspace: Workspace, folder: Path) -> None:
    mine = new(workspace)
    mine.answer("first", Answer(value="yes"))
    mine.answer("second", Answer(value="Kafé ⟨x⟩"))
    mine.flag("second", "ask")
    assert mine.interview.items["second"].standing is Standing.flagged
    workspace.close()
    with Workspace(folder, surroundings("bea"), cache=CACHE) as again:
        theirs = again.open("a1")
        assert theirs.assessment == mine.assessment
        assert theirs.history() == mine.history()
        assert [summary.title for summary in again.list()] == ["Acme"]


def test_two_people_at_once_see_each_others_answers_and_never_overwrite_one(workspace: Workspace, folder: Path) -> None:
    mine = new(workspace)
    with Workspace(folder, surroundings("bea"), cache=CACHE) as other:
        theirs = other.open(mine.id)
        theirs.answer("first", Answer(value=True))
        assert mine.answer("second", Answer(value="mine")).seq == 3, "another question: both are kept"
        assert mine.assessment.answers["first"].value is True
        theirs.answer("first", Answer(value=False))
        with pytest.raises(Conflict, match="first was changed by bea at"):
            mine.answer("first", Answer(value=True))
        assert mine.assessment.answers["first"].value is False, "what stands is shown"
        mine.answer("first", Answer(value=True))


def test_undo_takes_back_ones_own_last_change(workspace: Workspace) -> None:
    mine = new(workspace)
    mine.answer("first", Answer(value=True))
    mine.answer("seats/1", Answer(value={"name": "Head office", "country": "NO"}))
    mine.take_back("seats/1")
    for expected in (["first", "seats/1"], ["first"], []):
        assert mine.undo() is not None
        assert list(mine.assessment.answers) == expected
    assert mine.undo() is None
    assert len(mine.history()) == 7, "nothing is ever deleted"


def test_several_answers_are_given_all_or_none(workspace: Workspace) -> None:
    mine = new(workspace)
    with pytest.raises(NotAccepted):
        mine.enter([Entry("first", Answer(value=True)), Entry("second", Answer(state=AnswerState.unknown))])
    assert mine.assessment.seq == 1
    mine.enter([Entry("first", Answer(value=True)), Entry("second", Answer(value="x"))])
    assert list(mine.assessment.answers) == ["first", "second"]
    assert mine.enter([Entry("first", Answer(value=True))]) == (), "what is said already is not said again"


def test_evidence_is_kept_once_and_named_by_answers(workspace: Workspace, tmp_path: Path) -> None:
    mine = new(workspace)
    report = tmp_path / "audit.pdf"
    report.write_bytes(b"%PDF-1.7 audit")
    kept = mine.attach(report)
    assert mine.attach(report) == kept
    assert mine.evidence(kept.id).read_bytes() == b"%PDF-1.7 audit"
    mine.answer("first", Answer.model_validate({"value": True, "basis": {"evidence": (kept.id,)}}))
    with pytest.raises(StoreError, match="no such file"):
        mine.attach(tmp_path / "missing.pdf")


def test_a_case_keeps_its_own_times_and_names_in_any_workspace(workspace: Workspace, folder: Path) -> None:
    case = load_case(folder / "case.yaml")
    entered = workspace.create_from_case(case)
    assert {event.by for event in entered.history()} == {"editor"}
    assert entered.day.isoformat() == "2021-04-10"
    alone = take_case(workspace.library, folder / "case.yaml")
    assert alone.assessment.answers == entered.assessment.answers
    assert alone.interview().items["second"].standing is Standing.refused


def test_an_id_may_be_cut_short_while_it_is_clear(workspace: Workspace) -> None:
    new(workspace)
    new(workspace)
    assert workspace.open("a1").id == "a1"
    for unclear, says in (("a", "2 assessments"), ("b", "there is no assessment"), ("", "there is no assessment")):
        with pytest.raises(NotFound, match=says):
            workspace.open(unclear)


def test_what_does_not_exist_is_said_with_what_does(workspace: Workspace, folder: Path) -> None:
    with pytest.raises(SourceError, match="did you mean 'own'"):
        workspace.create(Vendor(name="Acme"), "owm", Engagement(profile="de-authority"))
    with pytest.raises(SourceError, match="did you mean 'de-authority'"):
        workspace.create(Vendor(name="Acme"), "own", Engagement(profile="de-autority"))
    stray = folder / "stray.yaml"
    stray.write_text(OWN.replace("id: own", "id: stray"), encoding="utf-8")
    with pytest.raises(SourceError, match="would not be found again"):
        workspace.create(Vendor(name="Acme"), str(stray), Engagement(profile="de-authority"))


def test_a_status_moves_on_and_a_changed_questionnaire_is_noticed(workspace: Workspace, folder: Path) -> None:
    mine = new(workspace)
    mine.change_status(Status.in_review)
    assert mine.assessment.status is Status.in_review
    assert mine.notices() == ()
    workspace.close()
    changed = OWN.replace("version: 1.0.0", "version: 1.1.0")
    (folder / "questionnaires" / "own.yaml").write_text(changed, encoding="utf-8")
    with Workspace(folder, surroundings(), cache=CACHE) as again:
        opened = again.open(mine.id)
        assert "keeps to version 1.0.0 of own" in opened.notices()[0]
        assert "now 1.1.0" in opened.notices()[0]
        assert opened.loaded.questionnaire.version == "1.0.0"


def test_a_case_scores_the_same_alone_and_from_the_store(workspace: Workspace) -> None:
    """The shipped case, through the interview engine and the ledger, and read straight from its file."""
    entered = workspace.create_from_case(workspace.library.case("bytedance-2021"))
    alone = take_case(workspace.library, "bytedance-2021")
    assert entered.score() == alone.score()
    assert entered.snapshot.anchor is not None
    assert entered.snapshot.anchor[0] == len(alone.events)


def by(workspace: Workspace, folder: Path, user: str, identifier: str) -> OpenAssessment:
    """The assessment as somebody else has it open."""
    other = Workspace(folder, replace(workspace.surroundings, user=lambda: user), cache=CACHE)
    return other.open(identifier)


def test_a_decision_records_what_it_rests_on_and_is_stale_once_that_is_another(
    workspace: Workspace, folder: Path
) -> None:
    mine = new(workspace)
    report = folder / "audit.pdf"
    report.write_bytes(b"%PDF-1.7 audit")
    kept = mine.attach(report)
    mine.answer(
        "first", Answer.model_validate({"value": True, "basis": {"grade": "C", "evidence": (kept.id,)}}, strict=False)
    )
    mine.submit()
    with pytest.raises(NotAccepted, match="may not decide on one's own interview"):
        mine.decide(Verb.reject, reason="no")
    theirs = by(workspace, folder, "bea", mine.id)
    departure = theirs.departure(Verb.approve)
    assert departure is not None
    assert departure.direction is Direction.less_cautious
    with pytest.raises(NotAccepted, match=r"the method says .*, and needs a reason"):
        theirs.decide(Verb.approve)
    theirs.decide(Verb.approve, reason="a pilot of one month", expires=date(2026, 12, 31))
    decision = theirs.assessment.decision
    assert decision is not None
    score = theirs.score()
    assert (decision.rests_on.score, decision.rests_on.trust) == (score.digest, score.shown)
    assert decision.rests_on.seq == decision.seq - 1
    assert theirs.staleness() == ()
    (listed,) = workspace.list()
    assert (listed.status, listed.who, listed.decided_by) == ("approved", ("bea",), "bea")
    assert (listed.next_review, listed.condition_due) == (date(2026, 12, 31), None)

    file = workspace.store.evidence(kept.id)
    file.chmod(0o600)
    file.write_bytes(b"%PDF-1.7 AUDIT")
    assert theirs.staleness() == (), "by its size it is as it was"
    assert theirs.staleness(whole_files=True) == ("The evidence file audit.pdf was changed since it was attached.",)
    file.unlink()
    assert theirs.staleness() == ("The evidence file audit.pdf is missing.",)


def test_a_questionnaire_that_changes_leaves_a_decision_as_it_was(workspace: Workspace, folder: Path) -> None:
    """The assessment keeps its own version, so what was decided still rests on the same questions."""
    mine = new(workspace)
    mine.submit()
    by(workspace, folder, "bea", mine.id).decide(Verb.reject, reason="unclear owners")
    changed = OWN.replace("First?", "First of all?").replace("version: 1.0.0", "version: 1.1.0")
    (folder / "questionnaires" / "own.yaml").write_text(changed, encoding="utf-8")
    with Workspace(folder, surroundings(), cache=CACHE) as again:
        opened = again.open(mine.id)
        assert opened.staleness() == ()
        assert opened.loaded.questions["first"].text == "First?"
        assert opened.score().digest == mine.score().digest


def test_an_answer_that_comes_after_the_submission_of_somebody_else_is_refused(
    workspace: Workspace, folder: Path
) -> None:
    """Nothing in the answer's own history moved, so only the fold can tell; the answer is not kept."""
    mine = new(workspace)
    theirs = by(workspace, folder, "bea", mine.id)
    theirs.submit()
    with pytest.raises(ClosedMeanwhile, match="first was closed by somebody else in the meantime"):
        mine.answer("first", Answer(value=True))
    assert mine.assessment.status is Status.in_review, "what was done is seen"
    assert mine.assessment.answers == {}


def test_two_comments_at_once_are_both_kept(workspace: Workspace, folder: Path) -> None:
    mine = new(workspace)
    theirs = by(workspace, folder, "bea", mine.id)
    theirs.comment("first of all")
    assert mine.comment("mine", "first").subject == "comment:2"
    assert [one.text for one in mine.assessment.comments.values()] == ["first of all", "mine"]
    mine.resolve(1)
    mine.open_again(1)
    assert mine.assessment.comments["comment:1"].resolution is None


def test_any_change_can_be_undone_by_its_number_and_done_again(workspace: Workspace) -> None:
    mine = new(workspace)
    mine.answer("first", Answer(value=True, basis=Basis(grade=Grade.D)))
    mine.answer("second", Answer(value="x"))
    assert mine.undo_would(2) == (
        "first would be open again; it says “yes”.",
        "The answers to second would be kept, and not count.",
    )
    undone = mine.undo_event(2)
    assert list(mine.assessment.answers) == ["second"]
    with pytest.raises(NotAccepted, match="changed since"):
        mine.undo_event(2)
    mine.undo_event(undone.seq)
    assert mine.assessment.answers["first"].value is True
    with pytest.raises(NotAccepted, match="the history has entries 1 to 5"):
        mine.undo_would(6)
    with pytest.raises(NotAccepted, match="cannot be undone"):
        mine.undo_would(1)


def test_last_years_assessment_is_found_carried_over_and_compared(workspace: Workspace, folder: Path) -> None:
    first = new(workspace)
    first.answer("first", Answer(value=True, basis=Basis(grade=Grade.D)))
    first.answer("second", Answer(value="x"))
    workspace.create(Vendor(name="Somebody else"), "own", Engagement(profile="de-authority"))
    second = new(workspace)
    found = workspace.previous(second)
    assert found is not None
    assert found.id == first.id
    assert workspace.previous(first) is None
    assert second.carry(workspace.open(found.id)).answers == 2
    assert second.assessment.answers["first"].carried_from == first.id
    second.confirm("first")
    second.answer("second", Answer(value="y"))
    compared = second.compare(first)
    assert [(one.subject, one.change.value) for one in compared.facts.answers] == [("second", "changed")]
    assert (compared.facts.same, compared.facts.unconfirmed) == (1, 0)
    assert compared.method == ()
    other = workspace.create(Vendor(name="Acme"), "own", Engagement(profile="in-public-buyer"), as_of=date(2025, 1, 1))
    assert [sentence.split(" is ")[0] for sentence in other.compare(first).method][:1] == ["The buyer profile"]


def test_sending_back_and_conditions_through_the_workspace(workspace: Workspace, folder: Path) -> None:
    mine = new(workspace)
    mine.assign(Role.approver, ["bea"])
    mine.answer("first", Answer(value=True))
    mine.submit()
    theirs = by(workspace, folder, "bea", mine.id)
    theirs.send_back(["first"], "on what basis?")
    mine.refresh()
    mine.answer("first", Answer(value=False))
    mine.submit()
    theirs.refresh()
    condition = Condition(text="Name an officer", owner="ana", due=date(2026, 6, 1))
    theirs.decide(Verb.approve_with_conditions, reason="small risk", conditions=[condition])
    assert workspace.list()[0].condition_due == date(2026, 6, 1)
    mine.refresh()
    mine.change_condition(1, ConditionState.met, "named on 3 March")
    assert mine.conditions()[0].state is ConditionState.met
    assert workspace.list()[0].condition_due is None
    theirs.refresh()
    theirs.reopen("a new owner")
    assert workspace.list()[0].decided_by is None
