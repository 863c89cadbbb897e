"""The reference pages say what the program does: their example loads, their tables are complete."""

from __future__ import annotations

import re
from pathlib import Path

from ddq.questionnaire.functions import AGGREGATES, FUNCTIONS, STATES
from ddq.questionnaire.known_groups import KNOWN_FIELDS
from ddq.questionnaire.lint import lint
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import Question, Questionnaire

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "reference"


def page(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def test_the_examples_of_the_format_page_load_and_are_clean(tmp_path: Path) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", page("questionnaire-format.md"), re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        path = tmp_path / "example.yaml"
        path.write_text(example)
        assert lint(load_questionnaire(path)) == ()


def test_every_key_and_every_known_field_is_described() -> None:
    text = page("questionnaire-format.md")
    for key in (*Questionnaire.model_fields, *Question.model_fields):
        assert key in ("ddq", "text", "id") or f"`{key}`" in text, key
    for feed, fields in KNOWN_FIELDS.items():
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{feed}`")]
        for name, known in fields.items():
            assert (f"**{name}**" in row) == known.required, (feed, name)
            assert name in row
            if name != "keys":
                assert all(code in row for code in known.codes), (feed, name)


def test_every_function_is_described() -> None:
    text = page("expressions.md")
    assert not [
        name for name in (*FUNCTIONS, *AGGREGATES, "state") if f"{name}(" not in text and f"`{name}`" not in text
    ]
    assert all(f"`{state}`" in text for state in STATES)


def test_every_code_that_can_be_told_is_listed_once_and_no_other() -> None:
    """A code is looked up in one of two pages: docs/reference/lint.md, and registers.md for registers and profiles."""
    used = {
        code
        for path in (ROOT / "ddq").rglob("*.py")
        for code in re.findall(r'"([YSLEQACVTWRPKX]\d{3})"', path.read_text(encoding="utf-8"))
    }
    listed = re.findall(r"^\| \[([A-Z]\d{3})\]\(lint/", page("lint.md") + page("registers.md"), re.MULTILINE)
    assert sorted(listed) == sorted(used)
