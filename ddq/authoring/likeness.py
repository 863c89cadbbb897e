"""Which texts read alike, told quickly among thousands of them."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

ALIKE = 0.85
"""From this share of their letters in common, in order, two texts are taken for one."""


class Alike:
    """Texts one after another, each compared with those before."""

    def __init__(self) -> None:
        self._bits: dict[tuple[str, int], int] = {}
        self._seen: list[tuple[str, int]] = []

    def add(self, text: str) -> int | None:
        """Take up a text; the number of the first one before that reads alike, None where there is none."""
        text = text.casefold()
        letters = self._letters(text)
        found = next(
            (
                number
                for number, (other, others) in enumerate(self._seen)
                # Letters in common whatever their order: no two texts are more alike than that.
                if 2 * (letters & others).bit_count() >= ALIKE * (len(text) + len(other)) and _alike(other, text)
            ),
            None,
        )
        self._seen.append((text, letters))
        return found

    def _letters(self, text: str) -> int:
        """A set of bits, one for each first, second, third … occurrence of a letter."""
        return sum(
            1 << self._bits.setdefault((letter, number), len(self._bits))
            for letter, count in Counter(text).items()
            for number in range(count)
        )


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= ALIKE
