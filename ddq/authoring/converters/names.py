"""Ids and codes that our language takes, from the names that other tools use: stable, unique, as close as can be."""

from __future__ import annotations

import re
import unicodedata

from ddq.questionnaire.checks import RESERVED

MAX_ID = 60
_NOT_OF_AN_ID = re.compile(r"[^A-Za-z0-9_]+")
_NOT_OF_A_CODE = re.compile(r"[^A-Za-z0-9_.-]+")
_NOT_OF_A_FIELD = re.compile(r"[^a-z0-9_]+")


class Names:
    """Gives names within one scope; none is given twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def question(self, foreign: str, otherwise: str = "Q") -> str:
        """The id of a question."""
        name = "-".join(filter(None, _NOT_OF_AN_ID.split(_ascii(foreign).strip("_"))))
        if not name:
            name = otherwise
        if not name[0].isalpha():
            name = f"{otherwise}-{name}"
        return self._unique(name, "-")

    def field(self, foreign: str) -> str:
        """The id of a field of a group."""
        name = _NOT_OF_A_FIELD.sub("_", _ascii(foreign).lower()).strip("_")
        return self._unique((name if name[:1].isalpha() else f"f_{name}")[:40].rstrip("_"), "_", 40)

    def code(self, foreign: str, otherwise: str = "choice") -> str:
        """The code of a choice, or the id of a section."""
        name = _NOT_OF_A_CODE.sub("-", _ascii(foreign)).strip("-._")
        return self._unique(name or otherwise, "-")

    def _unique(self, name: str, joint: str, most: int = MAX_ID) -> str:
        name = name[:most].rstrip("-_.")
        found = name
        while found in self._taken or found in RESERVED:
            number = self._numbers[name] = self._numbers.get(name, 1) + 1
            end = f"{joint}{number}"
            found = name[: most - len(end)].rstrip("-_.") + end
        self._taken.add(found)
        return found


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
