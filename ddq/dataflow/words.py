"""What the codes of a list of flows are called in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ddq.sentence import Said, joined, say

_DATA: Mapping[str, Said] = {
    "content": say("content"),
    "metadata": say("metadata"),
    "account": say("account"),
    "telemetry": say("telemetry"),
    "logs": say("logs"),
    "backups": say("backups"),
    "keys_or_credentials": say("keys or credentials"),
}


def either(names: Iterable[str]) -> str:
    """One or another; empty without any."""
    found = ""
    for one in names:
        found = say("{one} or {other}", one=found, other=one) if found else one
    return found


def data_words(codes: Iterable[str]) -> Said:
    """Which kinds of data, one after another."""
    return joined(_DATA.get(code) or code.replace("_", " ") for code in codes)
