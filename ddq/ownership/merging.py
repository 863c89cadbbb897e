"""From an ownership reading to the answers of the lists of holders and of chains: entries that are there are matched by
name, what the reading knows is set, and nothing else is touched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, cast

from ddq.assessment.checking import MAX_SOURCES, usual_grade
from ddq.assessment.entering import Entry
from ddq.assessment.model import Answer, Assessment, Basis, Source
from ddq.assessment.subjects import NotAccepted, next_row, row_subject, rows_of
from ddq.ownership.chain_links import links_of
from ddq.ownership.holder import Holder, ends, ends_tell_all
from ddq.ownership.holders import holders_of
from ddq.ownership.reading import OwnershipReading
from ddq.ownership.share import Share
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import ChoiceQuestion, GroupFeed, GroupQuestion
from ddq.questionnaire.text import folded

_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
Key = tuple[str, ...]
"""What entries are matched by: the name of the holder, and in a list of chains in whom it holds."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a reading would enter, and what of the lists it does not know."""

    entries: tuple[Entry, ...]
    only_there: tuple[str, ...]
    """Names of entries of the assessment that the files do not have; they stay as they are."""
    remarks: tuple[str, ...] = ()
    """What of the reading has no place in the lists."""


def merge(reading: OwnershipReading, assessment: Assessment, loaded: LoadedQuestionnaire, file: str) -> Merged:
    """The entries for the lists of owners; `file` is the source of what names none, read as of the reading's day.

    Raises:
        NotAccepted: the questionnaire has no list of holders, or several.
    """
    group, chains = _holders_group(loaded), _group(loaded, GroupFeed.chains)
    holders = holders_of(reading, chained=chains is not None)
    merger = _Merger(assessment, reading.graph.day, file)
    merger.add(group, holders)
    if chains is not None:
        links = links_of(reading, holders, chains.max)
        merger.add(chains, links.entries)
        merger.remarks += links.remarks
    return Merged(tuple(merger.entries), tuple(merger.only_there), tuple(merger.remarks))


def _holders_group(loaded: LoadedQuestionnaire) -> GroupQuestion:
    found = _group(loaded, GroupFeed.holders)
    if found is None:
        raise NotAccepted(
            loaded.questionnaire.id, "the questionnaire has no list of holders", "one is needed to merge into"
        )
    return found


def _group(loaded: LoadedQuestionnaire, feed: GroupFeed) -> GroupQuestion | None:
    """The questionnaire's list that feeds an engine; None where it has none."""
    questions = loaded.questions.values()
    found = [one for one in questions if isinstance(one, GroupQuestion) and one.feeds_engine is feed]
    if len(found) > 1:
        said = f"the questionnaire has {len(found)} lists of {feed.value}"
        raise NotAccepted(loaded.questionnaire.id, said, "one is needed to merge into")
    return found[0] if found else None


@dataclass(slots=True)
class _Merger:
    assessment: Assessment
    day: date
    file: str
    entries: list[Entry]
    only_there: list[str]
    remarks: list[str]

    def __init__(self, assessment: Assessment, day: date, file: str) -> None:
        self.assessment, self.day, self.file = assessment, day, file
        self.entries, self.only_there, self.remarks = [], [], []

    def add(self, group: GroupQuestion, holders: Sequence[Holder]) -> None:
        """The entries of one list; what does not fit into it any more is told."""
        answers = self.assessment.answers
        rows = rows_of(self.assessment, group.id)
        known = {_key(answers[subject].value): row for row, subject in rows.items()}
        used, matched, left = set(rows), set[str](), 0
        for holder in holders:
            row = known.get(_key(holder.values))
            if row is None or row in matched:
                if len(used) >= group.max:
                    left += 1
                    continue
                row = _new_row(holder, used, self.assessment, group.id)
                used.add(row)
            matched.add(row)
            subject = row_subject(group.id, row)
            self.entries.append(Entry(subject, self._answer(holder, group, answers.get(subject))))
        if left:
            said = "1 entry does" if left == 1 else f"{left:,} entries do"
            self.remarks.append(f"{said} not fit into {group.id}, which holds at most {group.max}")
        self.only_there += [_name(answers[subject].value) or row for row, subject in rows.items() if row not in matched]

    def _answer(self, holder: Holder, group: GroupQuestion, before: Answer | None) -> Answer:
        fields = {field.id: field for field in group.fields}
        values: dict[str, Any] = dict(before.value) if before is not None and isinstance(before.value, dict) else {}
        for name, value in holder.values.items():
            field = fields.get(name)
            if isinstance(values.get(name), dict) and folded(_name(values, name)) == folded(str(value)):
                continue  # an organisation that is known by more than its name
            if field is not None and (not isinstance(field, ChoiceQuestion) or value in _codes(field)):
                values[name] = value
        told: set[str] = set()
        for name in ("votes", "capital"):
            if f"{name}_from" in fields and f"{name}_to" in fields and _put_range(values, name, holder):
                told.add(name)
        titles = [title[:500] for title in holder.sources] or [self.file]
        sources = [Source(title=title, dated=self.day, place=f"read from {self.file}"[:500]) for title in titles]
        known = before.basis if before is not None else Basis(grade=usual_grade(group))
        kept = dict.fromkeys((*known.sources, *sources))
        basis = known.model_copy(update={"sources": tuple(kept)[:MAX_SOURCES]})
        note = _note(holder.note(told), before)
        return (before or Answer()).model_copy(
            update={"value": values, "basis": basis, "note": note, "carried_from": None, "given_on": None}
        )


def _put_range(values: dict[str, Any], name: str, holder: Holder) -> bool:
    """Set the ends of a share that is a range, and take out what they contradict; whether they tell all of it.

    An exact share that lies within the range stays: the files do not say otherwise.
    """
    low, high = f"{name}_from", f"{name}_to"
    share = holder.ranges.get(name)
    if share is None:
        if name in holder.values:  # exact, so that the ends say nothing more
            values.pop(low, None)
            values.pop(high, None)
        return False
    if _lies_within(values.get(name), share):
        return False
    values.pop(name, None)
    for field, end in zip((low, high), ends(share), strict=True):
        values.pop(field, None)
        if end is not None:
            values[field] = end
    return ends_tell_all(share)


def _lies_within(value: object, share: Share) -> bool:
    try:
        part = Fraction(str(value)) / 100
    except ValueError:
        return False
    above = part > share.lo or (part == share.lo and not share.over)
    return above and (part < share.hi or (part == share.hi and not share.under))


def _codes(field: ChoiceQuestion) -> set[str]:
    return {choice.code for choice in field.choices} if isinstance(field.choices, tuple) else set()


def _note(said: str, before: Answer | None) -> str | None:
    old = before.note if before is not None else None
    if not said or (old is not None and said in old):
        return old
    return said if old is None else f"{old}\n{said}"


def _new_row(holder: Holder, used: set[str], assessment: Assessment, group: str) -> str:
    """A row id from the name; a number where the name gives none that is free and was never used."""
    slug = _NOT_IN_ID.sub("-", folded(str(holder.values.get("name", "")))).strip("-")[:40].strip("-")
    own = f"{group}/"
    taken = used | {one.removeprefix(own) for one in assessment.revisions if one.startswith(own)}
    if slug and slug != "complete" and slug not in taken:
        return slug
    number = int(next_row(assessment, group))
    while str(number) in taken:
        number += 1
    return str(number)


def _key(value: object) -> Key:
    held = folded(_name(value, "held"))
    return (folded(_name(value)), held) if held else (folded(_name(value)),)


def _name(value: object, field: str = "name") -> str:
    """A name in a row, which is a text or an entity; empty where it has none."""
    found = _part(value, field)
    text = found if isinstance(found, str) else _part(found, "name")
    return text if isinstance(text, str) else ""


def _part(value: object, name: str) -> object:
    return cast(Mapping[str, object], value).get(name) if isinstance(value, dict) else None
