"""The method `trust/1`: from an assessment to its score. See docs/explanation/method.md."""

from __future__ import annotations

from datetime import date

from ddq.assessment.model import AnswerState, Assessment
from ddq.assessment.readings import readings, states
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import Origin
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring.arithmetic import bands, shown, total, trust
from ddq.scoring.bars import bars
from ddq.scoring.export import digest
from ddq.scoring.flows import flows_told, law_told, states_told
from ddq.scoring.hulls import laws_over, measured_over, nano_over
from ddq.scoring.knapsack import most_saving
from ddq.scoring.model import Nano, Score
from ddq.scoring.outcome import Grounds, outcome
from ddq.scoring.planning import plan
from ddq.scoring.prepared import prepare
from ddq.scoring.results import indicator_result, law_result, listed_not_applicable, subjects_in_state
from ddq.scoring.scenario import Inputs, Scenario, Scenarios, scenarios
from ddq.scoring.standing import standings
from ddq.scoring.tier import tier
from ddq.scoring.totals import Readings, attribution, domains, origins
from ddq.scoring.value import open_questions
from ddq.scoring.words import TIERS
from ddq.sentence import Country

METHOD = "trust/1"


def score(
    assessment: Assessment,
    loaded: LoadedQuestionnaire,
    reading: Reading,
    profile: Profile,
    day: date,
    *,
    refine: bool = True,
) -> Score:
    """Everything that the method says about an assessment on a day. Pure: the same inputs give the same score.

    Args:
        assessment: the answers and what reviewers said to them.
        loaded: the questionnaire that was answered.
        reading: the registers as they read on `day`.
        profile: the buyer with whose eyes the facts are read.
        day: the as-of date.
        refine: whether to make the interval exact where open gates leave it unknown what applies, at the cost of up
            to 81 readings; without, it is the outer one and `exact` says so.

    Raises:
        UnmappedAnswer: the questionnaire gives no presence to an answer; lint finds this before anyone answers.
    """
    inputs = Inputs(
        prepared=prepare(loaded),
        loaded=loaded,
        values=readings(assessment, loaded, day),
        states=states(assessment),
        standings=standings(assessment, loaded, day),
        reading=reading,
        profile=profile,
        day=day,
    )
    return _score(inputs, scenarios(inputs, refine=refine), assessment)


def _score(inputs: Inputs, found: Scenarios, assessment: Assessment) -> Score:
    outer, facts, loaded = found.outer, found.outer.facts, inputs.loaded
    concern, remedied = found.concern, found.with_remedies()
    exposure = tier(inputs.prepared, loaded, facts.evaluation, inputs.values, inputs.day)
    required = exposure.required(inputs.profile)
    barring = bars(inputs.prepared, facts, inputs.reading, inputs.profile, inputs.day)
    measured, laws = measured_over(found), laws_over(found)
    parted = Readings([scenario.parts for scenario in found.refined], [scenario.parts for scenario in found.admitted])
    asked = open_questions(inputs.prepared, facts, measured, laws, exposure.known)
    planned = plan(found, required)
    grounds = Grounds(
        bars=barring,
        rated=_is_rated(found),
        required=required,
        tier=TIERS[exposure.number],
        tier_known=exposure.known,
        concern=concern,
        with_remedies=remedied,
        remaining=_remaining(found.lowest),
        open_questions=len(asked),
        states=_states_that_remain(found.lowest),
    )
    said = outcome(grounds, planned)
    interval = trust(concern)
    indicators = [indicator_result(one, facts) for one in measured]
    told = flows_told(facts, inputs)
    indicators += [law_result(law_told(law, told)) for law in laws]
    sections = [section.domain for section in loaded.questionnaire.sections]
    return Score(
        method=METHOD,
        questionnaire=loaded.questionnaire.id,
        questionnaire_version=loaded.questionnaire.version,
        profile=inputs.profile.id,
        as_of=inputs.day,
        tier=exposure.number,
        tier_known=exposure.known,
        required=required,
        trust=interval,
        shown=shown(interval),
        band=bands(interval),
        inherent=trust(_inherent(found)),
        exact=found.exact,
        outcome=said.kind,
        headline=said.headline,
        outcome_because=said.because,
        concern=concern,
        attribution=attribution(found.lowest.parts, concern),
        known_share=concern.lo / concern.hi if concern.hi else 1.0,
        indicators=tuple(sorted(indicators, key=lambda one: one.id)),
        domains=domains(parted, sections),
        origins=origins(parted),
        states=states_told(outer.reach.states, told),
        bars=barring,
        plan=planned,
        all_remedies=trust(remedied),
        open_questions=asked,
        not_applicable=listed_not_applicable(inputs, outer.facts.evaluation, assessment),
        legally_barred=subjects_in_state(facts, AnswerState.legally_barred),
        digest=digest(assessment, loaded, inputs.reading, inputs.profile, inputs.day, method=METHOD),
    )


def _is_rated(found: Scenarios) -> bool:
    """Whether something that rests on answers is known, whatever the open gates turn out to say."""
    return _says_something(found.outer) or all(_says_something(scenario) for scenario in found.refined)


def _says_something(scenario: Scenario) -> bool:
    """Whether an indicator that rests on answers, and on none that is assumed, is narrower than its full range."""
    declared = any(
        one.applicable and not one.is_full and not scenario.facts.assumed.intersection(one.declared.questions)
        for one in scenario.measured
        if one.declared.questions
    )
    return declared or any(not law.is_full for law in scenario.reach.indicators)


def _inherent(found: Scenarios) -> Nano:
    sums = (total(part.inherent for part in scenario.parts) for scenario in found.refined)
    return nano_over(sums, (total(part.inherent for part in scenario.parts) for scenario in found.admitted))


def _remaining(lowest: Scenario) -> dict[Origin, int]:
    """What remains by origin with every remedy, even if all that is open turns out well."""
    left = {part.indicator: part.concern.lo for part in lowest.parts}
    chosen = frozenset(most_saving(lowest.case.on_low, lowest.case.low))
    for action in lowest.case.on_low:
        for indicator, after in action.after if action.id in chosen else ():
            left[indicator] = min(left[indicator], after)
    return {origin: sum(left[part.indicator] for part in lowest.parts if part.origin is origin) for origin in Origin}


def _states_that_remain(lowest: Scenario) -> tuple[Country, ...]:
    laws = [law for law in lowest.reach.indicators if law.state is not None and law.concern.lo > 0]
    ordered = sorted(laws, key=lambda law: (-law.concern.lo, law.id))
    return tuple(law.state.in_sentence for law in ordered if law.state is not None)
