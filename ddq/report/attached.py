"""The files that a report carries: all that it was made from, so that it can be made again and compared."""

from __future__ import annotations

import json
from datetime import date
from typing import Literal

from pydantic import BaseModel

from ddq.questionnaire.archive import archived
from ddq.questionnaire.model import Model
from ddq.report.inputs import ReportInputs
from ddq.report.job import AttachedFile, Standard
from ddq.report.language import tell
from ddq.report.manifest import Manifest
from ddq.scoring import to_json


class About(Model):
    """How a report was made: what `ddq verify` must know to make it again."""

    ddq: Literal["report/1"]
    template: str
    template_version: str
    versions: dict[str, str]
    """By program, what took part; the same versions give the same bytes."""
    as_of: date
    language: str | None
    """That the questionnaire's texts were translated into; None for that in which it was written."""
    registers: str
    """SHA-256 of the registers' files."""
    entries: int | None
    """How many entries the history has in its ledger; None where it stands in none."""
    head: str | None
    """The hash of the last of them."""
    stale: tuple[str, ...]
    """Why the last decision was stale, a sentence each."""
    marking: str | None = None
    """Who may read it, as it is printed."""
    logo: str | None = None
    """The picture on the cover, as a `data:` address."""
    standard: Standard = "pdf/a-3a"


def attached_files(inputs: ReportInputs, template: Manifest) -> tuple[AttachedFile, ...]:
    """The inputs, the history and the score as JSON, keys sorted: the same inputs give the same bytes."""
    return (
        AttachedFile("about.json", tell("How this report was made"), _json(_plain(_about(inputs, template)))),
        AttachedFile("assessment.json", tell("The answers and what they rest on"), _json(_plain(inputs.assessment))),
        AttachedFile("history.json", tell("Every event"), _json([_plain(event) for event in inputs.events])),
        AttachedFile("profile.json", tell("The buyer profile"), _json(_plain(inputs.profile))),
        AttachedFile("questionnaire.json", tell("The questionnaire's files"), archived(inputs.questionnaire).decode()),
        AttachedFile("score.json", tell("The score with its explanation"), to_json(inputs.score).decode()),
    )


def _about(inputs: ReportInputs, template: Manifest) -> About:
    entries, head = inputs.anchor or (None, None)
    return About(
        ddq="report/1",
        template=template.id,
        template_version=template.version,
        versions=dict(inputs.versions),
        as_of=inputs.score.as_of,
        language=inputs.language,
        registers=inputs.reading.digest,
        entries=entries,
        head=head,
        stale=inputs.stale,
        marking=inputs.marking,
        logo=inputs.logo,
        standard=inputs.standard,
    )


def _plain(model: BaseModel) -> object:
    return model.model_dump(mode="json")


def _json(value: object) -> str:
    # half a surrogate pair, which UTF-8 cannot write, becomes the escape that JSON has for it
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode("utf-8", "backslashreplace").decode()
