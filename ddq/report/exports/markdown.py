"""The report as Markdown; no text in it is taken for markup."""

from __future__ import annotations

from collections.abc import Iterator

from ddq.authoring.converters.markdown_out import escaped
from ddq.report.exports.outline import Heading, Paragraph, Table, outline
from ddq.report.language import tell
from ddq.report.view import ReportView


def to_markdown(report: ReportView) -> bytes:
    """The whole report in GitHub's Markdown, which has tables."""
    return ("\n".join(line for block in outline(report) for line in _written(block)) + "\n").encode()


def _written(block: Heading | Paragraph | Table) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_line(block.text)}"
    elif isinstance(block, Paragraph):
        yield (f"**{_line(block.label)}** " if block.label else "") + escaped(block.text).replace("\n", "  \n")
    elif block.rows:
        yield f"| {' | '.join(_line(name) for name in block.columns)} |"
        yield f"| {' | '.join('---' for _ in block.columns)} |"
        yield from (f"| {' | '.join(_line(cell) for cell in row)} |" for row in block.rows)
    else:
        yield tell("None.")
    yield ""


def _line(text: str) -> str:
    """In one line: a table has no others."""
    return escaped(text).replace("\n", "<br>")
