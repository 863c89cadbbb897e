"""How much of the registers was compared with a public source is counted, never claimed."""

from pathlib import Path

from ddq.registers.criteria import load_criteria
from ddq.registers.facts import Share, shares, total
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.registers import Registers


def test_the_share_of_a_file_counts_its_facts_by_what_was_compared(folder: Path) -> None:
    """The reading of the features is a fact beside the laws."""
    path = folder / "jurisdictions" / "AA.yaml"
    path.write_text(path.read_text().replace("basis: checked", "basis: mixed", 1))
    found = {share.file: share for share in shares(load_registers(folder))}
    assert found["jurisdictions/AA.yaml"] == Share("jurisdictions/AA.yaml", checked=1, mixed=1, unchecked=0)
    assert total(found.values(), "all") == Share("all", checked=3, mixed=1, unchecked=0)


def test_the_lists_of_criteria_are_counted_where_they_are_given(folder: Path) -> None:
    registers, criteria = load_registers(folder), load_criteria(shipped_registers() / "criteria.yaml")
    (first, *rest) = shares(registers, criteria)
    assert (first.file, first.facts) == ("criteria.yaml", len(criteria))
    assert tuple(rest) == shares(registers)


def test_a_state_of_which_nothing_was_read_claims_no_fact(folder: Path) -> None:
    path = folder / "jurisdictions" / "AA.yaml"
    text = path.read_text().replace("{value: yes, laws: [AA-1]}", "{value: unknown}")
    path.write_text(text[: text.index("laws:\n")])
    (empty,) = [share for share in shares(load_registers(folder)) if share.file == "jurisdictions/AA.yaml"]
    assert empty.facts == 0


def test_every_shipped_fact_that_counts_as_checked_says_where_and_when(registers: Registers) -> None:
    """The files are read, not the model: what is written there is what a reader can look up again."""
    laws = [law for state in registers.jurisdictions for law in state.laws]
    for fact in (*laws, *registers.regimes, *registers.groups):
        assert fact.source.strip()
        assert fact.citation.strip()
        if fact.checked_on is not None:
            assert fact.place, fact.id
