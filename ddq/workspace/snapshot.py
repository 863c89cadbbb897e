"""A snapshot: an assessment with everything that it is read against, as of one day.

The score, the report and the screens all take theirs from here, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ddq import __version__
from ddq.assessment.entering import enter_case
from ddq.assessment.fold import fold
from ddq.assessment.interview import Interview
from ddq.assessment.model import Assessment, Event
from ddq.assessment.serving import served
from ddq.dataflow.model import FlowsReading
from ddq.dataflow.reading import read_flows
from ddq.ownership.entered import entered_owners
from ddq.ownership.listed_chart import EnteredOwners
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.methods import METHODS
from ddq.scoring.model import Score
from ddq.sentence import country
from ddq.workspace.library import Library


@dataclass(frozen=True)
class Snapshot:
    """An assessment, its questionnaire, the registers and the buyer profile, as of `day`."""

    assessment: Assessment
    loaded: LoadedQuestionnaire
    reading: Reading
    profile: Profile
    day: date
    events: tuple[Event, ...] = field(default=(), repr=False)
    anchor: tuple[int, str] | None = None
    """The number and the hash of the last ledger line; None where it stands in no ledger."""
    language: str | None = None
    """The language that its questionnaire's texts were translated into; None for that in which it was written."""
    stale: tuple[str, ...] = ()
    """Why the last decision is stale, where somebody looked (`ReviewedAssessment.for_report`)."""

    def unanswered(self) -> Snapshot:
        """The same vendor and buyer before the first answer."""
        blank = self.assessment.model_copy(update={"answers": {}, "verdicts": {}, "flags": {}, "evidence": {}})
        return replace(self, assessment=blank, events=self.events[:1], anchor=None)

    def interview(self, before: Interview | None = None) -> Interview:
        """How every question stands."""
        return Interview(self.loaded, self.assessment, self.day, self.reading.groups, before)

    def score(self, *, refine: bool = True) -> Score:
        """What the questionnaire's method says; without `refine` the outer interval, quicker and labelled so."""
        score = METHODS[self.loaded.questionnaire.method]
        return score(self.assessment, self.loaded, self.reading, self.profile, self.day, refine=refine)

    def flows(self) -> FlowsReading:
        """Where the data goes, whether it may, and who can see it in clear."""
        return read_flows(self.assessment, self.loaded, self.reading, self.profile, self.day)

    def owners(self) -> EnteredOwners | None:
        """Who owns the vendor, as the lists of an assessment tell it; None where they name nobody."""
        return entered_owners(self.assessment, self.loaded, self.reading.groups, self.day, self.state_name)

    def state_name(self, code: str) -> str:
        """What the registers call a state; its code where they do not know it."""
        state = self.reading.states.get(code)
        return country(code, state.name if state else code)

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Names and versions of what took part besides questionnaire, profile and method."""
        return (("ddq", __version__),)


def take(
    library: Library,
    events: Sequence[Event],
    today: date,
    *,
    profile: str | None = None,
    as_of: date | None = None,
    anchor: tuple[int, str] | None = None,
    loaded: LoadedQuestionnaire | None = None,
    language: str | None = None,
) -> Snapshot:
    """The snapshot of an assessment's events.

    Args:
        library: where questionnaire, profile and registers are found.
        events: all of them, oldest first.
        today: the day that counts where neither `as_of` nor the assessment names one.
        profile: another buyer profile than the assessment's own.
        as_of: another day than the assessment's own.
        anchor: the last ledger line.
        loaded: its questionnaire at its version; the library's of that id where absent.
        language: the language that `loaded` was translated into.

    Raises:
        SourceError: the questionnaire or the profile is missing or has problems.
    """
    assessment = fold(events)
    profile = profile or assessment.engagement.profile
    day = as_of or assessment.as_of or today
    return assemble(library, assessment, events, day, profile=profile, anchor=anchor, loaded=loaded, language=language)


def assemble(
    library: Library,
    assessment: Assessment,
    events: Sequence[Event],
    day: date,
    *,
    profile: str,
    anchor: tuple[int, str] | None = None,
    loaded: LoadedQuestionnaire | None = None,
    language: str | None = None,
) -> Snapshot:
    """The snapshot of an assessment that is folded already."""
    loaded = loaded or library.questionnaire(assessment.questionnaire.id)
    reading = library.reading(day)
    buyer = library.profile(profile)
    return Snapshot(served(assessment, loaded), loaded, reading, buyer, day, tuple(events), anchor, language)


def take_case(
    library: Library,
    name: str | Path,
    *,
    profile: str | None = None,
    as_of: date | None = None,
    language: str | None = None,
) -> Snapshot:
    """The snapshot of a case file, without any workspace; in `language` as far as its questionnaire is translated.

    Raises:
        SourceError: the case, its questionnaire or its profile is missing or has problems.
    """
    case = library.case(str(name))
    loaded = library.questionnaire(case.content.questionnaire)
    events = enter_case(case, loaded, case.content.id)
    if language is not None:
        library.check_language(case.content.questionnaire, language)
        loaded = library.questionnaire(case.content.questionnaire, language)
    return take(library, events, case.content.as_of, profile=profile, as_of=as_of, loaded=loaded, language=language)
