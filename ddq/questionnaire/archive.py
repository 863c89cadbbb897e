"""A questionnaire as it is kept for good: the text of all its files, from which it is made again and checked.

The digest that an assessment names covers the files, not what was made of them; so the files are what is kept.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import Any

import orjson

from ddq.questionnaire.assembly.files import digest_of
from ddq.questionnaire.compiled import LoadedQuestionnaire, SourceFile
from ddq.questionnaire.load import load_kept
from ddq.questionnaire.problems import Problem, SourceError

FORMAT = "questionnaire-archive/1"


def archived(loaded: LoadedQuestionnaire) -> bytes:
    """The files of a questionnaire as one; paths are relative to its own file, so that no folder is told."""
    folder = os.path.dirname(loaded.sources[0].name) or "."  # noqa: PTH120 -- a name, not a file
    return orjson.dumps(
        {
            "ddq": FORMAT,
            "country_sets": sorted(loaded.country_sets),
            "files": [
                {"name": _relative(source.name, folder), "sha256": source.sha256, "text": source.text}
                for source in loaded.sources
            ],
        }
    )


def from_archive(content: bytes, digest: str) -> LoadedQuestionnaire:
    """The questionnaire that `archived` made into `content`.

    Raises:
        SourceError: it is damaged, or not the questionnaire of this digest.
    """
    try:
        data: dict[str, Any] = orjson.loads(content)
        if data["ddq"] != FORMAT:
            raise ValueError
        sources = tuple(_sources(data["files"]))
        sets = frozenset(map(str, data["country_sets"]))
    except (ValueError, KeyError, TypeError):
        sources, sets = (), frozenset[str]()
    if not sources or digest_of(sources) != digest:
        message = "what was kept of this questionnaire does not fit its digest"
        raise SourceError([Problem(digest, 0, 0, "L015", message, "take the workspace from a backup")])
    return load_kept(sources, sets)


def _sources(files: list[dict[str, str]]) -> Iterator[SourceFile]:
    for file in files:
        text, sha256 = file["text"], file["sha256"]
        # A file may begin with the mark that some editors write; the text that was read does not.
        if sha256 not in (hashlib.sha256(mark + text.encode()).hexdigest() for mark in (b"", b"\xef\xbb\xbf")):
            raise ValueError
        yield SourceFile(file["name"], text, sha256)


def _relative(name: str, folder: str) -> str:
    try:
        return os.path.relpath(name, folder)
    except ValueError:  # on another drive
        return name
