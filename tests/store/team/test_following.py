"""What the database derives from events by itself is what the fold of ddq makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ddq.assessment.fold import apply, fold
from ddq.assessment.model import Assessment, Event, EventKind
from ddq.store.protocol import StoreError
from ddq.store.team.store import TeamStore
from tests.postgres import server

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BEGINNING: dict[str, Any] = {
    "title": "Acme",
    "vendor": {"name": "Acme Ltd"},
    "engagement": {"profile": "de-authority"},
    "questionnaire": {"id": "sample", "version": "1.0.0", "digest": "00"},
}
SUBJECTS = ("Q-1", "Q-2", "Q-3", "owners/1")
ANSWERS = st.one_of(st.none(), st.fixed_dictionaries({"value": st.one_of(st.integers(0, 9), st.text(max_size=3))}))
Step = tuple[EventKind, str, Any]


def migration(moved: dict[str, str], answers: dict[str, Any], parked: list[str]) -> Step:
    """One that touches each subject once, as those that ddq plans."""
    gone = {*moved, *parked}
    told = {
        "questionnaire": {"id": "sample", "version": "2.0.0", "digest": "01"},
        "moved": moved,
        "answers": {name: value for name, value in answers.items() if name not in gone},
        "parked": [
            {"subject": name, "answer": {"value": 1}, "version": "1.0.0", "why": "gone"}
            for name in parked
            if name not in moved and name not in moved.values()
        ],
    }
    return (EventKind.migrated, "questionnaire", told)


STEPS = st.one_of(
    st.tuples(st.just(EventKind.answered), st.sampled_from(SUBJECTS), ANSWERS),
    st.tuples(st.just(EventKind.flagged), st.sampled_from(SUBJECTS), st.sampled_from([None, "later"])),
    st.builds(
        migration,
        st.dictionaries(st.sampled_from(SUBJECTS[:2]), st.just("R-1"), max_size=1),
        st.dictionaries(st.sampled_from(["Q-3", "R-2"]), st.just({"value": "new"}), max_size=2),
        st.lists(st.sampled_from(SUBJECTS), max_size=2, unique=True),
    ),
    st.just((EventKind.moved, "status", {"status": "in_review"})),
    st.just((EventKind.moved, "status", {"status": "changes_requested", "questions": ["Q-1"]})),
    st.just((EventKind.moved, "status", {"status": "draft"})),
)


@pytest.fixture(scope="module")
def database() -> str:
    return server().database()


@pytest.fixture(scope="module")
def store(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TeamStore]:
    with TeamStore(server().address("ana", database), tmp_path_factory.mktemp("here")) as opened:
        yield opened


@pytest.fixture(scope="module")
def names() -> Callable[[], str]:
    numbers = iter(range(10**6))
    return lambda: f"a-{next(numbers)}"


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
def test_answers_revisions_and_status_follow(
    store: TeamStore, database: str, names: Callable[[], str], steps: list[Step]
) -> None:
    name = names()
    begun = Event(seq=1, at=NOON, by="ana", kind=EventKind.created, subject=name, revision=1, new=BEGINNING)
    events, assessment = [begun], fold([begun])
    for kind, subject, new in steps:
        revision = assessment.revisions.get(subject, 0) + 1
        event = Event(seq=len(events) + 1, at=NOON, by="ana", kind=kind, subject=subject, revision=revision, new=new)
        try:
            assessment = apply(assessment, event)
        except Exception:  # it cannot have happened here: both refuse it, which is another test
            continue
        events.append(event)
    try:
        store.create(events[:1])
        for event in events[1:]:
            store.append(name, [event])
    except StoreError as error:  # the roles are stricter than the fold
        assert error.title == "Not allowed"
        assessment = fold(store.events(name))
    with psycopg.connect(server().address("keeper", database), autocommit=True) as connection:
        assert followed(connection, name) == expected(assessment)


def followed(connection: psycopg.Connection, name: str) -> tuple[Any, ...]:
    rows = connection.execute("SELECT subject, revision, body, by FROM ddq.answer WHERE assessment = %s", (name,))
    found = {subject: (revision, body, by if body is not None else None) for subject, revision, body, by in rows}
    stands = connection.execute("SELECT status, open_for FROM ddq.assessment WHERE id = %s", (name,)).fetchone()
    return found, stands


def expected(assessment: Assessment) -> tuple[Any, ...]:
    answers = {
        name: answer.model_dump(mode="json", exclude_defaults=True) for name, answer in assessment.answers.items()
    }
    found = {
        subject: (revision, answers.get(subject), assessment.answered_by.get(subject) if subject in answers else None)
        for subject, revision in assessment.revisions.items()
    }
    open_for = None if assessment.open_for is None else list(assessment.open_for)
    return found, (assessment.status.value, open_for)


def test_an_undo_gives_the_answer_back_to_who_gave_it(
    store: TeamStore, names: Callable[[], str], tmp_path: Path, database: str
) -> None:
    """So that whoever undoes does not count as having answered."""
    name = names()
    begun = Event(seq=1, at=NOON, by="ana", kind=EventKind.created, subject=name, revision=1, new=BEGINNING)

    def answer(by: str, value: object, undoes: int | None = None) -> Event:
        revision = 1 + sum(event.subject == "Q-1" for event in store.events(name))
        return Event(
            seq=9,
            at=NOON,
            by=by,
            kind=EventKind.answered,
            subject="Q-1",
            revision=revision,
            new={"value": value},
            undoes=undoes,
        )

    store.create([begun])
    store.append(name, [answer("ana", 1)])
    with TeamStore(server().address("ben", database), tmp_path) as theirs:
        theirs.append(name, [answer("ben", 2)])
        theirs.append(name, [answer("ben", 1, undoes=3)])
    assert fold(store.events(name)).answered_by == {"Q-1": "ana"}
    with psycopg.connect(server().address("keeper", database), autocommit=True) as connection:
        assert connection.execute(
            "SELECT by FROM ddq.answer WHERE subject = 'Q-1' AND assessment = %s", (name,)
        ).fetchone() == ("ana",)
