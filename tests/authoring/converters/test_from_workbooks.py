"""XLSForm, HECVAT and plain workbooks become questionnaires, and what they lose is told with its cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ddq.authoring.converters.draft import Converted
from ddq.authoring.converters.hecvat import read_hecvat
from ddq.authoring.converters.plain_workbook import read_plain_workbook
from ddq.authoring.converters.xlsform import read_xlsform
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import evaluate
from ddq.questionnaire.problems import SourceError
from ddq.questionnaire.values import U
from tests.authoring.converters.books import book

EXAMPLE = Path(__file__).parents[3] / "docs" / "how-to" / "mapping-example.yaml"


def told(converted: Converted) -> list[str]:
    return list(map(str, converted.report.losses))


def by_id(converted: Converted) -> dict[str, Any]:
    return {question.id: question for question in converted.questionnaire.questions()}


@pytest.fixture
def form(tmp_path: Path) -> Converted:
    survey = [
        ["type", "name", "label::English (en)", "label::Norsk (no)", "relevant", "required", "constraint", "hint"],
        ["start", "start"],
        ["note", "intro", "Welcome to ${vendor}."],
        ["text", "vendor", "Who is the vendor?", "Hvem?", None, "yes"],
        ["select_one yesno", "pii", "Personal data?"],
        ["select_multiple kinds or_other", "kinds", "Which?", None, "${pii} = 'yes'", None, None, "Of ${vendor}"],
        [
            "integer",
            "people",
            "How many?",
            None,
            "selected(${kinds}, 'health') and ${pii} != 'no'",
            None,
            ". >= 0 and . <= 99",
        ],
        ["decimal", "share", "Share?", None, "count-selected(${kinds}) > 1", None, ". < ${people}"],
        ["begin_group", "where", "Where", None, "${people} > 10"],
        ["date", "since", "Since when?", None, "string-length(${vendor}) > 0"],
        ["text", "odd", "Odd?", None, "regex(${vendor}, '^A')"],
        ["end_group"],
        ["begin_repeat", "sites", "Sites"],
        ["text", "Site Name", "Name"],
        ["text", "city", "City", None, "${Site Name} != ''"],
        ["end_repeat"],
        ["geoshape", "area", "Area"],
    ]
    choices = [
        ["list_name", "name", "label::English (en)"],
        *(["yesno", "yes", "Yes"], ["yesno", "no", "No"]),
        *(["kinds", "health", "Health"], ["kinds", "pay data", "Pay"]),
    ]
    settings = [["form_title", "form_id", "default_language"], ["Intake", "intake", "English (en)"]]
    return read_xlsform(book(tmp_path / "f.xlsx", survey=survey, choices=choices, settings=settings))


def test_an_xlsform_is_carried(form: Converted) -> None:
    found = by_id(form)
    assert (form.questionnaire.id, form.questionnaire.title) == ("intake", "Intake")
    assert {name: question.kind for name, question in found.items()} == {
        **{"vendor": "text", "pii": "choice", "kinds": "choices", "people": "integer", "share": "decimal"},
        **{"since": "date", "odd": "text", "sites": "group"},
    }
    assert found["kinds"].help == "Of {vendor}"
    assert found["vendor"].required
    assert (found["people"].min, found["people"].max) == (0, 99)
    assert found["people"].visible_if == "'health' in kinds and pii != 'no'"
    assert found["share"].check[0].must == "share < people"
    assert [(field.id, field.visible_if) for field in found["sites"].fields] == [
        ("site_name", None),
        ("city", "site_name == site_name"),
    ]
    assert [section.visible_if for section in form.questionnaire.sections] == [None, "people > 10", None]


def test_what_an_xlsform_loses_has_its_cell(form: Converted) -> None:
    lines = told(form)
    assert "survey!A2: lost: start is taken from the device, not asked" in lines
    assert any(line.startswith("survey!E11: lost: the condition “regex(${vendor}, '^A')”") for line in lines)
    assert any(line.startswith("survey!A17: lost: “area”: there is no kind like “geoshape”") for line in lines)
    assert any("other languages (norsk (no))" in line for line in lines)


def test_xlsform_conditions_decide_as_odk_does(form: Converted) -> None:
    loaded = LoadedQuestionnaire(form.questionnaire, (), "")

    def shown(**values: Any) -> dict[str, Any]:
        return dict(evaluate(loaded, values, date(2026, 1, 1)).visible)

    assert shown()["kinds"] is U
    assert shown(pii="no", kinds=("health",))["people"] is False, "what is hidden is empty"
    assert shown(pii="yes", kinds=("health", "other"))["share"] is True
    assert shown(pii="yes", kinds=())["share"] is False


def test_hecvat_is_read_from_its_list_of_questions(tmp_path: Path) -> None:
    head = ["ID", "Question", *("",) * 11, "If/Then", "Standard Guidance", "No", "Yes guidance", "N/A", "Reason"]
    head += ["Follow-up", "Compliant Response", "", "Default Importance", "Default Weight"]

    def line(name: str, text: str, **more: str) -> list[Any]:
        cells: list[Any] = [name, text, *(None,) * 22]
        for key, value in more.items():
            cells[{"then": 13, "help": 14, "why": 18, "follow": 19, "good": 20, "weight": 23}[key]] = value
        return cells

    questions = [
        ["Sheet of all questions"],
        head,
        line("GNRL-01", "Vendor name"),
        line("AAAI-01", "Do you enforce single sign-on?", good="Yes", why="Accounts.", weight="20", follow="Which?"),
        line("AAAI-02", "Can it be switched off?", good="No", then="If AAAI-01 is No"),
        ["AAAI", "a heading"],
    ]
    found = read_hecvat(book(tmp_path / "h.xlsx", **{"START HERE": [["x"]], "Questions": questions}))
    one, two, three = found.questionnaire.questions()
    assert [(each.id, each.kind) for each in (one, two, three)] == [
        ("GNRL-01", "long_text"),
        ("AAAI-01", "yes_no"),
        ("AAAI-02", "yes_no"),
    ]
    assert (two.good, two.why) == ("The compliant answer is: Yes", "Accounts.")
    lines = told(found)
    assert any(line.startswith("Questions!N5: lost: a rule between questions: “If AAAI-01 is No”") for line in lines)
    assert found.questionnaire.method == "weighted/1"
    assert (two.points, three.points) == ({"yes": 20, "no": 0}, {"yes": 0, "no": 0})
    assert any("the weight of 1 question became points: the compliant answer earns all" in line for line in lines)
    assert any("a required percentage: none is read from it" in line for line in lines)


def test_weights_of_hecvat_that_cannot_be_points_are_told(tmp_path: Path) -> None:
    """An answer in words, a question without a compliant answer, and what is no number: each is a loss by itself."""
    head = ["ID", "Question", "Compliant Response", "Default Weight", "Default Importance"]
    rows = [
        ["GNRL-01", "Describe the service.", None, "15"],
        ["GNRL-02", "Is it audited?", None, "10"],
        ["GNRL-03", "Is it insured?", "Yes", "many"],
        ["GNRL-04", "Is it tested?", "Yes", "-5"],
        ["GNRL-05", "Can everybody log in?", "No", "2.5", "Critical"],
        ["GNRL-06", "Is it new?", "Yes", "NaN"],
    ]
    found = read_hecvat(book(tmp_path / "h.xlsx", Questions=[head, *rows]))
    lines = told(found)
    assert by_id(found)["GNRL-05"].points == {"yes": 0, "no": 2.5}
    assert by_id(found)["GNRL-03"].points == {"yes": 0, "no": 0}
    for place, weight in (("D4", "many"), ("D5", "-5"), ("D7", "NaN")):
        assert any(f"Questions!{place}: lost: the weight “{weight}”" in line for line in lines)
    for once in ("the weight (an answer in words", "the weight (no compliant answer", "the importance of 1 question"):
        assert sum(once in line for line in lines) == 1


def test_a_workbook_without_weights_names_no_method(tmp_path: Path) -> None:
    found = read_hecvat(book(tmp_path / "h.xlsx", One=[["COMP-02", "Are you insured?"]]))
    assert "method" not in found.text
    assert by_id(found)["COMP-02"].points is None


def test_hecvat_is_read_from_its_sheets_where_the_list_is_missing(tmp_path: Path) -> None:
    sheet = [["", "Organization"], ["COMP-01", "Describe your company."], ["COMP-02", "Are you insured?", None]]
    found = read_hecvat(book(tmp_path / "h.xlsx", Organization=sheet, Product=[["COMP-02", "Are you insured?"]]))
    assert [(each.id, each.kind) for each in found.questionnaire.questions()] == [
        ("COMP-01", "long_text"),
        ("COMP-02", "yes_no"),
    ]
    with pytest.raises(SourceError, match="no question in the form of HECVAT"):
        read_hecvat(book(tmp_path / "other.xlsx", One=[["a", "b"]]))


PLAIN = [
    ["Supplier questions", None, None],
    ["No", "Topic", "Question", "Type", "Options", "Must", "Show if", "Owner"],
    ["1.1", "Company", "Who owns you?", "Text", None, "yes"],
    ["1.2", None, "Do you use {subcontractors}?", "Y/N", None, None, None, "Ana"],
    ["1.3", None, "How many?", "Number", None, None, "Q-1-2"],
    ["2.1", "Data", "Where is it?", "List", "eu: In the EU; Elsewhere"],
    ["2.2", "Data", "How sure?", "Mood"],
    ["", "", "", "a remark"],
]


def test_a_plain_workbook_is_read_by_the_documented_mapping(tmp_path: Path) -> None:
    found = read_plain_workbook(book(tmp_path / "p.xlsx", Questions=PLAIN), EXAMPLE)
    questions = by_id(found)
    assert {name: question.kind for name, question in questions.items()} == {
        **{"Q-1-1": "text", "Q-1-2": "yes_no", "Q-1-3": "integer", "Q-2-1": "choice", "Q-2-2": "long_text"}
    }
    assert [(choice.code, choice.label) for choice in questions["Q-2-1"].choices] == [
        ("eu", "In the EU"),
        ("Elsewhere", "Elsewhere"),
    ]
    assert questions["Q-1-3"].visible_if == "Q-1-2"
    assert [section.title for section in found.questionnaire.sections] == ["Company", "Data"]
    lines = told(found)
    assert any(line.startswith("Questions!D7: changed: the kind “mood” is not in the mapping") for line in lines)
    assert any(line.startswith("Questions!8: lost: a row without a question: “a remark”") for line in lines)
    assert any("the column “Owner” is not in the mapping" in line for line in lines)


def test_a_mapping_that_does_not_fit_is_told(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    (tmp_path / "m.yaml").write_text(text.replace("text: Question", "text: Qestion"))
    with pytest.raises(
        SourceError, match=r"K005 the sheet 'Questions' has no column 'Qestion'; did you mean 'question'"
    ):
        read_plain_workbook(book(tmp_path / "p.xlsx", Questions=PLAIN), tmp_path / "m.yaml")
    with pytest.raises(SourceError, match="K005 the workbook has no sheet 'Questions'"):
        read_plain_workbook(book(tmp_path / "p.xlsx", Question=PLAIN), EXAMPLE)
