"""Whether two assessments are of the same vendor: by an identifier that both have, else by name."""

from __future__ import annotations

from collections.abc import Iterable

from ddq.assessment.model import Vendor


def same_vendor(one: Vendor, other: Vendor) -> bool:
    """Whether two records mean the same vendor."""
    return same_record((one.name, identifiers(one)), (other.name, identifiers(other)))


def same_record(one: tuple[str, Iterable[str]], other: tuple[str, Iterable[str]]) -> bool:
    """The same of names and of identifiers as `SCHEME:VALUE`.

    Two that name the same scheme with other values are two vendors, whatever their names.
    """
    mine, theirs = (_by_scheme(identifiers) for _, identifiers in (one, other))
    shared = mine.keys() & theirs.keys()
    if shared:
        return any(mine[scheme] == theirs[scheme] for scheme in shared)
    return _folded(one[0]) == _folded(other[0])


def identifiers(vendor: Vendor) -> tuple[str, ...]:
    """The identifiers as `SCHEME:VALUE`."""
    return tuple(f"{one.scheme}:{one.value}" for one in vendor.identifiers)


def _by_scheme(identifiers: Iterable[str]) -> dict[str, str]:
    pairs = (identifier.partition(":") for identifier in identifiers)
    return {_folded(scheme): _folded(value) for scheme, _, value in pairs}


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
