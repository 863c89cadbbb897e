"""A questionnaire from its files: includes resolved, merged into one, every expression checked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ddq.questionnaire.cache import read_cached, write_cached
from ddq.questionnaire.checks import check
from ddq.questionnaire.compiled import LoadedQuestionnaire, SourceFile
from ddq.questionnaire.model import (
    AnyQuestion,
    ChoiceList,
    ChoiceQuestion,
    ChoicesQuestion,
    GroupQuestion,
    Module,
    Questionnaire,
)
from ddq.questionnaire.positions import MAX_CHARACTERS, decode
from ddq.questionnaire.problems import Problem, SourceError
from ddq.questionnaire.shapes import validate

MAX_FILES = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a questionnaire, parsed."""

    source: SourceFile
    content: Questionnaire | Module


def load_questionnaire(
    path: Path,
    *,
    root: Path | None = None,
    country_sets: Iterable[str] = (),
    cache: Path | None = None,
) -> LoadedQuestionnaire:
    """The questionnaire in the file `path`.

    Args:
        path: the questionnaire's own file.
        root: the folder that includes may not leave; the file's own folder by default.
        country_sets: names of shared sets of countries that expressions may use.
        cache: a folder for parsed questionnaires; without one, every load parses.

    Raises:
        SourceError: with every problem in any of the files.
    """
    root = (root or path.parent).resolve()
    sets = frozenset(country_sets)
    own = read_source(path, str(path))
    if cache is not None:
        files = read_cached(cache, own, sets, lambda relative: _included(path, relative, root))
        if files is not None:
            questionnaire, sources = files
            return LoadedQuestionnaire(questionnaire, sources, _digest(sources), sets)
    parts = _Reader(root).read(own, path)
    loaded, problems = resolve(parts, sets)
    if problems:
        raise SourceError(problems)
    if cache is not None:
        write_cached(cache, loaded, [os.path.relpath(part.source.name, path.parent) for part in parts[:-1]])
    return loaded


def resolve(parts: list[Part], country_sets: frozenset[str]) -> tuple[LoadedQuestionnaire, list[Problem]]:
    """The parts merged into one questionnaire, and what is wrong with it; the questionnaire's own part is the last."""
    *modules, own = parts
    assert isinstance(own.content, Questionnaire)
    contents = [part.content for part in parts]
    lists = {name: shared for content in contents for name, shared in content.choices.items()}
    merged = own.content.model_copy(
        update={
            "include": (),
            "choices": lists,
            "sections": tuple(
                section.model_copy(update={"questions": _with_choices(section.questions, lists)})
                for content in contents
                for section in content.sections
            ),
            "rules": tuple(rule for content in contents for rule in content.rules),
            "bars": tuple(bar for content in contents for bar in content.bars),
        }
    )
    sources = (own.source, *(part.source for part in modules))
    loaded = LoadedQuestionnaire(merged, sources, _digest(sources), country_sets)
    return loaded, check(loaded, [(part.source.document, part.content) for part in parts])


def _with_choices(questions: tuple[AnyQuestion, ...], lists: Mapping[str, ChoiceList]) -> tuple[AnyQuestion, ...]:
    """The questions with the options themselves in place of the names of shared lists."""

    def resolved(question: AnyQuestion) -> AnyQuestion:
        if isinstance(question, GroupQuestion):
            return question.model_copy(update={"fields": _with_choices(question.fields, lists)})
        if isinstance(question, ChoiceQuestion | ChoicesQuestion) and isinstance(question.choices, str):
            shared = lists.get(question.choices)
            return question if shared is None else question.model_copy(update={"choices": shared.choices})
        return question

    return tuple(map(resolved, questions))


def read_source(path: Path, name: str) -> SourceFile:
    """A file's text with its digest.

    Raises:
        SourceError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_CHARACTERS + 1)  # one more than will do tells that it is too large
    except FileNotFoundError:
        raise SourceError([Problem(name, 0, 0, "L001", "there is no such file", "check the path")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError([Problem(name, 0, 0, "L001", f"the file cannot be read ({reason})")]) from None
    return SourceFile(name, decode(content, name), hashlib.sha256(content).hexdigest())


def _digest(sources: Iterable[SourceFile]) -> str:
    return hashlib.sha256("".join(source.sha256 for source in sources).encode()).hexdigest()


def _included(path: Path, relative: str, root: Path) -> SourceFile | None:
    """An included file, if it is inside the root."""
    target = path.parent / relative
    resolved = _resolved(target)
    if resolved is None or not resolved.is_relative_to(root):
        return None
    return read_source(target, os.path.normpath(target))


def _resolved(path: Path) -> Path | None:
    """The path with its links followed; None of a circle of links or an impossible path."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


class _Reader:
    """Reads a questionnaire's file and, before it, the modules that it includes, each once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.parts: list[Part] = []
        self.seen: set[Path] = set()
        self.open: list[Path] = []

    def read(self, own: SourceFile, path: Path) -> list[Part]:
        self._add(own, path, Questionnaire)
        return self.parts

    def _add(self, source: SourceFile, path: Path, model: type[Questionnaire | Module]) -> None:
        self.seen.add(path.resolve())
        self.open.append(path.resolve())
        content = validate(source.document, model)
        for index, include in enumerate(content.include):
            self._include(source, path, include.file, index)
        self.parts.append(Part(source, content))
        self.open.pop()

    def _include(self, source: SourceFile, path: Path, file: str, index: int) -> None:
        def refuse(code: str, message: str, hint: str) -> SourceError:
            return SourceError([source.document.problem(("include", index, "file"), code, message, hint)])

        target = path.parent / file
        resolved = _resolved(target)
        if resolved is not None and not resolved.is_relative_to(self.root):
            raise refuse("L002", f"{file!r} leads out of the questionnaire's folder", "keep modules inside of it")
        if resolved is None or not _is_file(resolved):
            raise refuse("L001", f"there is no file {file!r}", f"the path is relative to {path.parent}")
        if resolved in self.open:
            names = [step.name for step in (*self.open[self.open.index(resolved) :], resolved)]
            raise refuse("L003", f"the modules include each other: {' → '.join(names)}", "take one include out")
        if resolved in self.seen:
            return
        if len(self.seen) >= MAX_FILES:
            raise refuse("L002", f"more than {MAX_FILES} files are included", "join some of them")
        self._add(read_source(target, os.path.normpath(target)), target, Module)
