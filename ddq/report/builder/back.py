"""How the result was reached, and the history of the assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError

from ddq.assessment.model import Answer, AnswerState, Event, EventKind
from ddq.questionnaire.model import GroupQuestion
from ddq.report.builder.context import Context
from ddq.report.builder.outcome import TIERS
from ddq.report.language import tell, term, written
from ddq.report.printed import clean, words
from ddq.report.view import FieldView, HistoryLine, MethodView, TrustedView
from ddq.report.words import country, label_words, moment, optional, value_words
from ddq.sentence import Number

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
        home=", ".join(country(code) for code in profile.home) or tell("none"),
        trusted=tuple(
            TrustedView(
                country(entry.state) if entry.state else clean(inputs.reading.group_name(entry.group or "")),
                _trusted(entry.trust),
                clean(entry.reason),
                clean(entry.citation),
            )
            for entry in profile.trusted
        ),
        bound=tuple(
            TrustedView(
                ctx.reference(entry.regime) if entry.regime else ctx.state_name(entry.jurisdiction or ""),
                tell("regime") if entry.regime else tell("all prohibitions of the jurisdiction"),
                clean(entry.reason),
                clean(entry.citation),
            )
            for entry in profile.bound_by
            if entry.regime is None or ctx.counts(entry.regime)
        ),
        tiers=tuple(
            FieldView(tell("Tier {tier}, {name}", tier=tier, name=TIERS[int(tier)]), written(Number(f"{required:g}")))
            for tier, required in sorted(profile.tiers.items())
        ),
        versions=(
            FieldView(tell("Method"), clean(score.method)),
            FieldView(tell("Questionnaire"), f"{clean(score.questionnaire)} {clean(score.questionnaire_version)}"),
            FieldView(tell("Buyer profile"), f"{clean(score.profile)} {clean(profile.version)}"),
            *(FieldView(clean(term(name)), clean(version)) for name, version in inputs.versions),
        ),
        digests=(
            FieldView(tell("All inputs of the score"), clean(score.digest)),
            FieldView(tell("Questionnaire files"), clean(inputs.assessment.questionnaire.digest)),
            FieldView(tell("Registers"), clean(inputs.reading.digest)),
            *_anchor(inputs.anchor),
        ),
    )


def _anchor(anchor: tuple[int, str] | None) -> tuple[FieldView, ...]:
    """The end of the history: kept on paper, it shows whether entries were cut off or written anew."""
    if anchor is None:
        return ()
    return (FieldView(tell("History, entry {number} the last", number=anchor[0]), anchor[1]),)


def _trusted(share: float) -> str:
    match share:
        case 1.0:
            return tell("trusted")
        case 0.5:
            return tell("trusted by half")
        case 0.0:
            return tell("not trusted")
        case _:
            return tell("trusted {share}", share=Number(f"{share:g}"))


def history(ctx: Context) -> tuple[HistoryLine, ...]:
    """Every event, in order."""
    return tuple(
        HistoryLine(event.seq, moment(event.at), clean(event.by), _what(ctx, event), optional(event.why))
        for event in ctx.inputs.events
    )


def _what(ctx: Context, event: Event) -> str:
    subject = clean(event.subject)
    if event.undoes is not None:
        return tell("Took back entry {number} ({subject})", number=event.undoes, subject=subject)
    match event.kind:
        case EventKind.created:
            return tell("Created the assessment")
        case EventKind.changed:
            if isinstance(event.new, str | int | float):
                new = _short(clean(str(event.new)))
                return tell("Changed {what} to {value}", what=words(event.subject), value=new)
            return tell("Changed {what}", what=words(event.subject))
        case EventKind.answered:
            return _answered(ctx, event)
        case EventKind.flagged:
            if event.new is None:
                return tell("Lifted the flag from {subject}", subject=subject)
            return tell("Flagged {subject}", subject=subject)
        case EventKind.attached:
            name = cast(Mapping[str, object], event.new).get("name", "") if isinstance(event.new, Mapping) else ""
            return tell("Attached {name}", name=clean(str(name)))
        case EventKind.reviewed:
            verdict = cast(Mapping[str, object], event.new).get("verdict", "") if isinstance(event.new, Mapping) else ""
            if verdict:
                return tell("Reviewed {subject}: {verdict}", subject=subject, verdict=words(str(verdict)))
            return tell("Withdrew the verdict on {subject}", subject=subject)
        case _:
            return _of_the_workflow(event)


def _of_the_workflow(event: Event) -> str:
    new: dict[str, Any] = cast(dict[str, Any], event.new) if isinstance(event.new, dict) else {}
    kind, _, number = clean(event.subject).partition(":")
    number = number.replace(":", " ")
    name = f"{words(kind)} {number}" if number else kind
    match event.kind:
        case EventKind.commented:
            if not new:
                return tell("Took back {name}", name=name)
            text = _short(clean(str(new.get("text", ""))))
            if new.get("question"):
                on = clean(str(new["question"]))
                return tell("Wrote {name} on {question}: {text}", name=name, question=on, text=text)
            return tell("Wrote {name}: {text}", name=name, text=text)
        case EventKind.resolved:
            if event.new is None:
                return tell("Opened {name} again", name=name)
            return tell("Resolved {name}", name=name)
        case EventKind.assigned:
            names = cast(list[Any], event.new) if isinstance(event.new, list) else []
            role = words(number or kind)
            return tell("Assigned as {role}: {names}", role=role, names=_names(names) or tell("nobody"))
        case EventKind.conditioned:
            state = words(str(new.get("state", "open")))
            return tell("Condition {number}: {state}", number=name.rpartition("/")[2], state=state)
        case EventKind.redacted:
            return tell("Took evidence away") if new.get("evidence") else tell("Redacted a text")
        case EventKind.migrated:
            reference = cast(dict[str, Any], new.get("questionnaire", {}))
            version = clean(str(reference.get("version", "")))
            return tell("Went on to version {version} of the questionnaire", version=version)
        case EventKind.decided:
            return tell("Decided: {decision}", decision=words(str(new.get("decision", ""))))
        case _:
            questions = _names(new.get("questions", []))
            status = words(str(new.get("status", "")))
            if questions:
                return tell("Changed status to {status}: {questions}", status=status, questions=questions)
            return tell("Changed status to {status}", status=status)


def _names(values: list[Any]) -> str:
    return _short(clean(", ".join(map(str, values))))


def _answered(ctx: Context, event: Event) -> str:
    subject = clean(event.subject)
    if event.new is None:
        return tell("Took back the answer to {subject}", subject=subject)
    subject, separator, said = _said(ctx, event)
    whole = f"{subject}{separator}{said}"
    if event.old is None:
        return tell("Answered {subject}", subject=whole)
    return tell("Changed the answer to {subject}", subject=whole)


def _said(ctx: Context, event: Event) -> tuple[str, str, str]:
    """What was answered, and what was said."""
    subject = clean(event.subject)
    try:
        answer = Answer.model_validate(event.new, strict=False)
    except ValidationError:  # written by another version: the history still tells that it happened
        return subject, "", ""
    if answer.state is not AnswerState.answered:
        return subject, ": ", words(answer.state.value)
    identifier, _, row = event.subject.partition("/")
    question = ctx.questions.get(identifier)
    if isinstance(question, GroupQuestion):
        said = tell("complete") if answer.value else tell("not complete")
        if row != "complete":
            rows = ctx.rows(identifier)
            said = label_words(question, answer.value, rows.index(event.subject) + 1 if event.subject in rows else 1)
        return clean(identifier), ", ", _short(said)
    value = value_words(question, answer.value) if question else clean(str(answer.value))
    return subject, ": ", _short(value)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
