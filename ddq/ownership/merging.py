"""From an ownership reading to the answers of a list of holders: entries that are there are matched by name, what the
reading knows is set, and nothing else is touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from ddq.assessment.checking import MAX_SOURCES, usual_grade
from ddq.assessment.entering import Entry
from ddq.assessment.model import Answer, Assessment, Basis, Event, Source
from ddq.assessment.subjects import NotAccepted, next_row, row_subject, rows_of
from ddq.ownership.holders import Holder
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import ChoiceQuestion, GroupFeed, GroupQuestion
from ddq.questionnaire.text import folded

_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a reading would enter, and what of the list it does not know."""

    group: str
    entries: tuple[Entry, ...]
    only_there: tuple[str, ...]
    """Names of entries of the assessment that the files do not have; they stay as they are."""


def holders_group(loaded: LoadedQuestionnaire) -> GroupQuestion:
    """The questionnaire's list of holders.

    Raises:
        NotAccepted: it has none, or several.
    """
    found = [
        question
        for question in loaded.questions.values()
        if isinstance(question, GroupQuestion) and question.feeds_engine is GroupFeed.holders
    ]
    if len(found) != 1:
        has = "no list of holders" if not found else f"{len(found)} lists of holders"
        raise NotAccepted(loaded.questionnaire.id, f"the questionnaire has {has}", "one is needed to merge into")
    return found[0]


def merge(
    holders: Sequence[Holder], assessment: Assessment, loaded: LoadedQuestionnaire, day: date, file: str
) -> Merged:
    """The entries for the list of holders; `file` is the source of what names none, read as of `day`."""
    group = holders_group(loaded)
    rows = rows_of(assessment, group.id)
    by_name = {_name(assessment.answers[subject]): row for row, subject in rows.items()}
    used: set[str] = set(rows)
    entries: list[Entry] = []
    matched: set[str] = set()
    for holder in holders:
        row = by_name.get(folded(str(holder.values["name"]))) if holder.values.get("name") else None
        if row is None or row in matched:
            row = _new_row(holder, used, assessment, group.id)
            used.add(row)
        matched.add(row)
        subject = row_subject(group.id, row)
        before = assessment.answers.get(subject)
        entries.append(Entry(subject, _answer(holder, group, before, day, file)))
    left = tuple(_shown(assessment.answers[subject]) or row for row, subject in rows.items() if row not in matched)
    return Merged(group.id, tuple(entries), left)


def differences_in_words(events: Sequence[Event]) -> Iterator[str]:
    """What the events would change, a line for each entry and each field."""
    for event in events:
        old, new = _row_of(event.old), _row_of(event.new)
        name = str(new.get("name") or old.get("name") or event.subject)
        yield f"{event.subject} “{name}”: {'a new entry' if event.old is None else 'changed'}"
        for field in dict.fromkeys((*old, *new)):
            if old.get(field) != new.get(field):
                was = f"{_in_words(old[field])} → " if field in old else ""
                yield f"  {field}: {was}{_in_words(new.get(field))}"
        for key in ("note",):
            if _part(event.old, key) != _part(event.new, key):
                yield f"  {key}: {_part(event.new, key)}"
        added = [one for one in _sources(event.new) if one not in _sources(event.old)]
        if added:
            yield f"  sources: {', '.join(added)}"


def _answer(holder: Holder, group: GroupQuestion, before: Answer | None, day: date, file: str) -> Answer:
    fields = {field.id: field for field in group.fields}
    values: dict[str, Any] = dict(before.value) if before is not None and isinstance(before.value, dict) else {}
    for name, value in holder.values.items():
        field = fields.get(name)
        if field is None:
            continue
        if not isinstance(field, ChoiceQuestion) or value in _codes(field):
            values[name] = value
    titles = [title[:500] for title in holder.sources] or [file]
    sources = tuple(Source(title=title, dated=day, place=f"read from {file}"[:500]) for title in titles)
    known = before.basis if before is not None else Basis(grade=usual_grade(group))
    kept = dict.fromkeys((*known.sources, *sources))
    basis = known.model_copy(update={"sources": tuple(kept)[:MAX_SOURCES]})
    return (before or Answer()).model_copy(
        update={"value": values, "basis": basis, "note": _note(holder, before), "carried_from": None, "given_on": None}
    )


def _codes(field: ChoiceQuestion) -> set[str]:
    return {choice.code for choice in field.choices} if isinstance(field.choices, tuple) else set()


def _note(holder: Holder, before: Answer | None) -> str | None:
    old = before.note if before is not None else None
    if not holder.note or (old is not None and holder.note in old):
        return old
    return holder.note if old is None else f"{old}\n{holder.note}"


def _new_row(holder: Holder, used: set[str], assessment: Assessment, group: str) -> str:
    """A row id from the name; a number where the name gives none that is free and was never used."""
    slug = _NOT_IN_ID.sub("-", folded(str(holder.values.get("name", "")))).strip("-")[:40].strip("-")
    taken = used | {subject.removeprefix(f"{group}/") for subject in assessment.revisions}
    if slug and slug != "complete" and slug not in taken:
        return slug
    number = int(next_row(assessment, group))
    while str(number) in taken:
        number += 1
    return str(number)


def _name(answer: Answer) -> str:
    return folded(_shown(answer))


def _shown(answer: Answer) -> str:
    """The name in a row, which is a text or an entity."""
    if not isinstance(answer.value, dict):
        return ""
    name = answer.value.get("name")
    if isinstance(name, dict):
        name = name.get("name")
    return name if isinstance(name, str) else ""


def _part(answer: object, key: str) -> Any:
    return cast(Mapping[str, Any], answer).get(key) if isinstance(answer, dict) else None


def _row_of(answer: object) -> Mapping[str, Any]:
    value = _part(answer, "value")
    return cast(Mapping[str, Any], value) if isinstance(value, dict) else {}


def _sources(answer: object) -> list[str]:
    basis = _part(answer, "basis")
    found = _part(basis, "sources")
    return [str(_part(one, "title")) for one in cast(list[object], found)] if isinstance(found, list) else []


def _in_words(value: object) -> str:
    if value is True or value is False:
        return "yes" if value else "no"
    return "nothing" if value is None else str(_part(value, "name") or value)
