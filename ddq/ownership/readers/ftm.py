"""FollowTheMoney: one entity a line, `{id, schema, properties}`; holdings are entities of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ddq.foreign.plain_json import items, mapping, word
from ddq.ownership.model import Party, PartyKind, Relation, RelationKind
from ddq.ownership.readers.draft import Draft, Place, country_code, named
from ddq.ownership.share import Share

_PARTIES = {
    "Person": PartyKind.person,
    "Company": PartyKind.company,
    "Organization": PartyKind.company,
    "LegalEntity": PartyKind.unspecified,
    "PublicBody": PartyKind.state,
    "Trust": PartyKind.trust,
    "Asset": PartyKind.company,
}
_RELATIONS = {
    "Ownership": ("owner", "asset", RelationKind.share),
    "Directorship": ("director", "organization", RelationKind.management),
    "Representation": ("agent", "client", RelationKind.management),
}
_IDENTIFIERS = {"leiCode": "LEI", "registrationNumber": "registration", "ogrnCode": "OGRN", "innCode": "INN"}


def read_ftm(entities: Iterable[tuple[Place, Any]], draft: Draft) -> None:
    """Take the entities of one file."""
    passed: Counter[str] = Counter()
    file = ""
    for place, data in entities:
        file = place.file
        found = mapping(data)
        identifier, schema = word(found.get("id")), word(found.get("schema"))
        properties = mapping(found.get("properties"))
        if not identifier or not schema:
            draft.problem(place, "O007", "this entity is not read: it needs an id and a schema")
        elif schema in _PARTIES:
            draft.party(_party(identifier, schema, found, properties), place)
        elif schema in _RELATIONS:
            _relations(schema, properties, draft, place)
        else:
            passed[named(schema)] += 1
    if passed:
        listed = ", ".join(f"{schema} ({count:,})" for schema, count in sorted(passed.items())[:12])
        message = f"{passed.total():,} entities say nothing of ownership: {listed}"
        draft.problem(Place(file), "O009", message, None, "info")


def _texts(properties: Mapping[str, Any], *names: str) -> list[str]:
    return [text for name in names for one in items(properties.get(name)) if (text := word(one).strip())]


def _party(identifier: str, schema: str, found: Mapping[str, Any], properties: Mapping[str, Any]) -> Party:
    kind = _PARTIES[schema]
    name = next(iter([*_texts(properties, "name"), word(found.get("caption"))]), "") or identifier
    # A person's countries may be nationalities, which nothing rests on.
    countries = [] if kind is PartyKind.person else _texts(properties, "jurisdiction", "mainCountry", "country")
    pairs = [(scheme, named(text)) for key, scheme in _IDENTIFIERS.items() for text in _texts(properties, key)]
    return Party(identifier, named(name), kind, country_code(countries), tuple(pairs))


def _relations(schema: str, properties: Mapping[str, Any], draft: Draft, place: Place) -> None:
    first, second, kind = _RELATIONS[schema]
    holders, held = _texts(properties, first), _texts(properties, second)
    if not holders or not held:
        draft.problem(place, "O007", f"this {schema} is not read: it needs {first} and {second}")
        return
    starts = [draft.start(text, place) for text in _texts(properties, "startDate")]
    ends = [draft.end(text, place) for text in _texts(properties, "endDate")]
    share = _share(_texts(properties, "percentage"), draft, place) if kind is RelationKind.share else None
    source = next(iter(_texts(properties, "sourceUrl", "publisher")), place.file)
    for holder in holders:
        for one in held:
            draft.expected.setdefault(holder, place)
            draft.expected.setdefault(one, place)
            draft.relations.append(
                Relation(
                    holder,
                    one,
                    kind,
                    share,
                    start=min((day for day in starts if day), default=None),
                    end=max((day for day in ends if day), default=None) if all(ends) else None,
                    source=named(source),
                    place=str(place),
                )
            )


def _share(texts: list[str], draft: Draft, place: Place) -> Share | None:
    """The percentage; where several are given, all are possible."""
    shares = [draft.share(text, place, bare_fraction=True) for text in texts]
    known = [share for share in shares if share is not None]
    if not known or len(known) < len(shares):
        return None
    found = known[0]
    for other in known[1:]:
        found = found.hull(other)
    return found
