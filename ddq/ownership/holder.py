"""One holder as an entry of a list: who it is, its shares as percentages or their ends, and its right by one code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from ddq.ownership.model import Party, PartyKind, RelationKind
from ddq.ownership.share import NOTHING, WHOLE, Share

LEAST = Fraction(5, 100)
"""Holders of less, without control or a special right, are not listed: the lowest level at which regimes ask."""
_KINDS = {
    PartyKind.person: "person",
    PartyKind.company: "company",
    PartyKind.trust: "company",
    PartyKind.fund: "fund",
    PartyKind.state: "state",
    PartyKind.dispersed: "public",
}
_RIGHTS = (
    (RelationKind.contract, "contract"),
    (RelationKind.general_partner, "contract"),
    (RelationKind.trustee, "contract"),
    (RelationKind.nominator, "contract"),
    (RelationKind.consolidation, "majority"),
    (RelationKind.golden_share, "golden_share"),
    (RelationKind.veto, "veto"),
    (RelationKind.board, "board_appointment"),
)
"""Rights in the order in which one of them stands for all."""
_DECIMALS = 10_000
"""Parts of one per cent: a percentage is written with four decimals."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One entry of a list; what no field can tell is told in its note."""

    party: str
    values: Mapping[str, str | bool]
    said: tuple[str, ...]
    """What else is to be told of it."""
    sources: tuple[str, ...]
    ranges: Mapping[str, Share] = field(default_factory=dict[str, Share])
    """By field, the shares that are not exact."""

    def note(self, told: Collection[str] = ()) -> str:
        """What stands in the note; `told` are the fields whose range has fields of its own that say all of it."""
        shares = [f"{name}: {share}" for name, share in self.ranges.items() if name not in told]
        return "; ".join((*shares, *self.said))


def party_values(party: Party) -> dict[str, str | bool]:
    """The fields that say who a party is."""
    values: dict[str, str | bool] = {"name": party.name}
    if party.kind in _KINDS:
        values["holder_kind"] = _KINDS[party.kind]
    if party.country and party.kind is not PartyKind.dispersed:
        values["country"] = party.country
    return values


def not_named(party: Party) -> tuple[str, ...]:
    """What the source says of a party that it does not name."""
    return (f"not named by the source ({party.note})",) if party.kind is PartyKind.unknown and party.note else ()


def code_of(kinds: Iterable[RelationKind]) -> str | None:
    """The code that stands for all of the rights; None where none of them has one."""
    found = frozenset(kinds)
    return next((code for kind, code in _RIGHTS if kind in found), None)


def exact_percent(share: Share) -> str | None:
    """A known share with at most four decimals, no value that is not a whole number shown as one; None of a range."""
    if not share.exact:
        return None
    value = share.lo * 100
    parts = round(value * _DECIMALS)
    if parts % _DECIMALS == 0 and value * _DECIMALS != parts:
        parts += 1 if value * _DECIMALS > parts else -1
    return _decimal(parts)


def ends(share: Share) -> tuple[str | None, str | None]:
    """The ends of a range in percent, rounded outwards; None for an end that says nothing."""
    low = _decimal(floor(share.lo * 100 * _DECIMALS)) if share.lo > NOTHING else None
    high = _decimal(ceil(share.hi * 100 * _DECIMALS)) if share.hi < WHOLE else None
    return low, high


def ends_tell_all(share: Share) -> bool:
    """Whether the ends, as they are written, are the range itself: both closed, neither rounded."""
    rounded = any((end * 100 * _DECIMALS).denominator > 1 for end in (share.lo, share.hi))
    return not (share.over or share.under or rounded or (share.lo == NOTHING and share.hi == WHOLE))


def _decimal(parts: int) -> str:
    return f"{parts // _DECIMALS}.{parts % _DECIMALS:04d}".rstrip("0").rstrip(".")
