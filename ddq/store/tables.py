"""An assessment as TinyDB tables: what queries read, and what `state.json` holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ddq.assessment.model import Assessment

Tables: TypeAlias = dict[str, dict[str, dict[str, Any]]]
"""Table name to document id to document, as TinyDB keeps them."""


_UNSEEN = {"changed_by", "replaced"}
_LATER = {"comments", "roles", "open_for", "decision", "condition_changes", "parked", "language"} | _UNSEEN
"""Only written where they hold something, so that a `state.json` from before there were any still follows.

The same holds for `given_on` and `served_by` of an answer.
"""


def tables_of(assessment: Assessment) -> Tables:
    """The tables `meta` (one document), `answers`, `flags`, `evidence`, `verdicts`, and `comments` once there are any.

    A document's id is the place of its subject among all subjects that ever had an event, so no id is used twice.
    """
    places = {subject: str(place) for place, subject in enumerate(assessment.revisions, start=1)}
    whole = assessment.model_dump(mode="json", exclude=_LATER)
    whole |= assessment.model_dump(mode="json", include=_LATER - _UNSEEN, exclude_defaults=True)
    by_subject = {name: whole.pop(name) for name in ("answers", "flags", "evidence", "verdicts")}
    by_subject |= {"comments": whole.pop("comments")} if "comments" in whole else {}
    answered_by, revisions = whole.pop("answered_by"), whole.pop("revisions")
    tables: Tables = {"meta": {"1": whole}}
    for name, values in by_subject.items():
        tables[name] = {places[subject]: _document(subject, value) for subject, value in values.items()}
    for document in tables["answers"].values():
        subject = document["subject"]
        document |= {"by": answered_by[subject], "revision": revisions[subject]}
        for name in ("given_on", "served_by"):
            if document[name] is None:
                del document[name]
    return tables


def _document(subject: str, value: Any) -> dict[str, Any]:
    """Flags are texts; everything else is a map already."""
    return {"subject": subject, **value} if isinstance(value, Mapping) else {"subject": subject, "reason": value}
