"""The last changed first. An assessment that cannot be opened is listed with what is wrong with it, and exit code 1."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ddq.cli.target import workspace_of
from ddq.cli.terminal import FOUND, OK, give, say, tell


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: Namespace) -> int:
    """Print the list."""
    with workspace_of(options) as workspace:
        found, folder = workspace.list(), workspace.folder
    broken = [summary for summary in found if summary.problem is not None]
    if options.json:
        import orjson

        give(orjson.dumps([summary._asdict() for summary in found], option=orjson.OPT_SORT_KEYS))
    else:
        for summary in found:
            if summary.problem is None:
                changed = f"{summary.changed_at:%Y-%m-%d %H:%M}Z" if summary.changed_at else ""
                status = summary.status.replace("_", " ")
                due = f", review {summary.next_review}" if summary.next_review else ""
                state = f"{status}{due}"
                who = ", ".join(summary.who)
                say(f"{summary.id}  {changed}  {state:<12} {summary.recorded:>4} on record  {who}  {summary.title}")
        if not found:
            tell(f"no assessment in {folder}; begin one with `ddq new` or with `ddq`")
    for summary in broken:
        tell(f"ddq: {summary.id}: {summary.problem}")
    return FOUND if broken else OK
