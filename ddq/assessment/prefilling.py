"""What a new assessment knows already: the parts of the vendor's record that questions declare as their `prefill`."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from ddq.assessment import record
from ddq.assessment.checking import usual_grade
from ddq.assessment.fold import apply
from ddq.assessment.model import Answer, Assessment, Basis, Event, Vendor
from ddq.assessment.next_event import Stamp
from ddq.assessment.subjects import NotAccepted, row_subject
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import AnyQuestion, GroupQuestion

VENDOR_RECORD = "vendor record"
"""What an answer from it says in `carried_from`; nobody confirmed it."""


def prefill(assessment: Assessment, loaded: LoadedQuestionnaire, stamps: Iterator[Stamp]) -> tuple[Event, ...]:
    """The answers that the vendor's record gives; what has an answer keeps it, and what does not fit is left out."""
    events: list[Event] = []
    answered = {subject.partition("/")[0] for subject in assessment.answers}
    for question in loaded.questions.values():
        value = _value(question, assessment.vendor)
        if value is None or question.id in answered:
            continue
        subject = row_subject(question.id, "1") if isinstance(question, GroupQuestion) else question.id
        given = Answer(value=value, basis=Basis(grade=usual_grade(question)), carried_from=VENDOR_RECORD)
        try:
            event = record.answer(assessment, loaded, subject, given, next(stamps))
        except NotAccepted:  # such as a name that is longer than the question takes
            continue
        events.append(event)
        assessment = apply(assessment, event)
    return tuple(events)


def _value(question: AnyQuestion, vendor: Vendor) -> JsonValue:
    """What the record says to a question; of a group, the fields that it knows; None where it says nothing."""
    if isinstance(question, GroupQuestion):
        fields = {field.id: _value(field, vendor) for field in question.fields if field.prefill is not None}
        return {name: value for name, value in fields.items() if value is not None} or None
    match (question.prefill or "").split(".", 2):
        case ["vendor", "name"]:
            return vendor.name
        case ["vendor", "country"]:
            return vendor.countries[0] if len(vendor.countries) == 1 else None
        case ["vendor", "countries"]:
            return [*vendor.countries] or None
        case ["vendor", "identifier", scheme]:
            same = (one.value for one in vendor.identifiers if one.scheme.casefold() == scheme.casefold())
            return next(same, None)
        case _:
            return None
