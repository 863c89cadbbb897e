"""Lint of points: what the method `weighted/1` needs, and what a method leaves uncounted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ddq.questionnaire.lint import Linted, LintRule
from ddq.questionnaire.model import ChoiceQuestion, ChoicesQuestion, YesNoQuestion
from ddq.questionnaire.problems import Problem
from ddq.scoring.weighted.method import METHOD
from ddq.scoring.weighted.points import weights

_SCORABLE = (YesNoQuestion, ChoiceQuestion, ChoicesQuestion)


def _counts_points(linted: Linted) -> bool:
    return linted.loaded.questionnaire.method == METHOD


def no_points_at_all(linted: Linted) -> Iterator[Problem]:
    """A016: the points of all questions come to 0, so that there is no percentage."""
    if _counts_points(linted) and not weights(linted.loaded):
        message = f"no question earns points, and {METHOD} counts nothing else"
        yield linted.parts[0][0].problem(("title",), "A016", message, "give questions `points`", key=True)


def missing_points(linted: Linted) -> Iterator[Problem]:
    """A017: a question that could earn points has none."""
    if not _counts_points(linted):
        return
    for document, item in linted.items():
        if isinstance(item.question, _SCORABLE) and item.question.points is None and not item.groups:
            message = f"{item.question.id} has no points, so its answer does not count"
            hint = "add `points`; if it is not to count, give every answer 0"
            yield replace(document.problem((*item.path, "id"), "A017", message, hint, key=True), level="warning")


def not_counted(linted: Linted) -> Iterator[Problem]:
    """A018: what the method of the questionnaire does not count."""
    method, weighted = linted.loaded.questionnaire.method, _counts_points(linted)
    hint = "take it out, or change `method`"
    for document, item in linted.items():
        ignored = ("risk", "feeds", "mitigations", "unlisted") if weighted else ("points",)
        for key in (*ignored, "points") if item.groups else ignored:
            if getattr(item.question, key, None):
                message = f"the method {method} does not count {key!r}{' in the rows of a list' if item.groups else ''}"
                found = document.problem((*item.path, key), "A018", message, hint, key=True)
                yield replace(found, level="warning")
    for document, content in linted.parts:
        key = "rules" if weighted else "percentage"
        if getattr(content, key, None):
            message = f"the method {method} does not count {key!r}"
            yield replace(document.problem((key,), "A018", message, hint, key=True), level="warning")


def bands_with_gaps(linted: Linted) -> Iterator[Problem]:
    """A019: bands of which none begins at 0, or two begin alike, so that a percentage has no name or two."""
    for document, content in linted.parts:
        percentage = getattr(content, "percentage", None)
        begins: list[float] = list(percentage.bands.values()) if percentage is not None else []
        if begins and min(begins) > 0:
            message = f"below {min(begins):g} % no band has a name"
            yield document.problem(("percentage", "bands"), "A019", message, "let one begin at 0", key=True)
        twins = {begin for begin in begins if begins.count(begin) > 1}
        if twins:
            message = f"two bands begin at {min(twins):g} %"
            yield document.problem(("percentage", "bands"), "A019", message, "let each begin elsewhere", key=True)


RULES: tuple[LintRule, ...] = (no_points_at_all, missing_points, not_counted, bands_with_gaps)
