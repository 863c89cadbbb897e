"""What a conversion could not carry, what it carried with another meaning, and where: the loss report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ddq.questionnaire.text import visible_text

MAX_LOSSES = 2000
"""More are counted and not listed."""
MAX_QUOTED = 120


class Weight(StrEnum):
    """What became of a part of the source."""

    lost = "lost"
    changed = "changed"
    """Carried, and it means something else, or is written in another way."""
    add = "add"
    """What an author must still write."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One part of a source that was not carried as it is."""

    place: str
    """Where it stands: `Sheet!B7`, `$.pages[0].elements[3]`, `line 12`."""
    weight: Weight
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        """One line: place, weight, message and hint."""
        sentence = self.message if self.hint is None else f"{self.message}; {self.hint}"
        return visible_text(f"{self.place}: {self.weight}: {sentence}".replace("\n", " "))

    def to_dict(self) -> dict[str, str | None]:
        """Plain data, for JSON."""
        return {"place": self.place, "weight": self.weight.value, "message": self.message, "hint": self.hint}


@dataclass(slots=True)
class LossReport:
    """The losses of one conversion, in the order in which they were met."""

    source: str
    format: str
    losses: list[Loss] = field(default_factory=list[Loss])
    unlisted: int = 0
    conditions: int = 0
    """How many conditions were carried."""
    questions: int = 0

    def lost(self, place: str, message: str, hint: str | None = None) -> None:
        """Note what is not in the result."""
        self._note(Loss(place, Weight.lost, message, hint))

    def changed(self, place: str, message: str, hint: str | None = None) -> None:
        """Note what the result says in another way."""
        self._note(Loss(place, Weight.changed, message, hint))

    def add(self, place: str, message: str, hint: str | None = None) -> None:
        """Note what an author must still write."""
        self._note(Loss(place, Weight.add, message, hint))

    def _note(self, loss: Loss) -> None:
        if len(self.losses) < MAX_LOSSES:
            self.losses.append(loss)
        else:
            self.unlisted += 1

    def count(self, weight: Weight) -> int:
        """How many losses of a weight are listed."""
        return sum(loss.weight is weight for loss in self.losses)

    def summary(self) -> str:
        """One line over all."""
        figures = ", ".join(
            f"{self.count(weight)} {words}"
            for weight, words in ((Weight.lost, "lost"), (Weight.changed, "changed"), (Weight.add, "to add"))
        )
        rest = f", {self.unlisted} more not listed" if self.unlisted else ""
        return (
            f"{self.source} ({self.format}): {self.questions} questions, {self.conditions} conditions; {figures}{rest}"
        )

    def lines(self) -> Iterator[str]:
        """The report as text."""
        yield from map(str, self.losses)
        yield self.summary()

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data, for JSON."""
        return {
            "source": self.source,
            "format": self.format,
            "questions": self.questions,
            "conditions": self.conditions,
            "losses": [loss.to_dict() for loss in self.losses],
            "unlisted": self.unlisted,
        }


def quoted(text: str) -> str:
    """A part of the source as it may stand in a message: short, on one line."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= MAX_QUOTED else line[: MAX_QUOTED - 1] + '…'}”"
