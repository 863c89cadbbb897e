"""A file of criteria says of each what answers it or why nothing does; what says neither is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from ddq.questionnaire.problems import SourceError
from ddq.registers.criteria import load_criteria

SET = """
ddq: criteria/1
sets:
- id: LIST
  title: A list
  issuer: A body
  issued: 2020-01-01
  legal_status: guidance
  source: the list itself
  confidence: high
  basis: unchecked
  criteria:
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "criteria.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_criterion_keeps_its_words_its_place_and_what_answers_it(tmp_path: Path) -> None:
    text = "  - {id: LIST-1, place: '1', text: Owners are known, questions: [OC-01], registers: [secrecy_duty]}\n"
    (found,) = load_criteria(write(tmp_path, SET + text))
    (criterion,) = found.criteria
    assert (criterion.text, criterion.place) == ("Owners are known", "1")
    assert (criterion.questions, criterion.registers) == (("OC-01",), ("secrecy_duty",))


@pytest.mark.parametrize(
    ("criterion", "told"),
    [
        pytest.param(
            "{id: LIST-1, place: '1', text: T}", "or the reason why none does", id="neither answer nor reason"
        ),
        pytest.param("{id: LIST-1, place: '1', text: T, questions: [A], reason: R}", "not both", id="both"),
        pytest.param("{id: LIST-1, place: '1', text: T, questions: [A], registers: [x]}", "registers", id="no feature"),
        pytest.param(
            "{id: LIST-1, place: '1', text: T, profile: true, registers: [secrecy_duty]}",
            "name those questions",
            id="law without a state that it is read for",
        ),
        pytest.param("{id: LIST, place: '1', text: T, questions: [A]}", "given twice", id="an id that the list has"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(tmp_path: Path, criterion: str, told: str) -> None:
    path = write(tmp_path, f"{SET}  - {criterion}\n")
    with pytest.raises(SourceError) as refused:
        load_criteria(path)
    assert told in str(refused.value)
    assert f"{path}:13:" in str(refused.value)


def test_a_list_is_checked_only_with_place_and_day(tmp_path: Path) -> None:
    """As any fact of the registers."""
    text = SET.replace("basis: unchecked", "basis: checked") + "  - {id: LIST-1, place: '1', text: T, questions: [A]}\n"
    with pytest.raises(SourceError, match="R006"):
        load_criteria(write(tmp_path, text))
