"""The files that a questionnaire is made of: those on the disk, or those that were kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Protocol

from ddq.questionnaire.compiled import SourceFile
from ddq.questionnaire.problems import Problem, SourceError, did_you_mean
from ddq.questionnaire.yaml_reader import MAX_CHARACTERS, decode


class Files(Protocol):
    """Where files are read from."""

    def resolved(self, path: Path) -> Path | None:
        """The path with its links followed; None of a circle of links or an impossible path."""
        ...

    def is_file(self, path: Path) -> bool:
        """Whether there is a file."""
        ...

    def read(self, path: Path) -> SourceFile:
        """The file's text with its digest."""
        ...

    def questionnaires(self) -> Mapping[str, Path]:
        """The questionnaires that `extends` may name by id."""
        ...

    def beside(self, path: Path) -> Iterable[str]:
        """The YAML files in the folder of a file and in the folders in it, as that file would name them."""
        ...


class FilesOnDisk:
    """The files as they are now."""

    def __init__(self, questionnaires: Mapping[str, Path] | None = None) -> None:
        """`questionnaires`: those that can be extended by id."""
        self._questionnaires = questionnaires or {}

    def resolved(self, path: Path) -> Path | None:
        """The path with its links followed."""
        try:
            return path.resolve()
        except (OSError, ValueError, RuntimeError):
            return None

    def is_file(self, path: Path) -> bool:
        """Whether there is a file."""
        try:
            return path.is_file()
        except (OSError, ValueError):
            return False

    def read(self, path: Path) -> SourceFile:
        """The file's text with its digest."""
        return read_source(path, os.path.normpath(path))

    def questionnaires(self) -> Mapping[str, Path]:
        """Those that were named when this was made."""
        return self._questionnaires

    def beside(self, path: Path) -> Iterable[str]:
        """The first thousand of them."""
        found = (each for pattern in ("*.yaml", "*/*.yaml") for each in path.parent.glob(pattern))
        return sorted(each.relative_to(path.parent).as_posix() for each in islice(found, 1000))


class KeptFiles:
    """Files that were read before: a loaded questionnaire can be taken apart again whatever became of the disk."""

    def __init__(self, sources: Iterable[SourceFile]) -> None:
        self._sources = {Path(os.path.normpath(source.name)): source for source in sources}

    def resolved(self, path: Path) -> Path | None:
        """The path, normalised."""
        return Path(os.path.normpath(path))

    def is_file(self, path: Path) -> bool:
        """Whether it was kept."""
        return Path(os.path.normpath(path)) in self._sources

    def read(self, path: Path) -> SourceFile:
        """The kept file."""
        return self._sources[Path(os.path.normpath(path))]

    def questionnaires(self) -> Mapping[str, Path]:
        """Every kept file by its name, which is its id."""
        return {path.stem: path for path in self._sources}

    def beside(self, path: Path) -> Iterable[str]:
        """None: whatever was included is kept."""
        return ()


def read_source(path: Path, name: str) -> SourceFile:
    """A file's text with its digest.

    Raises:
        SourceError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_CHARACTERS + 1)  # one more than will do tells that it is too large
    except FileNotFoundError:
        hint = did_you_mean(name, _neighbours(path, name)) or "check the path"
        raise SourceError([Problem(name, 0, 0, "L001", "there is no such file", hint)]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError([Problem(name, 0, 0, "L001", f"the file cannot be read ({reason})")]) from None
    return SourceFile(name, decode(content, name), hashlib.sha256(content).hexdigest())


def _neighbours(path: Path, name: str) -> Iterator[str]:
    """The first thousand YAML files in the folder in which a file was looked for, as its name would name them."""
    found = (each.name for pattern in ("*.yaml", "*.yml") for each in path.parent.glob(pattern))
    return (str(Path(name).with_name(each)) for each in islice(found, 1000))


def digest_of(sources: Iterable[SourceFile]) -> str:
    """SHA-256 in hex over the content of all files, in order."""
    return hashlib.sha256("".join(source.sha256 for source in sources).encode()).hexdigest()
