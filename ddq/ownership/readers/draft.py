"""What readers collect: parties, relations, gaps, and every problem with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from ddq.ownership.model import Gap, Party, PartyKind, Relation, Structure
from ddq.ownership.readers.dates import NoDate, first_day, last_day
from ddq.ownership.readers.percentages import read_share
from ddq.ownership.share import Share
from ddq.questionnaire.countries import is_country
from ddq.questionnaire.problems import Problem, ProblemLevel
from ddq.questionnaire.text import clean_text

MOST_OF_A_KIND = 25
"""So many problems of one kind are told one by one, the rest as a number."""
MAX_NAME = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file."""

    file: str
    line: int = 0
    """From 1; 0 where the file has no lines to count by."""
    col: int = 1
    part: str = ""
    """What stands there, such as `statement 3` or `Sheet1!B7`."""

    def __str__(self) -> str:
        """As a relation keeps it."""
        here = self.part or (f"line {self.line}" if self.line else "")
        return f"{self.file}, {here}" if here else self.file


@dataclass(slots=True)
class Draft:
    """The structure of one or several files while it is read."""

    day: date
    """The as-of date: what files say that they said later does not count."""
    parties: dict[str, Party] = field(default_factory=dict[str, Party])
    relations: list[Relation] = field(default_factory=list[Relation])
    gaps: list[Gap] = field(default_factory=list[Gap])
    problems: list[Problem] = field(default_factory=list[Problem])
    expected: dict[str, Place] = field(default_factory=dict[str, Place])
    """Parties that are referred to by id and must be described somewhere, and where they were first."""
    told: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """By file and code, how many problems there were."""

    def problem(
        self, place: Place, code: str, message: str, hint: str | None = None, level: ProblemLevel = "warning"
    ) -> None:
        """Note what is wrong; of many alike, the first ones."""
        self.told[place.file, code] += 1
        if self.told[place.file, code] > MOST_OF_A_KIND:
            return
        said = f"{place.part}: {message}" if place.part else message
        self.problems.append(Problem(place.file, place.line, place.col, code, clean_text(said), hint, level))

    def party(self, party: Party, place: Place) -> None:
        """Take a party, or what more is said of it; where two descriptions differ that is told, and the first stays."""
        known = self.parties.get(party.id)
        both = party if known is None else _together(known, party)
        if both is not None:
            self.parties[party.id] = both
        elif known is not None:
            said = f"“{_short(known.name)}” ({known.kind}, {known.country or 'no country'})"
            message = f"the id {_short(party.id)} was given before and otherwise, to {said}; that stays"
            self.problem(place, "O005", message)

    def share(self, given: str | float | Decimal | None, place: Place, *, bare_fraction: bool = False) -> Share | None:
        """A percentage; what cannot be read is told, and is unknown."""
        read = read_share(given, bare_fraction=bare_fraction)
        if read.problem is not None:
            self.problem(place, "O003", read.problem, read.hint)
        return read.share

    def start(self, text: str, place: Place) -> date | None:
        """A first day; what is no date is told, and is unknown."""
        return self._date(text, place, first_day)

    def end(self, text: str, place: Place) -> date | None:
        """A last day; what is no date is told, and is unknown."""
        return self._date(text, place, last_day)

    def _date(self, text: str, place: Place, read: Callable[[str], date | None]) -> date | None:
        try:
            return read(text)
        except NoDate:
            message = f"“{_short(text)}” is no date; the day is taken as unknown"
            self.problem(place, "O004", message, "write it as 2026-01-31")
            return None

    def finished(self) -> tuple[Structure, tuple[Problem, ...]]:
        """The structure and everything that was told, in the order of the places."""
        for identifier, place in self.expected.items():
            if identifier not in self.parties:
                self.parties[identifier] = Party(
                    identifier, _short(identifier), PartyKind.unknown, note="not described"
                )
                message = f"{_short(identifier)} is referred to and nowhere described; it stays an unknown party"
                self.problem(place, "O006", message)
        for (file, code), count in self.told.items():
            if count > MOST_OF_A_KIND:
                message = f"{count - MOST_OF_A_KIND:,} more of this kind are not listed"
                self.problems.append(Problem(file, 0, 1, code, message, None, "warning"))
        return Structure(self.parties, tuple(self.relations), tuple(self.gaps)), tuple(self.problems)


@lru_cache(maxsize=100_000)
def named(text: str) -> str:
    """A name as it may be kept and shown: on one line, nothing invisible in it, of bounded length."""
    return clean_text(" ".join(text.split()))[:MAX_NAME]


def country_code(given: Iterable[str]) -> str | None:
    """The first country among codes such as `FI`, `fi` or `GB-ENG`; None where there is none."""
    for text in given:
        code = text.strip()[:3].upper().removesuffix("-")
        if is_country(code):
            return code
    return None


def _together(known: Party, party: Party) -> Party | None:
    """What two descriptions say of a party together; None where they differ."""
    if known == party:
        return known
    names = {one.name for one in (known, party) if one.name != one.id}
    kinds = {one.kind for one in (known, party) if one.kind is not PartyKind.unspecified}
    countries = {one.country for one in (known, party) if one.country}
    if max(len(names), len(kinds), len(countries)) > 1:
        return None
    identifiers = tuple(dict.fromkeys((*known.identifiers, *party.identifiers)))
    return Party(
        known.id,
        next(iter(names), known.name),
        next(iter(kinds), PartyKind.unspecified),
        next(iter(countries), None),
        identifiers,
        known.note or party.note,
    )


def _short(text: str) -> str:
    line = clean_text(" ".join(text.split()))
    return line if len(line) <= 80 else f"{line[:79]}…"
