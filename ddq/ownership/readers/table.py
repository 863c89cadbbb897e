"""Tables (CSV, workbooks): a row is a relation. Columns are found by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ddq.foreign.plain_json import refuse
from ddq.foreign.workbook import Row, Sheet, column_name
from ddq.ownership.model import Party, PartyKind, Relation, RelationKind
from ddq.ownership.readers.draft import Draft, Place, country_code, named
from ddq.ownership.share import Share
from ddq.questionnaire.countries import country_names
from ddq.questionnaire.text import folded

_COLUMNS = {
    "owner": ("owner", "holder", "shareholder", "parent", "interested party", "investor"),
    "owned": ("owned", "held", "company", "asset", "subsidiary", "subject", "issuer", "target"),
    "percent": ("percent", "percentage", "%", "share", "shares", "share %", "stake", "capital", "ownership"),
    "votes": ("votes", "voting", "votes %", "voting rights", "vote"),
    "kind": ("kind", "type", "relation", "interest", "nature"),
    "from": ("from", "start", "since", "start date", "valid from"),
    "to": ("to", "end", "until", "end date", "valid to"),
    "source": ("source", "reference", "citation", "url"),
    "owner id": ("owner id", "holder id", "owner lei"),
    "owned id": ("owned id", "held id", "company id", "owned lei"),
    "owner kind": ("owner kind", "holder kind", "owner type", "holder type"),
    "owned kind": ("owned kind", "held kind", "company kind", "owned type"),
    "owner country": ("owner country", "holder country", "country of owner", "country"),
    "owned country": ("owned country", "company country", "country of company"),
}
"""By column, the headings that stand for it; the first is its name."""
_KINDS = {
    RelationKind.share: ("share", "shares", "shareholding", "capital", "equity", "ownership", "economic"),
    RelationKind.vote: ("vote", "votes", "voting", "voting rights"),
    RelationKind.board: ("board", "board appointment", "appoints board", "board seats"),
    RelationKind.golden_share: ("golden share", "special share", "special right"),
    RelationKind.veto: ("veto",),
    RelationKind.contract: ("contract", "vie", "variable interest entity"),
    RelationKind.general_partner: ("general partner", "gp"),
    RelationKind.nominee: ("nominee",),
    RelationKind.nominator: ("nominator", "behind nominee"),
    RelationKind.trustee: ("trustee",),
    RelationKind.trust_interest: ("trust", "trust interest", "settlor", "protector", "beneficiary"),
    RelationKind.consolidation: ("consolidation", "consolidated by", "consolidates"),
    RelationKind.influence: ("influence", "control", "other influence or control"),
    RelationKind.income: ("income", "profit", "profit rights"),
    RelationKind.management: ("management", "director", "officer", "manager"),
}
_PARTY_KINDS = {
    PartyKind.person: ("person", "natural person", "individual"),
    PartyKind.company: ("company", "legal person", "organisation", "organization"),
    PartyKind.fund: ("fund",),
    PartyKind.trust: ("trust", "foundation"),
    PartyKind.state: ("state", "government", "public body", "state body"),
    PartyKind.dispersed: ("dispersed", "public", "free float", "employees"),
    PartyKind.unknown: ("unknown", "not known", "undisclosed"),
}
_RELATION_OF = {text: kind for kind, texts in _KINDS.items() for text in texts}
_PARTY_OF = {text: kind for kind, texts in _PARTY_KINDS.items() for text in texts}


def read_table(sheet: Sheet, file: str, draft: Draft, *, is_workbook: bool = False) -> None:
    """Take the rows of one table, whose first row that holds something names the columns.

    Raises:
        SourceError: there is no column for the owner or for whom it owns.
    """
    _Reader(sheet, file, draft, is_workbook).read()


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two parties of a row."""

    name: str
    id: str
    kind: PartyKind
    country: str | None


class _Reader:
    def __init__(self, sheet: Sheet, file: str, draft: Draft, is_workbook: bool) -> None:
        self.sheet, self.file, self.draft, self.is_workbook = sheet, file, draft, is_workbook
        self.columns: dict[str, int] = {}

    def read(self) -> None:
        if not self.sheet.rows:
            refuse(self.file, "O001", "the table is empty", "its first row names the columns: owner, owned, percent")
        self._header(self.sheet.rows[0])
        for row in self.sheet.rows[1:]:
            self._row(row)

    def _place(self, row: Row, column: str | None = None) -> Place:
        number = self.columns.get(column or "")
        if self.is_workbook:
            return Place(self.file, part=self.sheet.place(row.number, number))
        return Place(self.file, row.number, 1, "" if number is None else f"column {column_name(number)}")

    def _header(self, head: Row) -> None:
        for column, text in head.cells.items():
            said = _key(text)
            name = next((name for name, texts in _COLUMNS.items() if said in texts), None)
            if name is None:
                message = f"the column “{named(text)[:80]}” is not read"
                self.draft.problem(self._place(head), "O009", message, None, "info")
            elif name in self.columns:
                message = f"the column “{named(text)[:80]}” is a second one for {name}; the first is read"
                self.draft.problem(self._place(head), "O009", message)
            else:
                self.columns[name] = column
        missing = [name for name in ("owner", "owned") if name not in self.columns]
        if missing:
            heads = ", ".join(f"“{named(text)[:40]}”" for text in list(head.cells.values())[:12])
            message = f"there is no column {' and none '.join(missing)}; the first row has {heads}"
            hint = "name the columns owner, owned, percent, kind, from, to, source"
            refuse(self.file, "O001", message, hint, (head.number, 1))

    def _row(self, row: Row) -> None:
        holder, held = self._side(row, "owner"), self._side(row, "owned")
        if holder is None or held is None:
            lacking = "an owner" if holder is None else "whom it owns"
            self.draft.problem(self._place(row), "O007", f"this row is not read: it does not name {lacking}")
            return
        place = self._place(row)
        for side in (holder, held):
            self.draft.party(Party(side.id, side.name, side.kind, side.country), place)
        kind = self._kind(row)
        share = self._percent(row, "percent")
        start = self.draft.start(self._text(row, "from"), self._place(row, "from"))
        end = self.draft.end(self._text(row, "to"), self._place(row, "to"))
        source = named(self._text(row, "source")) or self.file
        found = Relation(holder.id, held.id, kind, share, start, end, source, str(place))
        says_votes = bool(self._text(row, "votes"))
        if not says_votes or share is not None or kind is not RelationKind.share or self._text(row, "percent"):
            self.draft.relations.append(found)
        if says_votes:
            votes = self._percent(row, "votes")
            self.draft.relations.append(
                Relation(holder.id, held.id, RelationKind.vote, votes, start, end, source, str(place))
            )

    def _side(self, row: Row, which: str) -> _Side | None:
        name = named(self._text(row, which))
        identifier = named(self._text(row, f"{which} id")) or name
        if not identifier:
            return None
        said = _key(self._text(row, f"{which} kind"))
        kind = _PARTY_OF.get(said, PartyKind.unspecified)
        if said and said not in _PARTY_OF:
            message = f"the kind of party “{named(said)[:40]}” is not known; it is left open"
            hint = f"write one of {', '.join(texts[0] for texts in _PARTY_KINDS.values())}"
            self.draft.problem(self._place(row, f"{which} kind"), "O008", message, hint)
        return _Side(name or identifier, identifier, kind, self._country(row, f"{which} country"))

    def _country(self, row: Row, column: str) -> str | None:
        text = self._text(row, column).strip()
        if not text:
            return None
        code = country_code([text]) if len(text) <= 3 or re.match(r"[A-Za-z]{2}-", text) else None
        if code is None:
            code = next((one for one, name in country_names().items() if folded(name) == folded(text)), None)
        if code is None:
            message = f"“{named(text)[:40]}” is no country that is known; it is left open"
            self.draft.problem(self._place(row, column), "O008", message, "write its code, such as FI")
        return code

    def _kind(self, row: Row) -> RelationKind:
        said = _key(self._text(row, "kind"))
        if not said:
            return RelationKind.share
        kind = _RELATION_OF.get(said)
        if kind is None:
            message = f"the kind “{named(said)[:40]}” is not known; it is kept as influence"
            hint = f"write one of {', '.join(texts[0] for texts in _KINDS.values())}"
            self.draft.problem(self._place(row, "kind"), "O008", message, hint)
        return kind or RelationKind.influence

    def _percent(self, row: Row, column: str) -> Share | None:
        return self.draft.share(self._text(row, column), self._place(row, column), bare_fraction=True)

    def _text(self, row: Row, column: str) -> str:
        return row.text(self.columns.get(column))


def _key(text: str) -> str:
    return " ".join(folded(text).replace("_", " ").replace("-", " ").split())
