"""The owners as an assessment's lists tell them, as a chart: seats of parents, holders, and who may not be listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ddq.assessment.model import Assessment
from ddq.assessment.readings import readings, states
from ddq.drawing.chart import Chart, Edge, Line, Node
from ddq.ownership.chart_signs import SIGNS, key
from ddq.ownership.model import PartyKind
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import Evaluation, evaluate
from ddq.questionnaire.model import GroupFeed, GroupQuestion
from ddq.questionnaire.text import folded
from ddq.questionnaire.values import Answered, Entity, Rows, U
from ddq.sentence import Number, joined, numeric, say

Row = Mapping[str, Answered]
Name = Callable[[str], str]
"""What a state is called."""

_KINDS = {
    "person": PartyKind.person,
    "company": PartyKind.company,
    "fund": PartyKind.fund,
    "state": PartyKind.state,
    "employees": PartyKind.dispersed,
    "public": PartyKind.dispersed,
}
_RIGHTS = {
    "majority": say("majority of votes"),
    "veto": say("veto"),
    "golden_share": say("golden share"),
    "contract": say("contract"),
    "board_appointment": say("appoints directors"),
    "joint": say("joint control"),
}
_CONTROLS = frozenset({"majority", "contract"})
_HALF = Decimal(50)


@dataclass(frozen=True, slots=True)
class Holding:
    """One arrow of the chart, as a line of a table."""

    holder: str
    kind: str
    country: str
    has: str
    held: str


@dataclass(frozen=True, slots=True)
class EnteredOwners:
    """The chart, and the same as lines."""

    chart: Chart
    holdings: tuple[Holding, ...]


def entered_owners(
    assessment: Assessment, loaded: LoadedQuestionnaire, groups: Mapping[str, frozenset[str]], day: date, name: Name
) -> EnteredOwners | None:
    """The owners that the lists tell, where they tell of any that applies.

    Args:
        assessment: with the answers.
        loaded: its questionnaire.
        groups: the country sets of the registers.
        day: on which the answers are read.
        name: what a state is called.
    """
    values = readings(assessment, loaded, day)
    sets = {found: groups.get(found.lower(), frozenset[str]()) for found in loaded.country_sets}
    evaluation = evaluate(loaded, values, day, states=states(assessment), sets=sets)
    builder = _Builder(assessment.vendor.name, assessment.vendor.countries, name)
    for question in loaded.questions.values():
        if isinstance(question, GroupQuestion) and evaluation.visible[question.id] is not False:
            if question.feeds_engine is GroupFeed.seats:
                builder.add_parents(_rows(question.id, evaluation, values))
            elif question.feeds_engine is GroupFeed.holders:
                given = values.get(question.id, U)
                builder.add_holders(question.id, _rows(question.id, evaluation, values))
                builder.complete &= isinstance(given, Rows) and given.complete
    return builder.made(day)


def _rows(group: str, evaluation: Evaluation, values: Mapping[str, Answered]) -> Iterator[Row]:
    if isinstance(values.get(group, U), Rows):
        yield from (row.reading for row in evaluation.rows[group])


@dataclass(slots=True)
class _Builder:
    vendor: str
    countries: tuple[str, ...]
    name: Name
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    edges: list[Edge] = field(default_factory=list[Edge])
    holdings: list[Holding] = field(default_factory=list[Holding])
    complete: bool = True

    def add_parents(self, rows: Iterator[Row]) -> None:
        """The companies over the vendor: the ultimate parent over the parent, where there is one.

        A vendor that is its own ultimate parent has none.
        """
        seats = [(text_of(row.get("name", U)), row.get("role", U), _code(row.get("country", U))) for row in rows]
        seats = [seat for seat in seats if folded(seat[0]) != folded(self.vendor)]
        parents = [seat for seat in seats if seat[1] == "parent"]
        above = "vendor"
        for number, (title, _, country) in enumerate(parents):
            self._add(f"parent {number}", title, PartyKind.company, country)
            self._holds(f"parent {number}", (say("parent"),), "vendor", Line.dotted)
            above = f"parent {number}" if len(parents) == 1 else "vendor"
        for number, (title, role, country) in enumerate(seats):
            if role == "ultimate_parent":
                self._add(f"ultimate {number}", title, PartyKind.company, country)
                self._holds(f"ultimate {number}", (say("ultimate parent"),), above, Line.dotted)

    def add_holders(self, group: str, rows: Iterator[Row]) -> None:
        """The holders, each over the companies through which it holds."""
        for number, row in enumerate(rows):
            kind = row.get("holder_kind", U)
            control = row.get("control", U)
            votes, capital = row.get("votes", U), row.get("capital", U)
            is_half = isinstance(votes, Decimal) and votes > _HALF
            strong = control in _CONTROLS or is_half
            of_state = row.get("state_controlled", U) is True
            identifier = f"{group}/{number}"
            party = _KINDS.get(kind, PartyKind.unspecified) if isinstance(kind, str) else PartyKind.unspecified
            title = text_of(row.get("name", U))
            country = _code(row.get("country", U))
            notes = (say("employees"),) if kind == "employees" else (say("controlled by a state"),) if of_state else ()
            self._add(identifier, title, party if title else PartyKind.unknown, country, notes, strong=strong)
            labels = _labels(votes, capital, control)
            line = _line(votes, capital, control)
            through = text_of(row.get("held_through", U))
            if through:
                between = f"{identifier} through"
                self.nodes[between] = Node(between, through, say("held through"))
                self._holds(identifier, labels, between, line, strong=strong, last="vendor")
                self.edges.append(Edge(between, "vendor", (), line, strong))
            else:
                self._holds(identifier, labels, "vendor", line, strong=strong)

    def _add(
        self, identifier: str, title: str, kind: PartyKind, country: str | None, notes: tuple[str, ...] = (), *,
        strong: bool = False,
    ) -> None:  # fmt: skip
        shape, tint, words = SIGNS[kind]
        untold = (PartyKind.unspecified, PartyKind.dispersed)
        said = "" if kind in untold else say("state") if kind is PartyKind.state else words
        where = None if country is None else self.name(country)
        note = joined(part for part in (said, *notes, where) if part)
        name = title or say("Not known")
        self.nodes[identifier] = Node(identifier, name, note, country or "", shape, tint, strong=strong)

    def _holds(
        self, holder: str, labels: tuple[str, ...], held: str, line: Line, *, strong: bool = False, last: str = ""
    ) -> None:
        node = self.nodes[holder]
        over = self.vendor if (last or held) == "vendor" else self.nodes[held].title
        has = joined(labels) or say("a part that is not told")
        if last:
            has = say("{holding} through {company}", holding=has, company=self.nodes[held].title)
        words = say("{holder} in {company}: {holding}", holder=node.title, company=over, holding=has)
        self.edges.append(Edge(holder, held, labels or (say("part not told"),), line, strong, words=words))
        self.holdings.append(Holding(node.title, node.note, node.tag, has, over))

    def made(self, day: date) -> EnteredOwners | None:
        """The chart; None where the lists name nobody."""
        if not self.nodes:
            return None
        if not self.complete:
            self._add("unlisted", say("Holders not listed"), PartyKind.unknown, None)
            self._holds("unlisted", (say("not known"),), "vendor", Line.dotted)
        place = ", ".join(self.countries)
        vendor = Node("vendor", self.vendor, place, place, subject=True)
        nodes = (vendor, *self.nodes.values())
        title = say("Owners of {company} as of {day}", company=self.vendor, day=numeric(day))
        return EnteredOwners(Chart(title, nodes, tuple(self.edges), (), key(nodes, self.edges)), tuple(self.holdings))


def _labels(votes: Answered, capital: Answered, control: Answered) -> tuple[str, ...]:
    shares: list[str] = []
    if isinstance(votes, Decimal) and votes == capital:
        shares.append(say("{share} %", share=_percent(votes)))
    else:
        shares += [say("{share} % capital", share=_percent(capital))] if isinstance(capital, Decimal) else []
        shares += [say("{share} % votes", share=_percent(votes))] if isinstance(votes, Decimal) else []
    right = _RIGHTS.get(control) if isinstance(control, str) else None
    return (*shares, *((right,) if right else ()))


def _line(votes: Answered, capital: Answered, control: Answered) -> Line:
    if control == "contract":
        return Line.dashed
    return Line.solid if isinstance(votes, Decimal) or isinstance(capital, Decimal) else Line.dotted


def _percent(value: Decimal) -> Number:
    """A percentage without zeros that say nothing."""
    text = f"{value:f}"
    return Number(text.rstrip("0").rstrip(".") if "." in text else text)


def _code(value: Answered) -> str | None:
    return value if isinstance(value, str) else None


def text_of(value: Answered) -> str:
    """A name as a text; empty where there is none."""
    if isinstance(value, Entity):
        return value.name
    return value if isinstance(value, str) else ""
