"""The owners that an assessment lists: as a structure that can be read, and as a tree through whom they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ddq.drawing.branches import LINES, Branches
from ddq.ownership.model import Party, PartyKind, Relation, RelationKind, Structure
from ddq.ownership.owner_rows import MAJORITY, MOST_THROUGH, Listed, OwnerRow, Row, listed_owners, owner_row
from ddq.ownership.tree import described
from ddq.questionnaire.text import folded

RIGHTS = {
    "veto": RelationKind.veto,
    "golden_share": RelationKind.golden_share,
    "contract": RelationKind.contract,
    "board_appointment": RelationKind.board,
}
"""By the code of a right, the relation that it is."""
_RIGHT_WORDS = {
    "majority": "majority of votes",
    "veto": "veto",
    "golden_share": "golden share",
    "contract": "controls by contract",
    "board_appointment": "appoints directors",
    "joint": "joint control",
}


def listed_structure(vendor: str, rows: Iterable[Row], links: Iterable[Row] = ()) -> Structure:
    """The vendor, its holders with what they have in it, who stands behind them, and the states that control some.

    A list of holders gives what each has in the vendor in effect, through whomever it holds, so each holds it directly
    here. `links` are the entries of the list of who stands behind them, each in the entry that it names. Where one of
    them names the state behind a holder that a state controls, no other state is put there.
    """
    owners = listed_owners(vendor, rows, links)
    parties = dict(owners.parties)
    relations: list[Relation] = []
    told = {(one.held, one.row.country) for one in owners.holdings if one.row.kind is PartyKind.state}
    for one in owners.holdings:
        relations += _relations(one)
        party = parties[one.holder]
        if one.row.state_controlled and party.country is not None and (one.holder, party.country) not in told:
            state = f"state {party.country}"
            parties[state] = Party(state, "A state", PartyKind.state, party.country)
            relations.append(Relation(state, one.holder, RelationKind.share, MAJORITY))
    return Structure(parties, tuple(relations))


def _relations(one: Listed) -> Iterator[Relation]:
    row = one.row
    if not one.elsewhere:
        yield Relation(one.holder, one.held, RelationKind.vote, row.voting())
        yield Relation(one.holder, one.held, RelationKind.share, row.capital)
    if row.control in RIGHTS:
        yield Relation(one.holder, one.held, RIGHTS[row.control])


@dataclass(slots=True)
class _Node:
    """Somebody in the tree, with who holds through it."""

    words: str
    is_entry: bool = False
    """Whether it has an entry of its own."""
    above: dict[str, _Node] = field(default_factory=dict[str, "_Node"])


def listed_tree(
    vendor: str, rows: Iterable[Row], branches: Branches = LINES, links: Iterable[Row] = ()
) -> Iterator[str]:
    """The vendor at the root, and above it those through whom it is held, the nearest first, and their holders.

    `links` are the entries of those who stand behind them.
    """
    root = _Node(vendor)
    nodes: dict[str, _Node] = {}
    links = [*links]
    for number, one in enumerate(listed_owners(vendor, rows, links).holdings, 1):
        if one.in_chain or (one.elsewhere and one.row.control not in RIGHTS):
            continue
        at = root
        for name in one.row.between():
            at = at.above.setdefault(folded(name), _Node(name))
            nodes.setdefault(folded(name), at)
        party = one.row.party("")
        key = folded(party.name)
        words = f"{described(party)}: {_holding(one.row)}"
        met = at.above.get(key)
        if met is not None and not met.is_entry:  # so far only as one through whom others hold
            met.words, met.is_entry = words, True
        else:
            new = at.above[key if met is None else f"{key} {number}"] = _Node(words, is_entry=True)
            nodes.setdefault(key, new)
    _put_links(nodes, root, [owner_row(row) for row in links])
    yield root.words
    yield from _drawn(root, "", branches)


def _put_links(nodes: dict[str, _Node], root: _Node, links: list[OwnerRow]) -> None:
    """Put those who stand behind others over them, in whatever order they are listed."""
    waiting = [*enumerate(links, 1)]
    while waiting:
        found = [(number, row) for number, row in waiting if folded(row.held) in nodes]
        for number, row in found or waiting:
            party = row.party("")
            known = nodes.get(folded(row.held))
            lost = "" if known is not None else f" of {row.held or 'somebody'}, whom no entry names"
            node = _Node(f"{described(party)}: {_holding(row)}{lost}", is_entry=True)
            (known or root).above[f"link {number}"] = node
            nodes.setdefault(folded(party.name), node)
        waiting = [one for one in waiting if one not in found] if found else []


def _drawn(node: _Node, indent: str, branches: Branches) -> Iterator[str]:
    if len(indent) > MOST_THROUGH * len(branches.bar) and node.above:
        yield f"{indent}{branches.last}… the tree goes on"
        return
    last = len(node.above) - 1
    for number, one in enumerate(node.above.values()):
        yield f"{indent}{branches.last if number == last else branches.tee}{one.words}"
        yield from _drawn(one, indent + (branches.gap if number == last else branches.bar), branches)


def _holding(row: OwnerRow) -> str:
    parts = [f"{row.votes}"] if row.votes is not None and row.votes == row.capital else []
    if not parts:
        parts += [f"{row.votes} votes"] if row.votes is not None else []
        parts += [f"{row.capital} capital"] if row.capital is not None else []
    parts += [_RIGHT_WORDS[row.control]] if row.control in _RIGHT_WORDS else []
    parts += ["state-controlled"] if row.state_controlled else []
    return ", ".join(parts) or "not known how much"
