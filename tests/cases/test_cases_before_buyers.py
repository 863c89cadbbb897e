"""Each shipped case is read by buyers of different homes, and an act bars nobody whom it does not forbid to buy."""

from pathlib import Path

import pytest

from ddq.assessment.entering import enter_case, load_case
from ddq.assessment.fold import fold
from ddq.questionnaire.load import load_questionnaire
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.profiles import load_profile
from ddq.scoring.method import score
from ddq.scoring.model import Score
from ddq.shipped import shipped

FOLDER = shipped("questionnaires")
CASES = sorted((FOLDER / "cases").glob("*.yaml"))
BUYERS = ("de-authority", "us-federal-contractor", "in-public-buyer")


def read_by(buyer: str, path: Path) -> Score:
    """The case as that buyer's profile reads it on its day."""
    written = load_case(path)
    case = written.content
    loaded = load_questionnaire(FOLDER / f"{case.questionnaire}.yaml")
    reading = load_registers(shipped_registers()).read(case.as_of)
    profile = load_profile(FOLDER / "profiles" / f"{buyer}.yaml")
    return score(fold(enter_case(written, loaded, "case")), loaded, reading, profile, case.as_of, refine=False)


@pytest.mark.parametrize("buyer", BUYERS)
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_is_scored_for_buyers_of_different_homes(path: Path, buyer: str) -> None:
    countries = set(load_case(path).content.vendor.countries)
    assert {state.code for state in read_by(buyer, path).states} >= countries


@pytest.mark.parametrize(("case", "act"), [("zoom-2021", "us-ftc"), ("zoom-2026", "us-ftc")])
def test_an_order_to_the_company_bars_no_buyer_of_that_state(case: str, act: str) -> None:
    """It stands in the list with its ground and status, and the bar says why it is none."""
    (bar,) = (bar for bar in read_by("us-federal-contractor", FOLDER / "cases" / f"{case}.yaml").bars if bar.row == act)
    assert (bar.binds, bar.possible) == (False, False)
    assert "forbid no purchase" in bar.reason
