"""The questionnaire as it is written: one frozen model from the file to the screen, the score and the report.

Validated strictly from JSON-shaped data (a list is a tuple, an ISO date is a `date`); the loader supplies that data
from YAML together with the position of every key and value.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from ddq.questionnaire.indicator import (
    Actor,
    Bar,
    Code,
    Expression,
    Feeds,
    Grade,
    Indicator,
    IndicatorId,
    Mitigation,
    Model,
    Origin,
    Remedy,
    Risk,
    Rule,
    Share,
    Strength,
    Unlisted,
)

__all__ = [
    "Actor",
    "AnyQuestion",
    "Bar",
    "Change",
    "Check",
    "Choice",
    "ChoiceList",
    "ChoiceQuestion",
    "ChoicesQuestion",
    "Code",
    "ComputedQuestion",
    "CountriesQuestion",
    "CountryQuestion",
    "DateQuestion",
    "DecimalQuestion",
    "Duration",
    "EntityQuestion",
    "EvidenceQuestion",
    "Expression",
    "Feeds",
    "FieldName",
    "Grade",
    "GroupFeed",
    "GroupQuestion",
    "Include",
    "Indicator",
    "IndicatorId",
    "IntegerQuestion",
    "Level",
    "LongTextQuestion",
    "Mitigation",
    "Model",
    "Module",
    "MoneyQuestion",
    "Origin",
    "PercentQuestion",
    "Prefill",
    "Question",
    "QuestionId",
    "Questionnaire",
    "Remedy",
    "Risk",
    "Rule",
    "Section",
    "Share",
    "Strength",
    "TextQuestion",
    "Unlisted",
    "YesNoQuestion",
]

QuestionId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*$", max_length=60)]
FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Prefill = Annotated[
    str,
    Field(
        pattern=r"^vendor\.(name|country|countries|identifier\.[A-Za-z0-9_-]{1,40})$",
        description="what of the vendor's record: `vendor.name`, `vendor.country`, `vendor.countries`, or an identifier"
        " by its scheme, such as `vendor.identifier.LEI`",
    ),
]
Duration = Annotated[str, Field(pattern=r"^[1-9][0-9]* (days?|months?|years?)$", description="such as `12 months`")]


class Level(StrEnum):
    """How much a failed check weighs."""

    error = "error"
    warning = "warning"


class Check(Model):
    """A condition that an answer must meet."""

    must: Expression
    message: str
    level: Level = Level.error


class Choice(Model):
    """One option. Its code never changes meaning."""

    code: Code
    label: str
    help: str | None = None
    visible_if: Expression | None = None


class ChoiceList(Model):
    """A shared list of choices, with a version."""

    version: int = 1
    choices: Annotated[tuple[Choice, ...], Field(min_length=1)]


class Question(Model):
    """What every kind of question has."""

    id: QuestionId
    text: Annotated[str, Field(min_length=1, max_length=600)]
    why: str | None = None
    help: str | None = None
    good: str | None = None
    """What a good answer looks like."""
    bad: str | None = None
    """What a bad answer looks like."""
    not_applicable_when: str | None = None
    """What a legitimate not-applicable looks like."""
    evidence: tuple[str, ...] = ()
    """The evidence expected."""
    valid_for: Duration | None = None
    """Evidence older than this at the as-of date drops one grade."""
    references: tuple[str, ...] = ()
    """Ids of regimes and criteria."""
    answered_by: tuple[Literal["vendor", "buyer", "desk_research"], ...] = ("vendor",)
    handling: str | None = None
    visible_if: Expression | None = None
    required: bool = False
    required_if: Expression | None = None
    check: tuple[Check, ...] = ()
    concept: Code | None = None
    default: str | int | float | bool | tuple[str, ...] | None = None
    prefill: Prefill | None = None
    """What of the vendor's record a new assessment begins with here, marked as not confirmed."""
    risk: Risk | None = None
    feeds: tuple[Feeds, ...] = ()
    mitigations: tuple[Mitigation, ...] = ()


class TextQuestion(Question):
    """A line of text."""

    kind: Literal["text"]
    max_length: Annotated[int, Field(ge=1, le=20_000)] = 500


class LongTextQuestion(Question):
    """A text of several lines."""

    kind: Literal["long_text"]
    max_length: Annotated[int, Field(ge=1, le=20_000)] = 20_000


class IntegerQuestion(Question):
    """A whole number."""

    kind: Literal["integer"]
    min: int | None = None
    max: int | None = None
    unit: str | None = None


class DecimalQuestion(Question):
    """A decimal number."""

    kind: Literal["decimal"]
    min: Decimal | None = None
    max: Decimal | None = None
    unit: str | None = None


class MoneyQuestion(Question):
    """An amount with its currency (ISO 4217)."""

    kind: Literal["money"]
    min: Decimal | None = None
    max: Decimal | None = None
    currencies: tuple[str, ...] = ()
    """The currencies allowed; any where empty."""


class PercentQuestion(Question):
    """A percentage, 0 to 100."""

    kind: Literal["percent"]


class DateQuestion(Question):
    """A day."""

    kind: Literal["date"]


class YesNoQuestion(Question):
    """Yes or no; a condition in expressions."""

    kind: Literal["yes_no"]


class ChoiceQuestion(Question):
    """One of several options."""

    kind: Literal["choice"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)] | Code
    """The options, or the name of a shared list."""


class ChoicesQuestion(Question):
    """Any number of several options."""

    kind: Literal["choices"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)] | Code
    none_of_these: bool = True
    """Whether choosing nothing is an answer."""


class CountryQuestion(Question):
    """A country (ISO 3166-1 alpha-2)."""

    kind: Literal["country"]


class CountriesQuestion(Question):
    """Several countries."""

    kind: Literal["countries"]


class EntityQuestion(Question):
    """A person or an organisation."""

    kind: Literal["entity"]


class EvidenceQuestion(Question):
    """A file or a link is the answer."""

    kind: Literal["evidence"]


class ComputedQuestion(Question):
    """Computed from other answers; never asked."""

    kind: Literal["computed"]
    calc: Expression
    unit: str | None = None


class GroupFeed(StrEnum):
    """The engine that a group's rows feed, by their known fields (ddq.questionnaire.known_groups)."""

    seats = "seats"
    holders = "holders"
    flows = "flows"
    staff = "staff"
    subprocessors = "subprocessors"
    listings = "listings"


class GroupQuestion(Question):
    """A list of rows with the same fields."""

    kind: Literal["group"]
    fields: Annotated[tuple[AnyQuestion, ...], Field(min_length=1)]
    min: Annotated[int, Field(ge=0)] = 0
    max: Annotated[int, Field(ge=1, le=1000)] = 200
    row_label: str = "{row}"
    """Such as `{name} ({country})`: names of fields only."""
    feeds_engine: GroupFeed | None = None
    complete: str | None = None
    """The text of the declaration "this list is complete"; a group that scores must have one."""
    unlisted: Unlisted | None = None


AnyQuestion = Annotated[
    TextQuestion
    | LongTextQuestion
    | IntegerQuestion
    | DecimalQuestion
    | MoneyQuestion
    | PercentQuestion
    | DateQuestion
    | YesNoQuestion
    | ChoiceQuestion
    | ChoicesQuestion
    | CountryQuestion
    | CountriesQuestion
    | EntityQuestion
    | EvidenceQuestion
    | ComputedQuestion
    | GroupQuestion,
    Field(discriminator="kind"),
]


class Section(Model):
    """A run of questions about one domain."""

    id: Code
    title: str
    domain: str
    """The domain under which its indicators are summed."""
    intro: str | None = None
    visible_if: Expression | None = None
    questions: Annotated[tuple[AnyQuestion, ...], Field(min_length=1)]


class Change(Model):
    """One entry of the change log."""

    version: str
    date: str
    text: str


class Include(Model):
    """A module to include, by path relative to the including file."""

    file: str


class Module(Model):
    """A file of sections, rules and lists that questionnaires include."""

    ddq: Literal["module/1"]
    id: Code
    title: str
    include: tuple[Include, ...] = ()
    choices: dict[Code, ChoiceList] = {}
    sections: tuple[Section, ...] = ()
    rules: tuple[Rule, ...] = ()
    bars: tuple[Bar, ...] = ()


class Questionnaire(Model):
    """A questionnaire: its identity, its sections in order, its rules and its outputs.

    The loader resolves includes: the sections of included modules come first, in the order of `include`.
    """

    ddq: Literal["questionnaire/1"]
    id: Code
    version: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    title: str
    description: str | None = None
    language: str = "en"
    method: Literal["trust/1"] = "trust/1"
    changes: tuple[Change, ...] = ()
    include: tuple[Include, ...] = ()
    choices: dict[Code, ChoiceList] = {}
    sections: tuple[Section, ...] = ()
    rules: tuple[Rule, ...] = ()
    bars: tuple[Bar, ...] = ()
    outputs: dict[FieldName, Expression] = {}
    """Declared outputs; `exposure_tier` (1 to 4) is the one that scoring reads."""

    def questions(self) -> tuple[AnyQuestion, ...]:
        """Every question in the order of the sections; the fields of groups are not among them."""
        return tuple(question for section in self.sections for question in section.questions)
