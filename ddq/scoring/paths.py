"""All paths of the assessed service, by the state that they lead to; and what the lists leave open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ddq.questionnaire.model import GroupFeed
from ddq.questionnaire.values import NA
from ddq.scoring.entries import Entry, entries, groups
from ddq.scoring.facts import Facts, row_subject
from ddq.scoring.model import Interval, ReachPath
from ddq.scoring.nexus import CONTROL, LARGEST, ways
from ddq.scoring.owners import Owners, owners
from ddq.scoring.prepared import Prepared

_OWNERS = frozenset({GroupFeed.holders, GroupFeed.chains})


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list that feeds reach and may hold more than it says."""

    question: str
    possible: float
    """The strongest nexus that an entry not listed could have, in [0, 1]: all of it until the list is declared
    complete, then what the basis of the declaration leaves open."""
    declared: bool
    most: float
    """What `possible` is while nothing is declared."""


@dataclass(frozen=True, slots=True)
class Paths:
    """What the rows say."""

    by_state: Mapping[str, tuple[ReachPath, ...]]
    """By ISO code, the strongest first."""
    unlocated: tuple[ReachPath, ...]
    """Those of rows whose country is not known, in the order of the rows; `nexus.lo` is 0."""
    lists: tuple[OpenList, ...]


def paths(prepared: Prepared, facts: Facts) -> Paths:
    """Every way in which a state can reach the vendor or the buyer's data, as far as the lists tell."""
    by_state: dict[str, list[ReachPath]] = defaultdict(list)
    unlocated: list[ReachPath] = []
    found = list(entries(prepared, facts))
    by_owners = owners(found)
    for entry in found:
        if entry.feed is GroupFeed.chains and entry.hidden is not None:
            continue  # its path follows from the whole chain, and is among those by owners
        opened = ways(entry.feed, entry.row, entry.hidden)
        if isinstance(entry.country, str):
            by_state[entry.country] += [entry.path(way) for way in opened]
        elif entry.country is not NA:
            path = entry.path(max(opened, key=lambda way: way.nexus.hi))
            unlocated += _anywhere(path, _beside(entry, by_owners))
    for one in by_owners.paths:
        if isinstance(one.country, str):
            by_state[one.country].append(one.path)
        else:
            unlocated += _anywhere(one.path, 0.0)
    ordered = {code: tuple(sorted(by_state[code], key=_strongest_first)) for code in sorted(by_state)}
    return Paths(ordered, tuple(unlocated), tuple(_lists(prepared, facts)))


def _beside(entry: Entry, by_owners: Owners) -> float:
    """What an entry of an unknown state may give together with others."""
    if entry.subject in by_owners.elsewhere:
        return CONTROL
    return by_owners.together if entry.subject in by_owners.of_states else 0.0


def _anywhere(path: ReachPath, beside: float) -> Iterator[ReachPath]:
    """A path that may lead to any state, where it leads anywhere."""
    possible = Interval(0.0, max(path.nexus.hi, beside))
    if possible.hi > 0.0:
        yield ReachPath(path.channel, possible, path.text, path.question, path.row, path.because)


def _strongest_first(path: ReachPath) -> tuple[float, float, str, str]:
    return -path.nexus.hi, -path.nexus.lo, path.question, path.row or ""


def _lists(prepared: Prepared, facts: Facts) -> Iterator[OpenList]:
    doubtful = _doubtful(prepared, facts)
    for feed, group in groups(prepared, facts):
        rows, _ = facts.rows(group.id)
        hidden = facts.hidden(f"{group.id}/complete") if rows.complete else None
        declared, most = hidden is not None, LARGEST[feed]
        if group.id in doubtful:
            # What an entry without a basis says of owners may lead to more than one state.
            hidden = None
        yield OpenList(group.id, most * (1.0 if hidden is None else hidden), declared, most)


def _doubtful(prepared: Prepared, facts: Facts) -> frozenset[str]:
    """The lists of owners with an entry without a basis, where there are chains that it may belong to."""
    found = [(feed, group.id) for feed, group in groups(prepared, facts) if feed in _OWNERS]
    if not any(feed is GroupFeed.chains and facts.rows(group)[0].rows for feed, group in found):
        return frozenset()
    return frozenset(group for _, group in found if _has_no_basis(group, facts))


def _has_no_basis(group: str, facts: Facts) -> bool:
    rows, _ = facts.rows(group)
    return any(facts.hidden(row_subject(rows, group, index)) is None for index in range(len(rows.rows)))
