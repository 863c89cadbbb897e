"""A questionnaire with every trait that an interview has to show."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ddq.assessment.fold import fold
from ddq.assessment.model import Assessment, Beginning, Engagement, QuestionnaireReference, Vendor
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
