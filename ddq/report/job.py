"""What passes between the program and the process that renders: a job in, one JSON line a stage out.

The lines on the process's output are `{"stage": …, "page": …}`, and at the end `{"done": {…}}` or `{"failed": …}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ddq.report.view import ReportView
from ddq.report.view.several import ComparisonView, PortfolioView

AnyView = ReportView | ComparisonView | PortfolioView
"""What a template can be filled with."""

Standard = Literal["pdf/a-3a", "pdf/a-4f"]
"""To what a PDF keeps: PDF/A-3a with PDF/UA-1, or PDF/A-4f with PDF/UA-2."""

STAGES = ("filling", "parsing", "styling", "boxes", "layout", "drawing", "writing")
"""The stages in order, by the words of the progress lines."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that the PDF carries."""

    name: str
    description: str
    text: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What the rendering process may use."""

    memory: int = 2 * 1024**3
    """Bytes of address space."""
    cpu: int = 120
    """Seconds."""
    file: int = 256 * 1024**2
    """Bytes of the file that it writes."""
    wall: float = 180.0
    """Seconds until the process is ended from outside."""


@dataclass(frozen=True, slots=True)
class Job:
    """One report to render."""

    template: str
    """The template's folder."""
    draft: str
    """Where the process writes the PDF; the caller moves it to its place."""
    view: AnyView
    dated: date
    """The date that attached files bear; no time of day enters the PDF."""
    attached: tuple[AttachedFile, ...] = ()
    limits: Limits = Limits()
    standard: Standard = "pdf/a-3a"
    strict: bool = False
    """Whether a letter that no font has ends the job; otherwise it is a warning."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A stage that has begun."""

    stage: str
    """One of STAGES."""
    page: int | None = None
    """The page that is laid out, in `layout`."""


@dataclass(frozen=True, slots=True)
class Done:
    """A PDF was written."""

    sha256: str
    pages: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """No PDF was written, and why, in one sentence."""

    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the process's output; one field is set."""

    progress: Progress | None = None
    done: Done | None = None
    failed: Failed | None = None
