"""The owners as an assessment's lists tell them, as a chart: seats of parents, holders, and who stands behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ddq.assessment.model import Assessment
from ddq.assessment.readings import readings, states
from ddq.ownership.listed_chart import EnteredOwners, ListedChart, Name
from ddq.ownership.owner_rows import Row
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import Evaluation, evaluate
from ddq.questionnaire.model import GroupFeed, GroupQuestion
from ddq.questionnaire.values import Answered, Rows, U


def entered_owners(
    assessment: Assessment, loaded: LoadedQuestionnaire, groups: Mapping[str, frozenset[str]], day: date, name: Name
) -> EnteredOwners | None:
    """The owners that the lists tell, where they tell of any that applies.

    Args:
        assessment: with the answers.
        loaded: its questionnaire.
        groups: the country sets of the registers.
        day: on which the answers are read.
        name: what a state is called.
    """
    values = readings(assessment, loaded, day)
    sets = {found: groups.get(found.lower(), frozenset[str]()) for found in loaded.country_sets}
    evaluation = evaluate(loaded, values, day, states=states(assessment), sets=sets)
    lists: dict[GroupFeed, list[Row]] = {feed: [] for feed in (GroupFeed.seats, GroupFeed.holders, GroupFeed.chains)}
    complete = True
    for question in loaded.questions.values():
        if not isinstance(question, GroupQuestion) or evaluation.visible[question.id] is False:
            continue
        feed = question.feeds_engine
        if feed is not None and feed in lists:
            lists[feed] += _rows(question.id, evaluation, values)
        if feed is GroupFeed.holders:
            given = values.get(question.id, U)
            complete &= isinstance(given, Rows) and given.complete
    builder = ListedChart(assessment.vendor.name, assessment.vendor.countries, name)
    builder.add_parents(lists[GroupFeed.seats])
    builder.add_owners(lists[GroupFeed.holders], lists[GroupFeed.chains], day)
    return builder.made(day, complete=complete)


def _rows(group: str, evaluation: Evaluation, values: Mapping[str, Answered]) -> Iterator[Row]:
    if isinstance(values.get(group, U), Rows):
        yield from (row.reading for row in evaluation.rows[group])
