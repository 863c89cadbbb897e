"""Review, decision and the year after, by commands alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]
As = Callable[..., Any]


@pytest.fixture
def by(ddq: Run, monkeypatch: pytest.MonkeyPatch) -> As:
    """Runs a command as somebody."""

    def ran(name: str, *arguments: str) -> Any:
        monkeypatch.setenv("DDQ_USER", name)
        return ddq(*arguments)

    return ran


@pytest.fixture
def submitted(by: As, acme: str) -> str:
    """Ana answered, and sent it to review."""
    assert by("ana", "answer", acme, "TR-01=internal", "TR-02=ordinary").code == 0
    assert by("ana", "submit", acme).out == "in review\n"
    return acme


def test_submission_closes_and_a_send_back_opens_what_it_names(by: As, submitted: str) -> None:
    refused = by("ana", "answer", submitted, "TR-01=public")
    assert refused.code == 1
    assert refused.err.startswith("ddq: TR-01: closed: the assessment is in review; a reviewer can send single")
    assert by("bea", "review", submitted, "TR-02", "issue", "--note", "whose?").code == 0
    assert by("bea", "send-back", submitted, "--why", "say more", "TR-01").out.endswith("open again: TR-01, TR-02\n")
    assert by("ana", "answer", submitted, "TR-01=public").code == 0
    refused = by("ana", "answer", submitted, "TR-05=nothing")
    assert "not sent back; open are the questions that were sent back (TR-01, TR-02)" in refused.err
    assert by("ana", "status", submitted).out == "changes requested\nopen to be answered again: TR-01, TR-02\n"
    listed = by("bea", "review", submitted, "--json").json
    assert (listed["TR-02"]["verdict"], listed["TR-02"]["by"]) == ("issue", "bea")
    assert "1 answered questions without a verdict: TR-01" in by("bea", "review", submitted).out


def test_a_decision_says_how_it_departs_and_the_status_shows_it(by: As, submitted: str) -> None:
    own = by("ana", "decide", submitted, "reject", "--reason", "no")
    assert own.code == 1
    assert "ana: may not decide on one's own interview" in own.err
    assert "ddq does not check them" in own.err, "that it is advisory is said"
    preview = by("bea", "decide", submitted, "approve", "--preview")
    assert "which is less cautious; it needs a --reason" in preview.out
    assert by("bea", "decide", submitted, "approve").code == 1
    decided = by(
        "bea",
        "decide",
        submitted,
        "approve_with_conditions",
        "--reason",
        "A pilot",
        "--condition",
        "Exit plan; with a test;Dora;2999-01-01",
        "--expires",
        "2999-06-30",
        "--json",
    )
    assert decided.code == 0, decided.err
    assert decided.json["by"] == "bea"
    assert decided.json["departure"]["direction"] == "less_cautious"
    assert decided.json["conditions"][0]["text"] == "Exit plan; with a test"
    shown = by("ana", "status", submitted)
    assert shown.out.splitlines()[:3] == [
        "approved with conditions",
        f"last decision: approve with conditions, by bea on {decided.json['at'][:10]}",
        "reason: A pilot",
    ]
    assert "  1  open     due 2999-01-01  Dora: Exit plan; with a test" in shown.out
    status = by("ana", "status", submitted, "--json").json
    assert (status["in_force"], status["stale"], status["who"]) == (True, [], ["bea"])
    assert status["next_review"] == "2999-06-30"
    (listed,) = by("ana", "list", "--json").json
    assert (listed["decided_by"], listed["next_review"], listed["condition_due"]) == ("bea", "2999-06-30", "2999-01-01")
    assert "review 2999-06-30" in by("ana", "list").out


def test_conditions_are_listed_and_changed(by: As, submitted: str) -> None:
    given = ("--condition", "Encrypt;Dora;2999-01-01", "--reason", "small")
    assert by("bea", "decide", submitted, "approve_with_conditions", *given).code == 0
    assert by("Dora", "condition", submitted, "1", "met").code == 1, "without saying what shows it"
    assert "met" in by("Dora", "condition", submitted, "1", "met", "--why", "audit").out
    (one,) = by("ana", "condition", submitted, "--json").json
    assert (one["number"], one["state"], one["change"]["by"]) == (1, "met", "Dora")
    assert by("ana", "condition", submitted, "1", "waived", "--why", "x").code == 1, "ana gave answers"
    assert by("ana", "condition", submitted, "1").code == 2


def test_people_are_assigned_and_named_in_refusals(by: As, acme: str) -> None:
    assert by("ana", "assign", acme, "approver", "carl", "bea").out.splitlines()[2] == "approvers: carl, bea"
    assert by("ana", "submit", acme).code == 0
    refused = by("eve", "decide", acme, "reject", "--reason", "no")
    assert "eve: may not decide; ask one of the approvers: carl, bea" in refused.err
    assert by("eve", "assign", acme, "approver", "eve").code == 1
    assert by("carl", "assign", acme, "approver", "--nobody", "--json").json["approver"] == []
    assert by("carl", "assign", acme, "approver").code == 2
    assert by("carl", "assign", acme, "--nobody").code == 2


def test_comments_are_written_settled_and_listed(by: As, acme: str) -> None:
    assert by("bea", "comment", acme).out == "no comments\n"
    assert by("bea", "comment", acme, "Who is\x1b[2J it?", "--question", "OC-03").code == 0
    by("bea", "comment", acme, "Well done")
    listed = by("ana", "comment", acme, "--resolve", "1", "the founder").out.splitlines()
    assert "OC-03  resolved by ana: Who is⟨ESC⟩[2J it?" in listed[0]
    assert listed[1].strip() == "the founder"
    assert "the whole  open: Well done" in listed[2]
    assert by("ana", "comment", acme, "--resolve", "9").code == 1
    assert by("ana", "comment", acme, "--resolve", "1", "--reopen", "1").code == 2
    comments = by("ana", "comment", acme, "--reopen", "1", "--json").json
    assert [(one["id"], one["resolution"]) for one in comments] == [("comment:1", None), ("comment:2", None)]


def test_any_entry_can_be_undone_after_a_look_at_what_that_would_do(by: As, acme: str) -> None:
    by("ana", "answer", acme, "TR-02=ordinary", "TR-03=over_100000")
    preview = by("ana", "undo", acme, "2", "--preview")
    assert preview.out.startswith("TR-02 would be open again; it says “Ordinary personal data")
    assert by("ana", "undo", acme, "2", "--preview", "--json").json[0].startswith("TR-02 would be open")
    assert by("ana", "undo", acme, "2").out == "entry 4 undoes entry 2\n"
    assert by("ana", "undo", acme, "4", "--json").json["undoes"] == 4
    assert by("ana", "show", acme, "--json").json["questions"]["TR-02"]["value"] == "ordinary"
    assert "cannot be undone" in by("ana", "undo", acme, "1").err
    assert "entries 1 to 5" in by("ana", "undo", acme, "77").err


def test_a_year_later_answers_are_carried_over_confirmed_and_compared(by: As, acme: str) -> None:
    by("ana", "answer", acme, "TR-01=internal", "TR-02=ordinary")
    by("ana", "answer", acme, "--state", "OC-08=unknown", "--reason", "OC-08=nobody knew")
    again = by("ana", "new", "--carry-from", acme, "--json")
    assert again.code == 0
    assert again.err == (
        f"ddq: 2 answers carried over from {acme}, to be confirmed\n"
        "ddq: not carried over, as what was unknown is asked anew: OC-08\n"
    )
    later = again.json["id"]
    assert "TR-01" in by("ana", "show", later).out
    assert "(carried over, not confirmed)" in by("ana", "show", later).out
    assert by("ana", "answer", later, "--confirm", "TR-01").out.startswith("1 kept")
    assert by("ana", "answer", later, "TR-02=none").code == 0, "answering anew confirms too"
    questions = by("ana", "show", later, "--json").json["questions"]
    assert questions["TR-01"]["answer"]["carried_from"] is None
    assert questions["TR-02"]["answer"]["given_on"] is None
    compared = by("ana", "compare", later)
    assert f"{acme} -> {later}" in compared.out
    assert "  TR-02: Ordinary personal data" in compared.out
    assert "nothing but facts can have moved the score" in compared.out
    found = by("ana", "compare", later, acme, "--json").json
    assert {one["subject"] for one in found["facts"]["answers"]} == {"TR-02", "OC-08"}
    assert found["scores"]["same_method"] is True
    assert by("ana", "compare", acme).code == 1, "there is none before the first"
    stranger = by("ana", "new", "--carry-from", acme, "--vendor", "Other")
    assert stranger.code == 1
    assert len(by("ana", "list", "--json").json) == 2, "and nothing was begun"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("decide", "ID", "approve_with_conditions", "--condition", "Encrypt"), "TEXT;OWNER;DATE"),
        (("decide", "ID", "approve_with_conditions", "--condition", "Encrypt;Dora;soon"), "not a date"),
        (("send-back", "ID"), "--why"),
        (("new", "--case", "bytedance-2021", "--carry-from", "ID"), "give one"),
        (("new", "--vendor", "A", "--profile", "de-authority", "--identifier", "LEI"), "SCHEME:VALUE"),
        (("review", "ID", "TR-01"), "verdict"),
    ],
)
def test_each_wrong_use_is_said_in_a_line(ddq: Run, acme: str, arguments: tuple[str, ...], says: str) -> None:
    ran = ddq(*(acme if one == "ID" else one for one in arguments))
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_a_remedy_that_the_plan_lacks_is_refused(by: As, submitted: str) -> None:
    refused = by("bea", "decide", submitted, "approve_with_conditions", "--remedy", "x/y;Dora;2999-01-01")
    assert refused.code == 1
    assert "x/y: is no remedy of the plan" in refused.err
