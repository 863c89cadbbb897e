"""Small questionnaires, assessments, registers and buyers, made in a line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from ddq.assessment.model import Answer, Assessment, Basis, Engagement, QuestionnaireReference, Source, Vendor
from ddq.questionnaire.known_groups import KNOWN_FIELDS
from ddq.questionnaire.model import Grade, GroupFeed
from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.model import Profile
from ddq.registers.profiles import load_profile
from ddq.registers.reading import Reading
from ddq.scoring import score
from ddq.scoring.model import Score
from ddq.shipped import shipped
from tests.property.generated_questionnaires import load

DAY = date(2026, 6, 30)


@pytest.fixture(scope="session")
def reading() -> Reading:
    """The shipped registers."""
    return load_registers(shipped_registers()).read(DAY)


@pytest.fixture(scope="session")
def authority() -> Profile:
    """A German public authority."""
    return load_profile(shipped("questionnaires") / "profiles" / "de-authority.yaml")


def basis(grade: str = "A", dated: date | None = None) -> Basis:
    return Basis(grade=Grade(grade), sources=(Source(title="A source", dated=dated),) if dated else ())


def said(value: Any, grade: str = "A") -> Answer:
    """An answer on a basis of a grade."""
    return Answer(value=value, basis=basis(grade))


def yes_no(identifier: str, strength: str = "major", **more: Any) -> dict[str, Any]:
    """A question whose "yes" is a concern."""
    risk = {
        "indicator": f"i-{identifier}",
        "title": f"Concern {identifier}",
        "strength": strength,
        "origin": more.pop("origin", "conduct"),
        "presence": {"yes": 1, "no": 0},
        "remedies": more.pop("remedies", []),
    }
    return {"id": identifier, "kind": "yes_no", "text": f"Is it {identifier}?", "risk": risk, **more}


def known_group(feed: GroupFeed, **more: Any) -> dict[str, Any]:
    """A group that feeds an engine."""
    fields: list[dict[str, Any]] = []
    for name, known in KNOWN_FIELDS[feed].items():
        field: dict[str, Any] = {"id": name, "kind": known.kinds[0], "text": name}
        if known.codes:
            field["choices"] = [{"code": code, "label": code} for code in known.codes]
        fields.append(field)
    group = {"id": feed.value, "kind": "group", "text": feed.value, "feeds_engine": feed.value, "fields": fields}
    return {**group, "complete": "All of them are listed.", **more}


def tier_question() -> dict[str, Any]:
    return {"id": "tier", "kind": "choice", "text": "Tier?", "choices": [{"code": c, "label": c} for c in "1234"]}


Run = Callable[..., Score]


@pytest.fixture
def run(reading: Reading, authority: Profile) -> Run:
    """Scores a questionnaire given by its questions, with answers by subject."""

    def scored(
        questions: list[dict[str, Any]],
        answers: Mapping[str, Answer],
        *,
        tier: int | None = None,
        profile: Profile | None = None,
        registers: Reading | None = None,
        refine: bool = True,
        day: date = DAY,
        **more: Any,
    ) -> Score:
        document = {
            "ddq": "questionnaire/1",
            "id": "sample",
            "version": "1.0.0",
            "title": "Sample",
            "sections": [{"id": "s", "title": "S", "domain": "Domain", "questions": [tier_question(), *questions]}],
            "outputs": {"exposure_tier": " ".join(f"{n} if tier == '{n}' else" for n in (1, 2, 3)) + " 4"},
            **more,
        }
        loaded = load(document)
        assessment = Assessment(
            id="a",
            title="A",
            vendor=Vendor(name="V"),
            engagement=Engagement(profile="p"),
            questionnaire=QuestionnaireReference(id="sample", version="1.0.0", digest=loaded.digest),
            answers={**({"tier": said(str(tier))} if tier else {}), **answers},
        )
        return score(assessment, loaded, registers or reading, profile or authority, day, refine=refine)

    return scored
