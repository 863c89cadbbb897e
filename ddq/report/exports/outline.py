"""The report as headings, paragraphs and tables in the order of reading: what every export but the page is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ddq.report.view import (
    AnswerView,
    BarView,
    DecisionView,
    DrawingView,
    FindingView,
    OutcomeView,
    PointsView,
    QuestionView,
    RemedyView,
    ReportView,
    SourceView,
    StateView,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text; it may have lines."""

    text: str
    label: str = ""
    """What it is, said before it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under the names of the columns, which have room in these parts."""

    columns: tuple[str, ...]
    parts: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Table


def outline(report: ReportView) -> Iterator[Block]:
    """Everything that the report holds."""
    yield from _front(report)
    if report.decision:
        yield from _decision(report.decision)
    yield from _outcome(report.outcome, report)
    if report.points:
        yield from _points(report.points)
    yield Heading(2, "Bars and listings")
    for bar in report.bars:
        yield from _bar(bar)
    yield from _change(report)
    yield from _findings(report)
    yield from _drawing("Owners", report.owners)
    yield from _drawing("Data flows", report.flows)
    if report.states:
        yield Heading(2, "Reach: whose laws come to bear")
    yield from _drawing("", report.reach_matrix)
    for state in report.states:
        yield from _state(state)
    yield from _answers(report)
    yield from _open(report)
    yield from _record(report)
    yield from _method(report)


def _drawing(title: str, drawing: DrawingView | None) -> Iterator[Block]:
    """What a drawing shows, as its table."""
    if drawing is None:
        return
    if title:
        yield Heading(2, title)
    yield Paragraph(drawing.caption)
    columns = drawing.columns
    yield Table(tuple(one.name for one in columns), tuple(one.width for one in columns), drawing.rows)


def _front(report: ReportView) -> Iterator[Block]:
    cover = report.cover
    yield Heading(1, f"Vendor due diligence: {cover.vendor}")
    if cover.service:
        yield Paragraph(cover.service)
    facts = [
        ("As of", cover.as_of),
        ("Status", cover.status),
        ("Buyer profile", cover.buyer),
        ("Reference", cover.reference),
        ("Value", cover.value),
        ("Deadline", cover.deadline),
        ("Countries of the vendor", cover.countries),
        *((one.name, one.value) for one in cover.identifiers),
        ("Questionnaire", cover.questionnaire),
        ("Method", cover.method),
        ("Digest of all inputs", cover.digest),
    ]
    yield Table(("", ""), (1, 3), tuple((name, value) for name, value in facts if value))
    yield Heading(2, "Summary")
    yield Paragraph(cover.headline)
    yield Paragraph(report.coverage.stands)
    for title, lines in (
        ("What we found", report.summary.found),
        ("Why", report.summary.why),
        ("What would change it", report.summary.change),
        ("What no one at the table can change", report.summary.fixed),
    ):
        if lines:
            yield Heading(3, title)
            yield from (Paragraph(line) for line in lines)


def _decision(decision: DecisionView) -> Iterator[Block]:
    yield Heading(2, "Decision")
    held = "" if decision.in_force else ", no longer in force"
    yield Paragraph(f"{decision.what.capitalize()} by {decision.by}, {decision.on}{held}")
    yield from _labelled(
        ("Departs from the outcome", decision.departs),
        ("Reason", decision.reason),
        ("Authority", decision.authority),
        ("Holds until", decision.expires),
        ("Next review", decision.next_review),
    )
    yield Paragraph(decision.rested_on)
    yield from (Paragraph(bar, "Across a bar") for bar in decision.bars)
    yield from (Paragraph(reason, "Stale") for reason in decision.stale)
    if decision.conditions:
        yield Table(
            ("No.", "Condition", "Of whom", "By", "State"),
            (1, 5, 2, 2, 2),
            tuple(
                (str(one.number), _lines(one.text, one.change), one.owner, one.due, one.state)
                for one in decision.conditions
            ),
        )
    yield Table(("Role", "Name", "Did"), (2, 3, 3), tuple((one.role, one.name, one.did) for one in decision.signs))
    yield Paragraph(decision.entry, "Decided on entry of the ledger")


def _outcome(outcome: OutcomeView, report: ReportView) -> Iterator[Block]:
    yield Heading(2, "Outcome")
    yield Paragraph(outcome.kind.capitalize())
    yield from (Paragraph(reason) for reason in outcome.because)
    if report.points:
        return
    figures = (
        ("As it stands, mitigations counted (residual)", f"{outcome.trust.shown}, {outcome.band}"),
        ("Without mitigations (inherent)", outcome.inherent.shown),
        ("With every remedy on offer, no answer assumed", outcome.all_remedies.shown),
        (f"Required by tier {outcome.tier}, {outcome.tier_name}", outcome.required_shown),
    )
    yield Table(("Figure", "Trust of 100"), (3, 2), figures)
    yield Table(
        ("Where the concern comes from", "Share", "Meaning"),
        (2, 1, 3),
        tuple((one.name, one.shown, one.words) for one in report.attribution),
    )
    yield Table(
        ("Domain", "Trust of 100", "Band", "Share of all concern"),
        (3, 2, 2, 2),
        tuple((one.title, one.trust.shown, one.band, one.share) for one in report.domains),
    )


def _points(points: PointsView) -> Iterator[Block]:
    yield Paragraph(f"{points.figure}; {points.required}")
    yield Paragraph(points.change)
    yield Table(
        ("Category", "Per cent", "Points"),
        (3, 2, 2),
        tuple((one.title, one.scale.shown if one.scale else "", one.points) for one in points.categories),
    )
    yield Table(
        ("Question", "It asks", "Answer", "Earned", "Of"),
        (1, 4, 3, 1, 1),
        tuple((one.id, one.text, one.answer, one.earned, one.weight) for one in points.questions),
    )
    yield from (Paragraph(f"{one.law} {one.matters}", "What a percentage cannot promise") for one in points.broken)


def _bar(bar: BarView) -> Iterator[Block]:
    yield Heading(3, bar.title)
    yield Paragraph(_sentence(bar.binding.capitalize(), bar.reason))
    yield Paragraph(f"{bar.authority}, {bar.citation}, {bar.dates}")
    yield from _labelled(
        ("Scope", bar.scope),
        ("Ground given", bar.ground),
        ("Allegation", "no court or authority has found what it rests on" if bar.allegation else None),
        ("Vendor's position", bar.position),
        ("Question", bar.question),
        ("Sources", _sources(bar.sources)),
    )


def _change(report: ReportView) -> Iterator[Block]:
    yield Heading(2, "What would change the outcome")
    plan = report.plan
    if plan:
        reached = "reach" if plan.reaches else "do not reach"
        yield Paragraph(f"These together {reached} what is required; trust would then be {plan.trust.shown}.")
        yield _remedies(plan.remedies)
    if report.options:
        yield Heading(3, "Other remedies on offer" if plan else "Remedies on offer")
        yield _remedies(report.options)


def _remedies(remedies: Sequence[RemedyView]) -> Table:
    return Table(
        ("What is to be done", "For", "Who", "Effort", "Takes off all concern"),
        (4, 3, 2, 1, 2),
        tuple((_lines(one.title, one.test), one.indicator, one.who, one.effort_words, one.gain) for one in remedies),
    )


def _findings(report: ReportView) -> Iterator[Block]:
    if report.findings:
        yield Heading(2, "Findings")
    for finding in report.findings:
        yield from _finding(finding)
    for title, doubts in (("Doubt that the evidence leaves", report.doubts), ("Not answered", report.unanswered)):
        if doubts:
            yield Heading(3, title)
            yield Table(
                ("Indicator", "Domain", "Presence", "Takes away", "Questions", "Grade"),
                (4, 2, 2, 2, 2, 1),
                tuple(
                    (one.title, one.domain, one.presence, one.removes, ", ".join(one.questions), one.grade)
                    for one in doubts
                ),
            )


def _finding(finding: FindingView) -> Iterator[Block]:
    yield Heading(3, f"{finding.number} {finding.title}")
    parts = (finding.domain, finding.origin, finding.strength, f"present {finding.presence.shown}")
    yield Paragraph(f"{' · '.join(parts)} · takes away {finding.removes} · {finding.weight} of what is established")
    for reason in finding.because:
        yield Paragraph(f"{'  ' * reason.depth}{reason.text}{f' ({reason.cites})' if reason.cites else ''}")
    for mitigation in finding.mitigations:
        yield Paragraph(f"{mitigation.title}: {mitigation.share}, {mitigation.present}", "Reduced by")
    yield from _labelled(
        ("Allegation", "somebody alleges this; no court or authority has found it" if finding.allegation else None),
        ("Rests on", "; ".join(f"{one.question} {one.label}".strip() for one in finding.basis)),
        ("References", "; ".join(finding.references)),
        ("Remedies", "; ".join(f"{one.title} ({one.who})" for one in finding.remedies)),
    )


def _state(state: StateView) -> Iterator[Block]:
    yield Heading(3, state.name)
    yield Paragraph(_sentence(state.standing.capitalize(), state.standing_because or ""))
    yield Paragraph(
        f"What law can compel {state.compulsion.shown}; whether it reaches {state.nexus.shown}; together "
        f"{state.presence.shown}"
    )
    yield Table(
        ("Channel", "Strength", "Path", "Question"),
        (2, 1, 5, 1),
        tuple((one.channel, one.nexus, one.text, one.question) for one in state.paths),
    )
    features = [feature for guarantee in state.guarantees for feature in guarantee.features]
    if features:
        yield Table(
            ("Feature of law", "Reading", "Laws", "Confidence", "Checked"),
            (3, 2, 3, 2, 2),
            tuple(
                (_lines(one.name, one.note), one.value, "; ".join(one.laws), one.confidence, one.verification)
                for one in features
            ),
        )
    yield from (Paragraph(law) for law in state.laws)


def _answers(report: ReportView) -> Iterator[Block]:
    yield Heading(2, "Every answer")
    for section in report.sections:
        yield Heading(3, section.title)
        yield Paragraph(section.stands)
        rows = [row for question in section.questions for row in _question(question)]
        yield Table(("Question", "It asks", "Answer", "What it rests on"), (1, 3, 3, 4), tuple(rows))


def _question(question: QuestionView) -> Iterator[tuple[str, ...]]:
    said = question.answer
    more = _lines(
        None if question.flag is None else f"Flagged: {question.flag}".removesuffix(": "),
        f"Review: {question.verdict}" if question.verdict else None,
    )
    if said is not None or not question.rows:
        answer = said.value or said.state if said is not None else "no entry"
        yield question.id, question.text, answer, _lines(_basis(said) if said is not None else None, more)
    else:
        yield question.id, question.text, f"{len(question.rows)} entries", more
    for row in question.rows:
        fields = "\n".join(f"{field.name}: {field.value}" for field in row.fields)
        yield "", row.label, fields or row.answer.state, _basis(row.answer)
    if question.complete_text:
        declared = question.complete
        answer = (declared.value or declared.state) if declared else "not declared"
        yield "", question.complete_text, answer, _basis(declared) if declared else ""


def _basis(answer: AnswerView) -> str:
    """What an answer rests on, a line each."""
    return _lines(
        None if answer.answered else f"State: {answer.state}",
        f"Reason: {answer.reason}" if answer.reason else None,
        f"Grade {answer.grade}, {answer.grade_words}" if answer.grade else None,
        f"Confidence {answer.confidence}" if answer.confidence else None,
        f"Sources: {_sources(answer.sources)}" if answer.sources else None,
        f"Files: {', '.join(answer.evidence)}" if answer.evidence else None,
        "Allegation: no court or authority has found it" if answer.allegation else None,
        f"Vendor's position: {answer.position.text} ({_source(answer.position.source)})" if answer.position else None,
        f"Note: {answer.note}" if answer.note else None,
        "Carried over, not confirmed again" if answer.carried_from else None,
        f"As {answer.served_by} was answered" if answer.served_by else None,
    )


def _open(report: ReportView) -> Iterator[Block]:
    yield Heading(2, "Open and set apart")
    yield Table(
        ("No.", "Question", "It asks", "State; asked of", "Could close of what is not known"),
        (1, 2, 5, 3, 2),
        tuple(
            (str(one.rank), one.id, one.text, "; ".join(part for part in (one.state, one.asked_of) if part), one.shown)
            for one in report.open_questions
        ),
    )
    for title, items in (
        ("Not applicable, accepted by a reviewer", report.not_applicable),
        ("Legally barred", report.legally_barred),
    ):
        if items:
            yield Heading(3, title)
            yield Table(("Question", "It asks", "Reason"), (1, 4, 4), tuple((i.id, i.text, i.reason) for i in items))


def _record(report: ReportView) -> Iterator[Block]:
    yield Heading(2, "Evidence and comments")
    yield Table(
        ("File", "SHA-256", "Size and kind", "Counts until", "Answers that name it"),
        (3, 4, 2, 2, 2),
        tuple(
            (one.name, one.sha256, _sentence(one.size, one.kind), one.expires or "", ", ".join(one.questions))
            for one in report.evidence
        ),
    )
    for one in report.comments:
        head = ", ".join(part for part in (one.on, one.by, one.at) if part)
        yield Paragraph(_lines(one.text, f"Settled by {one.settled}" if one.settled else None), head)


def _method(report: ReportView) -> Iterator[Block]:
    method = report.method
    yield Heading(2, "Method")
    yield Paragraph(_sentence(method.profile, method.profile_description))
    yield Table(
        ("Trusted or binding", "How", "Reason", "Citation"),
        (2, 2, 4, 3),
        tuple((one.name, one.words, one.reason, one.citation) for one in (*method.trusted, *method.bound)),
    )
    named = (*method.tiers, *method.versions, *method.digests)
    yield Table(("What", "Value"), (2, 5), tuple((one.name, one.value) for one in named))
    yield Heading(2, "History")
    yield Table(
        ("No.", "When (UTC)", "Who", "What", "Why"),
        (1, 2, 2, 5, 3),
        tuple((str(one.seq), one.at, one.by, one.what, one.why or "") for one in report.history),
    )


def _labelled(*pairs: tuple[str, str | None]) -> Iterator[Block]:
    yield from (Paragraph(text, label) for label, text in pairs if text)


def _lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _sentence(*parts: str) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part)


def _sources(sources: Sequence[SourceView]) -> str:
    return "; ".join(_source(source) for source in sources)


def _source(source: SourceView) -> str:
    return ", ".join(part for part in (source.title, source.dated, source.place, source.url) if part)
