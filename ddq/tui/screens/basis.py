"""What an answer rests on: the evidence grade, a source, how sure one is; and whether it repeats an allegation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll

from ddq.assessment.model import Answer, Basis, Confidence, Source, VendorPosition
from ddq.questionnaire.model import Grade
from ddq.tui.screens.written import WritingDialog
from ddq.tui.uploaded import Arrived, offered_files
from ddq.tui.widgets.keyline import KeyLine
from ddq.tui.widgets.options import Option, Options
from ddq.tui.widgets.plain import Input, Static
from ddq.tui.words import GRADES

_SOURCE = (
    ("title", "Title", "of the document, page or conversation"),
    ("dated", "Date", "of the source itself, such as 2026-01-31"),
    ("url", "Address", "https://…"),
    ("place", "Place", "article, page or paragraph in it"),
)
_CONFIDENCE = {Confidence.high: "High", Confidence.medium: "Medium", Confidence.low: "Low"}


class Based(NamedTuple):
    """What was said about the basis."""

    answer: Answer
    file: str
    """A file to attach; empty for none."""
    to_files: bool = False
    """Whether to go on to the files of the answer."""


class SayBasis(WritingDialog):
    """Dismissed with a `Based`. Further sources of the answer stay as they are."""

    EXPLAINED = (
        (
            "Evidence grade",
            "How far the answer can be relied on: A for an official document or judgment that you checked, down "
            "to D for the vendor's word alone. E has no basis and counts as unknown. A, B and C need a source or "
            "a file.",
        ),
        (
            "Source and file",
            "The document, page or conversation in which it can be read, with its own date: old sources count "
            "less. Shift+F5 keeps what you wrote and shows the files of the answer.",
        ),
        (
            "Allegation",
            "Mark what somebody claims and no court or authority has found. The report prints the vendor's own "
            "position beside it, so ask for one.",
        ),
    )

    GROUP: ClassVar[Binding.Group] = Binding.Group("Dialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "keep", "Save", id="basis.keep", priority=True, tooltip="Keep the basis", group=GROUP),
        Binding(
            "shift+f5",
            "files",
            "Files",
            id="basis.files",
            priority=True,
            tooltip="Keep it, then the files",
            group=GROUP,
        ),
        Binding("tab", "app.focus_next", "Next field", id="basis.next", tooltip="To the next field", group=GROUP),
        Binding("escape", "cancel", "Cancel", id="basis.cancel", tooltip="Leave it as it was", group=GROUP),
    ]

    def __init__(
        self, answer: Answer, file_names: Mapping[str, str], keep: Callable[[Based], str | None] = lambda _: None
    ) -> None:
        """Take the answer, and `keep`, which keeps what was said or says why it cannot."""
        super().__init__()
        self.answer, self.file_names, self.keep = answer, file_names, keep

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="box tall", can_focus=False):
            yield Static("What the answer rests on", classes="title")
            yield Options([Option(grade.value, f"{grade.value}  {told}") for grade, told in GRADES.items()], id="grade")
            more = len(self.answer.basis.sources) - 1
            yield Static(f"First source ({more} more)" if more > 0 else "Source", classes="label")
            for name, label, told in _SOURCE:
                with Horizontal(classes="entry-line"):
                    yield Static(label, classes="entry-name")
                    yield Input(placeholder=told, id=name)
            with Horizontal(classes="entry-line"):
                yield Static("File", classes="entry-name")
                yield Input(placeholder="path of a file to attach; Shift+F5 lets you choose", id="file")
            yield Options([], id="offered")
            attached = [self.file_names.get(digest, digest[:12]) for digest in self.answer.basis.evidence]
            if attached:
                yield Static(f"Attached: {', '.join(attached)}", classes="quiet")
            yield Static("Confidence", classes="label")
            yield Options([Option(level.value, label) for level, label in _CONFIDENCE.items()], id="confidence")
            yield Options([Option("allegation", "The answer repeats an allegation")], several=True, id="allegation")
            with Horizontal(classes="entry-line position"):
                yield Static("Vendor", classes="entry-name")
                yield Input(placeholder="what the vendor says to it", id="position")
            with Horizontal(classes="entry-line position"):
                yield Static("Said in", classes="entry-name")
                yield Input(placeholder="title of the source", id="said_in")
            yield Static(id="problem")
        yield KeyLine()

    def on_mount(self) -> None:
        basis, position = self.answer.basis, self.answer.vendor_position
        grade = self.query_one("#grade", Options)
        grade.load(grade.options, {basis.grade.value})
        level = self.query_one("#confidence", Options)
        level.load(level.options, {basis.confidence.value} if basis.confidence else None)
        alleged = self.query_one("#allegation", Options)
        alleged.load(alleged.options, {"allegation"} if self.answer.allegation else None, several=True)
        if basis.sources:
            first = basis.sources[0]
            values = (first.title, first.dated.isoformat() if first.dated else "", first.url or "", first.place or "")
            for (name, _, _), value in zip(_SOURCE, values, strict=True):
                self.query_one(f"#{name}", Input).value = value
        if position is not None:
            self.query_one("#position", Input).value = position.text
            self.query_one("#said_in", Input).value = position.source.title
        self._show_position()
        self._offer()
        self.query_one("#problem").display = False
        self.set_focus(grade, scroll_visible=False)
        self.call_after_refresh(self.query_one(VerticalScroll).scroll_home, animate=False)

    def _show_position(self) -> None:
        alleged = bool(self.query_one("#allegation", Options).chosen)
        for widget in self.query(".position"):
            widget.display = alleged

    def _offer(self, chosen: str | None = None) -> None:
        """Offer what was uploaded and is not attached yet."""
        attached = {self.file_names.get(digest) for digest in self.answer.basis.evidence}
        names = [file.name for file in offered_files(self.desk) if file.name not in attached]
        offered = self.query_one("#offered", Options)
        offered.load([Option(name, name) for name in names], None if chosen is None else {chosen})
        offered.display = bool(names)

    @on(Arrived)
    def _arrived(self, event: Arrived) -> None:
        """A file that comes while this is open is meant for this answer."""
        event.stop()
        self._offer(event.name)
        self.query_one("#file", Input).value = event.name
        self.query_one("#file").scroll_visible(animate=False)

    @on(Options.Changed, "#offered")
    def _took(self, event: Options.Changed) -> None:
        self.query_one("#file", Input).value = next(iter(event.options.chosen or ()), "")

    @on(Options.Changed)
    def _changed(self) -> None:
        self._show_position()

    @on(Options.Committed)
    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def action_files(self) -> None:
        """Done, if it fits, and on to the files: choose, attach, take off, expiry."""
        self.action_keep(to_files=True)

    def action_keep(self, *, to_files: bool = False) -> None:
        """Done, if it fits."""
        try:
            based = Based(self._answer(), self._text("file"), to_files)
            problem = self.keep(based)
        except ValueError as error:
            problem, based = str(error), None
        if problem is None:
            self.dismiss(based)
            return
        static = self.query_one("#problem", Static)
        static.update(f"! {problem}")
        static.display = True
        static.scroll_visible(animate=False)

    def keep_draft(self) -> str | None:
        if self._begun is None:
            return None
        try:
            based = Based(self._answer(), self._text("file"))
        except ValueError as error:
            return str(error)
        return self.keep(based) if based.file or based.answer != self.answer else None

    def _answer(self) -> Answer:
        grade = Grade(next(iter(self.query_one("#grade", Options).chosen or {Grade.D.value})))
        levels = self.query_one("#confidence", Options).chosen
        confidence = Confidence(next(iter(levels))) if levels else None
        sources = tuple(filter(None, (self._source(),))) + self.answer.basis.sources[1:]
        basis = Basis(grade=grade, sources=sources, evidence=self.answer.basis.evidence, confidence=confidence)
        alleged = bool(self.query_one("#allegation", Options).chosen)
        changes = {"basis": basis, "allegation": alleged, "vendor_position": self._position() if alleged else None}
        return self.answer.model_copy(update=changes)

    def _source(self) -> Source | None:
        title, dated, url, place = (self._text(name) for name, _, _ in _SOURCE)
        if not (title or dated or url or place):
            return None
        _check_title(title)
        try:
            day = date.fromisoformat(dated) if dated else None
        except ValueError:
            raise ValueError("The date is written year-month-day, such as 2026-01-31.") from None
        return Source(title=title, dated=day, url=url or None, place=place or None)

    def _position(self) -> VendorPosition | None:
        text, said_in = self._text("position"), self._text("said_in")
        if not text:
            return None
        _check_title(said_in)
        standing = self.answer.vendor_position
        source = standing.source if standing and standing.source.title == said_in else Source(title=said_in)
        return VendorPosition(text=text, source=source)


def _check_title(title: str) -> None:
    if not 1 <= len(title) <= 500:
        raise ValueError(f"A source needs a title of 1 to 500 characters; this one has {len(title):,}.")
