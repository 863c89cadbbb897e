"""VSAQ's files are read as VSAQ reads them: its dialect of JSON, its choices with own names, its conditions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ddq.authoring.converters.conditions import Joined, Name, Node, Not
from ddq.authoring.converters.draft import Converted
from ddq.authoring.converters.vsaq import read_vsaq
from ddq.authoring.converters.vsaq_condition import read_condition
from ddq.authoring.converters.vsaq_dialect import parse_dialect
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import evaluate
from ddq.questionnaire.problems import SourceError
from ddq.questionnaire.values import U

HOSTING = r"""
// A comment before the data
{
  "questionnaire": [
    { "type": "block", "text": "Hosting " + "of the service", "items": [
      { "type": "info", "text": "Answer for the <b>whole</b> service." },
      { "type": "block", "id": "net", "text": "Network", "items": [
        { "type": "radiogroup", "text": "How is it reached\x3f",
          "choices": [ {"net_tls_only": "TLS only"}, {"net_tls_mixed": "Both"}, {"net_tls_none": "Neither"} ] },
        { "type": "tip", "warn": "yes", "severity": "high", "name": "Plain text", "text": "Anybody can read along.",
          "cond": "net_tls_mixed || net_tls_none" },
        { "type": "block", "text": "TLS", "cond": "net_tls_only || net_tls_mixed", "items": [
          { "type": "yesno", "id": "hsts", "text": "Is HSTS on?", "yes": "Yes", "no": "No" },
          /* a trailing comma follows */
          { "type": "box", "id": "why_no_hsts", "text": "Why not?", "cond": "hsts/no && net_tls_only" },
        ] },
        { "type": "checkgroup", "text": "Who has access?", "choices": [ {"who_staff": "Staff"}, {"who_all": "All"} ],
          "choicesConds": [ {"who_all": "!net_tls_none"} ] },
        { "type": "line", "id": "who_else", "text": "Who else?", "cond": "matches(who/value, \"x\")" },
        { "type": "upload", "id": "report", "text": "A report", "cond": "who_staff || who_all && net_tls_only" }
      ]}
    ]}
  ]
}
"""


@pytest.fixture
def converted(tmp_path: Path) -> Converted:
    path = tmp_path / "hosting.json"
    path.write_text(HOSTING)
    return read_vsaq(path)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('{"a": "x" + \n "y"}', {"a": "xy"}),
        (r'["\x41é\n\"q\""]', ['Aé\n"q"']),
        ("// one\n[1, /* two */ 2.5, true, null,]", [1, 2.5, True, None]),
        ('{"url": "https://example.org/a//b"}', {"url": "https://example.org/a//b"}),
    ],
)
def test_the_dialect_is_understood(text: str, data: Any) -> None:
    assert parse_dialect(text, "f") == data


@pytest.mark.parametrize(
    ("text", "place"), [('{"a": }', "f:1:7"), ('{\n "a": "b\n', "f:2:7"), ("[" * 500, "f:1:"), ("{} x", "f:1:4")]
)
def test_what_is_broken_is_told_with_its_place(text: str, place: str) -> None:
    with pytest.raises(SourceError, match=f"^{place}"):
        parse_dialect(text, "f")


def test_and_and_or_bind_alike_from_left_to_right() -> None:
    """As VSAQ's own engine evaluates them, and unlike every other language."""

    def named(name: str) -> Node:
        return Name(name)

    a, b, c = Name("a"), Name("b"), Name("c")
    assert read_condition("a || b && c", named) == Joined("and", (Joined("or", (a, b)), c))
    assert read_condition("a || (b && !c)", named) == Joined("or", (a, Joined("and", (b, Not(c)))))


def test_blocks_become_sections_and_choices_lose_their_common_beginning(converted: Converted) -> None:
    titles = [section.title for section in converted.questionnaire.sections]
    assert titles == ["Network", "Network: TLS", "Network"]
    first = converted.questionnaire.questions()[0]
    assert (first.id, first.text) == ("net_tls", "How is it reached?")
    assert [choice.code for choice in getattr(first, "choices", ())] == ["only", "mixed", "none"]
    assert "Anybody can read along." in (first.bad or "")
    assert converted.questionnaire.sections[0].intro == "Answer for the whole service."


def test_conditions_hold_as_in_vsaq_and_open_answers_stay_open(converted: Converted) -> None:
    loaded = LoadedQuestionnaire(converted.questionnaire, (), "")

    def shown(**values: Any) -> dict[str, Any]:
        return dict(evaluate(loaded, values, date(2026, 1, 1)).visible)

    assert shown()["why_no_hsts"] is U
    assert shown(net_tls="only", hsts=False)["why_no_hsts"] is True
    assert shown(net_tls="none", hsts=False)["why_no_hsts"] is False, "hsts is hidden, so what was answered is nothing"
    assert shown(net_tls="mixed", who=("staff",))["report"] is False, "(a || b) && c"
    assert shown(net_tls="only", who=("staff",))["report"] is True


def test_what_cannot_be_said_is_told_with_its_line(converted: Converted) -> None:
    lost = [str(loss) for loss in converted.report.losses if loss.weight == "lost"]
    assert len(lost) == 1
    assert "matches(who/value" in lost[0]
    assert lost[0].startswith("line 19: lost:")
