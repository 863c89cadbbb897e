"""A decision that is not what the method suggests needs a --reason, one across a bar also the --authority. A condition
is written TEXT;OWNER;DATE, a remedy of the plan INDICATOR/REMEDY;OWNER;DATE (`ddq plan ID`, or --preview, lists them).
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ddq.cli.target import a_date, declare_assessment, workspace_of
from ddq.cli.terminal import OK, Misused, give, say

if TYPE_CHECKING:
    from ddq.assessment.decision import Condition, Departure, Verb
    from ddq.workspace.opened import OpenAssessment

VERBS = ("approve", "approve_with_conditions", "reject")


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_assessment(parser)
    parser.add_argument("decision", choices=VERBS, help="what is decided")
    parser.add_argument("--reason", metavar="TEXT", help="why")
    parser.add_argument("--authority", metavar="TEXT", help="what allows an approval across a bar, and who gave it")
    parser.add_argument("--condition", action="append", default=[], metavar="TEXT;OWNER;DATE", help="may be repeated")
    parser.add_argument("--remedy", action="append", default=[], metavar="ID;OWNER;DATE", help="may be repeated")
    parser.add_argument("--expires", type=a_date, metavar="DATE", help="the last day on which the approval holds")
    parser.add_argument("--next-review", type=a_date, metavar="DATE", help="when to look at it again")
    parser.add_argument("--preview", action="store_true", help="say how it would stand to the outcome, decide nothing")
    parser.add_argument("--json", action="store_true", help="the decision as JSON")


def run(options: Namespace) -> int:
    """Decide."""
    from ddq.assessment.decision import Verb

    verb = Verb(options.decision)
    with workspace_of(options) as workspace:
        opened = workspace.open(options.id)
        conditions = [*_conditions(options.condition), *_remedies(opened, options.remedy)]
        if options.preview:
            departure = opened.departure(verb, [one.remedy for one in conditions if one.remedy])
            say(*_preview(opened, verb, departure))
            return OK
        opened.decide(
            verb,
            reason=options.reason,
            authority=options.authority,
            conditions=conditions,
            expires=options.expires,
            next_review=options.next_review,
        )
        decision = opened.assessment.decision
        if options.json and decision is not None:
            give(decision.model_dump_json().encode())
        else:
            say(opened.assessment.status.value.replace("_", " "))
    return OK


def _preview(opened: OpenAssessment, verb: Verb, departure: Departure | None) -> Iterator[str]:
    from ddq.scoring.departure import plan_remedies

    score = opened.score()
    yield score.headline
    if departure is None:
        yield f"{verb.value.replace('_', ' ')} is what the method suggests; it needs no reason for departing from it"
    else:
        needs = "a --reason and the --authority" if departure.bars else "a --reason"
        yield f"{departure.sentence}; it needs {needs}"
    yield from (f"plan: {name}  {title}" for name, title in plan_remedies(score).items())


def _conditions(given: list[str]) -> Iterator[Condition]:
    from ddq.assessment.decision import Condition

    for argument in given:
        text, owner, due = _three("--condition", argument)
        yield Condition(text=text, owner=owner, due=_day(due))


def _remedies(opened: OpenAssessment, given: list[str]) -> Iterator[Condition]:
    from ddq.assessment.decision import Condition
    from ddq.assessment.subjects import NotAccepted
    from ddq.questionnaire.problems import did_you_mean
    from ddq.scoring.departure import plan_remedies

    planned = plan_remedies(opened.score()) if given else {}
    for argument in given:
        name, owner, due = _three("--remedy", argument)
        if name not in planned:
            hint = did_you_mean(name, planned) or f"the plan has {', '.join(planned) or 'none'}"
            raise NotAccepted(name, "is no remedy of the plan", hint)
        yield Condition(text=planned[name], owner=owner, due=_day(due), remedy=name)


def _day(text: str) -> date:
    try:
        return a_date(text)
    except ArgumentTypeError as error:
        raise Misused(str(error)) from None


def _three(what: str, argument: str) -> tuple[str, str, str]:
    """The two last semicolons part the three; the text may have more."""
    parts = [part.strip() for part in argument.rsplit(";", 2)]
    if len(parts) != 3 or not all(parts):
        raise Misused(f"{what}: {argument!r} is not of the form TEXT;OWNER;DATE")
    for part, longest in zip(parts[:2], (20_000, 300), strict=True):
        if len(part) > longest:
            raise Misused(f"{what}: {part[:40]!r}… has {len(part):,} characters; at most {longest:,}")
    return parts[0], parts[1], parts[2]
