"""A report larger than any that ships: 500 questions, 60 owners, 40 flows, with texts of every length and script.

`python -m tests.report.large OUT.pdf` lays it out and every case in `full` and `brief`, tells what is ill set, and
leaves the large one at OUT.pdf.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from ddq.assessment.interview import Interview
from ddq.dataflow.chart import FlowLine, FlowMap
from ddq.drawing.chart import Chart, Edge, Group, Node
from ddq.ownership.listed_chart import EnteredOwners, Holding
from ddq.questionnaire.load import load_questionnaire
from ddq.report.inputs import ReportInputs, report_inputs
from ddq.report.render import job_bytes, prepare, render_report, report_environment
from ddq.scoring.model import OpenQuestion
from ddq.shipped import shipped
from ddq.workspace.library import Library
from ddq.workspace.snapshot import take_case
from tests.benchmarks.generated import write
from tests.drawing.charts import chart
from tests.report.conftest import AS_OF, INDICATORS, assessment, events, make_empty_inputs, make_inputs, score

QUESTIONS, OWNERS, FLOWS = 500, 60, 40
RUNNER = Path(__file__).with_name("layout.py")
WORDS = "the operator of the service answers for it, مؤسسة الأفق, 北京字节跳动, Łódź, and reports on it every year "
REFUSED = {"state": "refused", "reason": "The vendor was asked twice and gave no answer"}


@dataclass(frozen=True, slots=True)
class Laid:
    """A report that was laid out."""

    pages: int
    faults: list[str]


def laid(folder: Path, *reports: tuple[ReportInputs, str | Path]) -> list[Laid]:
    """How many pages each has in its template, and what is wrong on them; all in one process."""
    files: list[str] = []
    for number, (inputs, template) in enumerate(reports):
        job = prepare(inputs, folder / "report.pdf", template).job
        Path(job.draft).unlink()
        files.append(str(folder / f"{number}.json"))
        Path(files[-1]).write_bytes(job_bytes(job))
    command = (sys.executable, str(RUNNER), *files)
    done = subprocess.run(command, env=report_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = map(json.loads, done.stdout.splitlines())
    return [
        Laid(one["pages"], [f"page {page}: {fault}: {text}" for page, fault, text in one["faults"]]) for one in found
    ]


def large_inputs(folder: Path) -> ReportInputs:
    """Generated, with no chance in it."""
    loaded = load_questionnaire(write(folder, QUESTIONS))
    answers = {
        f"Q-{number}": {
            "value": {1: WORDS * (number % 7 + 1), 2: "partly", 0: True}[number % 3],
            "note": WORDS * (number % 5),
            "basis": {"grade": "ABCD"[number % 4], "sources": [{"title": f"{number} {WORDS}"}] * (number % 4)},
        }
        for number in range(1, QUESTIONS + 1)
    }  # fmt: skip
    told = assessment(answers, flags={}, verdicts={})
    interview = Interview(loaded, told, AS_OF, {})
    found = tuple(
        replace(INDICATORS[number % len(INDICATORS)], id=f"{number}", title=f"{number} {WORDS[: 20 + number * 7 % 90]}")
        for number in range(60)
    )
    open_ones = tuple(OpenQuestion(f"Q-{number}", 1_000_000, (), "unanswered") for number in range(1, QUESTIONS, 3))
    holdings = tuple(Holding(f"Owner {number}", "person", "XX", f"{number} %", "Vendor") for number in range(OWNERS))
    places = tuple(Node(f"Place {number}", f"Place {number}", group=f"g{number % 9}") for number in range(FLOWS))
    arrows = tuple(
        Edge("Place 0", f"Place {number}", ("content",), words=f"content to place {number}")
        for number in range(1, FLOWS)
    )
    groups = tuple(Group(f"g{number}", f"Country {number}") for number in range(9))
    lines = tuple(FlowLine(f"Flow {number}", "content", WORDS, "stored", "unknown", "Yes.") for number in range(FLOWS))
    return make_inputs(
        questionnaire=loaded,
        assessment=told,
        progress=interview.progress,
        section_progress={one.section.id: one.progress for one in interview.sections},
        score=replace(score(found), open_questions=open_ones),
        events=events(answers),
        owners=EnteredOwners(chart(OWNERS), holdings),
        flows=FlowMap(Chart("Data flows", places, arrows, groups), lines),
    )


def refused_inputs() -> ReportInputs:
    """An assessment to which the vendor gave no answer at all."""
    asked = make_inputs().questionnaire.questions
    plain = {name: REFUSED for name, question in asked.items() if question.kind not in ("group", "computed")}
    told = assessment(plain, flags={}, verdicts={})
    return make_inputs(assessment=told, score=score(()), events=events(plain))


def main(out: Path) -> int:
    """Every fault on a line; the exit code says whether there is one."""
    wrong = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        library = Library(cache=folder / "cache")
        large = large_inputs(folder)
        subjects = {"large": large, "refused": refused_inputs(), "empty": make_empty_inputs()}
        for case in sorted(path.stem for path in (shipped("questionnaires") / "cases").glob("*.yaml")):
            subjects[case] = report_inputs(take_case(library, case))
        for name, inputs in subjects.items():
            for template in ("full", "brief"):
                (found,) = laid(folder, (inputs, template))
                print(
                    f"{name} {template}: {found.pages} pages, {len(found.faults)} faults",
                    *found.faults,
                    sep="\n  ",
                    flush=True,
                )
                wrong += len(found.faults)
    render_report(large, out)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
