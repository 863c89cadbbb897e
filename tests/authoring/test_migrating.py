"""Going on to a newer version: every answer is carried, mapped or parked, and what is parked can be seen for ever."""

# ruff: noqa: E501 -- each line of the questionnaire is one question
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ddq.assessment import record
from ddq.assessment.fold import apply, fold
from ddq.assessment.model import (
    Answer,
    AnswerState,
    Assessment,
    Basis,
    Beginning,
    Engagement,
    Event,
    QuestionnaireReference,
    Vendor,
)
from ddq.assessment.moving import submit
from ddq.assessment.next_event import Stamp
from ddq.assessment.subjects import NotAccepted
from ddq.assessment.telling import told
from ddq.assessment.undoing import last_undoable, undo
from ddq.authoring.migrating import MigrationPlan, Outcome, plan_migration
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import Grade

HEAD = "ddq: questionnaire/1\nid: q\ntitle: Q\nversion: {}\nsections:\n  - id: s\n    title: S\n    domain: D\n    questions:\n"
OLD = HEAD.format("1.0.0") + """\
      - {id: a, kind: yes_no, text: Does it hold personal data?}
      - {id: n, kind: integer, text: How many people?, max: 100}
      - {id: t, kind: text, text: Which teams are there?}
      - {id: c, kind: choice, text: Who sees it?, choices: [{code: x, label: X}, {code: y, label: Y}, {code: z, label: Z}]}
      - {id: cc, kind: choices, text: Where?, choices: [{code: x, label: X}, {code: y, label: Y}]}
      - id: g
        kind: group
        text: Rows?
        complete: All
        fields:
          - {id: f, kind: text, text: Name}
          - {id: k, kind: choice, text: Kind, choices: [{code: p, label: P}, {code: q, label: Q}]}
          - {id: gone, kind: text, text: Something}
"""  # fmt: skip
STAMP = Stamp(datetime(2026, 1, 1, tzinfo=UTC), "ann")
LATER = Stamp(datetime(2026, 2, 1, tzinfo=UTC), "bea")


class World:
    """An assessment of OLD, and what it becomes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.old = self.loaded(OLD, "old.yaml")
        reference = QuestionnaireReference(id="q", version="1.0.0", digest=self.old.digest)
        beginning = Beginning(
            title="T", vendor=Vendor(name="V"), engagement=Engagement(profile="p"), questionnaire=reference
        )
        self.events: list[Event] = [record.begin("a-1", beginning, STAMP)]

    @property
    def assessment(self) -> Assessment:
        return fold(self.events)

    def loaded(self, text: str, name: str) -> LoadedQuestionnaire:
        (self.folder / name).write_text(text)
        return load_questionnaire(self.folder / name)

    def answer(self, **answers: object) -> None:
        for subject, value in answers.items():
            given = value if isinstance(value, Answer) else Answer(value=value, basis=Basis(grade=Grade.B))  # type: ignore[arg-type]
            self.events.append(record.answer(self.assessment, self.old, subject.replace("__", "/"), given, STAMP))

    def migrate(self, text: str) -> MigrationPlan:
        plan = plan_migration(self.assessment, self.old, self.loaded(text, "new.yaml"), LATER)
        self.events.append(plan.event)
        return plan


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def outcomes(plan: MigrationPlan) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fate in plan.fates:
        found.setdefault(fate.subject, []).append(fate.outcome.value)
    return found


def new(text: str = OLD, migrate: str = "", version: str = "2.0.0") -> str:
    block = f"migrate:\n  - {{old: 1.0.0, new: {version}, {migrate}}}\n" if migrate else ""
    return text.replace("version: 1.0.0", f"version: {version}") + block


def test_what_asks_the_same_is_carried_with_its_verdicts_and_revisions(world: World) -> None:
    world.answer(a=True, n=4, g__1={"f": "Ann", "k": "p"}, g__complete=True)
    before = world.assessment
    plan = world.migrate(new())
    assert outcomes(plan) == {"a": ["carried"], "n": ["carried"], "g/1": ["carried"], "g/complete": ["carried"]}
    after = world.assessment
    assert (after.answers, after.answered_by, after.parked) == (before.answers, before.answered_by, {})
    assert after.questionnaire.version == "2.0.0"
    assert {subject: after.revisions[subject] for subject in before.answers} == {
        subject: before.revisions[subject] for subject in before.answers
    }


def test_ids_choices_and_fields_are_mapped(world: World) -> None:
    world.answer(n=4, c="y", cc=["x", "y"], g__1={"f": "Ann", "k": "q"}, g__complete=True)
    world.events.append(record.flag(world.assessment, world.old, "n", "look", STAMP))
    text = (
        OLD.replace("id: n,", "id: n2,")
        .replace("id: g\n", "id: gg\n")
        .replace("id: f,", "id: name,")
        .replace("{code: y, label: Y}, {code: z, label: Z}", "{code: w, label: W}")
        .replace("{code: q, label: Q}", "{code: qq, label: Q}")
    )
    blocks = "rename: {n: n2, g: gg, gg.f: gg.name, g.f: gg.name}, choices: {c: {y: w}, cc: {y: x}, gg.k: {q: qq}}"
    plan = world.migrate(new(text, blocks))
    assert {fate.subject: fate.became for fate in plan.fates} == {
        "n": "n2",
        "c": "c",
        "cc": "cc",
        "g/1": "gg/1",
        "g/complete": "gg/complete",
    }
    after = world.assessment
    assert {subject: answer.value for subject, answer in after.answers.items()} == {
        "n2": 4,
        "c": "w",
        "cc": ["x"],
        "gg/1": {"name": "Ann", "k": "qq"},
        "gg/complete": True,
    }
    assert (after.flags, after.answered_by["n2"], after.answers["c"].basis.grade) == ({"n2": "look"}, "ann", Grade.B)


def test_what_has_no_place_is_parked_and_can_be_seen(world: World) -> None:
    world.answer(a=True, n=80, c="z", t="Ops", g__1={"f": "Ann", "gone": "kept"})
    text = (
        OLD.replace("      - {id: a, kind: yes_no, text: Does it hold personal data?}\n", "")
        .replace("max: 100", "max: 50")
        .replace(", {code: z, label: Z}", "")
        .replace("Which teams are there?", "What do you pay and to whom?")
        .replace("          - {id: gone, kind: text, text: Something}\n", "")
    )
    plan = world.migrate(new(text))
    assert outcomes(plan) == {
        "a": ["parked"],
        "n": ["parked"],
        "c": ["parked"],
        "t": ["parked"],
        "g/1": ["parked", "mapped"],
    }
    after = world.assessment
    assert {key: parked.answer.value for key, parked in after.parked.items()} == {
        "a@1.0.0": True,
        "n@1.0.0": 80,
        "c@1.0.0": "z",
        "t@1.0.0": "Ops",
        "g/1@1.0.0": {"f": "Ann", "gone": "kept"},
    }
    assert {subject: answer.value for subject, answer in after.answers.items()} == {"g/1": {"f": "Ann"}}
    assert (after.parked["a@1.0.0"].by, after.parked["a@1.0.0"].why) == ("ann", "the question is gone")
    assert "asks something else" in after.parked["t@1.0.0"].why
    assert "n does not take it" in after.parked["n@1.0.0"].why


def test_another_kind_or_wording_is_kept_only_where_the_author_says_so(world: World) -> None:
    world.answer(a=False, t="Ops", c="x", cc=Answer(state=AnswerState.refused, reason="by letter"))
    text = (
        OLD.replace("kind: yes_no, text: Does it hold personal data?", "kind: choice, text: Does it hold personal data?, choices: [{code: p, label: P}, {code: q, label: Q}]")
        .replace("Which teams are there?", "What do you pay and to whom?")
        .replace("kind: choice, text: Who", "kind: choices, text: Who")
        .replace("text: Where?", "text: By which means and since when?")
    )  # fmt: skip
    saying = World(world.folder)
    saying.events = list(world.events)
    assert {fate.outcome for fate in world.migrate(new(text)).fates} == {Outcome.parked}
    plan = saying.migrate(new(text, "keep: [t, c, cc], choices: {a: {yes: p, no: q}}"))
    assert outcomes(plan) == {"a": ["mapped"], "t": ["carried"], "c": ["mapped"], "cc": ["carried"]}
    after = saying.assessment.answers
    assert (after["a"].value, after["t"].value, after["c"].value) == ("q", "Ops", ["x"])


def test_several_versions_are_gone_through_at_once(world: World) -> None:
    world.answer(n=4, c="x")
    text = OLD.replace("id: n,", "id: n3,").replace(
        "{code: x, label: X}, {code: y, label: Y}, {code: z", "{code: v, label: V}, {code: z"
    )
    blocks = (
        "migrate:\n  - {old: 2.0.0, new: 3.0.0, rename: {n2: n3}, choices: {c: {w: v}}}\n"
        "  - {old: 1.0.0, new: 2.0.0, rename: {n: n2}, choices: {c: {x: w}}}\n"
        "  - {old: 0.1.0, new: 1.0.0, rename: {n: wrong}}\n"
    )
    world.migrate(text.replace("version: 1.0.0", "version: 3.0.0") + blocks)
    assert {subject: answer.value for subject, answer in world.assessment.answers.items()} == {"n3": 4, "c": "v"}


def test_two_answers_never_take_one_place(world: World) -> None:
    world.answer(t="one", c="x")
    text = OLD.replace("      - {id: n,", "      - {id: u, kind: text, text: U?}\n      - {id: n,")
    plan = world.migrate(new(text, "rename: {t: c}, keep: [c]"))
    assert outcomes(plan) == {"t": ["parked"], "c": ["carried"]}


def test_ids_can_change_places(world: World) -> None:
    world.answer(a=True, n=4)
    text = OLD.replace("id: a,", "id: b,").replace("id: n,", "id: a,").replace("id: b,", "id: n,")
    world.migrate(new(text, "rename: {a: n, n: a}"))
    assert {subject: answer.value for subject, answer in world.assessment.answers.items()} == {"a": 4, "n": True}


def test_only_a_draft_goes_on_and_no_undo_reaches_back(world: World) -> None:
    world.answer(a=True)
    world.migrate(new())
    assert last_undoable(world.events) is None
    with pytest.raises(NotAccepted, match="cannot be undone"):
        undo(world.assessment, world.events[-1], LATER)
    sent = apply(world.assessment, submit(world.assessment, STAMP))
    with pytest.raises(NotAccepted, match="it changes in a draft"):
        plan_migration(sent, world.old, world.old, LATER)


def test_whoever_answers_a_moved_question_without_having_seen_it_is_told(world: World) -> None:
    world.answer(n=4)
    late = record.answer(world.assessment, world.old, "n", Answer(value=5), STAMP)
    world.migrate(new(OLD.replace("id: n,", "id: n2,"), "rename: {n: n2}"))
    assert world.assessment.revisions["n"] == late.revision


def test_the_history_tells_from_which_version_to_which(world: World) -> None:
    world.answer(n=4, a=True)
    text = OLD.replace("id: n,", "id: n2,").replace(
        "      - {id: a, kind: yes_no, text: Does it hold personal data?}\n", ""
    )
    world.migrate(new(text, "rename: {n: n2}"))
    said = told(world.events[-1], world.loaded(OLD, "old.yaml"))
    assert said.what == "The assessment went on to another version of its questionnaire"
    assert said.change == "“1.0.0” → “2.0.0”, 1 answers mapped, 1 parked"
