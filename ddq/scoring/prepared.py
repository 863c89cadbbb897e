"""What a questionnaire declares for the score, gathered once: indicators and what feeds them, mitigations, bars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ddq.questionnaire.compiled import Groups, LoadedQuestionnaire
from ddq.questionnaire.domains import largest_outcome
from ddq.questionnaire.kinds import Compiled
from ddq.questionnaire.model import AnyQuestion, Bar, GroupFeed, GroupQuestion, Indicator, Mitigation, Strength
from ddq.scoring.offers import Offer, offers

EVERY_LAW = "law:*"
"""In `reduces`: the law indicator of every state."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Where a presence comes from: a map over the answers of one question, or an expression."""

    question: str | None
    """Id of the question, or of the outermost group around the field; None for a rule."""
    field: str | None
    """Id of the field, where it stands in a group."""
    groups: Groups
    mapping: Mapping[str, float] | None
    compiled: Compiled | None
    largest: float
    """`p_max`: the largest presence that an answer can give."""
    reads: frozenset[str]
    """Every question that it rests on, computed ones looked through."""
    unlisted: bool = False
    """Whether it is a list's declaration of completeness that is read."""


@dataclass(frozen=True, slots=True)
class DeclaredIndicator:
    """An indicator that counts, with all that feeds it."""

    indicator: Indicator
    domain: str
    feeds: tuple[Feed, ...]
    largest: float
    questions: tuple[str, ...]
    """The questions that it rests on, in order of id."""
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class DeclaredMitigation:
    """A mitigation with what feeds it."""

    mitigation: Mitigation
    feed: Feed


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Everything in a questionnaire that the score reads; indicators and mitigations in order of their ids."""

    indicators: tuple[DeclaredIndicator, ...]
    mitigations: Mapping[str, tuple[DeclaredMitigation, ...]]
    """By the id of the indicator that they reduce, `law:*` among them."""
    engines: Mapping[GroupFeed, tuple[GroupQuestion, ...]]
    """The groups that feed reach and bars."""
    bars: tuple[tuple[Bar, Compiled], ...]
    gates_of: Mapping[str, frozenset[str]]
    """By question, all questions on which its visibility depends, however far up."""
    tier_reads: frozenset[str]
    """The questions on which the exposure tier rests."""


@lru_cache(maxsize=16)
def prepare(loaded: LoadedQuestionnaire) -> Prepared:
    """Gather what `loaded` declares. Kept for the questionnaires that were scored last."""
    return _Preparation(loaded).prepared()


class _Preparation:
    def __init__(self, loaded: LoadedQuestionnaire) -> None:
        self.loaded = loaded
        self.feeds: dict[str, list[Feed]] = defaultdict(list)
        self.declared: dict[str, tuple[Indicator, str]] = {}
        self.mitigations: dict[str, list[DeclaredMitigation]] = defaultdict(list)
        self.engines: dict[GroupFeed, list[GroupQuestion]] = defaultdict(list)

    def prepared(self) -> Prepared:
        for question, domain, groups in self._questions():
            self._question(question, domain, groups)
        questionnaire = self.loaded.questionnaire
        for rule in questionnaire.rules:
            feed = self._feed(None, (), rule.presence)
            self._declare(rule, rule.domain or self._domain_of(feed), feed)
        outputs = questionnaire.outputs.get("exposure_tier")
        return Prepared(
            tuple(self._indicator(identifier) for identifier in sorted(self.declared)),
            {
                identifier: tuple(sorted(found, key=lambda entry: entry.mitigation.id))
                for identifier, found in self.mitigations.items()
            },
            {feed: tuple(groups) for feed, groups in self.engines.items()},
            tuple((bar, self.loaded.compiled(bar.when)) for bar in sorted(questionnaire.bars, key=lambda bar: bar.id)),
            {identifier: self._gates(identifier) for identifier in self.loaded.questions},
            self._rests_on(self.loaded.compiled(outputs).names) if outputs else frozenset(),
        )

    def _questions(self) -> Iterator[tuple[AnyQuestion, str, Groups]]:
        for section in self.loaded.questionnaire.sections:
            for question in section.questions:
                yield from self._with_fields(question, section.domain, ())

    def _with_fields(
        self, question: AnyQuestion, domain: str, groups: Groups
    ) -> Iterator[tuple[AnyQuestion, str, Groups]]:
        yield question, domain, groups
        if isinstance(question, GroupQuestion):
            for field in question.fields:
                yield from self._with_fields(field, domain, (*groups, question.id))

    def _question(self, question: AnyQuestion, domain: str, groups: Groups) -> None:
        if question.risk is not None:
            self._declare(
                question.risk, question.risk.domain or domain, self._feed(question, groups, question.risk.presence)
            )
        for feeds in question.feeds:
            self.feeds[feeds.indicator].append(self._feed(question, groups, feeds.presence))
        for mitigation in question.mitigations:
            declared = DeclaredMitigation(mitigation, self._feed(question, groups, mitigation.presence))
            for indicator in mitigation.reduces:
                self.mitigations[indicator].append(declared)
        if isinstance(question, GroupQuestion) and not groups:
            if question.feeds_engine is not None:
                self.engines[question.feeds_engine].append(question)
            if question.unlisted is not None:
                feed = Feed(question.id, None, (), None, None, 1.0, frozenset({question.id}), unlisted=True)
                self._declare(question.unlisted, question.unlisted.domain or domain, feed)

    def _declare(self, indicator: Indicator, domain: str, feed: Feed) -> None:
        if indicator.strength is not Strength.informational:
            self.declared[indicator.indicator] = (indicator, domain)
            self.feeds[indicator.indicator].append(feed)

    def _indicator(self, identifier: str) -> DeclaredIndicator:
        indicator, domain = self.declared[identifier]
        feeds = tuple(sorted(self.feeds[identifier], key=lambda feed: (feed.question or "", feed.field or "")))
        largest = max(feed.largest for feed in feeds)
        questions = tuple(sorted(frozenset[str]().union(*(feed.reads for feed in feeds))))
        return DeclaredIndicator(indicator, domain, feeds, largest, questions, offers(indicator, largest))

    def _feed(self, question: AnyQuestion | None, groups: Groups, presence: Mapping[str, float] | str) -> Feed:
        top = groups[0] if groups else question.id if question else None
        field = question.id if question and groups else None
        if not isinstance(presence, str):
            reads = self._rests_on(frozenset({top} if top else ()))
            return Feed(top, field, groups, presence, None, max(presence.values(), default=0.0), reads)
        compiled = self.loaded.compiled(presence, groups)
        names = compiled.names & self.loaded.questions.keys()
        largest = largest_outcome(self.loaded, presence, groups)
        reads = self._rests_on(names | frozenset({top} if top else ()))
        return Feed(top, field, groups, None, compiled, 1.0 if largest is None else min(1.0, max(0.0, largest)), reads)

    def _rests_on(self, names: frozenset[str]) -> frozenset[str]:
        """The names, and for computed questions also what they are computed from."""
        found: set[str] = set()
        waiting = [name for name in names if name in self.loaded.questions]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                if self.loaded.questions[name].kind == "computed":
                    waiting += [other for other in self.loaded.dependencies[name] if other in self.loaded.questions]
        return frozenset(found)

    def _gates(self, identifier: str) -> frozenset[str]:
        found: set[str] = set()
        waiting = list(self._visibility(identifier))
        while waiting:
            name = waiting.pop()
            if name not in found and name in self.loaded.questions:
                found.add(name)
                waiting += self._visibility(name)
                if self.loaded.questions[name].kind == "computed":
                    waiting += self.loaded.dependencies[name]
        return frozenset(found)

    def _visibility(self, identifier: str) -> frozenset[str]:
        conditions = (self.loaded.section_of[identifier].visible_if, self.loaded.questions[identifier].visible_if)
        return frozenset(name for text in conditions if text for name in self.loaded.compiled(text).names)

    def _domain_of(self, feed: Feed) -> str:
        """A rule without a domain stands in that of the first question, by id, that it reads."""
        known = sorted(feed.reads & self.loaded.section_of.keys())
        return self.loaded.section_of[known[0]].domain if known else ""
