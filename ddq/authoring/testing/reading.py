"""The tests that a questionnaire has: its own, and those of the modules and the base that it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ddq.authoring.testing.model import Expected, WrittenTest, WrittenTests, side_file, subject_of
from ddq.authoring.testing.renaming import renamed
from ddq.questionnaire.assembly.files import read_source
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import kept_parts
from ddq.questionnaire.positions import Document
from ddq.questionnaire.problems import Problem, SourceError, did_you_mean
from ddq.questionnaire.shapes import validate


@dataclass(frozen=True, slots=True)
class FileOfTests:
    """One file of tests, naming everything as the questionnaire names it."""

    document: Document
    content: WrittenTests
    left_out: frozenset[str] = frozenset()
    """Tests that do not hold in the whole, as a later file says."""

    def tests(self) -> Iterator[tuple[int, WrittenTest]]:
        """Those that hold in the whole, with their numbers in the file."""
        return ((n, test) for n, test in enumerate(self.content.tests) if test.id not in self.left_out)


def read_tests(loaded: LoadedQuestionnaire) -> tuple[FileOfTests, ...]:
    """The files of tests beside the files of a questionnaire, its own last; a module under two prefixes has two.

    Raises:
        SourceError: with every place where one of them is no file of tests, and every `without` of no test.
    """
    parts = kept_parts(loaded.sources)
    found: list[FileOfTests] = []
    problems: list[Problem] = []
    for part in parts.parts:
        path = side_file(Path(part.source.name))
        if not path.is_file():
            continue
        try:
            document = read_source(path, str(path)).document
            validate(document, WrittenTests)
            document = renamed(document, part.prefixes)
            found.append(FileOfTests(document, validate(document, WrittenTests)))
        except SourceError as error:
            problems.extend(error.problems)
    for file in found:
        problems.extend(_of_file(file))
    if not problems:
        found, problems = _without(found)
    if problems:
        raise SourceError(dict.fromkeys(problems))
    return tuple(found)


def check_tests(path: Path) -> list[Problem]:
    """What is wrong with a file of tests by itself.

    Raises:
        SourceError: it is no file of tests.
    """
    document = read_source(path, str(path)).document
    file = FileOfTests(document, validate(document, WrittenTests))
    problems = list(_of_file(file))
    if not subject_of(path).is_file():
        message = f"there is no {subject_of(path)} that it could test"
        problems.append(document.problem((), "X004", message, "tests/NAME.yaml stands beside NAME.yaml"))
    return problems


def _of_file(file: FileOfTests) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for number, test in enumerate(file.content.tests):
        path = ("tests", number)
        where = file.document.where((*path, "id"))
        if first.setdefault(test.id, where) != where:
            message = f"the test {test.id} was already given in {first[test.id]}"
            yield file.document.problem((*path, "id"), "X003", message, "give it another id")
        if all(step.expect == Expected() for step in test.steps):
            message = f"the test {test.id} expects nothing, so it cannot fail"
            yield file.document.problem(path, "X003", message, "say under `expect` what must follow")


def _without(files: list[FileOfTests]) -> tuple[list[FileOfTests], list[Problem]]:
    """The files without the tests that a later one says do not hold."""
    problems: list[Problem] = []
    kept: list[FileOfTests] = []
    for file in files:
        known = {test.id for earlier in kept for _, test in earlier.tests()}
        for number, name in enumerate(file.content.without):
            if name not in known:
                message = f"no module or base has a test {name!r}"
                hint = did_you_mean(name, known) or "take it out"
                problems.append(file.document.problem(("without", number), "X001", message, hint))
        without = frozenset(file.content.without)
        kept = [replace(each, left_out=each.left_out | without) for each in kept]
        kept.append(file)
    return kept, problems
