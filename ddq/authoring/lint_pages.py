"""The register of the codes of lint: one page each, which says what is meant, why, and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from ddq.questionnaire.problems import ProblemLevel
from ddq.questionnaire.sarif import CodeText
from ddq.shipped import shipped

_HEAD = re.compile(r"# (?P<code>[A-Z][0-9]{3}) (?P<title>.+)\n\nLevel: (?P<level>error|warning|info)\n")


def codes() -> tuple[str, ...]:
    """Every code that there is, in order."""
    return tuple(sorted(path.stem for path in _folder().glob("*.md")))


@cache
def told(code: str) -> CodeText:
    """What the page of a code says.

    Raises:
        FileNotFoundError: there is no such code.
    """
    page = (_folder() / f"{code}.md").read_text(encoding="utf-8")
    head = _HEAD.match(page)
    if head is None or head["code"] != code:
        raise ValueError(f"{code}.md: the page does not begin with its code, its title and its level")
    return CodeText(head["title"], cast(ProblemLevel, head["level"]), page)


def every_code() -> Mapping[str, CodeText]:
    """All pages by code."""
    return {code: told(code) for code in codes()}


def _folder() -> Path:
    return shipped("docs/reference/lint")
