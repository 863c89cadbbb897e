"""Buyer profiles: whose eyes; the shipped ones are right, and none of them is written into the code."""

from datetime import date
from pathlib import Path

import pytest

from ddq.registers.model import Profile
from ddq.registers.profiles import binding, check_profile, load_profile, trust_in
from ddq.registers.registers import Registers
from ddq.shipped import shipped

FOLDER = shipped("questionnaires") / "profiles"
SHIPPED = sorted(FOLDER.glob("*.yaml"))
ARTICLE = date(2021, 4, 10)


def _profile(name: str) -> Profile:
    return load_profile(FOLDER / f"{name}.yaml")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_profiles_are_right_and_give_their_reasons(path: Path, registers: Registers) -> None:
    assert check_profile(path, registers) == ()
    profile = load_profile(path)
    assert all(entry.reason and entry.citation for entry in (*profile.trusted, *profile.bound_by))


@pytest.mark.parametrize(
    ("profile", "state", "day", "trust"),
    [
        ("de-authority", "FR", ARTICLE, 1),
        ("de-authority", "IT", ARTICLE, 1),  # a member state that has no profile of its own
        ("de-authority", "NO", ARTICLE, 1),
        ("de-authority", "GB", date(2020, 12, 31), 1),  # in the transition period
        ("de-authority", "GB", ARTICLE, 0.5),  # not yet adequate; the bridging clause applies
        ("de-authority", "GB", date(2021, 6, 28), 0.5),
        ("de-authority", "US", ARTICLE, 0),  # between two adequacy decisions
        ("de-authority", "US", date(2023, 7, 10), 0.5),
        ("de-authority", "SG", ARTICLE, 0),
        ("us-civil-agency", "GB", ARTICLE, 0.5),
        ("us-civil-agency", "GB", date(2022, 10, 3), 1),
        ("us-civil-agency", "HK", ARTICLE, 0),  # the entry for the state goes before the one for its group
        ("us-civil-agency", "DE", ARTICLE, 0.5),
        ("in-public-buyer", "GB", ARTICLE, 0),
        ("eu-company", "FR", ARTICLE, 1),
        ("eu-company", "US", ARTICLE, 0),
        ("us-federal-contractor", "AU", date(2024, 1, 30), 0.5),
        ("us-federal-contractor", "AU", date(2024, 1, 31), 1),
        ("gb-public-body", "IT", date(2020, 12, 31), 0),  # before, Union law itself applied
        ("gb-public-body", "IT", ARTICLE, 0.5),
        ("gb-public-body", "KR", date(2022, 12, 18), 0),
        ("gb-public-body", "KR", date(2022, 12, 19), 0.5),
        ("gb-public-body", "US", date(2023, 10, 12), 0.5),
        ("au-commonwealth", "NZ", ARTICLE, 0.5),
        ("au-commonwealth", "DE", ARTICLE, 0),
        ("jp-infrastructure", "DE", date(2019, 1, 22), 0),
        ("jp-infrastructure", "DE", ARTICLE, 0.5),
        ("cn-company", "HK", ARTICLE, 0),
        ("in-telecom", "US", ARTICLE, 0),
    ],
)
def test_trust_on_the_day(registers: Registers, profile: str, state: str, day: date, trust: float) -> None:
    assert trust_in(_profile(profile), state, registers.read(day))[0] == trust


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_authority_of_a_regime_that_binds_is_named(path: Path) -> None:
    """A bar can only be lifted by whoever keeps it, so the buyer is told who that is."""
    assert all(entry.authority for entry in load_profile(path).bound_by if entry.regime)


def test_a_direction_binds_from_its_day_on(registers: Registers) -> None:
    australian = _profile("au-commonwealth")
    found = [binding(australian, "XX", "AU-DEEPSEEK", registers.read(day)) for day in (ARTICLE, date(2025, 2, 4))]
    assert [entry is not None for entry in found] == [False, True]


def test_trust_names_the_entry_that_gives_it(registers: Registers) -> None:
    _, entry = trust_in(_profile("de-authority"), "NO", registers.read(ARTICLE))
    assert entry is not None
    assert (entry.group, entry.citation) == ("eea", "EEA Joint Committee Decision No 154/2018 of 6 July 2018")


def test_a_regime_binds_only_while_it_is_in_force(registers: Registers) -> None:
    german = _profile("de-authority")
    assert binding(german, "DE", "DE-BSIG9B", registers.read(ARTICLE)) is None
    bound = binding(german, "DE", "DE-BSIG9B", registers.read(date(2022, 1, 1)))
    assert bound is not None


def test_an_act_of_another_state_does_not_bind(registers: Registers) -> None:
    reading = registers.read(ARTICLE)
    assert binding(_profile("de-authority"), "IN", "IN-69A", reading) is None
    assert binding(_profile("in-public-buyer"), "IN", "IN-69A", reading) is not None


WRONG = """ddq: profile/1
id: wrong
version: '1'
title: T
description: D
home: [XX]
trusted:
- {group: ue, trust: 1, reason: r, citation: c}
- {group: eu, state: FR, trust: 0.3, reason: r, citation: c}
bound_by:
- {regime: EU-GDPR, reason: r, citation: c}
- {reason: r, citation: c}
"""


def test_each_mistake_of_a_profile_is_told_with_its_place(tmp_path: Path, registers: Registers) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(WRONG)
    told = [(problem.line, problem.code) for problem in check_profile(path, registers)]
    assert told == [(2, "P004"), (6, "P001"), (8, "P001"), (9, "P002"), (9, "P003"), (11, "P001"), (12, "P002")]


def test_a_trusted_state_without_a_reason_is_refused_at_its_place(tmp_path: Path, registers: Registers) -> None:
    """Left out, or written and empty: trust without a reason is a preference, not a reading."""
    path = tmp_path / "wrong.yaml"
    start = "ddq: profile/1\nid: wrong\nversion: '1'\ntitle: T\ndescription: D\ntrusted:\n"
    path.write_text(f"{start}- {{state: FR, trust: 1, reason: '', citation: c}}\n")
    assert [(one.line, one.col, one.code) for one in check_profile(path, registers)] == [(7, 33, "P005")]
    path.write_text(f"{start}- {{state: FR, trust: 1, citation: c}}\n")
    assert [(one.line, one.code) for one in check_profile(path, registers)] == [(7, "S002")]


def test_a_file_that_is_no_profile_is_told_not_raised(tmp_path: Path, registers: Registers) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("ddq: profile/1\nid: p\n")
    assert {problem.code for problem in check_profile(path, registers)} == {"S002"}
