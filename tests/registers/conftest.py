"""The shipped registers, loaded once, and a small set of registers of made-up states to break."""

from pathlib import Path

import pytest

from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.model import FEATURES
from ddq.registers.registers import Registers

FACT = "source: a gazette\n{0}confidence: high\n{0}basis: checked\n{0}place: p. 1\n{0}checked_on: 2026-06-30\n"


@pytest.fixture(scope="session")
def registers() -> Registers:
    return load_registers(shipped_registers())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder of registers with the made-up state AA and one law, AA-1."""
    (tmp_path / "jurisdictions").mkdir()
    features = "".join(f"  {name}: {{value: yes, laws: [AA-1]}}\n" for name in FEATURES)
    (tmp_path / "jurisdictions" / "AA.yaml").write_text(
        f"ddq: jurisdiction/1\ncode: AA\nname: Aland\nverified_through: 2026-06-30\nreading:\n  {FACT.format('  ')}"
        f"features:\n{features}laws:\n- id: AA-1\n  name: A law\n  citation: s.1\n  force: [{{start: 2021-09-01}}]\n"
        "  in_force: 2021-09-01\n  status: in_force\n  kind: mixed\n  effect: It compels.\n  extraterritorial: yes\n"
        f"  secrecy: yes\n  oversight: executive\n  {FACT.format('  ')}"
    )
    (tmp_path / "groups.yaml").write_text(
        "ddq: groups/1\nverified_through: 2026-06-30\ngroups:\n- id: union\n  name: A union\n  citation: Art 1\n"
        f"  members: [{{state: AA, force: {{start: 2001-01-01}}}}, {{state: BB}}]\n  {FACT.format('  ')}"
    )
    (tmp_path / "regimes.yaml").write_text(
        "ddq: regimes/1\nregimes:\n- id: AA-BAN\n  jurisdiction: AA\n  kind: prohibition\n  name: A ban\n"
        "  citation: s.2\n  force: [{start: 2020-01-01, end: 2022-01-01}]\n  in_force: 2020 to 2021\n"
        f"  status: repealed\n  effect: It bars.\n  source_type: official_text\n  {FACT.format('  ')}"
    )
    return tmp_path
