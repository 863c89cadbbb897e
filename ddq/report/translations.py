"""What a report template says in another language: `translations/LANGUAGE.po` in its folder, as gettext writes it.

A template writes `{{ _("As of") }}` or `{% trans day=report.cover.as_of %}as of {{ day }}{% endtrans %}`;
by what stands there, a translation is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment
from markupsafe import Markup

from ddq.report.catalogue import catalogue
from ddq.report.typeset import typeset

FOLDER = "translations"
_PLACE = re.compile(r"%\((\w+)\)s|(?<!%)%(?![%(])")


class Untranslatable(Exception):
    """A file of translations that cannot be read, in one sentence with its place."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of a template in one language; the values within them are typeset as those between braces are."""

    catalogue: NullTranslations

    def gettext(self, message: str, **values: object) -> Markup:
        """A message with its values."""
        return _filled(self.catalogue.gettext(message), values)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> Markup:
        """The form of a message that a number takes."""
        return _filled(self.catalogue.ngettext(one, many, number), {"num": number, **values})


def _filled(message: str, values: Mapping[str, object]) -> Markup:
    text = Markup(message)  # noqa: S704 - the template's own words, which are markup
    return text % {name: _typeset(value) for name, value in values.items()}


def _typeset(value: object) -> object:
    return typeset(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def translations(folder: Path, tag: str) -> Texts:
    """The words of a template in a language; as its files have them, where there is no translation.

    Raises:
        Untranslatable: where there is one that cannot be read.
    """
    file = folder / FOLDER / f"{tag}.po"
    return Texts(_read(file) if file.is_file() else NullTranslations())


def _read(file: Path) -> GNUTranslations:
    from babel.messages.pofile import PoFileError

    try:
        return catalogue(file)
    except PoFileError as error:
        raise Untranslatable(f"{file}:{error.lineno}: T006 this is no file of translations: {error}") from error
    except (OSError, ValueError) as error:
        raise Untranslatable(f"{file}: T006 the translations cannot be read: {error}") from error


@dataclass(frozen=True, slots=True)
class Message:
    """Something that a template says, with the first place where it says it."""

    text: str | tuple[str, str]
    """Two forms where it counts."""
    file: Path
    line: int

    @property
    def key(self) -> str:
        """By what it is looked up."""
        return self.text if isinstance(self.text, str) else self.text[0]


def messages(folder: Path, read: Environment) -> Iterator[Message]:
    """Everything that a template says, each once.

    Args:
        folder: the template's folder.
        read: its Jinja environment.
    """
    extract = cast(Callable[[str], Iterable[tuple[int, str, Any]]], vars(read)["extract_translations"])
    told: set[str] = set()
    for file in sorted(folder.rglob("*.j2")):
        for line, function, found in extract(file.read_text(encoding="utf-8")):
            texts = [text for text in ((found,) if isinstance(found, str) else found) if isinstance(text, str)]
            if not texts or texts[0] in told:
                continue
            told.add(texts[0])
            yield Message((texts[0], texts[1]) if function == "ngettext" else texts[0], file, line)


def untranslated(folder: Path, tag: str, read: Environment) -> Iterator[str]:
    """What a translation lacks, what it holds in vain, and where it does not fit, a sentence each."""
    from babel.messages.pofile import read_po

    file = folder / FOLDER / f"{tag}.po"
    if not file.is_file():
        yield f"{file}: T007 the manifest names {tag}, and there is no such file of translations"
        return
    translations(folder, tag)  # which says what is wrong with it
    with file.open("rb") as source:
        held = {message.id if isinstance(message.id, str) else message.id[0]: message for message in read_po(source)}
    said = {message.key: message for message in messages(folder, read)}
    for key, message in said.items():
        found = held.get(key)
        forms = _forms(found)
        if not forms or not all(forms):
            yield f"{message.file}:{message.line}: T007 “{key}” has no translation in {tag}"
        elif {_places(form) for form in forms} != {_places(_last(message))}:
            yield f"{file}: T007 the translation of “{key}” has other places than it: {forms[-1]}"
    yield from (f"{file}: T007 “{key}” is said nowhere in the template" for key in held if key and key not in said)


def _forms(found: Any) -> tuple[str, ...]:
    """What a message of a catalogue is in its language; nothing where that is not sure."""
    if found is None or found.fuzzy:
        return ()
    return tuple(found.string) if found.pluralizable else (found.string,)


def _last(message: Message) -> str:
    return message.text if isinstance(message.text, str) else message.text[1]


def _places(text: str) -> frozenset[str]:
    return frozenset(_PLACE.findall(text))
