"""CISO Assistant libraries and OSCAL catalogs: frameworks of requirements become questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ddq.authoring.converters.ciso_assistant import read_ciso_assistant
from ddq.authoring.converters.draft import Converted
from ddq.authoring.converters.foreign_yaml import parse_yaml
from ddq.authoring.converters.oscal import read_oscal
from ddq.questionnaire.problems import SourceError

LIBRARY = """\
urn: urn:x:library:supply
locale: en
ref_id: supply
name: Supply {chain}
version: 1
objects:
  threats: [{urn: t}]
  framework:
    ref_id: supply
    name: Supply chain
    scores_definition: [{score: 1}]
    requirement_nodes:
    - {urn: 'u:1', assessable: false, depth: 1, ref_id: '1', name: Policies}
    - urn: u:1.1
      assessable: true
      ref_id: '1.1'
      description: A policy is kept.
      implementation_groups: [IG1]
      questions:
        u:1.1:question:1:
          type: unique_choice
          text: Is there a policy?
          choices:
          - {urn: 'u:1.1:question:1:choice:1', value: 'Yes', add_score: 5}
          - {urn: 'u:1.1:question:1:choice:2', value: 'No'}
        u:1.1:question:2:
          type: multiple_choice
          text: What does it cover?
          depends_on: {question: 'u:1.1:question:1', answers: ['u:1.1:question:1:choice:1'], condition: any}
          choices:
          - {urn: 'u:1.1:question:2:choice:1', value: Hardware}
          - {urn: 'u:1.1:question:2:choice:2', value: Software}
        u:1.1:question:3: {type: date, text: Since when?, depends_on: {question: 'u:9', answers: [x]}}
    - {urn: 'u:1.2', assessable: true, ref_id: '1.2', name: Plans exist}
    - urn: u:2
      assessable: true
      ref_id: '2.0'
      question:
        question_type: unique_choice
        question_choices: &answers ['Yes', 'No', N/A]
        questions: [{urn: 'u:2:question:1', text: Is it tested?}]
    - urn: u:3
      assessable: true
      ref_id: '3'
      question: {question_type: unique_choice, question_choices: *answers, questions: [{urn: q3, text: Again?}]}
"""


@pytest.fixture
def library(tmp_path: Path) -> Converted:
    (tmp_path / "supply.yaml").write_text(LIBRARY)
    return read_ciso_assistant(tmp_path / "supply.yaml")


def test_a_library_is_carried_in_either_form(library: Converted) -> None:
    found = {question.id: question for question in library.questionnaire.questions()}
    assert {name: question.kind for name, question in found.items()} == {
        **{"R-1-1-1": "yes_no", "R-1-1-2": "choices", "R-1-1-3": "date"},
        **{"R-1-2": "choice", "R-2-0": "choice", "R-3": "choice"},
    }
    assert found["R-1-1-2"].visible_if == "R-1-1-1 == 'yes'"
    assert found["R-1-1-1"].help == "A policy is kept."
    assert [section.title for section in library.questionnaire.sections] == ["1 Policies"]
    choices = getattr(found["R-3"], "choices", ())
    assert [choice.label for choice in choices] == ["Yes", "No", "N/A"], "an alias stands for its list"


def test_what_a_library_loses_is_told(library: Converted) -> None:
    lines = list(map(str, library.report.losses))
    assert any("it reads 'u:9', which is no question of the result" in line for line in lines)
    assert any("add_score of 1 requirements" in line for line in lines)
    assert any(line.startswith("scores_definition: lost") for line in lines)
    assert any(line.startswith("threats: lost") for line in lines)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: " + "[" * 200 + "]" * 200, "nested too deeply"),
        ("a: &x [*x]", "stands for nothing that is complete"),
        ("a: [b", "no YAML"),
        ("", "empty"),
    ],
)
def test_hostile_yaml_is_refused(text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        parse_yaml(text, "f")


def test_a_tag_constructs_nothing_and_laughs_cost_nothing() -> None:
    assert parse_yaml("a: !!python/object/apply:os.system [id]", "f") == {"a": ["id"]}
    laughs = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert len(parse_yaml(laughs, "f")) == 30


CATALOG: dict[str, Any] = {
    "catalog": {
        "uuid": "x",
        "metadata": {"title": "Controls", "version": "2"},
        "groups": [
            {
                "id": "ac",
                "title": "Access",
                "controls": [
                    {
                        "id": "ac-1",
                        "title": "Policy",
                        "params": [{"id": "ac-1_p", "label": "how often"}],
                        "props": [{"name": "label", "value": "AC-1"}],
                        "parts": [
                            {
                                "name": "statement",
                                "prose": "The organisation:",
                                "parts": [
                                    {
                                        "name": "item",
                                        "props": [{"name": "label", "value": "a."}],
                                        "prose": "Reviews it {{ insert: param, ac-1_p }}.",
                                    }
                                ],
                            },
                            {"name": "guidance", "prose": "A policy {says} who decides."},
                            {"name": "assessment-objective", "prose": "Determine if"},
                        ],
                        "controls": [{"id": "ac-1.1", "title": "Enhanced"}],
                    },
                    {"id": "ac-2", "title": "Gone", "props": [{"name": "status", "value": "withdrawn"}]},
                ],
            }
        ],
    }
}


def test_a_catalog_asks_for_the_state_of_each_control(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text(json.dumps(CATALOG))
    found = read_oscal(tmp_path / "c.json")
    first, second = found.questionnaire.questions()
    assert (first.id, first.text, second.id) == ("ac-1", "Policy", "ac-1-1")
    assert first.help == "The organisation:\n  a. Reviews it [how often]."
    assert first.why == "A policy (says) who decides."
    lines = list(map(str, found.report.losses))
    assert "$.catalog.groups[0].controls[1]: lost: ac-2 is withdrawn and was left out" in lines
    assert any("objectives of an assessment of 1 controls" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"profile": {}}', "this is a profile; resolve it"),
        ("[" * 5000, "K00[12]"),
        ('{"catalog": {"x": NaN}}', "NaN is no number"),
        ('{"catalog": {"groups": "x", "controls": 5}}', "there is no question in it"),
    ],
)
def test_what_is_no_catalog_is_refused(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text(text)
    with pytest.raises(SourceError, match=message):
        read_oscal(tmp_path / "c.json")
