"""Which answers name an attached evidence file: as what they rest on, or as the answer itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import JsonValue

from ddq.assessment.model import Answer, Assessment

_DIGEST = re.compile(r"[0-9a-f]{64}")


def named_files(answer: Answer) -> tuple[str, ...]:
    """The ids of the files that an answer names, each once."""
    return tuple(dict.fromkeys((*answer.basis.evidence, *_ids(answer.value))))


def is_answer_itself(answer: Answer, digest: str) -> bool:
    """Whether the file is what was answered, and not only what the answer rests on."""
    return digest in _ids(answer.value)


def uses(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """By the id of each attached file, the answers that name it, in the order in which they were given."""
    found: dict[str, list[str]] = {digest: [] for digest in assessment.evidence}
    for subject, answer in assessment.answers.items():
        if answer.served_by is None:
            for digest in named_files(answer):
                found.setdefault(digest, []).append(subject)
    return {digest: tuple(subjects) for digest, subjects in found.items()}


def _ids(value: JsonValue) -> Iterator[str]:
    """The ids in the value of a question that asks for evidence, or of a row with such a field."""
    if isinstance(value, dict):
        for part in value.values():
            yield from _ids(part)
    elif isinstance(value, list):
        yield from (part for part in value if isinstance(part, str) and _DIGEST.fullmatch(part))
