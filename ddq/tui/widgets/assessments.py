"""The lines of the list of assessments: made when they are seen, with as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple, overload

from textual.content import Content

from ddq.store.protocol import Summary
from ddq.tui.listed import Rated, Standings, status_words, vendor_words
from ddq.tui.widgets.plain import on_one_line
from ddq.tui.words import OUTCOMES, counted, day_words

_LEAST = 18
"""How many cells the vendor keeps before another column is shown."""
_GAP = 2


class Column(NamedTuple):
    """One column after the vendor."""

    name: str
    width: int
    wide: int
    """Where there is room, so that nothing is cut."""


COLUMNS = (
    Column("Outcome", 16, 25),
    Column("Status", 16, 24),
    Column("Review", 10, 10),
    Column("Done", 7, 7),
    Column("Who", 14, 14),
    Column("Changed", 16, 16),
)
"""The first ones stay the longest as the terminal gets narrower."""


class Layout(NamedTuple):
    """How wide each column is."""

    vendor: int
    columns: tuple[tuple[str, int], ...]


def layout(width: int) -> Layout:
    """The columns for which there is room, each wide where that leaves the vendor enough."""
    room, shown = width, list[Column]()
    for column in COLUMNS:
        if room - column.width - _GAP < _LEAST:
            break
        room -= column.width + _GAP
        shown.append(column)
    widths: list[tuple[str, int]] = []
    for column in shown:
        more = column.wide - column.width
        fits = room - more >= _LEAST
        room -= more if fits else 0
        widths.append((column.name, column.wide if fits else column.width))
    return Layout(max(room, 1), tuple(widths))


def heading(laid: Layout) -> str:
    """The names of the columns."""
    return (" " * _GAP).join([f"{'Vendor':<{laid.vendor}}", *(f"{name:<{width}}" for name, width in laid.columns)])


class Lines(Sequence[Content]):
    """The assessments as content, each made when it is looked at."""

    def __init__(self, summaries: Sequence[Summary], standings: Standings, laid: Layout, today: date) -> None:
        self.summaries, self.standings, self.laid, self.today = summaries, standings, laid, today

    def __len__(self) -> int:
        return len(self.summaries)

    @overload
    def __getitem__(self, index: int) -> Content: ...
    @overload
    def __getitem__(self, index: slice) -> list[Content]: ...
    def __getitem__(self, index: int | slice) -> Content | list[Content]:
        if isinstance(index, slice):
            return [self._line(summary) for summary in self.summaries[index]]
        return self._line(self.summaries[index])

    def _line(self, summary: Summary) -> Content:
        return line(summary, self.standings.get(summary.head), self.laid, self.today)


def line(summary: Summary, rated: Rated | None, laid: Layout, today: date) -> Content:
    """One assessment."""
    if summary.problem is not None:
        return Content.assemble(("! ", "bold $error"), on_one_line(f"{summary.id}: {summary.problem}"))
    parts = [_cell(vendor_words(summary), laid.vendor, "bold")]
    for name, width in laid.columns:
        text, style = _said(name, summary, rated, today)
        parts += [Content(" " * _GAP), _cell(text, width, style)]
    return Content.assemble(*parts)


def _cell(text: str, width: int, style: str) -> Content:
    content = Content(on_one_line(text)).truncate(width, ellipsis=True)
    return content.pad_right(width - content.cell_length).stylize(style)


def _said(name: str, summary: Summary, rated: Rated | None, today: date) -> tuple[str, str]:
    match name:
        case "Outcome":
            return _outcome(rated)
        case "Status":
            return status_words(summary), ""
        case "Review":
            return _review(summary, rated, today)
        case "Done":
            return ("…" if rated is None else f"{rated.done}/{rated.applicable}" if rated.applicable else "", "")
        case "Who":
            return ", ".join(summary.who), ""
        case _:
            return ("" if summary.changed_at is None else day_words(summary.changed_at), "$quiet")


def _outcome(rated: Rated | None) -> tuple[str, str]:
    if rated is None:
        return "…", "$quiet"
    if rated.outcome is None:
        return "no score", "$quiet"
    mark = OUTCOMES[rated.outcome]
    return f"{mark.glyph} {mark.word}", mark.style


def _review(summary: Summary, rated: Rated | None, today: date) -> tuple[str, str]:
    """When the decision is due to be looked at again, or why it is now."""
    if rated is not None and rated.stale is not None:
        return "! stale", "bold $error"
    due = summary.next_review
    if due is None:
        return "", ""
    return ("! overdue", "bold $error") if due < today else (due.isoformat(), "")


def told(summary: Summary, rated: Rated | None, today: date) -> Content:
    """The whole of a line, and what has no column."""
    if summary.problem is not None:
        return Content.assemble(("! ", "bold $error"), on_one_line(f"{summary.id}: {summary.problem}"))
    outcome, style = _outcome(rated)
    whole = [
        Content.assemble((on_one_line(vendor_words(summary)), "bold"), (f"  {on_one_line(summary.id)}", "$quiet")),
    ]
    due = summary.next_review
    if rated is not None and rated.stale is not None:
        whole.append(Content.assemble(("! The decision is stale. ", "bold $error"), on_one_line(rated.stale)))
    elif due is not None and due < today:
        whole.append(Content.assemble((f"! The review is overdue since {due}.", "bold $error")))
    whole.append(Content.assemble((outcome, style), on_one_line(" · ".join(["", *_standing(summary, rated)]))))
    return Content("\n").join(whole)


def _standing(summary: Summary, rated: Rated | None) -> Iterator[str]:
    yield status_words(summary)
    if rated is not None and rated.applicable:
        yield f"{rated.done} of {rated.applicable} answered"
    if summary.flagged:
        yield counted(summary.flagged, "flag")
    if summary.next_review is not None:
        yield f"next review {summary.next_review}"
    if summary.condition_due is not None:
        yield f"condition due {summary.condition_due}"
    if summary.who:
        yield ", ".join(summary.who)
    if summary.changed_at is not None:
        yield f"changed {day_words(summary.changed_at)}"
