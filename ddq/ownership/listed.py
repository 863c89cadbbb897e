"""The owners that an assessment lists: as a structure that can be read, and as a tree through whom they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from ddq.ownership.model import Party, PartyKind, Relation, RelationKind, Structure
from ddq.ownership.share import WHOLE, Share, of_percent
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
"""Companies between a holder and the vendor that are drawn."""


def listed_structure(vendor: str, rows: Iterable[Row]) -> Structure:
    """The vendor, its holders with what they have in it, and the states that control some of them.

    A list gives what a holder has in the vendor in effect, through whomever it holds, so each holds it directly here.
    """
    parties = {TARGET: Party(TARGET, vendor, PartyKind.company)}
    relations: list[Relation] = []
    for number, row in enumerate(rows, 1):
        identifier = f"holder {number}"
        party = _party(identifier, row)
        parties[identifier] = party
        control = row.get("control", U)
        votes, capital = _share(row.get("votes", U)), _share(row.get("capital", U))
        if votes is None and control == "majority":
            votes = _MAJORITY
        relations.append(Relation(identifier, TARGET, RelationKind.vote, votes))
        relations.append(Relation(identifier, TARGET, RelationKind.share, capital))
        right = _RIGHTS.get(control) if isinstance(control, str) else None
        if right is not None:
            relations.append(Relation(identifier, TARGET, right))
        if row.get("state_controlled", U) is True and party.country is not None:
            state = f"state {party.country}"
            parties[state] = Party(state, "A state", PartyKind.state, party.country)
            relations.append(Relation(state, identifier, RelationKind.share, _MAJORITY))
    return Structure(parties, tuple(relations))


@dataclass(slots=True)
class _Node:
    """Somebody in the tree, with who holds through it."""

    words: str
    is_entry: bool = False
    """Whether it has an entry of its own."""
    above: dict[str, _Node] = field(default_factory=dict[str, "_Node"])


def listed_tree(vendor: str, rows: Iterable[Row], branches: Branches = LINES) -> Iterator[str]:
    """The vendor at the root, and above it those through whom it is held, the nearest first, and their holders."""
    root = _Node(vendor)
    for number, row in enumerate(rows, 1):
        at = root
        for name in _through(row):
            at = at.above.setdefault(folded(name), _Node(name))
        party = _party(f"holder {number}", row)
        key = folded(party.name)
        words = f"{described(party)}: {_holding(row)}"
        met = at.above.get(key)
        if met is not None and not met.is_entry:  # so far only as one through whom others hold
            met.words, met.is_entry = words, True
        else:
            at.above[key if met is None else f"{key} {number}"] = _Node(words, is_entry=True)
    yield root.words
    yield from _drawn(root, "", branches)


def _drawn(node: _Node, indent: str, branches: Branches) -> Iterator[str]:
    last = len(node.above) - 1
    for number, one in enumerate(node.above.values()):
        yield f"{indent}{branches.last if number == last else branches.tee}{one.words}"
        yield from _drawn(one, indent + (branches.gap if number == last else branches.bar), branches)


def _party(identifier: str, row: Row) -> Party:
    name, kind, country = row.get("name", U), row.get("holder_kind", U), row.get("country", U)
    title = name.name if isinstance(name, Entity) else name if isinstance(name, str) else ""
    found = _KINDS.get(kind, PartyKind.unspecified) if isinstance(kind, str) else PartyKind.unspecified
    return Party(
        identifier,
        title or "Not named",
        found if title else PartyKind.unknown,
        country if isinstance(country, str) else None,
    )


def _share(value: Answered) -> Share | None:
    return of_percent(Fraction(value)) if isinstance(value, Decimal) else None


def _holding(row: Row) -> str:
    votes, capital, control = _share(row.get("votes", U)), _share(row.get("capital", U)), row.get("control", U)
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
