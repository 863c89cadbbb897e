"""A questionnaire from its files: includes and bases resolved, merged into one, every expression checked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ddq.questionnaire.assembly.files import FilesOnDisk, KeptFiles, digest_of, read_source
from ddq.questionnaire.assembly.merging import merged, with_choices
from ddq.questionnaire.assembly.parts import Parts, read_parts
from ddq.questionnaire.cache import read_cached, write_cached
from ddq.questionnaire.checks import check
from ddq.questionnaire.compiled import LoadedQuestionnaire, SourceFile
from ddq.questionnaire.problems import Problem, SourceError


def load_questionnaire(
    path: Path,
    *,
    root: Path | None = None,
    country_sets: Iterable[str] = (),
    cache: Path | None = None,
    bases: Mapping[str, Path] | None = None,
    language: str | None = None,
) -> LoadedQuestionnaire:
    """The questionnaire in the file `path`.

    Args:
        path: the questionnaire's own file.
        root: the folder that includes may not leave; the file's own folder by default.
        country_sets: names of shared sets of countries that expressions may use.
        cache: a folder for parsed questionnaires; without one, every load parses.
        bases: the questionnaires that `extends` may name by id.
        language: read its texts in this language, as far as they were translated; its digest is the same.

    Raises:
        SourceError: with every problem in any of the files.
    """
    root = (root or path.parent).resolve()
    sets = frozenset(country_sets)
    own = read_source(path, str(path))
    cache = cache if language is None else None  # what is kept there is in the language that it was written in
    if cache is not None:
        # A base that is named by id lies in a folder of its own, which its includes may not leave either.
        roots = (root, *{base.parent.resolve() for base in (bases or {}).values()})
        files = read_cached(cache, own, sets, lambda relative: _included(path, relative, roots))
        if files is not None:
            questionnaire, sources = files
            return LoadedQuestionnaire(questionnaire, sources, digest_of(sources), sets)
    loaded = resolve(read_parts(FilesOnDisk(bases), own, path, root, language), sets)
    if cache is not None:
        write_cached(cache, loaded, [os.path.relpath(source.name, path.parent) for source in loaded.sources[1:]])
    return loaded


def load_kept(sources: Iterable[SourceFile], country_sets: Iterable[str] = ()) -> LoadedQuestionnaire:
    """The questionnaire of files that were kept, its own first.

    Raises:
        SourceError: they are not all of its files, or not a questionnaire's.
    """
    return resolve(kept_parts(tuple(sources)), frozenset(country_sets))


def kept_parts(sources: tuple[SourceFile, ...]) -> Parts:
    """The parts of a questionnaire from the files that it was loaded from, its own first."""
    own = Path(os.path.normpath(sources[0].name))
    return read_parts(KeptFiles(sources), sources[0], own, Path(own.anchor))


def resolve(parts: Parts, country_sets: frozenset[str]) -> LoadedQuestionnaire:
    """The parts merged into one questionnaire.

    Raises:
        SourceError: with everything that keeps it from being used.
    """
    sources = parts.sources()
    loaded = LoadedQuestionnaire(with_choices(merged(parts)), sources, digest_of(sources), country_sets)
    problems = check(loaded, [(part.document, part.content) for part in parts.parts])
    if problems:
        raise SourceError(_explained(problems, parts.removed))
    return loaded


def _explained(problems: Iterable[Problem], removed: Mapping[str, str]) -> Iterator[Problem]:
    """A name that is unknown because an extension removed it: the base is not to blame."""
    for problem in problems:
        gone = next(
            (name for name in removed if f"{name!r}" in problem.message and problem.code in ("E003", "L005")), None
        )
        where = removed.get(gone or "")
        yield replace(problem, hint=f"{where} removes it: override this too") if where else problem


def _included(path: Path, relative: str, roots: Iterable[Path]) -> SourceFile | None:
    """A file of a kept entry, if it is inside of a folder that it may be in."""
    target = path.parent / relative
    resolved = FilesOnDisk().resolved(target)
    if resolved is None or not any(resolved.is_relative_to(root) for root in roots):
        return None
    return read_source(target, os.path.normpath(target))
