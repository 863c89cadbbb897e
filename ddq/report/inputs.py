"""What a report is made from: an assessment, and everything that was computed or read for it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ddq.assessment.items import Progress
from ddq.assessment.model import Assessment, Event
from ddq.dataflow.chart import FlowMap, flow_map
from ddq.dataflow.model import FlowReading
from ddq.ownership.listed_chart import EnteredOwners
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.values import Answered
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.report.job import Standard
from ddq.scoring.model import Score
from ddq.sentence import say
from ddq.workspace.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ReportInputs:
    """All that a report tells. Nothing in it is computed again: figures come from the score as they are."""

    assessment: Assessment
    questionnaire: LoadedQuestionnaire
    score: Score
    profile: Profile
    reading: Reading
    """The registers on the score's as-of date."""
    progress: Progress
    """How the interview stands, as the screens say it."""
    section_progress: Mapping[str, Progress]
    """The same, by section."""
    hidden: frozenset[str] = frozenset()
    """Ids of the questions that branching hides: not printed."""
    computed: Mapping[str, Answered] = field(default_factory=dict[str, Answered])
    """The values of the computed questions that apply, by id."""
    events: tuple[Event, ...] = ()
    """In order; the history."""
    anchor: tuple[int, str] | None = None
    """The number and the hash of the last ledger line; None where it stands in no ledger."""
    language: str | None = None
    """The language that the questionnaire's texts were translated into."""
    stale: tuple[str, ...] = ()
    """Why the last decision is stale, a sentence each."""
    owners: EnteredOwners | None = None
    """The owners as a chart; None where the lists name nobody."""
    flows: FlowMap | None = None
    """The data flows as a map; None where there is none."""
    flow_readings: tuple[FlowReading, ...] = ()
    """The same flows, with what was found about each."""
    marking: str | None = None
    """Who may read it, as the house that sends it says, such as `TLP:AMBER`."""
    logo: str | None = None
    """The picture on the cover, as a `data:` address; see `read_logo`."""
    standard: Standard = "pdf/a-3a"
    """To what the PDF keeps."""
    versions: tuple[tuple[str, str], ...] = ()
    """Names and versions of what took part besides the questionnaire, the profile and the method, such as `ddq`."""

    @property
    def asked_in(self) -> str:
        """The language of the questions: in this one the report is told, if it can be."""
        return self.language or self.questionnaire.questionnaire.language


def report_inputs(
    snapshot: Snapshot,
    scored: Score | None = None,
    marking: str | None = None,
    logo: str | None = None,
    standard: Standard = "pdf/a-3a",
) -> ReportInputs:
    """The inputs of a report on a snapshot; without a score at hand, it is computed, exact."""
    if scored is None:
        scored = snapshot.score()
    interview, flows = snapshot.interview(), snapshot.flows()
    computed = {
        item.id: interview.evaluation.reading[item.id]
        for item in interview.items.values()
        if item.question.kind == "computed" and item.visible is not False
    }
    return ReportInputs(
        assessment=snapshot.assessment,
        questionnaire=snapshot.loaded,
        score=scored,
        profile=snapshot.profile,
        reading=snapshot.reading,
        progress=interview.progress,
        section_progress={found.section.id: found.progress for found in interview.sections},
        events=snapshot.events,
        hidden=frozenset(snapshot.loaded.questions) - frozenset(interview.order) - frozenset(computed),
        computed=computed,
        anchor=snapshot.anchor,
        language=snapshot.language,
        stale=snapshot.stale,
        marking=marking,
        logo=logo,
        standard=standard,
        owners=snapshot.owners(),
        flows=flow_map(flows, say("The buyer"), snapshot.state_name),
        flow_readings=flows.flows,
        versions=snapshot.versions(),
    )
