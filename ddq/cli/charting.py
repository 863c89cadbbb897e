"""A chart on the command line: printed, or into a file whose name ends in .svg."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ddq.cli.terminal import Misused, say, tell

if TYPE_CHECKING:
    from ddq.drawing.chart import Chart

MOST_SHEETS = 40
"""Of a chart."""
PRINTED = "-"


def declare_chart(parser: Any, what: str) -> None:
    """The option of a command that can draw."""
    parser.add_argument("--svg", nargs="?", const=PRINTED, metavar="OUT.svg", help=f"{what}, printed or into a file")


def refuse_other_files(out: str | None) -> None:
    """Keep a chart from overwriting what is no chart, as where `--svg` stands before the file that is to be read.

    Raises:
        Misused: the name does not end in .svg.
    """
    if out not in (None, PRINTED) and not out.endswith(".svg"):
        raise Misused(f"--svg {out}: the chart goes into a file whose name ends in .svg, or is printed with --svg -")


def give_chart(chart: Chart, out: str, left_out: str = "") -> None:
    """Draw a chart, to a file or to stdout; what is not drawn is told.

    Raises:
        Misused: the file cannot be written.
    """
    from ddq.drawing.layered import draw
    from ddq.drawing.svg import svg_document

    drawing = draw(chart, MOST_SHEETS)
    if left_out or drawing.missing:
        tell(f"ddq: {left_out}{drawing.missing:,} arrows that are farthest are not drawn; --json has all")
    document = svg_document(drawing.sheets)
    if out == PRINTED:
        say(*document.rstrip("\n").split("\n"))
        return
    try:
        Path(out).write_text(document, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Misused(f"{out}: cannot be written: {error.strerror}; choose another place") from error
    sheets = "1 sheet" if len(drawing.sheets) == 1 else f"{len(drawing.sheets)} sheets beneath each other"
    tell(f"ddq: {out}: {sheets}")
