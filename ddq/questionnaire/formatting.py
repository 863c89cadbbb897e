"""Values and texts for human readers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ddq.questionnaire.countries import country_name
from ddq.questionnaire.model import (
    AnyQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    CountriesQuestion,
    CountryQuestion,
    GroupQuestion,
    PercentQuestion,
)
from ddq.questionnaire.values import NA, Answered, Entity, Money, Rows, U

_PIPE = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)\}")


def format_value(question: AnyQuestion, value: Answered) -> str:
    """The value in words, as screen and report show it; plain text, never markup."""
    if value is U or value is NA:
        return value.value
    match question:
        case ChoiceQuestion() | ChoicesQuestion():
            return _labels(question, value)
        case CountryQuestion() | CountriesQuestion():
            codes = value if isinstance(value, tuple) else (str(value),)
            return ", ".join(f"{country_name(code)} ({code})" for code in codes) or "none"
        case PercentQuestion():
            return f"{_number(value)} %"
        case _:
            unit = getattr(question, "unit", None)
            return _plain(value) + (f" {unit}" if unit else "")


def _labels(question: ChoiceQuestion | ChoicesQuestion, value: Answered) -> str:
    labels = {} if isinstance(question.choices, str) else {choice.code: choice.label for choice in question.choices}
    codes = value if isinstance(value, tuple) else (str(value),)
    return "; ".join(labels.get(code, code) for code in codes) or "none of these"


def _plain(value: Answered) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | Decimal():
            return _number(value)
        case date():
            return value.isoformat()
        case Money():
            return f"{value.currency} {_number(value.amount)}"
        case Entity():
            return value.name if value.country is None else f"{value.name} ({value.country})"
        case Rows():
            entries = (
                "no entries"
                if not value.rows
                else f"{len(value.rows)} " + ("entry" if len(value.rows) == 1 else "entries")
            )
            return f"{entries}, {'declared complete' if value.complete else 'not declared complete'}"
        case tuple():
            return "; ".join(value)
        case _:
            return str(value)


def _number(value: Answered) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}" if isinstance(value, int) else str(value)


def row_label(group: GroupQuestion, row: Mapping[str, Answered], number: int) -> str:
    """A row's label, such as `Acme (NO)`, from the group's `row_label`; `{row}` is the row's number, from 1."""
    fields = {field.id: field for field in group.fields}

    def filled(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == "row":
            return str(number)
        value = row.get(name, U)
        if name not in fields or value is U or value is NA:
            return "…"
        return (
            value
            if isinstance(value, str) and isinstance(fields[name], CountryQuestion)
            else format_value(fields[name], value)
        )

    return _PIPE.sub(filled, group.row_label)


def fill(text: str, questions: Mapping[str, AnyQuestion], reading: Mapping[str, Answered]) -> str:
    """A text with `{question}` replaced by that question's answer, `…` while there is none; other braces stay."""

    def filled(match: re.Match[str]) -> str:
        question = questions.get(match.group(1))
        if question is None:
            return match.group()
        value = reading.get(question.id, U)
        return "…" if value is U or value is NA else format_value(question, value)

    return _PIPE.sub(filled, text)
