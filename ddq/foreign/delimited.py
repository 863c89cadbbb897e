"""Tables as text (CSV): the separator found by looking, every cell with its line, bounded."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ddq.foreign.plain_json import read_text, refuse
from ddq.foreign.workbook import MAX_CELL, MAX_COLUMNS, Row, Sheet

MAX_BYTES = 200_000_000
MAX_ROWS = 1_000_000
SEPARATORS = ",;\t|"


def read_delimited(path: Path) -> Sheet:
    """The rows that hold something; a row's number is that of the line on which it ends.

    Raises:
        SourceError: it cannot be read, or is larger than can be read safely.
    """
    return parse_delimited(read_text(path, MAX_BYTES), str(path), path.name)


def parse_delimited(text: str, file: str, name: str) -> Sheet:
    """The rows of a text."""
    sheet = Sheet(name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                refuse(file, "K002", f"the line has more than {MAX_COLUMNS:,} cells", None, (reader.line_num, 1))
            found = {column: cell[:MAX_CELL] for column, cell in enumerate(cells) if cell.strip()}
            if found:
                sheet.rows.append(Row(reader.line_num, found))
                if len(sheet.rows) > MAX_ROWS:
                    refuse(file, "K002", f"the file has more than {MAX_ROWS:,} rows")
    except csv.Error as error:
        hint = "check the quotation marks"
        refuse(file, "K001", f"this is no table ({error})", hint, (max(reader.line_num, 1), 1))
    return sheet


def separator(text: str) -> str:
    """What separates the cells of the first line that holds something: what stands there most often, outside quotes."""
    line = next((line for line in text[:100_000].splitlines() if line.strip()), "")
    outside = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=lambda one: (outside.count(one), -SEPARATORS.index(one)))
