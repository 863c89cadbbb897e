"""An assessment goes to in_review, back to draft (with a reason), and to expired once its last day has passed. Without
STATUS: the status, the last decision, its conditions, and why it is stale, if it is."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ddq.cli.condition import as_json, line
from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, give, say

if TYPE_CHECKING:
    from ddq.workspace.opened import OpenAssessment


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("status", nargs="?", metavar="STATUS", help="move the assessment on to this status")
    parser.add_argument("--why", metavar="TEXT", help="the reason; some changes need one")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Show or change the status."""
    from ddq.assessment.model import Status

    if options.status is not None and options.status not in list(Status):
        raise Misused(f"{options.status!r} is no status; it is one of {', '.join(Status)}")
    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        if options.status is not None:
            opened.change_status(Status(options.status), options.why)
        if options.json:
            import orjson

            give(orjson.dumps(_as_json(opened), option=orjson.OPT_SORT_KEYS))
        else:
            say(*_lines(opened))
    return OK


def _as_json(opened: OpenAssessment) -> dict[str, object]:
    from ddq.assessment.deciding import in_force
    from ddq.assessment.estimate import minutes_left
    from ddq.assessment.roles import people

    assessment = opened.assessment
    decision = assessment.decision
    return {
        "status": assessment.status.value,
        "who": people(assessment),
        "roles": {role.value: names for role, names in assessment.roles.items()},
        "open_for": assessment.open_for,
        "minutes_left": minutes_left(opened.interview),
        "decision": None if decision is None else decision.model_dump(mode="json"),
        "in_force": in_force(assessment),
        "next_review": decision.review_on if decision else None,
        "conditions": [as_json(one, opened.today) for one in opened.conditions()],
        "stale": opened.staleness(whole_files=True),
    }


def _lines(opened: OpenAssessment) -> Iterator[str]:
    from ddq.assessment.deciding import in_force

    assessment = opened.assessment
    yield assessment.status.value.replace("_", " ")
    if assessment.open_for:
        yield f"open to be answered again: {', '.join(assessment.open_for)}"
    decision = assessment.decision
    if decision is None:
        return
    at = f" on {decision.at:%Y-%m-%d}" if decision.at else ""
    gone = "" if in_force(assessment) else "; not in force"
    yield f"last decision: {decision.decision.value.replace('_', ' ')}, by {decision.by}{at}{gone}"
    if decision.reason:
        yield f"reason: {' '.join(decision.reason.split())}"
    if decision.departure is not None:
        yield f"departs from the outcome: {decision.departure.sentence}"
    if decision.authority:
        yield f"authority: {' '.join(decision.authority.split())}"
    for what, day in (("holds until", decision.expires), ("next review", decision.review_on)):
        if day is not None:
            yield f"{what} {day}"
    yield from (line(one, opened.today) for one in opened.conditions())
    yield from (f"stale: {sentence}" for sentence in opened.staleness(whole_files=True))
