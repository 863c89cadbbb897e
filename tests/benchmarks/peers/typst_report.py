"""Sets a report's data with Typst: `typst_report.py VIEW.json FONTS OUT.pdf`; prints nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import typst

view, fonts, out = sys.argv[1:]
pdf = typst.compile(
    str(Path(__file__).with_name("report.typ")),
    root="/",
    sys_inputs={"view": view},
    font_paths=[fonts],
    ignore_system_fonts=True,
    pdf_standards=["a-3a"],
)
Path(out).write_bytes(pdf)
