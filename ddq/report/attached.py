"""The files that a report carries: the inputs that its score was computed from, and the score."""

from __future__ import annotations

import orjson
from pydantic import BaseModel

from ddq.report.inputs import ReportInputs
from ddq.report.job import AttachedFile


def attached_files(inputs: ReportInputs) -> tuple[AttachedFile, ...]:
    """The assessment, its history and its score as JSON, keys sorted: the same inputs give the same bytes."""
    return (
        AttachedFile("assessment.json", "The answers and what they rest on", _json(_plain(inputs.assessment))),
        AttachedFile("history.json", "Every event", _json([_plain(event) for event in inputs.events])),
        AttachedFile("profile.json", "The buyer profile", _json(_plain(inputs.profile))),
        AttachedFile("score.json", "The score with its explanation", _json(inputs.score)),
    )


def _plain(model: BaseModel) -> object:
    return model.model_dump(mode="json")


def _json(value: object) -> str:
    # an interval is a named tuple, which orjson writes only when told how
    return orjson.dumps(value, default=list, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2).decode()
