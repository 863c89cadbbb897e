"""Ownership files: what each format means, and what becomes of files that are wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bods_fixtures import list_cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ddq.ownership.findings import FindingKind
from ddq.ownership.model import PartyKind, RelationKind
from ddq.ownership.readers.files import ReadFiles, read_files
from ddq.ownership.reading import possible_targets, read_ownership
from ddq.ownership.share import ALL, of_percent
from ddq.questionnaire.problems import SourceError
from tests.ownership.structures import DAY, share

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of lines, or of data as JSON, and gives its path."""

    def written(name: str, *content: Any) -> Path:
        path = tmp_path / name
        whole = content[0] if len(content) == 1 else None
        text = (
            whole if isinstance(whole, str) else "\n".join(c if isinstance(c, str) else json.dumps(c) for c in content)
        )
        path.write_text(json.dumps(whole) if isinstance(whole, list | dict) else text, encoding="utf-8")
        return path

    return written


def codes(read: ReadFiles) -> list[str]:
    return [problem.code for problem in read.problems]


def statement(kind: str, record: str, details: dict[str, Any], made: str = "2026-01-01", **more: Any) -> dict[str, Any]:
    """A BODS 0.4 statement."""
    return {
        "statementId": f"s-{record}-{made}",
        "statementDate": made,
        "publicationDetails": {"bodsVersion": "0.4"},
        "recordId": record,
        "recordStatus": "new",
        "recordType": kind,
        "recordDetails": {"isComponent": False, **details},
        **more,
    }


def entity(record: str, kind: str = "registeredEntity", **more: Any) -> dict[str, Any]:
    return statement("entity", record, {"entityType": {"type": kind}, "name": record.title(), **more})


def person(record: str) -> dict[str, Any]:
    details = {"personType": "knownPerson", "names": [{"fullName": record.title()}], "nationalities": [{"code": "FI"}]}
    return statement("person", record, details)


def interest(percent: Any, kind: str = "shareholding", **more: Any) -> dict[str, Any]:
    given = percent if isinstance(percent, dict) else {"exact": percent}
    return {"type": kind, "directOrIndirect": "direct", "share": given, **more}


def holds(
    record: str, holder: Any, held: str, *interests: dict[str, Any], made: str = "2026-01-01", **more: Any
) -> dict[str, Any]:
    return statement(
        "relationship", record, {"subject": held, "interestedParty": holder, "interests": [*interests], **more}, made
    )


class TestBods:
    @pytest.mark.parametrize("case", list_cases())
    def test_the_standards_fixtures_are_read_without_complaint(self, case: str) -> None:
        with as_file(files("bods_fixtures") / "data" / f"{case}.json") as path:
            read = read_files([path], DAY)
        assert (read.formats, read.problems) == (("BODS 0.4",), ())

    def test_the_fixture_of_a_direct_owner(self) -> None:
        with as_file(files("bods_fixtures") / "data/core/01-direct-ownership.json") as path:
            read = read_files([path], DAY)
        (target,) = possible_targets(read.structure, DAY)
        found = read_ownership(read.structure, target, DAY)
        assert found.capital.listed == {"rec-jane-smith-1975": of_percent(75)}
        assert [one.parties for one in found.control.controllers if one.sure] == [("rec-jane-smith-1975",)]
        assert read.structure.parties["rec-jane-smith-1975"].country is None

    def test_the_fixture_of_a_cycle_has_no_outside_owner(self) -> None:
        with as_file(files("bods_fixtures") / "data/edge-cases/10-circular-ownership.json") as path:
            read = read_files([path], DAY)
        found = read_ownership(read.structure, "rec-alpha-corp", DAY)
        assert found.capital.listed == {"rec-beta-corp": ALL}
        assert FindingKind.closed_cycle in {one.kind for one in found.findings}

    def test_the_fixture_of_a_declared_unknown_owner_keeps_the_reason(self) -> None:
        with as_file(files("bods_fixtures") / "data/edge-cases/11-anonymous-person.json") as path:
            read = read_files([path], DAY)
        found = read_ownership(read.structure, "rec-opaque-holdings-sa", DAY)
        assert found.capital.undisclosed == ALL
        assert not [party for party in read.structure.parties.values() if party.kind is PartyKind.person]
        (unknown,) = [one for one in found.findings if one.kind is FindingKind.unknown_owner]
        assert "subjectUnableToConfirmOrIdentifyBeneficialOwner" in unknown.sentence
        assert "unable to identify any beneficial owner" in unknown.sentence

    def test_that_there_is_nobody_is_not_that_somebody_is_unknown(self, write: Write) -> None:
        path = write("b.json", [entity("t"), holds("r", {"reason": "noBeneficialOwners"}, "t")])
        read = read_files([path], DAY)
        assert [(gap.reason, gap.undisclosed) for gap in read.structure.gaps] == [("noBeneficialOwners", False)]
        assert set(read.structure.parties) == {"t"}

    def test_of_a_record_the_last_statement_by_the_day_counts(self, write: Write) -> None:
        """A later one is not known on the day, and a closed record is none."""
        versions = [
            holds("r", "x", "t", interest(made), made=f"20{made}-01-01") for made in (24, 26, 25)
        ]  # in the order in which they came
        path = write("b.json", [entity("t"), person("x"), *versions])
        for day, percent in ((date(2025, 6, 1), 25), (date(2026, 6, 1), 26), (date(2024, 6, 1), 24)):
            made_before = [entity("t") | {"statementDate": "2020-01-01"}, person("x") | {"statementDate": "2020-01-01"}]
            path = write("b.json", [*made_before, *versions])
            (relation,) = read_files([path], day).structure.relations
            assert relation.share == of_percent(percent)
        closed = holds("r", "x", "t", interest(26), made="2026-02-01") | {"recordStatus": "closed"}
        path = write("b.json", [entity("t"), person("x"), *versions, closed])
        assert read_files([path], DAY).structure.relations == ()

    def test_shares_may_be_ranges_with_open_ends(self, write: Write) -> None:
        given = [
            interest({"exclusiveMinimum": 25, "maximum": 50}),
            interest({"minimum": 25, "exclusiveMaximum": 50}),
            interest({"exclusiveMinimum": 75}),
            interest({"maximum": 0.1}),
            interest({}),
        ]
        path = write("b.json", [entity("t"), person("x"), holds("r", "x", "t", *given)])
        assert [str(one.share or "") for one in read_files([path], DAY).structure.relations] == [
            "more than 25 % and at most 50 %",
            "25 % and less than 50 %",
            "more than 75 %",
            "up to 0.1 %",
            "",
        ]

    def test_bounds_with_nothing_between_them_are_told(self, write: Write) -> None:
        given = interest({"minimum": 60, "maximum": 50})
        read = read_files([write("b.json", [entity("t"), person("x"), holds("r", "x", "t", given)])], DAY)
        assert codes(read) == ["O003"]
        assert read.structure.relations[0].share is None

    def test_a_number_is_read_as_it_is_written(self, write: Write) -> None:
        """0.1 is a tenth, and not the binary fraction next to it."""
        path = write("b.json", [entity("t"), person("x"), holds("r", "x", "t", interest(0.1))])
        assert read_files([path], DAY).structure.relations[0].share == of_percent("0.1")

    def test_a_chain_is_computed_and_its_summary_is_a_check(self, write: Write) -> None:
        chain = [
            entity("t"),
            entity("a"),
            person("x"),
            holds("r1", "x", "a", interest(100), isComponent=True),
            holds("r2", "a", "t", interest(75), isComponent=True),
            holds("r3", "x", "t", interest(75) | {"directOrIndirect": "indirect"}, componentRecords=["r1", "r2", "a"]),
        ]
        found = read_ownership(read_files([write("b.json", chain)], DAY).structure, "t", DAY)
        assert found.capital.listed["x"] == of_percent(75)
        assert not {FindingKind.over_whole, FindingKind.contradicts_chain} & {one.kind for one in found.findings}

    def test_interests_have_their_kinds(self, write: Write) -> None:
        names = ["votingRights", "appointmentOfBoard", "nominee", "trustee", "boardMember", "rightsToProfitOrIncome"]
        path = write("b.json", [entity("t"), person("x"), holds("r", "x", "t", *({"type": name} for name in names))])
        assert [one.kind for one in read_files([path], DAY).structure.relations] == [
            RelationKind.vote,
            RelationKind.board,
            RelationKind.nominee,
            RelationKind.trustee,
            RelationKind.management,
            RelationKind.income,
        ]

    def test_an_ended_interest_does_not_hold(self, write: Write) -> None:
        ended = interest(60, startDate="2020-01-01", endDate="2024-12-31")
        read = read_files([write("b.json", [entity("t"), person("x"), holds("r", "x", "t", ended)])], DAY)
        assert possible_targets(read.structure, DAY) == ()
        assert possible_targets(read.structure, date(2024, 6, 1)) == ("t",)

    def test_an_id_that_nobody_describes_is_told_and_stays_unknown(self, write: Write) -> None:
        read = read_files([write("b.json", [entity("t"), holds("r", "nobody", "t", interest(60))])], DAY)
        assert codes(read) == ["O006"]
        assert read.structure.parties["nobody"].kind is PartyKind.unknown
        assert read_ownership(read.structure, "t", DAY).capital.undisclosed == ALL

    def test_a_statement_id_that_is_used_twice_is_told(self, write: Write) -> None:
        assert codes(read_files([write("b.json", [entity("t"), entity("t")])], DAY)) == ["O005"]

    @pytest.mark.parametrize("version", ["0.1", "0.2", "0.3", "1.0"])
    def test_another_version_of_the_standard_is_refused_with_its_place(self, write: Write, version: str) -> None:
        other = entity("t") | {"publicationDetails": {"bodsVersion": version}}
        with pytest.raises(SourceError, match=rf"O002 entry 2: this is BODS {version}.*BODS 0\.4"):
            read_files([write("b.json", [entity("a"), other])], DAY)

    def test_statements_of_the_old_shape_are_refused(self, write: Write) -> None:
        with pytest.raises(SourceError, match="O002"):
            read_files([write("b.json", [{"statementID": "x", "statementType": "personStatement"}])], DAY)

    def test_one_statement_a_line_is_read_too(self, write: Write) -> None:
        path = write("b.jsonl", entity("t"), person("x"), holds("r", "x", "t", interest(-5)))
        read = read_files([path], DAY)
        assert [(problem.code, problem.line) for problem in read.problems] == [("O003", 3)]


class TestFollowTheMoney:
    def test_holdings_are_entities_and_percentages_are_texts(self, write: Write) -> None:
        path = write(
            "f.jsonl",
            {"id": "t", "schema": "Company", "properties": {"name": ["T"], "jurisdiction": ["fi"]}},
            {"id": "x", "schema": "Person", "properties": {"name": ["X"], "country": ["de"], "nationality": ["de"]}},
            {"id": "y", "schema": "PublicBody", "properties": {"name": ["Y"], "country": ["se"]}},
            {"id": "o1", "schema": "Ownership", "properties": {"owner": ["x"], "asset": ["t"], "percentage": ["51 %"]}},
            {"id": "o2", "schema": "Ownership", "properties": {"owner": ["y"], "asset": ["t"]}},
            {"id": "d", "schema": "Directorship", "properties": {"director": ["x"], "organization": ["t"]}},
            {"id": "a", "schema": "Address", "properties": {}},
        )
        read = read_files([path], DAY)
        assert [(one.kind, one.share) for one in read.structure.relations] == [
            (RelationKind.share, of_percent(51)),
            (RelationKind.share, None),
            (RelationKind.management, None),
        ]
        assert {one.id: (one.kind, one.country) for one in read.structure.parties.values()} == {
            "t": (PartyKind.company, "FI"),
            "x": (PartyKind.person, None),
            "y": (PartyKind.state, "SE"),
        }
        assert [problem.message for problem in read.problems] == ["1 entities say nothing of ownership: Address (1)"]

    def test_ended_relations_do_not_hold_on_the_day(self, write: Write) -> None:
        properties = {"owner": ["x"], "asset": ["t"], "percentage": ["60"], "endDate": ["2020"]}
        path = write("f.jsonl", {"id": "o", "schema": "Ownership", "properties": properties})
        structure = read_files([path], DAY).structure
        assert possible_targets(structure, DAY) == ()
        assert possible_targets(structure, date(2020, 6, 1)) == ("t",)

    def test_several_percentages_are_all_possible(self, write: Write) -> None:
        properties = {"owner": ["x"], "asset": ["t"], "percentage": ["40", "60"]}
        read = read_files([write("f.jsonl", {"id": "o", "schema": "Ownership", "properties": properties})], DAY)
        assert read.structure.relations[0].share == share((40, 60))

    def test_what_lacks_a_side_is_told(self, write: Write) -> None:
        path = write(
            "f.jsonl", {"id": "o", "schema": "Ownership", "properties": {"owner": ["x"]}}, {"schema": "Person"}
        )
        assert [(problem.code, problem.line) for problem in read_files([path], DAY).problems] == [
            ("O007", 1),
            ("O007", 2),
        ]


RELATION = ",".join(
    f"Relationship.{name}" for name in ("StartNode.NodeID", "EndNode.NodeID", "RelationshipType", "RelationshipStatus")
)
PERIOD = ",".join(f"Relationship.Period.1.{name}" for name in ("startDate", "endDate", "periodType"))


class TestGleif:
    def test_the_start_node_is_the_child_and_consolidation_is_control(self, write: Write) -> None:
        level_1 = write(
            "l1.csv",
            "LEI,Entity.LegalName,Entity.LegalJurisdiction,Entity.EntityCategory",
            "CHILD,Child Ltd,GB,GENERAL",
            "PARENT,Parent AG,DE-BY,GENERAL",
        )
        level_2 = write("l2.csv", RELATION, "CHILD,PARENT,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE")
        read = read_files([level_1, level_2], DAY)
        found = read_ownership(read.structure, "CHILD", DAY)
        assert [one.parties for one in found.control.controllers] == [("PARENT",)]
        assert found.capital.listed == {}
        assert read.structure.parties["PARENT"].name == "Parent AG"
        assert read.structure.parties["PARENT"].country == "DE"
        assert read.problems == ()

    def test_a_cycle_of_consolidation_has_no_ultimate_parent(self, write: Write) -> None:
        path = write(
            "l2.csv",
            RELATION,
            "A,B,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE",
            "B,C,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE",
            "C,A,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE",
            "A,C,IS_ULTIMATELY_CONSOLIDATED_BY,ACTIVE",
        )
        found = read_ownership(read_files([path], DAY).structure, "A", DAY)
        assert [one.parties for one in found.control.controllers if one.sure] == [("B",), ("C",)]
        assert not [one for one in found.control.controllers if one.ultimate]
        assert FindingKind.control_cycle in {one.kind for one in found.findings}

    def test_an_inactive_relationship_does_not_hold(self, write: Write) -> None:
        path = write(
            "l2.csv",
            f"{RELATION},{PERIOD}",
            "A,B,IS_DIRECTLY_CONSOLIDATED_BY,INACTIVE,2015-01-01,,RELATIONSHIP_PERIOD",
            "A,C,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,2020-01-01T00:00:00Z,,RELATIONSHIP_PERIOD",
            "A,D,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,2010-01-01,2012-01-01,RELATIONSHIP_PERIOD",
        )
        structure = read_files([path], DAY).structure
        assert [one.holder for one in structure.relations if one.on(DAY)] == ["C"]

    def test_a_reporting_exception_is_a_gap(self, write: Write) -> None:
        path = write(
            "repex.csv",
            "LEI,Exception.Category,Exception.Reason.1",
            "T,ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT,NON_PUBLIC",
            "T,DIRECT_ACCOUNTING_CONSOLIDATION_PARENT,NO_KNOWN_PERSON",
        )
        read = read_files([path], DAY)
        found = read_ownership(read.structure, "T", DAY)
        assert sorted(one.sentence for one in found.findings if one.kind is FindingKind.disclosure_gap) == [
            "“T” does not disclose an owner (NON_PUBLIC): ultimate accounting consolidation parent",
            "“T” states that there is no owner to disclose (NO_KNOWN_PERSON): direct accounting consolidation parent",
        ]

    def test_xml_is_read_as_csv_is(self, write: Write) -> None:
        path = write(
            "l2.xml",
            '<?xml version="1.0"?><rr:RelationshipData xmlns:rr="http://www.gleif.org/data/schema/rr/2016">',
            "<rr:RelationshipRecords><rr:RelationshipRecord><rr:Relationship>",
            "<rr:StartNode><rr:NodeID>A</rr:NodeID></rr:StartNode><rr:EndNode><rr:NodeID>B</rr:NodeID></rr:EndNode>",
            "<rr:RelationshipType>IS_DIRECTLY_CONSOLIDATED_BY</rr:RelationshipType>",
            "<rr:RelationshipStatus>ACTIVE</rr:RelationshipStatus>",
            "</rr:Relationship></rr:RelationshipRecord></rr:RelationshipRecords></rr:RelationshipData>",
        )
        (relation,) = read_files([path], DAY).structure.relations
        assert (relation.holder, relation.held, relation.kind) == ("B", "A", RelationKind.consolidation)
        exception = write(
            "x.xml",
            "<r:Exceptions xmlns:r='u'><r:Exception><r:LEI>T</r:LEI>"
            "<r:ExceptionCategory>ULTIMATE</r:ExceptionCategory><r:ExceptionReason>LEGAL_OBSTACLES</r:ExceptionReason>"
            "</r:Exception></r:Exceptions>",
        )
        assert [gap.reason for gap in read_files([exception], DAY).structure.gaps] == ["LEGAL_OBSTACLES"]

    @pytest.mark.parametrize(
        "text",
        [
            '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            "<a><b></a>",
            "<a/>",
            "<" + "a" * 10,
        ],
    )
    def test_xml_that_is_wrong_is_refused(self, write: Write, text: str) -> None:
        with pytest.raises(SourceError, match=r"K001|O001"):
            read_files([write("x.xml", text)], DAY)

    def test_a_relationship_of_a_kind_that_is_not_known_is_told(self, write: Write) -> None:
        read = read_files([write("l2.csv", RELATION, "A,B,IS_FRIEND_OF,ACTIVE", ",B,IS_FEEDER_TO,ACTIVE")], DAY)
        assert codes(read) == ["O008", "O007"]
        assert [one.kind for one in read.structure.relations] == [RelationKind.influence]


class TestTables:
    def test_columns_are_found_by_their_headings(self, write: Write) -> None:
        path = write(
            "t.csv",
            "Shareholder;Company;Voting rights;Stake;Since;Until;Source;Holder kind;Holder country;Colour",
            "Ana;T;60;10 %;2020-01-01;;filing;person;FI;red",
            "State;T;;> 25;;;law;government;Norway;",
        )
        read = read_files([path], DAY)
        assert [(one.holder, one.kind, str(one.share)) for one in read.structure.relations] == [
            ("Ana", RelationKind.share, "10 %"),
            ("Ana", RelationKind.vote, "60 %"),
            ("State", RelationKind.share, "more than 25 %"),
        ]
        assert read.structure.relations[0].start == date(2020, 1, 1)
        assert read.structure.parties["State"].kind is PartyKind.state
        assert read.structure.parties["State"].country == "NO"
        assert [problem.message for problem in read.problems] == ["the column “Colour” is not read"]

    def test_every_bad_cell_is_told_with_its_place_and_nothing_is_dropped(self, write: Write) -> None:
        path = write(
            "t.csv",
            "owner,owned,percent,kind,from",
            'A,T,"0,51",,',
            "B,T,-3,,",
            "C,T,130,,",
            "D,T,abc,,",
            "E,T,5,sorcery,",
            "F,T,5,,31/12/2020",
            ",T,5,,",
            "G,T,> 25,,",
        )
        read = read_files([path], DAY)
        assert [(problem.line, problem.code) for problem in read.problems] == [
            (2, "O003"),
            (3, "O003"),
            (4, "O003"),
            (5, "O003"),
            (6, "O008"),
            (7, "O004"),
            (8, "O007"),
        ]
        assert [one.holder for one in read.structure.relations] == ["A", "B", "C", "D", "E", "F", "G"]
        assert [one.share for one in read.structure.relations][1:4] == [None, None, None]

    def test_an_owner_of_itself_is_a_finding(self, write: Write) -> None:
        read = read_files([write("t.csv", "owner,owned,percent", "T,T,20", "X,T,80")], DAY)
        found = read_ownership(read.structure, "T", DAY)
        assert found.capital.listed == {"X": ALL}
        assert FindingKind.own_shares in {one.kind for one in found.findings}

    def test_ids_tell_parties_of_one_name_apart(self, write: Write) -> None:
        rows = ("Holding,h1,T,t,40", "Holding,h2,T,t,40", "Other,h2,T,t,1")
        read = read_files([write("t.csv", "owner,owner id,owned,owned id,percent", *rows)], DAY)
        assert {one.holder for one in read.structure.relations} == {"h1", "h2"}
        assert [(problem.line, problem.code) for problem in read.problems] == [(4, "O005")]

    def test_a_table_without_its_columns_is_refused(self, write: Write) -> None:
        with pytest.raises(SourceError, match=r"t\.csv:1:1: O001 there is no column owner and none owned.*“a”, “b”"):
            read_files([write("t.csv", "a,b", "1,2")], DAY)

    def test_a_workbook_is_read_as_it_is_shown(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["owner", "owned", "percent", "from"])
        sheet.append(["X", "T", 0.51, date(2020, 1, 31)])
        sheet.append(["Y", "T", "nonsense", None])
        sheet["C2"].number_format = "0%"
        book.create_sheet("Notes").append(["a note"])
        book.save(tmp_path / "t.xlsx")
        read = read_files([tmp_path / "t.xlsx"], DAY)
        assert [(one.share, one.start) for one in read.structure.relations] == [
            (of_percent(51), date(2020, 1, 31)),
            (None, None),
        ]
        told = [str(problem) for problem in read.problems]
        assert any("Sheet!C3: “nonsense” is no percentage" in one for one in told)
        assert any("Notes: this sheet is not read" in one for one in told)

    def test_names_that_could_drive_a_terminal_are_spelled_out(self, write: Write) -> None:
        read = read_files([write("t.csv", "owner,owned,percent", "\x1b[31mX,T,60")], DAY)
        assert list(read.structure.parties) == ["⟨ESC⟩[31mX", "T"]

    def test_many_problems_of_a_kind_are_counted(self, write: Write) -> None:
        read = read_files([write("t.csv", "owner,owned,percent", *(f"X{n},T,bad" for n in range(100)))], DAY)
        assert len(read.problems) == 26
        assert read.problems[-1].message == "75 more of this kind are not listed"
        assert len(read.structure.relations) == 100

    def test_a_hundred_thousand_relations_are_read(self, write: Write) -> None:
        """A chain of 25,000 companies with three more holders each; nothing recurses and nothing is quadratic."""
        rows = [
            row
            for n in range(25_000)
            for row in (f"c{n + 1},c{n},50", f"a{n},c{n},10", f"b{n},c{n},10", f"d{n},c{n},10")
        ]
        read = read_files([write("t.csv", "owner,owned,percent", *rows)], DAY)
        assert len(read.structure.relations) == 100_000
        assert possible_targets(read.structure, DAY) == ("c0",)


class TestFiles:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "O001"),
            ("   \n", "O001"),
            ("[]", "O001"),
            ("{}", "O001"),
            ("[1, 2]", "O001"),
            ('{"a": 1}', "O001"),
            ("[" * 100_000, "K00"),
            ('{"a": ', "K001"),
            ('{"id": "x", "schema": "Person"}\n{', "K001"),
            ("PK\x03\x04 no workbook", "K001"),
        ],
    )
    def test_what_is_no_ownership_file_is_said(self, write: Write, text: str, code: str) -> None:
        with pytest.raises(SourceError, match=code):
            read_files([write("f", text)], DAY)

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="L001"):
            read_files([tmp_path / "nothing"], DAY)

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="L001"):
            read_files([tmp_path], DAY)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.binary(max_size=80) | st.text(max_size=80).map(lambda text: f"owner,owned,percent\n{text}".encode()))
    def test_no_file_brings_it_down(self, tmp_path: Path, content: bytes) -> None:
        """It is read, or refused with a sentence."""
        (tmp_path / "f").write_bytes(content)
        try:
            read = read_files([tmp_path / "f"], DAY)
        except SourceError as error:
            assert error.problems
        else:
            for name in possible_targets(read.structure, DAY):
                read_ownership(read.structure, name, DAY)

    JSON = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    )

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        JSON, st.sampled_from(["recordDetails", "recordType", "publicationDetails", "source", "statementDate"]), JSON
    )
    def test_no_statement_brings_it_down(self, tmp_path: Path, wrong: Any, key: str, inner: Any) -> None:
        """Whatever stands where the standard has something else."""
        good = [entity("t"), person("x"), holds("r", "x", "t", interest(60))]
        bad = holds("r2", "x", "t", interest(5)) | {key: wrong}
        worse = holds("r3", wrong, "t", {"type": inner, "share": wrong, "startDate": inner})
        (tmp_path / "f").write_text(json.dumps([*good, bad, worse]))
        try:
            read = read_files([tmp_path / "f"], DAY)
        except SourceError as error:
            assert error.problems
        else:
            assert of_percent(60) in [one.share for one in read.structure.relations]


def test_every_code_of_ownership_files_is_listed_once_and_no_other() -> None:
    """A code is looked up in docs/reference/ownership-files.md."""
    root = Path(__file__).parents[2]
    used = {
        code
        for path in (root / "ddq" / "ownership").rglob("*.py")
        for code in re.findall(r'"(O\d{3})"', path.read_text(encoding="utf-8"))
    }
    page = (root / "docs" / "reference" / "ownership-files.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\| (O\d{3}) \|", page, re.MULTILINE)) == sorted(used)
