"""`ddq store`: a server is set up, named, filled from a folder and emptied into one, and nothing changes on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from ddq.cli.dispatch import run
from tests.postgres import PostgresServer, server


@pytest.fixture
def running() -> PostgresServer:
    return server()


@pytest.fixture
def ddq(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*arguments: str, folder: str = "w") -> tuple[int, str, str]:
        code = run(["--workspace", str(tmp_path / folder), *arguments])
        said = capsys.readouterr()
        return code, said.out.strip(), said.err.strip()

    return call


@pytest.fixture
def filled(ddq: Callable[..., tuple[int, str, str]], tmp_path: Path) -> str:
    """A folder with one assessment that has evidence; its id."""
    _, identifier, _ = ddq("new", "--vendor", "Acme", "--profile", "de-authority", "--questionnaire", "small-supplier")
    (tmp_path / "proof.txt").write_text("It is so.", encoding="utf-8")
    assert ddq("attach", identifier, str(tmp_path / "proof.txt"))[0] == 0
    assert ddq("comment", identifier, "ü ⟨x⟩")[0] == 0
    return identifier


def empty(running: PostgresServer) -> str:
    """An empty database; its address for who keeps the server."""
    name = running.database()
    with psycopg.connect(running.address("keeper", name), autocommit=True) as connection:
        connection.execute("DROP SCHEMA ddq CASCADE")
    return running.address("keeper", name)


def test_a_database_is_set_up_once(running: PostgresServer, ddq: Callable[..., tuple[int, str, str]]) -> None:
    address = empty(running)
    code, said, told = ddq("store", "migrate", address)
    assert (code, said) == (1, "")
    assert "ddq store init" in told
    code, said, told = ddq("store", "init", address)
    assert code == 0
    assert said.splitlines()[0] == "step 0001: tables"
    assert "docs/how-to/team.md" in told
    code, _, told = ddq("store", "init", address)
    assert code == 1
    assert "set up already" in told
    assert ddq("store", "migrate", "--check", address) == (0, "", "0 steps are outstanding")


def test_there_and_back_without_a_changed_byte(
    running: PostgresServer, ddq: Callable[..., tuple[int, str, str]], filled: str, tmp_path: Path
) -> None:
    database = running.database()
    keeper = f"{running.address('keeper', database)}&options=-cddq.team%3Done"
    code, said, told = ddq("store", "copy", str(tmp_path / "w"), keeper)
    assert (code, told) == (0, "1 of 1 assessments are in both places")
    assert "the same in every byte" in said
    assert "there already" in ddq("store", "copy", str(tmp_path / "w"), keeper)[1]
    assert ddq("store", "check", keeper)[0] == 0
    assert ddq("store", "copy", running.address("ana", database), str(tmp_path / "back"))[0] == 0
    for part in (f"assessments/{filled}/ledger.jsonl", "evidence/sha256/*/*", "versions/*.json"):
        (left,), (right,) = ((tmp_path / folder).glob(part) for folder in ("w", "back"))
        assert left.name == right.name
        assert left.read_bytes() == right.read_bytes()
    assert ddq("verify", folder="back")[0] == 0


def test_a_workspace_goes_on_on_the_server(
    running: PostgresServer, ddq: Callable[..., tuple[int, str, str]], filled: str, tmp_path: Path
) -> None:
    database = running.database()
    keeper = f"{running.address('keeper', database)}&options=-cddq.team%3Done"
    ddq("store", "copy", str(tmp_path / "w"), keeper)
    assert ddq("store", "use", running.address("ana", database), folder="ana")[0] == 0
    assert ddq("comment", filled, "from the server", folder="ana")[0] == 0
    assert "from the server" in ddq("comment", filled, folder="ana")[1]
    assert ddq("store", "check", folder="ana")[0] == 0
    code, _, told = ddq("verify", folder="ana")
    assert code == 2
    assert "ddq store check" in told
    code, said, told = ddq("store", "copy", str(tmp_path / "w"), keeper)
    assert code == 1
    assert "there is one of this id with 4 entries" in said
    assert ddq("store", "use", "local", folder="ana")[0] == 0
    assert ddq("list", folder="ana")[1] == ""


def test_only_who_keeps_the_server_may_copy_to_it(
    running: PostgresServer, ddq: Callable[..., tuple[int, str, str]], filled: str, tmp_path: Path
) -> None:
    """The events name other people than who is logged in."""
    address = running.address("eve", running.database())
    code, said, _ = ddq("store", "copy", str(tmp_path / "w"), address)
    assert code == 1
    assert "and eve is logged in" in said
    assert ddq("store", "check", address)[1].count("entries") == 0


def test_what_was_changed_behind_the_servers_back_is_found(
    running: PostgresServer, ddq: Callable[..., tuple[int, str, str]], filled: str, tmp_path: Path
) -> None:
    """By who owns the database and takes the guards off."""
    database = running.database()
    keeper = f"{running.address('keeper', database)}&options=-cddq.team%3Done"
    ddq("store", "copy", str(tmp_path / "w"), keeper)
    with psycopg.connect(keeper, autocommit=True) as connection:
        with pytest.raises(psycopg.Error, match="only added to"):
            connection.execute("UPDATE ddq.event SET body = replace(body, 'Acme', 'Acne')")
        with pytest.raises(psycopg.Error, match="only added to"):
            connection.execute("DELETE FROM ddq.event")
        connection.execute("UPDATE ddq.answer SET revision = 7")
        code, said, _ = ddq("store", "check", keeper)
        assert code == 1
        assert "revisions do not follow" in said
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE ddq.event SET body = replace(body, 'Acme', 'Acne') WHERE seq = 1")
    code, said, _ = ddq("store", "check", keeper)
    assert code == 1
    assert "entry 1 was changed" in said
