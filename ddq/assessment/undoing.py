"""Taking back what an event did; the undo is an event like any other."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import JsonValue

from ddq.assessment.closing import check_answerable, check_draft, check_undecided
from ddq.assessment.deciding import change_condition, conditions
from ddq.assessment.decision import ConditionChange, ConditionState
from ddq.assessment.fold import condition_subject
from ddq.assessment.model import Assessment, Comment, Event, EventKind, Resolution, Role, Verdict
from ddq.assessment.next_event import Stamp, answer_json, as_json, next_event, plain_json
from ddq.assessment.roles import check_assigner, check_role
from ddq.assessment.subjects import NotAccepted


def undo(assessment: Assessment, event: Event, stamp: Stamp) -> Event:
    """Take back what `event` did; an undo can itself be undone, which does it again.

    Raises:
        NotAccepted: it cannot be taken back, its subject was changed since, or what may not be changed now is closed.
    """
    if event.kind is EventKind.migrated:
        raise NotAccepted(event.subject, "this cannot be undone", "what was set aside is kept, and can be given again")
    if event.kind is EventKind.redacted:
        raise NotAccepted(event.subject, "this cannot be undone", "what was redacted is gone")
    if event.kind is EventKind.created or event.subject == "status":
        raise NotAccepted(
            event.subject, "this cannot be undone", "change the status instead" if event.seq > 1 else None
        )
    if stands(assessment, event.kind, event.subject) != event.new:
        raise NotAccepted(
            event.subject, "this was changed since", "look at its history and undo the later change first"
        )
    _check_open(assessment, event, stamp)
    why = f"undoes entry {event.seq}"
    return next_event(
        assessment, event.kind, event.subject, stamp, old=event.new, new=event.old, why=why, undoes=event.seq
    )


def last_undoable(events: Iterable[Event], by: str | None = None) -> Event | None:
    """The newest event that was not undone and undoes nothing; None if there is none.

    With `by`, of one person, and only where nobody else has changed the same subject since.
    """
    undone: set[int] = set()
    settled: set[str] = set()
    for event in sorted(events, key=lambda event: event.seq, reverse=True):
        if event.undoes is not None:
            undone.add(event.undoes)
        elif event.kind is EventKind.migrated:
            return None  # what came before was given to another version
        elif event.seq not in undone and event.kind is not EventKind.created and event.subject != "status":
            if event.subject in settled or (by is not None and event.by != by):
                settled.add(event.subject)
                continue
            return event
    return None


def _check_open(assessment: Assessment, event: Event, stamp: Stamp) -> None:
    """What holds for doing it holds for taking it back."""
    match event.kind:
        case EventKind.answered:
            check_answerable(assessment, event.subject, stamp)
        case EventKind.reviewed:
            check_undecided(assessment, event.subject)
            check_role(assessment, stamp, "take a verdict back", Role.reviewer)
        case EventKind.changed if event.subject not in ("title", "language"):
            check_draft(assessment, event.subject)
        case EventKind.assigned:
            check_assigner(assessment, stamp)
        case EventKind.resolved if event.subject not in assessment.comments:
            raise NotAccepted(event.subject, "the comment was taken back since", "undo that first")
        case EventKind.attached if event.old is not None:
            check_undecided(assessment, event.subject[:12])
        case EventKind.conditioned:
            _check_condition(assessment, event, stamp)
        case _:
            return


def _check_condition(assessment: Assessment, event: Event, stamp: Stamp) -> None:
    decision = assessment.decision
    for one in conditions(assessment):
        if decision is not None and condition_subject(decision, one.number) == event.subject:
            said = None if event.old is None else ConditionChange.model_validate(event.old, strict=False)
            back_to = said.state if said else ConditionState.open
            change_condition(assessment, one.number, back_to, f"undoes entry {event.seq}", stamp)
            return
    raise NotAccepted(event.subject, "the decision with this condition stands no more", "change the conditions that do")


def stands(assessment: Assessment, kind: EventKind, subject: str) -> JsonValue:
    """What the last event of this kind and subject left, as it said it."""
    match kind:
        case EventKind.answered:
            return answer_json(assessment, subject)
        case EventKind.flagged:
            return assessment.flags.get(subject)
        case EventKind.attached:
            file = assessment.evidence.get(subject)
            return None if file is None else as_json(file)
        case EventKind.reviewed:
            return _said(assessment.verdicts.get(subject))
        case EventKind.commented:
            comment = assessment.comments.get(subject)
            return _said(comment and comment.model_copy(update={"resolution": None}))
        case EventKind.resolved:
            comment = assessment.comments.get(subject)
            return _said(comment and comment.resolution)
        case EventKind.assigned:
            return [*assessment.roles.get(Role(subject.removeprefix("role:")), ())] or None
        case EventKind.conditioned:
            return _said(assessment.condition_changes.get(subject))
        case EventKind.changed:
            return plain_json(getattr(assessment, subject))
        case EventKind.created | EventKind.moved | EventKind.decided | EventKind.migrated | EventKind.redacted:
            return None


def _said(model: Verdict | Comment | Resolution | ConditionChange | None) -> JsonValue:
    """As its event said it: without who and when, which the event itself has."""
    return None if model is None else as_json(model.model_copy(update={"by": "", "at": None}))
