"""Law 17 over what ships: no shipped register, profile or case scores a state by its name.

Every state but the Union gets the name of another in the registers, the profile and the answers alike; each figure must
stand as it was, under the new names.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ddq.assessment.entering import enter_case, load_case
from ddq.assessment.fold import fold
from ddq.assessment.model import Assessment
from ddq.questionnaire.load import LoadedQuestionnaire, load_questionnaire
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.model import Profile
from ddq.registers.profiles import load_profile, trust_in
from ddq.registers.reading import Reading
from ddq.scoring.method import score
from ddq.shipped import shipped

FOLDER = shipped("questionnaires")
PROFILES = sorted((FOLDER / "profiles").glob("*.yaml"))
CASE = FOLDER / "cases" / "bytedance-2021.yaml"
KEPT = {"EU", "INT"}
"""Unions are no states: the rule by which the acts of one bind its members goes by its name."""


@pytest.fixture(scope="module")
def loaded() -> LoadedQuestionnaire:
    return load_questionnaire(FOLDER / f"{load_case(CASE).content.questionnaire}.yaml")


@pytest.fixture(scope="module")
def assessment(loaded: LoadedQuestionnaire) -> Assessment:
    return fold(enter_case(load_case(CASE), loaded, "case"))


def _new_names(reading: Reading) -> dict[str, str]:
    every = {*reading.states, *(state for members in reading.groups.values() for state in members)} - KEPT
    states = sorted(every)
    others = states[:]
    random.Random(17).shuffle(others)
    return dict(zip(states, others, strict=True))


def _renamed(value: Any, new: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(item, new) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_renamed(item, new) for item in value)
    return new.get(value, value) if isinstance(value, str) else value


def _reading(reading: Reading, new: dict[str, str]) -> Reading:
    return replace(
        reading,
        states={
            new.get(code, code): replace(state, code=new.get(code, code), name=new.get(code, code))
            for code, state in reading.states.items()
        },
        groups={name: frozenset(new.get(one, one) for one in members) for name, members in reading.groups.items()},
        regimes={
            name: replace(
                known,
                regime=known.regime.model_copy(update={"jurisdiction": _renamed(known.regime.jurisdiction, new)}),
            )
            for name, known in reading.regimes.items()
        },
    )


def _profile(profile: Profile, new: dict[str, str]) -> Profile:
    return profile.model_copy(
        update={
            "home": _renamed(profile.home, new),
            "trusted": tuple(one.model_copy(update={"state": _renamed(one.state, new)}) for one in profile.trusted),
            "bound_by": tuple(
                one.model_copy(update={"jurisdiction": _renamed(one.jurisdiction, new)}) for one in profile.bound_by
            ),
        }
    )


def _assessment(assessment: Assessment, new: dict[str, str]) -> Assessment:
    answers = {
        subject: answer.model_copy(update={"value": _renamed(answer.value, new)})
        for subject, answer in assessment.answers.items()
    }
    return assessment.model_copy(update={"answers": answers})


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_other_names_for_the_states_change_no_figure(
    path: Path, loaded: LoadedQuestionnaire, assessment: Assessment
) -> None:
    day = date(2026, 6, 30)
    profile, reading = load_profile(path), load_registers(shipped_registers()).read(day)
    new = _new_names(reading)
    before = score(assessment, loaded, reading, profile, day)
    after = score(_assessment(assessment, new), loaded, _reading(reading, new), _profile(profile, new), day)
    assert (after.trust, after.outcome, after.required) == (before.trust, before.outcome, before.required)
    assert sorted(
        (new.get(one.code, one.code), one.presence, one.home, one.trusted) for one in before.states
    ) == sorted((one.code, one.presence, one.home, one.trusted) for one in after.states)
    assert sorted((bar.id, bar.binds, bar.possible) for bar in before.bars) == sorted(
        (bar.id, bar.binds, bar.possible) for bar in after.bars
    )
    assert before.states, "the case has states that reach it, or nothing was compared"


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_trust_goes_to_whatever_state_stands_in_the_place(path: Path) -> None:
    """Over every state that the registers know, not only those of the case."""
    profile, reading = load_profile(path), load_registers(shipped_registers()).read(date(2026, 6, 30))
    new = _new_names(reading)
    other, others = _profile(profile, new), _reading(reading, new)
    for state, name in new.items():
        assert trust_in(other, name, others)[0] == trust_in(profile, state, reading)[0], state
