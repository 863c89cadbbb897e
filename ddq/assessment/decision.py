"""The decision that people sign: what it says, its conditions, and everything that it rests on.

The outcome is the method's; the decision is people's. Where they differ the decision says how, why and, across a bar,
on whose authority.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ddq.questionnaire.model import Model
from ddq.sentence import Number, Said, say


class Verb(StrEnum):
    """What is decided."""

    approve = "approve"
    approve_with_conditions = "approve_with_conditions"
    reject = "reject"


class Direction(StrEnum):
    """How a decision stands to the outcome of the method."""

    more_cautious = "more_cautious"
    less_cautious = "less_cautious"
    across_a_bar = "across_a_bar"
    """Approved although a prohibition or a listing binds this buyer."""


class Departure(Model):
    """That a decision is not what the outcome suggests."""

    direction: Direction
    sentence: str
    """What the method says and what was decided, in a sentence."""
    bars: tuple[str, ...] = ()
    """The bars that bind and are crossed, each with its authority."""


class Condition(Model):
    """Something that an approval demands, of somebody, by a day."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    owner: Annotated[str, Field(min_length=1, max_length=300)]
    due: date
    remedy: str | None = None
    """Id of the remedy of the plan that it asks for."""


class ConditionState(StrEnum):
    """What became of a condition."""

    open = "open"
    met = "met"
    waived = "waived"
    """Nobody insists on it any more."""


class ConditionChange(Model):
    """The state that a condition has come to, and why."""

    state: ConditionState
    why: str
    by: str = ""
    at: datetime | None = None
    """UTC."""


OUTCOMES: Mapping[str, Said] = {
    str(words): words
    for words in (
        say("not rated"),
        say("proceed"),
        say("proceed with conditions"),
        say("defer"),
        say("do not proceed"),
    )
}
"""What methods say, by their English words, which are what is recorded."""


class RestsOn(Model):
    """What a decision was made on; when one of these is another, the decision is stale."""

    seq: int
    """The number of the last entry of the ledger."""
    head: str
    """Its hash."""
    inputs: str
    """SHA-256 of answers, verdicts, vendor, engagement and as-of date."""
    questionnaire: str
    """SHA-256 of its files."""
    registers: str
    """SHA-256 of their files."""
    profile: str
    """SHA-256 of the buyer profile."""
    method: str
    score: str
    """The digest of the score: all its inputs."""
    as_of: date
    """The day whose facts and laws counted."""
    outcome: str
    """What the method said."""
    trust: tuple[str, str]
    """The interval as it was shown."""

    @property
    def is_percentage(self) -> bool:
        """Whether the interval is of points, and not of trust."""
        return self.method.startswith("weighted/")

    @property
    def figure(self) -> str:
        """The interval in words, such as `trust 38.1 to 91.0` or `71.4 to 80.0 % of the points`."""
        interval = self.interval
        if self.is_percentage:
            return say("{share} of the points", share=say("{share} %", share=interval))
        return say("trust {figure}", figure=interval)

    @property
    def interval(self) -> str:
        """Both ends as they were shown, such as `38.1 to 91.0`."""
        low, high = map(Number, self.trust)
        return low if low == high else say("{low} to {high}", low=low, high=high)

    @property
    def said(self) -> str:
        """What the method said, as a part of a sentence."""
        return OUTCOMES.get(self.outcome, self.outcome)


class Decision(Model):
    """One decision."""

    decision: Verb
    rests_on: RestsOn
    reason: str | None = None
    """Required unless an approval without conditions is what the outcome suggests."""
    authority: str | None = None
    """What allows an approval across a bar: a licence, an exemption, a waiver, and who gave it."""
    departure: Departure | None = None
    """None where the decision is what the outcome suggests."""
    conditions: tuple[Condition, ...] = ()
    expires: date | None = None
    """The last day on which an approval holds."""
    next_review: date | None = None
    """The day on which somebody looks at it again; absent, the day on which it expires."""
    by: str = ""
    """Who decided: a name as it was given, which nothing proves."""
    at: datetime | None = None
    """UTC."""
    seq: int = 0
    """The number of its entry in the ledger."""

    @property
    def review_on(self) -> date | None:
        """When it is due to be looked at again."""
        days = [day for day in (self.next_review, self.expires) if day is not None]
        return min(days, default=None)
