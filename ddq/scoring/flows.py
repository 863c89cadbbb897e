"""What is found about each flow, told beneath the path that it opens: its transfer and who can see it in clear.

The nexus of a flow follows from that test of clear access. Whether the transfer is lawful is told, and never scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ddq.dataflow.reading import flows_of
from ddq.scoring.facts import Facts
from ddq.scoring.model import Because, ReachPath, StateReach
from ddq.scoring.reach import LawIndicator
from ddq.scoring.scenario import Inputs
from ddq.sentence import joined, say

Told = Mapping[tuple[str, str | None], tuple[Because, ...]]
"""By question and entry, what the transfer rules say, and who can see the data in clear."""


def flows_told(facts: Facts, inputs: Inputs) -> Told:
    """What is found about every flow."""
    found = flows_of(
        inputs.loaded,
        facts.evaluation,
        inputs.values,
        reading=inputs.reading,
        profile=inputs.profile,
        day=inputs.day,
    )
    told: dict[tuple[str, str | None], tuple[Because, ...]] = {}
    for one in found.flows:
        question, row = one.flow.question, one.flow.row
        readers = joined((reader.text for reader in one.clear.readers if reader.by != "staff"), "; ")
        clear = say("Clear access: {why}", why=one.clear.why)
        if readers:
            clear = say("Clear access: {why} Here {readers}.", why=one.clear.why, readers=readers)
        transfer = Because(say("Transfer: {why}", why=one.transfer.why), question, row)
        told[question, row] = (transfer, Because(clear, question, row))
    return told


def states_told(states: Iterable[StateReach], told: Told) -> tuple[StateReach, ...]:
    """The states, each path of a flow with what is found about the flow."""
    return tuple(replace(state, paths=_paths(state.paths, told)) for state in states)


def law_told(law: LawIndicator, told: Told) -> LawIndicator:
    """The law indicator, the same done to its paths."""
    state = None if law.state is None else replace(law.state, paths=_paths(law.state.paths, told))
    return replace(law, state=state, paths=_paths(law.paths, told))


def _paths(paths: Iterable[ReachPath], told: Told) -> tuple[ReachPath, ...]:
    return tuple(
        replace(path, because=(*path.because, *more)) if (more := told.get((path.question, path.row))) else path
        for path in paths
    )
