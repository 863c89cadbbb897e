"""The entries of the lists that feed reach, as rows with what is known of their basis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ddq.questionnaire.model import GroupFeed, GroupQuestion
from ddq.questionnaire.values import Answered, U
from ddq.scoring.facts import Facts, row_subject
from ddq.scoring.model import Because, Interval, ReachPath
from ddq.scoring.nexus import LARGEST, Way, label
from ddq.scoring.prepared import Prepared
from ddq.sentence import say


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a known group."""

    group: GroupQuestion
    feed: GroupFeed
    number: int
    subject: str
    row: Mapping[str, Answered]
    hidden: float | None
    """What its basis leaves open; None without a basis."""
    applies: bool
    """Whether the group surely applies; else the row may not count at all."""

    @property
    def country(self) -> Answered:
        """The state that it names; unknown without a basis."""
        return U if self.hidden is None else self.row.get("country", U)

    @property
    def place(self) -> str:
        """Where the answer stands, in words."""
        number, question = self.number, self.group.id
        match self.feed:
            case GroupFeed.seats:
                return say("(seat {number}, answer {question})", number=number, question=question)
            case GroupFeed.holders:
                return say("(holder {number}, answer {question})", number=number, question=question)
            case GroupFeed.chains:
                return say("(link {number}, answer {question})", number=number, question=question)
            case GroupFeed.flows:
                return say("(flow {number}, answer {question})", number=number, question=question)
            case GroupFeed.staff:
                return say("(team {number}, answer {question})", number=number, question=question)
            case _:
                return say("(subprocessor {number}, answer {question})", number=number, question=question)

    def path(self, way: Way, named: str | None = None, because: tuple[Because, ...] = ()) -> ReachPath:
        """A path by this entry; `named` where it is of another name than the entry's own."""
        name = label(self.row.get("name", U)) if named is None else named
        place = self.place
        if self.feed is GroupFeed.flows:
            text = say("“{name}”: {way} {place}", name=name, way=way.text, place=place)
        else:
            text = say("“{name}” {way} {place}", name=name, way=way.text, place=place)
        nexus = way.nexus if self.applies else Interval(0.0, way.nexus.hi)
        return ReachPath(way.channel, nexus, text, self.group.id, self.subject.partition("/")[2], because)


def groups(prepared: Prepared, facts: Facts) -> Iterator[tuple[GroupFeed, GroupQuestion]]:
    """The groups that feed reach and may be asked."""
    for feed in LARGEST:
        for group in prepared.engines.get(feed, ()):
            if facts.applies(group.id):
                yield feed, group


def entries(prepared: Prepared, facts: Facts) -> Iterator[Entry]:
    """Every entry of these groups."""
    for feed, group in groups(prepared, facts):
        rows, applies = facts.rows(group.id)
        for index, row in enumerate(rows.rows):
            subject = row_subject(rows, group.id, index)
            yield Entry(group, feed, index + 1, subject, row, facts.hidden(subject), applies)
