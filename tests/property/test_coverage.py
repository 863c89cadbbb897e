"""The generated worlds cover what the laws speak of; a law over worlds that lack a thing would say nothing about it."""

from __future__ import annotations

from collections import Counter

from ddq.assessment.model import AnswerState
from ddq.assessment.readings import readings
from ddq.questionnaire.evaluate import evaluate
from ddq.questionnaire.model import Actor, Grade, GroupFeed, GroupQuestion, Strength
from ddq.questionnaire.values import NA, U
from ddq.scoring.model import Band, OutcomeKind
from tests.property.generated_questionnaires import PLAIN_KINDS
from tests.property.worlds import DAY, World, make_world, right

CHANNELS = {"seat", "control", "clear access", "storage", "holding", "supply", "build", "none"}
USES = ("risk map", "risk expression", "row", "row within a row", "feeds", "mitigation", "rule", "unlisted", "bar")


def test_the_worlds_cover_every_kind_branch_group_state_and_outcome() -> None:
    seen: Counter[object] = Counter()
    for seed in range(500):
        world = make_world(seed, seed % 9 + 1)
        _questionnaire(world, seen)
        _answers(world, seen)
        _score(world, seen)
    wanted: set[object] = {
        *(("kind", kind) for kind in PLAIN_KINDS),
        *(("feeds engine", feed) for feed in GroupFeed),
        *(("strength", strength) for strength in Strength),
        *(("who", actor) for actor in Actor),
        *(("use", use) for use in USES),
        *(("remedy", trait) for trait in ("shared", "excludes", "history")),
        *(("state", state) for state in AnswerState),
        *(("grade", grade) for grade in Grade),
        *(("visible", visible) for visible in (True, False, U)),
        *(("reading", reading) for reading in ("value", U, NA)),
        *(("outcome", outcome) for outcome in OutcomeKind),
        *(("band", band) for band in Band),
        *(("channel", channel) for channel in CHANNELS),
        *(("law", trait) for trait in ("state", "unlocated", "unlisted", "home", "trusted", "not in the register")),
        *(("bar", trait) for trait in ("binds", "may bind", "does not")),
        *(("exact", exact) for exact in (True, False)),
        *(("tier known", known) for known in (True, False)),
        ("aged", True),
        ("gates", "open"),
        ("plan", True),
        ("plan", False),
        ("mitigates", "law"),
    }
    assert wanted - {thing for thing, count in seen.items() if count} == set()


def _questionnaire(world: World, seen: Counter[object]) -> None:
    for question in world.loaded.questions.values():
        seen["kind", question.kind] += 1
        if question.risk:
            seen["use", "risk expression" if isinstance(question.risk.presence, str) else "risk map"] += 1
            seen["strength", question.risk.strength] += 1
            for remedy in question.risk.remedies:
                seen["who", remedy.who] += 1
                seen["remedy", "shared"] += remedy.id.startswith("shared")
                seen["remedy", "excludes"] += bool(remedy.excludes)
                seen["remedy", "history"] += question.risk.history
        for use in ("feeds", "mitigations"):
            seen["use", use.removesuffix("s") if use == "mitigations" else use] += bool(getattr(question, use))
        if any("law:*" in mitigation.reduces for mitigation in question.mitigations):
            seen["mitigates", "law"] += 1
        if isinstance(question, GroupQuestion):
            seen["use", "row"] += any(field.risk is not None for field in question.fields)
            seen["use", "row within a row"] += any(field.kind == "group" for field in question.fields)
            seen["use", "unlisted"] += question.unlisted is not None
            if question.feeds_engine:
                seen["feeds engine", question.feeds_engine] += 1
    seen["use", "rule"] += len(world.loaded.questionnaire.rules)
    seen["use", "bar"] += len(world.loaded.questionnaire.bars)


def _answers(world: World, seen: Counter[object]) -> None:
    for answer in world.answers.values():
        seen["state", answer.state] += 1
        seen["grade", answer.basis.grade] += 1
    values = readings(world.assessment, world.loaded, DAY)
    evaluation = evaluate(world.loaded, values, DAY, sets={"EU": world.reading.groups["eu"]})
    for name, visible in evaluation.visible.items():
        seen["visible", visible] += 1
        reading = evaluation.reading[name]
        seen["reading", reading if reading is U or reading is NA else "value"] += 1
        seen["gates", "open"] += visible is U and evaluation.reading[name] is U


def _score(world: World, seen: Counter[object]) -> None:
    score = right(world)
    seen["outcome", score.outcome] += 1
    seen["exact", score.exact] += 1
    seen["tier known", score.tier_known] += 1
    seen["plan", score.plan is not None] += 1
    for band in score.band:
        seen["band", band] += 1
    for state in score.states:
        seen["law", "home"] += state.home
        seen["law", "trusted"] += state.trusted > 0
        seen["law", "not in the register"] += state.targeted_compelled_access is None
        for path in state.paths:
            seen["channel", path.channel] += 1
    for one in score.indicators:
        if one.id.startswith("law:"):
            seen["law", one.id.split(":")[1] if one.id.count(":") > 1 or one.id == "law:unlisted" else "state"] += 1
        seen["aged", True] += any("aged" in because.text for because in one.because)
    for bar in score.bars:
        seen["bar", "binds" if bar.binds else "may bind" if bar.possible else "does not"] += 1
