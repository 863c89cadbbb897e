"""The value of a question is the share of the concern not yet known that its answer could close."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_target, snapshot_of
from ddq.cli.terminal import OK, give, say


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_target(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Print the open questions."""
    from ddq.report.words import percent
    from ddq.scoring.value import could_close

    snapshot = snapshot_of(options)
    score = snapshot.score()
    questions = score.open_questions
    if options.json:
        import orjson

        give(orjson.dumps(questions, option=orjson.OPT_SORT_KEYS))
        return OK
    for found in questions:
        asked = snapshot.loaded.questions[found.question]
        closes = percent(could_close(found, score))
        say(f"{closes:>9}  {found.question:<8} {found.state.replace('_', ' '):<12} {asked.text}")
    say("", f"{len(questions)} listed; the figure is the share of what is not yet known that an answer could close.")
    return OK
