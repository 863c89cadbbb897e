"""The questionnaire as it is written: one frozen model from the file to the screen, the score and the report.

Validated strictly from JSON-shaped data (a list is a tuple, an ISO date is a `date`); the loader supplies that data
from YAML together with the position of every key and value.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = "questionnaire/1"
MODULE_FORMAT = "module/1"

Expression = Annotated[
    str, Field(min_length=1, max_length=2000, description="An expression; see docs/reference/expressions.md")
]
QuestionId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*$", max_length=60)]
FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=60)]
IndicatorId = Annotated[
    str, Field(pattern=r"^(law:\*|[A-Za-z0-9][A-Za-z0-9_.-]*)$", max_length=60, description="or `law:*`")
]
Share = Annotated[float, Field(ge=0, le=1)]
Duration = Annotated[str, Field(pattern=r"^[1-9][0-9]* (days?|months?|years?)$", description="such as `12 months`")]


class Model(BaseModel):
    """A value that does not change and accepts nothing it does not know."""

    # Built when first used: most of the models are only ever built as parts of another, and building costs ~40 ms.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class Strength(StrEnum):
    """The share of the remaining trust that an indicator removes when it is fully present (scoring, `trust/1`)."""

    informational = "informational"
    minor = "minor"
    moderate = "moderate"
    major = "major"
    severe = "severe"
    decisive = "decisive"

    @property
    def share(self) -> float:
        """`s` in [0, 0.9]; 0 for an informational question, which is no indicator."""
        return _SHARES[self]


_SHARES: dict[Strength, float] = {
    Strength.informational: 0.0,
    Strength.minor: 0.02,
    Strength.moderate: 0.06,
    Strength.major: 0.20,
    Strength.severe: 0.60,
    Strength.decisive: 0.90,
}


class Origin(StrEnum):
    """Where a concern arises from."""

    conduct = "conduct"
    """What the vendor does or did."""
    control = "control"
    """Who owns or commands it."""
    law = "law"
    """What a state can compel."""
    state_action = "state_action"
    """What governments have decided about it."""


class Actor(StrEnum):
    """Who can carry out a remedy."""

    vendor = "vendor"
    owners = "owners"
    buyer = "buyer"
    nobody = "nobody"


class Grade(StrEnum):
    """The evidence grade: how far an answer can be relied on."""

    A = "A"
    """Official document or judgment, checked."""
    B = "B"
    """Independent report."""
    C = "C"
    """Vendor's document."""
    D = "D"
    """Vendor's word."""
    E = "E"
    """No basis: reads as unknown."""


class Remedy(Model):
    """One thing somebody can do so that an indicator's presence falls to `min(p, done)`."""

    id: Code
    title: str
    who: Actor
    effort: Annotated[int, Field(ge=1, le=5)]
    done: tuple[Share, Share] | Share
    """The presence once done; with `grade`, the interval is widened as an answer of that grade would be."""
    grade: Grade = Grade.B
    """The evidence grade that its acceptance test yields."""
    test: str | None = None
    """The acceptance test: how the buyer knows that it is done."""
    excludes: tuple[Code, ...] = ()


class Indicator(Model):
    """What an indicator is, wherever it is declared. One concern, one indicator."""

    indicator: Code
    title: str
    strength: Strength
    origin: Origin
    reason: str | None = None
    """Why this strength; required above `moderate`."""
    domain: str | None = None
    """The section's domain where absent."""
    references: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    history: bool = False
    """What is history cannot be undone: every remedy's `done` is at least 0.5."""


class Risk(Indicator):
    """An indicator fed by the answer to the question that it stands under."""

    presence: dict[str, Share] | Expression
    """From the answer: a map over choice codes (or `yes`/`no`), or an expression that yields a number in [0, 1]."""


class Feeds(Model):
    """This answer feeds an indicator that is declared elsewhere, by the largest presence."""

    indicator: Code
    presence: dict[str, Share] | Expression


class Mitigation(Model):
    """An indicator of the other sign: it reduces others by a share, as far as it is present."""

    id: Code
    title: str
    reduces: dict[IndicatorId, Share]
    """Indicator id to the share of its presence that is removed; `law:*` stands for every state's law indicator."""
    presence: dict[str, Share] | Expression
    references: tuple[str, ...] = ()


class Rule(Indicator):
    """An indicator declared over answers and computed facts."""

    presence: Expression


class Bar(Model):
    """A legal prohibition that, where its regime binds the buyer, closes the matter. Never points."""

    id: Code
    title: str
    when: Expression
    regime: str
    """Id of a regime in the registers; the bar acts only on a buyer whose profile names it in `bound_by`."""
    scope: str


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


class Unlisted(Indicator):
    """The indicator *unlisted entries*: at its full range until the list is declared complete."""


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
