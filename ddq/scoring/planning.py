"""The plan: the remedies of least total effort with which trust reaches what is required."""

from __future__ import annotations

from collections.abc import Sequence

from ddq.scoring.arithmetic import most_concern, trust
from ddq.scoring.knapsack import Choice, cheapest
from ddq.scoring.model import Plan, RemedyOption
from ddq.scoring.remedies import options
from ddq.scoring.scenario import Scenario, Scenarios
from ddq.scoring.together import allowed, exclusions


def plan(found: Scenarios, required: float) -> Plan | None:
    """The plan; None where nothing has to be done, or where no allowed set of remedies reaches the target.

    While gates are open the plan must hold for every answer to them. Then the cheapest plan for the outer interval,
    those for single combinations, what these ask for together, and all that can be done together are tried; from the
    cheapest that holds is taken what it holds without. It is proven least if no combination alone is cheaper.
    """
    most = most_concern(required)
    if most is None or found.concern.hi <= most:
        return None
    single = [_cheapest(scenario, most) for scenario in found.refined]
    tried = single if found.refined == (found.outer,) else [_cheapest(found.outer, most), *single]
    sets = {frozenset(one.actions) for one in tried if one is not None}
    together = frozenset[str]().union(*sets)
    if allowed(together, exclusions(found.outer.case.on_high)):
        sets.add(together)
    sets.add(frozenset(found.all_remedies()))
    holding = [tuple(sorted(one)) for one in sets if found.with_some(tuple(one)).hi <= most]
    if not holding:
        return None
    floor = max((one.effort for one in single if one is not None), default=0)
    known = {one.actions for one in single if one is not None}
    best = min(holding, key=lambda ids: (_effort(found.outer, ids), ids not in known, ids))
    if _effort(found.outer, best) > floor:
        best = _without_the_needless(found, best, most)
    proven = all(one is None or one.proven_least for one in single) and _effort(found.outer, best) == floor
    return _plan(found, best, most, proven)


def _without_the_needless(found: Scenarios, actions: tuple[str, ...], most: int) -> tuple[str, ...]:
    """What is left of a set that holds once all is dropped that it holds without, the dearest first."""
    effort = {action.id: action.effort for action in found.outer.case.on_high}
    for name in sorted(actions, key=lambda name: (-effort[name], name)):
        fewer = tuple(other for other in actions if other != name)
        if found.with_some(fewer).hi <= most:
            actions = fewer
    return actions


def _cheapest(scenario: Scenario, most: int) -> Choice | None:
    return cheapest(scenario.case.on_high, scenario.case.high, scenario.concern.hi - most)


def _effort(scenario: Scenario, actions: Sequence[str]) -> int:
    return sum(action.effort for action in scenario.case.on_high if action.id in frozenset(actions))


def _plan(found: Scenarios, actions: tuple[str, ...], most: int, proven: bool) -> Plan:
    left = found.with_some(actions)
    effort = _effort(found.outer, actions)
    return Plan(_offered(found.outer, actions), effort, trust(left), left.hi <= most, proven)


def _offered(scenario: Scenario, actions: Sequence[str]) -> tuple[RemedyOption, ...]:
    """The chosen remedies, each under the indicator where it gains most."""
    offered = (option for one in scenario.measured if one.applicable for option in options(one))
    best: dict[str, RemedyOption] = {}
    for option in offered:
        if option.id not in best or option.gain > best[option.id].gain:
            best[option.id] = option
    return tuple(best[action] for action in actions)
