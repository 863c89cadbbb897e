"""Whatever stands in a file, the reader answers with a questionnaire or with one clear error."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ddq.authoring.converters.ciso_assistant import read_ciso_assistant
from ddq.authoring.converters.draft import Converted
from ddq.authoring.converters.oscal import read_oscal
from ddq.authoring.converters.surveyjs import read_surveyjs
from ddq.authoring.converters.vsaq import read_vsaq
from ddq.questionnaire.problems import SourceError
from tests.authoring.converters.test_frameworks import CATALOG

FOLDER = Path(__file__).parent
JUNK: list[Any] = [
    *(None, True, 0, -1, 5, 1e308, 10**18, "", "x", "x" * 700, "{", "}", "{{x}}", "\u202e\x1b[2J", "<b onclick=x>&#0;"),
    *([], {}, [[]], [None], [1, "a"], {"value": {}}, {"text": []}, "a and", "{a} = ", "!!!", "((((", "${x", "a || b"),
]
FORM = json.loads("""
{"title": {"default": "T", "de": "D"}, "ddq": {"id": "x", "version": "1.0.0"},
 "pages": [{"name": "p", "visibleIf": "{a} = 1", "elements": [
  {"type": "rating", "name": "a", "rateMin": 0, "rateMax": 4, "rateValues": []},
  {"type": "text", "name": "b", "inputType": "number", "min": 0, "max": 5, "step": 1, "validators": [{}]},
  {"type": "checkbox", "name": "c", "choices": [{"value": "x", "visibleIf": "{a}>1"}, 2], "hasOther": true},
  {"type": "matrix", "name": "d", "columns": ["x", "y"], "rows": ["r", {"value": "s"}]},
  {"type": "paneldynamic", "name": "e", "templateElements": [{"type": "text", "name": "f"}], "minPanelCount": 1},
  {"type": "multipletext", "name": "g", "items": [{"name": "h", "title": "H"}], "ddq": {"kind": "money"}},
  {"type": "boolean", "name": "i", "valueTrue": "y", "labelTrue": "Y", "ddq": {"visible_if": "a > 1", "as": ""}},
  {"type": "expression", "name": "j", "expression": "{b} + 1", "visibleIf": "{c} contains 'x'"},
  {"type": "panel", "title": "P", "name": "k", "elements": [{"type": "comment", "name": "l", "maxLength": 5}]}]}]}
""")
BLOCKS = json.loads("""
{"questionnaire": [{"type": "block", "text": "B", "items": [
  {"type": "radiogroup", "choices": [{"a_x": "X"}, {"a_y": "Y"}], "choicesConds": [{"a_y": "b"}]},
  {"type": "yesno", "id": "b", "text": "B?", "yes": "Y", "no": "N", "cond": "a_x && !a_y"},
  {"type": "tip", "cond": "b/no", "text": "T", "severity": "high"},
  {"type": "block", "id": "c", "cond": "b", "items": [{"type": "line", "id": "d", "text": "D {x}"}]}]}]}
""")
LIBRARY = json.loads("""
{"name": "L", "objects": {"framework": {"requirement_nodes": [
  {"urn": "a", "ref_id": "1", "name": "N", "assessable": false},
  {"urn": "b", "ref_id": "1.1", "assessable": true, "questions": {
    "q": {"type": "unique_choice", "text": "?", "choices": [{"urn": "x", "value": "X"}, {"urn": "y", "value": "Y"}]},
    "r": {"type": "text", "text": "?", "depends_on": {"question": "q", "answers": ["x"]}}}}]}}}
""")
READERS: list[tuple[Callable[[Path], Converted], dict[str, Any]]] = [
    (read_surveyjs, FORM),
    (read_vsaq, BLOCKS),
    (read_ciso_assistant, LIBRARY),
    (read_oscal, CATALOG),
]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every holder with a key of it."""
    if isinstance(value, dict):
        own = [(value, key) for key in value]
    else:
        own = [(value, index) for index in range(len(value))] if isinstance(value, list) else []
    return [*own, *(place for holder, key in own for place in places(holder[key]))]


@pytest.mark.parametrize(("read", "sound"), READERS, ids=lambda each: getattr(each, "__name__", ""))
def test_junk_is_carried_or_refused(read: Callable[[Path], Converted], sound: dict[str, Any], tmp_path: Path) -> None:
    random = Random(7)
    path = tmp_path / "f.json"
    carried = 0
    for _ in range(400):
        broken = copy.deepcopy(sound)
        for _ in range(random.randint(1, 3)):
            if found := places(broken):
                holder, key = random.choice(found)
                holder[key] = copy.deepcopy(random.choice(JUNK))
        path.write_text(json.dumps(broken), encoding="utf-8")
        try:
            carried += bool(read(path).questionnaire.questions())
        except SourceError as error:
            assert error.problems, broken
    assert carried > 100, "the junk is not so much that nothing is left to read"
