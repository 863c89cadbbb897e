"""What the model cannot see in a file of transfer rules: names that stand nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from ddq.questionnaire.positions import Document
from ddq.questionnaire.problems import Problem, did_you_mean
from ddq.registers.facts import duplicates, wrong_facts
from ddq.registers.registers import Registers
from ddq.registers.transfers import Area, TransferRule


def wrong_transfers(document: Document, registers: Registers) -> Iterator[Problem]:
    """Rules given twice, that cite nothing, or that name a rule, regime, group or jurisdiction that is not there."""
    yield from duplicates(document, "rules")
    yield from wrong_facts(document, "rules")
    defaults = {rule.id for rule in registers.transfers if rule.role == "default"}
    regimes = {regime.id for regime in registers.regimes}
    states = {state.code for state in registers.jurisdictions}
    groups = {group.id for group in registers.groups}
    for index, rule in enumerate(registers.transfers):
        place = ("rules", index)
        named = [
            ((*place, "under"), rule.under, defaults, "a default rule", "cite a rule whose role is default"),
            ((*place, "regime"), rule.regime, regimes, "a regime", "cite a regime of regimes.yaml"),
            ((*place, "jurisdiction"), rule.jurisdiction, states, "a jurisdiction", "name one that has a file"),
            *(
                ((*place, key, "groups", at), group, groups, "a group", "name a group of groups.yaml")
                for key, area in _areas(rule)
                for at, group in enumerate(area.groups)
            ),
        ]
        for where, name, known, what, hint in named:
            if name is not None and name not in known:
                message = f"{rule.id} names {name}, which is not {what} of the registers"
                yield document.problem(where, "R020", message, did_you_mean(name, known) or hint)


def _areas(rule: TransferRule) -> Iterator[tuple[str, Area]]:
    for key, area in (("origin", rule.origin), ("destination", rule.destination), ("but_not", rule.but_not)):
        if area is not None:
            yield key, area
