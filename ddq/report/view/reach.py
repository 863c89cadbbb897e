"""States, their paths and their laws."""

from __future__ import annotations

from dataclasses import dataclass

from ddq.report.view.figures import Scale


@dataclass(frozen=True, slots=True)
class PathView:
    """One way to the vendor or the data."""

    channel: str
    nexus: str
    text: str
    question: str


@dataclass(frozen=True, slots=True)
class FeatureView:
    """One feature of law, with the laws that give it and how far the reading can be relied on."""

    name: str
    value: str
    laws: tuple[str, ...]
    confidence: str
    verification: str
    note: str | None


@dataclass(frozen=True, slots=True)
class GuaranteeView:
    """One of the four European Essential Guarantees, as concern."""

    title: str
    value: Scale
    features: tuple[FeatureView, ...]


@dataclass(frozen=True, slots=True)
class StateView:
    """A state that can reach the vendor or the data."""

    anchor: str
    code: str
    name: str
    standing: str
    """Home, trusted, trusted by half or not trusted: the buyer profile's word."""
    standing_because: str | None
    home: bool
    scored: bool
    compulsion: Scale
    nexus: Scale
    presence: Scale
    access: FeatureView | None
    guarantees: tuple[GuaranteeView, ...]
    laws: tuple[str, ...]
    """Every law that a feature names, in full: name, citation, dates."""
    paths: tuple[PathView, ...]
