"""The report as JSON: all that it says, as it says it, beside all that it was made from."""

from __future__ import annotations

from typing import Any

import orjson
from pydantic import TypeAdapter

from ddq.report.attached import attached_files
from ddq.report.inputs import ReportInputs
from ddq.report.manifest import Manifest
from ddq.report.view import ReportView

FORMAT = "report-data/1"


def to_data(inputs: ReportInputs, report: ReportView, manifest: Manifest) -> bytes:
    """One object: `report` as the pages say it, and the files that the PDF carries, by name without their ending."""
    files = {file.name.removesuffix(".json"): orjson.loads(file.text) for file in attached_files(inputs, manifest)}
    whole = {"ddq": FORMAT, "report": orjson.loads(orjson.dumps(report)), **files}
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of `report`; the other members are described where they are defined."""
    return TypeAdapter(ReportView).json_schema()
