"""The report as one HTML file: the pages of a template, with their style in it, to be read on a screen or printed."""

from __future__ import annotations

from pathlib import Path

from ddq.report.template import fill
from ddq.report.view import ReportView

SCREEN = """
@media screen {
  body { max-width: 172mm; margin: 0 auto; padding: 8mm 6mm 20mm; zoom: 1.25 }
  .cover { position: relative; break-after: auto; padding-bottom: 8mm }
  .cover .imprint { position: static; margin-top: 8mm }
  .contents .page { display: none }
  table { table-layout: auto }
  td, th { overflow-wrap: anywhere }
  .sheetbox { overflow-x: auto; padding: 1mm }
  .l { overflow: visible; font-family: "Noto Sans", "Segoe UI", Roboto, Arial, sans-serif; letter-spacing: -0.02em }
}
a:focus { outline: 2px solid #1d5a86 }
"""
"""What a screen needs beside the style of the paper: one column, no places that only pages have."""


def to_page(report: ReportView, folder: Path) -> bytes:
    """The HTML of a template in one file, which fetches nothing and runs nothing.

    Raises:
        TemplateFault: as `fill`.
    """
    filled = fill(folder, report)
    style = f"<style>{filled.css}{SCREEN}</style>".replace("</", "<\\/").replace("<\\/style>", "</style>")
    allowed = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    policy = f'<meta http-equiv="Content-Security-Policy" content="{allowed}">'
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return filled.html.replace("</head>", f"{policy}{view}{style}</head>", 1).encode()
