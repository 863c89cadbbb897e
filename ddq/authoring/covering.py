"""Which published criteria a questionnaire answers, by which of its questions, and which it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ddq.questionnaire.model import Questionnaire
from ddq.registers.criteria import CriteriaSet, Criterion


class Cover(StrEnum):
    """How a criterion is answered."""

    asked = "asked"
    """By questions, with the registers where it is about law."""
    profile = "by the profile"
    """By the states that the buyer profile trusts, and why."""
    explained = "not asked"
    """By no question, and the reason is written down."""
    open = "uncovered"
    """By nothing, and nobody said why."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A criterion as a questionnaire answers it."""

    criterion: Criterion
    cover: Cover
    asked: tuple[str, ...]
    """Its questions that the questionnaire asks."""
    lacking: tuple[str, ...]
    """Its questions that the questionnaire does not ask."""


@dataclass(frozen=True, slots=True)
class CoveredSet:
    """A published list as a questionnaire answers it."""

    criteria_set: CriteriaSet
    criteria: tuple[Covered, ...]

    def count(self, cover: Cover) -> int:
        """How many of its criteria are answered so."""
        return Counter(each.cover for each in self.criteria)[cover]


def covered(questionnaire: Questionnaire, sets: Iterable[CriteriaSet]) -> tuple[CoveredSet, ...]:
    """Each list, criterion by criterion, in the order of the register."""
    ids = {question.id for question in questionnaire.questions()}
    return tuple(CoveredSet(each, tuple(_covered(one, ids) for one in each.criteria)) for each in sets)


def answered_by(questionnaire: Questionnaire, found: Iterable[CoveredSet]) -> dict[str, tuple[str, ...]]:
    """Of each question, in order, the criteria that it answers; of some none, for they serve others or only show."""
    pairs = [(name, one.criterion.id) for each in found for one in each.criteria for name in one.asked]
    return {
        question.id: tuple(criterion for name, criterion in pairs if name == question.id)
        for question in questionnaire.questions()
    }


def _covered(criterion: Criterion, ids: set[str]) -> Covered:
    asked = tuple(name for name in criterion.questions if name in ids)
    lacking = tuple(name for name in criterion.questions if name not in ids)
    if asked:
        cover = Cover.asked
    elif criterion.profile:
        cover = Cover.profile
    elif criterion.reason is not None:
        cover = Cover.explained
    else:
        cover = Cover.open
    return Covered(criterion, cover, asked, lacking)
