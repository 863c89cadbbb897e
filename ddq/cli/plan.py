"""The plan is the set of remedies of least total effort with which trust reaches what the exposure tier requires."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from ddq.cli.target import declare_target, snapshot_of
from ddq.cli.terminal import OK, give, say


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_target(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Print the plan."""
    from ddq.scoring.arithmetic import shown
    from ddq.scoring.weighted.changing import lost, plan_sentence
    from ddq.scoring.weighted.model import WeightedScore

    score = snapshot_of(options).score()
    plan = score.plan
    if options.json:
        import orjson

        content = {"headline": score.headline, "required": score.required, "plan": asdict(plan) if plan else None}
        give(orjson.dumps(content, option=orjson.OPT_SORT_KEYS))
        return OK
    say(score.headline, "")
    if isinstance(score, WeightedScore):
        say(plan_sentence(score))
        say(*(f"- lost: {one.because.text}" for one in lost(score.questions)))
        return OK
    if plan is None:
        low, high = shown(score.all_remedies)
        say(f"No set of remedies is sure to reach {score.required:g}: with all of them trust is {low} to {high}.")
        if score.all_remedies.hi >= score.required:
            say("What is not known yet decides: `ddq open-questions` lists it, most valuable first.")
        return OK
    proven = "" if plan.proven_least else "; not proven to be the least"
    low, high = shown(plan.trust)
    say(f"Total effort {plan.effort}, trust then {low} to {high}{proven}", "")
    for remedy in plan.remedies:
        say(f"- {remedy.title} ({remedy.who}, effort {remedy.effort}) for {remedy.indicator}")
        if remedy.test:
            say(f"  done when: {remedy.test}")
    return OK
