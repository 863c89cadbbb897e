"""At a list, an ownership file, which is merged into the lists of holders and of chains, or a table, whose lines become
entries of any list. It is only read here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ddq.assessment.model import Source
from ddq.assessment.tabled import MAX_CELLS, Line, NoTable
from ddq.foreign.delimited import read_delimited
from ddq.foreign.workbook import Sheet, read_workbook
from ddq.ownership.differences import differences_in_words
from ddq.ownership.merging import Merged, merge
from ddq.ownership.model import Structure
from ddq.ownership.readers.files import read_files
from ddq.ownership.reading import possible_targets, read_ownership
from ddq.questionnaire.model import GroupFeed
from ddq.questionnaire.problems import Problem, SourceError
from ddq.questionnaire.text import folded
from ddq.tui.proposed import Proposed, tabled
from ddq.tui.sitting import Sitting
from ddq.tui.words import counted

MOST_TARGETS = 30
"""Companies among which one is chosen by its name; of more, the vendor's own name must be in the file."""
_LEAST = 4
"""Characters of a name that may be part of the vendor's."""
_MOST_TOLD = 40
_OF_OWNERS = (GroupFeed.holders, GroupFeed.chains)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds, before it is compared with the list."""

    path: Path
    structure: Structure | None
    """Of an ownership file; None of a table of entries."""
    targets: tuple[tuple[str, str], ...] = ()
    """The companies whose owners may be meant, by id and name; one where there is no doubt."""
    lines: tuple[Line, ...] = ()
    """Of a table of entries."""
    remarks: tuple[str, ...] = ()


def read_file(sitting: Sitting, path: Path) -> ReadFile:
    """What a file holds for the list at the place. It may take long, and looks at nothing but the file.

    Raises:
        SourceError: it cannot be read.
        NoTable: it is no file for this list.
    """
    group = sitting.group
    assert group is not None
    if group.feeds_engine not in _OF_OWNERS:
        return _table(path)
    try:
        read = read_files([path], sitting.opened.day)
    except SourceError as error:
        if _is_table(path) and any(problem.message.startswith("there is no column") for problem in error.problems):
            return _table(path)  # of entries, not of who owns whom
        raise
    targets = _targets(read.structure, sitting)
    return ReadFile(path, read.structure, targets, remarks=tuple(_sentences(read.problems)))


def propose(sitting: Sitting, file: ReadFile, target: str | None = None) -> Proposed:
    """What a file would write into the list; of an ownership file, the holders of `target`.

    Raises:
        NotAccepted: the questionnaire has several lists of holders.
    """
    if file.structure is None:
        source = Source(title=file.path.name[:500], dated=sitting.opened.day)
        found = tabled(sitting, file.lines, source)
        return Proposed(found.told, found.lines, (*found.remarks, *file.remarks), found.entries, found.tabled)
    opened = sitting.opened
    reading = read_ownership(file.structure, target or file.targets[0][0], opened.day)

    def merged() -> Merged:
        return merge(reading, opened.assessment, opened.loaded, file.path.name)

    first = merged()
    events = opened.would_enter(first.entries)
    who = reading.graph.party(reading.target).name
    told = f"Owners of {who}, as of {opened.day}: "
    told += (
        f"{counted(len(events), 'entry', 'entries')} would change." if events else "the lists have all of it already."
    )
    stays = [f"“{name}” is in a list and not in the file; it stays." for name in first.only_there]
    stays += [f"{remark[:1].upper()}{remark[1:]}." for remark in first.remarks]
    return Proposed(told, tuple(differences_in_words(events)), (*stays, *file.remarks), lambda: merged().entries)


def _targets(structure: Structure, sitting: Sitting) -> tuple[tuple[str, str], ...]:
    """The vendor where the file has it by its name or an identifier; else those who own nobody."""
    vendor = sitting.assessment.vendor
    known = {folded(vendor.name), *(folded(one.value) for one in vendor.identifiers)}
    parties = structure.parties
    own = [
        one for one in parties.values()
        if {folded(one.name), folded(one.id), *(folded(value) for _, value in one.identifiers)} & known
    ]  # fmt: skip
    if len(own) == 1:
        return ((own[0].id, own[0].name),)
    name = folded(vendor.name)
    near = [one.id for one in parties.values() if len(one.name) >= _LEAST and _is_near(folded(one.name), name)]
    found = possible_targets(structure, sitting.opened.day) or tuple(sorted({gap.party for gap in structure.gaps}))
    named = tuple((one, parties[one].name) for one in dict.fromkeys((*near, *found)) if one in parties)
    if not named:
        raise NoTable(
            "Every company in the file that is owned owns another one; ddq ownership FILE --target names one."
        )
    if len(named) > MOST_TARGETS:
        raise NoTable(
            f"The file has {len(named):,} companies that own nobody, and none of them is called {vendor.name}; "
            "ddq ownership FILE --target --into names one."
        )
    return named


def _is_near(name: str, vendor: str) -> bool:
    return name in vendor or vendor in name


def _is_table(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"PK\x03\x04") or start[:1] not in (b"{", b"[", b"<")


def _starts_as_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _table(path: Path) -> ReadFile:
    if path.is_file() and not _is_table(path):
        raise NoTable(f"{path.name} is no table: from a file this list takes CSV and .xlsx.")
    told = _Told([])
    sheet = _sheet(path, told)
    cells = sum(len(row.cells) for row in sheet.rows)
    if cells > MAX_CELLS:
        raise NoTable(f"The file has {cells:,} cells; at most {MAX_CELLS:,} are read at a time.")
    lines = tuple(
        (row.number, [row.text(column) for column in range(max(row.cells) + 1)]) for row in sheet.rows if row.cells
    )
    if not lines:
        raise NoTable(f"There is nothing in {path.name}.")
    return ReadFile(path, None, lines=lines, remarks=tuple(told.remarks))


def _sheet(path: Path, told: _Told) -> Sheet:
    if path.is_file() and _starts_as_workbook(path):
        sheets = [sheet for sheet in read_workbook(path, told) if sheet.rows]
        for other in sheets[1:]:
            told.lost(other.name, "this sheet is not read: entries are taken from the first one")
        return sheets[0] if sheets else Sheet(path.name)
    return read_delimited(path)


def _sentences(problems: Sequence[Problem]) -> list[str]:
    told = [f"Line {one.line}: {one.sentence}." if one.line else f"{one.sentence}." for one in problems[:_MOST_TOLD]]
    if len(problems) > _MOST_TOLD:
        told.append(f"{len(problems) - _MOST_TOLD:,} more remarks are not listed; ddq ownership FILE tells all.")
    return told


@dataclass(frozen=True, slots=True)
class _Told:
    """Takes what the reading of a workbook has to tell."""

    remarks: list[str] = field(default_factory=list[str])

    def lost(self, place: str, message: str, hint: str | None = None) -> None:
        self.remarks.append(f"{place}: {message}{f'; {hint}' if hint else ''}.")

    def changed(self, place: str, message: str, hint: str | None = None) -> None:
        self.lost(place, message, hint)
