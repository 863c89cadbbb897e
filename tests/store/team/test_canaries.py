"""Tests that find nothing may be blind: shown a server whose guards were taken away, they must find it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store.chain import canonical, link_hash
from ddq.store.team import saving as store_module
from ddq.store.team.store import TeamStore
from tests.postgres import server
from tests.store.team.test_roles import ANSWER, MATRIX, Case, event_after

MakeEvents = Callable[..., list[Event]]


def problems(store: TeamStore) -> str:
    return " ".join(problem for one in store.check() for problem in one.problems)


@pytest.mark.parametrize(
    ("trigger", "found"),
    [("chain", "ddq.event: "), ("follow", "do not follow from the events")],
)
def test_a_trigger_that_is_off_is_found_by_the_check(
    trigger: str, found: str, events: MakeEvents, tmp_path: Path
) -> None:
    """An event is put in past the trigger, as who owns the server can."""
    database = server().database()
    with TeamStore(server().address("ana", database), tmp_path) as store:
        made = events(("Q-1", "yes"))
        store.create(made)
        assert found not in problems(store)
        body = canonical(event_after(made, EventKind.answered, "Q-1", {"value": "forged"}, "ana"))
        digest = "f" * 64 if trigger == "chain" else link_hash(store.anchor("a-1")[1], body)
        with psycopg.connect(server().address("keeper", database), autocommit=True) as connection:
            connection.execute(f"ALTER TABLE ddq.event DISABLE TRIGGER {trigger}".encode())
            columns = "assessment, body, hash, seq, kind, subject, revision, login, kept_at"
            row = ("a-1", body.decode(), digest, 3, "answered", "Q-1", 2, "ana")
            connection.execute(f"INSERT INTO ddq.event ({columns}) VALUES ({'%s, ' * 8} now())".encode(), row)
        assert found in problems(store)


def test_a_policy_that_lets_everybody_through_is_found_by_the_matrix(events: MakeEvents) -> None:
    """What an interviewer may not do to what is in review is let through, and the table says otherwise."""
    case = Case(server())
    try:
        keeper, history = case.connection("keeper"), list[Event]()
        new = events()[0].new
        history.append(event_after([], EventKind.created, "a-1", new, "ivy"))
        history.append(event_after(history, EventKind.moved, "status", {"status": "in_review"}, "keeper"))
        keeper.execute("INSERT INTO ddq.assessment (id, team) VALUES ('a-1', 'one')")
        head = "0" * 64
        for event in history:
            body = canonical(event)
            head = link_hash(head, body)
            keeper.execute(
                "INSERT INTO ddq.event (assessment, body, hash) VALUES ('a-1', %s, %s)", (body.decode(), head)
            )
        tried = [*history, event_after(history, *ANSWER, "ivy")]
        allowed = next(who for status, act, who in MATRIX if (status, act) == ("in_review", ANSWER))
        assert case.tried("ivy", "a-1", tried) is ("interviewer" in allowed)
        keeper.execute("ALTER POLICY interview ON ddq.event WITH CHECK (true)")
        assert case.tried("ivy", "a-1", tried) is not ("interviewer" in allowed)
    finally:
        case.close()


def test_a_store_that_does_not_lock_is_found_by_two_writers(
    events: MakeEvents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody keeps an answer between reading and writing: the lock rules it out, without it the save breaks."""
    database = server().database()
    with (
        TeamStore(server().address("ana", database), tmp_path / "ana") as mine,
        TeamStore(server().address("ben", database), tmp_path / "ben") as theirs,
    ):
        mine.create(events(("Q-1", "yes")))
        before = mine.events("a-1")
        theirs_next = events(("Q-2", "theirs"), before=list(before))[0].model_copy(update={"by": "ben"})
        mine_next = events(("Q-3", "mine"), before=list(before))[0]
        keep = store_module._keep  # pyright: ignore[reportPrivateUsage]

        def in_between(connection: psycopg.Connection, extension: store_module.Extension) -> None:
            monkeypatch.setattr(store_module, "_keep", keep)
            theirs.append("a-1", [theirs_next])
            keep(connection, extension)

        monkeypatch.setattr(store_module, "_lock", lambda connection, assessment: None)
        monkeypatch.setattr(store_module, "_keep", in_between)
        with pytest.raises(Exception, match="does not follow event 3"):
            mine.append("a-1", [mine_next])
        assert [event.by for event in theirs.events("a-1")] == ["ana", "ana", "ben"], "the database lost nothing"
