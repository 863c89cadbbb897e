"""Lint of `a if c else b`: a branch of a first-match chain that the conditions before it leave nothing to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.domains import Effort, combinations, kind_of
from ddq.questionnaire.kinds import Scope, Sort
from ddq.questionnaire.lint import Linted, LintRule
from ddq.questionnaire.problems import Problem
from ddq.questionnaire.sites import Site
from ddq.questionnaire.syntax import Syntax
from ddq.questionnaire.values import U

_DAY = date(2000, 1, 1)


def dead_branches(linted: Linted) -> Iterator[Problem]:
    """Q017: a branch that is never taken, tried out over all deciding answers; what cannot be tried out is not told."""
    effort = Effort()
    for document, site in linted.sites():
        if " if " not in site.text or "today" in site.text:
            continue
        if not effort.spend(0):
            return
        chain = _Chain(linted.loaded, site)
        for branch, message, hint in chain.dead(effort):
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

    def __post_init__(self) -> None:
        self.syntax = Syntax(self.site.text)
        tests = [(each, self.syntax.source_of(each.test)) for each in _conditionals(self.syntax.body)]
        self.tests = {each: self.loaded.compiled(test, self.site.groups).node for each, test in tests}
        self.outcomes: dict[ast.IfExp, set[bool]] = {each: set() for each in self.tests}
        """What each condition came to, whether or not it was come to."""

    def dead(self, effort: Effort) -> Iterator[tuple[ast.expr, str, str]]:
        """The branches that are never taken, of conditionals that are come to."""
        if not self._tried(effort):
            return
        for each, outcomes in self.outcomes.items():
            if each not in self.entered:
                continue  # part of a dead branch, which is told already
            if each.body not in self.entered:
                if True in outcomes:
                    message = "this branch is never taken: the conditions before it match first"
                    hint = "put it before them, or narrow them"
                else:
                    message, hint = "this branch is never taken: its condition is never true", "mend the condition"
                yield each.body, message, hint
            elif False not in outcomes:
                message = "this branch is never taken: the condition before it is always true"
                yield each.orelse, message, "mend the condition, or take the branch out"

    def _tried(self, effort: Effort) -> bool:
        """Whether every combination was walked: few enough, every condition decided, and some branch never taken."""
        groups = self.site.groups
        compiled = self.loaded.compiled(self.site.text, groups)
        names = compiled.names
        if compiled.nonmonotone or any(kind_of(self.loaded, name, groups).sort is Sort.group for name in names):
            return False
        tried = combinations(self.loaded, names, groups, [self.site.text], hideable=True)
        if tried is None or not self.tests:
            return False
        for values in tried:
            if not effort.spend() or not self._walk(Scope(values, _DAY)) or self._is_alive():
                return False
        return True

    def _is_alive(self) -> bool:
        """Whether every branch was taken: then nothing more can be found."""
        return all(each.body in self.entered and each.orelse in self.entered for each in self.tests)

    def _walk(self, scope: Scope) -> bool:
        """Follow one combination; False where a condition cannot be decided."""
        holds: dict[ast.expr, bool] = {}
        for each, test in self.tests.items():
            value = test(scope, {})
            if value is U:
                return False
            holds[each] = value is True
            self.outcomes[each].add(value is True)
        self._enter(self.syntax.body, holds)
        return True

    def _enter(self, node: ast.expr, holds: dict[ast.expr, bool]) -> None:
        if isinstance(node, ast.IfExp):
            taken = node.body if holds[node] else node.orelse
            self.entered |= {node, taken}
            self._enter(node.test, holds)
            self._enter(taken, holds)
        elif not isinstance(node, ast.Compare | ast.Name | ast.Constant | ast.GeneratorExp):
            for part in ast.iter_child_nodes(node):
                if isinstance(part, ast.expr):
                    self._enter(part, holds)


def _conditionals(node: ast.expr) -> Iterator[ast.IfExp]:
    """Every conditional, outer before inner; those in a comparison or an aggregate are left out."""
    if isinstance(node, ast.IfExp):
        yield node
    elif isinstance(node, ast.Compare | ast.GeneratorExp):
        return
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.expr):
            yield from _conditionals(part)


RULES: tuple[LintRule, ...] = (dead_branches,)
