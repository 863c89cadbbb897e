"""Lint that knows scoring: what an author should mend in what a questionnaire makes of its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ddq.authoring import lint_bands, lint_points
from ddq.authoring.likeness import Alike
from ddq.questionnaire import lint as plain
from ddq.questionnaire.compiled import Groups, LoadedQuestionnaire
from ddq.questionnaire.domains import outcomes
from ddq.questionnaire.lint import Linted, LintRule
from ddq.questionnaire.model import GroupQuestion, Indicator, Strength, Unlisted
from ddq.questionnaire.positions import Document, Path
from ddq.questionnaire.problems import Problem, did_you_mean, place, respelled
from ddq.questionnaire.values import Answered, Reading
from ddq.scoring.arithmetic import HIDDEN, concern, trust_of
from ddq.scoring.method import METHOD
from ddq.scoring.offers import LEAST_OF_HISTORY
from ddq.scoring.prepared import EVERY_LAW, prepare

MOST_WITH_EVERYTHING_PRESENT = 20.0
"""Trust, when every indicator of a questionnaire is fully present, must be below this."""
_NEEDS_REASON = frozenset({Strength.major, Strength.severe, Strength.decisive})


@dataclass(frozen=True, slots=True)
class Declared:
    """An indicator where it is declared."""

    document: Document
    path: Path
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class Presence:
    """A presence where it is given."""

    document: Document
    path: Path
    presence: Mapping[str, float] | str
    groups: Groups
    indicator: str | None
    """The indicator that it feeds; None for a mitigation."""


def lint(loaded: LoadedQuestionnaire) -> tuple[Problem, ...]:
    """Every finding of both lints, in the order of files and lines."""
    rules = (*RULES, *lint_bands.RULES, *lint_points.RULES)
    return tuple(sorted((*plain.lint(loaded), *plain.run_rules(loaded, rules)), key=place))


def declared(linted: Linted) -> Iterator[Declared]:
    """Every indicator that counts."""
    for document, item in linted.items():
        question = item.question
        if question.risk is not None and question.risk.strength is not Strength.informational:
            yield Declared(document, (*item.path, "risk"), question.risk)
        if isinstance(question, GroupQuestion) and question.unlisted is not None:
            yield Declared(document, (*item.path, "unlisted"), question.unlisted)
    for document, content in linted.parts:
        for index, rule in enumerate(content.rules):
            yield Declared(document, ("rules", index), rule)


def presences(linted: Linted) -> Iterator[Presence]:
    """Every presence of an indicator or a mitigation."""
    for document, item in linted.items():
        question, path = item.question, item.path
        if question.risk is not None:
            risk = question.risk
            yield Presence(document, (*path, "risk", "presence"), risk.presence, item.groups, risk.indicator)
        for index, feed in enumerate(question.feeds):
            yield Presence(document, (*path, "feeds", index, "presence"), feed.presence, item.groups, feed.indicator)
        for index, mitigation in enumerate(question.mitigations):
            yield Presence(document, (*path, "mitigations", index, "presence"), mitigation.presence, item.groups, None)
    for document, content in linted.parts:
        for index, rule in enumerate(content.rules):
            yield Presence(document, ("rules", index, "presence"), rule.presence, (), rule.indicator)


def same_ids(linted: Linted) -> Iterator[Problem]:
    """A001: two indicators, or two mitigations, of one id."""
    first: dict[tuple[str, str], str] = {}
    named = [
        ("indicator", each.indicator.indicator, each.document, (*each.path, "indicator")) for each in declared(linted)
    ]
    for document, item in linted.items():
        for index, mitigation in enumerate(item.question.mitigations):
            named.append(("mitigation", mitigation.id, document, (*item.path, "mitigations", index, "id")))
    for what, identifier, document, path in named:
        if (what, identifier) in first:
            message = f"the {what} {identifier!r} was already declared at {first[what, identifier]}"
            hint = "feed it with `feeds`, or give it an id of its own" if what == "indicator" else "give it another id"
            yield document.problem(path, "A001", message, hint)
        first.setdefault((what, identifier), document.where(path))


def unknown_indicators(linted: Linted) -> Iterator[Problem]:
    """A002: an answer feeds, or a mitigation reduces, an indicator that is nowhere declared."""
    known = {each.indicator.indicator for each in declared(linted)}
    for document, item in linted.items():
        for index, feed in enumerate(item.question.feeds):
            if feed.indicator not in known:
                path = (*item.path, "feeds", index, "indicator")
                yield _unknown(document, path, feed.indicator, known, key=False)
        for index, mitigation in enumerate(item.question.mitigations):
            for identifier in mitigation.reduces:
                if identifier not in known and identifier != EVERY_LAW:
                    path = (*item.path, "mitigations", index, "reduces", identifier)
                    yield _unknown(document, path, identifier, known, key=True)


def _unknown(document: Document, path: Path, identifier: str, known: set[str], *, key: bool) -> Problem:
    message = f"no indicator {identifier!r} is declared"
    return document.problem(
        path, "A002", message, did_you_mean(identifier, known), key=key, fix=respelled(identifier, known)
    )


def incomplete_indicators(linted: Linted) -> Iterator[Problem]:
    """A003, A004, A005: an indicator without citation or remedy, or of an unexplained strength."""
    for each in declared(linted):
        indicator, document = each.indicator, each.document
        path = (*each.path, "indicator")
        if not isinstance(indicator, Unlisted):
            for code, key in (("A003", "references"), ("A004", "remedies")):
                if not getattr(indicator, key):
                    message = f"the indicator {indicator.indicator!r} has no {key}"
                    yield replace(document.problem(path, code, message, "add them"), level="warning")
        if indicator.strength in _NEEDS_REASON and not indicator.reason:
            message = f"the strength {indicator.strength} is above moderate and has no 'reason'"
            yield document.problem((*each.path, "strength"), "A005", message, "say why")


def best_answers(linted: Linted) -> Iterator[Problem]:
    """A006, A007, A010: presences whose best is not 0, that leave 0 to 1, or that never reach 1."""
    largest: dict[str, list[float]] = {}
    places: dict[str, Presence] = {}
    for each in presences(linted):
        found = figures_of(linted, each)
        if found is None:
            largest.setdefault(each.indicator or "", []).append(1.0)
            continue
        if found and not 0 <= min(found) <= max(found) <= 1:
            message = f"the presence goes from {min(found):g} to {max(found):g}"
            yield each.document.problem(each.path, "A007", message, "it must stay within 0 to 1")
        elif found and min(found) > 0:
            message = f"the best answer has the presence {min(found):g}"
            yield each.document.problem(
                each.path, "A006", message, "a best answer is at 0: else nobody can reach full trust"
            )
        if each.indicator is not None and found:
            largest.setdefault(each.indicator, []).append(max(found))
            places.setdefault(each.indicator, each)
    for identifier, ends in largest.items():
        if identifier in places and max(ends) < 1:
            message = f"nothing brings the indicator {identifier!r} above {max(ends):g}: its strength cannot be reached"
            hint = "choose the strength that the worst answer has"
            yield replace(
                places[identifier].document.problem(places[identifier].path, "A010", message, hint), level="warning"
            )


def figures_of(linted: Linted, each: Presence) -> list[float] | None:
    """Every presence that can come out; None where that cannot be tried out. Of several choices, none may be chosen."""
    if not isinstance(each.presence, str):
        return list(each.presence.values())
    found = outcomes(linted.loaded, each.presence, each.groups, hideable=False)
    return None if found is None else [number for value in found if (number := _number(value)) is not None]


def _number(value: Answered) -> float | None:
    return float(value) if isinstance(value, bool | int | Decimal) else None


def remedies(linted: Linted) -> Iterator[Problem]:
    """A008, A009: a remedy that undoes history, has the id of another one, or excludes what is not there."""
    everywhere = {remedy.id for each in declared(linted) for remedy in each.indicator.remedies}
    for each in declared(linted):
        seen: set[str] = set()
        for index, remedy in enumerate(each.indicator.remedies):
            path = (*each.path, "remedies", index)
            least = remedy.done[0] if isinstance(remedy.done, tuple) else remedy.done
            if each.indicator.history and least < LEAST_OF_HISTORY:
                message = f"what is history cannot be undone to {least:g}"
                yield each.document.problem((*path, "done"), "A008", message, f"write at least {LEAST_OF_HISTORY:g}")
            if isinstance(remedy.done, tuple) and remedy.done[0] > remedy.done[1]:
                message = f"the interval {list(remedy.done)} begins above its end"
                yield each.document.problem((*path, "done"), "A009", message)
            if remedy.id in seen:
                yield each.document.problem((*path, "id"), "A009", f"a second remedy {remedy.id!r} of one indicator")
            seen.add(remedy.id)
            for other, identifier in enumerate(remedy.excludes):
                if identifier not in everywhere:
                    message = f"there is no remedy {identifier!r}"
                    yield each.document.problem(
                        (*path, "excludes", other), "A009", message, did_you_mean(identifier, everywhere)
                    )


def figures(linted: Linted) -> Iterator[Problem]:
    """A011, A012: trust with everything present, and `T_lo` with all answers favourable, by evidence grade."""
    indicators = prepare(linted.loaded).indicators
    if not indicators or linted.loaded.questionnaire.method != METHOD:
        return
    document = linted.parts[0][0]
    worst = trust_of(sum(concern(each.indicator.strength, each.largest) for each in indicators))
    if worst >= MOST_WITH_EVERYTHING_PRESENT:
        message = f"with everything present, trust is {worst:.1f}"
        hint = f"it must be below {MOST_WITH_EVERYTHING_PRESENT:g}, or the worst vendor cannot be told"
        yield document.problem(("title",), "A011", message, hint, key=True)
    shown = ", ".join(
        f"{grade} {trust_of(sum(concern(each.indicator.strength, hidden * each.largest) for each in indicators)):.1f}"
        for grade, hidden in HIDDEN.items()
    )
    message = (
        f"{len(indicators)} indicators; T_lo by grade with all favourable: {shown}; with everything present {worst:.2f}"
    )
    yield replace(document.problem(("title",), "A012", message, key=True), level="info")


def exposure(linted: Linted) -> Iterator[Problem]:
    """A013: no exposure tier, or one that is not 1 to 4."""
    document = linted.parts[0][0]
    text = linted.loaded.questionnaire.outputs.get("exposure_tier")
    if text is None:
        if prepare(linted.loaded).indicators and linted.loaded.questionnaire.method == METHOD:
            message, hint = "there is no output 'exposure_tier'", "without it the required trust cannot be told"
            yield document.problem(("title",), "A013", message, hint, key=True)
        return
    for value in outcomes(linted.loaded, text) or ():
        if not isinstance(value, Reading) and value not in (1, 2, 3, 4):
            path = ("outputs", "exposure_tier")
            yield document.problem(path, "A013", f"the exposure tier can be {value}", "it is 1, 2, 3 or 4")
            return


def alike(linted: Linted) -> Iterator[Problem]:
    """A014: what looks like one concern, declared as several indicators: it would count several times."""
    seen: list[Declared] = []
    titles = Alike()
    for each in declared(linted):
        number = titles.add(each.indicator.title)
        twin = None if number is None else seen[number]
        if twin is not None and twin.indicator.indicator != each.indicator.indicator:
            message = f"{each.indicator.title!r} reads like {twin.indicator.title!r} ({twin.indicator.indicator})"
            hint = "one concern is one indicator, fed by several questions with `feeds`"
            yield replace(each.document.problem((*each.path, "title"), "A014", message, hint), level="warning")
        seen.append(each)


RULES: tuple[LintRule, ...] = (
    same_ids,
    unknown_indicators,
    incomplete_indicators,
    best_answers,
    remedies,
    figures,
    exposure,
    alike,
)
