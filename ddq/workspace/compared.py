"""Two assessments side by side: what changed in the facts, and what in the method and the registers that read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ddq.assessment.carrying import Earlier
from ddq.assessment.differences import Differences, differences
from ddq.scoring.comparison import Comparison, compare
from ddq.scoring.model import Score
from ddq.scoring.resting import profile_digest
from ddq.sentence import Number, numeric, say
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
        yield say(
            "The method is {now}; it was {before}: their figures cannot be compared.",
            now=after.method,
            before=before.method,
        )
    old, new = earlier.loaded.questionnaire, later.loaded.questionnaire
    if old.id != new.id:
        now, was = f"{new.id} {new.version}", f"{old.id} {old.version}"
        yield say("The questionnaire is {now}; it was {before}.", now=now, before=was)
    elif earlier.assessment.questionnaire.digest != later.assessment.questionnaire.digest:
        was, now = earlier.assessment.questionnaire.version, later.assessment.questionnaire.version
        if was != now:
            yield say(
                "The questionnaire {questionnaire} was version {before} and is version {now}.",
                questionnaire=new.id,
                now=now,
                before=was,
            )
        else:
            yield say(
                "The questionnaire {questionnaire} {now} is not what {before} was then.",
                questionnaire=new.id,
                now=now,
                before=was,
            )
    if before.profile != after.profile:
        yield say("The buyer profile is {now}; it was {before}.", now=after.profile, before=before.profile)
    elif profile_digest(earlier.profile) != profile_digest(later.profile):
        yield say("The buyer profile {profile} has changed.", profile=after.profile)
    if before.as_of != after.as_of:
        yield say(
            "Laws, listings and evidence are read as of {now}; they were as of {before}.",
            now=numeric(after.as_of),
            before=numeric(before.as_of),
        )
    if before.required != after.required and after.method.startswith("weighted/"):
        yield say("Now {now}; it was: {before}.", now=after.required_words, before=before.required_words)
    elif before.required != after.required:
        yield say(
            "Tier {tier} requires {figure}; tier {old_tier} required {old_figure}.",
            tier=after.tier,
            figure=Number(f"{after.required:g}"),
            old_tier=before.tier,
            old_figure=Number(f"{before.required:g}"),
        )
