"""A small world for the reports: an invented vendor with everything that a report can tell."""

# ruff: noqa: E501 - tables of facts, one fact a line

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from filelock import FileLock

from ddq.assessment.interview import Interview
from ddq.assessment.model import Answer, Assessment, Event, EventKind
from ddq.questionnaire.load import load_questionnaire
from ddq.questionnaire.model import Actor, Origin, Strength
from ddq.registers.model import FeatureValue, Law, Profile, Verification
from ddq.registers.reading import FeatureReading, Reading, StateReading
from ddq.report.inputs import ReportInputs
from ddq.report.manifest import template_folder
from ddq.report.render import render_report, view_of
from ddq.scoring.model import (
    AppliedMitigation,
    Band,
    BarResult,
    Because,
    DomainResult,
    Guarantee,
    IndicatorResult,
    Interval,
    Nano,
    OpenQuestion,
    OriginShare,
    OutcomeKind,
    Plan,
    ReachPath,
    RemedyOption,
    Score,
    StateReach,
)

AS_OF = date(2024, 5, 31)


def _concern(strength: Strength, presence: Interval) -> Nano:
    lo, hi = (round(-math.log(1 - strength.share * end) * 1e9) for end in presence)
    return Nano(lo, hi)


def indicator(
    identifier: str,
    title: str,
    domain: str,
    origin: Origin,
    strength: Strength,
    presence: tuple[float, float],
    **more: Any,
) -> IndicatorResult:
    """An indicator whose concern follows from strength and presence, as in the method."""
    kept = Interval(*presence)
    base: dict[str, Any] = {
        "applicable": True,
        "rests_on_answers": True,
        "questions": (),
        "because": (),
        "mitigations": (),
        "references": (),
        "remedies": (),
    }
    concern = _concern(strength, kept)
    return IndicatorResult(identifier, title, domain, origin, strength, kept, kept, concern, concern, **(base | more))


def remedy(
    of: str, identifier: str, title: str, who: Actor, effort: int, gain: int, test: str | None = None
) -> RemedyOption:
    return RemedyOption(of, identifier, title, who, effort, Interval(0, 0.01), gain, test, ())


def _feature(name: str, value: str, *laws: str) -> FeatureReading:
    return FeatureReading(name, FeatureValue(value), laws, "medium", Verification.mixed, None)


def _law(identifier: str, name: str, citation: str, start: int) -> Law:
    return Law.model_validate(
        {
            "id": identifier,
            "name": name,
            "citation": citation,
            "force": [{"start": f"{start}-01-01"}],
            "in_force": f"since {start}",
            "status": "in_force",
            "kind": "compelled_access",
            "extraterritorial": "yes",
            "secrecy": "yes",
            "oversight": "Executive only",
            "effect": "Providers can be ordered to give access.",
            "source": "Official journal",
            "confidence": "high",
            "basis": "checked",
        },
        strict=False,
    )


LAWS = (
    _law("AA-INT", "Intelligence Support Act", "ss 7, 14", 2017),
    _law("AA-CYB", "Network Security Act", "s 28", 2016),
    _law("BB-SUR", "Surveillance Powers Act", "s 702", 2008),
)


def _state(
    code: str, name: str, presence: tuple[float, float], paths: tuple[ReachPath, ...], **more: Any
) -> StateReach:
    compulsion = more.pop("compulsion", Interval(0.9, 1.0))
    guarantees = (
        Guarantee("g1", "Clear rules", Interval(1, 1), (_feature("general_intelligence_support_duty", "yes", "AA-INT"), _feature("ruling_party_role_in_companies", "yes"))),
        Guarantee("g2", "Necessity and proportion", Interval(0.66, 1), (_feature("extraterritorial_reach", "yes", "AA-INT"), _feature("technical_capability_or_decryption_mandate", "partial", "AA-CYB"), _feature("vulnerability_reporting_to_state", "unknown"))),
        Guarantee("g3", "Independent oversight", Interval(1, 1), (_feature("prior_independent_authorisation", "no"),)),
        Guarantee("g4", "Remedy", Interval(1, 1), (_feature("effective_challenge_for_foreigners", "no"), _feature("secrecy_duty", "yes", "AA-INT"))),
    )  # fmt: skip
    base: dict[str, Any] = {
        "home": False,
        "trusted": 0.0,
        "trusted_because": None,
        "compulsion": compulsion,
        "targeted_compelled_access": _feature("targeted_compelled_access", "yes", "AA-INT", "AA-CYB"),
        "guarantees": guarantees,
        "nexus": Interval(0.9, 0.9),
        "presence": Interval(*presence),
        "paths": paths,
        "indicator": f"law:{code}",
    }
    return StateReach(code, name, **(base | more))


STATES = (
    _state(
        "CN", "China (mainland)", (0.81, 0.9),
        (
            ReachPath("clear access", Interval(0.9, 0.9), "the operations team in 上海 sees message content in clear (flow 2)", "DF-01", "f2"),
            ReachPath("control", Interval(0.9, 0.9), "北风云计算有限公司 holds 61 % of the votes", "OC-02", "h1"),
        ),
    ),
    _state(
        "US", "United States", (0.11, 0.13),
        (ReachPath("supply", Interval(0.4, 0.4), "a subprocessor in Oregon has update rights", "DF-01", "f3"),),
        trusted=0.5, trusted_because="Adequacy decision for certified organisations (C(2023) 4745)",
        compulsion=Interval(0.44, 0.44), nexus=Interval(0.4, 0.4),
    ),
    _state(
        "DE", "Germany", (0.0, 0.0),
        (ReachPath("seat", Interval(1, 1), "the contracting entity has its seat in Frankfurt am Main", "OC-02", "h2"),),
        home=True, indicator=None, compulsion=Interval(0.31, 0.31), nexus=Interval(1, 1),
    ),
)  # fmt: skip

INDICATORS = (
    indicator(
        "law:CN", "The law of China (mainland) can reach message content", "reach", Origin.law, Strength.severe, (0.81, 0.9),
        questions=("DF-01",), rests_on_answers=True,
        because=(
            Because("The operations team in 上海 sees message content in clear", "DF-01", "f2", None, (
                Because("A company can be ordered to give access", None, None, "AA-INT"),
                Because("No court approves beforehand", None, None, "AA-CYB"),
            )),
        ),
    ),
    indicator(
        "state-veto", "A state holds a veto over the parent", "ownership", Origin.control, Strength.severe, (0.5, 1.0),
        questions=("OC-03",), because=(Because("Answered “Yes”, reported by an independent source", "OC-03"),),
        mitigations=(AppliedMitigation("proxy", "A proxy board of citizens of the buyer’s state", 0.5, Interval(0.5, 1), "OC-03"),),
        references=("EU-AML",),
        remedies=(remedy("state-veto", "dissolve-veto", "Dissolve the golden share", Actor.owners, 5, 900_000_000, "Amended articles on the public register"),),
    ),
    indicator(
        "misleading", "The vendor misled its customers", "conduct", Origin.conduct, Strength.major, (0.9, 1.0),
        questions=("CT-03",), because=(Because("Answered “Yes”: alleged in a complaint", "CT-03"),),
    ),
    indicator(
        "late-breach-notice", "A breach was notified late", "conduct", Origin.conduct, Strength.moderate, (1, 1),
        questions=("CT-01",), because=(Because("Answered “At least once late”", "CT-01"),),
        remedies=(remedy("late-breach-notice", "notice-clause", "Agree a 24-hour notice clause with a penalty", Actor.buyer, 1, 31_000_000),),
    ),
    indicator(
        "opaque-owner", "Beneficial owners are not fully known", "ownership", Origin.control, Strength.major, (0.5, 0.55),
        questions=("OC-01",), because=(Because("Answered “In part”", "OC-01"),),
        remedies=(remedy("opaque-owner", "disclose", "Disclose the full chain of owners with register extracts", Actor.owners, 2, 100_000_000, "An extract for every link, not older than three months"),),
    ),
    indicator("law:US", "The law of the United States can reach update rights", "reach", Origin.law, Strength.severe, (0.08, 0.09), questions=("DF-01",)),
    indicator("untested", "Releases are not independently tested", "conduct", Origin.conduct, Strength.moderate, (0, 1), questions=("CT-04",),
              remedies=(remedy("untested", "audit", "Have every major release audited by an independent laboratory", Actor.vendor, 3, 60_000_000, "Audit report for each release"),)),
    indicator("sanctioned", "The vendor is named on a sanctions list", "actions", Origin.state_action, Strength.severe, (0, 0), questions=("GL-02",)),
    indicator("lock-in", "Data cannot be taken back at any time", "data", Origin.conduct, Strength.moderate, (0, 0.03), questions=("DF-02",)),
)  # fmt: skip


def _trust(concern: Nano) -> Interval:
    return Interval(100 * math.exp(-concern.hi / 1e9), 100 * math.exp(-concern.lo / 1e9))


def _band(value: float) -> Band:
    return (Band.untenable, Band.weak, Band.guarded, Band.sound, Band.assured)[min(int(value // 20), 4)]


def score(indicators: tuple[IndicatorResult, ...] = INDICATORS, **more: Any) -> Score:
    """A score whose sums are right."""
    total = Nano(sum(item.concern.lo for item in indicators), sum(item.concern.hi for item in indicators))
    trust = _trust(total)
    origins = {origin: sum(item.concern.lo for item in indicators if item.origin is origin) for origin in Origin}
    domains = []
    for domain in dict.fromkeys(item.domain for item in indicators):
        inner = [item for item in indicators if item.domain == domain]
        part = Nano(sum(item.concern.lo for item in inner), sum(item.concern.hi for item in inner))
        found = _trust(part)
        domains.append(DomainResult(domain, found, part, len(inner), (_band(found.lo), _band(found.hi))))
    remedies = tuple(
        item for found in indicators for item in found.remedies if item.id in ("dissolve-veto", "disclose")
    )
    base: dict[str, Any] = {
        "method": "trust/1",
        "questionnaire": "cloud-vendor",
        "questionnaire_version": "1.2.0",
        "profile": "city-hospital",
        "as_of": AS_OF,
        "tier": 3,
        "tier_known": True,
        "required": 60.0,
        "trust": trust,
        "shown": (f"{math.floor(trust.lo * 10) / 10:.1f}", f"{math.ceil(trust.hi * 10) / 10:.1f}"),
        "band": (_band(trust.lo), _band(trust.hi)),
        "inherent": Interval(trust.lo * 0.8, trust.hi * 0.9),
        "exact": True,
        "outcome": OutcomeKind.do_not_proceed,
        "headline": "Do not proceed: even with every remedy on offer, trust stays below the 60 that a significant purchase needs",
        "outcome_because": (
            "Trust lies below what tier 3 requires at both ends",
            "What remains is law and control: no contract term changes what a law can compel",
        ),
        "concern": total,
        "attribution": (*(OriginShare(origin, value) for origin, value in origins.items()), OriginShare(None, total.hi - total.lo)),
        "known_share": total.lo / total.hi if total.hi else 1.0,
        "indicators": indicators,
        "domains": tuple(domains),
        "origins": (),
        "states": STATES,
        "bars": (
            BarResult("GL-01/l1", "Removal of the vendor’s appliances from public networks", "Ministry of Communications of Norland", "Order 2023/14", "public networks of Norland", date(2023, 3, 1), None, False, False, "The order binds bodies of Norland; the buyer profile names no regime of Norland", "GL-01", "l1"),
            BarResult("GL-01/l2", "Entry in the list of restricted suppliers", "Trade Office of Westland", "88 WR 1234", "exports from Westland", None, None, False, True, "Whether the buyer re-exports is not known", "GL-01", "l2"),
        ),
        "plan": Plan(remedies, sum(item.effort for item in remedies), Interval(min(trust.lo * 2, 90), min(trust.hi * 2, 95)), False, True) if remedies else None,
        "all_remedies": Interval(min(trust.lo * 2.2, 90), min(trust.hi * 2.3, 95)),
        "open_questions": (
            OpenQuestion("CT-04", 61_875_404, ("untested",), "unanswered"),
            OpenQuestion("CT-05", 10_000_000, (), "pending"),
        ),
        "not_applicable": ("GL-03",),
        "legally_barred": ("CT-05",),
        "digest": "5f2b9c81d7a04e6393c1f0f4b7d2a8e65f2b9c81d7a04e6393c1f0f4b7d2a8e6",
    }  # fmt: skip
    return Score(**(base | more))


def _source(title: str, dated: str = "2024-02-11", url: str | None = None, place: str | None = None) -> dict[str, Any]:
    return {"title": title, "dated": dated, "url": url, "place": place}


def _answer(value: object, grade: str = "B", *sources: dict[str, Any], **more: Any) -> dict[str, Any]:
    basis = {"grade": grade, "sources": list(sources), "confidence": "medium"}
    return {"value": value, "basis": basis} | more


ANSWERS: dict[str, dict[str, Any]] = {
    "OC-01": _answer("part", "B", _source("Commercial register of Hesse, HRB 998877", "2024-01-15", "https://register.example/hrb/998877", "sheet 3")),
    "OC-02/h1": _answer({"name": "北风云计算有限公司", "holder_kind": "company", "country": "CN", "votes": "61", "control": "majority"}, "A", _source("Shareholder list", place="p. 4")),
    "OC-02/h2": _answer({"name": "Nordwind Beteiligungs GmbH", "holder_kind": "company", "country": "DE", "votes": "24.5", "control": "none"}, "A", _source("Shareholder list", place="p. 4")),
    "OC-02/h3": _answer({"name": "مؤسسة الأفق للاستثمار", "holder_kind": "fund", "country": "AE", "votes": "9.5", "control": "none"}, "C", _source("Annual report 2023")),
    "OC-02/complete": _answer(True, "C", _source("Ownership declaration", "2024-03-02")),
    "OC-03": _answer(True, "B", _source("Financial press, “State fund takes golden share”", "2023-11-20", "https://press.example/golden-share"), note="The articles of the parent give the state fund a veto over mergers and the choice of the chief engineer."),
    "DF-01/f1": _answer({"name": "Primary storage", "country": "DE", "access": "storage", "keys": "vendor"}, "C", _source("Data processing agreement, annex 2")),
    "DF-01/f2": _answer({"name": "Operations and support", "country": "CN", "access": "clear", "keys": "vendor"}, "C", _source("Data processing agreement, annex 2")),
    "DF-01/f3": _answer({"name": "Update delivery", "country": "US", "access": "transit"}, "C", _source("Subprocessor list")),
    "DF-02": _answer(True, "C", _source("Service description, section 9")),
    "DF-03": _answer({"amount": "5000000", "currency": "EUR"}, "C", _source("Draft contract, clause 14")),
    "CT-01": _answer("late", "A", _source("Decision of the data protection authority", "2022-09-08", "https://authority.example/2022-09", "para 41")),
    "CT-02": _answer("We regret the delay.\nSince then every incident is reported within 24 hours, and the process is audited each year.", "D", _source("Letter of the vendor")),
    "CT-03": _answer(
        True, "B", _source("Class action complaint, District Court of Norland, 24-cv-118", "2024-04-02"), allegation=True,
        vendor_position={"text": "We deny the claims and will defend ourselves in court.", "source": _source("Press statement", "2024-04-03", "https://vendor.example/press")},
    ),
    "CT-05": {"state": "legally_barred", "reason": "The vendor may not publish orders", "law": "AA-INT"},
    "GL-01/l1": _answer({"name": "Removal order", "kind": "order", "state": "NL", "authority": "Ministry of Communications of Norland", "citation": "Order 2023/14", "scope": "public networks", "start": "2023-03-01", "status": "in_force", "ground": "Risk that updates could be commanded from abroad"}, "A", _source("Official gazette of Norland", "2023-02-20"), allegation=True, vendor_position={"text": "The order names no incident; we have asked the court to review it.", "source": _source("Statement", "2023-02-21")}),
    "GL-01/l2": _answer({"name": "List of restricted suppliers", "kind": "listing", "state": "WS", "authority": "Trade Office of Westland", "citation": "88 WR 1234", "scope": "exports", "start": "2023-06-01", "status": "in_force"}, "A", _source("Register of Westland", "2023-06-01")),
    "GL-02": _answer(False, "A", _source("Consolidated list of sanctions", "2024-05-30")),
    "GL-03": {"state": "not_applicable", "reason": "The service runs outside the hospital’s medical network"},
}  # fmt: skip


def assessment(answers: dict[str, dict[str, Any]] = ANSWERS, **more: Any) -> Assessment:
    base: dict[str, Any] = {
        "id": "0190a6b2-1111-7000-8000-000000000001",
        "title": "Nordwind Cloud for patient messages",
        "vendor": {"name": "Nordwind Cloud GmbH", "countries": ["DE", "CN"], "identifiers": [{"scheme": "LEI", "value": "529900T8BM49AURSDO55"}]},
        "engagement": {"service": "Messaging between wards and laboratories", "reference": "VOB 2024-117", "value": "EUR 1.2 million a year", "profile": "city-hospital"},
        "questionnaire": {"id": "cloud-vendor", "version": "1.2.0", "digest": "ab" * 32},
        "as_of": AS_OF,
        "answers": {subject: Answer.model_validate(answer, strict=False) for subject, answer in answers.items()},
        "flags": {"OC-03": "ask the owners’ counsel"},
        "verdicts": {"GL-03": {"verdict": "not_applicable_accepted", "note": "agreed with IT"}},
    }  # fmt: skip
    return Assessment.model_validate(base | more, strict=False)


def events(answers: dict[str, dict[str, Any]] = ANSWERS) -> tuple[Event, ...]:
    start = datetime(2024, 5, 2, 8, 30, tzinfo=UTC)
    told = [Event(seq=1, at=start, by="k.brandt", kind=EventKind.created, subject="assessment", revision=1)]
    for number, (subject, answer) in enumerate(answers.items(), 2):
        at = start + timedelta(minutes=7 * number)
        new = Answer.model_validate(answer, strict=False).model_dump(mode="json")
        told.append(
            Event(seq=number, at=at, by="k.brandt", kind=EventKind.answered, subject=subject, revision=1, new=new)
        )
    return tuple(told)


PROFILE = Profile.model_validate(
    {
        "ddq": "profile/1",
        "id": "city-hospital",
        "version": "1.0.0",
        "title": "City hospital",
        "description": "A public hospital in Germany that buys services which hold patient data.",
        "home": ["DE"],
        "trusted": [
            {"group": "eu", "trust": 1.0, "reason": "Same data protection law and courts", "citation": "Regulation (EU) 2016/679"},
            {"state": "US", "trust": 0.5, "reason": "Adequacy for certified organisations only", "citation": "C(2023) 4745"},
        ],
        "bound_by": [{"jurisdiction": "EU", "reason": "The buyer is established in the Union", "citation": "Article 288 TFEU"}],
    },
    strict=False,
)  # fmt: skip


def make_inputs(**more: Any) -> ReportInputs:
    """The whole world; any part can be replaced."""
    reading = Reading(
        states={"AA": StateReading("AA", "Aland", {}, LAWS, ())}, groups={"eu": frozenset({"DE"})}, regimes={}, digest="cd" * 32
    )  # fmt: skip
    loaded = load_questionnaire(Path(__file__).parent / "vendor.yaml")
    interview = Interview(loaded, more.get("assessment") or assessment(), AS_OF, reading.groups)
    base: dict[str, Any] = {
        "assessment": assessment(),
        "questionnaire": loaded,
        "progress": interview.progress,
        "section_progress": {found.section.id: found.progress for found in interview.sections},
        "score": score(),
        "profile": PROFILE,
        "reading": reading,
        "events": events(),
        "versions": (("ddq", "0.1.0"),),
    }
    return ReportInputs(**(base | more))


Rendered = Callable[[ReportInputs], Path]


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The full report on some inputs, made once a run for all tests and processes: for reading, not for changing."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "rendered"
    shared.mkdir(exist_ok=True)
    folder = template_folder("full")

    def render(inputs: ReportInputs) -> Path:
        made_of = orjson.dumps([inputs.standard, inputs.language, *view_of(inputs, folder)])
        path = shared / f"{hashlib.sha256(made_of).hexdigest()[:16]}.pdf"
        with FileLock(path.with_suffix(".lock")):
            if not path.exists():
                assert render_report(inputs, path).warnings == ()
        return path

    return render


@pytest.fixture
def inputs() -> ReportInputs:
    """A report with something in every part."""
    return make_inputs()


@pytest.fixture
def inputs_with() -> Callable[..., ReportInputs]:
    """A report with some parts replaced."""
    return make_inputs


def make_empty_inputs(**more: Any) -> ReportInputs:
    """An assessment in which nothing was answered."""
    bare = replace(score(()), outcome=OutcomeKind.not_rated, headline="Not rated: nothing is known yet", states=(), bars=(),
                   open_questions=(), not_applicable=(), legally_barred=(), outcome_because=(), plan=None)  # fmt: skip
    return make_inputs(assessment=assessment({}, flags={}, verdicts={}), score=bare, events=(), **more)


@pytest.fixture
def empty_inputs() -> ReportInputs:
    """A report on an assessment in which nothing was answered."""
    return make_empty_inputs()
