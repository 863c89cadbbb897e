"""Without N, lists the conditions of the last decision. The owner, a reviewer or an approver says that one is met; only
an approver who gave no answer waives one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ddq.cli.target import declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, give, say

if TYPE_CHECKING:
    from datetime import date

    from ddq.assessment.deciding import StandingCondition

STATES = ("met", "waived", "open")


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("number", nargs="?", type=int, metavar="N", help="the number of the condition")
    parser.add_argument("state", nargs="?", choices=STATES, help="what became of it")
    parser.add_argument("--why", metavar="TEXT", help="what shows it")
    parser.add_argument("--json", action="store_true", help="the list as JSON")


def run(options: Namespace) -> int:
    """Change a condition, or list them."""
    from ddq.assessment.decision import ConditionState

    if (options.number is None) != (options.state is None):
        raise Misused(f"say of condition {options.number} what became of it: met, waived or open")
    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        if options.number is not None:
            opened.change_condition(options.number, ConditionState(options.state), options.why or "")
        found, today = opened.conditions(), opened.today
    if options.json:
        import orjson

        give(orjson.dumps([as_json(one, today) for one in found]))
    else:
        say(*([line(one, today) for one in found] or ["no conditions"]))
    return OK


def as_json(one: StandingCondition, today: date) -> dict[str, object]:
    """A condition for a program."""
    return {
        **one.condition.model_dump(mode="json"),
        "number": one.number,
        "state": one.state.value,
        "overdue": one.is_overdue(today),
        "change": None if one.change is None else one.change.model_dump(mode="json"),
    }


def line(one: StandingCondition, today: date) -> str:
    """A condition for a person."""
    state = "overdue" if one.is_overdue(today) else one.state.value
    by = f" ({one.change.by}: {' '.join(one.change.why.split())})" if one.change is not None else ""
    text = " ".join(one.condition.text.split())
    return f"{one.number:>3}  {state:<8} due {one.condition.due}  {one.condition.owner}: {text}{by}"
