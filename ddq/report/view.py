"""The view model: everything that a report template may see, in the order in which a reader meets it.

Texts are words to print, already free of control characters. Figures are texts as they are to be printed, beside
plain numbers where a chart needs them; nothing here is computed but the layout of what the score says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scale:
    """An interval on a scale, for the charts."""

    lo: float
    hi: float
    shown: str
    """The interval in figures, such as `46.2 to 61.0`."""


@dataclass(frozen=True, slots=True)
class BandRange:
    """A band on the scale of trust, from `lo` up to `hi`."""

    name: str
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class SourceView:
    """A citation."""

    title: str
    dated: str | None
    place: str | None
    url: str | None
    """Only http, https or mailto; anything else is printed as part of `place`."""


@dataclass(frozen=True, slots=True)
class PositionView:
    """What the vendor says to an allegation."""

    text: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a row: its name and its value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer, with what it rests on."""

    value: str
    """The answer in words; empty where there is none."""
    state: str
    """How the question stands, in words."""
    answered: bool
    reason: str | None
    grade: str | None
    grade_words: str | None
    confidence: str | None
    sources: tuple[SourceView, ...]
    evidence: tuple[str, ...]
    """Names of attached files with the start of their digest."""
    note: str | None
    allegation: bool
    position: PositionView | None
    carried_from: str | None


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a group."""

    label: str
    fields: tuple[FieldView, ...]
    answer: AnswerView


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with its answer, or its rows and the declaration that they are complete."""

    id: str
    text: str
    answer: AnswerView | None
    """None for a group."""
    rows: tuple[RowView, ...]
    group: bool
    complete_text: str | None
    complete: AnswerView | None
    flag: str | None
    verdict: str | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the questionnaire with its visible questions."""

    anchor: str
    title: str
    questions: tuple[QuestionView, ...]
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    vendor: str
    running: str
    """The vendor's name, short enough for the head of a page."""
    service: str
    title: str
    buyer: str
    reference: str | None
    value: str | None
    deadline: str | None
    as_of: str
    outcome: str
    headline: str
    status: str
    draft: bool
    questionnaire: str
    method: str
    digest: str
    countries: str
    identifiers: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """The outcome, the interval and why."""

    kind: str
    key: str
    """The outcome as a word for a style class, such as `defer`."""
    headline: str
    because: tuple[str, ...]
    trust: Scale
    inherent: Scale
    all_remedies: Scale
    band: str
    tier: int
    tier_name: str
    tier_known: bool
    required: float
    required_shown: str
    exact: bool
    known: str
    """The share of concern that is known, in per cent."""
    bands: tuple[BandRange, ...]


@dataclass(frozen=True, slots=True)
class SliceView:
    """A slice of the attribution bar."""

    key: str
    """`conduct`, `control`, `law`, `state_action` or `unknown`: chooses the pattern."""
    name: str
    words: str
    share: float
    """Of the whole bar, in [0, 1]."""
    shown: str


@dataclass(frozen=True, slots=True)
class BarView:
    """A prohibition or a listing."""

    id: str
    title: str
    authority: str
    citation: str
    scope: str
    dates: str
    binding: str
    """`binds this buyer`, `may bind this buyer` or `does not bind this buyer`."""
    binds: bool
    possible: bool
    reason: str
    question: str | None
    ground: str | None
    allegation: bool
    position: str | None
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class RemedyView:
    """Something that somebody can do."""

    title: str
    who: str
    effort: int
    effort_words: str
    gain: str
    """What it takes off the concern, as a share of all concern."""
    done: str
    test: str | None
    indicator: str
    finding: str | None
    """Anchor of the finding."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """The remedies that reach the required trust."""

    remedies: tuple[RemedyView, ...]
    effort: int
    trust: Scale
    reaches: bool
    proven_least: bool


@dataclass(frozen=True, slots=True)
class OpenView:
    """An open question and what its answer is worth."""

    rank: int
    id: str
    text: str
    state: str
    value: float
    """Share of what is not yet known that its answer could close, in [0, 1]."""
    shown: str
    if_shown: str | None
    """Which answers would remove the concern."""
    evidence: tuple[str, ...]
    asked_of: str


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One step of the explanation, with its depth in the tree."""

    depth: int
    text: str
    cites: str
    """The law that it rests on, in full; or empty."""
    question: str | None


@dataclass(frozen=True, slots=True)
class BasisView:
    """An answer that a finding rests on."""

    question: str
    label: str
    answer: AnswerView


@dataclass(frozen=True, slots=True)
class MitigationView:
    """What reduces an indicator."""

    title: str
    share: str
    present: str
    question: str | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """One indicator that weighs."""

    anchor: str
    number: str
    id: str
    title: str
    domain: str
    origin: str
    origin_key: str
    strength: str
    presence: Scale
    inherent: Scale
    removes: str
    """The share of the remaining trust that it takes away, as an interval in per cent."""
    removes_to: float
    weight: str
    """Its share of the established concern."""
    allegation: bool
    because: tuple[ReasonView, ...]
    basis: tuple[BasisView, ...]
    mitigations: tuple[MitigationView, ...]
    references: tuple[str, ...]
    remedies: tuple[RemedyView, ...]
    legally_barred: bool
    state: str | None
    """Anchor of the state, for an indicator of law."""


@dataclass(frozen=True, slots=True)
class DoubtView:
    """An indicator in which no concern was found, but for the doubt that its evidence leaves, or is not answered."""

    title: str
    domain: str
    presence: str
    removes: str
    questions: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class PathView:
    """One way to the vendor or the data."""

    channel: str
    nexus: str
    text: str
    question: str


@dataclass(frozen=True, slots=True)
class FeatureView:
    """One feature of law, with the laws that give it and how far the reading can be relied on."""

    name: str
    value: str
    laws: tuple[str, ...]
    confidence: str
    verification: str
    note: str | None


@dataclass(frozen=True, slots=True)
class GuaranteeView:
    """One of the four European Essential Guarantees, as concern."""

    title: str
    value: Scale
    features: tuple[FeatureView, ...]


@dataclass(frozen=True, slots=True)
class StateView:
    """A state that can reach the vendor or the data."""

    anchor: str
    code: str
    name: str
    standing: str
    """Home, trusted, trusted by half or not trusted: the buyer profile's word."""
    standing_because: str | None
    home: bool
    scored: bool
    compulsion: Scale
    nexus: Scale
    presence: Scale
    access: FeatureView | None
    guarantees: tuple[GuaranteeView, ...]
    paths: tuple[PathView, ...]


@dataclass(frozen=True, slots=True)
class DomainView:
    """The product over one domain's indicators."""

    title: str
    trust: Scale
    band: str
    indicators: int
    share: str
    """Of all concern."""


@dataclass(frozen=True, slots=True)
class ListedView:
    """A question that is listed apart, and why."""

    id: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The page for those who read one page."""

    found: tuple[str, ...]
    why: tuple[str, ...]
    change: tuple[str, ...]
    fixed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrustedView:
    """A state or group that the profile trusts, or a regime that binds the buyer, with reason and citation."""

    name: str
    words: str
    reason: str
    citation: str


@dataclass(frozen=True, slots=True)
class MethodView:
    """How the result was reached: the parts that differ from one report to the next."""

    method: str
    questionnaire: str
    profile: str
    profile_description: str
    home: str
    trusted: tuple[TrustedView, ...]
    bound: tuple[TrustedView, ...]
    tiers: tuple[FieldView, ...]
    versions: tuple[FieldView, ...]
    digests: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event."""

    seq: int
    at: str
    by: str
    what: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the questions stand."""

    asked: int
    answered: int
    open: int
    grades: tuple[FieldView, ...]
    """Answers by evidence grade."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report."""

    dated: date
    """The as-of date: the only date that the PDF itself bears."""
    cover: Cover
    summary: Summary
    outcome: OutcomeView
    attribution: tuple[SliceView, ...]
    bars: tuple[BarView, ...]
    plan: PlanView | None
    options: tuple[RemedyView, ...]
    """Every remedy that is offered and not in the plan."""
    open_questions: tuple[OpenView, ...]
    findings: tuple[FindingView, ...]
    doubts: tuple[DoubtView, ...]
    unanswered: tuple[DoubtView, ...]
    states: tuple[StateView, ...]
    domains: tuple[DomainView, ...]
    coverage: Coverage
    sections: tuple[SectionView, ...]
    not_applicable: tuple[ListedView, ...]
    legally_barred: tuple[ListedView, ...]
    method: MethodView
    history: tuple[HistoryLine, ...]
