"""The drawings of a report: owners, data flows, and reach by state and channel; each with a table of the same facts."""

from __future__ import annotations

from ddq.drawing.chart import Chart
from ddq.drawing.layered import draw
from ddq.drawing.matrix import Field, Matrix, Row, matrix_sheets
from ddq.report.builder.context import Context
from ddq.report.builder.reach import channel_words
from ddq.report.drawn import sheet_view
from ddq.report.language import all_told, tell, tell_many
from ddq.report.printed import clean
from ddq.report.view import ColumnView, DrawingView
from ddq.report.words import unit_scale
from ddq.scoring.model import Interval, StateReach

_SHORT = 12
"""Letters of a heading's longest word that a narrow column has room for."""


def owners(ctx: Context) -> DrawingView | None:
    """Who holds the vendor, as its lists tell it."""
    found = ctx.inputs.owners
    if found is None:
        return None
    columns = ((tell("Holder"), 30), (tell("What it is"), 24), (tell("What it has"), 26), (tell("In"), 20))
    rows = tuple((one.holder, one.kind, one.has, one.held) for one in found.holdings)
    caption = tell(
        "Who is over the vendor, as the answers tell it. An arrow points from a holder to what it holds. What nobody "
        "listed or could rely on is drawn as not known."
    )
    return _drawing(found.chart, caption, columns, rows)


def flows(ctx: Context) -> DrawingView | None:
    """Where the data goes."""
    found = ctx.inputs.flows
    if found is None:
        return None
    columns = (
        (tell("Flow"), 17),
        (tell("Data"), 15),
        (tell("Way"), 22),
        (tell("Access there"), 13),
        (tell("Transfer"), 12),
        (tell("Seen in clear"), 21),
    )
    rows = tuple((one.name, one.data, one.route, one.access, one.transfer, one.clear) for one in found.flows)
    caption = tell(
        "Where the data goes, a band for each state. Heavy arrows lead to where somebody other than the buyer can see "
        "the data in clear; beside each stand the data and what the transfer rules say."
    )
    return _drawing(found.chart, caption, columns, rows)


def reach(ctx: Context) -> DrawingView | None:
    """Which state has which channel to the vendor or the data, and how strong the strongest path over it is."""
    states = sorted(ctx.inputs.score.states, key=lambda state: (-state.presence.hi, -state.nexus.hi, state.code))
    states = [state for state in states if state.paths]
    strongest: dict[str, float] = {}
    for state in states:
        for path in state.paths:
            strongest[path.channel] = max(strongest.get(path.channel, 0.0), path.nexus.hi)
    channels = sorted(strongest, key=lambda channel: (-strongest[channel], channel))
    if not channels:
        return None
    heads = tuple(channel_words(channel) for channel in channels)
    rows = tuple(
        Row(ctx.state_title(state), state.code, {head: found for head, channel in zip(heads, channels, strict=True)
            if (found := _field(state, channel)) is not None}) for state in states
    )  # fmt: skip
    title = tell("Nexus by state and channel")
    sheets = matrix_sheets(Matrix(title, heads, rows, tell("sure"), tell("possible, by what is known")))
    longest = max(len(word) for head in heads for word in head.split())
    width = (70 if longest <= _SHORT else 84) // len(heads)
    return DrawingView(
        caption=tell("The nexus of the strongest path of each channel, from 0 to 1. An empty field is no known path."),
        sheets=tuple(map(sheet_view, sheets)),
        columns=(ColumnView(tell("State"), 100 - width * len(heads)), *(ColumnView(head, width) for head in heads)),
        rows=tuple(
            (clean(row.title), *(row.fields[head].shown if head in row.fields else tell("none") for head in heads))
            for row in rows
        ),
        missing=None,
    )


def _field(state: StateReach, channel: str) -> Field | None:
    found = [path.nexus for path in state.paths if path.channel == channel]
    if not found:
        return None
    nexus = Interval(max(one.lo for one in found), max(one.hi for one in found))
    return Field(nexus.lo, nexus.hi, unit_scale(nexus).shown)


def _drawing(
    chart: Chart, caption: str, columns: tuple[tuple[str, int], ...], rows: tuple[tuple[str, ...], ...]
) -> DrawingView:
    drawing = draw(all_told(chart))
    missing = _missing(drawing.missing) if drawing.missing else None
    return DrawingView(
        caption,
        tuple(map(sheet_view, drawing.sheets)),
        tuple(ColumnView(name, width) for name, width in columns),
        tuple(tuple(clean(text) for text in row) for row in rows),
        missing,
    )


def _missing(count: int) -> str:
    return tell_many(
        "{count} arrow is not drawn; the table has all.",
        "{count} arrows are not drawn; the table has all.",
        count=count,
    )
