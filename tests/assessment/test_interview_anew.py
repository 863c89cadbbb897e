"""An interview that takes over what is unchanged is the interview that is made from nothing."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ddq.assessment import record
from ddq.assessment.fold import apply
from ddq.assessment.interview import Interview
from ddq.assessment.model import Answer, AnswerState, Assessment
from ddq.assessment.subjects import NotAccepted
from ddq.questionnaire.compiled import LoadedQuestionnaire
from tests.assessment.conftest import ANA

DAY = date(2026, 3, 1)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_taken_over_is_what_would_be_made_anew(
    loaded: LoadedQuestionnaire, blank: Assessment, data: st.DataObject
) -> None:
    """Over random answers, states, rows, flags and what is taken back, looked at or not after each."""
    state, before = blank, Interview(loaded, blank, DAY)
    subjects = [*loaded.questions, *(f"{name}/1" for name, one in loaded.questions.items() if one.kind == "group")]
    subjects += [f"{name}/complete" for name, one in loaded.questions.items() if one.kind == "group"]
    values = st.sampled_from([True, False, 3, 0, "tested", "none", "Lena", "2026-01-31", {"name": "A"}, {"votes": 60}])
    for _ in range(data.draw(st.integers(1, 12))):
        subject = data.draw(st.sampled_from(subjects))
        deed = data.draw(st.sampled_from(["answer", "state", "back", "flag"]))
        try:
            if deed == "answer":
                event = record.answer(state, loaded, subject, Answer(value=data.draw(values)), ANA)
            elif deed == "state":
                given = Answer(state=AnswerState.unknown, reason="not told")
                event = record.answer(state, loaded, subject, given, ANA)
            elif deed == "back":
                event = record.take_back(state, subject, ANA)
            else:
                event = record.flag(state, loaded, subject, data.draw(st.sampled_from(["why", None])), ANA)
        except NotAccepted:
            continue
        state = apply(state, event)
        after = Interview(loaded, state, DAY, before=before)
        assert after.items == Interview(loaded, state, DAY).items
        before = after
