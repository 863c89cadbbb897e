"""An assessment is what its events make of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddq.assessment.fold import BrokenHistory, apply, fold
from ddq.assessment.model import Event, EventKind, Status

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
BEGINNING: dict[str, Any] = {
    "title": "Acme at the office",
    "vendor": {"name": "Acme"},
    "engagement": {"profile": "de-authority"},
    "questionnaire": {"id": "vendor-due-diligence", "version": "1.0.0", "digest": "00"},
}


def history(*steps: tuple[str, str, Any]) -> list[Event]:
    """The events of (kind, subject, new), after the one that creates."""
    events: list[Event] = []
    revisions: dict[str, int] = {}
    for kind, subject, new in (("created", "a-1", BEGINNING), *steps):
        revisions[subject] = revisions.get(subject, 0) + 1
        seq = len(events) + 1
        events.append(
            Event(
                seq=seq,
                at=START + timedelta(seconds=seq),
                by="ana",
                kind=EventKind(kind),
                subject=subject,
                revision=revisions[subject],
                new=new,
            )
        )
    return events


def test_the_last_answer_stands_and_one_taken_back_is_gone() -> None:
    assessment = fold(
        history(
            ("answered", "Q-1", {"value": "no"}),
            ("answered", "Q-2", {"value": "yes"}),
            ("answered", "Q-1", {"value": "yes", "basis": {"grade": "B"}}),
            ("answered", "Q-2", None),
        )
    )
    assert list(assessment.answers) == ["Q-1"]
    assert assessment.answers["Q-1"].value == "yes"
    assert assessment.revisions["Q-1"] == 2
    assert assessment.seq == 5
    assert assessment.changed_at == START + timedelta(seconds=5)


def test_a_row_that_comes_back_stands_where_it_stood() -> None:
    """Undoing the removal of the first owner must not make it the last."""
    assessment = fold(
        history(
            ("answered", "owners/1", {"value": {"name": "One"}}),
            ("answered", "owners/2", {"value": {"name": "Two"}}),
            ("answered", "owners/1", None),
            ("answered", "owners/1", {"value": {"name": "One"}}),
        )
    )
    assert list(assessment.answers) == ["owners/1", "owners/2"]


def test_a_verdict_falls_when_its_answer_changes() -> None:
    """A reviewer accepted what stood then, not what stands now."""
    steps = (
        ("answered", "Q-1", {"state": "not_applicable", "reason": "no such data"}),
        ("reviewed", "Q-1", {"verdict": "not_applicable_accepted"}),
    )
    reviewed = fold(history(*steps))
    assert reviewed.verdicts["Q-1"].by == "ana"
    changed = fold(history(*steps, ("answered", "Q-1", {"state": "not_applicable", "reason": "another"})))
    assert changed.verdicts == {}


def test_status_flags_and_evidence() -> None:
    digest = "ab" * 32
    assessment = fold(
        history(
            ("flagged", "Q-1", "ask legal"),
            ("flagged", "Q-2", ""),
            ("flagged", "Q-1", None),
            ("attached", digest, {"id": digest, "name": "register.pdf", "size": 3}),
            ("changed", "status", "in_review"),
            ("changed", "as_of", "2021-04-10"),
        )
    )
    assert assessment.flags == {"Q-2": ""}
    assert assessment.evidence[digest].name == "register.pdf"
    assert assessment.status is Status.in_review
    assert str(assessment.as_of) == "2021-04-10"


SUBJECTS = st.sampled_from(["Q-1", "Q-2", "owners/1", "owners/2", "owners/complete"])
STEPS = st.one_of(
    st.tuples(st.just("answered"), SUBJECTS, st.one_of(st.none(), st.fixed_dictionaries({"value": st.booleans()}))),
    st.tuples(st.just("flagged"), SUBJECTS, st.one_of(st.none(), st.text(max_size=5))),
    st.tuples(st.just("reviewed"), SUBJECTS, st.one_of(st.none(), st.just({"verdict": "issue"}))),
    st.tuples(st.just("changed"), st.just("status"), st.sampled_from([status.value for status in Status])),
)


@given(st.lists(STEPS, max_size=30))
def test_folding_all_is_applying_one_after_the_other(steps: list[tuple[str, str, Any]]) -> None:
    """The screen applies one event to what it has; opening folds them all; both see the same in the same order."""
    events = history(*steps)
    one_by_one = reduce(apply, events[1:], fold(events[:1]))
    assert one_by_one == fold(events)
    assert list(one_by_one.answers) == list(fold(events).answers)


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([], "there is none"),
        (history(("flagged", "Q-1", ""))[1:], "begins with event 1"),
        ([history()[0], history()[0]], "event 1 cannot follow event 1"),
        (history(("created", "a-2", BEGINNING)), "second time"),
        (history(("changed", "seq", 7)), "does not change"),
        (history(("answered", "Q-1", {"state": "perhaps"})), "Q-1"),
        (history(("changed", "status", "lost")), "status"),
        (
            [history()[0], history(("flagged", "Q-1", ""), ("flagged", "Q-1", ""))[2].model_copy(update={"seq": 2})],
            "revision 2 of Q-1, and 1 is next",
        ),
    ],
)
def test_a_history_that_does_not_fit_together_is_refused(events: list[Event], says: str) -> None:
    with pytest.raises(BrokenHistory, match=says):
        fold(events)
