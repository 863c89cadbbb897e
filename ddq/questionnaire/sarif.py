"""Problems as SARIF 2.1.0, the format in which code hosts and editors take up what a checker finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ddq.questionnaire.problems import Fix, Problem, ProblemLevel
from ddq.questionnaire.text import visible_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[ProblemLevel, str] = {"error": "error", "warning": "warning", "info": "note"}


@dataclass(frozen=True, slots=True)
class CodeText:
    """What is told about a code."""

    title: str
    level: ProblemLevel
    page: str
    """In Markdown."""


def to_sarif(problems: Iterable[Problem], codes: Mapping[str, CodeText], version: str) -> dict[str, Any]:
    """One run with every problem; `codes` are told as the rules, those that were found alone."""
    found = list(problems)
    used = sorted({problem.code for problem in found})
    index = {code: number for number, code in enumerate(used)}
    driver = {
        "name": "ddq",
        "version": version,
        "rules": [_rule(code, codes.get(code)) for code in used],
    }
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(problem, index[problem.code]) for problem in found],
            }
        ],
    }


def _rule(code: str, text: CodeText | None) -> dict[str, Any]:
    if text is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": text.title},
        "help": {"text": text.page, "markdown": text.page},
        "defaultConfiguration": {"level": _LEVELS[text.level]},
    }


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _file(problem.file)}
    if problem.line:
        place["region"] = _region(problem, problem.width)
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.level],
        "message": {"text": visible_text(problem.sentence)},
        "locations": [{"physicalLocation": place}],
    }
    if problem.fix is not None and problem.line:
        result["fixes"] = [_fix(problem, problem.fix)]
    return result


def _fix(problem: Problem, fix: Fix) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(problem, len(fix.old)), "insertedContent": {"text": fix.new}}
    return {"artifactChanges": [{"artifactLocation": _file(problem.file), "replacements": [replacement]}]}


def _region(problem: Problem, width: int) -> dict[str, int]:
    column = max(1, problem.col)
    return {"startLine": problem.line, "startColumn": column, "endColumn": column + width}


def _file(name: str) -> dict[str, str]:
    """A path as a URI: a relative one to the folder in which the check was run."""
    path = Path(name)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix(), safe="/"), "uriBaseId": "%SRCROOT%"}
