"""Beneficial Ownership Data Standard (BODS) 0.4: a list of statements, or one statement a line.

Of each record the last statement counts that was made by the as-of date. An interested party that the source does not
name stays an unknown owner with the source's reason. A relationship that runs through others is a check on its
components and is never added to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from ddq.foreign.plain_json import items, mapping, refuse, word
from ddq.ownership.model import Gap, Party, PartyKind, Relation, RelationKind
from ddq.ownership.readers.draft import Draft, Place, country_code, named
from ddq.ownership.share import Share

VERSION = "0.4"
_PERSONS = {"knownPerson": PartyKind.person}
_ENTITIES = {
    "registeredEntity": PartyKind.company,
    "legalEntity": PartyKind.company,
    "arrangement": PartyKind.trust,
    "anonymousEntity": PartyKind.unknown,
    "unknownEntity": PartyKind.unknown,
    "state": PartyKind.state,
    "stateBody": PartyKind.state,
}
_INTERESTS = {
    "shareholding": RelationKind.share,
    "votingRights": RelationKind.vote,
    "appointmentOfBoard": RelationKind.board,
    "otherInfluenceOrControl": RelationKind.influence,
    "rightsGrantedByContract": RelationKind.influence,
    "conditionalRightsGrantedByContract": RelationKind.influence,
    "controlViaCompanyRulesOrArticles": RelationKind.influence,
    "controlByLegalFramework": RelationKind.influence,
    "seniorManagingOfficial": RelationKind.management,
    "boardMember": RelationKind.management,
    "boardChair": RelationKind.management,
    "settlor": RelationKind.trust_interest,
    "protector": RelationKind.trust_interest,
    "beneficiaryOfLegalArrangement": RelationKind.trust_interest,
    "trustee": RelationKind.trustee,
    "nominee": RelationKind.nominee,
    "nominator": RelationKind.nominator,
    "rightsToSurplusAssetsOnDissolution": RelationKind.income,
    "rightsToProfitOrIncome": RelationKind.income,
    "enjoymentAndUseOfAssets": RelationKind.income,
    "rightToProfitOrIncomeFromAssets": RelationKind.income,
    "unknownInterest": RelationKind.share,
    "unpublishedInterest": RelationKind.share,
}
_NOBODY = "noBeneficialOwners"


@dataclass(frozen=True, slots=True)
class _Statement:
    place: Place
    data: Mapping[str, Any]
    details: Mapping[str, Any]
    made: date | None

    @property
    def record(self) -> str:
        return word(self.data.get("recordId"))


def read_bods(statements: Iterable[tuple[Place, Any]], draft: Draft) -> None:
    """Take the statements of one file.

    Raises:
        SourceError: they are of another version of the standard.
    """
    latest: dict[str, _Statement] = {}
    seen: dict[str, Place] = {}
    later = 0
    for place, data in statements:
        statement = _statement(place, data, draft)
        if statement is None:
            continue
        identifier = word(mapping(data).get("statementId"))
        if identifier and identifier in seen:
            draft.problem(place, "O005", f"the statement id {named(identifier)} was used before; both are read")
        seen.setdefault(identifier, place)
        if statement.made is not None and statement.made > draft.day:
            later += 1
            continue
        before = latest.get(statement.record)
        if before is None or (statement.made or date.min) >= (before.made or date.min):
            latest[statement.record] = statement
    if later:
        message = f"{later:,} statements were made after {draft.day} and do not count"
        draft.problem(Place(next(iter(seen.values())).file), "O009", message, None, "info")
    for statement in latest.values():
        if statement.data.get("recordStatus") != "closed":
            _take(statement, draft)


def _statement(place: Place, data: Any, draft: Draft) -> _Statement | None:
    found = mapping(data)
    version = word(mapping(found.get("publicationDetails")).get("bodsVersion"))
    if "statementType" in found or (version and version != VERSION and not version.startswith(f"{VERSION}.")):
        said = version or "before 0.4"
        hint = f"export it as BODS {VERSION}, or convert it with the standard's own tools"
        where = f"{place.part}: " if place.part else ""
        message = f"{where}this is BODS {named(said)}; ddq reads BODS {VERSION}"
        refuse(place.file, "O002", message, hint, (place.line, place.col) if place.line else (0, 0))
    kind, details = word(found.get("recordType")), mapping(found.get("recordDetails"))
    if kind not in ("person", "entity", "relationship") or not details or not word(found.get("recordId")):
        needs = "a recordType (person, entity or relationship), a recordId and recordDetails"
        draft.problem(place, "O007", f"this statement is not read: it needs {needs}")
        return None
    return _Statement(place, found, details, draft.start(word(found.get("statementDate")), place))


def _take(statement: _Statement, draft: Draft) -> None:
    match statement.data["recordType"]:
        case "person":
            _person(statement, draft)
        case "entity":
            _entity(statement, draft)
        case _:
            _relationship(statement, draft)


def _person(statement: _Statement, draft: Draft) -> None:
    details = statement.details
    names = [mapping(one) for one in items(details.get("names"))]
    name = next((named(word(one.get("fullName"))) for one in names if word(one.get("fullName"))), "")
    kind = _PERSONS.get(word(details.get("personType")), PartyKind.unknown)
    note = _why(details.get("unspecifiedPersonDetails")) if kind is PartyKind.unknown else None
    party = Party(statement.record, name or "a person who is not named", kind, None, _identifiers(details), note)
    draft.party(party, statement.place)


def _entity(statement: _Statement, draft: Draft) -> None:
    details = statement.details
    given = details.get("entityType")
    word_for_kind = word(given) or word(mapping(given).get("type"))
    kind = _ENTITIES.get(word_for_kind, PartyKind.company)
    if word_for_kind not in _ENTITIES:
        message = f"the entity type “{named(word_for_kind)}” is not known; it is taken for a company"
        draft.problem(statement.place, "O008", message)
    jurisdiction = mapping(details.get("jurisdiction") or details.get("incorporatedInJurisdiction"))
    name = named(word(details.get("name"))) or "an entity that is not named"
    note = _why(details.get("unspecifiedEntityDetails")) if kind is PartyKind.unknown else None
    country = country_code([word(jurisdiction.get("code"))])
    draft.party(Party(statement.record, name, kind, country, _identifiers(details), note), statement.place)


def _identifiers(details: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    found = [mapping(one) for one in items(details.get("identifiers"))]
    pairs = [(word(one.get("scheme")) or word(one.get("schemeName")), word(one.get("id"))) for one in found]
    return tuple((named(scheme), named(value)) for scheme, value in pairs if value)


def _relationship(statement: _Statement, draft: Draft) -> None:
    details, place = statement.details, statement.place
    subject = word(details.get("subject"))
    if not subject:
        why = _why(details.get("subject")) or "no subject is named"
        draft.problem(place, "O007", f"this relationship is not read: whom it is about is not said ({why})")
        return
    draft.expected.setdefault(subject, place)
    party = details.get("interestedParty")
    holder = word(party)
    if not holder:
        reason = word(mapping(party).get("reason"))
        if reason == _NOBODY:
            draft.gaps.append(Gap(subject, _NOBODY, named(word(mapping(party).get("description"))), undisclosed=False))
            return
        holder = f"{statement.record} (unknown)"
        note = _why(party) or "no interested party is named"
        draft.party(Party(holder, "an owner who is not named", PartyKind.unknown, note=note), place)
    else:
        draft.expected.setdefault(holder, place)
    interests = [mapping(one) for one in items(details.get("interests"))]
    through_others = bool(items(details.get("componentRecords")) or items(details.get("componentStatementIDs")))
    for interest in interests or [{}]:
        found = _interest(interest, (holder, subject), statement, draft)
        draft.relations.append(replace(found, indirect=found.indirect or through_others))


def _interest(interest: Mapping[str, Any], parties: tuple[str, str], statement: _Statement, draft: Draft) -> Relation:
    place = statement.place
    code = word(interest.get("type"))
    kind = _INTERESTS.get(code)
    if kind is None:
        kind = RelationKind.influence if code else RelationKind.share
        if code:
            message = f"the interest type “{named(code)}” is not known; it is kept as influence"
            draft.problem(place, "O008", message)
    directness = word(interest.get("directOrIndirect"))
    ended = draft.end(word(interest.get("endDate")), place)
    source = mapping(statement.data.get("source"))
    said = named(word(source.get("description")) or word(source.get("url")))
    return Relation(
        holder=parties[0],
        held=parties[1],
        kind=kind,
        share=_share(mapping(interest.get("share")), place, draft),
        start=draft.start(word(interest.get("startDate")), place),
        end=ended,
        source=said or place.file,
        place=str(place),
        indirect=directness in ("indirect", "unknown"),
    )


def _share(share: Mapping[str, Any], place: Place, draft: Draft) -> Share | None:
    """Exact, or from one bound to the other, which may be exclusive; a contradiction is told and unknown."""
    if "exact" in share:
        return draft.share(share["exact"] if _is_number(share["exact"]) else word(share["exact"]), place)
    over, under = "minimum" not in share, "maximum" not in share
    low = share.get("exclusiveMinimum") if over else share["minimum"]
    high = share.get("exclusiveMaximum") if under else share["maximum"]
    if low is None and high is None:
        return None
    lows = draft.share(word(low), place) if low is not None else None
    highs = draft.share(word(high), place) if high is not None else None
    lo = lows.lo if lows else Fraction(0)
    hi = highs.hi if highs else Fraction(1)
    over, under = over and lows is not None, under and highs is not None
    if lo > hi or (lo == hi and (over or under)):
        draft.problem(place, "O003", "the share's bounds leave nothing between them; it is taken as unknown")
        return None
    return Share(lo, hi, over, under)


def _is_number(value: Any) -> bool:
    return word(value) != "" and not isinstance(value, str)


def _why(given: Any) -> str | None:
    details = mapping(given)
    said = [named(word(details.get(key))) for key in ("reason", "description")]
    return ": ".join(part for part in said if part) or None
