"""The score of a file: the same bytes everywhere, without a workspace, and without what it does not need."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from pypdf import PdfReader

from ddq import __version__
from ddq.report.builder import build_view
from ddq.report.inputs import report_inputs
from ddq.workspace.library import Library
from ddq.workspace.snapshot import take_case

Run = Callable[..., Any]
CASE = "bytedance-2021"


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "ddq", *arguments], capture_output=True, check=False, env={**os.environ, **environment}
    )


@pytest.mark.slow
def test_a_score_has_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    """Other hash seeds, time zones, locales, folders and cold or warm caches change nothing."""
    outputs: set[bytes] = set()
    for seed, zone, locale, cache in (
        ("0", "UTC", "C.UTF-8", "a"),
        ("1", "Asia/Kolkata", "C", "a"),
        ("4711", "America/Los_Angeles", "POSIX", "b"),
    ):
        ran = process(
            "score",
            CASE,
            "--json",
            PYTHONHASHSEED=seed,
            TZ=zone,
            LANG=locale,
            LC_ALL=locale,
            XDG_CACHE_HOME=str(tmp_path / cache),
            DDQ_WORKSPACE=str(tmp_path / seed),
        )
        assert ran.returncode == 0, ran.stderr
        outputs.add(ran.stdout)
        assert not (tmp_path / seed).exists(), "scoring a case makes no workspace"
    assert len(outputs) == 1


HEAVY = {"textual", "rich", "weasyprint", "jinja2", "tinydb", "filelock"}


@pytest.mark.parametrize(
    ("arguments", "forbidden"),
    [
        (["--version"], {*HEAVY, "argparse", "pydantic", "yaml", "orjson"}),
        (["--help"], {*HEAVY, "pydantic", "yaml"}),
        (["score", CASE], HEAVY),
        (["profile", "list"], HEAVY),
        (["show", "--help"], {*HEAVY, "pydantic"}),
        (["list"], {"textual", "weasyprint", "jinja2"}),
    ],
)
def test_a_command_imports_only_what_it_needs(arguments: list[str], forbidden: set[str], tmp_path: Path) -> None:
    """Importing the app costs 0.2 s and the PDF engine 0.5 s: no command pays for what it does not show."""
    code = (
        "import sys; sys.argv = ['ddq', *sys.argv[1:]]\n"
        "from ddq.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        check=True,
        env={**os.environ, "DDQ_WORKSPACE": str(tmp_path / "w")},
    )
    assert forbidden.isdisjoint(ran.stderr.decode().splitlines()[-1].split())


def test_the_version_is_printed() -> None:
    assert process("--version").stdout.decode() == f"ddq {__version__}\n"


def test_a_score_is_explained_down_to_answers_and_laws(ddq: Run) -> None:
    explained = ddq("score", CASE, "--explain").out
    assert ddq("score", CASE).out == explained[: len(ddq("score", CASE).out)]
    for part in ("not yet known", "presence", "[DA-02", "CN:"):
        assert part in explained, part


def test_other_eyes_and_another_day_give_another_score(ddq: Run) -> None:
    own = ddq("score", CASE, "--json").json
    other = ddq("score", CASE, "--profile", "in-public-buyer", "--json").json
    later = ddq("score", CASE, "--as-of", "2026-06-30", "--json").json
    assert (own["profile"], other["profile"], later["as_of"]) == ("de-authority", "in-public-buyer", "2026-06-30")
    assert len({own["digest"], other["digest"], later["digest"]}) == 3


def test_a_case_entered_in_a_workspace_scores_as_its_file(ddq: Run) -> None:
    made = ddq("new", "--case", CASE, "--json").json["id"]
    assert ddq("score", made, "--json").out == ddq("score", CASE, "--json").out


def test_the_plan_and_the_open_questions(ddq: Run) -> None:
    plan = ddq("plan", CASE, "--json").json
    assert plan["headline"] in ddq("plan", CASE).out
    questions = ddq("open-questions", CASE, "--json").json
    assert [question["value"] for question in questions] == sorted((q["value"] for q in questions), reverse=True)
    assert questions[0]["question"] in ddq("open-questions", CASE).out


def test_a_command_and_the_report_say_the_same_figures(ddq: Run) -> None:
    """What a question is worth, and how many of how many are answered."""
    view = build_view(report_inputs(take_case(Library(), CASE)))
    printed = [line.split() for line in ddq("open-questions", CASE).out.splitlines()]
    worth = {line[line.index("%") + 1]: " ".join(line[: line.index("%") + 1]) for line in printed if "%" in line}
    assert worth == {question.id: question.shown for question in view.open_questions}
    made = ddq("new", "--case", CASE, "--json").json["id"]
    assert view.coverage.stands.rstrip(".") in ddq("show", made).out


@pytest.mark.slow
def test_the_demo_writes_report_and_score_and_says_the_headline(ddq: Run, tmp_path: Path) -> None:
    ran = ddq("demo", "--out", str(tmp_path / "out"))
    assert ran.code == 0, ran.err
    pdf, score = tmp_path / "out" / f"{CASE}.pdf", tmp_path / "out" / f"{CASE}.score.json"
    assert pdf.read_bytes().startswith(b"%PDF-")
    found = orjson.loads(score.read_bytes())
    assert ran.out.startswith(found["headline"])
    assert str(pdf) in ran.out
    assert str(score) in ran.out
    assert score.read_text() == ddq("score", CASE, "--json").out, "through the store, or straight from the file"
    assert ddq("report", CASE, "-o", "again.pdf").code == 0
    here, there = (_carried(path) for path in (pdf, tmp_path / "again.pdf"))
    assert [name for name in here if here[name] != there[name]] == ["about.json"], "its pages follow from the others"
    kept, straight = orjson.loads(here["about.json"]), orjson.loads(there["about.json"])
    assert {name for name in kept if kept[name] != straight[name]} == {"entries", "head"}, (
        "a store's history has a hash"
    )


def _carried(path: Path) -> dict[str, bytes]:
    return {name: one[0] for name, one in PdfReader(path).attachments.items()}


SMALL = """\
ddq: questionnaire/1
id: small
version: 1.0.0
title: Small
sections:
  - id: all
    title: All
    domain: all
    questions:
      - id: late
        kind: yes_no
        text: Is it late?
        risk:
          {indicator: late, title: It is late, strength: major, origin: conduct, presence: {yes: 1, no: 0}}
"""


def test_calibrate_prints_what_vendors_come_to_and_where_it_turns(ddq: Run, tmp_path: Path) -> None:
    """One buyer as text, and as JSON with the states that were met."""
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    command = ("questionnaire", "calibrate", "small.yaml", "--profile", "de-authority", "--as-of", "2026-06-30")
    said = ddq(*command)
    assert said.code == 0
    assert re.search(r"favourable-A +All favourable, grade A +100.0 to 100.0 +enough", said.out)
    assert re.search(r"misconduct .* 80.0 to 80.0 +enough +enough +enough +enough", said.out)
    assert re.search(r"late +major 20 % +any +20.0 %  open-5, tier 4", said.out)
    found = ddq(*command, "--json").json
    (profile,) = found["profiles"]
    assert profile["archetypes"][0]["trust"] == ["100.0", "100.0"]
    assert {"indicator", "strength", "share", "down", "up"} == set(profile["strengths"][0])
