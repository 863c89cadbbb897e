"""JSON from files that nobody vouches for: bounded in size and depth, and every part with its path."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, cast

from ddq.questionnaire.problems import Problem, SourceError

MAX_BYTES = 32_000_000
MAX_DEPTH = 100
MAX_VALUES = 2_000_000


def refuse(file: str, code: str, message: str, hint: str | None = None, place: tuple[int, int] = (0, 0)) -> NoReturn:
    """Say that a file cannot be read.

    Raises:
        SourceError: always.
    """
    raise SourceError([Problem(file, *place, code, message, hint)])


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """The content of a file of a bounded size.

    Raises:
        SourceError: there is none, it cannot be read, or it is too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)  # one more than will do tells that it is too large
    except FileNotFoundError:
        refuse(str(path), "L001", "there is no such file", "check the path")
    except (OSError, ValueError) as error:
        refuse(str(path), "L001", f"the file cannot be read ({getattr(error, 'strerror', None) or error})")
    if len(content) > most:
        refuse(str(path), "K002", f"the file is larger than {most // 1_000_000} MB", "convert a smaller one")
    return content


def read_text(path: Path, most: int = MAX_BYTES) -> str:
    """The text of a UTF-8 file of a bounded size.

    Raises:
        SourceError: it cannot be read, or is no UTF-8.
    """
    content = read_bytes(path, most)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        refuse(str(path), "Y002", "this byte is not UTF-8", "save the file as UTF-8", (line, 1))


def parse_json(text: str, file: str, *, exact: bool = False, most_values: int = MAX_VALUES) -> Any:
    """The data of a JSON text; where `exact`, numbers with a fraction are kept as they are written.

    Raises:
        SourceError: it is no JSON, or nested too deeply.
    """
    try:
        data = json.loads(
            text,
            parse_constant=lambda word: refuse(file, "K001", f"{word} is no number"),
            parse_float=Decimal if exact else None,
        )
    except json.JSONDecodeError as error:
        refuse(file, "K001", f"this is no JSON ({error.msg})", None, (error.lineno, error.colno))
    except (RecursionError, ValueError):
        refuse(file, "K002", "it is nested too deeply, or holds a number that is too long")
    _bounded(data, file, most_values)
    return data


def parse_json_lines(text: str, file: str) -> Iterator[tuple[int, Any]]:
    """The data of each line that holds something, with the line's number; numbers as they are written.

    Raises:
        SourceError: a line is no JSON.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, parse_json(line, file, exact=True)
            except SourceError as error:
                raise SourceError(replace(one, line=number) for one in error.problems) from None


def _bounded(data: Any, file: str, most_values: int) -> None:
    """Refuse what is too deep or too much to walk."""
    level, count = [data], 0
    for _ in range(MAX_DEPTH):
        count += len(level)
        if count > most_values:
            refuse(file, "K002", f"it holds more than {most_values:,} values")
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (cast(dict[str, Any], value).values() if isinstance(value, dict) else cast(list[Any], value))
        ]
        if not level:
            return
    refuse(file, "K002", f"it is nested more than {MAX_DEPTH} deep")


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is an object; an empty one where it is anything else."""
    return cast(Mapping[str, Any], value) if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """The value where it is a list; an empty one where it is anything else."""
    return cast(list[Any], value) if isinstance(value, list) else []


def word(value: Any) -> str:
    """The value where it is a text or a number; an empty text where it is anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else ""
