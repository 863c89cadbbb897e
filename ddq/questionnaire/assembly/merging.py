"""The parts of a questionnaire merged into one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ddq.questionnaire.assembly.parts import Parts
from ddq.questionnaire.model import (
    AnyQuestion,
    ChoiceList,
    ChoiceQuestion,
    ChoicesQuestion,
    GroupQuestion,
    InsertAfter,
    Override,
    Questionnaire,
    Remove,
)

_INHERITED = ("description", "language", "method", "percentage")


def merged(parts: Parts) -> Questionnaire:
    """One questionnaire that includes and extends nothing; questions still name their shared lists."""
    own = parts.own.content
    assert isinstance(own, Questionnaire)
    contents = [part.content for part in parts.parts]
    bases = [content for content in contents if isinstance(content, Questionnaire)]
    said = parts.own.document.data
    inherited: dict[str, Any] = {
        key: getattr(base, key) for base in bases for key in _INHERITED if key not in said and base is not own
    }
    return own.model_copy(
        update={
            **inherited,
            "extends": None,
            "override": Override(),
            "insert_after": InsertAfter(),
            "remove": Remove(),
            "include": (),
            "choices": {name: shared for content in contents for name, shared in content.choices.items()},
            "country_sets": {name: shared for content in contents for name, shared in content.country_sets.items()},
            "sections": tuple(section for content in contents for section in content.sections),
            "rules": tuple(rule for content in contents for rule in content.rules),
            "bars": tuple(bar for content in contents for bar in content.bars),
            "outputs": {name: text for base in bases for name, text in base.outputs.items()},
        }
    )


def with_choices(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with the options themselves in place of the names of shared lists."""
    lists = questionnaire.choices
    return questionnaire.model_copy(
        update={
            "sections": tuple(
                section.model_copy(update={"questions": _with_choices(section.questions, lists)})
                for section in questionnaire.sections
            )
        }
    )


def _with_choices(questions: tuple[AnyQuestion, ...], lists: Mapping[str, ChoiceList]) -> tuple[AnyQuestion, ...]:
    def resolved(question: AnyQuestion) -> AnyQuestion:
        if isinstance(question, GroupQuestion):
            return question.model_copy(update={"fields": _with_choices(question.fields, lists)})
        if isinstance(question, ChoiceQuestion | ChoicesQuestion) and isinstance(question.choices, str):
            shared = lists.get(question.choices.partition("@")[0])
            return question if shared is None else question.model_copy(update={"choices": shared.choices})
        return question

    return tuple(map(resolved, questions))
