"""What the rows of the lists say: the presence that the shipped rules read from them, and what stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ddq.questionnaire.answers import parse_value
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import evaluate
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.values import Answered, Reading, Rows, U
from ddq.shipped import shipped

TODAY = date(2026, 11, 23)
Row = Mapping[str, object]


@pytest.fixture(scope="module")
def loaded() -> LoadedQuestionnaire:
    return load_questionnaire(shipped("questionnaires") / "vendor-due-diligence.yaml")


def presence(
    loaded: LoadedQuestionnaire, indicator: str, group: str, rows: tuple[Row, ...], *, complete: bool, **others: str
) -> float | Reading:
    """What the expression of `indicator` that reads `group` gives."""
    question = next(question for question in loaded.questionnaire.questions() if question.id == group)
    parsed = parse_value(question, [dict(row) for row in rows])
    assert isinstance(parsed, Rows)
    values: dict[str, Answered] = {name.replace("_", "-"): value for name, value in others.items()}
    scope = evaluate(loaded, values | {group: replace(parsed, complete=complete)}, TODAY).scope
    expressions = [rule.presence for rule in loaded.questionnaire.rules if rule.indicator == indicator]
    expressions += [feed.presence for feed in question.feeds if feed.indicator == indicator]
    (expression,) = expressions
    assert isinstance(expression, str)
    result = loaded.compiled(expression).read(scope)
    return result if isinstance(result, Reading) else float(str(result))


def holder(kind: str = "company", votes: int = 10, control: str = "none", **others: object) -> Row:
    return {"name": "H", "holder_kind": kind, "votes": votes, "control": control} | others


def act(kind: str, status: str = "in_force", target: str = "vendor", ground_kind: str = "security_or_data") -> Row:
    return {
        "name": "Act",
        "kind": kind,
        "state": "XX",
        "authority": "Authority",
        "citation": "Act 1",
        "scope": "everybody",
        "start": "2021-01-01",
        "status": status,
        "target": target,
        "ground_kind": ground_kind,
    }


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(holder("person"), 0, id="a person is no state"),
        pytest.param(holder("state", 1), 0.2, id="a state with a few votes"),
        pytest.param(holder("state", 25), 0.5, id="a blocking share"),
        pytest.param(holder("state", 50), 0.5, id="exactly half is no control by itself"),
        pytest.param(holder("state", 51), 1, id="a majority"),
        pytest.param(holder(votes=51, state_controlled=True), 1, id="a company that a state controls"),
        pytest.param(holder(votes=51, state_controlled=False), 0, id="a company that none controls"),
        pytest.param(holder("fund", 0, "contract", state_controlled=True), 1, id="control by contract"),
    ],
)
def test_state_control_is_read_from_the_holders(loaded: LoadedQuestionnaire, row: Row, expected: float) -> None:
    assert presence(loaded, "state-control", "OC-03", (row,), complete=True) == expected


def test_a_special_right_counts_however_small_the_holding(loaded: LoadedQuestionnaire) -> None:
    rows = (holder(state_controlled=False, votes=90), holder(votes=1, control="golden_share", state_controlled=True))
    assert presence(loaded, "state-special-right", "OC-03", rows, complete=True) == 1


def test_holders_that_nobody_declared_complete_leave_state_control_open(loaded: LoadedQuestionnaire) -> None:
    """Otherwise an empty list would look better than an honest one."""
    assert presence(loaded, "state-control", "OC-03", (), complete=False) is U
    assert presence(loaded, "state-control", "OC-03", (holder("state", 60),), complete=False) == 1


def test_a_company_whose_own_owner_is_not_known_leaves_state_control_open(loaded: LoadedQuestionnaire) -> None:
    assert presence(loaded, "state-control", "OC-03", (holder(votes=60),), complete=True) is U


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(act("prohibition"), 1, id="a prohibition"),
        pytest.param(act("listing"), 0.7, id="a listing"),
        pytest.param(act("listing", "stayed"), 0.4, id="a listing that a court stayed"),
        pytest.param(act("prohibition", ground_kind="other"), 0.2, id="a prohibition for reasons of another kind"),
        pytest.param(act("listing", "vacated"), 0, id="a listing that a court vacated"),
        pytest.param(act("prohibition", "expired"), 0, id="a prohibition that ran out"),
        pytest.param(act("investigation"), 0, id="an investigation is no restriction"),
        pytest.param(act("exclusion"), 0, id="an exclusion is scored as debarment, once"),
        pytest.param(act("prohibition", target="affiliate"), 0, id="an affiliate is scored apart"),
    ],
)
def test_acts_of_governments_weigh_by_kind_and_status(loaded: LoadedQuestionnaire, row: Row, expected: float) -> None:
    assert presence(loaded, "government-restriction", "GL-02", (row,), complete=True) == expected


def test_an_investigation_counts_less_than_a_warning_and_not_once_closed(loaded: LoadedQuestionnaire) -> None:
    def of(row: Row) -> float | Reading:
        return presence(loaded, "open-investigation", "GL-02", (row,), complete=True)

    assert (of(act("warning")), of(act("investigation")), of(act("investigation", "vacated"))) == (1, 0.6, 0)


def flow(mechanism: str | None) -> Row:
    row = {"name": "Flow", "country": "CH", "access": "clear"}
    return row if mechanism is None else row | {"mechanism": mechanism}


@pytest.mark.parametrize(
    ("mechanism", "expected"),
    [("domestic", 0), ("adequacy", 0), ("contract_clauses", 0), ("consent", 0.3), ("derogation", 0.6), ("none", 1)],
)
def test_the_weakest_transfer_mechanism_counts(loaded: LoadedQuestionnaire, mechanism: str, expected: float) -> None:
    rows = (flow("adequacy"), flow(mechanism))
    name, group = "missing-transfer-mechanism", "DF-01"
    assert presence(loaded, name, group, rows, complete=True, TR_02="ordinary") == expected


def test_a_flow_whose_mechanism_is_not_known_leaves_it_open(loaded: LoadedQuestionnaire) -> None:
    name, group = "missing-transfer-mechanism", "DF-01"
    assert presence(loaded, name, group, (flow(None),), complete=True, TR_02="ordinary") is U


def test_without_personal_data_no_mechanism_is_missed(loaded: LoadedQuestionnaire) -> None:
    name, group = "missing-transfer-mechanism", "DF-01"
    assert presence(loaded, name, group, (flow("none"),), complete=False, TR_02="none") == 0


def component(listed: str, **others: object) -> Row:
    return {"component": "Chipset", "maker": "Maker", "listed": listed} | others


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(component("none"), 0, id="a maker on no list"),
        pytest.param(component("ended"), 0.2, id="a maker whose entry has ended"),
        pytest.param(
            component("in_force", replaceable=True), 0.6, id="a maker on a list, and a second one is qualified"
        ),
        pytest.param(component("in_force", replaceable=False), 1, id="a maker on a list whom nobody can replace"),
    ],
)
def test_a_component_weighs_by_its_makers_listing(loaded: LoadedQuestionnaire, row: Row, expected: float) -> None:
    rows = (component("none"), row)
    assert presence(loaded, "listed-component-maker", "SC-06", rows, complete=True) == expected


@pytest.mark.parametrize(("cause", "expected"), [("verified", 0.2), ("mended", 0.5), ("still_there", 1)])
def test_the_worst_cause_of_an_incident_counts(loaded: LoadedQuestionnaire, cause: str, expected: float) -> None:
    rows = tuple({"what": "Breach", "day": "2025-01-01", "cause": each} for each in ("verified", cause))
    assert presence(loaded, "security-incidents", "CT-04", rows, complete=True) == expected


def test_without_incidents_a_list_must_be_declared_complete(loaded: LoadedQuestionnaire) -> None:
    """Whoever names none has not yet said that there was none."""
    assert presence(loaded, "security-incidents", "CT-04", (), complete=True) == 0
    assert presence(loaded, "security-incidents", "CT-04", (), complete=False) is U


def test_management_and_ultimate_parent_must_both_be_listed(loaded: LoadedQuestionnaire) -> None:
    def of(*roles: str, complete: bool = True) -> float | Reading:
        rows = tuple({"name": "Seat", "role": role, "country": "CH"} for role in roles)
        return presence(loaded, "undisclosed-management", "OC-02", rows, complete=complete)

    assert of("contracting_entity") == 1
    assert of("place_of_management") == 0.5
    assert of("place_of_management", "ultimate_parent", complete=False) == 0
    assert of("place_of_management", complete=False) is U


def test_the_votes_of_states_are_added_up(loaded: LoadedQuestionnaire) -> None:
    rows = (holder("state", 20), holder(votes=15, state_controlled=True), holder("person", 65))
    group = next(question for question in loaded.questionnaire.questions() if question.id == "OC-03")
    parsed = parse_value(group, [dict(row) for row in rows])
    assert isinstance(parsed, Rows)
    reading = evaluate(loaded, {"OC-03": replace(parsed, complete=True)}, TODAY).reading
    assert reading["OC-04"] == Decimal(35)


def test_an_act_cannot_end_before_it_starts(loaded: LoadedQuestionnaire) -> None:
    group = next(question for question in loaded.questionnaire.questions() if question.id == "GL-02")
    parsed = parse_value(group, [dict(act("listing")) | {"end": "2020-01-01"}])
    (failed,) = evaluate(loaded, {"GL-02": parsed}, TODAY).all_failed()
    assert failed.question == "end"


@pytest.mark.parametrize(
    ("question", "answer", "group", "row"),
    [
        pytest.param("GS-01", "none", "OC-03", holder("state"), id="a state among the holders"),
        pytest.param(
            "DA-01",
            "nobody",
            "JL-09",
            {"name": "Support", "country": "CH", "sees_clear_data": True, "builds": False},
            id="a team that sees data in clear",
        ),
        pytest.param(
            "DA-02",
            "customer",
            "DF-01",
            {"name": "Backup", "country": "CH", "access": "storage", "keys": "vendor"},
            id="a flow under the vendor's keys",
        ),
        pytest.param("GL-06", "none", "GL-02", act("order"), id="an order in force"),
        pytest.param("GL-11", "no", "GL-02", act("exclusion"), id="an exclusion in force"),
    ],
)
def test_an_answer_that_a_list_contradicts_is_warned_about(
    loaded: LoadedQuestionnaire, question: str, answer: str, group: str, row: Row
) -> None:
    parsed = parse_value(loaded.questions[group], [dict(row)])
    failed = evaluate(loaded, {question: answer, group: parsed}, TODAY).all_failed()
    assert [(check.question, check.level.value) for check in failed] == [(question, "warning")]
