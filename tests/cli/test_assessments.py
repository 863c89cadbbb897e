"""Everything that the screens do to an assessment can be done by commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_an_assessment_is_begun_answered_and_shown(ddq: Run, acme: str) -> None:
    assert ddq("answer", acme, "TR-01=internal", "TR-02=ordinary", "--note", "TR-01=as the tender says").code == 0
    shown = ddq("show", acme, "--json").json
    assert shown["id"] == acme
    question = shown["questions"]["TR-01"]
    assert (question["value"], question["standing"]) == ("internal", "answered")
    assert question["answer"]["note"] == "as the tender says"
    assert question["answered_by"] == "ana"
    assert shown["questions"]["TR-03"]["visible"] is True
    assert [row["id"] for row in ddq("list", "--json").json] == [acme]


@pytest.mark.parametrize("cut", [slice(0, 12), slice(-6, None)])
def test_an_id_may_be_cut_short(ddq: Run, acme: str, cut: slice) -> None:
    assert ddq("status", acme[cut]).out == "draft\n"


def test_rows_states_sources_and_declarations_can_all_be_given(ddq: Run, acme: str) -> None:
    given = (
        "OC-03/founder.name=The founder",
        "OC-03/founder.holder_kind=person",
        "OC-03/founder.country=NO",
        "OC-03/founder.votes=60",
        "OC-03/founder.control=majority",
        "OC-03/complete=yes",
    )
    source = ("--grade", "B", "--source", "Annual report", "--source-url", "https://example.org/r", "--source-date")
    assert ddq("answer", acme, *given, *source, "2026-01-31").code == 0
    assert ddq("answer", acme, "OC-03/founder.votes=55").code == 0
    assert ddq("answer", acme, "--state", "OC-08=refused", "--reason", "OC-08=Declined by letter").code == 0
    questions = ddq("show", acme, "--json").json["questions"]
    row = questions["OC-03"]["rows"]["founder"]
    assert row["value"]["votes"] == "55"
    assert row["value"]["name"] == "The founder", "the other fields stay"
    assert row["answer"]["basis"]["sources"][0]["dated"] == "2026-01-31"
    assert questions["OC-03"]["complete"]["value"] is True
    assert questions["OC-08"]["standing"] == "refused"
    assert ddq("answer", acme, "--take-back", "OC-08").code == 0
    assert ddq("show", acme, "--json").json["questions"]["OC-08"]["standing"] == "open"


def test_a_value_in_place_of_a_reason_has_the_usual_grade(ddq: Run, acme: str) -> None:
    def basis() -> Any:
        return ddq("show", acme, "--json").json["questions"]["OC-08"]["answer"]["basis"]

    source = ("--source", "Register")
    assert ddq("answer", acme, "--state", "OC-08=unknown", "--reason", "OC-08=Not published", *source).code == 0
    assert (basis()["grade"], basis()["sources"][0]["title"]) == ("E", "Register")
    assert ddq("answer", acme, "OC-08=12").code == 0
    assert (basis()["grade"], basis()["sources"][0]["title"]) == ("D", "Register")


def test_a_source_of_a_later_day_is_kept_and_counts_for_nothing_yet(ddq: Run, acme: str) -> None:
    """The last day of the calendar too: nothing that was typed may keep an assessment from opening."""
    source = ("--grade", "B", "--source", "Report", "--source-date", "9999-12-31")
    assert ddq("answer", acme, "OC-02/1.country=NO", "OC-02/1.role=contracting_entity", *source).code == 0
    score = ddq("score", acme, "--json")
    assert score.code == 0
    assert "NO" not in {state["code"] for state in score.json["states"]}


def test_an_answer_that_takes_others_out_of_the_count_says_so(ddq: Run, acme: str) -> None:
    ddq("answer", acme, "TR-02=ordinary", "TR-03=over_100000")
    ran = ddq("answer", acme, "TR-02=none")
    assert ran.err == "ddq: kept, but not counted, as it does not apply now: TR-03\n"
    assert "TR-03" in ddq("show", acme).out.splitlines()[-1]
    assert ddq("answer", acme, "TR-02=sensitive").err == ""
    assert ddq("show", acme, "--json").json["questions"]["TR-03"]["value"] == "over_100000"


def test_a_call_that_is_wrong_in_one_answer_keeps_none(ddq: Run, acme: str, tmp_path: Path) -> None:
    refused = ddq("answer", acme, "TR-01=internal", "TR-02=ordinry")
    assert refused.code == 1
    assert "did you mean 'ordinary'" in refused.err
    file = tmp_path / "answers.yaml"
    file.write_text("ddq: answers/1\nanswers:\n  TR-01: internal\n  TR-02: ordinry\n  TR-99: x\n", encoding="utf-8")
    refused = ddq("answer", acme, str(file))
    assert refused.code == 1
    assert refused.err.startswith(f"{file}:5:3: C003 there is no question TR-99")
    assert ddq("show", acme, "--json").json["progress"]["answered"] == 0


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_answers_come_from_a_file(ddq: Run, acme: str, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"answers.{suffix}"
    file.write_text('{"ddq": "answers/1", "answers": {"TR-01": "internal", "TR-02": {"value": "none", "grade": "A"}}}')
    assert ddq("answer", acme, str(file)).out == "2 kept; 2 of about 113 answered\n"


def test_evidence_review_status_and_history(ddq: Run, acme: str, tmp_path: Path) -> None:
    report = tmp_path / "audit.pdf"
    report.write_bytes(b"%PDF-1.7 audit")
    assert ddq("attach", acme, str(report), "--question", "OC-08").code == 1, "there is no answer that could rest on it"
    ddq("answer", acme, "--state", "OC-08=not_applicable", "--reason", "OC-08=no shares are issued")
    kept = ddq("attach", acme, str(report), "--question", "OC-08", "--json").json
    dated = ddq("attach", acme, str(report), "--expires", "2027-01-31", "--json").json
    assert dated == kept | {"expires": "2027-01-31"}
    assert ddq("attach", acme, str(report), "--json").json == dated, "the day stands where none is given"
    assert ddq("attach", acme, str(report), "--expires", "none", "--json").json == kept
    assert "is not a date" in ddq("attach", acme, str(report), "--expires", "soon").err
    reviewed = ddq("review", acme, "OC-08", "not_applicable_accepted", "--note", "seen the register")
    assert "four eyes" in reviewed.err
    assert ddq("status", acme, "in_review").out == "in review\n"
    assert ddq("status", acme, "in_review").code == 1
    question = ddq("show", acme, "--json").json["questions"]["OC-08"]
    assert question["answer"]["basis"]["evidence"] == [kept["id"]]
    assert question["verdict"]["verdict"] == "not_applicable_accepted"
    history = ddq("history", acme, "--json").json
    assert [event["kind"] for event in history] == [
        "created",
        "answered",
        "attached",
        "answered",
        "attached",
        "attached",
        "reviewed",
        "moved",
    ]
    assert "8 entries, verified" in ddq("history", acme).out
    assert "  The assessment was begun" in ddq("history", acme).out
    assert "{" not in ddq("history", acme).out  # words, no JSON


def test_each_wrong_use_is_said_in_a_line_and_exits_2(ddq: Run, acme: str) -> None:
    for arguments, says in (
        (("shwo",), "did you mean 'show'"),
        (("new", "--vendor", "Acme"), "--profile"),
        (("answer", acme), "nothing was answered"),
        (("answer", acme, "TR-01=a", "TR-01=b"), "given twice"),
        (("answer", acme, "x", "TR-01=b"), "neither QUESTION=VALUE"),
        (("answer", acme, ""), "neither QUESTION=VALUE"),
        (("answer", acme, "--state", "TR-01=perhaps"), "no state"),
        (("status", acme, "lost"), "no status"),
        (("score", "bytedance-2021", "--as-of", "soon"), "not a date"),
        (("lint",), "required"),
        (("new", "--vendor", "A", "--profile", "de-authority", "--country", "XQ"), "no country code"),
        (("answer", acme, "TR-01=internal", "--source", "s" * 501), "501"),
    ):
        ran = ddq(*arguments)
        assert ran.code == 2, arguments
        assert says in ran.err
        assert len(ran.err.splitlines()) == 1


def test_each_wrong_thing_is_said_in_a_line_and_exits_1(ddq: Run, acme: str, tmp_path: Path) -> None:
    for arguments, says in (
        (("show", "nobody"), "there is no assessment 'nobody'"),
        (("new", "--vendor", "A", "--profile", "de-autority"), "did you mean 'de-authority'"),
        (("score", str(tmp_path / "x.yaml")), "L001"),
        (("attach", acme, str(tmp_path / "missing.pdf")), "no such file"),
        (("answer", acme, "TR-01=\x1b]52;c;aGk=\x07"), "⟨ESC⟩]52"),
        (("report", acme, "-o", str(tmp_path)), "is a folder"),
    ):
        ran = ddq(*arguments)
        assert ran.code == 1, (arguments, ran)
        assert says in ran.err
        assert len(ran.err.splitlines()) == 1
        assert "\x1b" not in ran.err + ran.out


def test_a_damaged_assessment_is_listed_with_what_is_wrong(ddq: Run, acme: str, tmp_path: Path) -> None:
    ledger = tmp_path / "workspace" / "assessments" / acme / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b"Acme", b"Acne") * 2)
    ran = ddq("list")
    assert ran.code == 1
    assert "altered or damaged" in ran.err


def test_an_error_of_ddq_itself_is_one_line_without_any_answer(
    ddq: Run, acme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "the vendor's secret"

    def broken(*_: object) -> None:
        raise KeyError(secret)

    monkeypatch.setattr("ddq.workspace.workspace.Workspace.open", broken)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    ran = ddq("show", acme)
    assert ran.code == 1
    assert "an error of its own" in ran.err
    assert len(ran.err.splitlines()) == 1
    (kept,) = (tmp_path / "cache" / "ddq").glob("crash-*.txt")
    assert str(kept) in ran.err
    assert "KeyError" in kept.read_text()
    assert secret not in ran.err + kept.read_text()
