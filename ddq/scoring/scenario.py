"""One reading of the facts, measured: as the answers stand, or with answers assumed for the gates that are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import Evaluation, evaluate
from ddq.questionnaire.values import Answered
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.facts import Facts
from ddq.scoring.knapsack import most_saving
from ddq.scoring.measure import Measured, measure, mitigating
from ddq.scoring.model import Nano
from ddq.scoring.open_gates import combinations, doubtful, open_gates
from ddq.scoring.paths import paths
from ddq.scoring.prepared import Prepared
from ddq.scoring.reach import Reach, reach
from ddq.scoring.remedies import Case, case
from ddq.scoring.standing import Standing
from ddq.scoring.together import completed, exclusions, largest_sets
from ddq.scoring.totals import Part, parts, whole


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a score is made from, prepared."""

    prepared: Prepared
    loaded: LoadedQuestionnaire
    values: Mapping[str, Answered]
    states: Mapping[str, str]
    standings: Mapping[str, Standing]
    reading: Reading
    profile: Profile
    day: date

    def with_assumed(self, assumed: Mapping[str, Answered]) -> Mapping[str, Answered]:
        """The answers with those that are assumed."""
        return {**self.values, **assumed} if assumed else self.values

    def evaluate(self, assumed: Mapping[str, Answered]) -> Evaluation:
        """What follows from the answers, and from those that are assumed."""
        sets = {name: self.reading.groups.get(name.lower(), frozenset[str]()) for name in self.loaded.country_sets}
        values = self.with_assumed(assumed)
        return evaluate(self.loaded, values, self.day, states=self.states, sets=sets)


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """The indicators in one reading of the facts, and their sum."""

    facts: Facts
    measured: tuple[Measured, ...]
    reach: Reach
    parts: tuple[Part, ...]
    concern: Nano
    case: Case

    @property
    def denied(self) -> frozenset[int]:
        """The identities of the feeds that say less than a refusal leaves."""
        return frozenset(feed for one in self.measured for feed in one.denied)


@dataclass(frozen=True)
class Scenarios:
    """The reading as the answers stand, and those between which the open gates decide."""

    outer: Scenario
    """As the answers stand: what may apply counts with its whole range."""
    refined: tuple[Scenario, ...]
    """One for each combination of answers to the open gates; only the outer one where there is none, or too many."""
    exact: bool

    @cached_property
    def admitted(self) -> tuple[Scenario, ...]:
        """Those from which lower ends are taken: where gates were refused, those that put them in their worse half.

        What no combination of answers puts there is not asked for; where none puts all the rest there, all count.
        """
        denied = [scenario.denied for scenario in self.refined]
        always = denied[0].intersection(*denied[1:])
        found = tuple(one for one, said in zip(self.refined, denied, strict=True) if said <= always)
        return found or self.refined

    @property
    def lowest(self) -> Scenario:
        """The one with the least concern at its lower end."""
        return min(self.admitted, key=lambda scenario: scenario.concern.lo)

    @property
    def highest(self) -> Scenario:
        """The one with the most concern at its upper end."""
        return max(self.refined, key=lambda scenario: scenario.concern.hi)

    @property
    def concern(self) -> Nano:
        """`[C_lo, C_hi]` over all of them."""
        return Nano(self.lowest.concern.lo, self.highest.concern.hi)

    def all_remedies(self) -> tuple[str, ...]:
        """The remedies with which trust is best whatever the gates say: one allowed set, in order of id.

        Where more largest sets are possible than are tried, it is the best of those that are best in one reading.
        """
        excluded = exclusions(self.outer.case.on_high)
        sets = largest_sets(excluded)
        if sets is None or len(self.refined) == 1:
            cases = {id(one): one.case for one in (self.outer, *self.refined)}.values()
            sets = [completed(most_saving(one.on_high, one.high), excluded) for one in cases]
        return min((tuple(sorted(one)) for one in sets), key=lambda ids: (self.with_some(ids).hi, ids))

    def with_remedies(self) -> Nano:
        """The concern with remedies, over all of them: from the best that can be hoped for to what can be relied on.

        The upper end rests on one set that must do for every reading; which set serves best at the lower end can be
        chosen once the gates are answered.
        """
        least = min(scenario.case.least(scenario.concern) for scenario in self.admitted)
        return Nano(least, self.with_some(self.all_remedies()).hi)

    def with_some(self, remedies: Sequence[str]) -> Nano:
        """The concern with some remedies, over all of them."""
        left = {id(one): one.case.with_some(remedies, one.concern) for one in self.refined}
        return Nano(min(left[id(one)].lo for one in self.admitted), max(nano.hi for nano in left.values()))


def scenarios(inputs: Inputs, *, refine: bool) -> Scenarios:
    """Measure as the answers stand and, where it is open what applies, for every combination of the open gates."""
    outer = scenario(inputs, {})
    unsure = doubtful(inputs.prepared, outer.facts.evaluation)
    if not unsure:
        return Scenarios(outer, (outer,), exact=True)
    gates = open_gates(inputs.prepared, outer.facts.evaluation, inputs.values, unsure)
    assumed = combinations(inputs.loaded, gates) if refine else None
    if assumed is None:
        return Scenarios(outer, (outer,), exact=False)
    refined = tuple(scenario(inputs, answers, outer.facts) for answers in assumed)
    exact = not any(doubtful(inputs.prepared, one.facts.evaluation) for one in refined)
    return Scenarios(outer, refined, exact)


def scenario(inputs: Inputs, assumed: Mapping[str, Answered], given: Facts | None = None) -> Scenario:
    """Measure one reading of the facts; with what is assumed, beside the facts that are given."""
    values = inputs.with_assumed(assumed)
    facts = Facts(inputs.loaded, inputs.evaluate(assumed), values, inputs.standings, frozenset(assumed), given)
    mitigations = mitigating(inputs.prepared, facts)
    measured = measure(inputs.prepared, facts, mitigations)
    reached = reach(paths(inputs.prepared, facts), inputs.reading, inputs.profile, mitigations)
    found = parts(measured, reached.indicators)
    return Scenario(facts, measured, reached, found, whole(found), case(measured))
