"""A questionnaire in the making: questions with conditions that still speak of the source's names, and their settling.

Every reader of a foreign format fills a `Draft`. `settle` writes the conditions in our language, takes out those that
cannot stand, tells each of them, and gives the questionnaire, its YAML and what lint finds in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

import orjson
from pydantic import ValidationError

from ddq.authoring.converters.conditions import PLAIN, Dialect, Node, Term, Untranslatable, Writer, all_of
from ddq.authoring.converters.losses import LossReport, quoted
from ddq.authoring.converters.words import one_line
from ddq.authoring.converters.yaml_out import write_yaml
from ddq.questionnaire.checks import check
from ddq.questionnaire.compiled import LoadedQuestionnaire, SourceFile
from ddq.questionnaire.kinds import Sort
from ddq.questionnaire.model import Questionnaire
from ddq.questionnaire.problems import Problem, SourceError

MAX_QUESTIONS = 20_000
MAX_EXPRESSION = 2000

_SORTS: dict[str, Sort] = {
    "text": Sort.text,
    "long_text": Sort.text,
    "integer": Sort.number,
    "decimal": Sort.number,
    "percent": Sort.number,
    "computed": Sort.number,
    "date": Sort.date,
    "yes_no": Sort.condition,
    "choice": Sort.choice,
    "choices": Sort.choices,
    "country": Sort.country,
    "countries": Sort.countries,
    "money": Sort.money,
    "entity": Sort.entity,
    "evidence": Sort.files,
    "group": Sort.group,
}


@dataclass(slots=True)
class Clause:
    """One condition of the source, before it is written in our language."""

    place: str
    text: str
    """As the source wrote it."""
    node: Node
    written: str | None = None
    """Our own text of it, where the source holds that."""


@dataclass(slots=True)
class DraftQuestion:
    """One question, or one field of a group."""

    place: str
    name: str
    """What the source's conditions call it."""
    data: dict[str, Any]
    """The keys of our model, `id`, `kind` and `text` among them; conditions apart."""
    codes: dict[str, str] = field(default_factory=dict[str, str])
    """The source's value of each choice to our code; of a yes-or-no question to `yes` or `no`."""
    visible: list[Clause] = field(default_factory=list[Clause])
    """All must hold."""
    required: list[Clause] = field(default_factory=list[Clause])
    checks: list[tuple[Clause, str]] = field(default_factory=list[tuple[Clause, str]])
    """With the message for when it does not hold."""
    calc: Clause | None = None
    choices: dict[str, Clause] = field(default_factory=dict[str, Clause])
    """By our code, when a choice is offered."""
    fields: list[DraftQuestion] = field(default_factory=list["DraftQuestion"])
    sort: Sort | None = None
    """What it is in expressions, where its kind does not tell."""


@dataclass(slots=True)
class DraftSection:
    """A run of questions under one title."""

    id: str
    title: str
    questions: list[DraftQuestion] = field(default_factory=list[DraftQuestion])
    intro: str | None = None
    visible: list[Clause] = field(default_factory=list[Clause])
    domain: str | None = None


@dataclass(slots=True)
class Draft:
    """A questionnaire in the making."""

    id: str
    title: str
    sections: list[DraftSection]
    description: str | None = None
    language: str = "en"
    version: str = "0.1.0"
    method: str | None = None
    """How it is scored, where the source says so."""
    dialect: Dialect = PLAIN
    names: dict[str, str] = field(default_factory=dict[str, str])
    """Other names of questions: the source's word to the `name` of a question."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What came out of a file of another tool."""

    questionnaire: Questionnaire
    text: str
    """Its YAML."""
    report: LossReport


def settle(draft: Draft, report: LossReport, file: str = "questionnaire.yaml") -> Converted:
    """The questionnaire of a draft, with everything that could not be carried in the report.

    Raises:
        SourceError: there is no question in it, or too many.
    """
    sections = list(_with_questions(draft.sections, report))
    count = sum(len(section.questions) for section in sections)
    if not count:
        raise SourceError([Problem(report.source, 0, 0, "K003", "there is no question in it")])
    if count > MAX_QUESTIONS:
        message = f"it holds {count:,} questions"
        raise SourceError([Problem(report.source, 0, 0, "K002", message, f"at most {MAX_QUESTIONS:,} are read")])
    settling = _Settling(draft, sections, report)
    data = settling.data()
    questionnaire, data = settling.sound(data)
    text = write_yaml(questionnaire, [f"Converted from {one_line(report.source)} ({report.format})."])
    report.questions = len(questionnaire.questions())
    report.conditions = sum(1 for _ in _expressions(data))
    return Converted(questionnaire, text, report)


def _with_questions(sections: Iterable[DraftSection], report: LossReport) -> Iterator[DraftSection]:
    """The sections that ask something; what an empty one says stands before the next one."""
    intro: str | None = None
    for section in sections:
        if not section.questions:
            intro = "\n\n".join(filter(None, (intro, section.intro))) or None
            continue
        if intro:
            section.intro, intro = "\n\n".join(filter(None, (intro, section.intro))), None
        yield section
    if intro:
        report.lost("the end", f"a text after the last question: {quoted(intro)}")


class _Settling:
    """Writes every condition of a draft, and takes out what does not hold."""

    def __init__(self, draft: Draft, sections: list[DraftSection], report: LossReport) -> None:
        self.draft, self.sections, self.report = draft, sections, report
        self.terms = dict(self._terms(sections))
        self.places: dict[str, str] = {}

    def _terms(self, sections: Iterable[DraftSection]) -> Iterator[tuple[str, Term]]:
        for section in sections:
            for question in section.questions:
                yield question.name, _term(question, bool(section.visible))

    def _find(self, inner: Mapping[str, Term] | None) -> Any:
        def find(path: str) -> Term | None:
            name = self.draft.names.get(path, path)
            if inner is not None and name in inner:
                return inner[name]
            return self.terms.get(name)

        return find

    def data(self) -> dict[str, Any]:
        """The questionnaire in the shape of its file."""
        draft = self.draft
        whole: dict[str, Any] = {
            "ddq": "questionnaire/1",
            "id": draft.id,
            "version": draft.version,
            "title": one_line(draft.title) or draft.id,
            "language": draft.language,
            "sections": [self._section(section) for section in self.sections],
        }
        if draft.method:
            whole["method"] = draft.method
        if draft.description:
            whole["description"] = draft.description
        return whole

    def _section(self, section: DraftSection) -> dict[str, Any]:
        title = one_line(section.title) or section.id
        data: dict[str, Any] = {"id": section.id, "title": title, "domain": section.domain or title}
        self.places[section.id] = section.visible[0].place if section.visible else ""
        if section.intro:
            data["intro"] = section.intro
        condition = self._condition(section.visible, None)
        if condition:
            data["visible_if"] = condition
        data["questions"] = [self._question(question, None) for question in section.questions]
        return data

    def _question(self, question: DraftQuestion, inner: Mapping[str, Term] | None) -> dict[str, Any]:
        data = dict(question.data)
        self.places[data["id"]] = question.place
        if question.fields:
            within = {each.name: _term(each, True) for each in question.fields}
            data["fields"] = [self._question(each, within) for each in question.fields]
        for key, clauses in (("visible_if", question.visible), ("required_if", question.required)):
            condition = self._condition(clauses, inner)
            if condition:
                data[key] = condition
        checks = [
            {"must": condition, "message": message}
            for clause, message in question.checks
            if (condition := self._condition([clause], inner))
        ]
        if checks:
            data["check"] = checks
        if question.choices and "choices" in data:
            data["choices"] = [
                {**choice, "visible_if": condition}
                if choice["code"] in question.choices
                and (condition := self._condition([question.choices[choice["code"]]], inner))
                else choice
                for choice in data["choices"]
            ]
        if question.calc is not None:
            calc = self._written(question.calc, inner, "value")
            if calc is None:
                data.pop("unit", None)
                data["kind"] = "text"
            else:
                data["calc"] = calc
        return data

    def _condition(self, clauses: list[Clause], inner: Mapping[str, Term] | None) -> str | None:
        """The conjunction of what can be written; each that cannot is told."""
        own = [clause.written for clause in clauses if clause.written is not None]
        if own and len(own) == len(clauses):
            return own[0] if len(own) == 1 else " and ".join(f"({text})" for text in own)
        good = [clause for clause in clauses if self._written(clause, inner, "condition") is not None]
        node = all_of([clause.node for clause in good])
        if node is None:
            return None
        text = Writer(self._find(inner), self.draft.dialect).condition(node)
        if len(text) > MAX_EXPRESSION:
            self.report.lost(good[0].place, f"the condition is {len(text):,} characters long in our language", _SPLIT)
            return None
        return text

    def _written(self, clause: Clause, inner: Mapping[str, Term] | None, what: Literal["condition", "value"]) -> Any:
        if clause.written is not None:
            return clause.written
        writer = Writer(self._find(inner), self.draft.dialect)
        try:
            text = getattr(writer, what)(clause.node)
        except Untranslatable as reason:
            self.report.lost(clause.place, f"the condition {quoted(clause.text)}: {reason}", _BY_HAND)
            return None
        except RecursionError:
            self.report.lost(clause.place, f"the condition {quoted(clause.text)} is nested too deeply", _SPLIT)
            return None
        for note in dict.fromkeys(writer.notes):
            self.report.changed(clause.place, f"in {quoted(clause.text)}: {note}")
        return text

    def sound(self, data: dict[str, Any]) -> tuple[Questionnaire, dict[str, Any]]:
        """The questionnaire without the expressions that keep it from being used; each is told."""
        for _ in range(200):
            questionnaire, source = self._built(data)
            loaded = LoadedQuestionnaire(questionnaire, (source,), source.sha256)
            problems = check(loaded, [(source.document, questionnaire)]) or self._never_shown(loaded)
            if not problems:
                return questionnaire, data
            # From the end, so that what is taken out moves nothing that is still to be found by its place.
            removed = [self._remove(data, source, problem) for problem in reversed(problems)]
            if not any(removed):
                raise SourceError(problems)
        raise SourceError([Problem(self.report.source, 0, 0, "K003", "its conditions cannot be brought in order")])

    def _never_shown(self, loaded: LoadedQuestionnaire) -> list[Problem]:
        from ddq.questionnaire.lint import Linted
        from ddq.questionnaire.lint_conditions import never_shown

        return list(never_shown(Linted(loaded)))

    def _built(self, data: dict[str, Any]) -> tuple[Questionnaire, SourceFile]:
        try:
            questionnaire = Questionnaire.model_validate_json(orjson.dumps(data))
        except TypeError as error:
            message = f"what was read from it is more than can be held ({error})"
            raise SourceError([Problem(self.report.source, 0, 0, "K003", message)]) from None
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            message = f"what was read from it does not fit the model: {where}: {first['msg']}"
            raise SourceError([Problem(self.report.source, 0, 0, "K003", message)]) from None
        text = write_yaml(questionnaire)
        return questionnaire, SourceFile(self.report.source, text, hashlib.sha256(text.encode()).hexdigest())

    def _remove(self, data: dict[str, Any], source: SourceFile, problem: Problem) -> bool:
        """Take out the expression at a problem's place; of a question in a cycle or never shown, its condition."""
        document = source.document
        path = document.path_at((problem.line, problem.col))
        if problem.code in ("L007", "Q002"):
            path = path[:-1] if path and path[-1] == "id" else path
            return self._take(data, path, ("visible_if", "calc"), problem)
        return self._take(data, path[:-1], (str(path[-1]),), problem)

    def _take(self, data: dict[str, Any], path: tuple[str | int, ...], keys: tuple[str, ...], problem: Problem) -> bool:
        holder: Any = data
        for step in path:
            holder = holder[step]
        for key in keys:
            if key in holder and key in ("visible_if", "required_if", "calc", "must"):
                text = holder.pop(key)
                if key == "calc":
                    holder["kind"] = "text"
                elif key == "must":
                    self._drop_check(data, path)
                place = self.places.get(str(holder.get("id", "")), "") or self.report.source
                self.report.lost(place, f"the condition {quoted(str(text))}: {problem.message}", _BY_HAND)
                return True
        if problem.code in ("L007", "Q002") and len(path) > 2 and path[0] == "sections":
            return self._take(data, path[:2], ("visible_if",), replace(problem, code="section"))
        return False

    def _drop_check(self, data: dict[str, Any], path: tuple[str | int, ...]) -> None:
        question: Any = data
        for step in path[:-2]:
            question = question[step]
        question["check"] = [check for check in question["check"] if "must" in check]
        if not question["check"]:
            del question["check"]


_BY_HAND = "write it by hand"
_SPLIT = "split it with computed questions"


def _term(question: DraftQuestion, in_hidden_section: bool) -> Term:
    sort = question.sort or _SORTS[question.data["kind"]]
    return Term(question.data["id"], sort, question.codes, in_hidden_section or bool(question.visible))


def _expressions(data: Any) -> Iterator[str]:
    """Every expression of a questionnaire in the shape of its file."""
    if isinstance(data, dict):
        for key, value in cast(dict[str, Any], data).items():
            if key in ("visible_if", "required_if", "calc", "must"):
                yield value
            else:
                yield from _expressions(value)
    elif isinstance(data, list):
        for value in cast(list[Any], data):
            yield from _expressions(value)
