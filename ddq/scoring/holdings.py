"""The holdings that the lists of holders and of chains tell: of each holder in the vendor, and of others in holders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ddq.questionnaire.model import GroupFeed
from ddq.questionnaire.text import folded
from ddq.questionnaire.values import NA, Answered, U
from ddq.scoring.entries import Entry
from ddq.scoring.nexus import DISPERSED, label, votes_of

VENDOR = ""
"""The party that all this is about."""
Row = Mapping[str, Answered]
_ANYTHING = (Decimal(0), Decimal(100))


@dataclass(frozen=True, slots=True)
class Holding:
    """What one entry says that somebody has in somebody else."""

    entry: int
    """The place of the entry among all of both lists."""
    holder: str
    """One party under one key: the same name in the same state, else an entry of its own."""
    held: tuple[str, ...]
    """Those in whom it holds; several where several have the name, none where nobody listed has it."""
    perhaps: tuple[str, ...]
    """Entries whose own name is not known, so that each may be the one that is meant."""
    votes: tuple[Decimal, Decimal]
    """In percent, at least and at most."""
    control: str
    """The code of its control or special right; empty where that is not known."""
    sure: bool
    """Whether it surely stands: its list applies, and it is known who holds in whom, and that somebody commands it."""
    state: bool | None
    """Whether the holder is a state or a body of one; None where that is not known."""
    country: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A holding with its entry and its names as texts."""

    entry: Entry
    name: str
    folded: str
    """The name as it is compared."""
    holding: Holding

    @property
    def in_chain(self) -> bool:
        """Whether it stands in the list of chains."""
        return self.entry.feed is GroupFeed.chains

    @property
    def held_name(self) -> str:
        """In whom it holds, as the entry calls it."""
        return label(self.entry.row.get("held", U))


def links(entries: Sequence[Entry]) -> tuple[Link, ...]:
    """Every holding of the lists; an entry without a basis, and one of dispersed holders, tells none."""
    named = [_folded(label(entry.row.get("name", U))) for entry in entries]
    keys = [_key(place, entry.row, name) for place, (entry, name) in enumerate(zip(entries, named, strict=True))]
    by_name: dict[str, dict[str, None]] = {}
    for entry, key, name in zip(entries, keys, named, strict=True):
        if entry.hidden is not None:
            by_name.setdefault(name, {})[key] = None
    return tuple(
        Link(entry, label(entry.row.get("name", U)), name, _holding(place, entry, key, by_name))
        for place, (entry, key, name) in enumerate(zip(entries, keys, named, strict=True))
        if entry.hidden is not None and not _is_dispersed(entry.row)
    )


def belongs_to_state(row: Row) -> bool | None:
    """Whether a holder is the state or a body that the state controls; None where that is not known."""
    kind, controlled = row.get("holder_kind", U), row.get("state_controlled", U)
    if kind in DISPERSED or kind is NA:
        return False
    if kind == "state" or (controlled is True and kind is not U):
        return True
    return None if controlled is True or controlled is U else False


_folded = lru_cache(maxsize=4096)(folded)
"""The same names come again with every answer, and folding one takes 10 microseconds."""


def _is_dispersed(row: Row) -> bool:
    kind = row.get("holder_kind", U)
    return kind in DISPERSED or kind is NA


def _key(place: int, row: Row, name: str) -> str:
    country = row.get("country", U)
    # Two entries are the same party only where both name and state say so.
    return f"{name}|{country}" if name and isinstance(country, str) else f"#{place}"


def _holding(place: int, entry: Entry, key: str, by_name: Mapping[str, Mapping[str, None]]) -> Holding:
    row, control, country = entry.row, entry.row.get("control", U), entry.row.get("country", U)
    is_link = entry.feed is GroupFeed.chains
    named = _folded(label(row.get("held", U)))
    held = tuple(one for one in by_name.get(named, ()) if one != key) if is_link and named else (VENDOR,)
    # Where a link does not say in whom it holds, it may have anything in the vendor itself.
    nowhere = is_link and not named
    return Holding(
        entry=place,
        holder=key,
        held=held,
        perhaps=tuple(one for one in by_name.get("", ()) if one != key) if is_link and named else (),
        votes=_ANYTHING if nowhere else votes_of(row),
        control="" if nowhere else "none" if control is NA else control if isinstance(control, str) else "",
        sure=entry.applies and not nowhere and row.get("holder_kind", U) is not U,
        state=belongs_to_state(row),
        country=country if isinstance(country, str) else None,
    )
