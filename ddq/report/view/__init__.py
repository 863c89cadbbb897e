"""The view model: everything that a report template may see, in the order in which a reader meets it.

Texts are words to print, already free of control characters. Figures are texts as they are to be printed, beside
plain numbers where a chart needs them; nothing here is computed but the layout of what the score says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ddq.report.view.answers import (
    AnswerView,
    Coverage,
    ListedView,
    PositionView,
    QuestionView,
    RowView,
    SectionView,
    SourceView,
)
from ddq.report.view.decision import ConditionView, DecisionView, SignView
from ddq.report.view.drawings import ColumnView, DrawingView, SheetView
from ddq.report.view.figures import BandRange, FieldView, Scale
from ddq.report.view.findings import BasisView, DoubtView, FindingView, MitigationView, ReasonView
from ddq.report.view.flows import RulingView
from ddq.report.view.frame import Cover, HistoryLine, MethodView, Summary, TrustedView
from ddq.report.view.outcome import BarView, DomainView, OpenView, OutcomeView, PlanView, RemedyView, SliceView
from ddq.report.view.points import CategoryView, LawView, PointsView, QuestionPointsView
from ddq.report.view.reach import FeatureView, GuaranteeView, PathView, StateView
from ddq.report.view.record import CommentView, EvidenceView

__all__ = [
    "AnswerView",
    "BandRange",
    "BarView",
    "BasisView",
    "CategoryView",
    "ColumnView",
    "CommentView",
    "ConditionView",
    "Cover",
    "Coverage",
    "DecisionView",
    "DomainView",
    "DoubtView",
    "DrawingView",
    "EvidenceView",
    "FeatureView",
    "FieldView",
    "FindingView",
    "GuaranteeView",
    "HistoryLine",
    "LawView",
    "ListedView",
    "MethodView",
    "MitigationView",
    "OpenView",
    "OutcomeView",
    "PathView",
    "PlanView",
    "PointsView",
    "PositionView",
    "QuestionPointsView",
    "QuestionView",
    "ReasonView",
    "RemedyView",
    "ReportView",
    "RowView",
    "RulingView",
    "Scale",
    "SectionView",
    "SheetView",
    "SignView",
    "SliceView",
    "SourceView",
    "StateView",
    "Summary",
    "TrustedView",
]


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report."""

    dated: date
    """The as-of date: the only date that the PDF itself bears."""
    language: str
    """That it is told in, such as `de`."""
    cover: Cover
    decision: DecisionView | None
    """The last decision; None where nobody has decided."""
    summary: Summary
    outcome: OutcomeView
    points: PointsView | None
    """What the percentage rests on, where the method counts points; what rests on indicators is then empty."""
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
    owners: DrawingView | None
    """Who is over the vendor; None where no list names anybody, as with the other drawings."""
    flows: DrawingView | None
    reach_matrix: DrawingView | None
    rulings: tuple[RulingView, ...]
    """What the transfer rules say of each flow, and why."""
    domains: tuple[DomainView, ...]
    coverage: Coverage
    sections: tuple[SectionView, ...]
    not_applicable: tuple[ListedView, ...]
    legally_barred: tuple[ListedView, ...]
    evidence: tuple[EvidenceView, ...]
    comments: tuple[CommentView, ...]
    method: MethodView
    history: tuple[HistoryLine, ...]
