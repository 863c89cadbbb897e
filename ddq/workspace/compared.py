"""Two assessments side by side: what changed in the facts, and what in the method and the registers that read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ddq.assessment.carrying import Earlier
from ddq.assessment.differences import Differences, differences
from ddq.scoring.comparison import Comparison, compare
from ddq.scoring.model import Score
from ddq.scoring.resting import profile_digest
from ddq.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class AssessmentComparison:
    """What is different in the later of two assessments."""

    earlier: str
    """Id."""
    later: str
    facts: Differences
    scores: Comparison
    """Both as they score today, each with its own questionnaire, buyer profile and as-of date."""
    method: tuple[str, ...]
    """What else than facts is different, a sentence each; nothing where only facts can have moved the score."""


def compare_assessments(earlier: Snapshot, later: Snapshot) -> AssessmentComparison:
    """What is different in `later`."""
    before, after = earlier.score(), later.score()
    looked_back = Earlier(earlier.assessment, earlier.events, earlier.loaded)
    return AssessmentComparison(
        earlier=earlier.assessment.id,
        later=later.assessment.id,
        facts=differences(looked_back, later.assessment, later.loaded),
        scores=compare(before, after),
        method=tuple(_method(earlier, later, before, after)),
    )


def _method(earlier: Snapshot, later: Snapshot, before: Score, after: Score) -> Iterator[str]:
    if before.method != after.method:
        yield f"The method is {after.method}; it was {before.method}: their figures cannot be compared."
    old, new = earlier.loaded.questionnaire, later.loaded.questionnaire
    if old.id != new.id:
        yield f"The questionnaire is {new.id} {new.version}; it was {old.id} {old.version}."
    elif earlier.assessment.questionnaire.digest != later.assessment.questionnaire.digest:
        was, now = earlier.assessment.questionnaire.version, later.assessment.questionnaire.version
        told = f"was version {was} and is version {now}" if was != now else f"{now} is not what {was} was then"
        yield f"The questionnaire {new.id} {told}."
    if before.profile != after.profile:
        yield f"The buyer profile is {after.profile}; it was {before.profile}."
    elif profile_digest(earlier.profile) != profile_digest(later.profile):
        yield f"The buyer profile {after.profile} has changed."
    if before.as_of != after.as_of:
        yield f"Laws, listings and evidence are read as of {after.as_of}; they were as of {before.as_of}."
    if before.required != after.required and after.method.startswith("weighted/"):
        yield f"Now {after.required_words}; it was: {before.required_words}."
    elif before.required != after.required:
        yield f"Tier {after.tier} requires {after.required:g}; tier {before.tier} required {before.required:g}."
