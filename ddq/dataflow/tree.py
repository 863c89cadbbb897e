"""The flows as a tree of lines: by the state and the holder to whom data goes, then by the kinds of data.

The marks are words and signs that every terminal has: `!` where somebody other than the buyer can see the data in
clear, `?` where that is not known, a blank where nobody can.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from ddq.dataflow.model import Flow, FlowReading, FlowsReading, Reader
from ddq.dataflow.telling import ACCESS_WORDS, Name, called, data_words, either, summary
from ddq.drawing.branches import LINES, Branch, Branches

_Key = TypeVar("_Key")
MOST_READERS = 40
"""Teams of staff that are told for a state."""
_MARKS = {True: "!", None: "?", False: " "}
KEY = "! somebody other than the buyer can see the data in clear; ? whether anybody can is not known"


def flow_tree(reading: FlowsReading, name: Name, branches: Branches = LINES) -> Iterator[str]:
    """The lines of the tree; `name` says what a state is called."""
    root = Branch(summary(reading))
    states: dict[str | None, Branch] = {}
    holders: dict[tuple[str | None, str], Branch] = {}
    kinds: dict[tuple[str | None, str, str], Branch] = {}
    for one in reading.flows:
        flow = one.flow
        state = _under(states, flow.country, root, _place(flow.country, name))
        holder = _under(holders, (flow.country, flow.holder), state, flow.holder or "Holder not known")
        data = data_words(flow.data) or "data not named"
        kind = _under(kinds, (flow.country, flow.holder, data), holder, data)
        kind.under.append(Branch(_told(one, name)))
    for country, teams in _staff(reading).items():
        state = _under(states, country, root, _place(country, name))
        state.under += [Branch(_team(reader, flows)) for reader, flows in teams[:MOST_READERS]]
        if len(teams) > MOST_READERS:
            state.under.append(Branch(f"… and {len(teams) - MOST_READERS:,} more teams"))
    yield from root.drawn(branches)
    if any(one.clear.reached is not False for one in reading.flows):
        yield KEY


def _under(known: dict[_Key, Branch], key: _Key, above: Branch, words: str) -> Branch:
    """The branch of that key, hung from the one above where it is new."""
    found = known.get(key)
    if found is None:
        found = known[key] = Branch(words)
        above.under.append(found)
    return found


def _told(one: FlowReading, name: Name) -> str:
    flow = one.flow
    access = ACCESS_WORDS[flow.access] if flow.access else "how it can be reached there is not known"
    words = f"{_MARKS[one.clear.reached]} {flow.number}. {called(flow)}, from {_origin(flow, name)}: {access}; "
    return f"{words}transfer {one.transfer.ruling.words}"


def _origin(flow: Flow, name: Name) -> str:
    place = either(name(code) for code in flow.origins) or "a place that is not known"
    return f"{place} ({flow.sender})" if flow.sender else place


def _place(country: str | None, name: Name) -> str:
    return "Place not known" if country is None else name(country)


def _staff(reading: FlowsReading) -> dict[str | None, list[tuple[Reader, list[int]]]]:
    """By state, the teams of staff who can see data in clear, each with the flows that it can see."""
    teams: dict[tuple[str, str], tuple[Reader, list[int]]] = {}
    for one in reading.flows:
        for reader in one.clear.readers:
            if reader.by == "staff":
                teams.setdefault((reader.question, reader.row), (reader, []))[1].append(one.flow.number)
    found: dict[str | None, list[tuple[Reader, list[int]]]] = {}
    for reader, flows in teams.values():
        found.setdefault(reader.country, []).append((reader, flows))
    return found


def _team(reader: Reader, flows: list[int]) -> str:
    which = f"flow{'s' if len(flows) > 1 else ''} {', '.join(map(str, flows))}"
    mark, verb = ("!", "can") if reader.sure else ("?", "may")
    return f"{mark} staff, {reader.name or 'a team'}: {verb} see {which} in clear"
