"""Everything that is found about the flows of an assessment on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ddq.assessment.model import Assessment
from ddq.assessment.readings import readings, states
from ddq.dataflow.clear_access import clear_access
from ddq.dataflow.entries import flows, groups_of, teams
from ddq.dataflow.judging import transfer
from ddq.dataflow.model import FlowReading, FlowsReading
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.countries import in_sentence
from ddq.questionnaire.evaluate import Evaluation, evaluate
from ddq.questionnaire.model import GroupFeed
from ddq.questionnaire.values import Answered, Rows, U
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.sentence import country, say


def read_flows(
    assessment: Assessment, loaded: LoadedQuestionnaire, reading: Reading, profile: Profile, day: date
) -> FlowsReading:
    """The flows of an assessment, what the transfer rules of the day say of each, and who can see them in clear."""
    values = readings(assessment, loaded, day)
    sets = {name: reading.groups.get(name.lower(), frozenset[str]()) for name in loaded.country_sets}
    evaluation = evaluate(loaded, values, day, states=states(assessment), sets=sets)
    return flows_of(loaded, evaluation, values, reading=reading, profile=profile, day=day)


def flows_of(
    loaded: LoadedQuestionnaire,
    evaluation: Evaluation,
    values: Mapping[str, Answered],
    *,
    reading: Reading,
    profile: Profile,
    day: date,
) -> FlowsReading:
    """The same, where the answers are already read."""

    def place(code: str | None) -> str:
        state = None if code is None else reading.states.get(code)
        if state is None:
            return code or say("a place that is not known")
        return country(code or "", in_sentence(state.name))

    staff = tuple(teams(loaded, evaluation, values))
    found = tuple(
        FlowReading(flow, transfer(flow, reading.transfers, place), clear_access(flow, staff, place))
        for flow in flows(loaded, evaluation, values, tuple(profile.home))
    )
    asked = [group.id for group in groups_of(loaded, GroupFeed.flows) if evaluation.visible[group.id] is not False]
    return FlowsReading(
        day, found, bool(asked) and all(_complete(values.get(group, U)) for group in asked), bool(asked)
    )


def _complete(rows: Answered) -> bool:
    return isinstance(rows, Rows) and rows.complete
