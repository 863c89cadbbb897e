"""Each flow of data with what the transfer rules of the day say of it, why, and who can see it in clear."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ddq.cli.charting import declare_chart, give_chart, refuse_other_files
from ddq.cli.target import declare_target, snapshot_of
from ddq.cli.terminal import FOUND, OK, give, line_width, say, tell

if TYPE_CHECKING:
    from ddq.workspace.snapshot import Snapshot


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    declare_target(parser)
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="as JSON")
    shape.add_argument("--tree", action="store_true", help="the flows as a tree, by the states that they go to")
    declare_chart(shape, "the flows as a map")


def run(options: Namespace) -> int:
    """Print the flows."""
    from ddq.dataflow.telling import as_data, lines
    from ddq.questionnaire.countries import in_sentence

    refuse_other_files(options.svg)
    snapshot = snapshot_of(options)
    reading = snapshot.flows()
    if options.svg is not None:
        return _svg(options.svg, snapshot)
    if options.json:
        import orjson

        give(orjson.dumps(as_data(reading), option=orjson.OPT_SORT_KEYS))
        return OK
    states = snapshot.reading.states

    def name(code: str) -> str:
        return in_sentence(states[code].name) if code in states else code

    if options.tree:
        from ddq.dataflow.tree import flow_tree
        from ddq.drawing.branches import ASCII, LINES

        branches = ASCII if options.ascii else LINES
        found = flow_tree(reading, snapshot.state_name, branches)
        say(*(piece for line in found for piece in branches.wrapped(line, line_width())))
        return OK
    say(*lines(reading, name, line_width()))
    return OK


def _svg(out: str, snapshot: Snapshot) -> int:
    """Draw the flows; where there are none, say so."""
    from ddq.dataflow.chart import flow_map

    found = flow_map(snapshot.flows(), "The buyer", snapshot.state_name)
    if found is None:
        tell("ddq: no flow is listed, so there is nothing to draw")
        return FOUND
    give_chart(found.chart, out)
    return OK
