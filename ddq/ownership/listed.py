"""The owners that an assessment lists: as a structure that can be read, and as a tree through whom they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from ddq.ownership.model import Party, PartyKind, Relation, RelationKind, Structure
from ddq.ownership.share import NOTHING, WHOLE, Share, of_percent
from ddq.ownership.tree import LINES, Branches, described
from ddq.questionnaire.text import folded
from ddq.questionnaire.values import Answered, Entity, U

Row = Mapping[str, Answered]
"""An entry of the list of holders, as it is read."""

TARGET = "vendor"
"""The id of the vendor in the structure."""
_KINDS = {
    "person": PartyKind.person,
    "company": PartyKind.company,
    "fund": PartyKind.fund,
    "state": PartyKind.state,
    "employees": PartyKind.dispersed,
    "public": PartyKind.dispersed,
}
_RIGHTS = {
    "veto": RelationKind.veto,
    "golden_share": RelationKind.golden_share,
    "contract": RelationKind.contract,
    "board_appointment": RelationKind.board,
}
_RIGHT_WORDS = {
    "majority": "majority of votes",
    "veto": "veto",
    "golden_share": "golden share",
    "contract": "controls by contract",
    "board_appointment": "appoints directors",
    "joint": "joint control",
}
_MAJORITY = Share(Fraction(1, 2), WHOLE, over=True)
_MOST_THROUGH = 12
"""Companies between a holder and the vendor that are drawn, and how deep the tree is."""


def listed_structure(vendor: str, rows: Iterable[Row], links: Iterable[Row] = ()) -> Structure:
    """The vendor, its holders with what they have in it, who stands behind them, and the states that control some.

    A list of holders gives what each has in the vendor in effect, through whomever it holds, so each holds it directly
    here. `links` are the entries of the list of who stands behind them, each in the entry that it names. Where one of
    them names the state behind a holder that a state controls, no other state is put there.
    """
    links = tuple(links)
    parties = {TARGET: Party(TARGET, vendor, PartyKind.company)}
    relations: list[Relation] = []
    by_name: dict[str, str] = {}
    listed = [(f"holder {number}", row) for number, row in enumerate(rows, 1)]
    listed += [(f"link {number}", row) for number, row in enumerate(links, 1)]
    for identifier, row in listed:
        party = _party(identifier, row)
        known = by_name.setdefault(folded(party.name), identifier)
        if known == identifier or identifier.startswith("holder"):
            parties[identifier] = party
    told = {
        (folded(_text(row.get("held", U))), row.get("country", U)) for row in links if row.get("holder_kind") == "state"
    }
    for identifier, row in listed:
        is_link = identifier.startswith("link")
        holder = by_name[folded(_party(identifier, row).name)] if is_link else identifier
        held = TARGET
        if is_link:
            name = _text(row.get("held", U)) or "Not named"
            held = by_name.setdefault(folded(name), f"held {folded(name)}")
            parties.setdefault(held, Party(held, name))
        relations += _relations(holder, held, row)
        party = parties[holder]
        is_told = (folded(party.name), party.country) in told
        if row.get("state_controlled", U) is True and party.country is not None and not is_told:
            state = f"state {party.country}"
            parties[state] = Party(state, "A state", PartyKind.state, party.country)
            relations.append(Relation(state, holder, RelationKind.share, _MAJORITY))
    return Structure(parties, tuple(relations))


def _relations(holder: str, held: str, row: Row) -> Iterator[Relation]:
    control = row.get("control", U)
    votes = _votes(row)
    if votes is None and control == "majority":
        votes = _MAJORITY
    yield Relation(holder, held, RelationKind.vote, votes)
    yield Relation(holder, held, RelationKind.share, _share(row.get("capital", U)))
    right = _RIGHTS.get(control) if isinstance(control, str) else None
    if right is not None:
        yield Relation(holder, held, right)


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
    for number, row in enumerate(rows, 1):
        at = root
        for name in _through(row):
            at = at.above.setdefault(folded(name), _Node(name))
            nodes.setdefault(folded(name), at)
        party = _party(f"holder {number}", row)
        key = folded(party.name)
        words = f"{described(party)}: {_holding(row)}"
        met = at.above.get(key)
        if met is not None and not met.is_entry:  # so far only as one through whom others hold
            met.words, met.is_entry = words, True
        else:
            new = at.above[key if met is None else f"{key} {number}"] = _Node(words, is_entry=True)
            nodes.setdefault(key, new)
    _put_links(nodes, root, [*links])
    yield root.words
    yield from _drawn(root, "", branches)


def _put_links(nodes: dict[str, _Node], root: _Node, links: list[Row]) -> None:
    """Put those who stand behind others over them, in whatever order they are listed."""
    waiting = [*enumerate(links, 1)]
    while waiting:
        found = [(number, row) for number, row in waiting if folded(_text(row.get("held", U))) in nodes]
        for number, row in found or waiting:
            held = _text(row.get("held", U))
            party = _party(f"link {number}", row)
            known = nodes.get(folded(held))
            lost = "" if known is not None else f" of {held or 'somebody'}, whom no entry names"
            node = _Node(f"{described(party)}: {_holding(row)}{lost}", is_entry=True)
            (known or root).above[f"link {number}"] = node
            nodes.setdefault(folded(party.name), node)
        waiting = [one for one in waiting if one not in found] if found else []


def _drawn(node: _Node, indent: str, branches: Branches) -> Iterator[str]:
    if len(indent) > _MOST_THROUGH * len(branches.bar) and node.above:
        yield f"{indent}{branches.last}… the tree goes on"
        return
    last = len(node.above) - 1
    for number, one in enumerate(node.above.values()):
        yield f"{indent}{branches.last if number == last else branches.tee}{one.words}"
        yield from _drawn(one, indent + (branches.gap if number == last else branches.bar), branches)


def _party(identifier: str, row: Row) -> Party:
    title, kind, country = _text(row.get("name", U)), row.get("holder_kind", U), row.get("country", U)
    found = _KINDS.get(kind, PartyKind.unspecified) if isinstance(kind, str) else PartyKind.unspecified
    return Party(
        identifier,
        title or "Not named",
        found if title else PartyKind.unknown,
        country if isinstance(country, str) else None,
    )


def _text(value: Answered) -> str:
    return value.name if isinstance(value, Entity) else value if isinstance(value, str) else ""


def _votes(row: Row) -> Share | None:
    """The share of the votes, exact or as the range that is given."""
    exact = _share(row.get("votes", U))
    least, most = _share(row.get("votes_from", U)), _share(row.get("votes_to", U))
    if exact is not None or (least is None and most is None):
        return exact
    low, high = least.lo if least else NOTHING, most.hi if most else WHOLE
    return Share(min(low, high), max(low, high))


def _share(value: Answered) -> Share | None:
    return of_percent(Fraction(value)) if isinstance(value, Decimal) else None


def _holding(row: Row) -> str:
    votes, capital, control = _votes(row), _share(row.get("capital", U)), row.get("control", U)
    parts = [f"{votes}"] if votes is not None and votes == capital else []
    if not parts:
        parts += [f"{votes} votes"] if votes is not None else []
        parts += [f"{capital} capital"] if capital is not None else []
    right = _RIGHT_WORDS.get(control) if isinstance(control, str) else None
    parts += [right] if right else []
    parts += ["state-controlled"] if row.get("state_controlled", U) is True else []
    return ", ".join(parts) or "not known how much"


def _through(row: Row) -> list[str]:
    """Those between the holder and the vendor, the nearest to the vendor first."""
    text = row.get("held_through", U)
    if not isinstance(text, str):
        return []
    return [name.strip() for name in text.split(",") if name.strip()][:_MOST_THROUGH]
