"""From a row of a known group to the ways in which the state it names can reach the vendor or the buyer's data.

The nexus of each channel is the method's (docs/explanation/method.md). A field that is not known makes it an interval;
the basis of the row leaves the rest of it open as with any other answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ddq.dataflow.words import data_words
from ddq.questionnaire.model import GroupFeed
from ddq.questionnaire.values import NA, Answered, Entity, U
from ddq.scoring.arithmetic import hull
from ddq.scoring.model import Interval
from ddq.sentence import Number, Said, say

SEAT, CONTROL, CLEAR, STORAGE = 1.0, 0.9, 0.9, 0.8
HOLDING = SUPPLY = BUILD = TRANSIT = 0.4

LARGEST: Mapping[GroupFeed, float] = {
    GroupFeed.seats: SEAT,
    GroupFeed.holders: CONTROL,
    GroupFeed.chains: CONTROL,
    GroupFeed.flows: CLEAR,
    GroupFeed.staff: CLEAR,
    GroupFeed.subprocessors: CLEAR,
}
"""The groups that feed reach, and the strongest nexus that a row of each can give."""

Row = Mapping[str, Answered]


@dataclass(frozen=True, slots=True)
class Way:
    """One channel that a row opens."""

    channel: str
    nexus: Interval
    text: str
    """What the row does there, to be read after its name."""


def ways(feed: GroupFeed, row: Row, hidden: float | None) -> tuple[Way, ...]:
    """The channels that a row opens, before anything is known of the state; `hidden` is `u`, None without a basis.

    At least one way is returned, with a nexus of 0 where the row opens nothing, so that it can be shown and doubted.
    """
    most = LARGEST[feed]
    if hidden is None:
        return (Way("unknown", Interval(0.0, most), say("is listed without a basis, so that it may be anything")),)
    found = [way for way in _READERS[feed](row) if way.nexus.hi > 0.0]
    if not found:
        found = [Way("none", Interval(0.0, 0.0), say("gives no access and no influence, as far as is stated"))]
    return tuple(Way(way.channel, doubted(way.nexus, most, hidden), way.text) for way in found)


def doubted(nexus: Interval, most: float, hidden: float) -> Interval:
    """The nexus with what the basis leaves open: `hi + u*(most - hi)`."""
    return Interval(nexus.lo, max(nexus.hi, nexus.hi + hidden * (most - nexus.hi)))


def of_choice(value: Answered, nexus: Mapping[str, float]) -> Interval:
    """The nexus by choice; all that are possible while it is unknown, 0 where the field is not applicable."""
    if value is U:
        return Interval(min(nexus.values()), max(nexus.values()))
    return _exactly(0.0 if value is NA else nexus[str(value)])


def of_range(votes: tuple[Decimal, Decimal]) -> Interval:
    """What a share of the votes between two ends gives."""
    return Interval(of_total(votes[0]), of_total(votes[1]))


def of_total(votes: Decimal) -> float:
    """What a share of the votes gives: control above 50 %, a holding from 25 %."""
    return CONTROL if votes > 50 else HOLDING if votes >= 25 else 0.0


def _exactly(value: float) -> Interval:
    return Interval(value, value)


_ROLES = {
    "contracting_entity": SEAT,
    "place_of_management": SEAT,
    "parent": CONTROL,
    "ultimate_parent": CONTROL,
    "affiliate": 0.0,
}
_ROLE_WORDS = {
    "contracting_entity": say("is the contracting entity and has its seat there"),
    "place_of_management": say("is managed from there"),
    "parent": say("is the parent company and has its seat there"),
    "ultimate_parent": say("is the ultimate parent and has its seat there"),
}


def _seats(row: Row) -> list[Way]:
    role = row.get("role", U)
    nexus = of_choice(role, _ROLES)
    words = _ROLE_WORDS.get(str(role)) or say("has a seat there; its role is not known")
    return [Way("seat" if nexus.hi == SEAT else "control", nexus, words)]


CONTROL_CODES: Mapping[str, float] = {
    "none": 0.0,
    "majority": CONTROL,
    "veto": CONTROL,
    "golden_share": CONTROL,
    "contract": CONTROL,
    "joint": CONTROL,
    "board_appointment": HOLDING,
}
_CONTROL_WORDS = {
    "majority": say("controls the vendor by a majority"),
    "veto": say("controls the vendor by a veto"),
    "golden_share": say("has a say over the vendor by a golden share"),
    "contract": say("controls the vendor by contract"),
    "joint": say("controls the vendor jointly with another"),
    "board_appointment": say("may appoint members of the board"),
}
_NUMBERS = (int, Decimal)
DISPERSED = frozenset({"employees", "public"})
"""Holders that nobody commands as one."""


def _holders(row: Row) -> list[Way]:
    kind = row.get("holder_kind", U)
    if kind in DISPERSED or kind is NA:
        return []
    nexus = of_holding(row)
    if kind is U:
        nexus = hull(nexus, _exactly(0.0))
    channel = "control" if nexus.hi > HOLDING else "holding"
    return [Way(channel, nexus, holding_words(row))]


def _links(_: Row) -> list[Way]:
    """Nothing by itself: what a link of a chain gives follows from the whole chain (ddq.scoring.owners)."""
    return []


def of_holding(row: Row) -> Interval:
    """What votes and control give, whoever the holder is."""
    by_votes, by_control = of_range(votes_of(row)), of_choice(row.get("control", U), CONTROL_CODES)
    return Interval(max(by_votes.lo, by_control.lo), max(by_votes.hi, by_control.hi))


def holding_words(row: Row, held: str = "") -> str:
    """What a holder has in the vendor, or in another party that is named."""
    control, votes = row.get("control", U), votes_words(row)
    if held:
        words = say("holds {votes} of the votes of {held}", votes=votes, held=held)
    else:
        words = say("holds {votes} of the votes", votes=votes)
    named = _control_words(str(control), held)
    if named:
        return say("{control} and {holding}", control=named, holding=words)
    if control is not U:
        return words
    if held:
        return say("{holding} (and may control it otherwise)", holding=words)  # the chain goes on after it
    return say("{holding}; whether it controls the vendor otherwise is not known", holding=words)


def _control_words(control: str, held: str) -> Said | None:
    if not held:
        return _CONTROL_WORDS.get(control)
    match control:
        case "majority":
            return say("controls {held} by a majority", held=held)
        case "veto":
            return say("controls {held} by a veto", held=held)
        case "golden_share":
            return say("has a say over {held} by a golden share", held=held)
        case "contract":
            return say("controls {held} by contract", held=held)
        case "joint":
            return say("controls {held} jointly with another", held=held)
        case _:
            return _CONTROL_WORDS.get(control)


def votes_words(row: Row) -> str:
    """The share of the votes, exact or as a range."""
    votes = row.get("votes", U)
    if isinstance(votes, _NUMBERS):
        return Number(f"{votes} %")
    low, high = votes_of(row)
    if votes is NA or (low, high) == (0, 100):
        return say("an unknown share")
    least, most = Number(f"{low:f}"), Number(f"{high:f}")
    if high == 100:
        return say("{low} % or more", low=least)
    return say("up to {high} %", high=most) if low == 0 else say("{low} to {high} %", low=least, high=most)


def votes_of(row: Row) -> tuple[Decimal, Decimal]:
    """The share of the votes in percent, exact or from the range given; all is possible where nothing is known."""
    votes = row.get("votes", U)
    if isinstance(votes, _NUMBERS):
        return Decimal(votes), Decimal(votes)
    if votes is NA:
        return Decimal(0), Decimal(0)
    least, most = row.get("votes_from", U), row.get("votes_to", U)
    low = Decimal(least) if isinstance(least, _NUMBERS) else Decimal(0)
    high = Decimal(most) if isinstance(most, _NUMBERS) else Decimal(100)
    return (low, high) if low <= high else (Decimal(0), Decimal(100))


def _storage(keys: Answered) -> Interval:
    """Data at rest is out of reach where only the customer holds the keys."""
    return _exactly(STORAGE) if keys is NA else of_choice(keys, _KEYS)


_KEYS = {"customer_only": 0.0, "vendor": STORAGE, "shared": STORAGE, "none": STORAGE}
_TRANSIT = {"customer_only": 0.0, "vendor": TRANSIT, "shared": TRANSIT, "none": TRANSIT}


def _with_keys(access: str, keys: Answered) -> str:
    """How data can be reached, and under whose keys it lies."""
    if keys is U:
        return say("{access}; who holds the keys is not known", access=access)
    match str(keys):
        case "customer_only":
            return say("{access}, under keys that only the customer holds", access=access)
        case "vendor":
            return say("{access}, under keys that the vendor holds", access=access)
        case "shared":
            return say("{access}, under keys that the vendor holds too", access=access)
        case "none":
            return say("{access}, not encrypted", access=access)
        case _:
            return access


@dataclass(frozen=True, slots=True)
class _AccessWords:
    clear: str
    stored: str
    passing: str


def _flows(row: Row) -> list[Way]:
    access, keys = row.get("access", U), row.get("keys", U)
    holder = row.get("holder", U)
    data = row.get("data", U)
    words = data_words(data) if isinstance(data, tuple) and data else say("data")
    passing = say("{data} passing through", data=words)
    if holder is U or holder is NA:
        clear, stored = say("{data} seen in clear", data=words), say("{data} stored", data=words)
    else:
        name = label(holder)
        clear = say("{data} seen in clear by {holder}", data=words, holder=name)
        stored = say("{data} stored by {holder}", data=words, holder=name)
    return _access(access, keys, _AccessWords(clear, stored, passing))


def _subprocessors(row: Row) -> list[Way]:
    access, keys = row.get("access", U), row.get("keys", U)
    if access == "update":
        return [Way("supply", _exactly(SUPPLY), say("can update what the service runs on"))]
    if access == "none" or access is NA:
        return []
    return _access(access, keys, _AccessWords(say("sees data in clear"), say("stores data"), say("passes data on")))


def _access(access: Answered, keys: Answered, words: _AccessWords) -> list[Way]:
    if access is U:
        return [Way("clear access", Interval(0.0, CLEAR), say("how data can be reached there is not known"))]
    if access == "clear":
        return [Way("clear access", _exactly(CLEAR), words.clear)]
    if access == "storage":
        return [Way("storage", _storage(keys), _with_keys(words.stored, keys))]
    if access == "transit":
        nexus = _exactly(TRANSIT) if keys is NA else of_choice(keys, _TRANSIT)
        return [Way("supply", nexus, _with_keys(words.passing, keys))]
    return []


def _staff(row: Row) -> list[Way]:
    sees, builds = row.get("sees_clear_data", U), row.get("builds", U)
    return [
        Way("clear access", _yes(sees, CLEAR), _MAY_SEE if sees is U else _SEES),
        Way("build", _yes(builds, BUILD), _MAY_BUILD if builds is U else _BUILDS),
    ]


_SEES, _MAY_SEE = say("sees data in clear"), say("may be one that sees data in clear; this is not known")
_BUILDS = say("writes, signs or ships code")
_MAY_BUILD = say("may be one that writes, signs or ships code; this is not known")


def _yes(value: Answered, nexus: float) -> Interval:
    if value is U:
        return Interval(0.0, nexus)
    return _exactly(nexus if value is True else 0.0)


def label(value: Answered) -> str:
    """The name of a row, holder or place, as a text; empty where it has none."""
    if isinstance(value, Entity):
        return value.name
    return value if isinstance(value, str) else ""


_READERS: Mapping[GroupFeed, Callable[[Row], list[Way]]] = {
    GroupFeed.seats: _seats,
    GroupFeed.holders: _holders,
    GroupFeed.chains: _links,
    GroupFeed.flows: _flows,
    GroupFeed.staff: _staff,
    GroupFeed.subprocessors: _subprocessors,
}
