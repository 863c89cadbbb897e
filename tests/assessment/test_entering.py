"""A case is entered like any interview, with its own times; whatever is wrong in its file is told with its place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from ddq.assessment.entering import enter, enter_case, entries, load_answers, load_case
from ddq.assessment.fold import fold
from ddq.assessment.model import Assessment
from ddq.assessment.next_event import Stamp
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.model import Grade
from ddq.questionnaire.problems import SourceError

CASE = """\
ddq: case/1
id: acme-2021
title: Acme, April 2021
as_of: 2021-04-10
questionnaire: sample
profile: de-authority
vendor: {name: Acme Ltd, countries: [NO]}
engagement: {service: Short videos}
by: editor
at: 2021-04-10T09:00:00Z
sources:
  filing: {title: Annual filing, dated: 2021-03-01, url: "https://example.org/filing", place: p. 4}
  denial: {title: Statement, dated: 2021-03-02}
answers:
  holders:
    rows:
      founder:
        value: {name: The founder, country: NO, votes: 60}
        grade: B
        sources: [filing]
    complete: {value: true, grade: C, sources: [filing]}
  users: {state: unknown, reason: The record does not tell}
  breach:
    value: none
    grade: B
    sources: [filing]
    allegation: true
    vendor_position: {text: Acme denies this., source: denial}
  personal: yes
"""


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_is_entered_in_the_order_of_the_interview_a_second_apart(
    loaded: LoadedQuestionnaire, tmp_path: Path
) -> None:
    events = enter_case(load_case(_file(tmp_path, CASE)), loaded, "acme-2021")
    assert [event.subject for event in events] == [
        "acme-2021",
        "personal",
        "users",
        "breach",
        "holders/founder",
        "holders/complete",
    ]
    assert [event.at.second for event in events] == list(range(6))
    assert {event.by for event in events} == {"editor"}
    assessment = fold(events)
    assert assessment.case == "acme-2021"
    assert assessment.answers["personal"].basis.grade is Grade.A
    position = assessment.answers["breach"].vendor_position
    assert position is not None
    assert position.source.title == "Statement"


def test_entering_twice_gives_the_same_bytes(loaded: LoadedQuestionnaire, tmp_path: Path) -> None:
    case = load_case(_file(tmp_path, CASE))
    once, again = (
        [orjson.dumps(event.model_dump(mode="json")) for event in enter_case(case, loaded, "a-1")] for _ in range(2)
    )
    assert once == again


WRONG: list[tuple[str, str, str]] = [
    ("personal: yes", "personel: yes", "29:3: C003 there is no question personel; did you mean 'personal'?"),
    ("votes: 60", "votes: 160", "18:56: C002 holders/founder: votes: 160 is too large"),
    ("value: none", "value: nonsense", "C002 breach: “nonsense” is not one of the choices"),
    ("reason: The record", "note: The record", "C002 users: the state unknown needs a reason"),
    ("sources: [filing]}", "sources: [filing, fling]}", "C005 there is no source 'fling'; did you mean 'filing'?"),
    ("source: denial", "source: denail", "C005 there is no source 'denail'"),
    ("dated: 2021-03-02", "dated: 2021-04-11", "13:37: C001 the source denial is dated 2021-04-11, after"),
    (
        ", dated: 2021-03-02}",
        "}",
        "13:3: C007 the source denial has no date, so nothing says that it was known on 2021",
    ),
    ("at: 2021-04-10", "at: 2021-04-11", "C001 the answers are given on 2021-04-11, after the case's date 2021-04-10"),
    ("personal: yes", "personal: {rows: {}}", "C004 personal is no group"),
    ("grade: C", "grade: F", "S004 grade 'F' is not one of"),
    ("by: editor", "bye: editor", "S001 unknown key 'bye'; did you mean 'by'?"),
]


@pytest.mark.parametrize(("right", "wrong", "says"), WRONG)
def test_what_is_wrong_in_a_case_is_told_with_its_place(
    loaded: LoadedQuestionnaire, tmp_path: Path, right: str, wrong: str, says: str
) -> None:
    text = CASE.replace(right, wrong, 1)
    assert text != CASE
    with pytest.raises(SourceError) as refused:
        enter_case(load_case(_file(tmp_path, text)), loaded, "a-1")
    assert any(says in line for line in str(refused.value).splitlines()), str(refused.value)


def test_a_file_of_answers_is_entered_whole_or_not_at_all(
    loaded: LoadedQuestionnaire, blank: Assessment, tmp_path: Path
) -> None:
    now = Stamp(datetime(2026, 3, 1, tzinfo=UTC), "ana")
    good = load_answers(_file(tmp_path, "ddq: answers/1\nanswers: {users: 5, personal: true}\n"))
    events = enter(blank, loaded, entries(good, loaded), iter([now] * 9), good.document)
    assert [event.subject for event in events] == ["personal", "users"]
    bad = load_answers(_file(tmp_path, "ddq: answers/1\nanswers: {users: 0, officer: '', personal: true}\n"))
    with pytest.raises(SourceError) as refused:
        enter(blank, loaded, entries(bad, loaded), iter([now] * 9), bad.document)
    assert len(refused.value.problems) == 2, "both are told at once"
