"""Bars: prohibitions and listings that bind this buyer. A gate with authority, citation and dates; never points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ddq.questionnaire.kinds import Compiled
from ddq.questionnaire.model import Bar, GroupFeed
from ddq.questionnaire.values import NA, Answered, U
from ddq.registers.model import Profile
from ddq.registers.profiles import binding
from ddq.registers.reading import Reading
from ddq.scoring.facts import Facts, row_subject
from ddq.scoring.model import BarResult
from ddq.scoring.nexus import label
from ddq.scoring.prepared import Prepared
from ddq.sentence import joined, numeric, say

BARRING_KINDS = frozenset({"prohibition", "listing", "order", "exclusion"})
"""The kinds of government action that can bar a purchase; an investigation or a warning cannot."""


@dataclass(frozen=True, slots=True)
class _Buyer:
    """Whom a bar would bind, and when."""

    reading: Reading
    profile: Profile
    day: date

    def bound_by(self, state: str, regime: str | None) -> str | None:
        """Why an act of a state or group binds the buyer; None where it does not.

        The acts of a group, such as a union, bind whoever is bound by the law of one of its members.
        """
        members = self.reading.groups.get(state.lower(), frozenset())
        through = [entry.jurisdiction for entry in self.profile.bound_by if entry.jurisdiction in members]
        for jurisdiction in (state, *through):
            entry = binding(self.profile, jurisdiction or state, regime, self.reading)
            if entry is not None:
                return say("{reason} ({citation})", reason=entry.reason, citation=entry.citation)
        return None

    def may_have_lapsed(self, regime: str | None) -> bool:
        """Whether the registers describe the regime and cannot say whether it was in force."""
        known = None if regime is None else self.reading.regimes.get(regime)
        return known is not None and known.in_force is None

    def forbids(self, regime: str | None) -> bool:
        """Whether an act under the regime can forbid a purchase; where the registers do not know it, yes."""
        known = None if regime is None else self.reading.regimes.get(regime)
        return known is None or known.regime.forbids_purchase

    def is_left_out(self, regime: str | None) -> bool:
        """Whether the regime binds only buyers whose profile names it, and this one's does not."""
        known = None if regime is None else self.reading.regimes.get(regime)
        named = {entry.regime for entry in self.profile.bound_by}
        return known is not None and known.regime.binds_only_named and regime not in named

    def has_regime_of(self, state: str) -> bool:
        """Whether a single regime of that state or group, or one that no register describes, binds the buyer."""
        named = (self.reading.regimes.get(entry.regime) for entry in self.profile.bound_by if entry.regime)
        return any(known is None or known.regime.jurisdiction == state for known in named)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Whether something holds: True, False, or None where that is not known; and why."""

    holds: bool | None
    why: str


def bars(prepared: Prepared, facts: Facts, reading: Reading, profile: Profile, day: date) -> tuple[BarResult, ...]:
    """Every listed government action and every declared bar that applies or may apply, and whether it binds."""
    buyer = _Buyer(reading, profile, day)
    found = [*_declared(prepared, facts, buyer), *_listed(prepared, facts, buyer)]
    return tuple(sorted(found, key=lambda bar: (not bar.binds, not bar.possible, bar.id)))


def _declared(prepared: Prepared, facts: Facts, buyer: _Buyer) -> Iterator[BarResult]:
    for bar, when in prepared.bars:
        condition = facts.read(when).value
        if condition is True or condition is U:
            found = _bar(bar, when, condition is True, buyer)
            # What cannot bind this buyer and is not known to apply is nothing to tell.
            if condition is True or found.possible:
                yield found


def _bar(bar: Bar, when: Compiled, met: bool, buyer: _Buyer) -> BarResult:
    known = buyer.reading.regimes.get(bar.regime)
    bound = buyer.bound_by(known.regime.jurisdiction if known else "", bar.regime)
    verdicts = (
        _Verdict(bound is not None, bound or say("{regime} does not bind this buyer", regime=bar.regime)),
        _Verdict(known.in_force if known else None, _force_words(known.in_force if known else None)),
        _Verdict(
            True if met else None,
            say("the condition is met") if met else say("whether the condition is met is not known"),
        ),
    )
    holds, reason = _all(verdicts)
    questions = sorted(when.names)
    return BarResult(
        id=bar.id,
        title=bar.title,
        authority=known.regime.name if known else bar.regime,
        citation=known.regime.citation if known else say("not in the registers"),
        scope=bar.scope,
        start=None,
        end=None,
        binds=holds is True,
        possible=holds is None,
        reason=reason,
        question=questions[0] if questions else None,
        row=None,
    )


def _force_words(in_force: bool | None) -> str:
    if in_force is None:
        return say("the register cannot say whether it was in force on the day")
    return say("in force on the day") if in_force else say("not in force on the day")


def _listed(prepared: Prepared, facts: Facts, buyer: _Buyer) -> Iterator[BarResult]:
    for group in prepared.engines.get(GroupFeed.listings, ()):
        rows, applies = facts.rows(group.id)
        for index, row in enumerate(rows.rows):
            subject = row_subject(rows, group.id, index)
            result = _row(group.id, subject, row, applies and facts.hidden(subject) is not None, buyer)
            if result is not None:
                yield result


def _row(group: str, subject: str, row: Mapping[str, Answered], based: bool, buyer: _Buyer) -> BarResult | None:
    kind = row.get("kind", U)
    if kind is not U and kind not in BARRING_KINDS:
        return None
    verdicts = (
        _binding(row, buyer),
        _status(row.get("status", U)),
        _dates(row, buyer.day),
        _target(row.get("target", NA)),
        _Verdict(
            True if kind is not U else None, "" if kind is not U else say("what kind of action it is, is not known")
        ),
        _Verdict(True if based else None, "" if based else say("the entry has no basis, or its list may not apply")),
    )
    holds, reason = _all(verdicts)
    start, end = row.get("start", U), row.get("end", U)
    return BarResult(
        id=subject,
        title=label(row.get("name", U)) or say("an entry without a name"),
        authority=label(row.get("authority", U)) or say("authority not known"),
        citation=label(row.get("citation", U)) or say("citation not known"),
        scope=label(row.get("scope", U)) or say("scope not known"),
        start=start if isinstance(start, date) else None,
        end=end if isinstance(end, date) else None,
        binds=holds is True,
        possible=holds is None,
        reason=reason,
        question=group,
        row=subject.partition("/")[2],
    )


def _all(verdicts: tuple[_Verdict, ...]) -> tuple[bool | None, str]:
    """Whether all hold, and the words of what decides that."""
    failing = [verdict.why for verdict in verdicts if verdict.holds is False]
    if failing:
        return False, failing[0]
    unknown = [verdict.why for verdict in verdicts if verdict.holds is None]
    if unknown:
        return None, joined(unknown, "; ")
    return True, joined((verdict.why for verdict in verdicts if verdict.why), "; ")


def _binding(row: Mapping[str, Answered], buyer: _Buyer) -> _Verdict:
    """Whether it binds through its regime, or through the state or group whose act it is."""
    regime, state = row.get("regime", NA), row.get("state", U)
    named = regime if isinstance(regime, str) else None
    if not buyer.forbids(named):
        return _Verdict(False, say("acts under {regime} forbid no purchase", regime=named))
    if buyer.is_left_out(named):
        return _Verdict(False, say("acts under {regime} bind only a buyer whose profile names it", regime=named))
    reason = buyer.bound_by(state if isinstance(state, str) else "", named)
    if reason is not None and buyer.may_have_lapsed(named):
        return _Verdict(None, joined((reason, _force_words(None)), "; "))
    if reason is not None:
        return _Verdict(True, reason)
    if buyer.profile.bound_by and not isinstance(state, str) and state is not NA:
        return _Verdict(None, say("whose act it is, is not known"))
    if regime is U and isinstance(state, str) and buyer.has_regime_of(state):
        return _Verdict(None, say("the regime under which it was taken is not stated"))
    return _Verdict(False, say("it does not bind this buyer"))


_STATUS = {
    "in_force": (True, say("in force")),
    "stayed": (False, say("stayed")),
    "suspended": (False, say("suspended")),
    "vacated": (False, say("vacated")),
    "expired": (False, say("expired")),
    "pending": (False, say("pending, so not yet in force")),
}


def _status(value: Answered) -> _Verdict:
    if value is U:
        return _Verdict(None, say("whether it is in force is not known"))
    return _Verdict(*_STATUS.get(str(value), (False, say("it has no status"))))


def _dates(row: Mapping[str, Answered], day: date) -> _Verdict:
    """In force from `start` on and before `end`; without an end, until now."""
    start, end = row.get("start", U), row.get("end", NA)
    if isinstance(end, date) and day >= end:
        return _Verdict(False, say("it ended on {day}", day=numeric(end)))
    if isinstance(start, date):
        began = numeric(start)
        return _Verdict(
            day >= start, say("since {day}", day=began) if day >= start else say("from {day} on", day=began)
        )
    return _Verdict(None, say("since when it is in force is not known"))


def _target(value: Answered) -> _Verdict:
    """An action against an affiliate does not by itself reach the vendor; one without a target is taken to."""
    if value == "affiliate":
        return _Verdict(False, say("it names an affiliate, not the vendor or the product"))
    return _Verdict(True, "")
