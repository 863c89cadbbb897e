"""The method `weighted/1` by example: the figure of an official sheet, its range, and what a mean cannot keep."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from ddq.assessment.model import Answer, AnswerState, Assessment, Engagement, QuestionnaireReference, Vendor, Verdict
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring import score as trust_score
from ddq.scoring.comparison import compare
from ddq.scoring.export import to_json
from ddq.scoring.methods import METHODS, explanation
from ddq.scoring.model import OutcomeKind
from ddq.scoring.value import could_close
from ddq.scoring.weighted.laws import KEPT, broken
from ddq.scoring.weighted.method import score
from ddq.scoring.weighted.model import WeightedScore
from ddq.scoring.weighted.percentage import Item, shown, span
from tests.property.generated_questionnaires import load
from tests.scoring.conftest import DAY, said

NOT_APPLICABLE = Answer(state=AnswerState.not_applicable, reason="there is none")
ACCEPTED = Verdict(verdict="not_applicable_accepted")


def question(name: str, yes: float = 10, no: float = 0, **more: Any) -> dict[str, Any]:
    """A question whose "yes" earns points."""
    return {"id": name, "kind": "yes_no", "text": f"Is it {name}?", "points": {"yes": yes, "no": no}, **more}


@pytest.fixture
def count(reading: Reading, authority: Profile) -> Any:
    """Counts a questionnaire given by its questions, by domain."""

    def counted(
        questions: Mapping[str, list[dict[str, Any]]] | list[dict[str, Any]],
        answers: Mapping[str, Any],
        *,
        verdicts: Mapping[str, Verdict] = {},
        refine: bool = True,
        method: Any = score,
        **more: Any,
    ) -> WeightedScore:
        by_domain = questions if isinstance(questions, Mapping) else {"all": questions}
        sections = [
            {"id": name, "title": name, "domain": name, "questions": asked} for name, asked in by_domain.items()
        ]
        head = {"ddq": "questionnaire/1", "id": "sheet", "version": "1.0.0", "title": "Sheet", "method": "weighted/1"}
        loaded = load({**head, "percentage": {"required": 70}, "sections": sections, **more})
        given = {name: one if isinstance(one, Answer) else said(one, "D") for name, one in answers.items()}
        assessment = Assessment(
            id="a",
            title="A",
            vendor=Vendor(name="V"),
            engagement=Engagement(profile="p"),
            questionnaire=QuestionnaireReference(id="sheet", version="1.0.0", digest=loaded.digest),
            answers=given,
            verdicts=dict(verdicts),
        )
        return method(assessment, loaded, reading, authority, DAY, refine=refine)

    return counted


def test_what_is_answered_in_full_gives_the_figure_of_the_official_sheet(count: Any) -> None:
    """Points per question, a percentage per category and in total, what does not apply in neither sum."""
    found = count(
        {"data": [question("a", 20), question("b", 25), question("c", 15)], "access": [question("d", 40)]},
        {"a": True, "b": False, "c": NOT_APPLICABLE, "d": True},
        verdicts={"c": ACCEPTED},
    )
    assert found.shown == ("70.6", "70.6")  # 60 of 85
    assert found.outcome is OutcomeKind.proceed
    assert [(one.domain, one.shown) for one in found.categories] == [
        ("data", ("44.4", "44.4")),
        ("access", ("100.0",) * 2),
    ]
    assert (found.earned.lo, found.weight, found.not_applicable) == (60, 85, ("c",))


def test_an_open_question_makes_a_range_and_its_value_orders_what_is_asked_next(count: Any) -> None:
    found = count([question("a", 60), question("b", 30), question("c", 10)], {"a": True})
    assert found.trust == (60, 100)
    assert found.outcome is OutcomeKind.defer
    assert [(one.question, could_close(one, found)) for one in found.open_questions] == [("b", 0.75), ("c", 0.25)]


def test_what_may_turn_out_not_to_apply_can_lower_the_figure_too(count: Any) -> None:
    """Of a question whose worst answer earns most of its points, the worst is that it does not apply."""
    found = count([question("a", 10), question("b", 10, no=9)], {"a": False})
    assert found.trust == (0, 50)


def test_a_question_behind_an_open_one_counts_or_not_and_the_interval_is_exact(count: Any) -> None:
    gated = [question("gate", 0), question("a", 10), question("b", 10, visible_if="gate")]
    found = count(gated, {"a": True, "b": False})
    assert found.exact
    assert found.trust == (50, 100)
    assert found.open_questions[0].question == "gate"


def test_two_questions_that_exclude_each_other_are_never_both_counted(count: Any) -> None:
    asked = [
        question("gate", 0),
        question("a", 10, visible_if="gate"),
        question("b", 10, visible_if="not gate"),
        question("c", 10),
    ]
    answers = {"a": False, "b": False, "c": True}
    assert count(asked, answers).trust == (50, 50)
    outer = count(asked, answers, refine=False)
    assert not outer.exact
    assert outer.trust.lo < 50


def test_a_refusal_earns_at_most_half_and_an_excuse_that_nobody_accepted_is_open(count: Any) -> None:
    refused = Answer(state=AnswerState.refused, reason="no")
    assert count([question("a"), question("b")], {"a": True, "b": refused}).trust == (50, 75)
    assert count([question("a"), question("b")], {"a": True, "b": NOT_APPLICABLE}).trust == (50, 100)


def test_an_answer_without_a_basis_reads_as_unknown(count: Any) -> None:
    assert count([question("a"), question("b")], {"a": True, "b": said(True, "E")}).trust == (50, 100)


@pytest.mark.parametrize(
    ("answers", "outcome", "headline"),
    [
        ({}, OutcomeKind.not_rated, "Not rated: nothing is known yet that could be rated."),
        ({"a": True, "b": True}, OutcomeKind.proceed, "Proceed: 100.0 % of the points; 70 % is required."),
        ({"a": True}, OutcomeKind.proceed, "Proceed: at least 80.0 % of the points; 70 % is required."),
        ({"b": False}, OutcomeKind.defer, "Defer: 0.0 to 80.0 % of the points, 70 % is required, and 1 open question"),
        ({"a": False}, OutcomeKind.do_not_proceed, "Do not proceed: at most 20.0 % of the points; 70 % is required."),
    ],
)
def test_the_outcome_is_the_first_that_holds(
    count: Any, answers: dict[str, Any], outcome: OutcomeKind, headline: str
) -> None:
    found = count([question("a", 80), question("b", 20)], answers)
    assert found.outcome is outcome
    assert found.headline.startswith(headline)


def test_without_a_required_percentage_there_is_a_figure_and_no_outcome(count: Any) -> None:
    found = count([question("a")], {"a": True}, percentage={"bands": {"good": 50, "poor": 0}})
    assert found.outcome is OutcomeKind.not_rated
    assert found.has_figure
    assert (found.figure, found.band_words) == ("100.0 % of the points", "good")
    assert "names no required percentage" in found.headline


def test_what_is_required_is_compared_exactly_and_never_shown_as_reached_when_it_is_not(count: Any) -> None:
    """69.96 % would be rounded to 70.0, which is required: it is shown as 69.9."""
    found = count([question("a", 6996), question("b", 3004)], {"a": True, "b": False})
    assert (found.outcome, found.shown) == (OutcomeKind.do_not_proceed, ("69.9", "69.9"))
    exactly = count([question("a", 0.7), question("b", 0.3)], {"a": True, "b": False})
    assert (exactly.outcome, exactly.shown) == (OutcomeKind.proceed, ("70.0", "70.0"))


def test_figures_are_rounded_once_and_outwards_while_something_is_open() -> None:
    third = Fraction(100, 3)
    assert shown((third, third), ()) == ("33.3", "33.3")
    assert shown((third, 2 * third), ()) == ("33.3", "66.7")
    assert shown((Fraction(1, 20), Fraction(1, 20)), ()) == ("0.1", "0.1")


def test_nothing_that_counts_has_no_percentage() -> None:
    assert span(()) is None
    assert span((Item("a", "d", 10, 10, 10, False, True),)) == (100, 100)


def test_a_prohibition_that_binds_bars_whatever_the_percentage_says(count: Any) -> None:
    bar = {"id": "b", "title": "Listed owner", "when": "not a", "regime": "EU-833-5K", "scope": "Public contracts"}
    asked = [question("a", 1), question("b", 99)]
    barred = count(asked, {"a": False, "b": True}, bars=[bar])
    assert (barred.outcome, barred.shown) == (OutcomeKind.do_not_proceed, ("99.0", "99.0"))
    assert "binds this buyer" in barred.headline
    assert count(asked, {"b": True}, bars=[bar]).outcome is OutcomeKind.defer


def test_a_result_of_each_method_comes_from_its_own_questionnaire(count: Any) -> None:
    """`trust/1` counts no points and `weighted/1` no risks: so each is "not rated" by the other."""
    asked = [question("a")]
    assert count(asked, {"a": True}, method=trust_score).outcome is OutcomeKind.not_rated
    plain = [{"id": "a", "kind": "yes_no", "text": "A?"}]
    assert count(plain, {"a": True}).outcome is OutcomeKind.not_rated
    assert set(METHODS) == {"trust/1", "weighted/1"}


def test_a_comparison_tells_which_questions_earn_other_points(count: Any) -> None:
    asked = [question("a"), question("b"), question("c")]
    found = compare(count(asked, {"a": True, "b": False}), count(asked, {"a": True, "b": True}))
    assert [(one.id, one.direction, one.what, one.words) for one in found.moved] == [
        ("b", "fewer", "points lost", "points 0 → 10")
    ]
    assert (found.noun, found.figures) == ("percentage", ("33.3 to 66.7 %", "66.6 to 100.0 %"))
    other = compare(count(asked, {}, method=trust_score), count(asked, {"a": True}))
    assert (other.noun, other.moved, len(other.only_after)) == ("figure", (), 3)
    assert other.figures == ("none", "33.3 to 100.0 % of the points")


def test_the_explanation_goes_down_to_the_answers_and_names_the_laws(count: Any) -> None:
    found = count({"data": [question("a"), question("b")]}, {"a": True, "b": False})
    steps = {step.key: step for step in explanation(found)}
    assert steps["lost"].text == "What was lost: 10 points, which good answers elsewhere make up for"
    assert [part.question for part in steps["lost"].parts()] == ["b"]  # type: ignore[misc]
    assert [part.text for part in steps["kept"].parts()] == list(KEPT)  # type: ignore[misc]
    assert len(steps["broken"].parts()) == len(broken(found))  # type: ignore[misc,arg-type]


def test_the_bytes_name_every_figure(count: Any) -> None:
    written = to_json(count([question("a", 2.5)], {"a": True}))
    assert b'"earned":{"hi":2.5,"lo":2.5}' in written
    assert b'"method":"weighted/1"' in written


# What a weighted mean cannot keep of the laws of `trust/1`, each by the example that breaks it.


def test_broken_law_5_one_fatal_finding_is_averaged_away(count: Any) -> None:
    """Nineteen good answers carry one that should end the purchase over what is required; the report says so."""
    asked = [question("fatal"), *(question(f"q{number}") for number in range(19))]
    found = count(asked, {one["id"]: one["id"] != "fatal" for one in asked})
    assert found.outcome is OutcomeKind.proceed
    assert found.shown == ("95.0", "95.0")
    assert any("fatal" in reason for reason in found.outcome_because)
    assert found.if_heaviest_fails == 95
    assert "95.0 %" in broken(found)[0][0]


def test_broken_law_5_one_more_favourable_question_raises_the_figure(count: Any) -> None:
    before = count([question("a"), question("b")], {"a": True, "b": False})
    after = count([question("a"), question("b"), question("c")], {"a": True, "b": False, "c": True})
    assert before.trust.hi < after.trust.lo


def test_broken_law_9_accepting_not_applicable_raises_the_figure(count: Any) -> None:
    asked = [question("a"), question("b")]
    answered = count(asked, {"a": True, "b": False})
    excused = count(asked, {"a": True, "b": NOT_APPLICABLE}, verdicts={"b": ACCEPTED})
    assert answered.trust.hi < excused.trust.lo == 100


def test_broken_law_10_a_better_basis_earns_nothing_more(count: Any) -> None:
    asked = [question("a"), question("b")]
    word = count(asked, {"a": said(True, "D"), "b": said(False, "D")})
    checked = count(asked, {"a": said(True, "A"), "b": said(False, "A")})
    assert word.trust == checked.trust
    assert [one.grade for one in word.grades] != [one.grade for one in checked.grades]


def test_broken_law_4_categories_do_not_combine_to_the_whole(count: Any) -> None:
    """A category fails while the total passes; of `trust/1` the whole is never better than its weakest part."""
    found = count({"small": [question("a", 5)], "large": [question("b", 95)]}, {"a": False, "b": True})
    assert found.categories[0].percentage == (0, 0)
    assert found.outcome is OutcomeKind.proceed


def test_broken_law_6_everything_at_its_worst_need_not_be_near_nothing(count: Any) -> None:
    assert count([question("a", 10, no=8)], {"a": False}).trust == (80, 80)
