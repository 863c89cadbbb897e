"""What a reader of an ownership structure must know beside the figures: special rights, chains that are not traced,
cycles, and what in the data does not add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ddq.ownership.blocked import blocked
from ddq.ownership.control import Control, Controlling, states_among
from ddq.ownership.graph import Graph
from ddq.ownership.look_through import LookThrough, is_end
from ddq.ownership.model import ENDS, PartyKind, Relation, RelationKind
from ddq.ownership.share import NONE, NOTHING, UNKNOWN, WHOLE, percent


class FindingKind(StrEnum):
    """What was found."""

    closed_cycle = "closed_cycle"
    cross_holding = "cross_holding"
    own_shares = "own_shares"
    over_whole = "over_whole"
    opaque_chain = "opaque_chain"
    unlisted = "unlisted"
    unknown_owner = "unknown_owner"
    disclosure_gap = "disclosure_gap"
    state_in_aggregate = "state_in_aggregate"
    golden_share = "golden_share"
    veto = "veto"
    board = "board"
    contract = "contract"
    nominee = "nominee"
    trust = "trust"
    influence = "influence"
    income_right = "income_right"
    joint_control = "joint_control"
    control_cycle = "control_cycle"
    control_without_half = "control_without_half"
    listed_twice = "listed_twice"
    sources_disagree = "sources_disagree"
    not_traced = "not_traced"
    contradicts_chain = "contradicts_chain"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found, in a sentence."""

    kind: FindingKind
    parties: tuple[str, ...]
    sentence: str
    place: str = ""


def findings(graph: Graph, look: LookThrough, control: Control, controlling: Controlling) -> tuple[Finding, ...]:
    """All findings of a company, each once, in the order of their kinds."""
    reader = _Reader(graph, look, control, controlling)
    order = list(FindingKind)
    found = dict.fromkeys(reader.all())
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.parties, one.sentence)))


class _Reader:
    def __init__(self, graph: Graph, look: LookThrough, control: Control, controlling: Controlling) -> None:
        self.graph, self.look, self.control, self.controlling = graph, look, control, controlling
        self.target = look.target
        self.above = _all_above(graph, look.target)

    def all(self) -> Iterator[Finding]:
        yield from self._cycles()
        yield from self._doubts()
        yield from self._checks()
        yield from self._ends()
        yield from self._gaps()
        yield from self._states()
        yield from self._rights()
        yield from self._control()

    def _name(self, identifier: str) -> str:
        return f"“{self.graph.party(identifier).name}”"

    def _names(self, identifiers: tuple[str, ...]) -> str:
        names = [self._name(one) for one in identifiers[:8]]
        more = len(identifiers) - len(names)
        if more:
            return f"{', '.join(names)} and {more} more"
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    def _cycles(self) -> Iterator[Finding]:
        closed = set(self.look.closed)
        for members in self.look.cycles:
            if members in closed:
                sentence = f"{self._names(members)} hold each other whole: there is no outside owner"
                if len(members) == 1:
                    sentence = f"{self._names(members)} holds all of itself: there is no outside owner"
                yield Finding(FindingKind.closed_cycle, members, sentence)
            elif len(members) > 1:
                sentence = f"{self._names(members)} hold each other; each part is counted once"
                yield Finding(FindingKind.cross_holding, members, sentence)
            else:
                yield from map(self._own_shares, members)

    def _own_shares(self, name: str) -> Finding:
        share = self.graph.capital[name][name]
        sentence = f"{self._name(name)} holds {share} of itself: its other holders have that in proportion"
        return Finding(FindingKind.own_shares, (name,), sentence)

    def _doubts(self) -> Iterator[Finding]:
        for doubt in self.graph.doubts:
            if doubt.held not in self.above:
                continue
            holder, held = self._name(doubt.holder) if doubt.holder else "", self._name(doubt.held)
            parties = (doubt.holder, doubt.held) if doubt.holder else (doubt.held,)
            match doubt.kind:
                case "over":
                    total = percent(Fraction(doubt.detail))
                    sentence = f"holdings in {held} add up to {total} %; each may be wrong by the excess over 100 %"
                    yield Finding(FindingKind.over_whole, parties, sentence)
                case "twice":
                    sentence = f"the holding of {holder} in {held} is listed twice alike; it is counted once"
                    yield Finding(FindingKind.listed_twice, parties, sentence, doubt.place)
                case "disagreement":
                    one, other = doubt.detail.split(", ", 1)
                    sentence = (
                        f"sources disagree on what {holder} holds in {held}: {one}, and {other}; both stay possible"
                    )
                    yield Finding(FindingKind.sources_disagree, parties, sentence, doubt.place)
                case _:
                    sentence = (
                        f"{holder} is stated to hold {doubt.detail} of {held} through others, and no listed chain "
                        "leads there; it is not added to the direct holdings"
                    )
                    yield Finding(FindingKind.not_traced, parties, sentence, doubt.place)

    def _checks(self) -> Iterator[Finding]:
        """Stated indirect holdings in the company, beside what their chains give."""
        for one in self.graph.indirect:
            if one.held != self.target or one.share is None or one.kind is not RelationKind.share:
                continue
            computed = self.look.listed.get(one.holder)
            if computed is not None and (one.share.hi < computed.lo or computed.hi < one.share.lo):
                sentence = (
                    f"{self._name(one.holder)} is stated to hold {one.share} of {self._name(one.held)} through others; "
                    f"the listed chains give {computed}"
                )
                yield Finding(FindingKind.contradicts_chain, (one.holder, one.held), sentence, one.place)

    def _ends(self) -> Iterator[Finding]:
        for name in sorted(self.above):
            party = self.graph.party(name)
            has = self.look.listed.get(name, NONE)
            part = "" if name == self.target or has == UNKNOWN else f", which has {has} of the whole"
            if party.kind is PartyKind.unknown:
                why = f" ({party.note})" if party.note else ""
                yield Finding(FindingKind.unknown_owner, (name,), f"an owner is not known{why}{part}")
                continue
            if name in self.graph.nominees or is_end(self.graph, self.graph.capital, name):
                continue
            holders = self.graph.capital.get(name)
            left = self.graph.unlisted(self.graph.capital, name)
            if not holders and party.kind not in ENDS:
                who = f"who owns {self._name(name)} is not listed{part}"
                yield Finding(FindingKind.opaque_chain, (name,), who)
            elif left.lo > NOTHING:
                sentence = f"holders of {left} of {self._name(name)} are not listed{part}"
                yield Finding(FindingKind.unlisted, (name,), sentence)

    def _gaps(self) -> Iterator[Finding]:
        for gap in self.graph.gaps:
            if gap.party in self.above:
                detail = f": {gap.detail}" if gap.detail else ""
                verb = "does not disclose an owner" if gap.undisclosed else "states that there is no owner to disclose"
                sentence = f"{self._name(gap.party)} {verb} ({gap.reason}){detail}"
                yield Finding(FindingKind.disclosure_gap, (gap.party,), sentence)

    def _states(self) -> Iterator[Finding]:
        direct = self.graph.votes.get(self.target, {})
        for code, bodies in states_among(self.graph, self.above - {self.target}).items():
            members = self.controlling.surely(bodies) - {self.target}
            holders = tuple(name for name in sorted(direct) if name in members)
            if len(holders) > 1:
                total = sum((direct[name].lo for name in holders), NOTHING)
                total = min(total, WHOLE)
                who = f"bodies of the state {code}" if len(code) == 2 else "bodies of one state"
                sentence = f"{who} hold {percent(total)} % of the votes together: {self._names(holders)}"
                yield Finding(FindingKind.state_in_aggregate, holders, sentence)

    def _rights(self) -> Iterator[Finding]:
        for name in sorted(self.above):
            for one in (*self.graph.controls.get(name, ()), *self.graph.influences.get(name, ())):
                kind = _RIGHTS.get(one.kind)
                if kind is not None:
                    yield Finding(kind, (one.holder, one.held), self._right(one), one.place)
        for name in sorted(self.graph.nominees & self.above):
            behind = [one for one in self.graph.controls.get(name, ()) if one.kind is RelationKind.nominator]
            if not behind:
                sentence = f"{self._name(name)} holds for somebody else, who is not listed"
                yield Finding(FindingKind.nominee, (name,), sentence)

    def _right(self, one: Relation) -> str:
        holder, held = self._name(one.holder), self._name(one.held)
        seats = f"{one.share} of the board" if one.share else "members of the board"
        return {
            RelationKind.golden_share: f"{holder} has a golden share in {held}: a say whatever its part",
            RelationKind.veto: f"{holder} has a veto over {held}",
            RelationKind.board: f"{holder} appoints {seats} of {held}",
            RelationKind.contract: f"{holder} controls {held} by contract (VIE), whatever it owns of it",
            RelationKind.general_partner: f"{holder} manages {held} as its general partner",
            RelationKind.nominator: f"{holder} stands behind {held}, which holds for it",
            RelationKind.trustee: f"{holder} holds and votes {held} as its trustee",
            RelationKind.trust_interest: f"{holder} is settlor, protector or beneficiary of {held}",
            RelationKind.influence: f"{holder} has influence or control over {held} of which no more is said",
            RelationKind.income: f"{holder} has a right to income or assets of {held} that is no share",
        }[one.kind]

    def _control(self) -> Iterator[Finding]:
        for one, other in self.control.joint:
            sentence = f"{self._name(one)} and {self._name(other)} have half of the votes each: they control jointly"
            yield Finding(FindingKind.joint_control, (one, other), sentence)
        sure = [one for one in self.control.controllers if one.sure]
        if sure and not any(one.ultimate for one in sure):
            parties = tuple(name for one in sure for name in one.parties)
            names, target = self._names(parties), self._name(self.target)
            sentence = f"{names} control {target} in a circle: nobody is the ultimate controller"
            yield Finding(FindingKind.control_cycle, parties, sentence)
        for one in sure:
            if one.ultimate:
                caught = self.target in blocked(self.graph, one.parties).possible
                if not caught:
                    sentence = (
                        f"{self._names(one.parties)} controls {self._name(self.target)} without half of its capital: "
                        "the 50 % rule for listed persons does not reach it by ownership, control does"
                    )
                    yield Finding(FindingKind.control_without_half, one.parties, sentence)


_RIGHTS = {
    RelationKind.golden_share: FindingKind.golden_share,
    RelationKind.veto: FindingKind.veto,
    RelationKind.board: FindingKind.board,
    RelationKind.contract: FindingKind.contract,
    RelationKind.general_partner: FindingKind.contract,
    RelationKind.nominator: FindingKind.nominee,
    RelationKind.trustee: FindingKind.trust,
    RelationKind.trust_interest: FindingKind.trust,
    RelationKind.influence: FindingKind.influence,
    RelationKind.income: FindingKind.income_right,
}


def _all_above(graph: Graph, target: str) -> frozenset[str]:
    """The target and everybody who holds, controls or influences it, directly or through others."""
    seen, waiting = {target}, [target]
    while waiting:
        name = waiting.pop()
        above = [*graph.capital.get(name, ()), *graph.votes.get(name, ())]
        above += [one.holder for one in (*graph.controls.get(name, ()), *graph.influences.get(name, ()))]
        for holder in above:
            if holder not in seen:
                seen.add(holder)
                waiting.append(holder)
    return frozenset(seen)
