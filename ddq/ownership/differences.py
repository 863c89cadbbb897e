"""What entering would change, in words: a line for each entry and for each of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from ddq.assessment.model import Event


def differences_in_words(events: Sequence[Event]) -> Iterator[str]:
    """What the events would change, a line for each entry and each field."""
    for event in events:
        old, new = _row_of(event.old), _row_of(event.new)
        name = str(new.get("name") or old.get("name") or event.subject)
        yield f"{event.subject} “{name}”: {'a new entry' if event.old is None else 'changed'}"
        for field in dict.fromkeys((*old, *new)):
            if old.get(field) != new.get(field):
                was = f"{_in_words(old[field])} → " if field in old else ""
                yield f"  {field}: {was}{_in_words(new.get(field))}"
        if _part(event.old, "note") != _part(event.new, "note"):
            yield f"  note: {_part(event.new, 'note')}"
        added = [one for one in _sources(event.new) if one not in _sources(event.old)]
        if added:
            yield f"  sources: {', '.join(added)}"


def _part(answer: object, key: str) -> Any:
    return cast(Mapping[str, Any], answer).get(key) if isinstance(answer, dict) else None


def _row_of(answer: object) -> Mapping[str, Any]:
    value = _part(answer, "value")
    return cast(Mapping[str, Any], value) if isinstance(value, dict) else {}


def _sources(answer: object) -> list[str]:
    basis = _part(answer, "basis")
    found = _part(basis, "sources")
    return [str(_part(one, "title")) for one in cast(list[object], found)] if isinstance(found, list) else []


def _in_words(value: object) -> str:
    if value is True or value is False:
        return "yes" if value else "no"
    return "nothing" if value is None else str(_part(value, "name") or value)
