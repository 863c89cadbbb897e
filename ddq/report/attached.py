"""The files that a report carries: the inputs that its score was computed from, and the score."""

from __future__ import annotations

import json

from pydantic import BaseModel

from ddq.report.inputs import ReportInputs
from ddq.report.job import AttachedFile
from ddq.scoring import to_json


def attached_files(inputs: ReportInputs) -> tuple[AttachedFile, ...]:
    """The assessment, its history and its score as JSON, keys sorted: the same inputs give the same bytes."""
    return (
        AttachedFile("assessment.json", "The answers and what they rest on", _json(_plain(inputs.assessment))),
        AttachedFile("history.json", "Every event", _json([_plain(event) for event in inputs.events])),
        AttachedFile("profile.json", "The buyer profile", _json(_plain(inputs.profile))),
        AttachedFile("score.json", "The score with its explanation", to_json(inputs.score).decode()),
    )


def _plain(model: BaseModel) -> object:
    return model.model_dump(mode="json")


def _json(value: object) -> str:
    # half a surrogate pair, which UTF-8 cannot write, becomes the escape that JSON has for it
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode("utf-8", "backslashreplace").decode()
