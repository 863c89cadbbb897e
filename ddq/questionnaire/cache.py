"""Parsed questionnaires kept as JSON under the digest of their files, so that a known one need not be parsed again."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from ddq import __version__
from ddq.questionnaire.compiled import LoadedQuestionnaire, SourceFile
from ddq.questionnaire.model import Questionnaire
from ddq.questionnaire.problems import SourceError

CACHE_FORMAT = 1


def _entry(folder: Path, own: SourceFile, country_sets: frozenset[str]) -> Path:
    """The file of an entry; a new format, program, file or set of names is a new entry."""
    key = "\n".join((str(CACHE_FORMAT), __version__, own.sha256, *sorted(country_sets)))
    return folder / f"{hashlib.sha256(key.encode()).hexdigest()}.json"


def read_cached(
    folder: Path, own: SourceFile, country_sets: frozenset[str], read: Callable[[str], SourceFile | None]
) -> tuple[Questionnaire, tuple[SourceFile, ...]] | None:
    """The resolved questionnaire and its files, if all are as they were; None where they are not, or on a bad entry.

    Args:
        folder: where the entries are.
        own: the questionnaire's own file.
        country_sets: the names of sets with which it was checked.
        read: reads an included file by its path relative to the questionnaire's file.
    """
    try:
        entry: dict[str, Any] = orjson.loads(_entry(folder, own, country_sets).read_bytes())
        included: list[SourceFile] = []
        for relative, sha256 in entry["included"]:
            source = read(relative)
            if source is None or source.sha256 != sha256:
                return None
            included.append(source)
        questionnaire = Questionnaire.model_validate_json(entry["questionnaire"])
    except (OSError, ValueError, KeyError, TypeError, ValidationError, SourceError):
        return None
    return questionnaire, (own, *included)


def write_cached(folder: Path, loaded: LoadedQuestionnaire, included: list[str]) -> None:
    """Keep a questionnaire that is free of problems; a folder that cannot be written is no error.

    Args:
        folder: where the entries are.
        loaded: the questionnaire.
        included: the paths of the included files relative to the questionnaire's, in the order of `loaded.sources`.
    """
    own, *modules = loaded.sources
    content = orjson.dumps(
        {
            "included": [[path, source.sha256] for path, source in zip(included, modules, strict=True)],
            "questionnaire": loaded.questionnaire.model_dump_json(exclude_defaults=True),
        }
    )
    entry = _entry(folder, own, loaded.country_sets)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(entry)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
