"""A reading of flows in words, and as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Any

from ddq.dataflow.model import ClearAccess, Flow, FlowReading, FlowsReading, LawReading, Reader, Ruling
from ddq.dataflow.words import data_words, either
from ddq.sentence import Said, joined, say

Name = Callable[[str], str]
"""What a state is called."""

ACCESS_WORDS = {
    "clear": say("seen in clear"),
    "storage": say("stored, encrypted"),
    "transit": say("passes through, encrypted"),
}
KEY_WORDS = {
    "customer_only": say("keys with the customer only"),
    "vendor": say("keys with the vendor"),
    "shared": say("keys with customer and vendor"),
    "none": say("no keys: not encrypted"),
}
PERSONAL_WORDS = {
    "none": say("no personal data"),
    "ordinary": say("ordinary personal data"),
    "sensitive": say("sensitive personal data"),
    None: say("whether it is personal data is not known"),
}
CLEAR_WORDS = {True: say("yes"), False: say("no"), None: say("not known")}
FIELD_WORDS = {
    "origin": say("the place that the data comes from"),
    "country": say("the place where it goes"),
    "personal": say("the personal data in it"),
    "people": say("the number of people"),
    "mechanism": say("the mechanism"),
}
"""What an open field is called in a sentence."""


def lines(reading: FlowsReading, name: Name, width: int) -> Iterator[str]:
    """The reading in words, no line longer than `width` but for long words."""
    for line in _lines(reading, name):
        indent = " " * (len(line) - len(line.lstrip()))
        yield from wrap(line, width, subsequent_indent=f"{indent}  ", break_long_words=False) if line else [""]


def _lines(reading: FlowsReading, name: Name) -> Iterator[str]:
    yield summary(reading)
    for one in reading.flows:
        yield ""
        yield f"{one.flow.number}. {called(one.flow)} (answer {one.flow.question}, entry {one.flow.row})"
        yield f"  {from_to(one.flow, name)}"
        yield f"  {described(one.flow)}"
        yield f"  Transfer: {one.transfer.why}"
        if one.transfer.open:
            yield f"    It turns on {turns_on(one)}, which {'is' if len(one.transfer.open) == 1 else 'are'} not known."
        for condition in conditions(one):
            yield f"    Condition: {condition}"
        yield f"  Clear access: {CLEAR_WORDS[one.clear.reached]}. {one.clear.why}"
        yield from (f"    {text}" for text in readers(one.clear, name))


def conditions(reading: FlowReading) -> tuple[str, ...]:
    """The conditions under which the flow is allowed; none while it is not known whether it is."""
    return reading.transfer.conditions if reading.transfer.ruling is Ruling.allowed_with else ()


def readers(clear: ClearAccess, name: Name) -> Iterator[str]:
    """Who can see the data in clear, the vendor's staff together."""
    yield from (one.text for one in clear.readers if one.by != "staff")
    for sure in (True, False):
        found = [one for one in clear.readers if one.by == "staff" and one.sure is sure]
        if found:
            told = joined(_team(one, name) for one in found)
            asked = ", ".join(sorted({one.question for one in found}))
            if sure:
                yield say("staff who see data in clear: {teams} (answer {question})", teams=told, question=asked)
            else:
                yield say("staff who may see data in clear: {teams} (answer {question})", teams=told, question=asked)


def _team(one: Reader, name: Name) -> Said:
    there = _place(one.country, name)
    return say("{team} in {state}", team=one.name or say("a team"), state=there)


def summary(reading: FlowsReading) -> str:
    """How many flows have which ruling, and whether all are listed."""
    if not reading.asked:
        return f"No list of flows applies as of {reading.day}."
    count = len(reading.flows)
    if not count:
        closed = "which is declared complete" if reading.complete else "and the list is not declared complete"
        return f"No flow is listed as of {reading.day}, {closed}."
    parts = [f"{reading.count(ruling)} {ruling.words}" for ruling in Ruling if reading.count(ruling)]
    listed = "1 flow" if count == 1 else f"{count} flows"
    complete = "the list is declared complete" if reading.complete else "the list is not declared complete"
    return f"{listed} as of {reading.day}: {', '.join(parts)}; {complete}."


def called(flow: Flow) -> str:
    """The flow's own name, or that it has none."""
    return flow.name or say("a flow of which nothing can be relied on")


def from_to(flow: Flow, name: Name) -> str:
    """Where the data comes from and goes, with who sends and who holds it."""
    origin, there = either(name(code) for code in flow.origins) or _place(None, name), _place(flow.country, name)
    if flow.sender:
        origin = say("{place} ({name})", place=origin, name=flow.sender)
    if flow.holder:
        there = say("{place} ({name})", place=there, name=flow.holder)
    return say("From {origin} to {destination}", origin=origin, destination=there)


def _place(code: str | None, name: Name) -> str:
    return say("a place that is not known") if code is None else name(code)


def described(flow: Flow) -> str:
    """Which data it is, how it can be reached there, and by which mechanism it goes."""
    data = data_words(flow.data) or say("data not named")
    access = ACCESS_WORDS[flow.access] if flow.access else "how it can be reached there is not known"
    keys = KEY_WORDS[flow.keys] if flow.keys else "who holds the keys is not known"
    access += "" if flow.access == "clear" else f"; {keys}"
    mechanism = flow.mechanism.replace("_", " ") if flow.mechanism else "not known"
    by = "" if flow.personal == "none" else f"; mechanism: {mechanism}"
    return f"{data}; {PERSONAL_WORDS[flow.personal]}; {access}{by}"


def turns_on(reading: FlowReading) -> str:
    """What is not known and would decide, as a list in words."""
    return joined(FIELD_WORDS[name] for name in reading.transfer.open)


def as_data(reading: FlowsReading) -> dict[str, Any]:
    """The reading as plain data."""
    return {
        "as_of": reading.day.isoformat(),
        "asked": reading.asked,
        "complete": reading.complete,
        "rulings": {ruling.value: reading.count(ruling) for ruling in Ruling},
        "flows": [_flow(one) for one in reading.flows],
    }


def _flow(one: FlowReading) -> dict[str, Any]:
    flow, transfer = one.flow, one.transfer
    return {
        "question": flow.question,
        "row": flow.row,
        "name": flow.name or None,
        "data": list(flow.data),
        "from": {"states": list(flow.origins), "sender": flow.sender or None},
        "to": {"state": flow.country, "holder": flow.holder or None},
        "access": flow.access,
        "keys": flow.keys,
        "mechanism": flow.mechanism,
        "personal": flow.personal,
        "people": list(flow.people),
        "purpose": flow.purpose or None,
        "transfer": {
            "ruling": transfer.ruling.value,
            "possible": [ruling.value for ruling in transfer.possible],
            "why": transfer.why,
            "open": list(transfer.open),
            "conditions": list(transfer.conditions),
            "laws": [_law(law) for law in transfer.laws],
        },
        "clear": _clear(one.clear),
    }


def _law(law: LawReading) -> dict[str, Any]:
    return {
        "rule": law.law.id,
        "regime": law.law.regime,
        "ruling": law.ruling.value,
        "possible": [ruling.value for ruling in law.possible],
        "open": list(law.open),
        "rules": [
            {
                "id": met.rule.id,
                "name": met.rule.name,
                "citation": met.rule.citation,
                "gives": met.rule.gives,
                "sure": met.sure,
                "note": met.note,
                "basis": met.rule.basis.value,
                "checked_on": met.rule.checked_on.isoformat() if met.rule.checked_on else None,
            }
            for met in law.rules
        ],
    }


def _clear(clear: ClearAccess) -> dict[str, Any]:
    return {
        "reached": clear.reached,
        "why": clear.why,
        "readers": [
            {
                "by": one.by,
                "name": one.name or None,
                "state": one.country,
                "sure": one.sure,
                "question": one.question,
                "row": one.row,
                "text": one.text,
            }
            for one in clear.readers
        ],
    }
