"""Reads BODS 0.4, GLEIF (CSV, XML), FollowTheMoney (JSON lines) and tables (CSV, .xlsx: owner, owned, percent, kind,
from, to, source). What is wrong in a file is told on stderr with its place."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ddq.cli.charting import declare_chart, give_chart, refuse_other_files
from ddq.cli.target import a_date, workspace_of
from ddq.cli.terminal import FOUND, OK, Misused, give, line_width, say, tell

if TYPE_CHECKING:
    from ddq.assessment.model import Event
    from ddq.ownership.model import Structure
    from ddq.ownership.reading import OwnershipReading
    from ddq.registers.model import Regime


def declare(parser: ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the files; several are read together")
    parser.add_argument("--as-of", type=a_date, metavar="DATE", help="the day that counts, as 2026-01-31; else today")
    parser.add_argument("--target", metavar="ID", help="the company in question, by id or name; else who owns nobody")
    parser.add_argument("--into", metavar="ASSESSMENT", help="show what the owners would change in an assessment")
    parser.add_argument("--write", action="store_true", help="with --into: make these changes")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="everything as JSON")
    shape.add_argument("--tree", action="store_true", help="the owners as a tree")
    declare_chart(shape, "the owners as a chart")


def run(options: Namespace) -> int:
    """Read the files and print who owns the company."""
    from ddq.ownership.readers.files import read_files
    from ddq.ownership.reading import read_ownership
    from ddq.workspace.surroundings import Surroundings

    if options.write and options.into is None:
        raise Misused("--write needs --into ASSESSMENT")
    if options.into is not None and (options.json or options.tree or options.svg):
        raise Misused("--into says what it would change; it goes with none of --json, --tree and --svg")
    refuse_other_files(options.svg)
    day: date = options.as_of or Surroundings().today()
    read = read_files(options.files, day)
    tell(*(str(problem) for problem in read.problems))
    target = chosen_target(read.structure, options.target, day)
    if options.tree:
        from ddq.drawing.branches import ASCII, LINES
        from ddq.ownership.graph import graph_on
        from ddq.ownership.tree import tree

        branches = ASCII if options.ascii else LINES
        found = tree(graph_on(read.structure, day), target, branches)
        say(*(piece for line in found for piece in branches.wrapped(line, line_width())))
        return OK
    if options.svg is not None:
        return _svg(options.svg, read.structure, target, day)
    if options.into is not None:
        return _into(options, read_ownership(read.structure, target, day))
    reading = read_ownership(read.structure, target, day, _regimes(options, day))
    if options.json:
        import orjson

        from ddq.ownership.telling import as_data

        problems = [str(problem) for problem in read.problems]
        give(orjson.dumps({**as_data(reading), "files": read.formats, "problems": problems}))
    else:
        from ddq.ownership.telling import lines

        say(*lines(reading, line_width()))
    return FOUND if any(problem.level == "error" for problem in read.problems) else OK


def _svg(out: str, structure: Structure, target: str, day: date) -> int:
    """Draw the owners."""
    from ddq.ownership.chart import ownership_chart
    from ddq.ownership.graph import graph_on

    drawn = ownership_chart(graph_on(structure, day), target)
    give_chart(drawn.chart, out, f"{drawn.left_out:,} parties and " if drawn.left_out else "")
    return OK


def _into(options: Namespace, reading: OwnershipReading) -> int:
    """Show what the holders would change in an assessment; change it where that is asked for."""
    from ddq.ownership.differences import differences_in_words
    from ddq.ownership.merging import merge

    files = ", ".join(path.name for path in options.files)
    with workspace_of(options) as workspace:
        opened = workspace.open(options.into)
        merged = merge(reading, opened.assessment, opened.loaded, files)
        events = opened.would_enter(merged.entries)
        say(*differences_in_words(events))
        for name in merged.only_there:
            say(f"“{name}” is in the assessment and not in the files; it stays")
        say(*merged.remarks)
        if events and options.write:
            opened.enter(merged.entries)
    if not events:
        tell("ddq: the lists of owners are what the files say")
    elif options.write:
        tell(f"ddq: {_counted(events)} written; no list is declared complete by it")
    else:
        tell(f"ddq: {_counted(events)} would change; nothing was written, --write does it")
    return OK


def _counted(events: Sequence[Event]) -> str:
    """How many entries of which list, such as `3 entries of OC-03 and 1 of OC-03A`."""
    lists = Counter(event.subject.partition("/")[0] for event in events)
    named = [f"{count} of {group}" for group, count in lists.items()]
    first = next(iter(lists.values()))
    named[0] = named[0].replace(" of ", " entry of " if first == 1 else " entries of ", 1)
    return " and ".join(named)


def _regimes(options: Namespace, day: date) -> list[tuple[Regime, bool | None]]:
    from ddq.workspace.library import Library
    from ddq.workspace.surroundings import cache_folder, default_folder

    folder = Path(options.workspace).expanduser() if options.workspace else default_folder()
    registers = Library(folder, cache_folder()).registers
    return [(one.regime, one.in_force) for one in registers.read(day).regimes.values()]


def chosen_target(structure: Structure, given: str | None, day: date) -> str:
    """The company that is meant.

    Raises:
        Misused: nobody of that name, or several that may be meant.
    """
    from ddq.ownership.reading import possible_targets
    from ddq.questionnaire.problems import did_you_mean
    from ddq.questionnaire.text import folded

    parties = structure.parties
    if given is not None:
        if given in parties:
            return given
        same = [one.id for one in parties.values() if folded(one.name) == folded(given)]
        if len(same) == 1:
            return same[0]
        if same:
            raise Misused(f"{len(same)} parties are called {given!r}; name one by its id: {', '.join(same[:8])}")
        names = list({one.name for one in parties.values()} | set(parties))[:20_000]
        hint = did_you_mean(given, names) or "--json lists the ids"
        raise Misused(f"there is no party {given!r} in what was read; {hint}")
    found = possible_targets(structure, day) or tuple(sorted({one.party for one in structure.gaps}))
    if len(found) == 1:
        return found[0]
    if not found:
        listed = ", ".join(_label(structure, one) for one in list(parties)[:8])
        raise Misused(
            f"every company that is owned owns another one; name one with --target: {listed or 'none is there'}"
        )
    listed = ", ".join(_label(structure, one) for one in found[:8])
    more = f" and {len(found) - 8:,} more" if len(found) > 8 else ""
    raise Misused(f"{len(found):,} companies own nobody; name one with --target: {listed}{more}")


def _label(structure: Structure, identifier: str) -> str:
    party = structure.parties.get(identifier)
    return identifier if party is None or party.name == identifier else f"{identifier} ({party.name})"
