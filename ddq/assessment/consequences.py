"""What taking an event back would change, said before it is done."""

from __future__ import annotations

from ddq.assessment.answer_words import answer_words
from ddq.assessment.interview import Interview
from ddq.assessment.model import Answer, Event, EventKind
from ddq.assessment.subjects import COMPLETE
from ddq.questionnaire.model import AnyQuestion
from ddq.questionnaire.text import visible_text


def consequences(interview: Interview, event: Event) -> tuple[str, ...]:
    """A sentence for each thing that undoing `event` would change, the thing itself first.

    Args:
        interview: as it stands.
        event: of this assessment; whether it may be undone at all, `undoing.undo` says.
    """
    subject = visible_text(event.subject)
    match event.kind:
        case EventKind.answered:
            return (_answered(interview, event), *_in_the_wake(interview, event))
        case EventKind.flagged:
            return (f"{subject} would {'not be flagged' if event.old is None else 'be flagged again'}.",)
        case EventKind.attached:
            return _attached(interview, event)
        case EventKind.reviewed:
            return (f"The verdict on {subject} would {_back(event)}.", *_accepted(interview, event))
        case EventKind.commented:
            comment = interview.assessment.comments.get(event.subject)
            settled = comment is not None and comment.resolution is not None
            rest = ("Its resolution would go with it.",) if settled else ()
            return (f"{_titled(event)} would {_back(event)}.", *rest)
        case EventKind.resolved:
            return (f"{_titled(event)} would be {'open' if event.old is None else 'resolved'} again.",)
        case EventKind.assigned:
            names = ", ".join(map(str, event.old)) if isinstance(event.old, list) else "nobody, so anybody may act"
            return (f"The {subject.removeprefix('role:')}s would be {visible_text(names)}.",)
        case EventKind.conditioned:
            number = subject.rpartition("/")[2]
            state = event.old.get("state", "open") if isinstance(event.old, dict) else "open"
            return (f"Condition {number} would be {state} again.",)
        case EventKind.changed:
            return (f"The {subject.replace('_', '-')} would be as it was before.",)
        case EventKind.created | EventKind.moved | EventKind.decided | EventKind.migrated | EventKind.redacted:
            return ()


def _answered(interview: Interview, event: Event) -> str:
    name, _, rest = event.subject.partition("/")
    question = interview.loaded.questions.get(name)
    what = visible_text(f"The declaration that {name} is complete" if rest == COMPLETE else event.subject)
    if rest and rest != COMPLETE:
        what = visible_text(f"Entry {rest} of {name}")
    before, after = (_words(question, event.subject, value) for value in (event.new, event.old))
    if event.old is None:
        return f"{what} would be {'taken out' if rest else 'open again'}; it says “{before}”."
    if event.new is None:
        return f"{what} would be back: “{after}”."
    if before == after:
        return f"{what} would still say “{after}”, with the basis, note or state that it had before."
    return f"{what} would say “{after}” again, not “{before}”."


def _in_the_wake(interview: Interview, event: Event) -> tuple[str, ...]:
    """What stops or starts to count, and the verdict that falls."""
    given = None if event.old is None else Answer.model_validate(event.old, strict=False)
    found: list[str] = []
    hidden = interview.hidden_by(event.subject, given)
    if hidden:
        found.append(f"The answers to {', '.join(hidden)} would be kept, and not count.")
    after = interview.preview(event.subject, given)
    back = sorted(set(interview.set_apart()) - set(after.set_apart()) - {event.subject.partition("/")[0]})
    if back:
        found.append(f"The answers to {', '.join(back)} would count again.")
    if event.subject in interview.assessment.verdicts:
        found.append(f"The reviewer's verdict on {visible_text(event.subject)} would fall.")
    return tuple(found)


def _attached(interview: Interview, event: Event) -> tuple[str, ...]:
    kept = interview.assessment.evidence.get(event.subject)
    name = visible_text(kept.name) if kept else f"{event.subject[:12]}…"
    if event.old is not None or event.new is None:
        return (f"The file {name} would {_back(event)}.",)
    resting = [
        visible_text(subject)
        for subject, answer in interview.assessment.answers.items()
        if event.subject in answer.basis.evidence
    ]
    rest = (f"The answers to {', '.join(resting)} rest on it and would name a file that is not there.",)
    return (f"The file {name} would not be attached any more.", *(rest if resting else ()))


def _accepted(interview: Interview, event: Event) -> tuple[str, ...]:
    verdict = interview.assessment.verdicts.get(event.subject)
    if verdict is None or verdict.verdict != "not_applicable_accepted":
        return ()
    return (f"{visible_text(event.subject)} would count as unknown again.",)


def _titled(event: Event) -> str:
    return visible_text(event.subject.replace(":", " ").capitalize())


def _back(event: Event) -> str:
    return "be taken back" if event.old is None else "be back" if event.new is None else "be as it was before"


def _words(question: AnyQuestion | None, subject: str, value: object) -> str:
    return "nothing" if value is None else answer_words(question, subject, Answer.model_validate(value, strict=False))
