"""Small lists of names, written from legal text: whom or what an authority named, under which act, since when.

They stand in files of their own, one CSV a list: no score rests on them, so they belong to no reading and no digest of
the registers. A list says whether it is whole; of a list in part, a name that is not found tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from ddq.questionnaire.model import Code, Model
from ddq.questionnaire.positions import Document
from ddq.questionnaire.problems import Problem, SourceError, did_you_mean
from ddq.questionnaire.shapes import validate
from ddq.questionnaire.yaml_reader import decode
from ddq.registers.facts import wrong_facts
from ddq.registers.model import Fact, StateCode
from ddq.registers.registers import Registers
from ddq.registers.rows import load_rows

Standing = Literal["not_yet", "in_force", "stayed", "suspended", "vacated", "expired", "pending"]
_ENDED = ("vacated", "expired")
_HALTED = ("stayed", "suspended")


class Listing(Fact):
    """One name on a list, with ground and status as the authority and the courts gave them."""

    list_id: Code
    id: Code
    """Begins with the id of the list."""
    extent: Literal["whole", "part"]
    """Whether the file holds every name of the list, or only some of them; the same in all of its rows."""
    name: str
    """As it was listed."""
    aliases: tuple[str, ...] = ()
    """Other names that the same act or the vendor uses."""
    kind: Literal["company", "product", "category"]
    """What is named: a company, a product of one, or a category whoever makes it."""
    jurisdiction: StateCode
    authority: str
    regime: Code | None = None
    """The regime of the registers; None: they hold none."""
    citation: str
    scope: str
    """Who is bound, and what is covered."""
    ground: str | None = None
    """As the authority gave it; None: it gave none, or it was not seen."""
    status: Standing
    """As of the day on which it was checked; `not_yet` is what a reading gives, no entry says it."""
    listed_from: date
    halted_from: date | None = None
    """The first day on which a court or the authority stayed or suspended it."""
    ended: date | None = None
    """The first day on which it was vacated, withdrawn or over."""
    next_date: date | None = None
    """The next day on which something is due; None: none is known."""
    next_step: str | None = None
    """What comes next, with or without a day."""
    note: str | None = None

    @model_validator(mode="after")
    def _dates_fit_the_status(self) -> Self:
        days = [day for day in (self.listed_from, self.halted_from, self.ended) if day is not None]
        if days != sorted(days):
            raise ValueError("a listing is listed first, then halted, then ended")
        if self.status == "not_yet":
            raise ValueError("the status not_yet is what a reading gives; write pending")
        if (self.status in _ENDED) != (self.ended is not None):
            raise ValueError(f"a listing has the day ended where its status is vacated or expired, not {self.status}")
        if self.status in _HALTED and self.halted_from is None:
            raise ValueError(f"a listing that is {self.status} has the day halted_from")
        if self.next_date is not None and self.next_step is None:
            raise ValueError("next_date without next_step does not say what is due")
        return self

    def standing(self, day: date) -> Standing:
        """How it stood on `day`; what was decided later is not read back."""
        if day < self.listed_from:
            return "not_yet"
        if self.ended is not None and day >= self.ended:
            return self.status
        if self.halted_from is not None and day >= self.halted_from:
            return "suspended" if self.status == "suspended" else "stayed"
        return "pending" if self.status == "pending" else "in_force"


class _File(Model):
    """The rows of one file."""

    listings: tuple[Listing, ...]

    @model_validator(mode="after")
    def _one_extent(self) -> Self:
        if len({row.extent for row in self.listings}) > 1:
            raise ValueError("some rows say that the list is whole and others that it is in part; write one of them")
        return self


def load_lists(directory: Path, registers: Registers) -> dict[str, tuple[Listing, ...]]:
    """Every list in the folder, by its id.

    Raises:
        SourceError: with every place where a file is wrong.
        OSError: a file cannot be read.
    """
    lists: dict[str, tuple[Listing, ...]] = {}
    problems: list[Problem] = []
    for path in sorted(directory.glob("*.csv")):
        try:
            lists[path.stem] = load_list(path, registers)
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    return lists


def load_list(path: Path, registers: Registers) -> tuple[Listing, ...]:
    """The rows of one list.

    Raises:
        SourceError: with every place where the file is wrong.
        OSError: the file cannot be read.
    """
    document = load_rows(decode(path.read_bytes(), str(path)), str(path), "listings", ("aliases",))
    rows = validate(document, _File).listings
    problems = [*_wrong_rows(document, rows, path.stem, registers), *wrong_facts(document, "listings")]
    if problems:
        raise SourceError(problems)
    return rows


def _wrong_rows(document: Document, rows: tuple[Listing, ...], stem: str, registers: Registers) -> Iterator[Problem]:
    """What the form cannot see: ids, and names that the registers do not hold."""
    states = {"INT", *(state.code for state in registers.jurisdictions)}
    regimes = [regime.id for regime in registers.regimes]
    lines: dict[str, int] = {}
    for index, row in enumerate(rows):

        def problem(key: str, code: str, message: str, hint: str, index: int = index) -> Problem:
            return document.problem(("listings", index, key), code, message, hint)

        if row.list_id != stem:
            message = f"the list {row.list_id} is not the name of the file"
            yield problem("list_id", "R004", message, f"write {stem}, or name the file {row.list_id}.csv")
        if row.id in lines:
            message = f"the id {row.id} was already given in line {lines[row.id]}"
            yield problem("id", "R001", message, "give each entry an id of its own")
        lines.setdefault(row.id, document.position(("listings", index))[0])
        if not row.id.startswith(f"{row.list_id}-"):
            message = f"the listing {row.id} does not begin with {row.list_id}-"
            yield problem("id", "R007", message, "so that no two files hold a listing of the same id")
        if row.jurisdiction not in states:
            add = f"add jurisdictions/{row.jurisdiction}.yaml, or write INT for an international list"
            message = f"the jurisdiction {row.jurisdiction} is not in the register"
            yield problem("jurisdiction", "R003", message, did_you_mean(row.jurisdiction, states) or add)
        if row.regime is not None and row.regime not in regimes:
            hint = did_you_mean(row.regime, regimes) or "leave the cell empty where the registers hold none"
            yield problem("regime", "R008", f"the regime {row.regime} is not in the registers", hint)
