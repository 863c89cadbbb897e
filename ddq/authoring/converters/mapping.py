"""The mapping file: which sheet and column of a plain workbook holds what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from ddq.foreign.plain_json import read_text
from ddq.questionnaire.indicator import Code, Model
from ddq.questionnaire.shapes import validate
from ddq.questionnaire.yaml_reader import load_yaml

Column = Annotated[
    str, Field(min_length=1, max_length=200, description="a letter, such as `C`, or the column's heading")
]
AskedKind = Literal[
    "text", "long_text", "integer", "decimal", "percent", "date", "yes_no", "choice", "choices", "country", "countries",
    "entity", "evidence",
]  # fmt: skip


class Columns(Model):
    """By what it holds, each column."""

    text: Column
    """The question."""
    id: Column | None = None
    section: Column | None = None
    """The title of the section; a question without one goes on in the section before."""
    kind: Column | None = None
    choices: Column | None = None
    """The options, separated by `choices_separator` or lines; `code: label`, or a label alone."""
    help: Column | None = None
    why: Column | None = None
    good: Column | None = None
    bad: Column | None = None
    evidence: Column | None = None
    references: Column | None = None
    required: Column | None = None
    """Required where it holds yes, true, x, 1, mandatory, required or always."""
    visible_if: Column | None = None
    """A condition in our own expression language."""


class SheetMapping(Model):
    """One sheet."""

    sheet: str | None = None
    """Its name; the first visible sheet where absent."""
    header_row: Annotated[int, Field(ge=0, le=1000)] = 1
    """The row with the headings; 0 where there is none, and columns are letters."""
    first_row: Annotated[int, Field(ge=1)] | None = None
    """The first row with a question; the one after the headings where absent."""
    columns: Columns
    section: str | None = None
    """One title for the whole sheet; the sheet's name where absent."""


class Mapping(Model):
    """How a plain workbook is read."""

    ddq: Literal["mapping/1"]
    id: Code
    title: str
    sheets: Annotated[tuple[SheetMapping, ...], Field(min_length=1)]
    kinds: dict[str, AskedKind] = {}
    """What the words in the column `kind` mean here, such as `Yes/No: yes_no`, in small or capital letters."""
    default_kind: AskedKind = "long_text"
    """Of a question whose kind is not told."""
    choices_separator: Annotated[str, Field(min_length=1, max_length=5)] = ";"


def load_mapping(path: Path) -> Mapping:
    """The mapping of a file.

    Raises:
        SourceError: with every place where it does not fit.
    """
    return validate(load_yaml(read_text(path, 1_000_000), str(path)), Mapping)
