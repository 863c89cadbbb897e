"""Archetypes as answers to any questionnaire, what they come to, and where a strength would turn it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ddq.authoring.calibration.figures import Figure, Met, calibrate, limits, rooms
from ddq.authoring.calibration.setting import Setting
from ddq.questionnaire.countries import is_country
from ddq.questionnaire.model import GroupFeed, Origin
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.profiles import load_profile, trust_in
from ddq.scoring.arithmetic import concern_of_share
from ddq.scoring.model import OutcomeKind
from ddq.shipped import shipped
from ddq.workspace.library import Library
from tests.property.generated_questionnaires import load
from tests.scoring.conftest import known_group, yes_no

DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Setting:
    """The shipped questionnaire with the eyes of a German authority."""
    loaded = Library(tmp_path_factory.mktemp("library"), None).questionnaire("vendor-due-diligence")
    return of(loaded)


def of(loaded: Any) -> Setting:
    profile = load_profile(shipped("questionnaires") / "profiles" / "de-authority.yaml")
    return Setting(loaded, load_registers(shipped_registers()).read(DAY), profile, DAY)


@pytest.fixture(scope="module")
def figures(setting: Setting) -> dict[str, Figure]:
    return {figure.archetype.id: figure for figure in calibrate(setting)}


def test_nothing_is_held_against_who_answers_everything_well_on_official_documents(figures: dict[str, Figure]) -> None:
    trust = figures["favourable-A"].score.trust
    assert (trust.lo, trust.hi) == (100.0, 100.0)


def test_a_weaker_basis_and_every_further_gap_make_less_sure(figures: dict[str, Figure]) -> None:
    """And never worse than it may be: the upper end stays."""
    for names in (("A", "B", "C", "D"), ("B", "open-5", "open-10")):
        lows = [figures[name if "open" in name else f"favourable-{name}"].score.trust for name in names]
        assert [trust.lo for trust in lows] == sorted((trust.lo for trust in lows), reverse=True)
        assert len({trust.lo for trust in lows}) == len(lows)
        assert {trust.hi for trust in lows} == {100.0}


def test_nothing_answered_is_not_rated(figures: dict[str, Figure]) -> None:
    nothing = figures["nothing"]
    assert (dict(nothing.answers), nothing.score.outcome) == ({}, OutcomeKind.not_rated)
    assert set(nothing.tiers) == {Met.open}


def test_what_is_said_badly_counts_under_its_own_origin(figures: dict[str, Figure]) -> None:
    """Good conduct keeps its own figure under a state that controls; misconduct has it where no state reaches."""

    def low(name: str, origin: Origin) -> float:
        return next(one.trust.lo for one in figures[name].score.origins if one.origin is origin)

    assert low("good-conduct", Origin.conduct) > 90
    assert low("good-conduct", Origin.control) < 75
    assert low("misconduct", Origin.conduct) < 40
    assert low("misconduct", Origin.law) > 90
    assert figures["state-owned"].score.trust.hi < figures["good-conduct"].score.trust.lo


def test_who_hides_its_owners_may_be_anything(figures: dict[str, Figure]) -> None:
    opaque = figures["opaque"]
    assert opaque.score.trust.lo < 20 < 90 < opaque.score.trust.hi
    assert opaque.tiers == (Met.open,) * 4


def test_every_question_that_applies_is_answered_but_those_left_open(
    setting: Setting, figures: dict[str, Figure]
) -> None:
    for figure in figures.values():
        archetype, answers = figure.archetype, figure.answers
        evaluation = setting.measured(answers).facts.evaluation
        missing = {
            name
            for name, question in setting.loaded.questions.items()
            if evaluation.visible[name] is True and question.kind != "computed"
            if name not in answers and f"{name}/complete" not in answers
        }
        assert missing <= archetype.open, archetype.id


def test_at_each_turn_the_sum_meets_the_limit_of_the_tier(setting: Setting, figures: dict[str, Figure]) -> None:
    """Solved by formula; put in again, the concern of the others and of this share is the largest that is admitted."""
    turns = [
        (room, turn)
        for room in rooms(list(figures.values()), setting.profile)
        for turn in (room.down, room.up)
        if turn is not None
    ]
    assert turns
    for room, turn in turns:
        score = figures[turn.archetype].score
        one = next(one for one in score.indicators if one.id == room.indicator)
        most = limits(setting.profile)[turn.tier - 1]
        sums = [
            whole - concern + concern_of_share(turn.share * presence)
            for presence, concern, whole in zip(one.presence, one.concern, score.concern, strict=True)
        ]
        assert most is not None
        assert min(abs(found - most) for found in sums) <= 1
        side = turn.share < room.strength.share
        assert side == (turn is room.down)


def test_no_state_is_named_it_is_found_by_its_law(setting: Setting) -> None:
    """With the laws of two states exchanged, the other one is met."""
    states = dict(setting.registers.states)
    worst, best = setting.compelling, setting.home
    swapped = {**states, worst: states[best], best: states[worst]}
    changed = Setting(setting.loaded, _with(setting.registers, swapped), setting.profile, DAY)
    assert changed.compelling != worst


def test_who_is_at_home_in_a_union_meets_a_vendor_of_one_of_its_states(setting: Setting) -> None:
    """A union is no country that a vendor could name; one that the buyer trusts wholly stands in for it."""
    profile = load_profile(shipped("questionnaires") / "profiles" / "eu-company.yaml")
    assert profile.home == ("EU",)
    met = Setting(setting.loaded, setting.registers, profile, DAY)
    assert is_country(met.home)
    assert trust_in(profile, met.home, setting.registers)[0] == 1


def _with(registers: Any, states: Any) -> Any:
    from dataclasses import replace

    return replace(registers, states=states)


def test_any_questionnaire_can_be_calibrated() -> None:
    """Without lists, without a tier, with one question or with every kind of list."""
    section = {"id": "s", "title": "S", "domain": "D"}
    head = {"ddq": "questionnaire/1", "id": "small", "version": "1.0.0", "title": "Small"}
    for questions in (
        [yes_no("q")],
        [{"id": "t", "kind": "text", "text": "Name?"}],
        [known_group(feed) for feed in GroupFeed],
    ):
        found = calibrate(of(load({**head, "sections": [{**section, "questions": questions}]})))
        assert found[0].score.trust.hi == 100.0
