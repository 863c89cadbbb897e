"""Countries by what was typed of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ddq.questionnaire.countries import country_names
from ddq.questionnaire.text import folded


def matching(typed: str, first: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The countries whose code is, or whose name has a word that begins with, what was typed; `first` ones first.

    As pairs of code and name, the best match first.
    """
    wanted = folded(typed.strip())
    front = frozenset(first)

    def rank(code: str, name: str) -> int | None:
        if wanted == code.lower():
            return 0
        if name.startswith(wanted):
            return 1
        return 2 if any(word.startswith(wanted) for word in name.split()) else None

    ranked = [
        (code not in front if not wanted else False, place, name, code)
        for code, name, plain in _countries()
        if (place := rank(code, plain)) is not None
    ]
    return [(code, name) for _, _, name, code in sorted(ranked)]


def meant(typed: str) -> str | None:
    """The code of the one country that was surely meant: by its code, its name, or the only beginning that fits."""
    wanted = folded(typed.strip())
    if not wanted:
        return None
    exact = [code for code, _, folded in _countries() if wanted in (code.lower(), folded)]
    begun = [code for code, _, folded in _countries() if folded.startswith(wanted)]
    found = exact or begun or [code for code, _ in matching(typed)]
    return found[0] if len(found) == 1 else None


@cache
def _countries() -> tuple[tuple[str, str, str], ...]:
    """Code, name and folded name of every country."""
    return tuple((code, name, folded(name)) for code, name in country_names().items())
