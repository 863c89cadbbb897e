"""Worlds made by chance: a questionnaire, its answers, registers and a buyer; and ways to change one thing in them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from ddq.assessment.model import Answer, Assessment, Basis, Engagement, QuestionnaireReference, Source, Vendor, Verdict
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.known_groups import KNOWN_FIELDS
from ddq.questionnaire.model import Grade, GroupFeed
from ddq.registers.model import FEATURES, FeatureValue, Period, Profile, Regime, Verification
from ddq.registers.reading import FeatureReading, Reading, RegimeReading, StateReading
from ddq.scoring import score
from ddq.scoring.model import Score
from tests.property.generated_questionnaires import Written, load, write

DAY = date(2026, 6, 1)
STATES = ("AT", "BR", "CH", "DE", "FR", "IN", "JP", "ZA")
UNDESCRIBED = "NZ"
"""A country that no register describes."""
STATE_NAMES = ("open", "unknown", "pending", "refused", "legally_barred", "not_applicable")

Scorer = Callable[["World"], Score]


@dataclass(frozen=True, repr=False)
class World:
    """Everything that a score is made from."""

    seed: int
    size: int
    written: Written
    loaded: LoadedQuestionnaire
    assessment: Assessment
    reading: Reading
    profile: Profile

    def __repr__(self) -> str:
        """What it was first made from; the whole would fill pages."""
        return f"make_world({self.seed}, {self.size})"

    def with_answers(self, answers: dict[str, Answer]) -> World:
        return replace(self, assessment=self.assessment.model_copy(update={"answers": answers}))

    def with_answer(self, subject: str, answer: Answer | None) -> World:
        answers = {name: found for name, found in self.assessment.answers.items() if name != subject}
        return self.with_answers(answers if answer is None else {**answers, subject: answer})

    def with_verdicts(self, verdicts: dict[str, Verdict]) -> World:
        return replace(self, assessment=self.assessment.model_copy(update={"verdicts": verdicts}))

    def with_document(self, document: dict[str, Any]) -> World:
        return replace(self, written=replace(self.written, document=document), loaded=load(document))

    def random(self, salt: str) -> random.Random:
        """Chance that belongs to this world."""
        return random.Random(f"{self.seed}/{salt}")

    @property
    def answers(self) -> dict[str, Answer]:
        return self.assessment.answers


def right(world: World) -> Score:
    """The method itself."""
    return score(world.assessment, world.loaded, world.reading, world.profile, DAY)


def worlds(max_size: int = 9) -> st.SearchStrategy[World]:
    """Worlds by seed and size."""
    return st.builds(make_world, st.integers(0, 1_000_000), st.integers(1, max_size))


@lru_cache(maxsize=512)
def make_world(seed: int, size: int = 6) -> World:
    """The world of a seed."""
    rnd = random.Random(seed)
    written = write(rnd, size)
    loaded = written.loaded()
    answers = dict(_answers(rnd, written, loaded))
    verdicts = {
        subject: Verdict(verdict="not_applicable_accepted")
        for subject, answer in answers.items()
        if answer.state == "not_applicable" and rnd.random() < 0.5
    }
    assessment = Assessment(
        id="a",
        title="A",
        vendor=Vendor(name="V"),
        engagement=Engagement(profile="p"),
        questionnaire=QuestionnaireReference(id="generated", version="1.0.0", digest=loaded.digest),
        answers=answers,
        verdicts=verdicts,
    )
    return World(seed, size, written, loaded, assessment, _reading(rnd), _profile(rnd))


def basis(grade: str, dated: date | None = None) -> Basis:
    """A basis of a grade, with a source where it has a date."""
    return Basis(grade=Grade(grade), sources=(Source(title="A source", dated=dated),) if dated else ())


def _basis(rnd: random.Random) -> Basis:
    return basis(rnd.choice("AABBBCCDDE"), rnd.choice([None, date(2026, 3, 1), date(2024, 1, 1)]))


def _answers(rnd: random.Random, written: Written, loaded: LoadedQuestionnaire) -> Iterator[tuple[str, Answer]]:
    completeness = rnd.choice([0.2, 0.7, 0.9, 1.0])
    for identifier, question in loaded.questions.items():
        if question.kind == "computed":
            continue
        if rnd.random() > completeness:
            state = rnd.choice(STATE_NAMES)
            if state != "open":
                yield identifier, Answer.model_validate_json(f'{{"state": "{state}", "reason": "so it is"}}')
            continue
        if question.kind == "group":
            yield from _rows(rnd, written, identifier, question.feeds_engine)
            if rnd.random() < 0.7:
                yield f"{identifier}/complete", Answer(value=True, basis=_basis(rnd))
        else:
            yield identifier, Answer(value=any_value(rnd, written, loaded, identifier), basis=_basis(rnd))


def any_value(rnd: random.Random, written: Written, loaded: LoadedQuestionnaire, identifier: str) -> Any:
    """Any answer that a question can have, in its JSON shape."""
    kind = loaded.questions[identifier].kind
    if kind == "country":
        return rnd.choice(STATES)
    if kind == "yes_no":
        return rnd.random() < 0.5
    if kind == "choice":
        return rnd.choice("abc")
    if kind == "choices":
        return [code for code in "abc" if rnd.random() < 0.5]
    return rnd.choice([written.best[identifier], written.worst[identifier]])


def _rows(rnd: random.Random, written: Written, group: str, feed: GroupFeed | None) -> Iterator[tuple[str, Answer]]:
    for number in range(rnd.choice([0, 1, 1, 2, 3])):
        if feed is None:
            row = dict(rnd.choice([written.best[group], written.worst[group]])[0])
            row["held"] = rnd.random() < 0.8
        else:
            row = known_row(rnd, feed)
        kept = {name: value for name, value in row.items() if name == "name" or rnd.random() < 0.92}
        yield f"{group}/{number + 1}", Answer(value=kept, basis=_basis(rnd))


def known_row(rnd: random.Random, feed: GroupFeed, country: str | None = None) -> dict[str, Any]:
    """A row of a known group."""
    row: dict[str, Any] = {}
    for name, known in KNOWN_FIELDS[feed].items():
        if name in ("votes_from", "votes_to"):
            continue
        row[name] = _field_value(rnd, name, known.kinds[0], known.codes)
    if row.get("votes") == "16.7" and row["state_controlled"]:
        # A share of votes is exact, or a range: both at once could contradict each other.
        del row["votes"]
        row["votes_from"], row["votes_to"] = "10", "60"
    if "country" in row:
        row["country"] = country or rnd.choice([*STATES, UNDESCRIBED])
    return row


def _field_value(rnd: random.Random, name: str, kind: str, codes: tuple[str, ...]) -> Any:
    if name == "state":
        return rnd.choice([*STATES, "EU"])
    if name == "held":
        return rnd.choice(["some name", "some name", "Elsewhere"])
    if name == "regime":
        return rnd.choice(["R1", "R2", "R3", "R4"])
    if kind == "choices":
        return [code for code in codes if rnd.random() < 0.5]
    if codes:
        return rnd.choice(codes)
    if kind == "percent":
        return rnd.choice(["5", "16.7", "25", "30", "50", "51", "100"])
    if kind == "yes_no":
        return rnd.random() < 0.5
    if kind == "date":
        return rnd.choice(["2020-01-01", "2026-05-01", "2026-08-01"])
    return f"some {name}"


def _reading(rnd: random.Random) -> Reading:
    states = {code: _state(rnd, code) for code in STATES}
    members = frozenset(code for code in STATES if rnd.random() < 0.4)
    friends = frozenset(code for code in STATES if rnd.random() < 0.3)
    regimes = {name: _regime(rnd, name) for name in ("R1", "R2", "R3")}
    return Reading(states, {"eu": members, "friends": friends}, regimes, "0" * 64)


def _state(rnd: random.Random, code: str) -> StateReading:
    values = rnd.choice(
        [list(FeatureValue), [FeatureValue.yes, FeatureValue.no, FeatureValue.partial], [FeatureValue.yes]]
    )
    features = {
        name: FeatureReading(name, rnd.choice(values), (f"{code}-L{number % 3}",), "high", Verification.checked, None)
        for number, name in enumerate(FEATURES)
    }
    return StateReading(code, f"State {code}", features, (), ())


def _regime(rnd: random.Random, name: str) -> RegimeReading:
    regime = Regime(
        id=name,
        jurisdiction=rnd.choice([*STATES, "EU"]),
        kind="prohibition",
        name=f"Regime {name}",
        citation="Art 1",
        force=(Period(start=date(2020, 1, 1)),),
        in_force="2020",
        status="in_force",
        effect="An effect",
        source="A source",
        confidence="high",
        basis=Verification.checked,
        source_type="official_text",
    )
    return RegimeReading(regime, rnd.choice([True, True, False, None]))


def _profile(rnd: random.Random) -> Profile:
    trusted: list[dict[str, Any]] = [
        {"state": code, "trust": rnd.choice([0, 0.5, 1]), "reason": "A reason", "citation": "Art 1"}
        for code in rnd.sample(STATES, rnd.randint(0, 2))
    ]
    trusted += [
        {"group": group, "trust": rnd.choice([0.5, 1]), "reason": "A reason", "citation": "Art 2"}
        for group in ("eu", "friends")
        if rnd.random() < 0.4
    ]
    bound: list[dict[str, Any]] = [
        {"jurisdiction": code, "reason": "A reason", "citation": "Art 3"}
        for code in rnd.sample([*STATES, "EU"], rnd.randint(0, 2))
    ]
    bound += [
        {"regime": name, "reason": "A reason", "citation": "Art 4"} for name in ("R1", "R2") if rnd.random() < 0.3
    ]
    return Profile.model_validate(
        {
            "ddq": "profile/1",
            "id": "p",
            "version": "1.0.0",
            "title": "Buyer",
            "description": "A buyer",
            "home": tuple(rnd.sample(STATES, rnd.randint(0, 1))),
            "trusted": tuple(trusted),
            "bound_by": tuple(bound),
        }
    )
