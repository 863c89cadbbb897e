"""The reach of a case with many owners and flows: every path, every state, and the rulings on its flows."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from measure import Row, Sample

from ddq.assessment.model import Answer, Basis, Engagement, Vendor
from ddq.assessment.readings import readings, states
from ddq.questionnaire.model import Grade
from ddq.scoring.chains import read_chains
from ddq.scoring.measure import mitigating
from ddq.scoring.paths import paths
from ddq.scoring.prepared import prepare
from ddq.scoring.reach import reach
from ddq.scoring.scenario import Facts, Inputs
from ddq.scoring.standing import standings
from ddq.workspace.snapshot import Snapshot
from ddq.workspace.workspace import Workspace

OWNERS, FLOWS = 60, 40
GOAL = 0.005
_STATES = ("AT", "BR", "CH", "CN", "DE", "FR", "GB", "IN", "JP", "LU", "SG", "US")


def rows() -> Iterator[Row]:
    """Reach with the graph of ownership read anew, and after an answer that changes no owner."""
    with tempfile.TemporaryDirectory() as folder, Workspace(Path(folder), cache=Path(folder) / "cache") as workspace:
        opened = workspace.create(Vendor(name="Benchmark"), "vendor-due-diligence", Engagement(profile="de-authority"))
        for subject, value in _answers(random.Random(6)):
            opened.answer(subject, Answer(value=value, basis=Basis(grade=Grade.B)))
        snapshot = opened.snapshot
        facts = _facts(snapshot)
        found = _reach(snapshot, facts)
        told = f"{sum(len(state.paths) for state in found.states)} paths to {len(found.states)} states"
        for words, act in (
            (f"reach of {OWNERS} owners and {FLOWS} flows, owners read anew ({told})", _anew(snapshot, facts)),
            (f"reach of {OWNERS} owners and {FLOWS} flows, owners as before", lambda: _reach(snapshot, facts)),
        ):
            sample = _timed(act, 60)
            goal = f"< {GOAL * 1e3:g} ms"
            yield Row(words, sample.median * 1e3, "ms", "", None, goal, sample.median < GOAL, sample.spread)
        sample = _timed(snapshot.flows, 40)
        words = f"all that is found of {FLOWS} flows, with the evaluation of the answers"
        yield Row(words, sample.median * 1e3, "ms", "", None, "none set", True, sample.spread)


def _answers(chance: random.Random) -> Iterator[tuple[str, Any]]:
    """A third of the owners hold in the vendor, the others behind them."""
    holding = {"holder_kind": "company", "control": "none"}
    for number in range(OWNERS // 3):
        place = {"country": chance.choice(_STATES)}
        yield f"OC-03/{number + 1}", {**holding, **place, "name": f"Holder {number}", "votes": "5"}
        parent = {**holding, "name": f"Parent {number}", "held": f"Holder {number}", "votes": "60"}
        yield f"OC-03A/{2 * number + 1}", {**parent, "country": chance.choice(_STATES)}
        top = {**holding, "name": f"Top {number % 7}", "held": f"Parent {number}", "country": chance.choice(_STATES)}
        yield (
            f"OC-03A/{2 * number + 2}",
            top | chance.choice([{"votes": "51"}, {"votes_from": "25", "votes_to": "75"}, {}]),
        )
    for number in range(FLOWS):
        access = chance.choice(["clear", "storage", "transit"])
        flow = {"name": f"Flow {number}", "country": chance.choice(_STATES), "access": access, "data": ["content"]}
        yield f"DF-01/{number + 1}", flow | ({} if access == "clear" else {"keys": "vendor"})
    for number in range(10):
        yield (
            f"JL-09/{number + 1}",
            {
                "name": f"Team {number}",
                "country": chance.choice(_STATES),
                "sees_clear_data": True,
                "builds": True,
            },
        )


def _facts(snapshot: Snapshot) -> Facts:
    inputs = Inputs(
        prepared=prepare(snapshot.loaded),
        loaded=snapshot.loaded,
        values=readings(snapshot.assessment, snapshot.loaded, snapshot.day),
        states=states(snapshot.assessment),
        standings=standings(snapshot.assessment, snapshot.loaded, snapshot.day),
        reading=snapshot.reading,
        profile=snapshot.profile,
        day=snapshot.day,
    )
    return Facts(inputs.loaded, inputs.evaluate({}), inputs.values, inputs.standings)


def _reach(snapshot: Snapshot, facts: Facts) -> Any:
    prepared = prepare(snapshot.loaded)
    return reach(paths(prepared, facts), snapshot.reading, snapshot.profile, mitigating(prepared, facts))


def _anew(snapshot: Snapshot, facts: Facts) -> Callable[[], object]:
    def act() -> object:
        read_chains.cache_clear()
        return _reach(snapshot, facts)

    return act


def _timed(act: Callable[[], object], runs: int) -> Sample:
    seconds: list[float] = []
    for turn in range(runs + 5):
        began = time.perf_counter()
        act()
        if turn >= 5:
            seconds.append(time.perf_counter() - began)
    return Sample(tuple(seconds))
