"""What is known of who holds what: the parties, the relations between them, and what is not disclosed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ddq.ownership.share import Share


class PartyKind(StrEnum):
    """What a party is."""

    person = "person"
    company = "company"
    fund = "fund"
    trust = "trust"
    state = "state"
    """A state or a body that is part of it."""
    dispersed = "dispersed"
    """Many holders that nobody commands as one, such as the shares traded in public."""
    unknown = "unknown"
    """Somebody of whom it is known that they are there, and not who."""
    unspecified = "unspecified"
    """The source does not say what it is."""


ENDS = frozenset({PartyKind.person, PartyKind.state, PartyKind.dispersed})
"""Where a chain of holders ends because there can be nobody behind."""


class RelationKind(StrEnum):
    """How one party stands to another; the holder is always the first."""

    share = "share"
    """A part of the capital; the votes follow it where they are not stated apart."""
    vote = "vote"
    """A part of the votes, whatever the capital."""
    board = "board"
    """Appoints members of the board; its share is that of the seats."""
    golden_share = "golden_share"
    """A special right by which a holder has a say whatever its share."""
    veto = "veto"
    """Can stop decisions."""
    contract = "contract"
    """Controls by contract, as in a variable interest entity (VIE)."""
    general_partner = "general_partner"
    """Manages a partnership."""
    nominee = "nominee"
    """A part of the capital and its votes, held for somebody else."""
    nominator = "nominator"
    """Stands behind a nominee, who holds for it."""
    trustee = "trustee"
    """Holds and votes for a trust."""
    trust_interest = "trust_interest"
    """Settlor, protector or beneficiary of a trust."""
    influence = "influence"
    """Some other influence or control, of which the source does not say more."""
    income = "income"
    """A right to income or assets that is no share: told, and not computed with."""
    consolidation = "consolidation"
    """Takes the other into its consolidated accounts, which takes control; what part it holds is not said."""
    management = "management"
    """Manages it or sits on its board, which is no holding."""


CONTROLS = frozenset(
    {
        RelationKind.contract,
        RelationKind.general_partner,
        RelationKind.nominator,
        RelationKind.trustee,
        RelationKind.consolidation,
    }
)
"""Relations that give control whatever the votes."""
INFLUENCES = frozenset(
    {
        RelationKind.golden_share,
        RelationKind.veto,
        RelationKind.board,
        RelationKind.trust_interest,
        RelationKind.influence,
        RelationKind.income,
    }
)
"""Special rights: they are told, and some of them may give control."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who holds or is held."""

    id: str
    name: str
    kind: PartyKind = PartyKind.unspecified
    country: str | None = None
    """ISO 3166-1 alpha-2: of a company's seat, or whose law or command reaches it; never a person's nationality."""
    identifiers: tuple[tuple[str, str], ...] = ()
    """Pairs of scheme and identifier."""
    note: str | None = None
    """What the source says of a party that it does not name."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One holder's relation to one other party, as one source tells it."""

    holder: str
    held: str
    kind: RelationKind = RelationKind.share
    share: Share | None = None
    """None: the source does not say how much."""
    start: date | None = None
    end: date | None = None
    """The first day on which it no longer holds."""
    source: str = ""
    """Where it can be read."""
    place: str = ""
    """Where in the file it stands, such as `line 7`."""
    indirect: bool = False
    """Whether it runs through others, who are not said: it is a check on what is computed, never added to it."""

    def on(self, day: date) -> bool:
        """Whether it holds on that day, as far as its dates are known."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Gap:
    """What the source says that it does not disclose."""

    party: str
    reason: str
    """The source's own word, such as `NON_CONSOLIDATING`."""
    detail: str = ""
    undisclosed: bool = True
    """False where the reason says that there is nobody to disclose."""


@dataclass(frozen=True, slots=True)
class Structure:
    """All of it, whatever the day."""

    parties: Mapping[str, Party] = field(default_factory=dict[str, Party])
    relations: tuple[Relation, ...] = ()
    gaps: tuple[Gap, ...] = ()
