"""What follows from the answers of a step, looked at claim by claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TypeVar

from ddq.authoring.testing.claims import About, Claim, Wanted, plain
from ddq.authoring.testing.situations import Situation
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.evaluate import Evaluation, Truth, evaluate
from ddq.questionnaire.kinds import Compiled
from ddq.questionnaire.problems import did_you_mean
from ddq.questionnaire.values import NA, Answered, Rows, U
from ddq.scoring.facts import Facts
from ddq.scoring.methods import METHODS
from ddq.scoring.model import Score
from ddq.scoring.prepared import Feed, prepare
from ddq.scoring.presence import fed

Found = TypeVar("Found")
_SHOWN: dict[Truth, str] = {True: "visible", False: "hidden", U: "may apply"}
_TRUTH: dict[Truth, str] = {True: "yes", False: "no", U: "unknown"}


class CannotTell(Exception):
    """A claim about something that there is not."""

    def __init__(self, message: str, hint: str | None) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


class Observation:
    """What follows from the answers of one step under one questionnaire."""

    def __init__(self, loaded: LoadedQuestionnaire, situation: Situation) -> None:
        self.loaded, self.situation = loaded, situation

    @cached_property
    def evaluation(self) -> Evaluation:
        """Visibility, requirement, readings, checks and outputs."""
        situation = self.situation
        groups = situation.reading.groups
        sets = {name: groups.get(name.lower(), frozenset[str]()) for name in self.loaded.country_sets}
        return evaluate(self.loaded, situation.values, situation.day, states=situation.states, sets=sets)

    @cached_property
    def facts(self) -> Facts:
        """The readings with how the answers behind them stand."""
        return Facts(self.loaded, self.evaluation, self.situation.values, self.situation.standings)

    @cached_property
    def score(self) -> Score:
        """The whole score, with the eyes of the profile."""
        situation = self.situation
        assert situation.profile is not None
        method = METHODS[self.loaded.questionnaire.method]
        return method(situation.assessment, self.loaded, situation.reading, situation.profile, situation.day)

    def got(self, claim: Claim) -> Wanted:
        """What is the case where the claim says what must be.

        Raises:
            CannotTell: it names something that there is not, or trust without a profile.
        """
        name = claim.name
        match claim.about:
            case About.visible:
                return _SHOWN[self._visible(name)]
            case About.required:
                inside, item = self._place(name)
                return "required" if inside.required[item] else "optional"
            case About.failing:
                inside, item = self._place(name)
                return "failing" if any(check.question == item for check in inside.failed) else "passing"
            case About.reading:
                inside, item = self._place(name)
                return _reading(inside.reading[item])
            case About.output:
                return _reading(_known("output", name, self.evaluation.outputs))
            case About.bar:
                bar = _known("bar", name, bars(self.loaded))
                return _TRUTH[_truth(bar.read(self.evaluation.scope))]
            case About.presence:
                return self._said(_known("indicator", name, indicators(self.loaded)))
            case About.mitigation:
                return self._said(_known("mitigation", name, mitigations(self.loaded)))
            case _:
                return self._scored(claim)

    def _scored(self, claim: Claim) -> Wanted:
        if self.situation.profile is None:
            raise CannotTell("trust and outcome are read with the eyes of a buyer", "name a `profile` for the test")
        if claim.about is About.outcome:
            return self.score.outcome.value
        low, high = self.score.trust
        wanted = claim.wanted
        assert isinstance(wanted, float)
        holds = {
            About.least: low >= wanted,
            About.most: high <= wanted,
            About.contains: low <= wanted <= high,
        }[claim.about]
        return wanted if holds else f"{self.score.shown[0]} to {self.score.shown[1]}"

    def _visible(self, name: str) -> Truth:
        """Of a question, a field in a row, a section or a choice."""
        if name in self.evaluation.visible:
            return self.evaluation.visible[name]
        if name in self.evaluation.sections:
            return self.evaluation.sections[name]
        item, _, code = name.rpartition(".")
        found = self._choice(item, code) if item else None
        if found is not None:
            return found
        inside, field = self._place(name)
        return inside.visible[field]

    def _choice(self, item: str, code: str) -> Truth | None:
        """Whether a choice is offered; None where that is no choice."""
        try:
            inside, question = self._place(item)
        except CannotTell:
            return None
        offered = inside.choices.get(question, {})
        if code in offered:
            return offered[code]
        declared = self.loaded.questions.get(question) if inside is self.evaluation else None
        known = declared is not None and any(choice.code == code for choice in self.loaded.choices(declared))
        return True if known else None

    def _place(self, name: str) -> tuple[Evaluation, str]:
        """The evaluation of the whole or of a row, and the id of the question or field in it."""
        group, slash, rest = name.partition("/")
        if not slash:
            _known("question", name, self.evaluation.visible)
            return self.evaluation, name
        _known("question", group, self.loaded.questions)
        reading = self.evaluation.reading[group]
        names = reading.ids if isinstance(reading, Rows) else ()
        row = next((row for row in sorted(names, key=len, reverse=True) if rest.startswith(f"{row}.")), None)
        if row is None:
            raise CannotTell(
                f"{group} has no row {rest.partition('.')[0]!r} here", f"its rows: {', '.join(names) or 'none'}"
            )
        assert isinstance(reading, Rows)
        return self._field(self.evaluation.rows[group][reading.ids.index(row)], rest[len(row) + 1 :])

    def _field(self, row: Evaluation, name: str) -> tuple[Evaluation, str]:
        """A field of a row; of a list within it, `LIST.NUMBER.FIELD`, numbered from 1."""
        field, dot, rest = name.partition(".")
        _known("field", field, row.visible)
        if not dot:
            return row, field
        number, _, inner = rest.partition(".")
        rows = row.rows.get(field, ())
        if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= len(rows)):
            raise CannotTell(f"the list {field} has no row {number!r} here", f"it has {len(rows)}, numbered from 1")
        return self._field(rows[int(number) - 1], inner)

    def _said(self, feeds: Iterable[Feed]) -> Wanted:
        """The presence that the answers say, whatever their evidence could still hide."""
        found = [given for feed in feeds if (given := fed(feed, self.facts)) is not None]
        if not found:
            return "not_applicable"
        said = max((given.said for given in found if given.said is not None), default=None)
        undecided = any(given.is_open and (said is None or given.largest > said) for given in found)
        return "unknown" if undecided or said is None else said

    def conditions_of(self, claim: Claim) -> Iterator[tuple[Evaluation, Compiled]]:
        """The expressions that a claim about presence rests on, with what they read."""
        known = indicators if claim.about is About.presence else mitigations
        for feed in known(self.loaded).get(claim.name, ()):
            if feed.compiled is not None:
                for inside in self._levels(self.evaluation, feed.groups):
                    yield inside, feed.compiled

    def _levels(self, inside: Evaluation, groups: tuple[str, ...]) -> Iterator[Evaluation]:
        if not groups:
            yield inside
            return
        for row in inside.rows.get(groups[0], ()):
            yield from self._levels(row, groups[1:])


def _reading(value: Answered) -> Wanted:
    return "unknown" if value is U else "not_applicable" if value is NA else plain(value)


def _truth(value: Answered) -> Truth:
    return U if value is U else value is True


def _known(kind: str, name: str, known: Mapping[str, Found]) -> Found:
    if name not in known:
        raise CannotTell(f"there is no {kind} {name!r}", did_you_mean(name, known))
    return known[name]


@lru_cache(maxsize=8)
def bars(loaded: LoadedQuestionnaire) -> Mapping[str, Compiled]:
    """The conditions of the bars by id."""
    return {bar.id: compiled for bar, compiled in prepare(loaded).bars}


@lru_cache(maxsize=8)
def indicators(loaded: LoadedQuestionnaire) -> Mapping[str, tuple[Feed, ...]]:
    """What feeds each indicator, by id."""
    return {declared.indicator.indicator: declared.feeds for declared in prepare(loaded).indicators}


@lru_cache(maxsize=8)
def mitigations(loaded: LoadedQuestionnaire) -> Mapping[str, tuple[Feed, ...]]:
    """What feeds each mitigation, by id."""
    found: dict[str, dict[tuple[str | None, str | None], Feed]] = {}
    for declared in prepare(loaded).mitigations.values():
        for entry in declared:
            feeds = found.setdefault(entry.mitigation.id, {})
            feeds[(entry.feed.question, entry.feed.field)] = entry.feed
    return {name: tuple(feeds.values()) for name, feeds in found.items()}
