"""Whatever a person does in an interview, in any order: the events and the screen stay one story."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ddq.assessment import record
from ddq.assessment.fold import apply, fold
from ddq.assessment.interview import Interview
from ddq.assessment.model import Answer, AnswerState, Assessment, Basis, Event
from ddq.assessment.next_event import Stamp
from ddq.assessment.subjects import NotAccepted
from ddq.assessment.undoing import last_undoable, undo
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import Grade
from ddq.questionnaire.values import Rows, U

ANA = Stamp(datetime(2026, 3, 1, 12, 0, tzinfo=UTC), "ana")
TODAY = date(2026, 3, 1)

SUBJECTS = st.sampled_from(
    ["personal", "users", "officer", "breach", "tested_on", "holders", "holders/1", "holders/2", "holders/complete"]
)
RAW = st.one_of(
    st.booleans(),
    st.sampled_from(["yes", "no", "tested", "written", "none", "2026-01-31", "5", "", "[/foo]\x1b[2J"]),
    st.integers(-1, 3),
    st.text(max_size=8),
    st.fixed_dictionaries({}, optional={"name": st.text(max_size=5), "votes": st.integers(-1, 101), "veto": st.none()}),
)
ANSWERS = st.builds(
    Answer,
    state=st.sampled_from([AnswerState.answered] * 4 + list(AnswerState)),
    value=RAW,
    basis=st.builds(Basis, grade=st.sampled_from(Grade)),
    reason=st.sampled_from([None, "told so"]),
)
STEPS = st.one_of(
    st.tuples(st.just("answer"), SUBJECTS, ANSWERS),
    st.tuples(st.just("clear"), SUBJECTS, st.none()),
    st.tuples(st.just("flag"), SUBJECTS, st.sampled_from([None, "", "ask"])),
    st.tuples(st.just("undo"), st.just(""), st.none()),
)


def _event(assessment: Assessment, loaded: LoadedQuestionnaire, events: list[Event], step: Any) -> Event | None:
    """What the step does; None where it is refused."""
    what, subject, given_ = step
    try:
        if what == "answer":
            if given_.state is not AnswerState.answered:
                given_ = given_.model_copy(update={"value": None})
            return record.answer(assessment, loaded, subject, given_, ANA)
        if what == "clear":
            return record.take_back(assessment, subject, ANA)
        if what == "flag":
            return record.flag(assessment, loaded, subject, given_, ANA)
        last = last_undoable(events)
        return None if last is None else undo(assessment, last, ANA)
    except NotAccepted as refused:
        assert "\n" not in refused.msg
        assert "\x1b" not in refused.msg
        return None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=15))
def test_any_sitting_holds_together(loaded: LoadedQuestionnaire, blank: Assessment, steps: list[Any]) -> None:
    first = Event.model_validate(
        {"seq": 1, "at": ANA.at, "by": "ana", "kind": "created", "subject": "a-1", "revision": 1}, strict=False
    ).model_copy(update={"new": _beginning(blank)})
    assessment, events = fold([first]), [first]
    for step in steps:
        event = _event(assessment, loaded, events, step)
        if event is None:
            continue
        assert event == Event.model_validate_json(orjson.dumps(event.model_dump(mode="json"))), "as the ledger holds it"
        events.append(event)
        assessment = apply(assessment, event)
        _check(Interview(loaded, assessment, TODAY))
    assert fold(events) == assessment


def _beginning(assessment: Assessment) -> Any:
    whole = assessment.model_dump(mode="json", exclude_defaults=True)
    return {name: whole[name] for name in ("title", "vendor", "engagement", "questionnaire")}


def _check(interview: Interview) -> None:
    progress = interview.progress
    assert 0 <= progress.done <= progress.applicable
    for section in interview.sections:
        assert section.progress.answered <= section.progress.applicable
    following = interview.next_open()
    assert (following is None) == (progress.done == progress.applicable)
    for item in interview.items.values():
        reading = interview.readings.get(item.id, U)
        if item.answer is not None and item.answer.state is not AnswerState.answered and not isinstance(reading, Rows):
            assert reading is U, "only what was answered has a value"
    walked, here = list[str](), interview.next(None)
    while here is not None:
        walked.append(here)
        here = interview.next(here)
    assert tuple(walked) == interview.order
    assert set(interview.set_apart()).isdisjoint(interview.order)
