"""The charts: every one says in words what it shows, and none relies on colour."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from ddq.report.builder.outcome import BANDS
from ddq.report.charts import attribution_bar, interval_bar, interval_scale, swatch, trust_range
from ddq.report.view import Scale, SliceView

KEYS = ("conduct", "control", "law", "state_action", "unknown")
shares = st.lists(st.integers(0, 10**9), min_size=5, max_size=5)
intervals = st.tuples(st.floats(0, 100), st.floats(0, 100)).map(sorted)


def slices(values: list[int]) -> list[SliceView]:
    total = sum(values) or 1
    return [SliceView(key, key, "", value / total, "x %") for key, value in zip(KEYS, values, strict=True)]


def charts(values: list[int], interval: list[float]) -> list[Markup]:
    scale = Scale(interval[0], interval[1], "1 <to> 2")
    small = Scale(interval[0] / 100, interval[1] / 100, "a & b")
    return [
        interval_scale(scale, BANDS, 60),
        trust_range(scale, 60, "words"),
        interval_bar(small, 1, "words"),
        attribution_bar(slices(values)),
        *map(swatch, KEYS),
    ]


@given(shares, intervals)
def test_every_chart_is_sound_has_its_words_and_no_letters(values: list[int], interval: list[float]) -> None:
    """Text in an SVG would be laid out letter by letter; an id would be an anchor of the whole document."""
    for chart in charts(values, interval):
        root = ElementTree.fromstring(chart)
        tags = [element.tag.rpartition("}")[2] for element in root.iter()]
        assert tags[1] == "title"
        assert root[0].text
        assert not {"text", "image", "use", "style", "script"} & set(tags)
        assert " id=" not in chart
        assert "url(" not in chart
        numbers = [float(number) for number in re.findall(r'(?:x|width)="(-?[0-9.]+)"', chart)]
        assert all(-1 <= number <= 1001 for number in numbers)


def test_every_origin_differs_from_the_others_without_its_colour() -> None:
    shapes = {re.sub(r"#[0-9a-f]{3,6}", "", swatch(key)).replace(key.replace("_", " "), "") for key in KEYS}
    assert len(shapes) == len(KEYS)


@pytest.mark.parametrize("share", [0, 1])
def test_the_words_of_a_chart_cannot_become_markup(share: int) -> None:
    name = '<script>&"'
    chart = attribution_bar([SliceView("law", name, "", share, "1 %")])
    assert "<script>" not in chart
    assert ElementTree.fromstring(chart)[0].text == f"All concern by origin: {name} 1 %"
