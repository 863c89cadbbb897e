"""Versions: what a change does to answers, the least next version, and the block that carries answers over."""

# ruff: noqa: E501 -- each case is a change in one line, beside what is said to it
from __future__ import annotations

import re
from pathlib import Path

import pytest

from ddq.authoring.diff import Bump, Effect, diff, least_version, needed_bump
from ddq.authoring.releases import check_release, last_release
from ddq.authoring.stub import migration_stub
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire

OLD = """\
ddq: questionnaire/1
id: q
version: 1.0.0
title: Q
sections:
  - id: s
    title: S
    domain: D
    questions:
      - {id: a, kind: yes_no, text: Does it hold personal data?}
      - {id: n, kind: integer, text: How many people?, min: 0, max: 100}
      - {id: t, kind: text, text: Which teams are there?, max_length: 100}
      - {id: m, kind: money, text: At what price?, currencies: [EUR, NOK]}
      - {id: c, kind: choice, text: Who sees it?, choices: [{code: x, label: X}, {code: y, label: Y}]}
      - id: r
        kind: yes_no
        text: A risk?
        risk: {indicator: i, title: I, strength: minor, origin: conduct, presence: {yes: 1, no: 0}}
      - {id: g, kind: group, text: Rows?, fields: [{id: f, kind: text, text: Name}, {id: k, kind: date, text: Born}]}
rules:
  - {indicator: rule, title: R, strength: minor, origin: control, presence: 1 if a else 0}
outputs: {exposure_tier: 1 if a else 2}
"""


def loaded(folder: Path, text: str, name: str = "q.yaml") -> LoadedQuestionnaire:
    (folder / name).write_text(text)
    return load_questionnaire(folder / name)


CASES = [
    ("help: H, text: How many people?", "text: How many people?", "n", "is explained otherwise", "compatible", "patch"),
    ("How many persons?", "How many people?", "n", "is worded otherwise", "compatible", "patch"),
    ("max: 200", "max: 100", "n", "takes more values", "compatible", "minor"),
    ("max: 50", "max: 100", "n", "takes nothing above 50", "loses answers", "major"),
    ("min: 5", "min: 0", "n", "takes nothing below 5", "loses answers", "major"),
    ("max_length: 10", "max_length: 100", "t", "takes at most 10 characters", "loses answers", "major"),
    ("currencies: [EUR]", "currencies: [EUR, NOK]", "m", "takes no currency but EUR", "loses answers", "major"),
    ("{code: z, label: Y}", "{code: y, label: Y}", "c.y", "the choice is gone", "loses answers", "major"),
    ("{code: z, label: Y}", "{code: y, label: Y}", "c.z", "is a new choice", "compatible", "minor"),
    ("{code: y, label: Why}", "{code: y, label: Y}", "c.y", "is worded otherwise", "compatible", "patch"),
    ("kind: decimal", "kind: integer", "n", "is decimal and was integer", "compatible", "minor"),
    ("kind: choices", "kind: choice", "c", "is choices and was choice", "needs a mapping", "major"),
    ("kind: text, text: How many people?}", "kind: integer, text: How many people?, min: 0, max: 100}", "n", "is text and was integer", "loses answers", "major"),
    ("What do you pay to whom?", "Which teams are there?", "t", "asks something else", "needs a mapping", "major"),
    ("unit: k, min: 0", "min: 0", "n", "is counted in k", "needs a mapping", "major"),
    ("{yes: 0.5, no: 0}", "{yes: 1, no: 0}", "r", "scores otherwise", "compatible", "major"),
    ("id: n2, kind", "id: n, kind", "n", "reads as n2 does", "needs a mapping", "major"),
    ("id: h, kind: text, text: Alias", "id: f, kind: text, text: Name", "g.f", "the field is gone", "loses answers", "major"),
    ("required: true, kind: date", "kind: date", "g.k", "is required otherwise", "compatible", "minor"),
    ("4 if a else 2", "1 if a else 2", "exposure_tier", "the output is another", "compatible", "major"),
    ("domain: E", "domain: D", "s", "the section has another domain", "compatible", "minor"),
    ("title: T\nsections", "title: Q\nsections", "q", "the questionnaire is described otherwise", "compatible", "patch"),
]  # fmt: skip


@pytest.mark.parametrize(("put", "instead_of", "item", "what", "effect", "bump"), CASES)
def test_each_change_is_classed(
    tmp_path: Path, put: str, instead_of: str, item: str, what: str, effect: str, bump: str
) -> None:
    assert instead_of in OLD
    found = diff(loaded(tmp_path, OLD), loaded(tmp_path, OLD.replace(instead_of, put), "new.yaml"))
    (difference,) = [each for each in found if (each.item, each.what) == (item, what)]
    assert (difference.effect, difference.bump.name) == (effect, bump)


def test_what_was_added_and_removed_is_told(tmp_path: Path) -> None:
    line = "      - {id: a, kind: yes_no, text: Does it hold personal data?}\n"
    without = re.sub(r"rules:.*", "outputs: {exposure_tier: 1 + 1}\n", OLD.replace(line, ""), flags=re.DOTALL)
    old, new = loaded(tmp_path, OLD), loaded(tmp_path, without, "new.yaml")
    gone = {each.item: each.what for each in diff(old, new)}
    assert (gone["a"], gone["rule"]) == ("the question is gone", "the rule is gone")
    back = {each.item: each.what for each in diff(new, old)}
    assert (back["a"], back["rule"]) == ("is a new question", "is a new rule")


def test_nothing_is_different_from_itself(tmp_path: Path) -> None:
    old = loaded(tmp_path, OLD)
    assert diff(old, loaded(tmp_path, OLD, "again.yaml")) == ()
    assert needed_bump(()) is None


@pytest.mark.parametrize(
    ("old", "bump", "least"),
    [
        ("1.2.3", Bump.patch, "1.2.4"),
        ("1.2.3", Bump.minor, "1.3.0"),
        ("1.2.3", Bump.major, "2.0.0"),
        ("0.2.3", Bump.major, "0.3.0"),
    ],
)
def test_the_least_next_version(old: str, bump: Bump, least: str) -> None:
    assert least_version(old, bump) == least


def released(folder: Path, new: str) -> list[tuple[str, str]]:
    """What the release rules say to `new` after OLD was released."""
    (folder / "released").mkdir(exist_ok=True)
    (folder / "released" / "q-1.0.0.yaml").write_text(OLD)
    (folder / "released" / "q-0.9.0.yaml").write_text("not read: it is not the last")
    current = loaded(folder, new)
    return [
        (problem.code, problem.sentence) for problem in check_release(current, last_release(folder / "q.yaml", current))
    ]


def at(version: str, text: str = OLD) -> str:
    return text.replace("version: 1.0.0", f"version: {version}")


def test_the_version_must_follow_from_the_changes(tmp_path: Path) -> None:
    narrowed = OLD.replace("max: 100", "max: 50")
    keep = "migrate:\n  - {old: 1.0.0, new: %s, keep: [n]}\n"
    assert released(tmp_path, OLD) == []
    assert released(tmp_path, at("1.0.1")) == []
    ((code, words), _) = released(tmp_path, at("1.1.0", narrowed))
    assert code == "V001"
    assert words == "version 1.1.0 is too small a step from 1.0.0 (n: takes nothing above 50); write at least 2.0.0"
    assert [code for code, _ in released(tmp_path, narrowed)] == ["V002", "V004"]
    assert [code for code, _ in released(tmp_path, at("0.9.9"))] == ["V003"]
    assert [code for code, _ in released(tmp_path, at("2.0.0", narrowed))] == ["V004"]
    assert released(tmp_path, at("2.0.0", narrowed) + keep % "2.0.0") == []
    assert [code for code, _ in released(tmp_path, at("1.0.1", OLD.replace("people?", "persons?")))] == []


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("{old: 1.0.0, new: 1.0.0}", "1.0.0 is no later version than 1.0.0"),
        ("{old: 1.0.0, new: 3.0.0}", "the questionnaire is only at version 2.0.0"),
        ("{old: 1.0.0, new: 2.0.0, rename: {b: aa}}", "there is no question 'aa'"),
        ("{old: 1.0.0, new: 2.0.0, rename: {g.o: g.ff}}", "there is no question 'g.ff'; did you mean 'g.f'?"),
        ("{old: 1.0.0, new: 2.0.0, keep: [zz]}", "there is no question 'zz'"),
        ("{old: 1.0.0, new: 2.0.0, choices: {zz: {}}}", "there is no question 'zz'"),
        ("{old: 1.0.0, new: 2.0.0, choices: {c: {old: why}}}", "'why' is no choice of c"),
    ],
)
def test_a_block_that_leads_nowhere_is_told(tmp_path: Path, block: str, words: str) -> None:
    found = list(check_release(loaded(tmp_path, at("2.0.0") + f"migrate:\n  - {block}\n"), None))
    assert [(problem.code, problem.line) for problem in found] == [("V005", 24)]
    assert words in found[0].sentence


def test_the_stub_names_every_answer_that_is_touched_and_is_a_block(tmp_path: Path) -> None:
    new = (
        at("2.0.0")
        .replace("id: n, kind", "id: n2, kind")
        .replace("{code: y, label: Y}", "{code: z, label: Y}")
        .replace("kind: date", "kind: text")
        .replace("kind: yes_no, text: Does it hold personal data?", "kind: choice, choices: [{code: p, label: P}, {code: q, label: Q}], text: Does it hold personal data?")
        .replace("1 if a else", "1 if a == 'p' else")
        .replace("max_length: 100", "max_length: 10")
    )  # fmt: skip
    old, current = loaded(tmp_path, OLD), loaded(tmp_path, new, "new.yaml")
    differences = diff(old, current)
    stub = migration_stub(old.questionnaire, current.questionnaire, differences)
    assert stub is not None
    step = loaded(tmp_path, new + stub, "stubbed.yaml").questionnaire.migrate[0]
    assert (step.old, step.new, step.rename) == ("1.0.0", "2.0.0", {"n": "n2"})
    assert step.choices == {"c": {"y": None}, "a": {"yes": None, "no": None}}
    assert (step.keep, step.park) == (("t",), ("g.k",))
    assert "# write the code that stands for it, or leave null to park the answer" in stub
    compatible = [each for each in differences if each.effect is Effect.compatible]
    assert migration_stub(old.questionnaire, current.questionnaire, compatible) is None
