"""What is stored is looked through from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

CASE = "bytedance-2021"


def _ledger(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "workspace").rglob("ledger.jsonl")
    return found


def test_a_whole_workspace_exits_with_zero(ddq: Run, tmp_path: Path) -> None:
    ddq("new", "--case", CASE)
    said = ddq("verify")
    assert said.code == 0, said.out
    assert "1 of 1 assessment holds together" in said.out
    (found,) = ddq("verify", "--json").json
    assert found["problems"] == []
    assert ddq("verify", found["id"][:8], "--anchor", f"{found['entries']}:{found['head']}").code == 0
    assert ddq("verify", str(_ledger(tmp_path))).code == 0


def test_what_was_altered_is_named_and_left_as_it_is(ddq: Run, tmp_path: Path) -> None:
    ddq("new", "--case", CASE)
    ledger = _ledger(tmp_path)
    lines = ledger.read_bytes().splitlines(keepends=True)
    altered = b"".join([*lines[:5], *lines[6:]])
    ledger.write_bytes(altered)
    said = ddq("verify")
    assert said.code == 1
    assert "ledger.jsonl: entry 6 is missing: taken out" in said.out
    assert "0 of 1 assessment holds together; 1 problem. Nothing was changed" in said.out
    assert ledger.read_bytes() == altered


def test_an_anchor_finds_an_end_that_was_cut_off_with_its_copy(ddq: Run, tmp_path: Path) -> None:
    """The chain alone holds together; what was noted elsewhere does not."""
    ddq("new", "--case", CASE)
    (whole,) = ddq("verify", "--json").json
    ledger = _ledger(tmp_path)
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-2]))
    ledger.with_name("state.json").unlink()
    assert ddq("verify").code == 0
    said = ddq("verify", whole["id"], "--anchor", f"{whole['entries']}:{whole['head']}")
    assert said.code == 1
    assert f"but {whole['entries']} were noted: entries were cut off" in said.out
    said = ddq("verify", whole["id"], "--anchor", f"3:{'0' * 64}")
    assert "entry 3 has another hash than was noted" in said.out


def test_a_wrong_use_is_said_in_a_sentence(ddq: Run, tmp_path: Path) -> None:
    assert "is no workspace" in ddq("verify").err
    ddq("new", "--case", CASE)
    for arguments in (("verify", "nobody"), ("verify", "--anchor", "x"), ("verify", "--anchor", "3:zz")):
        said = ddq(*arguments)
        assert said.code == 2, said
        assert said.err.count("\n") == 1
