"""The plan: the remedies of least total effort with which trust reaches what is required."""

from __future__ import annotations

from collections.abc import Sequence

from ddq.scoring.arithmetic import most_concern, trust
from ddq.scoring.knapsack import Choice, cheapest
from ddq.scoring.model import Plan, RemedyOption
from ddq.scoring.remedies import options
from ddq.scoring.scenario import Scenario, Scenarios


def plan(found: Scenarios, required: float) -> Plan | None:
    """The plan; None where nothing has to be done, or where no allowed set of remedies reaches the target.

    While gates are open the plan must hold for every answer to them: then the cheapest plan for the outer interval is
    taken, or else that for the worst combination if it holds for all. It is proven least if no combination alone is
    cheaper.
    """
    most = most_concern(required)
    if most is None or found.concern.hi <= most:
        return None
    chosen = _cheapest(found.outer, most)
    if len(found.refined) == 1 and found.refined[0] is found.outer:
        return None if chosen is None else _plan(found, chosen, most, chosen.proven_least)
    single = [_cheapest(scenario, most) for scenario in found.refined]
    floor = max((one.effort for one in single if one is not None), default=0)
    everything = Choice(tuple(action.id for action in found.outer.case.on_high), 0, 0, False)
    holding = [
        one for one in (chosen, *single, everything) if one is not None and found.with_some(one.actions).hi <= most
    ]
    if not holding:
        return None
    best = min(holding, key=lambda one: (_effort(found.outer, one.actions), one.actions))
    proven = all(one is None or one.proven_least for one in single) and _effort(found.outer, best.actions) == floor
    return _plan(found, best, most, proven)


def _cheapest(scenario: Scenario, most: int) -> Choice | None:
    return cheapest(scenario.case.on_high, scenario.case.high, scenario.concern.hi - most)


def _effort(scenario: Scenario, actions: Sequence[str]) -> int:
    return sum(action.effort for action in scenario.case.on_high if action.id in frozenset(actions))


def _plan(found: Scenarios, choice: Choice, most: int, proven: bool) -> Plan:
    left = found.with_some(choice.actions)
    effort = _effort(found.outer, choice.actions)
    return Plan(_offered(found.outer, choice.actions), effort, trust(left), left.hi <= most, proven)


def _offered(scenario: Scenario, actions: Sequence[str]) -> tuple[RemedyOption, ...]:
    """The chosen remedies, each under the indicator where it gains most."""
    offered = (option for one in scenario.measured if one.applicable for option in options(one))
    best: dict[str, RemedyOption] = {}
    for option in offered:
        if option.id not in best or option.gain > best[option.id].gain:
            best[option.id] = option
    return tuple(best[action] for action in actions)
