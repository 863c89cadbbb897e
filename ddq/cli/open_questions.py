"""The value of a question is what its answer could take off the concern that is not known yet."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from math import exp

from ddq.cli.target import declare_target, snapshot_of
from ddq.cli.terminal import OK, give, say


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_target(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Print the open questions."""
    snapshot = snapshot_of(options)
    questions = snapshot.score().open_questions
    if options.json:
        import orjson

        give(orjson.dumps(questions, option=orjson.OPT_SORT_KEYS))
        return OK
    for found in questions:
        asked = snapshot.loaded.questions[found.question]
        at_stake = 1 - exp(-found.value / 1e9)
        say(f"{at_stake:>4.0%}  {found.question:<8} {found.state.replace('_', ' '):<12} {asked.text}")
    say("", f"{len(questions)} open; the share of trust that hangs on each answer stands before it.")
    return OK
