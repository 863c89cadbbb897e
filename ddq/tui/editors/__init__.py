"""One editor for each kind of answer: the registry."""

from __future__ import annotations

from ddq.tui.editors.base import Editor
from ddq.tui.editors.choice import ChoiceEditor
from ddq.tui.editors.computed import ComputedDisplay
from ddq.tui.editors.country import CountryEditor
from ddq.tui.editors.entity import EntityEditor
from ddq.tui.editors.line import LineEditor
from ddq.tui.editors.long_text import LongTextEditor
from ddq.tui.editors.rows import RowsEditor

EDITORS: dict[str, type[Editor]] = {
    "text": LineEditor,
    "long_text": LongTextEditor,
    "integer": LineEditor,
    "decimal": LineEditor,
    "money": LineEditor,
    "percent": LineEditor,
    "date": LineEditor,
    "yes_no": ChoiceEditor,
    "choice": ChoiceEditor,
    "choices": ChoiceEditor,
    "country": CountryEditor,
    "countries": CountryEditor,
    "entity": EntityEditor,
    "evidence": LineEditor,
    "computed": ComputedDisplay,
    "group": RowsEditor,
}
"""By the kind of question. A group has rows of these and is shown as a list; within an entry it has an editor too."""
