"""Random answers to a SurveyJS form, and the same answers as readings of the converted questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.values import Answered

NUMBERS = (0, 1, 3, 5, 6, 12, 20, 21, 60, 61, 99, 100, 121, 1000, 10_000)
DAYS = ("2019-03-01", "2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01", "2026-02-03")


def elements(holder: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every question of a form, panels opened."""
    for page in holder.get("pages", [holder]):
        for element in page["elements"]:
            if element["type"] == "panel":
                yield from elements(element)
            else:
                yield element


def answers(form: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """An answer to every question, computed ones and rows apart."""
    return {element["name"]: value for element in elements(form) if (value := _answer(element, random)) is not None}


def _answer(element: Mapping[str, Any], random: Random) -> Any:
    match element["type"]:
        case "boolean":
            return random.random() < 0.5
        case "radiogroup":
            return random.choice(_values(element))
        case "checkbox":
            values = [value for value in _values(element) if random.random() < 0.4]
            return values or [random.choice(_values(element))]
        case "rating":
            return random.randint(element["rateMin"], element["rateMax"])
        case "matrix":
            columns = [column["value"] for column in element["columns"]]
            return {row["value"]: random.choice(columns) for row in element["rows"]}
        case "text" if element.get("inputType") == "number":
            return random.choice([number for number in NUMBERS if number <= element.get("max", 10**9)])
        case "text" if element.get("inputType") == "date":
            return random.choice(DAYS)
        case "text" | "comment":
            return "something"
        case _:
            return None


def _values(element: Mapping[str, Any]) -> list[Any]:
    # A choice that has a condition may not be offered; what is chosen is offered always.
    choices = [choice for choice in element["choices"] if not isinstance(choice, dict) or "visibleIf" not in choice]
    return [choice["value"] if isinstance(choice, dict) else choice for choice in choices]


def readings(loaded: LoadedQuestionnaire, ids: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, Answered]:
    """SurveyJS's data as readings, by our ids."""
    flat = {
        f"{name}.{row}" if row else name: value
        for name, given in data.items()
        for row, value in (given.items() if isinstance(given, dict) else [("", given)])
    }
    return {ids[name]: _reading(loaded, ids[name], value) for name, value in flat.items() if name in ids}


def _reading(loaded: LoadedQuestionnaire, identifier: str, value: Any) -> Answered:
    kind = loaded.questions[identifier].kind
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "decimal":
        return Decimal(value)
    if isinstance(value, list):
        return tuple(map(_code, value))
    return _code(value) if kind == "choice" else value


def _code(value: str) -> str:
    return value.replace(" ", "-")
