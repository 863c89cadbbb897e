"""Flows and teams as the entries of a questionnaire's known groups tell them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from ddq.dataflow.model import Flow, Team
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import Evaluation
from ddq.questionnaire.model import GroupFeed, GroupQuestion
from ddq.questionnaire.values import NA, Answered, Entity, Rows, U

PERSONAL, PEOPLE_LEAST, PEOPLE_MOST = "personal_data", "people_least", "people_most"
"""The outputs in which a questionnaire says which personal data the purchase as a whole is about, and of how many."""
_Known = TypeVar("_Known", bound=str)
Row = Mapping[str, Answered]


def groups_of(loaded: LoadedQuestionnaire, feed: GroupFeed) -> Iterator[GroupQuestion]:
    """The groups, in order, whose entries are read as that."""
    for question in loaded.questions.values():
        if isinstance(question, GroupQuestion) and question.feeds_engine is feed:
            yield question


def flows(
    loaded: LoadedQuestionnaire, evaluation: Evaluation, values: Mapping[str, Answered], home: tuple[str, ...]
) -> Iterator[Flow]:
    """Every entry of the lists of flows that apply or may; data of the buyer comes from its `home`."""
    whole = _whole(evaluation)
    for group in groups_of(loaded, GroupFeed.flows):
        sure = evaluation.visible[group.id] is True
        for number, identifier, row in _rows(group.id, evaluation, values):
            yield _flow((group.id, identifier, number), row, home, whole, sure=sure)


def teams(loaded: LoadedQuestionnaire, evaluation: Evaluation, values: Mapping[str, Answered]) -> Iterator[Team]:
    """Every entry of the lists of staff."""
    for group in groups_of(loaded, GroupFeed.staff):
        for number, identifier, row in _rows(group.id, evaluation, values):
            sees = row.get("sees_clear_data", U)
            seen = None if sees is U else sees is True
            yield Team(group.id, identifier, number, text_of(row.get("name", U)), _code(row.get("country", U)), seen)


def _rows(group: str, evaluation: Evaluation, values: Mapping[str, Answered]) -> Iterator[tuple[int, str, Row]]:
    given = values.get(group, U)
    if evaluation.visible[group] is False or not isinstance(given, Rows):
        return
    for index, row in enumerate(evaluation.rows[group]):
        yield index + 1, given.ids[index] if given.ids else str(index), row.reading


Whole = tuple[Answered, int, int | None]
"""The personal data that the purchase as a whole is about, and of how many people at least and at most."""


def _whole(evaluation: Evaluation) -> Whole:
    personal = evaluation.outputs.get(PERSONAL, U)
    least, most = evaluation.outputs.get(PEOPLE_LEAST, U), evaluation.outputs.get(PEOPLE_MOST, U)
    return (
        personal,
        least if isinstance(least, int) else 0,
        most if isinstance(most, int) else None,
    )


def _flow(place: tuple[str, str, int], row: Row, home: tuple[str, ...], whole: Whole, *, sure: bool) -> Flow:
    question, identifier, number = place
    origin = _code(row.get("origin", U))
    personal = row.get("personal", U)
    data = row.get("data", U)
    keys = row.get("keys", U)
    return Flow(
        question=question,
        row=identifier,
        number=number,
        name=text_of(row.get("name", U)),
        data=tuple(str(code) for code in data) if isinstance(data, tuple) else (),
        origins=home if origin is None else (origin,),
        sender=text_of(row.get("sender", U)),
        country=_code(row.get("country", U)),
        holder=text_of(row.get("holder", U)),
        access=_known(row.get("access", U), ("clear", "storage", "transit")),
        keys="none" if keys is NA else _known(keys, ("customer_only", "vendor", "shared", "none")),
        mechanism=_code(row.get("mechanism", U)),
        purpose=text_of(row.get("purpose", U)),
        personal=_known(whole[0] if personal is U else personal, ("none", "ordinary", "sensitive")),
        people=whole[1:],
        relied_on=any(value is not U and value is not NA for value in row.values()),
        sure=sure,
    )


def _known(value: Answered, codes: tuple[_Known, ...]) -> _Known | None:
    """One of the codes; None where it is not known, or does not apply."""
    return next((code for code in codes if code == value), None)


def _code(value: Answered) -> str | None:
    return value if isinstance(value, str) else None


def text_of(value: Answered) -> str:
    """A name as a text; empty where there is none."""
    if isinstance(value, Entity):
        return value.name
    return value if isinstance(value, str) else ""
