"""The reference of the command line names every command and every option that there is."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from ddq.cli.dispatch import COMMANDS

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_in_the_reference(name: str) -> None:
    assert re.search(rf"^\| `ddq {name}\b", REFERENCE, re.MULTILINE)


def test_the_reference_names_no_command_that_there_is_not() -> None:
    assert set(re.findall(r"^\| `ddq ([a-z-]+)", REFERENCE, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_says_what_it_does(name: str) -> None:
    """The module's docstring is what `--help` ends with."""
    assert import_module(f"ddq.cli.{COMMANDS[name][0]}").__doc__
