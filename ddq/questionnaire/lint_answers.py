"""Lint of questions: answers and presences that do not meet, groups that lack what engines need, missing help."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from ddq.questionnaire.answers import ValueProblem, parse_value
from ddq.questionnaire.known_groups import KNOWN_FIELDS
from ddq.questionnaire.lint import Linted, LintRule
from ddq.questionnaire.model import (
    AnyQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    DecimalQuestion,
    GroupQuestion,
    IntegerQuestion,
    MoneyQuestion,
    PercentQuestion,
    Strength,
    YesNoQuestion,
)
from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.problems import Fix, Problem, did_you_mean, respelled
from ddq.questionnaire.sites import Item, Role

_PIPE = re.compile(r"\{([^{}]*)\}")


def presences(linted: Linted) -> Iterator[Problem]:
    """Q004, Q005: an answer that no presence, or no points, map; either for an answer that does not exist."""
    for document, item in linted.items():
        codes = _codes(linted, item.question)
        for mapped, path in _maps(item):
            if codes is None:
                message = f"a map needs choices or yes/no, and {item.question.id} is of the kind {item.question.kind}"
                yield document.problem(path, "Q005", message, "write an expression")
                continue
            for code in codes:
                if code not in mapped:
                    yield document.problem(
                        path, "Q004", f"no {path[-1]} for the answer {code!r}", f"add {code}: …", key=True
                    )
            for code in mapped:
                if code not in codes:
                    yield document.problem(
                        (*path, code),
                        "Q005",
                        f"{code!r} is no answer of {item.question.id}",
                        did_you_mean(code, codes),
                        key=True,
                        fix=respelled(code, [other for other in codes if other not in mapped]),
                    )


def _codes(linted: Linted, question: AnyQuestion) -> list[str] | None:
    if isinstance(question, YesNoQuestion):
        return ["yes", "no"]
    if not isinstance(question, ChoiceQuestion | ChoicesQuestion):
        return None
    shared = question.choices
    lists = linted.loaded.questionnaire.choices
    choices = lists[shared.partition("@")[0]].choices if isinstance(shared, str) else shared
    return [choice.code for choice in choices]


def _maps(item: Item) -> Iterator[tuple[dict[str, float], Path]]:
    question, path = item.question, item.path
    if points := getattr(question, "points", None):
        yield points, (*path, "points")
    if question.risk is not None and isinstance(question.risk.presence, dict):
        yield question.risk.presence, (*path, "risk", "presence")
    for what in ("feeds", "mitigations"):
        declared = question.feeds if what == "feeds" else question.mitigations
        for index, entry in enumerate(declared):
            if isinstance(entry.presence, dict):
                yield entry.presence, (*path, what, index, "presence")


def known_groups(linted: Linted) -> Iterator[Problem]:
    """Q008: a group that feeds an engine lacks a field, or has it with another kind or other codes."""
    for document, item in linted.items():
        group = item.question
        if not isinstance(group, GroupQuestion) or group.feeds_engine is None:
            continue
        index_of = {field.id: index for index, field in enumerate(group.fields)}
        for name, known in KNOWN_FIELDS[group.feeds_engine].items():
            if name not in index_of:
                if known.required:
                    message = f"a group of {group.feeds_engine} needs the field {name!r} ({' or '.join(known.kinds)})"
                    yield document.problem((*item.path, "fields"), "Q008", message, "add it", key=True)
                continue
            field = group.fields[index_of[name]]
            path = (*item.path, "fields", index_of[name])
            if field.kind not in known.kinds:
                message = f"the field {name!r} must be of the kind {' or '.join(known.kinds)}, not {field.kind}"
                yield document.problem((*path, "kind"), "Q008", message)
            elif known.codes:
                yield from _unknown_codes(linted, document, path, field, known.codes)


def _unknown_codes(
    linted: Linted, document: Document, path: Path, field: AnyQuestion, known: tuple[str, ...]
) -> Iterator[Problem]:
    for code in _codes(linted, field) or ():
        if code not in known:
            message = f"the engine does not know the code {code!r} of {field.id!r}"
            hint = did_you_mean(code, known) or f"known: {', '.join(known)}"
            yield document.problem((*path, "choices"), "Q008", message, hint, key=True)


def scoring_groups(linted: Linted) -> Iterator[Problem]:
    """Q009: a group that scores without the declaration that it is complete, or without *unlisted entries*."""
    read = {
        name
        for _, site in linted.sites()
        if site.role in (Role.presence, Role.when)
        for name in linted.loaded.compiled(site.text, site.groups).names
    }
    for document, item in linted.items():
        group = item.question
        if not isinstance(group, GroupQuestion) or item.groups:
            continue
        if not (group.feeds_engine or group.id in read or any(field.risk or field.feeds for field in group.fields)):
            continue
        for key, present in (("complete", group.complete), ("unlisted", group.unlisted)):
            if present is None:
                message = f"the group {group.id} scores and has no {key!r}"
                hint = "an empty list must not look better than an honest one"
                yield document.problem((*item.path, "id"), "Q009", message, hint)


def missing_help(linted: Linted) -> Iterator[Problem]:
    """Q010: a scored question without what the person who answers it needs."""
    for document, item in linted.items():
        question = item.question
        scored = (
            question.feeds
            or question.mitigations
            or (question.risk is not None and question.risk.strength is not Strength.informational)
        )
        if not scored:
            continue
        for key in ("why", "help", "evidence", "valid_for"):
            if not getattr(question, key):
                message = f"{question.id} scores and has no {key!r}"
                yield replace(document.problem((*item.path, "id"), "Q010", message, "add it"), level="warning")


def pipes(linted: Linted) -> Iterator[Problem]:
    """Q011: `{name}` in a text where no question or field has that name."""
    for document, item in linted.items():
        question = item.question
        if isinstance(question, GroupQuestion):
            fields = {"row", *(field.id for field in question.fields)}
            yield from _unknown_pipes(document, (*item.path, "row_label"), question.row_label, fields)
        names = linted.loaded.environment(item.groups).names
        for key in ("text", "help", "why"):
            yield from _unknown_pipes(document, (*item.path, key), getattr(question, key) or "", names)


def doubled_units(linted: Linted) -> Iterator[Problem]:
    """Q016: `{votes} %`, where the answer brings its own unit along."""
    for document, item in linted.items():
        question = item.question
        fields: dict[str, AnyQuestion] = {}
        texts = {key: getattr(question, key) or "" for key in ("text", "help", "why")}
        if isinstance(question, GroupQuestion):
            fields = {field.id: field for field in question.fields}
            texts["row_label"] = question.row_label
        for key, text in texts.items():
            for match in _PIPE.finditer(text):
                name = match.group(1)
                asked = fields.get(name) or linted.loaded.questions.get(name)
                unit = "%" if isinstance(asked, PercentQuestion) else getattr(asked, "unit", None)
                if unit and text[match.end() :].lstrip(" \u00a0").startswith(unit):
                    line, column = document.inside((*item.path, key), match.start())
                    message = f"{match.group()} is filled in with its {unit}, which then stands there twice"
                    hint = f"leave out the {unit} behind it"
                    twice = text[match.start() : text.index(unit, match.end()) + len(unit)]
                    fix, file = Fix(twice, match.group()), document.file_of((*item.path, key))
                    yield Problem(file, line, column, "Q016", message, hint, "warning", fix=fix)


def _unknown_pipes(document: Document, path: Path, text: str, names: Collection[str]) -> Iterator[Problem]:
    for match in _PIPE.finditer(text):
        if match.group(1) not in names:
            name = match.group(1)
            meant = respelled(name, names)
            fix = None if meant is None else Fix(f"{{{name}}}", f"{{{meant.new}}}")
            line, column = document.inside(path, match.start())
            message, hint = f"nothing is called {name!r} here", did_you_mean(name, names)
            yield Problem(document.file_of(path), line, column, "Q011", message, hint, fix=fix)


def ranges(linted: Linted) -> Iterator[Problem]:
    """Q012: a range without values, or a default that is no answer."""
    for document, item in linted.items():
        question = item.question
        ranged = isinstance(question, IntegerQuestion | DecimalQuestion | MoneyQuestion | GroupQuestion)
        if ranged and question.min is not None and question.max is not None and question.min > question.max:
            yield document.problem((*item.path, "min"), "Q012", f"min {question.min} is above max {question.max}")
        if question.default is not None:
            merged = linted.loaded.fields(item.groups)[question.id]
            try:
                parse_value(merged, question.default)
            except ValueProblem as problem:
                yield document.problem((*item.path, "default"), "Q012", f"the default is no answer: {problem}")


_PREFILLED = {"name": "text", "country": "country", "countries": "countries", "identifier": "text"}


def prefills(linted: Linted) -> Iterator[Problem]:
    """Q015: a prefill that the kind of its question cannot hold."""
    for document, item in linted.items():
        if item.question.prefill is not None:
            kind = _PREFILLED[item.question.prefill.split(".")[1]]
            if item.question.kind != kind:
                message = f"{item.question.prefill} fits the kind {kind}, not {item.question.kind}"
                yield document.problem((*item.path, "prefill"), "Q015", message, "prefill another question with it")


def unused_lists(linted: Linted) -> Iterator[Problem]:
    """Q014: a list of choices that no question uses."""
    used = {
        item.question.choices.partition("@")[0]
        for _, item in linted.items()
        if isinstance(item.question, ChoiceQuestion | ChoicesQuestion) and isinstance(item.question.choices, str)
    }
    for document, content in linted.parts:
        for name in content.choices:
            if name not in used:
                found = document.problem(
                    ("choices", name), "Q014", f"no question uses the list {name!r}", "take it out", key=True
                )
                yield replace(found, level="warning")


RULES: tuple[LintRule, ...] = (
    presences,
    known_groups,
    scoring_groups,
    missing_help,
    pipes,
    doubled_units,
    ranges,
    prefills,
    unused_lists,
)
