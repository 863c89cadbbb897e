"""A cell that holds a range of percentages, such as `> 25` or `25-50 %`, as the fields for its two ends."""

from __future__ import annotations

from collections.abc import Container
from fractions import Fraction
from math import ceil, floor

from pydantic import JsonValue

from ddq.questionnaire.model import AnyQuestion
from ddq.questionnaire.percentages import NotRead, plain, read_percentages

_HALF = Fraction(1, 2)
_DECIMALS = 10_000
"""Parts of one per cent that are written."""


def range_ends(text: str, field: AnyQuestion, fields: Container[str]) -> dict[str, JsonValue] | None:
    """The fields that a range fills, its ends rounded outwards; None where it is none, or the list takes none.

    More than half of the votes is a majority of them, which an end at 50 % alone would not say.
    """
    low, high = f"{field.id}_from", f"{field.id}_to"
    if field.kind != "percent" or low not in fields or high not in fields:
        return None
    try:
        found = read_percentages(plain(text)[:80])
    except NotRead:
        return None
    values: dict[str, JsonValue] = {}
    if found.low > 0:
        values[low] = _percent(floor(found.low * 100 * _DECIMALS))
    if found.high < 1:
        values[high] = _percent(ceil(found.high * 100 * _DECIMALS))
    if found.over and found.low == _HALF and field.id == "votes" and "control" in fields:
        values["control"] = "majority"
    return values or None


def _percent(parts: int) -> str:
    text = f"{parts // _DECIMALS}.{parts % _DECIMALS:04d}"
    return text.rstrip("0").rstrip(".")
