"""The paths by owners: what a state's bodies hold together, and who reaches the vendor through others.

Each entry of the list of holders gives a path of its own (ddq.scoring.nexus). What stands here comes on top: nothing
that is found about chains makes the path of an entry weaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from ddq.questionnaire.model import GroupFeed
from ddq.questionnaire.values import NA, Answered, U
from ddq.scoring.chains import Chains, StateHolding, read_chains
from ddq.scoring.entries import Entry
from ddq.scoring.holdings import VENDOR, Holding, Link, belongs_to_state, links
from ddq.scoring.model import Because, Interval, ReachPath
from ddq.scoring.nexus import CONTROL, HOLDING, Way, doubted, holding_words, label, of_range, votes_of
from ddq.sentence import Number, joined, say


@dataclass(frozen=True, slots=True)
class OwnerPath:
    """A path, and the state that it leads to."""

    country: Answered
    """U where that is not known."""
    path: ReachPath


@dataclass(frozen=True, slots=True)
class Owners:
    """All that comes on top of the entries' own paths."""

    paths: tuple[OwnerPath, ...]
    together: float
    """What the votes of all bodies of states give together: those of an unknown state may belong to any."""
    of_states: frozenset[str]
    """The subjects of the entries whose holder is or may be such a body."""
    elsewhere: frozenset[str]
    """The subjects of entries whose holder may also stand behind another one."""


def owners(entries: Sequence[Entry]) -> Owners:
    """The paths by the entries of the lists of holders and of chains."""
    holders = [entry for entry in entries if entry.feed is GroupFeed.holders]
    chained = [entry for entry in entries if entry.feed is GroupFeed.chains]
    held = [one for one in (_held(entry) for entry in holders) if one is not None]
    together = _added_up(held).nexus.hi if len(held) > 1 else 0.0
    of_states = frozenset(one.entry.subject for one in held)
    if not any(entry.hidden is not None for entry in chained):
        return Owners(tuple(_of_states(held)), together, of_states, frozenset())
    every = [*holders, *chained]
    found = links(every)
    return Owners(tuple(_through(every, found)), together, of_states, _elsewhere(found))


@dataclass(frozen=True, slots=True)
class _Held:
    """The votes of a holder that is, or may be, the state or a body that the state controls."""

    entry: Entry
    least: Decimal
    most: Decimal


def _held(entry: Entry) -> _Held | None:
    belongs = belongs_to_state(entry.row)
    if entry.hidden is None or belongs is False:
        return None
    least, most = votes_of(entry.row)
    return _Held(entry, least if belongs and entry.applies else Decimal(0), most) if most > 0 else None


def _of_states(held: Sequence[_Held]) -> Iterator[OwnerPath]:
    for code in sorted({one.entry.country for one in held if isinstance(one.entry.country, str)}):
        own = [one for one in held if one.entry.country == code]
        if len(own) > 1:
            yield OwnerPath(code, _added_up(own))


def _added_up(held: Sequence[_Held]) -> ReachPath:
    """The path of a state that holds through several bodies."""
    lo = sum((one.least for one in held), Decimal(0))
    hi = min(Decimal(100), sum((one.most for one in held), Decimal(0)))
    least, most = Number(f"{lo:f}"), Number(f"{hi:f}")
    share = Number(f"{lo:f} %") if lo == hi else say("{low} to {high} %", low=least, high=most)
    entries = [one.entry for one in held]
    bodies = [(label(one.row.get("name", U)), belongs_to_state(one.row)) for one in entries]
    return _together(entries, of_range((lo, hi)), say("an unknown share") if (lo, hi) == (0, 100) else share, bodies)


def _together(
    entries: Sequence[Entry], nexus: Interval, share: str, bodies: Sequence[tuple[str, bool | None]]
) -> ReachPath:
    hidden = max(one.hidden or 0.0 for one in entries)
    named = joined(sorted(say("“{name}”", name=name) for name, _ in bodies))
    group = entries[0].group.id
    who = (
        say("bodies of the state")
        if all(surely for _, surely in bodies)
        else say("holders that are, or may be, bodies of the state")
    )
    text = say(
        "{who} hold {share} of the votes together: {names} (answer {question})",
        who=who,
        share=share,
        names=named,
        question=group,
    )
    channel = "control" if nexus.hi >= CONTROL else "holding"
    return ReachPath(channel, doubted(nexus, CONTROL, hidden), text, group, None)


def _through(entries: Sequence[Entry], found: Sequence[Link]) -> Iterator[OwnerPath]:
    """The paths of those who stand behind holders, and of holders who stand behind others too."""
    chains = read_chains(tuple(link.holding for link in found))
    by_holder: dict[str, list[Link]] = {}
    for link in found:
        by_holder.setdefault(link.holding.holder, []).append(link)
    names: dict[str, int] = {}
    for link in found:
        names[link.folded] = names.get(link.folded, 0) + 1
    told = {one.holding.entry: one for one in found}
    said: Said = {}
    for of_party in by_holder.values():
        for link in of_party:
            # One without a name or a state may be a party that is named elsewhere: together they may have any part.
            doubled = not link.folded or (link.holding.country is None and names[link.folded] > 1)
            if link.in_chain or len(of_party) > 1 or not link.folded:
                yield _path(link, (chains, entries, told, said), doubled=doubled)
    for code, state in chains.states.items():
        yield OwnerPath(code, _state(state, by_holder, entries))


Said = dict[tuple[int, int | None], tuple[str, Because]]
"""By the entries of a holding and of the next one down, what was said of it: chains share most of their way."""
Found = tuple[Chains, Sequence[Entry], Mapping[int, Link], Said]
"""The chains, the entries, by the place of its entry each holding with its names, and what was said so far."""


def _path(link: Link, of: Found, *, doubled: bool) -> OwnerPath:
    chains, entries, told, said = of
    key = link.holding.holder
    nexus = chains.nexus[key]
    hidden = max(entries[place].hidden or 0.0 for place in chains.behind[key])
    if doubled:
        nexus = Interval(nexus.lo, CONTROL)
    channel = "none" if nexus.hi == 0.0 else "control" if nexus.hi > HOLDING else "holding"
    linked = [told[step.entry] for step in _down_from(link, chains)]
    steps = tuple(_steps(linked, said))
    way = Way(channel, doubted(nexus, CONTROL, hidden), _one_by_one([words for words, _ in steps]))
    country = link.entry.row.get("country", U)
    path = link.entry.path(way, link.name, tuple(because for _, because in steps))
    return OwnerPath(U if country is NA else country, path)


def _one_by_one(words: Sequence[str]) -> str:
    """What each has in the next, as one sentence."""
    text = words[-1]
    for holding in reversed(words[:-1]):
        text = say("{holding}, which {next}", holding=holding, next=text)
    return text


def _down_from(link: Link, chains: Chains) -> tuple[Holding, ...]:
    """What this entry holds, and from there the shortest way to the vendor; by another entry, where none leads on."""
    own = link.holding
    on = [way for held in (*own.held, *own.perhaps) if (way := _on(held, own.holder, chains)) is not None]
    return (own, *min(on, key=len)) if on else chains.steps[own.holder] or (own,)


def _on(held: str, holder: str, chains: Chains) -> tuple[Holding, ...] | None:
    """The way from a party down to the vendor; None where none leads there but by the holder again."""
    if held == VENDOR:
        return ()
    way = chains.steps.get(held, ())  # dispersed holders hold in nobody
    arrives = bool(way) and VENDOR in (*way[-1].held, *way[-1].perhaps)
    return way if arrives and all(step.holder != holder for step in way) else None


def _of(link: Link, held: Link | None) -> str:
    """In whom a link holds, in words; empty for the vendor."""
    if held is not None:
        return say("“{name}”", name=held.name)
    if not link.in_chain:
        return ""
    if link.held_name:
        return say("“{name}”, which no entry names", name=link.held_name)
    return say("somebody who is not named")


def _steps(linked: Sequence[Link], said: Said) -> Iterator[tuple[str, Because]]:
    """Each holding in words and with its answer, from the far end of the chain down to the vendor."""
    for link, held in zip_longest(linked, linked[1:]):
        key = link.holding.entry, None if held is None else held.holding.entry
        step = said.get(key)
        if step is None:
            words = holding_words(link.entry.row, _of(link, held))
            row = link.entry.subject.partition("/")[2]
            text = say("“{name}” {way} {place}", name=link.name, way=words, place=link.entry.place)
            step = said[key] = words, Because(text, link.entry.group.id, row)
        yield step


def _state(state: StateHolding, by_holder: dict[str, list[Link]], entries: Sequence[Entry]) -> ReachPath:
    resting = [entries[place] for place in sorted(state.entries)]
    bodies = [
        (by_holder[body][0].name, any(belongs_to_state(link.entry.row) for link in by_holder[body]))
        for body in state.bodies
    ]
    unknown = (state.votes.lo, state.votes.hi) == (0, 1)
    return _together(resting, state.nexus, say("an unknown share") if unknown else state.votes.words, bodies)


def _elsewhere(found: Sequence[Link]) -> frozenset[str]:
    """Entries without a state whose name stands in a chain: they may be one party, whatever they hold together."""
    behind = {link.folded for link in found if link.in_chain}
    own = (link for link in found if not link.in_chain and link.holding.country is None)
    return frozenset(link.entry.subject for link in own if not link.folded or link.folded in behind)
