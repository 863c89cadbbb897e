"""What a report costs: 13 pages of a case and the whole of it, beside two other ways to set the same data.

The peers are Chromium, which prints the same HTML without running heads, page numbers of the contents, PDF/A and
attached files; and Typst with a template of its own that prints the same words and tables without the drawings.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import orjson
from measure import Row, Sample, in_turn, run_process, run_tree
from pypdf import PdfReader

from ddq.report.fonts import font_folder
from ddq.report.inputs import ReportInputs, report_inputs
from ddq.report.job import Job
from ddq.report.render import job_bytes, prepare, report_command, report_environment
from ddq.report.template import fill
from ddq.report.view import ReportView
from ddq.workspace.library import Library
from ddq.workspace.snapshot import take_case

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
COLD, WARM = 4, 4
MANY, SETTLED = 200, 20
"""Reports in one worker, and after how many of them its memory has settled."""
CHINESE = "北京字节跳动科技有限公司持有境内运营实体的全部股权，相关协议已于二〇二一年四月向主管机关备案。"


@dataclass(frozen=True)
class Prepared:
    """A job in a file, and how many pages it gives."""

    job: Job
    file: Path
    pages: int

    @property
    def name(self) -> str:
        return f"report of {self.pages} pages"


def rows() -> Iterator[Row]:
    """Cold and warm CPU, beside the peers; size, memory, many in one worker, two workers."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        inputs = report_inputs(take_case(Library(cache=place), "bytedance-2021"))
        whole = _prepared(place, inputs, "whole")
        short = _prepared(place, inputs, "short", _short)
        yield from _cold(place, short, goal=1.6)
        yield from _cold(place, whole, goal=None)
        yield from _warm(short, whole)
        yield from _size(_prepared(place, inputs, "fifty", _fifty))
        yield from _many(_prepared(place, inputs, "brief", template="brief"))
        yield from _two(short)


def _short(view: ReportView) -> ReportView:
    """About 13 pages."""
    return replace(
        view,
        sections=(replace(view.sections[0], questions=view.sections[0].questions[:4]),),
        findings=view.findings[:3],
        unanswered=view.unanswered[:4],
        doubts=(),
        states=(),
        bars=(),
        options=(),
        open_questions=view.open_questions[:4],
        history=view.history[:2],
        domains=view.domains[:5],
        rulings=(),
        flows=None,
        owners=None,
        reach_matrix=None,
    )


def _fifty(view: ReportView) -> ReportView:
    """About 50 pages, with Chinese in the name and in every answer's note."""
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(asked, answer=None if asked.answer is None else replace(asked.answer, note=CHINESE))
                for asked in section.questions
            ),
        )
        for section in view.sections[:-3]
    )
    cover = replace(view.cover, vendor=f"北京字节跳动科技有限公司 ({view.cover.vendor})")
    return replace(view, cover=cover, sections=sections, findings=view.findings[:18], history=view.history[:60])


def _prepared(place: Path, inputs: ReportInputs, name: str, change: Any = None, template: str = "full") -> Prepared:
    """A job, with what is to be left out of its view left out, rendered once to count its pages."""
    job = prepare(inputs, place / f"{name}.pdf", template).job
    if change is not None:
        job = replace(job, view=change(job.view))
    file = place / f"{name}.job"
    file.write_bytes(job_bytes(job))
    run_process(report_command(file), report_environment())
    return Prepared(job, file, len(PdfReader(job.draft).pages))


def _cold(place: Path, report: Prepared, goal: float | None) -> Iterator[Row]:
    """Whole processes, taken in turn: ours, one that only imports WeasyPrint, and the peers."""
    memory: list[float] = []

    def ours() -> float:
        done = run_process(report_command(report.file), report_environment())
        memory.append(done.rss_mb)
        return done.cpu

    bare = (sys.executable, "-c", "import weasyprint")
    sides = {"ours": ours, "bare": lambda: run_process(bare).cpu}
    if CHROMIUM is not None:
        filled = fill(Path(report.job.template), report.job.view)
        page = place / "page.html"
        page.write_text(filled.html.replace("</head>", f"<style>{filled.css}</style></head>"), encoding="utf-8")
        profile = f"--user-data-dir={place / 'profile'}"
        printed = (CHROMIUM, *FLAGS, profile, f"--print-to-pdf={place / 'page.pdf'}", page.as_uri())
        sides["chromium"] = lambda: run_tree(printed)
    if find_spec("typst") is not None:
        view = place / "view.json"
        view.write_bytes(orjson.dumps(report.job.view))
        set_by_typst = (
            *(sys.executable, str(HERE / "peers" / "typst_report.py")),
            *(str(view), str(font_folder().resolve()), str(place / "typst.pdf")),
        )
        sides["typst"] = lambda: run_process(set_by_typst).cpu
    taken = in_turn(sides, COLD)
    figure = f"{report.name}, whole process, CPU"
    a_page = f" ({taken['ours'].median / report.pages * 1e3:.0f} ms a page)"
    met = goal is None or taken["ours"].median <= goal
    words = "none set" if goal is None else f"<= {goal} s"
    yield _seconds(figure + a_page, taken["ours"], words, met, "a process that only imports WeasyPrint", taken["bare"])
    if "chromium" in taken:
        met = taken["ours"].median <= 1.3 * taken["chromium"].median
        yield _seconds(figure, taken["ours"], "<= 1.3 x", met, "Chromium printing the same HTML", taken["chromium"])
    if "typst" in taken:
        pages = len(PdfReader(place / "typst.pdf").pages)
        beside = f"Typst, a template of its own without the drawings ({pages} pages)"
        yield _seconds(figure, taken["ours"], "none set", True, beside, taken["typst"])
    yield Row(f"{report.name}, largest memory", max(memory), "MB", "", None, "<= 180 MB", max(memory) <= 180)


def _warm(short: Prepared, whole: Prepared) -> Iterator[Row]:
    """Again and again in one process: all standards with the inputs attached, and nothing but the pages."""
    for report, kind, words, most in (
        (short, (), "<= 0.9 s", 0.9),
        (whole, (), "<= 70 ms a page", whole.pages * 0.07),
        (whole, ("plain",), "<= 60 ms a page", whole.pages * 0.06),
    ):
        sample = Sample(tuple(_worked(report, WARM, *kind)["cpu"]))
        what = "untagged, nothing attached, " if kind else ""
        a_page = f"{sample.median / report.pages * 1e3:.0f} ms a page"
        yield _seconds(f"{report.name}, {what}warm process, CPU ({a_page})", sample, words, sample.median <= most)


def _size(report: Prepared) -> Iterator[Row]:
    size = Path(report.job.draft).stat().st_size / 1024
    attached = sum(len(file.text.encode()) for file in report.job.attached) / 1024
    figure = f"{report.name} with Chinese, size ({attached:.0f} kB of files attached, compressed in it)"
    yield Row(figure, size, "kB", "", None, "<= 450 kB", size <= 450)


def _many(report: Prepared) -> Iterator[Row]:
    memory: list[float] = _worked(report, MANY)["memory"]
    growth = max(memory[SETTLED:]) - memory[SETTLED - 1]
    spread = f"{memory[0]:.0f} MB after the first"
    yield Row(
        f"{MANY} times a {report.name} in one worker, growth", growth, "MB", "", None, "<= 5 MB", growth <= 5, spread
    )


def _two(report: Prepared) -> Iterator[Row]:
    """Reports a second of two workers at once, beside one alone: before them and after."""

    def rate(workers: int) -> float:
        started = [_start(report, WARM) for _ in range(workers)]
        return sum(WARM / sum(_told(process)["wall"]) for process in started)

    rates = [(rate(1), rate(2)) for _ in range(3)]
    one, two = max(one for one, _ in rates), max(two for _, two in rates)
    ratio = two / one
    yield Row("two workers, reports a second", two, "/s", "one worker", one, ">= 1.85 x", ratio >= 1.85, "", ratio)


def _start(report: Prepared, runs: int, *kind: str) -> Popen[bytes]:
    command = (sys.executable, str(HERE / "warm_report.py"), str(report.file), str(runs), *kind)
    return Popen(command, env=report_environment(), stdout=PIPE)


def _told(process: Popen[bytes]) -> dict[str, Any]:
    printed, _ = process.communicate()
    if process.returncode != 0:
        message = f"exit {process.returncode} of a warm worker"
        raise RuntimeError(message)
    return json.loads(printed)


def _worked(report: Prepared, runs: int, *kind: str) -> dict[str, Any]:
    return _told(_start(report, runs, *kind))


def _seconds(figure: str, sample: Sample, goal: str, met: bool, beside: str = "", peer: Sample | None = None) -> Row:
    spread, against = f"{sample.spread} ms", None if peer is None else peer.median
    ratio = None if against is None else sample.median / against
    return Row(figure, sample.median, "s", beside, against, goal, met, spread, ratio)
