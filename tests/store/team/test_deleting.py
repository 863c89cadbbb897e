"""On a server only who keeps it deletes, whole, with a tombstone; and nothing without one goes, by whomever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store.protocol import NotAllowed, NotFound, StoreError
from ddq.store.team.store import TeamStore
from tests.postgres import server

MakeEvents = Callable[..., list[Event]]


@pytest.fixture
def database() -> str:
    return server().database()


@pytest.fixture
def store(database: str, tmp_path: Path, events: MakeEvents) -> Iterator[TeamStore]:
    """Ana's, with two assessments that share one file, while the first has one of its own."""
    with TeamStore(server().address("ana", database), tmp_path / "ana") as opened:
        for name, files in (("a-1", ("shared", "own")), ("a-2", ("shared",))):
            opened.create([events()[0].model_copy(update={"subject": name})])
            for text in files:
                (tmp_path / f"{text}.txt").write_text(text, encoding="utf-8")
                kept = opened.put_evidence(tmp_path / f"{text}.txt")
                last = opened.events(name)[-1]
                new = {
                    "kind": EventKind.attached,
                    "subject": kept.id,
                    "revision": 1,
                    "new": kept.model_dump(mode="json"),
                }
                opened.append(name, [last.model_copy(update=new)])
        yield opened


@pytest.fixture
def keeper(database: str, tmp_path: Path) -> Iterator[TeamStore]:
    with TeamStore(server().address("keeper", database), tmp_path / "keeper") as opened:
        yield opened


def files(database: str) -> int:
    with psycopg.connect(server().address("keeper", database)) as connection:
        row = connection.execute("SELECT count(*) FROM ddq.evidence").fetchone()
    return int(row[0]) if row else -1


def test_all_of_it_goes_and_a_tombstone_stays(
    store: TeamStore, keeper: TeamStore, database: str, events: MakeEvents
) -> None:
    seq, head = store.anchor("a-1")
    assert (len(keeper.deletion("a-1")), files(database)) == (1, 2)
    assert keeper.delete("a-1", "its time is over") == ()
    assert ([one.id for one in store.summaries()], files(database)) == (["a-2"], 1)
    with pytest.raises(NotFound):
        store.events("a-1")
    (stone,) = store.deleted()
    assert (stone.id, stone.entries, stone.head, stone.by, stone.why) == (
        "a-1",
        seq,
        head,
        "keeper",
        "its time is over",
    )
    assert (stone.questionnaire, stone.began) == ("sample", "2026-03-01")
    with pytest.raises(StoreError, match=r"was deleted on .* by keeper: its time is over"):
        store.create(events())
    assert [one.problems for one in store.check() if "evidence" in str(one.problems)] == [], "the shared file is there"


def test_only_who_keeps_the_server_deletes(store: TeamStore, database: str) -> None:
    with pytest.raises(NotAllowed, match="only who keeps the server deletes, and ana does not"):
        store.delete("a-1", "asked")
    assert (len(store.summaries()), files(database)) == (2, 2)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ddq.event",
        "DELETE FROM ddq.evidence",
        "UPDATE ddq.event SET hash = ''",
        "TRUNCATE ddq.event CASCADE",
        "DELETE FROM ddq.tombstone",
        "UPDATE ddq.tombstone SET why = 'x'",
    ],
)
def test_nothing_goes_without_a_tombstone(store: TeamStore, keeper: TeamStore, database: str, statement: str) -> None:
    """To the owner of the server neither, as long as the triggers are there."""
    keeper.delete("a-2", "asked")
    with (
        psycopg.connect(server().address("keeper", database)) as connection,
        pytest.raises(psycopg.Error, match="is only added to"),
    ):
        connection.execute(statement.encode())
    assert len(store.events("a-1")) == 3


def test_another_team_sees_no_tombstone(store: TeamStore, keeper: TeamStore, database: str, tmp_path: Path) -> None:
    keeper.delete("a-1", "asked")
    with TeamStore(server().address("eve", database), tmp_path / "eve") as theirs:
        assert theirs.deleted() == ()
