"""Every shipped questionnaire and module has tests, all hold, and they cover every condition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ddq.authoring.testing.coverage import coverage
from ddq.authoring.testing.model import side_file
from ddq.authoring.testing.reading import read_tests
from ddq.authoring.testing.running import run_tests
from ddq.authoring.testing.situations import World
from ddq.shipped import shipped
from ddq.workspace.library import Library

FOLDER = shipped("questionnaires")


def questionnaires() -> Iterator[str]:
    return (path.stem for path in sorted(FOLDER.glob("*.yaml")))


@pytest.mark.parametrize("name", questionnaires())
def test_all_hold_and_every_condition_is_covered(name: str) -> None:
    library = Library()
    loaded = library.questionnaire(name)
    ran = run_tests(loaded, read_tests(loaded), World(library.reading, library.profile))
    assert ran.problems == ()
    assert ran.tests > 0
    assert [str(each.problem) for each in coverage(loaded, ran) if not each.is_covered] == []


@pytest.mark.parametrize(
    "path", sorted([*FOLDER.glob("*.yaml"), *FOLDER.glob("modules/*.yaml")]), ids=lambda path: path.stem
)
def test_each_file_has_tests_of_its_own(path: Path) -> None:
    assert side_file(path).is_file()
