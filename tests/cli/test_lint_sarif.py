"""What `--format sarif` prints is SARIF 2.1.0 by the schema of OASIS, and says what the text says.

`sarif-schema-2.1.0.json` is the schema of SARIF 2.1.0 with errata 01, as OASIS publishes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from ddq.questionnaire.problems import Fix, Problem
from ddq.questionnaire.sarif import to_sarif
from tests.cli.lint_pages import pages, write

Run = Callable[..., Any]
SCHEMA = Draft4Validator(json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")))
EVERY = {page.code: page for page in pages()}


@pytest.mark.parametrize("code", ["A012", "A015", "L007", "Q010", "Q016", "S003", "Y003", "Y004"])
def test_every_level_place_and_fix_is_valid(code: str, ddq: Run, tmp_path: Path) -> None:
    write(EVERY[code].wrong, tmp_path)
    ran = ddq("lint", "q.yaml", "--info", "--format", "sarif")
    SCHEMA.validate(ran.json)
    (run,) = ran.json["runs"]
    results = run["results"]
    assert code in {result["ruleId"] for result in results}
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    assert all(rule["help"]["text"].startswith(f"# {rule['id']} ") for rule in rules)


def test_it_says_what_the_text_says(ddq: Run, tmp_path: Path) -> None:
    write(EVERY["S003"].wrong, tmp_path)
    ran = ddq("lint", "q.yaml", "--format", "sarif")
    assert ran.code == ddq("lint", "q.yaml").code == 1
    (result,) = ran.json["runs"][0]["results"]
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "q.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 14, "startColumn": 32, "endColumn": 33}
    assert f":14:32: S003 {result['message']['text']}" in ddq("lint", "q.yaml").out
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 14, "startColumn": 32, "endColumn": 36},
            "insertedContent": {"text": "'1.10'"},
        }
    ]


def test_nothing_found_is_a_run_without_results(ddq: Run, tmp_path: Path) -> None:
    write(EVERY["S003"].right, tmp_path)
    ran = ddq("lint", "q.yaml", "--format", "sarif")
    SCHEMA.validate(ran.json)
    assert ran.code == 0
    assert ran.json["runs"][0]["results"] == []


def test_whatever_a_file_is_called_and_holds_it_is_valid() -> None:
    """Names with blanks, signs of URIs and other letters; a problem without a place; control characters."""
    names = ["a b.yaml", "50%.yaml", "q#1?.yaml", "łąka/q.yaml", "/tmp/a b.yaml", "..\\q.yaml", "'\"\x1b.yaml"]
    problems = [Problem(name, 0, 0, "L001", "the character \x1b \u202e \ud800", "hint") for name in names]
    problems += [Problem("q.yaml", 1, 0, "Z999", "of no page", fix=Fix("a", "b"), level="info")]
    found = to_sarif(problems, {}, "1.0")
    SCHEMA.validate(found)
    assert "\x1b" not in json.dumps(found, ensure_ascii=False)
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in found["runs"][0]["results"]
    ]
    assert uris[:5] == ["a%20b.yaml", "50%25.yaml", "q%231%3F.yaml", "%C5%82%C4%85ka/q.yaml", "file:///tmp/a%20b.yaml"]
