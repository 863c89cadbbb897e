"""The neutral test of clear access: who can see the data of a flow in clear. The same for every state and every vendor.

It is that of the European Data Protection Board's Recommendations 01/2020: keys that only the customer holds protect
data that is stored or passes through; no technical measure protects data that is seen in clear, remote access included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ddq.dataflow.model import ClearAccess, Flow, Reader, Team

Place = Callable[[str | None], str]
"""What a state is called within a sentence."""

_IN_CLEAR = "It is seen in clear there, and no technical measure protects what is seen in clear."
_BY_KEYS = "Others than the customer can open it; keys that only the customer holds would end that."
_SEALED = "Only the customer holds the keys, so what is stored or passes through stays closed to all others."
_NO_BASIS = "The entry has no basis that can be relied on, so nothing of it is known."
_NO_ACCESS = "How the data can be reached there is not known."
_NO_KEYS = "Who holds the keys is not known."


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
    holder = f"“{flow.holder}”" if flow.holder else "whoever holds it"
    there, known = place(flow.country), flow.access is not None
    if flow.access in ("clear", None):
        text = f"{holder} in {there} {'sees' if known else 'may see'} it in clear"
        yield Reader("place", flow.holder, flow.country, known, flow.question, flow.row, text)
    if flow.access == "clear" or flow.keys == "customer_only":
        return
    can = "can" if known else "may"
    if flow.keys is None:
        text = "whoever holds the keys can open it, and who that is is not known"
    elif flow.keys == "none":
        text = f"it is not encrypted, so {holder} in {there} {can} read it"
    else:
        text = f"the vendor holds the keys{' too' if flow.keys == 'shared' else ''} and {can} open it"
    name = flow.holder if flow.keys == "none" else ""
    sure = known and flow.keys is not None
    yield Reader("keys", name, flow.country, sure, flow.question, flow.row, text)


def _staff(teams: Sequence[Team], place: Place, *, sure: bool) -> Iterator[Reader]:
    """The vendor's staff who see data in clear; of which flow is not asked, so of each that others can open."""
    for team in teams:
        if team.sees_clear_data is False:
            continue
        surely = sure and team.sees_clear_data is True
        name = f"“{team.name}”" if team.name else f"team {team.number} of the vendor"
        text = f"{name} in {place(team.country)} {'sees' if surely else 'may see'} data in clear"
        yield Reader("staff", team.name, team.country, surely, team.question, team.row, text)
