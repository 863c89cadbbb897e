"""The neutral test of clear access: who can see the data of a flow in clear. The same for every state and every vendor.

It is that of the European Data Protection Board's Recommendations 01/2020: keys that only the customer holds protect
data that is stored or passes through; no technical measure protects data that is seen in clear, remote access included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ddq.dataflow.model import ClearAccess, Flow, Reader, Team
from ddq.sentence import Said, say

Place = Callable[[str | None], str]
"""What a state is called within a sentence."""

_IN_CLEAR = say("It is seen in clear there, and no technical measure protects what is seen in clear.")
_BY_KEYS = say("Others than the customer can open it; keys that only the customer holds would end that.")
_SEALED = say("Only the customer holds the keys, so what is stored or passes through stays closed to all others.")
_NO_BASIS = say("The entry has no basis that can be relied on, so nothing of it is known.")
_NO_ACCESS = say("How the data can be reached there is not known.")
_NO_KEYS = say("Who holds the keys is not known.")


def clear_access(flow: Flow, teams: Sequence[Team], place: Place) -> ClearAccess:
    """Who can see the data in clear: whoever has it so at the place, whoever holds the keys, and the vendor's staff."""
    own = tuple(_at_the_place(flow, place))
    reached = True if any(one.sure for one in own) else None if own else False
    staff = () if reached is False else tuple(_staff(teams, place, sure=reached is True))
    return ClearAccess(reached, (*own, *staff), _why(flow, reached))


def _why(flow: Flow, reached: bool | None) -> str:
    if reached is False:
        return _SEALED
    if reached is True:
        return _IN_CLEAR if flow.access == "clear" else _BY_KEYS
    if not flow.relied_on:
        return _NO_BASIS
    return _NO_ACCESS if flow.access is None else _NO_KEYS


def _at_the_place(flow: Flow, place: Place) -> Iterator[Reader]:
    """Those who have the data there, and those who hold its keys."""
    holder = say("“{name}”", name=flow.holder) if flow.holder else say("whoever holds it")
    there, known = place(flow.country), flow.access is not None
    if flow.access in ("clear", None):
        if known:
            text = say("{holder} in {state} sees it in clear", holder=holder, state=there)
        else:
            text = say("{holder} in {state} may see it in clear", holder=holder, state=there)
        yield Reader("place", flow.holder, flow.country, known, flow.question, flow.row, text)
    if flow.access == "clear" or flow.keys == "customer_only":
        return
    if flow.keys is None:
        text = say("whoever holds the keys can open it, and who that is is not known")
    elif flow.keys == "none":
        text = _unencrypted(holder, there, known=known)
    elif flow.keys == "shared":
        text = say("the vendor holds the keys too and can open it")
        if not known:
            text = say("the vendor holds the keys too and may open it")
    else:
        text = say("the vendor holds the keys and can open it")
        if not known:
            text = say("the vendor holds the keys and may open it")
    name = flow.holder if flow.keys == "none" else ""
    sure = known and flow.keys is not None
    yield Reader("keys", name, flow.country, sure, flow.question, flow.row, text)


def _unencrypted(holder: str, there: str, *, known: bool) -> Said:
    if known:
        return say("it is not encrypted, so {holder} in {state} can read it", holder=holder, state=there)
    return say("it is not encrypted, so {holder} in {state} may read it", holder=holder, state=there)


def _staff(teams: Sequence[Team], place: Place, *, sure: bool) -> Iterator[Reader]:
    """The vendor's staff who see data in clear; of which flow is not asked, so of each that others can open."""
    for team in teams:
        if team.sees_clear_data is False:
            continue
        surely = sure and team.sees_clear_data is True
        name, there = say("“{name}”", name=team.name), place(team.country)
        if not team.name:
            name = say("team {number} of the vendor", number=team.number)
        if surely:
            text = say("{team} in {state} sees data in clear", team=name, state=there)
        else:
            text = say("{team} in {state} may see data in clear", team=name, state=there)
        yield Reader("staff", team.name, team.country, surely, team.question, team.row, text)
