"""Sentences that know of what they are made, so that they can be told in another language.

A domain room writes `say("The buyer trusts {state} by {share}.", state=name, share=Number("0.5"))`. What comes out is
the English sentence, a text like any other; only whoever tells it in another language asks it for its template and
its values. So no room but the report's knows a language, and nothing is worded twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, LiteralString, Protocol

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Number(str):
    """A figure as English writes it, such as `0.53`, `1,200` or `12.5 %`: another language has other marks."""

    __slots__ = ()


class Country(str):
    """A country as English names it within a sentence, such as `the United States`; other languages go by its code."""

    __slots__ = ("code",)
    code: str


class Day(str):
    """A day as `2021-04-10`, where English writes it so; another language writes it as its other days."""

    __slots__ = ("day",)
    day: date


class Said(str):
    """An English sentence, or a part of one, with the template and the values that it was made of."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]


class Counted(Said):
    """A sentence that counts: it has another form for more than one."""

    __slots__ = ("number", "plural")
    plural: str
    number: int


class Joined(Said):
    """Texts with something between them; each is told by itself."""

    __slots__ = ("between", "parts")
    parts: tuple[str, ...]
    between: str


class Begun(Said):
    """A text that begins with a capital letter, in whichever language it is told."""

    __slots__ = ("text",)
    text: str


class Language(Protocol):
    """What telling needs to know of a language."""

    def message(self, template: str) -> str:
        """The template in this language, or as it is where it was not translated."""
        ...

    def messages(self, one: str, many: str, count: int) -> str:
        """The form that this language takes for a count."""
        ...

    def value(self, value: object) -> str:
        """A value that is no sentence, such as a day or a figure."""
        ...


def english(value: object) -> str:
    """A value as English writes it within a sentence: a day as `10 April 2021`."""
    if isinstance(value, date):
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return str(value)


def say(template: LiteralString, /, **values: object) -> Said:
    """The template with its values in their places: texts, sentences, whole numbers, `Number`s and days."""
    # Most sentences name no day, and one score makes hundreds of them.
    for value in values.values():
        if type(value) is date:
            said = Said(_filled(template, values))
            break
    else:
        said = Said(template.format_map(values))
    said.template = template
    said.values = values
    return said


def say_many(one: LiteralString, many: LiteralString, /, *, count: int, **values: object) -> Counted:
    """`one` for a count of 1, else `many`, the count itself standing at `{count}`."""
    values["count"] = count
    said = Counted(_filled(one if count == 1 else many, values))
    said.template, said.plural, said.number, said.values = one, many, count, values
    return said


def joined(parts: Iterable[str], between: str = ", ") -> Joined:
    """The texts, one after another."""
    held = tuple(parts)
    text = Joined(between.join(held))
    text.parts, text.between = held, between
    return text


def begun(text: str) -> Begun:
    """The text as the beginning of a sentence."""
    found = Begun(text[:1].upper() + text[1:])
    found.text = text
    return found


def numeric(day: date) -> Day:
    """A day in figures."""
    found = Day(day.isoformat())
    found.day = day
    return found


def country(code: str, name: str) -> Country:
    """A country by its code, with its name as it stands in an English sentence."""
    found = Country(name)
    found.code = code
    return found


def told(text: str, language: Language | None) -> str:
    """The text in a language, with all that it is made of; in English, or where it is no sentence of ours, as it is."""
    if language is None:
        return text
    if not isinstance(text, Said):
        return _value(text, language) if isinstance(text, Number | Country | Day) else text
    if isinstance(text, Begun):
        whole = told(text.text, language)
        return whole[:1].upper() + whole[1:]
    if isinstance(text, Joined):
        return text.between.join(told(part, language) for part in text.parts)
    if isinstance(text, Counted):
        template = language.messages(text.template, text.plural, text.number)
    else:
        template = language.message(text.template)
    return template.format_map({name: _value(value, language) for name, value in text.values.items()})


def _value(value: object, language: Language) -> str:
    if isinstance(value, Said):
        return told(value, language)
    return language.value(value.day if isinstance(value, Day) else value)


def _filled(template: str, values: Mapping[str, Any]) -> str:
    return template.format_map({name: english(value) for name, value in values.items()})
