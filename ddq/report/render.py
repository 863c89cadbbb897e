"""A report as a PDF: prepares the job, runs the rendering process, puts the finished file in its place.

The same steps serve a caller that waits (`render_report`) and one that has screens to draw (`render_report_async`).
"""

from __future__ import annotations

import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import orjson
from pydantic import TypeAdapter

from ddq.questionnaire.problems import SourceError
from ddq.report.attached import attached_files
from ddq.report.builder import build_view
from ddq.report.fonts import font_folder, fontconfig_file, missing_fonts
from ddq.report.inputs import ReportInputs
from ddq.report.job import AnyView, AttachedFile, Done, Failed, Job, Limits, Line, Progress
from ddq.report.language import language, telling
from ddq.report.manifest import not_told, read_manifest, template_folder, told_in
from ddq.report.renderer import renderers
from ddq.report.view.several import ComparisonView, PortfolioView
from ddq.workspace.surroundings import cache_folder

OnProgress = Callable[[Progress], None]
_LINE = TypeAdapter(Line)
_ONE = {"assessment": "an assessment", "comparison": "a comparison", "portfolio": "a portfolio"}
_WANTED: dict[type, str] = {ComparisonView: "comparison", PortfolioView: "portfolio"}


class ReportError(Exception):
    """A report that could not be made, in one sentence that says what to do."""

    title = "The report was not written"

    @property
    def msg(self) -> str:
        """The sentence."""
        return str(self)


@dataclass(frozen=True, slots=True)
class ReportResult:
    """A report that was written."""

    path: Path
    sha256: str
    """Of the file, in hex; the same inputs give the same."""
    pages: int
    warnings: tuple[str, ...]


@dataclass(slots=True)
class Rendering:
    """One run of the rendering process: its job and what it has said so far."""

    out: Path
    job: Job
    note: str | None = None
    """What has to be said before the process says anything."""
    on_progress: OnProgress | None = None
    done: Done | None = None
    failed: Failed | None = None
    errors: bytes = field(default=b"", repr=False)
    """What it wrote as errors."""
    late: bool = False
    """Whether it was ended because the wall clock ran out."""

    def hear(self, line: bytes) -> None:
        """Take one line of its output."""
        if not line.strip():
            return
        said = _LINE.validate_json(line)
        self.done, self.failed = said.done or self.done, said.failed or self.failed
        if said.progress is not None and self.on_progress is not None:
            self.on_progress(said.progress)

    def finish(self, code: int | None) -> ReportResult:
        """Put the PDF in its place, or say why there is none. The draft is gone in either case."""
        draft = Path(self.job.draft)
        try:
            if self.late:
                raise ReportError(f"the report took more than {self.job.limits.wall:g} seconds and was stopped")
            if self.failed is not None:
                raise ReportError(self.failed.message.replace(self.job.draft, str(self.out)))
            if code != 0 or self.done is None:
                raise ReportError(_ended(code, self.errors))
            try:
                draft.replace(self.out)
            except OSError as error:
                raise _unwritable(self.out, error) from error
            warnings = self.done.warnings if self.note is None else (self.note, *self.done.warnings)
            return ReportResult(self.out, self.done.sha256, self.done.pages, warnings)
        finally:
            draft.unlink(missing_ok=True)


def prepare(
    source: ReportInputs | AnyView,
    out: Path,
    template: str | Path = "full",
    on_progress: OnProgress | None = None,
    *,
    limits: Limits | None = None,
    strict: bool = False,
) -> Rendering:
    """The job for a report at `out`, whose folder is made if it is missing.

    Raises:
        ReportError: where the template is not known, or the place cannot be written.
    """
    try:
        folder = template_folder(template)
    except LookupError as error:
        raise ReportError(str(error.args[0])) from error
    except SourceError as error:
        raise ReportError(error.msg) from error
    view, attached = view_of(source, folder)
    standard = source.standard if isinstance(source, ReportInputs) else "pdf/a-3a"
    if standard == "pdf/a-4f" and not attached:
        raise ReportError(f"{folder.name}: PDF/A-4f is for a PDF that carries files, and this template attaches none")
    job = Job(str(folder), str(_draft(out)), view, view.dated, attached, limits or Limits(), standard, strict)
    note = not_told(read_manifest(folder), source.language) if isinstance(source, ReportInputs) else None
    return Rendering(out, job, note, on_progress)


def view_of(source: ReportInputs | AnyView, folder: Path) -> tuple[AnyView, tuple[AttachedFile, ...]]:
    """The view model that a template is filled with, and the files that a report on an assessment carries.

    Raises:
        ReportError: where the template is for something else, or says nothing of itself that can be read.
    """
    try:
        manifest = read_manifest(folder)
    except SourceError as error:
        raise ReportError(error.msg) from error
    wanted = _WANTED.get(type(source), "assessment")
    if manifest.inputs != wanted:
        raise ReportError(f"{manifest.id}: this template is for {_ONE[manifest.inputs]}, not for {_ONE[wanted]}")
    if not isinstance(source, ReportInputs):
        return source, ()
    template = ("Report template", f"{manifest.id} {manifest.version}")
    inputs = replace(source, versions=(*source.versions, *renderers(), template))
    chosen = told_in(manifest, inputs.asked_in)
    with telling(language(chosen)):
        attached = attached_files(inputs, manifest) if manifest.attach else ()
    return build_view(inputs, chosen), attached


def _draft(out: Path) -> Path:
    """An empty file beside `out`, which shows that the place can be written."""
    try:
        if out.is_dir():
            raise ReportError(f"{out}: is a folder; name a file in it, such as {out / 'report.pdf'}")
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = out.with_name(f".{out.name[:40]}.{secrets.token_hex(4)}.draft")
        draft.touch(exist_ok=False)  # not mkstemp, whose files only their owner may read
    except OSError as error:
        raise _unwritable(out, error) from error
    return draft


def put(content: bytes, out: Path) -> None:
    """Write a finished file at `out`: whole, or not at all.

    Raises:
        ReportError: where the place cannot be written; an older file there is untouched.
    """
    draft = _draft(out)
    try:
        draft.write_bytes(content)
        draft.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        draft.unlink(missing_ok=True)


def _unwritable(out: Path, error: OSError) -> ReportError:
    return ReportError(f"{out}: cannot be written: {error.strerror}; choose another place")


def report_command(job: Path | None = None) -> tuple[str, ...]:
    """The command of the rendering process; it reads the job from a file, or from its input."""
    return (sys.executable, "-P", "-m", "ddq.report.child", *(() if job is None else (str(job),)))


def report_environment() -> dict[str, str]:
    """The environment of the rendering process: the private fonts, and nothing that could change the bytes.

    Raises:
        ReportError: where a font of the pack is not there, or the folder for caches, which fontconfig needs, cannot be
            written.
    """
    if missing := missing_fonts():
        more = f" and {len(missing) - 1} more" if missing[1:] else ""
        raise ReportError(f"{font_folder() / missing[0]}{more}: the font of reports is not there; install ddq again")
    kept = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "PYTHONWARNINGS")}
    try:
        fonts = fontconfig_file(cache_folder() / "fonts")
    except OSError as error:
        message = f"{error.filename}: the cache of the fonts cannot be written: {error.strerror}; set $XDG_CACHE_HOME"
        raise ReportError(message) from error
    return kept | {"FONTCONFIG_FILE": str(fonts), "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}


def job_bytes(job: Job) -> bytes:
    """The job as the rendering process reads it."""
    return orjson.dumps(job)


def render_report(
    source: ReportInputs | AnyView,
    out: Path,
    template: str | Path = "full",
    on_progress: OnProgress | None = None,
    *,
    limits: Limits | None = None,
    strict: bool = False,
) -> ReportResult:
    """Render a report to `out` and wait for it.

    Raises:
        ReportError: where no PDF was written; nothing is left behind then, and an older file at `out` is untouched.
    """
    environment = report_environment()
    rendering = prepare(source, out, template, on_progress, limits=limits, strict=strict)
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            report_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment
        )
        clock = threading.Timer(rendering.job.limits.wall, _stop, (rendering, process))
        clock.daemon = True
        clock.start()
        try:
            _converse(rendering, process)
        finally:
            clock.cancel()
            process.kill()
            code = process.wait()
            errors.seek(0)
            rendering.errors = errors.read()
    return rendering.finish(code)


def _converse(rendering: Rendering, process: subprocess.Popen[bytes]) -> None:
    """Give the process its job and hear all that it says."""
    if process.stdin is None or process.stdout is None:
        raise AssertionError("the process was started with pipes")
    with suppress(BrokenPipeError), process.stdin as job:  # it may end early: its exit code says why
        job.write(job_bytes(rendering.job))
    with process.stdout as lines:
        for line in lines:
            rendering.hear(line)
    process.wait()


def _stop(rendering: Rendering, process: subprocess.Popen[bytes]) -> None:
    rendering.late = True
    process.kill()


async def render_report_async(
    source: ReportInputs | AnyView,
    out: Path,
    template: str | Path = "full",
    on_progress: OnProgress | None = None,
    *,
    limits: Limits | None = None,
    strict: bool = False,
) -> ReportResult:
    """Render a report to `out` without blocking the event loop; cancelled, it ends the process and leaves nothing.

    Raises:
        ReportError: as `render_report`.
    """
    environment = await asyncio.to_thread(report_environment)
    rendering = await asyncio.to_thread(prepare, source, out, template, on_progress, limits=limits, strict=strict)
    with tempfile.TemporaryFile() as errors:
        process = await asyncio.create_subprocess_exec(
            *report_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            limit=2**20,
        )
        try:
            async with asyncio.timeout(rendering.job.limits.wall):
                await _converse_async(rendering, process)
        except TimeoutError:
            rendering.late = True
        finally:
            if process.returncode is None:
                process.kill()
            code = await process.wait()
            errors.seek(0)
            rendering.errors = errors.read()
            if rendering.done is None:
                Path(rendering.job.draft).unlink(missing_ok=True)
    return rendering.finish(code)


async def _converse_async(rendering: Rendering, process: asyncio.subprocess.Process) -> None:
    if process.stdin is None or process.stdout is None:
        raise AssertionError("the process was started with pipes")
    with suppress(BrokenPipeError, ConnectionResetError):  # it may end early: its exit code says why
        process.stdin.write(job_bytes(rendering.job))
        await process.stdin.drain()
        process.stdin.close()
    async for line in process.stdout:
        rendering.hear(line)
    await process.wait()


def _ended(code: int | None, errors: bytes) -> str:
    """Why a process ended without a word; a negative code is a signal."""
    last = errors.decode("utf-8", "replace").strip().splitlines()[-1:]
    if code is not None and code < 0:
        import signal

        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        hint = "it used too much processor time" if name == "SIGXCPU" else "WeasyPrint's libraries may be damaged"
        return f"the rendering process was ended by {name}; {hint}"
    return f"the rendering process failed ({last[0] if last else f'exit code {code}'})"
