"""What must hold before a questionnaire can be used: unique ids, known lists, fitting expressions, no cycles."""

from __future__ import annotations

import keyword
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import islice

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.countries import country_called, is_country
from ddq.questionnaire.kinds import ExpressionError, Kind
from ddq.questionnaire.model import AnyQuestion, ChoiceQuestion, ChoicesQuestion, GroupQuestion, Module, Questionnaire
from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.problems import MAX_PROBLEMS, Problem, did_you_mean, place, respelled
from ddq.questionnaire.sites import Site, items, sites

Parts = Sequence[tuple[Document, Questionnaire | Module]]
MOST_STEPS = 2_000_000
"""From question to question, in the search for cycles."""
RESERVED = frozenset(keyword.kwlist) | {"today", "row", "section", "complete"}
"""Ids that expressions or other places give a meaning of their own."""


def check(loaded: LoadedQuestionnaire, parts: Parts) -> list[Problem]:
    """Everything that keeps the questionnaire from being used, with its place."""
    # Each stage builds on the one before; an author mends a hundred before the next hundred is of use.
    for stage in (_ids_and_lists, _expressions, _cycles):
        problems = list(islice(stage(loaded, parts), MAX_PROBLEMS))
        if problems:
            return problems
    return []


def _ids_and_lists(loaded: LoadedQuestionnaire, parts: Parts) -> Iterator[Problem]:
    yield from _unique_ids(parts)
    yield from _choice_lists(loaded, parts)
    yield from _country_sets(loaded, parts)
    yield from _concepts(loaded, parts)


def _expressions(loaded: LoadedQuestionnaire, parts: Parts) -> Iterator[Problem]:
    for document, content in parts:
        for site in sites(content):
            problem = check_site(loaded, document, site)
            if problem is not None:
                yield problem


def check_site(loaded: LoadedQuestionnaire, document: Document, site: Site) -> Problem | None:
    """What is wrong with an expression, at its place inside the text."""
    try:
        kind = loaded.compiled(site.text, site.groups).kind
    except ExpressionError as error:
        line, column = document.inside(site.path, error.column)
        return Problem(
            document.file_of(site.path),
            line,
            column,
            error.code,
            error.message,
            error.hint,
            width=error.width,
            fix=error.fix,
        )
    except RecursionError:
        hint = "put each after those that it reads"
        return document.problem(site.path, "L009", "too many computed questions build on each other here", hint)
    if kind.sort in site.role.wanted:
        return None
    wanted = " or ".join(sorted(str(Kind(sort)) for sort in site.role.wanted))
    return document.problem(site.path, "E005", f"{site.role} needs {wanted}, and this is {kind}")


def _unique_ids(parts: Parts) -> Iterator[Problem]:
    first: dict[tuple[str, str], tuple[Document, Path]] = {}
    for document, content in parts:
        for what, identifier, path in _ids(content):
            if (what, identifier) in first:
                there, at = first[what, identifier]
                message = f"the {what.partition(' in ')[0]} id {identifier!r} was already given at {there.where(at)}"
                yield document.problem(path, "L004", message, "give it an id of its own")
            if what.startswith(("question", "field")) and identifier in RESERVED:
                yield document.problem(path, "L006", f"{identifier!r} cannot be an id", "expressions use this word")
            first.setdefault((what, identifier), (document, path))


def _ids(content: Questionnaire | Module) -> Iterator[tuple[str, str, Path]]:
    """Every id: what it is of, the id, where it stands."""
    for name in content.choices:
        yield "choice list", name, ("choices", name)
    for name in content.country_sets:
        yield "country set", name, ("country_sets", name)
    for index, section in enumerate(content.sections):
        yield "section", section.id, ("sections", index, "id")
    for item in items(content):
        what = f"field in {'/'.join(item.groups)}" if item.groups else "question"
        yield what, item.question.id, (*item.path, "id")
        if isinstance(item.question, ChoiceQuestion | ChoicesQuestion) and not isinstance(item.question.choices, str):
            for index, choice in enumerate(item.question.choices):
                yield (
                    f"choice in {'/'.join(item.groups)} {item.question.id}",
                    choice.code,
                    (*item.path, "choices", index, "code"),
                )
    for name, shared in content.choices.items():
        for index, choice in enumerate(shared.choices):
            yield f"choice in list {name}", choice.code, ("choices", name, "choices", index, "code")
    for index, bar in enumerate(content.bars):
        yield "bar", bar.id, ("bars", index, "id")


def _choice_lists(loaded: LoadedQuestionnaire, parts: Parts) -> Iterator[Problem]:
    known = loaded.questionnaire.choices
    for document, content in parts:
        for item in items(content):
            question, path = item.question, item.path
            if isinstance(question, ChoiceQuestion | ChoicesQuestion) and isinstance(question.choices, str):
                name, _, version = question.choices.partition("@")
                if name not in known:
                    message = f"there is no choice list {name!r}"
                    fix = respelled(name, known)
                    yield document.problem((*path, "choices"), "L005", message, did_you_mean(name, known), fix=fix)
                elif version and int(version) != known[name].version:
                    message = (
                        f"the list {name!r} is at version {known[name].version}, and version {version} is asked for"
                    )
                    hint = "see whether its codes still mean the same, then ask for that version"
                    yield document.problem((*path, "choices"), "L013", message, hint)
            elif isinstance(question, GroupQuestion) and len(item.groups) >= 2:
                yield document.problem(path, "L008", "a group inside a group inside a group", "nest groups one level")


def _country_sets(loaded: LoadedQuestionnaire, parts: Parts) -> Iterator[Problem]:
    for document, content in parts:
        for name, shared in content.country_sets.items():
            if name in loaded.country_sets or name in loaded.questions or name in RESERVED:
                message = f"the name {name!r} of a country set is taken"
                yield document.problem(("country_sets", name), "L004", message, "choose another", key=True)
            for index, code in enumerate(shared.countries):
                if not is_country(code):
                    message, near = f"{code!r} is no country", country_called(code)
                    path = ("country_sets", name, "countries", index)
                    hint = f"did you mean {near!r}?" if near else "write ISO 3166-1 alpha-2, such as NO"
                    yield document.problem(path, "L014", message, hint)


def _concepts(loaded: LoadedQuestionnaire, parts: Parts) -> Iterator[Problem]:
    """One answer serves all questions of a concept, so all must take it."""
    first: dict[str, tuple[AnyQuestion, str]] = {}
    for document, content in parts:
        for item in items(content):
            question, path = item.question, (*item.path, "concept")
            if question.concept is None:
                continue
            if item.groups or question.kind == "computed":
                message = f"a {'field' if item.groups else question.kind} cannot have a concept"
                yield document.problem(path, "L012", message, "give it to a question that is answered by itself")
                continue
            other, where = first.setdefault(question.concept, (question, document.where(path)))
            if other is not question and question.kind == "group":
                message = f"{question.id} and {other.id} ({where}) share a concept, and rows serve one list only"
                yield document.problem(path, "L012", message, "include the list once")
            elif _answers(loaded, other) != _answers(loaded, question):
                message = f"{question.id} and {other.id} ({where}) share a concept and take other answers"
                hint = "give both the same kind and the same choice codes, or other concepts"
                yield document.problem(path, "L012", message, hint)


def _answers(loaded: LoadedQuestionnaire, question: AnyQuestion) -> tuple[str, frozenset[str]]:
    """What must be alike for one answer to serve two questions."""
    merged = loaded.questions.get(question.id, question)
    return question.kind, frozenset(choice.code for choice in loaded.choices(merged))


def _cycles(loaded: LoadedQuestionnaire, parts: Parts) -> Iterator[Problem]:
    """The shortest cycle through each question that is part of one; a longer way round a told one is left out."""
    levels = {item.groups for _, content in parts for item in items(content)}
    circular = {groups: _a_cycle(loaded.graph(groups)) for groups in levels}
    if not any(circular.values()):
        return
    found: dict[frozenset[str], Problem] = {}
    # Those of a known cycle first: with more questions than can be looked at, that one is told at least.
    every = [(document, item) for document, content in parts for item in items(content)]
    every.sort(key=lambda each: each[1].question.id not in circular[each[1].groups])
    left = MOST_STEPS
    for document, item in every:
        cycle, steps = _shortest_cycle(item.question.id, loaded.graph(item.groups))
        if cycle is not None:
            message = f"these depend on each other: {' → '.join(cycle)}"
            problem = document.problem((*item.path, "id"), "L007", message, "take one of the conditions out")
            known = found.get(frozenset(cycle))
            if known is None or place(problem) < place(known):
                found[frozenset(cycle)] = problem
        left -= steps
        if left < 0:
            break
    yield from (problem for members, problem in found.items() if not any(other < members for other in found))


def _a_cycle(graph: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The members of some cycle; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return frozenset(error.args[1])
    return frozenset()


def _shortest_cycle(start: str, graph: Mapping[str, Sequence[str]]) -> tuple[list[str] | None, int]:
    """The shortest path from a question back to itself, and how many steps were looked at."""
    queue: deque[str] = deque([start])
    before: dict[str, str] = {}
    steps = 0
    while queue:
        here = queue.popleft()
        for step in graph.get(here, ()):
            steps += 1
            if step == start:
                way = [here]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return [*reversed(way), start], steps
            if step not in before:
                before[step] = here
                queue.append(step)
    return None, steps
