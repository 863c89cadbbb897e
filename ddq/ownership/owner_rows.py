"""The entries of the lists of holders and of chains, read once for the structure, the tree and the chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ddq.ownership.model import Party, PartyKind
from ddq.ownership.share import NOTHING, WHOLE, Share, of_percent
from ddq.questionnaire.text import folded
from ddq.questionnaire.values import Answered, Entity, U

Row = Mapping[str, Answered]
"""An entry of a list of owners, as it is read."""

TARGET = "vendor"
"""The id of the vendor among the parties."""
_KINDS = {
    "person": PartyKind.person,
    "company": PartyKind.company,
    "fund": PartyKind.fund,
    "state": PartyKind.state,
    "employees": PartyKind.dispersed,
    "public": PartyKind.dispersed,
}
NOT_NAMED = "Not named"
"""What a holder or a company without a name is called."""
MOST_THROUGH = 12
"""Companies between a holder and the vendor that are drawn."""
MAJORITY = Share(Fraction(1, 2), WHOLE, over=True)


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """What one entry says."""

    name: str
    """Empty where it is not known."""
    kind: PartyKind
    employees: bool
    country: str | None
    votes: Share | None
    """Exact or as the range that is given; None where nothing is known."""
    capital: Share | None
    control: str
    """The code of its control or special right; empty where it is not known."""
    state_controlled: bool
    through: str
    """Those between the holder and the vendor, as the entry names them."""
    held: str
    """In whom it holds, of an entry of the list of chains."""

    def voting(self) -> Share | None:
        """The votes, of which a majority is more than half whatever the range leaves open."""
        votes = self.votes
        if self.control != "majority" or (votes is not None and (votes.exact or votes.hi <= MAJORITY.lo)):
            return votes
        return MAJORITY if votes is None else Share(max(votes.lo, MAJORITY.lo), votes.hi, over=True)

    def between(self) -> list[str]:
        """The names of those between, the nearest to the vendor first."""
        return [name.strip() for name in self.through.split(",") if name.strip()][:MOST_THROUGH]

    def party(self, identifier: str) -> Party:
        """The holder as a party; one without a name is one that is not known."""
        return Party(identifier, self.name or NOT_NAMED, self.kind if self.name else PartyKind.unknown, self.country)


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry, with the ids of who holds and of whom it holds in."""

    holder: str
    held: str
    row: OwnerRow
    in_chain: bool
    """Whether it is an entry of the list of chains."""
    elsewhere: bool
    """Whether what it holds stands in other entries: it names no share, those through whom it holds are listed, and so
    is what it has in them."""


@dataclass(frozen=True, slots=True)
class ListedOwners:
    """Both lists together."""

    parties: Mapping[str, Party]
    holdings: tuple[Listed, ...]


def owner_row(row: Row) -> OwnerRow:
    """What an entry says, each field as far as it is known."""
    kind, control, country = row.get("holder_kind", U), row.get("control", U), row.get("country", U)
    return OwnerRow(
        name=text_of(row.get("name", U)),
        kind=_KINDS.get(kind, PartyKind.unspecified) if isinstance(kind, str) else PartyKind.unspecified,
        employees=kind == "employees",
        country=country if isinstance(country, str) else None,
        votes=_share(row, "votes"),
        capital=_share(row, "capital"),
        control=control if isinstance(control, str) else "",
        state_controlled=row.get("state_controlled", U) is True,
        through=text_of(row.get("held_through", U)),
        held=text_of(row.get("held", U)),
    )


def listed_owners(vendor: str, rows: Iterable[Row], links: Iterable[Row] = ()) -> ListedOwners:
    """Who holds in whom by the entries of both lists; `links` are those of the list of chains.

    Two holders of one name are two parties; in a chain a name means the first that is called so.
    """
    parties = {TARGET: Party(TARGET, vendor, PartyKind.company)}
    by_name = {folded(vendor): TARGET}
    holders = [owner_row(row) for row in rows]
    behind = [owner_row(row) for row in links]
    ids = [_known(f"holder {number}", row, parties, by_name, anew=True) for number, row in enumerate(holders, 1)]
    above = [_known(f"link {number}", row, parties, by_name) for number, row in enumerate(behind, 1)]
    in_chains = {folded(row.name) for row in behind if row.name}
    found = [
        Listed(identifier, TARGET, row, False, _is_elsewhere(row, in_chains, by_name))
        for identifier, row in zip(ids, holders, strict=True)
    ]
    for identifier, row in zip(above, behind, strict=True):
        name = row.held or NOT_NAMED
        held = by_name.setdefault(folded(name), f"held {folded(name)}") if row.held else "held by somebody"
        parties.setdefault(held, Party(held, name))
        found.append(Listed(identifier, held, row, True, False))
    return ListedOwners(parties, tuple(found))


def _known(
    identifier: str, row: OwnerRow, parties: dict[str, Party], by_name: dict[str, str], *, anew: bool = False
) -> str:
    """The id of a holder: that of its name where it may be one that is met already; `anew` only for the vendor itself.

    One without a name is never one that is met already.
    """
    name = folded(row.name)
    known = by_name.get(name) if row.name else None
    if known is not None and (known == TARGET or not anew):
        return known
    parties[identifier] = row.party(identifier)
    if row.name:
        by_name.setdefault(name, identifier)
    return identifier


def _is_elsewhere(row: OwnerRow, in_chains: set[str], by_name: Mapping[str, str]) -> bool:
    between = row.between()
    if row.votes is not None or row.capital is not None or not between or folded(row.name) not in in_chains:
        return False
    return all(folded(name) in by_name for name in between)


def text_of(value: Answered) -> str:
    """A name as a text; empty where there is none."""
    return value.name if isinstance(value, Entity) else value if isinstance(value, str) else ""


def _share(row: Row, field: str) -> Share | None:
    """A share, exact or as the range that is given."""
    exact = _part(row.get(field, U))
    least, most = _part(row.get(f"{field}_from", U)), _part(row.get(f"{field}_to", U))
    if exact is not None or (least is None and most is None):
        return exact
    low, high = least.lo if least else NOTHING, most.hi if most else WHOLE
    return Share(min(low, high), max(low, high))


def _part(value: Answered) -> Share | None:
    return of_percent(Fraction(value)) if isinstance(value, Decimal) else None
