"""The ownership files beside the cases: read without a remark, each number with its source, and as the cases say."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ddq.assessment.entering import enter_case, load_case
from ddq.assessment.fold import fold
from ddq.assessment.readings import readings, states
from ddq.ownership.listed import listed_structure
from ddq.ownership.model import Structure
from ddq.ownership.owner_rows import TARGET, Row
from ddq.ownership.readers.files import read_files
from ddq.ownership.reading import OwnershipReading, read_ownership
from ddq.ownership.share import Share
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import evaluate
from ddq.questionnaire.load import load_questionnaire
from ddq.shipped import shipped

FOLDER = shipped("questionnaires") / "cases"
CASES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def loaded() -> LoadedQuestionnaire:
    return load_questionnaire(FOLDER.parent / "vendor-due-diligence.yaml")


def _file(case: str) -> Path:
    return FOLDER / "ownership" / f"{case}.csv"


def _day(case: str) -> date:
    return load_case(FOLDER / f"{case}.yaml").content.as_of


def _rows(case: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_file(case).read_text(encoding="utf-8").splitlines()))


def test_every_case_has_a_file_and_every_file_a_case() -> None:
    assert sorted(path.stem for path in (FOLDER / "ownership").iterdir()) == CASES


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_read_without_a_remark(case: str) -> None:
    assert read_files([_file(case)], _day(case)).problems == ()


@pytest.mark.parametrize("case", CASES)
def test_every_row_names_its_source_and_begins_on_no_later_day(case: str) -> None:
    rows = _rows(case)
    assert rows
    for row in rows:
        assert row["source"].strip(), row
        assert not row["from"] or date.fromisoformat(row["from"]) <= _day(case), row


@pytest.mark.parametrize("case", CASES)
def test_case_and_file_give_the_same_look_through(case: str, loaded: LoadedQuestionnaire) -> None:
    """The same owners, each with the same capital and votes, exact or as a range, the same part unknown, and the same
    control: what the lists of the case tell is what the file tells, to the last figure."""
    vendor = load_case(FOLDER / f"{case}.yaml").content.vendor.name
    structure = read_files([_file(case)], _day(case)).structure
    named = next(key for key, party in structure.parties.items() if party.name == vendor)
    of_file = _read(structure, named, case)
    of_case = _read(_of_case(case, loaded), TARGET, case)
    assert _shares(of_case, of_case.capital.listed) == _shares(of_file, of_file.capital.listed)
    assert _shares(of_case, of_case.votes.listed) == _shares(of_file, of_file.votes.listed)
    assert of_case.capital.undisclosed == of_file.capital.undisclosed
    assert of_case.votes.undisclosed == of_file.votes.undisclosed
    assert _controllers(of_case) == _controllers(of_file)


def _read(structure: Structure, target: str, case: str) -> OwnershipReading:
    return read_ownership(structure, target, _day(case))


def _of_case(case: str, loaded: LoadedQuestionnaire) -> Structure:
    """The structure that the lists of holders and of those behind them tell."""
    file = load_case(FOLDER / f"{case}.yaml")
    assessment = fold(enter_case(file, loaded, case))
    values = readings(assessment, loaded, file.content.as_of)
    found = evaluate(loaded, values, file.content.as_of, states=states(assessment))
    rows: dict[str, list[Row]] = {
        group: [row.reading for row in found.rows.get(group, ())] for group in ("OC-03", "OC-03A")
    }
    return listed_structure("vendor", rows["OC-03"], rows["OC-03A"])


def _shares(reading: OwnershipReading, listed: Mapping[str, Share]) -> dict[str, Share]:
    return {reading.graph.party(name).name: share for name, share in listed.items()}


def _controllers(reading: OwnershipReading) -> set[tuple[frozenset[str], bool]]:
    party = reading.graph.party
    return {(frozenset(party(name).name for name in one.parties), one.sure) for one in reading.control.controllers}


def test_the_venture_of_2026_is_held_below_a_fifth_by_its_former_owner_and_controlled_by_nobody_listed() -> None:
    """The share that the act on divestiture turns on, in exact numbers."""
    structure = read_files([_file("bytedance-2026")], date(2026, 6, 30)).structure
    names = {party.name: key for key, party in structure.parties.items()}
    reading = read_ownership(structure, names["TikTok USDS Joint Venture LLC"], date(2026, 6, 30))
    share = reading.capital.listed[names["ByteDance Ltd."]]
    assert share.lo == share.hi == Fraction(199, 1000)
    assert reading.control.controllers == ()
