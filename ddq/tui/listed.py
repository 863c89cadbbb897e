"""The list of assessments without the screen: what is found by typing, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ddq.assessment.closing import IN_WORDS
from ddq.assessment.model import Status
from ddq.questionnaire.problems import SourceError
from ddq.questionnaire.text import folded
from ddq.scoring.model import OutcomeKind
from ddq.store.protocol import StoreError, Summary
from ddq.tui.scored import scored
from ddq.tui.words import OUTCOMES
from ddq.workspace.workspace import Workspace


class Rated(NamedTuple):
    """What the list says of one assessment besides its summary."""

    outcome: OutcomeKind | None = None
    """None where it cannot be computed."""
    done: int = 0
    applicable: int = 0
    stale: str | None = None
    """Why its decision does not hold any more; None where it holds, or where there is none."""


Standings = Mapping[str, Rated]
"""By the head of the ledger, so that only what changed is rated again."""


def rate(workspace: Workspace, identifier: str) -> Rated:
    """Open an assessment and see how it stands; without an outcome where that is not possible."""
    try:
        opened = workspace.open(identifier)
        progress = opened.interview.progress
        score = scored(opened.snapshot)
        stale = next(iter(opened.staleness()), None)
        outcome = None if isinstance(score, str) else score.outcome
        return Rated(outcome, progress.done, progress.applicable, stale)
    except (StoreError, SourceError):
        return Rated()


def status_words(summary: Summary) -> str:
    """The status as it is said, such as `sent back for changes`."""
    return IN_WORDS[Status(summary.status)].removeprefix("a ")


def vendor_words(summary: Summary) -> str:
    """The vendor, and the title of the assessment where that says something else."""
    if not summary.vendor or summary.vendor in summary.title:
        return summary.title
    return f"{summary.vendor}: {summary.title}"


def searched(summary: Summary) -> str:
    """What typing is compared with besides the id, folded."""
    if summary.problem is not None:
        return folded(f"{summary.id} {summary.problem}")
    parts = (summary.vendor, summary.title, status_words(summary), summary.questionnaire, *summary.who)
    return folded(" ".join((*parts, *summary.identifiers)))


class Order(NamedTuple):
    """One order of the list."""

    name: str
    said: str
    """Which end comes first."""
    key: Callable[[Summary, Rated | None], tuple[object, ...]]
    rated: bool = False
    """Whether it needs every assessment rated."""


_WORST_FIRST = tuple(reversed(OUTCOMES))
_STATUSES = tuple(status.value for status in Status)


def _by_outcome(summary: Summary, rated: Rated | None) -> tuple[object, ...]:
    outcome = None if rated is None else rated.outcome
    return (len(_WORST_FIRST) if outcome is None else _WORST_FIRST.index(outcome), _by_name(summary, rated))


def _by_progress(summary: Summary, rated: Rated | None) -> tuple[object, ...]:
    done = 2.0 if rated is None or not rated.applicable else rated.done / rated.applicable
    return (done, _by_name(summary, rated))


def _by_status(summary: Summary, rated: Rated | None) -> tuple[object, ...]:
    return (_STATUSES.index(summary.status), _by_name(summary, rated))


def _by_review(summary: Summary, rated: Rated | None) -> tuple[object, ...]:
    due = summary.next_review
    return (due is None, "" if due is None else due.isoformat(), _by_name(summary, rated))


def _by_change(summary: Summary, rated: Rated | None) -> tuple[object, ...]:
    return (0.0 if summary.changed_at is None else -summary.changed_at.timestamp(), summary.id)


def _by_name(summary: Summary, rated: Rated | None) -> tuple[object, ...]:
    return (folded(vendor_words(summary)), summary.id)


ORDERS: tuple[Order, ...] = (
    Order("last change", "the newest first", _by_change),
    Order("vendor", "from A to Z", _by_name),
    Order("outcome", "the worst first", _by_outcome, rated=True),
    Order("progress", "the least done first", _by_progress, rated=True),
    Order("status", "drafts first", _by_status),
    Order("next review", "the soonest first", _by_review),
)


_OF_AN_ID = 6
"""From how many characters on a word may be part of an id, in which nearly every short number stands somewhere."""


def _has(word: str, text: str, identifier: str) -> bool:
    return word in text or (len(word) >= _OF_AN_ID and word in identifier)


def listed(
    summaries: Iterable[tuple[Summary, str]], typed: str, order: Order, standings: Standings
) -> tuple[Summary, ...]:
    """Those that have every word that was typed, in order; what cannot be opened comes first.

    Args:
        summaries: each with what typing is compared with.
        typed: words; none lists all.
        order: of those that can be opened.
        standings: of those that are rated.
    """
    words = folded(typed).split()
    found = [one for one, text in summaries if all(_has(word, text, one.id) for word in words)]
    broken = [one for one in found if one.problem is not None]
    sound = [one for one in found if one.problem is None]
    return (*broken, *sorted(sound, key=lambda one: order.key(one, standings.get(one.head))))
