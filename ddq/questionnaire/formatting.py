"""Values and texts for human readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
from ddq.sentence import Number, Said, country, joined, numeric, say, say_many

_PIPE = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)\}")


def format_value(question: AnyQuestion, value: Answered) -> str:
    """The value in words, as screen and report show it; plain text, never markup."""
    if value is U or value is NA:
        return say("unknown") if value is U else say("not applicable")
    match question:
        case ChoiceQuestion() | ChoicesQuestion():
            return _labels(question, value)
        case CountryQuestion() | CountriesQuestion():
            codes = value if isinstance(value, tuple) else (str(value),)
            return joined(map(_country, codes)) or say("none")
        case PercentQuestion():
            return Number(f"{_number(value)} %")
        case _:
            unit = getattr(question, "unit", None)
            return say("{number} {unit}", number=_plain(value), unit=unit) if unit else _plain(value)


def _country(code: str) -> Said:
    return say("{country} ({code})", country=country(code, country_name(code)), code=code)


def _labels(question: ChoiceQuestion | ChoicesQuestion, value: Answered) -> str:
    labels = {} if isinstance(question.choices, str) else {choice.code: choice.label for choice in question.choices}
    codes = value if isinstance(value, tuple) else (str(value),)
    return joined((labels.get(code, code) for code in codes), "; ") or say("none of these")


def _plain(value: Answered) -> str:
    match value:
        case bool():
            return say("yes") if value else say("no")
        case int() | Decimal():
            return _number(value)
        case date():
            return numeric(value)
        case Money():
            return say("{currency} {amount}", currency=value.currency, amount=_number(value.amount))
        case Entity():
            return value.name if value.country is None else f"{value.name} ({value.country})"
        case Rows():
            entries = say_many("{count} entry", "{count} entries", count=len(value.rows))
            if not value.rows:
                entries = say("no entries")
            if value.complete:
                return say("{entries}, declared complete", entries=entries)
            return say("{entries}, not declared complete", entries=entries)
        case tuple():
            return "; ".join(value)
        case _:
            return str(value)


def _number(value: Answered) -> Number:
    if isinstance(value, Decimal):
        return Number(f"{value:,f}")
    return Number(f"{value:,}" if isinstance(value, int) else value)


def row_label(group: GroupQuestion, row: Mapping[str, Answered], number: int) -> str:
    """A row's label, such as `Acme (NO)`, from the group's `row_label`; `{row}` is the row's number, from 1."""
    fields = {field.id: field for field in group.fields}

    def filled(name: str) -> str:
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

    return _piped(group.row_label, filled)


def fill(text: str, questions: Mapping[str, AnyQuestion], reading: Mapping[str, Answered]) -> str:
    """A text with `{question}` replaced by that question's answer, `…` while there is none; other braces stay."""

    def filled(name: str) -> str:
        question = questions.get(name)
        if question is None:
            return f"{{{name}}}"
        value = reading.get(question.id, U)
        return "…" if value is U or value is NA else format_value(question, value)

    return _piped(text, filled)


def _piped(text: str, filled: Callable[[str], str]) -> str:
    """A text with what stands for each name in braces."""
    parts = _PIPE.split(text)
    if len(parts) == 1:
        return text
    return joined((filled(part) if place % 2 else part for place, part in enumerate(parts)), "")
