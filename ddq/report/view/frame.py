"""The pages around the results: cover, summary, method, history."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.report.view.figures import FieldView


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    vendor: str
    running: str
    """The vendor's name, short enough for the head of a page."""
    service: str
    title: str
    buyer: str
    reference: str | None
    value: str | None
    deadline: str | None
    as_of: str
    outcome: str
    headline: str
    status: str
    draft: bool
    marking: str | None
    """Who may read it, such as `TLP:AMBER`; None where nobody said."""
    logo: str | None
    """A picture as a `data:` address."""
    marking_key: str
    """`red`, `amber`, `green` or `clear`, the label of the Traffic Light Protocol that it is; or `other`."""
    questionnaire: str
    method: str
    digest: str
    countries: str
    identifiers: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The page for those who read one page."""

    found: tuple[str, ...]
    why: tuple[str, ...]
    change: tuple[str, ...]
    fixed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrustedView:
    """A state or group that the profile trusts, or a regime that binds the buyer, with reason and citation."""

    name: str
    words: str
    reason: str
    citation: str


@dataclass(frozen=True, slots=True)
class MethodView:
    """How the result was reached: the parts that differ from one report to the next."""

    method: str
    questionnaire: str
    profile: str
    profile_description: str
    home: str
    trusted: tuple[TrustedView, ...]
    bound: tuple[TrustedView, ...]
    tiers: tuple[FieldView, ...]
    versions: tuple[FieldView, ...]
    digests: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event."""

    seq: int
    at: str
    by: str
    what: str
    why: str | None
