"""What an answer that is open would make of the score, if it were shown to be so."""

from __future__ import annotations

from typing import Any

import pytest

from ddq.assessment.model import Assessment, Engagement, QuestionnaireReference, Vendor
from ddq.registers.model import Profile
from ddq.registers.reading import Reading
from ddq.scoring import score
from ddq.scoring.changing import Supposed, supposed
from tests.property.generated_questionnaires import load
from tests.scoring.conftest import DAY, said, tier_question


def asked(kind: str, presence: dict[str, float] | str, **more: Any) -> dict[str, Any]:
    """A question of some kind that feeds a severe concern."""
    risk: dict[str, Any] = {"indicator": "i", "title": "C", "strength": "severe", "origin": "conduct", "remedies": []}
    return {"id": "q", "kind": kind, "text": "Q?", "risk": {**risk, "presence": presence}, **more}


def results(question: dict[str, Any], reading: Reading, profile: Profile) -> list[Supposed]:
    document = {
        "ddq": "questionnaire/1",
        "id": "sample",
        "version": "1.0.0",
        "title": "Sample",
        "sections": [{"id": "s", "title": "S", "domain": "Domain", "questions": [tier_question(), question]}],
        "outputs": {"exposure_tier": "1"},
    }
    loaded = load(document)
    assessment = Assessment(
        id="a",
        title="A",
        vendor=Vendor(name="V"),
        engagement=Engagement(profile="p"),
        questionnaire=QuestionnaireReference(id="sample", version="1.0.0", digest=loaded.digest),
        answers={"tier": said("1")},
    )
    before = score(assessment, loaded, reading, profile, DAY)
    return list(supposed(assessment, loaded, reading, profile, day=DAY, score=before))


CHOICES = [{"code": "x", "label": "Ex"}, {"code": "y", "label": "Why"}]


@pytest.mark.parametrize(
    ("question", "best", "worst"),
    [
        (asked("yes_no", {"yes": 1, "no": 0}), "no", "yes"),
        (asked("choice", {"x": 0, "y": 1}, choices=CHOICES), "Ex", "Why"),
        (asked("choices", {"x": 0, "y": 1}, choices=CHOICES), "none of these", "Why"),
        (asked("percent", "1 if q >= 50 else 0"), "0 %", "50 %"),
        (asked("decimal", "1 if q > 0.5 else 0", min=0), "0.0", "1.0"),
    ],
)
def test_answers_of_every_kind_with_few_answers_can_be_supposed(
    question: dict[str, Any], best: str, worst: str, reading: Reading, authority: Profile
) -> None:
    """Codes, lists of codes and numbers alike are given as an interview would give them."""
    found = results(question, reading, authority)
    trust = {one.answer: one.figure for one in found}
    assert (trust[best], trust[worst]) == ("trust 100.0", "trust 40.0")
