"""Countries (ISO 3166-1), currencies (ISO 4217), languages (ISO 639): from pycountry, read when it is first asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, cast

from ddq.questionnaire.problems import nearest


@cache
def country_names() -> dict[str, str]:
    """Every country's code (alpha-2) with its common English name, by name."""
    import pycountry  # reads its database on first use, which costs tens of milliseconds

    named = {country.alpha_2: getattr(country, "common_name", country.name) for country in pycountry.countries}
    return dict(sorted(named.items(), key=lambda entry: entry[1]))


@cache
def currency_names() -> dict[str, str]:
    """Every currency's code with its English name, by code."""
    import pycountry

    # The library types its countries, not its currencies.
    entries = cast(Iterable[Any], pycountry.currencies)
    return dict(sorted((entry.alpha_3, entry.name) for entry in entries))


def is_country(code: str) -> bool:
    """Whether it is an ISO 3166-1 alpha-2 code."""
    return code in country_names()


def country_called(word: str) -> str | None:
    """The code of the country that a word means: its code in small letters or of three, or its name, even misspelt."""
    import pycountry

    plain = word.strip().casefold()
    named = {"uk": "GB", **{name.casefold(): code for code, name in country_names().items()}}
    for country in pycountry.countries:
        for other in (country.alpha_2, country.alpha_3, country.name):
            named.setdefault(other.casefold(), country.alpha_2)
    if plain in named:
        return named[plain]
    near = nearest(plain, named, cutoff=0.8) if len(plain) > 3 else None
    return None if near is None else named[near]


def is_currency(code: str) -> bool:
    """Whether it is an ISO 4217 code."""
    return code in currency_names()


def country_name(code: str) -> str:
    """The country's common English name; the code itself where it is none."""
    return country_names().get(code, code)


_WITH_ARTICLE = re.compile(
    r"^United |\b(Islands|Netherlands|Philippines|Emirates|Republic|Federation|Union|Bahamas|Maldives|Gambia|Comoros)\b"
)


def in_sentence(name: str) -> str:
    """A country's name within a sentence, with the article where English has one: `the United States`, `Norway`."""
    return f"the {name}" if _WITH_ARTICLE.search(name) else name


def language_name(code: str) -> str:
    """The English name of a language, such as German for `de`; the code itself where it has none."""
    import pycountry

    base = code.partition("-")[0]
    languages = cast(Any, pycountry.languages)
    found = languages.get(alpha_2=base) or languages.get(alpha_3=base)
    return code if found is None else f"{found.name} ({code})"
