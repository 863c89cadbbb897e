"""Who does what in an assessment: interviewers answer, reviewers give verdicts, approvers decide.

Whoever is meant is a name. On one machine nothing proves it, so these rules guard against mistakes and leave a trail;
they do not keep out somebody who gives another name, and every refusal says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from ddq.assessment.model import Assessment, Event, EventKind, Role, Status
from ddq.assessment.next_event import Stamp, next_event, one_line
from ddq.assessment.subjects import NotAccepted

ADVISORY = "names are as they were entered, and ddq does not check them"
MAX_NAMES = 50


def role_subject(role: Role) -> str:
    """How events name a role."""
    return f"role:{role.value}"


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same, but for case and spaces."""
    return _folded(one) == _folded(other)


def holds(assessment: Assessment, name: str, role: Role) -> bool:
    """Whether somebody may act in a role: because assigned, or because nobody is."""
    assigned = assessment.roles.get(role, ())
    return not assigned or any(same_person(name, one) for one in assigned)


def check_role(assessment: Assessment, stamp: Stamp, what: str, *roles: Role) -> None:
    """That whoever acts holds one of the roles.

    Raises:
        NotAccepted: others are assigned to all of them.
    """
    if not any(holds(assessment, stamp.by, role) for role in roles):
        named = "; ".join(f"{role.value}s: {', '.join(assessment.roles[role])}" for role in roles)
        raise NotAccepted(stamp.by, f"may not {what}", f"ask one of the {named} ({ADVISORY})")


def assign(assessment: Assessment, role: Role, names: Iterable[str], stamp: Stamp) -> Event:
    """Assign people to a role, in place of those who have it; nobody opens it to everybody.

    Raises:
        NotAccepted: it is no draft and only those who are assigned may, or a name is empty or too long.
    """
    check_assigner(assessment, stamp)
    given: dict[str, str] = {}
    for name in names:
        line = one_line("name", name)
        given.setdefault(_folded(line), line)
    if len(given) > MAX_NAMES:
        raise NotAccepted(role_subject(role), f"more than {MAX_NAMES} people", "name those who do the work")
    old, new = list(assessment.roles.get(role, ())), list(given.values())
    if old == new:
        raise NotAccepted(role_subject(role), "is assigned so already")
    return next_event(assessment, EventKind.assigned, role_subject(role), stamp, old=[*old] or None, new=[*new] or None)


def check_assigner(assessment: Assessment, stamp: Stamp) -> None:
    """That whoever assigns people once the draft is sent to review is assigned, if anybody is.

    Raises:
        NotAccepted: others are.
    """
    assigned = [name for names in assessment.roles.values() for name in names]
    if assessment.status is Status.draft:
        return
    if assigned and not any(same_person(stamp.by, name) for name in assigned):
        hint = f"ask one of those who are: {', '.join(dict.fromkeys(assigned))} ({ADVISORY})"
        raise NotAccepted(stamp.by, "may not assign people, not being assigned", hint)


def people(assessment: Assessment) -> tuple[str, ...]:
    """Those whose turn it is: whoever is assigned to the next step, or decided; else who changed it last."""
    match assessment.status:
        case Status.draft | Status.changes_requested:
            turn = assessment.roles.get(Role.interviewer, ())
        case Status.in_review:
            turn = (*assessment.roles.get(Role.reviewer, ()), *assessment.roles.get(Role.approver, ()))
        case _:
            turn = (assessment.decision.by,) if assessment.decision else ()
    return tuple(dict.fromkeys(turn)) or ((assessment.changed_by,) if assessment.changed_by else ())


def interviewers(assessment: Assessment) -> tuple[str, ...]:
    """Whoever gave an answer that stands, in order of name."""
    return tuple(sorted(set(assessment.answered_by.values())))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
