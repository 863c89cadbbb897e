"""An assessment and the events that it is a fold of.

The event is the ledger line: what is stored, hashed, undone, compared and printed as history is this one value.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue, SkipValidation

from ddq.assessment.decision import ConditionChange, Decision
from ddq.questionnaire.model import Grade, Model


class AnswerState(StrEnum):
    """How a question stands. Everything but `answered` and an accepted `not_applicable` reads as unknown."""

    answered = "answered"
    unknown = "unknown"
    """Asked; neither vendor nor buyer knows."""
    pending = "pending"
    """Asked; the vendor has not answered yet."""
    refused = "refused"
    """Declined without a legal reason."""
    legally_barred = "legally_barred"
    """Declined, citing a named law."""
    not_applicable = "not_applicable"
    """Out of scope, with a reason; leaves the sum only once a reviewer accepts it."""


class Confidence(StrEnum):
    """How sure the person who entered a fact is of it."""

    high = "high"
    medium = "medium"
    low = "low"


class Source(Model):
    """Where a fact can be read."""

    title: Annotated[str, Field(min_length=1, max_length=500)]
    dated: date | None = None
    """The day of the source itself, not of its retrieval."""
    url: str | None = None
    place: str | None = None
    """The article, page or paragraph in it."""


class VendorPosition(Model):
    """What the vendor says to an allegation: printed beside it, always."""

    text: str
    source: Source


class Basis(Model):
    """What an answer rests on."""

    grade: Grade = Grade.E
    sources: tuple[Source, ...] = ()
    evidence: tuple[str, ...] = ()
    """Ids of attached evidence files."""
    confidence: Confidence | None = None


class Answer(Model):
    """One answer: of a question, of a row of a group, or of a group's declaration that it is complete."""

    state: AnswerState = AnswerState.answered
    value: JsonValue = None
    """As `ddq.questionnaire.values` reads it; of a row: field name to value, an absent field being unknown."""
    basis: Basis = Basis()
    note: str | None = None
    reason: str | None = None
    """Required where the state is not `answered`."""
    law: str | None = None
    """The law that bars the answer, where the state is `legally_barred`."""
    allegation: bool = False
    """Whether the answer repeats what somebody alleges and no court or authority has found."""
    vendor_position: VendorPosition | None = None
    carried_from: str | None = None
    """The assessment that the answer was carried over from, or the vendor's record; nobody confirmed it yet."""
    given_on: date | None = None
    """The day on which a carried answer was first given: where no source has a date, it ages from that day."""
    served_by: str | None = None
    """The question that was answered, where this one asks the same concept; never stored."""


class Identifier(Model):
    """An identifier of a vendor in a named scheme, such as `LEI`."""

    scheme: str
    value: str


class Vendor(Model):
    """The vendor that is assessed."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    countries: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


class Purchase(Model):
    """What is to be bought."""

    service: str = ""
    value: str | None = None
    reference: str | None = None
    """The procurement reference."""
    deadline: date | None = None


class Engagement(Purchase):
    """What is to be bought, and by whom."""

    profile: str
    """Id of the buyer profile."""


class QuestionnaireReference(Model):
    """The questionnaire of an assessment, at its version; the digest covers every file that it is made of."""

    id: str
    version: str
    digest: str


class EvidenceFile(Model):
    """A file attached as evidence, by its content address."""

    id: str
    """SHA-256 of the content, in hex."""
    name: str
    size: int
    media_type: str | None = None
    expires: date | None = None


class Status(StrEnum):
    """Where an assessment stands in its life."""

    draft = "draft"
    in_review = "in_review"
    changes_requested = "changes_requested"
    approved = "approved"
    approved_with_conditions = "approved_with_conditions"
    rejected = "rejected"
    expired = "expired"


class EventKind(StrEnum):
    """What happened."""

    created = "created"
    """Subject: the assessment's id; new: a `Beginning`."""
    changed = "changed"
    """Subject: `title`, `vendor`, `engagement`, `as_of`, `language` or `status`."""
    answered = "answered"
    """Subject: a question's id, `GROUP/ROW` for a row, `GROUP/complete`; new: an `Answer`, or None: taken back."""
    flagged = "flagged"
    """Subject: a question's id; new: the reason (may be empty), or None where the flag was lifted."""
    attached = "attached"
    """Subject: the evidence id; new: an `EvidenceFile`."""
    reviewed = "reviewed"
    """Subject: a question's id; new: a `Verdict`, or None."""
    commented = "commented"
    """Subject: `comment:N`; new: a `Comment`, or None: taken back."""
    resolved = "resolved"
    """Subject: `comment:N`; new: a `Resolution`, or None: open again."""
    assigned = "assigned"
    """Subject: `role:ROLE`; new: the names, or None."""
    moved = "moved"
    """Subject: `status`; new: a `Move`."""
    decided = "decided"
    """Subject: `status`; new: a `Decision`."""
    migrated = "migrated"
    """Subject: `questionnaire`; old: its `QuestionnaireReference`; new: a `Migrated`."""
    conditioned = "conditioned"
    """Subject: `condition:SEQ/N`, `SEQ` being the decision's; new: a `ConditionChange`, or None: open."""
    redacted = "redacted"
    """Subject: `redaction`; new: `entries`, each with `seq`, `hash` and the `sha256` of what stands there instead."""


class Verdict(Model):
    """A reviewer's verdict on one answer."""

    verdict: Literal["reviewed", "issue", "needs_clarification", "not_applicable_accepted"]
    note: str | None = None
    by: str = ""
    """Who reviewed; beside `answered_by` of the assessment it shows whether four eyes looked."""
    at: datetime | None = None
    """UTC."""


class Role(StrEnum):
    """What somebody does in an assessment. Whoever is meant is a name, which nothing proves."""

    interviewer = "interviewer"
    reviewer = "reviewer"
    approver = "approver"


class Move(Model):
    """Another status."""

    status: Status
    questions: tuple[str, ...] = ()
    """Of changes requested: the questions that are open to be answered again."""


class Resolution(Model):
    """That a comment is settled."""

    note: str | None = None
    by: str = ""
    at: datetime | None = None
    """UTC."""


class Comment(Model):
    """What somebody says to a question, or to the whole."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    question: str | None = None
    """The question's id; None of the whole assessment."""
    by: str = ""
    at: datetime | None = None
    """UTC."""
    resolution: Resolution | None = None


class Parked(Model):
    """An answer that the questionnaire, in a newer version, has no place for; kept, and counted nowhere."""

    subject: str
    """As it was called in that version."""
    answer: Answer
    version: str
    """Of the questionnaire to which it was given."""
    why: str
    by: str = ""
    """Who had given it."""


class Migrated(Model):
    """What became of the answers when the assessment went on to another version of its questionnaire."""

    questionnaire: QuestionnaireReference
    moved: dict[str, str] = {}
    """Old to new subject of answers and flags."""
    answers: dict[str, Answer] = {}
    """By new subject, answers whose value is another."""
    parked: tuple[Parked, ...] = ()


class Beginning(Model):
    """What an assessment starts with."""

    title: Annotated[str, Field(min_length=1, max_length=300)]
    vendor: Vendor
    engagement: Engagement
    questionnaire: QuestionnaireReference
    as_of: date | None = None
    """The date whose facts and laws count; None for the present day."""
    case: str | None = None
    """The shipped case that it was made from."""
    language: str | None = None
    """The language in which it is asked; None for that in which the questionnaire was written."""


class Event(Model):
    """One thing that happened to an assessment; its ledger line."""

    seq: Annotated[int, Field(ge=1)]
    at: datetime
    """UTC."""
    by: str
    kind: EventKind
    subject: str
    revision: Annotated[int, Field(ge=1)]
    """How many events this subject has had, this one included."""
    # Unchecked here, which makes a long ledger open twice as fast; the fold reads what stands by its own model.
    old: Annotated[JsonValue, SkipValidation] = None
    new: Annotated[JsonValue, SkipValidation] = None
    why: str | None = None
    undoes: int | None = None
    """The `seq` of the event that this one takes back."""


class Assessment(Beginning):
    """The state after all events so far."""

    id: str
    status: Status = Status.draft
    answers: dict[str, Answer] = {}
    """By subject; rows under `GROUP/ROW`, in the order of their first event."""
    flags: dict[str, str] = {}
    evidence: dict[str, EvidenceFile] = {}
    verdicts: dict[str, Verdict] = {}
    """By question; a verdict falls when its answer changes."""
    answered_by: dict[str, str] = {}
    """By subject, who gave the answer that stands."""
    comments: dict[str, Comment] = {}
    """By subject, `comment:N`, the first first."""
    roles: dict[Role, tuple[str, ...]] = {}
    """Who was assigned; a role that nobody has may be taken by anybody."""
    open_for: tuple[str, ...] | None = None
    """The questions that may be answered; None for all. Empty while the answers are closed."""
    decision: Decision | None = None
    """The last decision; it is in force only while the status is one of those that it leads to."""
    condition_changes: dict[str, ConditionChange] = {}
    """By subject, `condition:SEQ/N`, what became of the conditions of the last decision."""
    parked: dict[str, Parked] = {}
    """Answers that newer versions have no place for, by `SUBJECT@VERSION`."""
    replaced: dict[int, str] = {}
    """By the number of an answer's event, who had given the answer that it replaced; to whom an undo returns it."""
    revisions: dict[str, int] = {}
    """By subject, how many events it has had, in the order of the first; a row that was taken out keeps its place."""
    seq: int = 0
    created_at: datetime | None = None
    changed_at: datetime | None = None
    changed_by: str = ""
