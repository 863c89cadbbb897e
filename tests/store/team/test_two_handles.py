"""Two people on one assessment of a server, in any order, with lost connections: what a plain list would hold."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ddq.assessment.fold import fold
from ddq.assessment.model import Event, EventKind
from ddq.store.protocol import Conflict, NotSaved
from ddq.store.team.checking import check
from ddq.store.team.store import TeamStore
from tests.postgres import server
from tests.store.conftest import BEGINNING

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PEOPLE = ("ana", "ben")
SUBJECTS = st.sampled_from(["Q-1", "Q-2", "owners/1"])
VALUES = st.one_of(st.none(), st.integers(0, 9), st.text(max_size=4))
WHO = st.sampled_from(PEOPLE)
_NUMBERS = count(1)


@cache
def database() -> str:
    return server().database()


def opened(who: str) -> TeamStore:
    return TeamStore(server().address(who, database()), Path(tempfile.mkdtemp(prefix="ddq-two-")))


@cache
def stores() -> dict[str, TeamStore]:
    return {who: opened(who) for who in PEOPLE}


class TwoHandles(RuleBasedStateMachine):
    """The server beside a list of events; each run has an assessment of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.name = f"m-{next(_NUMBERS)}"
        created = self._event("ana", EventKind.created, self.name, BEGINNING, [])
        self.model = [created]
        self.stores = stores()
        self.stores["ana"].create([created])

    def _event(self, by: str, kind: EventKind, subject: str, new: Any, before: list[Event], stale: int = 0) -> Event:
        revision = sum(event.subject == subject for event in before) + 1 - stale
        return Event(seq=len(before) + 1, at=NOON, by=by, kind=kind, subject=subject, revision=revision, new=new)

    def _answer(self, by: str, subject: str, value: object, stale: int = 0) -> Event:
        new = None if value is None else {"value": value}
        return self._event(by, EventKind.answered, subject, new, self.model, stale)

    @rule(who=WHO, subject=SUBJECTS, value=VALUES)
    def answer(self, who: str, subject: str, value: object) -> None:
        self.model += self.stores[who].append(self.name, [self._answer(who, subject, value)])

    @rule(who=WHO, values=st.lists(VALUES, min_size=2, max_size=4))
    def answer_several(self, who: str, values: list[object]) -> None:
        events = [self._answer(who, f"B-{len(self.model)}-{place}", value) for place, value in enumerate(values)]
        self.model += self.stores[who].append(self.name, events)

    @precondition(lambda self: len(self.model) > 1)
    @rule(who=WHO)
    def answer_late(self, who: str) -> None:
        """Somebody else was first: refused, and nothing of the batch is kept."""
        late = self._answer(who, self.model[-1].subject, "late", stale=1)
        try:
            self.stores[who].append(self.name, [self._answer(who, "Q-9", "first of the batch"), late])
        except Conflict:
            return
        raise AssertionError("a stale answer was accepted")

    @rule(who=WHO)
    def open_anew(self, who: str) -> None:
        """What it has read is forgotten; it verifies from the first event on."""
        self.stores[who].close()
        self.stores[who] = stores()[who] = opened(who)

    @rule(who=WHO, subject=SUBJECTS)
    def lose_the_connection(self, who: str, subject: str) -> None:
        """The server ends it; the next save is kept, or refused and then kept when it is tried again."""
        with psycopg.connect(server().address("keeper", "postgres"), autocommit=True) as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = %s"
            connection.execute(ended, (database(), who))
        keep: Callable[[], None] = lambda: self.answer(who, subject, "after")  # noqa: E731
        with suppress(NotSaved):
            keep()
            return
        keep()

    @invariant()
    def both_hold_what_was_acknowledged(self) -> None:
        for store in self.stores.values():
            assert list(store.events(self.name)) == self.model

    def teardown(self) -> None:
        """What the database derived is what the fold makes of it."""
        with psycopg.connect(server().address("keeper", database()), autocommit=True) as connection:
            found = check(connection, self.name)
        assert found.assessment == fold(self.model)
        assert [one for one in found.problems if "the questionnaire" not in one] == []


TestTwoHandles = TwoHandles.TestCase
TestTwoHandles.settings = settings(
    max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
