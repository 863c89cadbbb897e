"""An assessment keeps to its version of the questionnaire until it is carried over; parked answers are never lost."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, give, say

if TYPE_CHECKING:
    from ddq.assessment.model import Parked
    from ddq.authoring.migrating import MigrationPlan


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("--check", action="store_true", help="only say what would become of each answer")
    parser.add_argument("--parked", action="store_true", help="show the answers that were parked before")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Carry the assessment over, or say what that would do."""
    if options.check and options.parked:
        raise Misused("give --check or --parked, not both")
    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        if options.parked:
            return _show_parked(tuple(opened.assessment.parked.values()), as_json=options.json)
        plan = opened.migration() if options.check else opened.migrate()
    if options.json:
        import orjson

        fates = [
            {"subject": fate.subject, "outcome": fate.outcome, "became": fate.became, "why": fate.why}
            for fate in plan.fates
        ]
        give(orjson.dumps({"old": plan.old, "new": plan.new, "answers": fates}))
    else:
        say(*_lines(plan, done=not options.check))
    return OK


def _lines(plan: MigrationPlan, *, done: bool) -> Iterator[str]:
    from ddq.authoring.migrating import Outcome

    for fate in plan.fates:
        if fate.outcome is not Outcome.carried:
            to = f" -> {fate.became}" if fate.became != fate.subject else ""
            yield f"{fate.outcome:<8} {fate.subject}{to}{f': {fate.why}' if fate.why else ''}"
    counted = ", ".join(f"{plan.count(outcome)} {outcome}" for outcome in Outcome)
    yield f"{'' if done else 'would go '}{plan.old} -> {plan.new}: {counted}"


def _show_parked(parked: tuple[Parked, ...], *, as_json: bool) -> int:
    import orjson

    if as_json:
        give(orjson.dumps([entry.model_dump(mode="json") for entry in parked]))
        return OK
    for entry in parked:
        value = orjson.dumps(entry.answer.value).decode() if entry.answer.reason is None else entry.answer.reason
        say(f"{entry.subject} (version {entry.version}, {entry.by or 'unknown'}): {value} - {entry.why}")
    if not parked:
        say("no answer was parked")
    return OK
