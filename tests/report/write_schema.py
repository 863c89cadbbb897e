"""Writes the JSON Schema of the report's data: `python -m tests.report.write_schema`."""

import json
from pathlib import Path

from ddq.report.exports.data import schema

PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "report-data.schema.json"

if __name__ == "__main__":
    PUBLISHED.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
