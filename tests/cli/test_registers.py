"""`ddq registers`: what the registers hold, as of a day, how much of it was checked, and what is wrong in a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ddq.registers.load import shipped_registers
from ddq.shipped import shipped

Run = Callable[..., Any]


def test_every_file_is_listed_with_the_share_that_was_checked(ddq: Run) -> None:
    lines = ddq("registers", "list").out.splitlines()
    assert any(line.startswith("jurisdictions/DE.yaml") and line.endswith("Germany") for line in lines)
    assert any(line.startswith("criteria.yaml ") and line.split()[1] == "14" for line in lines)
    listed = ddq("registers", "list", "--json").json
    facts = sum(one["facts"] for one in listed)
    assert lines[-1].split()[:2] == ["together", str(facts)]
    assert all(one["facts"] == one["checked"] + one["mixed"] + one["unchecked"] for one in listed)


@pytest.mark.parametrize(
    ("name", "day", "says"),
    [
        ("CN", "2021-08-31", "vulnerability_reporting_to_state: no"),
        ("CN", "2021-09-01", "vulnerability_reporting_to_state: yes by CN-RMSV"),
        ("CN-RMSV", "2021-08-31", "CN-RMSV: not in force on 2021-08-31: 2021-09-01"),
        ("CN-COLAW05", "2024-07-01", "CN-COLAW05: no longer in force on 2024-07-01"),
        ("US-889", "2021-04-10", "In force on this day: yes"),
        ("US-702", "2026-06-11", "In force on this day: yes"),
        ("US-702", "2026-06-12", "In force on this day: the registers cannot say"),
        ("eu", "2020-02-01", "Members on the day: AT, BE, BG"),
    ],
)
def test_an_entry_is_shown_as_of_a_day(ddq: Run, name: str, day: str, says: str) -> None:
    ran = ddq("registers", "show", name, "--as-of", day)
    assert ran.code == 0
    assert says in ran.out


def test_a_name_that_is_not_held_is_told_with_a_near_one(ddq: Run) -> None:
    ran = ddq("registers", "show", "CN-RMVS")
    assert (ran.code, "did you mean 'CN-RMSV'?" in ran.err) == (2, True)


def test_what_ships_is_clean(ddq: Run) -> None:
    assert ddq("registers", "check").code == 0


def test_a_list_of_names_is_shown_as_of_a_day_and_counted(ddq: Run) -> None:
    """A listing stands as it stood then; a list in part says what a name that is not found tells."""
    assert (
        "us-1237-xiaomi: Xiaomi Corporation (Xiaomi); stayed"
        in ddq("registers", "show", "us-1237", "--as-of", "2021-04-10").out
    )
    shown = ddq("registers", "show", "us-fcc-covered", "--as-of", "2021-04-10").out
    assert "in part: a name that is not here may be listed all the same" in shown
    assert "us-fcc-covered-dji" not in shown
    assert "Listed after 2021-04-10: 12" in shown
    one = ddq("registers", "show", "us-1260h-dji", "--as-of", "2026-06-30").out
    assert "Next: 2027-06-30" in one
    assert ddq("registers", "show", "us-1260h-dji", "--as-of", "2021-01-01").out.startswith(
        "us-1260h-dji: not listed on"
    )
    assert any(
        line.startswith("lists/us-889.csv") and line.endswith("names on a list, whole")
        for line in ddq("registers", "list").out.splitlines()
    )


def test_a_list_that_is_wrong_is_refused_with_its_place_alone_or_in_its_folder(ddq: Run, tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    file = folder / "lists" / "us-1237.csv"
    file.write_text(file.read_text().replace("2021-01-14", "2021-01-41"))
    for path in (folder, file):
        ran = ddq("registers", "check", str(path))
        assert ran.code == 1
        assert ran.out.startswith(f"{file}:2:")
        assert "S003 listed_from must be a date such as 2026-01-31" in ran.out


def _copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_registers(), tmp_path / "registers"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  citation: s.41\n", "", "S002"),
        ("2025-12-06}]", "2025-13-06}]", "S003 start must be a date such as 2026-01-31"),
        ("citation: s.41", "citation: ''", "R005 DE-BSIG has an empty citation"),
    ],
)
def test_a_law_that_is_wrong_is_refused_with_its_place(ddq: Run, tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = _copy(tmp_path)
    file = folder / "jurisdictions" / "DE.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    ran = ddq("registers", "check", str(folder))
    assert ran.code == 1
    assert any(line.startswith(f"{file}:") and says in line for line in ran.out.splitlines()), ran.out


def test_a_profile_of_an_unknown_regime_and_a_case_that_knows_the_future_are_refused(ddq: Run, tmp_path: Path) -> None:
    profile, case = tmp_path / "de-authority.yaml", tmp_path / "bytedance-2021.yaml"
    text = (shipped("questionnaires") / "profiles" / "de-authority.yaml").read_text()
    profile.write_text(text.replace("regime: EU-GDPR-V", "regime: EU-GDPR-W"))
    text = (shipped("questionnaires") / "cases" / "bytedance-2021.yaml").read_text()
    case.write_text(text.replace("    dated: 2020-08-19", "    dated: 2022-08-19", 1))
    ran = ddq("registers", "check", str(profile), str(case))
    assert ran.code == 1
    assert "P001 the regime EU-GDPR-W is not in the registers; did you mean 'EU-GDPR-V'?" in ran.out
    assert "C001 the source order-2020-08-14 is dated 2022-08-19, after the case's date 2021-04-10" in ran.out


def test_two_days_or_two_folders_are_compared_and_nothing_else(ddq: Run, tmp_path: Path) -> None:
    assert "CN-RMSV force: not in force -> in force" in ddq("registers", "diff", "2021-08-31", "2021-09-01").out
    folder = str(_copy(tmp_path))
    assert ddq("registers", "diff", folder, str(shipped_registers())).out == "nothing is different\n"
    assert ddq("registers", "diff", folder, "2021-09-01").code == 2
    assert "neither a folder nor a day" in ddq("registers", "diff", "2021-13-01", "2021-09-01").err
    assert "holds neither registers nor" in ddq("registers", "check", str(tmp_path)).err


def test_a_folder_of_profiles_or_cases_is_checked_file_by_file(ddq: Run, tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    shutil.copytree(shipped("questionnaires") / "profiles", folder)
    whole = ddq("registers", "check", str(folder))
    assert whole.code == 0, whole.err
    file = folder / "de-authority.yaml"
    file.write_text(file.read_text().replace("reason:", "because:", 1))
    broken = ddq("registers", "check", str(folder))
    assert broken.code == 1
    assert "de-authority.yaml:" in broken.out
    (tmp_path / "nothing").mkdir()
    assert ddq("registers", "check", str(tmp_path / "nothing")).code == 2
