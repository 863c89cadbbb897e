"""YAML of other tools: aliases allowed, every scalar a text, bounded; nothing is ever constructed from a tag.

Our own files are read by ddq.questionnaire.positions, which allows less.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn, cast

import yaml
from yaml import events

from ddq.authoring.converters.vsaq_dialect import Lines
from ddq.foreign.plain_json import refuse

MAX_DEPTH = 60
MAX_VALUES = 1_000_000


def parse_yaml(text: str, file: str) -> Any:
    """The data of the first document; maps are `Lines`, scalars are texts, and empty ones None.

    Raises:
        SourceError: it is no YAML, too deep or too large.
    """
    try:
        return _Composer(text, file).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        refuse(file, "K001", f"this is no YAML ({error.problem})", None, place)
    except yaml.YAMLError as error:
        refuse(file, "K001", f"this is no YAML ({error})")


class _Composer:
    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.events: Iterator[Any] = iter(cast(Any, yaml).parse(text, Loader=getattr(yaml, "CLoader", yaml.Loader)))
        self.anchors: dict[str, Any] = {}
        self.values = 0

    def document(self) -> Any:
        if not any(isinstance(event, events.DocumentStartEvent) for event in self.events):
            refuse(self.file, "K001", "the file is empty")
        return self._node(next(self.events), 0)

    def _fail(self, event: Any, message: str) -> NoReturn:
        refuse(self.file, "K002", message, None, (event.start_mark.line + 1, event.start_mark.column + 1))

    def _node(self, event: Any, depth: int) -> Any:
        self.values += 1
        if depth > MAX_DEPTH or self.values > MAX_VALUES:
            self._fail(event, "it is nested too deeply or too large")
        if isinstance(event, events.AliasEvent):
            # The value itself, not a copy: an alias costs nothing however often it is used.
            if event.anchor not in self.anchors:
                self._fail(event, f"the alias *{event.anchor} stands for nothing that is complete")
            return self.anchors[event.anchor]
        value = self._value(event, depth)
        if event.anchor:
            self.anchors[event.anchor] = value
        return value

    def _value(self, event: Any, depth: int) -> Any:
        if isinstance(event, events.ScalarEvent):
            return None if event.implicit[0] and event.value in ("", "~", "null", "Null", "NULL") else event.value
        if isinstance(event, events.SequenceStartEvent):
            found: list[Any] = []
            while not isinstance(inner := next(self.events), events.SequenceEndEvent):
                found.append(self._node(inner, depth + 1))
            return found
        entries = Lines()
        entries.line = event.start_mark.line + 1
        while not isinstance(inner := next(self.events), events.MappingEndEvent):
            key = self._node(inner, depth + 1)
            entries[str(key)] = self._node(next(self.events), depth + 1)
        return entries
