"""Released versions of a questionnaire, and the rules that the next one must keep.

A release is the resolved questionnaire in one file, `released/ID-VERSION.yaml` beside the questionnaire's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ddq.authoring.diff import Bump, Difference, Effect, diff, least_version, needed_bump, version_key
from ddq.authoring.migrating import steps_between
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.lint import Linted
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import GroupQuestion, Migration
from ddq.questionnaire.positions import Document
from ddq.questionnaire.positions import Path as Place
from ddq.questionnaire.problems import Fix, Problem, did_you_mean

FOLDER = "released"


def release_path(path: Path, loaded: LoadedQuestionnaire) -> Path:
    """Where the release of a questionnaire, whose own file is `path`, lies."""
    return path.parent / FOLDER / f"{loaded.questionnaire.id}-{loaded.questionnaire.version}.yaml"


def last_release(path: Path, loaded: LoadedQuestionnaire) -> LoadedQuestionnaire | None:
    """The highest released version of a questionnaire whose own file is `path`; None where none was released.

    Raises:
        SourceError: its file has problems.
    """
    name = re.compile(rf"{re.escape(loaded.questionnaire.id)}-([0-9]+\.[0-9]+\.[0-9]+)\.yaml")
    found = {
        match.group(1): file for file in (path.parent / FOLDER).glob("*.yaml") if (match := name.fullmatch(file.name))
    }
    if not found:
        return None
    return load_questionnaire(found[max(found, key=version_key)], country_sets=loaded.country_sets)


def check_release(loaded: LoadedQuestionnaire, last: LoadedQuestionnaire | None) -> Iterator[Problem]:
    """V001 to V005: what keeps a questionnaire from being the next version after `last`."""
    document = Linted(loaded).parts[0][0]
    migrate = loaded.questionnaire.migrate
    for index, block in enumerate(migrate):
        yield from _block(loaded, document, index, block)
    if last is None:
        return
    differences = diff(last, loaded)
    yield from _version(loaded, last, document, differences)
    steps = steps_between(migrate, last.questionnaire.version, loaded.questionnaire.version)
    for difference in differences:
        if difference.effect is not Effect.compatible and not any(_says(step, difference) for step in steps):
            message = f"{difference.item}: {difference.what}, which {difference.effect}; no `migrate` block names it"
            hint = "`ddq questionnaire diff` writes the block"
            yield replace(document.problem(("version",), "V004", message, hint), level="warning")


def _version(
    loaded: LoadedQuestionnaire, last: LoadedQuestionnaire, document: Document, differences: tuple[Difference, ...]
) -> Iterator[Problem]:
    released, version = last.questionnaire.version, loaded.questionnaire.version
    bump = needed_bump(differences)
    if version_key(version) < version_key(released):
        message = f"version {version} is below {released}, which was released"
        least = least_version(released, bump or Bump.patch)
        yield document.problem(("version",), "V003", message, f"write at least {least}", fix=_raised(document, least))
    elif bump is not None:
        least = least_version(released, bump)
        gravest = next(difference for difference in differences if difference.bump == bump)
        why = f"{gravest.item}: {gravest.what}"
        if version == released:
            message = f"version {version} was released and is not what it was ({why})"
            yield document.problem(("version",), "V002", message, f"write at least {least}")
        elif version_key(version) < version_key(least):
            message = f"version {version} is too small a step from {released} ({why})"
            hint = f"write at least {least}"
            yield document.problem(("version",), "V001", message, hint, fix=_raised(document, least))


def _raised(document: Document, version: str) -> Fix:
    written = document.raw(("version",))
    return Fix(written, f"{written[0]}{version}{written[0]}" if written[0] in "'\"" else version)


def _says(step: Migration, difference: Difference) -> bool:
    """Whether a block says what becomes of the answers that a change touches."""
    question, _, code = difference.item.rpartition(".")
    named = {*step.rename, *step.keep, *step.park, *step.choices}
    return difference.item in named or code in step.choices.get(question, {})


def _block(loaded: LoadedQuestionnaire, document: Document, index: int, block: Migration) -> Iterator[Problem]:
    """V005: a block that leads to what the questionnaire does not have, or does not lead upwards."""
    at: Place = ("migrate", index)
    if version_key(block.old) >= version_key(block.new):
        yield document.problem((*at, "new"), "V005", f"{block.new} is no later version than {block.old}", "swap them")
    if version_key(block.new) > version_key(loaded.questionnaire.version):
        message = f"the questionnaire is only at version {loaded.questionnaire.version}"
        yield document.problem((*at, "new"), "V005", message, "raise its version")
    later = [each for each in loaded.questionnaire.migrate if version_key(each.new) > version_key(block.new)]
    if later:
        return  # what it leads to may have been renamed since
    known = set(_names(loaded))
    for old, new in block.rename.items():
        if new not in known:
            yield document.problem(
                (*at, "rename", old), "V005", f"there is no question {new!r}", did_you_mean(new, known)
            )
    for number, name in enumerate(block.keep):
        if name not in known:
            yield document.problem(
                (*at, "keep", number), "V005", f"there is no question {name!r}", did_you_mean(name, known)
            )
    for name, codes in block.choices.items():
        if name not in known:
            message = f"there is no question {name!r}"
            yield document.problem((*at, "choices", name), "V005", message, did_you_mean(name, known), key=True)
            continue
        possible = _codes(loaded, name)
        for old, new in codes.items():
            if new is not None and new not in possible:
                message = f"{new!r} is no choice of {name}"
                yield document.problem((*at, "choices", name, old), "V005", message, did_you_mean(new, possible))


def _names(loaded: LoadedQuestionnaire) -> Iterator[str]:
    for name, question in loaded.questions.items():
        yield name
        if isinstance(question, GroupQuestion):
            for inner in question.fields:
                yield f"{name}.{inner.id}"
                if isinstance(inner, GroupQuestion):
                    yield from (f"{name}.{inner.id}.{field.id}" for field in inner.fields)


def _codes(loaded: LoadedQuestionnaire, name: str) -> list[str]:
    *groups, last = name.split(".")
    return [choice.code for choice in loaded.choices(loaded.fields(tuple(groups))[last])]
