"""A questionnaire with every trait that an interview has to show."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ddq.assessment import deciding, moving, record
from ddq.assessment.decision import Condition, Decision, RestsOn, Verb
from ddq.assessment.fold import apply, fold
from ddq.assessment.model import Answer, Assessment, Beginning, Engagement, QuestionnaireReference, Vendor
from ddq.assessment.next_event import Stamp
from ddq.assessment.record import begin
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.load import load_questionnaire

QUESTIONNAIRE = """\
ddq: questionnaire/1
id: sample
version: 1.0.0
title: Sample
sections:
  - id: triage
    title: The purchase
    domain: triage
    questions:
      - {id: personal, kind: yes_no, text: Is personal data involved?, answered_by: [buyer], required: true}
      - {id: users, kind: integer, text: How many users?, min: 1}
      - {id: twice, kind: computed, text: Twice the users, calc: users * 2}
  - id: privacy
    title: Privacy
    domain: privacy
    visible_if: personal
    questions:
      - {id: officer, kind: text, text: Who is the data protection officer?}
      - id: breach
        kind: choice
        text: Is there a breach process?
        valid_for: 12 months
        choices: [{code: tested, label: Yes and tested}, {code: written, label: Written}, {code: none, label: No}]
      - {id: tested_on, kind: date, text: When was it tested?, visible_if: breach == 'tested'}
  - id: owners
    title: Owners
    domain: ownership
    questions:
      - id: holders
        kind: group
        text: Who holds shares?
        row_label: "{name} ({country})"
        complete: All holders of five percent and more are listed.
        max: 3
        fields:
          - {id: name, kind: text, text: Name}
          - {id: country, kind: country, text: Country}
          - id: votes
            kind: percent
            text: Votes
            check: [{must: votes > 0, message: A holder has votes.}]
          - {id: veto, kind: yes_no, text: A veto?, visible_if: votes < 50}
"""

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ANA = Stamp(NOON, "ana")
BEA = Stamp(NOON, "bea")
CARL = Stamp(NOON, "carl")
TODAY = NOON.date()
LATER = date(2026, 9, 1)
RESTS = RestsOn(
    seq=3,
    head="ab",
    inputs="",
    questionnaire="q",
    registers="r",
    profile="p",
    method="trust/1",
    score="s",
    as_of=TODAY,
    outcome="proceed",
    trust=("70.0", "80.0"),
)
ENCRYPT = Condition(text="Encrypt at rest", owner="dora", due=LATER)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedQuestionnaire:
    path: Path = tmp_path_factory.mktemp("questionnaire") / "sample.yaml"
    path.write_text(QUESTIONNAIRE, encoding="utf-8")
    return load_questionnaire(path)


@pytest.fixture
def blank(loaded: LoadedQuestionnaire) -> Assessment:
    """An assessment without answers."""
    beginning = Beginning(
        title="Acme",
        vendor=Vendor(name="Acme"),
        engagement=Engagement(profile="de-authority"),
        questionnaire=QuestionnaireReference(id="sample", version="1.0.0", digest=loaded.digest),
    )
    return fold([begin("a-1", beginning, ANA)])


def decision(verb: Verb = Verb.approve, **parts: Any) -> Decision:
    return Decision(decision=verb, rests_on=parts.pop("rests_on", RESTS), **parts)


@pytest.fixture
def answered(loaded: LoadedQuestionnaire, blank: Assessment) -> Assessment:
    """Ana answered two questions."""
    for subject, value in (("personal", True), ("officer", "Ann")):
        blank = apply(blank, record.answer(blank, loaded, subject, Answer(value=value), ANA))
    return blank


@pytest.fixture
def in_review(answered: Assessment) -> Assessment:
    return apply(answered, moving.submit(answered, ANA))


@pytest.fixture
def conditional(in_review: Assessment) -> Assessment:
    """Approved by bea on one condition."""
    made = decision(Verb.approve_with_conditions, reason="as the plan says", conditions=(ENCRYPT,))
    return apply(in_review, deciding.decide(in_review, made, BEA))
