"""Laws of versions, over questionnaires made by chance and changed by chance."""

from __future__ import annotations

import copy
import random
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ddq.assessment import record
from ddq.assessment.fold import apply, fold
from ddq.assessment.model import Answer, Assessment, Basis, Beginning, Engagement, Event, QuestionnaireReference, Vendor
from ddq.assessment.next_event import Stamp
from ddq.authoring.diff import diff
from ddq.authoring.migrating import Outcome, plan_migration
from ddq.authoring.stub import migration_stub
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import Grade, GroupQuestion, Migration
from ddq.questionnaire.yaml_reader import load_yaml
from tests.property.generated_questionnaires import Written, load, write

STAMP = Stamp(datetime(2026, 1, 1, tzinfo=UTC), "ann")


def begun(written: Written, loaded: LoadedQuestionnaire, rnd: random.Random) -> list[Event]:
    """An assessment with an answer to most questions, and rows in its groups."""
    reference = QuestionnaireReference(id="generated", version="1.0.0", digest=loaded.digest)
    beginning = Beginning(
        title="T", vendor=Vendor(name="V"), engagement=Engagement(profile="p"), questionnaire=reference
    )
    events = [record.begin("a-1", beginning, STAMP)]
    assessment = fold(events)
    for name, value in {**written.worst, **written.best}.items():
        question = loaded.questions.get(name)
        if question is None or question.kind == "computed" or rnd.random() < 0.2:
            continue
        rows = value if isinstance(question, GroupQuestion) and isinstance(value, list) else None
        subjects = (
            {f"{name}/{number}": row for number, row in enumerate(rows, 1)} if rows is not None else {name: value}
        )
        for subject, each in subjects.items():
            event = record.answer(assessment, loaded, subject, Answer(value=each, basis=Basis(grade=Grade.B)), STAMP)
            events.append(event)
            assessment = apply(assessment, event)
    return events


def changed(document: dict[str, Any], rnd: random.Random) -> dict[str, Any]:
    """The next version: questions gone, renamed, reworded, of another kind, with fewer choices or fields."""
    new = copy.deepcopy(document)
    new["version"] = "2.0.0"
    for part in ("rules", "bars"):
        new[part] = []
    new["outputs"] = {}
    for section in new["sections"]:
        section.pop("visible_if", None)
        for question in [*section["questions"], *(f for q in section["questions"] for f in q.get("fields", ()))]:
            for key in (
                "visible_if",
                "required_if",
                "check",
                "feeds",
                "mitigations",
                "risk",
                "unlisted",
                "feeds_engine",
            ):
                question.pop(key, None)
        kept = [_question(question, rnd) for question in section["questions"] if rnd.random() < 0.8]
        section["questions"] = kept or section["questions"][:1]
        for question in section["questions"]:
            if question["kind"] == "computed":
                question["calc"] = "1 + 1"
    return new


def _question(question: dict[str, Any], rnd: random.Random) -> dict[str, Any]:
    change = rnd.random()
    if change < 0.15:
        question["id"] += "new"
    elif change < 0.25:
        question["text"] = "By what means, and since when, has anybody looked after this?"
    elif change < 0.4 and isinstance(question.get("choices"), list) and len(question["choices"]) > 2:
        question["choices"].pop()
    elif change < 0.5 and question["kind"] in ("integer", "yes_no", "text"):
        question = {"id": question["id"], "kind": "long_text", "text": question["text"]}
    elif change < 0.7 and len(question.get("fields", ())) > 1:
        question["fields"].pop()
    return question


def values(assessment: Assessment) -> dict[str, Any]:
    return {subject: answer.value for subject, answer in assessment.answers.items()}


@given(st.integers(0, 10**9), st.integers(3, 25), st.booleans())
def test_every_answer_is_carried_mapped_or_parked_and_none_is_lost(seed: int, size: int, with_stub: bool) -> None:
    rnd = random.Random(seed)
    written = write(rnd, size)
    old = written.loaded()
    document = changed(written.document, rnd)
    stub = migration_stub(old.questionnaire, load(document).questionnaire, diff(old, load(document)))
    if with_stub and stub is not None:
        document["migrate"] = load_yaml(stub, "stub.yaml").data["migrate"]
        assert [Migration.model_validate(step, strict=False) for step in document["migrate"]]
    new = load(document)
    events = begun(written, old, rnd)
    before = fold(events)
    plan = plan_migration(before, old, new, STAMP)
    after = fold([*events, plan.event])
    assert apply(before, plan.event) == after
    assert after == fold([Event.model_validate_json(event.model_dump_json()) for event in (*events, plan.event)])
    assert {fate.subject for fate in plan.fates} == set(before.answers)
    parked = {entry.subject: entry.answer for entry in after.parked.values()}
    for subject, answer in before.answers.items():
        fates = [fate for fate in plan.fates if fate.subject == subject]
        outcomes = {fate.outcome for fate in fates}
        assert outcomes in ({Outcome.carried}, {Outcome.mapped}, {Outcome.parked}, {Outcome.parked, Outcome.mapped})
        if Outcome.parked in outcomes:
            assert parked[subject] == answer
        if Outcome.carried in outcomes:
            assert after.answers[subject] == answer
        for fate in fates:
            if fate.outcome is Outcome.mapped:
                assert fate.became in after.answers
    assert len(after.answers) == sum(fate.outcome is not Outcome.parked for fate in plan.fates)
    assert all(subject.partition("/")[0] in new.questions for subject in after.answers)
    again = plan_migration(after, new, new, STAMP)
    assert {fate.outcome for fate in again.fates} <= {Outcome.carried}
    assert values(apply(after, again.event)) == values(after)


@given(st.integers(0, 10**9), st.integers(3, 25))
def test_nothing_is_different_from_itself(seed: int, size: int) -> None:
    loaded = write(random.Random(seed), size).loaded()
    assert diff(loaded, loaded) == ()
    assert diff(loaded, load(loaded.questionnaire.model_dump(mode="json"))) == ()
