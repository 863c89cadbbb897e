"""Where an answer that stands comes from."""

from datetime import UTC, datetime, timedelta

from pydantic import JsonValue

from ddq.assessment.model import Event, EventKind
from ddq.assessment.prefilling import VENDOR_RECORD
from ddq.assessment.provenance import Origin, provenance

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)


def answered(seq: int, value: JsonValue, *, carried: str | None = None, undoes: int | None = None) -> Event:
    new: JsonValue = None if value is None else {"value": value, "carried_from": carried}
    at = BEGAN + timedelta(minutes=seq)
    return Event(
        seq=seq, at=at, by=f"p{seq}", kind=EventKind.answered, subject="Q", revision=seq, new=new, undoes=undoes
    )


def origin(*events: Event) -> Origin | None:
    found = provenance(events, "Q")
    return None if found is None else found.origin


def test_what_was_entered_names_who_and_when() -> None:
    found = provenance([answered(1, "a"), answered(2, "b")], "Q")
    assert found is not None
    assert (found.origin, found.by, found.at) == (Origin.entered, "p2", BEGAN + timedelta(minutes=2))


def test_carried_and_prefilled_until_somebody_confirms() -> None:
    assert origin(answered(1, "a", carried="0190")) is Origin.carried
    assert origin(answered(1, "a", carried=VENDOR_RECORD)) is Origin.prefilled
    assert origin(answered(1, "a", carried="0190"), answered(2, "a")) is Origin.confirmed


def test_a_change_of_a_carried_answer_remembers_the_earlier_value() -> None:
    found = provenance([answered(1, "a", carried="0190"), answered(2, "b")], "Q")
    assert found is not None
    assert (found.source, found.before) == ("0190", "a")
    same = provenance([answered(1, "a", carried="0190"), answered(2, "a")], "Q")
    assert same is not None
    assert same.before is None


def test_an_undo_is_said_and_nothing_has_no_provenance() -> None:
    assert origin(answered(1, "a"), answered(2, "b"), answered(3, "a", undoes=2)) is Origin.restored
    assert origin() is None
    assert origin(answered(1, "a"), answered(2, None)) is None
