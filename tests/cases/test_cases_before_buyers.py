"""Each shipped case is read by buyers of different homes, and an act bars nobody whom it does not forbid to buy."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ddq.assessment.case import WrittenEntry
from ddq.assessment.entering import enter_case, load_case
from ddq.assessment.fold import fold
from ddq.assessment.model import Assessment
from ddq.questionnaire.load import LoadedQuestionnaire, load_questionnaire
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.profiles import load_profile
from ddq.registers.reading import Reading
from ddq.scoring.method import score
from ddq.scoring.model import Score
from ddq.shipped import shipped

FOLDER = shipped("questionnaires")
CASES = sorted((FOLDER / "cases").glob("*.yaml"))
BUYERS = ("de-authority", "us-federal-contractor", "in-public-buyer")


@cache
def read_by(buyer: str, path: Path) -> Score:
    """The case as that buyer's profile reads it on its day; worked out once for all who ask."""
    assessment, loaded, day = _entered(path)
    profile = load_profile(FOLDER / "profiles" / f"{buyer}.yaml")
    return score(assessment, loaded, _reading(day), profile, day, refine=False)


@cache
def _entered(path: Path) -> tuple[Assessment, LoadedQuestionnaire, date]:
    written = load_case(path)
    loaded = _questionnaire(written.content.questionnaire)
    return fold(enter_case(written, loaded, "case")), loaded, written.content.as_of


@cache
def _questionnaire(name: str) -> LoadedQuestionnaire:
    return load_questionnaire(FOLDER / f"{name}.yaml")


@cache
def _reading(day: date) -> Reading:
    return load_registers(shipped_registers()).read(day)


@pytest.mark.parametrize("buyer", BUYERS)
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_is_scored_for_buyers_of_different_homes(path: Path, buyer: str) -> None:
    countries = set(load_case(path).content.vendor.countries)
    assert {state.code for state in read_by(buyer, path).states} >= countries


@pytest.mark.parametrize(
    ("case", "act"),
    [
        ("zoom-2021", "us-ftc"),
        ("zoom-2026", "us-ftc"),
        ("dji-2021", "us-entity-list"),
        ("dji-2026", "us-entity-list"),
    ],
)
def test_an_act_that_forbids_no_purchase_bars_no_buyer_of_that_state(case: str, act: str) -> None:
    """It stands in the list with its ground and status, and the bar says why it is none."""
    (bar,) = (bar for bar in read_by("us-federal-contractor", FOLDER / "cases" / f"{case}.yaml").bars if bar.row == act)
    assert (bar.binds, bar.possible) == (False, False)
    assert "forbid no purchase" in bar.reason


def _act(case: str, row: str) -> dict[str, object]:
    written = load_case(FOLDER / "cases" / f"{case}.yaml").content.answers["GL-02"]
    assert isinstance(written, WrittenEntry) and written.rows is not None
    value = written.rows[row].value
    assert isinstance(value, dict)
    return dict(value)


def test_the_later_case_does_not_rewrite_what_was_known_earlier() -> None:
    """Designated in January 2021, stayed in March, vacated in May: each case tells the status of its own day."""
    before, after = (_act(f"xiaomi-{year}", "us-ccmc") for year in (2021, 2026))
    assert before["ground"] == after["ground"]
    assert (before["start"], before["status"], before.get("end")) == ("2021-01-14", "stayed", None)
    assert (after["start"], after["status"], after.get("end")) == ("2021-01-14", "vacated", "2021-05-25")
