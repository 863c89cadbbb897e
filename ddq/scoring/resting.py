"""What a decision rests on, as digests of everything that the score was made from."""

from __future__ import annotations

import hashlib

import orjson

from ddq.assessment.decision import RestsOn
from ddq.assessment.model import Assessment
from ddq.assessment.staleness import inputs_digest
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.model import Score


def profile_digest(profile: Profile) -> str:
    """SHA-256 in hex of a buyer profile; what has its default is left out."""
    said = orjson.loads(profile.model_dump_json(exclude_defaults=True))
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def rests_on(
    assessment: Assessment,
    loaded: LoadedQuestionnaire,
    reading: Reading,
    profile: Profile,
    score: Score,
    *,
    anchor: tuple[int, str],
) -> RestsOn:
    """Everything that a decision made now rests on; `anchor` is the last ledger line."""
    return RestsOn(
        seq=anchor[0],
        head=anchor[1],
        inputs=inputs_digest(assessment),
        questionnaire=loaded.digest,
        registers=reading.digest,
        profile=profile_digest(profile),
        method=score.method,
        score=score.digest,
        as_of=score.as_of,
        outcome=score.outcome.value,
        trust=score.shown,
    )
