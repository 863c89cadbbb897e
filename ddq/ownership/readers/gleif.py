"""GLEIF: level 1 (who is who), level 2 (who consolidates whom) and reporting exceptions, as CSV or XML.

In a relationship the start node is the child. Consolidation is control, never a share of 100 %; the ultimate parent
is a check on the chain of direct ones. A reporting exception is a gap in the disclosure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.parsers import expat

from ddq.foreign.plain_json import refuse
from ddq.foreign.workbook import Sheet
from ddq.ownership.model import Gap, Party, PartyKind, Relation, RelationKind
from ddq.ownership.readers.draft import Draft, Place, country_code, named

Record = Mapping[str, str]
"""Dotted names of fields, in lower case, and their texts."""

YEAR = "2016"
"""Of the schema, as its namespaces name it."""
_SCHEMA = re.compile(r"https?://www\.(?:gleif|leiroc)\.org/data/schema/[a-z-]+/(\d{4})\Z")
MAX_FILE = 1_000_000_000
MAX_RECORDS = 1_000_000
_MOST_TEXT = 2_000
_RECORDS = {"LEIRecord", "RelationshipRecord", "Exception"}
_CATEGORIES = {
    "FUND": PartyKind.fund,
    "SOLE_PROPRIETOR": PartyKind.person,
    "RESIDENT_GOVERNMENT_ENTITY": PartyKind.state,
}
_KINDS = {
    "IS_DIRECTLY_CONSOLIDATED_BY": (RelationKind.consolidation, False),
    "IS_ULTIMATELY_CONSOLIDATED_BY": (RelationKind.consolidation, True),
    "IS_INTERNATIONAL_BRANCH_OF": (RelationKind.consolidation, False),
    "IS_FUND-MANAGED_BY": (RelationKind.management, False),
    "IS_SUBFUND_OF": (RelationKind.management, False),
    "IS_FEEDER_TO": (RelationKind.management, False),
}
_NOBODY = frozenset({"NO_KNOWN_PERSON"})


def is_gleif(header: Iterable[str]) -> bool:
    """Whether these are the columns of a GLEIF file."""
    names = {name.strip().casefold() for name in header}
    return bool(names & {"relationship.startnode.nodeid", "exception.category", "entity.legalname"})


def records_of_table(sheet: Sheet, file: str) -> Iterator[tuple[Place, Record]]:
    """The records of a CSV file."""
    head = sheet.rows[0].cells
    names = {column: text.strip().casefold() for column, text in head.items()}
    for row in sheet.rows[1:]:
        yield Place(file, row.number), {names[column]: text for column, text in row.cells.items() if column in names}


def records_of_xml(path: Path) -> list[tuple[Place, Record]]:
    """The records of an XML file; a document type or an entity is refused.

    Raises:
        SourceError: it is not well-formed, or larger than can be read safely.
    """
    reader = _Xml(str(path))
    try:
        with path.open("rb") as stream:
            if path.stat().st_size > MAX_FILE:
                refuse(str(path), "K002", f"the file is larger than {MAX_FILE // 1_000_000} MB", "split it")
            reader.parser.ParseFile(stream)
    except OSError as error:
        refuse(str(path), "L001", f"the file cannot be read ({error.strerror})")
    except expat.ExpatError as error:
        message = f"this is not well-formed XML ({expat.errors.messages[error.code]})"
        refuse(str(path), "K001", message, "fetch the file again", (error.lineno, error.offset + 1))
    if not reader.records:
        message = "there is no LEI record, relationship or reporting exception in it"
        refuse(str(path), "O001", message, "of XML, ddq reads the files of GLEIF")
    return reader.records


def read_gleif(records: Iterable[tuple[Place, Record]], draft: Draft) -> None:
    """Take the records of one file."""
    for place, record in records:
        if "exception.category" in record or "exceptioncategory" in record:
            _exception(record, draft, place)
        elif "relationship.relationshiptype" in record or "relationship.startnode.nodeid" in record:
            _relationship(record, draft, place)
        elif record.get("lei"):
            _entity(record, draft, place)
        else:
            draft.problem(place, "O007", "this record is not read: it has neither an LEI nor a relationship")


class _Xml:
    """Takes the events of a GLEIF XML file: every record as its fields by dotted name."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.records: list[tuple[Place, Record]] = []
        self.record: dict[str, str] | None = None
        self.line = 0
        self.begun = False
        self.names: list[str] = []
        self.text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._no_doctype
        self.parser.EntityDeclHandler = self._no_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def _no_doctype(self, *_: object) -> None:
        refuse(self.file, "K001", "the file declares a document type or entities", "fetch it from GLEIF again")

    def _start(self, name: str, attributes: dict[str, Any]) -> None:
        if not self.begun:
            self.begun = True
            self._check_version(attributes)
        local = name.rpartition(":")[2]
        self.text.clear()
        if self.record is None:
            if local in _RECORDS:
                self.record, self.names, self.line = {}, [], self.parser.CurrentLineNumber
        else:
            self.names.append(local)

    def _check_version(self, attributes: Mapping[str, str]) -> None:
        """Refuse a file whose root names another edition of the schema; one that names none is read."""
        for value in attributes.values():
            found = _SCHEMA.match(value)
            if found and found[1] != YEAR:
                message = f"this is GLEIF's schema of {found[1]}; ddq reads that of {YEAR}"
                refuse(self.file, "O002", message, "fetch the file in its present format", (1, 1))

    def _data(self, data: str) -> None:
        if self.record is not None and sum(map(len, self.text)) < _MOST_TEXT:
            self.text.append(data)

    def _end(self, name: str) -> None:
        if self.record is None:
            return
        if not self.names:
            self.records.append((Place(self.file, self.line), self.record))
            if len(self.records) > MAX_RECORDS:
                refuse(self.file, "K002", f"the file has more than {MAX_RECORDS:,} records", "split it")
            self.record = None
            return
        text = "".join(self.text).strip()
        if text:
            self.record.setdefault(".".join(self.names).casefold(), text[:_MOST_TEXT])
        self.text.clear()
        self.names.pop()


def _entity(record: Record, draft: Draft, place: Place) -> None:
    identifier = named(record["lei"])
    kind = _CATEGORIES.get(record.get("entity.entitycategory", ""), PartyKind.company)
    country = country_code([record.get("entity.legaljurisdiction", ""), record.get("entity.legaladdress.country", "")])
    name = named(record.get("entity.legalname", "")) or identifier
    # A sole proprietor is a person, whose country nothing rests on.
    seat = None if kind is PartyKind.person else country
    draft.party(Party(identifier, name, kind, seat, (("LEI", identifier),)), place)


def _relationship(record: Record, draft: Draft, place: Place) -> None:
    child, parent = (named(record.get(f"relationship.{node}.nodeid", "")) for node in ("startnode", "endnode"))
    code = record.get("relationship.relationshiptype", "").strip()
    if not child or not parent or not code:
        draft.problem(place, "O007", "this relationship is not read: it needs a start node, an end node and a type")
        return
    kind, indirect = _KINDS.get(code, (RelationKind.influence, False))
    if code not in _KINDS:
        draft.problem(place, "O008", f"the relationship type “{named(code)}” is not known; it is kept as influence")
    start, end = _period(record, draft, place)
    changed = draft.start(record.get("registration.lastupdatedate", ""), place)
    if record.get("relationship.relationshipstatus", "ACTIVE").strip().upper() != "ACTIVE" and end is None:
        end = changed or date.min
    for identifier in (child, parent):
        if identifier not in draft.parties:
            draft.parties[identifier] = Party(identifier, identifier, PartyKind.company)
    draft.relations.append(
        Relation(parent, child, kind, None, start, end, source="GLEIF", place=str(place), indirect=indirect)
    )


def _period(record: Record, draft: Draft, place: Place) -> tuple[date | None, date | None]:
    """The days of the relationship itself, not those of the accounts or filings that are given beside it."""
    for number in range(1, 6):
        prefix = f"relationship.period.{number}."
        if record.get(f"{prefix}periodtype", "").strip().upper() == "RELATIONSHIP_PERIOD":
            return (
                draft.start(record.get(f"{prefix}startdate", ""), place),
                draft.end(record.get(f"{prefix}enddate", ""), place),
            )
    return None, None


def _exception(record: Record, draft: Draft, place: Place) -> None:
    identifier = named(record.get("lei", ""))
    category = record.get("exception.category") or record.get("exceptioncategory", "")
    reason = record.get("exception.reason.1") or record.get("exceptionreason", "")
    if not identifier or not category:
        draft.problem(place, "O007", "this reporting exception is not read: it needs an LEI and a category")
        return
    if identifier not in draft.parties:
        draft.parties[identifier] = Party(identifier, identifier, PartyKind.company)
    detail = named(category.replace("_", " ").lower())
    draft.gaps.append(Gap(identifier, named(reason) or "no reason given", detail, reason.strip() not in _NOBODY))
