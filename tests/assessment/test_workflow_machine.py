"""Whatever people do, in any order: nobody decides on an interview of their own, and what is closed stays closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ddq.assessment import commenting, deciding, moving, record, reviewing, roles
from ddq.assessment.closing import DECIDED, is_answerable
from ddq.assessment.decision import Condition, ConditionState, Decision, Departure, Direction, RestsOn, Verb
from ddq.assessment.fold import apply, fold
from ddq.assessment.model import (
    Answer,
    AnswerState,
    Assessment,
    Basis,
    Beginning,
    Engagement,
    Event,
    EventKind,
    QuestionnaireReference,
    Role,
    Status,
    Vendor,
    Verdict,
)
from ddq.assessment.next_event import Stamp
from ddq.assessment.staleness import Facts, inputs_digest, staleness
from ddq.assessment.subjects import NotAccepted
from ddq.assessment.undoing import undo
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import Grade
from tests.assessment.conftest import QUESTIONNAIRE

NAMES = st.sampled_from(["ana", "bea", "Ana ", "carl"])
SUBJECTS = st.sampled_from(["personal", "officer", "users", "holders/1", "holders/complete"])
VALUES: dict[str, list[Any]] = {
    "personal": [True, False],
    "officer": ["Ann", "Zoe"],
    "users": [3, 4],
    "holders/1": [{"name": "A"}, {"name": "B"}],
    "holders/complete": [True, False],
}
WHY = st.sampled_from(["", "because"])
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DUE = date(2026, 4, 1)


def _loaded() -> LoadedQuestionnaire:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.yaml"
        path.write_text(QUESTIONNAIRE, encoding="utf-8")
        return load_questionnaire(path)


LOADED = _loaded()


def rests_on(assessment: Assessment) -> RestsOn:
    """What a decision made now would rest on, all else being as it was."""
    return RestsOn(
        seq=assessment.seq,
        head="ab",
        inputs=inputs_digest(assessment),
        questionnaire="q",
        registers="r",
        profile="p",
        method="trust/1",
        score="s",
        as_of=START.date(),
        outcome="proceed",
        trust=("70.0", "80.0"),
    )


class WorkflowMachine(RuleBasedStateMachine):
    """People at one assessment, beside what an onlooker writes down."""

    @initialize(answered=st.lists(st.tuples(NAMES, SUBJECTS), max_size=4), submitted=st.booleans())
    def begin(self, answered: list[tuple[str, str]], submitted: bool) -> None:
        """Half of the stories begin where the interview ends, so that what comes after it is told often enough."""
        beginning = Beginning(
            title="Acme",
            vendor=Vendor(name="Acme"),
            engagement=Engagement(profile="de-authority"),
            questionnaire=QuestionnaireReference(id="sample", version="1.0.0", digest="00"),
        )
        self.now = START
        self.events = [record.begin("a-1", beginning, Stamp(self.now, "ana"))]
        self.state = fold(self.events)
        self.authors: dict[str, list[tuple[str, object]]] = {}
        """Who gave each answer that ever stood, as the onlooker saw it: the one rule of four eyes rests on it."""
        self.inputs_at_decision: str | None = None
        for name, subject in answered:
            self.answer(name, subject, 0, refused=False)
        if submitted:
            self.submit("ana")

    def attempt(self, name: str, make: Any) -> Event | None:
        """Do it, if it is accepted."""
        before = self.state
        try:
            event = make(Stamp(self.now, name))
        except NotAccepted as refused:
            assert "\n" not in refused.msg
            return None
        assert event == Event.model_validate_json(orjson.dumps(event.model_dump(mode="json"))), "as the ledger holds it"
        self.state = apply(before, event)
        self.events.append(event)
        self._closed_answers_did_not_change(before)
        return event

    def _closed_answers_did_not_change(self, before: Assessment) -> None:
        for subject in {*before.answers, *self.state.answers}:
            if before.answers.get(subject) != self.state.answers.get(subject):
                assert is_answerable(before, subject.partition("/")[0]), subject
        if before.status in DECIDED:
            assert before.verdicts == self.state.verdicts
            assert before.vendor == self.state.vendor

    @rule(name=NAMES, subject=SUBJECTS, which=st.integers(0, 1), refused=st.booleans())
    def answer(self, name: str, subject: str, which: int, refused: bool) -> None:
        given = Answer(value=VALUES[subject][which], basis=Basis(grade=Grade.D))
        if refused and "/" not in subject:
            given = Answer(state=AnswerState.refused, reason="no")
        event = self.attempt(name, lambda stamp: record.answer(self.state, LOADED, subject, given, stamp))
        if event is not None:
            self.authors.setdefault(subject, []).append((name, event.new))

    @rule(name=NAMES, subject=SUBJECTS)
    def take_back(self, name: str, subject: str) -> None:
        self.attempt(name, lambda stamp: record.take_back(self.state, subject, stamp))

    @rule(name=NAMES, what=st.sampled_from([Vendor(name="Acme"), Vendor(name="Other")]))
    def change_vendor(self, name: str, what: Vendor) -> None:
        self.attempt(name, lambda stamp: record.change(self.state, "vendor", what, stamp))

    @rule(name=NAMES, subject=SUBJECTS, verdict=st.sampled_from(["reviewed", "issue", None]))
    def review(self, name: str, subject: str, verdict: Any) -> None:
        given = None if verdict is None else Verdict(verdict=verdict)
        self.attempt(name, lambda stamp: reviewing.review(self.state, LOADED, subject, given, stamp))

    @rule(name=NAMES, on=st.sampled_from([None, "officer"]), resolve=st.integers(0, 3))
    def comment(self, name: str, on: str | None, resolve: int) -> None:
        if resolve:
            self.attempt(name, lambda stamp: commenting.resolve(self.state, resolve, None, stamp))
        else:
            self.attempt(name, lambda stamp: commenting.comment(self.state, LOADED, on, "so?", stamp))

    @rule(name=NAMES, role=st.sampled_from(Role), names=st.lists(NAMES, max_size=2))
    def assign(self, name: str, role: Role, names: list[str]) -> None:
        self.attempt(name, lambda stamp: roles.assign(self.state, role, names, stamp))

    @rule(name=NAMES, status=st.sampled_from(Status), why=WHY)
    def move(self, name: str, status: Status, why: str) -> None:
        self.attempt(name, lambda stamp: moving.change_status(self.state, status, stamp, why))

    @rule(name=NAMES)
    def submit(self, name: str) -> None:
        self.attempt(name, lambda stamp: moving.submit(self.state, stamp))

    @rule(name=NAMES, questions=st.lists(SUBJECTS, max_size=2), why=WHY)
    def send_back(self, name: str, questions: list[str], why: str) -> None:
        self.attempt(name, lambda stamp: moving.send_back(self.state, LOADED, questions, why, stamp))

    @precondition(lambda self: self.state.status is Status.in_review)
    @rule(name=NAMES, verb=st.sampled_from(Verb), why=WHY, across=st.booleans(), expires=st.booleans())
    def decide(self, name: str, verb: Verb, why: str, across: bool, expires: bool) -> None:
        bar = Departure(direction=Direction.across_a_bar, sentence="a bar", bars=("Ban",))
        condition = Condition(text="Encrypt", owner="ana", due=DUE)
        decision = Decision(
            decision=verb,
            rests_on=rests_on(self.state),
            reason=why,
            departure=bar if across and verb is not Verb.reject else None,
            conditions=(condition,) if verb is Verb.approve_with_conditions else (),
            expires=DUE if expires and verb is not Verb.reject else None,
        )
        before = self.state
        if self.attempt(name, lambda stamp: deciding.decide(before, decision, stamp)) is None:
            return
        self.inputs_at_decision = inputs_digest(self.state)
        assert before.status is Status.in_review
        assert not across or verb is Verb.reject, "no authority was cited"
        assert why or verb is Verb.approve
        assert deciding.in_force(self.state)
        for subject in before.answers:
            said = before.answers[subject].model_dump(mode="json", exclude_defaults=True)
            gave = [who for who, what in self.authors[subject] if what == said]
            assert not all(roles.same_person(who, name) for who in gave), "somebody else gave every answer that stands"

    @precondition(lambda self: self.state.decision is not None)
    @rule(name=NAMES, number=st.integers(1, 2), state=st.sampled_from(ConditionState), why=WHY)
    def condition(self, name: str, number: int, state: ConditionState, why: str) -> None:
        self.attempt(name, lambda stamp: deciding.change_condition(self.state, number, state, why, stamp))

    @rule(name=NAMES, data=st.data())
    def undo(self, name: str, data: st.DataObject) -> None:
        event = data.draw(st.sampled_from(self.events[-8:]))
        done = self.attempt(name, lambda stamp: undo(self.state, event, stamp))
        assert done is None or event.kind not in (EventKind.moved, EventKind.decided, EventKind.created)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def the_events_and_the_state_are_one_story(self) -> None:
        if hasattr(self, "state"):
            assert fold(self.events) == self.state

    @invariant()
    def whoever_gave_what_stands_is_known(self) -> None:
        for subject in (getattr(self, "state", None) and self.state.answers) or ():
            assert self.state.answered_by[subject] in {who for who, _ in self.authors[subject]}

    @invariant()
    def a_decision_is_stale_just_when_something_that_it_rests_on_is_another(self) -> None:
        if not hasattr(self, "state") or self.state.decision is None:
            return
        decision = self.state.decision
        today = self.now.date()
        changed = inputs_digest(self.state) != self.inputs_at_decision
        over = decision.expires is not None and today > decision.expires
        overdue = any(
            one.state is ConditionState.open and today > one.condition.due for one in deciding.conditions(self.state)
        )
        found = staleness(self.state, LOADED, Facts(rests_on(self.state), today), self.events)
        assert bool(found) == (changed or over or overdue), found
        assert len(found) == changed + over + overdue


TestWorkflowMachine = WorkflowMachine.TestCase
TestWorkflowMachine.settings = settings(
    max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
