"""Questionnaires with tests beside them, written for one test each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ddq.authoring.testing.coverage import Covered, coverage
from ddq.authoring.testing.reading import read_tests
from ddq.authoring.testing.running import Ran, run_tests
from ddq.authoring.testing.situations import World
from ddq.questionnaire.load import load_questionnaire
from ddq.workspace.library import Library

OWN = """\
ddq: questionnaire/1
id: own
version: 1.0.0
title: Own
"""


@cache
def library() -> Library:
    return Library()


WORLD = World(lambda day: library().reading(day), lambda name: library().profile(name))


class Author:
    """Writes files into a folder and runs the tests of a questionnaire in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def ran(self, name: str = "own.yaml") -> Ran:
        loaded = load_questionnaire(self.folder / name)
        return run_tests(loaded, read_tests(loaded), WORLD)

    def told(self, name: str = "own.yaml") -> list[str]:
        """Every problem as `file:line:column: CODE …`, the folder left out."""
        return [str(problem).replace(f"{self.folder}/", "") for problem in self.ran(name).problems]

    def covered(self, name: str = "own.yaml") -> dict[str, Covered]:
        """By what a condition belongs to and its text."""
        loaded = load_questionnaire(self.folder / name)
        found = coverage(loaded, run_tests(loaded, read_tests(loaded), WORLD))
        return {f"{each.condition.where} {each.condition.text}": each for each in found}

    def missing(self, name: str = "own.yaml") -> list[str]:
        """What is not covered, the folder left out."""
        found = self.covered(name).values()
        return [str(each.problem).replace(f"{self.folder}/", "") for each in found if not each.is_covered]


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path)


Steps = Callable[[str], str]


@pytest.fixture
def tests() -> Steps:
    """The file of one test with these steps."""

    def written(steps: str, *, day: date = date(2026, 11, 26)) -> str:
        return (
            f"ddq: tests/1\nas_of: {day}\nprofile: de-authority\ntests:\n  - id: t\n    title: T\n    steps:\n{steps}"
        )

    return written
