"""Every finding in a file of ours, by what the file says that it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ddq.questionnaire.problems import Problem
    from ddq.workspace.library import Library

_KIND = re.compile(r"^ddq:\s*[\"']?([a-z]+)/[0-9]+", re.MULTILINE)


def check(library: Library, file: Path) -> Sequence[Problem]:
    """Every finding in one file, by what it says that it is."""
    from ddq.questionnaire.load import read_source
    from ddq.questionnaire.problems import Problem, SourceError, did_you_mean
    from ddq.questionnaire.yaml_reader import load_yaml

    try:
        name = kind_of(file)
        if name not in _CHECKS:
            load_yaml(read_source(file, str(file)).text, str(file))  # what is no YAML says nothing at all
            known = ", ".join(_CHECKS)
            message = f"nothing of ours is a {name!r}" if name else "the file does not say what it is"
            hint = did_you_mean(name, _CHECKS) or f"begin it with `ddq: KIND/1`, KIND being {known}"
            return [Problem(str(file), 1, 1, "W003", message, hint)]
        return _CHECKS[name](library, file)
    except SourceError as error:
        return error.problems


def kind_of(file: Path) -> str:
    """What a file says that it is; empty where it does not.

    Raises:
        SourceError: it cannot be read.
    """
    from ddq.questionnaire.load import read_source

    kind = _KIND.search(read_source(file, str(file)).text)
    return kind.group(1) if kind else ""


def read_for(library: Library, file: Path) -> Iterator[Path]:
    """The files, there or not, whose change may change what is found in a file; that file first."""
    from ddq.authoring.testing.model import side_file
    from ddq.questionnaire.problems import SourceError

    yield file
    try:
        kind = kind_of(file)
        if kind in ("translation", "tests"):
            stem = file.stem.rpartition(".")[0] if kind == "translation" else file.stem
            yield file.parent.parent / f"{stem}.yaml"
        elif kind == "questionnaire":
            for source in library.questionnaire(str(file)).sources:
                yield from (Path(source.name), side_file(Path(source.name)))
    except SourceError:
        return  # what is wrong was told with its place, and that is watched


def _questionnaire(library: Library, file: Path) -> Sequence[Problem]:
    from ddq.authoring.lint import lint
    from ddq.authoring.releases import check_release, last_release
    from ddq.questionnaire.problems import place

    loaded = library.questionnaire(str(file))
    if file.parent.name == "released":
        return lint(loaded)
    from ddq.cli.testing import unusable_tests

    tested = unusable_tests(library, loaded)
    return sorted((*lint(loaded), *tested, *check_release(loaded, last_release(file, loaded))), key=place)


def _module(library: Library, file: Path) -> Sequence[Problem]:
    """A module is checked for itself; its expressions, with the questionnaire that includes it."""
    from ddq.questionnaire.load import read_source
    from ddq.questionnaire.model import Module
    from ddq.questionnaire.shapes import validate

    validate(read_source(file, str(file)).document, Module)
    return ()


def _translation(library: Library, file: Path) -> Sequence[Problem]:
    """A translation is checked against the file that it translates."""
    from ddq.questionnaire.assembly.translating import check_translation

    return check_translation(file)


def _tests(library: Library, file: Path) -> Sequence[Problem]:
    """A file of tests is checked for itself; its names, with the questionnaire that they are of."""
    from ddq.authoring.testing.reading import check_tests

    return check_tests(file)


def _profile(library: Library, file: Path) -> Sequence[Problem]:
    from ddq.registers.profiles import check_profile

    return check_profile(file, library.registers)


def _case(library: Library, file: Path) -> Sequence[Problem]:
    from ddq.assessment.entering import enter_case

    case = library.case(str(file))
    library.profile(case.content.profile)
    enter_case(case, library.questionnaire(case.content.questionnaire), case.content.id)
    return ()


def _answers(library: Library, file: Path) -> Sequence[Problem]:
    from ddq.assessment.entering import load_answers

    load_answers(file)
    return ()


def _mapping(library: Library, file: Path) -> Sequence[Problem]:
    from ddq.authoring.converters.mapping import load_mapping

    load_mapping(file)
    return ()


_CHECKS: dict[str, Callable[[Library, Path], Sequence[Problem]]] = {
    "questionnaire": _questionnaire,
    "module": _module,
    "translation": _translation,
    "tests": _tests,
    "profile": _profile,
    "case": _case,
    "answers": _answers,
    "mapping": _mapping,
}
