"""Translations: texts in another language, whatever is missing as it was written, every gap told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from ddq.questionnaire.assembly.translating import check_translation, side_file
from ddq.questionnaire.formatting import format_value
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import GroupQuestion
from ddq.questionnaire.problems import SourceError
from ddq.questionnaire.resolved import resolved
from ddq.shipped import shipped

MODULE = """\
ddq: module/1
id: m
title: Module
choices: {access: {choices: [{code: none, label: Nobody}, {code: all, label: All, help: Everybody}]}}
sections:
  - id: s
    title: Section
    domain: D
    intro: Intro
    questions:
      - id: q
        kind: choice
        text: Who?
        why: Because
        choices: access
        evidence: [policy, report]
        check: [{must: "q == 'none'", message: Nobody may}]
        risk:
          indicator: i
          title: Seen
          strength: minor
          origin: conduct
          presence: {none: 0, all: 1}
          remedies: [{id: fix, title: Fix, who: vendor, effort: 1, done: 0}]
      - {id: g, kind: group, text: Rows?, fields: [{id: f, kind: text, text: Name}]}
      - {id: n, kind: integer, text: How fast?, unit: hours}
rules: [{indicator: r, title: Rule, strength: minor, origin: control, presence: "1 if q == 'all' else 0"}]
"""
GERMAN = """\
ddq: translation/1
language: de
title: Modul
choices: {access: {none: {label: Niemand}, all: {label: Alle, help: Jeder}}}
sections: {s: {title: Abschnitt, domain: Bereich, intro: Einleitung}}
questions:
  q:
    text: Wer?
    why: Darum
    evidence: [Richtlinie, Bericht]
    check: [Niemand darf]
    risk: {title: Gesehen, remedies: {fix: {title: Beheben}}}
  g: {text: Zeilen?, fields: {f: {text: Name}}}
  n: {text: Wie schnell?, unit: Stunden}
rules: {r: {title: Regel}}
"""
OWN = "ddq: questionnaire/1\nid: own\nversion: 1.0.0\ntitle: Own\ninclude: [{file: m.yaml, prefix: p}]\n"


@pytest.fixture
def side(tmp_path: Path) -> Path:
    (tmp_path / "translations").mkdir()
    (tmp_path / "m.yaml").write_text(MODULE)
    (tmp_path / "own.yaml").write_text(OWN)
    path = tmp_path / "translations" / "m.de.yaml"
    path.write_text(GERMAN)
    return path


def test_every_text_is_in_the_other_language_and_nothing_else_is_different(side: Path) -> None:
    own = side.parents[1] / "own.yaml"
    english, german = load_questionnaire(own), load_questionnaire(own, language="de")
    question, group = german.questions["p-q"], german.questions["p-g"]
    assert (question.text, question.why, question.evidence) == ("Wer?", "Darum", ("Richtlinie", "Bericht"))
    assert question.check[0].message == "Niemand darf"
    assert question.risk is not None
    assert (question.risk.title, question.risk.remedies[0].title) == ("Gesehen", "Beheben")
    assert [(choice.label, choice.help) for choice in german.choices(question)] == [
        ("Niemand", None),
        ("Alle", "Jeder"),
    ]
    assert isinstance(group, GroupQuestion)
    assert (group.text, group.fields[0].text) == ("Zeilen?", "Name")
    assert format_value(german.questions["p-n"], 3) == "3 Stunden"
    assert (german.sections["p-s"].title, german.questionnaire.rules[0].title) == ("Abschnitt", "Regel")
    assert (german.sections["p-s"].domain, german.domain_title("D"), english.domain_title("D")) == ("D", "Bereich", "D")
    assert (german.digest, german.order) == (english.digest, english.order)
    assert german.questionnaire.title == "Own", "not translated, so as it was written"
    assert load_questionnaire(own, language="fr").questionnaire == english.questionnaire
    assert resolved(english).questionnaire.sections[0].title == "Section"


def test_a_whole_translation_is_clean(side: Path) -> None:
    assert check_translation(side) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "words"),
    [
        ("    why: Darum\n", "", "T001", 7, "why of q is not translated; it stands at"),
        (", all: {label: Alle, help: Jeder}", "", "T001", 4, "access.all is not translated"),
        ("rules: {r: {title: Regel}}\n", "", "T001", 1, "r is not translated"),
        (", remedies: {fix: {title: Beheben}}", "", "T001", 12, "q.risk.remedies.fix is not translated"),
        (", fields: {f: {text: Name}}", "", "T001", 13, "g.fields.f is not translated"),
        ("  g:", "  gg:", "T002", 13, "there is no 'gg' to translate"),
        ("{f: {text: Name}}", "{f: {text: Name}, e: {text: E}}", "T002", 13, "there is no 'e' to translate"),
        (", domain: Bereich", "", "T001", 5, "domain of s is not translated; it stands at"),
        (", unit: Stunden", "", "T001", 14, "unit of n is not translated"),
        ("    why: Darum\n", "    why: Darum\n    help: Hilfe\n", "T002", 10, "there is no help to translate"),
        ("[Richtlinie, Bericht]", "[Richtlinie]", "T002", 10, "evidence has 1 entries, and 2 are to be translated"),
        ("language: de", "language: fr", "T003", 2, "the file's name says 'de'; make both the same"),
    ],
)
def test_what_is_missing_or_too_much_is_told(side: Path, old: str, new: str, code: str, line: int, words: str) -> None:
    assert old in GERMAN
    side.write_text(GERMAN.replace(old, new))
    found = [problem for problem in check_translation(side) if problem.code == code]
    assert any(words in problem.sentence for problem in found)
    assert line in {problem.line for problem in found} or code == "T001"
    load_questionnaire(side.parents[1] / "own.yaml", language="de")


def test_an_included_file_of_which_nothing_is_translated_is_told(side: Path) -> None:
    (folder := side.parents[1] / "translations").mkdir(exist_ok=True)
    own = folder / "own.de.yaml"
    own.write_text("ddq: translation/1\nlanguage: de\ntitle: Eigenes\n")
    assert check_translation(own) == ()
    side.unlink()
    (problem,) = check_translation(own)
    assert (problem.code, problem.level, problem.line) == ("T001", "warning", 2)
    assert "m.yaml is included and not translated; add " in problem.sentence


def test_a_translation_of_the_wrong_shape_is_told_at_its_place(side: Path) -> None:
    side.write_text(GERMAN.replace("text: Wer?", "txt: Wer?"))
    with pytest.raises(SourceError, match=r"m\.de\.yaml:8:5: S001 unknown key 'txt'; did you mean 'text'\?"):
        load_questionnaire(side.parents[1] / "own.yaml", language="de")


def test_a_translation_that_is_in_no_place_to_be_found_is_told(side: Path) -> None:
    stray = side.parents[1] / "m.de.yaml"
    stray.write_text(GERMAN)
    (problem,) = check_translation(stray)
    assert problem.code == "T003"


@pytest.mark.parametrize(
    "path", sorted(shipped("questionnaires").rglob("translations/*.yaml")), ids=lambda path: path.name
)
def test_what_ships_is_whole(path: Path) -> None:
    assert check_translation(path) == ()


IN_GERMAN = sorted(
    path.name.removesuffix(".de.yaml") for path in shipped("questionnaires").glob("translations/*.de.yaml")
)


def test_the_full_set_is_asked_in_german() -> None:
    assert "vendor-due-diligence" in IN_GERMAN


@pytest.mark.parametrize("name", IN_GERMAN)
def test_what_is_asked_in_german_is_in_german_whole(name: str) -> None:
    """Every file that a questionnaire is made of, so that nobody is asked half in English."""
    loaded = load_questionnaire(shipped("questionnaires") / f"{name}.yaml")
    sides = [side_file(Path(source.name), "de") for source in loaded.sources]
    assert sides
    assert [side.name for side in sides if not side.is_file()] == []
    assert [problem.sentence for side in sides for problem in check_translation(side)] == []
