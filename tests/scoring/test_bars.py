"""When a government action binds this buyer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ddq.questionnaire.model import GroupFeed
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.model import BarResult, OutcomeKind, Score
from tests.scoring.conftest import Run, known_group, said, yes_no

ROW: dict[str, Any] = {
    "name": "Prohibition of use",
    "kind": "prohibition",
    "state": "DE",
    "authority": "Federal Ministry",
    "citation": "BSIG s.41",
    "scope": "Critical components",
    "start": "2026-01-01",
    "status": "in_force",
    "target": "vendor",
}

CASES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "binds", ""),
    ({"state": "EU"}, "binds", ""),
    ({"kind": "listing"}, "binds", ""),
    ({"target": "product"}, "binds", ""),
    ({"state": "US"}, "does not", "does not bind this buyer"),
    ({"state": "US", "regime": "EU-833-5K"}, "binds", ""),
    ({"status": "stayed"}, "does not", "stayed"),
    ({"status": "vacated"}, "does not", "vacated"),
    ({"status": "pending"}, "does not", "not yet in force"),
    ({"end": "2026-06-30"}, "does not", "ended on 2026-06-30"),
    ({"end": "2026-07-01"}, "binds", ""),
    ({"start": "2026-07-01"}, "does not", "from 2026-07-01 on"),
    ({"target": "affiliate"}, "does not", "affiliate"),
    ({"start": None}, "may", "since when"),
    ({"status": None}, "may", "whether it is in force"),
    ({"state": None}, "may", "whose act it is"),
]


def barred(run: Run, row: dict[str, Any], grade: str = "A", **more: Any) -> Score:
    kept = {name: value for name, value in row.items() if value is not None}
    answers = {"listings/1": said(kept, grade), "listings/complete": said(True), "q": said(False)}
    return run([known_group(GroupFeed.listings), yes_no("q")], answers, tier=1, **more)


def only(score: Score) -> BarResult:
    (found,) = score.bars
    return found


def test_a_regime_that_may_not_have_been_in_force_may_bind(run: Run, reading: Reading) -> None:
    """The register cannot say whether it was; that must not read as if it were."""
    regimes = {**reading.regimes, "EU-833-5K": replace(reading.regimes["EU-833-5K"], in_force=None)}
    score = barred(run, {**ROW, "state": "EU", "regime": "EU-833-5K"}, registers=replace(reading, regimes=regimes))
    assert (only(score).binds, only(score).possible) == (False, True)
    assert "cannot say whether it was in force" in only(score).reason
    assert score.outcome is OutcomeKind.defer


def test_an_act_under_a_regime_that_forbids_no_purchase_is_no_bar(run: Run, reading: Reading) -> None:
    """An export control or an order to the company is an act all the same, and stays to be seen with the reason."""
    known = reading.regimes["EU-833-5K"]
    regime = known.regime.model_copy(update={"forbids_purchase": False})
    registers = replace(reading, regimes={**reading.regimes, "EU-833-5K": replace(known, regime=regime)})
    score = barred(run, {**ROW, "state": "EU", "regime": "EU-833-5K"}, registers=registers)
    assert (only(score).binds, only(score).possible) == (False, False)
    assert "acts under EU-833-5K forbid no purchase" in only(score).reason
    assert score.outcome is OutcomeKind.proceed


def test_an_act_that_binds_one_department_or_a_licensee_bars_only_a_buyer_whose_profile_names_it(
    run: Run, reading: Reading, authority: Profile
) -> None:
    """The law of the home binds everybody there, but a rule on one department's own purchases does not."""
    known = reading.regimes["DE-BSIG41"]
    regime = known.regime.model_copy(update={"binds_only_named": True})
    registers = replace(reading, regimes={**reading.regimes, "DE-BSIG41": replace(known, regime=regime)})
    others = tuple(entry for entry in authority.bound_by if entry.regime != "DE-BSIG41")
    row = {**ROW, "regime": "DE-BSIG41"}
    named = only(barred(run, row, registers=registers))
    assert named.binds
    unnamed = only(barred(run, row, registers=registers, profile=authority.model_copy(update={"bound_by": others})))
    assert (unnamed.binds, unnamed.possible) == (False, False)
    assert "DE-BSIG41 bind only a buyer whose profile names it" in unnamed.reason


@pytest.mark.parametrize(("change", "verdict", "why"), CASES)
def test_what_binds(run: Run, change: dict[str, Any], verdict: str, why: str) -> None:
    score = barred(run, {**ROW, **change})
    bar = only(score)
    assert ("binds" if bar.binds else "may" if bar.possible else "does not") == verdict
    assert why in bar.reason
    expected = {"binds": OutcomeKind.do_not_proceed, "may": OutcomeKind.defer, "does not": OutcomeKind.proceed}
    assert score.outcome is expected[verdict]


def test_the_headline_names_bar_authority_and_dates(run: Run) -> None:
    score = barred(run, ROW)
    assert score.headline == "Do not proceed: “Prohibition of use” (Federal Ministry) binds this buyer."
    assert "BSIG s.41; scope: Critical components; from 2026-01-01" in score.outcome_because[0]


@pytest.mark.parametrize("kind", ["investigation", "warning"])
def test_an_investigation_or_a_warning_is_no_bar(run: Run, kind: str) -> None:
    assert barred(run, {**ROW, "kind": kind}).bars == ()


def test_an_entry_without_a_basis_may_bind(run: Run) -> None:
    assert only(barred(run, ROW, grade="E")).possible


def test_a_bar_of_the_questionnaire_binds_through_its_regime(run: Run) -> None:
    bar = {"id": "b", "title": "Listed owner", "when": "q", "regime": "EU-833-5K", "scope": "Public contracts"}
    assert run([yes_no("q")], {"q": said(True)}, tier=1, bars=[bar]).outcome is OutcomeKind.do_not_proceed
    assert run([yes_no("q")], {}, tier=1, bars=[bar]).bars[0].possible
    assert run([yes_no("q")], {"q": said(False)}, tier=1, bars=[bar]).bars == ()
    before = run([yes_no("q")], {"q": said(True)}, tier=1, bars=[bar], day=date(2020, 1, 1))
    assert before.questionnaire == "sample"


def test_a_bar_that_cannot_bind_this_buyer_is_told_only_if_it_applies(run: Run, authority: Profile) -> None:
    bar = {"id": "b", "title": "Listed owner", "when": "q", "regime": "EU-833-5K", "scope": "Public contracts"}
    free = authority.model_copy(update={"bound_by": ()})
    assert run([yes_no("q")], {}, bars=[bar], profile=free).bars == ()
    (told,) = run([yes_no("q")], {"q": said(True)}, bars=[bar], profile=free).bars
    assert not told.binds
    assert not told.possible
