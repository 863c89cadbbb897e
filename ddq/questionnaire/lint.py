"""What an author should mend in a questionnaire that loads, as far as it can be told without knowing how it is scored.

Every rule is a function of the questionnaire and its files that yields problems. The codes: docs/reference/lint.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import kept_parts
from ddq.questionnaire.model import Module, Questionnaire
from ddq.questionnaire.positions import Document
from ddq.questionnaire.problems import Problem, place
from ddq.questionnaire.sites import Item, Site, items, sites


@dataclass(frozen=True)
class Linted:
    """A loaded questionnaire with its files taken apart again, so that findings have a place."""

    loaded: LoadedQuestionnaire

    @cached_property
    def parts(self) -> tuple[tuple[Document, Questionnaire | Module], ...]:
        """Each file's document and what it declares."""
        *others, own = kept_parts(self.loaded.sources).parts
        return tuple((part.document, part.content) for part in (own, *others))

    def items(self) -> Iterator[tuple[Document, Item]]:
        """Every question and field with its file."""
        return ((document, item) for document, content in self.parts for item in items(content))

    def sites(self) -> Iterator[tuple[Document, Site]]:
        """Every expression with its file."""
        return ((document, site) for document, content in self.parts for site in sites(content))


LintRule = Callable[[Linted], Iterator[Problem]]


def lint(loaded: LoadedQuestionnaire) -> tuple[Problem, ...]:
    """Every finding, in the order of files and lines."""
    from ddq.questionnaire import lint_answers, lint_branches, lint_conditions  # they build on this module

    return run_rules(loaded, (*lint_conditions.RULES, *lint_branches.RULES, *lint_answers.RULES))


def run_rules(loaded: LoadedQuestionnaire, rules: tuple[LintRule, ...]) -> tuple[Problem, ...]:
    """What some rules find, sorted by place."""
    linted = Linted(loaded)
    return tuple(sorted((problem for rule in rules for problem in rule(linted)), key=place))
