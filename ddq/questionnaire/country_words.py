"""Whether a text names a country: by code, by common or official name, or by the word for its people and things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ddq.questionnaire.countries import country_names, is_country

# No register that ddq uses holds these words. They are those of the members of the G20 and the European Union, of
# their neighbours, and of the states that the shipped registers describe: what a rule about vendors would name.
_DEMONYMS = (
    "Afghan", "Albanian", "Algerian", "American", "Argentine", "Argentinian", "Armenian", "Australian",
    "Austrian", "Azerbaijani", "Bahraini", "Bangladeshi", "Belarusian", "Belgian", "Bosnian", "Brazilian",
    "British", "Bulgarian", "Cambodian", "Canadian", "Chilean", "Chinese", "Colombian", "Croatian", "Cuban",
    "Cypriot", "Czech", "Danish", "Dutch", "Egyptian", "Emirati", "English", "Estonian", "Ethiopian", "Finnish",
    "French", "Georgian", "German", "Ghanaian", "Greek", "Hungarian", "Icelandic", "Indian", "Indonesian",
    "Iranian", "Iraqi", "Irish", "Israeli", "Italian", "Japanese", "Jordanian", "Kazakh", "Kenyan", "Korean",
    "Kuwaiti", "Latvian", "Lebanese", "Libyan", "Lithuanian", "Luxembourgish", "Macedonian", "Malaysian",
    "Maltese", "Mexican", "Moldovan", "Mongolian", "Montenegrin", "Moroccan", "Nigerian", "Norwegian", "Omani",
    "Pakistani", "Persian", "Peruvian", "Philippine", "Filipino", "Polish", "Portuguese", "Qatari", "Romanian",
    "Russian", "Saudi", "Scottish", "Serbian", "Singaporean", "Slovak", "Slovenian", "Soviet", "Spanish",
    "Swedish", "Swiss", "Syrian", "Taiwanese", "Tajik", "Thai", "Tunisian", "Turkish", "Turkmen", "Ukrainian",
    "Uzbek", "Venezuelan", "Vietnamese", "Welsh", "Yemeni",
)  # fmt: skip
_OTHER_NAMES = (
    "America", "Britain", "Great Britain", "Burma", "Czech Republic", "England", "Holland", "Hong Kong", "Iran",
    "Ivory Coast", "Korea", "Laos", "Macau", "Moldova", "North Korea", "Palestine", "People's Republic", "PRC",
    "Russia", "Scotland", "South Korea", "Soviet Union", "Syria", "Taiwan", "Tanzania", "Turkey", "UK", "UAE", "USA",
    "USSR", "Venezuela", "Vietnam", "Wales",
)  # fmt: skip
"""What people write, beside the names of ISO 3166-1."""


@cache
def _alpha_3() -> frozenset[str]:
    import pycountry  # reads its database on first use, which costs tens of milliseconds

    return frozenset(country.alpha_3 for country in pycountry.countries)


def _names() -> Iterator[str]:
    import pycountry

    yield from country_names().values()
    for country in pycountry.countries:
        yield country.name
        yield getattr(country, "official_name", country.name)
        # Such as "Iran, Islamic Republic of".
        yield country.name.partition(",")[0]
    yield from _OTHER_NAMES
    yield from _DEMONYMS


@cache
def _in_text() -> re.Pattern[str]:
    """Any of the names as words; the longest first, so that it is the one that is told."""
    named = sorted({_plain(name) for name in _names()}, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, named))})(?!\w)")


@cache
def _folded() -> frozenset[str]:
    return frozenset(_plain(name).casefold() for name in _names())


def country_in(text: str) -> str | None:
    """The first country that a title or a label names; None where it names none."""
    found = _in_text().search(_plain(text))
    return found.group() if found else None


def country_as_word(word: str) -> str | None:
    """A word that is, or a quoted text that names, a country: `CN`, `CHN`, `china` or `a Chinese maker`."""
    if word in _alpha_3() or (len(word) == 2 and word.isupper() and is_country(word)):
        return word
    spaced = re.sub(r"[_-]+", " ", _plain(word)).strip()
    return spaced if spaced.casefold() in _folded() else country_in(spaced)


def _plain(text: str) -> str:
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
