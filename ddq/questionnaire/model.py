"""The questionnaire as it is written: one frozen model from the file to the screen, the score and the report.

Validated strictly from JSON-shaped data (a list is a tuple, an ISO date is a `date`); the loader supplies that data
from YAML together with the position of every key and value.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue

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
    "CountrySet",
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
    "InsertAfter",
    "IntegerQuestion",
    "Level",
    "LongTextQuestion",
    "Migration",
    "Mitigation",
    "Model",
    "Module",
    "MoneyQuestion",
    "Origin",
    "Override",
    "PercentQuestion",
    "Percentages",
    "Points",
    "Prefill",
    "Question",
    "QuestionId",
    "Questionnaire",
    "Remedy",
    "Remove",
    "Risk",
    "Rule",
    "Section",
    "Share",
    "Strength",
    "TextQuestion",
    "Unlisted",
    "Version",
    "YesNoQuestion",
]

QuestionId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*$", max_length=60)]
Prefix = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*$", max_length=30)]
Inner = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*\.[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=200, description="`X.Y`")
]
Subject = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=200)]
FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Prefill = Annotated[
    str,
    Field(
        pattern=r"^vendor\.(name|country|countries|identifier\.[A-Za-z0-9_-]{1,40})$",
        description="what of the vendor's record: `vendor.name`, `vendor.country`, `vendor.countries`, or an identifier"
        " by its scheme, such as `vendor.identifier.LEI`",
    ),
]
Version = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$", description="major.minor.patch")]
ListName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*(@[1-9][0-9]*)?$",
        max_length=70,
        description="a shared list; `name@2` is only its version 2",
    ),
]
SetName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*$", max_length=60)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
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


class CountrySet(Model):
    """A shared set of countries, with a version; for conditions that do not score."""

    version: int = 1
    title: str
    countries: Annotated[tuple[Country, ...], Field(min_length=1)]


Points = Annotated[
    dict[str, Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]],
    Field(description="points by choice code, or by `yes` and `no`; for the method `weighted/1`"),
]


class Question(Model):
    """What every kind of question has."""

    id: QuestionId
    """The name by which expressions and other files know it; it never changes its meaning."""
    text: Annotated[str, Field(min_length=1, max_length=600)]
    """The question as it is asked; `{OTHER-ID}` is filled in with another answer."""
    why: str | None = None
    """Why it is asked."""
    help: str | None = None
    """How to answer it."""
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
    """The condition under which it is asked; while that is unknown, it may apply."""
    required: bool = False
    """Whether the assessment is incomplete without an answer."""
    required_if: Expression | None = None
    """The condition under which an answer is required."""
    check: tuple[Check, ...] = ()
    """What must hold of the answer, and what is said where it does not."""
    concept: Code | None = None
    """What it asks about: one answer serves every question of the same concept."""
    default: str | int | float | bool | tuple[str, ...] | None = None
    prefill: Prefill | None = None
    """What of the vendor's record a new assessment begins with here, marked as not confirmed."""
    risk: Risk | None = None
    """The concern that answers to it show, and how present it is under each."""
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
    points: Points | None = None
    """What each answer earns; the most of them is what the question weighs."""


class ChoiceQuestion(Question):
    """One of several options."""

    kind: Literal["choice"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)] | ListName
    """The options, or the name of a shared list."""
    points: Points | None = None
    """What each option earns; the most of them is what the question weighs."""


class ChoicesQuestion(Question):
    """Any number of several options."""

    kind: Literal["choices"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)] | ListName
    none_of_these: bool = True
    """Whether choosing nothing is an answer."""
    points: Points | None = None
    """What each option adds; the question weighs all of them together."""


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
    chains = "chains"
    """Who holds the holders."""
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
    domain_title: str | None = None
    """What readers see in place of `domain`; a translation fills it in."""
    intro: str | None = None
    """Shown before its first question."""
    visible_if: Expression | None = None
    """The condition under which its questions are asked."""
    questions: Annotated[tuple[AnyQuestion, ...], Field(min_length=1)]


class Change(Model):
    """One entry of the change log."""

    version: str
    date: str
    text: str


class Include(Model):
    """A module to include, by path relative to the including file."""

    file: str
    prefix: Prefix | None = None
    """Put before every id that the module declares, so that a module can be included twice or beside a namesake."""
    concepts: Literal["shared", "own"] = "shared"
    """`own`: under its prefix the module asks about something else, so no answer serves it and another."""


class Module(Model):
    """A file of sections, rules and lists that questionnaires include."""

    ddq: Literal["module/1"]
    id: Code
    title: str
    include: tuple[Include, ...] = ()
    choices: dict[Code, ChoiceList] = {}
    country_sets: dict[SetName, CountrySet] = {}
    sections: tuple[Section, ...] = ()
    rules: tuple[Rule, ...] = ()
    bars: tuple[Bar, ...] = ()


class Override(Model):
    """Items of the base, and the keys that change: maps are merged, null takes a key out, all else is replaced."""

    questions: dict[QuestionId, dict[str, JsonValue]] = {}
    fields: dict[Inner, dict[str, JsonValue]] = {}
    """Fields of groups, as `GROUP.FIELD`."""
    options: dict[Inner, dict[str, JsonValue]] = {}
    """Single choices, as `QUESTION.CODE` or `LIST.CODE`."""
    sections: dict[Code, dict[str, JsonValue]] = {}
    choices: dict[Code, dict[str, JsonValue]] = {}
    """Shared lists."""
    country_sets: dict[SetName, dict[str, JsonValue]] = {}
    rules: dict[Code, dict[str, JsonValue]] = {}
    """By the id of their indicator."""
    bars: dict[Code, dict[str, JsonValue]] = {}


class InsertAfter(Model):
    """Items of the base, and what comes after them."""

    questions: dict[QuestionId, Annotated[tuple[AnyQuestion, ...], Field(min_length=1)]] = {}
    fields: dict[Inner, Annotated[tuple[AnyQuestion, ...], Field(min_length=1)]] = {}
    options: dict[Inner, Annotated[tuple[Choice, ...], Field(min_length=1)]] = {}
    sections: dict[Code, Annotated[tuple[Section, ...], Field(min_length=1)]] = {}


class Remove(Model):
    """Items of the base that are taken out."""

    questions: tuple[QuestionId, ...] = ()
    fields: tuple[Inner, ...] = ()
    options: tuple[Inner, ...] = ()
    sections: tuple[Code, ...] = ()
    choices: tuple[Code, ...] = ()
    country_sets: tuple[SetName, ...] = ()
    rules: tuple[Code, ...] = ()
    bars: tuple[Code, ...] = ()
    outputs: tuple[FieldName, ...] = ()


class Migration(Model):
    """What becomes of the answers of an assessment that goes on to a newer version."""

    old: Version
    new: Version
    rename: dict[Subject, Subject] = {}
    """Old to new id of questions, or of fields as `GROUP.FIELD`."""
    choices: dict[Subject, dict[str, str | None]] = {}
    """By new id, old to new choice code (`yes` and `no` of a yes-or-no question); null parks the answer."""
    keep: tuple[Subject, ...] = ()
    """New ids whose wording or kind changed and whose answers still mean what they meant."""
    park: tuple[Subject, ...] = ()
    """Old ids whose answers are set aside."""


Percentage = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class Percentages(Model):
    """What an official scheme says of its percentage; for the method `weighted/1`."""

    required: Percentage | None = None
    """The percentage that is required; without one, the method says no outcome."""
    bands: dict[Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$", max_length=60)], Percentage] = {}
    """The official name of each band, and the percentage from which it begins."""


class Questionnaire(Model):
    """A questionnaire: its identity, its sections in order, its rules and its outputs.

    The loader resolves includes and the base: the sections of the base come first, then those of included modules in
    the order of `include`, then its own.
    """

    ddq: Literal["questionnaire/1"]
    id: Code
    version: Version
    title: str
    description: str | None = None
    language: str = "en"
    """The language that its texts are written in, such as `en`; translations are side files."""
    method: Literal["trust/1", "weighted/1"] = "trust/1"
    percentage: Percentages | None = None
    changes: tuple[Change, ...] = ()
    extends: str | None = None
    """The questionnaire that this one builds on: its id, or its file relative to this one."""
    override: Override = Override()
    insert_after: InsertAfter = InsertAfter()
    remove: Remove = Remove()
    migrate: tuple[Migration, ...] = ()
    include: tuple[Include, ...] = ()
    choices: dict[Code, ChoiceList] = {}
    country_sets: dict[SetName, CountrySet] = {}
    sections: tuple[Section, ...] = ()
    rules: tuple[Rule, ...] = ()
    bars: tuple[Bar, ...] = ()
    outputs: dict[FieldName, Expression] = {}
    """Declared outputs: `exposure_tier` (1 to 4) is read by scoring; `personal_data` (none, ordinary or sensitive),
    `people_least` and `people_most` by the rules on transfers of data."""

    def questions(self) -> tuple[AnyQuestion, ...]:
        """Every question in the order of the sections; the fields of groups are not among them."""
        return tuple(question for section in self.sections for question in section.questions)
