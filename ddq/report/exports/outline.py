"""The report as headings, paragraphs and tables in the order of reading: what every export but the page is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ddq.report.language import tell, tell_many
from ddq.report.printed import begun
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
    yield Heading(2, tell("Bars and listings"))
    for bar in report.bars:
        yield from _bar(bar)
    yield from _change(report)
    yield from _findings(report)
    yield from _drawing(tell("Owners"), report.owners)
    yield from _drawing(tell("Data flows"), report.flows)
    if report.states:
        yield Heading(2, tell("Reach: whose laws come to bear"))
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
    yield Heading(1, tell("Vendor due diligence: {vendor}", vendor=cover.vendor))
    if cover.service:
        yield Paragraph(cover.service)
    facts = [
        (tell("As of"), cover.as_of),
        (tell("Status"), cover.status),
        (tell("Buyer profile"), cover.buyer),
        (tell("Reference"), cover.reference),
        (tell("Value"), cover.value),
        (tell("Deadline"), cover.deadline),
        (tell("Countries of the vendor"), cover.countries),
        *((one.name, one.value) for one in cover.identifiers),
        (tell("Questionnaire"), cover.questionnaire),
        (tell("Method"), cover.method),
        (tell("Digest of all inputs"), cover.digest),
    ]
    yield Table(("", ""), (1, 3), tuple((name, value) for name, value in facts if value))
    yield Heading(2, tell("Summary"))
    yield Paragraph(cover.headline)
    yield Paragraph(report.coverage.stands)
    for title, lines in (
        (tell("What we found"), report.summary.found),
        (tell("Why"), report.summary.why),
        (tell("What would change it"), report.summary.change),
        (tell("What no one at the table can change"), report.summary.fixed),
    ):
        if lines:
            yield Heading(3, title)
            yield from (Paragraph(line) for line in lines)


def _decision(decision: DecisionView) -> Iterator[Block]:
    yield Heading(2, tell("Decision"))
    said = tell("{decision} by {name}, {day}", decision=begun(decision.what), name=decision.by, day=decision.on)
    yield Paragraph(said if decision.in_force else f"{said}, {tell('no longer in force')}")
    yield from _labelled(
        (tell("Departs from the outcome"), decision.departs),
        (tell("Reason"), decision.reason),
        (tell("Authority"), decision.authority),
        (tell("Holds until"), decision.expires),
        (tell("Next review"), decision.next_review),
    )
    yield Paragraph(decision.rested_on)
    yield from (Paragraph(bar, tell("Across a bar")) for bar in decision.bars)
    yield from (Paragraph(reason, tell("Stale")) for reason in decision.stale)
    if decision.conditions:
        yield Table(
            (tell("No."), tell("Condition"), tell("Of whom"), tell("By"), tell("State")),
            (1, 5, 2, 2, 2),
            tuple(
                (str(one.number), _lines(one.text, one.change), one.owner, one.due, one.state)
                for one in decision.conditions
            ),
        )
    yield Table(
        (tell("Role"), tell("Name"), tell("Did")),
        (2, 3, 3),
        tuple((one.role, one.name, one.did) for one in decision.signs),
    )
    yield Paragraph(decision.entry, tell("Decided on entry of the ledger"))


def _outcome(outcome: OutcomeView, report: ReportView) -> Iterator[Block]:
    yield Heading(2, tell("Outcome"))
    yield Paragraph(outcome.kind.capitalize())
    yield from (Paragraph(reason) for reason in outcome.because)
    if report.points:
        return
    figures = (
        (tell("As it stands, mitigations counted (residual)"), f"{outcome.trust.shown}, {outcome.band}"),
        (tell("Without mitigations (inherent)"), outcome.inherent.shown),
        (tell("With every remedy on offer, no answer assumed"), outcome.all_remedies.shown),
        (tell("Required by tier {tier}, {name}", tier=outcome.tier, name=outcome.tier_name), outcome.required_shown),
    )
    yield Table((tell("Figure"), tell("Trust of 100")), (3, 2), figures)
    yield Table(
        (tell("Where the concern comes from"), tell("Share"), tell("Meaning")),
        (2, 1, 3),
        tuple((one.name, one.shown, one.words) for one in report.attribution),
    )
    yield Table(
        (tell("Domain"), tell("Trust of 100"), tell("Band"), tell("Share of all concern")),
        (3, 2, 2, 2),
        tuple((one.title, one.trust.shown, one.band, one.share) for one in report.domains),
    )


def _points(points: PointsView) -> Iterator[Block]:
    yield Paragraph(f"{points.figure}; {points.required}")
    yield Paragraph(points.change)
    yield Table(
        (tell("Category"), tell("Per cent"), tell("Points")),
        (3, 2, 2),
        tuple((one.title, one.scale.shown if one.scale else "", one.points) for one in points.categories),
    )
    yield Table(
        (tell("Question"), tell("It asks"), tell("Answer"), tell("Earned"), tell("Of")),
        (1, 4, 3, 1, 1),
        tuple((one.id, one.text, one.answer, one.earned, one.weight) for one in points.questions),
    )
    yield from (
        Paragraph(f"{one.law} {one.matters}", tell("What a percentage cannot promise")) for one in points.broken
    )


def _bar(bar: BarView) -> Iterator[Block]:
    yield Heading(3, bar.title)
    yield Paragraph(_sentence(begun(bar.binding), bar.reason))
    yield Paragraph(f"{bar.authority}, {bar.citation}, {bar.dates}")
    yield from _labelled(
        (tell("Scope"), bar.scope),
        (tell("Ground given"), bar.ground),
        (tell("Next"), bar.next),
        (tell("Allegation"), tell("no court or authority has found what it rests on") if bar.allegation else None),
        (tell("Vendor's position"), bar.position),
        (tell("Question"), bar.question),
        (tell("Sources"), _sources(bar.sources)),
    )


def _change(report: ReportView) -> Iterator[Block]:
    yield Heading(2, tell("What would change the outcome"))
    plan = report.plan
    if plan:
        trust = plan.trust.shown
        yield Paragraph(
            tell("These together reach what is required; trust would then be {trust}.", trust=trust)
            if plan.reaches
            else tell("These together do not reach what is required; trust would then be {trust}.", trust=trust)
        )
        yield _remedies(plan.remedies)
    if report.options:
        yield Heading(3, tell("Other remedies on offer") if plan else tell("Remedies on offer"))
        yield _remedies(report.options)


def _remedies(remedies: Sequence[RemedyView]) -> Table:
    return Table(
        (tell("What is to be done"), tell("For"), tell("Who"), tell("Effort"), tell("Takes off all concern")),
        (4, 3, 2, 1, 2),
        tuple((_lines(one.title, one.test), one.indicator, one.who, one.effort_words, one.gain) for one in remedies),
    )


def _findings(report: ReportView) -> Iterator[Block]:
    if report.findings:
        yield Heading(2, tell("Findings"))
    for finding in report.findings:
        yield from _finding(finding)
    for title, doubts in (
        (tell("Doubt that the evidence leaves"), report.doubts),
        (tell("Not answered"), report.unanswered),
    ):
        if doubts:
            yield Heading(3, title)
            yield Table(
                (
                    tell("Indicator"),
                    tell("Domain"),
                    tell("Presence"),
                    tell("Takes away"),
                    tell("Questions"),
                    tell("Grade"),
                ),
                (4, 2, 2, 2, 2, 1),
                tuple(
                    (one.title, one.domain, one.presence, one.removes, ", ".join(one.questions), one.grade)
                    for one in doubts
                ),
            )


def _finding(finding: FindingView) -> Iterator[Block]:
    yield Heading(3, f"{finding.number} {finding.title}")
    parts = (
        finding.domain,
        finding.origin,
        finding.strength,
        tell("present {presence}", presence=finding.presence.shown),
    )
    removes = tell("takes away {share}", share=finding.removes)
    weight = tell("{share} of what is established", share=finding.weight)
    yield Paragraph(" · ".join((*parts, removes, weight)))
    for reason in finding.because:
        yield Paragraph(f"{'  ' * reason.depth}{reason.text}{f' ({reason.cites})' if reason.cites else ''}")
    for mitigation in finding.mitigations:
        yield Paragraph(f"{mitigation.title}: {mitigation.share}, {mitigation.present}", tell("Reduced by"))
    yield from _labelled(
        (
            tell("Allegation"),
            tell("somebody alleges this; no court or authority has found it") if finding.allegation else None,
        ),
        (tell("Rests on"), "; ".join(f"{one.question} {one.label}".strip() for one in finding.basis)),
        (tell("References"), "; ".join(finding.references)),
        (tell("Remedies"), "; ".join(f"{one.title} ({one.who})" for one in finding.remedies)),
    )


def _state(state: StateView) -> Iterator[Block]:
    yield Heading(3, state.name)
    yield Paragraph(_sentence(begun(state.standing), state.standing_because or ""))
    yield Paragraph(
        tell(
            "What law can compel {compulsion}; whether it reaches {nexus}; together {presence}",
            compulsion=state.compulsion.shown,
            nexus=state.nexus.shown,
            presence=state.presence.shown,
        )
    )
    yield Table(
        (tell("Channel"), tell("Strength"), tell("Path"), tell("Question")),
        (2, 1, 5, 1),
        tuple((one.channel, one.nexus, one.text, one.question) for one in state.paths),
    )
    features = [feature for guarantee in state.guarantees for feature in guarantee.features]
    if features:
        yield Table(
            (tell("Feature of law"), tell("Reading"), tell("Laws"), tell("Confidence"), tell("Checked")),
            (3, 2, 3, 2, 2),
            tuple(
                (_lines(one.name, one.note), one.value, "; ".join(one.laws), one.confidence, one.verification)
                for one in features
            ),
        )
    yield from (Paragraph(law) for law in state.laws)


def _answers(report: ReportView) -> Iterator[Block]:
    yield Heading(2, tell("Every answer"))
    for section in report.sections:
        yield Heading(3, section.title)
        yield Paragraph(section.stands)
        rows = [row for question in section.questions for row in _question(question)]
        yield Table(
            (tell("Question"), tell("It asks"), tell("Answer"), tell("What it rests on")), (1, 3, 3, 4), tuple(rows)
        )


def _question(question: QuestionView) -> Iterator[tuple[str, ...]]:
    said = question.answer
    more = _lines(
        None if question.flag is None else ": ".join(part for part in (tell("Flagged"), question.flag) if part),
        tell("Review: {verdict}", verdict=question.verdict) if question.verdict else None,
    )
    if said is not None or not question.rows:
        answer = said.value or said.state if said is not None else tell("no entry")
        yield question.id, question.text, answer, _lines(_basis(said) if said is not None else None, more)
    else:
        yield question.id, question.text, tell_many("{count} entry", "{count} entries", count=len(question.rows)), more
    for row in question.rows:
        fields = "\n".join(f"{field.name}: {field.value}" for field in row.fields)
        yield "", row.label, fields or row.answer.state, _basis(row.answer)
    if question.complete_text:
        declared = question.complete
        answer = (declared.value or declared.state) if declared else tell("not declared")
        yield "", question.complete_text, answer, _basis(declared) if declared else ""


def _basis(answer: AnswerView) -> str:
    """What an answer rests on, a line each."""
    return _lines(
        None if answer.answered else tell("State: {state}", state=answer.state),
        tell("Reason: {reason}", reason=answer.reason) if answer.reason else None,
        tell("Grade {grade}, {words}", grade=answer.grade, words=answer.grade_words) if answer.grade else None,
        tell("Confidence {confidence}", confidence=answer.confidence) if answer.confidence else None,
        tell("Sources: {sources}", sources=_sources(answer.sources)) if answer.sources else None,
        tell("Files: {files}", files=", ".join(answer.evidence)) if answer.evidence else None,
        tell("Allegation: no court or authority has found it") if answer.allegation else None,
        tell("Vendor's position: {position}", position=f"{answer.position.text} ({_source(answer.position.source)})")
        if answer.position
        else None,
        tell("Note: {note}", note=answer.note) if answer.note else None,
        tell("Carried over, not confirmed again") if answer.carried_from else None,
        tell("As {question} was answered", question=answer.served_by) if answer.served_by else None,
    )


def _open(report: ReportView) -> Iterator[Block]:
    yield Heading(2, tell("Open and set apart"))
    yield Table(
        (
            tell("No."),
            tell("Question"),
            tell("It asks"),
            tell("State; asked of"),
            tell("Could close of what is not known"),
        ),
        (1, 2, 5, 3, 2),
        tuple(
            (str(one.rank), one.id, one.text, "; ".join(part for part in (one.state, one.asked_of) if part), one.shown)
            for one in report.open_questions
        ),
    )
    for title, items in (
        (tell("Not applicable, accepted by a reviewer"), report.not_applicable),
        (tell("Legally barred"), report.legally_barred),
    ):
        if items:
            yield Heading(3, title)
            yield Table(
                (tell("Question"), tell("It asks"), tell("Reason")),
                (1, 4, 4),
                tuple((i.id, i.text, i.reason) for i in items),
            )


def _record(report: ReportView) -> Iterator[Block]:
    yield Heading(2, tell("Evidence and comments"))
    yield Table(
        (tell("File"), "SHA-256", tell("Size and kind"), tell("Counts until"), tell("Answers that name it")),
        (3, 4, 2, 2, 2),
        tuple(
            (one.name, one.sha256, _sentence(one.size, one.kind), one.expires or "", ", ".join(one.questions))
            for one in report.evidence
        ),
    )
    for one in report.comments:
        head = ", ".join(part for part in (one.on, one.by, one.at) if part)
        yield Paragraph(_lines(one.text, tell("Settled by {who}", who=one.settled) if one.settled else None), head)


def _method(report: ReportView) -> Iterator[Block]:
    method = report.method
    yield Heading(2, tell("Method"))
    yield Paragraph(_sentence(method.profile, method.profile_description))
    yield Table(
        (tell("Trusted or binding"), tell("How"), tell("Reason"), tell("Citation")),
        (2, 2, 4, 3),
        tuple((one.name, one.words, one.reason, one.citation) for one in (*method.trusted, *method.bound)),
    )
    named = (*method.tiers, *method.versions, *method.digests)
    yield Table((tell("What"), tell("Value")), (2, 5), tuple((one.name, one.value) for one in named))
    yield Heading(2, tell("History"))
    yield Table(
        (tell("No."), tell("When (UTC)"), tell("Who"), tell("What"), tell("Why")),
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
