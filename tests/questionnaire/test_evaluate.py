"""What the answers so far mean, over a small questionnaire of two files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import evaluate
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.values import NA, Rows, U

TODAY = date(2021, 4, 10)

OWN = """\
ddq: questionnaire/1
id: test
version: 1.0.0
title: T
include:
  - file: modules/triage.yaml
sections:
  - id: detail
    title: S
    domain: D
    visible_if: gate
    questions:
      - id: DA-02
        kind: choice
        text: Who?
        choices: [{code: a, label: A}, {code: b, label: B, visible_if: n > 3}]
      - id: holders
        kind: group
        text: Holders
        complete: All?
        min: 1
        fields:
          - {id: name, kind: text, text: Name}
          - {id: votes, kind: percent, text: Votes, visible_if: gate}
          - {id: double, kind: computed, text: Twice, calc: votes * 2}
          - {id: why, kind: text, text: Why, visible_if: double > 100, required: true}
outputs:
  exposure_tier: 2 if any(r.double > 50 for r in holders) else 1
"""

TRIAGE = """\
ddq: module/1
id: triage
title: M
sections:
  - id: triage
    title: S
    domain: D
    questions:
      - {id: gate, kind: yes_no, text: Gate?, required: true}
      - {id: n, kind: integer, text: N?, check: [{must: n > 0, message: N must be positive}]}
      - {id: reason, kind: text, text: Why?, required_if: n > 10}
"""


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedQuestionnaire:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "triage.yaml").write_text(TRIAGE)
    (tmp_path / "own.yaml").write_text(OWN)
    return load_questionnaire(tmp_path / "own.yaml")


def test_an_unanswered_gate_leaves_what_stands_behind_it_unknown(loaded: LoadedQuestionnaire) -> None:
    result = evaluate(loaded, {}, TODAY)
    assert result.visible["DA-02"] is U
    assert result.reading["DA-02"] is U
    assert result.sections == {"triage": True, "detail": U}
    assert result.outputs["exposure_tier"] is U


def test_a_closed_gate_makes_answers_behind_it_not_applicable(loaded: LoadedQuestionnaire) -> None:
    """Hidden answers never count, wherever they are read."""
    result = evaluate(loaded, {"gate": False, "DA-02": "a"}, TODAY)
    assert result.visible["DA-02"] is False
    assert result.reading["DA-02"] is NA
    assert result.outputs["exposure_tier"] == 1


def test_an_answer_behind_an_open_question_reads_as_unknown(loaded: LoadedQuestionnaire) -> None:
    assert evaluate(loaded, {"DA-02": "a"}, TODAY).reading["DA-02"] is U


def test_an_unknown_condition_requires_nothing_yet(loaded: LoadedQuestionnaire) -> None:
    assert evaluate(loaded, {}, TODAY).required["reason"] is False
    assert evaluate(loaded, {"n": 11}, TODAY).required["reason"] is True
    assert evaluate(loaded, {"n": 9}, TODAY).required["reason"] is False


def test_a_check_speaks_only_of_what_is_known(loaded: LoadedQuestionnaire) -> None:
    assert evaluate(loaded, {}, TODAY).failed == ()
    assert [check.message for check in evaluate(loaded, {"n": 0}, TODAY).failed] == ["N must be positive"]


def test_a_choice_that_is_no_longer_offered_reads_as_unknown_and_is_told(loaded: LoadedQuestionnaire) -> None:
    offered = evaluate(loaded, {"gate": True, "n": 4, "DA-02": "b"}, TODAY)
    perhaps = evaluate(loaded, {"gate": True, "DA-02": "b"}, TODAY)
    gone = evaluate(loaded, {"gate": True, "n": 1, "DA-02": "b"}, TODAY)
    assert offered.reading["DA-02"] == "b"
    assert (perhaps.reading["DA-02"], perhaps.failed) == (U, ())
    assert gone.reading["DA-02"] is U
    assert gone.failed[0].question == "DA-02"


def test_rows_are_read_each_on_its_own(loaded: LoadedQuestionnaire) -> None:
    rows = Rows(({"name": "x", "votes": Decimal(60)}, {"name": "y", "votes": Decimal(20)}, {}), complete=True)
    result = evaluate(loaded, {"gate": True, "holders": rows}, TODAY)
    first, second, third = result.rows["holders"]
    assert first.reading["double"] == 120
    assert (first.required["why"], second.reading["why"], third.reading["why"]) == (True, NA, U)
    assert result.outputs["exposure_tier"] == 2


def test_an_aggregate_over_an_unfinished_list_is_unknown_unless_decided(loaded: LoadedQuestionnaire) -> None:
    """Otherwise an empty list would look better than an honest one."""
    low, high = {"votes": Decimal(1)}, {"votes": Decimal(99)}
    tiers = [
        evaluate(loaded, {"gate": True, "holders": Rows((row,), complete)}, TODAY).outputs["exposure_tier"]
        for row in (low, high)
        for complete in (False, True)
    ]
    assert tiers == [U, 1, 2, 2]


def test_a_list_declared_complete_with_too_few_entries_is_told(loaded: LoadedQuestionnaire) -> None:
    result = evaluate(loaded, {"gate": True, "holders": Rows((), complete=True)}, TODAY)
    assert [check.question for check in result.failed] == ["holders"]
    assert evaluate(loaded, {"gate": True, "holders": Rows()}, TODAY).failed == ()


def test_dependencies_come_before_what_reads_them(loaded: LoadedQuestionnaire) -> None:
    assert loaded.order.index("gate") < loaded.order.index("DA-02")
    assert loaded.dependencies["DA-02"] == {"gate", "n"}
    assert loaded.gates == {"gate"}


def test_an_accepted_not_applicable_stands_whatever_the_gate_says(loaded: LoadedQuestionnaire) -> None:
    for gate in ({}, {"gate": True}, {"gate": False}):
        assert evaluate(loaded, {**gate, "DA-02": NA}, TODAY).reading["DA-02"] is NA


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "gate": st.booleans() | st.just(NA),
    "n": st.integers(-1, 12) | st.just(NA),
    "reason": st.just("because"),
    "DA-02": st.sampled_from(["a", "b"]) | st.just(NA),
}
ROW = st.fixed_dictionaries(
    {"name": st.just("x"), "votes": st.sampled_from([Decimal(0), Decimal(40), Decimal(90)]), "why": st.just("y")}
)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_more_knowledge_never_flips_what_was_decided(loaded: LoadedQuestionnaire, data: st.DataObject) -> None:
    """Visibility, readings and outputs, over every gate, group and choice of the questionnaire."""
    full: dict[str, Any] = {name: data.draw(values, name) for name, values in VALUES.items()}
    rows = data.draw(st.lists(ROW, max_size=3), "rows")
    full["holders"] = Rows(tuple(rows), complete=True)
    part = {name: value for name, value in full.items() if data.draw(st.booleans(), f"{name} known")}
    if "holders" in part:
        listed = data.draw(st.integers(0, len(rows)), "listed")
        known = [
            {name: value for name, value in row.items() if data.draw(st.booleans(), name)} for row in rows[:listed]
        ]
        part["holders"] = Rows(tuple(known), complete=listed == len(rows) and data.draw(st.booleans(), "declared"))
    before, after = evaluate(loaded, part, TODAY), evaluate(loaded, full, TODAY)
    for one, other in (
        (before.visible, after.visible),
        (before.sections, after.sections),
        (before.outputs, after.outputs),
        ({name: value for name, value in before.reading.items() if name != "holders"}, after.reading),
    ):
        assert {name: value for name, value in one.items() if value is not U} == {
            name: other[name] for name, value in one.items() if value is not U
        }
    for first, second in zip(before.rows.get("holders", ()), after.rows.get("holders", ()), strict=False):
        decided = {name: value for name, value in first.reading.items() if value is not U}
        assert decided == {name: second.reading[name] for name in decided}
