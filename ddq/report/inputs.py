"""What a report is made from: an assessment, and everything that was computed or read for it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.assessment.model import Assessment, Event
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.model import Score


@dataclass(frozen=True, slots=True)
class ReportInputs:
    """All that a report tells. Nothing in it is computed again: figures come from the score as they are."""

    assessment: Assessment
    questionnaire: LoadedQuestionnaire
    score: Score
    profile: Profile
    reading: Reading
    """The registers on the score's as-of date."""
    events: tuple[Event, ...] = ()
    """In order; the history."""
    hidden: frozenset[str] = frozenset()
    """Ids of the questions that branching hides: not printed."""
    versions: tuple[tuple[str, str], ...] = ()
    """Names and versions of what took part besides the questionnaire, the profile and the method, such as `ddq`."""
