"""Transfer rules: read as of a day, wrong ones told with their place, and known to every action on the registers."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from ddq.questionnaire.problems import SourceError
from ddq.registers.differing import between_days, between_editions
from ddq.registers.facts import shares
from ddq.registers.load import load_registers
from ddq.registers.registers import Registers
from ddq.registers.transfers import RuleReading

FACT = "source: a gazette\n  confidence: high\n  basis: checked\n  place: p. 1\n  checked_on: 2026-06-30\n"
RULES = (
    "ddq: transfers/1\nrules:\n"
    "- id: AA-T1\n  jurisdiction: AA\n  regime: AA-BAN\n  role: default\n  name: Principle\n  citation: Art 1\n"
    "  force: [{start: 2020-01-01}]\n  in_force: since 2020\n  origin: {states: [AA]}\n  but_not: {states: [AA]}\n"
    f"  data: personal\n  gives: barred\n  effect: It bars.\n  {FACT}"
    "- id: AA-T2\n  jurisdiction: AA\n  role: ground\n  under: AA-T1\n  name: Friends\n  citation: Art 2\n"
    "  force: [{start: 2021-01-01, end: 2022-01-01}]\n  in_force: in 2021\n  origin: {states: [AA]}\n"
    "  destination: {groups: [union]}\n  data: personal\n  gives: allowed\n  effect: It permits.\n"
    f"  {FACT}"
)


@pytest.fixture
def with_rules(folder: Path) -> Path:
    (folder / "transfers.yaml").write_text(RULES)
    return folder


def _of(registers: Registers, state: str, day: date) -> dict[str, RuleReading]:
    return {one.rule.id: one for one in registers.read(day).transfers.get(state, ())}


def test_a_folder_without_transfer_rules_is_right(folder: Path) -> None:
    """Registers that somebody keeps of their own need not have the file."""
    registers = load_registers(folder)
    assert registers.transfers == ()
    assert not any(share.file == "transfers.yaml" for share in shares(registers))


def test_rules_are_read_as_of_a_day(with_rules: Path) -> None:
    registers = load_registers(with_rules)
    assert list(_of(registers, "AA", date(2019, 12, 31))) == []
    assert list(_of(registers, "AA", date(2020, 6, 1))) == ["AA-T1"]
    both = _of(registers, "AA", date(2021, 6, 1))
    assert list(both) == ["AA-T1", "AA-T2"]
    assert both["AA-T2"].destination == {"AA"}, "who is surely a member on the day"
    assert not both["AA-T1"].leads_to("AA")
    assert both["AA-T1"].leads_to("ZZ")
    assert list(_of(registers, "AA", date(2022, 1, 1))) == ["AA-T1"]


WRONG: dict[str, tuple[str, str, str, str]] = {
    "a ground under nothing": ("under: AA-T1", "under: AA-T9", "R020", "AA-T9"),
    "a ground under a ground": ("under: AA-T1", "under: AA-T2", "R020", "AA-T2, which is not a default rule"),
    "a regime that is not there": ("regime: AA-BAN", "regime: AA-BEN", "R020", "did you mean"),
    "a group that is not there": ("groups: [union]", "groups: [unoin]", "R020", "did you mean"),
    "a jurisdiction that is not there": ("jurisdiction: AA\n  role", "jurisdiction: QQ\n  role", "R020", "QQ"),
    "two of one id": ("id: AA-T2", "id: AA-T1", "R001", "already given in line 3"),
    "no article": ("citation: Art 2", "citation: ' '", "R005", "empty citation"),
    "conditions of what is allowed": (
        "  gives: allowed\n",
        "  gives: allowed\n  conditions: [x]\n",
        "S007",
        "nothing else",
    ),
    "allowed with nothing": ("  gives: allowed\n", "  gives: allowed_with\n", "S007", "has conditions"),
    "an area of nothing": ("{groups: [union]}", "{}", "S007", "name at least one"),
    "a default by a mechanism": ("gives: barred", "gives: barred\n  mechanisms: [consent]", "S007", "mechanism"),
    "a mechanism that is none": ("gives: allowed\n", "gives: allowed\n  mechanisms: [hope]\n", "S0", "hope"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place(with_rules: Path, name: str) -> None:
    old, new, code, says = WRONG[name]
    file = with_rules / "transfers.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(SourceError) as raised:
        load_registers(with_rules)
    told = "\n".join(str(problem) for problem in raised.value.problems)
    assert "transfers.yaml:" in told
    assert code in told
    assert says in told


def test_rules_that_come_and_go_are_differences(with_rules: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    registers = load_registers(with_rules)
    days = between_days(registers, date(2020, 6, 1), date(2021, 6, 1))
    assert [(one.subject, one.what, one.old, one.new) for one in days if one.subject.startswith("AA-T")] == [
        ("AA-T2", "force", "not in force", "in force")
    ]
    other = tmp_path_factory.mktemp("edition")
    for path in with_rules.rglob("*.yaml"):
        copy = other / path.relative_to(with_rules)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text().replace("  gives: barred", "  gives: allowed"))
    changed = between_editions(registers, load_registers(other))
    assert [(one.subject, one.what, one.old, one.new) for one in changed] == [("AA-T1", "gives", "barred", "allowed")]


def test_the_cache_keeps_the_rules(with_rules: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    cache = tmp_path_factory.mktemp("cache")
    assert load_registers(with_rules, cache) == load_registers(with_rules, cache) == load_registers(with_rules)


def test_every_shipped_rule_stands_under_a_law_in_force(registers: Registers) -> None:
    """A ground that outlives or precedes its default rule would never be read."""
    by_id = {rule.id: rule for rule in registers.transfers}
    for rule in registers.transfers:
        if rule.under is not None:
            starts = [period.start for period in by_id[rule.under].force if period.start is not None]
            own = [period.start for period in rule.force if period.start is not None]
            assert min(own) >= min(starts), rule.id
            assert rule.origin == by_id[rule.under].origin, rule.id


def test_what_the_shipped_rules_say_changes_on_the_days_of_the_judgments(registers: Registers) -> None:
    """The Privacy Shield ended with the judgment of 2020-07-16, and its successor began on 2023-07-10."""

    def certified(day: date) -> bool:
        return "EU-GDPR-45-CERTIFIED" in _of(registers, "FR", day)

    end, again = date(2020, 7, 16), date(2023, 7, 10)
    assert [certified(day) for day in (end - timedelta(1), end, again - timedelta(1), again)] == [
        True,
        False,
        False,
        True,
    ]
    notes = _of(registers, "FR", date(2026, 6, 30))["EU-GDPR-45"].notes
    assert "2019/419" in notes["JP"]
