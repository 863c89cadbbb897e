"""In which language a report is told: what is translated, and how the language writes days, figures and countries.

English needs none of it. Another language has a folder in `languages/` with what was translated, as gettext writes it:
`report.po` holds the sentences of the report, `domain.po` those of the rooms that the report asks.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString, TypeVar, cast

from ddq.report.catalogue import catalogue
from ddq.sentence import Country, Language, Number, english, say, say_many, told

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = Path(__file__).parent / "languages"
CATALOGUES = ("report.po", "domain.po")
ENGLISH = "en"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told:
    """A language that reports are translated into."""

    tag: str
    """Such as `de`."""
    locale: Locale
    catalogues: tuple[GNUTranslations, ...]
    _known: dict[str, str] = field(default_factory=dict[str, str], repr=False, compare=False)

    def message(self, template: str) -> str:
        """The template in this language; as it is, where it was not translated."""
        if template not in self._known:
            found = (catalogue.gettext(template) for catalogue in self.catalogues)
            self._known[template] = next((text for text in found if text != template), template)
        return self._known[template]

    def messages(self, one: str, many: str, count: int) -> str:
        """The form that this language takes for a count."""
        found = (catalogue.ngettext(one, many, count) for catalogue in self.catalogues)
        english_form = one if count == 1 else many
        return next((text for text in found if text not in (one, many)), english_form)

    def value(self, value: object) -> str:
        """A day, a figure or a country as this language writes it; anything else as English does."""
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Number):
            return self.number(value)
        if isinstance(value, Country):
            return self.country(value.code, value)
        return english(value)

    def day(self, value: date) -> str:
        """A day in words, such as `10. April 2021`."""
        from babel.dates import format_date

        return format_date(value, "long", self.locale)

    def number(self, figure: str) -> str:
        """The same digits with this language's marks: `1,200.5` as `1.200,5`."""
        symbols = self.locale.number_symbols["latn"]
        return figure.translate({ord("."): symbols["decimal"], ord(","): symbols["group"]})

    def country(self, code: str, name: str) -> str:
        """A country's name in this language; as it is, where nobody translated it."""
        return cast(dict[str, str], self.locale.territories).get(code, name)


def languages() -> tuple[str, ...]:
    """The languages that a report can be told in, English first."""
    return (ENGLISH, *sorted(folder.name for folder in LANGUAGES.iterdir() if folder.is_dir()))


def language(tag: str | None) -> Language | None:
    """The language of a tag such as `de` or `de-AT`; None for English, and for one that nothing is translated into."""
    found = spoken(tag)
    return None if found == ENGLISH else _read(found)


def spoken(tag: str | None) -> str:
    """Which of the languages is spoken to whoever wants `tag`: that one, or else English."""
    wanted = (tag or ENGLISH).replace("_", "-").split("-")[0].lower()
    return wanted if wanted in languages() else ENGLISH


@cache
def _read(tag: str) -> Told:
    from babel import Locale

    return Told(tag, Locale.parse(tag), tuple(catalogue(LANGUAGES / tag / name) for name in CATALOGUES))


_TELLING: ContextVar[Language | None] = ContextVar("language", default=None)


@contextmanager
def telling(spoken_language: Language | None) -> Generator[None]:
    """What is told within is told in this language."""
    before = _TELLING.set(spoken_language)
    try:
        yield
    finally:
        _TELLING.reset(before)


def tell(template: LiteralString, /, **values: object) -> str:
    """What the report itself says, in its language."""
    return heard(say(template, **values))


def tell_many(one: LiteralString, many: LiteralString, /, *, count: int, **values: object) -> str:
    """The same, of something that is counted."""
    return heard(say_many(one, many, count=count, **values))


def heard(text: str) -> str:
    """What another room said, in the report's language."""
    current = _TELLING.get()
    return text if current is None else told(text, current)


def written(value: object) -> str:
    """A day, a `Number` or a `Country`, as the report's language writes it."""
    current = _TELLING.get()
    return english(value) if current is None else current.value(value)


def term(text: str) -> str:
    """A word of a closed list, such as the name of an outcome, in the report's language; see `terms`."""
    current = _TELLING.get()
    return text if current is None else current.message(text)


def all_told(value: T) -> T:
    """A value with every sentence in it told, in whatever dataclasses and tuples it stands."""
    return value if _TELLING.get() is None else cast(T, _all_told(value))


def _all_told(value: Any) -> Any:
    if isinstance(value, str):
        return heard(value)
    if isinstance(value, tuple):
        old = cast(tuple[Any, ...], value)
        parts = tuple(_all_told(part) for part in old)
        return old if all(new is part for new, part in zip(parts, old, strict=True)) else parts
    if is_dataclass(value) and not isinstance(value, type):
        held = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        new = {name: _all_told(part) for name, part in held.items()}
        changed = {name: part for name, part in new.items() if part is not held[name]}
        return replace(value, **changed) if changed else value
    return value
