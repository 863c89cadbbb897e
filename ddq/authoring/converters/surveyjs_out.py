"""SurveyJS JSON out: sections become pages, conditions `visibleIf`; what SurveyJS has no word for stays under `ddq`.

SurveyJS ignores `ddq`. Read back, it gives kinds that SurveyJS lacks, and the condition as it was written, as long as
nobody changed the one beside it.
"""

from __future__ import annotations

from typing import Any

import orjson

from ddq.authoring.converters.losses import LossReport, quoted
from ddq.authoring.converters.surveyjs_writing import Unwritable, write_expression
from ddq.questionnaire.compiled import Groups, LoadedQuestionnaire
from ddq.questionnaire.countries import country_names
from ddq.questionnaire.model import (
    AnyQuestion,
    Choice,
    ChoiceQuestion,
    ChoicesQuestion,
    ComputedQuestion,
    CountriesQuestion,
    CountryQuestion,
    DateQuestion,
    DecimalQuestion,
    EvidenceQuestion,
    GroupQuestion,
    IntegerQuestion,
    LongTextQuestion,
    MoneyQuestion,
    PercentQuestion,
    TextQuestion,
    YesNoQuestion,
)

_UNSHOWN = (
    *("why", "good", "bad", "not_applicable_when", "evidence", "valid_for", "references", "handling"),
    *("concept", "prefill", "default"),
)
_SCORING = ("risk", "feeds", "mitigations", "points")


def write_surveyjs(loaded: LoadedQuestionnaire, report: LossReport) -> bytes:
    """The questionnaire as a SurveyJS form."""
    return _Writer(loaded, report).form()


class _Writer:
    """One walk over a questionnaire."""

    def __init__(self, loaded: LoadedQuestionnaire, report: LossReport) -> None:
        self.loaded, self.report = loaded, report
        self.left: dict[str, int] = {}

    def form(self) -> bytes:
        questionnaire = self.loaded.questionnaire
        form: dict[str, Any] = {
            "title": questionnaire.title,
            "locale": questionnaire.language,
            # Hidden answers never count here.
            "clearInvisibleValues": "onHiddenContainer",
            "ddq": {"id": questionnaire.id, "version": questionnaire.version},
            "pages": [self._page(index) for index in range(len(questionnaire.sections))],
        }
        if questionnaire.description:
            form["description"] = questionnaire.description
        for key, count in self.left.items():
            self.report.lost(key, f"SurveyJS has nothing like it; {count} questions have it")
        for key in ("rules", "bars", "outputs"):
            if found := getattr(questionnaire, key):
                self.report.lost(key, f"SurveyJS does not score: {len(found)} {key} are not carried")
        return orjson.dumps(form, option=orjson.OPT_INDENT_2) + b"\n"

    def _page(self, index: int) -> dict[str, Any]:
        section = self.loaded.questionnaire.sections[index]
        page: dict[str, Any] = {"name": section.id, "title": section.title}
        if section.intro:
            page["description"] = section.intro
        own: dict[str, Any] = {"domain": section.domain} if section.domain != section.title else {}
        page |= self._condition("visibleIf", section.visible_if, (), section.id, own)
        page["elements"] = [self._element(question, ()) for question in section.questions]
        return page

    def _element(self, question: AnyQuestion, groups: Groups) -> dict[str, Any]:
        own: dict[str, Any] = {"kind": question.kind}
        element: dict[str, Any] = {"name": question.id, "title": question.text, **self._kind(question, groups, own)}
        if question.help:
            element["description"] = question.help
        if question.required:
            element["isRequired"] = True
        element |= self._condition("visibleIf", question.visible_if, groups, question.id, own)
        element |= self._condition("requiredIf", question.required_if, groups, question.id, {})
        checks = [self._check(question, index, groups) for index in range(len(question.check))]
        if written := [check for check in checks if check is not None]:
            element["validators"] = [*element.get("validators", []), *written]
        for key in (*_UNSHOWN, *_SCORING):
            if getattr(question, key, None):
                self.left[key] = self.left.get(key, 0) + 1
        return element

    def _check(self, question: AnyQuestion, index: int, groups: Groups) -> dict[str, Any] | None:
        check = question.check[index]
        text = self._written(check.must, groups, question.id)
        return None if text is None else {"type": "expression", "expression": text, "text": check.message}

    def _written(self, text: str, groups: Groups, owner: str) -> str | None:
        try:
            return write_expression(text, self.loaded, groups)
        except Unwritable as reason:
            self.report.lost(owner, f"the condition {quoted(text)}: {reason}", "the question is shown without it")
            return None

    def _condition(self, key: str, text: str | None, groups: Groups, owner: str, own: dict[str, Any]) -> dict[str, Any]:
        """The condition under SurveyJS's key, and under `ddq` as it was written."""
        found: dict[str, Any] = {}
        if text is not None:
            written = self._written(text, groups, owner)
            if key == "visibleIf":
                own |= {"visible_if": text, "as": written or ""}
            if written is not None:
                self.report.conditions += 1
                found[key] = written
        return {**found, "ddq": own} if own else found

    def _kind(self, question: AnyQuestion, groups: Groups, own: dict[str, Any]) -> dict[str, Any]:
        match question:
            case TextQuestion(max_length=length):
                return {"type": "text", "maxLength": length}
            case LongTextQuestion(max_length=length):
                return {"type": "comment", "maxLength": length}
            case IntegerQuestion() | DecimalQuestion():
                return self._number(question, own)
            case PercentQuestion():
                return {"type": "text", "inputType": "number", "min": 0, "max": 100}
            case DateQuestion():
                return {"type": "text", "inputType": "date"}
            case YesNoQuestion():
                return {"type": "boolean"}
            case ChoiceQuestion() | ChoicesQuestion():
                return self._choices(question, groups, own)
            case CountryQuestion():
                return {"type": "dropdown", "choices": _countries()}
            case CountriesQuestion():
                return {"type": "tagbox", "choices": _countries()}
            case EvidenceQuestion():
                return {"type": "file", "allowMultiple": True}
            case MoneyQuestion():
                own["currencies"] = list(question.currencies)
                return {
                    "type": "multipletext",
                    "items": [{"name": "amount", "inputType": "number"}, {"name": "currency"}],
                }
            case ComputedQuestion():
                return {"type": "expression", "expression": self._written(question.calc, groups, question.id) or ""}
            case GroupQuestion():
                return self._group(question, groups, own)
            case _:
                self.report.changed(question.id, f"a question of the kind {question.kind} is a line of text")
                return {"type": "text"}

    def _number(self, question: IntegerQuestion | DecimalQuestion, own: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"type": "text", "inputType": "number"}
        found["step"] = 1 if isinstance(question, IntegerQuestion) else "any"
        for key in ("min", "max"):
            if (bound := getattr(question, key)) is not None:
                found[key] = int(bound) if bound == int(bound) else float(bound)
        if question.unit:
            own["unit"] = question.unit
        return found

    def _choices(
        self, question: ChoiceQuestion | ChoicesQuestion, groups: Groups, own: dict[str, Any]
    ) -> dict[str, Any]:
        kind = "radiogroup" if isinstance(question, ChoiceQuestion) else "checkbox"
        if isinstance(question, ChoicesQuestion) and not question.none_of_these:
            own["none_of_these"] = False
        choices = [self._choice(choice, question.id, groups) for choice in self.loaded.choices(question)]
        return {"type": kind, "choices": choices}

    def _choice(self, choice: Choice, owner: str, groups: Groups) -> dict[str, Any]:
        found: dict[str, Any] = {"value": choice.code, "text": choice.label}
        if choice.help:
            self.left["help of choices"] = self.left.get("help of choices", 0) + 1
        if choice.visible_if is not None:
            written = self._written(choice.visible_if, groups, owner)
            if written is not None:
                self.report.conditions += 1
                found["visibleIf"] = written
        return found

    def _group(self, group: GroupQuestion, groups: Groups, own: dict[str, Any]) -> dict[str, Any]:
        own["row_label"] = group.row_label
        if group.complete:
            own["complete"] = group.complete
            self.report.lost(group.id, "the declaration that its list is complete")
        inner = (*groups, group.id)
        return {
            "type": "paneldynamic",
            "templateElements": [self._element(field, inner) for field in group.fields],
            "minPanelCount": group.min,
            "maxPanelCount": group.max,
        }


def _countries() -> list[dict[str, str]]:
    return [{"value": code, "text": name} for code, name in sorted(country_names().items(), key=lambda pair: pair[1])]
