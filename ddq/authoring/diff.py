"""What is different between two versions of a questionnaire, and what that does to answers and scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum, StrEnum
from typing import Any

from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import (
    AnyQuestion,
    Choice,
    ChoiceQuestion,
    ChoicesQuestion,
    GroupQuestion,
    Model,
    Questionnaire,
)

SAME_WORDING = 0.6
"""Below this likeness of its text, a question of the same id is taken for another one."""


class Effect(StrEnum):
    """What a change does to the answers that there are."""

    compatible = "compatible"
    mapping = "needs a mapping"
    loss = "loses answers"


class Bump(IntEnum):
    """Which part of the version a change raises: wording, more to ask, or another meaning."""

    patch = 0
    minor = 1
    major = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """One change."""

    item: str
    """The question, `GROUP.FIELD`, `QUESTION.CODE`, section, rule, bar or output."""
    what: str
    effect: Effect
    bump: Bump
    became: str | None = None
    """Of a removed question, the new one that reads the same."""


_ELSE = "asks something else"
_WIDER = {("text", "long_text"), ("integer", "decimal"), ("percent", "decimal")}
WRAPPED = {("choice", "choices"), ("country", "countries")}
"""Kinds whose answer becomes a list of one."""
_MAPPED = {*WRAPPED, ("yes_no", "choice"), ("yes_no", "choices")}
_WORDING = frozenset(
    ("why", "help", "good", "bad", "not_applicable_when", "evidence", "references", "handling", "row_label")
)
_ASKING = {
    "required": "is required otherwise",
    "required_if": "is required otherwise",
    "visible_if": "is shown otherwise",
    "check": "is checked otherwise",
    "answered_by": "is answered by others",
    "concept": "has another concept",
    "default": "has another default",
    "prefill": "is filled in otherwise",
    "none_of_these": "lets nothing be chosen",
    "max_length": "may be longer",
    "currencies": "takes more currencies",
    "min": "takes more values",
    "max": "takes more values",
}
_SCORING = {
    "risk": "scores otherwise",
    "points": "scores otherwise",
    "feeds": "scores otherwise",
    "mitigations": "mitigates otherwise",
    "unlisted": "scores otherwise",
    "complete": "has another declaration of completeness",
    "feeds_engine": "feeds the engines otherwise",
    "calc": "is computed otherwise",
    "valid_for": "lets evidence age otherwise",
}


def diff(old: LoadedQuestionnaire, new: LoadedQuestionnaire) -> tuple[Difference, ...]:
    """Every change, those of questions first, in the order of the new questionnaire; what is gone comes last."""
    return (*_questions(old.questions, new.questions, ""), *_around(old.questionnaire, new.questionnaire))


def needed_bump(differences: Sequence[Difference]) -> Bump | None:
    """What the version must be raised by; None where nothing is different."""
    return max((difference.bump for difference in differences), default=None)


def least_version(old: str, bump: Bump) -> str:
    """The lowest version that may follow `old`; before 1.0.0 another meaning raises the second number."""
    major, minor, patch = map(int, old.split("."))
    if bump is Bump.major and major:
        return f"{major + 1}.0.0"
    return f"{major}.{minor}.{patch + 1}" if bump is Bump.patch else f"{major}.{minor + 1}.0"


def version_key(version: str) -> tuple[int, ...]:
    """A key that sorts versions."""
    return tuple(map(int, version.split(".")))


def asks_otherwise(old: AnyQuestion, new: AnyQuestion, *, wording: bool = True) -> str | None:
    """Why an answer to `old` cannot be taken for one to `new` without its author's word; None where it can.

    Without `wording`, that both ask the same is known.
    """
    if old.kind != new.kind and (old.kind, new.kind) not in _WIDER:
        return f"is {new.kind} and was {old.kind}"
    if wording and not _alike(old.text, new.text):
        return _ELSE
    if getattr(old, "unit", None) != getattr(new, "unit", None):
        return f"is counted in {getattr(new, 'unit', None) or 'no unit'}"
    return None


def _alike(old: str, new: str) -> bool:
    return old == new or SequenceMatcher(None, old.casefold(), new.casefold()).ratio() >= SAME_WORDING


def _questions(old: Mapping[str, AnyQuestion], new: Mapping[str, AnyQuestion], prefix: str) -> Iterator[Difference]:
    what = "field" if prefix else "question"
    added = [question for name, question in new.items() if name not in old]
    for name, question in new.items():
        if name in old:
            yield from _question(prefix + name, old[name], question)
        elif question.kind == "computed":
            yield Difference(prefix + name, "is a new computed question", Effect.compatible, Bump.minor)
        else:
            yield Difference(prefix + name, f"is a new {what}", Effect.compatible, Bump.minor)
    for name, question in old.items():
        if name in new:
            continue
        twin = next((other for other in added if _same(question, other)), None)
        if question.kind == "computed":
            yield Difference(prefix + name, "is no longer computed", Effect.compatible, Bump.major)
        elif twin is not None:
            yield Difference(
                prefix + name, f"reads as {prefix}{twin.id} does", Effect.mapping, Bump.major, prefix + twin.id
            )
        else:
            yield Difference(prefix + name, f"the {what} is gone", Effect.loss, Bump.major)


def _same(old: AnyQuestion, new: AnyQuestion) -> bool:
    return old.kind == new.kind and old.text.casefold() == new.text.casefold()


def _question(item: str, old: AnyQuestion, new: AnyQuestion) -> Iterator[Difference]:
    if old == new:
        return
    if old.kind != new.kind:
        yield _kind(item, old.kind, new.kind)
    if old.text != new.text:
        if _alike(old.text, new.text):
            yield Difference(item, "is worded otherwise", Effect.compatible, Bump.patch)
        else:
            yield Difference(item, _ELSE, Effect.mapping, Bump.major)
    yield from _narrowed(item, old, new)
    yield from _choices(item, _options(old), _options(new))
    if isinstance(old, GroupQuestion) and isinstance(new, GroupQuestion):
        before, after = ({field.id: field for field in group.fields} for group in (old, new))
        yield from _questions(before, after, f"{item}.")
    yield from _keys(item, old, new)


def _kind(item: str, old: str, new: str) -> Difference:
    words = f"is {new} and was {old}"
    if (old, new) in _WIDER:
        return Difference(item, words, Effect.compatible, Bump.minor)
    return Difference(item, words, Effect.mapping if (old, new) in _MAPPED else Effect.loss, Bump.major)


def _narrowed(item: str, old: AnyQuestion, new: AnyQuestion) -> Iterator[Difference]:
    """Values that were accepted and are not any more."""

    def ends(question: AnyQuestion) -> tuple[Any, Any]:
        if question.kind == "percent":
            return 0, 100
        return getattr(question, "min", None), getattr(question, "max", None)

    low, high = zip(ends(old), ends(new), strict=True)
    if old.kind != "group" and new.kind != "computed" and low[1] is not None and (low[0] is None or low[1] > low[0]):
        yield Difference(item, f"takes nothing below {low[1]}", Effect.loss, Bump.major)
    if new.kind != "computed" and high[1] is not None and (high[0] is None or high[1] < high[0]):
        what = "rows" if old.kind == "group" else "than"
        words = f"takes at most {high[1]} rows" if what == "rows" else f"takes nothing above {high[1]}"
        yield Difference(item, words, Effect.loss, Bump.major)
    longest = getattr(old, "max_length", None), getattr(new, "max_length", None)
    if longest[0] is not None and longest[1] is not None and longest[1] < longest[0]:
        yield Difference(item, f"takes at most {longest[1]:,} characters", Effect.loss, Bump.major)
    currencies = getattr(old, "currencies", ()), getattr(new, "currencies", ())
    if currencies[1] and (not currencies[0] or not set(currencies[0]) <= set(currencies[1])):
        yield Difference(item, f"takes no currency but {', '.join(currencies[1])}", Effect.loss, Bump.major)
    if getattr(old, "none_of_these", True) and not getattr(new, "none_of_these", True):
        yield Difference(item, "must have a choice", Effect.loss, Bump.major)
    if getattr(old, "unit", None) != getattr(new, "unit", None):
        yield Difference(item, f"is counted in {getattr(new, 'unit', None) or 'no unit'}", Effect.mapping, Bump.major)


def _options(question: AnyQuestion) -> dict[str, Choice]:
    if not isinstance(question, ChoiceQuestion | ChoicesQuestion) or isinstance(question.choices, str):
        return {}
    return {choice.code: choice for choice in question.choices}


def _choices(item: str, old: Mapping[str, Choice], new: Mapping[str, Choice]) -> Iterator[Difference]:
    if not old or not new:
        return
    for code, choice in new.items():
        if code not in old:
            yield Difference(f"{item}.{code}", "is a new choice", Effect.compatible, Bump.minor)
        elif choice.visible_if != old[code].visible_if:
            yield Difference(f"{item}.{code}", "is offered otherwise", Effect.compatible, Bump.minor)
        elif choice != old[code]:
            yield Difference(f"{item}.{code}", "is worded otherwise", Effect.compatible, Bump.patch)
    for code in old:
        if code not in new:
            yield Difference(f"{item}.{code}", "the choice is gone", Effect.loss, Bump.major)


def _keys(item: str, old: AnyQuestion, new: AnyQuestion) -> Iterator[Difference]:
    said: set[str] = set()
    for bump, words in ((Bump.minor, _ASKING), (Bump.major, _SCORING)):
        for key, what in words.items():
            before, after = getattr(old, key, None), getattr(new, key, None)
            if before != after and what not in said and not _is_told(key, old, new):
                said.add(what)
                yield Difference(item, what, Effect.compatible, bump)
    if any(getattr(old, key, None) != getattr(new, key, None) for key in _WORDING):
        yield Difference(item, "is explained otherwise", Effect.compatible, Bump.patch)


def _is_told(key: str, old: AnyQuestion, new: AnyQuestion) -> bool:
    """Whether a change of a range was told as narrowing, or comes with another kind."""
    if key not in ("none_of_these", "max_length", "currencies", "min", "max"):
        return False
    return old.kind != new.kind or any(True for _ in _narrowed("", old, new))


def _around(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    sections = ({section.id: section for section in each.sections} for each in (old, new))
    before, after = sections
    for name, section in after.items():
        if name in before and section.visible_if != before[name].visible_if:
            yield Difference(name, "the section is shown otherwise", Effect.compatible, Bump.minor)
        if name in before and section.domain != before[name].domain:
            yield Difference(name, "the section has another domain", Effect.compatible, Bump.minor)
        if name in before and (section.title, section.intro) != (before[name].title, before[name].intro):
            yield Difference(name, "the section is worded otherwise", Effect.compatible, Bump.patch)
    yield from _named("rule", {r.indicator: r for r in old.rules}, {r.indicator: r for r in new.rules})
    yield from _named("bar", {bar.id: bar for bar in old.bars}, {bar.id: bar for bar in new.bars})
    yield from _named("output", old.outputs, new.outputs)
    for name in sorted({*old.country_sets, *new.country_sets}):
        if old.country_sets.get(name) != new.country_sets.get(name):
            yield Difference(name, "the set of countries is another", Effect.compatible, Bump.minor)
    if old.method != new.method:
        yield Difference(new.method, f"the method was {old.method}", Effect.compatible, Bump.major)
    if old.percentage != new.percentage:
        yield Difference(new.id, "requires another percentage, or names it otherwise", Effect.compatible, Bump.major)
    if (old.title, old.description, old.language) != (new.title, new.description, new.language):
        yield Difference(new.id, "the questionnaire is described otherwise", Effect.compatible, Bump.patch)


def _named(what: str, old: Mapping[str, Model | str], new: Mapping[str, Model | str]) -> Iterator[Difference]:
    for name in (*new, *(name for name in old if name not in new)):
        if old.get(name) != new.get(name):
            words = (
                f"is a new {what}" if name not in old else f"the {what} is {'gone' if name not in new else 'another'}"
            )
            yield Difference(name, words, Effect.compatible, Bump.major)
