"""The formats that questionnaires are read from and written to, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ddq.authoring.converters.draft import Converted
from ddq.authoring.converters.losses import LossReport
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.problems import Problem, SourceError


@dataclass(frozen=True, slots=True)
class Source:
    """A format that is read."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    needs_mapping: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A format that is written."""

    name: str
    title: str
    suffixes: tuple[str, ...]


SOURCES = {
    source.name: source
    for source in (
        Source("surveyjs", "SurveyJS JSON", (".json",)),
        Source("vsaq", "VSAQ JSON, in its own dialect", (".json",)),
        Source("oscal", "an OSCAL catalog in JSON", (".json",)),
        Source("xlsform", "XLSForm", (".xlsx",)),
        Source("hecvat", "a HECVAT 4 workbook", (".xlsx",)),
        Source("xlsx", "a plain workbook, with a mapping file", (".xlsx",), needs_mapping=True),
        Source("ciso-assistant", "a CISO Assistant library", (".yaml", ".yml")),
    )
}
TARGETS = {
    target.name: target
    for target in (
        Target("yaml", "our own format", (".yaml", ".yml")),
        Target("surveyjs", "SurveyJS JSON", (".json",)),
        Target("xlsx", "a workbook", (".xlsx",)),
        Target("markdown", "Markdown", (".md", ".markdown")),
    )
}


def read(name: str, path: Path, mapping: Path | None = None) -> Converted:
    """The questionnaire of a file in a foreign format.

    Raises:
        SourceError: the file cannot be read as one.
    """
    return _READERS[name](path, mapping)


def write(name: str, loaded: LoadedQuestionnaire, report: LossReport) -> bytes:
    """A questionnaire of ours in a foreign format; what that cannot hold goes into the report."""
    return _WRITERS[name](loaded, report)


def guess_source(path: Path) -> str:
    """The format of a file, by its name and its first words.

    Raises:
        SourceError: it can be several, or none.
    """
    suffix = path.suffix.lower()
    possible = [source.name for source in SOURCES.values() if suffix in source.suffixes]
    if len(possible) == 1:
        return possible[0]
    known = ", ".join(possible or SOURCES)
    message = f"it may be in any of several formats: {known}" if possible else "its name does not tell its format"
    raise SourceError([Problem(str(path), 0, 0, "K004", message, "name it with --from")])


def guess_target(path: Path) -> str:
    """The format of a file to write, by its name.

    Raises:
        SourceError: no format is written to such a name.
    """
    suffix = path.suffix.lower()
    for target in TARGETS.values():
        if suffix in target.suffixes:
            return target.name
    known = ", ".join(ending for target in TARGETS.values() for ending in target.suffixes)
    message = "its name does not tell the format to write"
    raise SourceError([Problem(str(path), 0, 0, "K004", message, f"name it with --to, or end it with {known}")])


# Each format is imported when it is used: a workbook's reader costs nothing to who converts JSON.


def _surveyjs(path: Path, _mapping: Path | None) -> Converted:
    from ddq.authoring.converters.surveyjs import read_surveyjs

    return read_surveyjs(path)


def _vsaq(path: Path, _mapping: Path | None) -> Converted:
    from ddq.authoring.converters.vsaq import read_vsaq

    return read_vsaq(path)


def _oscal(path: Path, _mapping: Path | None) -> Converted:
    from ddq.authoring.converters.oscal import read_oscal

    return read_oscal(path)


def _xlsform(path: Path, _mapping: Path | None) -> Converted:
    from ddq.authoring.converters.xlsform import read_xlsform

    return read_xlsform(path)


def _hecvat(path: Path, _mapping: Path | None) -> Converted:
    from ddq.authoring.converters.hecvat import read_hecvat

    return read_hecvat(path)


def _xlsx(path: Path, mapping: Path | None) -> Converted:
    from ddq.authoring.converters.plain_workbook import read_plain_workbook

    assert mapping is not None, "the caller asks for it: `needs_mapping`"
    return read_plain_workbook(path, mapping)


def _ciso_assistant(path: Path, _mapping: Path | None) -> Converted:
    from ddq.authoring.converters.ciso_assistant import read_ciso_assistant

    return read_ciso_assistant(path)


_READERS: dict[str, Callable[[Path, Path | None], Converted]] = {
    "surveyjs": _surveyjs,
    "vsaq": _vsaq,
    "oscal": _oscal,
    "xlsform": _xlsform,
    "hecvat": _hecvat,
    "xlsx": _xlsx,
    "ciso-assistant": _ciso_assistant,
}


def _to_surveyjs(loaded: LoadedQuestionnaire, report: LossReport) -> bytes:
    from ddq.authoring.converters.surveyjs_out import write_surveyjs

    return write_surveyjs(loaded, report)


def _to_xlsx(loaded: LoadedQuestionnaire, report: LossReport) -> bytes:
    from ddq.authoring.converters.xlsx_out import write_xlsx

    return write_xlsx(loaded, report)


def _to_markdown(loaded: LoadedQuestionnaire, report: LossReport) -> bytes:
    from ddq.authoring.converters.markdown_out import write_markdown

    return write_markdown(loaded, report)


_WRITERS: dict[str, Callable[[LoadedQuestionnaire, LossReport], bytes]] = {
    "surveyjs": _to_surveyjs,
    "xlsx": _to_xlsx,
    "markdown": _to_markdown,
}
