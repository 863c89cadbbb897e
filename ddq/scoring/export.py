"""A score as bytes: the same for the same inputs, on every machine and in every process."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import orjson

from ddq.assessment.model import Assessment
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.model import Interval, Nano, Score

DIGITS = 9
"""Digits behind the point of every figure that is written: beyond them, machines may differ."""


def to_json(score: Score) -> bytes:
    """The score as JSON with sorted keys; an interval as `{"hi": …, "lo": …}`, figures to nine digits."""
    return orjson.dumps(plain(score), option=orjson.OPT_SORT_KEYS)


def plain(value: Any) -> Any:
    """What the score is made of as JSON would have it: maps, lists, texts and rounded figures."""
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, Interval | Nano):
        return {"lo": plain(value.lo), "hi": plain(value.hi)}
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType] -- any tuple will do
    return value


def digest(
    assessment: Assessment, loaded: LoadedQuestionnaire, reading: Reading, profile: Profile, day: date, *, method: str
) -> str:
    """SHA-256 in hex over everything that a score is made from, in canonical bytes."""
    made_from = {
        # Through JSON text: three times as fast as through Python objects, and the digest is part of every score.
        # Without defaults: an answer that gains a field in a later version does not change the digest.
        "answers": orjson.loads(assessment.model_dump_json(include={"answers", "verdicts"}, exclude_defaults=True)),
        "as_of": day,
        "method": method,
        "profile": orjson.loads(profile.model_dump_json()),
        "questionnaire": loaded.digest,
        "registers": reading.digest,
    }
    return hashlib.sha256(orjson.dumps(made_from, option=orjson.OPT_SORT_KEYS)).hexdigest()
