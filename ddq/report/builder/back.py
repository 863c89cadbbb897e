"""How the result was reached, and the history of the assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError

from ddq.assessment.model import Answer, AnswerState, Event, EventKind
from ddq.questionnaire.model import GroupQuestion
from ddq.report.builder.context import Context
from ddq.report.builder.outcome import TIERS
from ddq.report.view import FieldView, HistoryLine, MethodView, TrustedView
from ddq.report.words import clean, country, label_words, moment, optional, value_words, words

_LONGEST = 160
"""Characters of an old or new value in the history; the answer itself is printed in full further up."""


def method(ctx: Context) -> MethodView:
    """The profile, the tiers, the versions and the digests behind this result."""
    inputs = ctx.inputs
    profile, score = inputs.profile, inputs.score
    return MethodView(
        method=clean(score.method),
        questionnaire=f"{clean(inputs.questionnaire.questionnaire.title)} ({clean(score.questionnaire)})",
        profile=clean(profile.title),
        profile_description=clean(profile.description),
        home=", ".join(country(code) for code in profile.home) or "none",
        trusted=tuple(
            TrustedView(
                country(entry.state) if entry.state else clean(inputs.reading.group_name(entry.group or "")),
                {1.0: "trusted", 0.5: "trusted by half", 0.0: "not trusted"}.get(
                    entry.trust, f"trusted {entry.trust:g}"
                ),
                clean(entry.reason),
                clean(entry.citation),
            )
            for entry in profile.trusted
        ),
        bound=tuple(
            TrustedView(
                ctx.reference(entry.regime) if entry.regime else ctx.state_name(entry.jurisdiction or ""),
                "regime" if entry.regime else "all prohibitions of the jurisdiction",
                clean(entry.reason),
                clean(entry.citation),
            )
            for entry in profile.bound_by
            if entry.regime is None or ctx.counts(entry.regime)
        ),
        tiers=tuple(
            FieldView(f"Tier {tier}, {TIERS[int(tier)]}", f"{required:g}")
            for tier, required in sorted(profile.tiers.items())
        ),
        versions=(
            FieldView("Method", clean(score.method)),
            FieldView("Questionnaire", f"{clean(score.questionnaire)} {clean(score.questionnaire_version)}"),
            FieldView("Buyer profile", f"{clean(score.profile)} {clean(profile.version)}"),
            *(FieldView(clean(name), clean(version)) for name, version in inputs.versions),
        ),
        digests=(
            FieldView("All inputs of the score", clean(score.digest)),
            FieldView("Questionnaire files", clean(inputs.assessment.questionnaire.digest)),
            FieldView("Registers", clean(inputs.reading.digest)),
            *_anchor(inputs.anchor),
        ),
    )


def _anchor(anchor: tuple[int, str] | None) -> tuple[FieldView, ...]:
    """The end of the history: kept on paper, it shows whether entries were cut off or written anew."""
    return () if anchor is None else (FieldView(f"History, entry {anchor[0]} the last", anchor[1]),)


def history(ctx: Context) -> tuple[HistoryLine, ...]:
    """Every event, in order."""
    return tuple(
        HistoryLine(event.seq, moment(event.at), clean(event.by), _what(ctx, event), optional(event.why))
        for event in ctx.inputs.events
    )


def _what(ctx: Context, event: Event) -> str:
    subject = clean(event.subject)
    if event.undoes is not None:
        return f"Took back entry {event.undoes} ({subject})"
    match event.kind:
        case EventKind.created:
            return "Created the assessment"
        case EventKind.changed:
            return f"Changed {words(event.subject)}{_to(event)}"
        case EventKind.answered:
            return _answered(ctx, event)
        case EventKind.flagged:
            return f"Flagged {subject}" if event.new is not None else f"Lifted the flag from {subject}"
        case EventKind.attached:
            name = cast(Mapping[str, object], event.new).get("name", "") if isinstance(event.new, Mapping) else ""
            return f"Attached {clean(str(name))}"
        case EventKind.reviewed:
            verdict = cast(Mapping[str, object], event.new).get("verdict", "") if isinstance(event.new, Mapping) else ""
            return f"Reviewed {subject}: {words(str(verdict))}" if verdict else f"Withdrew the verdict on {subject}"
        case _:
            return _of_the_workflow(event)


def _of_the_workflow(event: Event) -> str:
    new: dict[str, Any] = cast(dict[str, Any], event.new) if isinstance(event.new, dict) else {}
    name = clean(event.subject).replace(":", " ")
    match event.kind:
        case EventKind.commented:
            on = f" on {clean(str(new['question']))}" if new.get("question") else ""
            return f"Wrote {name}{on}: {_short(clean(str(new.get('text', ''))))}" if new else f"Took back {name}"
        case EventKind.resolved:
            return f"Resolved {name}" if event.new is not None else f"Opened {name} again"
        case EventKind.assigned:
            names = cast(list[Any], event.new) if isinstance(event.new, list) else []
            return f"Assigned as {name.removeprefix('role ')}: {_names(names) or 'nobody'}"
        case EventKind.conditioned:
            return f"Condition {name.rpartition('/')[2]}: {words(str(new.get('state', 'open')))}"
        case EventKind.redacted:
            return "Took evidence away" if new.get("evidence") else "Redacted a text"
        case EventKind.migrated:
            reference = cast(dict[str, Any], new.get("questionnaire", {}))
            return f"Went on to version {clean(str(reference.get('version', '')))} of the questionnaire"
        case EventKind.decided:
            return f"Decided: {words(str(new.get('decision', '')))}"
        case _:
            questions = _names(new.get("questions", []))
            return f"Changed status to {words(str(new.get('status', '')))}{': ' if questions else ''}{questions}"


def _names(values: list[Any]) -> str:
    return _short(clean(", ".join(map(str, values))))


def _to(event: Event) -> str:
    return f" to {_short(clean(str(event.new)))}" if isinstance(event.new, str | int | float) else ""


def _answered(ctx: Context, event: Event) -> str:
    subject = clean(event.subject)
    if event.new is None:
        return f"Took back the answer to {subject}"
    verb = "Answered" if event.old is None else "Changed the answer to"
    try:
        answer = Answer.model_validate(event.new, strict=False)
    except ValidationError:  # written by another version: the history still tells that it happened
        return f"{verb} {subject}"
    if answer.state is not AnswerState.answered:
        return f"{verb} {subject}: {words(answer.state.value)}"
    identifier, _, row = event.subject.partition("/")
    question = ctx.questions.get(identifier)
    if isinstance(question, GroupQuestion):
        said = "complete" if answer.value else "not complete"
        if row != "complete":
            rows = ctx.rows(identifier)
            said = label_words(question, answer.value, rows.index(event.subject) + 1 if event.subject in rows else 1)
        return f"{verb} {clean(identifier)}, {_short(said)}"
    value = value_words(question, answer.value) if question else clean(str(answer.value))
    return f"{verb} {subject}: {_short(value)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
