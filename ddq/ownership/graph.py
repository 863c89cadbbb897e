"""The relations that hold on a day, added up for each company: who has what part of its capital and of its votes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from ddq.ownership.model import CONTROLS, INFLUENCES, Gap, Party, Relation, RelationKind, Structure
from ddq.ownership.share import ALL, NOTHING, UNKNOWN, WHOLE, Share, together

_CAPITAL = frozenset({RelationKind.share, RelationKind.nominee, RelationKind.nominator})
_VOTES = _CAPITAL | {RelationKind.vote}

Holdings = Mapping[str, Mapping[str, Share]]
"""By company, what each holder has of it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in the relations themselves that does not add up."""

    kind: str
    """`twice`, `disagreement`, `over` or `untraced`."""
    held: str
    holder: str = ""
    detail: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Who holds what on one day."""

    day: date
    parties: Mapping[str, Party]
    capital: Holdings
    votes: Holdings
    controls: Mapping[str, tuple[Relation, ...]]
    """By the party that is controlled, the relations that give control whatever the votes."""
    influences: Mapping[str, tuple[Relation, ...]]
    """By the party on which they act, the special rights."""
    nominees: frozenset[str]
    """Those who hold for others."""
    indirect: tuple[Relation, ...]
    """Stated holdings through others, by which the computed ones are checked."""
    gaps: tuple[Gap, ...]
    sources: Mapping[tuple[str, str], tuple[str, ...]]
    """By holder and held, what their relations rest on."""
    doubts: tuple[Doubt, ...]

    def party(self, identifier: str) -> Party:
        """The party of that id; one that is only referred to has its id for a name."""
        return self.parties.get(identifier) or Party(identifier, identifier)

    def unlisted(self, holdings: Holdings, company: str) -> Share:
        """The part of a company of which no holder is listed."""
        found = holdings.get(company, {})
        lo, hi = sum((one.lo for one in found.values()), NOTHING), sum((one.hi for one in found.values()), NOTHING)
        return Share(max(NOTHING, WHOLE - hi), max(NOTHING, WHOLE - lo))


def graph_on(structure: Structure, day: date) -> Graph:
    """The graph of the relations that hold on `day`."""
    standing = [one for one in structure.relations if one.on(day)]
    direct, indirect, untraced = _apart(standing)
    capital, doubts = _added(direct, _CAPITAL)
    votes, more = _added(_voting(direct), _VOTES)
    # What is wrong with a share is told once, of the capital, where the votes only follow it.
    told = {(one.kind, one.held, one.holder) for one in doubts}
    doubts += [one for one in more if (one.kind, one.held, one.holder) not in told]
    return Graph(
        day,
        structure.parties,
        capital,
        votes,
        _by_held(one for one in direct if one.kind in CONTROLS),
        _by_held(one for one in direct if one.kind in INFLUENCES),
        frozenset(
            [one.holder for one in direct if one.kind is RelationKind.nominee]
            + [one.held for one in direct if one.kind is RelationKind.nominator]
        ),
        tuple(indirect),
        structure.gaps,
        _sources(direct),
        tuple(doubts + untraced),
    )


def _sources(relations: Iterable[Relation]) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for one in relations:
        if one.source:
            found[one.holder, one.held][one.source] = None
    return {pair: tuple(sorted(of)) for pair, of in found.items()}


def _by_held(relations: Iterable[Relation]) -> dict[str, tuple[Relation, ...]]:
    found: dict[str, list[Relation]] = defaultdict(list)
    for one in relations:
        found[one.held].append(one)
    return {held: tuple(found[held]) for held in sorted(found)}


def _apart(standing: list[Relation]) -> tuple[list[Relation], list[Relation], list[Doubt]]:
    """What is held directly; what is held through others; what of that no listed chain explains.

    An indirect holding without a chain counts where it fits beside the direct ones. Where it does not, it must run
    through one of them, and counting it would count a part of the company twice.
    """
    direct = [one for one in standing if not one.indirect]
    indirect = [one for one in standing if one.indirect]
    if not indirect:
        return direct, indirect, []
    above: dict[str, set[str]] = defaultdict(set)
    for one in direct:
        above[one.held].add(one.holder)
    held, _ = _added(direct, _CAPITAL)
    taken = {company: sum((one.lo for one in holders.values()), NOTHING) for company, holders in held.items()}
    untraced: list[Doubt] = []
    for one in indirect:
        if _leads(above, one.held, one.holder):
            continue
        least = one.share.lo if one.share else NOTHING
        so_far = taken.get(one.held, NOTHING)
        if one.kind not in _CAPITAL or so_far + least <= WHOLE:
            direct.append(replace(one, indirect=False))
            taken[one.held] = so_far + (least if one.kind in _CAPITAL else NOTHING)
        else:
            share = one.share or UNKNOWN
            untraced.append(Doubt("untraced", one.held, one.holder, str(share), one.place))
    return direct, indirect, untraced


def _leads(above: Mapping[str, set[str]], start: str, end: str) -> bool:
    """Whether somebody is found on the way up from a company."""
    seen, waiting = {start}, [start]
    while waiting:
        for holder in above.get(waiting.pop(), ()):
            if holder == end:
                return True
            if holder not in seen:
                seen.add(holder)
                waiting.append(holder)
    return False


def _voting(direct: list[Relation]) -> Iterator[Relation]:
    """The relations that give votes.

    A share gives votes in proportion, until votes of the company are stated apart: then those of a holder whose votes
    are not stated are not known. A company's shares in itself do not vote.
    """
    stated = {(one.held, one.holder) for one in direct if one.kind is RelationKind.vote}
    apart = {held for held, _ in stated}
    for one in direct:
        if one.holder == one.held or one.kind not in _VOTES:
            continue
        if one.kind is RelationKind.vote or one.held not in apart:
            yield one
        elif (one.held, one.holder) not in stated:
            yield replace(one, share=UNKNOWN)


def _added(relations: Iterable[Relation], kinds: frozenset[RelationKind]) -> tuple[Holdings, list[Doubt]]:
    """By company and holder, what all relations give together; and what does not add up."""
    relevant = [one for one in relations if one.kind in kinds]
    behind: dict[str, int] = defaultdict(int)
    for one in relevant:
        if one.kind is not RelationKind.nominee:
            behind[one.held] += 1
    lots: dict[str, dict[str, list[Relation]]] = defaultdict(lambda: defaultdict(list))
    for one in relevant:
        # The only one for whom a nominee holds has all that it holds.
        all_of_it = one.kind is RelationKind.nominator and one.share is None and behind[one.held] == 1
        lots[one.held][one.holder].append(replace(one, share=ALL) if all_of_it else one)
    doubts: list[Doubt] = []
    holdings: dict[str, Mapping[str, Share]] = {}
    for company in sorted(lots):
        holders = {holder: _of_holder(lots[company][holder], doubts) for holder in sorted(lots[company])}
        holdings[company] = _fitted(company, holders, doubts)
    return holdings, doubts


def _of_holder(lots: list[Relation], doubts: list[Doubt]) -> Share:
    """What one holder has of one company: lots of one source added up, sources that differ both left possible."""
    if len(lots) == 1:
        return lots[0].share or UNKNOWN
    by_source: dict[str, dict[tuple[object, ...], Relation]] = defaultdict(dict)
    for one in lots:
        same = (one.kind, one.share, one.start, one.end)
        if same in by_source[one.source]:
            doubts.append(Doubt("twice", one.held, one.holder, str(one.share or UNKNOWN), one.place))
        by_source[one.source][same] = one
    sums = [together(one.share or UNKNOWN for one in of.values()) for _, of in sorted(by_source.items())]
    found = sums[0]
    for other in sums[1:]:
        if other != found:
            doubts.append(Doubt("disagreement", lots[0].held, lots[0].holder, f"{found}, {other}", lots[-1].place))
            found = found.hull(other)
    return found


def _fitted(company: str, holders: dict[str, Share], doubts: list[Doubt]) -> Mapping[str, Share]:
    """Holdings that fit into the whole: nobody can have more than the others leave.

    Where more than the whole is listed, some of it is wrong, and any holding may be wrong by all of the excess.
    """
    total = sum((one.lo for one in holders.values()), NOTHING)
    if total > WHOLE:
        doubts.append(Doubt("over", company, detail=str(total)))
        excess = total - WHOLE
        return {holder: _less(one, excess) for holder, one in holders.items()}
    if all(one.exact for one in holders.values()):
        return holders
    return {holder: one.within(WHOLE - (total - one.lo)) for holder, one in holders.items()}


def _less(share: Share, excess: Fraction) -> Share:
    lo = max(NOTHING, share.lo - excess)
    return Share(lo, share.hi, False, share.under and lo < share.hi)
