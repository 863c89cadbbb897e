"""What is nearly right is told in a sentence with its place and what to do; nothing is changed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("report", "bytedance-2021", "-o", "report.gif"), 2, "report.gif: what this is to be is not clear"),
        (("score", "{profile}"), 1, "C006 this is of the kind profile, not a case"),
        (("history", "{acme}", "--question", "TR-1"), 2, "there is no question 'TR-1'; did you mean 'TR-01'?"),
        (("attach", "{acme}", "note.txt", "--question", "NOPE"), 2, "there is no question 'NOPE'"),
        (("attach", "{acme}", "."), 1, "is a folder; attach the files in it one by one"),
        (("attach", "{acme}", "/dev/zero"), 1, "/dev/zero: is no ordinary file"),
        (("attach", "{acme}", "gone.txt"), 1, "gone.txt: there is no such file"),
        (("open", "nope"), 1, "ddq: there is no assessment 'nope'"),
        (("lint", "broken.yaml"), 1, "1 file: 1 error, 0 warnings"),
        (("demo", "--out", "note.txt/out"), 1, "note.txt/out: Not a directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_nearly_right(
    ddq: Run, acme: str, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    (tmp_path / "note.txt").write_text("a note")
    (tmp_path / "broken.yaml").write_text("nothing: 1\n")
    profile = str(Path(__file__).parents[2] / "questionnaires" / "profiles" / "de-authority.yaml")
    ran = ddq(*(part.format(acme=acme, profile=profile) for part in arguments))
    assert ran.code == code, ran.err
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "report.gif").exists()


def test_answers_written_by_a_json_library_are_read(ddq: Run, acme: str, tmp_path: Path) -> None:
    r"""Python's `json` writes an emoji as two escapes, `\ud83d\ude00`, and a backslash before a `u` as two."""
    value = "public"
    note = "Asked twice 😀 \\ud83d\\ude00 𝒟"
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"ddq": "answers/1", "answers": {"TR-01": {"value": value, "note": note}}}))
    assert "\\ud83d\\ude00" in file.read_text()
    ran = ddq("answer", acme, str(file))
    assert ran.code == 0, ran.err
    assert ddq("show", acme, "--json").json["questions"]["TR-01"]["answer"]["note"] == note


def test_an_answer_that_may_not_apply_is_shown_with_its_value(ddq: Run, acme: str) -> None:
    assert ddq("answer", acme, "TR-03=under_1000").code == 0
    assert "Fewer than 1,000 (may not apply)" in ddq("show", acme).out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_result_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "ddq", "profile", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr == (
        "ddq: the result could not be written: No space left on device; free space, or write to another place\n"
    )


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("questionnare", "list"), "questionnaire"),
        (("questionnaire", "lsit"), "list"),
        (("questionnaire", "show", "vendor-due-diligense"), "vendor-due-diligence"),
        (("questionnaire", "convert", "form.json", "-o", "q.yaml", "--from", "surveyj"), "surveyjs"),
        (("profile", "show", "de-authorty"), "de-authority"),
        (("registers", "show", "EU-GDRP-V"), "EU-GDPR-V"),
        (("lint", "questionaire.yaml"), "questionnaire.yaml"),
        (("lint", "questionnaire.yaml", "--format", "jsn"), "json"),
        (("lint", "questionnaire.yaml", "--wacht"), "--watch"),
        (("lint", "--explain", "QQ001"), "Q001"),
        (("score", "bytdance-2021"), "bytedance-2021"),
        (("demo", "bytedance2021"), "bytedance-2021"),
        (("report", "bytedance-2021", "-o", "r.pdf", "--template", "ful"), "full"),
        (("new", "--vendor", "A", "--profile", "de-authorty"), "de-authority"),
    ],
    ids=[*"ABCDEFGHIJKLMN"],
)
def test_wherever_a_name_is_looked_up_the_one_that_was_meant_is_told(
    arguments: tuple[str, ...], meant: str, ddq: Run, tmp_path: Path
) -> None:
    (tmp_path / "questionnaire.yaml").write_text("ddq: questionnaire/1\nid: q\nversion: 1.0.0\ntitle: Q\n")
    ran = ddq(*arguments)
    assert ran.code in (1, 2)
    assert f"did you mean {meant!r}?" in ran.out + ran.err


def test_an_assessment_that_was_meant_is_told(ddq: Run, acme: str) -> None:
    wrong = acme[:5] + acme[6:]
    assert f"did you mean {acme!r}?" in ddq("show", wrong).err
