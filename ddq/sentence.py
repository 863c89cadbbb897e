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
    """A figure as English writes it, such as `0.53` or `1,200`: another language has other marks."""

    __slots__ = ()


class Said(str):
    """An English sentence, or a part of one, with the template and the values that it was made of."""

    template: str
    plural: str | None
    """The form for more than one, where the sentence counts; `number` then chooses."""
    number: int
    values: Mapping[str, object]


class Joined(Said):
    """Texts with something between them; each is told by itself."""

    parts: tuple[str, ...]
    between: str


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
    return _made(template, None, 1, values)


def say_many(one: LiteralString, many: LiteralString, /, *, count: int, **values: object) -> Said:
    """`one` for a count of 1, else `many`, the count itself standing at `{count}`."""
    return _made(one, many, count, {"count": count, **values})


def joined(parts: Iterable[str], between: str = ", ") -> Joined:
    """The texts, one after another."""
    held = tuple(parts)
    text = Joined(between.join(held))
    text.parts, text.between = held, between
    return text


def told(text: str, language: Language | None) -> str:
    """The text in a language, with all that it is made of; in English, or where it is no sentence of ours, as it is."""
    if language is None or not isinstance(text, Said):
        return text
    if isinstance(text, Joined):
        return text.between.join(told(part, language) for part in text.parts)
    if text.plural is None:
        template = language.message(text.template)
    else:
        template = language.messages(text.template, text.plural, text.number)
    return template.format_map({name: _value(value, language) for name, value in text.values.items()})


def _value(value: object, language: Language) -> str:
    return told(value, language) if isinstance(value, Said) else language.value(value)


def _made(one: str, many: str | None, count: int, values: dict[str, Any]) -> Said:
    chosen = one if many is None or count == 1 else many
    said = Said(chosen.format_map({name: english(value) for name, value in values.items()}))
    said.template, said.plural, said.number, said.values = one, many, count, values
    return said
