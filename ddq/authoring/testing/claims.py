"""What a step expects, claim by claim, and what is observed in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ddq.authoring.testing.model import Expected
from ddq.questionnaire.positions import Path


class About(StrEnum):
    """What a claim is about."""

    visible = "visible"
    required = "required"
    failing = "failing"
    reading = "reading"
    presence = "presence"
    mitigation = "mitigation"
    bar = "bar"
    output = "output"
    least = "min"
    most = "max"
    contains = "contains"
    outcome = "outcome"

    @property
    def needs_score(self) -> bool:
        """Whether the whole must be scored to tell."""
        return self in (About.least, About.most, About.contains, About.outcome)


Wanted = str | float | tuple[str, ...]
_LISTS: dict[str, tuple[About, str]] = {
    "visible": (About.visible, "visible"),
    "hidden": (About.visible, "hidden"),
    "may_apply": (About.visible, "may apply"),
    "required": (About.required, "required"),
    "optional": (About.required, "optional"),
    "failing": (About.failing, "failing"),
    "passing": (About.failing, "passing"),
}
_MAPS: dict[str, About] = {
    "values": About.reading,
    "presence": About.presence,
    "mitigations": About.mitigation,
    "bars": About.bar,
    "outputs": About.output,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that must follow."""

    about: About
    name: str
    wanted: Wanted
    path: Path
    """Below the step."""

    @property
    def words(self) -> str:
        """As an expectation: `TR-03 hidden`."""
        match self.about:
            case About.visible | About.required | About.failing:
                return f"{self.name} {self.wanted}"
            case About.least | About.most:
                return f"trust {'at least' if self.about is About.least else 'at most'} {self.wanted:g}"
            case About.contains:
                return f"trust {self.wanted:g} possible"
            case About.outcome:
                return f"outcome {self.wanted}"
            case _:
                return f"{self.name} {in_words(self.wanted)}"

    def holds(self, got: Wanted) -> bool:
        """Whether what was observed is what was wanted; numbers are compared as they are written."""
        if isinstance(self.wanted, float) and isinstance(got, float):
            return Decimal(str(self.wanted)) == Decimal(str(got))
        return self.wanted == got


def in_words(value: Wanted) -> str:
    """A reading in a sentence."""
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return value.replace("_", " ") if isinstance(value, str) else f"{value:g}"


def claims(expect: Expected) -> Iterator[Claim]:
    """Everything that a step expects, the cheapest to tell first."""
    for key, (about, wanted) in _LISTS.items():
        for index, name in enumerate(getattr(expect, key)):
            yield Claim(about, name, wanted, ("expect", key, index))
    for key, about in _MAPS.items():
        for name, value in getattr(expect, key).items():
            yield Claim(about, name, plain(value), ("expect", key, name))
    if expect.trust is not None:
        for about in (About.least, About.most, About.contains):
            figure: float | None = getattr(expect.trust, about.value)
            if figure is not None:
                yield Claim(about, "trust", figure, ("expect", "trust", about.value))
    if expect.outcome is not None:
        yield Claim(About.outcome, "outcome", expect.outcome.value, ("expect", "outcome"))


def plain(value: object) -> Wanted:
    """A written or a read value in the form in which the two are compared."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, list | tuple):
        return tuple(sorted(map(str, value)))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return str(value)
