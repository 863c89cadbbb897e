"""Each flow of data with what the transfer rules of the day say of it, why, and who can see it in clear."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import declare_target, snapshot_of
from ddq.cli.terminal import OK, give, line_width, say


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_target(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Print the flows."""
    from ddq.dataflow.telling import as_data, lines
    from ddq.questionnaire.countries import in_sentence

    snapshot = snapshot_of(options)
    reading = snapshot.flows()
    if options.json:
        import orjson

        give(orjson.dumps(as_data(reading), option=orjson.OPT_SORT_KEYS))
        return OK
    states = snapshot.reading.states
    say(*lines(reading, lambda code: in_sentence(states[code].name) if code in states else code, line_width()))
    return OK
