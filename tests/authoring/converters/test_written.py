"""Questionnaires of ours in other formats: back again from SurveyJS unharmed, and workbooks that run nothing."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ddq.authoring.converters.losses import LossReport
from ddq.authoring.converters.markdown_out import write_markdown
from ddq.authoring.converters.surveyjs import read_surveyjs
from ddq.authoring.converters.surveyjs_out import write_surveyjs
from ddq.authoring.converters.xlsx_out import write_xlsx
from ddq.authoring.converters.yaml_out import write_yaml
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import AnyQuestion, GroupQuestion, Questionnaire
from ddq.shipped import shipped

OWN = """\
ddq: questionnaire/1
id: own
version: 2.1.0
title: Everything
sections:
  - id: one
    title: One
    domain: D
    questions:
      - {id: A-01, kind: yes_no, text: 'Does it, too?', required: true}
      - id: pick
        kind: choice
        text: '=HYPERLINK("https://example.org","click") which?'
        choices: [{code: x, label: '+X'}, {code: y, label: Y, visible_if: A-01}]
        visible_if: A-01
      - id: some
        kind: choices
        text: Which?
        choices: [{code: p, label: P}, {code: q, label: Q}]
        none_of_these: false
      - {id: n, kind: integer, text: How many?, min: 0, max: 9, visible_if: pick == 'x' or not ('p' in some)}
      - {id: when, kind: date, text: When?, required_if: n >= 3}
      - {id: price, kind: money, text: How much?, currencies: [EUR]}
      - {id: where, kind: countries, text: Where?}
      - {id: note, kind: long_text, text: 'Why *so* <b>much</b>?', visible_if: "pick in ['x', 'y'] and n + 1 > 3"}
  - id: two
    title: Two
    domain: D
    visible_if: when < '2025-01-01'
    questions:
      - id: rows
        kind: group
        text: Rows
        row_label: '{name}'
        complete: All of them.
        fields:
          - {id: name, kind: text, text: Name}
          - {id: mine, kind: yes_no, text: Mine?, visible_if: name == 'me'}
      - {id: deep, kind: text, text: Deep?, visible_if: any(r.mine for r in rows)}
"""


def loaded_from(text: str, folder: Path) -> LoadedQuestionnaire:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return load_questionnaire(path)


@pytest.fixture
def own(tmp_path: Path) -> LoadedQuestionnaire:
    return loaded_from(OWN, tmp_path)


def outline(questions: tuple[AnyQuestion, ...]) -> list[Any]:
    """Ids, kinds, choices and conditions."""
    return [
        (
            question.id,
            question.kind,
            question.visible_if,
            question.required_if,
            [(choice.code, choice.label, choice.visible_if) for choice in getattr(question, "choices", ())],
            outline(question.fields) if isinstance(question, GroupQuestion) else [],
        )
        for question in questions
    ]


def through_surveyjs(loaded: LoadedQuestionnaire, folder: Path, *, strip: bool = False) -> Questionnaire:
    form = json.loads(write_surveyjs(loaded, LossReport("own", "ours")))

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(each) for key, each in value.items() if key != "ddq"}
        return [bare(each) for each in value] if isinstance(value, list) else value

    path = folder / "form.json"
    path.write_text(json.dumps(bare(form) if strip else form))
    return read_surveyjs(path).questionnaire


def test_there_and_back_keeps_ids_kinds_choices_and_conditions(own: LoadedQuestionnaire, tmp_path: Path) -> None:
    back = through_surveyjs(own, tmp_path)
    assert (back.id, back.version) == ("own", "2.1.0")
    assert outline(back.questions()) == outline(own.questionnaire.questions())
    assert [section.visible_if for section in back.sections] == [None, "when < '2025-01-01'"]


def test_conditions_come_back_through_surveyjs_own_words(own: LoadedQuestionnaire, tmp_path: Path) -> None:
    """Without what we keep beside them: all but one that SurveyJS has no words for."""
    back = {question.id: question for question in through_surveyjs(own, tmp_path, strip=True).questions()}
    conditions = {name: question.visible_if for name, question in back.items() if question.visible_if}
    assert conditions == {
        "pick": "A-01",
        "n": "pick == 'x' or not ('p' in some)",
        "note": "pick in ['x', 'y'] and (n if n == n else 0) + 1 > 3",
    }
    assert back["when"].required_if == "n >= 3"
    assert (back["A-01"].kind, back["some"].kind, back["when"].kind) == ("yes_no", "choices", "date")


def test_a_condition_that_was_changed_in_surveyjs_counts(own: LoadedQuestionnaire, tmp_path: Path) -> None:
    form = json.loads(write_surveyjs(own, LossReport("own", "ours")))
    form["pages"][0]["elements"][1]["visibleIf"] = "{A-01} = false"
    (tmp_path / "form.json").write_text(json.dumps(form))
    assert read_surveyjs(tmp_path / "form.json").questionnaire.questions()[1].visible_if == "A-01 == 'no'"


def test_the_shipped_questionnaire_comes_back(tmp_path: Path) -> None:
    loaded = load_questionnaire(
        shipped("questionnaires") / "vendor-due-diligence.yaml", country_sets=["eu", "eea", "five_eyes"]
    )
    back = through_surveyjs(loaded, tmp_path)
    assert [(question.id, question.kind) for question in back.questions()] == [
        (question.id, question.kind) for question in loaded.questionnaire.questions()
    ]


def test_what_surveyjs_has_no_words_for_is_told(own: LoadedQuestionnaire) -> None:
    report = LossReport("own", "ours")
    write_surveyjs(own, report)
    assert any(loss.place == "deep" and "rows of a group" in loss.message for loss in report.losses)
    assert any(loss.place == "rows" and "complete" in loss.message for loss in report.losses)


@pytest.fixture
def workbook(own: LoadedQuestionnaire) -> bytes:
    return write_xlsx(own, LossReport("own", "ours"))


def test_a_workbook_holds_no_formula(workbook: bytes) -> None:
    """A text that begins with = + - @ would be run when the sheet is opened."""
    sheet = load_workbook(BytesIO(workbook))["Questions"]
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    dangerous = [cell for cell in cells if str(cell.value)[0] in "=+-@"]
    assert dangerous, "the question that looks like a formula is in it"
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in dangerous)
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_workbook_is_laid_out_to_be_read(workbook: bytes) -> None:
    sheet = load_workbook(BytesIO(workbook))["Questions"]
    assert sheet.freeze_panes == "D2"
    assert sheet["C1"].value == "Question"
    assert sheet.column_dimensions["C"].width == 60
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows(min_row=3, max_row=5) for cell in row)
    assert [row[0].value for row in sheet.iter_rows(min_row=3, max_row=5)] == ["A-01", "pick", "some"]
    assert sheet.print_title_rows == "$1:$1"


def test_markdown_shows_texts_as_they_are(own: LoadedQuestionnaire) -> None:
    """Nobody's text becomes a mark, a link or a piece of HTML."""
    text = write_markdown(own, LossReport("own", "ours")).decode()
    assert r"Why \*so\* \<b\>much\</b\>?" in text
    assert "- Asked if `pick in ['x', 'y'] and n + 1 > 3`" in text
    assert "## Two\n\n*Asked if* `when < '2025-01-01'`" in text


AWKWARD = [
    *(
        "yes",
        "true",
        "null",
        "~",
        "1.10",
        "0o17",
        "1e3",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#b",
        "'",
        '"',
        "{x}",
        "[x]",
        "@x",
    ),
    *("a\nb", "a\n\nb ", " a", "a\tb", "\\", "é", "x:", "? x", "=1+1", "!x", "%x", "&x", "*x", "word " * 60, "a'b\"c"),
]


@pytest.mark.parametrize("text", AWKWARD)
def test_any_text_reads_back_from_our_yaml(text: str, own: LoadedQuestionnaire, tmp_path: Path) -> None:
    first, *rest = own.questionnaire.sections
    question = first.questions[0].model_copy(update={"help": text, "evidence": (text,)})
    section = first.model_copy(update={"questions": (question, *first.questions[1:])})
    changed = own.questionnaire.model_copy(update={"sections": (section, *rest)})
    assert loaded_from(write_yaml(changed), tmp_path).questionnaire == changed
