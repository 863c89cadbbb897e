"""The last assessment of the same vendor before another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ddq.assessment.model import Vendor
from ddq.assessment.same_vendor import identifiers, same_record
from ddq.store.protocol import Summary


def last_of(
    summaries: Iterable[Summary], vendor: Vendor, before: tuple[datetime | None, str] | None = None
) -> Summary | None:
    """The last assessment of a vendor that can be opened; None where there is none.

    The same vendor is one with the same identifier, or where none can be compared with the same name.

    Args:
        summaries: of the assessments that there are.
        vendor: as an assessment names it.
        before: when another assessment was begun, and its id; only what was begun before that counts.
    """
    record = (vendor.name, identifiers(vendor))
    found = [
        summary
        for summary in summaries
        if summary.problem is None
        and summary.created_at is not None
        and (before is None or summary.id != before[1])
        and (before is None or before[0] is None or (summary.created_at, summary.id) < (before[0], before[1]))
        and same_record((summary.vendor, summary.identifiers), record)
    ]
    return max(found, key=lambda summary: (summary.created_at, summary.id), default=None)
