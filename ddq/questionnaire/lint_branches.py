"""Lint of `a if c else b`: a branch of a first-match chain that the conditions before it leave nothing to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from ddq.questionnaire.compiled import Groups, LoadedQuestionnaire
from ddq.questionnaire.domains import combinations, kind_of
from ddq.questionnaire.kinds import Sort
from ddq.questionnaire.lint import Linted, LintRule
from ddq.questionnaire.problems import Problem
from ddq.questionnaire.sites import Site
from ddq.questionnaire.syntax import Syntax
from ddq.questionnaire.values import Answered, U

_DAY = date(2000, 1, 1)


def dead_branches(linted: Linted) -> Iterator[Problem]:
    """Q017: a branch that is never taken, tried out over all deciding answers; what cannot be tried out is not told."""
    for document, site in linted.sites():
        if " if " not in site.text or "today" in site.text:
            continue
        chain = _Chain(linted.loaded, site)
        for branch, message, hint in chain.dead():
            line, column = document.inside(site.path, chain.syntax.column(branch))
            width = max(1, (branch.end_col_offset or 0) - branch.col_offset)
            found = Problem(document.file_of(site.path), line, column, "Q017", message, hint, "warning")
            yield replace(found, width=width)


@dataclass
class _Chain:
    """One expression, walked once for each combination of what it reads."""

    loaded: LoadedQuestionnaire
    site: Site
    entered: set[ast.expr] = field(default_factory=set[ast.expr])
    """The conditionals that were come to, and the branches that were taken."""
    outcomes: dict[ast.expr, set[bool]] = field(default_factory=dict[ast.expr, set[bool]])
    """What each condition came to, wherever in the chain it stands."""

    def __post_init__(self) -> None:
        self.syntax = Syntax(self.site.text)
        self.conditionals = [*_conditionals(self.syntax.body)]

    def dead(self) -> Iterator[tuple[ast.expr, str, str]]:
        """The branches that are never taken, of conditionals that are come to."""
        if not self._tried():
            return
        for each in self.conditionals:
            if each not in self.entered:
                continue  # part of a dead branch, which is told already
            if each.body not in self.entered:
                if True in self.outcomes[each.test]:
                    message = "this branch is never taken: the conditions before it match first"
                    hint = "put it before them, or narrow them"
                else:
                    message, hint = "this branch is never taken: its condition is never true", "mend the condition"
                yield each.body, message, hint
            elif False not in self.outcomes[each.test]:
                message = "this branch is never taken: the condition before it is always true"
                yield each.orelse, message, "mend the condition, or take the branch out"

    def _tried(self) -> bool:
        """Whether every combination could be walked: few enough, and every condition decided."""
        groups = self.site.groups
        compiled = self.loaded.compiled(self.site.text, groups)
        names = compiled.names
        if compiled.nonmonotone or any(kind_of(self.loaded, name, groups).sort is Sort.group for name in names):
            return False
        tried = combinations(self.loaded, names, groups, [self.site.text], hideable=True)
        if tried is None or not self.conditionals:
            return False
        return all(self._walk(self.syntax.body, values, groups) for values in tried)

    def _walk(self, node: ast.expr, values: dict[str, Answered], groups: Groups) -> bool:
        """Follow one combination; False where a condition cannot be decided."""
        for each in self.conditionals:
            value = self._holds(each.test, values, groups)
            if value is U:
                return False
            self.outcomes.setdefault(each.test, set()).add(value is True)
        self._enter(node, values, groups)
        return True

    def _enter(self, node: ast.expr, values: dict[str, Answered], groups: Groups) -> None:
        if not isinstance(node, ast.IfExp):
            for part in ast.iter_child_nodes(node):
                if isinstance(part, ast.expr):
                    self._enter(part, values, groups)
            return
        taken = node.body if self._holds(node.test, values, groups) is True else node.orelse
        self.entered |= {node, taken}
        self._enter(node.test, values, groups)
        self._enter(taken, values, groups)

    def _holds(self, test: ast.expr, values: dict[str, Answered], groups: Groups) -> Answered:
        return self.loaded.compiled(self.syntax.source_of(test), groups).evaluate(values, _DAY)


def _conditionals(node: ast.expr) -> Iterator[ast.IfExp]:
    """Every conditional, outer before inner; those inside an aggregate read a row and are left out."""
    if isinstance(node, ast.IfExp):
        yield node
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr) and not isinstance(part, ast.GeneratorExp):
            yield from _conditionals(part)


RULES: tuple[LintRule, ...] = (dead_branches,)
