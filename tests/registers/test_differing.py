"""What is different between two days, and between two editions of the registers."""

from datetime import date
from pathlib import Path

from ddq.registers.differing import Difference, between_days, between_editions
from ddq.registers.load import load_registers


def test_between_two_days_what_came_and_went_is_told(folder: Path) -> None:
    """AA-1 is in force since 2021-09-01, the ban until 2021-12-31, BB is a member from the verification on."""
    registers = load_registers(folder)
    found = between_days(registers, date(2021, 8, 31), date(2022, 1, 1))
    assert Difference("AA-1", "force", "not in force", "in force") in found
    assert Difference("AA-BAN", "force", "in force", "not in force") in found
    assert Difference("AA", "vulnerability_reporting_to_state", "no", "yes") in found
    assert between_days(registers, date(2022, 1, 1), date(2026, 6, 30)) == (Difference("union", "BB", None, "member"),)
    assert between_days(registers, date(2021, 8, 31), date(2021, 8, 31)) == ()


def test_between_two_editions_each_changed_key_is_told(folder: Path) -> None:
    old = load_registers(folder)
    state, regimes = folder / "jurisdictions" / "AA.yaml", folder / "regimes.yaml"
    state.write_text(state.read_text().replace("It compels.", "It asks."))
    regimes.write_text(regimes.read_text().replace("id: AA-BAN", "id: AA-RULE"))
    assert set(between_editions(old, load_registers(folder))) == {
        Difference("AA-1", "effect", "It compels.", "It asks."),
        Difference("AA-BAN", "entry", "A ban", None),
        Difference("AA-RULE", "entry", None, "A ban"),
    }


def test_an_edition_is_no_different_from_itself(folder: Path) -> None:
    assert between_editions(load_registers(folder), load_registers(folder)) == ()
