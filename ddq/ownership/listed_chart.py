"""The chart of the owners that lists tell: parents, holders, who stands behind them, and who may not be listed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ddq.drawing.chart import Chart, Edge, Line, Node
from ddq.ownership.chart import short
from ddq.ownership.chart_signs import SIGNS, key
from ddq.ownership.control import HALF, control
from ddq.ownership.graph import graph_on
from ddq.ownership.listed import RIGHTS, listed_structure
from ddq.ownership.model import Party, PartyKind
from ddq.ownership.owner_rows import NOT_NAMED, TARGET, OwnerRow, Row, listed_owners, text_of
from ddq.ownership.share import Share, percent
from ddq.questionnaire.text import folded
from ddq.questionnaire.values import Answered, U
from ddq.sentence import joined, numeric, say

Name = Callable[[str], str]
"""What a state is called."""

_RIGHTS = {
    "majority": say("majority of votes"),
    "veto": say("veto"),
    "golden_share": say("golden share"),
    "contract": say("contract"),
    "board_appointment": say("appoints directors"),
    "joint": say("joint control"),
}
_UNLISTED = "unlisted"


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


@dataclass(slots=True)
class ListedChart:
    """Collects what the lists tell, and draws it."""

    vendor: str
    countries: tuple[str, ...]
    name: Name
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    edges: list[Edge] = field(default_factory=list[Edge])
    holdings: list[Holding] = field(default_factory=list[Holding])
    own: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """What companies hold of themselves."""

    def add_parents(self, rows: Iterable[Row]) -> None:
        """The companies over the vendor: the ultimate parent over the parent, where there is one.

        A vendor that is its own ultimate parent has none.
        """
        seats = [(text_of(row.get("name", U)), row.get("role", U), _code(row.get("country", U))) for row in rows]
        seats = [seat for seat in seats if folded(seat[0]) != folded(self.vendor)]
        parents = [seat for seat in seats if seat[1] == "parent"]
        above = TARGET
        for number, (title, _, country) in enumerate(parents):
            self._add(Party(f"parent {number}", title, PartyKind.company, country))
            self._holds(f"parent {number}", (say("parent"),), TARGET, Line.dotted)
            above = f"parent {number}" if len(parents) == 1 else TARGET
        for number, (title, role, country) in enumerate(seats):
            if role == "ultimate_parent":
                self._add(Party(f"ultimate {number}", title, PartyKind.company, country))
                self._holds(f"ultimate {number}", (say("ultimate parent"),), above, Line.dotted)

    def add_owners(self, rows: Iterable[Row], links: Iterable[Row], day: date) -> None:
        """The holders, each over the companies through which it holds, and above them who stands behind them."""
        rows, links = [*rows], [*links]
        owners = listed_owners(self.vendor, rows, links)
        structure = listed_structure(self.vendor, rows, links)
        controllers = {
            name for one in control(graph_on(structure, day), TARGET).controllers if one.sure for name in one.parties
        }
        entries: dict[str, list[OwnerRow]] = {}
        for one in owners.holdings:
            entries.setdefault(one.holder, []).append(one.row)
        for identifier, party in owners.parties.items():
            if identifier != TARGET:
                self._add(party, _notes(entries.get(identifier, [])), strong=identifier in controllers)
        for one in owners.holdings:
            if one.elsewhere and one.row.control not in RIGHTS:
                continue
            labels, line = _labels(one.row), _line(one.row)
            carries = one.held == TARGET or one.held in controllers
            strong = one.holder in controllers and carries and _gives_control(one.row)
            if one.row.through and not one.in_chain and not one.elsewhere:
                between = f"{one.holder} through"
                self.nodes[between] = Node(between, one.row.through, say("held through"))
                self._holds(one.holder, labels, between, line, strong=strong, last=TARGET)
                self.edges.append(Edge(between, TARGET, (), line, strong))
            else:
                self._holds(one.holder, labels, one.held, line, strong=strong)

    def _add(self, party: Party, notes: Iterable[str] = (), *, strong: bool = False) -> None:
        shape, tint, words = SIGNS[party.kind]
        untold = (PartyKind.unspecified, PartyKind.dispersed)
        said = "" if party.kind in untold else say("state") if party.kind is PartyKind.state else words
        where = None if party.country is None else self.name(party.country)
        note = joined(part for part in (said, *notes, where) if part)
        title = say("Not known") if party.name in ("", NOT_NAMED) else party.name
        self.nodes[party.id] = Node(party.id, title, note, party.country or "", shape, tint, strong=strong)

    def _holds(
        self, holder: str, labels: tuple[str, ...], held: str, line: Line, *, strong: bool = False, last: str = ""
    ) -> None:
        if holder == held:  # shares in itself, which are no arrow
            self._own(holder, labels)
            return
        over, title = self._title(last or held), self._title(holder)
        has = joined(labels) or say("a part that is not told")
        if last:
            has = say("{holding} through {company}", holding=has, company=self.nodes[held].title)
        words = say("{holder} in {company}: {holding}", holder=title, company=over, holding=has)
        self.edges.append(Edge(holder, held, labels or (say("part not told"),), line, strong, words=words))
        node = self.nodes.get(holder)
        note, tag = (node.note, node.tag) if node is not None else ("", ", ".join(self.countries))
        self.holdings.append(Holding(title, note, tag, has, over))

    def _title(self, identifier: str) -> str:
        return self.vendor if identifier == TARGET else self.nodes[identifier].title

    def _own(self, holder: str, labels: tuple[str, ...]) -> None:
        title, has = self._title(holder), joined(labels) or say("a part that is not told")
        self.holdings.append(Holding(title, say("own shares"), "", has, title))
        self.own.setdefault(holder, []).append(has)
        if holder != TARGET:
            node = self.nodes[holder]
            note = joined(part for part in (node.note, say("own shares: {holding}", holding=has)) if part)
            self.nodes[holder] = replace(node, note=note)

    def made(self, day: date, *, complete: bool) -> EnteredOwners | None:
        """The chart; None where the lists name nobody."""
        if not self.nodes and not self.own:
            return None
        if not complete:
            self._add(Party(_UNLISTED, say("Holders not listed"), PartyKind.unknown))
            self._holds(_UNLISTED, (say("not known"),), TARGET, Line.dotted)
        place = ", ".join(self.countries)
        own = [say("own shares: {holding}", holding=has) for has in self.own.get(TARGET, ())]
        vendor = Node(TARGET, self.vendor, joined(part for part in (place, *own) if part), place, subject=True)
        nodes = (vendor, *self.nodes.values())
        steps = _steps(self.edges)
        edges = tuple(replace(one, backward=_goes_back(one, steps)) for one in self.edges)
        title = say("Owners of {company} as of {day}", company=self.vendor, day=numeric(day))
        return EnteredOwners(Chart(title, nodes, edges, (), key(nodes, edges)), tuple(self.holdings))


def _notes(entries: Sequence[OwnerRow]) -> Iterator[str]:
    """What is said of a party beside its kind and its state."""
    if not entries:
        yield say("no entry describes it")
    if any(row.employees for row in entries):
        yield say("employees")
    if any(row.state_controlled for row in entries):
        yield say("controlled by a state")


def _steps(edges: Sequence[Edge]) -> dict[str, int]:
    """How far above the vendor everybody is, by the arrows."""
    above: dict[str, list[str]] = {}
    for edge in edges:
        above.setdefault(edge.target, []).append(edge.source)
    found = {TARGET: 0}
    waiting = deque(found)
    while waiting:
        held = waiting.popleft()
        for holder in above.get(held, ()):
            if holder not in found:
                found[holder] = found[held] + 1
                waiting.append(holder)
    return found


def _goes_back(edge: Edge, steps: Mapping[str, int]) -> bool:
    source, target = steps.get(edge.source), steps.get(edge.target)
    return source is not None and target is not None and source < target


def _gives_control(row: OwnerRow) -> bool:
    votes = row.voting()
    return row.control in ("majority", "contract") or (votes is not None and votes.more_than(HALF) is True)


def _labels(row: OwnerRow) -> tuple[str, ...]:
    shares: list[str] = []
    if row.votes is not None and row.votes == row.capital:
        shares.append(short(row.votes))
    else:
        shares += [_capital(row.capital)] if row.capital is not None else []
        shares += [_votes(row.votes)] if row.votes is not None else []
    return (*shares, *([_RIGHTS[row.control]] if row.control in _RIGHTS else []))


def _capital(share: Share) -> str:
    if share.exact:
        return say("{share} % capital", share=percent(share.lo))
    return say("{range} capital", range=short(share))


def _votes(share: Share) -> str:
    return say("{share} % votes", share=percent(share.lo)) if share.exact else say("{range} votes", range=short(share))


def _line(row: OwnerRow) -> Line:
    if row.control == "contract":
        return Line.dashed
    return Line.dotted if row.votes is None and row.capital is None else Line.solid


def _code(value: Answered) -> str | None:
    return value if isinstance(value, str) else None
