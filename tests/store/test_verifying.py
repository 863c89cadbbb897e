"""What became of a ledger is said by name, and looking through a store changes nothing in it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddq.assessment.model import Event, EventKind
from ddq.store.chain import GENESIS, write_line
from ddq.store.database import STATE, LedgerDB
from ddq.store.diagnosis import examine
from ddq.store.ledger import LEDGER
from ddq.store.local import LocalStore
from ddq.store.protocol import NewerFormat
from ddq.store.verifying import verify_store
from tests.store.conftest import BEGINNING, NOON

MakeEvents = Callable[..., list[Event]]
Lines = list[bytes]


@pytest.fixture
def lines(folder: Path) -> Lines:
    """The six lines of a ledger, each with its end."""
    return (folder / LEDGER).read_bytes().splitlines(keepends=True)


def problem(lines: Lines) -> str:
    found = examine(b"".join(lines)).problem
    assert found is not None
    return found


def test_a_whole_ledger_has_no_problem(lines: Lines) -> None:
    found = examine(b"".join(lines))
    assert found.problem is None
    assert (len(found.events), found.hashes[-1].encode()) == (6, lines[-1][:64])


def test_a_changed_entry_is_named(lines: Lines) -> None:
    lines[2] = lines[2].replace(b'"ana"', b'"bob"')
    assert problem(lines) == "entry 3 was changed"


def test_a_changed_hash_is_named(lines: Lines) -> None:
    lines[2] = b"0" * 64 + lines[2][64:]
    assert problem(lines) == "the hash of entry 3 was changed; what it says was not"


def test_dropped_entries_are_named(lines: Lines) -> None:
    assert problem([*lines[:2], *lines[3:]]) == "entry 3 is missing: taken out"
    assert problem([*lines[:2], *lines[4:]]) == "entries 3 to 4 are missing: taken out"


def test_another_order_is_named(lines: Lines) -> None:
    lines[2], lines[3] = lines[3], lines[2]
    assert problem(lines) == "the lines are in another order from entry 3 on: entry 4 stands in its place"


def test_a_line_that_was_put_in_is_named(lines: Lines) -> None:
    assert problem([*lines[:3], lines[1], *lines[3:]]) == "after entry 3 a line was put in that says it is entry 2"
    forged, _ = write_line(GENESIS, examine(b"".join(lines)).events[3])
    assert problem([*lines[:3], forged, *lines[3:]]) == "before entry 4 a line was put in"


def test_a_line_without_an_end_and_one_that_is_none(lines: Lines) -> None:
    assert problem([*lines[:5], lines[5][:-20]]) == "line 6 has no end: it was cut short, or is being written"
    assert problem([*lines[:2], b"\x00" * 300 + b"\n", *lines[3:]]).startswith("line 3 cannot be read")
    assert problem([]) == "the ledger is empty"


@given(data=st.data())
def test_whatever_is_altered_before_the_last_line_is_found(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any byte exchanged, any stretch cut out of the middle, any line doubled; what holds before it is still read."""
    content = _CONTENT
    start = data.draw(st.integers(0, len(content) - 2))
    end = data.draw(st.integers(start + 1, len(content) - 1))
    put = data.draw(st.binary(max_size=80))
    if put == content[start:end]:
        return
    altered = content[:start] + put + content[end:]
    found = examine(altered)
    assert found.problem is not None
    whole = examine(content)
    assert found.hashes == whole.hashes[: len(found.hashes)]


def _made() -> bytes:
    created = Event(seq=1, at=NOON, by="ana", kind=EventKind.created, subject="a-1", revision=1, new=BEGINNING)
    line, head = write_line(GENESIS, created)
    found = [line]
    for seq in range(2, 6):
        event = Event(
            seq=seq, at=NOON, by="ana", kind=EventKind.answered, subject="q", revision=seq - 1, new={"value": seq}
        )
        line, head = write_line(head, event)
        found.append(line)
    return b"".join(found)


_CONTENT = _made()


@pytest.fixture
def store(tmp_path: Path, events: MakeEvents) -> Path:
    """A store with one assessment that has an evidence file, closed so that its copy is written."""
    place = tmp_path / "store"
    file = tmp_path / "proof.txt"
    file.write_text("It is so.", encoding="utf-8")
    with LocalStore(place) as opened:
        opened.create(events(("q", 1)))
        kept = opened.put_evidence(file)
        file_of = {"kind": EventKind.attached, "subject": kept.id, "new": kept.model_dump(mode="json")}
        opened.append("a-1", [events(("q", 1))[-1].model_copy(update=file_of)])
    return place


def _problems(store: Path) -> list[str]:
    (found,) = verify_store(store)
    # These events name a questionnaire that nobody kept.
    return [one for one in found.problems if not one.startswith("versions:")]


def test_a_store_that_is_whole(store: Path) -> None:
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    (found,) = verify_store(store)
    assert (found.id, found.entries, found.files) == ("a-1", 3, 1)
    assert _problems(store) == []
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == before, "nothing is written"


def test_entries_cut_off_the_end_are_betrayed_by_the_copy(store: Path) -> None:
    ledger = store / "assessments" / "a-1" / LEDGER
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-1]))
    (told,) = [one for one in _problems(store) if "cut off" in one]
    assert "ends at entry 2, but state.json has seen entry 3" in told


def test_what_stands_behind_damage_was_not_cut_off(store: Path) -> None:
    """One problem each: the copy has seen what was not read. Where the end is gone too, that is told as well."""
    ledger = store / "assessments" / "a-1" / LEDGER
    one, two, three = ledger.read_bytes().splitlines(keepends=True)
    changed = two.replace(b'"ana"', b'"eve"')
    for lines in (
        [one, changed, three],
        [one, three],
        [one, three, two],
        [one, one, two, three],
        [one, two, three[:-9]],
    ):
        ledger.write_bytes(b"".join(lines))
        assert ["cut off" in told for told in _problems(store)] == [False], lines
    ledger.write_bytes(one + changed + three)
    assert "reading stopped after entry 1, and 2 lines behind it were not read" in _problems(store)[0]
    ledger.write_bytes(one + changed)
    assert ["cut off" in told for told in _problems(store)] == [False, True]


def test_a_store_of_a_newer_version_is_refused(store: Path) -> None:
    (store / "store.json").write_bytes(b'{"ddq":"store/99"}')
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    with pytest.raises(NewerFormat, match="a newer version of ddq wrote it"):
        list(verify_store(store))
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == before


def test_a_copy_that_says_something_else(store: Path) -> None:
    state = store / "assessments" / "a-1" / STATE
    state.write_bytes(state.read_bytes().replace(b'"value":1', b'"value":2'))
    assert [one for one in _problems(store) if "does not follow from the ledger" in one]


def test_evidence_that_is_gone_or_changed(store: Path) -> None:
    (file,) = [path for path in (store / "evidence").rglob("*") if path.is_file()]
    file.chmod(0o600)
    file.write_bytes(b"It is not")
    assert ["was changed since it was attached" in one for one in _problems(store)] == [True]
    file.unlink()
    assert ["is missing" in one for one in _problems(store)] == [True]


def test_evidence_that_is_not_what_its_name_and_type_say(store: Path) -> None:
    """As where a file came into the folder in another way; what somebody let go from quarantine was looked at."""
    program = b"MZ" + bytes(200)
    digest = hashlib.sha256(program).hexdigest()
    file = store / "evidence" / "sha256" / digest[:2] / digest
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(program)
    with LocalStore(store) as opened:
        last = opened.events("a-1")[-1]
        told = {"id": digest, "name": "report.pdf", "size": len(program), "media_type": "application/pdf"}
        opened.append("a-1", [last.model_copy(update={"subject": digest, "revision": 1, "new": told})])
    assert ["is not what its name and type say" in one for one in _problems(store)] == [True]
    with LocalStore(store) as opened:
        opened.journal.note("released", {"evidence": digest, "name": "report.pdf"}, "looked at")
    assert _problems(store) == []


def test_one_damaged_assessment_hides_no_other(store: Path) -> None:
    shutil.copytree(store / "assessments" / "a-1", store / "assessments" / "a-2")
    ledger = store / "assessments" / "a-2" / LEDGER
    ledger.write_bytes(b"rubbish\n" + ledger.read_bytes())
    first, second = verify_store(store)
    assert not [one for one in first.problems if not one.startswith("versions:")]
    assert second.problems[0].startswith("ledger.jsonl: before entry 1 a line was put in")


def test_what_holds_before_the_damage_can_be_read(folder: Path) -> None:
    """A damaged ledger does not open for work, but is read as far as it verifies."""
    content = (folder / LEDGER).read_bytes().splitlines(keepends=True)
    content[4] = content[4].replace(b'"ana"', b'"eve"')
    (folder / LEDGER).write_bytes(b"".join(content))
    found = examine((folder / LEDGER).read_bytes())
    assert found.assessment is not None
    assert found.assessment.seq == 4
    with pytest.raises(Exception, match="altered or damaged"):
        LedgerDB(folder)
