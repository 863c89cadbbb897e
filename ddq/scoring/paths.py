"""All paths of the assessed service, by the state that they lead to; and what the lists leave open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ddq.questionnaire.model import GroupFeed, GroupQuestion
from ddq.questionnaire.values import NA, Answered, U
from ddq.scoring.facts import Facts, row_subject
from ddq.scoring.model import Interval, ReachPath
from ddq.scoring.nexus import CONTROL, DISPERSED, HOLDING, LARGEST, Way, doubted, label, ways
from ddq.scoring.prepared import Prepared

_NOUNS = {
    GroupFeed.seats: "seat",
    GroupFeed.holders: "holder",
    GroupFeed.flows: "flow",
    GroupFeed.staff: "team",
    GroupFeed.subprocessors: "subprocessor",
}


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


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of a known group."""

    group: GroupQuestion
    feed: GroupFeed
    number: int
    subject: str
    row: Mapping[str, Answered]
    hidden: float | None
    applies: bool
    """Whether the group surely applies; else the row may not count at all."""

    @property
    def country(self) -> Answered:
        return U if self.hidden is None else self.row.get("country", U)

    def path(self, way: Way) -> ReachPath:
        name = label(self.row.get("name", U))
        place = f"({_NOUNS[self.feed]} {self.number}, answer {self.group.id})"
        text = " ".join(part for part in (f"“{name}”" + (":" if self.feed is GroupFeed.flows else ""), way.text, place))
        nexus = way.nexus if self.applies else Interval(0.0, way.nexus.hi)
        return ReachPath(way.channel, nexus, text, self.group.id, self.subject.partition("/")[2])


def paths(prepared: Prepared, facts: Facts) -> Paths:
    """Every way in which a state can reach the vendor or the buyer's data, as far as the lists tell."""
    by_state: dict[str, list[ReachPath]] = defaultdict(list)
    unlocated: list[ReachPath] = []
    entries = list(_entries(prepared, facts))
    held = _held_by_states(iter(entries))
    of_all = _added_up(held) if len(held) > 1 else None
    for entry in entries:
        found = ways(entry.feed, entry.row, entry.hidden)
        if isinstance(entry.country, str):
            by_state[entry.country] += [entry.path(way) for way in found]
        elif entry.country is not NA:
            path = entry.path(max(found, key=lambda way: way.nexus.hi))
            # Its votes may belong to any state that holds through other bodies too.
            together = of_all.nexus.hi if of_all and any(one.entry is entry for one in held) else 0.0
            possible = Interval(0.0, max(path.nexus.hi, together))
            if possible.hi > 0.0:
                unlocated.append(ReachPath(path.channel, possible, path.text, path.question, path.row))
    for code in sorted(by_state):
        own = [one for one in held if one.entry.country == code]
        if len(own) > 1:
            by_state[code].append(_added_up(own))
    ordered = {code: tuple(sorted(by_state[code], key=_strongest_first)) for code in sorted(by_state)}
    return Paths(ordered, tuple(unlocated), tuple(_lists(prepared, facts)))


def _strongest_first(path: ReachPath) -> tuple[float, float, str, str]:
    return -path.nexus.hi, -path.nexus.lo, path.question, path.row or ""


def _groups(prepared: Prepared, facts: Facts) -> Iterator[tuple[GroupFeed, GroupQuestion]]:
    """The groups that feed reach and may be asked."""
    for feed in LARGEST:
        for group in prepared.engines.get(feed, ()):
            if facts.applies(group.id):
                yield feed, group


def _entries(prepared: Prepared, facts: Facts) -> Iterator[_Entry]:
    for feed, group in _groups(prepared, facts):
        rows, applies = facts.rows(group.id)
        for index, row in enumerate(rows.rows):
            subject = row_subject(rows, group.id, index)
            yield _Entry(group, feed, index + 1, subject, row, facts.hidden(subject), applies)


def _lists(prepared: Prepared, facts: Facts) -> Iterator[OpenList]:
    for feed, group in _groups(prepared, facts):
        rows, _ = facts.rows(group.id)
        hidden = facts.hidden(f"{group.id}/complete") if rows.complete else None
        declared = hidden is not None
        yield OpenList(group.id, LARGEST[feed] * (1.0 if hidden is None else hidden), declared, LARGEST[feed])


@dataclass(frozen=True, slots=True)
class _Held:
    """The votes of a holder that is, or may be, the state or a body that the state controls."""

    entry: _Entry
    least: Decimal
    most: Decimal


def _held_by_states(entries: Iterator[_Entry]) -> list[_Held]:
    found: list[_Held] = []
    for entry in entries:
        if entry.feed is GroupFeed.holders and entry.hidden is not None:
            sure, possible = _belongs_to_state(entry.row)
            least, most = _votes(entry.row.get("votes", U))
            if possible and most > 0:
                found.append(_Held(entry, least if sure and entry.applies else Decimal(0), most))
    return found


def _belongs_to_state(row: Mapping[str, Answered]) -> tuple[bool, bool]:
    """Whether a holder surely is, and whether it possibly is, the state or a body that the state controls."""
    kind, controlled = row.get("holder_kind", U), row.get("state_controlled", U)
    if kind in DISPERSED or kind is NA:
        return False, False
    sure = kind == "state" or (controlled is True and kind is not U)
    return sure, sure or controlled is True or controlled is U


def _votes(value: Answered) -> tuple[Decimal, Decimal]:
    if isinstance(value, int | Decimal):
        return Decimal(value), Decimal(value)
    return Decimal(0), Decimal(100 if value is U else 0)


def _added_up(held: Sequence[_Held]) -> ReachPath:
    """The path of a state that holds through several bodies."""
    lo = sum((one.least for one in held), Decimal(0))
    hi = min(Decimal(100), sum((one.most for one in held), Decimal(0)))
    nexus = Interval(_of_total(lo), _of_total(hi))
    hidden = max(one.entry.hidden or 0.0 for one in held)
    share = f"{lo:f} %" if lo == hi else f"{lo:f} to {hi:f} %"
    names = ", ".join(sorted(f"“{label(one.entry.row.get('name', U))}”" for one in held))
    group = held[0].entry.group.id
    text = f"bodies of the state hold {share} of the votes together: {names} (answer {group})"
    channel = "control" if nexus.hi >= CONTROL else "holding"
    return ReachPath(channel, doubted(nexus, CONTROL, hidden), text, group, None)


def _of_total(votes: Decimal) -> float:
    return CONTROL if votes > 50 else HOLDING if votes >= 25 else 0.0
