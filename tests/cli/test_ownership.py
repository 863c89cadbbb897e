"""`ddq ownership`: from files to who owns, in words, as a tree and as JSON."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Run

TABLE = """\
owner,owned,percent,kind,owner kind,owner country,votes
Ministry,Holding,100,share,state,FI,
Holding,Vendor,45,share,company,DE,60
Founder,Vendor,> 25,,person,,
Ministry,Vendor,,golden share,state,FI,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "owners.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "owners.csv"


def test_owners_control_thresholds_and_findings_are_told(ddq: Run, table: Path) -> None:
    ran = ddq("ownership", str(table), "--as-of", "2026-06-01")
    assert (ran.code, ran.err) == (0, "")
    assert "Vendor, owners as of 2026-06-01" in ran.out
    (founder,) = [line for line in ran.out.splitlines() if line.startswith("  Founder (person) ")]
    assert "more than 25 % and at most 55 %" in founder
    assert "Ministry (state, FI) controls it, with 60 % of the votes" in ran.out
    assert "Holding (company, DE) controls it, with 60 % of the votes; it is controlled itself" in ran.out
    assert "the bodies of the state of Finland: 60 %" in ran.out
    assert "“Ministry” has a golden share in “Vendor”" in ran.out


def test_on_a_narrow_terminal_no_line_is_longer_than_it(ddq: Run, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the table becomes a line for each owner."""
    monkeypatch.setattr("ddq.cli.ownership.line_width", lambda: 60)
    lines = ddq("ownership", table.name, "--as-of", "2026-06-01").out.splitlines()
    assert max(map(len, lines)) <= 60
    assert "  Holding (company, DE): capital 45 % (at most 75 %), votes" in lines


def test_the_tree(ddq: Run, table: Path) -> None:
    ran = ddq("ownership", str(table), "--tree")
    assert ran.out.splitlines() == [
        "Vendor",
        "├─ Founder (person): more than 25 % and at most 55 % capital, up to 40 % votes",
        "├─ Holding (company, DE): 45 % capital, 60 % votes",
        "│  └─ Ministry (state, FI): 100 %",
        "└─ Ministry (state, FI): golden share",
    ]
    assert ddq("--ascii", "ownership", str(table), "--tree").out.splitlines()[1].startswith("|- Founder")


def test_a_circle_is_drawn_once(ddq: Run, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("owner,owned,percent\nA,B,100\nB,A,100\n")
    ran = ddq("ownership", "c.csv", "--target", "A", "--tree")
    assert ran.out.splitlines() == ["A", "└─ B: 100 %", "   └─ A: 100 % (above)"]


def test_the_chart_is_printed_or_goes_into_a_file(ddq: Run, table: Path, tmp_path: Path) -> None:
    """The same bytes in both cases."""
    printed = ddq("ownership", str(table), "--as-of", "2026-06-01", "--svg")
    assert (printed.code, printed.err) == (0, "")
    root = ElementTree.fromstring(printed.out)
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Owners of Vendor as of 2026-06-01", "Ministry", "state, FI", "golden share", "60 % votes"} <= set(words)
    out = tmp_path / "owners.svg"
    ran = ddq("ownership", str(table), "--as-of", "2026-06-01", "--svg", str(out))
    assert (ran.code, ran.out) == (0, "")
    assert "1 sheet" in ran.err
    assert out.read_text(encoding="utf-8") == printed.out


def test_a_chart_never_overwrites_what_is_no_chart(ddq: Run, table: Path) -> None:
    """As where `--svg` stands before the file that is to be read."""
    ran = ddq("ownership", str(table), "--svg", str(table))
    assert ran.code == 2
    assert "a file whose name ends in .svg" in ran.err
    assert table.read_text(encoding="utf-8") == TABLE


def test_a_chart_that_cannot_be_written_is_said_in_one_sentence(ddq: Run, table: Path, tmp_path: Path) -> None:
    ran = ddq("ownership", str(table), "--svg", str(tmp_path / "no" / "such.svg"))
    assert ran.code == 2
    assert "cannot be written: No such file or directory; choose another place" in ran.err


def test_json_has_exact_ends(ddq: Run, table: Path) -> None:
    found = ddq("ownership", str(table), "--as-of", "2026-06-01", "--json").json
    owners = {one["id"]: one for one in found["owners"]}
    assert owners["Ministry"]["capital"]["exact"] == "9/20"
    assert owners["Founder"]["capital"]["more_than_low"] is True
    assert found["files"] == ["table (CSV)"]
    assert {one["kind"] for one in found["findings"]} >= {"golden_share"}


def test_what_is_wrong_in_a_file_is_told_beside_the_result(ddq: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("owner,owned,percent\nA,T,130\n")
    ran = ddq("ownership", "t.csv")
    assert ran.code == 0
    assert "t.csv:2:1: O003 column C: 130 % is more than the whole" in ran.err
    assert "Undisclosed: unknown" in ran.out


def test_a_company_is_found_by_its_name(ddq: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("owner,owned id,owned,percent\nA,1,Tee Ltd,60\nA,2,Dee Ltd,60\nA,3,dee ltd,1\n")
    assert ddq("ownership", "t.csv", "--target", "tee ltd").out.startswith("Tee Ltd")
    several = ddq("ownership", "t.csv")
    assert (several.code, "3 companies own nobody; name one with --target: 1 (Tee Ltd)" in several.err) == (2, True)
    ambiguous = ddq("ownership", "t.csv", "--target", "Dee Ltd")
    assert (ambiguous.code, "name one by its id: 2, 3" in ambiguous.err) == (2, True)
    unknown = ddq("ownership", "t.csv", "--target", "Tee Lt")
    assert (unknown.code, "did you mean 'Tee Ltd'?" in unknown.err) == (2, True)


def test_where_everybody_owns_somebody_the_company_must_be_named(ddq: Run, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("owner,owned,percent\nA,B,100\nB,A,100\n")
    ran = ddq("ownership", "c.csv")
    assert (ran.code, "name one with --target: A, B" in ran.err) == (2, True)


def test_a_file_that_cannot_be_read(ddq: Run, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("{}")
    assert ddq("ownership", "x").code == 1
    assert "L001" in ddq("ownership", "nothing.csv").err


def test_differences_are_shown_before_anything_is_written(ddq: Run, table: Path, acme: str) -> None:
    ddq("answer", acme, "OC-03/f.name=founder", "OC-03/f.votes=12", "OC-03/other.name=Somebody Else")
    command = ("ownership", str(table), "--as-of", "2026-06-01", "--into", acme)
    shown = ddq(*command)
    assert shown.code == 0
    assert "OC-03/ministry “Ministry”: a new entry" in shown.out
    assert "  votes: 60\n  capital: 45\n  control: majority\n  state_controlled: yes\n" in shown.out
    assert "OC-03/f “Founder”: changed\n  name: founder → Founder" in shown.out
    assert "note: votes: up to 40 %; capital: more than 25 % and at most 55 %" in shown.out
    assert "OC-03A/ministry “Ministry”: a new entry\n" in shown.out
    assert "  held: Holding\n" in shown.out
    assert "  votes: 100\n  control: majority\n" in shown.out
    assert "“Somebody Else” is in the assessment and not in the files; it stays" in shown.out
    assert "3 entries of OC-03 and 1 of OC-03A would change; nothing was written" in shown.err
    assert "ministry" not in ddq("history", acme).out
    written = ddq(*command, "--write")
    assert (written.code, written.out) == (0, shown.out)
    assert "3 entries of OC-03 and 1 of OC-03A written; no list is declared complete by it" in written.err
    again = ddq(*command, "--write")
    assert "the lists of owners are what the files say" in again.err
    assert "OC-03/f" not in again.out


def test_into_goes_with_neither_json_nor_tree(ddq: Run, table: Path, acme: str) -> None:
    assert ddq("ownership", str(table), "--into", acme, "--tree").code == 2
    assert ddq("ownership", str(table), "--write").code == 2


def test_names_cannot_drive_the_terminal(ddq: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("owner,owned,percent\n\x1b]0;owned\x07X,T,60\n")
    for more in ((), ("--tree",), ("--json",)):
        assert "\x1b" not in ddq("ownership", "t.csv", *more).out
