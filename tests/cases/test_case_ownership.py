"""The ownership files beside the cases: read without a remark, each number with its source, and as the cases say."""

from __future__ import annotations

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ddq.assessment.case import WrittenEntry
from ddq.assessment.entering import load_case
from ddq.ownership.readers.files import read_files
from ddq.ownership.reading import read_ownership
from ddq.shipped import shipped

FOLDER = shipped("questionnaires") / "cases"
FILES = sorted((FOLDER / "ownership").glob("*.csv"))
DAY = date(2026, 6, 30)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_belongs_to_a_case_and_is_read_without_a_remark(path: Path) -> None:
    day = load_case(FOLDER / f"{path.stem}.yaml").content.as_of
    assert read_files([path], day).problems == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_names_its_source_and_begins_on_no_later_day(path: Path) -> None:
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert rows
    for row in rows:
        assert row["source"].strip(), row
        assert not row["from"] or date.fromisoformat(row["from"]) <= DAY, row


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_shares_of_the_case_are_those_of_the_file(path: Path) -> None:
    """A holder that both name has one share of capital, as far as the case rounds it."""
    held = load_case(FOLDER / f"{path.stem}.yaml").content.answers["OC-03"]
    assert isinstance(held, WrittenEntry)
    stated = [row.value for row in (held.rows or {}).values() if isinstance(row.value, dict)]
    written = sorted(float(str(row["capital"])) for row in stated if row.get("capital") is not None)
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    in_file = {round(float(row["percent"]), 1) for row in rows if row["percent"].replace(".", "").isdigit()}
    assert written
    assert set(written) <= in_file


def test_the_venture_of_2026_is_held_below_a_fifth_by_its_former_owner_and_controlled_by_nobody_listed() -> None:
    """The share that the act on divestiture turns on, in exact numbers."""
    structure = read_files([FOLDER / "ownership" / "bytedance-2026.csv"], DAY).structure
    names = {party.name: key for key, party in structure.parties.items()}
    reading = read_ownership(structure, names["TikTok USDS Joint Venture LLC"], DAY)
    share = reading.capital.listed[names["ByteDance Ltd."]]
    assert share.lo == share.hi == Fraction(199, 1000)
    assert reading.control.controllers == ()
