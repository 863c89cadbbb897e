"""Shares and ids that are wrong, through every format: told with their place or a finding, never dropped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ddq.ownership.findings import FindingKind
from ddq.ownership.readers.files import ReadFiles, read_files
from ddq.ownership.reading import read_ownership
from ddq.ownership.share import UNKNOWN, Share, of_percent
from ddq.questionnaire.problems import SourceError
from tests.ownership.structures import DAY, share

Row = tuple[str, str, str]
"""Who owns whom, and how much as the file writes it."""


def bods(rows: list[Row]) -> str:
    parties = dict.fromkeys(name for row in rows for name in row[:2])
    common = {"statementDate": "2026-01-01", "publicationDetails": {"bodsVersion": "0.4"}}
    entities = [
        {
            **common,
            "statementId": f"s-{name}",
            "recordId": name,
            "recordType": "entity",
            "recordDetails": {"name": name, "entityType": {"type": "registeredEntity"}},
        }
        for name in parties
    ]
    relations = [
        {
            **common,
            "statementId": f"s-{number}",
            "recordId": f"r-{number}",
            "recordType": "relationship",
            "recordDetails": {
                "subject": held,
                "interestedParty": holder,
                "interests": [{"type": "shareholding", "share": {"exact": percent}}],
            },
        }
        for number, (holder, held, percent) in enumerate(rows)
    ]
    return json.dumps(entities + relations)


def ftm(rows: list[Row]) -> str:
    parties = dict.fromkeys(name for row in rows for name in row[:2])
    entities: list[object] = [{"id": name, "schema": "Company", "properties": {"name": [name]}} for name in parties]
    entities += [
        {
            "id": f"o-{number}",
            "schema": "Ownership",
            "properties": {"owner": [holder], "asset": [held], "percentage": [percent]},
        }
        for number, (holder, held, percent) in enumerate(rows)
    ]
    return "\n".join(map(json.dumps, entities))


def csv(rows: list[Row]) -> str:
    return "\n".join(["owner;owned;percent", *(";".join(row) for row in rows)])


def xlsx(path: Path, rows: list[Row]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("owner", "owned", "percent"), *rows):
        sheet.append(row)
    book.save(path)


FORMATS: dict[str, Callable[[list[Row]], str] | None] = {"f.json": bods, "f.jsonl": ftm, "f.csv": csv, "f.xlsx": None}


def read(folder: Path, name: str, rows: list[Row]) -> ReadFiles:
    path, written = folder / name, FORMATS[name]
    if written is None:
        xlsx(path, rows)
    else:
        path.write_text(written(rows), encoding="utf-8")
    return read_files([path], DAY)


GOOD = {
    "51 %": of_percent(51),
    "51,5": of_percent("51.5"),
    "> 25": Share(of_percent(25).lo, UNKNOWN.hi, over=True),
    ">=25": Share(of_percent(25).lo, UNKNOWN.hi),
    "25-50 %": share((25, 50)),
    "über 25 % bis 50 %": Share(of_percent(25).lo, of_percent(50).lo, over=True),
}
BAD = {"-5": "negative", "130": "more than the whole", "half": "no percentage", "50-25": "nothing lies between"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_percentage_is_read_alike_in_every_format(tmp_path: Path, name: str) -> None:
    rows = [(f"H{number}", f"T{number}", text) for number, text in enumerate(GOOD)]
    found = read(tmp_path, name, rows)
    assert found.problems == ()
    assert {one.holder: one.share for one in found.structure.relations} == {
        f"H{number}": expected for number, expected in enumerate(GOOD.values())
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_share_that_cannot_be_is_told_with_its_place_and_its_holder_stays(tmp_path: Path, name: str) -> None:
    rows = [(f"H{number}", "T", text) for number, text in enumerate(BAD)]
    found = read(tmp_path, name, rows)
    assert [one.share for one in found.structure.relations] == [None] * len(BAD)
    assert [one.code for one in found.problems] == ["O003"] * len(BAD)
    for problem, why in zip(found.problems, BAD.values(), strict=True):
        assert why in problem.message
        assert problem.line > 0 or ":" in problem.message, "a line, or the statement or cell"
    assert set(read_ownership(found.structure, "T", DAY).capital.listed) == {"H0", "H1", "H2", "H3"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_bare_part_of_one_is_told(tmp_path: Path, name: str) -> None:
    """BODS says that its shares are percentages, so there nothing is to be told."""
    found = read(tmp_path, name, [("H", "T", "0,51")])
    assert found.structure.relations[0].share == of_percent("0.51")
    assert [one.message.partition("0,51 is read")[1] for one in found.problems] == (
        [] if name == "f.json" else ["0,51 is read"]
    )


@pytest.mark.parametrize("name", FORMATS)
def test_an_owner_of_itself_and_more_than_the_whole_are_findings(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, name, [("T", "T", "10"), ("A", "T", "70"), ("A", "U", "70"), ("B", "U", "60")])
    kinds = [{one.kind for one in read_ownership(found.structure, target, DAY).findings} for target in ("T", "U")]
    assert FindingKind.own_shares in kinds[0]
    assert FindingKind.over_whole in kinds[1]


@pytest.mark.parametrize("name", FORMATS)
def test_a_holding_that_is_there_twice_counts_once_and_is_a_finding(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, name, [("A", "T", "30"), ("A", "T", "30")])
    reading = read_ownership(found.structure, "T", DAY)
    assert reading.capital.listed["A"] == of_percent(30)
    assert FindingKind.listed_twice in {one.kind for one in reading.findings}


GLEIF_HEAD = (
    "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,"
    "Relationship.RelationshipStatus"
)


def test_gleif_an_entity_of_itself_and_an_id_that_is_used_twice_are_told(tmp_path: Path) -> None:
    (tmp_path / "l1.csv").write_text("LEI,Entity.LegalName\nA,First\nA,Second\n")
    (tmp_path / "l2.csv").write_text(f"{GLEIF_HEAD}\nA,A,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE\n")
    found = read_files([tmp_path / "l1.csv", tmp_path / "l2.csv"], DAY)
    assert [(one.code, one.line) for one in found.problems] == [("O005", 3)]
    assert read_ownership(found.structure, "A", DAY).control.controllers == ()


def test_gleif_a_node_that_no_record_describes_is_a_party_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "l2.csv").write_text(f"{GLEIF_HEAD}\nA,B,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE\n")
    assert set(read_files([tmp_path / "l2.csv"], DAY).structure.parties) == {"A", "B"}


def test_gleif_of_another_schema_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "old.xml"
    path.write_text('<lei:LEIData xmlns:lei="http://www.leiroc.org/data/schema/leidata/2014"><x/></lei:LEIData>')
    with pytest.raises(SourceError, match="schema of 2014; ddq reads that of 2016"):
        read_files([path], DAY)


@pytest.mark.parametrize("name", ["f.json", "f.jsonl"])
def test_an_id_that_nobody_describes_stays_an_unknown_party_and_is_told(tmp_path: Path, name: str) -> None:
    written = FORMATS[name]
    assert written is not None
    text = written([("Ghost", "T", "30")])
    lines = json.loads(text) if name == "f.json" else [json.loads(line) for line in text.splitlines()]
    kept = [one for one in lines if one.get("recordId", one.get("id")) != "Ghost"]
    (tmp_path / name).write_text(json.dumps(kept) if name == "f.json" else "\n".join(map(json.dumps, kept)))
    found = read_files([tmp_path / name], DAY)
    assert [one.code for one in found.problems] == ["O006"]
    assert "Ghost" in found.structure.parties
