"""The `migrate` block that an author completes: what a new version must say about the answers of the old one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ddq.authoring.diff import Difference, Effect, least_version, needed_bump, version_key
from ddq.questionnaire.model import Questionnaire
from ddq.questionnaire.positions import Path
from ddq.questionnaire.writing import to_yaml


def migration_stub(old: Questionnaire, new: Questionnaire, differences: Sequence[Difference]) -> str | None:
    """The block as YAML, each line with what it is about; None where no answer is touched."""
    bump = needed_bump(differences)
    least = old.version if bump is None else least_version(old.version, bump)
    step: dict[str, Any] = {"old": old.version, "new": max(least, new.version, key=version_key)}
    comments: dict[Path, str] = {}
    for difference in differences:
        if difference.effect is Effect.compatible:
            continue
        path = _add(step, difference)
        comments[path] = _advice(difference)
    if len(step) == 2:
        return None
    return to_yaml({"migrate": [step]}, comments.get)


def _add(step: dict[str, Any], difference: Difference) -> Path:
    question, _, code = difference.item.rpartition(".")
    if difference.became is not None:
        step.setdefault("rename", {})[difference.item] = difference.became
        return ("migrate", 0, "rename", difference.item)
    if difference.what == "the choice is gone":
        step.setdefault("choices", {}).setdefault(question, {})[code] = None
        return ("migrate", 0, "choices", question, code)
    if difference.what.endswith(" was yes_no"):
        step.setdefault("choices", {})[difference.item] = {"yes": None, "no": None}
        return ("migrate", 0, "choices", difference.item)
    another_kind = difference.effect is Effect.loss and " and was " in difference.what
    key = "park" if another_kind or difference.what.endswith(" is gone") else "keep"
    items = step.setdefault(key, [])
    if difference.item not in items:
        items.append(difference.item)
    return ("migrate", 0, key, items.index(difference.item))


def _advice(difference: Difference) -> str:
    if difference.became is not None:
        return "the texts are alike: see whether it is the same question"
    if difference.what == "the choice is gone":
        return "write the code that stands for it, or leave null to park the answer"
    if difference.what.endswith(" was yes_no"):
        return "write the code for yes and for no"
    if difference.what.endswith(" is gone"):
        return "gone: its answer is parked; move it to `rename` if another question asks this"
    if difference.effect is Effect.mapping:
        return f"{difference.what}: keep its answers only if they still mean the same"
    return f"{difference.what}: answers that do not fit are parked"
