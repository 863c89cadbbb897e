"""The local store: a folder that lists itself, keeps evidence, and refuses what it must not touch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from ddq.assessment.model import Event
from ddq.store.ledger import LEDGER
from ddq.store.local import LocalStore
from ddq.store.protocol import Damaged, NewerFormat, NotFound, StoreError

MakeEvents = Callable[..., list[Event]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(root: Path) -> Iterator[LocalStore]:
    with LocalStore(root, evidence_limit=1000) as opened:
        yield opened


def _named(events: list[Event], name: str) -> list[Event]:
    return [events[0].model_copy(update={"subject": name}), *events[1:]]


def test_the_list_heals_itself(store: LocalStore, root: Path, events: MakeEvents) -> None:
    """It is derived: lost, stale or scribbled over, it is right again on the next look."""
    store.create(_named(events(), "a-1"))
    store.create(_named(events(("Q-1", "yes")), "a-2"))
    assert [(summary.id, summary.recorded) for summary in store.summaries()] == [("a-2", 1), ("a-1", 0)]
    store.append("a-1", events(("Q-1", 1), ("Q-2", 2), before=list(store.events("a-1"))))
    expected = [("a-1", 2), ("a-2", 1)]
    assert [(summary.id, summary.recorded) for summary in store.summaries()] == expected
    for scribble in (b"", b"[1]", b"{"):
        (root / "catalogue.json").write_bytes(scribble)
        assert [(summary.id, summary.recorded) for summary in store.summaries()] == expected
    assert orjson.loads((root / "catalogue.json").read_bytes()).keys() == {"a-1", "a-2"}


def test_a_list_that_an_older_version_kept_is_read_without_opening_anything(
    tmp_path: Path, events: MakeEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Earlier versions kept each line under the names of its fields; reading every ledger anew takes long."""
    root = tmp_path / "store"
    with LocalStore(root, by="ana") as store:
        store.create(events(("Q-1", "yes")))
        listed = store.summaries()
    kept = orjson.loads((root / "catalogue.json").read_bytes())
    older = {name: [signature, listed[0]._asdict()] for name, (signature, _) in kept.items()}
    (root / "catalogue.json").write_bytes(orjson.dumps(older))
    with LocalStore(root, by="ana") as store:
        monkeypatch.setattr(store, "_opened", None)
        assert store.summaries() == listed


def test_a_list_reads_again_only_what_moved(store: LocalStore, events: MakeEvents, root: Path) -> None:
    for number in range(3):
        store.create(_named(events(), f"a-{number}"))
    store.close()
    opened: list[str] = []

    class Watched(LocalStore):
        def _summary(self, assessment: str):  # noqa: ANN202
            opened.append(assessment)
            return super()._summary(assessment)

    watched = Watched(root)
    watched.summaries()
    watched.append("a-1", events(("Q-1", "x"))[1:])
    watched.summaries()
    assert opened == ["a-0", "a-1", "a-2", "a-1"]


def test_one_damaged_assessment_does_not_hide_the_others(store: LocalStore, root: Path, events: MakeEvents) -> None:
    for name in ("a-1", "a-2"):
        store.create(_named(events(("Q-1", "yes"), ("Q-2", "no")), name))
    store.close()
    ledger = root / "assessments" / "a-1" / LEDGER
    ledger.write_bytes(ledger.read_bytes().replace(b"Acme", b"Acne", 1))
    problems = {summary.id: summary.problem for summary in store.summaries()}
    assert problems["a-2"] is None
    assert problems["a-1"] is not None
    assert "altered or damaged" in problems["a-1"]
    with pytest.raises(Damaged):
        store.events("a-1")


def test_an_assessment_appears_whole_or_not_at_all(store: LocalStore, root: Path, events: MakeEvents) -> None:
    (root / "assessments" / ".new-a-1").mkdir()
    assert store.summaries() == ()
    store.create(_named(events(), "a-1"))
    assert [path.name for path in (root / "assessments").iterdir()] == ["a-1"]
    with pytest.raises(StoreError, match="already"):
        store.create(_named(events(), "a-1"))


@pytest.mark.parametrize("name", ["../x", "", ".", "a/b", "a" * 65, ".new-a", "a\x00b", "ä"])
def test_an_id_never_leaves_the_folder(store: LocalStore, events: MakeEvents, name: str) -> None:
    with pytest.raises(NotFound):
        store.events(name)
    with pytest.raises(NotFound):
        store.create(_named(events(), name))


def test_evidence_is_kept_by_its_content(store: LocalStore, root: Path, tmp_path: Path) -> None:
    file = tmp_path / "audit report.pdf"
    file.write_bytes(b"%PDF audit")
    kept = store.put_evidence(file)
    assert (kept.name, kept.size, kept.media_type) == ("audit report.pdf", 10, "application/pdf")
    again = store.put_evidence(file, "other\x1b name.pdf")
    assert (again.id, again.name) == (kept.id, "other⟨ESC⟩ name.pdf")
    path = store.evidence(kept.id)
    assert path == root / "evidence" / "sha256" / kept.id[:2] / kept.id
    assert [found.name for found in path.parent.iterdir()] == [kept.id]


def test_evidence_that_was_changed_or_lost_is_noticed(store: LocalStore, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(b"we never")
    kept = store.put_evidence(file)
    path = store.evidence(kept.id)
    path.chmod(0o600)
    path.write_bytes(b"we often")
    with pytest.raises(Damaged, match="changed since"):
        store.evidence(kept.id)
    path.unlink()
    with pytest.raises(NotFound, match="missing"):
        store.evidence(kept.id)
    with pytest.raises(NotFound, match="not the id"):
        store.evidence("../../etc/passwd")


def test_evidence_that_cannot_be_kept_is_refused(store: LocalStore, tmp_path: Path) -> None:
    for name, content, says in (("big.bin", b"x" * 1001, "larger than"), ("empty.txt", b"", "empty")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(StoreError, match=says):
            store.put_evidence(tmp_path / name)
    with pytest.raises(StoreError, match="is a folder"):
        store.put_evidence(tmp_path)
    with pytest.raises(StoreError, match="no such file"):
        store.put_evidence(tmp_path / "nothing.txt")
    with pytest.raises(StoreError, match="no ordinary file"):
        store.put_evidence(Path("/dev/zero"))


def test_a_newer_store_is_refused_and_not_touched(root: Path) -> None:
    root.mkdir(mode=0o700)
    (root / "store.json").write_bytes(b'{"ddq":"store/99"}')
    with pytest.raises(NewerFormat, match=r"store/99.*upgrade ddq"):
        LocalStore(root)
    assert [path.name for path in root.iterdir()] == ["store.json"]


def test_a_folder_of_something_else_is_refused(root: Path) -> None:
    root.mkdir(mode=0o700)
    (root / "store.json").write_bytes(b"[]")
    with pytest.raises(StoreError, match="not the format file"):
        LocalStore(root)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_everything_is_for_this_user_alone(store: LocalStore, root: Path, events: MakeEvents, tmp_path: Path) -> None:
    store.create(events())
    (tmp_path / "e").write_bytes(b"e")
    kept = store.put_evidence(tmp_path / "e")
    store.summaries()
    store.close()
    modes = {path.relative_to(root).as_posix(): path.stat().st_mode & 0o777 for path in root.rglob("*")}
    evidence = f"evidence/sha256/{kept.id[:2]}/{kept.id}"
    assert modes.pop(evidence) == 0o440
    assert {mode for path, mode in modes.items() if (root / path).is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if (root / path).is_file()} == {0o600}
    root.chmod(0o770)
    with pytest.raises(StoreError, match="chmod go-w"):
        LocalStore(root)
