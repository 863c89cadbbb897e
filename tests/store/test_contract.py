"""What every store keeps: the same tests on the folder of one machine and on the server of a team."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ddq.assessment.fold import fold
from ddq.assessment.model import Event, EventKind
from ddq.store.diagnosis import examine
from ddq.store.local import LocalStore
from ddq.store.protocol import ClosedMeanwhile, Conflict, NotFound, Store, StoreError
from tests.postgres import server

MakeEvents = Callable[..., list[Event]]
Open = Callable[[], Store]


@pytest.fixture(params=["local", "team"])
def handle(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens handles on one store, each as another process would."""
    opened: list[Store] = []
    if request.param == "team":
        from ddq.store.team.store import TeamStore

        running = server()
        address = running.address("ana", running.database())

    def make() -> Store:
        if request.param == "local":
            opened.append(LocalStore(tmp_path / "store", by="ana", evidence_limit=1000))
        else:
            opened.append(TeamStore(address, tmp_path / f"here-{len(opened)}", evidence_limit=1000))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(handle: Open) -> Store:
    return handle()


def named(events: list[Event], name: str) -> list[Event]:
    return [events[0].model_copy(update={"subject": name}), *events[1:]]


def follows(store: Store, **what: object) -> Event:
    """The event that follows in a-1."""
    assessment = fold(store.events("a-1"))
    subject = str(what["subject"])
    revision = assessment.revisions.get(subject, 0) + 1
    last = store.events("a-1")[-1]
    return Event.model_validate({"seq": assessment.seq + 1, "at": last.at, "by": "ana", "revision": revision, **what})


def test_what_is_kept_is_there_for_whoever_opens_it_next(handle: Open, events: MakeEvents) -> None:
    made = events(
        ("Q-1", "yes"), ("Q-2", '⟨x⟩ ü 日本 \\u0000 \\\\ " \u2028'), ("Q-1", 1e300), ("Q-3", {"b": 1, "a": [None]})
    )
    first = handle()
    first.create(made[:2])
    assert first.append("a-1", made[2:]) == tuple(made[2:])
    for one in (first, handle()):
        assert one.events("a-1") == tuple(made)
        assert one.anchor("a-1")[0] == len(made)
        assert one.notices("a-1") == ()


def test_the_ledger_holds_together_and_is_the_anchor(store: Store, events: MakeEvents) -> None:
    store.create(events(("Q-1", "yes"), ("Q-2", "no")))
    found = examine(store.ledger("a-1"))
    assert found.problem is None
    assert (len(found.events), found.hashes[-1]) == store.anchor("a-1")


def test_two_handles_may_change_different_subjects_at_once(handle: Open, events: MakeEvents) -> None:
    """The second gets the next number, whatever it said."""
    one, two = handle(), handle()
    one.create(events())
    before = list(two.events("a-1"))
    one.append("a-1", events(("Q-1", "mine"), before=before))
    kept = two.append("a-1", events(("Q-2", "yours"), before=before))
    assert [event.seq for event in kept] == [3]
    assert one.events("a-1") == two.events("a-1")
    assert one.ledger("a-1") == two.ledger("a-1")


def test_who_is_second_on_the_same_subject_is_refused_whole(handle: Open, events: MakeEvents) -> None:
    one, two = handle(), handle()
    one.create(events())
    before = list(two.events("a-1"))
    one.append("a-1", events(("Q-1", "mine"), before=before))
    with pytest.raises(Conflict) as refused:
        two.append("a-1", events(("Q-2", "whole"), ("Q-1", "yours"), before=before))
    conflict = refused.value
    assert (conflict.subject, conflict.revision) == ("Q-1", 1)
    assert conflict.stands == two.events("a-1")[-1]
    assert (conflict.given.new, conflict.stands.new) == ({"value": "yours"}, {"value": "mine"})
    assert "changed by ana at 2026-03-01 12:00 UTC" in str(conflict)
    assert [event.new for event in two.events("a-1")[1:]] == [{"value": "mine"}]


def test_an_answer_to_what_was_closed_meanwhile_is_refused(handle: Open, events: MakeEvents) -> None:
    one, two = handle(), handle()
    one.create(events())
    late = events(("Q-1", "late"), before=list(two.events("a-1")))
    one.append("a-1", [follows(one, kind=EventKind.moved, subject="status", new={"status": "in_review"})])
    with pytest.raises(ClosedMeanwhile):
        two.append("a-1", late)
    assert len(two.events("a-1")) == 2


def test_an_event_that_cannot_have_happened_is_refused(store: Store, events: MakeEvents) -> None:
    store.create(events())
    with pytest.raises(StoreError):
        store.append("a-1", [follows(store, kind=EventKind.resolved, subject="comment:7", new={})])
    with pytest.raises(StoreError, match="begins with"):
        store.create(named(events(("Q-1", "x"))[1:], "a-2"))
    assert len(store.events("a-1")) == 1


def test_what_others_kept_is_noticed_without_reading_it(handle: Open, events: MakeEvents) -> None:
    """So that a screen can look now and then at no cost; once it was read, nothing is new."""
    one, two = handle(), handle()
    one.create(events())
    before = list(two.events("a-1"))
    two.moved("a-1")  # whoever never asked may have missed something, and is told so once
    two.events("a-1")
    assert not two.moved("a-1")
    one.append("a-1", events(("Q-1", "mine"), before=before))
    while not two.moved("a-1"):  # a server says it when it has sent it
        pass
    assert two.moved("a-1")
    assert len(two.events("a-1")) == 2
    assert not two.moved("a-1")
    assert not two.moved("nothing")


def test_an_assessment_is_created_once(handle: Open, events: MakeEvents) -> None:
    one, two = handle(), handle()
    one.create(events(("Q-1", "x")))
    with pytest.raises(StoreError, match="there is an assessment a-1 already"):
        two.create(events())
    assert len(one.events("a-1")) == 2


@pytest.mark.parametrize("name", ["../x", "", ".", "a/b", "a" * 65, ".new-a", "a\x00b", "ä", "nothing"])
def test_what_is_not_there_is_not_found(store: Store, events: MakeEvents, name: str) -> None:
    assert not store.has(name)
    for ask in (store.events, store.anchor, store.notices, store.ledger):
        with pytest.raises(NotFound):
            ask(name)
    with pytest.raises(NotFound):
        store.append(name, events())
    if name != "nothing":
        with pytest.raises(NotFound):
            store.create(named(events(), name))


def test_the_list_has_the_last_changed_first(handle: Open, events: MakeEvents) -> None:
    one, two = handle(), handle()
    one.create(named(events(), "a-1"))
    one.create(named(events(("Q-1", "yes")), "a-2"))
    assert [(each.id, each.recorded, each.seq) for each in two.summaries()] == [("a-2", 1, 2), ("a-1", 0, 1)]
    one.append("a-1", events(("Q-1", 1), ("Q-2", 2), before=list(one.events("a-1"))))
    found = two.summaries()
    assert [(each.id, each.recorded, each.seq) for each in found] == [("a-1", 2, 3), ("a-2", 1, 2)]
    assert (found[0].title, found[0].status, found[0].problem) == ("Acme", "draft", None)
    assert (found[0].seq, found[0].head) == one.anchor("a-1")
    assert one.summaries() == found


def test_evidence_is_kept_by_its_content(handle: Open, events: MakeEvents, tmp_path: Path) -> None:
    file = tmp_path / "audit report.pdf"
    file.write_bytes(b"%PDF audit")
    one, two = handle(), handle()
    kept = one.put_evidence(file)
    assert (kept.id, kept.name, kept.size) == (hashlib.sha256(b"%PDF audit").hexdigest(), "audit report.pdf", 10)
    assert two.put_evidence(file, "other.pdf").id == kept.id
    one.create(events())
    one.append("a-1", [follows(one, kind=EventKind.attached, subject=kept.id, new=kept.model_dump(mode="json"))])
    for store in (one, two, handle()):
        assert store.evidence(kept.id).read_bytes() == b"%PDF audit"
        assert store.evidence_problem(kept, whole=True) is None
    missing = kept.model_copy(update={"id": "0" * 64})
    assert one.evidence_problem(missing) == "is missing"
    for name in (missing.id, "../../etc/passwd"):
        with pytest.raises(NotFound):
            one.evidence(name)


def test_a_program_is_no_evidence_until_somebody_lets_it_go(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "run.pdf"
    file.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(60))
    with pytest.raises(StoreError, match="quarantine"):
        store.put_evidence(file)
    assert [one.name for one in store.quarantined()] == ["run.pdf"]
    store.release(store.quarantined()[0].digest, "looked at")
    assert store.put_evidence(file).size == 67


def test_questionnaires_are_kept_for_as_long_as_the_store(handle: Open) -> None:
    digest = "ab" * 32
    one, two = handle(), handle()
    assert not one.has_questionnaire(digest)
    assert one.questionnaire(digest) is None
    one.put_questionnaire(digest, b"{\x00}")
    one.put_questionnaire(digest, b"{\x00}")
    assert two.has_questionnaire(digest)
    assert two.questionnaire(digest) == b"{\x00}"
    assert two.questionnaire("../x") is None


def test_who_has_it_open_is_told_until_it_is_closed(handle: Open, events: MakeEvents) -> None:
    one, two = handle(), handle()
    one.create(events())
    mine, yours = one.presence("a-1"), two.presence("a-1")
    assert mine.take("ana") is None
    holder = yours.take("ana")
    assert holder is not None
    assert holder.by == "ana"
    mine.release()
    assert yours.take("ana") is None
    yours.release()
