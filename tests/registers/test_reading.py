"""The registers as of a day: no date is scored on law that came later, and what is not known reads as unknown."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ddq.registers.load import load_registers, shipped_registers
from ddq.registers.model import FEATURES, FeatureValue, Period, Regime, in_force
from ddq.registers.reading import WITHOUT, Reading, StateReading
from ddq.registers.registers import Registers

ARTICLE = date(2021, 4, 10)
VERIFIED = date(2026, 6, 30)
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))

ENDS = {FeatureValue.yes: (1.0, 1.0), FeatureValue.partial: (0.5, 0.5), FeatureValue.no: (0.0, 0.0)}


def _feature(state: StateReading, name: str) -> tuple[float, float]:
    return ENDS.get(state.features[name].value, (0.0, 1.0))


def _lacking(state: StateReading, name: str) -> tuple[float, float]:
    low, high = _feature(state, name)
    return 1 - high, 1 - low


def _mean(*parts: tuple[float, float]) -> tuple[float, float]:
    return sum(low for low, _ in parts) / len(parts), sum(high for _, high in parts) / len(parts)


def compulsion(state: StateReading) -> tuple[float, float]:
    """The formula of the method `trust/1`, written out here to check the data by."""
    guarantees = (
        _mean(_feature(state, "general_intelligence_support_duty"), _feature(state, "ruling_party_role_in_companies")),
        _mean(
            _feature(state, "extraterritorial_reach"),
            _feature(state, "technical_capability_or_decryption_mandate"),
            _feature(state, "vulnerability_reporting_to_state"),
        ),
        _lacking(state, "prior_independent_authorisation"),
        _mean(_lacking(state, "effective_challenge_for_foreigners"), _feature(state, "secrecy_duty")),
    )
    access, whole = _feature(state, "targeted_compelled_access"), _mean(*guarantees)
    return access[0] * whole[0], access[1] * whole[1]


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        ("CN", 1.00, 1.00),
        ("RU", 0.73, 0.81),
        ("IN", 0.65, 0.65),
        ("SG", 0.50, 0.50),
        ("GB", 0.48, 0.48),
        ("US", 0.44, 0.44),
        ("AE", 0.33, 0.33),
        ("DE", 0.31, 0.31),
        ("CH", 0.27, 0.27),
    ],
)
def test_compulsion_on_the_day_of_verification(registers: Registers, code: str, low: float, high: float) -> None:
    """The figures that were published with the method; a change of the data that moves one must be meant."""
    assert compulsion(registers.read(VERIFIED).states[code]) == pytest.approx((low, high), abs=0.005)


def test_no_later_law_counts_in_2021(registers: Registers) -> None:
    china = registers.read(ARTICLE).states["CN"]
    in_force_then = {law.id for law in china.laws}
    assert {"CN-NIL", "CN-NSL", "CN-COLAW05"} <= in_force_then
    assert not {"CN-DSL", "CN-PIPL", "CN-RMSV", "CN-CEL", "CN-COLAW", "CN-834L"} & in_force_then
    assert china.features["vulnerability_reporting_to_state"].value is FeatureValue.no
    assert china.features["outbound_or_blocking_restriction"].laws == ("CN-ICJA", "CN-CSL37")
    assert china.features["ruling_party_role_in_companies"].laws == ("CN-COLAW05",)


def test_a_feature_begins_with_the_law_that_lays_it_down(registers: Registers) -> None:
    def reporting(day: date) -> FeatureValue:
        return registers.read(day).states["CN"].features["vulnerability_reporting_to_state"].value

    assert reporting(date(2021, 8, 31)) is FeatureValue.no
    assert reporting(date(2021, 9, 1)) is FeatureValue.yes


def test_a_power_is_unknown_before_the_oldest_law_that_the_register_holds(registers: Registers) -> None:
    """Its predecessors are not in the register; to read `no` would make an ignorant register look like a mild state."""
    mexico = registers.read(ARTICLE).states["MX"]
    assert mexico.features["targeted_compelled_access"].value is FeatureValue.unknown


def test_a_feature_without_a_law_is_known_from_the_verification_on_only(registers: Registers) -> None:
    """But for a duty that there is not: one begins with the law that lays it down, in every state alike."""
    before, after = registers.read(VERIFIED - timedelta(1)).states, registers.read(VERIFIED).states
    told = 0
    for jurisdiction in registers.jurisdictions:
        for name, feature in jurisdiction.features.items():
            if feature.laws:
                continue
            told += 1
            assert after[jurisdiction.code].features[name].value is feature.value
            never = feature.value is FeatureValue.no and WITHOUT[name] is FeatureValue.no
            expected = feature.value if never else FeatureValue.unknown
            assert before[jurisdiction.code].features[name].value is expected, (jurisdiction.code, name)
    assert told > 100


def test_a_lapse_and_a_suspension_end_what_is_known(registers: Registers) -> None:
    def law_702(day: date) -> bool | None:
        state = registers.read(day).states["US"]
        return True if "US-702" in {law.id for law in state.laws} else None if state.laws_unknown else False

    assert law_702(date(2026, 6, 11)) is True
    assert law_702(date(2026, 6, 12)) is None

    def affiliates(day: date) -> bool | None:
        return registers.read(day).regimes["US-BIS50"].in_force

    assert [affiliates(date(2025, 9, 28)), affiliates(date(2025, 9, 29))] == [False, True]
    assert [affiliates(date(2025, 11, 10)), affiliates(date(2026, 11, 9))] == [False, False]
    assert affiliates(date(2026, 11, 10)) is None


def test_what_was_only_proposed_is_not_in_force(registers: Registers) -> None:
    reading = registers.read(VERIFIED)
    assert reading.regimes["EU-CSA2"].in_force is False
    assert "CA-C22" not in {law.id for law in (*reading.states["CA"].laws, *reading.states["CA"].laws_unknown)}


@pytest.mark.parametrize(
    ("group", "state", "day", "member"),
    [
        ("eu", "GB", date(2020, 1, 31), True),
        ("eu", "GB", date(2020, 2, 1), False),
        ("eea", "GB", date(2020, 12, 31), True),
        ("eea", "GB", date(2021, 1, 1), False),
        ("eu_adequacy", "GB", ARTICLE, False),
        ("eu_adequacy", "GB", date(2021, 6, 28), True),
        ("eu_adequacy", "US", date(2020, 7, 15), True),
        ("eu_adequacy", "US", ARTICLE, False),
        ("eu_adequacy", "US", date(2023, 7, 10), True),
        ("eu", "HR", date(2013, 6, 30), False),
        ("eu", "HR", date(2013, 7, 1), True),
        ("eea", "NO", ARTICLE, True),
        ("eu", "NO", ARTICLE, False),
        # No date of accession is in the register, so it is not claimed for a day before the verification.
        ("fatf_member", "DE", ARTICLE, False),
        ("fatf_member", "DE", VERIFIED, True),
    ],
)
def test_membership_on_the_day(registers: Registers, group: str, state: str, day: date, member: bool) -> None:
    assert (state in registers.read(day).groups[group]) is member


def test_the_union_has_27_members_since_the_withdrawal(registers: Registers) -> None:
    assert len(registers.read(ARTICLE).groups["eu"] - {"EU"}) == 27
    assert len(registers.read(ARTICLE).groups["eea"] - {"EU"}) == 30


def test_a_year_is_known_only_when_it_is_over() -> None:
    period = Period(start=date(2015, 1, 1), start_latest=date(2015, 12, 31))
    assert [period.in_force(date(2014, 12, 31)), period.in_force(date(2015, 6, 1))] == [False, None]
    assert period.in_force(date(2015, 12, 31)) is True


def test_no_period_is_never_and_an_empty_one_unknown() -> None:
    assert in_force((), ARTICLE) is False
    assert in_force((Period(),), ARTICLE) is None


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValidationError, match="a period runs from start"):
        Period(start=date(2021, 1, 1), end=date(2020, 1, 1))


@given(st.sets(DAYS, min_size=4, max_size=4), DAYS)
def test_less_known_dates_never_contradict_better_known_ones(ends: set[date], day: date) -> None:
    start, latest, unsure, end = sorted(ends)
    vague = Period(start=start, start_latest=latest, unsure_from=unsure, end=end).in_force(day)
    for exact in (Period(start=start, end=end), Period(start=latest, end=unsure)):
        assert vague is None or vague is exact.in_force(day)


@given(DAYS)
def test_every_feature_cites_only_laws_in_force(registers: Registers, day: date) -> None:
    reading: Reading = registers.read(day)
    for state in reading.states.values():
        assert set(state.features) == set(FEATURES)
        in_force_then = {law.id for law in state.laws}
        for feature in state.features.values():
            assert set(feature.laws) <= in_force_then
            if feature.value in (FeatureValue.yes, FeatureValue.partial) and day < VERIFIED:
                assert feature.laws, (state.code, feature.feature)


def test_a_state_that_nobody_read_is_unknown_and_nothing_is_presumed_of_it(registers: Registers) -> None:
    """Its name gives no reading: whatever law it may have, its compulsion stands between nothing and everything."""
    unread = [state.code for state in registers.jurisdictions if not state.is_read]
    assert unread
    for code in unread:
        assert compulsion(registers.read(VERIFIED).states[code]) == (0.0, 1.0)


def test_confidence_and_verification_come_through(registers: Registers) -> None:
    macao = registers.read(VERIFIED).states["MO"].features["targeted_compelled_access"]
    assert (macao.confidence, macao.basis) == ("low", "mixed")


def test_nothing_of_the_register_was_lost(registers: Registers) -> None:
    assert sum(state.is_read for state in registers.jurisdictions) >= 40
    assert sum(len(state.laws) for state in registers.jurisdictions) >= 129
    assert len(registers.regimes) >= 85


def test_a_law_is_named_as_it_was_on_the_day() -> None:
    law = Regime.model_validate(
        {
            "id": "R", "jurisdiction": "NO", "kind": "list", "name": "Act, amended 2024", "citation": "s 2",
            "force": [{"start": "2018-05-01"}], "in_force": "2018", "status": "in_force", "effect": "e",
            "source": "s", "source_type": "official_text", "confidence": "high", "basis": "checked",
            "earlier": [{"until": "2020-01-01", "name": "Bill", "citation": "s 1"},
                        {"until": "2024-12-31", "name": "Act"}],
        },
        strict=False,
    )  # fmt: skip
    days = (date(2019, 1, 1), date(2020, 1, 1), date(2024, 12, 31))
    named = [(law.read_on(day).name, law.read_on(day).citation) for day in days]
    assert named == [("Bill", "s 1"), ("Act", "s 2"), ("Act, amended 2024", "s 2")]
    assert law.begins_after(date(2018, 4, 30))
    assert not law.begins_after(date(2018, 5, 1))


def test_no_name_or_citation_tells_of_a_later_year() -> None:
    """Whatever day a report is of, it must not know the amendments that came after."""
    registers = load_registers(shipped_registers())
    dated = [law for state in registers.jurisdictions for law in state.laws] + list(registers.regimes)
    for law in dated:
        starts = [period.start for period in law.force if period.start is not None]
        if starts:
            day = max(min(starts), date(2021, 1, 1))
            text = f"{law.read_on(day).name} {law.read_on(day).citation}"
            years = [int(year) for year in re.findall(r"(?<![\d/.])20[0-4]\d(?![\d/])", text)]
            assert max(years, default=0) <= day.year, (law.id, text)
