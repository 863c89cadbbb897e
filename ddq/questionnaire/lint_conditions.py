"""Lint of expressions: conditions that decide nothing, what more knowledge could flip, and countries in rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ddq.questionnaire.compiled import Groups, LoadedQuestionnaire
from ddq.questionnaire.countries import country_called, is_country
from ddq.questionnaire.country_words import country_as_word, country_in
from ddq.questionnaire.domains import Effort, combinations, constant_outcome, constants, is_hideable
from ddq.questionnaire.evaluate import evaluate
from ddq.questionnaire.lint import Linted, LintRule
from ddq.questionnaire.model import GroupQuestion, MoneyQuestion
from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.problems import Problem, ProblemLevel
from ddq.questionnaire.sites import Role, Site

_CONDITIONS = frozenset({Role.visible_if, Role.required_if, Role.check, Role.when})


def _inside(
    document: Document, site: Site, column: int, found: tuple[str, str, str | None], level: ProblemLevel = "error"
) -> Problem:
    """A problem inside an expression; `found` is its code, message and hint."""
    line, start = document.inside(site.path, column)
    return Problem(document.file_of(site.path), line, start, *found, level=level)


def always_the_same(linted: Linted) -> Iterator[Problem]:
    """Q001: a condition that is true, or false, whatever is answered."""
    effort = Effort()
    for document, site in linted.sites():
        if site.role not in _CONDITIONS:
            continue
        always = constant_outcome(linted.loaded, site.text, site.groups, effort)
        if always is not None:
            message = f"this condition is always {'true' if always else 'false'}"
            yield _inside(document, site, 0, ("Q001", message, "mend it or take it out"), "warning")


def never_shown(linted: Linted) -> Iterator[Problem]:
    """Q002: a question that no answers can bring up."""
    loaded, effort = linted.loaded, Effort()
    for document, item in linted.items():
        if item.groups or not is_hideable(loaded, item.question.id):
            continue
        if _never_visible(loaded, item.question.id, effort):
            message = f"{item.question.id} can never be shown"
            hint = "mend its condition, or that of its section or of a question that it depends on"
            yield document.problem((*item.path, "id"), "Q002", message, hint)


def _never_visible(loaded: LoadedQuestionnaire, name: str, effort: Effort) -> bool:
    needed = loaded.closure([name])
    texts = [
        text
        for other in needed
        for text in (loaded.questions[other].visible_if, loaded.section_of[other].visible_if)
        if text is not None
    ]
    tried = combinations(loaded, needed - {name}, (), texts, hideable=False)
    if tried is None or any("today" in text for text in texts):
        return False
    day = date(2000, 1, 1)
    return all(
        effort.spend(len(needed)) and evaluate(loaded, values, day, only=needed).visible[name] is False
        for values in tried
    )


def surprising_not_applicable(linted: Linted) -> Iterator[Problem]:
    """Q003: `!=`, `not` or arithmetic over a question that may be hidden there, which then decides the result."""
    loaded = linted.loaded
    for document, site in linted.sites():
        if site.role not in (Role.presence, Role.when, Role.calc, Role.output, Role.visible_if):
            continue
        given = _conditions(loaded, site.owner, site.groups) if site.role is not Role.visible_if else frozenset[str]()
        for name in sorted(loaded.compiled(site.text, site.groups).na_decides):
            inner = loaded.level(name, site.groups)
            if is_hideable(loaded, name, inner) and not _conditions(loaded, name, inner) <= given:
                message = f"{name} may be not applicable here, and then counts as “not” or as no number"
                hint = f"ask for what makes {name} visible first, or compare with == or in"
                yield _inside(document, site, max(0, site.text.find(name)), ("Q003", message, hint), "warning")


def _conditions(loaded: LoadedQuestionnaire, name: str, groups: Groups) -> frozenset[str]:
    """The conditions under which a question is seen; of a rule or an output, none."""
    questions = loaded.fields(groups)
    if name not in questions:
        return frozenset()
    own = questions[name].visible_if
    section = loaded.section_of[groups[0] if groups else name].visible_if
    return frozenset(text for text in (own, section) if text is not None)


def not_monotone(linted: Linted) -> Iterator[Problem]:
    """Q006: a function by which more knowledge could flip a decided result, where a score rests on it."""
    for document, site in linted.sites():
        if site.role.scores:
            for place in linted.loaded.compiled(site.text, site.groups).nonmonotone:
                message = f"{place.text} is not possible in {site.role}: more knowledge could flip a decided score"
                hint = "read the answer itself; an open question widens the interval"
                yield _inside(document, site, place.column, ("Q006", message, hint))


def amounts_without_currency(linted: Linted) -> Iterator[Problem]:
    """Q013: an amount that may be in several currencies, read without its currency."""
    for document, site in linted.sites():
        compiled = linted.loaded.compiled(site.text, site.groups)
        for name in sorted(compiled.names):
            question = linted.loaded.fields(linted.loaded.level(name, site.groups))[name]
            if not isinstance(question, MoneyQuestion) or len(question.currencies) == 1:
                continue
            reads = re.search(rf"\bamount\(\s*{re.escape(name)}\s*\)", site.text)
            if reads is not None and not re.search(rf"\bcurrency\(\s*{re.escape(name)}\s*\)", site.text):
                message = f"the amount of {name} may be in any currency"
                hint = f"test currency({name}) too, or allow one currency only"
                yield _inside(document, site, reads.start(), ("Q013", message, hint), "warning")


def unknown_countries(linted: Linted) -> Iterator[Problem]:
    """E009: a code of two letters that no country has, so that no answer ever is it."""
    for document, site in linted.sites():
        for place in linted.loaded.compiled(site.text, site.groups).countries:
            if not is_country(place.text):
                near = country_called(place.text)
                hint = f"did you mean {near!r}?" if near else "write ISO 3166-1 alpha-2, like 'NO'"
                yield _inside(document, site, place.column, ("E009", f"{place.text!r} is not a country code", hint))


def countries_in_rules(linted: Linted) -> Iterator[Problem]:
    """Q007: a country named in a rule. Countries live in registers, profiles, answers and lists."""
    hint = "use a fact of the registers, or a shared set"
    for document, site in linted.sites():
        if not site.role.scores:
            continue
        compiled = linted.loaded.compiled(site.text, site.groups)
        named = {place.text: place.column for place in compiled.countries}
        for word in constants([site.text])[1]:
            if (country := country_as_word(word)) is not None:
                named.setdefault(country, max(0, site.text.find(word)))
        for word, column in named.items():
            yield _inside(document, site, column, ("Q007", f"the rule names the country {word!r}", hint))
        for place in compiled.sets:
            if place.text in linted.loaded.own_sets:
                message = f"a score rests on {place.text!r}, a set of countries that the questionnaire draws up itself"
                yield _inside(document, site, place.column, ("Q007", message, "use a set of the registers"))
    for document, path, title in _titles(linted):
        country = country_in(title)
        if country is not None:
            yield document.problem(path, "Q007", f"the title names the country {country}", "name the concern alone")


def countries_in_scored_choices(linted: Linted) -> Iterator[Problem]:
    """Q007: a choice that is a country, in a question on whose choices a score rests: the same bias by another door."""
    read = _choices_that_score(linted)
    for document, item in linted.items():
        question = item.question
        declared = (question.risk, *question.feeds, *question.mitigations)
        by_map = any(entry is not None and isinstance(entry.presence, dict) for entry in declared)
        if not by_map and (item.groups, question.id) not in read:
            continue
        for choice in linted.loaded.choices(linted.loaded.fields(item.groups)[question.id]):
            country = country_as_word(choice.code) or country_in(choice.label)
            if country is not None:
                message = f"a choice of {question.id}, which scores, is the country {country}"
                yield document.problem((*item.path, "choices"), "Q007", message, "ask for what matters", key=True)


def _choices_that_score(linted: Linted) -> frozenset[tuple[Groups, str]]:
    """The questions that an expression reads from which a score, a tier or a bar follows."""
    loaded = linted.loaded
    found: set[tuple[Groups, str]] = set()
    for _, site in linted.sites():
        if site.role.scores and site.role is not Role.visible_if:
            for name in loaded.compiled(site.text, site.groups).names:
                found.add((loaded.level(name, site.groups), name))
    return frozenset(found)


def _titles(linted: Linted) -> Iterator[tuple[Document, Path, str]]:
    """The titles of indicators, mitigations, rules and bars."""
    for document, content in linted.parts:
        for index, rule in enumerate(content.rules):
            yield document, ("rules", index, "title"), rule.title
        for index, bar in enumerate(content.bars):
            yield document, ("bars", index, "title"), bar.title
    for document, item in linted.items():
        if item.question.risk is not None:
            yield document, (*item.path, "risk", "title"), item.question.risk.title
        if isinstance(item.question, GroupQuestion) and item.question.unlisted is not None:
            yield document, (*item.path, "unlisted", "title"), item.question.unlisted.title
        for index, mitigation in enumerate(item.question.mitigations):
            yield document, (*item.path, "mitigations", index, "title"), mitigation.title


RULES: tuple[LintRule, ...] = (
    always_the_same,
    never_shown,
    surprising_not_applicable,
    not_monotone,
    amounts_without_currency,
    unknown_countries,
    countries_in_rules,
    countries_in_scored_choices,
)
