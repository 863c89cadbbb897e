"""The laws of the method, each as a check over a world and a scorer: the right one must keep it, a wrong one break it.

A check says nothing about worlds that it does not speak of; `Silent` is raised there, so that a test can count.
"""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, product
from typing import Any
from unittest.mock import patch

import pytest

from ddq.assessment.model import Answer, AnswerState, Verdict
from ddq.assessment.readings import readings
from ddq.questionnaire.evaluate import Evaluation, evaluate
from ddq.questionnaire.model import Grade, GroupFeed, Strength
from ddq.questionnaire.values import U
from ddq.scoring import score, to_json
from ddq.scoring.arithmetic import HIDDEN, NANO, concern, trust_of
from ddq.scoring.export import digest
from ddq.scoring.methods import METHODS
from ddq.scoring.model import IndicatorResult, Interval, OutcomeKind, Score, StateReach
from ddq.scoring.nexus import LARGEST
from ddq.scoring.open_gates import doubtful
from ddq.scoring.prepared import prepare
from ddq.scoring.presence import UnmappedAnswer
from tests.property.worlds import DAY, STATES, Scorer, World, any_value, basis, known_row

REACH = [
    GroupFeed.seats,
    GroupFeed.holders,
    GroupFeed.chains,
    GroupFeed.flows,
    GroupFeed.staff,
    GroupFeed.subprocessors,
]
ORDER = [OutcomeKind.do_not_proceed, OutcomeKind.defer, OutcomeKind.proceed_with_conditions, OutcomeKind.proceed]
"""The outcomes, the worst first."""


class Silent(Exception):
    """The law has nothing to say about this world."""


def _some(rnd: random.Random, items: Iterable[Any], count: int = 2) -> list[Any]:
    found = sorted(items)
    if not found:
        raise Silent
    return rnd.sample(found, min(count, len(found)))


def _answered(world: World) -> list[str]:
    return [subject for subject, answer in world.answers.items() if answer.state is AnswerState.answered]


def _questions(world: World, *kinds: str) -> list[str]:
    return [name for name, question in world.loaded.questions.items() if question.kind in kinds]


def _figures(score: Score) -> Any:
    """Everything in a score that is a figure or an outcome, without the words."""
    plan = score.plan and (score.plan.effort, score.plan.trust, [remedy.id for remedy in score.plan.remedies])
    return (
        score.trust,
        score.inherent,
        score.concern,
        score.outcome,
        score.tier,
        score.all_remedies,
        plan,
        sorted((one.id, one.presence, one.concern, one.inherent) for one in score.indicators),
        sorted((domain.domain, domain.concern) for domain in score.domains),
        sorted((str(share.origin), share.concern) for share in score.attribution),
        sorted((bar.id, bar.binds, bar.possible) for bar in score.bars),
        sorted((entry.question, entry.value) for entry in score.open_questions),
    )


def _indicator(score: Score, identifier: str) -> IndicatorResult:
    found = [one for one in score.indicators if one.id == identifier]
    assert len(found) == 1, f"{identifier} is not among the indicators"
    return found[0]


def unanswered_never_raises_the_lower_trust(scorer: Scorer, world: World) -> None:
    """Law 1: leaving a question, a field or a list's declaration open never raises `T_lo`."""
    rnd, before = world.random("1"), scorer(world)
    refused = Answer(state=AnswerState.refused, reason="r")
    for subject in _some(rnd, [name for name in world.answers if "/" not in name]):
        assert scorer(world.with_answer(subject, None)).trust.lo <= before.trust.lo
        if world.answers[subject].state is AnswerState.answered:
            assert scorer(world.with_answer(subject, refused)).trust.lo <= before.trust.lo
    for subject in [one for one in world.answers if "/" in one and world.answers[one].value not in (None, True)][:2]:
        row: dict[str, Any] = world.answers[subject].value  # type: ignore[assignment]
        # By its name an entry is linked with others: without it, it is another entry.
        for name in _some(rnd, [key for key in row if key != "name"], 2):
            left = {key: value for key, value in row.items() if key != name}
            changed = world.with_answer(subject, world.answers[subject].model_copy(update={"value": left}))
            assert scorer(changed).trust.lo <= before.trust.lo
    for subject in [one for one in world.answers if one.endswith("/complete")]:
        assert scorer(world.with_answer(subject, None)).trust.lo <= before.trust.lo


def refusing_a_gate_is_as_silence_at_the_lower_end(scorer: Scorer, world: World) -> None:
    """Law 1 for gates, all of them open: to refuse one is no worse for `T_lo` than silence, and never lifts `T_hi`."""
    gates = sorted({gate for found in prepare(world.loaded).gates_of.values() for gate in found})
    kinds = {gate: world.loaded.questions[gate].kind for gate in gates}
    asked = [gate for gate in gates if kinds[gate] not in ("computed", "group")]
    world = world.with_answers({name: answer for name, answer in world.answers.items() if name not in asked})
    silent = scorer(world)
    for gate in _some(world.random("1c"), asked, 3):
        refused = scorer(world.with_answer(gate, Answer(state=AnswerState.refused, reason="We do not say")))
        assert refused.trust.lo == silent.trust.lo
        assert refused.trust.hi <= silent.trust.hi


def unlisted_rows_never_raise_the_lower_trust(scorer: Scorer, world: World) -> None:
    """Law 1 for rows: leaving entries off a list, which is then not complete, never raises `T_lo`.

    Below what one decisive indicator leaves, which is as much as the method lets a gap in the law weigh, it may move.
    """
    rnd, before = world.random("1b"), scorer(world)
    groups = [name for name in _questions(world, "group") if any(key.startswith(f"{name}/") for key in world.answers)]
    for group in _some(rnd, groups, 3):
        rows = [key for key in world.answers if key.startswith(f"{group}/") and not key.endswith("/complete")]
        gone = {*_some(rnd, rows, 2), f"{group}/complete"} if rows else {f"{group}/complete"}
        after = scorer(world.with_answers({key: value for key, value in world.answers.items() if key not in gone}))
        feed = next((feed for feed in LARGEST if feed.value == group), None)
        least = 0.0 if feed is None else trust_of(concern(Strength.decisive, LARGEST[feed]))
        assert after.trust.lo <= max(before.trust.lo, least)


def an_informational_question_changes_nothing(scorer: Scorer, world: World) -> None:
    """Law 2."""
    informational = [
        question
        for section in world.written.document["sections"]
        for question in section["questions"]
        if question.get("risk", {}).get("strength") == "informational"
    ]
    before = scorer(world)
    ids = {one.id for one in before.indicators}
    for question in informational[:2]:
        assert question["risk"]["indicator"] not in ids
        if question["kind"] not in ("yes_no", "choice", "integer", "decimal", "percent", "group"):
            # Nothing else can rest on it.
            after = scorer(world.with_answer(question["id"], None))
            assert (after.trust, after.outcome) == (before.trust, before.outcome)
    document = copy.deepcopy(world.written.document)
    note = {
        "id": "note",
        "kind": "yes_no",
        "text": "Note?",
        "risk": _risk("i-note", "informational", {"yes": 1, "no": 0}),
    }
    document["sections"][0]["questions"].append(note)
    for value in (True, False):
        changed = world.with_document(document).with_answer("note", Answer(value=value, basis=basis("D")))
        assert _figures(scorer(changed)) == _figures(before)


def _risk(identifier: str, strength: str, presence: Any) -> dict[str, Any]:
    return {"indicator": identifier, "title": "T", "strength": strength, "origin": "conduct", "presence": presence}


def nothing_known_is_not_rated(scorer: Scorer, world: World) -> None:
    """Law 3: no scorable knowledge is "not rated", never good."""
    nothing = scorer(world.with_answers({}).with_verdicts({}))
    binding = any(bar.binds for bar in nothing.bars)
    assert nothing.outcome is (OutcomeKind.do_not_proceed if binding else OutcomeKind.not_rated)
    unknown = {
        subject: Answer(state=AnswerState.unknown, reason="r") for subject in world.answers if "/" not in subject
    }
    assert scorer(world.with_answers(unknown).with_verdicts({})).outcome is nothing.outcome


def contributions_add_up(scorer: Scorer, world: World) -> None:
    """Law 4: the slices make the whole, exactly; and without open gates so do indicators and domains."""
    score = scorer(world)
    assert sum(share.concern for share in score.attribution) == score.concern.hi
    known = sum(share.concern for share in score.attribution if share.origin is not None)
    assert known == score.concern.lo
    assert all(share.concern >= 0 for share in score.attribution)
    parts = [one.concern for one in score.indicators if one.applicable]
    sums = (sum(part.lo for part in parts), sum(part.hi for part in parts))
    by_domain = (sum(one.concern.lo for one in score.domains), sum(one.concern.hi for one in score.domains))
    by_origin = (sum(one.concern.lo for one in score.origins), sum(one.concern.hi for one in score.origins))
    for grouped in (by_domain, by_origin):
        assert sums[0] <= grouped[0] <= score.concern.lo
        assert score.concern.hi <= grouped[1] <= sums[1]
    if not _open_visibility(world):
        assert sums == by_domain == by_origin == tuple(score.concern)


def _evaluation(world: World) -> Evaluation:
    sets = {"EU": world.reading.groups["eu"]}
    return evaluate(world.loaded, readings(world.assessment, world.loaded, DAY), DAY, sets=sets)


def _visible(world: World) -> dict[str, Any]:
    return dict(_evaluation(world).visible)


def _visible_as(world: World, wanted: Any) -> list[str]:
    return [name for name, visible in _visible(world).items() if visible is wanted]


def _open_visibility(world: World) -> list[str]:
    return _visible_as(world, U)


def _not_applicable(world: World) -> list[str]:
    return _visible_as(world, False)


def good_answers_do_not_dilute(scorer: Scorer, world: World) -> None:
    """Law 5: one more indicator at presence [0, 0] changes nothing."""
    before = scorer(world)
    if before.outcome is OutcomeKind.not_rated:
        raise Silent
    document = copy.deepcopy(world.written.document)
    question = {"id": "fine", "kind": "yes_no", "text": "Fine?", "risk": _risk("i-fine", "severe", {"yes": 0, "no": 1})}
    document["sections"][0]["questions"].append(question)
    document["sections"][0].pop("visible_if", None)
    plain = copy.deepcopy(world.written.document)
    plain["sections"][0].pop("visible_if", None)
    before = scorer(world.with_document(plain))
    after = scorer(world.with_document(document).with_answer("fine", Answer(value=True, basis=basis("A"))))
    assert (after.trust, after.concern, after.all_remedies) == (before.trust, before.concern, before.all_remedies)
    assert after.outcome is before.outcome or before.outcome is OutcomeKind.not_rated
    assert after.plan == before.plan


def all_at_best(world: World, grade: str = "A") -> World:
    """The world with the best answer to every question, and every list empty and declared complete."""
    return _all(world, world.written.best, grade)


def all_at_worst(world: World) -> World:
    """The world with the worst answer to every question."""
    return _all(world, world.written.worst, "A")


def _all(world: World, values: dict[str, Any], grade: str) -> World:
    answers: dict[str, Answer] = {}
    for name, question in world.loaded.questions.items():
        if question.kind == "group":
            for number, row in enumerate(values.get(name, [])):
                answers[f"{name}/{number}"] = Answer(value=row, basis=basis(grade))
            answers[f"{name}/complete"] = Answer(value=True, basis=basis(grade))
        elif name in values:
            answers[name] = Answer(value=values[name], basis=basis(grade))
    return world.with_answers(answers).with_verdicts({})


def the_ends_of_the_scale_are_reached(scorer: Scorer, world: World) -> None:
    """Law 6: with all presences 0 trust is 100; with everything present it is what the strengths make, below 20."""
    best = scorer(all_at_best(world))
    mitigates = any(
        "mitigations" in q or "feeds" in q for s in world.written.document["sections"] for q in s["questions"]
    )
    for one in best.indicators:
        if one.presence.hi == 0:
            assert one.concern == (0, 0)
        # Whatever is asked can be answered so well that nothing of the concern is left; a rule may read `not` of a
        # hidden question.
        if set(one.questions) <= set(world.written.best) and not one.id.startswith("i-rule"):
            assert one.presence == (0.0, 0.0)
    if all(one.presence == (0.0, 0.0) for one in best.indicators):
        assert best.trust == (100.0, 100.0)
        assert best.shown == ("100.0", "100.0")
    worst = scorer(all_at_worst(world))
    if mitigates:
        return
    whole = sum(concern(one.strength, one.presence.hi) for one in worst.indicators if one.applicable)
    severe = sum(-math.log(1 - one.strength.share * one.presence.hi) for one in worst.indicators if one.applicable)
    assert abs(whole / NANO - severe) < 1e-6
    assert worst.concern.hi == whole
    if severe > 1.61:
        assert worst.trust.lo < 20


def choosing_more_does_not_change_the_strength(scorer: Scorer, world: World) -> None:
    """Law 7: of several choices the worst counts; more of them never weigh more than the question."""
    rnd = world.random("7")
    for name in _some(rnd, _questions(world, "choices")):
        written = next(q for s in world.written.document["sections"] for q in s["questions"] if q["id"] == name)
        risk = written.get("risk")
        if risk is None or risk["strength"] == "informational":
            continue
        presence = risk["presence"]
        worst = max(presence, key=lambda code: presence[code])
        one = scorer(world.with_answer(name, Answer(value=[worst], basis=basis("A"))))
        all_of_them = scorer(world.with_answer(name, Answer(value=sorted(presence), basis=basis("A"))))
        assert one.trust == all_of_them.trust
        found = _indicator(all_of_them, risk["indicator"])
        assert found.strength == risk["strength"]
        assert found.inherent_concern.hi <= concern(found.strength, 1.0)


def hidden_answers_never_score(scorer: Scorer, world: World) -> None:
    """Law 8: whatever was once answered to a question that is now hidden, nothing changes."""
    before = scorer(world)
    hidden = [name for name in _not_applicable(world) if name in world.written.best]
    for name in _some(world.random("8"), hidden):
        kind = world.loaded.questions[name].kind
        if kind == "group":
            continue
        for value in (world.written.best[name], world.written.worst[name]):
            assert _figures(scorer(world.with_answer(name, Answer(value=value, basis=basis("A"))))) == _figures(before)
        assert _figures(scorer(world.with_answer(name, None))) == _figures(before)


def not_applicable_leaves_the_sum_once_accepted(scorer: Scorer, world: World) -> None:
    """Law 9: a claimed not-applicable reads as unknown; an accepted one leaves the sum and is listed."""
    candidates = [
        question["id"]
        for section in world.written.document["sections"]
        for question in section["questions"]
        if question.get("risk", {}).get("strength", "informational") != "informational"
        and question["kind"] != "computed"
        and question["id"] not in _not_applicable(world)
    ]
    for name in _some(world.random("9"), candidates):
        claim = Answer(state=AnswerState.not_applicable, reason="Nothing of the kind")
        verdicts = {key: verdict for key, verdict in world.assessment.verdicts.items() if key != name}
        claimed = scorer(world.with_answer(name, claim).with_verdicts(verdicts))
        unknown = scorer(world.with_answer(name, None).with_verdicts(verdicts))
        assert claimed.trust == unknown.trust
        assert name not in claimed.not_applicable
        accepted = scorer(
            world.with_answer(name, claim).with_verdicts({**verdicts, name: Verdict(verdict="not_applicable_accepted")})
        )
        assert name in accepted.not_applicable
        indicator = _indicator(accepted, f"i-{name}")
        if _feeds(world, f"i-{name}") == 1:
            assert not indicator.applicable
            assert indicator.concern == (0, 0)


def _feeds(world: World, indicator: str) -> int:
    questions = [question for section in world.written.document["sections"] for question in section["questions"]]
    feeding = sum(feed["indicator"] == indicator for question in questions for feed in question.get("feeds", ()))
    return 1 + feeding


def better_answers_and_bases_never_lower_trust(scorer: Scorer, world: World) -> None:
    """Law 10: a better basis, or answer on the same one, never lowers `T_lo`; knowledge gives a subinterval."""
    rnd, before = world.random("10"), scorer(world)
    grades = list(Grade)
    for subject in _some(rnd, _answered(world) or list(world.answers), 3):
        answer = world.answers[subject]
        place = grades.index(answer.basis.grade)
        for better in grades[:place]:
            after = scorer(world.with_answer(subject, answer.model_copy(update={"basis": basis(better.value)})))
            assert after.trust.lo >= before.trust.lo
            assert after.trust.hi <= before.trust.hi
        if "/" not in subject:
            nothing = scorer(world.with_answer(subject, None))
            assert nothing.trust.lo <= before.trust.lo
            assert nothing.trust.hi >= before.trust.hi
    for name in [name for name in world.written.best if _is_plain_risk(world, name)][:2]:
        for grade in ("A", "C"):
            good = scorer(world.with_answer(name, Answer(value=world.written.best[name], basis=basis(grade))))
            bad = scorer(world.with_answer(name, Answer(value=world.written.worst[name], basis=basis(grade))))
            assert good.trust.lo >= bad.trust.lo


def what_is_learned_stays_within(scorer: Scorer, world: World) -> None:
    """Law 10 for many answers at once: whatever is answered later, the new interval lies within the old one."""
    rnd, before = world.random("10b"), scorer(world)
    answers = dict(world.answers)
    for name, question in world.loaded.questions.items():
        held = answers.get(name)
        if question.kind not in ("computed", "group") and (held is None or held.state is AnswerState.unknown):
            value = any_value(rnd, world.written, world.loaded, name)
            answers[name] = Answer(value=value, basis=basis(rnd.choice("ABCD")))
    after = scorer(world.with_answers(answers))
    assert before.trust.lo <= after.trust.lo <= after.trust.hi <= before.trust.hi


def _is_plain_risk(world: World, name: str) -> bool:
    """Whether the answer bears on nothing but its own indicator."""
    questions = [question for section in world.written.document["sections"] for question in section["questions"]]
    own = next(question for question in questions if question["id"] == name)
    read = " ".join(
        [f"{other.get('visible_if')} {other.get('calc')}" for other in questions]
        + [str(section.get("visible_if", "")) for section in world.written.document["sections"]]
        + [str(rule["presence"]) for rule in world.written.document["rules"]]
        + [str(bar["when"]) for bar in world.written.document["bars"]]
        + list(world.written.document["outputs"].values())
    )
    return own["kind"] != "group" and "risk" in own and name not in read.replace("(", " ").replace(")", " ").split()


def an_exact_interval_is_what_the_gates_give(scorer: Scorer, world: World) -> None:
    """Law 10 for open gates: answered in every way, on the vendor's word, they give the very ends of the interval."""
    before = scorer(world)
    ways = _ways(world)
    if not before.exact or _refused(world, ways[0]):
        raise Silent
    found = [scorer(world.with_answers({**world.answers, **way})).trust for way in ways]
    assert before.trust.lo == min(trust.lo for trust in found)
    assert before.trust.hi == max(trust.hi for trust in found)


def _refused(world: World, names: Iterable[str]) -> bool:
    return any(world.answers[name].state is AnswerState.refused for name in names if name in world.answers)


def _ways(world: World, most: int = 9) -> list[dict[str, Answer]]:
    """Every way of answering the gates that have no answer and decide what scores; some only, if they are many."""
    prepared, values = prepare(world.loaded), readings(world.assessment, world.loaded, DAY)
    evaluation = _evaluation(world)
    unsure = doubtful(prepared, evaluation)
    gates = sorted({gate for name in unsure for gate in prepared.gates_of[name] if values.get(gate, U) is U})
    gates = [gate for gate in gates if world.loaded.questions[gate].kind != "computed"]
    kinds = [world.loaded.questions[gate].kind for gate in gates]
    if not gates or not set(kinds) <= {"yes_no", "choice"}:
        raise Silent
    options = [(True, False) if kind == "yes_no" else ("a", "b", "c") for kind in kinds]
    if math.prod(map(len, options)) > most:
        raise Silent
    return [
        {gate: Answer(value=value, basis=basis("D")) for gate, value in zip(gates, way, strict=True)}
        for way in product(*options)
    ]


def a_refusal_is_the_worse_half(scorer: Scorer, world: World) -> None:
    """Law 10 for refusals: what is refused, a list as a whole too, is at least half of what it could be."""
    refused = Answer(state=AnswerState.refused, reason="We do not say")
    feeding = [(one, feed) for one in prepare(world.loaded).indicators for feed in one.feeds if not feed.field]
    asked = [
        (one.indicator.indicator, feed)
        for one, feed in feeding
        if feed.question is not None and world.loaded.questions[feed.question].kind != "computed"
    ]
    for identifier, feed in world.random("10c").sample(asked, min(3, len(asked))):
        assert feed.question is not None
        gone = {name: answer for name, answer in world.answers.items() if name.partition("/")[0] not in feed.reads}
        after = scorer(world.with_answers({**gone, feed.question: refused}))
        if feed.question in _visible_as(world.with_answers(gone), True):
            assert _indicator(after, identifier).inherent.lo >= feed.largest / 2


def order_does_not_matter(scorer: Scorer, world: World) -> None:
    """Law 11: of sections, questions, rules, rows, answers and the entries of the profile."""
    rnd = world.random("11")
    document = copy.deepcopy(world.written.document)
    for section in document["sections"]:
        rnd.shuffle(section["questions"])
    rnd.shuffle(document["sections"])
    rnd.shuffle(document["rules"])
    answers = list(world.answers.items())
    rnd.shuffle(answers)
    shuffled = replace(
        world.with_document(document).with_answers(dict(answers)),
        profile=world.profile.model_copy(
            update={"trusted": world.profile.trusted[::-1], "bound_by": world.profile.bound_by[::-1]}
        ),
    )
    assert _figures(scorer(shuffled)) == _figures(scorer(world))


def an_unmapped_answer_is_an_error(scorer: Scorer, world: World) -> None:
    """Law 12: never a default."""
    document = copy.deepcopy(world.written.document)
    questions = [question for section in document["sections"] for question in section["questions"]]
    mapped = [q for q in questions if isinstance(q.get("risk", {}).get("presence"), dict) and "visible_if" not in q]
    mapped = [q for q in mapped if q["risk"]["strength"] != "informational" and q["kind"] in ("yes_no", "choice")]
    if not mapped:
        raise Silent
    question = mapped[0]
    value = world.written.worst[question["id"]]
    del question["risk"]["presence"][{True: "yes", False: "no"}.get(value, value)]
    for section in document["sections"]:
        section.pop("visible_if", None)
    changed = world.with_document(document).with_answer(question["id"], Answer(value=value, basis=basis("A")))
    with pytest.raises(UnmappedAnswer):
        scorer(changed)


def the_same_inputs_give_the_same_bytes(scorer: Scorer, world: World) -> None:
    """Law 13, within a process; a test of its own compares processes."""
    again = replace(world, assessment=world.assessment.model_copy(deep=True), loaded=world.written.loaded())
    assert to_json(scorer(again)) == to_json(scorer(world))


def a_result_names_its_method(scorer: Scorer, world: World) -> None:
    """Law 14: method and version stand in the result, and the digest of its inputs rests on them."""
    score = scorer(world)
    assert score.method == "trust/1"
    document = copy.deepcopy(world.written.document)
    document["version"] = "2.0.0"
    newer = scorer(world.with_document(document))
    assert newer.questionnaire_version == "2.0.0"
    assert newer.digest != score.digest
    assert newer.trust == score.trust


def methods_stand_side_by_side(results: Any, world: World) -> None:
    """Law 14: a new method gives a new result beside the old one, whose bytes stay; neither passes for the other."""

    def newer(*inputs: Any, refine: bool = True) -> Score:
        with patch.dict(HIDDEN, {grade: hidden / 2 for grade, hidden in HIDDEN.items()}):
            found = score(*inputs, refine=refine)
        return replace(found, method="trust/2", digest=digest(*inputs, method="trust/2"))

    inputs = (world.assessment, world.loaded, world.reading, world.profile, DAY)
    before = results(*inputs)
    after = results(*inputs, methods={**METHODS, "trust/2": newer})
    assert set(before) == set(METHODS)
    assert set(after) == {*before, "trust/2"}
    for name, found in after.items():
        assert found.method == name
    for name, found in before.items():
        assert to_json(after[name]) == to_json(found)
    assert len({found.digest for found in after.values()}) == len(after)
    with pytest.raises(ValueError, match="gave a result of"):
        results(*inputs, methods={"trust/3": newer})


def trust_is_an_interval(scorer: Scorer, world: World) -> None:
    """Law 16, for every part; and what is shown contains what is known."""
    score = scorer(world)
    for interval in (score.trust, score.inherent, score.all_remedies, *(domain.trust for domain in score.domains)):
        assert 0 <= interval.lo <= interval.hi <= 100
    for one in score.indicators:
        assert 0 <= one.presence.lo <= one.presence.hi <= 1
        assert 0 <= one.inherent.lo <= one.inherent.hi <= 1
        assert 0 <= one.concern.lo <= one.concern.hi
    assert float(score.shown[0]) <= score.trust.lo
    assert float(score.shown[1]) >= score.trust.hi
    assert 0 <= score.known_share <= 1
    assert score.all_remedies.lo >= score.trust.lo
    assert score.all_remedies.hi >= score.trust.hi


def relabelling_countries_changes_no_figure(scorer: Scorer, world: World) -> None:
    """Law 17: in register, profile, answers and bars together."""
    rnd = world.random("17")
    others = list(STATES)
    rnd.shuffle(others)
    new = dict(zip(STATES, others, strict=True))
    before, after = scorer(world), scorer(relabelled(world, new))
    renamed = {**{f"law:{code}": f"law:{new[code]}" for code in STATES}}
    assert (after.trust, after.concern, after.outcome, after.required) == (
        before.trust,
        before.concern,
        before.outcome,
        before.required,
    )
    assert sorted((renamed.get(one.id, one.id), one.presence, one.concern) for one in before.indicators) == sorted(
        (one.id, one.presence, one.concern) for one in after.indicators
    )
    assert sorted(
        (new.get(one.code, one.code), one.presence, one.home, one.trusted) for one in before.states
    ) == sorted((one.code, one.presence, one.home, one.trusted) for one in after.states)
    assert {new.get(one.code, one.code): _ways_in(one) for one in before.states} == {
        one.code: _ways_in(one) for one in after.states
    }
    assert [(bar.id, bar.binds, bar.possible) for bar in before.bars] == [
        (bar.id, bar.binds, bar.possible) for bar in after.bars
    ]


def _ways_in(state: StateReach) -> list[tuple[str, Interval, str, str]]:
    """Every path of a state, whatever it is called."""
    return sorted((path.channel, path.nexus, path.question, path.row or "") for path in state.paths)


def relabelled(world: World, new: dict[str, str]) -> World:
    """The same world under other names of the states."""
    old = {label: code for code, label in new.items()}

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: renamed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return new.get(value, value) if isinstance(value, str) else value

    answers = {
        subject: answer.model_copy(update={"value": renamed(answer.value)}) for subject, answer in world.answers.items()
    }
    reading = replace(
        world.reading,
        states={
            code: replace(world.reading.states[old[code]], code=code, name=f"State {code}")
            for code in sorted(new.values())
        },
        groups={group: frozenset(new[code] for code in members) for group, members in world.reading.groups.items()},
        regimes={
            name: replace(
                known, regime=known.regime.model_copy(update={"jurisdiction": renamed(known.regime.jurisdiction)})
            )
            for name, known in world.reading.regimes.items()
        },
    )
    profile = world.profile.model_copy(
        update={
            "home": tuple(new[code] for code in world.profile.home),
            "trusted": tuple(
                entry.model_copy(update={"state": renamed(entry.state)}) for entry in world.profile.trusted
            ),
            "bound_by": tuple(
                entry.model_copy(update={"jurisdiction": renamed(entry.jurisdiction)})
                for entry in world.profile.bound_by
            ),
        }
    )
    return replace(world.with_answers(answers), reading=reading, profile=profile)


def the_plan_is_cheapest_and_reaches(scorer: Scorer, world: World) -> None:
    """Law 18: recomputed from the printed indicators, the plan reaches what is required, and nothing cheaper does."""
    score = scorer(world)
    given = _readings(scorer, world, score)
    offered = {
        remedy.id: remedy
        for one in (entry for reading in given for entry in reading.indicators)
        if one.applicable
        for remedy in one.remedies
        if remedy.who != "nobody" and remedy.gain > 0
    }
    if len(offered) > 10 or not offered:
        raise Silent
    if score.trust.lo >= score.required:
        assert score.plan is None
        return

    def left(chosen: frozenset[str]) -> float:
        return min(_left(reading, chosen) for reading in given)

    sets = _allowed(score, sorted(offered))
    reaching = [chosen for chosen in sets if left(chosen) >= score.required]
    assert score.all_remedies.lo == pytest.approx(max(left(chosen) for chosen in sets), rel=1e-6, abs=2e-6)
    if score.plan is None:
        assert not reaching
        return
    chosen = frozenset(remedy.id for remedy in score.plan.remedies)
    assert score.plan.reaches
    assert chosen in sets
    assert left(chosen) >= score.required
    assert score.plan.trust.lo == pytest.approx(left(chosen), rel=1e-6, abs=2e-6)
    assert score.plan.proven_least or len(given) > 1
    least = min(sum(_effort(score, one) for one in others) for others in reaching)
    assert score.plan.effort >= least
    assert score.plan.effort == least or not score.plan.proven_least


def _readings(scorer: Scorer, world: World, score: Score) -> list[Score]:
    """The score itself; while gates are open, that for each way of answering them."""
    if not _open_visibility(world):
        return [score]
    ways = _ways(world)
    if not score.exact or _refused(world, ways[0]):
        raise Silent
    return [scorer(world.with_answers({**world.answers, **way})) for way in ways]


def _allowed(score: Score, ids: list[str]) -> list[frozenset[str]]:
    excluded = {(remedy.id, other) for one in score.indicators for remedy in one.remedies for other in remedy.excludes}
    sets = (frozenset(chosen) for count in range(len(ids) + 1) for chosen in combinations(ids, count))
    return [chosen for chosen in sets if not any(one in chosen and other in chosen for one, other in excluded)]


def _effort(score: Score, identifier: str) -> int:
    return max(remedy.effort for one in score.indicators for remedy in one.remedies if remedy.id == identifier)


def _left(score: Score, chosen: frozenset[str]) -> float:
    """`T_lo` with some remedies, from nothing but the printed indicators."""
    trust = 100.0
    for one in score.indicators:
        if one.id.startswith("law:"):
            trust *= math.exp(-one.concern.hi / NANO)
        elif one.applicable:
            done = [remedy.done.hi for remedy in one.remedies if remedy.id in chosen]
            trust *= 1 - one.strength.share * min([one.presence.hi, *done])
    # The printed shares are exact to a nano-nat each, which is what a product of floats can be off by.
    return trust * (1 + 1e-7)


def a_worse_presence_never_gives_a_better_outcome(scorer: Scorer, world: World) -> None:
    """Law 19: over answers that bear on nothing but their own indicator."""
    for name in _some(world.random("19"), [one for one in world.written.best if _is_plain_risk(world, one)], 3):
        for grade in ("A", "D"):
            good = scorer(world.with_answer(name, Answer(value=world.written.best[name], basis=basis(grade))))
            bad = scorer(world.with_answer(name, Answer(value=world.written.worst[name], basis=basis(grade))))
            if bad.outcome is OutcomeKind.not_rated:
                assert good.outcome is OutcomeKind.not_rated
            elif good.outcome is not OutcomeKind.not_rated:
                assert ORDER.index(bad.outcome) <= ORDER.index(good.outcome)


def more_reach_never_raises_trust(scorer: Scorer, world: World) -> None:
    """Law 20: one more path, a stronger nexus, or less trust in a state."""
    rnd, before = world.random("20"), scorer(world)
    visible = set(world.loaded.questions) - set(_not_applicable(world)) - set(_open_visibility(world))
    for feed in REACH:
        group = feed.value
        if group in visible:
            row = known_row(rnd, feed)
            after = scorer(world.with_answer(f"{group}/99", Answer(value=row, basis=basis("A"))))
            _no_better(after, before)
    for entry in world.profile.trusted:
        less = tuple(
            other.model_copy(update={"trust": other.trust / 2}) if other is entry else other
            for other in world.profile.trusted
        )
        _no_better(scorer(replace(world, profile=world.profile.model_copy(update={"trusted": less}))), before)
    if world.profile.home:
        foreign = world.profile.model_copy(update={"home": ()})
        _no_better(scorer(replace(world, profile=foreign)), before)
    for subject, answer in [(s, a) for s, a in world.answers.items() if s.startswith(("flows/", "subprocessors/"))][:3]:
        if isinstance(answer.value, dict):
            stronger = {**answer.value, "access": "clear"}
            if answer.value.get("access") is not None:
                changed = world.with_answer(subject, answer.model_copy(update={"value": stronger}))
                _no_better(scorer(changed), before)


def _no_better(after: Score, before: Score) -> None:
    assert after.trust.lo <= before.trust.lo
    assert after.trust.hi <= before.trust.hi
