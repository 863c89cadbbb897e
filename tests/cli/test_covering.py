"""`ddq questionnaire coverage` counts by list, names what is not asked, and finds what nobody answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

from ddq.registers.load import shipped_registers

Run = Callable[..., Any]


def test_what_is_not_asked_is_told_with_its_reason(ddq: Run) -> None:
    ran = ddq("questionnaire", "coverage", "vendor-due-diligence")
    assert ran.code == 0
    assert "\ntogether " in ran.out
    assert "CSIS-05" in ran.out
    assert "no evidence against this vendor" in ran.out
    assert "CSIS-07" not in ran.out, "what is asked is told only when asked for"


def test_every_criterion_is_told_with_its_questions(ddq: Run) -> None:
    ran = ddq("questionnaire", "coverage", "vendor-due-diligence", "--set", "BSIG41", "--all")
    assert "BSIG41-01" in ran.out
    assert "asked: GS-01, GS-02" in ran.out
    assert "EU5G" not in ran.out


def test_the_same_as_data(ddq: Run) -> None:
    found = ddq("questionnaire", "coverage", "vendor-due-diligence", "--set", "EEG", "--json").json
    (guarantees,) = found["sets"]
    assert found["questionnaire"] == "vendor-due-diligence"
    remedies = next(one for one in guarantees["criteria"] if one["id"] == "EEG-04")
    assert remedies["cover"] == "asked"
    assert remedies["registers"] == ["effective_challenge_for_foreigners", "secrecy_duty"]
    assert "JL-09" in remedies["asked"]


def test_every_question_is_told_with_its_criteria(ddq: Run) -> None:
    told = ddq("questionnaire", "coverage", "vendor-due-diligence", "--set", "BSIG41", "--questions")
    lines = dict(line.split(maxsplit=1) for line in told.out.splitlines() if line.startswith(("GS-", "TR-")))
    assert lines["GS-02"] == "BSIG41-01"
    assert lines["TR-01"] == "-"


def test_a_questionnaire_that_leaves_criteria_open_is_found(ddq: Run, tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(
        "ddq: questionnaire/1\nid: small\nversion: 1.0.0\ntitle: Small\nsections:\n"
        "  - {id: s, title: S, domain: D, questions: [{id: GS-01, kind: yes_no, text: Is it a state?}]}\n"
    )
    ran = ddq("questionnaire", "coverage", str(path), "--set", "BSIG41")
    assert ran.code == 1
    assert "uncovered; lacking CT-01" in ran.out
    assert "BSIG41-01" not in ran.out, "one of its questions is asked"


def test_a_list_that_is_not_there_is_refused(ddq: Run) -> None:
    ran = ddq("questionnaire", "coverage", "vendor-due-diligence", "--set", "PRAGE")
    assert ran.code == 2
    assert ran.err == "ddq: PRAGE: no such list of criteria; did you mean 'PRAGUE'?\n"


def test_a_criterion_without_answer_and_reason_is_found_by_the_check(ddq: Run, tmp_path: Path) -> None:
    folder = copytree(shipped_registers(), tmp_path / "registers")
    path = folder / "criteria.yaml"
    path.write_text(path.read_text("utf-8") + "  - {id: SNC-99, place: '1', text: Nobody asks this}\n", "utf-8")
    ran = ddq("registers", "check", str(folder))
    assert ran.code == 1
    assert "a criterion names the questions that answer it, or the reason why none does" in ran.out
