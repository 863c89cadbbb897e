"""Where everything stands in a file: every key and value has a place, and every place a path."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.problems import SourceError
from ddq.questionnaire.yaml_reader import MAX_NODES, load_yaml

FILE = """\
title: 'A “quoted” title'
empty:
sections:
  - id: one
    words: [plain, "two words", 3]
  -
    id: two 🎉 # after it
    text: >-
      folded
      lines
last: yes
"""
WHERE: dict[Path, tuple[int, int, str]] = {
    ("title",): (1, 8, "'A “quoted” title'"),
    ("empty",): (2, 7, ""),
    ("sections", 0): (4, 5, 'id: one\n    words: [plain, "two words", 3]\n  '),
    ("sections", 0, "words"): (5, 12, '[plain, "two words", 3]'),
    ("sections", 0, "words", 1): (5, 20, '"two words"'),
    ("sections", 1, "id"): (7, 9, "two 🎉"),
    ("last",): (11, 7, "yes"),
}


def document() -> Document:
    return load_yaml(FILE, "f.yaml")


def test_every_value_is_where_it_was_written() -> None:
    for path, (line, column, raw) in WHERE.items():
        assert (*document().position(path), document().raw(path)) == (line, column, raw)
    assert document().key_position(("sections", 1, "text")) == (8, 5)
    assert document().key_position(("sections", 1)) == (7, 5), "an item of a list has no key"


def test_what_is_not_there_is_told_at_the_nearest_part_above() -> None:
    for path in (("sections", 1, "none"), ("sections", 1, "id", "deeper"), ("sections", 1, 7)):
        assert document().place(path) is None
        assert document().raw(path) == ""
        assert document().position(path)[0] == 7
    assert document().position(("nothing",)) == (1, 1)


def test_a_place_leads_back_to_its_path() -> None:
    for path, (line, column, _) in WHERE.items():
        if path != ("sections", 0):  # starts where its first value's key does
            assert document().path_at((line, column)) == path
    assert document().path_at((5, 22)) == ("sections", 0, "words", 1), "inside of a value"
    assert document().path_at((99, 1)) == ("last",)


def test_every_value_is_counted() -> None:
    assert document().count() == 14


DATA = st.recursive(
    st.integers(-9, 9) | st.booleans() | st.none() | st.text("ab é🎉", max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(DATA)
def test_all_data_comes_back_with_a_place_for_each_part(data: object) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    found = load_yaml(text, "f.yaml")
    assert found.data == data
    seen = 0
    for path in _paths(data):
        part = data
        for step in path:
            part = part[step]
        assert json.loads(found.raw(path)) == part
        seen += 1
    assert found.count() == seen


def _paths(data: object, path: Path = ()) -> list[Path]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(deeper for step, part in inner for deeper in _paths(part, (*path, step)))]


def test_too_many_values_are_refused_at_the_first_that_is_too_many() -> None:
    with pytest.raises(SourceError, match="Y004 more than 400,000 values"):
        load_yaml("[" + "1," * MAX_NODES + "1]", "f.yaml")
