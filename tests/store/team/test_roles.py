"""What each role may do is settled by the database: every role with every act, and none of ddq's own rules between."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ddq.assessment.model import Event, EventKind
from ddq.store.chain import canonical, link_hash
from ddq.store.protocol import NotAllowed, NotFound
from ddq.store.team.store import TeamStore
from tests.postgres import PostgresServer, server

MakeEvents = Callable[..., list[Event]]
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LOGINS = {"interviewer": "ivy", "reviewer": "rob", "approver": "app", "reader": "ron", "another team": "eve"}
IN_REVIEW = {"status": "in_review"}
SENT_BACK = {"status": "changes_requested", "questions": ["Q-1"]}
RESTS_ON = dict.fromkeys(
    ("head", "inputs", "questionnaire", "registers", "profile", "method", "score", "outcome"), "x"
) | {"seq": 1, "as_of": "2026-03-01", "trust": ["1", "2"]}
APPROVED = {"decision": "approve", "rests_on": RESTS_ON}

Act = tuple[EventKind, str, Any]
ANSWER: Act = (EventKind.answered, "Q-1", {"value": "new"})
OTHER: Act = (EventKind.answered, "Q-2", {"value": "new"})
VERDICT: Act = (EventKind.reviewed, "Q-1", {"verdict": "reviewed"})
COMMENT: Act = (EventKind.commented, "comment:1", {"text": "x"})
FLAG: Act = (EventKind.flagged, "Q-1", "later")
ASSIGN: Act = (EventKind.assigned, "role:reviewer", ["rob"])
VENDOR: Act = (EventKind.changed, "vendor", {"name": "Other"})
TITLE: Act = (EventKind.changed, "title", "Other")
SUBMIT: Act = (EventKind.moved, "status", IN_REVIEW)
SEND_BACK: Act = (EventKind.moved, "status", SENT_BACK)
REOPEN: Act = (EventKind.moved, "status", {"status": "draft"})
DECIDE: Act = (EventKind.decided, "status", APPROVED)
FORGE: Act = (EventKind.changed, "status", "approved")

# The status that it has, the act, and who may do it.
MATRIX: list[tuple[str, Act, set[str]]] = [
    ("draft", ANSWER, {"interviewer"}),
    ("draft", FLAG, {"interviewer", "reviewer", "approver"}),
    ("draft", COMMENT, {"interviewer", "reviewer", "approver"}),
    ("draft", ASSIGN, {"interviewer", "reviewer", "approver"}),
    ("draft", VENDOR, {"interviewer"}),
    ("draft", TITLE, {"interviewer"}),
    ("draft", VERDICT, {"reviewer"}),
    ("draft", SUBMIT, {"interviewer"}),
    ("draft", SEND_BACK, set()),
    ("draft", DECIDE, set()),
    ("draft", FORGE, set()),
    ("in_review", ANSWER, set()),
    ("in_review", VENDOR, set()),
    ("in_review", TITLE, {"interviewer"}),
    ("in_review", COMMENT, {"interviewer", "reviewer", "approver"}),
    ("in_review", VERDICT, {"reviewer"}),
    ("in_review", SEND_BACK, {"reviewer", "approver"}),
    ("in_review", REOPEN, {"interviewer", "reviewer", "approver"}),
    ("in_review", DECIDE, {"approver"}),
    ("in_review", FORGE, set()),
    ("changes_requested", ANSWER, {"interviewer"}),
    ("changes_requested", OTHER, set()),
    ("changes_requested", SUBMIT, {"interviewer"}),
    ("changes_requested", DECIDE, set()),
    ("approved", ANSWER, set()),
    ("approved", VERDICT, set()),
    ("approved", COMMENT, {"interviewer", "reviewer", "approver"}),
    ("approved", REOPEN, {"reviewer", "approver"}),
    ("approved", DECIDE, set()),
]
WAYS: dict[str, list[Act]] = {
    "draft": [],
    "in_review": [SUBMIT],
    "changes_requested": [SUBMIT, SEND_BACK],
    "approved": [SUBMIT, DECIDE],
}


class Case:
    """One assessment on a server, which any login may try to add to with plain SQL."""

    def __init__(self, running: PostgresServer) -> None:
        self._running = running
        self.database = running.database()
        self._events: list[Event] = []
        self._open: dict[str, psycopg.Connection] = {}

    def connection(self, login: str) -> psycopg.Connection:
        if login not in self._open:
            self._open[login] = psycopg.connect(self._running.address(login, self.database), autocommit=True)
        return self._open[login]

    def close(self) -> None:
        for one in self._open.values():
            one.close()

    def tried(self, login: str, assessment: str, events: list[Event]) -> bool:
        """Whether the database lets the login keep the last of the events; nothing of it stays."""
        head = "0" * 64
        for event in events:
            body = canonical(event)
            head = link_hash(head, body)
        connection = self.connection(login)
        try:
            with connection.transaction(force_rollback=True):
                connection.execute(
                    "INSERT INTO ddq.event (assessment, body, hash) VALUES (%s, %s, %s)",
                    (assessment, body.decode(), head),
                )
        except psycopg.DatabaseError as error:
            assert error.sqlstate in ("42501", "DQ004"), error
            return False
        return True


@pytest.fixture(scope="module")
def case() -> Iterator[Case]:
    made = Case(server())
    yield made
    made.close()


@pytest.fixture(scope="module")
def histories(case: Case) -> dict[str, list[Event]]:
    """An assessment in each status, by it; made by who keeps the server."""
    found: dict[str, list[Event]] = {}
    keeper = case.connection("keeper")
    for status, way in WAYS.items():
        name = status.replace("_", "-")
        new = {
            "title": "Acme",
            "vendor": {"name": "Acme"},
            "engagement": {"profile": "p"},
            "questionnaire": {"id": "q", "version": "1", "digest": "0"},
        }
        history = [event_after([], EventKind.created, name, new, "ivy")]
        history.append(event_after(history, *OTHER, "ivy"))
        for act in way:
            history.append(event_after(history, *act, "keeper"))
        keeper.execute("INSERT INTO ddq.assessment (id, team) VALUES (%s, 'one')", (name,))
        head = "0" * 64
        for event in history:
            body = canonical(event)
            head = link_hash(head, body)
            keeper.execute(
                "INSERT INTO ddq.event (assessment, body, hash) VALUES (%s, %s, %s)", (name, body.decode(), head)
            )
        stands = keeper.execute("SELECT status FROM ddq.assessment WHERE id = %s", (name,)).fetchone()
        assert stands == (status,)
        found[status] = history
    return found


def event_after(history: list[Event], kind: EventKind, subject: str, new: Any, by: str) -> Event:
    revision = 1 + sum(event.subject == subject for event in history)
    return Event.model_validate_json(
        canonical(
            Event.model_construct(
                seq=len(history) + 1,
                at=NOON,
                by=by,
                kind=kind,
                subject=subject,
                revision=revision,
                old=None,
                new=new,
                why=None,
                undoes=None,
            )
        )
    )


def named(act: Act) -> str:
    return f"{act[0].value}-{act[1]}" + (f"-{act[2]['status']}" if act[0] is EventKind.moved else "")


@pytest.mark.parametrize(
    ("status", "act", "allowed"), MATRIX, ids=[f"{status}-{named(act)}" for status, act, _ in MATRIX]
)
def test_who_may(case: Case, histories: dict[str, list[Event]], status: str, act: Act, allowed: set[str]) -> None:
    history = histories[status]
    tried = {
        role
        for role, login in LOGINS.items()
        if case.tried(login, history[0].subject, [*history, event_after(history, *act, login)])
    }
    assert tried == allowed


@pytest.mark.parametrize("role", LOGINS)
def test_only_interviewers_begin(case: Case, role: str) -> None:
    connection = case.connection(LOGINS[role])
    try:
        with connection.transaction(force_rollback=True):
            connection.execute("INSERT INTO ddq.assessment (id) VALUES ('new')")
        begun = True
    except psycopg.errors.InsufficientPrivilege:
        begun = False
    assert begun is (role in ("interviewer", "another team"))  # who begins for the own team, as eve does


@pytest.mark.parametrize("login", [*LOGINS.values(), "ana"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ddq.event SET login = 'x'",
        "DELETE FROM ddq.event",
        "TRUNCATE ddq.event CASCADE",
        "INSERT INTO ddq.event VALUES ('draft', 9, 'answered', 'Q', 1, NULL, NULL, '{}', '', 'x', now())",
        "UPDATE ddq.answer SET body = '{}'",
        "INSERT INTO ddq.answer VALUES ('draft', 'Q', 1, '{}', 'x', 1)",
        "UPDATE ddq.assessment SET status = 'approved'",
        "UPDATE ddq.assessment SET team = 'two'",
        "DELETE FROM ddq.assessment",
        "INSERT INTO ddq.assessment (id, team) VALUES ('x', 'one')",
        "UPDATE ddq.evidence SET content = ''",
        "DELETE FROM ddq.questionnaire",
        "INSERT INTO ddq.member VALUES (session_user, 'two')",
        "INSERT INTO ddq.evidence_brought VALUES ('x', session_user)",
        "ALTER TABLE ddq.event DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "SET SESSION AUTHORIZATION keeper",
        "CREATE TEMPORARY TABLE mine ()",
    ],
)
def test_nobody_goes_round_it(case: Case, histories: dict[str, list[Event]], login: str, statement: str) -> None:
    assert histories
    connection = case.connection(login)
    with pytest.raises(psycopg.Error) as refused, connection.transaction():
        connection.execute(statement.encode())
    assert refused.value.sqlstate in ("42501", "DQ003")


def test_an_event_names_who_is_logged_in(case: Case, histories: dict[str, list[Event]]) -> None:
    history = histories["draft"]
    forged = event_after(history, *ANSWER, "rob")
    with pytest.raises(AssertionError, match="names rob, and ivy is logged in"):
        case.tried("ivy", "draft", [*history, forged])


@pytest.mark.parametrize("change", [{"seq": 9}, {"revision": 2}, {"kind": EventKind.created}])
def test_what_does_not_follow_is_refused(
    case: Case, histories: dict[str, list[Event]], change: dict[str, object]
) -> None:
    history = histories["draft"]
    event = event_after(history, *ANSWER, "ivy").model_copy(update=change)
    with pytest.raises(AssertionError, match=r"does not follow|in the meantime|creates the assessment"):
        case.tried("ivy", "draft", [*history, event])
    with pytest.raises(AssertionError, match="does not follow"):
        case.tried("ivy", "draft", [event_after(history, *ANSWER, "ivy")])


@pytest.fixture
def database() -> str:
    return server().database()


def opened(login: str, database: str, folder: Path) -> TeamStore:
    return TeamStore(server().address(login, database), folder / login)


def test_nobody_decides_on_answers_of_their_own(database: str, events: MakeEvents, tmp_path: Path) -> None:
    """Four eyes: whatever roles somebody has; who has given no answer that stands may."""
    with opened("ana", database, tmp_path) as mine, opened("ben", database, tmp_path) as theirs:
        history = events(("Q-1", "yes"))
        history.append(event_after(history, *SUBMIT, "ana"))
        mine.create(history)
        with pytest.raises(NotAllowed):
            mine.append("a-1", [event_after(history, *DECIDE, "ana")])
        theirs.append("a-1", [event_after(history, *DECIDE, "ben")])
        assert [one.status for one in mine.summaries()] == ["approved"]


def test_another_team_sees_nothing(database: str, events: MakeEvents, tmp_path: Path) -> None:
    with opened("ana", database, tmp_path) as ours, opened("eve", database, tmp_path) as theirs:
        ours.create(events(("Q-1", "yes")))
        (tmp_path / "proof.txt").write_text("It is so.", encoding="utf-8")
        kept = ours.put_evidence(tmp_path / "proof.txt")
        assert theirs.summaries() == ()
        assert not theirs.has("a-1")
        with pytest.raises(NotFound):
            theirs.events("a-1")
        with pytest.raises(NotFound):
            theirs.append("a-1", events(("Q-2", "x"))[1:])
        with pytest.raises(NotFound):
            theirs.evidence(kept.id)
        assert theirs.evidence_problem(kept) == "is missing"


def test_a_file_is_not_had_by_naming_its_hash(database: str, events: MakeEvents, tmp_path: Path) -> None:
    """A report prints the hashes; whoever has read one has not read the files."""
    with opened("ana", database, tmp_path) as ours, opened("eve", database, tmp_path) as theirs:
        (tmp_path / "proof.txt").write_text("It is so.", encoding="utf-8")
        kept = ours.put_evidence(tmp_path / "proof.txt")
        by_eve = [event.model_copy(update={"by": "eve"}) for event in events(("Q-1", "x"))]
        theirs.create(by_eve)
        claim = by_eve[-1].model_copy(
            update={"kind": EventKind.attached, "subject": kept.id, "new": kept.model_dump(mode="json"), "revision": 1}
        )
        with pytest.raises(NotAllowed, match="has not brought the file"):
            theirs.append("a-1", [claim])
        assert theirs.put_evidence(tmp_path / "proof.txt").id == hashlib.sha256(b"It is so.").hexdigest()
        theirs.append("a-1", [claim])


def test_a_reader_is_told_in_a_sentence(database: str, events: MakeEvents, tmp_path: Path) -> None:
    with opened("ana", database, tmp_path) as ours, opened("ron", database, tmp_path) as reader:
        ours.create(events(("Q-1", "yes")))
        assert len(reader.events("a-1")) == 2
        with pytest.raises(NotAllowed, match="ron may not do this"):
            reader.append("a-1", events(("Q-2", "x"), before=list(reader.events("a-1"))))
        with pytest.raises(NotAllowed):
            reader.create([events()[0].model_copy(update={"subject": "a-2"})])


def test_a_line_in_the_list_that_was_forged_shows_no_other_status(
    database: str, events: MakeEvents, tmp_path: Path
) -> None:
    with opened("ana", database, tmp_path) as store:
        store.create(events(("Q-1", "yes")))
        with psycopg.connect(server().address("ivy", database), autocommit=True) as connection:
            connection.execute('UPDATE ddq.assessment SET summary = summary || \'{"status": "approved"}\'')
        assert [one.status for one in store.summaries()] == ["draft"]
        assert any("line in the list" in problem for one in store.check() for problem in one.problems)
        with psycopg.connect(server().address("ivy", database), autocommit=True) as connection:
            connection.execute("UPDATE ddq.assessment SET summary = '{}'")
        assert [(one.title, one.status) for one in store.summaries()] == [("Acme", "draft")]
