"""SurveyJS JSON in: pages and titled panels become sections, elements become questions, `visibleIf` conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ddq.authoring.converters.conditions import Dialect, Node, Untranslatable
from ddq.authoring.converters.draft import Clause, Converted, Draft, DraftQuestion, DraftSection, settle
from ddq.authoring.converters.losses import LossReport, quoted
from ddq.authoring.converters.names import Names
from ddq.authoring.converters.surveyjs_expression import read_expression
from ddq.authoring.converters.surveyjs_kinds import KINDS, Element, Kinded
from ddq.authoring.converters.words import from_html, is_html, one_line, pipes, split_question
from ddq.foreign.plain_json import items, mapping, parse_json, read_text, refuse, word

DIALECT = Dialect(empty_is_zero=True, folds_case=True)
MAX_NESTING = 20
_VERSION = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}")
_CLEARING = frozenset({"onHidden", "onHiddenContainer"})
_SURVEY_LOSSES = {
    "triggers": "triggers are not carried",
    "calculatedValues": "calculated values that are no question are not carried",
    "timeLimit": "the time limit is not carried",
    "maxTimeToFinish": "the time limit is not carried",
    "questionsOrder": "a random order of questions is not carried",
    "navigateToUrl": "what follows the last page is not carried",
}
_ELEMENT_LOSSES = {
    "enableIf": "a condition under which it can be changed is not carried",
    "setValueIf": "a value that a condition sets is not carried",
    "setValueExpression": "a value that a formula sets is not carried",
    "resetValueIf": "a condition that empties it is not carried",
    "defaultValueExpression": "a default that is computed is not carried",
    "choicesByUrl": "choices that are fetched from an address are not carried",
    "choicesFromQuestion": "choices that another question gives are not carried",
    "maskType": "an input mask is not carried",
    "maxSelectedChoices": "the largest number of choices is not carried",
    "minSelectedChoices": "the least number of choices is not carried",
    "correctAnswer": "the answer that a quiz takes for correct is not carried",
}


def read_surveyjs(path: Path) -> Converted:
    """The questionnaire of a SurveyJS file, with its loss report.

    Raises:
        SourceError: the file cannot be read as one.
    """
    survey = parse_json(read_text(path), str(path))
    if not mapping(survey) or not ({"pages", "elements", "questions"} & survey.keys()):
        hint = "a SurveyJS file is an object with `pages` or `elements`"
        refuse(str(path), "K001", "this is no SurveyJS form", hint)
    return _Reader(survey, path).converted()


@dataclass
class _Around:
    """What stands around an element."""

    section: DraftSection
    clauses: list[Clause] = field(default_factory=list[Clause])
    """The conditions of panels without a title."""
    depth: int = 0


class _Reader:
    """One walk over a survey."""

    def __init__(self, survey: Mapping[str, Any], path: Path) -> None:
        self.survey, self.path = survey, path
        self.report = LossReport(path.name, "surveyjs")
        self.sections: list[DraftSection] = []
        self.ids, self.section_ids = Names(), Names()
        self.foreign: dict[str, str] = {}
        """By our id, what the source's texts call it."""
        self.languages: set[str] = set()
        self.formatted = 0
        self.texts: list[tuple[str, dict[str, Any], str]] = []
        self.language = word(survey.get("locale")) or "en"

    def converted(self) -> Converted:
        pages = items(self.survey.get("pages")) or [self.survey]
        for index, page in enumerate(pages):
            where = f"$.pages[{index}]" if self.survey.get("pages") else "$"
            self._page(mapping(page), where, index)
        for key, message in _SURVEY_LOSSES.items():
            if self.survey.get(key):
                self.report.lost(f"$.{key}", message)
        self._clearing()
        own = mapping(self.survey.get("ddq"))
        title = self._words(self.survey.get("title"), "$.title")
        draft = Draft(
            Names().code(word(own.get("id")) or self.path.stem, "survey"),
            title or self.path.stem,
            self.sections,
            self._words(self.survey.get("description"), "$.description") or None,
            language=self.language,
            version=version if _VERSION.fullmatch(version := word(own.get("version"))) else "0.1.0",
            dialect=DIALECT,
        )
        self._pipes()
        if self.formatted:
            self.report.changed("$", f"formatting was taken out of {self.formatted} texts")
        if self.languages:
            known = ", ".join(sorted(self.languages))
            self.report.lost("$", f"texts in other languages ({known}) are not carried", "write them as side files")
        return settle(draft, self.report)

    def _clearing(self) -> None:
        """Where answers behind a closed condition still count, conditions decide otherwise than ours."""
        clears = word(self.survey.get("clearInvisibleValues"))
        if clears in _CLEARING or not any(question.visible for each in self.sections for question in each.questions):
            return
        self.report.changed(
            "$.clearInvisibleValues",
            "the form keeps the answers of hidden questions until it is sent, and its conditions read them",
            "here a hidden answer never counts",
        )

    # Texts

    def _words(self, value: Any, place: str) -> str:
        """A text, of which SurveyJS may hold one in each language."""
        if isinstance(value, dict):
            several = mapping(value)
            chosen = next((key for key in (self.language, "default", *several) if key in several), None)
            self.languages |= {key for key in several if key not in (chosen, "default", self.language)}
            value = several.get(chosen) if chosen else ""
        text = word(value)
        self.formatted += is_html(text)
        return from_html(text)

    def _pipes(self) -> None:
        """`{name}` in texts, once every question is known."""
        known = {name: identifier for identifier, name in self.foreign.items()}
        for place, data, key in self.texts:
            data[key], unknown = pipes(data[key], known)
            if unknown:
                self.report.changed(place, f"{quoted(unknown[0])} in a text is no question of the form")

    # Structure

    def _page(self, page: Mapping[str, Any], place: str, index: int) -> None:
        title = self._words(page.get("title"), f"{place}.title") if "pages" in self.survey else ""
        name = word(page.get("name")) or f"page{index + 1}"
        section = DraftSection(self.section_ids.code(name, f"page{index + 1}"), title or name)
        section.intro = self._words(page.get("description"), place) or None if "pages" in self.survey else None
        own = mapping(page.get("ddq"))
        section.domain = word(own.get("domain")) or None
        section.visible = self._clauses(page, "visibleIf", place)
        self.sections.append(section)
        self._elements(page, place, _Around(section))

    def _elements(self, holder: Mapping[str, Any], place: str, around: _Around) -> None:
        key = next((key for key in ("elements", "questions") if key in holder), "elements")
        for index, raw in enumerate(items(holder.get(key))):
            element, here = mapping(raw), f"{place}.{key}[{index}]"
            if element.get("visible") is False and not element.get("visibleIf"):
                self.report.lost(here, f"{quoted(word(element.get('name')))} is never shown and was left out")
            elif element.get("type") == "panel":
                self._panel(element, here, around)
            else:
                self._element(element, here, around)

    def _panel(self, panel: Mapping[str, Any], place: str, around: _Around) -> None:
        if around.depth >= MAX_NESTING:
            self.report.lost(place, "panels are nested too deeply")
            return
        title = self._words(panel.get("title"), f"{place}.title")
        clauses = self._clauses(panel, "visibleIf", place)
        if not title:
            inner = replace(around, clauses=[*around.clauses, *clauses], depth=around.depth + 1)
            self._elements(panel, place, inner)
            return
        outer = around.section
        section = DraftSection(
            self.section_ids.code(word(panel.get("name")) or "panel", "panel"),
            f"{outer.title}: {title}",
            visible=[*outer.visible, *around.clauses, *clauses],
            domain=outer.domain,
        )
        section.intro = self._words(panel.get("description"), place) or None
        self.sections.append(section)
        self._elements(panel, place, _Around(section, depth=around.depth + 1))
        # What follows the panel on its page goes on under the page's own title.
        following = DraftSection(
            self.section_ids.code(outer.id), outer.title, visible=list(outer.visible), domain=outer.domain
        )
        self.sections.append(following)
        around.section = following

    def _element(self, element: Mapping[str, Any], place: str, around: _Around) -> None:
        kind = word(element.get("type"))
        if kind in ("html", "image"):
            text = self._words(element.get("html"), place)
            if text and not around.section.questions and not around.section.intro and not element.get("visibleIf"):
                around.section.intro = text
            else:
                self.report.lost(place, f"a text between questions: {quoted(text)}" if text else "a picture")
            return
        for question in self._read(element, place, self.ids.question):
            question.visible = [*around.clauses, *question.visible]
            around.section.questions.append(question)

    def _read(self, element: Mapping[str, Any], place: str, name: Callable[[str], str]) -> list[DraftQuestion]:
        """The questions of one element: one, or one a row of a matrix."""
        kind = word(element.get("type"))
        build = KINDS.get(kind)
        if build is None:
            self.report.lost(place, f"{quoted(word(element.get('name')))}: there is no kind like {kind!r} here")
            return []
        found = build(Element(element, place, self.report, self._words))
        questions = [self._question(element, each, place, name) for each in found]
        clauses = self._clauses(element, "visibleIf", place)
        for question in questions:
            question.visible = list(clauses)
            question.required = self._clauses(element, "requiredIf", place)
            question.checks = self._checks(element, place) if len(questions) == 1 else []
        for key, message in _ELEMENT_LOSSES.items():
            if element.get(key):
                self.report.lost(f"{place}.{key}", message)
        if len(questions) == 1:
            self._other(element, questions, name)
        return questions

    def _question(
        self, element: Mapping[str, Any], kinded: Kinded, place: str, name: Callable[[str], str]
    ) -> DraftQuestion:
        own = mapping(element.get("ddq"))
        identifier = name(word(own.get("id")) or kinded.name)
        if identifier != kinded.name and "." not in kinded.name and not own.get("id"):
            self.report.changed(place, f"the name {quoted(kinded.name)} became the id {identifier}")
        text, rest = split_question(kinded.text or kinded.name)
        data: dict[str, Any] = {"id": identifier, "kind": kinded.kind, "text": text, **kinded.keys}
        help_text = "\n\n".join(filter(None, (rest, kinded.help)))
        if help_text:
            data["help"] = help_text
        if element.get("isRequired") and kinded.kind != "computed":
            data["required"] = True
        question = DraftQuestion(place, kinded.name, data, dict(kinded.codes))
        self.foreign[identifier] = kinded.name
        for key in ("text", "help"):
            if key in data and "{" in data[key]:
                self.texts.append((place, data, key))
        if kinded.calc is not None:
            node = self._node(kinded.calc, f"{place}.expression")
            if node is None:
                data["kind"] = "text"
            else:
                question.calc = Clause(f"{place}.expression", kinded.calc, node)
        if kinded.group is not None:
            question.fields = self._fields(items(element.get(kinded.group)), f"{place}.{kinded.group}", element)
            if not question.fields:
                data["kind"] = "long_text"
                for key in ("min", "max"):
                    data.pop(key, None)
                self.report.lost(place, "its rows hold no field that can be carried")
        question.choices = self._choice_conditions(element, question, place)
        return question

    def _fields(self, raw: list[Any], place: str, group: Mapping[str, Any]) -> list[DraftQuestion]:
        names = Names()
        fields: list[DraftQuestion] = []
        for index, each in enumerate(raw):
            element = dict(mapping(each))
            here = f"{place}[{index}]"
            element.setdefault("type", element.pop("cellType", None) or "text")
            if element["type"] == "default":
                element["type"] = "dropdown"
            if "choices" not in element and group.get("choices") and element["type"] in ("dropdown", "radiogroup"):
                element["choices"] = group["choices"]
            if element["type"] in ("panel", "html", "matrixdynamic", "paneldynamic"):
                self.report.lost(here, f"a {element['type']} inside rows")
                continue
            for field_ in self._read(element, here, names.field):
                field_.name = f"row.{field_.name}"
                fields.append(field_)
        return fields

    # Conditions

    def _node(self, text: str, place: str) -> Node | None:
        try:
            return read_expression(text.replace("{panel.", "{row."))
        except Untranslatable as reason:
            self.report.lost(place, f"the condition {quoted(text)}: {reason}", "write it by hand")
            return None

    def _clauses(self, element: Mapping[str, Any], key: str, place: str) -> list[Clause]:
        text = word(element.get(key)).strip()
        own = mapping(element.get("ddq"))
        if key == "visibleIf" and own.get("visible_if") and word(own.get("as")) == text:
            # Written by us, and not touched since.
            return [Clause(f"{place}.{key}", text, _NOTHING, word(own.get("visible_if")))]
        if not text:
            return []
        node = self._node(text, f"{place}.{key}")
        return [] if node is None else [Clause(f"{place}.{key}", text, node)]

    def _checks(self, element: Mapping[str, Any], place: str) -> list[tuple[Clause, str]]:
        checks: list[tuple[Clause, str]] = []
        for index, raw in enumerate(items(element.get("validators"))):
            validator, here = mapping(raw), f"{place}.validators[{index}]"
            kind, text = word(validator.get("type")), word(validator.get("expression"))
            if kind == "expression" and text:
                node = self._node(text, here)
                message = one_line(self._words(validator.get("text"), here)) or "This answer does not fit."
                if node is not None:
                    checks.append((Clause(here, text, node), message))
            elif kind not in ("numeric", "text", "answercount"):
                self.report.lost(here, f"a check by {kind or 'nothing'} is not carried")
        return checks

    def _choice_conditions(self, element: Mapping[str, Any], question: DraftQuestion, place: str) -> dict[str, Clause]:
        """When each choice is offered: its own condition, or the element's, in which `{item}` is the choice."""
        common = word(element.get("choicesVisibleIf"))
        found: dict[str, Clause] = {}
        if question.data["kind"] not in ("choice", "choices") or "choices" not in element:
            return found
        for index, raw in enumerate(items(element.get("choices"))):
            choice, here = mapping(raw), f"{place}.choices[{index}]"
            value = word(choice.get("value")) if choice else word(raw)
            text = word(choice.get("visibleIf")) or common.replace("{item}", f"'{value}'")
            if text and value in question.codes:
                node = self._node(text, here)
                if node is not None:
                    found[question.codes[value]] = Clause(here, text, node)
        return found

    def _other(self, element: Mapping[str, Any], questions: list[DraftQuestion], name: Callable[[str], str]) -> None:
        """The free text beside the choice “other”, or beside any answer."""
        question = questions[0]
        other = element.get("hasOther") or element.get("showOtherItem")
        comment = element.get("hasComment") or element.get("showCommentArea")
        if not other and not comment:
            return
        text = self._words(element.get("commentText") or element.get("otherText"), question.place)
        label = text or ("Which other?" if other else "Comment")
        data = {"id": name(f"{question.data['id']}-comment"), "kind": "long_text", "text": one_line(label)[:600]}
        following = DraftQuestion(question.place, f"{question.name}-Comment", data)
        following.visible = list(question.visible)
        if other and "other" in question.codes:
            quoted_name = f"{{{question.name}}} contains 'other'"
            following.visible.append(Clause(question.place, quoted_name, read_expression(quoted_name)))
        questions.append(following)


_NOTHING = read_expression("true")
