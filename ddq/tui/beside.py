"""What stands beside a list: the tree of owners with the computed shares, what the transfer rules say of the flows,
and whose law reaches what is listed."""

from __future__ import annotations

from collections.abc import Iterator

from ddq.assessment.interview import Interview, Item
from ddq.dataflow import telling as flows_telling
from ddq.dataflow.model import FlowsReading
from ddq.dataflow.tree import flow_tree
from ddq.drawing.branches import LINES
from ddq.ownership import telling as owners_telling
from ddq.ownership.listed import listed_structure, listed_tree
from ddq.ownership.owner_rows import TARGET, Row
from ddq.ownership.reading import OwnershipReading, read_ownership
from ddq.ownership.share import UNKNOWN, Share
from ddq.ownership.tree import described
from ddq.questionnaire.countries import country_name, in_sentence
from ddq.questionnaire.model import GroupFeed, GroupQuestion
from ddq.scoring.model import Interval, Score, StateReach
from ddq.tui.widgets.beside import Part
from ddq.workspace.snapshot import Snapshot

_OF_OWNERS = (GroupFeed.holders, GroupFeed.chains)
_MOST_BRANCHES = 14
"""Lines of the tree beside a list."""
_MOST_CONTROLLERS = 6
_MOST_STATES = 40
_MOST_PATHS = 12
"""Of one state."""


def beside(
    item: Item, interview: Interview, snapshot: Snapshot, score: Score | str | None, width: int, *, whole: bool = False
) -> tuple[Part, ...]:
    """What is computed from the entries of a list, in lines of at most `width` but for long words.

    A tree that is long is told as a whole only where that is asked for, so that what comes after it stays in sight.
    """
    group = item.question
    assert isinstance(group, GroupQuestion)
    parts: list[Part] = []
    reading = _owners(interview, snapshot) if group.feeds_engine in _OF_OWNERS else None
    if reading is not None:
        rows, links = _rows(interview, GroupFeed.holders), _rows(interview, GroupFeed.chains)
        told = listed_tree(snapshot.assessment.vendor.name, rows, links=links) if rows or links else None
        tree = ("No holder is listed.",) if told is None else tuple(told)
        if len(tree) > _MOST_BRANCHES and not whole:
            tree = (*tree[:_MOST_BRANCHES], f"… {len(tree) - _MOST_BRANCHES:,} more lines; V shows all")
        parts += [Part("Who owns it", tree), Part("Together", tuple(_together(reading)))]
    if group.feeds_engine is GroupFeed.flows:
        found = snapshot.flows()
        parts.append(Part("Where the data goes", tuple(flow_tree(found, snapshot.state_name))))
        parts.append(Part("What the transfer rules say", _flows(found, snapshot, width)))
    parts.append(Part("Whose law reaches this", tuple(_reach(group.id, score))))
    if reading is not None:
        parts.append(Part("In full", tuple(owners_telling.lines(reading, width))[2:]))
    return tuple(
        Part(part.heading, [one for line in part.lines for one in LINES.wrapped(line, width)]) for part in parts
    )


def _rows(interview: Interview, feed: GroupFeed) -> list[Row]:
    """The entries of the lists that feed an engine, as they are read."""
    return [
        row.evaluation.reading
        for item in interview.items.values()
        if isinstance(item.question, GroupQuestion) and item.question.feeds_engine is feed
        for row in item.rows
        if row.evaluation is not None
    ]


def _owners(interview: Interview, snapshot: Snapshot) -> OwnershipReading:
    regimes = [(one.regime, one.in_force) for one in snapshot.reading.regimes.values()]
    rows, links = _rows(interview, GroupFeed.holders), _rows(interview, GroupFeed.chains)
    structure = listed_structure(snapshot.assessment.vendor.name, rows, links)
    return read_ownership(structure, TARGET, snapshot.day, regimes)


def _together(reading: OwnershipReading) -> Iterator[str]:
    """What is undisclosed, who controls it, and what the holders of each country have together."""
    votes, capital = _part(reading.votes.undisclosed), _part(reading.capital.undisclosed)
    yield f"Undisclosed: {votes} of the votes, {capital} of the capital"
    sure = [one for one in reading.control.controllers if one.sure]
    maybe = [one for one in reading.control.controllers if not one.sure]
    for one in (*sure, *maybe)[:_MOST_CONTROLLERS]:
        names = " together with ".join(described(reading.graph.party(name)) for name in one.parties)
        yield f"{names} {'controls it' if one.sure else 'may control it'}"
    if not sure and not maybe:
        yield "Nobody who is listed is known to control it."
    for country, figure in sorted(reading.countries.items(), key=lambda one: (-one[1].listed.hi, one[0])):
        yield f"{country_name(country)} ({country}): {_part(figure.listed)} of the capital"


def _part(share: Share) -> str:
    return "an unknown part" if share == UNKNOWN else str(share)


def _flows(found: FlowsReading, snapshot: Snapshot, width: int) -> tuple[str, ...]:
    states = snapshot.reading.states
    return tuple(
        flows_telling.lines(found, lambda code: in_sentence(states[code].name) if code in states else code, width)
    )


def _reach(group: str, score: Score | str | None) -> Iterator[str]:
    """Every state that a path of this list leads to, how far its law compels, and the paths."""
    if score is None or isinstance(score, str):
        yield score or "It is not computed yet."
        return
    states = [state for state in score.states if any(path.question == group for path in state.paths)]
    if not states:
        yield "No entry of this list leads to a state."
    for state in states[:_MOST_STATES]:
        yield f"{state.name} ({state.code}): {_bears(state)}"
        paths = [path for path in state.paths if path.question == group]
        yield from (f"  {path.text}" for path in paths[:_MOST_PATHS])
        if len(paths) > _MOST_PATHS:
            yield f"  … and {len(paths) - _MOST_PATHS} more"
    if len(states) > _MOST_STATES:
        yield f"… and {len(states) - _MOST_STATES} more states; Ctrl+T shows all"


def _bears(state: StateReach) -> str:
    """How strong its paths are, what its law can compel, and what that makes together, each from 0 to 1."""
    if state.home:
        return "the buyer's own law"
    trusted = f", trusted at {state.trusted:g}" if state.trusted else ""
    parts = f"nexus {_between(state.nexus)}, its law compels {_between(state.compulsion)}{trusted}"
    return f"{parts}; together {_between(state.presence)}"


def _between(interval: Interval) -> str:
    least, most = f"{interval.lo:.2g}", f"{interval.hi:.2g}"
    return least if least == most else f"{least} to {most}"
