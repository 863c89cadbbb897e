"""All registers together, as loaded: they are read as of a day."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ddq.questionnaire.model import Model
from ddq.registers.model import Group, Jurisdiction, Regime
from ddq.registers.reading import Reading, read_members, read_regimes, read_state
from ddq.registers.transfers import TransferRule, read_transfers


class Registers(Model):
    """Jurisdictions, groups, regimes and transfer rules, checked against each other."""

    ddq: Literal["registers/1"] = "registers/1"
    digest: str
    """SHA-256 of the names and contents of the files."""
    verified_through: date
    """The day up to which the editors of the groups looked."""
    jurisdictions: tuple[Jurisdiction, ...]
    """By code."""
    groups: tuple[Group, ...]
    regimes: tuple[Regime, ...]
    transfers: tuple[TransferRule, ...] = ()

    def read(self, day: date) -> Reading:
        """What the registers say of `day`; nothing that is later than it counts."""
        groups = {group.id: read_members(group, day, self.verified_through) for group in self.groups}
        return Reading(
            states={state.code: read_state(state, day) for state in self.jurisdictions},
            groups=groups,
            regimes=read_regimes(self.regimes, day),
            digest=self.digest,
            group_names={group.id: group.name for group in self.groups},
            transfers=read_transfers(self.transfers, groups, _notes(self.groups, day), day),
        )


def _notes(groups: tuple[Group, ...], day: date) -> dict[str, dict[str, str]]:
    return {
        group.id: {
            member.state: member.note
            for member in group.members
            if member.note is not None and (member.force is None or member.force.in_force(day))
        }
        for group in groups
    }
