"""The process that renders one report: `python -m ddq.report.child [JOB]`, the job on its input or in a file.

Only here is WeasyPrint imported. The process limits itself, fetches nothing, and tells
which letters no font has; a strict job ends there.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
from pydantic import TypeAdapter

from ddq.report.job import Done, Failed, Job, Limits, Line, Progress
from ddq.report.template import TemplateFault, fill

_STEPS = {"1": "parsing", "2": "parsing", "3": "styling", "4": "boxes", "5": "layout", "6": "drawing", "7": "writing"}
_STEP = re.compile(r"Step ([1-7]) - .*?(?:Page (\d+))?$")
_MISSING = re.compile(r"unsupported by fonts: .*\(U\+([0-9A-F]+)\)$", re.DOTALL)

_LIBRARIES = "install Pango, HarfBuzz and fontconfig (Debian: apt-get install libpangoft2-1.0-0 libharfbuzz-subset0)"


class MissingGlyphs(Exception):
    """Letters that no font of the pack has."""


class MissingLibrary(Exception):
    """A system library that WeasyPrint calls cannot be loaded."""


def main(arguments: list[str], say: Callable[[Line], None]) -> int:
    """Render the job; 0 where a PDF was written."""
    source = Path(arguments[0]).read_bytes() if arguments else sys.stdin.buffer.read()
    job = TypeAdapter(Job).validate_json(source)
    restrict(job.limits)
    try:
        say(Line(done=render(job, lambda progress: say(Line(progress=progress)))))
    except (TemplateFault, MissingGlyphs, MissingLibrary) as error:
        say(Line(failed=Failed(str(error))))
    except MemoryError:
        say(Line(failed=Failed(f"the report needs more than {job.limits.memory // 1024**2} MB of memory")))
    except RecursionError:
        say(Line(failed=Failed("the template nests its elements too deeply")))
    except ArithmeticError as error:
        say(Line(failed=Failed(f"the template's style asks for sizes that cannot be laid out ({error})")))
    except OSError as error:
        say(Line(failed=Failed(f"{error.filename or job.draft}: the report cannot be written: {error.strerror}")))
    else:
        return 0
    return 1


def restrict(limits: Limits) -> None:
    """Limit memory, processor time and file size of this process, where the platform can."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    wanted = (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, value in wanted:
        hard = resource.getrlimit(kind)[1]
        # macOS knows RLIMIT_AS and refuses to set it; the wall clock outside still holds.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def render(job: Job, tell: Callable[[Progress], None]) -> Done:
    """Fill the template, lay it out, write the PDF to the job's draft.

    Raises:
        TemplateFault: where the template cannot be filled.
        MissingGlyphs: where a strict report needs a script that no font has.
        MissingLibrary: where Pango, HarfBuzz or fontconfig is not installed, or does not fit into the memory.
        OSError: where the draft cannot be written.
    """
    tell(Progress("filling"))
    filled = fill(Path(job.template), job.view)
    heard = _Heard(tell)
    heard.attach()
    gc.disable()  # the box tree is large and lives to the end: walking it costs 8 to 17 % and frees nothing
    try:
        from ddq.report.pdf import write  # WeasyPrint costs 0.4 s to import: after the template, which may fail
    except OSError as error:  # cffi's error, without errno
        reason = str(error).partition(".  Additionally")[0]
        raise MissingLibrary(f"a library that makes PDFs failed to load ({reason}); {_LIBRARIES}") from error

    pdf, pages = write(job, filled, heard.warnings)
    if heard.missing:
        words = _missing_words(heard.missing)
        if job.strict:
            raise MissingGlyphs(f"{words}; no report was written")
        heard.warnings.append(f"{words}; they stand in it as empty boxes, so it is not PDF/A and PDF/UA")
    with Path(job.draft).open("wb") as draft:
        draft.write(pdf)
        draft.flush()
        os.fsync(draft.fileno())
    return Done(hashlib.sha256(pdf).hexdigest(), pages, tuple(heard.warnings))


class _Heard(logging.Handler):
    """What WeasyPrint logs: its steps as progress, letters without a glyph, and other warnings."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        super().__init__(logging.INFO)
        self.tell = tell
        self.told: Progress | None = None
        self.missing: set[str] = set()
        self.warnings: list[str] = []

    def attach(self) -> None:
        """Listen to WeasyPrint and to the libraries under it."""
        for name in ("weasyprint", "weasyprint.progress", "fontTools"):
            logger = logging.getLogger(name)
            logger.handlers, logger.propagate = [self], False
            logger.setLevel(logging.INFO if name.endswith("progress") else logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """Sort one line."""
        message = record.getMessage()
        if record.name == "weasyprint.progress":
            step = _STEP.match(message)
            if step and (told := Progress(_STEPS[step[1]], int(step[2]) if step[2] else None)) != self.told:
                self.told = told
                self.tell(told)
        elif found := _MISSING.search(message):
            self.missing.add(chr(int(found[1], 16)))
        else:
            self.warnings.append(message)


def _missing_words(missing: set[str]) -> str:
    """Which scripts and characters have no glyph."""
    characters = sorted(missing)
    scripts = sorted({unicodedata.name(character, "UNNAMED").split()[0].capitalize() for character in characters})
    shown = ", ".join(f"U+{ord(character):04X}" for character in characters[:5])
    more = f" and {len(characters) - 5} more" if len(characters) > 5 else ""
    return f"the fonts of the report have no letters for {', '.join(scripts)} ({shown}{more})"


def _run() -> int:
    """Keep the output for progress lines alone, whatever a library prints."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    os.environ["TZ"] = "UTC"  # WeasyPrint stamps local time as UTC
    if hasattr(time, "tzset"):
        time.tzset()
    return main(sys.argv[1:], lambda line: _say(out, line))


def _say(out: Any, line: Line) -> None:
    out.write(orjson.dumps({key: value for key, value in _parts(line) if value is not None}) + b"\n")


def _parts(line: Line) -> tuple[tuple[str, object], ...]:
    return ("progress", line.progress), ("done", line.done), ("failed", line.failed)


if __name__ == "__main__":
    code = _run()
    sys.stderr.flush()
    os._exit(code)  # taking the boxes of a long report apart one by one costs as much as drawing five of its pages
