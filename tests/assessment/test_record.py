"""Every change is an event, checked before it is made."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ddq.assessment import record, reviewing
from ddq.assessment.attached import is_answer_itself, uses
from ddq.assessment.fold import apply, fold
from ddq.assessment.model import (
    Answer,
    AnswerState,
    Assessment,
    Basis,
    Beginning,
    Engagement,
    Event,
    EvidenceFile,
    Identifier,
    QuestionnaireReference,
    Source,
    Status,
    Vendor,
    Verdict,
)
from ddq.assessment.next_event import Stamp
from ddq.assessment.subjects import NotAccepted
from ddq.assessment.undoing import last_undoable, undo
from ddq.questionnaire.compiled import LoadedQuestionnaire

ANA = Stamp(datetime(2026, 3, 1, 12, 0, tzinfo=UTC), "ana")
BEA = Stamp(datetime(2026, 3, 1, 12, 5, tzinfo=UTC), "bea")


def test_an_answer_is_kept_in_its_one_shape_with_what_stood_before(
    loaded: LoadedQuestionnaire, blank: Assessment
) -> None:
    first = record.answer(blank, loaded, "personal", Answer(value="Yes"), ANA)
    assert (first.new, first.old, first.revision, first.seq) == ({"value": True}, None, 1, 2)
    second = record.answer(apply(blank, first), loaded, "personal", Answer(value=False), BEA, why="a mistake")
    assert (second.old, second.revision, second.why) == ({"value": True}, 2, "a mistake")


REFUSED: list[tuple[str, Answer, str]] = [
    ("personel", Answer(value=True), "did you mean 'personal'"),
    ("twice", Answer(value=4), "computed"),
    ("users", Answer(value="many"), "not a number"),
    ("users", Answer(value=0), "too small"),
    ("users", Answer(), "no value"),
    ("users", Answer(state=AnswerState.unknown), "needs a reason"),
    ("users", Answer(state=AnswerState.refused, reason=" \x1b\u202e "), "needs a reason"),
    ("users", Answer(state=AnswerState.unknown, reason="lost", value=4), "has no value"),
    ("users", Answer(state=AnswerState.legally_barred, reason="secret"), "needs the law"),
    ("users", Answer(value=3, law="§ 1"), "legally_barred"),
    ("users", Answer(value=3, basis=Basis(evidence=("ab" * 32,))), "attach the file first"),
    ("users", Answer(value=3, basis=Basis(sources=(Source(title="x", url="javascript:alert(1)"),))), "web address"),
    ("users", Answer(value=3, basis=Basis(sources=(Source(title="x", url="https://[bad"),))), "web address"),
    ("users", Answer(value=3, note="n" * 20_001), "20,001 characters"),
    ("users/1", Answer(value=3), "only a group has rows"),
    ("holders", Answer(value=[]), "this is a group"),
    ("holders/../x", Answer(value={}), "letters, digits"),
    ("holders/1", Answer(value={"nam": "x"}), "did you mean 'name'"),
    ("holders/1", Answer(value={"votes": 101}), "votes"),
    ("holders/1", Answer(value={"name": None}), "no field"),
    ("holders/1", Answer(state=AnswerState.unknown, reason="lost"), "set it on holders"),
    ("holders/complete", Answer(value="yes"), "true or false"),
]


@pytest.mark.parametrize(("subject", "given", "says"), REFUSED)
def test_what_does_not_fit_is_refused_in_words(
    loaded: LoadedQuestionnaire, blank: Assessment, subject: str, given: Answer, says: str
) -> None:
    with pytest.raises(NotAccepted, match=says) as refused:
        record.answer(blank, loaded, subject, given, ANA)
    assert "\n" not in refused.value.msg


def test_hostile_text_is_cleaned_on_its_way_in(loaded: LoadedQuestionnaire, blank: Assessment) -> None:
    """Markup stays as it was typed; what could drive a terminal or turn the line round is spelled out."""
    hostile = "[@click=app.quit]x[/] \x1b]52;c;aGk=\x07\u202e{{7*7}}<script>"
    given = Answer(value=hostile, note=hostile, basis=Basis(sources=(Source(title=hostile),)))
    kept = apply(blank, record.answer(blank, loaded, "officer", given, ANA)).answers["officer"]
    for text in (kept.value, kept.note, kept.basis.sources[0].title):
        assert text == "[@click=app.quit]x[/] ⟨ESC⟩]52;c;aGk=⟨BEL⟩⟨U+202E⟩{{7*7}}<script>"


def test_rows_get_numbers_that_were_never_used(loaded: LoadedQuestionnaire, blank: Assessment) -> None:
    assessment = blank
    for _ in range(3):
        assessment = apply(assessment, record.add_row(assessment, loaded, "holders", Answer(value={"name": "x"}), ANA))
    with pytest.raises(NotAccepted, match="3 entries"):
        record.add_row(assessment, loaded, "holders", Answer(value={"name": "x"}), ANA)
    assessment = apply(assessment, record.take_back(assessment, "holders/3", ANA))
    event = record.add_row(assessment, loaded, "holders", Answer(value={"name": "x"}), ANA)
    assert event.subject == "holders/4"


def _told(blank: Assessment, *makers: Any) -> tuple[Assessment, list[Event]]:
    assessment, events = blank, list[Event]()
    for make in makers:
        events.append(make(assessment))
        assessment = apply(assessment, events[-1])
    return assessment, events


def test_undo_walks_back_over_one_subject_and_can_be_undone(loaded: LoadedQuestionnaire, blank: Assessment) -> None:
    def say(value: int) -> Any:
        return lambda now: record.answer(now, loaded, "users", Answer(value=value), ANA)

    assessment, events = _told(blank, say(1), say(2))
    for expected in (1, None):
        last = last_undoable(events)
        assert last is not None
        events.append(undo(assessment, last, ANA))
        assessment = apply(assessment, events[-1])
        stands = assessment.answers.get("users")
        assert (None if stands is None else stands.value) == expected
    assert last_undoable(events) is None
    assert apply(assessment, undo(assessment, events[-1], ANA)).answers["users"].value == 1


def test_undo_never_takes_back_what_somebody_else_changed_since(loaded: LoadedQuestionnaire, blank: Assessment) -> None:
    assessment, events = _told(
        blank,
        lambda now: record.answer(now, loaded, "users", Answer(value=1), ANA),
        lambda now: record.answer(now, loaded, "personal", Answer(value=True), ANA),
        lambda now: record.answer(now, loaded, "users", Answer(value=2), BEA),
    )
    mine = last_undoable(events, by="ana")
    assert mine is not None
    assert mine.subject == "personal"
    with pytest.raises(NotAccepted, match="changed since"):
        undo(assessment, events[0], ANA)


def test_flags_evidence_and_verdicts_can_be_undone(loaded: LoadedQuestionnaire, blank: Assessment) -> None:
    file = EvidenceFile(id="ab" * 32, name="register.pdf", size=3)
    assessment, events = _told(
        blank,
        lambda now: record.attach(now, file, ANA),
        lambda now: record.answer(now, loaded, "users", Answer(value=1), ANA),
        lambda now: reviewing.review(now, loaded, "users", Verdict(verdict="issue", note="why 1?"), BEA),
        lambda now: record.flag(now, loaded, "users", "", ANA),
        lambda now: record.change(now, "title", "Acme again", ANA),
    )
    assert assessment.title == "Acme again"
    while (last := last_undoable(events)) is not None:
        events.append(undo(assessment, last, ANA))
        assessment = apply(assessment, events[-1])
    assert (assessment.title, assessment.flags, assessment.verdicts, assessment.answers) == ("Acme", {}, {}, {})
    assert assessment.evidence == {}


def test_the_day_of_expiry_is_changed_recorded_and_undone_like_anything_else(blank: Assessment) -> None:
    file = EvidenceFile(id="ab" * 32, name="ISO certificate.pdf", size=3)
    day = date(2027, 1, 31)
    assessment, events = _told(
        blank, lambda now: record.attach(now, file, ANA), lambda now: record.expire(now, file.id, day, BEA)
    )
    assert assessment.evidence[file.id] == file.model_copy(update={"expires": day})
    with pytest.raises(NotAccepted, match="expires on 2027-01-31 already"):
        record.expire(assessment, file.id, day, BEA)
    with pytest.raises(NotAccepted, match="no such file is attached"):
        record.expire(assessment, "cd" * 32, day, BEA)
    taken_back = apply(assessment, undo(assessment, events[-1], ANA))
    assert taken_back.evidence[file.id] == file


def test_a_decided_assessment_keeps_its_days_of_expiry(blank: Assessment) -> None:
    """A later day would make a decision whose evidence expired look as if it still held."""
    file = EvidenceFile(id="ab" * 32, name="ISO certificate.pdf", size=3)
    assessment, events = _told(
        blank,
        lambda now: record.attach(now, file, ANA),
        lambda now: record.expire(now, file.id, date(2026, 1, 1), ANA),
    )
    decided = assessment.model_copy(update={"status": Status.approved})
    with pytest.raises(NotAccepted, match="closed: the assessment is approved"):
        record.expire(decided, file.id, date(2030, 1, 1), ANA)
    with pytest.raises(NotAccepted, match="closed: the assessment is approved"):
        undo(decided, events[-1], ANA)


def test_a_file_is_named_by_what_rests_on_it_and_by_what_is_answered_with_it(blank: Assessment) -> None:
    digest = "ab" * 32
    resting = Answer(value=1, basis=Basis(evidence=(digest,)))
    given = {
        "users": resting,
        "proof": Answer(value=["https://example.org", digest]),
        "rows/1": Answer(value={"f": [digest]}),
    }
    files = {digest: EvidenceFile(id=digest, name="a.pdf", size=1)}
    assessment = blank.model_copy(update={"answers": {**given, "personal": Answer(value=True)}, "evidence": files})
    assert uses(assessment) == {digest: ("users", "proof", "rows/1")}
    assert is_answer_itself(given["proof"], digest)
    assert not is_answer_itself(resting, digest)


def test_only_a_not_applicable_answer_can_be_accepted_as_such(loaded: LoadedQuestionnaire, blank: Assessment) -> None:
    verdict = Verdict(verdict="not_applicable_accepted")
    with pytest.raises(NotAccepted, match="no answer to review"):
        reviewing.review(blank, loaded, "users", verdict, BEA)
    assessment = apply(blank, record.answer(blank, loaded, "users", Answer(value=3), ANA))
    with pytest.raises(NotAccepted, match="is answered, not “not applicable”"):
        reviewing.review(assessment, loaded, "users", verdict, BEA)


def test_what_an_assessment_begins_with_is_cleaned_too() -> None:
    beginning = Beginning(
        title="Acme\x1b[2J\u202e",
        vendor=Vendor(name="Acme\x00 Ltd", identifiers=(Identifier(scheme="LEI\x07", value="1"),)),
        engagement=Engagement(profile="de-authority", service="Videos\x9b31m"),
        questionnaire=QuestionnaireReference(id="sample", version="1.0.0", digest="00"),
    )
    assessment = fold([record.begin("a-1", beginning, ANA)])
    assert assessment.title == "Acme⟨ESC⟩[2J⟨U+202E⟩"
    assert assessment.vendor.name == "Acme⟨NUL⟩ Ltd"
    assert assessment.vendor.identifiers[0].scheme == "LEI⟨BEL⟩"
    assert assessment.engagement.service == "Videos⟨CSI⟩31m"
