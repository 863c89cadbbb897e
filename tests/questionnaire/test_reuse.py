"""Reuse without copying: modules under a prefix, bases extended, every item still at the line it was written in."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from ddq.questionnaire.assembly import parts as reading
from ddq.questionnaire.lint import lint
from ddq.questionnaire.load import load_kept, load_questionnaire
from ddq.questionnaire.model import ChoiceQuestion, GroupQuestion
from ddq.questionnaire.problems import Problem, SourceError
from ddq.questionnaire.resolved import resolved

MODULE = """\
ddq: module/1
id: m
title: M
choices:
  access: {version: 2, choices: [{code: none, label: N}, {code: all, label: A, visible_if: gate}]}
sections:
  - id: m
    title: M
    domain: D
    visible_if: outside
    questions:
      - {id: gate, kind: yes_no, text: 'Gate, as {outside} and {gate}?', concept: gate}
      - id: DA-1
        kind: choice
        text: T?
        choices: access@2
        visible_if: gate or outside
        why: w
        help: h
        evidence: [e]
        valid_for: 1 year
        risk:
          indicator: clear
          title: Clear access
          strength: minor
          origin: conduct
          presence: "0 if DA-1 == 'none' else 1"
          remedies: [{id: fix, title: F, who: vendor, effort: 1, done: 0, excludes: [fix]}]
        mitigations: [{id: soft, title: S, reduces: {clear: 0.5, 'law:*': 0.1}, presence: {none: 0, all: 1}}]
      - id: team
        kind: group
        text: Team?
        row_label: '{name}'
        fields:
          - {id: name, kind: text, text: Name}
          - {id: gate, kind: yes_no, text: Own gate?}
          - {id: more, kind: text, text: More?, visible_if: gate and outside}
rules:
  - {indicator: rule, title: R, strength: minor, origin: control, presence: '1 if any(r.gate for r in team) else 0'}
bars:
  - {id: bar, title: B, when: gate and 'DA-1' == 'DA-1', regime: X, scope: S}
"""
OWN = """\
ddq: questionnaire/1
id: own
version: 1.0.0
title: Own
include:
  - {file: modules/m.yaml, prefix: a, concepts: own}
  - {file: modules/m.yaml, prefix: b, concepts: own}
sections:
  - {id: s, title: S, domain: D, questions: [{id: outside, kind: yes_no, text: Outside?}]}
"""
BASE = """\
ddq: questionnaire/1
id: base
version: 1.0.0
title: Base
method: trust/1
description: The base.
include: [{file: modules/m.yaml}]
sections:
  - id: s
    title: S
    domain: D
    questions:
      - {id: outside, kind: yes_no, text: Outside?}
      - {id: pick, kind: choice, text: Pick?, choices: [{code: x, label: X}, {code: y, label: Y}, {code: z, label: Z}]}
outputs: {tier: 1 if outside else 2, other: 3 if pick == 'x' else 4}
"""
HEAD = "ddq: questionnaire/1\nid: ours\nversion: 2.0.0\ntitle: Ours\nextends: base.yaml\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "m.yaml").write_text(MODULE)
    (tmp_path / "base.yaml").write_text(BASE)
    return tmp_path


def written(folder: Path, text: str, name: str = "own.yaml") -> Path:
    path = folder / name
    path.write_text(dedent(text))
    return path


def problems(path: Path) -> list[Problem]:
    with pytest.raises(SourceError) as told:
        load_questionnaire(path)
    return list(told.value.problems)


def test_a_prefix_is_before_every_id_of_the_module_and_every_mention_of_one(folder: Path) -> None:
    loaded = load_questionnaire(written(folder, OWN))
    assert list(loaded.questions) == ["a-gate", "a-DA-1", "a-team", "b-gate", "b-DA-1", "b-team", "outside"]
    assert list(loaded.sections) == ["a-m", "b-m", "s"]
    assert loaded.sections["a-m"].visible_if == "outside"
    assert loaded.questions["a-DA-1"].visible_if == "a-gate or outside"
    assert loaded.questions["a-gate"].text == "Gate, as {outside} and {a-gate}?"
    access = loaded.questions["b-DA-1"]
    assert isinstance(access, ChoiceQuestion)
    assert [choice.visible_if for choice in loaded.choices(access)] == [None, "b-gate"]
    assert access.risk is not None
    assert (access.risk.indicator, access.risk.presence) == ("b-clear", "0 if b-DA-1 == 'none' else 1")
    assert (access.risk.remedies[0].id, access.risk.remedies[0].excludes) == ("b-fix", ("b-fix",))
    assert dict(access.mitigations[0].reduces) == {"b-clear": 0.5, "law:*": 0.1}
    assert [rule.presence for rule in loaded.questionnaire.rules] == [
        "1 if any(r.gate for r in a-team) else 0",
        "1 if any(r.gate for r in b-team) else 0",
    ]
    assert loaded.questionnaire.bars[0].when == "a-gate and 'DA-1' == 'DA-1'"


def test_a_field_stands_before_a_question_of_its_name(folder: Path) -> None:
    """In a row `gate` is the row's own, so a prefix leaves it alone."""
    group = load_questionnaire(written(folder, OWN)).questions["a-team"]
    assert isinstance(group, GroupQuestion)
    assert [field.id for field in group.fields] == ["name", "gate", "more"]
    assert group.fields[2].visible_if == "gate and outside"


def test_an_error_under_a_prefix_is_told_at_its_place_in_the_module(folder: Path) -> None:
    (folder / "modules" / "m.yaml").write_text(MODULE.replace("gate or outside", "gate or outsid"))
    first, *_ = problems(written(folder, OWN))
    assert (Path(first.file).name, first.line, first.col, first.code) == ("m.yaml", 17, 29, "E003")
    assert "did you mean 'outside'?" in first.sentence


def test_one_module_twice_does_not_answer_itself(folder: Path) -> None:
    (told,) = problems(written(folder, OWN.replace(", concepts: own", "")))
    assert (told.code, told.line, told.col) == ("L012", 7, 12)
    assert "concepts: own" in told.sentence


def test_prefixes_of_modules_in_modules_add_up(folder: Path) -> None:
    written(folder / "modules", "ddq: module/1\nid: o\ntitle: O\ninclude: [{file: m.yaml, prefix: in}]\n", "o.yaml")
    own = OWN.replace("modules/m.yaml, prefix: a,", "modules/o.yaml, prefix: out,")
    assert "out-in-DA-1" in load_questionnaire(written(folder, own)).questions


def test_a_list_at_another_version_is_told(folder: Path) -> None:
    (folder / "modules" / "m.yaml").write_text(MODULE.replace("version: 2", "version: 3"))
    (told,) = problems(folder / "base.yaml")
    assert (told.code, told.line, told.col) == ("L013", 16, 18)
    assert "the list 'access' is at version 3, and version 2 is asked for" in told.sentence


def test_an_extension_that_changes_nothing_is_its_base(folder: Path) -> None:
    base = load_questionnaire(folder / "base.yaml")
    ours = load_questionnaire(written(folder, HEAD))
    identity = {"id": "base", "version": "1.0.0", "title": "Base"}
    assert ours.questionnaire.model_copy(update=identity) == base.questionnaire


def test_items_are_overridden_put_in_and_taken_out_and_the_base_is_not_edited(folder: Path) -> None:
    before = (folder / "base.yaml").read_bytes(), (folder / "modules" / "m.yaml").read_bytes()
    path = written(
        folder,
        HEAD
        + """\
override:
  questions: {DA-1: {help: null, risk: {strength: moderate}}}
  fields: {team.name: {text: Full name}}
  options: {pick.y: {label: Why}, access.none: {label: Nobody}}
  sections: {s: {title: Changed}}
  rules: {rule: {title: Another}}
insert_after:
  questions: {outside: [{id: new, kind: yes_no, text: New?, visible_if: outside}]}
  fields: {team.name: [{id: born, kind: date, text: Born?}]}
  options: {pick.x: [{code: w, label: W}]}
  sections: {m: [{id: t, title: T, domain: D, questions: [{id: t1, kind: text, text: T?}]}]}
remove:
  options: [pick.z]
  bars: [bar]
  outputs: [other]
outputs: {tier: 2 if new else 1}
""",
    )
    loaded = load_questionnaire(path)
    assert list(loaded.sections) == ["m", "t", "s"]
    assert [question.id for question in loaded.sections["s"].questions] == ["outside", "new", "pick"]
    access, team = loaded.questions["DA-1"], loaded.questions["team"]
    assert access.help is None
    assert access.risk is not None
    assert (access.risk.strength.value, access.risk.indicator) == ("moderate", "clear")
    assert [choice.label for choice in loaded.choices(access)] == ["Nobody", "A"]
    assert isinstance(team, GroupQuestion)
    assert [field.text for field in team.fields][:2] == ["Full name", "Born?"]
    assert [choice.code for choice in loaded.choices(loaded.questions["pick"])] == ["x", "w", "y"]
    assert loaded.questionnaire.bars == ()
    assert loaded.questionnaire.outputs == {"tier": "2 if new else 1"}
    assert loaded.questionnaire.rules[0].title == "Another"
    assert loaded.questionnaire.description == "The base."
    assert ((folder / "base.yaml").read_bytes(), (folder / "modules" / "m.yaml").read_bytes()) == before


def test_a_chain_of_extensions_edits_what_the_one_before_made(folder: Path) -> None:
    written(folder, HEAD + "insert_after: {questions: {pick: [{id: one, kind: text, text: One?}]}}\n", "ours.yaml")
    text = HEAD.replace("base.yaml", "ours.yaml").replace("id: ours", "id: third")
    third = load_questionnaire(written(folder, text + "override: {questions: {one: {text: 'Two?'}}}\n"))
    assert third.questions["one"].text == "Two?"


EDITS = [
    ("override: {questions: {pik: {text: T}}}", "L010", 6, 24, "the base has no question 'pik'; did you mean 'pick'?"),
    ("override: {sections: {pick: {title: T}}}", "L010", 6, 23, "put it under `questions`"),
    ("insert_after: {fields: {team.nam: [{id: q, kind: text, text: T}]}}", "L010", 6, 25, "did you mean 'team.name'?"),
    ("remove: {options: [pick.q]}", "L010", 6, 20, "the base has no choice 'pick.q'"),
    ("remove: {rules: [pick]}", "L010", 6, 18, "the base has no rule 'pick'"),
    (
        "override: {questions: {pick: {text: T}}}\nremove: {questions: [pick], outputs: [other]}",
        "L010",
        6,
        24,
        "also removed",
    ),
    ("override: {questions: {pick: {id: other}}}", "L011", 6, 31, "id cannot be overridden; remove the item"),
    ("override: {questions: {pick: {txet: T}}}", "S001", 6, 31, "unknown key 'txet'; did you mean 'text'?"),
    ("override: {questions: {pick: {choices: [{code: x, label: 1}]}}}", "S003", 6, 58, "must be a text"),
    ("override: {questions: {pick: {visible_if: outsid}}}", "E003", 6, 43, "did you mean 'outside'?"),
    ("insert_after: {questions: {pick: [{id: outside, kind: text, text: T}]}}", "L004", 6, 40, "already given at"),
    ("extends_: x", "S001", 6, 1, "did you mean 'extends'?"),
]


@pytest.mark.parametrize(("edit", "code", "line", "col", "words"), EDITS, ids=[row[0][:50] for row in EDITS])
def test_a_wrong_edit_is_told_at_its_place_in_the_extension(
    folder: Path, edit: str, code: str, line: int, col: int, words: str
) -> None:
    told = problems(written(folder, f"{HEAD}{edit}\n"))
    found = next(problem for problem in told if problem.code == code)
    assert (Path(found.file).name, found.line, found.col) == ("own.yaml", line, col)
    assert words in found.sentence


def test_what_mentions_a_removed_item_is_told_with_both_places(folder: Path) -> None:
    told = problems(written(folder, HEAD + "remove: {questions: [outside]}\n"))
    assert {problem.code for problem in told} == {"E003"}
    assert all(str(folder / "own.yaml") + ":6 removes it" in problem.sentence for problem in told)
    assert {Path(problem.file).name for problem in told} == {"m.yaml", "base.yaml"}


def test_a_section_that_loses_all_its_questions_goes_with_them(folder: Path) -> None:
    path = written(
        folder,
        HEAD + "remove: {questions: [gate, DA-1, team], rules: [rule], bars: [bar], choices: [access]}\n",
    )
    assert list(load_questionnaire(path).sections) == ["s"]


@pytest.mark.parametrize(
    ("extends", "code", "words"),
    [
        ("bse", "L001", "there is no questionnaire 'bse'"),
        ("none.yaml", "L001", "there is no file 'none.yaml'"),
        ("../base.yaml", "L002", "leads out of the questionnaire's folder"),
        ("own.yaml", "L003", "the questionnaires build on each other: own.yaml → own.yaml; take one extends out"),
        ("modules/m.yaml", "S004", "ddq 'module/1' is not one of questionnaire/1"),
    ],
)
def test_a_base_that_cannot_be_is_told(folder: Path, extends: str, code: str, words: str) -> None:
    (folder.parent / "base.yaml").write_text(BASE)
    told = problems(written(folder, HEAD.replace("base.yaml", extends)))
    assert [words in problem.sentence for problem in told if problem.code == code] == [True]


def test_a_base_can_be_named_by_id_wherever_it_lies(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = written(tmp_path_factory.mktemp("elsewhere"), HEAD.replace("base.yaml", "base"))
    bases = {"base": folder / "base.yaml"}
    loaded = load_questionnaire(path, bases=bases, cache=path.parent / "cache")
    again = load_questionnaire(path, bases=bases, cache=path.parent / "cache")
    assert again.questionnaire == loaded.questionnaire
    assert (again.digest, again.sources) == (loaded.digest, loaded.sources)
    (folder / "modules" / "m.yaml").write_text(MODULE.replace("title: M\nchoices", "title: MM\nchoices"))
    assert load_questionnaire(path, bases=bases, cache=path.parent / "cache").digest != loaded.digest


def test_a_bomb_of_includes_is_refused(folder: Path) -> None:
    """Each level includes the next twice: 2 to the power of 18 parts."""
    for level in range(18):
        inner = "".join(f"  - {{file: l{level + 1}.yaml, prefix: {side}}}\n" for side in "ab")
        written(folder, f"ddq: module/1\nid: l\ntitle: L\ninclude:\n{inner}", f"l{level}.yaml")
    written(folder, "ddq: module/1\nid: l\ntitle: L\n", "l18.yaml")
    (told,) = problems(
        written(
            folder,
            OWN.replace("modules/m.yaml", "l0.yaml").replace(
                "{file: l0.yaml, prefix: b, concepts: own}", "{file: modules/m.yaml}"
            ),
        )
    )
    assert told.code == "L002"
    assert "more than 200 files are included" in told.message


def test_a_module_that_grows_too_large_by_repetition_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_VALUES", 300)
    (told,) = problems(written(folder, OWN))
    assert (told.code, "more than 300 values" in told.message) == ("L002", True)


def test_too_deep_a_chain_is_refused(folder: Path) -> None:
    for level in range(25):
        written(folder, f"ddq: module/1\nid: l\ntitle: L\ninclude: [{{file: l{level + 1}.yaml}}]\n", f"l{level}.yaml")
    (told,) = problems(written(folder, OWN.replace("modules/m.yaml", "l0.yaml")))
    assert (told.code, "more than 20 files deep" in told.message) == ("L002", True)


def test_country_sets_are_shared_and_no_score_rests_on_them(folder: Path) -> None:
    sets = "country_sets: {near: {title: Near, countries: [NO, SE]}}\n"
    questions = (
        "insert_after:\n  questions:\n    pick:\n"
        "      - {id: where, kind: country, text: Where?}\n"
        "      - {id: far, kind: text, text: Far?, required_if: where not in near}\n"
    )
    loaded = load_questionnaire(written(folder, HEAD + sets + questions))
    assert not [problem for problem in lint(loaded) if problem.code == "Q007"]
    path = written(folder, HEAD + sets + questions.replace("required_if", "visible_if"))
    (told,) = [problem for problem in lint(load_questionnaire(path)) if problem.code == "Q007"]
    assert (told.line, "'near', a set of countries that the questionnaire draws up itself" in told.message) == (
        11,
        True,
    )
    (wrong,) = problems(written(folder, HEAD + sets.replace("SE", "XQ")))
    assert (wrong.code, wrong.line) == ("L014", 6)
    (taken,) = problems(written(folder, HEAD + sets.replace("near", "pick")))
    assert taken.code == "L004"


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ("kind: text, concept: c", "take other answers; give both the same kind"),
        ("kind: choice, choices: [{code: p, label: P}, {code: q, label: Q}], concept: c", "take other answers"),
        ("kind: computed, calc: 1 + 1, concept: c", "a computed cannot have a concept"),
        ("kind: group, concept: c, fields: [{id: f, kind: text, text: F}]", "rows serve one list only"),
        ("kind: group, fields: [{id: f, kind: text, text: F, concept: c}]", "a field cannot have a concept"),
    ],
)
def test_questions_of_a_concept_take_the_same_answers(folder: Path, second: str, words: str) -> None:
    first = "{id: c1, kind: choice, text: C?, concept: c, choices: [{code: p, label: P}, {code: r, label: R}]}"
    text = (
        f"{HEAD}sections:\n  - {{id: c, title: C, domain: D, questions: [{first}, {{id: c2, text: C?, {second}}}]}}\n"
    )
    (told,) = problems(written(folder, text))
    assert told.code == "L012"
    assert words in told.sentence


def test_the_resolved_questionnaire_loads_as_the_same_and_says_where_each_item_came_from(folder: Path) -> None:
    path = written(
        folder,
        OWN.replace(
            "include:",
            "extends: base.yaml\nremove: {sections: [s], outputs: [other]}\n"
            "override: {options: {access.all: {label: Every}}}\ninclude:",
        ),
    )
    loaded = load_questionnaire(path)
    whole = resolved(loaded)
    again = load_questionnaire(written(folder, whole.text(), "whole.yaml"))
    assert again.questionnaire == loaded.questionnaire
    places = {(entry.kind, entry.item): entry.words for entry in whole.provenance}
    module = Path("modules", "m.yaml")
    assert places["question", "a-DA-1"] == f"{module}:13"
    assert places["question", "outside"] == "own.yaml:12"
    assert places["rule", "b-rule"] == f"{module}:39"
    assert places["output", "tier"] == "base.yaml:15"
    first = next(entry for entry in whole.provenance if (entry.kind, entry.item) == ("choice", "all"))
    assert first.words == f"{module}:5, changed by own.yaml:7"
    assert f"- id: a-DA-1  # {module}:13" in whole.text()


def test_a_loaded_questionnaire_can_be_made_again_from_its_files_alone(folder: Path) -> None:
    loaded = load_questionnaire(
        written(
            folder, OWN.replace("include:", "extends: base.yaml\nremove: {sections: [s], outputs: [other]}\ninclude:")
        )
    )
    for path in (*folder.glob("*.yaml"), folder / "modules" / "m.yaml"):
        path.unlink()
    again = load_kept(loaded.sources)
    assert (again.questionnaire, again.digest) == (loaded.questionnaire, loaded.digest)
