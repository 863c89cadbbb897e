"""The parts of a questionnaire: its own file and, before it, the files of its base and the modules, each as it counts.

A module counts once, however often it is included without a prefix; under a prefix it is a part of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from ddq.questionnaire.assembly.extension import Extension
from ddq.questionnaire.assembly.files import Files
from ddq.questionnaire.assembly.prefix import Names, names_of, prefixed
from ddq.questionnaire.assembly.translating import Translating, Translation, side_file
from ddq.questionnaire.compiled import SourceFile
from ddq.questionnaire.model import Include, Module, Questionnaire
from ddq.questionnaire.positions import Document
from ddq.questionnaire.problems import SourceError, did_you_mean
from ddq.questionnaire.shapes import validate

MAX_FILES: Final = 200
MAX_DEPTH: Final = 20
"""Of modules that include modules, and of bases that extend bases."""
MAX_VALUES: Final = 1_000_000
"""Over all parts: a module under many prefixes, again and again, would fill the memory."""
Content = Questionnaire | Module
AnyContent = TypeVar("AnyContent", Questionnaire, Module)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a questionnaire, as it counts: parsed, under its prefix, with what an extension changes in it."""

    source: SourceFile
    document: Document
    content: Content
    prefixes: tuple[tuple[str, Names], ...] = ()
    """The prefixes that it stands under, the innermost first, and what is renamed by each."""


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of a questionnaire, its own last."""

    parts: tuple[Part, ...]
    removed: dict[str, str]
    """What extensions removed, and the place that says so."""

    @property
    def own(self) -> Part:
        """The questionnaire's own file."""
        return self.parts[-1]

    def sources(self) -> tuple[SourceFile, ...]:
        """Each file once, the questionnaire's own first."""
        files = (self.own.source, *(part.source for part in self.parts))
        return tuple({source.name: source for source in files}.values())


def read_parts(files: Files, own: SourceFile, path: Path, root: Path, language: str | None = None) -> Parts:
    """The parts of the questionnaire in the file `path`, which was read as `own`.

    Args:
        files: where the others are read from.
        own: the file itself.
        path: where it is.
        root: the folder that includes may not leave.
        language: read each file in this language, as far as it was translated.

    Raises:
        SourceError: a file is missing or does not fit, or the files are too many, too large or turn in a circle.
    """
    reader = _Reader(files, language)
    parts = reader.questionnaire(own, path, root)
    return Parts(tuple(parts), reader.removed)


class _Reader:
    """One reading of all the files."""

    def __init__(self, files: Files, language: str | None) -> None:
        self.files = files
        self.language = language
        self.open: list[Path] = []
        self.read = 0
        self.values = 0
        self.removed: dict[str, str] = {}
        self.own = 0
        """How many of the includes that are being read keep their concepts to themselves."""
        self.shared: set[str] = set()
        """The modules whose concepts are shared."""

    def questionnaire(self, source: SourceFile, path: Path, root: Path) -> list[Part]:
        document, content = self._in_language(source.document, validate(source.document, Questionnaire), path)
        self._enter(path, document)
        base = [] if content.extends is None else self._base(source, content, path, root)
        seen = {Path(part.source.name).absolute() for part in base}
        parts = [*base, *self._modules(document, content.include, path, root, seen), Part(source, document, content)]
        self.open.pop()
        return parts

    def _base(self, source: SourceFile, content: Questionnaire, path: Path, root: Path) -> list[Part]:
        assert content.extends is not None
        named = self.files.questionnaires()
        where: tuple[str | int, ...] = ("extends",)
        if content.extends.endswith((".yaml", ".yml")):
            target = self._target(source.document, where, path, content.extends, root)
        elif content.extends in named:
            target = named[content.extends]
            root = target.parent.absolute()
        else:
            hint = did_you_mean(content.extends, named) or "give an id that `ddq questionnaire list` shows, or a file"
            message = f"there is no questionnaire {content.extends!r}"
            raise SourceError([source.document.problem(where, "L001", message, hint)])
        self._check(source.document, where, target)
        parts = self.questionnaire(self.files.read(target), target, self.files.resolved(root) or root)
        return self._extended(source.document, parts)

    def _extended(self, own: Document, parts: Sequence[Part]) -> list[Part]:
        extension = Extension(own)
        changed = [(part, extension.applied(part.document)) for part in parts]
        problems = list(extension.problems())
        if problems:
            raise SourceError(problems)
        self.removed |= extension.removed
        return [
            Part(part.source, document, validate(document, type(part.content)), part.prefixes)
            for part, document in changed
        ]

    def _modules(
        self, document: Document, includes: Sequence[Include], path: Path, root: Path, seen: set[Path]
    ) -> Iterator[Part]:
        for index, include in enumerate(includes):
            where = ("include", index, "file")
            target = self._target(document, where, path, include.file, root)
            resolved = self.files.resolved(target) or target
            self._check(document, where, target)
            if include.prefix is None:
                if resolved not in seen:
                    seen.add(resolved)
                    yield from self._module(document, index, target, root, seen)
                continue
            self.own += include.concepts == "own"
            parts = list(self._module(document, index, target, root, set()))
            self.own -= include.concepts == "own"
            names = names_of((part.document for part in parts), concepts=include.concepts == "own")
            for part in parts:
                renamed = prefixed(part.document, include.prefix, names)
                self._count(document, where, part.document)
                under = (*part.prefixes, (include.prefix, names))
                yield Part(part.source, renamed, validate(renamed, type(part.content)), under)

    def _module(self, document: Document, index: int, target: Path, root: Path, seen: set[Path]) -> Iterator[Part]:
        source = self.files.read(target)
        read, content = self._in_language(source.document, validate(source.document, Module), target)
        if not self.own and any(question.concept for section in content.sections for question in section.questions):
            self._check_concepts(document, ("include", index, "file"), source)
        self._count(document, ("include", index, "file"), source.document)
        self._enter(target, source.document)
        yield from self._modules(source.document, content.include, target, root, seen)
        self.open.pop()
        yield Part(source, read, content)

    def _in_language(self, document: Document, content: AnyContent, path: Path) -> tuple[Document, AnyContent]:
        """The file in the language that is asked for; as it is where that is its own, or it was not translated."""
        if self.language is None or getattr(content, "language", None) == self.language:
            return document, content
        side = side_file(path, self.language)
        if not self.files.is_file(side):
            return document, content
        texts = self.files.read(side).document
        validate(texts, Translation)
        translated = Translating(document, texts).whole()
        return translated, validate(translated, type(content))

    def _enter(self, path: Path, document: Document) -> None:
        self.open.append(self.files.resolved(path) or path)
        if len(self.open) > MAX_DEPTH:
            raise SourceError(
                [document.problem((), "L002", f"more than {MAX_DEPTH} files deep", "include the modules side by side")]
            )

    def _target(self, document: Document, where: tuple[str | int, ...], path: Path, file: str, root: Path) -> Path:
        target = path.parent / file
        resolved = self.files.resolved(target)
        if resolved is not None and not resolved.is_relative_to(root):
            message, hint = f"{file!r} leads out of the questionnaire's folder", "keep modules inside of it"
            raise SourceError([document.problem(where, "L002", message, hint)])
        if resolved is None or not self.files.is_file(resolved):
            hint = did_you_mean(file, self.files.beside(path)) or f"the path is relative to {path.parent}"
            raise SourceError([document.problem(where, "L001", f"there is no file {file!r}", hint)])
        return target

    def _check(self, document: Document, where: tuple[str | int, ...], target: Path) -> None:
        resolved = self.files.resolved(target) or target
        if resolved in self.open:
            names = [step.name for step in (*self.open[self.open.index(resolved) :], resolved)]
            what = (
                "the modules include each other" if where[0] == "include" else "the questionnaires build on each other"
            )
            message, hint = f"{what}: {' → '.join(names)}", f"take one {where[0]} out"
            raise SourceError([document.problem(where, "L003", message, hint)])

    def _count(self, document: Document, where: tuple[str | int, ...], part: Document) -> None:
        self.read += 1
        self.values += part.origin(())[0].count()
        if self.read > MAX_FILES:
            message, hint = f"more than {MAX_FILES} files are included", "join some of them"
            raise SourceError([document.problem(where, "L002", message, hint)])
        if self.values > MAX_VALUES:
            message = f"with this file the questionnaire holds more than {MAX_VALUES:,} values"
            raise SourceError([document.problem(where, "L002", message, "include it less often")])

    def _check_concepts(self, document: Document, where: tuple[str | int, ...], source: SourceFile) -> None:
        """Twice the same module would answer itself, whomever it asks about."""
        if source.name in self.shared:
            message = f"{source.name} is part of it a second time, and one answer would serve both"
            hint = "write `concepts: own` beside the prefix if it asks about something else"
            raise SourceError([document.problem(where, "L012", message, hint)])
        self.shared.add(source.name)
