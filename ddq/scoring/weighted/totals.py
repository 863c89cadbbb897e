"""What the points of a domain, or of all, come to, beside the marks of the official scheme."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.scoring.model import Interval
from ddq.scoring.weighted.model import Category
from ddq.scoring.weighted.percentage import Span, hull, shown, span, to_millionth
from ddq.scoring.weighted.points import Sheets, exact, unit, weights


@dataclass(frozen=True, slots=True)
class Scheme:
    """The marks that the official scheme sets."""

    loaded: LoadedQuestionnaire

    @property
    def required(self) -> Fraction | None:
        """The percentage that is required."""
        said = self.loaded.questionnaire.percentage
        return None if said is None or said.required is None else exact(said.required)

    @property
    def _bands(self) -> list[tuple[Fraction, str]]:
        said = self.loaded.questionnaire.percentage
        return sorted(((exact(begin), name) for name, begin in said.bands.items()), reverse=True) if said else []

    def shown(self, found: Span) -> tuple[str, str]:
        """Both ends as they are shown, none past a mark that it does not reach."""
        marks = [begin for begin, _ in self._bands]
        return shown(found, marks if self.required is None else [*marks, self.required])

    def band(self, found: Span) -> tuple[str, str]:
        """The official names at both ends; empty without one."""
        low, high = (next((name for begin, name in self._bands if end >= begin), "") for end in found)
        return low, high


@dataclass(frozen=True, slots=True)
class Count:
    """The points of some of the questions, over all readings."""

    span: Span | None
    earned: Interval
    weight: float
    questions: int


def count(found: Sheets, units: int, domain: str | None = None) -> Count:
    """Of one domain, or of all."""
    kept = [[item for item in sheet.items if domain in (None, item.domain)] for sheet in found.refined]
    return Count(
        hull(map(span, kept)),
        Interval(
            min(sum(item.lo for item in items if item.sure) for items in kept) / units,
            max(sum(item.hi for item in items) for items in kept) / units,
        ),
        max(sum(item.weight for item in items) for items in kept) / units,
        max(map(len, kept)),
    )


def categories(found: Sheets, loaded: LoadedQuestionnaire, scheme: Scheme) -> tuple[Category, ...]:
    """The points of every domain, in the order of the questionnaire."""
    weighing = {one.domain for one in weights(loaded)}
    domains = dict.fromkeys(one.domain for one in loaded.questionnaire.sections if one.domain in weighing)
    return tuple(_category(domain, count(found, unit(loaded), domain), scheme) for domain in domains)


def _category(domain: str, counted: Count, scheme: Scheme) -> Category:
    known = counted.span
    return Category(
        domain=domain,
        earned=counted.earned,
        weight=counted.weight,
        percentage=interval_of(known) if known else None,
        shown=scheme.shown(known) if known else None,
        band=scheme.band(known) if known else ("", ""),
        questions=counted.questions,
    )


def interval_of(found: Span) -> Interval:
    """The percentage as a score holds it."""
    return Interval(to_millionth(found[0]), to_millionth(found[1]))
