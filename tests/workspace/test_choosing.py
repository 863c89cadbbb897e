"""Which store a workspace has is said by `$DDQ_STORE`, or by a file in its folder; nothing above the store is told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ddq.assessment.model import Answer, AnswerState, Engagement, Vendor
from ddq.store.local import LocalStore
from ddq.store.protocol import NewerFormat, StoreError, Unreachable
from ddq.workspace.choosing import FILE, VARIABLE, name_server, server_of
from ddq.workspace.surroundings import Surroundings
from ddq.workspace.workspace import Workspace
from tests.conftest import CACHE
from tests.postgres import server

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def test_without_a_word_it_is_the_folder(tmp_path: Path) -> None:
    with Workspace(tmp_path) as workspace:
        assert isinstance(workspace.store, LocalStore)
        assert workspace.server is None


def test_a_workspace_on_a_server_works_as_any_and_names_who_is_logged_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another name in `$DDQ_USER` changes nothing: the server knows."""
    running = server()
    database = running.database()
    name_server(tmp_path / "ana", running.address("ana", database))
    monkeypatch.setenv("DDQ_USER", "somebody else")
    surroundings = Surroundings(clock=lambda: NOON)
    with Workspace(tmp_path / "ana", surroundings, cache=CACHE) as workspace:
        opened = workspace.create(Vendor(name="Acme"), "small-supplier", Engagement(profile="de-authority"))
        question = next(iter(opened.loaded.questions))
        assert opened.user == "ana"
        monkeypatch.setenv(VARIABLE, running.address("ben", database))
        with Workspace(tmp_path / "ben", surroundings, cache=CACHE) as theirs:
            seen = theirs.open(opened.id[:8])
            seen.answer(question, Answer(state=AnswerState.unknown, reason="nobody knows"))
        opened.refresh()
        assert opened.assessment.answered_by == {question: "ben"}
        assert opened.snapshot.anchor == workspace.store.anchor(opened.id)
        with pytest.raises(StoreError, match="repairing is for a workspace on one machine"):
            workspace.on_this_machine("repairing")


def test_the_variable_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name_server(tmp_path, "postgresql://ana@db.example/ddq")
    assert server_of(tmp_path) == "postgresql://ana@db.example/ddq"
    monkeypatch.setenv(VARIABLE, "postgres://other/ddq")
    assert server_of(tmp_path) == "postgres://other/ddq"
    monkeypatch.setenv(VARIABLE, "local")
    assert server_of(tmp_path) is None
    monkeypatch.delenv(VARIABLE)
    name_server(tmp_path, None)
    assert server_of(tmp_path) is None


def test_what_names_no_server_is_refused_without_repeating_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "mysql://ana:secret@db/ddq")
    with pytest.raises(StoreError, match=r"\$DDQ_STORE: names no server") as refused:
        server_of(tmp_path)
    assert "secret" not in str(refused.value)
    monkeypatch.delenv(VARIABLE)
    (tmp_path / FILE).write_bytes(b"[]")
    with pytest.raises(StoreError, match="does not name a server"):
        server_of(tmp_path)
    (tmp_path / FILE).write_bytes(b'{"ddq":"server/9","address":"x"}')
    with pytest.raises(NewerFormat, match="upgrade ddq"):
        server_of(tmp_path)


def test_no_password_is_kept_in_the_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pgpass"):
        name_server(tmp_path, "postgresql://ana:secret@db.example/ddq")
    assert not (tmp_path / FILE).exists()


def test_a_server_that_does_not_answer_is_said_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, f"postgresql://ana:secret@/ddq?host={tmp_path}")
    with pytest.raises(Unreachable, match=r"postgresql://ana@/ddq: the server does not answer") as refused:
        Workspace(tmp_path)
    assert "secret" not in str(refused.value)
